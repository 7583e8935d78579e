"""Amounts in sentences against those in tables (说明和表): the rules that are rows of `statements.yaml`.

A row compares the amounts that belong to it (`text.rule_of`), the sums that it declares (合成), and the sums that
sentences list. The function of a row's number checks what the row cannot express.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from reportgen.checks import text
from reportgen.checks._case import Case
from reportgen.checks._comparing import agree, difference_of, tolerance, total
from reportgen.checks._results import Compared, Finding, Result, Unknown, compared, grouped
from reportgen.checks._rules import Rule, rules_of
from reportgen.checks._says import MOST, Saying, finding, finding_if
from reportgen.checks.file import same_digits
from reportgen.checks.tables import GENERAL, basic
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, parse_number
from reportgen.reading import Entry
from reportgen.reading.entries import NUMBER
from reportgen.reading.texts import Passage
from reportgen.records import dataclass, replace

_CLASSES = {"人员经费": ("301", "303"), "公用经费": ("302", "310")}
_BASIC = parse("支出[性质=基本支出]")
_OF_GENERAL = parse(f"支出[性质=基本支出 资金={GENERAL}]")
_OPENS = compiled(r"其中|包括|包含|分别|用于|主要[为是]|[：:]")
_BEGINS = compiled(r"\s*(?:其中|(?:收入|支出)?(?:预算)?包括|按[^，。；]{2,12}分)")
_MORE = compiled(r"[^，。；]{0,30}等")
_NUMBERED = compiled(r"\s*[（(]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]")
_LESS = Saying(
    "说明写{a}，所列各项之和{b}，少列了“{left.place.row}”（{left.place.column}）{d}",
    "补上少列的一项；有意只列主要几项的，写“其中主要有”",
)
_OTHER = Saying(
    "说明写“{left.place.row}”{other}，表里是{left.number}；按表里的数，所列各项加起来才是{a}",
    "对照批复的预算，把说明里的这个数改过来",
)
_MOST = 40  # the most parts of one whole in a sentence
_NEAR = Decimal(50)  # a list that lacks less than a fiftieth of its whole was meant to be complete


def declared() -> tuple[Rule, ...]:
    """Return the rules of `statements.yaml`."""
    return rules_of(text.statement_rows(), _as_tables_say)


def _as_tables_say(number: str, row: text.StatementRow, case: Case) -> Iterator[Result]:
    """Compare every amount of the rule. Without amounts, the rule passes if its first table is empty."""
    tables, own = text.InTables(case, row.tables), text.stated(case, number)
    told = set[object]()  # a paragraph may state one amount twice
    for one in own:
        said = (one.name, one.entry.exact, one.entry.place.part, one.entry.place.line)
        if said in told:
            yield compared(one.entry)
        elif found := tables.prints_of(one.name):
            told.add(said)
            yield from text.agrees(case, one, found, row.message)
        elif one.entry.carried:
            yield compared(one.entry)  # R901 compares it with the file, by its name
        elif parts := _classes(case, tables, one.name):
            yield from text.sentence_adds_up(case, one.entry, parts, "R306 各类之和", called=one.called)
        else:
            yield Unknown(f"表里没有“{one.called}”这个数")
    if not own:
        sheets = case.reading.of(row.tables[0])
        yield Compared() if sheets and all(sheet.is_empty for sheet in sheets) else Unknown(f"说明里没有写{row.what}")
    first = {one.name: one.entry for one in reversed(own)}
    for composed in row.composed:
        yield from _composed(case, tables, first, composed)
    for listed in _sums(case).get(number, ()) if row.of_sum else ():
        yield from _add_up(case, listed, Saying(row.of_sum, row.hint, Severity.ERROR))


def _classes(case: Case, tables: text.InTables, name: FigureId) -> list[Entry]:
    """Return the rows of the 类 in 人员经费 or 公用经费, if the table has all 基本支出; else none."""
    whole, codes = name.without("经费"), _CLASSES.get(name.member("经费"), ())
    printed = {found[0].exact for one in (whole, _OF_GENERAL) if (found := tables.prints_of(one))}
    if whole not in (_BASIC, _OF_GENERAL) or len(printed) > 1:
        return []
    return [entry for code in codes for entry in basic(case, code)]


def _composed(
    case: Case, tables: text.InTables, amounts: Mapping[FigureId, Entry], one: text.Composed
) -> Iterator[Result]:
    """Compare a stated amount with the sum of its stated parts."""
    whole, parts = amounts.get(parse(one.name)), [e for name in one.parts if (e := amounts.get(parse(name)))]
    if not (whole and parts) or (len(parts) < len(one.parts) and not one.some):
        return
    if one.at_most:
        words = difference_of(whole, parts[0])
        yield from finding_if(whole.exact > parts[0].exact, one, whole, parts[0], **words)
    elif tables.have(whole, *parts):
        return
    elif len(one.parts) == 1:
        yield from agree(whole, parts[0], whole, one)
    else:
        yield from text.sentence_adds_up(case, whole, parts, one)


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A whole and its parts, as sentences list them (合计). `complete`: nothing suggests other parts."""

    whole: Entry
    parts: tuple[Entry, ...]
    complete: bool

    @property
    def rule(self) -> str:
        """The rule that compares the sum: that of its first named part, else that of its whole."""
        whole = self.whole.name
        named = next((part.name for part in self.parts if part.name), None)
        if not named and whole and whole.member("性质") == "项目支出":
            return "R313"
        own = named or whole
        return text.rule_of(own) if own else ""


