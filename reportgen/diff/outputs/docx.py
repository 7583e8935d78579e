"""A Word file with Word's own tracked changes (修订): accepting all gives the new document, rejecting all the old one.

Both documents are merged into one tree: words only in the old one are deleted, words only in the new one are inserted.
Nothing is moved: a moved element is deleted at the old place and inserted at the new one. What is not text (roles,
depth, turned pages) comes from the new document. A comment at the title says why totals changed; it is no part of the
text, whatever is accepted.
"""

from collections.abc import Iterator, Sequence

from reportgen.diff import Differences
from reportgen.diff.aligning import Keyed, alike, in_one_order
from reportgen.diff.changes import Element, Segment
from reportgen.diff.comparison import Comparison
from reportgen.diff.items import DocumentItem, labelled_columns, labelled_rows
from reportgen.diff.outputs._phrases import restated
from reportgen.diff.outputs._why import lines as why
from reportgen.diff.rows import same_rows
from reportgen.diff.tokens import WordRules, marks, masked
from reportgen.diff.wording import BothRules, segments
from reportgen.document import (
    Block,
    Document,
    Paragraph,
    ParagraphRole,
    Revised,
    Revision,
    Row,
    Run,
    Runs,
    Section,
    Table,
    Text,
    plain,
)
from reportgen.drawing import chart_in_one_line
from reportgen.ooxml.comments import WordComment, WordSpot, with_comments
from reportgen.ooxml.package import opened
from reportgen.readers.docx import lines_of, read
from reportgen.records import dataclass, replace
from reportgen.writers import writer

AUTHOR = "reportgen 比对"
MOST_NAMED = 20  # items and restated numbers in the comment
_PROPERTIES = "docProps/custom.xml"


def write(differences: Differences) -> bytes:
    """Return the Word file, in the style of the region of either side."""
    content = writer("docx")(merged(differences.comparison, differences.by), differences.style)
    return _with_reasons(content, differences) if differences.explanations else content


def _with_reasons(content: bytes, differences: Differences) -> bytes:
    """The file with why totals changed as a comment at its first line, and its fingerprint with that."""
    package = opened(content, "修订.docx")
    body = package.body()
    first = next(line for line in lines_of(package, body) if "".join(text for _, text in line.printed).strip())
    length = sum(len(text) for _, text in first.printed)
    begins, ends = (WordSpot(first.paragraph, first.printed, at) for at in (0, length))
    said = [line.strip() for line in ("为什么变", *why(differences, MOST_NAMED), *_restated(differences))]
    content = with_comments(package, body, [WordComment(tuple(said), begins, ends)], AUTHOR)
    made, package = read(content), opened(content, "修订.docx")
    property_ = package.read(_PROPERTIES).replace(made.stated.encode(), made.fingerprint.encode())
    return package.with_parts({_PROPERTIES: property_})


def _restated(differences: Differences) -> Iterator[str]:
    found = differences.restated
    if found:
        yield f"后一份文件改了前一年的数，{len(found)}处{'，如' if len(found) > MOST_NAMED else ''}："
        yield from (restated(one) for one in found[:MOST_NAMED])


def merged(comparison: Comparison, by: Revised) -> Document:
    """Return the tree of both documents, with tracked changes.

    Args:
        by: author and time of the changes.
    """
    title: Runs = ()
    blocks: list[Block] = []
    for old, new in comparison.rows:
        if Element.TITLE in (old and old.what, new and new.what):
            title += _merged_runs(old.runs if old else (), new.runs if new else (), comparison.sides)
        else:
            blocks += _blocks(old, new, comparison.sides)
    return replace(comparison.new, title=title, blocks=tuple(blocks), front=(), mark="", revised=by)


def _blocks(old: DocumentItem | None, new: DocumentItem | None, sides: BothRules) -> Iterator[Block]:
    both = _merged_block(old, new, sides) if old and new else None
    if both:
        yield both
        return
    if old:
        yield _whole_block(old.block, Revision.DELETED)
    if new:
        yield _whole_block(new.block, Revision.INSERTED)


def _merged_block(old: DocumentItem, new: DocumentItem, sides: BothRules) -> Block | None:
    """Return one block with both sides of an item; None if no block can hold both."""
    match old.block, new.block:
        case Section() as one, Section() as other if one.level == other.level:
            return _heading(one, other, sides)
        case Paragraph() as one, Paragraph() as other if one.place is other.place:
            return replace(other, runs=_merged_runs(one.runs, other.runs, sides))
        case Table() as one, Table() as other if not (one.picture or other.picture):
            return _merged_table(one, other, sides)
        case Table() as one, Table() as other if one.picture and other.picture:
            return other if chart_in_one_line(one) == chart_in_one_line(other) else None
        case (Section(), _) | (_, Section()):  # of another level, or a heading of one side alone
            return None
        case _ if plain(old.runs) == plain(new.runs):  # a chart, and the place of a lost one
            return old.block if isinstance(old.block, Table) else new.block
        case _:
            return None


def _heading(old: Section, new: Section, sides: BothRules) -> Section:
    title = _merged_runs(old.title, new.title, sides)
    if old.number == new.number:
        return Section(new.level, new.number, title, ())
    return Section(new.level, "", _renumbered(old, new) + title, ())


def _renumbered(old: Section | Table, new: Section | Table) -> Runs:
    """Return the old number as deleted, the new one as inserted."""
    return _marked((Text(old.number),), Revision.DELETED) + _marked((Text(new.number),), Revision.INSERTED)


