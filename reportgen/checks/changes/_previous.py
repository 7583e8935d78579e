"""What a sentence compares with (上期数): the amount before, as the page or the budget file says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.checks._case import Case
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import Precision, as_printed
from reportgen.reading import Entry, Mention

_PLACES = 2  # decimals of 万元 and of 元 at which changes are worked out (口径精度)
_DIRECTIONS = {"增加": 1, "减少": -1}


@dataclass(frozen=True, slots=True)
class Previous:
    """The amount before: exact in 元 at the precision of changes, and where it was read, if on the page."""

    amount: Decimal
    entry: Entry | None = None


def direction(word: str) -> int:
    """1 for 增加 增长 大于 …, -1 for 减少 下降 小于 …, 0 for 持平 and nothing."""
    known = (*spoken().patterns("增减"), *spoken().patterns("大小"))
    return next((_DIRECTIONS.get(member, 0) for member, pattern in known if pattern.match(word)), 0)


def previous(case: Case, mention: Mention) -> Previous | None:
    """What the mention's amount was before: as it says itself, as a table says, as the budget file says."""
    if mention.base:
        return Previous(mention.base.exact, mention.base)
    name = _base_name(mention)
    if name is None:
        return None
    for found in _printed(case, name):
        return Previous(found.exact, found)
    amount = case.file_figures.amount(name) if case.file_figures else None
    return None if amount is None else Previous(at_precision(case, amount, name, mention), None)


def current(case: Case, mention: Mention) -> Decimal | None:
    """This year's amount of a change that stands without it (基本支出增加4.27万元), as tables or the file say it."""
    name = mention.change.name.amount if mention.change and mention.change.name else None
    if name is None:
        return None
    for found in _printed(case, name):
        return found.exact
    amount = case.file_figures.amount(name) if case.file_figures else None
    return None if amount is None else at_precision(case, amount, name, mention)


def at_precision(case: Case, amount: Decimal, name: FigureId, mention: Mention) -> Decimal:
    """The amount as it would print where changes are worked out from: the region's 口径精度, else that of the page."""
    if case.profile and name.measure in case.profile.vocabulary.measures:
        return as_printed(amount, case.profile.precision(name.measure))
    unit = next((e.number.unit for e in (mention.amount, mention.change) if e and e.number.is_money), "万元")
    return as_printed(amount, Precision(unit, _PLACES))


def _base_name(mention: Mention) -> FigureId | None:
    known = next((e.name for e in (mention.change, mention.rate) if e and e.name), None)
    if known is not None:
        return known._replace(derived="")
    if mention.amount and mention.amount.name and mention.word:
        base = "上年执行数" if "执行" in mention.compared else "上年预算"
        return mention.amount.name._replace(base=base)
    return None


def _printed(case: Case, name: FigureId) -> Iterator[Entry]:
    """Where tables print it, the finest first; 本年支出 of a fund is what its tables say of the fund."""
    names = {name, name.where(("性质", "本年支出"))} if name.measure == "支出" else {name}
    found = [entry for one in names for entry in case.reading.by_name.get(one, ())]
    yield from sorted(found, key=lambda entry: (entry.number.step, entry.name != name))