def _sums(case: Case) -> dict[str, list[StatedSum]]:
    """Return rule -> the sums that sentences list, in reading order."""
    return case.remembered(_sums, lambda: grouped((one.rule, one) for one in _all_sums(case)))


def _all_sums(case: Case) -> list[StatedSum]:
    stated_in = _by_passage(case, (mention.amount for mention in case.reading.mentions))
    before = [[], *(own for _, own in stated_in)]  # a list may begin in the paragraph below its whole
    within = [
        one
        for (passage, own), above in zip(stated_in, before, strict=False)
        for one in _within(case, passage, own, above)
    ]
    over = [*_over_paragraphs(case, stated_in)]
    over += _of_bases(case, over)
    return [*within, *over]


def _by_passage(case: Case, entries: Iterable[Entry | None]) -> list[tuple[Passage, list[Entry]]]:
    """Return every paragraph with those of the numbers that stand in it, in reading order."""
    by_line = grouped(((entry.place.part, entry.place.line), entry) for entry in entries if entry)
    return [(passage, by_line.get((passage.part, passage.text), [])) for passage in case.reading.passages]


def _within(case: Case, passage: Passage, amounts: Sequence[Entry], above: list[Entry]) -> Iterator[StatedSum]:
    """Yield the sums within the sentences of one paragraph; a sentence may begin with parts of the whole before it.

    `above`: the amounts of the paragraph before.
    """
    by_sentence = grouped((passage.text.rfind("。", 0, entry.place.start) + 1, entry) for entry in amounts)
    before = above if 0 in by_sentence else []
    for start, own in by_sentence.items():
        listed = bool(_BEGINS.match(passage.text[start : own[0].place.start]))
        both = [*(before if listed else ()), *own]
        below = grouped(zip(_wholes(case, passage.text, both), both, strict=True))
        for i, whole in enumerate(both):
            parts = _before_another_list(passage.text, [part for part in below.get(i, ()) if part in own])
            opening = _words_between(passage.text, whole, parts[0]) if len(parts) > 1 else ""
            if _OPENS.search(opening) and not spoken().form("«原因:原因»").search(opening):  # reasons list other things
                behind = parts[-1].place.start + parts[-1].place.length
                at_once = opening.rpartition("。")[2]
                some = "其中" in at_once and whole not in own  # a sentence of its own may list only some parts
                complete = not some and "主要" not in at_once and not _MORE.match(passage.text, behind)
                yield StatedSum(whole, parts, complete)
        before = own


