"""A document as items one after another (条目): title, headings, paragraphs and tables, each with what it counts as.

What is drawn says nothing in words, its numbers stand elsewhere: it counts as a picture and no more. What stands before
the title of a draft is no part of the document.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.diff.changes import DocumentPlace, Element
from reportgen.diff.documents.tokens import WordRules, clean, masked
from reportgen.diff.documents.wording import marks
from reportgen.document import Block, Document, Paragraph, ParagraphRole, Runs, Section, Table, Text, plain
from reportgen.fingerprint import DRAWN

Marks = frozenset[str]


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """One item (条目).

    Attributes:
        block: its block in the tree; of the title a section of level 0.
        runs: its words; of a table number and title.
        key: what equality is judged by; items that differ in numbers alone have the same.
        marks: what similarity is judged by.
    """

    what: Element
    block: Block
    runs: Runs
    where: DocumentPlace
    key: str
    marks: Marks

    @property
    def level(self) -> int:
        """The level of a heading; 0 for anything else."""
        return self.block.level if isinstance(self.block, Section) else 0


def items(document: Document, rules: WordRules) -> list[DocumentItem]:
    """The items in reading order."""
    return list(_items(document, rules))


def _items(document: Document, rules: WordRules) -> Iterator[DocumentItem]:
    at = 0
    for what, block, sections in _blocks(document):
        runs = _words(block)
        if clean(runs) or what is Element.TABLE:
            where = DocumentPlace(sections, _called(what, block), at=at)
            key, about = _known_by(what, block, rules)
            yield DocumentItem(what, block, runs, where, f"{what.value}\x1e{key}", about)
            at += 1


def _blocks(document: Document) -> Iterator[tuple[Element, Block, tuple[str, ...]]]:
    yield Element.TITLE, Section(0, "", document.title, ()), ()
    yield from _under(document.blocks, ())


def _under(blocks: tuple[Block, ...], above: tuple[str, ...]) -> Iterator[tuple[Element, Block, tuple[str, ...]]]:
    for block in blocks:
        match block:
            case Section():
                yield Element.HEADING, block, above
                yield from _under(block.blocks, (*above, block.number + plain(block.title)))
            case Paragraph():
                yield Element.NOTE if block.place is ParagraphRole.NOTE else Element.PARAGRAPH, block, above
            case Table() if block.picture:
                yield Element.PARAGRAPH, block, above
            case Table() if block.head or block.body or _captioned(block):
                yield Element.TABLE, block, above
            case Table():  # nothing of it is printed but its notes
                yield from _under(block.notes, above)


def _captioned(table: Table) -> bool:
    return bool(clean((Text(table.number), *table.title, *table.left, *table.right)))


def _words(block: Block) -> Runs:
    match block:
        case Section():
            return (Text(block.number), *block.title) if block.number else block.title
        case Paragraph():
            return block.runs
        case Table() if block.picture:
            return (Text(DRAWN),)
        case Table():
            return (Text(f"{block.number} "), *block.title) if block.number else block.title


def _known_by(what: Element, block: Block, rules: WordRules) -> tuple[str, Marks]:
    """Key and marks. A table is known by title and content, not by its number, which follows from its place."""
    if what is not Element.TABLE or not isinstance(block, Table):
        key = masked(_words(block), rules)
        return key, marks(key)
    title, inside = masked(block.title, rules), _inside(block, rules)
    return title or "\x1d".join(inside), marks(title) | {f"\x1d{words}" for words in inside}


def _called(what: Element, block: Block) -> str:
    if what is not Element.TABLE or not isinstance(block, Table):
        return ""
    return " ".join(plain(_words(block)).split()) or block.name


def _inside(table: Table, rules: WordRules) -> list[str]:
    """The words of the head and of the first column: a table without a title is known by them."""
    cells = [cell for row in table.head for cell in row.cells] + [row.cells[0] for row in table.body if row.cells]
    return [words for cell in cells if (words := masked(cell.runs, rules))]
