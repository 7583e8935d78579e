"""`reportgen import`: finished documents → a draft that builds and comes to every figure that they print."""

import re
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from reportgen.cli._inputs import opened
from reportgen.diagnostics import ReportgenError
from reportgen.figure import parse
from reportgen.importing.facts import by_name
from reportgen.importing.printed import OTHER_FUNDS, SourceDocument
from reportgen.report import Report, assemble
from tests.budgets import DATA, NAMES, built, written
from tests.random_budgets.generator import budget, text_of
from tests.test_check_documents import with_digit_changed

TRIED = ("yantian-2022", "example-2025")
PRINTED = {"luoyang-2020": 270, "baoshan-2020": 170, "yantian-2022": 420, "example-2025": 580, "example-2026": 630}
ROUNDED = 20  # parts, at most, whose rounding a total shows


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrote(folder: Path, name: str) -> str:
    (folder / f"{name}.docx").write_bytes(built(name, "docx"))
    return f"{name}.docx"


def compared(report: Report, document: Path) -> tuple[list[str], list[str]]:
    """The printed figures that the draft comes to, and those of which it says something else."""
    same, other = [], []
    for name, printed in by_name(
        SourceDocument("", opened(document).document).printed(report.profile.vocabulary)
    ).items():
        try:
            own = report.figures.number(name) if name.member("资金") != OTHER_FUNDS else None
        except ReportgenError:
            continue  # a joint that no table prints
        if own is not None:
            (same if abs(own - printed.amount) <= printed.step * ROUNDED else other).append(str(name))
    return same, other


@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in TRIED else [pytest.mark.soak]) for n in PRINTED])
def test_a_draft_builds_and_comes_to_what_its_document_prints(name: str, folder: Path) -> None:
    assert main(["import", wrote(folder, name), "-o", "x.yaml"]) == 0
    report = assemble(folder / "x.yaml")
    same, other = compared(report, folder / f"{name}.docx")
    waiting = re.compile("@|上年结转|^收入.资金=财政拨款.$")  # empty places
    assert [one for one in other if not waiting.search(one)] == []
    assert len(same) >= PRINTED[name]


def test_a_workbook_is_read_with_the_sheet_that_each_block_is_from(folder: Path) -> None:
    (folder / "a.xlsx").write_bytes(built("yantian-2022", "xlsx"))
    assert main(["import", "a.xlsx", "--name", "甲局", "--year", "2022", "-o", "x.yaml"]) == 0
    assert re.search("支出:  # 来自：表1、", (folder / "x.yaml").read_text(encoding="utf-8"))
    same, other = compared(assemble(folder / "x.yaml"), folder / "a.xlsx")
    assert (len(same) >= PRINTED["yantian-2022"] - ROUNDED, other) == (True, [])


def test_a_file_without_tables_gives_what_its_sentences_say(folder: Path) -> None:
    assert "shanhaiguan-2020" in NAMES
    assert main(["import", wrote(folder, "shanhaiguan-2020"), "-o", "x.yaml"]) == 0
    assert assemble(folder / "x.yaml").budget.file.is_draft


def test_this_year_and_last_year_make_one_draft(folder: Path) -> None:
    files = [wrote(folder, name) for name in ("example-2026", "example-2025")]
    assert main(["import", *files, "-o", "x.yaml"]) == 0
    budget = assemble(folder / "x.yaml").budget
    assert budget.file.year == 2026
    assert {line.dims["功能"] for line in budget.books["上年预算"].lines["支出"]} >= {"2070101", "2210201"}


def test_as_a_base_the_lines_of_this_year_stay_empty(folder: Path) -> None:
    assert main(["import", wrote(folder, "yantian-2022"), "--as", "上年决算", "-o", "x.yaml"]) == 0
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "年度: 2023" in text
    assert text.index("上年决算:") > text.index("一般公共预算: 待填")


def test_a_figure_that_is_printed_in_two_ways_is_told_with_both_places(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.docx").write_bytes(with_digit_changed(built("yantian-2022", "docx"), "1,273.52", "1,373.52"))
    assert main(["import", "a.docx", "-o", "x.yaml"]) == 1
    told = capsys.readouterr().err
    assert "同一个数印得不一样" in told
    assert {"1373.52万元", "1273.52万元"} <= set(re.findall("[0-9.]+万元", told))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["b.yaml"], "已经是预算文件"),
        (["a.docx", "--as", "去年"], "没有“去年”这个口径"),
        (["a.docx", "c.docx"], "的草稿用不上"),
        (["a.docx", "--year", "26"], "年度“26”不对"),
        (["a.docx", "--template", "某地"], "没有"),
    ],
)
def test_what_cannot_be_read_is_refused(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, file in (("yantian-2022", "a.docx"), ("baoshan-2020", "c.docx")):
        (folder / file).write_bytes(built(name, "docx"))
    (folder / "b.yaml").write_text("模板: default\n", encoding="utf-8")
    assert main(["import", *arguments, "-o", "x.yaml"]) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "x.yaml").exists()


def page(*rows: str) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    return f"<h1>甲县文化局2026年部门预算</h1><p>公开02表</p><p>部门收入总表</p><p>单位：万元</p><table>{cells}</table>"


