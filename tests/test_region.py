"""A region is a folder: one that nobody's code has heard of builds, and says everything its own way."""

import shutil
import subprocess
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.diagnostics import ReportgenError
from reportgen.document import Document, Paragraph, Section, Table, plain, walk
from reportgen.profile import load
from reportgen.report import assemble
from tests.budgets import tables
from tests.unit.small import EMPTY_TABLE, budget_file, region

HERE = Path(__file__).parent / "regions"
PACKAGE = Path(__file__).parents[1] / "reportgen"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    return assemble(folder / "guanlan-2025.yaml").document


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell.runs) for cell in row.cells] for row in table.body]


def table(document: Document, name: str) -> Table:
    return next(b for b in walk(document.blocks) if isinstance(b, Table) and b.name == name)


def headings(document: Document, level: int) -> list[str]:
    return [b.number + plain(b.title) for b in walk(document.blocks) if isinstance(b, Section) and b.level == level]


def test_no_region_is_named_in_the_package() -> None:
    regions = [p.name for p in (PACKAGE.parent / "templates").iterdir() if p.name != "default"]
    sources = "\n".join(p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py"))
    assert regions
    assert not [name for name in [*regions, "洛阳", "宝山", "上海"] if name in sources]


def test_the_command_builds_it_beside_its_own_templates(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    assert main(["build", str(tmp_path / "guanlan-2025.yaml"), "-o", str(tmp_path / "out")]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"guanlan-2025.{e}" for e in ("docx", "html", "txt")
    ]


def test_rows_are_units_and_the_total_stands_last(document: Document) -> None:
    got = rows(table(document, "附表1"))
    assert [row[0] for row in got] == [
        "观澜县文化和旅游局本级", "文化和旅游", "观澜县图书馆", "文化和旅游", "合计",
    ]  # fmt: skip
    assert got[-1][1:] == ["4,250,001", "2,900,001", "350,000", "1,000,000", "4,200,001", "50,000", "0"]


def test_the_column_tree_is_its_own(document: Document) -> None:
    head = table(document, "附表1").head
    assert [[(plain(c.runs), c.columns, c.rows) for c in row.cells] for row in head] == [
        [("单位和科目", 1, 3), ("全部资金", 1, 3), ("按性质分", 3, 1), ("按资金分", 2, 1), ("比上年", 1, 1)],
        [("基本支出", 2, 1), ("项目支出", 1, 2), ("一般公共预算", 1, 2), ("其他资金", 1, 2), ("增减", 1, 2)],
        [("人员", 1, 1), ("公用", 1, 1)],
    ]


def test_a_section_less_renumbers_the_rest(document: Document) -> None:
    names = headings(document, 2)
    assert not [name for name in names if "收入预算情况" in name or "国有资本经营" in name]
    assert names[2:] == [
        "（一）收支预算总体情况", "（二）支出预算情况", "（三）财政拨款收支预算总体情况", "（四）一般公共预算支出情况",
        "（五）一般公共预算基本支出情况", "（六）“三公”经费预算情况", "（七）政府性基金预算支出情况",
        "（八）其他重要事项",
    ]  # fmt: skip


def test_its_wording_and_its_whole_yuan_reach_the_sentences(document: Document) -> None:
    said = [plain(b.runs) for b in walk(document.blocks) if hasattr(b, "runs")]
    assert any("4,200,001元，较2024年预算少50,000元，降低1.18%，主要原因是实施文化惠民项目。" in s for s in said)
    assert any("收、支总计各与2024年预算持平。" in s for s in said)


def test_a_table_taken_from_the_parent_is_empty_with_its_sentence(document: Document) -> None:
    taken = table(document, "附表2")
    assert rows(taken) == [["合计", "", "", ""]]
    assert "没有使用国有资本经营预算拨款安排的支出" in plain(taken.notes[-1].runs)


def test_a_region_that_is_changed_between_two_builds_is_read_again(tmp_path: Path) -> None:
    shutil.copytree(HERE, tmp_path, dirs_exist_ok=True)
    region = tmp_path / "templates" / "guanlan"
    section, table_file = region / "sections" / "支出.md.j2", region / "tables" / "2-国资.yaml"
    section.parent.mkdir()
    told = []
    for number in ("甲", "乙"):
        section.write_text(f"支出说明{number}。", encoding="utf-8")
        table_file.write_text(f"沿用: 09-国有资本经营预算支出表\n编号: 表{number}\n", encoding="utf-8")
        blocks = [*walk(assemble(tmp_path / "guanlan-2025.yaml").document.blocks)]
        told += [b.name for b in blocks if isinstance(b, Table) and b.name.startswith("表")]
        told += [plain(b.runs) for b in blocks if isinstance(b, Paragraph) and "支出说明" in plain(b.runs)]
    assert told == ["表甲", "支出说明甲。", "表乙", "支出说明乙。"]
    section.write_text("支出说明{% if 支出 is 无 %}{{ 丙 }}{% endif %}。", encoding="utf-8")
    with pytest.raises(ReportgenError, match="没有“丙”"):
        assemble(tmp_path / "guanlan-2025.yaml")


def test_the_baseline_alone_builds_too(tmp_path: Path) -> None:
    budget = (HERE / "guanlan-2025.yaml").read_text(encoding="utf-8").replace("模板: guanlan", "模板: default")
    (tmp_path / "b.yaml").write_text(budget, encoding="utf-8")
    document = assemble(tmp_path / "b.yaml").document
    assert [table.number for table in tables(document)] == [f"公开{n:02}表" for n in range(1, 13)]
    assert rows(table(document, "公开01表"))[-1] == ["收入总计", "425.00", "支出总计", "425.00"]


def test_the_package_was_not_touched_for_it() -> None:
    listed = subprocess.run(
        ["git", "grep", "-l", "guanlan", "--", "reportgen", "templates"],
        cwd=PACKAGE.parent,
        capture_output=True,
        check=False,
    )
    assert listed.stdout == b""


def test_tables_are_printed_in_the_order_of_the_numbers_in_their_names(tmp_path: Path) -> None:
    region(tmp_path, tables=dict.fromkeys(("10", "1", "2", "1-2", "1-1"), EMPTY_TABLE))
    assert [*load("probe", tmp_path).tables] == ["1", "1-1", "1-2", "2", "10"]


DATED = """
行:
  - {标题: 甲, 数: 支出, 截止年度: 2025}
  - {标题: 乙, 数: 支出, 起始年度: 2026}
  - 丙
列: [项目: 名称, 数: 本行]
"""


@pytest.mark.parametrize(("year", "rows"), [(2025, ["甲", "丙行"]), (2026, ["乙", "丙行"])])
def test_tables_rows_and_pieces_are_those_of_the_year(tmp_path: Path, year: int, rows: list[str]) -> None:
    piece = "片段:\n  丙: [{标题: 丙行, 数: 支出}, {标题: 丁行, 数: 支出, 起始年度: 2027}]\n"
    later, without = DATED + "标题: 后来\n起始年度: 2027\n", DATED + "标题: 一直\n"
    region(tmp_path, "{{ 表格 }}\n", piece, {"1": without, "2": later})
    path = budget_file(tmp_path, "支出: 12\n")
    path.write_text(path.read_text(encoding="utf-8").replace("年度: 2021", f"年度: {year}"), encoding="utf-8")
    [table] = [block for block in walk(assemble(path).document.blocks) if isinstance(block, Table)]
    assert [plain(row.cells[0].runs) for row in table.body] == rows


@pytest.mark.parametrize("stated", ["二〇二一", "9" * 5000, "[2021]"])
def test_a_year_that_is_none_is_told(tmp_path: Path, stated: str) -> None:
    region(tmp_path, "{{ 表格 }}\n", tables={"1": f"{EMPTY_TABLE}起始年度: {stated}\n"})
    with pytest.raises(ReportgenError, match="起始年度"):
        assemble(budget_file(tmp_path, "支出: 12\n"))
