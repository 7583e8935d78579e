"""What outputs are asked to show: comparisons of the examples, of drafts edited by hand, of hostile documents."""

from dataclasses import replace
from functools import cache

from reportgen.diagnostics import Location, error
from reportgen.diff import ComparedFile, Differences, differences
from reportgen.document import Block, Document, Paragraph, Revised, Runs, Section, Text
from tests.budgets import published

BY = Revised("甲", "2026-01-01T00:00:00Z")
EXAMPLES = ("example-2025", "example-2026")


@cache
def examples(*names: str) -> Differences:
    """Two budget files of `data/`, those of 2025 and 2026 unless others are named; compared once."""
    one, other = names or EXAMPLES
    sides = [(f"{name}.yaml", published(name)) for name in (one, other)]
    given = [ComparedFile(name, report.document, report) for name, report in sides]
    return differences(given[0], given[1], BY)


def documents(old: Document, new: Document) -> Differences:
    """Two documents that no budget file is known of."""
    return differences(ComparedFile("旧.docx", old), ComparedFile("新.docx", new), BY)


def contradicted(found: Differences) -> Differences:
    """The same, and one number in it contradicts a line of a budget file."""
    place = Location("data/example-2026.yaml", 133, 57, 6, "金额: 240000")
    told = error("改错的数", "“购书经费”改成了25万元，预算文件里是24万元", place, hint="改预算文件，再生成")
    return replace(found, contradictions=(told,))


def passage(*lines: str | Runs, title: str = "题", year: int = 2026) -> Document:
    """A document of one section with these paragraphs."""
    blocks: tuple[Block, ...] = tuple(Paragraph((Text(each),) if isinstance(each, str) else each) for each in lines)
    return Document((Text(title),), "甲局", year, (Section(1, "一、", (Text("情况"),), blocks),))
