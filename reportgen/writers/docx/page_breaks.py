"""Where pages start and which way they lie (另起一页、横页).

Landscape tables stand on landscape pages, with the headings right above them; everything else is upright. Short tables
share a page where there is room, if need be with lower rows. One that would be alone on its page may stand on one of
the other kind.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from reportgen.document import Block, Section, Table, plain
from reportgen.style import Page, StyleSheet
from reportgen.writers.docx import styles
from reportgen.writers.docx.table_pages import HeadingsAbove, TableFits, heading_height, may_share, room_for

LevelledBlock = tuple[Block, int]  # a block and its outline level, 0 for text

_GAP = 300  # twips between two tables


class Start(NamedTuple):
    """Whether a block starts a page, and how high rows of the tables on its page are at most (另起一页)."""

    starts: bool
    most: int


def page_starts(placed: list[LevelledBlock], turned: bool, fits: TableFits) -> list[Start]:
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


def upright_and_turned(placed: list[LevelledBlock], fits: TableFits) -> list[tuple[bool, list[LevelledBlock]]]:
    """Return the blocks of each Word section in turn; True is landscape."""
    turned, follows = [False] * len(placed), False
    for i in range(len(placed) - 1, -1, -1):
        turned[i] = follows = _is_turned(placed[i][0], follows) and not _is_set_upright(placed, i, fits)
    lonely = [fits.style.tables_share and _is_lonely(block, fits, turned=False) for block, _ in placed]
    for i in range(len(placed)):
        if lonely[i] and not turned[i] and (i == 0 or turned[i - 1] or not lonely[i - 1]):
            end = next((j for j in range(i, len(placed)) if not lonely[j]), len(placed))
            if _has_room_before(placed, turned, i, end, fits):
                turned[i:end] = [True] * (end - i)
            elif end == i + 1:
                turned[i] = _has_room_behind(placed, turned, i, fits)
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


def _has_room_before(placed: list[LevelledBlock], turned: list[bool], i: int, end: int, fits: TableFits) -> bool:
    """Whether all these tables have room on the turned page before them."""
    if i == 0 or not turned[i - 1]:
        return False
    here = next(j for j in range(i, -1, -1) if j == 0 or not turned[j - 1])
    return not any(start.starts for start in page_starts(placed[here:end], True, fits)[i - here :])


def _has_room_behind(placed: list[LevelledBlock], turned: list[bool], i: int, fits: TableFits) -> bool:
    """Whether a table that shares no page with the one before it has room on the turned page of the one behind it."""
    before, block, behind = (placed[j][0] if 0 <= j < len(placed) else None for j in (i - 1, i, i + 1))
    if i + 1 == len(placed) or not turned[i + 1] or (i and not turned[i - 1] and _share([before, block], False, fits)):
        return False
    return _share([block, behind], True, fits)


def _share(blocks: Sequence[Block | None], turned: bool, fits: TableFits) -> bool:
    """Whether these are tables that one page has room for."""
    page = fits.style.landscape if turned else fits.style.portrait
    tables: list[Block] = [one for one in blocks if isinstance(one, Table)]
    return len(tables) == len(blocks) and _taken(tables, fits, page, fits.style.row_least) <= room_for(page)


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
    return {one.landscape for one in beside if _share([one, block], one.landscape, fits)} == {False}


def _is_turned(block: Block, follows: bool) -> bool:
    """Whether a block stands on a landscape page; `follows`: the next one does."""
    if isinstance(block, Section):
        return follows and block.level > 0
    return isinstance(block, Table) and block.landscape
