"""From a printed number back to the budget file (追溯): where it is printed, its formula, the lines it comes from.

    digits        a number as somebody reads it, compared with exact values
    origins       formula and lines of a number

`occurrences` yields the numbers that a document prints, each with where it stands (出处): a cell with its row and
column, or a sentence with the number marked. `answer` says all of it as text.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from reportgen.diagnostics import ReportgenError, columns, error
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Role, Runs, Section, Table, plain
from reportgen.figure import FORM, FigureId, NotationError, parse, parsed
from reportgen.figures import Figures
from reportgen.grid import Spot, grid
from reportgen.patterns import compiled
from reportgen.reading.texts import placed_figures
from reportgen.records import dataclass
from reportgen.trace.digits import AskedNumber, distance, figure_of, number_of, value_of
from reportgen.trace.origins import Origins, exactly, fact_lines

_SENTENCE_END = compiled("[。；！？\n]")
_CLAUSE_START = compiled("^[^，、：]*[，、：](?=.)")
_CLAUSE_END = compiled("[，、：][^，、：]*$")
_AROUND = 32  # characters of a sentence that are shown on each side of a number
_MOST = 16  # characters of a row's or column's name that are shown
_MOST_FIGURES, _MOST_PLACES, _MOST_NEAR = 20, 20, 5
_DIGITS_FIRST = compiled("[-+]?[0-9]")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One printed number, and where it stands, in words."""

    figure: Figure
    where: str


def occurrences(document: Document) -> Iterator[Occurrence]:
    """Yield every number of the document in reading order."""
    yield from _in_runs(document.title, "标题")
    yield from _in_blocks(document.blocks, "正文")


def _in_blocks(blocks: Sequence[Block], heading: str) -> Iterator[Occurrence]:
    for block in blocks:
        match block:
            case Section():
                own = block.number + plain(block.title)
                yield from _in_runs(block.title, "小标题")
                yield from _in_blocks(block.blocks, own)
            case Paragraph():
                yield from _in_runs(block.runs, heading)
            case Table():
                yield from _in_table(block)
            case _:
                assert_never(block)


def _in_runs(runs: Runs, heading: str) -> Iterator[Occurrence]:
    """Yield each number of the runs with its sentence."""
    text = plain(runs)
    for at, figure in placed_figures(runs):
        yield Occurrence(figure, f"{heading}：“{_sentence(text, at, at + len(figure.text))}”")


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a number, which is marked by 【】; a long sentence is cut."""
    before, after = _SENTENCE_END.split(text[:start])[-1], text[end:]
    stop = _SENTENCE_END.search(after)
    after = after[: stop.start()] if stop else after
    head = before if len(before) <= _AROUND else f"……{_CLAUSE_START.sub('', before[-_AROUND:])}"
    tail = after if len(after) <= _AROUND else f"{_CLAUSE_END.sub('', after[:_AROUND])}……"
    return f"{head.lstrip()}【{text[start:end]}】{tail.rstrip()}"


def _in_table(table: Table) -> Iterator[Occurrence]:
    called = " ".join(filter(None, (table.number, plain(table.title)))) or table.name
    for runs in (table.title, table.left, table.right):
        yield from _in_runs(runs, called)
    heads = [spots for _, spots in grid(table.head, table.width)]
    bands: list[list[Spot]] = []
    for row, spots in grid(table.body, table.width):
        if all(cell.role is Role.HEAD for cell in row.cells):
            bands.append(spots)
        for i, spot in enumerate(spots):
            if not spot.below:
                column = _column(heads or ([] if _is_beside_head(spots[:i]) else bands[-1:]), spot.column)
                named = [part for part in (_row(spots[:i]), column) if part]
                for figure in (run for run in spot.cell.runs if isinstance(run, Figure)):
                    yield Occurrence(figure, f"{called}：{'，'.join([*named, _in_cell(spot.cell, figure)])}")
    for note in table.notes:
        yield from _in_runs(note.runs, called)


def _in_cell(cell: Cell, figure: Figure) -> str:
    """Return the digits; in a cell of words, the sentence with the number marked."""
    if cell.role is Role.NUMBER:
        return figure.text
    start = sum(len(run.text) for run in cell.runs[: cell.runs.index(figure)])
    return f"“{_sentence(plain(cell.runs), start, start + len(figure.text))}”"


def _is_beside_head(left: Sequence[Spot]) -> bool:
    """Whether the cell has a head directly to its left, as in forms."""
    return bool(left) and left[-1].cell.role is Role.HEAD and not left[-1].below


def _row(left: Sequence[Spot]) -> str:
    """The label of the row: the head to the left, else the nearest cells to the left that are no numbers."""
    names: list[str] = []
    left = left[-1:] if _is_beside_head(left) else left
    for spot in reversed(left):
        if spot.cell.role is not Role.NUMBER:
            names.insert(0, plain(spot.cell.runs))
        elif names:
            break
    text = " ".join(_short(name) for name in names if name.strip())
    return f"“{text}”行" if text else ""


def _column(heads: Sequence[Sequence[Spot]], column: int) -> str:
    """The heads above a grid column, the widest first."""
    above = [s.cell for spots in heads for s in spots if s.column <= column < s.column + s.cell.columns]
    names = dict.fromkeys(_short(plain(cell.runs)) for cell in above)
    text = " → ".join(name for name in names if name)
    return f"“{text}”列" if text else ""


def _short(text: str) -> str:
    line = "".join(text.split())
    return line if len(line) <= _MOST else f"{line[:_MOST]}……"


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of an answer (答复), and whether the number was found."""

    text: str
    found: bool = True


