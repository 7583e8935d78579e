"""Known differences (已知差异): findings that the budget file, or its region, declares are reported as 提示."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.diagnostics import Diagnostic, Severity, warning
from reportgen.known import KnownDifference

_HINT = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"
_FEWER = "看一看是不是改正了几处；确实只有这些，就改“处数”"


class KnownFindings:
    """The declarations of the file and of its region, and for how many findings each was met."""

    def __init__(self, own: Iterable[KnownDifference], regional: Iterable[KnownDifference]) -> None:
        self._own = list(own)
        self._declared = [*self._own, *regional]
        self._met = [0] * len(self._declared)

    def as_declared(self, finding: Diagnostic) -> Diagnostic | None:
        """The finding as a 提示, where it is declared and the declaration is not used up."""
        said = [f"{place.path} {finding.message}" for place in finding.places]
        for i, one in enumerate(self._declared):
            if (one.most is None or self._met[i] < one.most) and one.covers(finding.rule, said):
                self._met[i] += 1
                message = f"{finding.message}（已知差异：{one.remark}）"
                return replace(finding, severity=Severity.HINT, message=message)
        return None

    @property
    def idle(self) -> tuple[KnownDifference, ...]:
        """Those of the file that fit nothing; a region's are for other documents too."""
        return tuple(one for one, met in zip(self._own, self._met, strict=False) if not met)

    def remarks(self) -> Iterator[Diagnostic]:
        """What is to be reported of those of the file: they fit nothing, or less than they say."""
        for one, met in zip(self._own, self._met, strict=False):
            if not met:
                yield warning("已知差异", f"{'、'.join(one.rules)}没有这样的发现", one.at, hint=_HINT)
            elif one.most is not None and met < one.most:
                message = f"{'、'.join(one.rules)}写了{one.most}处，这样的发现只有{met}处"
                yield warning("已知差异", message, one.at, hint=_FEWER)
