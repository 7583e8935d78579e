"""A Word file with Word's own tracked changes (修订): rejecting all gives the old document, accepting the new one."""

from reportgen.diff.differences import Differences
from reportgen.diff.merging import merged
from reportgen.writers import writer


def write(differences: Differences) -> bytes:
    """The Word file, in the style of the region of either side."""
    return writer("docx")(merged(differences.comparison, differences.by), differences.style)
