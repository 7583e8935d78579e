"""Where everything is in the page: blocks with the ids that the contents link to.

Ids come from positions alone, so that a link to a published page survives a change of wording: sections `s1`, `s1-2`
(second section in the first), tables `t1`, `t2`, … through the whole document.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from reportgen.document import Block, Section, Table


@dataclass(frozen=True, slots=True)
class Placed:
    """A block in its place.

    Attributes:
        anchor: its id, empty for a paragraph.
        inside: what stands under a section.
    """

    block: Block
    anchor: str = ""
    inside: tuple["Placed", ...] = ()


def outline(blocks: tuple[Block, ...], before: str = "") -> tuple[Placed, ...]:
    """All blocks with their ids, which begin with `before`."""
    return tuple(_placed(blocks, f"{before}s", (f"{before}t{number}" for number in count(1))))


def _placed(blocks: tuple[Block, ...], prefix: str, tables: Iterator[str]) -> Iterator[Placed]:
    sections = count(1)
    for block in blocks:
        if isinstance(block, Section):
            anchor = f"{prefix}{next(sections)}"
            yield Placed(block, anchor, tuple(_placed(block.blocks, f"{anchor}-", tables)))
        elif isinstance(block, Table):
            yield Placed(block, next(tables))
        else:
            yield Placed(block)
