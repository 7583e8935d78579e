"""说没有的

What a sentence denies (没有购置车辆) and a number of the document states.
"""

from collections.abc import Iterator, Sequence

from reportgen.checks._case import Case
from reportgen.checks._comparing import table_of
from reportgen.checks._results import Compared, Result, compared
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding, finding_if
from reportgen.checks.text import InTables, all_stated
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry, Place
from reportgen.records import NamedTuple

_BOTH = compiled(r"(?P<before>20[0-9]{2})年?[、和至](?P<now>20[0-9]{2})年")

_LAST = compiled("[上去]年度?[，、]?$")


class Matter(NamedTuple):
    """Something of which there may be none (事项): its name, its totals, its table."""

    called: str
    figures: tuple[FigureId, ...]
    kind: TableKind | None


def _matters() -> Iterator[Matter]:
    places = spoken().places
    for matter, names in places["事项的数"].items():
        kind = next(iter(places["事项的表"].get(matter, ())), None)
        yield Matter(matter, tuple(map(parse, names)), TableKind(kind) if kind else None)


@of_family("有和没有")
def R317(case: Case) -> Iterator[Result]:
    """有无冲突

    说明或表下的注写“没有”“无”“未安排”政府性基金、国有资本经营预算、“三公”经费、机关运行经费、政府采购的，对应的表合计要是0，
    别处的文字里也不能有数；反过来，表是空的，这一节的说明要写明没有。

    怎样改：有就写数，没有就写“没有安排”；两处对照批复的预算。
    依据：财预〔2016〕143号，没有数据的表要公开空表并说明；公开文件中常见的错误：照抄上年的“没有”。
    例：说明写“没有使用政府性基金预算拨款安排的支出”，《政府性基金预算支出表》合计16.85万元。
    """
    matters = list(_matters())
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
    """Yield clauses that say there is none of the matter, each with the bases that it is about; "" is this year."""
    denied = spoken().form(f"«否认:没有»«否认:之间»«事项:{matter.called}»«否认:之后»")
    for place, text in lines:
        for found in denied.finditer(text):
            if _LAST.search(text[: found.start()].replace(str(case.year - 1), "去")):
                continue
            both = _BOTH.search(text[: found.start()])
            last = both is not None and both["before"] == str(case.year - 1)
            yield place.marking(found.start(), len(found[0])), ("", "上年预算") if last else ("",)


def _contradicted(
    case: Case, matter: Matter, place: Place, bases: tuple[str, ...], tables: InTables
) -> Iterator[Result]:
    """Compare a denial with every print and every statement of the matter's totals."""
    yield Compared((place,))
    own = case.reading.of(matter.kind) if matter.kind else []
    if tables.is_carried_over("支出") and own and all(sheet.is_empty for sheet in own):
        return  # amounts in other tables are carried over to the next year, not spent
    for base in bases:
        names = [FigureId(name.measure, name.conditions, base) for name in matter.figures]
        entries = [entry for name in names for entry in (*tables.prints_of(name), *_stated_of(case, name))]
        yield compared(*entries)
        if some := next((entry for entry in entries if entry.number.value), None):
            words = {"where": "别处的文字" if some.is_in_sentence else f"《{table_of(some)}》"}
            words |= {"called": matter.called, "year": "上年" if base else ""}
            yield finding("R317 有数", place, some, **words)


def _stated_of(case: Case, *names: FigureId) -> list[Entry]:
    return [one.entry for one in all_stated(case) if one.name in names]


def _not_denied(case: Case, matter: Matter, denied: bool, tables: InTables) -> Iterator[Result]:
    """Check, if the matter's table is empty, that its section says that there is none, or states 0."""
    sheets, words = case.reading.of(matter.kind), spoken().form(f"«事项:{matter.called}»")
    own = [p for p in case.reading.passages if p.headings and words.search(p.headings[-1])]
    if not sheets or not own or not all(sheet.is_empty for sheet in sheets):
        return
    yield Compared()
    amounts = _stated_of(case, *matter.figures)
    for entry in amounts if not tables.prints_of(matter.figures[0]) else ():
        yield from finding_if(entry.number.value, "R317 表没有数", entry, called=matter.called, name=sheets[0].name)
    if not (denied or amounts or any(spoken().form("«否认:注»").search(sheet.notes) for sheet in sheets)):
        place = own[0].place(0, len(own[0].text))
        yield finding("R317 没有写明", place, called=matter.called, name=sheets[0].name)
