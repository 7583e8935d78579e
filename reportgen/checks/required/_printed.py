"""What a document should say and prints (该说的和印了的): words of the budget file, and the names of printed figures.

Which words a region prints is not known here; but where it prints most of a kind, the others are missing. Words with
figures in them (`<支出[项目=甲]>`) are compared around the figures.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reportgen.budget import Budget, UnknownAmount
from reportgen.budget.ledger import total
from reportgen.checks._case import Case, grouped
from reportgen.checks.required._topics import Topic
from reportgen.diagnostics import Location
from reportgen.document import Paragraph, plain, walk
from reportgen.figure import FigureId, parse
from reportgen.reading.terms import bare
from reportgen.source import Mapping, Node, Scalar, Sequence

_SLOT = re.compile(r"<[^<>]*>|\{\{.*?\}\}")
_SHORT = 4  # letters below which words may stand anywhere by chance


@dataclass(frozen=True, slots=True)
class Words:
    """Something that the file says: of which kind, what, where in the file."""

    kind: str
    text: str
    at: Location | None = None

    @property
    def label(self) -> str:
        """What stands before it where it is labelled: 立项依据："""
        return "用于" if self.kind == "用途" else f"{self.kind.rpartition('.')[2]}："

    def stand_in(self, page: str, after: str = "") -> bool:
        """Whether the page says it, after those words."""
        text = self.text.rstrip("。；，")
        if "<" not in text and "{{" not in text:
            return after + "".join(text.split()) in page
        pieces = [re.sub(r"\s", "", piece) for piece in _SLOT.split(text)]
        return re.search(re.escape(after) + "[^\n]{0,60}?".join(map(re.escape, pieces)), page) is not None


def missing_words(budget: Budget, page: str) -> Iterator[Words]:
    """What the file says and the page does not, though it should: names always, other words where most of a kind are.

    Args:
        page: all of its text, without blanks inside of lines.
    """
    yield from (words for words in _names(budget) if not words.stand_in(page))
    long = (words for words in _written(budget) if len(_SLOT.sub("", words.text)) >= _SHORT)
    for own in grouped((words.kind, words) for words in long).values():
        labelled = [words for words in own if words.stand_in(page, words.label)]
        there = labelled if 4 * len(labelled) >= 3 * len(own) else [words for words in own if words.stand_in(page)]
        if 2 * len(there) >= len(own):
            yield from (words for words in own if words not in there)


def _names(budget: Budget) -> Iterator[Words]:
    own = budget.file.department
    yield from (Words("职责", bare(line)) for duty in own.duties for line in duty.splitlines() if line.strip())
    yield from (Words("内设机构", name) for name in own.offices)
    yield from (Words("预算单位", unit.name) for unit in own.units if len(own.units) > 1)


def _written(budget: Budget) -> Iterator[Words]:
    for figure, said in budget.purposes.items():
        if not _is_zero(budget, figure):
            yield Words("用途", said.text, said.at)
    for heading, nodes in (("绩效", budget.file.performance), ("资料", budget.file.facts)):
        for name, node in nodes.items():
            flat = isinstance(node, Scalar) or (isinstance(node, Sequence) and heading == "资料")
            kind = heading if flat else f"{heading}.{name}"
            yield from _leaves(kind, node)


def _is_zero(budget: Budget, name: FigureId) -> bool:
    """Whether the file has nothing under the figure, as in the document of another unit."""
    ledger = budget.books[""].ledgers.get(name.measure)
    try:
        return ledger is not None and not total(ledger.select(name.conditions))
    except UnknownAmount:
        return False


def _leaves(kind: str, node: Node) -> Iterator[Words]:
    match node:
        case Scalar():
            for line in node.text.splitlines():
                if re.search("[一-龥]", line):
                    yield Words(kind, bare(line), node.at)
        case Sequence():
            yield from _each(kind, node.items)
        case Mapping():
            for key, value in node.entries:
                yield from _leaves(f"{kind}.{key.text}", value)


def _each(kind: str, nodes: Iterable[Node]) -> Iterator[Words]:
    for node in nodes:
        yield from _leaves(kind, node)


_ENOUGH = 8  # letters of an explanation that nobody writes by chance
_IN_TABLES = ("车辆", "设备")  # what some regions list in a table of assets alone


@dataclass(frozen=True, slots=True)
class PrintedNames:
    """Names of figures, one a line: those that sentences tell, and all."""

    in_sentences: str
    everywhere: str

    def needs(self, topic: Topic) -> frozenset[str]:
        """What of the topic they say."""
        return frozenset(need for need, pattern in topic.needs.items() if pattern and self._has(pattern))

    def _has(self, pattern: str) -> bool:
        names = self.everywhere if pattern in _IN_TABLES else self.in_sentences
        return re.search(pattern, names, re.MULTILINE) is not None


def printed_names(case: Case) -> PrintedNames:
    """The names of what the document prints."""
    in_sentences = {told.figure.name for told in case.stated_figures}
    return PrintedNames("\n".join(in_sentences), "\n".join(case.figure_names))


def is_said_by_facts(case: Case, name: str) -> bool:
    """Whether the page prints what the budget file or the region has to say on it: duties, bodies, terms."""
    facts = list(_facts(case, name))
    if not facts:
        return False
    page = "\n".join(plain(block.runs) for block in walk(case.document.blocks) if isinstance(block, Paragraph))
    return any(words in page for words in facts)


def _facts(case: Case, name: str) -> Iterator[str]:
    own = case.budget.file.department if case.budget else None
    match name:
        case "职责" if own:
            yield from (line.strip() for duty in own.duties for line in duty.splitlines() if line.strip())
        case "机构设置" if own:
            yield from (*own.offices, *own.subordinates, *(unit.name for unit in own.units))
        case "名词解释" if case.profile:
            pieces = (piece for said in case.profile.glossary.values() for piece in _SLOT.split(said.text))
            yield from (piece for piece in pieces if len(piece) >= _ENOUGH)


def lacks_facts(case: Case, name: str) -> bool:
    """Whether the officer left out of the budget file what the region would print."""
    return case.budget is not None and name in ("职责", "机构设置") and not any(_facts(case, name))


def is_nothing(case: Case, topic: Topic) -> bool:
    """Whether the budget file has nothing of it, and the region says so in words of its own."""
    amounts = case.file_figures
    if not (topic.of and amounts and case.is_as_made):
        return False
    return not amounts.amount(parse(topic.of))
