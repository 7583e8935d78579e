"""What a rule sees (the case, 待查文件): the document, what was read of it, and its budget where there is one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from reportgen.budget import Budget
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._results import grouped
from reportgen.checks._sentences import Sentences, sentences_of
from reportgen.document import Block, Document, Figure, Paragraph, Row, Section, Table, figures, plain, walk
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.fingerprint import lines_of
from reportgen.lexicon import DocumentKind, Lexicon, kind_called
from reportgen.profile import Profile
from reportgen.reading import Entry, Place, Reading
from reportgen.reading.layout import ItemRow, coded_rows
from reportgen.reading.meanings import Meanings
from reportgen.reading.own_words import known_before, lexicon_of
from reportgen.reading.table_kinds import year_of_titles
from reportgen.records import dataclass, replace
from reportgen.report import Report
from reportgen.source import KeyPath, Node, Scalar, scalars

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """One document to check, with the budget and the region that it was made from, if they are known.

    Attributes:
        made: the document that budget and region make, if it was made already.
        engine: the figures behind that document, if at hand, with the values worked out already.
    """

    document: Document
    budget: Budget | None = None
    profile: Profile | None = None
    made: Document | None = None
    engine: Figures | None = None

    @property
    def year(self) -> int:
        """The budget year (预算年度) in the document."""
        return self.document.year

    @cached_property
    def kind(self) -> DocumentKind:
        """The kind of document: by the budget's 文种, else by the title, else a budget."""
        stated = self.budget.file.kind if self.budget else ""
        return kind_called(stated) or kind_called(plain(self.document.title)) or DocumentKind.BUDGET

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words to read the document with: the built-in ones, its region's, and those that it teaches itself."""
        return self._taught[0]

    @cached_property
    def _taught(self) -> tuple[Lexicon, Reading | None]:
        """Its words; and the document as it was read for its own ones, if it has none and need not be read again."""
        if self.carries_names and self.profile:
            return self.profile.lexicon, None
        reading = Reading(self.document)
        found = lexicon_of(reading, self.profile)
        return found, reading if found is known_before(self.profile) and self.names is None else None

    @cached_property
    def is_as_made(self) -> bool:
        """Whether the document is unchanged since it was made, so that only the region can lack something."""
        return self.budget is not None and self.profile is not None and self.made in (None, self.document)

    @cached_property
    def as_made(self) -> "Case | None":
        """The case of the document as budget and region make it; None if this is that document, or they are unknown."""
        known = self.made is not None and not self.is_as_made
        return replace(self, document=self.made or self.document) if known else None

    @cached_property
    def reading(self) -> Reading:
        """The document as rules read it."""
        return self._taught[1] or Reading(self.document, self.names)

    @cached_property
    def carries_names(self) -> bool:
        """Whether numbers of the document carry the names of their figures: the program made it."""
        return any(figure.name for figure in figures(self.document))

    @property
    def figure_names(self) -> frozenset[str]:
        """The names that numbers of the document carry; not kept, as very many."""
        return frozenset([figure.name for figure in figures(self.document)])

    @cached_property
    def is_tables_alone(self) -> bool:
        """Whether the document is a workbook of tables alone: its words stand elsewhere and are not asked for."""
        cells = (cell for layout in self.reading.tables for row in layout.table.body for cell in row.cells)
        return not self.reading.passages and any(cell.origin for cell in cells)

    @cached_property
    def names(self) -> Meanings | None:
        """The meaning of the names that numbers carry; None if they carry none, or if there is no budget."""
        return self._meanings if self.carries_names else None

    @cached_property
    def _meanings(self) -> Meanings | None:
        return Meanings(self.budget, self.engine.names if self.engine else None) if self.budget else None

    @cached_property
    def figures(self) -> Figures | None:
        """The figures of the budget; None if budget or region is not known."""
        return self.engine or (Figures(self.budget, self.profile) if self.budget and self.profile else None)

    @cached_property
    def file_figures(self) -> FileFigures | None:
        """The amounts of the budget file by the names that rules use; None without a budget."""
        return FileFigures(self._meanings) if self._meanings else None

    @cached_property
    def in_forms(self) -> tuple[Entry, ...]:
        """Every number of the forms, in reading order."""
        return tuple(entry for form in self.reading.forms for entry in form.entries)

    @cached_property
    def sentences(self) -> Sentences:
        """The texts of the budget file that are written to be read."""
        return Sentences(sentences_of(self.budget) if self.budget else ())

    @cached_property
    def items(self) -> tuple[ItemRow, ...]:
        """Every row of the tables that is an item (科目)."""
        return tuple(coded_rows(self.reading.tables))

    @cached_property
    def stated_figures(self) -> tuple["FigureInSentence", ...]:
        """Every number of the paragraphs that carries a name, in reading order."""
        return tuple(
            FigureInSentence(figure, passage.place(start, len(figure.text)), passage.text[start + len(figure.text) :])
            for passage in self.reading.passages
            for start, figure in passage.carried.items()
        )

    @cached_property
    def stated_names(self) -> frozenset[str]:
        """The names that numbers of the paragraphs carry."""
        return frozenset([one.figure.name for one in self.stated_figures])

    @cached_property
    def printed(self) -> Mapping[FigureId, Sequence[Entry]]:
        """Name -> every print of the figure in tables and forms, in reading order."""
        in_forms = grouped((entry.name, entry) for entry in self.in_forms if entry.name)
        tables = self.reading.by_name
        return {**tables, **{n: (*tables.get(n, ()), *own) for n, own in in_forms.items()}} if in_forms else tables

    def plain(self, name: FigureId) -> FigureId:
        """Return the name without conditions that every line of this budget meets (see `Meanings.plain`)."""
        return self.names.plain(name) if self.names else name

    def always(self, name: FigureId, condition: tuple[str, str]) -> bool:
        """Whether every line of the figure meets the condition."""
        return self.names is not None and self.names.always(name, condition)

    def values(self, node: Node) -> list[tuple[KeyPath, Scalar]]:
        """Return every value of a node of the budget file with the keys above it; several rules ask for a project's."""
        return self.remembered((Node, id(node)), lambda: scalars(node))

    def remembered(self, key: object, make: Callable[[], T]) -> T:
        """Return what `make` returns; it is called once for each key."""
        if key not in self._memory:
            self._memory[key] = make()
        found: T = self._memory[key]
        return found

    @cached_property
    def _memory(self) -> dict[object, Any]:
        return {}


