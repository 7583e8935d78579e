"""Bookmarks (书签): where the contents lead to, and, hidden, where each number of the text stands.

Names begin with an underscore, so that Word lists them only when asked for hidden ones; they are unique in the file
and take no space. A number's is `_rg`, the first letters of a digest of its name, and which of that name it is.
Source: ECMA-376 part 1, 17.13.6; Word takes names of up to 40 letters, digits and underscores.
"""

from collections import Counter
from hashlib import sha256

from reportgen.document import Revision, Run, Runs, Text
from reportgen.writers.docx.text import runs_xml

_DIGITS = 12


def heading_name(place: int) -> str:
    """The bookmark of the listed heading in that place, counted from 0; named as Word names those of contents."""
    return f"_Toc{place + 1:09}"


def figure_name(name: str, nth: int = 1) -> str:
    """The bookmark of the nth number of that name."""
    return f"_rg{sha256(name.encode(errors='replace')).hexdigest()[:_DIGITS]}_{nth}"


class Bookmarks:
    """Hands out the bookmarks of one document, each with a number of its own."""

    def __init__(self) -> None:
        self._count = 0
        self._named: Counter[str] = Counter()

    def around(self, name: str, content: str) -> str:
        """The content as a bookmark."""
        self._count += 1
        start = f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{self._count}"/>'

    def runs(self, runs: Runs) -> str:
        """The runs, with a bookmark around every number but those that are deleted."""
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if isinstance(run, Text) or run.revision is Revision.DELETED:
            return runs_xml((run,))
        self._named[run.name] += 1
        return self.around(figure_name(run.name, self._named[run.name]), runs_xml((run,)))
