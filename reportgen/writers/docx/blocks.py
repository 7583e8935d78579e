"""Headings, paragraphs and tables one after another (块), with the bookmarks that lead to them."""

from collections.abc import Iterator
from typing import assert_never

from reportgen.document import Block, Paragraph, Place, Revision, Runs, Section, Table, plain, revision_of
from reportgen.revising import revision_of_table
from reportgen.style import StyleSheet
from reportgen.writers.docx import styles
from reportgen.writers.docx.bookmarks import Bookmarks, heading_name
from reportgen.writers.docx.heights import heading_height
from reportgen.writers.docx.pictures import chart_xml
from reportgen.writers.docx.revisions import line_mark, tracked
from reportgen.writers.docx.tables import Above, Setting, caption_lines, table_xml
from reportgen.writers.docx.text import paragraph, runs_xml, text_runs

Placed = tuple[Block, int]  # a block and its outline level, 0 for text

_BREAK = "<w:pageBreakBefore/>"


class Blocks:
    """Writes blocks in their order; counts those that the contents list."""

    def __init__(self, style: StyleSheet, bookmarks: Bookmarks) -> None:
        self._style = style
        self._bookmarks = bookmarks
        self._listed = 0
        self._pictures = 0

    def xml(self, placed: list[Placed], turned: bool, lasting: bool, end: str) -> Iterator[str]:
        """The blocks of one Word section, `end` in its last paragraph.

        Args:
            lasting: the section stays where its blocks may all vanish; else it would leave an empty page.
        """
        revisions = {_revision(block) for block, _ in placed}
        ending = None if lasting or not end or len(revisions) > 1 else next(iter(revisions), None)
        starts = [_starts_page(placed, i, turned, self._style) for i in range(len(placed))]
        above = Above(starts_page=True)
        for i, (block, level) in enumerate(placed):
            before = _BREAK if i and starts[i] else ""
            above = Above(starts_page=True) if before else above
            last = i == len(placed) - 1
            apart = last or not starts[i + 1] or _may_vanish(placed[i + 1][0])
            after = styles.LAST if last else styles.AFTER if apart else ""
            setting = Setting(before, end if last else "", "", level, above, after, ending if last else None)
            yield from self._block(block, setting)
            above = self._below(block, turned, above)
        if not placed:
            yield paragraph(styles.LAST, properties=end)

    def _below(self, block: Block, turned: bool, above: Above) -> Above:
        """What stands above the next block: one more heading, or none."""
        if not isinstance(block, Section):
            return Above(starts_page=False)
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
                name = styles.BODY if block.place is Place.BODY else styles.NOTE
                yield paragraph(name, self._bookmarks.runs(block.runs), around, revision)
            case Table() if block.picture:
                self._pictures += 1
                yield chart_xml(block, self._pictures, self._style.portrait, around)
            case Table():
                title = self._to(setting.level, block.title)
                yield from table_xml(block, self._style, setting._replace(title=title))
                return
            case _:
                assert_never(block)
        if revision and setting.after == styles.LAST:  # what may vanish can end neither a Word section nor the file
            yield paragraph(styles.LAST, "", line_mark(setting.ending) + setting.end)

    def _to(self, level: int, title: Runs, number: str = "") -> str:
        """What a heading says; as a bookmark where the contents lead to it, and they never lead to a deleted one."""
        content = number + runs_xml(title)
        if not 0 < level <= self._style.contents or revision_of(title) is Revision.DELETED:
            return content
        self._listed += 1
        return self._bookmarks.around(heading_name(self._listed - 1), content)


def _revision(block: Block) -> Revision | None:
    match block:
        case Section():
            return revision_of(block.title)
        case Paragraph():
            return revision_of(block.runs)
        case Table():
            return revision_of_table(block)
        case _:
            assert_never(block)


def _may_vanish(block: Block) -> bool:
    """Whether all that stands in front of its rows is in one of two documents only: tables would become one."""
    if not isinstance(block, Table):
        return _revision(block) is not None
    lines = [line for line in caption_lines(block) if plain(line)]
    return bool(lines) and all(revision_of(line) for line in lines)


def _starts_page(placed: list[Placed], i: int, turned: bool, style: StyleSheet) -> bool:
    """Whether a block starts a page; every landscape table with its headings does, others as the style says.

    The first one does, without being told. A table without a title stands in the text.
    """
    if i == 0:
        return True
    above, block = placed[i - 1][0], placed[i][0]
    if turned and isinstance(above, Table):
        return True
    match block:
        case Table() if block.picture:
            return False
        case Section():
            titled = isinstance(above, Section) and above.level == 0
            return not titled and style.texts[styles.heading_kind(block.level)].new_page
        case Table():
            titled = bool(plain(block.title))
            return titled and not isinstance(above, Section) and style.texts["表题"].new_page
        case Paragraph():
            return False
        case _:
            assert_never(block)
