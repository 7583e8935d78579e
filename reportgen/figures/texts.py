"""Texts of the budget file (文中的数, 资料): what it states outside its measures, and the figures that its words name.

In a reason, a target or a description, what stands in angle brackets or, as in templates, in `{{ }}` is a word
(`<年度>`, `<上年度>`) or the name of a figure: `较上年<支出[项目=送温暖]@上年预算.增减额>`. A figure prints with its
unit, a change (增减额) with its verb, so that the words always agree with the ledger. What is put in is not read again.
"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.diagnostics import Location, ReportgenError, did_you_mean, error
from reportgen.document import Figure, Run, Runs, Text, in_a_row
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.figures.engine import Figures
from reportgen.figures.names import with_place
from reportgen.patterns import compiled
from reportgen.quantity import (
    UNITS,
    Amount,
    Count,
    NumberFormat,
    Quantity,
    Ratio,
    exact_text,
    parse_number,
    print_quantity,
)
from reportgen.records import dataclass, field, replace
from reportgen.source import Mapping, Node, Scalar, Sequence, scalar_at

_MARK = compiled(r"<([\u4e00-\u9fff][^<>\n]*)>|\{\{ *([\u4e00-\u9fff](?:[^{}\n]*[^{} \n])?) *\}\}")
_MEASURE = compiled(r"[^\[@【＠［]*")
# A number in front of an item: 1. 1、 （1） 一、 （一）, but not 2.5万元.
_SERIAL = compiled(
    r"\s*(?:[（(]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|"
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[、．]|[.](?![0-9])))\s*"
)
_NUMBER = compiled(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)(%|" + "|".join(UNITS) + r"|)")


def with_figures(figures: Figures, text: str, at: Location) -> Runs:
    """Return a text of the budget file with its words and figures put in.

    Raises:
        ReportgenError: an unknown word, or a figure that cannot be worked out.
    """
    runs: list[Run] = []
    end = 0
    for found in _MARK.finditer(text):
        marked = _filled_piece(figures, found[1] or found[2], at)
        own = map(figures.recorder.keep_typed, marked) if figures.recorder else marked
        runs += [Text(text[end : found.start()]), *own]
        end = found.end()
    return (*(run for run in runs if run.text), Text(text[end:]))


def _filled_piece(figures: Figures, piece: str, at: Location) -> Runs:
    if piece in figures.title_words:
        return (Text(figures.title_words[piece]),)
    measure = _MEASURE.match(piece)
    assert measure is not None
    known = (*figures.title_words, *figures.vocabulary.measures)
    if measure[0] not in known:
        raise ReportgenError(error("代词", f"没有“{piece}”这个词或数", at, hint=did_you_mean(measure[0], known)))
    try:
        return _figure(figures, parse(piece))
    except NotationError as mistake:
        raise ReportgenError(error("数名", str(mistake), at, hint=FORM)) from None
    except ReportgenError as mistake:
        raise with_place(mistake, at) from None


def _figure(figures: Figures, name: FigureId) -> Runs:
    """Return digits and unit of a figure; a change with its verb instead of a sign."""
    form = figures.profile.text_format_of(name.measure)
    name = name if name.derived else figures.names.canonical(name)
    if name.derived != "增减额":
        return printed(str(name), figures.value(name), form)
    change = figures.number(name)
    amount = printed(str(name), figures.value(name), form, absolute=True)
    if not compiled("[1-9]").search(amount[0].text):
        return (Text("基本持平" if change else "持平"),)
    return (Text(figures.profile.file.changes["缺省"].verbs[change < 0]), *amount)


def printed(name: str, value: Quantity | None, form: NumberFormat, absolute: bool = False) -> Runs:
    """Return a quantity with its unit, () for None.

    Args:
        absolute: print it without a sign, because the words around it say the direction.
    """
    if value is None:
        return ()
    shown, unit = _without_sign_and_unit(value, form)
    digits = print_quantity(shown if absolute else value, form)
    return (Figure(name, digits, exact_text(value)), Text(unit))


def _without_sign_and_unit(value: Quantity, form: NumberFormat) -> tuple[Quantity, str]:
    """Return the absolute value, and the unit that is printed behind it."""
    match value:
        case Amount(yuan):
            return Amount(abs(yuan)), form.unit
        case Count(number, unit):
            return Count(abs(number), unit), unit
        case Ratio(ratio):
            return Ratio(abs(ratio)), "%"


@dataclass(frozen=True)
class Fact:
    """Something that the budget file or the profile states outside its measures (资料): `部门.职责`.

    A number prints as a figure whose name is the path.

    Attributes:
        called: what a mapping prints as.
    """

    figures: Figures = field(repr=False)
    node: Node
    path: str
    called: str = ""

    def __getitem__(self, name: str | int) -> "Fact":
        if isinstance(self.node, Mapping) and isinstance(name, str) and (value := self.node.get(name)):
            return self._below(value, name)
        if isinstance(self.node, Sequence) and isinstance(name, int):
            return self._below(self.node.items[name], name + 1)
        raise KeyError(name)

    def get(self, path: str) -> "Fact | None":
        """Return what stands below this under a dotted path, or None; of a list, a line for each of its records."""
        name, _, rest = path.partition(".")
        found = self[name] if isinstance(self.node, Mapping) and self.node.get(name) else None
        if found is None or not rest:
            return found
        return found._of_each(rest) if isinstance(found.node, Sequence) else found.get(rest)

    def _of_each(self, path: str) -> "Fact | None":
        """Return a list of lines, one for each record of this list: its 名称, and what stands under the path."""
        stated = [(record.get("名称"), record.get(path)) for record in self]
        lines = [scalar_at(f.node.place, f"{n.text}：{f.text}" if n else f.text) for n, f in stated if f]
        return replace(self, node=Sequence(self.node.place, tuple(lines))) if lines else None

    def __iter__(self) -> Iterator["Fact"]:
        """The items of a list; anything else is its own only item."""
        if not isinstance(self.node, Sequence):
            return iter((self,))
        return (self._below(item, i) for i, item in enumerate(self.node.items, 1))

    def _below(self, node: Node, name: str | int) -> "Fact":
        return replace(self, node=node, path=f"{self.path}.{name}", called="")

    def __len__(self) -> int:
        self.figures.facts_read.add(self.path)
        return len(self.node.items) if isinstance(self.node, Sequence) else 1

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Fact) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    def paragraphs(self) -> tuple["Fact", ...]:
        """Return the paragraphs of the text: the items of a list, and the lines of each."""
        return tuple(part for item in self for part in item._split())

    def items(self) -> tuple["Fact", ...]:
        """Return the paragraphs without the numbers that an officer typed in front; templates number them anew."""
        return tuple(replace(part, node=_unnumbered(part.node)) for part in self.paragraphs())

    def _split(self) -> list["Fact"]:
        if not isinstance(self.node, Scalar) or "\n" not in self.node.text:
            return [self]
        lines = filter(None, map(str.strip, self.node.text.split("\n")))
        return [replace(self, node=scalar_at(self.node.place, line)) for line in lines]

    @property
    def text(self) -> str:
        """The text as it is written; the items of a list are joined by 、."""
        self.figures.facts_read.add(self.path)
        if isinstance(self.node, Mapping):
            return self.called
        return self.node.text if isinstance(self.node, Scalar) else "、".join(item.text for item in self)

    @property
    def lines(self) -> Runs:
        """What a cell of a form prints: the items of a list below each other."""
        return self._joined("\n")

    def runs(self) -> Runs:
        """Return what a sentence prints: the items of a list joined by 、."""
        return self._joined("、")

    def _joined(self, mark: str) -> Runs:
        self.figures.facts_read.add(self.path)
        match self.node:
            case Sequence():
                return in_a_row((item.runs() for item in self), mark)
            case Scalar():
                return self._number(self.node.text) or with_figures(self.figures, self.node.text, self.node.at)
            case _:
                return (Text(self.called),)

    def _number(self, text: str) -> Runs:
        """Return digits and unit if the text is a number, else ()."""
        found = _NUMBER.fullmatch(text)
        number = parse_number(found[1]) if found else None
        if found is None or number is None:
            return ()
        exact = number / 100 if found[2] == "%" else number * Decimal(UNITS.get(found[2], 1))
        digits: Run = Figure(self.path, found[1], exact_text(Count(exact, "")))
        return (digits, Text(found[2])) if found[2] else (digits,)


def _unnumbered(node: Node) -> Node:
    found = _SERIAL.match(node.text) if isinstance(node, Scalar) else None
    return scalar_at(node.place, node.text[found.end() :]) if found and isinstance(node, Scalar) else node
