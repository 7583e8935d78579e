"""What the budget file counts and spends, to hold the numbers of a finished text against (预算文件里的个数和金额)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import reduce
from operator import or_

from reportgen.budget import Budget, Line
from reportgen.budget.book import Book
from reportgen.checks._budget_file import amount_in
from reportgen.checks._results import grouped
from reportgen.figure import Conditions, FigureId
from reportgen.quantity import EXACT, parse_number
from reportgen.records import dataclass
from reportgen.source import Mapping, Scalar, Sequence, scalars
from reportgen.vocabulary import MONEY, NOT_APPLICABLE, Vocabulary

PIECES = ("个", "家", "项")


@dataclass(frozen=True, slots=True)
class FileCount:
    """A count that the file states, or the length of one of its lists.

    Attributes:
        called: 车辆·其他用车, 资料·接待批次.
        label: a sentence on it contains all letters of the label; if it is `listed`, the label itself.
        units: the units that it is counted in; empty for any.
    """

    called: str
    label: str
    value: Decimal
    units: tuple[str, ...] = ()
    listed: bool = False

    def fits(self, around: str, unit: str) -> bool:
        """Whether the words around a number are about this count."""
        speaks = self.label in around if self.listed else set(self.label) <= set(around)
        return speaks and (not self.units or unit in self.units)

    def weight(self, near: str) -> int:
        """Return how many letters of the label stand right beside the number."""
        return (Counter(self.label) & Counter(near)).total()


def of_measures(budget: Budget, unit: str = "") -> Iterator[FileCount]:
    """Yield the counts of people, vehicles …: in all, and by each member of each dimension; those of a unit alone."""
    book = budget.books[""]
    for name, measure in budget.vocabulary.measures.items():
        if measure.unit == MONEY:
            continue
        of_unit = {"单位": unit} if unit and "单位" in measure.dimensions else {}
        members = [(d, m) for d in measure.dimensions if d not in of_unit for m in budget.vocabulary.trees.get(d, {})]
        for own in ((), *((one,) for one in members)):
            value = amount_in(book, FigureId(name, tuple(sorted({**dict(own), **of_unit}.items()))))
            called, label = "·".join((name, *(m for _, m in own))), budget.member_name(*own[0]) if own else name
            yield from [FileCount(called, label, value, (measure.unit,))] if value is not None else ()


def of_facts(budget: Budget) -> Iterator[FileCount]:
    """Yield the numbers of 资料, and the lengths of its lists."""
    for key, node in budget.file.facts.items():
        if isinstance(node, Scalar):
            value = parse_number(node.text.rstrip("%％"))
            if value is not None:
                yield FileCount(f"资料·{key}", key, value)
        elif isinstance(node, Sequence):
            yield FileCount(f"资料·{key}", key, Decimal(len(node.items)))


def of_lists(budget: Budget) -> Iterator[FileCount]:
    """Yield how many offices, units, projects and projects with targets the file lists."""
    department = budget.file.department
    lengths = {
        "内设机构": len(department.offices),
        "所属单位": len(department.subordinates),
        "单位": len(department.unit_names),
    }
    for called, length in lengths.items():
        yield FileCount(called, called, Decimal(length), PIECES, listed=True)
    for length in (len(department.subordinates), len(department.subordinates) + 1):  # with or without 机关 itself
        yield FileCount("预算管理单位", "预算管理单位", Decimal(length), PIECES, listed=True)
    for projects in _projects(budget).values():
        number = sum(budget.project_count(project) for project in projects)
        yield FileCount("项目", "项目", Decimal(number), PIECES, listed=True)
    for key, node in budget.file.performance.items():
        if isinstance(node, Mapping):
            yield from _of_evaluation(key, node)
        elif isinstance(node, Sequence):
            label = "项目的绩效目标" if key == "项目" else key
            yield FileCount(f"绩效·{key}", label, Decimal(len(node.items)), PIECES, listed=key == "项目")


def _of_evaluation(key: str, node: Mapping) -> Iterator[FileCount]:
    """Yield how many projects were evaluated, and how many got which grade (绩效自评)."""
    for path, scalar in scalars(node):
        value = parse_number(scalar.text)
        if value is not None and path[-1]:
            yield FileCount(f"绩效·{key}·{path[-1]}", path[-1], value, PIECES)


def _projects(budget: Budget) -> dict[str, list[str]]:
    """Return, for all funds together ("") and for each fund, the projects that get money of it."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in budget.books[""].every_line("支出"):
        if (project := line.dims.get("项目", NOT_APPLICABLE)) != NOT_APPLICABLE:
            for fund in ("", *budget.vocabulary.upward("资金", line.dims.get("资金", NOT_APPLICABLE))):
                sums[fund, project] = EXACT.add(sums.get((fund, project), Decimal(0)), line.amount)
    return grouped(key for key, amount in sums.items() if amount)


def amounts(budget: Budget) -> frozenset[Decimal]:
    """Return every amount of this year in a line or summed by one or two members, and all their changes."""
    found = set[Decimal]()
    for measure in budget.books[""].ledgers:
        own = _sums(budget, budget.books[""], measure)
        found |= {*own.values(), *(line.amount for line in budget.books[""].every_line(measure))}
        for base in budget.books.values():
            before = _sums(budget, base, measure)
            found |= {abs(EXACT.subtract(own.get(k, Decimal(0)), before.get(k, Decimal(0)))) for k in {*own, *before}}
    return frozenset(found)


def _sums(budget: Budget, book: Book, measure: str) -> dict[Conditions, Decimal]:
    """Return the sums of lines by each member, also combined with 资金, 性质 or 单位; and amounts stated whole."""
    apart = [_sums_of(one.lines, budget.vocabulary) for one in book.breakdowns.get(measure, ())]
    sums = reduce(or_, [*apart, _sums_of(book.lines.get(measure, ()), budget.vocabulary)])
    return sums | {name.conditions: whole.amount for name, whole in book.stated.items() if name.measure == measure}


def _sums_of(lines: Iterable[Line], vocabulary: Vocabulary) -> dict[Conditions, Decimal]:
    sums: dict[Conditions, Decimal] = {}
    for line in lines:
        members = [(d, above) for d, m in line.dims.items() for above in vocabulary.upward(d, m)]
        limits = [pair for pair in members if pair[0] in ("资金", "性质", "单位")]
        both = (tuple(sorted((pair, limit))) for pair in members for limit in limits)
        for key in {(), *((pair,) for pair in members), *both}:
            sums[key] = EXACT.add(sums.get(key, Decimal(0)), line.amount)
    return sums
