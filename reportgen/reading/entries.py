"""Places, numbers and mentions as they were read from a page (读数).

A number of a document that we made carries its figure's name (see `meanings`). In other documents titles, heads, labels
and words name it: `支出[功能=207 资金=一般公共预算]@上年预算.增减额`.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache, partial, reduce

from reportgen.diagnostics import Location, in_brief
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS, parse_number, rounded
from reportgen.records import NamedTuple, dataclass

# As printed: `1,064.2`, `-2.77`, `265.67`; full-width digits are read as well. The bar of `1-2家` is no sign.
NUMBER = compiled(r"(?:(?<![0-9０-９])[-－])?[0-9０-９]+(?:[,，][0-9０-９]{3}){0,10}(?:[.．][0-9０-９]+)?")

_YUAN = {unit: Decimal(yuan) for unit, yuan in UNITS.items()}
_HUNDRED = Decimal(100)

SHOWN = 36  # characters shown of the line before and after the marked part


class Place(NamedTuple):
    """A place on the page (位置).

    Attributes:
        part: the table (`公开05表`) or the section (`五、一般公共预算支出情况`).
        row, column: what the row and the column of a cell are called; empty in a sentence.
        line: the text that stands there: all cells of the row, or the paragraph.
        start, length: the marked part of the line, in characters from 0.
    """

    part: str
    row: str = ""
    column: str = ""
    line: str = ""
    start: int = 0
    length: int = 1

    def __str__(self) -> str:
        row = f"“{in_brief(self.row)}”行" if self.row else ""
        column = f"“{in_brief(self.column)}”列" if self.column else ""
        return f"{in_brief(self.part)}{row}{column}"

    @property
    def location(self) -> Location:
        """The place as the location of a finding: with a path in words, and no line number."""
        before = max(0, self.start - SHOWN)
        window = self.line[before : self.start + self.length + SHOWN]
        return Location(str(self), 0, 0, max(1, self.length), window, self.start - before + 1)

    def marking(self, start: int, length: int) -> "Place":
        """Return the place with another part of its line marked."""
        return Place(self.part, self.row, self.column, self.line, start, length)


place_of: Callable[[tuple[str, str, str, str, int, int]], Place] = partial(tuple.__new__, Place)  # all in C


class Number(NamedTuple):
    """A number exactly as printed.

    Attributes:
        value: in its unit.
        unit: 元 千元 万元 亿元, %, 个百分点, 个, 人 …, or nothing.
        places: printed decimals.
        exact: the value: money in 元, anything else in its own unit. It is asked for again and again.
    """

    value: Decimal
    unit: str
    places: int
    exact: Decimal

    def other(self, value: Decimal | None = None, unit: str | None = None, places: int | None = None) -> "Number":
        """Return the number with another value, unit or number of decimals."""
        return number_of(
            self.value if value is None else value,
            self.unit if unit is None else unit,
            self.places if places is None else places,
        )

    @property
    def is_money(self) -> bool:
        """Whether the number is an amount of money."""
        return self.unit in UNITS

    @property
    def step(self) -> Decimal:
        """One unit of the last printed place: of money in 元, else in the number's own unit."""
        return _step(self.unit, self.places)

    def is_percent_of(self, part: Decimal, whole: Decimal) -> bool:
        """Whether this is, as rounded, the percentage of the whole that the part is; never if the whole is zero."""
        return bool(whole) and rounded(EXACT.divide(EXACT.multiply(part, _HUNDRED), whole), self.places) == self.value

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit}"


def number_of(value: Decimal, unit: str, places: int) -> Number:
    """Return the number of a value in its unit, printed with so many decimals."""
    return Number(value, unit, places, EXACT.multiply(value, _YUAN[unit]) if unit in _YUAN else value)


@lru_cache(maxsize=256)
def _step(unit: str, places: int) -> Decimal:
    return EXACT.multiply(Decimal(1).scaleb(-places), _YUAN.get(unit, Decimal(1)))


@lru_cache(maxsize=1 << 14)
def number(text: str, unit: str = "") -> Number | None:
    """Return the text as a number; None if it is more than a number."""
    value = parse_number(text)
    if value is None:
        return None
    point = text.replace("．", ".").partition(".")[2]
    return number_of(value, unit, len(point.strip()))


def number_in(words: str, unit: str = "") -> Number | None:
    """Return the number in a cell, or None; a percent sign takes precedence over the unit of the table."""
    found = words.rstrip()
    return number(found.removesuffix("%").removesuffix("％"), "%") if found[-1:] in ("%", "％") else number(words, unit)


FACT = "资料."  # the names of facts begin so


class Entry(NamedTuple):
    """One number of the page (读数).

    Attributes:
        name: its figure; None if nothing says which.
        carried, value: name and exact value of the figure in the document tree (see `document.Figure`), in the region's
            own words; empty where it has none.
        kind: of its table; None in a sentence, and in a table of no standard kind.
        word: the verb of a change (增加, 下降 …); the number keeps its printed sign.
    """

    name: FigureId | None
    number: Number
    place: Place
    kind: TableKind | None
    word: str = ""
    carried: str = ""
    value: str = ""

    @property
    def is_in_sentence(self) -> bool:
        """Whether the number stands in a sentence, not in a table."""
        return not (self.place.row or self.place.column)

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact (资料) of the budget file, which an officer typed and nothing calculates."""
        return self.carried.startswith(FACT)

    @property
    def exact(self) -> Decimal:
        """The printed value: money in 元, anything else in its own unit."""
        return self.number.exact

    def shown(self, amount: Decimal) -> str:
        """Return an amount of so many 元 as it would be printed beside this number: `1204.10万元`.

        It is in this number's unit, with no fewer decimals, and exact.
        """
        scaled = EXACT.divide(amount, _YUAN.get(self.number.unit, Decimal(1)))
        digits = max(self.number.places, -int(scaled.normalize(EXACT).as_tuple().exponent))
        return f"{rounded(scaled, digits):f}{self.number.unit}"


entry_of: Callable[[tuple[FigureId | None, Number, Place, TableKind | None, str, str, str]], Entry] = partial(
    tuple.__new__, Entry
)


def sum_of(entries: Iterable[Entry]) -> Decimal:
    """Return the sum of the printed numbers, money in 元."""
    return reduce(EXACT.add, [entry.number.exact for entry in entries], Decimal(0))


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """What a sentence says of one figure (述及): amount, change, comparison, share. Filled while it is read (`notes`).

    Attributes:
        subject: the words before the amount, as written.
        sentence: the place of the sentence. figure: what it is about, if known.
        amount: 收入总计1205.3万元; base: 与2019年收入预算的1092.39万元相比.
        change, rate: 增加71.66万元，增长6.32%; points: 提高1.2个百分点; completion: 完成年初预算的88.32%.
        share: 占95.01%; whole: the amount that it is a share of.
        word: 增加 减少 持平 …, as written; rate_word: 增长 下降 …; empty without a change.
        compared: the base as written: 2025年预算, 上年预算, 2019年执行数.
        reason: what follows 主要原因是, to the end of the sentence.
    """

    subject: str
    sentence: Place
    figure: FigureId | None = None
    amount: Entry | None = None
    base: Entry | None = None
    change: Entry | None = None
    rate: Entry | None = None
    share: Entry | None = None
    whole: Entry | None = None
    points: Entry | None = None
    completion: Entry | None = None
    word: str = ""
    rate_word: str = ""
    compared: str = ""
    reason: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All its numbers but `whole`, which is the amount of another mention."""
        found = (self.amount, self.base, self.change, self.rate, self.share, self.points, self.completion)
        return tuple(entry for entry in found if entry)
