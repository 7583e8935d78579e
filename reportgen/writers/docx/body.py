"""The body (正文): cover, contents, headings, paragraphs and tables, in Word sections (节).

Findings, cover and contents have pages of their own without page numbers; the pages after them are numbered from 1.

A chart (图) is a part of its own with a workbook, shown in a paragraph, with its text alternative.
Source: ECMA-376 part 1, 17.3.3.9 (drawing), 20.4.2.8 (inline), 14.2.1 (chart parts); part 2, 9 (relationships).
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import assert_never

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
from reportgen.ooxml import RELATED_TO, XML, escaped, relations
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.style import Align, StyleSheet
from reportgen.tracked_changes import accepted, drawn_side, revision_of, revision_of_table
from reportgen.writers.docx import styles
from reportgen.writers.docx.front_matter import contents_entries, contents_xml, cover_xml, has_cover, outlined
from reportgen.writers.docx.line_breaks import is_torn
from reportgen.writers.docx.markup import Bookmarks, heading_name, line_mark, paragraph, runs_xml, text_runs, tracked
from reportgen.writers.docx.pages import LevelledBlock, PageNumbers, page_starts, upright_and_turned
from reportgen.writers.docx.styles import PICTURE
from reportgen.writers.docx.table_pages import HeadingsAbove, TableFits, heading_height
from reportgen.writers.docx.tables import Setting, caption_lines, table_xml

_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_DATA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HUNDREDTH = 360  # EMU of a hundredth of a millimetre
_INLINE = 'distT="0" distB="0" distL="0" distR="0">{}'
# LibreOffice removes what is anchored with the paragraph of a settled change, but leaves what stands in its line.
_ANCHORED = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
    '<wp:align>center</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionV>{}<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
)
_BREAK = "<w:pageBreakBefore/>"
SectionProperties = Callable[[bool, PageNumbers, bool], str]  # (landscape, page numbers, first section) → XML


def chart_parts(document: Document, style: StyleSheet) -> dict[str, bytes]:
    """Return the parts of all charts, by name."""
    charts = [drawn_side(block) for block in walk(document.blocks) if isinstance(block, Table) and block.picture]
    parts: dict[str, bytes] = {}
    if not charts:
        return parts
    from reportgen.writers.docx.charts import chart_data, chart_part, measured_chart

    for number, chart in enumerate((measured_chart(chart, style) for chart in charts), 1):
        link = relations("package", f"../embeddings/chart{number}.xlsx")
        parts[f"word/charts/chart{number}.xml"] = chart_part(chart, "rId1")
        parts[f"word/charts/_rels/chart{number}.xml.rels"] = f"{XML}{link}".encode()
        parts[f"word/embeddings/chart{number}.xlsx"] = chart_data(chart)
    return parts


def with_charts(parts: Mapping[str, bytes], charts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a package, with those of the charts, their content types and their relationships."""
    if not charts:
        return dict(parts)
    numbers = range(1, len(charts) // 3 + 1)
    types = f'<Default Extension="xlsx" ContentType="{_DATA_TYPE}"/>' + "".join(
        f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{_CHART_TYPE}"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Type="{RELATED_TO}/chart" Id="rIdChart{n}" Target="charts/chart{n}.xml"/>' for n in numbers
    )
    kinds = compiled(rb"(<Types[^<>]*>)").sub(lambda found: found[1] + types.encode(), parts[_TYPES], count=1)
    rels = parts[_RELS].replace(b"</Relationships>", links.encode() + b"</Relationships>")
    return {**parts, **charts, _TYPES: kinds, _RELS: rels}


def chart_xml(table: Table, number: int, style: StyleSheet, properties: str) -> str:
    """Return the paragraph that shows a chart, as wide as the text.

    Args:
        number: of the chart, unique in the document, from 1.
        properties: further properties of the paragraph.
    """
    from reportgen.drawing import description, heading
    from reportgen.writers.docx.charts import CHART, DRAWING, measured_chart

    revision, table = revision_of_table(table), drawn_side(table)
    chart = measured_chart(table, style)
    size = f'<wp:extent cx="{chart.width * _HUNDREDTH}" cy="{chart.height * _HUNDREDTH}"/>'
    named = f'id="{number}" name="图{number}" descr="{escaped(description(table))}" title="{escaped(heading(table))}"'
    link = f'<c:chart xmlns:c="{CHART}" r:id="rIdChart{number}"/>'
    graphic = f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{CHART}">{link}</a:graphicData></a:graphic>'
    tag, place = ("anchor", _ANCHORED) if revision else ("inline", _INLINE)
    opening = f'<wp:{tag} xmlns:wp="{DRAWING}/wordprocessingDrawing" {place.format(size)}'
    picture = f"{opening}<wp:docPr {named}/><wp:cNvGraphicFramePr/>{graphic}</wp:{tag}>"
    content = tracked(f"<w:r><w:drawing>{picture}</w:drawing></w:r>", revision)
    return paragraph(PICTURE, content, properties, revision)


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
        starts = page_starts(placed, turned, self._fits)
        above = HeadingsAbove(starts_page=True)
        for i, (block, level) in enumerate(placed):
            before = _BREAK if i and starts[i].starts else ""
            above = HeadingsAbove(starts_page=True) if before else above
            last = i == len(placed) - 1
            apart = last or not starts[i + 1].starts or _may_vanish(placed[i + 1][0]) or _is_bare_caption(block)
            after = styles.LAST if last else styles.AFTER if apart else ""
            alone = above.starts_page and (last or starts[i + 1].starts)
            above = above._replace(alone=alone, tallest_row=starts[i].tallest_row)
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
                content = self._heading_words(setting.level, block.title, number)
                yield paragraph(styles.heading(block.level), content, around, revision)
            case Paragraph():
                yield paragraph(self._text_style(block), self._bookmarks.runs(block.runs), around, revision)
            case Table() if block.picture:
                self._pictures += 1
                yield chart_xml(block, self._pictures, self._style, around)
            case Table():
                title = self._heading_words(setting.level, block.title)
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

    def _heading_words(self, level: int, title: Runs, number: str = "") -> str:
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
    """Whether settling tracked changes may remove all that separates the table before a block from what follows.

    It may if the whole block is a change, or every line above the rows of a table.
    """
    if not isinstance(block, Table):
        return _revision(block) is not None
    lines = [line for line in caption_lines(block) if plain(line)]
    return bool(lines) and all(revision_of(line) for line in lines)


def _is_bare_caption(block: Block) -> bool:
    """Whether a block is a table without rows, whose caption would run together with the next one."""
    return isinstance(block, Table) and not (block.head or block.body)


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
    for turned, blocks in upright_and_turned([(block, 0) for block in walk(document.front)], fits):
        yield WordSection(partial(front.xml, blocks, turned, True), turned)
    if has_cover(document, style):
        yield WordSection(partial(cover_xml, document))
    newer = accepted(document)  # the contents have no tracked changes
    if contents_entries(newer, style.contents):
        yield WordSection(partial(contents_xml, newer, style))


def _pages(document: Document, fits: TableFits, bookmarks: Bookmarks) -> Iterator[WordSection]:
    """Yield the numbered pages; at least one, for a document is more than its cover."""
    blocks = Blocks(fits, bookmarks)
    titled = bool(document.title) and not has_cover(document, fits.style)
    title: list[LevelledBlock] = [(Section(0, "", document.title, ()), 0)] if titled else []
    sections = upright_and_turned([*title, *outlined(document.blocks)], fits) or [(False, [])]
    for i, (turned, placed) in enumerate(sections):
        yield WordSection(
            partial(blocks.xml, placed, turned, i == 0), turned, PageNumbers.ON if i else PageNumbers.FROM_1
        )
