"""Any document at all, for Hypothesis: texts with all that may stand in a name, tables whose cells fill their grid."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.document import (
    Block,
    Cell,
    Document,
    Figure,
    Paragraph,
    ParagraphRole,
    Role,
    Row,
    Run,
    Runs,
    Section,
    Table,
    Text,
)
from tests.writers.sample import BROKEN, HOSTILE

Test = Callable[..., None]


def of_any(*drawn: st.SearchStrategy[Any], daily: int, soaked: int) -> Callable[[Test], Test]:
    """A test of whatever is drawn: of so many by `make test`, of many more by `make soak`."""

    def made(test: Test) -> Test:
        @pytest.mark.parametrize("examples", [daily, pytest.param(soaked, marks=pytest.mark.soak)])
        def tried(examples: int) -> None:
            settings(max_examples=examples)(given(*drawn)(test))()

        return tried

    return made


_LETTERS = st.characters(blacklist_categories=())
_SPECIAL = st.sampled_from(
    ["\t", "\n", "\r", "\x00", "\x1f", "\x85", "\u2028", "\ufffd", "\ufeff", "\u00ad", "\u200b", "\ud800", "\uffff"]
)
_WORDS = st.sampled_from(["一、", "（二）", "3.", "合计", "　", " ", "1,064.2", "单位：万元", "注：", HOSTILE, BROKEN])
texts = st.lists(st.one_of(_LETTERS, _LETTERS, _SPECIAL, _WORDS), max_size=4).map("".join)


# Strategies are made once: Hypothesis looks at each new one before it draws from it.
_COINS = st.booleans()
_ROLES = st.sampled_from(Role)
_INDENTS = st.integers(0, 3)
integers = cache(st.integers)


@st.composite
def _run(draw: st.DrawFn) -> Run:
    text = draw(texts)
    return Figure(draw(texts), text, "1") if draw(_COINS) else Text(text)


runs: st.SearchStrategy[Runs] = st.lists(_run(), max_size=3).map(tuple)


@st.composite
def _rows(draw: st.DrawFn, width: int, most: int) -> tuple[Row, ...]:
    """Rows whose cells fill the width, with spans across and down."""
    height = draw(integers(0, most))
    free = {(line, column) for line in range(height) for column in range(width)}
    found = []
    for line in range(height):
        cells = []
        for column in range(width):
            if (line, column) in free:
                room = next(at for at in range(column, width + 1) if (line, at) not in free) - column
                across, down = draw(integers(1, room)), draw(integers(1, height - line))
                free -= {(line + y, column + x) for y in range(down) for x in range(across)}
                cells.append(Cell(draw(runs), draw(_ROLES), across, down, draw(_INDENTS)))
        found.append(Row(tuple(cells), draw(_COINS)))
    return tuple(found)


rows = cache(_rows)


def paragraph(place: st.SearchStrategy[ParagraphRole]) -> st.SearchStrategy[Paragraph]:
    return st.builds(Paragraph, runs, place)


_NOTES = st.lists(paragraph(st.just(ParagraphRole.NOTE)), max_size=2)


@st.composite
def _table(draw: st.DrawFn) -> Table:
    width = draw(integers(1, 4))
    notes = tuple(draw(_NOTES))
    captions = draw(texts), draw(texts), draw(runs), draw(runs), draw(runs)
    parts = draw(rows(width, 2)), draw(rows(width, 4))
    return Table(*captions, width, *parts, notes, draw(_COINS), draw(integers(0, width)))


table = cache(_table)


@cache
def blocks(depth: int = 2) -> st.SearchStrategy[tuple[Block, ...]]:
    leaf = st.one_of(paragraph(st.sampled_from(ParagraphRole)), table())
    inner = st.builds(Section, st.integers(1, 11), texts, runs, blocks(depth - 1)) if depth else st.nothing()
    return st.lists(st.one_of(leaf, inner), max_size=3).map(tuple)


MARKS = st.sampled_from(["", "草稿", "征求意见稿"])
_FRONTS = st.one_of(st.just(()), blocks(1))
_YEARS = st.integers(2000, 2099)


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    front = draw(_FRONTS)
    return Document(draw(runs), draw(texts), draw(_YEARS), draw(blocks()), "zh-CN", draw(MARKS), front)


documents = cache(_documents)
