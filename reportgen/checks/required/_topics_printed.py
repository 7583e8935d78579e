"""What a page tells of a topic by what it prints (要件): the names of its figures, the facts of the budget file.

A region that words it otherwise has said it all the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case
from reportgen.checks._printed_figures import as_printed_by_region, told_figures
from reportgen.checks._topics import Topic
from reportgen.document import Paragraph, figures, plain, walk
from reportgen.figure import parse

_SLOT = re.compile(r"<[^<>]*>")
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
    in_sentences = {told.figure.name for told in told_figures(case)}
    return PrintedNames("\n".join(in_sentences), "\n".join({figure.name for figure in figures(case.document)}))


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
    if not (topic.of and amounts and as_printed_by_region(case)):
        return False
    return not amounts.amount(parse(topic.of))
