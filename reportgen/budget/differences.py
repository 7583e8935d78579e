"""Known differences (已知差异): findings that were looked into and are left as they are, each with the reason."""

import re

from reportgen.budget.models import BudgetFile, Difference, KnownDifference
from reportgen.source import Problems

_RULE = re.compile("R[0-9]{3}")
_RULE_HINT = "写提示里方括号里的编号：R和三位数字，如 R220"
_HINTS = {"位置": "写表名、标题或行名里的字，如 预算11表", "说明": "写为什么不一致、怎么核实的"}


def differences_in(file: BudgetFile, problems: Problems) -> tuple[KnownDifference, ...]:
    """What the file declares, in its order; an entry that cannot be used is told and left out."""
    return tuple(_known(one) for one in file.differences if _usable(one, problems))


def _usable(stated: Difference, problems: Problems) -> bool:
    before = len(problems)
    if not _RULE.fullmatch(stated.rule.text):
        problems.add("已知差异", f"“{stated.rule.text}”不是规则编号", stated.rule.at, hint=_RULE_HINT)
    for name, value in (("位置", stated.place), ("说明", stated.remark)):
        if not re.search(r"\w", value.text):
            problems.add("已知差异", f"“{name}”后面没有写内容", value.at, hint=_HINTS[name])
    return len(problems) == before


def _known(stated: Difference) -> KnownDifference:
    return KnownDifference(stated.rule.text, stated.place.text, stated.remark.text.strip(), stated.rule.at)