def _before_another_list(text: str, parts: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the parts up to where the words explain the whole once more: 主要用于甲、乙；主要原因是丙增加."""
    anew = spoken().form("«原因:原因»|«原因:也许»|«说明的话»")
    ends = (
        i for i, (one, next_one) in enumerate(pairwise(parts), 1) if anew.search(_words_between(text, one, next_one))
    )
    return tuple(parts[: next(ends, len(parts))])


def _wholes(case: Case, line: str, amounts: Sequence[Entry]) -> list[int]:
    """Return for each amount the index of the earlier amount that is its whole; -1 if there is none."""
    found: list[int] = []
    for i, entry in enumerate(amounts):
        near = range(i - 1, max(-1, i - _MOST), -1)
        listed = _is_listed(entry)
        if listed and i and _is_listed(amounts[i - 1]):
            found.append(found[-1])
        elif listed and i and _OPENS.search(_words_between(line, amounts[i - 1], entry)):
            found.append(i - 1)
        else:
            found.append(next((k for k in near if _fits(case, amounts[k].name, entry.name)), -1) if entry.name else -1)
    return found


def _is_listed(entry: Entry) -> bool:
    """Whether the amount may belong to a list of projects, whose amounts may have no names."""
    return entry.name is None or bool(entry.name.member("项目"))


def _words_between(line: str, left: Entry, right: Entry) -> str:
    start = left.place.start + left.place.length if left.place.line == line else 0
    return line[start : right.place.start]


def _over_paragraphs(case: Case, stated_in: Sequence[tuple[Passage, list[Entry]]]) -> Iterator[StatedSum]:
    """Yield the sums whose parts stand in numbered paragraphs below a paragraph that ends with `：`."""
    for i, (passage, amounts) in enumerate(stated_in):
        if not (amounts and passage.text.endswith(("：", ":"))):
            continue
        below = [*takewhile(lambda item: _NUMBERED.match(item[0].text) and item[1], stated_in[i + 1 :])]
        parts = tuple(own[0] for item, own in below if _shape(item) == _shape(below[0][0]))
        if len(parts) > 1 and all(_fits(case, amounts[-1].name, part.name) for part in parts):
            yield StatedSum(amounts[-1], parts, True)


def _of_bases(case: Case, found: Iterable[StatedSum]) -> Iterator[StatedSum]:
    """Yield the same sums of planned amounts in final accounts, if the amounts spent show that the list is complete."""
    planned = {m.amount.place: m.base for m in case.reading.mentions if m.amount and m.base}
    for one in found:
        bases = [planned.get(entry.place) for entry in (one.whole, *one.parts)]
        known = [base for base in bases if base]
        if len(known) == len(bases) and abs(EXACT.subtract(one.whole.exact, total(one.parts))) <= tolerance(
            one.parts, one.whole
        ):
            yield StatedSum(known[0], tuple(known[1:]), True)


def _shape(passage: Passage) -> str:
    """Return how a paragraph's number is written, the same for 9. and 10.: `（#）`, `#.`."""
    found = _NUMBERED.match(passage.text)
    return compiled(r"[^（()）.．、]+").sub("#", found[0].strip()) if found else ""


def _fits(case: Case, whole: FigureId | None, part: FigureId | None) -> bool:
    """Whether one figure may be part of the other."""
    if whole is None or part is None:
        return whole is not None
    return case.reading.holds(whole, part) or bool(part.member("项目") and whole.member("性质") == "项目支出")


def _left_out(case: Case, one: StatedSum, missing: Decimal) -> Entry | None:
    """Return the print in a table of the only part that the list lacks, if it makes up what is missing."""
    whole, stated = one.whole.name, [part.name for part in one.parts if part.name]
    own = {d for name in stated for d, _ in name.conditions}  # parts by the same dimension
    slack = tolerance(one.parts, one.whole)
    for name, (entry, *_) in case.reading.by_name.items() if whole and missing > 0 else ():
        near = abs(EXACT.subtract(entry.exact, missing)) <= slack < entry.exact
        if near and entry.place.row and whole and name.base == whole.base:
            apart = not any(case.reading.holds(*pair) for other in stated for pair in ((name, other), (other, name)))
            alike = {d for d, _ in name.conditions} <= own
            if alike and apart and case.reading.holds(whole, name) and not _says(one.whole.place.line, entry):
                return entry
    return None


def _says(line: str, part: Entry) -> bool:
    """Whether the paragraph states the amount, whatever it calls it."""
    return any(abs(part.number.value) == value for found in NUMBER.findall(line) if (value := parse_number(found)))


def _lacking(one: StatedSum, left: Entry, together: str) -> Finding:
    """Return the finding on a list that lacks a part, or has another amount for it."""
    line, called = one.whole.place.line, left.place.row
    behind = line.find(called) + len(called)
    other = NUMBER.match(line, behind) if called in line else None
    at = one.whole.place.marking(behind, len(other[0])) if other else one.whole.place
    words = {"a": one.whole.number, "b": together, "d": left.number, "left": left, "other": other[0] if other else ""}
    return finding(_OTHER if other else _LESS, at, left, *[part.place for part in one.parts[: MOST - 2]], **words)


def _add_up(case: Case, one: StatedSum, said: Saying) -> Iterator[Result]:
    """Compare the whole with its parts; an open list must not exceed the whole, nor nearly equal it."""
    if all(entry.carried for entry in (one.whole, *one.parts)):
        yield compared(one.whole, *one.parts)
        return  # figures of the file: a sentence need not list everything
    whole, parts = text.in_full(case, one.whole), [text.in_full(case, part) for part in one.parts]
    missing = EXACT.subtract(whole.exact, total(parts))
    if text.InTables(case, ()).have(one.whole, *one.parts):  # each is compared with the tables
        left_out = _left_out(case, one, missing) if one.complete else None
        yield from [_lacking(one, left_out, whole.shown(total(parts)))] if left_out else ()
        return
    if one.complete or abs(missing) <= tolerance(parts, whole):
        yield from text.sentence_adds_up(case, one.whole, one.parts, said)
        return
    yield compared(one.whole, *one.parts)
    turned = same_digits(whole.exact, total(parts))
    if missing < 0 or turned or EXACT.multiply(abs(missing), _NEAR) < one.whole.exact:
        words = {"a": one.whole.number, "b": whole.shown(total(parts)), "d": whole.shown(abs(missing))}
        less = said if missing < 0 else replace(said, severity=Severity.WARNING)
        yield replace(finding(less, one.whole, *one.parts[:MOST], **words), off=missing)
