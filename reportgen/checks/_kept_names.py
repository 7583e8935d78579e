"""A file that prints what the program made, word for word, keeps the names of its numbers (沿用数名).

A Word file, a page or a PDF has all of it, a workbook its tables. What somebody edited is read by its words.
"""

from collections.abc import Iterator

from reportgen.document import Block, Document, Paragraph, Row, Section, Table, plain, walk
from reportgen.fingerprint import lines_of
from reportgen.records import replace


def with_names(read: Document, made: Document) -> Document | None:
    """Return the made document with the pages and cells where it was read; None if anything in it is otherwise."""
    there, own = list(_printed(read)), list(_printed(made))
    if tables := bool(there) and all(isinstance(block, Table) for block, _ in there):
        own = [(block, words) for block, words in own if isinstance(block, Table) and not block.picture]
    if not there or [words for _, words in there] != [words for _, words in own] or _title(read) != _title(made):
        return None
    both = zip(own, there, strict=True)
    places = {id(block): _placed(block, found) for (block, _), (found, _) in both if not isinstance(block, Section)}
    if tables:
        return replace(read, blocks=tuple(places.values()))
    return replace(made, blocks=tuple([_in_place(block, places) for block in made.blocks]))


def _printed(document: Document) -> Iterator[tuple[Block, str]]:
    """Yield every block that prints something, with what a person reads of it; a heading at any level."""
    for block in walk(document.blocks):
        own = replace(block, level=1, blocks=()) if isinstance(block, Section) else block
        if words := "\n".join(lines_of(own)):
            yield block, words


def _title(document: Document) -> str:
    return "".join(plain(document.title).split())


def _in_place(block: Block, places: dict[int, Block]) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple([_in_place(inner, places) for inner in block.blocks]))
    return places.get(id(block), block)


def _placed(made: Block, read: Block) -> Block:
    """Return the made block with page and cell of the one that was read."""
    match made, read:
        case Paragraph(), Paragraph():
            return replace(made, page=read.page, origin=read.origin)
        case Table(), Table():
            return replace(made, head=_rows(made.head, read.head), body=_rows(made.body, read.body))
    return made


def _rows(made: tuple[Row, ...], read: tuple[Row, ...]) -> tuple[Row, ...]:
    if [len(row.cells) for row in made] != [len(row.cells) for row in read]:
        return made
    return tuple([_row(own, other) for own, other in zip(made, read, strict=True)])


def _row(made: Row, read: Row) -> Row:
    cells = [replace(own, origin=other.origin) for own, other in zip(made.cells, read.cells, strict=True)]
    return replace(made, page=read.page, cells=tuple(cells))
