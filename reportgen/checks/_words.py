"""The sentences of the text as plain words (文字)."""

import re
from collections.abc import Iterator

from reportgen.checks._case import Case
from reportgen.document import Paragraph, plain, walk

_END = re.compile(r"(?<=[。；！？\n])")


def sentences(case: Case) -> Iterator[str]:
    """Every sentence of the paragraphs, in reading order; none of the tables'."""
    for block in walk(case.document.blocks):
        if isinstance(block, Paragraph):
            yield from filter(None, map(str.strip, _END.split(plain(block.runs))))
