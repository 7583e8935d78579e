"""What there is none of (有和没有): the rule of `nothing.yaml`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportgen.checks._case import Case, Compared, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import judged, table_of
from reportgen.checks._rules import DeclaredRow, Rule, rows, rules_of
from reportgen.checks.text._stated import InTables, all_stated
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Place
from reportgen.source import key

_BOTH = re.compile(r"(?P<before>20[0-9]{2})年?[、和至](?P<now>20[0-9]{2})年")


@dataclass(frozen=True)
class Matter:
    """What there may be none of (事项): what it is called, its totals, its table."""

    called: str = key("称呼")
    names: tuple[str, ...] = key("数")
    kind: TableKind | None = key("表", None)

    @cached_property
    def figures(self) -> tuple[FigureId, ...]:
        """Its totals."""
        return tuple(map(parse, self.names))


@dataclass(frozen=True, kw_only=True)
class NothingRow(DeclaredRow):
    """The row of `nothing.yaml`."""

    matters: tuple[Matter, ...] = key("事项")


def declared() -> tuple[Rule, ...]:
    """The rule of `nothing.yaml`."""
    return rules_of(rows(Path(__file__).with_name("nothing.yaml"), NothingRow), _hold)


def _hold(_: str, row: NothingRow, case: Case) -> Iterator[Result]:
    return or_unknown(_matters(case, row.matters), "说明里没有写“没有”的事项，也没有空表")


def _matters(case: Case, matters: Sequence[Matter]) -> Iterator[Result]:
    tables = InTables(case, [matter.kind for matter in matters if matter.kind])
    lines = [(passage.place(0, 1), passage.text) for passage in case.reading.passages]
    lines += [(Place(sheet.name, line=note), note) for sheet in case.reading.sheets for note in sheet.notes.split("\n")]
    denying = [(place, text) for place, text in lines if spoken().form("«否认:没有»").search(text)]
    for matter in matters:
        denials = list(_denials(case, matter, denying))
        for place, bases in denials:
            yield from _contradicted(case, matter, place, bases, tables)
        if matter.kind:
            yield from _not_denied(case, matter, bool(denials), tables)


def _denials(case: Case, matter: Matter, lines: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Clauses that say there is none of it, with the bases that they speak of; this year's is empty."""
    denied = spoken().form(f"«否认:没有»«否认:之间»«事项:{matter.called}»«否认:之后»")
    for place, text in lines:
        for found in denied.finditer(text):
            both = _BOTH.search(text[: found.start()])
            last = both is not None and both["before"] == str(case.year - 1)
            yield place.marking(found.start(), len(found[0])), ("", "上年预算") if last else ("",)


def _contradicted(
    case: Case, matter: Matter, place: Place, bases: tuple[str, ...], tables: InTables
) -> Iterator[Result]:
    """Compare a denial with every print and every statement of the matter's totals."""
    yield Compared((place,))
    for base in bases:
        names = [FigureId(name.measure, name.conditions, base) for name in matter.figures]
        entries = [entry for name in names for entry in (*tables.of(name), *_in_sentences(case, name))]
        yield compared(*entries)
        if some := next((entry for entry in entries if entry.number.value), None):
            where = "别处的文字" if some.is_in_sentence else f"《{table_of(some)}》"
            year = "上年" if base else ""
            message = f"说明称没有{matter.called}，但{where}{year}有{some.number}"
            yield Finding(message, (place, some.place), Severity.WARNING, "对照批复的预算：有就写数，没有就改表")


def _in_sentences(case: Case, *names: FigureId) -> list[Entry]:
    return [one.entry for one in all_stated(case) if one.name in names]


def _not_denied(case: Case, matter: Matter, denied: bool, tables: InTables) -> Iterator[Result]:
    """If its table is empty, its section says that there is none, or states 0."""
    sheets, words = case.reading.of(matter.kind), spoken().form(f"«事项:{matter.called}»")
    own = [p for p in case.reading.passages if p.headings and words.search(p.headings[-1])]
    if not sheets or not own or not all(sheet.is_empty for sheet in sheets):
        return
    yield Compared()
    amounts = _in_sentences(case, *matter.figures)
    for entry in amounts if not tables.of(matter.figures[0]) else ():
        message = f"说明写{matter.called}{entry.number}，《{sheets[0].name}》没有数"
        yield from judged(entry.number.value, message, "对照批复的预算：有就补上表，没有就改说明", entry)
    if not (denied or amounts or any(spoken().form("«否认:注»").search(sheet.notes) for sheet in sheets)):
        message = f"《{sheets[0].name}》没有数，说明没有写明没有安排{matter.called}"
        yield from judged(True, message, "写明“没有安排……”", own[0].place(0, len(own[0].text)))