@pytest.mark.parametrize(
    ("rows", "stated", "told"),
    [
        ("100.00|0.00/70.00|10.00/-10.00|-10.00/160.00|0.00", "付: 405001, 收: 405002, 支出: 对附属单位补助支出", ""),
        ("100.00|4.00/70.00|6.00/-10.00|-10.00/160.00|0.00", "收: 405001, 支出: 对附属单位补助支出", "说，草稿里"),
        ("100.00|9.00/70.00|70.00/-10.00|-10.00/160.00|69.00", "收: 待填", "说，草稿里"),
        ("100.00|0.00/70.00|10.00//160.00|0.00", "付: 405001, 收: 405002", ""),  # the totals alone show it
        ("100.00|0.00/70.00|10.00//165.00|0.00", "", ""),  # they contradict each other
    ],
)
def test_what_is_eliminated_between_units_is_written(
    rows: str, stated: str, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heads = ("405001|甲县文化局本级", "405002|甲县图书馆", "|内部抵销", "|合计")
    lines = [f"{head}|{amounts}" for head, amounts in zip(heads, rows.split("/"), strict=True) if amounts]
    (folder / "甲.html").write_text(page("单位编码|单位名称|合计|上级补助收入", *lines), encoding="utf-8")
    assert main(["import", "甲.html", "-o", "甲.yaml"]) == 0
    assert told in capsys.readouterr().err
    text = (folder / "甲.yaml").read_text(encoding="utf-8")
    assert stated in text
    assert ("内部往来" in text) is bool(stated)
    if stated:
        figures = assemble(folder / "甲.yaml").figures
        assert figures.number(parse("收入")) == 1_600_000
        assert figures.number(parse("收入[单位=405002]")) == 700_000


def test_what_is_eliminated_in_a_kind_that_no_column_names_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    units = ("405001|甲县文化局本级|100.00", "405002|甲县图书馆|70.00", "|内部抵销|-10.00", "|合计|160.00")
    (folder / "甲.html").write_text(page("单位编码|单位名称|合计", *units), encoding="utf-8")
    assert main(["import", "甲.html", "-o", "甲.yaml"]) == 0
    told = capsys.readouterr().err
    assert "甲.html：公开02表“内部抵销”行“合计”列 -10.00万元" in told
    assert "内部往来" in told


@pytest.mark.parametrize("seed", [5, *(pytest.param(n, marks=pytest.mark.soak) for n in range(100, 140))])
def test_a_random_department_comes_to_what_its_document_prints(seed: int, folder: Path) -> None:
    data, others = budget(seed)
    for name, said in {"a.yaml": data, **others}.items():
        (folder / name).write_text(text_of(said), encoding="utf-8")
    (folder / "a.docx").write_bytes(written(assemble(folder / "a.yaml"), "docx"))
    assert main(["import", "a.docx", "-o", "x.yaml"]) == 0
    waiting = re.compile(
        "政府采购|上年结转|^收入.资金=财政拨款.$|^支出.资金=财政专户管理资金.$|@"
    )  # which joints are open
    assert [one for one in compared(assemble(folder / "x.yaml"), folder / "a.docx")[1] if not waiting.search(one)] == []
    if "内部往来" in data:
        assert f"收: {data['内部往来'][0]['收']}," in (folder / "x.yaml").read_text(encoding="utf-8")


def test_a_department_and_its_units_are_one_budget(folder: Path) -> None:
    files = []
    for unit in ("", "361001", "361002", "361003"):
        files.append(f"{unit or '部门'}.docx")
        (folder / files[-1]).write_bytes(written(assemble(DATA / "example-2026.yaml", unit), "docx"))
    assert main(["import", *files, "-o", "x.yaml"]) == 0
    text = (folder / "x.yaml").read_text(encoding="utf-8")
    assert "{付: 361003, 收: 361001, 支出: 上缴上级支出, 收入: 附属单位上缴收入, 金额: 0.9}" in text
    report = assemble(folder / "x.yaml")
    assert report.budget.file.department.name == "云溪县文化和旅游局"
    same, other = compared(report, folder / "部门.docx")
    assert (len(same) >= PRINTED["example-2026"], [one for one in other if "@" not in one]) == (True, [])


PAGE = "<h1>{name}2026年{kind}</h1><p>2026年支出预算{amount}万元，其中：基本支出{amount}万元。</p>"


def test_the_draft_is_named_after_the_department_whatever_order_its_units_stand_in(folder: Path) -> None:
    for file, name, kind, amount in (("a", "甲馆", "单位预算", 10), ("b", "甲局", "部门预算", 30)):
        Path(f"{file}.html").write_text(PAGE.format(name=name, kind=kind, amount=amount), encoding="utf-8")
    main(["import", "a.html", "b.html"])
    assert [path.name for path in folder.glob("*.yaml")] == ["甲局-2026.yaml"]


def test_duties_and_departments_are_read_below_headings_that_were_only_typed(folder: Path) -> None:
    document = docx.Document()
    for text, style in (
        ("梓木乡人民政府2026年部门预算公开", "Title"),
        ("一、部门概况", "Heading 1"),
        ("（一）职能职责", None),
        ("1、负责农业技术推广；承办乡里交办的其他事项。", None),
        ("（二）机构设置", None),
        ("本乡内设机构2个，包括：党政办公室（人大办）、经济发展办公室。", None),
        ("二、收支情况", "Heading 1"),
        ("2026年收入预算10万元，支出预算10万元。", None),
    ):
        document.add_paragraph(text, style=style)
    document.save(str(folder / "a.docx"))
    assert main(["import", "a.docx", "-o", "x.yaml"]) == 0
    own = assemble(folder / "x.yaml").budget.file.department
    assert own.duties == ("负责农业技术推广；承办乡里交办的其他事项。",)
    assert own.offices == ("党政办公室（人大办）", "经济发展办公室")
