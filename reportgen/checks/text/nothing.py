"""有和没有"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from reportgen.checks._case import Case, Compared, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import table_of
from reportgen.checks.text._stated import InTables, all_stated
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Place

_DENIES = r"(?:没有|(?<!有)无(?![法需论关])|未(?=使用|安排|发生|编制|列支|涉及|有))"
_BETWEEN = r"(?:(?!超|突破|增|减|变|影响|纳入)[^，。；,;]){0,32}?"
_ENDS = (
    r"(?:财政|拨款|预算|支出|收入|收支|经费|资金|费用?|项目|安排|的|”|“|\"|[（(][^）)]{0,6}[）)])*"
    r"(?=[，。；、,;]|$|也|和|及)"
)
_NOTED = re.compile(r"没有|无|空表")
_BOTH = re.compile(r"(?P<before>20[0-9]{2})年?[、和至](?P<now>20[0-9]{2})年")


@dataclass(frozen=True)
class Matter:
    """What there may be none of (事项): what it is called, its table, its totals. Its words: data/words/."""

    called: str
    kind: TableKind | None
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        """The pattern of its words."""
        return spoken().pattern("事项", self.called)

    @property
    def figures(self) -> tuple[FigureId, ...]:
        """Its totals."""
        return tuple(parse(name) for name in self.names)


@cache
def _denied(words: str) -> re.Pattern[str]:
    """A clause that says there is none of what these words name."""
    return re.compile(rf"{_DENIES}{_BETWEEN}(?:{words}){_ENDS}")


_MATTERS = (
    Matter(
        "政府性基金预算支出",
        TableKind.GOVERNMENT_FUND,
        ("支出[资金=政府性基金]", "收入[年份=本年 资金=政府性基金]"),
    ),
    Matter(
        "国有资本经营预算支出",
        TableKind.STATE_CAPITAL,
        ("支出[资金=国有资本经营预算]", "收入[年份=本年 资金=国有资本经营预算]"),
    ),
    Matter("“三公”经费", TableKind.THREE_PUBLIC, ("三公经费",)),
    Matter("因公出国（境）费", None, ("三公经费[费目=因公出国（境）费]",)),
    Matter("公务接待费", None, ("三公经费[费目=公务接待费]",)),
    Matter("公务用车购置费", None, ("三公经费[费目=公务用车购置费]",)),
    Matter("机关运行经费", TableKind.RUNNING_COSTS, ("机关运行经费",)),
    Matter("政府采购预算", TableKind.PROCUREMENT, ("政府采购",)),
)


def R317(case: Case) -> Iterator[Result]:
    """有无冲突

    说明或表下的注写“没有”“无”“未安排”政府性基金、国有资本经营预算、“三公”经费、机关运行经费、政府采购的，对应的表合计要是0，
    别处的文字里也不能有数；反过来，表是空的，这一节的说明要写明没有。

    怎样改：有就写数，没有就写“没有安排”；两处对照批复的预算。
    依据：财预〔2016〕143号，没有数据的表要公开空表并说明；公开文件中常见的错误：照抄上年的“没有”。
    例：说明写“没有使用政府性基金预算拨款安排的支出”，《政府性基金预算支出表》合计16.85万元。
    """
    yield from or_unknown(_matters(case), "说明里没有写“没有”的事项，也没有空表")


def _matters(case: Case) -> Iterator[Result]:
    tables = InTables(case, [matter.kind for matter in _MATTERS if matter.kind])
    lines = [(passage.place(0, 1), passage.text) for passage in case.reading.passages]
    lines += [(Place(sheet.name, line=note), note) for sheet in case.reading.sheets for note in sheet.notes.split("\n")]
    denying = [(place, text) for place, text in lines if re.search(_DENIES, text)]
    for matter in _MATTERS:
        denials = list(_denials(case, matter, denying))
        for place, bases in denials:
            yield from _contradicted(case, matter, place, bases, tables)
        if matter.kind:
            yield from _not_denied(case, matter, bool(denials), tables)


def _denials(case: Case, matter: Matter, lines: Sequence[tuple[Place, str]]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Clauses that say there is none of it, with the bases that they speak of; this year's is empty."""
    for place, text in lines:
        for found in _denied(matter.words).finditer(text):
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
    sheets = case.reading.of(matter.kind)
    own = [p for p in case.reading.passages if p.headings and re.search(matter.words, p.headings[-1])]
    if not sheets or not own or not all(sheet.is_empty for sheet in sheets):
        return
    yield Compared()
    amounts = _in_sentences(case, *matter.figures)
    for entry in (entry for entry in amounts if entry.number.value):
        if not tables.of(matter.figures[0]):
            message = f"说明写{matter.called}{entry.number}，《{sheets[0].name}》没有数"
            yield Finding(message, (entry.place,), Severity.WARNING, "对照批复的预算：有就补上表，没有就改说明")
    noted = any(_NOTED.search(sheet.notes) for sheet in sheets)
    if not (denied or amounts or noted):
        message = f"《{sheets[0].name}》没有数，说明没有写明没有安排{matter.called}"
        yield Finding(message, (own[0].place(0, len(own[0].text)),), Severity.WARNING, "写明“没有安排……”")
