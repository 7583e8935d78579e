"""Counts of the budget file (预算文件里的个数): people, vehicles, what 资料 says in numbers, how long its lists are.

Letters tell what a sentence means: 接待批次 is what 计划接待26批次 speaks of.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget import Budget
from reportgen.budget.ledger import Book, UnknownAmount, total
from reportgen.figure import Conditions
from reportgen.quantity import EXACT, parse_number
from reportgen.source import Scalar, Sequence
from reportgen.vocabulary import MONEY, NOT_APPLICABLE

_PIECES = ("个", "家", "项")


@dataclass(frozen=True, slots=True)
class StatedCount:
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
        speaks = self.label in around if self.listed else set(self.label) <= set(around)
        return speaks and (not self.units or unit in self.units)

    def weight(self, near: str) -> int:
        """How many of its letters stand right beside the number."""
        return sum((Counter(self.label) & Counter(near)).values())


def stated(budget: Budget) -> list[StatedCount]:
    """Every count that the file states or that follows from its lists, each once."""
    return list(dict.fromkeys((*_of_measures(budget), *_of_facts(budget), *_of_lists(budget))))


def _of_measures(budget: Budget) -> Iterator[StatedCount]:
    """People, vehicles …: by each member of each dimension, and all together."""
    book = budget.books[""]
    for name, ledger in book.ledgers.items():
        measure = budget.vocabulary.measures[name]
        if measure.unit == MONEY:
            continue
        yield StatedCount(name, name, total(ledger.lines), (measure.unit,))
        for dimension in measure.dimensions:
            for member in budget.vocabulary.trees.get(dimension, {}):
                try:
                    value = total(ledger.select(((dimension, member),)))
                except UnknownAmount:
                    continue
                yield StatedCount(f"{name}·{member}", budget.member_name(dimension, member), value, (measure.unit,))


def _of_facts(budget: Budget) -> Iterator[StatedCount]:
    for key, node in budget.file.facts.items():
        if isinstance(node, Scalar):
            value = parse_number(node.text.rstrip("%％"))
            if value is not None:
                yield StatedCount(f"资料·{key}", key, value)
        elif isinstance(node, Sequence):
            yield StatedCount(f"资料·{key}", key, Decimal(len(node.items)))


def _of_lists(budget: Budget) -> Iterator[StatedCount]:
    department, performance = budget.file.department, budget.file.performance
    lengths = {
        "内设机构": len(department.offices),
        "所属单位": len(department.subordinates),
        "单位": len(department.unit_names),
        "项目": sum(budget.project_count(project) for project in _projects(budget)),
    }
    for called, length in lengths.items():
        yield StatedCount(called, called, Decimal(length), _PIECES, listed=True)
    for key, node in performance.items():
        if isinstance(node, Sequence):
            label = "项目的绩效目标" if key == "项目" else key
            yield StatedCount(f"绩效·{key}", label, Decimal(len(node.items)), _PIECES, listed=key == "项目")


def _projects(budget: Budget) -> list[str]:
    """The projects that cost something."""
    found: dict[str, Decimal] = {}
    for line in budget.books[""].lines.get("支出", ()):
        if (project := line.dims.get("项目", NOT_APPLICABLE)) != NOT_APPLICABLE:
            found[project] = EXACT.add(found.get(project, Decimal(0)), line.amount)
    return [project for project, amount in found.items() if amount]


def amounts(budget: Budget) -> frozenset[Decimal]:
    """Every amount of this year that a line states, or lines make together by one or two members; and its changes."""
    book, found = budget.books[""], set[Decimal]()
    for measure, lines in book.lines.items():
        own = _sums(budget, book, measure)
        found |= {*own.values(), *(line.amount for line in lines)}
        for base in budget.books.values():
            before = _sums(budget, base, measure)
            found |= {abs(EXACT.subtract(own.get(k, Decimal(0)), before.get(k, Decimal(0)))) for k in {*own, *before}}
    return frozenset(found)


def _sums(budget: Budget, book: Book, measure: str) -> dict[Conditions, Decimal]:
    """What the lines of each member make together, of each fund and kind as well, and what is stated whole of it."""
    sums: dict[Conditions, Decimal] = {}
    for line in book.lines.get(measure, ()):
        members = [(d, above) for d, m in line.dims.items() for above in budget.vocabulary.upward(d, m)]
        limits = [pair for pair in members if pair[0] in ("资金", "性质")]
        for key in {(), *((pair,) for pair in members), *((pair, limit) for pair in members for limit in limits)}:
            sums[key] = EXACT.add(sums.get(key, Decimal(0)), line.amount)
    return sums | {name.conditions: whole.amount for name, whole in book.named.items() if name.measure == measure}
