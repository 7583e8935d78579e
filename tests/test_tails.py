"""Where printed parts miss their printed total, the table or sentence says so; where they do not, it says nothing."""

import shutil
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen import checks
from reportgen.document import Document, Figure, Paragraph, Table, plain, walk
from reportgen.figure import FigureId
from reportgen.figures.rounding import RoundedFigure, RoundedFigures, has_rounding_difference
from reportgen.report import Disclosure, assemble
from tests.budgets import INVENTED, originals, published
from tests.unit.small import budget_file, figures, region

DATA = Path(__file__).parents[1] / "data"
NOTE = "四舍五入"  # 盐田 says under its first table that there may be 尾数误差


def noted(document: Document) -> tuple[list[str], list[str]]:
    """Names of the tables and beginnings of the paragraphs that carry the note."""
    blocks = list(walk(document.blocks))
    tables = [b.name for b in blocks if isinstance(b, Table) and any(NOTE in plain(n.runs) for n in b.notes)]
    return tables, [plain(b.runs)[:14] for b in blocks if isinstance(b, Paragraph) and NOTE in plain(b.runs)]


def built(tmp_path: Path, *changes: tuple[str, str]) -> Document:
    text = (DATA / "luoyang-2020.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    return assemble(tmp_path / "b.yaml").document


MISSED = {  # of the originals that do not add up as they are printed
    "putuo-2024": (["一般公共预算财政拨款基本支出决算表"], ["一般公共预算财政拨款支出30"]),
}


@originals
def test_the_published_documents_add_up_and_carry_no_note(name: str, tmp_path: Path) -> None:
    shutil.copy(DATA / f"{name}.yaml", tmp_path)
    assert noted(assemble(tmp_path / f"{name}.yaml").document) == MISSED.get(name, ([], []))


def test_a_column_that_misses_its_total_by_rounding_carries_the_note(tmp_path: Path) -> None:
    # 5.84 + 8.44 = 14.28: printed with one decimal, 5.8 + 8.4 = 14.2 stands beside 14.3
    tables, _ = noted(
        built(tmp_path, ("50102, 金额: 5.8}", "50102, 金额: 5.84}"), ("50901, 金额: 8.4}", "50901, 金额: 8.44}"))
    )
    assert "预算03表" in tables
    assert "预算07表" not in tables


def test_an_amount_that_is_really_missing_is_no_tail(tmp_path: Path) -> None:
    # 收入 is 0.04 more than 支出: a mistake, not a matter of rounding
    tables, _ = noted(built(tmp_path, ("金额: 1064.2}", "金额: 1064.24}")))
    assert tables == []


def test_shares_of_a_whole_list_that_miss_one_hundred_carry_the_note(tmp_path: Path) -> None:
    # 24.15 + 2.22 + 54.79 + 18.85 = 100.01
    document = built(tmp_path, ("金额: 76.8}", "金额: 76.9}"))
    said = [plain(b.runs) for b in walk(document.blocks) if isinstance(b, Paragraph) and NOTE in plain(b.runs)]
    assert [s.split("。")[1][:8] for s in said] == ["主要用于以下方面"]
    assert "占24.15%" in said[0]


def test_the_note_does_not_depend_on_the_size_of_the_table() -> None:
    # 公开10表: 75 numbers; its 14 projects print 218.87 over 218.86
    tables, _ = noted(published("example-2026").document)
    assert "公开10表" in tables


def projects(tmp_path: Path, amounts: Iterable[str], columns: str, fund: str = "一般公共预算") -> bool:
    """Whether a table of projects, 合计 below, carries the note; amounts in 元."""
    lines = "".join(f"    - {{项目: 项{i}, 资金: {fund}, 金额: {a}}}\n" for i, a in enumerate(amounts))
    table = f"标题: 项目\n限定: {{性质: 项目支出}}\n列:\n  - 项目: 名称\n{columns}行:\n  - 每个: 项目\n  - 合计\n"
    region(tmp_path, "{{ 表格 }}\n", tables={"01-项目": table})
    body = f"支出:\n  基本支出: [{{资金: 事业收入, 金额: 7}}]\n  项目支出:\n{lines}"
    return bool(noted(assemble(budget_file(tmp_path, body)).document)[0])


@pytest.mark.parametrize("count", [3, 30, 100, 400])
def test_a_project_prints_no_condition_that_its_total_has_and_is_a_part_of_it(count: int, tmp_path: Path) -> None:
    columns = "  - 合计: 支出\n  - 财政拨款: 支出[资金=财政拨款]\n"
    assert projects(tmp_path, ["10040"] * count, columns) == (count * 40 % 100 != 0 or count * 40 >= 100)
    assert not projects(tmp_path, ["10100"] * count, columns)


def test_what_is_left_of_a_row_may_miss_it_too(tmp_path: Path) -> None:
    # 1.005 万元 of which 0.5025 from 财政拨款: 1.01 (half up) beside 0.50 and 0.50
    lines = "[{资金: 一般公共预算, 金额: 5025}, {资金: 事业收入, 金额: 5025}]"
    columns = "  - 合计: 支出\n  - 财政拨款: 支出[资金=财政拨款]\n  - 其他: 支出@其余[资金=财政拨款]\n"
    region(tmp_path, "{{ 表格 }}\n", tables={"01-表": f"标题: 表\n列:\n  - 项目: 名称\n{columns}行: [合计]\n"})
    assert noted(assemble(budget_file(tmp_path, f"支出: {lines}\n")).document)[0] == ["表"]


def test_a_total_of_zero_may_be_missed_where_a_part_is_below_zero(tmp_path: Path) -> None:
    # 0.4 + 0.4 - 0.8 = 0: printed without decimals, 0 + 0 - 1
    found = figures(tmp_path, "支出: [{功能: 2010101, 金额: 1}]\n")

    def missed(*amounts: str) -> bool:
        names = ("支出[功能=201]", *(f"支出[功能=20101{i:02}]" for i in range(1, len(amounts))))
        printed = [Figure(name, f"{Decimal(amount):.0f}", amount) for name, amount in zip(names, amounts, strict=True)]
        return has_rounding_difference(printed, found)

    assert missed("0", "0.4", "0.4", "-0.8")
    assert missed("0.8", "0.4", "0.4", "0")
    assert not missed("2", "1", "1", "0", "0")


def test_the_work_grows_with_the_numbers_and_no_faster(tmp_path: Path) -> None:
    found = figures(tmp_path, "支出: [{功能: 2010101, 金额: 1}]\n")

    def steps(count: int) -> int:
        codes = [FigureId("支出", (("功能", f"2{i:06d}"),)) for i in range(count)]
        above = {FigureId("支出", (("功能", f"2{i:06d}"[:n]),)) for i in range(count) for n in (3, 5)}
        names = [FigureId("支出"), *sorted(above, key=str), *codes]
        parts = [name.where(("资金", fund)) for name in names for fund in ("财政拨款", "一般公共预算", "事业收入")]
        shown = [RoundedFigure(name, Decimal(1), Decimal(1)) for name in (*names, *parts)]
        return sum(1 for _ in RoundedFigures(shown, found.names).parts()) // len(shown)

    assert steps(100) == steps(2000) <= 4


@pytest.mark.parametrize("name", INVENTED)
def test_checks_miss_no_note_in_a_document_that_we_made(name: str) -> None:
    disclosure = Disclosure(DATA / f"{name}.yaml")
    for unit in ("", *(unit.code for unit in disclosure.units.listed)):
        told = checks.check(checks.case_of(disclosure.report(unit))).findings
        assert [one.message for one in told if "尾差" in one.message] == []