def case_of(report: Report) -> Case:
    """Return the case of a document that was just made."""
    return Case(report.document, report.budget, report.profile, report.document, report.figures)


def case_of_read(document: Document, source: Report | None = None, profile: Profile | None = None) -> Case:
    """Return the case of a document that was read from a file, whoever made it.

    Args:
        source: the report of its budget file, to compare with. profile: its region, if that alone is known.
    """
    if source is None:
        return Case(replace(document, year=year_of_titles(document)), profile=profile)
    if same := with_names(document, source.document):
        return Case(same, source.budget, source.profile, source.document, source.figures)
    if document.year != source.document.year:  # the title was edited: R506 reports it, and all numbers keep their year
        document = replace(document, year=source.document.year)
    return Case(document, source.budget, source.profile, source.document, source.figures)


@dataclass(frozen=True, slots=True)
class FigureInSentence:
    """A number in a sentence that carries a name, its place, and the rest of the paragraph after it."""

    figure: Figure
    place: Place
    after: str


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
            return replace(made, head=_placed_rows(made.head, read.head), body=_placed_rows(made.body, read.body))
    return made


def _placed_rows(made: tuple[Row, ...], read: tuple[Row, ...]) -> tuple[Row, ...]:
    if [len(row.cells) for row in made] != [len(row.cells) for row in read]:
        return made
    return tuple([_placed_row(own, other) for own, other in zip(made, read, strict=True)])


def _placed_row(made: Row, read: Row) -> Row:
    cells = [replace(own, origin=other.origin) for own, other in zip(made.cells, read.cells, strict=True)]
    return replace(made, page=read.page, cells=tuple(cells))