def _whole_block(block: Block, revision: Revision) -> Block:
    """Return the block with all its words marked as inserted or deleted."""
    match block:
        case Section():
            return Section(block.level, "", _marked((Text(block.number), *block.title), revision), ())
        case Paragraph():
            return replace(block, runs=_marked(block.runs, revision))
        case Table():
            return replace(
                block,
                renumbered=_marked((Text(block.number),), revision),
                title=_marked(block.title, revision),
                left=_marked(block.left, revision),
                right=_marked(block.right, revision),
                head=tuple(_whole_row(row, revision) for row in block.head),
                body=tuple(_whole_row(row, revision) for row in block.body),
                notes=tuple(replace(note, runs=_marked(note.runs, revision)) for note in block.notes),
            )


def _whole_row(row: Row, revision: Revision) -> Row:
    cells = tuple(replace(cell, runs=_marked(cell.runs, revision)) for cell in row.cells)
    return replace(row, cells=cells, revision=revision)


def _merged_table(old: Table, new: Table, sides: BothRules) -> Table | None:
    """Return one table with both sides; None if columns differ, or if cells span rows differently."""
    head = _merged_head(old, new, sides)
    body = _merged_body(old, new, sides)
    if old.width != new.width or head is None or body is None:
        return None
    return replace(
        new,
        renumbered=_renumbered(old, new) if old.number != new.number else (),
        title=_merged_runs(old.title, new.title, sides),
        left=_merged_runs(old.left, new.left, sides),
        right=_merged_runs(old.right, new.right, sides),
        head=head,
        body=body,
        notes=tuple(_notes(old.notes, new.notes, sides)),
    )


def _merged_head(old: Table, new: Table, sides: BothRules) -> tuple[Row, ...] | None:
    """Return the head rows, merged by cells; None unless spans are equal and only years and numbers differ."""
    keys = [[column.key for column in labelled_columns(*side)] for side in ((old, sides.old), (new, sides.new))]
    if keys[0] != keys[1] or _spans(old.head) != _spans(new.head):
        return None
    return _row_by_row(old.head, new.head, sides)


def _merged_body(old: Table, new: Table, sides: BothRules) -> tuple[Row, ...] | None:
    spans = _spans(old.body), _spans(new.body)
    if any(rows > 1 for side in spans for row in side for _, rows in row):
        return _row_by_row(old.body, new.body, sides) if spans[0] == spans[1] else None
    return tuple(_rows(old, new, sides))


def _spans(rows: Sequence[Row]) -> list[list[tuple[int, int]]]:
    """Return (columns, rows) that each cell spans, row by row."""
    return [[(cell.columns, cell.rows) for cell in row.cells] for row in rows]


def _row_by_row(old: Sequence[Row], new: Sequence[Row], sides: BothRules) -> tuple[Row, ...]:
    return tuple(_merged_row(*pair, sides) for pair in zip(old, new, strict=True))


def _merged_row(old: Row, new: Row, sides: BothRules) -> Row:
    """Return two rows whose cells have equal spans, merged by cells."""
    pairs = zip(old.cells, new.cells, strict=True)
    return replace(new, cells=tuple(replace(b, runs=_merged_runs(a.runs, b.runs, sides)) for a, b in pairs))


def _rows(old: Table, new: Table, sides: BothRules) -> Iterator[Row]:
    left = labelled_rows(old.body, old, range(old.width), sides.old)
    right = labelled_rows(new.body, new, range(new.width), sides.new)
    for i, j in in_one_order(same_rows(left, right, sides), len(left), len(right)):
        one, other = None if i is None else old.body[i], None if j is None else new.body[j]
        if one and other and _spans([one]) == _spans([other]):
            yield _merged_row(one, other, sides)
            continue
        if one:
            yield _whole_row(one, Revision.DELETED)
        if other:
            yield _whole_row(other, Revision.INSERTED)


@dataclass(frozen=True, slots=True)
class _Note(Keyed):
    runs: Runs


def _notes(old: Sequence[Paragraph], new: Sequence[Paragraph], sides: BothRules) -> Iterator[Paragraph]:
    left, right = [_note(note, sides.old) for note in old], [_note(note, sides.new) for note in new]
    for i, j in in_one_order(alike(left, right), len(left), len(right)):
        runs = _merged_runs(() if i is None else left[i].runs, () if j is None else right[j].runs, sides)
        yield Paragraph(runs, ParagraphRole.NOTE)


def _note(note: Paragraph, rules: WordRules) -> _Note:
    key = masked(note.runs, rules)
    return _Note(key, marks(key), note.runs)


def _merged_runs(old: Runs, new: Runs, sides: BothRules) -> Runs:
    """Return the runs of both sides: equal words once, of changed ones the old deleted, the new inserted."""
    return tuple(run for segment in segments(old, new, sides) for run in _runs(segment))


def _runs(segment: Segment) -> Iterator[Run]:
    if plain(segment.old) == plain(segment.new):
        yield from segment.new
    else:
        yield from _marked(segment.old, Revision.DELETED)
        yield from _marked(segment.new, Revision.INSERTED)


def _marked(runs: Runs, revision: Revision) -> Runs:
    """Return the runs marked as inserted or deleted, without empty ones."""
    return tuple(replace(run, revision=revision) for run in runs if run.text)
