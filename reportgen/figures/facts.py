"""Facts (资料): what the budget file or the profile states outside its measures; a number keeps a name, its path."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.document import Figure, Run, Runs, Text
from reportgen.quantity import UNITS, Count, exact_text, parse_number
from reportgen.source import Mapping, Node, Scalar, Sequence

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

    def get(self, path: str) -> "Fact | None":
        """What stands under a dotted path below this, or None."""
        found: Fact | None = self
        for name in path.split("."):
            found = found[name] if found and isinstance(found.node, Mapping) and found.node.get(name) else None
        return found

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

    @property
    def lines(self) -> Runs:
        """As a cell of a form prints it: the items of a list below each other."""
        if not isinstance(self.node, Sequence):
            return self.runs()
        return tuple(run for i, item in enumerate(self) for run in ((*((Text("\n"),) if i else ()), *item.runs())))

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
