"""Forms: bands of labelled cells whose amounts are figures like any other."""

import shutil
from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.document import Figure, Role, Table, plain, walk
from reportgen.grid import grid
from reportgen.report import Report, assemble
from reportgen.writers import writer
from tests.originals.compare import docx_text

HERE = Path(__file__).parent / "regions"


def built(folder: Path, *changes: tuple[str, str]) -> Report:
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    path = folder / "guanlan-2025.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return assemble(path)


def form(report: Report) -> Table:
    return next(b for b in walk(report.document.blocks) if isinstance(b, Table) and b.number == "附表3")


def lines(table: Table) -> list[list[str]]:
    return [[plain(cell.runs) for cell in row.cells] for row in table.body]


def test_every_row_fills_the_grid_and_the_grid_has_widths(tmp_path: Path) -> None:
    table = form(built(tmp_path))
    assert len(list(grid(table.body, table.width))) == len(table.body)
    assert len(table.widths) == table.width
    assert min(table.widths) > 0
    assert table.head == ()


def test_labels_stand_beside_their_values_and_blanks_stay_blank(tmp_path: Path) -> None:
    assert lines(form(built(tmp_path)))[:2] == [
        ["单位名称", "观澜县文化和旅游局", "单位编码", "301"],
        ["负责人", "", "联系电话", "", "人员经费", "290"],
    ]


def test_tasks_print_their_amounts_by_fund_and_add_up(tmp_path: Path) -> None:
    table = form(built(tmp_path))
    start = next(i for i, row in enumerate(lines(table)) if row[0] == "年度主要任务")
    assert [row[-3:] for row in lines(table)[start + 2 : start + 6]] == [
        ["325", "320", "5"],
        ["70", "70", "0"],
        ["30", "30", "0"],
        ["425", "420", "5"],
    ]


def test_the_amount_of_a_task_is_the_figure_of_its_project(tmp_path: Path) -> None:
    task = next(row for row in form(built(tmp_path)).body if plain(row.cells[0].runs) == "购书经费")
    (total,) = task.cells[2].runs
    assert isinstance(total, Figure)
    assert (total.name, total.value) == ("支出[项目=购书经费]", "300000")


def test_a_side_title_reaches_down_over_its_band_and_equal_indicators_are_one_cell(tmp_path: Path) -> None:
    cells = {plain(c.runs): c for row in form(built(tmp_path)).body for c in row.cells}
    assert (cells["年度主要任务"].rows, cells["年度主要任务"].role) == (6, Role.HEAD)
    assert (cells["产出指标"].rows, cells["数量指标"].rows, cells["成本指标"].rows) == (3, 2, 1)


def test_the_items_of_a_list_stand_below_each_other_in_one_cell(tmp_path: Path) -> None:
    assert ["年度总体目标", "目标1：惠民演出覆盖全部乡镇。\n目标2：馆藏持续增加。"] in lines(form(built(tmp_path)))


def test_the_one_field_that_a_record_states_stays_under_its_own_title(tmp_path: Path) -> None:
    table = form(built(tmp_path, (", 内容: 组织惠民演出", "")))
    assert ["文化惠民演出", "", "70", "70", "0"] in lines(table)


def test_an_indicator_that_is_a_figure_follows_the_ledger(tmp_path: Path) -> None:
    table = form(built(tmp_path, ("项目: 购书经费, 金额: 300000}", "项目: 购书经费, 金额: 310000}")))
    assert ["购书经费", "310,000元"] in [row[-2:] for row in lines(table)]


def test_an_indicator_that_names_no_figure_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as told:
        built(tmp_path, ('"<支出[项目=购书经费]>"', '"<支出[项目=购书]>"'))
    (found,) = told.value.diagnostics
    assert "<支出[项目=购书]>" in found.places[0].excerpt
    assert found.hint == "是不是“购书经费”？"


@pytest.mark.parametrize("name", ["docx", "html", "txt"])
def test_every_writer_prints_a_form(name: str, tmp_path: Path) -> None:
    report = built(tmp_path)
    printed = writer(name)(report.document, report.profile.style)
    said = docx_text(printed) if name == "docx" else printed.decode("utf-8")
    assert all(part in said for part in ("年度主要任务", "目标2：馆藏持续增加。", "≥1万册"))
