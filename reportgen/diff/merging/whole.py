"""Both documents in one tree (合并): what the old one alone has is deleted in it, what the new one alone has inserted.

Accepting all changes gives the new document, rejecting them the old one. Nothing is moved: what stands elsewhere is
deleted there and inserted here. Everything that is not text (roles, depth, pages turned) is the new document's.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.diff.changes import What
from reportgen.diff.documents import Comparison
from reportgen.diff.documents.items import Item
from reportgen.diff.documents.wording import Side
from reportgen.diff.merging.revised import marked, marked_text, merged_runs, whole_table
from reportgen.diff.merging.tables import merged_table
from reportgen.document import Block, Document, Paragraph, Revised, Revision, Runs, Section, Table


def merged(comparison: Comparison, by: Revised) -> Document:
    """The tree with tracked changes.

    Args:
        by: who is said to have made them, and when.
    """
    title: Runs = ()
    blocks: list[Block] = []
    for old, new in comparison.rows:
        if What.TITLE in (old and old.what, new and new.what):
            title += _title(old, new, comparison.sides)
        else:
            blocks += _blocks(old, new, comparison.sides)
    return replace(comparison.new, title=title, blocks=tuple(blocks), front=(), mark="", revised=by)


def _title(old: Item | None, new: Item | None, sides: Side) -> Runs:
    return merged_runs(old.runs if old else (), new.runs if new else (), sides)


def _blocks(old: Item | None, new: Item | None, sides: Side) -> Iterator[Block]:
    if old and new and (both := _both(old, new, sides)):
        yield from both
        return
    yield from (_whole(item.block, revision) for item, revision in _alone(old, new))


def _alone(old: Item | None, new: Item | None) -> Iterator[tuple[Item, Revision]]:
    if old:
        yield old, Revision.DELETED
    if new:
        yield new, Revision.INSERTED


def _both(old: Item, new: Item, sides: Side) -> tuple[Block, ...]:
    """The item that stands on both sides, or nothing where one cannot hold both."""
    match old.block, new.block:
        case Section(), Section() if old.level == new.level:
            return (_heading(old.block, new.block, sides),)
        case Paragraph(), Paragraph() if old.block.place is new.block.place:
            return (replace(new.block, runs=merged_runs(old.block.runs, new.block.runs, sides)),)
        case Table(), Table() if old.what is What.TABLE:
            found = merged_table(old.block, new.block, sides)
            return (found,) if found else ()
        case _ if old.runs == new.runs:  # what is drawn, or was when the file was read
            return (old.block if isinstance(old.block, Table) else new.block,)
        case _:
            return ()


def _heading(old: Section, new: Section, sides: Side) -> Section:
    if old.number == new.number:
        return Section(new.level, new.number, merged_runs(old.title, new.title, sides), ())
    numbers = marked_text(old.number, Revision.DELETED) + marked_text(new.number, Revision.INSERTED)
    return Section(new.level, "", numbers + merged_runs(old.title, new.title, sides), ())


def _whole(block: Block, revision: Revision) -> Block:
    match block:
        case Section():
            title = marked_text(block.number, revision) + marked(block.title, revision)
            return Section(block.level, "", title, ())
        case Paragraph():
            return replace(block, runs=marked(block.runs, revision))
        case Table():
            return whole_table(block, revision)
