"""The body (正文): cover, contents, headings, paragraphs and tables, in Word sections (节).

Findings, cover and contents have pages of their own without page numbers; the pages after them are numbered from 1.
Landscape tables stand on landscape pages, with the headings right above them; everything else, and the title, is
upright. A short table that would be alone on its page may stand on one of the other kind.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import NamedTuple, assert_never

from reportgen.document import (
    Block,
    Document,
    Paragraph,
    ParagraphRole,
    Revision,
    Runs,
    Section,
    Table,
    plain,
    walk,
)
from reportgen.style import Align, Page, StyleSheet
from reportgen.tracked_changes import accepted, revision_of, revision_of_table
from reportgen.writers.docx import styles
from reportgen.writers.docx.front_matter import contents_xml, cover_xml, has_cover, listed, outlined
from reportgen.writers.docx.line_breaks import is_torn
from reportgen.writers.docx.markup import Bookmarks, heading_name, line_mark, paragraph, runs_xml, text_runs, tracked
from reportgen.writers.docx.pages import PageNumbers
from reportgen.writers.docx.pictures import chart_xml
from reportgen.writers.docx.table_pages import HeadingsAbove, TableFits, heading_height, may_share, room_for
from reportgen.writers.docx.tables import Setting, caption_lines, table_xml

LevelledBlock = tuple[Block, int]  # a block and its outline level, 0 for text

_BREAK = "<w:pageBreakBefore/>"
_GAP = 300  # twips between two tables
SectionProperties = Callable[[bool, PageNumbers, bool], str]  # turned, its page numbers, whether it is the first


class Blocks:
    """Writes blocks in their order, and counts the headings that the contents list."""

    def __init__(self, fits: TableFits, bookmarks: Bookmarks) -> None:
        self._fits, self._style = fits, fits.style
        self._bookmarks = bookmarks
        self._listed = 0
        self._pictures = 0

    def xml(self, placed: list[LevelledBlock], turned: bool, lasting: bool, end: str) -> Iterator[str]:
        """Yield the blocks of one Word section, with the properties `end` in its last paragraph.

        Args:
            lasting: the section stays even if tracked changes may take all its blocks away.
        """
        revisions = {_revision(block) for block, _ in placed}
        ending = None if lasting or not end or len(revisions) > 1 else next(iter(revisions), None)
        starts = _page_starts(placed, turned, self._fits)
        above = HeadingsAbove(starts_page=True)
        for i, (block, level) in enumerate(placed):
            before = _BREAK if i and starts[i].starts else ""
            above = HeadingsAbove(starts_page=True) if before else above
            last = i == len(placed) - 1
            apart = last or not starts[i + 1].starts or _may_vanish(placed[i + 1][0]) or _is_bare_caption(block)
            after = styles.LAST if last else styles.AFTER if apart else ""
            alone = above.starts_page and (last or starts[i + 1].starts)
            above = above._replace(alone=alone, most=starts[i].most)
            setting = Setting(before, end if last else "", "", level, above, after, ending if last else None, turned)
            yield from self._block(block, setting)
            above = self._below(block, turned, above)
        if not placed:
            yield paragraph(styles.LAST, properties=end)

    def _below(self, block: Block, turned: bool, above: HeadingsAbove) -> HeadingsAbove:
        """Return the headings above the next block: one more, or none."""
        if not isinstance(block, Section):
            return HeadingsAbove(starts_page=False)
        page = self._style.landscape if turned else self._style.portrait
        return above._replace(height=above.height + heading_height(block, self._style, page.text_width))

    def _block(self, block: Block, setting: Setting) -> Iterator[str]:
        revision = _revision(block)
        around = setting.before if revision else setting.before + setting.end
        match block:
            case Section():
                number = tracked(text_runs(block.number), revision)
                content = self._to(setting.level, block.title, number)
                yield paragraph(styles.heading(block.level), content, around, revision)
            case Paragraph():
                yield paragraph(self._text_style(block), self._bookmarks.runs(block.runs), around, revision)
            case Table() if block.picture:
                self._pictures += 1
                yield chart_xml(block, self._pictures, self._style, around)
            case Table():
                title = self._to(setting.level, block.title)
                yield from table_xml(block, self._fits, setting._replace(title=title))
                return
            case _:
                assert_never(block)
        if revision and setting.after == styles.LAST:  # what may vanish can end neither a Word section nor the file
            yield paragraph(styles.LAST, "", line_mark(setting.ending) + setting.end)

    def _text_style(self, block: Paragraph) -> str:
        """Return the style id of a paragraph; one that justified lines would tear apart is set left."""
        text = self._style.texts["正文"]
        if block.place is not ParagraphRole.BODY:
            return styles.NOTE
        ours = text.align is Align.JUSTIFY and not self._style.reference  # an office's file has lines of its own
        torn = ours and is_torn(plain(block.runs), text, self._style.portrait.text_width)
        return styles.LEFT if torn else styles.BODY

    def _to(self, level: int, title: Runs, number: str = "") -> str:
        """Return the words of a heading, as a bookmark if the contents list it; they never list a deleted one."""
        content = number + runs_xml(title)
        if not 0 < level <= self._style.contents or revision_of(title) is Revision.DELETED:
            return content
        self._listed += 1
        return self._bookmarks.around(heading_name(self._listed - 1), content)


def _revision(block: Block) -> Revision | None:
    if isinstance(block, Table):
        return revision_of_table(block)
    return revision_of(block.title if isinstance(block, Section) else block.runs)


def _may_vanish(block: Block) -> bool:
    """Whether tracked changes may take away all that parts the table before from what follows.

    That is a block, or every line above a table's rows.
    """
    if not isinstance(block, Table):
        return _revision(block) is not None
    lines = [line for line in caption_lines(block) if plain(line)]
    return bool(lines) and all(revision_of(line) for line in lines)


def _is_bare_caption(block: Block) -> bool:
    """Whether a block is a table without rows, whose caption would run together with the next one."""
    return isinstance(block, Table) and not (block.head or block.body)


class Start(NamedTuple):
    """Whether a block starts a page, and how high rows of the tables on its page are at most (另起一页)."""

    starts: bool
    most: int


def _page_starts(placed: list[LevelledBlock], turned: bool, fits: TableFits) -> list[Start]:
    """Return where pages start; a short table may stand below the one before it, if need be with lower rows."""
    style = fits.style
    page = style.landscape if turned else style.portrait
    found: list[Start] = []
    here: list[Block] = []  # what stands on the page
    for i, (block, _) in enumerate(placed):
        starts, most = _starts_page(placed, i, turned, style), style.row_most
        if starts and i and style.tables_share and isinstance(block, Table) and isinstance(here[-1], Table):
            lower = (most, (most + style.row_least) // 2, style.row_least)
            most = next((one for one in lower if _taken([*here, block], fits, page, one) <= room_for(page)), 0)
            starts = not most
            found[len(found) - len(here) :] = [each._replace(most=most or each.most) for each in found[-len(here) :]]
        here = [block] if starts else [*here, block]
        found.append(Start(starts, most or style.row_most))
    return found


def _taken(blocks: list[Block], fits: TableFits, page: Page, most: int) -> int:
    """Return the twips that headings and short tables take; more than a page with anything else."""
    above = HeadingsAbove(starts_page=True, most=most)
    taken = _GAP * (len(blocks) - 1)
    for block in blocks:
        if isinstance(block, Section):
            taken += heading_height(block, fits.style, page.text_width)
        elif isinstance(block, Table) and may_share(block) and not block.picture:
            taken += fits.of(block, page, above).height or page.height
        else:
            taken += page.height
    return taken


def _starts_page(placed: list[LevelledBlock], i: int, turned: bool, style: StyleSheet) -> bool:
    """Whether a block starts a page: a landscape table, with its headings, always; others as the style sheet says.

    The first block starts one by itself. A table without a title stands in the text and starts none.
    """
    if i == 0:
        return True
    above, block = placed[i - 1][0], placed[i][0]
    if turned and isinstance(above, Table):
        return True
    if isinstance(block, Section):
        titled = isinstance(above, Section) and above.level == 0
        return not titled and style.texts[styles.heading_kind(block.level)].new_page
    if isinstance(block, Table) and not block.picture:
        return bool(plain(block.title)) and not isinstance(above, Section) and style.texts["表题"].new_page
    return False


class WordSection(NamedTuple):
    """Pages of one kind (节); `write` makes them, given the properties of their last paragraph."""

    write: Callable[[str], Iterator[str]]
    turned: bool = False
    numbers: PageNumbers = PageNumbers.NONE


def body_xml(document: Document, style: StyleSheet, section: SectionProperties) -> Iterator[str]:
    """Yield the contents of `w:body`, piece by piece."""
    bookmarks, fits = Bookmarks(), TableFits(style)
    sections = [*_opening(document, fits, bookmarks), *_pages(document, fits, bookmarks)]
    for i, (write, turned, numbers) in enumerate(sections, 1):
        properties = section(turned, numbers, i == 1)
        yield from write("" if i == len(sections) else properties)
    yield properties


def _opening(document: Document, fits: TableFits, bookmarks: Bookmarks) -> Iterator[WordSection]:
    """Yield the pages without numbers: findings, cover, contents."""
    style, front = fits.style, Blocks(fits, bookmarks)
    for turned, blocks in _upright_and_turned([(block, 0) for block in walk(document.front)], fits):
        yield WordSection(partial(front.xml, blocks, turned, True), turned)
    if has_cover(document, style):
        yield WordSection(partial(cover_xml, document))
    newer = accepted(document)  # the contents have no tracked changes
    if listed(newer, style.contents):
        yield WordSection(partial(contents_xml, newer, style))


def _pages(document: Document, fits: TableFits, bookmarks: Bookmarks) -> Iterator[WordSection]:
    """Yield the numbered pages; at least one, for a document is more than its cover."""
    blocks = Blocks(fits, bookmarks)
    titled = bool(document.title) and not has_cover(document, fits.style)
    title: list[LevelledBlock] = [(Section(0, "", document.title, ()), 0)] if titled else []
    sections = _upright_and_turned([*title, *outlined(document.blocks)], fits) or [(False, [])]
    for i, (turned, placed) in enumerate(sections):
        yield WordSection(
            partial(blocks.xml, placed, turned, i == 0), turned, PageNumbers.ON if i else PageNumbers.FROM_1
        )


def _upright_and_turned(placed: list[LevelledBlock], fits: TableFits) -> list[tuple[bool, list[LevelledBlock]]]:
    """Return the blocks of each Word section in turn; True is landscape."""
    turned, follows = [False] * len(placed), False
    for i in range(len(placed) - 1, -1, -1):
        turned[i] = follows = _is_turned(placed[i][0], follows) and not _is_set_upright(placed, i, fits)
    lonely = [fits.style.tables_share and _is_lonely(block, fits, turned=False) for block, _ in placed]
    for i in range(1, len(placed)):
        if turned[i - 1] and lonely[i] and not turned[i]:
            here = next(j for j in range(i, -1, -1) if j == 0 or not turned[j - 1])
            end = next((j for j in range(i, len(placed)) if not lonely[j]), len(placed))
            together = not any(start.starts for start in _page_starts(placed[here:end], True, fits)[i - here :])
            turned[i:end] = [together] * (end - i)
    pairs = zip(turned, placed, strict=True)
    return [(key, [one for _, one in group]) for key, group in groupby(pairs, lambda pair: pair[0])]


def _is_lonely(block: Block, fits: TableFits, turned: bool) -> bool:
    """Whether a block is an upright or a landscape table that would leave half of its page empty.

    A page of the other kind before or after it may take it, together with all such tables that follow.
    """
    page = fits.style.landscape if turned else fits.style.portrait
    if not isinstance(block, Table) or block.landscape is not turned:
        return False
    return _taken([block], fits, page, fits.style.row_most) * 2 < page.text_height


def _is_set_upright(placed: list[LevelledBlock], i: int, fits: TableFits) -> bool:
    """Whether a landscape table that would be alone on its page shares one with an upright table beside it instead.

    It does where its columns have room there.
    """
    block, style = placed[i][0], fits.style
    if not (style.tables_share and isinstance(block, Table) and _is_lonely(block, fits, turned=True)):
        return False
    if not fits.has_room(block, style.portrait):
        return False
    beside = [one for one, _ in placed[max(0, i - 1) : i + 2] if isinstance(one, Table) and one is not block]
    shared = {
        one.landscape
        for one in beside
        for page in [style.landscape if one.landscape else style.portrait]
        if _taken([one, block], fits, page, style.row_least) <= room_for(page)
    }
    return shared == {False}


def _is_turned(block: Block, follows: bool) -> bool:
    """Whether a block stands on a landscape page; `follows`: the next one does."""
    if isinstance(block, Section):
        return follows and block.level > 0
    return isinstance(block, Table) and block.landscape
