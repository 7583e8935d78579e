"""What might be changed in an edited document to put it right (改法): numbers, codes, units, heads, paragraphs.

What findings compare says what a number should be; words beside a code or a unit, and heads elsewhere, say what that
should be. Which of them is the cause is tried (`_mending`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise, permutations

from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._results import Finding, firsts, grouped
from reportgen.checks.file import same_digits, with_digits_turned
from reportgen.document import in_one_line, plain
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading import Entry, Place
from reportgen.reading.item_names import codes_of_names
from reportgen.records import NamedTuple

FEWEST = 2  # findings that have to go: one alone does not say which of its numbers is wrong
_TAIL = 3  # steps of the last digit by which a sum of rounded numbers may ask for another number
_MOST = 60  # findings beyond which no single number is the slip
_TURNED = 3  # numbers with turned digits that are tried before heads
_YEARS = "R506"  # a year that is not this document's
_DIGITS = compiled("[0-9.,，．]")
_A_CODE, _TOTAL = compiled("[1-5][0-9]{2}(?:[0-9]{2}){0,2}"), compiled("计$")
_SOME = 6  # findings of a table that exchanged heads make at least
_SHORT = 12  # letters of a paragraph that say nothing by themselves


_Wish = tuple[Place, Decimal]  # a number, and what it should be


class Correction(NamedTuple):
    """Words that should be others (改动): where they stand, and what should stand there; the unit of an amount."""

    place: Place
    text: str
    unit: str = ""

    @property
    def is_turned(self) -> bool:
        """Whether the digits are those that stand there, in another order."""
        old, new = (text.replace(",", "") for text in (excerpt_of(self.place), self.text))
        return bool(self.unit) and old != new and len(old) == len(new) and sorted(old) == sorted(new)


def proposed(case: Case, found: Sequence[Finding]) -> list[tuple[int, tuple[Correction, ...]]]:
    """Return changes to try, each with the number of findings that ask for it, most first.

    A sum alone does not say which of its numbers is wrong. What the budget file says of numbers is not guessed.
    """
    places = Places(case)
    words = dict.fromkeys(
        (*_other_codes(case, found), *_pasted(case, found), *_units_of_tables(case), *_heads_of_codes(case, found))
    )
    asked: dict[_Wish, set[int]] = {}  # a number and what it should be -> findings that ask for it
    entries: dict[Place, Entry] = {}
    alone: set[tuple[Place, Decimal]] = set()  # of two prints of one amount
    for i, one in enumerate(found):
        numbers = _amounts(one, places)
        words |= dict.fromkeys(_other_units(numbers))
        for entry, value in (*_asked(numbers, one.off), *_of_ratio(one, places)):
            if value != entry.exact and (value >= 0 or entry.exact < 0):
                entries[entry.place] = entry
                asked.setdefault((entry.place, value), set()).add(i)
                alone |= {(entry.place, value)} if len(numbers) == 2 else set()
    words |= dict.fromkeys(Correction(at, one.should) for one in found if (at := _place_to_mend(case, one)))
    told: list[tuple[int, tuple[Correction, ...]]] = [(len(found), (word,)) for word in words]
    told += [(FEWEST, pair) for pair in _in_another_cell(case, found, places)]
    heads = [(FEWEST, pair) for pair in _exchanged_heads(case, found)]
    if (case.budget and any(one.should for one in found)) or not 1 <= len(found) <= _MOST:
        return [*told, *heads]
    own = {key: _changed_to(entries[key[0]], key[1]) for key in asked}
    turned = _turned(asked, entries)
    singles = [
        (len(by), (own[key],))
        for key, by in sorted(asked.items(), key=lambda one: one[0] not in turned)
        if key in turned or (len(found) >= FEWEST and (len(by) > 1 or key in alone))
    ]
    if len(found) < FEWEST:
        return [*told, *singles, *heads]
    first = [one for one in singles if one[1][0].is_turned][:_TURNED]
    swaps = [
        (len(asked[a, x] ^ asked[b, y]), _exchanged(entries[a], entries[b]))
        for (a, x), (b, y) in combinations(asked, 2)
        if a.part == b.part and (a.row == b.row or a.column == b.column) and a != b
        if _is_about(x, entries[b]) and _is_about(y, entries[a])
    ]
    twins = [(len(by) + 1, pair) for key, by in asked.items() for pair in _both_cells(case, entries[key[0]], own[key])]
    rest = sorted((*swaps, *twins, *(one for one in singles if one not in first)), key=lambda one: -one[0])
    return [*told, *first, *heads, *rest]


def _both_cells(case: Case, entry: Entry, change: Correction) -> Iterator[tuple[Correction, Correction]]:
    """Yield the change of a number together with the only other one of its row, an equal one: 合计 and its part."""
    rows = case.remembered(
        _both_cells, lambda: grouped(((e.place.part, e.place.line), e) for e in case.reading.in_tables)
    )
    own = [one for one in rows.get((entry.place.part, entry.place.line), ()) if one.number.value]
    others = [one for one in own if one.place != entry.place and one.exact == entry.exact]
    if len(own) == 2 and len(others) == 1 and entry.place.row:
        yield change, change._replace(place=others[0].place)


def _turned(asked: Mapping[_Wish, set[int]], entries: Mapping[Place, Entry]) -> set[_Wish]:
    """Return the numbers that ask for their own digits in another order, if nothing else of a finding does."""
    turned = [key for key in asked if same_digits(entries[key[0]].exact, key[1])]
    often = Counter(number for key in turned for number in asked[key])
    return {key for key in turned if any(often[number] == 1 for number in asked[key])}


def _exchanged(one: Entry, other: Entry) -> tuple[Correction, Correction]:
    return _changed_to(one, other.exact), _changed_to(other, one.exact)


def _place_to_mend(case: Case, one: Finding) -> Place | None:
    """Return the printed place of a finding that says, without a budget, what should stand there."""
    place = one.places[0] if one.should and not case.budget else None
    return place if isinstance(place, Place) else None


def _is_about(amount: Decimal, entry: Entry) -> bool:
    """Whether an amount that a sum asks for is this number, or misses it by what rounding explains."""
    return abs(EXACT.subtract(amount, entry.exact)) <= _TAIL * entry.number.step


def _other_codes(case: Case, found: Sequence[Finding]) -> Iterator[Correction]:
    """Yield the change of a code to the one that the name beside it has, for items that the findings name."""
    told = {(place.part, place.row) for one in found for place in one.places if isinstance(place, Place) and place.row}
    printed = {(item.table, item.code) for item in case.items}
    for item in (item for item in case.items if (item.table, item.place.row) in told):
        own = codes_of_names(item.dimension).get(item.name, ())
        last = excerpt_of(item.code_at).strip()
        for code in own if item.code not in own and item.code.endswith(last) else ():
            same = code.startswith(item.code.removesuffix(last)) and len(code) == len(item.code)
            elsewhere = [other for other in case.items if other.table != item.table]
            meant = any((other.code, other.name) == (code, item.name) for other in elsewhere)  # else the name is wrong
            meant = meant or all(other.code != item.code for other in elsewhere)
            if same and meant and (item.table, code) not in printed and _is_typed_for(item.code, code):
                yield Correction(item.code_at, code[-len(last) :])


def _heads_of_codes(case: Case, found: Sequence[Finding]) -> Iterator[Correction]:
    """Yield the change of a head over codes that says something else, to what heads over codes say elsewhere."""
    told = Counter(place.part for one in found for place in one.places[:1] if isinstance(place, Place))
    columns = [(table, column) for table in case.reading.tables for column in table.columns]
    usual = Counter(column.leaf for table, column in columns if column.kind == "编码" and table.name not in told)
    for table, column in columns if usual else ():
        below = {row.texts[column.index].strip() for row in table.body} - {""}
        coded = below and all(_A_CODE.fullmatch(words) for words in below if not _TOTAL.search(words))
        row = table.head[-1] if table.head else None
        start = row.starts.get(column.index) if row else None
        if told[table.name] >= FEWEST and coded and column.kind != "编码" and row and start is not None:
            place = Place(table.name, line=row.line, start=start, length=len(row.texts[column.index]))
            yield Correction(place, usual.most_common(1)[0][0])


def _units_of_tables(case: Case) -> Iterator[Correction]:
    """Yield the change of the unit above the only table that has another one than all others."""
    sheets = firsts((sheet.name, sheet) for sheet in case.reading.sheets if sheet.unit and sheet.entries)
    units = Counter(sheet.unit for sheet in sheets.values())
    odd = [sheet for sheet in sheets.values() if units[sheet.unit] == 1]
    if len(units) == 2 and len(odd) == 1 and len(sheets) > FEWEST:
        line = in_one_line(plain(odd[0].table.left) + plain(odd[0].table.right))
        start = line.rfind(odd[0].unit)
        if start >= 0:
            yield Correction(Place(odd[0].name, "", "", line, start, len(odd[0].unit)), units.most_common(1)[0][0])


def _exchanged_heads(case: Case, found: Sequence[Finding]) -> Iterator[tuple[Correction, Correction]]:
    """Yield that two heads over numbers beside each other change places, in the tables that most findings name."""
    told = Counter(place.part for one in found for place in one.places[:2] if isinstance(place, Place))
    names = [name for name, times in told.most_common(2) if times > _SOME]
    for table in (table for table in case.reading.tables if table.name in names):
        for row in table.head:
            starts = [(i, at) for i, at in sorted(row.starts.items()) if table.columns[i : i + 1]]
            starts = [(i, at) for i, at in starts if table.columns[i].kind == "数值"]
            heads = [(row.texts[i], Place(table.name, "", "", row.line, at, len(row.texts[i]))) for i, at in starts]
            for (one, here), (other, there) in pairwise(heads):
                if one.strip() and other.strip() and one != other and "\n" not in one + other:
                    yield Correction(here, other), Correction(there, one)


def _in_another_cell(case: Case, found: Sequence[Finding], places: Places) -> Iterator[tuple[Correction, Correction]]:
    """Yield that a number moves to a blank cell of its row, in a column where a sum lacks as much."""
    lacking = [(one.places[0], abs(one.off)) for one in found[:_MOST] if one.off and one.places]
    named = dict.fromkeys(place for one in found[:_MOST] for place in one.places if isinstance(place, Place))
    tables = {table.name: table for table in case.reading.tables} if lacking else {}
    for entry in (entry for place in named if place.part in tables and (entry := places.entry(place))):
        table = tables[entry.place.part]
        row = next((row for row in table.body if row.line == entry.place.line), None)
        for at, off in lacking:
            if row and isinstance(at, Place) and at.part == entry.place.part and _is_about(off, entry):
                column = next((i for i, column in enumerate(table.columns) if column.title == at.column), -1)
                start = row.starts.get(column)
                if start is not None and not row.texts[column].strip():
                    blank = entry.place._replace(column=at.column, start=start, length=0)
                    unit = entry.number.unit
                    yield Correction(entry.place, "", unit), Correction(blank, excerpt_of(entry.place), unit)


def _pasted(case: Case, found: Sequence[Finding]) -> Iterator[Correction]:
    """Yield that a paragraph goes that the findings name, if another of its section has the same words."""
    first = [(one, place.line) for one in found for place in one.places[:1] if isinstance(place, Place)]
    told, of_year = Counter(line for _, line in first), {line for one, line in first if one.rule.startswith(_YEARS)}
    for passage in (passage for passage in case.reading.passages if passage.text in of_year):
        if told[passage.text] > FEWEST:
            yield Correction(passage.place(0, len(passage.text)), "")
    for (_, words), same in grouped(((p.part, _DIGITS.sub("", p.text)), p) for p in case.reading.passages).items():
        for passage in same if len(same) > 1 and len(words) > _SHORT else ():
            if told[passage.text] >= FEWEST:
                yield Correction(passage.place(0, len(passage.text)), "")


def _is_typed_for(wrong: str, code: str) -> bool:
    """Whether a code is another with one digit wrong, or with two digits exchanged."""
    other = [(a, b) for a, b in zip(wrong, code, strict=True) if a != b]
    return len(other) == 1 or (len(other) == 2 and other[0] == other[1][::-1])


def _amounts(one: Finding, places: Places) -> list[Entry]:
    """Return the amounts of money that a finding compares; none if it is on something else, as a rate."""
    found = [places.entry(place) for place in dict.fromkeys(one.places) if isinstance(place, Place)]
    numbers = [entry for entry in found if entry and entry.number.is_money]
    return numbers if numbers and found[0] is numbers[0] else []


def _other_units(numbers: Sequence[Entry]) -> Iterator[Correction]:
    """Yield the change of a unit behind a number in a sentence, beside the same number in another unit."""
    for one, other in permutations(numbers[:2], 2):
        place, unit = one.place, one.number.unit
        if one.number.value == other.number.value and unit != other.number.unit and one.is_in_sentence:
            whole = place.marking(place.start, place.length + len(unit))
            if excerpt_of(whole).endswith(unit):
                yield Correction(whole, excerpt_of(place) + other.number.unit)


def _asked(numbers: Sequence[Entry], off: Decimal | None) -> Iterator[tuple[Entry, Decimal]]:
    """Yield (number, what it would have to be) for each amount that a finding compares.

    `off`: the first less all others, which should be nothing; None: three are a change and the amounts of two years.
    """
    if off is not None:
        yield from ((entry, EXACT.add(entry.exact, off if i else -off)) for i, entry in enumerate(numbers))
    elif len(numbers) == 3:
        change, now, before = numbers
        yield change, abs(EXACT.subtract(now.exact, before.exact))
        for amount in (change.exact, -change.exact):
            yield now, EXACT.add(before.exact, amount)
            yield before, EXACT.subtract(now.exact, amount)


def _of_ratio(one: Finding, places: Places) -> Iterator[tuple[Entry, Decimal]]:
    """Yield (amount, the same with two digits exchanged) if that gives the rate that a finding compares with two."""
    found = [places.entry(place) for place in one.places[:3] if isinstance(place, Place)]
    rate, part, whole = found if len(found) == 3 else (None, None, None)
    if rate and part and whole and rate.number.unit == "%" and part.number.is_money and whole.number.is_money:
        for entry, other in ((part, whole), (whole, part)):
            for value in with_digits_turned(entry.number.value):
                amount = entry.number.other(value=value).exact
                parts = (amount, other.exact) if entry is part else (other.exact, amount)
                if rate.number.is_percent_of(*parts):
                    yield entry, amount


def _changed_to(like: Entry, amount: Decimal) -> Correction:
    """Return the change to an amount in 元, printed as the number is: in its unit, with its decimals, grouped alike."""
    text = like.shown(amount).removesuffix(like.number.unit)
    if like.is_in_sentence and not excerpt_of(like.place).endswith("0"):
        text = plain_digits(Decimal(text))
    return Correction(like.place, f"{Decimal(text):,f}" if "," in like.place.line else text, like.number.unit)
