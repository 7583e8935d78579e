"""Known differences (已知差异): findings that the budget file, or its region, declares are told as 提示."""

from collections.abc import Iterable
from dataclasses import replace

from reportgen.budget import KnownDifference
from reportgen.diagnostics import Diagnostic, Severity, warning

_HINT = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"


class Known:
    """The declarations, and which of them something was found for."""

    def __init__(self, declared: Iterable[KnownDifference]) -> None:
        self._declared = list(declared)
        self._met: dict[int, int] = {}

    def told(self, finding: Diagnostic) -> Diagnostic | None:
        """The finding as a 提示, where it is declared and the declaration is not used up."""
        for i, one in enumerate(self._declared):
            if fits(one, finding) and self._met.get(i, 0) < 1:
                self._met[i] = self._met.get(i, 0) + 1
                message = f"{finding.message}（已知差异：{one.remark}）"
                return replace(finding, severity=Severity.HINT, message=message)
        return None

    def idle(self) -> list[Diagnostic]:
        """Those that fit nothing."""
        return [
            warning("已知差异", f"{one.rule}没有这样的发现", one.at, hint=_HINT)
            for i, one in enumerate(self._declared)
            if i not in self._met
        ]


def fits(declared: KnownDifference, finding: Diagnostic) -> bool:
    """Whether it declares this finding: of its rule, all of its words in a place of it, or in what it says."""
    of_rule = finding.rule.startswith(f"{declared.rule} ")
    said = [f"{place.path} {finding.message}" for place in finding.places]
    return of_rule and any(all(part in words for part in declared.parts) for words in said)
