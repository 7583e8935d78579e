"""The answer (答复): of each figure that is asked for its value, where it is printed, how it came about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportgen.diagnostics import ReportgenError, columns, error
from reportgen.document import Document
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.figures import Figures
from reportgen.trace.digits import AskedNumber, distance, figure_of, number_of, value_of
from reportgen.trace.occurrences import Occurrence, occurrences
from reportgen.trace.origins import Origins, exactly, fact_lines

MOST_FIGURES, MOST_PLACES, MOST_NEAR = 20, 20, 5
_DIGITS_FIRST = re.compile("[-+]?[0-9]")


@dataclass(frozen=True, slots=True)
class Answer:
    """The text of the answer, and whether the number was found."""

    text: str
    found: bool = True


def answer(asked: str, figures: Figures, document: Document) -> Answer:
    """What is known of a number as somebody reads it in the document, or of a figure by its name.

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
    parts = ["\n".join(_about(name, groups[name], origins)) for name in names[:MOST_FIGURES]]
    if others := names[MOST_FIGURES:]:
        parts.append(
            "\n".join((f"读作 {said} 的数一共{len(names)}个，另外的写数名再查：", *(f"  {n}" for n in others)))
        )
    return Answer("\n\n".join(parts))


def _nearest(said: str, others: Iterable[Occurrence]) -> Iterator[str]:
    yield f"没有印着 {said} 的数。"
    near = list(dict.fromkeys((one.figure.text, one.figure.name) for one in others))[:MOST_NEAR]
    width = max((columns(text) for text, _ in near), default=0)
    yield from ("最接近的：", *(f"  {text.rjust(width)}  {name}" for text, name in near)) if near else ()


def _about(name: str, places: Sequence[Occurrence], origins: Origins) -> Iterator[str]:
    figure = figure_of(name, origins.figures)
    yield f"{name}　{exactly(origins.figures.value(figure)) if figure else places[0].figure.text}"
    yield "  印在：" if places else "  没有印在文件里。"
    yield from (f"    {one.where}" for one in places[:MOST_PLACES])
    yield from (f"    ……共{len(places)}处",) if len(places) > MOST_PLACES else ()
    yield from (f"  {line}" for line in (origins.of(figure) if figure else fact_lines(name, origins.figures)))


def _by_name(every: Iterable[Occurrence], figures: Figures) -> dict[str, list[Occurrence]]:
    groups: dict[str, list[Occurrence]] = {}
    for one in every:
        groups.setdefault(_canonical(one.figure.name, figures), []).append(one)
    return groups


def _canonical(name: str, figures: Figures) -> str:
    """The one name of a figure; the path of a fact, or what is no name, stays as it is."""
    try:
        return str(figures.names.canonical(parse(name)))
    except (NotationError, ReportgenError):
        return name


def _figure(asked: str) -> FigureId:
    if _DIGITS_FIRST.match(asked):
        hint = "写成 1064.2、1,064.2、1064.2万元 或 81.15%"
        raise ReportgenError(error("数", f"“{asked}”不是数", hint=hint))
    try:
        return parse(asked)
    except NotationError as mistake:
        raise ReportgenError(error("数名", f"{mistake}，也不是数", hint=FORM)) from None
