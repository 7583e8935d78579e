"""Counts of the budget file (预算文件里的个数): people, vehicles, what 资料 says in numbers, how long its lists are.

What a sentence means is told by its letters: 接待批次 is what 计划接待26批次 speaks of. Texts of the file are compared
with the page as they stand, number by number.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Budget
from reportgen.budget.ledger import UnknownAmount, total
from reportgen.quantity import EXACT, parse_number
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar, Sequence
from reportgen.vocabulary import MONEY, NOT_APPLICABLE

_DATED = re.compile(r"<(上?)年度>")
_MARK = re.compile(r"<[^<>\n]*>|\{\{[^{}\n]*\}\}")
_DIGITS = r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)*(?![0-9])"
_SIDES = ((8, 8), (8, 2), (2, 8), (4, 4))  # letters before and after a number that tell a sentence again
_ENOUGH = 6
_PIECES = ("个", "家", "项")


@dataclass(frozen=True, slots=True)
class Stated:
    """A count of the file (个数).

    Attributes:
        called: 车辆·其他用车, 资料·接待批次.
        label: what a sentence says of it: its letters, or, for what is `listed`, the word itself.
        units: in which it is counted; any where none is named.
    """

    called: str
    label: str
    value: Decimal
    units: tuple[str, ...] = ()
    listed: bool = False

    def fits(self, around: str, unit: str) -> bool:
        """Whether the words around a number speak of it."""
        told = self.label in around if self.listed else set(self.label) <= set(around)
        return told and (not self.units or unit in self.units)

    def weight(self, near: str) -> int:
        """How many of its letters stand right beside the number."""
        return sum((Counter(self.label) & Counter(near)).values())


def stated(budget: Budget) -> list[Stated]:
    """Every count that the file states or that follows from its lists, each once."""
    return list(dict.fromkeys((*_of_measures(budget), *_of_facts(budget), *_of_lists(budget))))


def _of_measures(budget: Budget) -> Iterator[Stated]:
    """People, vehicles …: by each member of each dimension, and all together."""
    book = budget.books[""]
    for name, ledger in book.ledgers.items():
        measure = budget.vocabulary.measures[name]
        if measure.unit == MONEY:
            continue
        yield Stated(name, name, total(ledger.lines), (measure.unit,))
        for dimension in measure.dimensions:
            for member in budget.vocabulary.trees.get(dimension, {}):
                try:
                    value = total(ledger.select(((dimension, member),)))
                except UnknownAmount:
                    continue
                yield Stated(f"{name}·{member}", budget.member_name(dimension, member), value, (measure.unit,))


def _of_facts(budget: Budget) -> Iterator[Stated]:
    for key, node in budget.file.facts.items():
        if isinstance(node, Scalar):
            value = parse_number(node.text.rstrip("%％"))
            if value is not None:
                yield Stated(f"资料·{key}", key, value)
        elif isinstance(node, Sequence):
            yield Stated(f"资料·{key}", key, Decimal(len(node.items)))


def _of_lists(budget: Budget) -> Iterator[Stated]:
    department, performance = budget.file.department, budget.file.performance
    lengths = {
        "内设机构": len(department.offices),
        "所属单位": len(department.subordinates),
        "单位": len(department.unit_names),
        "项目": sum(budget.project_count(project) for project in _projects(budget)),
    }
    lengths |= {f"绩效·{key}": len(node.items) for key, node in performance.items() if isinstance(node, Sequence)}
    for called, length in lengths.items():
        label = "项目的绩效目标" if called == "绩效·项目" else called.rpartition("·")[2]
        yield Stated(called, label, Decimal(length), _PIECES, listed=True)


def _projects(budget: Budget) -> list[str]:
    """The projects that cost something."""
    found: dict[str, Decimal] = {}
    for line in budget.books[""].lines.get("支出", ()):
        if (project := line.dims.get("项目", NOT_APPLICABLE)) != NOT_APPLICABLE:
            found[project] = EXACT.add(found.get(project, Decimal(0)), line.amount)
    return [project for project, amount in found.items() if amount]


def amounts(budget: Budget) -> frozenset[Decimal]:
    """Every amount of this year that a line states, or lines make together by one of their members."""
    found: set[Decimal] = set()
    for lines in budget.books[""].lines.values():
        sums: dict[tuple[str, str], Decimal] = {}
        for line in lines:
            found.add(line.amount)
            for pair in line.dims.items():
                sums[pair] = EXACT.add(sums.get(pair, Decimal(0)), line.amount)
        found |= {*sums.values(), total(lines)}
    return frozenset(found)


def texts(budget: Budget) -> str:
    """All that the file says in words, its dates put in, one text below the other."""
    node, year = budget.file.node, budget.file.year
    words = "\n".join(_words(node)) if node else ""
    return _MARK.sub("\0", _DATED.sub(lambda mark: str(year - 1 if mark[1] else year), words))


def _words(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            yield node.text
        case Sequence(_, items):
            for item in items:
                yield from _words(item)
        case MappingNode(_, entries):
            for _, value in entries:
                yield from _words(value)


def same_words(corpus: str, text: str, start: int, stop: int) -> str:
    """The number that the file has between the words that stand around this one, itself where it is one of several.

    Returns:
        Nothing where the file has no such words.
    """
    for before, after in _SIDES:
        left = text[max(0, start - before) : start].rpartition("\n")[2]
        right = text[stop : stop + after].partition("\n")[0]
        if len(left) + len(right) < _ENOUGH:
            continue
        opening = r"(?:^|(?<=\n))" if start == len(left) == 0 else ""
        found = re.findall(f"{opening}(?<={re.escape(left)})({_DIGITS})(?={re.escape(right)})", corpus)
        if found:
            own = text[start:stop]
            return own if own in found else found[0]
    return ""
