"""From a printed number back to the budget file (追溯): where it is printed, its formula, the lines it comes from.

    digits        the number that somebody reads, against exact values
    occurrences   where the document prints numbers
    origins       formula and lines of a number

`answer` says all of it as text.
"""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.diagnostics import ReportgenError, columns, error
from reportgen.document import Document
from reportgen.figure import FORM, FigureId, NotationError, parse, parsed
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.trace.digits import AskedNumber, distance, figure_of, number_of, value_of
from reportgen.trace.occurrences import Occurrence, occurrences
from reportgen.trace.origins import Origins, exactly, fact_lines

_MOST_FIGURES, _MOST_PLACES, _MOST_NEAR = 20, 20, 5
_DIGITS_FIRST = compiled("[-+]?[0-9]")


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of an answer (答复), and whether the number was found."""

    text: str
    found: bool = True


def answer(asked: str, figures: Figures, document: Document) -> Answer:
    """Return what is known of a number as somebody reads it in the document, or of a figure by its name.

    Raises:
        ReportgenError: the text is neither, or there is no such figure.
    """
    every = list(occurrences(document))
    number = number_of(asked)
    if number is not None:
        return _of_number(number, asked.strip(), figures, every)
    groups = _by_name(every, figures)
    name = _canonical(asked, figures)
    if name not in groups:
        figures.value(_figure(asked))
    return Answer("\n".join(_about(name, groups.get(name, []), Origins(figures))))


def _of_number(asked: AskedNumber, said: str, figures: Figures, every: Iterable[Occurrence]) -> Answer:
    far = [(distance(asked, one.figure, value_of(one.figure, figures)), one) for one in every]
    alike = sorted(((d, one) for d, one in far if d is not None), key=lambda pair: pair[0])
    groups = _by_name((one for d, one in alike if not d), figures)
    if not groups:
        return Answer("\n".join(_nearest(said, [one for _, one in alike])), found=False)
    origins, names = Origins(figures), list(groups)
    parts = ["\n".join(_about(name, groups[name], origins)) for name in names[:_MOST_FIGURES]]
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


def _about(name: str, places: Sequence[Occurrence], origins: Origins) -> Iterator[str]:
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
    """The one name of a figure; a path of a fact, or anything else, stays as it is."""
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
