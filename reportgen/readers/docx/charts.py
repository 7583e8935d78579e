"""Charts (图): each as the table that it draws, from what the chart part keeps, whichever program saved it.

Labels of numbers are left out, but for the words that somebody typed over them.
Source: ECMA-376 part 1, 21.2 (charts).
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, islice

from reportgen.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    Picture,
    Role,
    Row,
    Section,
    Table,
    Text,
    as_runs,
    plain,
    walk,
)
from reportgen.drawing.series import chart_in_one_line, digits
from reportgen.fingerprint import DRAWN
from reportgen.ooxml import A, C, Element, whole
from reportgen.ooxml.package import Package
from reportgen.patterns import compiled
from reportgen.quantity import LARGEST_DIGITS, plain_digits
from reportgen.records import NamedTuple, replace

_MOST = 1000  # rows
_UNIT = compiled(r"(.*)（(单位：[^（）]*)）")


class ReadChart(NamedTuple):
    """A picture of the file (图).

    Attributes:
        table: what a chart draws; None if the picture is no chart.
        typed: what was typed over its labels.
    """

    table: Table | None = None
    typed: str = ""

    @property
    def said(self) -> str:
        """What the picture says, in one line, for the fingerprint."""
        return chart_in_one_line(self.table) + self.typed if self.table else ""


def charts_of(package: Package) -> dict[str, ReadChart]:
    """Return the charts of the text by their relationship ids."""
    links = (link for link in package.links(package.main) if link.kind.endswith("/chart") and not link.outside)
    return {link.key: _chart(package.xml(link.target)) for link in links if link.target in package.archive}


def with_charts(document: Document, drawn: tuple[ReadChart, ...]) -> Document:
    """Return the document with each chart in place of the paragraph that stands for it.

    Args:
        drawn: all pictures of the document, in order; if one is missing, nothing is replaced.
    """
    places = sum(plain(each.runs).count(DRAWN) for each in walk(document.blocks) if isinstance(each, Paragraph))
    pictures = iter(drawn if places == len(drawn) else ())
    return replace(document, blocks=tuple(_drawn(document.blocks, pictures)))


def _drawn(blocks: tuple[Block, ...], pictures: Iterator[ReadChart]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Section():
                yield replace(block, blocks=tuple(_drawn(block.blocks, pictures)))
            case Paragraph():
                words = plain(block.runs)
                found = list(islice(pictures, words.count(DRAWN)))
                yield found[0].table or block if found and words == DRAWN else block
            case Table():
                yield block


def _chart(chart: Element) -> ReadChart:
    title = "".join(text for each in chart.iterfind(f"{C}chart/{C}title") for text in each.itertext(f"{A}t"))
    series = list(chart.iter(f"{C}ser"))
    names = ["".join(text for _, text, _ in _points(each, "tx")) for each in series]
    named = _UNIT.fullmatch(title)
    title, unit = named.groups() if named else (title, "")
    table = Table(
        name=title,
        number="",
        title=(Text(title),),
        left=(),
        right=as_runs(unit),
        width=1 + len(series),
        head=(_row(Role.HEAD, "", names),),
        body=tuple(_rows(series)),
        picture=Picture.COMPARISON,
    )
    runs = (run for each in chart.iter(f"{C}dLbl") for run in each.iter(f"{A}r"))
    return ReadChart(table, "".join(run.findtext(f"{A}t") or "" for run in runs))


def _rows(series: list[Element]) -> Iterator[Row]:
    """Yield a row for each label of the first series: the label, and the number that each series has there."""
    labels = {at: text for each in series[:1] for at, text, _ in _points(each, "cat")}
    numbers = [{at: _number(text, form) for at, text, form in _points(each, "val")} for each in series]
    for at in range(min(_MOST, max(chain((-1,), labels, *numbers)) + 1)):
        yield _row(Role.NUMBER, labels.get(at, ""), [each.get(at, "") for each in numbers])


def _row(role: Role, label: str, cells: list[str]) -> Row:
    first = Cell((Text(label),), Role.LABEL if role is Role.NUMBER else role)
    return Row((first, *(Cell((Text(text),), role) for text in cells)))


def _number(text: str, form: str) -> str:
    """Return a number as it prints, with all its decimals; return a text that is no number as it is."""
    try:
        number = Decimal(digits(text))
    except ArithmeticError:
        return text
    if not number.is_finite() or abs(number.adjusted()) >= LARGEST_DIGITS:
        return text
    places = max(len(part.partition(".")[2]) for part in (plain_digits(number), form))
    return f"{number:{',' if ',' in form else ''}.{places}f}"


def _points(series: Element, kind: str) -> Iterator[tuple[int, str, str]]:
    """Yield row, text and number format of each point in one part (`cat`, `val` or `tx`) of a series."""
    form = series.find(f"{C}dLbls/{C}numFmt")
    usual = "" if form is None else form.get("formatCode", "")
    for part in series.iterfind(f"{C}{kind}"):
        for each in part.iter(f"{C}pt"):
            yield whole(each.get("idx")), each.findtext(f"{C}v") or "", each.get("formatCode", usual)
