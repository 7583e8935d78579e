"""说明和决算：决算数和预算数比"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from reportgen.checks._case import Case, Compared, Result, Unknown, compared
from reportgen.checks._rules import ACCOUNTS, speaks_of
from reportgen.checks._says import finding
from reportgen.checks.changes.amounts import current, direction
from reportgen.checks.changes.rates import slack_of, worked_out
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention

_PLANNED = ("年初预算", "全年预算")
_EXPLAINED = re.compile("原因|其中[：:]")  # the parts that follow say why


def R415(case: Case) -> Iterator[Result]:
    """完成率

    完成预算的百分比等于支出决算除以前面写的预算数（年初预算、全年预算）。按印出来的数算，四舍五入到印出来的小数。

    怎样改：重算一遍；多半是改了决算数或者预算数，没有改完成率。
    依据：公开文件中常见的错误：决算说明逐个科目写完成率，改数时漏改。
    例：全年预算为18.12万元，支出决算为17.70万元，应写“完成97.68%”，文中写“完成98.67%”。
    """
    for mention in case.reading.mentions:
        rate = mention.completion
        now, planned = (mention.amount, mention.base) if mention.base else _by_change(case, mention)
        if not rate:
            continue
        if rate.carried or case.names:
            yield compared(rate)
        elif not now or not planned or planned.exact <= 0:
            yield Unknown(f"“{mention.subject}”的预算数不知道，完成率无从重算")
        else:
            ratio, slack = Fraction(now.exact) / Fraction(planned.exact), slack_of((now, planned), rate, planned.exact)
            yield from worked_out("R415 不对", rate, ratio, now, planned, slack=slack)


def _by_change(case: Case, mention: Mention) -> tuple[Entry | None, Entry | None]:
    """Return the amount, and what was planned by the change since: 比年初预算增加5万元，完成年初预算的110%."""
    change, completion, known = mention.change, mention.completion, current(case, mention)
    now = known.entry if known else None
    same = change and completion and change.name and completion.name and change.name.base == completion.name.base
    if not (now and change and same) or now.number.unit != change.number.unit:
        return mention.amount, None
    before = EXACT.subtract(now.number.value, direction(mention.word) * change.number.value)
    return now, now._replace(number=now.number._replace(value=before))


@speaks_of(ACCOUNTS)
def R417(case: Case) -> Iterator[Result]:
    """大于小于

    “年初预算为……，支出决算为……，决算数小于预算数”：大于、小于、持平，要和前面两个数的大小一致。

    怎样改：数对的，改“大于”“小于”；从上年的说明改来的，多半忘了改。
    依据：部门决算公开的格式：逐个科目说明决算数大于（小于）预算数的原因。
    例：年初预算为18.12万元，支出决算为17.70万元，文中写“决算数大于预算数的主要原因”。
    """
    for mention, word in _against_budget(case):
        now, planned = mention.amount, mention.base
        if not (now and planned and word):
            continue
        yield Compared((now.place, planned.place))
        apart = (now.exact > planned.exact) - (now.exact < planned.exact)
        if direction(word) != apart:
            right = "大于" if apart > 0 else "小于" if apart else "等于"
            yield finding(
                "R417 相反", now.place, planned.place, word=word, now=now.number, planned=planned.number, right=right
            )


@speaks_of(ACCOUNTS)
def R418(case: Case) -> Iterator[Result]:
    """预决算差异原因

    支出决算和年初预算不一样的，逐个科目说明原因；没有年初预算的，和全年预算比。决算大于预算的必须说，小于预算的也要说。

    怎样改：照建议里的写法，在预算文件的“原因”里写上为什么不一样。
    依据：部门决算公开的格式：决算数大于（小于）预算数的，说明主要原因，持平的不用说。
    例：“行政运行（项）年初预算为100万元，支出决算为112万元，完成年初预算的112%。”（没有原因）
    """
    for mention, _ in _against_budget(case):
        now, planned = mention.amount, mention.base
        if not (now and planned and now.name and planned.name and now.name.measure == "支出"):
            continue
        yield Compared((now.place, planned.place))
        if not (planned.exact and now.exact) and case.budget and case.budget.file.is_draft:
            continue  # not filled in yet
        if now.exact != planned.exact and not mention.reason and not _EXPLAINED.search(_behind(mention)):
            words = {"called": mention.subject, "now": now.number, "planned": planned.number}
            if case.carries_names:
                own = f"{now.name.without('资金').without('性质') if now.name.member('功能') else now.name.measure}"
                key = f"{own}@{planned.name.base}"
                yield finding("R418 写进原因", now.place, grave=now.exact > planned.exact, key=key, **words)
            else:
                yield finding("R418 没有原因", now.place, **words)


def _behind(mention: Mention) -> str:
    """What the paragraph says after the amount."""
    at = mention.amount.place.start if mention.amount else 0
    return mention.sentence.line[at:]


def _against_budget(case: Case) -> Iterator[tuple[Mention, str]]:
    """Each amount beside its budget, with the word that compares them; it may stand in the next sentence."""
    for mention, after in pairwise((*case.reading.mentions, None)):
        if mention and mention.base and mention.base.name and mention.base.name.base in _PLANNED and not mention.change:
            yield mention, mention.word or (after.word if after and _goes_on(mention, after) else "")


def _goes_on(mention: Mention, after: Mention) -> bool:
    """Whether the second only compares the first with its budget: 。决算数与年初预算数持平."""
    return not after.entries and after.sentence.line == mention.sentence.line and "预算" in after.compared
