"""Facts (资料): what the budget file or the profile states outside its measures.

A number keeps a name, its path; figures that the words name (`<支出[项目=甲]>`) are put in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.document import Figure, Run, Runs, Text, in_a_row
from reportgen.figures.texts import said
from reportgen.quantity import UNITS, Count, exact_text, parse_number
from reportgen.source import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from reportgen.figures.engine import Figures

# A number in front of an item: 1. 1、 （1） 一、 （一）, but not 2.5万元.
_SERIAL = re.compile(
    r"\s*(?:[（(]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|"
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*(?:[、．]|[.](?![0-9])))\s*"
)
_FACT = re.compile(r"([-+]?[0-9][0-9,]*(?:\.[0-9]+)?)(%|" + "|".join(UNITS) + r"|)")


@dataclass(frozen=True)
class Fact:
    """Something the budget file or the profile states (资料), `部门.职责`; a number prints as a figure.

    Attributes:
        called: what a mapping prints as.
    """

    figures: "Figures" = field(repr=False)
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
        """What stands under a dotted path below this, or None; through a list: what each of its records says there."""
        name, _, rest = path.partition(".")
        found = self[name] if isinstance(self.node, Mapping) and self.node.get(name) else None
        if found is None or not rest:
            return found
        return found._of_each(rest) if isinstance(found.node, Sequence) else found.get(rest)

    def _of_each(self, path: str) -> "Fact | None":
        """One line for each record of a list: its 名称, and what it says under the path."""
        said = [(record.get("名称"), record.get(path)) for record in self]
        lines = [Scalar(f.node.place, f"{n.text}：{f.text}" if n else f.text) for n, f in said if f]
        return replace(self, node=Sequence(self.node.place, tuple(lines))) if lines else None

    def __iter__(self) -> Iterator["Fact"]:
        """The items of a list; anything else is the only one."""
        if not isinstance(self.node, Sequence):
            return iter((self,))
        return (self._below(item, i) for i, item in enumerate(self.node.items, 1))

    def _below(self, node: Node, name: str | int) -> "Fact":
        path = f"{self.path}.{name}"
        self.figures.facts_read.add(path)
        return replace(self, node=node, path=path, called="")

    def __len__(self) -> int:
        return len(self.node.items) if isinstance(self.node, Sequence) else 1

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Fact) else other)

    def __hash__(self) -> int:
        return hash(self.text)

    def paragraphs(self) -> tuple["Fact", ...]:
        """What is written, a paragraph each: the items of a list, and the lines of each."""
        return tuple(part for item in self for part in item._split())

    def items(self) -> tuple["Fact", ...]:
        """The same without the numbers that an officer may have typed in front, for templates that number them."""
        return tuple(replace(part, node=_unnumbered(part.node)) for part in self.paragraphs())

    def _split(self) -> list["Fact"]:
        if not isinstance(self.node, Scalar) or "\n" not in self.node.text:
            return [self]
        lines = filter(None, map(str.strip, self.node.text.split("\n")))
        return [replace(self, node=Scalar(self.node.place, line)) for line in lines]

    @property
    def text(self) -> str:
        """As it is written; the items of a list one after another."""
        if isinstance(self.node, Mapping):
            return self.called
        return self.node.text if isinstance(self.node, Scalar) else "、".join(item.text for item in self)

    @property
    def lines(self) -> Runs:
        """As a cell of a form prints it: the items of a list below each other."""
        return self._joined("\n")

    def runs(self) -> Runs:
        """Words, or digits and unit; the items of a list one after another."""
        return self._joined("、")

    def _joined(self, mark: str) -> Runs:
        match self.node:
            case Sequence():
                return in_a_row((item.runs() for item in self), mark)
            case Scalar():
                return self._number(self.node.text) or said(self.figures, self.node.text, self.node.at)
            case _:
                return (Text(self.called),)

    def _number(self, text: str) -> Runs:
        found = _FACT.fullmatch(text)
        number = parse_number(found[1]) if found else None
        if found is None or number is None:
            return ()
        exact = number / 100 if found[2] == "%" else number * Decimal(UNITS.get(found[2], 1))
        digits: Run = Figure(self.path, found[1], exact_text(Count(exact, "")))
        return (digits, Text(found[2])) if found[2] else (digits,)


def _unnumbered(node: Node) -> Node:
    found = _SERIAL.match(node.text) if isinstance(node, Scalar) else None
    return Scalar(node.place, node.text[found.end() :]) if found and isinstance(node, Scalar) else node
