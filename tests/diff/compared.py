"""What outputs are asked to show: comparisons of the examples, of drafts edited by hand, of hostile documents."""

from dataclasses import dataclass, replace

from reportgen.diagnostics import Location, error
from reportgen.diff.documents import compare
from reportgen.diff.figures import FigureChange, figure_changes
from reportgen.diff.renamed import Renaming
from reportgen.diff.renaming import renamings
from reportgen.diff.result import Differences
from reportgen.document import Block, Document, Paragraph, Runs, Section, Text
from reportgen.report import Report
from tests.budgets import published

EXAMPLES = ("example-2025", "example-2026")


@dataclass(frozen=True, slots=True)
class OfBudgets(Differences):
    """With what only budget files tell."""

    figures: tuple[FigureChange, ...] = ()
    renamings: tuple[Renaming, ...] = ()


def budgets(old: Report, new: Report, names: tuple[str, str]) -> Differences:
    """Two budget files."""
    known = renamings(old, new)
    paths = [f"{name}.yaml" for name in names]
    found = compare(old.document, new.document)
    return OfBudgets(*paths, found, figures=figure_changes(old, new, known), renamings=known)


def examples(*names: str) -> Differences:
    """Two budget files of `data/`, those of 2025 and 2026 unless others are named."""
    one, other = names or EXAMPLES
    return budgets(published(one), published(other), (one, other))


def documents(old: Document, new: Document) -> Differences:
    """Two documents that no budget file is known of."""
    return Differences("旧.docx", "新.docx", compare(old, new))


def contradicted(differences: Differences) -> Differences:
    """The same, and one number in it contradicts a line of a budget file."""
    place = Location("data/example-2026.yaml", 133, 57, 6, "金额: 240000")
    told = error("改错的数", "“购书经费”改成了25万元，预算文件里是24万元", place, hint="改预算文件，再生成")
    return replace(differences, contradictions=(told,))


def passage(*lines: str | Runs, title: str = "题", year: int = 2026) -> Document:
    """A document of one section with these paragraphs."""
    blocks: tuple[Block, ...] = tuple(Paragraph((Text(each),) if isinstance(each, str) else each) for each in lines)
    return Document((Text(title),), "甲局", year, (Section(1, "一、", (Text("情况"),), blocks),))
