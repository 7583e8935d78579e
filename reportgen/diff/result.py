"""All that a comparison finds (比对结果), for every output to show as it can."""

from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.diff.documents import Comparison
from reportgen.diff.figures import FigureChange
from reportgen.diff.reasons import TextChange
from reportgen.diff.renamed import Renaming
from reportgen.document import Revised
from reportgen.style import StyleSheet


@dataclass(frozen=True, slots=True)
class Differences:
    """What is different between two files.

    Attributes:
        old, new: what the two sides are called, as a rule the names of their files.
        by: who is said to have made the tracked changes; style: how a Word file that shows them looks.
        contradictions: numbers edited by hand that contradict a budget file, each with the lines it contradicts.
        remarks: what Word files hold beside their text: comments, tracked changes.
        figures, renamings, reasons: of two budget files, figures by name, the most important first; members under two
            names; what the files say in words.
    """

    old: str
    new: str
    comparison: Comparison
    by: Revised
    style: StyleSheet
    contradictions: tuple[Diagnostic, ...] = ()
    remarks: tuple[str, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    renamings: tuple[Renaming, ...] = ()
    reasons: tuple[TextChange, ...] = ()

    @property
    def found(self) -> bool:
        """Whether anything is different."""
        return bool(self.comparison.changes or self.figures or self.renamings or self.reasons)
