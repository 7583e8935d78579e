"""The same lines in the budget file, in a spreadsheet, or in the file of last year: the same document."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from reportgen.report import assemble
from reportgen.writers import writer
from tests.budgets import FORMATS, LUOYANG, content, file_of, source

HEAD = ("性质", "功能", "经济", "政府经济", "项目类别", "项目", "金额")
Rows = list[list[str]]


def spent() -> Rows:
    """The lines of expenditure of the example, under their column names."""
    sections = content(LUOYANG)["支出"]
    lines = [{"性质": name, **line} for name in ("基本支出", "项目支出") for line in sections[name]]
    return [list(HEAD), *([line.get(name, "") for name in HEAD] for line in lines)]


def as_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)


def as_xlsx(path: Path, rows: Rows) -> None:
    """Codes as text or as numbers, amounts as numbers: as people have them in Excel."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    head, *lines = rows
    sheet.append(head)
    for i, line in enumerate(lines):
        code = int(line[1]) if i % 2 else line[1]
        sheet.append([line[0], code, *(cell or None for cell in line[2:-1]), float(line[-1])])
    book.save(path)


def built(text: str, folder: Path) -> dict[str, bytes]:
    path = folder / "b.yaml"
    path.write_text(text, encoding="utf-8")
    report = assemble(path)
    return {form: writer(form)(report.document, report.profile.style) for form in FORMATS}


@pytest.mark.parametrize(("name", "write"), [("支出明细.csv", as_csv), ("支出明细.xlsx", as_xlsx)])
def test_expenditure_from_a_spreadsheet_makes_the_same_document(
    name: str, write: Callable[[Path, Rows], None], tmp_path: Path
) -> None:
    rows = spent()
    assert len(rows) == 16
    write(tmp_path / name, rows)
    said = content(LUOYANG)
    said["支出"] = {"缺省": said["支出"]["缺省"], "文件": name}
    assert built(file_of(said), tmp_path) == built(source(LUOYANG), tmp_path)


def test_last_year_by_its_own_file_makes_the_same_document(tmp_path: Path) -> None:
    said, measures = content(LUOYANG), ("收入", "支出", "三公经费", "机关运行经费")
    last = {**said, "年度": "2019", **{name: last_years(said[name]) for name in measures}}
    (tmp_path / "去年.yaml").write_text(file_of(last), encoding="utf-8")
    written = {**said, "上年预算": {name: last[name] for name in measures}}
    by_file = {**said, "上年预算": "去年.yaml"}
    documents = [built(file_of(one), tmp_path) for one in (written, by_file)]
    assert documents[0] == documents[1]
    assert documents[0] != built(source(LUOYANG), tmp_path)


def last_years(measure: object) -> object:
    """The same lines, with a little more in each."""
    return yaml.load(yaml.dump(measure, allow_unicode=True).replace("金额: '", "金额: '1"), yaml.BaseLoader)


@pytest.mark.parametrize("missing", ["收入", "支出"])
def test_what_last_years_file_lacks_is_told_at_that_file(missing: str, tmp_path: Path) -> None:
    from reportgen.diagnostics import ReportgenError

    said = content(LUOYANG)
    last = {**said, "年度": "2019"}
    del last[missing]
    (tmp_path / "去年.yaml").write_text(file_of(last), encoding="utf-8")
    with pytest.raises(ReportgenError) as refused:
        built(file_of({**said, "上年预算": "去年.yaml"}), tmp_path)
    assert {Path(d.places[0].path).name for d in refused.value.diagnostics} == {"去年.yaml"}
    assert {d.message for d in refused.value.diagnostics} == {f"“上年预算”里没有写“{missing}”"}
