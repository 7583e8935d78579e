"""Charts for tests: `shares` and `comparison` are small ones, `chart` makes any."""

from collections.abc import Sequence

from reportgen.document import Cell, Figure, Picture, Role, Row, Runs, Table, Text

Part = tuple[str, str]  # a figure as printed, and its value; ("", "") for none


def words(text: str) -> Runs:
    return (Text(text),) if text else ()


def chart(
    kind: Picture, title: str, unit: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[Part]]]
) -> Table:
    head = Row(tuple(Cell(words(name), Role.HEAD) for name in ("项目", *names)))
    body = tuple(Row((Cell(words(label), Role.LABEL), *map(number, parts)), label == "合计") for label, parts in rows)
    return Table("图", "", words(title), (), words(unit), 1 + len(names), (head,), body, picture=kind)


def number(part: Part) -> Cell:
    text, value = part
    return Cell((Figure("支出", text, value),) if text else (), Role.NUMBER)


def shares(*values: int) -> Table:
    """Parts of that many 万元, called 甲, 乙, 丙 …"""
    rows = [(name, [(f"{value}.00", f"{value}0000")]) for name, value in zip("甲乙丙丁戊", values, strict=False)]
    return chart(Picture.SHARES, "2026年支出结构", "单位：万元", ["预算数"], rows)


SHARES = chart(
    Picture.SHARES,
    "2026年支出结构",
    "单位：万元",
    ["预算数"],
    [
        ("基本支出", [("978.83", "9788300")]),
        ("项目支出", [("1,226.49", "12264900")]),
        ("上缴上级支出", [("0.00", "0")]),
    ],
)
COMPARISON = chart(
    Picture.COMPARISON,
    "2026年支出与上年对比",
    "单位：万元",
    ["2025年预算数", "2026年预算数"],
    [
        ("教育支出", [("900.10", "9001000"), ("978.83", "9788300")]),
        ("科学技术支出", [("", ""), ("35.00", "350000")]),
        ("结转结余", [("-12.00", "-120000"), ("0.00", "0")]),
    ],
)
