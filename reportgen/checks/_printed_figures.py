"""Numbers that carry their names (有名的数), where they are printed: what they are need not be read from words.

And pages that are just what their region prints: the officer, who writes the budget file, cannot change their words.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case
from reportgen.diagnostics import Severity
from reportgen.document import Document, Figure, figures
from reportgen.reading import Place


@dataclass(frozen=True, slots=True)
class FigureInText:
    """A named number in a sentence: where it stands, and what follows it in its paragraph."""

    figure: Figure
    place: Place
    after: str


def has_names(document: Document) -> bool:
    """Whether the document's numbers carry their names, as in one that the program made."""
    return any(figures(document))


def told_figures(case: Case) -> Iterator[FigureInText]:
    """Every named number of the paragraphs, in reading order."""
    for passage in case.reading.passages:
        for start, figure in passage.carried.items():
            stop = start + len(figure.text)
            yield FigureInText(figure, passage.place(start, stop - start), passage.text[stop:])


def as_printed_by_region(case: Case) -> bool:
    """Whether the page is just what its region prints: what it lacks there only the region's author can mend."""
    return case.profile is not None and case.made in (None, case.document)


def of_region(case: Case, otherwise: Severity = Severity.ERROR) -> Severity:
    """How grave it is that the page lacks something: a remark where only its region's author can mend it."""
    return Severity.HINT if as_printed_by_region(case) else otherwise
