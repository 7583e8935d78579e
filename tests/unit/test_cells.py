"""Totals force cells, and nothing more: what they leave open stays open."""

from decimal import Decimal

from reportgen.importing.cells import Cells, Part, Total, parts_of

CELLS = Cells({"功能": ("甲", "乙"), "性质": ("基本", "项目")}, lambda _, member, wanted: member == wanted)


def totals(**stated: str) -> list[Total]:
    """`功能_甲__性质_基本="5"`: what is stated of these members; `合计` of all."""
    found = []
    for words, amount in stated.items():
        pairs = [tuple(pair.split("_")) for pair in words.split("__")] if words != "合计" else []
        found.append(Total(tuple((d, m) for d, m in pairs), Decimal(amount), Decimal("0.01")))
    return found


def shown(parts: list[Part]) -> list[tuple[str, str, str]]:
    return [(part.members["功能"], part.members["性质"], str(part.amount)) for part in parts]


def test_a_total_with_one_unknown_cell_makes_the_cell() -> None:
    known = totals(功能_甲="5", 功能_乙="4", 性质_基本="6", 功能_甲__性质_项目="2")
    assert shown(parts_of(known, CELLS)) == [
        ("甲", "基本", "3"),
        ("甲", "项目", "2"),
        ("乙", "基本", "3"),
        ("乙", "项目", "1"),
    ]


def test_a_total_of_nothing_makes_all_its_cells_nothing() -> None:
    assert shown(parts_of(totals(功能_甲="5", 功能_乙="4", 性质_项目="0"), CELLS)) == [
        ("甲", "基本", "5"),
        ("乙", "基本", "4"),
    ]


def test_sums_alone_do_not_tell_a_joint() -> None:
    known = totals(功能_甲="5", 功能_乙="4", 性质_基本="6", 性质_项目="3")
    assert shown(parts_of(known, CELLS)) == [("甲", "", "5"), ("乙", "", "4")]


def test_what_rounding_leaves_over_is_no_amount() -> None:
    known = totals(功能_甲="5.01", 功能_甲__性质_基本="5.00", 功能_乙="0", 合计="5.01")
    assert shown(parts_of(known, CELLS)) == [("甲", "基本", "5.00")]


def test_members_that_do_not_go_together_make_no_cell() -> None:
    none = Cells(CELLS.axes, CELLS.below, CELLS.upward, lambda members: members == {"功能": "甲", "性质": "项目"})
    assert shown(parts_of(totals(功能_甲="5", 性质_基本="5"), none)) == [("甲", "基本", "5")]