def answer(asked: str, figures: Figures, document: Document) -> Answer:
    """Return what is known of a number that somebody reads in the document, or of a figure, asked for by its name.

    Raises:
        ReportgenError: the text is neither a number nor a figure name, or there is no such figure.
    """
    every = list(occurrences(document))
    number = number_of(asked)
    if number is not None:
        return _of_number(number, asked.strip(), figures, every)
    groups = _by_name(every, figures)
    name = _canonical(asked, figures)
    if name not in groups:
        figures.value(_figure(asked))
    return Answer("\n".join(_answer_lines(name, groups.get(name, []), Origins(figures))))


def _of_number(asked: AskedNumber, said: str, figures: Figures, every: Iterable[Occurrence]) -> Answer:
    far = [(distance(asked, one.figure, value_of(one.figure, figures)), one) for one in every]
    alike = sorted(((d, one) for d, one in far if d is not None), key=lambda pair: pair[0])
    groups = _by_name((one for d, one in alike if not d), figures)
    if not groups:
        return Answer("\n".join(_nearest(said, [one for _, one in alike])), found=False)
    origins, names = Origins(figures), list(groups)
    parts = ["\n".join(_answer_lines(name, groups[name], origins)) for name in names[:_MOST_FIGURES]]
    if others := names[_MOST_FIGURES:]:
        others_too = f"读作 {said} 的数一共{len(names)}个，另外的写数名再查："
        parts.append("\n".join((others_too, *(f"  {name}" for name in others))))
    return Answer("\n\n".join(parts))


def _nearest(said: str, others: Iterable[Occurrence]) -> Iterator[str]:
    yield f"没有印着 {said} 的数。"
    near = list(dict.fromkeys((one.figure.text, one.figure.name) for one in others))[:_MOST_NEAR]
    width = max((columns(text) for text, _ in near), default=0)
    if near:
        yield from ("最接近的：", *(f"  {text.rjust(width)}  {name}" for text, name in near))


def _answer_lines(name: str, places: Sequence[Occurrence], origins: Origins) -> Iterator[str]:
    figure = figure_of(name, origins.figures)
    yield f"{name}　{exactly(origins.figures.value(figure)) if figure else places[0].figure.text}"
    yield "  印在：" if places else "  没有印在文件里。"
    yield from (f"    {one.where}" for one in places[:_MOST_PLACES])
    if len(places) > _MOST_PLACES:
        yield f"    ……共{len(places)}处"
    yield from (f"  {line}" for line in (origins.of(figure) if figure else fact_lines(name, origins.figures)))


def _by_name(every: Iterable[Occurrence], figures: Figures) -> dict[str, list[Occurrence]]:
    groups: dict[str, list[Occurrence]] = {}
    for one in every:
        groups.setdefault(_canonical(one.figure.name, figures), []).append(one)
    return groups


def _canonical(name: str, figures: Figures) -> str:
    """Return the canonical name of a figure; the path of a fact, or anything else, as it is."""
    found = parsed(name)
    try:
        return str(figures.names.canonical(found)) if found else name
    except ReportgenError:
        return name


def _figure(asked: str) -> FigureId:
    if _DIGITS_FIRST.match(asked):
        hint = "写成 1064.2、1,064.2、1064.2万元 或 81.15%"
        raise ReportgenError(error("数", f"“{asked}”不是数", hint=hint))
    try:
        return parse(asked)
    except NotationError as mistake:
        raise ReportgenError(error("数名", f"{mistake}，也不是数", hint=FORM)) from None
