"""Names of classification items in sentences beside those that tables print (科目名称)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from reportgen.checks._case import Case
from reportgen.checks._comparing import apart
from reportgen.checks._texts import likeness
from reportgen.reading import Entry, Mention
from reportgen.reading.naming import stem
from reportgen.reading.terms import bare

_LEVEL = re.compile(r"[（(](?P<level>[类款项])[）)]")
_DIGITS = {"类": 3, "款": 5, "项": 7}
_LEAD = re.compile(r"^(?:其中|主要用于|包括|和|、|[：:])+")
_NO_ITEM = re.compile(r"情况|说明|预算$")  # in headings
ALIKE = Fraction(3, 4)  # of their letters: a slip of the pen
_LONGEST = 60
_PERHAPS = Fraction(1, 2)  # with the same amount


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A name in a sentence that no table prints so (名称不一致). `printed`: what the table says, or nothing."""

    said: str
    printed: str
    entry: Entry
    row: Entry | None = None


def printed_names(case: Case) -> Mapping[str, tuple[str, ...]]:
    """Functional code -> how the tables call it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, codes in case.reading.printed_names.items():
        for code in codes:
            if code.startswith("2"):
                found[code] = (*found.get(code, ()), name)
    return found


def misnamed(case: Case) -> Iterator[Misnamed]:
    """Names in sentences that differ from those of the tables, in reading order."""
    names = printed_names(case)
    for mention in case.reading.mentions:
        if case.names:
            break  # what a number is of, its name says
        if mention.amount and mention.amount.name and mention.amount.name.member("功能"):
            yield from _levels(mention, mention.amount, names)
        elif mention.amount and not mention.amount.name and not mention.amount.carried:
            yield from _unknown(case, mention, mention.amount)
    yield from _headings(case, names)


def parts(subject: str) -> Iterator[tuple[str, int]]:
    """What a subject names with the digits of its level: 文化和旅游（款）行政运行（项）."""
    at = 0
    for mark in _LEVEL.finditer(subject):
        yield _LEAD.sub("", subject[at : mark.start()]), _DIGITS[mark["level"]]
        at = mark.end()


def _levels(mention: Mention, amount: Entry, names: Mapping[str, tuple[str, ...]]) -> Iterator[Misnamed]:
    code = amount.name.member("功能") if amount.name else ""
    for said, digits in parts(mention.subject):
        printed = names.get(code[:digits], ())
        if printed and len(code) >= digits and not any(_same(said, name) for name in printed):
            yield Misnamed(said, printed[0], amount)


def _same(said: str, printed: str) -> bool:
    return stem(said) == stem(printed) or said.endswith(printed)


def _unknown(case: Case, mention: Mention, amount: Entry) -> Iterator[Misnamed]:
    """An amount without a name, whose words are nearly those of a row, or name a level that no row has."""
    levelled = [said for said, _ in parts(mention.subject)]
    said = levelled[-1] if levelled else mention.subject
    rows = list(_rows(case))
    likely = _likeliest(said, amount, rows)
    if likely:
        yield Misnamed(said, likely[0], amount, likely[1])
    elif levelled and rows:
        yield Misnamed(said, "", amount)


def _rows(case: Case) -> Iterator[tuple[str, Entry]]:
    """Printed names of items with each number of their rows."""
    for sheet in case.reading.sheets:
        for line in sheet.lines:
            if line.label and not line.total:
                yield from ((line.label, e) for e in line.entries.values() if e.name and e.name.member("功能"))


def _likeliest(said: str, amount: Entry, rows: list[tuple[str, Entry]]) -> tuple[str, Entry] | None:
    alike = {name: likeness(said[-_LONGEST:], name) for name, _ in rows}
    found = [(alike[name], not apart(amount, entry), name, entry) for name, entry in rows]
    fitting = [f for f in found if f[0] >= (_PERHAPS if f[1] and f[3].number.value else ALIKE)]
    best = max(fitting, key=lambda f: (f[1], f[0]), default=None)
    return (best[2], best[3]) if best else None


def _headings(case: Case, names: Mapping[str, tuple[str, ...]]) -> Iterator[Misnamed]:
    """A heading over items of one 类 is the name of the 类."""
    of = {(passage.part, passage.text): passage.headings for passage in case.reading.passages}
    seen: dict[str, list[Entry]] = {}
    for mention in case.reading.mentions:
        entry = mention.amount
        headings = of.get((entry.place.part, entry.place.line), ()) if entry else ()
        if entry and entry.name and headings and len(entry.name.member("功能")) > len("207"):
            seen.setdefault(bare(headings[-1]), []).append(entry)
    for heading, entries in seen.items():
        classes = {entry.name.member("功能")[:3] for entry in entries if entry.name}
        printed = names.get(min(classes), ()) if len(classes) == 1 else ()
        if printed and not any(_same(heading, name) for name in printed):
            nearest = max(printed, key=lambda name: likeness(heading, name))
            if likeness(heading, nearest) >= ALIKE and not _NO_ITEM.search(heading):
                yield Misnamed(heading, nearest, entries[0])
