"""What only comes of reading by words (凭字认数): found in the document as it was made, too, once its names are gone.

A file that somebody edited has lost the names of its numbers, so words say what they are. In a region whose words the
program does not know some numbers are then taken for others. Beside its budget that shows: the document as it was made,
read in the same way, is told the same, while by its names it is not. Such a finding is about no edit.
"""

from collections.abc import Iterable, Iterator

from reportgen.checks._case import Case
from reportgen.checks._results import Finding
from reportgen.checks._rules import Rule, results
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Row, Run, Runs, Section, Table, Text, plain
from reportgen.records import replace


def of_the_edits(found: Iterable[Finding], rule: Rule, case: Case) -> Iterator[Finding]:
    """Yield the findings without those that come of reading by words alone."""
    misread: frozenset[str] | None = None
    for one in found:
        if misread is None:
            misread = _misread(rule, case)
        if one.message not in misread:
            yield one


def _misread(rule: Rule, case: Case) -> frozenset[str]:
    """Return what the rule says of the made document without the names of its numbers, and not with them."""
    named = case.as_made
    if named is None or case.carries_names:
        return frozenset()
    bare = case.remembered("without names", lambda: replace(named, document=without_names(named.document)))
    return _messages(bare, rule) - _messages(named, rule)


def _messages(case: Case, rule: Rule) -> frozenset[str]:
    return frozenset(one.message for one in results(case, rule) if isinstance(one, Finding))


def without_names(document: Document) -> Document:
    """Return the document with every number as text and no kinds of tables stated, as it is read from a file."""
    return replace(document, blocks=tuple(map(_bare_block, document.blocks)))


def _bare_block(block: Block) -> Block:
    match block:
        case Section():
            return replace(block, title=_bare(block.title), blocks=tuple(map(_bare_block, block.blocks)))
        case Paragraph():
            return replace(block, runs=_bare(block.runs))
        case Table():
            notes = tuple(replace(note, runs=_bare(note.runs)) for note in block.notes)
            return replace(block, head=_rows(block.head), body=_rows(block.body), notes=notes, kind=None)


def _rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(replace(row, cells=tuple(map(_bare_cell, row.cells))) for row in rows)


def _bare_cell(cell: Cell) -> Cell:
    return replace(cell, runs=_bare(cell.runs), fact="")


def _bare(runs: Runs) -> Runs:
    return (Text(plain(runs)),) if any(map(_is_figure, runs)) else runs


def _is_figure(run: Run) -> bool:
    return isinstance(run, Figure)
