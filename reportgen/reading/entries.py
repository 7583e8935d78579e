"""What a reader takes from a page: places, numbers, and what each number says (读数).

The names are figure names (`支出[功能=207 资金=一般公共预算]@上年预算.增减额`). A number of a document that we made
carries its name (see `meanings`); where it carries none, as in a document that others made, its name is read from
titles, heads, labels and words.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reportgen.diagnostics import Location
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, UNITS, parse_number

# As printed: `1,064.2`, `-2.77`, `265.67`; full-width digits are read as well. The bar of `1-2家` is no sign.
NUMBER = re.compile(r"(?:(?<![0-9０-９])[-－])?[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")

_YUAN = {unit: Decimal(yuan) for unit, yuan in UNITS.items()}

SHOWN = 36  # characters of the line before and after what is marked


class Place(NamedTuple):
    """A place on the page (位置).

    Attributes:
        part: the table (`公开05表`) or the section (`五、一般公共预算支出情况`).
        row, column: of a cell, in words; empty for sentences.
        line: what stands there: the cells of the row, or the paragraph.
        start, length: where in the line the number stands, counted from 0.
    """

    part: str
    row: str = ""
    column: str = ""
    line: str = ""
    start: int = 0
    length: int = 1

    def __str__(self) -> str:
        row = f"“{self.row}”行" if self.row else ""
        column = f"“{self.column}”列" if self.column else ""
        return f"{self.part}{row}{column}"

    @property
    def location(self) -> Location:
        """As a place of a finding: its words for a path, no line of a file."""
        before = max(0, self.start - SHOWN)
        window = self.line[before : self.start + self.length + SHOWN]
        return Location(str(self), 0, 0, max(1, self.length), window, self.start - before + 1)

    def marking(self, start: int, length: int) -> "Place":
        """The same sentence with another part of it marked."""
        return self._replace(start=start, length=length)


class Number(NamedTuple):
    """A printed number (数): exactly what the text says, in the unit it says.

    Attributes:
        value: in its unit; unit: 元 千元 万元 亿元, %, 个百分点, 个, 人 …, or nothing.
        places: decimals printed.
    """

    value: Decimal
    unit: str
    places: int

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.unit in UNITS

    @property
    def exact(self) -> Decimal:
        """Money in 元, anything else as it is."""
        return EXACT.multiply(self.value, _YUAN[self.unit]) if self.unit in _YUAN else self.value

    @property
    def step(self) -> Decimal:
        """One of the last printed place, in 元 or its own unit."""
        return _step(self.places, self.unit)

    def __str__(self) -> str:
        return f"{self.value:f}{self.unit}"


@lru_cache(maxsize=256)
def _step(places: int, unit: str) -> Decimal:
    return EXACT.multiply(Decimal(1).scaleb(-places), _YUAN.get(unit, Decimal(1)))


def number(text: str, unit: str = "") -> Number | None:
    """The number that the text is, or None: no text around it."""
    value = parse_number(text)
    if value is None:
        return None
    point = text.replace("．", ".").partition(".")[2]
    return Number(value, unit, len(point.strip()))


class Entry(NamedTuple):
    """One number that was read (读数).

    Attributes:
        name: what it is; None where nothing says so.
        carried, value: name and exact value of the figure in the document tree (see `document.Figure`), as the budget's
            region writes them; empty where it has none.
        kind: of the table that a cell stands in; None in a sentence, and where the table is no standard one.
        word: the verb of a change (增加, 下降 …), the sign of `number` is as printed.
    """

    name: FigureId | None
    number: Number
    place: Place
    kind: TableKind | None
    word: str = ""
    carried: str = ""
    value: str = ""

    @property
    def is_told(self) -> bool:
        """Whether it stands in a sentence, not in a table."""
        return not (self.place.row or self.place.column)

    @property
    def exact(self) -> Decimal:
        """Money in 元, anything else as it is, as printed."""
        return self.number.exact


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence says of one figure (述及): the amount, its change and what it is compared with, its share.

    Attributes:
        amount: 收入总计1205.3万元; base: 与2019年收入预算的1092.39万元相比.
        change, rate: 增加71.66万元，增长6.32%; points: 提高1.2个百分点; completion: 完成年初预算的88.32%.
        word: 增加 减少 持平 基本持平 …, as written; rate_word: 增长 下降 …; empty where nothing is said of a change.
        compared: what it is compared with, as written: 2025年预算, 上年预算, 2019年执行数.
        share: 占95.01%; whole: the amount that it is a share of.
        reason: what follows 主要原因是, to the end of the sentence.
        subject: the words before the amount, as written.
        sentence: where it stands.
    """

    subject: str
    sentence: Place
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
        """Every number in it, in no order; not the whole, which is another mention's amount."""
        found = (self.amount, self.base, self.change, self.rate, self.share, self.points, self.completion)
        return tuple(entry for entry in found if entry)
