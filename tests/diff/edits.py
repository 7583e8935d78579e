"""Random edits of a document, as people make them, for Hypothesis: what comes back is another good tree."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from reportgen.document import Block, Cell, Document, Figure, Paragraph, Row, Run, Runs, Section, Table, Text

T = TypeVar("T")
WORDS = ("", " ", "（二）", "1,064.2", "2025年", "比上年增加3.5万元", "　\n", "，其中：", "合计")


def edited(chance: Random, document: Document) -> Document:
    """The document after some edits, none to all of its blocks."""
    year = document.year + chance.choice([0, 0, 1])
    return replace(document, year=year, title=_runs(chance, document.title), blocks=_blocks(chance, document.blocks))


def edits(of: st.SearchStrategy[Document]) -> st.SearchStrategy[tuple[Document, Document]]:
    """A document and what became of it."""
    return st.tuples(of, st.integers(0, 999)).map(lambda drawn: (drawn[0], edited(Random(drawn[1]), drawn[0])))


def _shuffled(chance: Random, parts: Sequence[T]) -> list[T]:
    """The parts with one dropped, doubled, or at another place, or all as they were."""
    found = list(parts)
    if found and chance.random() < 0.5:
        at, to = chance.randrange(len(found)), chance.randrange(len(found))
        match chance.choice(["drop", "double", "move"]):
            case "drop":
                del found[at]
            case "double":
                found.insert(to, found[at])
            case _:
                found.insert(to, found.pop(at))
    return found


def _blocks(chance: Random, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(_block(chance, block) for block in _shuffled(chance, blocks))


def _block(chance: Random, block: Block) -> Block:
    match block:
        case Section():
            return replace(block, title=_runs(chance, block.title), blocks=_blocks(chance, block.blocks))
        case Paragraph():
            return replace(block, runs=_runs(chance, block.runs))
        case Table():
            return _table(chance, block)


def _runs(chance: Random, runs: Runs) -> Runs:
    return tuple(_run(chance, run) for run in _shuffled(chance, runs))


def _run(chance: Random, run: Run) -> Run:
    if chance.random() < 0.7:
        return run
    text = chance.choice([f"{run.text}1", run.text[1:], run.text[::-1], *WORDS])
    return replace(run, text=text) if isinstance(run, Figure) else Text(text)


def _table(chance: Random, table: Table) -> Table:
    """Rows come and go where no cell reaches down; columns where none spans."""
    if chance.random() < 0.1:
        table = replace(table, head=(), body=table.head + table.body)
    rows = table.head + table.body
    if any(cell.rows > 1 for row in rows for cell in row.cells):
        return _cells(chance, table)
    table = replace(table, body=tuple(_shuffled(chance, table.body)))
    if table.width > 1 and all(cell.columns == 1 for row in rows for cell in row.cells):
        places = _shuffled(chance, range(table.width)) or [0]
        head, body = (tuple(_placed(row, places) for row in part) for part in (table.head, table.body))
        table = replace(table, width=len(places), head=head, body=body, frozen=0)
    return _cells(chance, table)


def _placed(row: Row, places: Sequence[int]) -> Row:
    return replace(row, cells=tuple(row.cells[at] for at in places))


def _cells(chance: Random, table: Table) -> Table:
    def changed(cell: Cell) -> Cell:
        return replace(cell, runs=_runs(chance, cell.runs)) if chance.random() < 0.5 else cell

    parts = (
        tuple(replace(row, cells=tuple(map(changed, row.cells))) for row in part) for part in (table.head, table.body)
    )
    head, body = parts
    return replace(table, title=_runs(chance, table.title), head=head, body=body)
