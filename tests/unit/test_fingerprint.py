"""The fingerprint: what changes it and what does not."""

from dataclasses import replace

import pytest

from reportgen.document import Cell, Document, ParagraphRole, Role, Row, Section, Table, Text
from reportgen.fingerprint import fingerprint
from tests.writers.sample import body, label, note, section, words

TABLE = Table(
    name="收支总表",
    number="表1",
    title=words("收支总表"),
    left=words("部门名称：图书馆"),
    right=words("单位：万元"),
    width=3,
    head=(Row((Cell(words("项目"), Role.HEAD), Cell(words("金额"), Role.HEAD, columns=2))),),
    body=(Row((label("收入"), label("1,064.2"), label(""))), Row((label("支出"), label("863.6"), label("")))),
    notes=(note("注：含结转。"),),
)
DOCUMENT = Document(words("2026年部门预算"), "图书馆", 2026, (section(1, "一、|概况", body("收入85万元。"), TABLE),))


def with_table(**changes: object) -> Document:
    (first,) = DOCUMENT.blocks
    assert isinstance(first, Section)
    return replace(DOCUMENT, blocks=(replace(first, blocks=(first.blocks[0], replace(TABLE, **changes))),))  # type: ignore[arg-type]


def with_blocks(*blocks: Section) -> Document:
    return replace(DOCUMENT, blocks=blocks)


@pytest.mark.parametrize(
    "edited",
    [
        replace(DOCUMENT, title=words("2025年部门预算")),
        replace(DOCUMENT, mark="草稿"),
        replace(DOCUMENT, front=(body("审签单"),)),
        with_blocks(section(1, "一、|概况", body("收入86万元。"), TABLE)),
        with_blocks(section(1, "一、|概况", body("收入85万元"), TABLE)),
        with_blocks(section(2, "一、|概况", body("收入85万元。"), TABLE)),
        with_blocks(section(1, "二、|概况", body("收入85万元。"), TABLE)),
        with_blocks(section(1, "一、|概况", body("收入"), body("85万元。"), TABLE)),
        with_blocks(section(1, "一、|概况", body("收入85万元。"), body("又一段。"), TABLE)),
        with_blocks(section(1, "一、|概况", body("收入85万元。\ufffc"), TABLE)),
        with_table(number="表2"),
        with_table(title=words("收入总表")),
        with_table(right=words("单位：元")),
        with_table(notes=()),
        with_table(notes=(note("注：不含结转。"),)),
        with_table(body=TABLE.body[:1]),
        with_table(body=TABLE.body[::-1]),
        with_table(body=(Row((label("收入"), label("1,064.2", columns=2))), TABLE.body[1])),
        with_table(body=(Row((label("收入", rows=2), *TABLE.body[0].cells[1:])), Row(TABLE.body[1].cells[1:]))),
        with_table(body=(Row((label("收入"), label("1,064.3"), label(""))), TABLE.body[1])),
        with_table(body=(Row((label("收入"), label(""), label("1,064.2"))), TABLE.body[1])),
    ],
)
def test_any_edit_of_what_is_read_changes_it(edited: Document) -> None:
    assert fingerprint(edited) != fingerprint(DOCUMENT)


@pytest.mark.parametrize(
    "same",
    [
        replace(DOCUMENT, publisher="文化馆", year=2020, language="en", title=words(" 2026年\n部门预算\u200b")),
        with_blocks(section(1, "|一、概况", body("收入 85\u00a0万元。"), TABLE)),
        with_blocks(section(1, "一、|概况", body("收入", "85", "万元。"), replace(TABLE, landscape=True, name="乙"))),
        with_table(head=(), body=TABLE.head + TABLE.body, widths=(1, 2, 3), frozen=1),
        with_table(body=tuple(Row(tuple(replace(c, indent=2, role=Role.TEXT) for c in r.cells)) for r in TABLE.body)),
    ],
)
def test_white_space_looks_and_properties_do_not(same: Document) -> None:
    assert fingerprint(same) == fingerprint(DOCUMENT)


def test_a_note_is_the_same_wherever_it_belongs() -> None:
    first = section(1, "一、|概况", body("收入85万元。"), replace(TABLE, notes=()), note("注：含结转。"))
    assert fingerprint(with_blocks(first)) == fingerprint(DOCUMENT)
    assert first.blocks[-1].place is ParagraphRole.NOTE  # type: ignore[union-attr]


def test_what_xml_cannot_hold_is_as_what_is_written_for_it() -> None:
    def of(text: str) -> str:
        return fingerprint(replace(DOCUMENT, title=(Text(text),)))

    assert of("甲\x00乙\ud800\uffff") == of("甲\ufffd乙\ufffd\ufffd") == of("甲乙")


def test_grid_lines_at_which_no_cell_ends_do_not_count() -> None:
    cells = tuple(replace(cell, columns=2) for cell in TABLE.body[0].cells)
    assert fingerprint(with_table(head=(), width=6, body=(Row(cells),))) == fingerprint(
        with_table(head=(), width=3, body=TABLE.body[:1])
    )


def test_comments_count_in_their_order() -> None:
    assert len({fingerprint(DOCUMENT, more) for more in ((), ("甲", "乙"), ("乙", "甲"), ("甲乙",))}) == 4
