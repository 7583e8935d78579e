"""What templates handle: figures and facts that can be narrowed and printed, never added up or joined to text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from reportgen.document import Figure, Run, Runs, Text
from reportgen.figure import FigureId, conditions, parse
from reportgen.figures import Figures
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
from reportgen.source import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True)
class Value:
    """A figure in a template: `支出`, `支出["性质=基本支出"]`, `支出["@上年预算"]`; prints amount and unit.

    Attributes:
        dimension: the one it was last narrowed by, whose member gives 名称 and 编码.
        form: how it prints.
    """

    figures: Figures = field(repr=False)
    id: FigureId
    form: NumberFormat
    dimension: str = ""

    def __getitem__(self, text: str) -> "Value":
        if text.startswith(("@", "＠")):
            return replace(self, id=replace(self.id, base=parse(text).base, derived=parse(text).derived))
        narrowed = conditions(text)
        return replace(self, id=self.id.where(*narrowed), dimension=narrowed[-1][0] if narrowed else self.dimension)

    @property
    def 名称(self) -> str:
        """What the member is called in print."""
        return self.figures.budget.member_name(self.dimension, self.编码)

    @property
    def 编码(self) -> str:
        """The member itself, a code where the dimension has codes."""
        return self.id.member(self.dimension)

    def runs(self) -> Runs:
        """Digits and unit."""
        name = self.id if self.id.derived else self.figures.names.canonical(self.id)
        return printed(str(name), self.figures.value(self.id), self.form)


def printed(name: str, value: Quantity | None, form: NumberFormat, absolute: bool = False) -> Runs:
    """A quantity with its unit; `absolute`: the words around it carry the sign, the value keeps it."""
    if value is None:
        return ()
    shown = _absolute(value) if absolute else value
    return (Figure(name, print_quantity(shown, form), exact_text(value)), Text(_unit(value, form)))


def _absolute(value: Quantity) -> Quantity:
    match value:
        case Amount(yuan):
            return Amount(abs(yuan))
        case Count(number, unit):
            return Count(abs(number), unit)
        case Ratio(ratio):
            return Ratio(abs(ratio))


def _unit(value: Quantity, form: NumberFormat) -> str:
    match value:
        case Amount():
            return form.unit
        case Count(_, unit):
            return unit
        case Ratio():
            return "%"


_FACT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)(%|" + "|".join(UNITS) + r"|)")


@dataclass(frozen=True)
class Fact:
    """Something the budget file or the profile states (资料), `部门.职责`; a number prints as a figure."""

    node: Node
    path: str
    called: str = ""

    def __getitem__(self, name: str | int) -> "Fact":
        if isinstance(self.node, Mapping) and isinstance(name, str) and (value := self.node.get(name)):
            return Fact(value, f"{self.path}.{name}")
        if isinstance(self.node, Sequence) and isinstance(name, int):
            return Fact(self.node.items[name], f"{self.path}.{name + 1}")
        raise KeyError(name)

    def __iter__(self) -> Iterator["Fact"]:
        items = self.node.items if isinstance(self.node, Sequence) else (self.node,)
        return (Fact(item, f"{self.path}.{i}") for i, item in enumerate(items, 1))

    def __len__(self) -> int:
        return len(self.node.items) if isinstance(self.node, Sequence) else 1

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Fact) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    @property
    def text(self) -> str:
        """As it is written; the items of a list one after another."""
        if isinstance(self.node, Mapping):
            return self.called
        return self.node.text if isinstance(self.node, Scalar) else "、".join(item.text for item in self)

    def runs(self) -> Runs:
        """Words, or digits and unit."""
        found = _FACT.fullmatch(self.text) if isinstance(self.node, Scalar) else None
        number = parse_number(found[1]) if found else None
        if found is None or number is None:
            return (Text(self.text),)
        scale = Decimal(UNITS.get(found[2], 1))
        exact = number / 100 if found[2] == "%" else number * scale
        digits: Run = Figure(self.path, found[1], exact_text(Count(exact, "")))
        return (digits, Text(found[2])) if found[2] else (digits,)


def runs_of(value: Any) -> Any:
    """What a printed value becomes: runs, or tables as they are."""
    if isinstance(value, (Value, Fact, Phrase)):
        return value.runs()
    if isinstance(value, tuple):
        return value
    return (Text(str(value)),)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and figures that belong together, such as a change with its rate and reason."""

    said: Runs

    def runs(self) -> Runs:
        """The phrase."""
        return self.said
