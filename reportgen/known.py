"""Known differences (已知差异): findings that were looked into and are accepted, each with the reason.

A budget file declares its own, a region those of all its documents, in the same form. An entry covers one finding, or
as many as it says (处数). If its remark (说明) states amounts, they must be those of the finding. Any finding beyond
that is reported as usual, so that nothing new is hidden.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from reportgen.diagnostics import Diagnostic, Location, Severity, warning
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS
from reportgen.records import dataclass, replace
from reportgen.source import Problems, Scalar, key

ALL = "全部"
_AMOUNT = compiled("([0-9][0-9,]{0,20}(?:[.][0-9]{1,6})?)(元|万元|亿元)")
_RULE = compiled("[RD][0-9]{1,3}")
_RULE_HINT = "写提示里方括号里的编号：R和三位数字，如 R220；几条写成 [R203, R223]，一类写成 R2"
_COUNT_HINT = "写这一条管几处，如 3；不限几处写 全部；只管一处的不用写"
_IDLE = "已经改正的就删掉这一条；位置要写发现里的表号、行名或节的标题"
_FEWER = "看一看是不是改正了几处；确实只有这些，就改“处数”"
_CHANGED = "对照这一处的发现改数；差异变了、又核实过的，改“说明”里的数"
_HINTS = {"位置": "写表名、标题或行名里的字，如 预算11表", "说明": "写为什么不一致、怎么核实的"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A known difference as a file states it."""

    rules: tuple[Scalar, ...] = key("规则", about="核对规则的编号，如 R220；几条写成 [R203, R223]，一类写成 R2")
    places: tuple[Scalar, ...] = key(
        "位置", about="在哪里：表名、标题、行名里的字，如 预算11表；几处用空格或逗号隔开，都要有；几处任一写成 [甲, 乙]"
    )
    remark: Scalar = key("说明", about="为什么不一致，怎么核实的")
    most: Scalar | None = key("处数", None, about="管几处；不写就是一处，不限写 全部")


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """Findings that are accepted and reported as 提示.

    Attributes:
        rules: numbers of checks, `R220`, or their first characters, `R2`.
        places: words separated by spaces or commas; a place of the finding must contain all words of one entry.
        at: where the entry is written.
        most: how many findings it covers; None for all.
    """

    rules: tuple[str, ...]
    places: tuple[str, ...]
    remark: str
    at: Location
    most: int | None = 1

    def covers(self, rule: str, said: Iterable[str]) -> bool:
        """Whether it is about a finding of the rule; `said` has the words that describe each of its places."""
        if not any(rule.startswith(own) for own in self.rules):
            return False
        wanted = [parts_of(place) for place in self.places]
        return any(all(part in words for part in parts) for words in said for parts in wanted)

    def is_of_amounts(self, message: str) -> bool:
        """Whether the remark states no other amounts than the message: the difference that was looked into."""
        own, found = _amounts_in(self.remark), _amounts_in(message)
        known = own | {abs(one - other) for one in own for other in own}
        return not own or not found or own <= found or found <= known


def _amounts_in(text: str) -> frozenset[Decimal]:
    """Return the amounts that a text states, in 元; so that 4万元 is 40000元."""
    stated = ((found[1].replace(",", ""), found[2]) for found in _AMOUNT.finditer(text))
    return frozenset(EXACT.multiply(Decimal(digits), Decimal(UNITS[unit])) for digits, unit in stated)


def parts_of(place: str) -> tuple[str, ...]:
    """Return the words of a place, separated by spaces or commas."""
    return tuple(part for part in compiled(r"[\s，,]+").split(place) if part)


def known_in(stated: Iterable[Difference], problems: Problems) -> tuple[KnownDifference, ...]:
    """Return the declared differences in order; an entry that cannot be used is reported and left out."""
    return tuple(_known(one) for one in stated if _usable(one, problems))


def _usable(stated: Difference, problems: Problems) -> bool:
    before = len(problems)
    for rule in stated.rules:
        if not _RULE.fullmatch(rule.text):
            problems.add("已知差异", f"“{rule.text}”不是规则编号", rule.at, hint=_RULE_HINT)
    for name, value in (*(("位置", place) for place in stated.places), ("说明", stated.remark)):
        if not compiled(r"\w").search(value.text):
            problems.add("已知差异", f"“{name}”后面没有写内容", value.at, hint=_HINTS[name])
    if stated.most and not compiled(f"{ALL}|[1-9][0-9]{{0,3}}").fullmatch(stated.most.text):
        problems.add("已知差异", f"“{stated.most.text}”不是处数", stated.most.at, hint=_COUNT_HINT)
    for name, listed in (("规则", stated.rules), ("位置", stated.places)):
        if not listed:
            problems.add("已知差异", f"“{name}”后面没有写内容", stated.remark.at, hint=_HINTS.get(name, _RULE_HINT))
    family = [rule for rule in stated.rules if len(rule.text) < 4]
    if len(problems) == before and family and not stated.most:
        message = f"“{family[0].text}”是一类规则，要写明管几处"
        problems.add("已知差异", message, family[0].at, hint=f"加上“处数”：{_COUNT_HINT}")
    return len(problems) == before


def _known(stated: Difference) -> KnownDifference:
    said = stated.most.text if stated.most else "1"
    rules, places = (tuple(one.text for one in listed) for listed in (stated.rules, stated.places))
    return KnownDifference(
        rules, places, stated.remark.text.strip(), stated.rules[0].at, None if said == ALL else int(said)
    )


class KnownFindings:
    """The known differences of the file and of its region, and how many findings each one covered."""

    def __init__(self, own: Iterable[KnownDifference], regional: Iterable[KnownDifference]) -> None:
        self._own = list(own)
        self._declared = [*self._own, *regional]
        self._met = [0] * len(self._declared)
        self._changed: set[int] = set()  # those whose remark states other amounts than the finding

    def as_declared(self, finding: Diagnostic) -> Diagnostic | None:
        """Return the finding as a 提示 if a known difference covers it and is not used up, and count it; else None."""
        reported = [f"{place.path} {finding.message}" for place in finding.places]
        for i, one in enumerate(self._declared):
            if (one.most is None or self._met[i] < one.most) and one.covers(finding.rule, reported):
                if not one.is_of_amounts(finding.message):
                    self._changed.add(i)
                    continue
                self._met[i] += 1
                message = f"{finding.message}（已知差异：{one.remark}）"
                return replace(finding, severity=Severity.HINT, message=message)
        return None

    @property
    def idle(self) -> tuple[KnownDifference, ...]:
        """Known differences of the file that covered nothing; those of a region are for other documents too."""
        return tuple(one for one, met in zip(self._own, self._met, strict=False) if not met)

    def remarks(self) -> Iterator[Diagnostic]:
        """Yield warnings on known differences of the file that covered nothing, or fewer findings than stated."""
        for i, (one, met) in enumerate(zip(self._own, self._met, strict=False)):
            if i in self._changed:
                message = f"{'、'.join(one.rules)}“说明”里的数，和现在发现的不一样"
                yield warning("已知差异", message, one.at, hint=_CHANGED)
            elif not met:
                yield warning("已知差异", f"{'、'.join(one.rules)}没有这样的发现", one.at, hint=_IDLE)
            elif one.most is not None and met < one.most:
                message = f"{'、'.join(one.rules)}写了{one.most}处，这样的发现只有{met}处"
                yield warning("已知差异", message, one.at, hint=_FEWER)
