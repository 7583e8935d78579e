"""`reportgen check` of finished Word files and pages: alone, with a region's requirements, beside a budget file."""

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from tests.budgets import ACCOUNTS, DATA, NAMES, built

TRIED = ("example-2026", "yantian-2022")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrote(folder: Path, name: str, form: str) -> str:
    """The example as a file of this form, with its budget file and all that this one may name beside it."""
    (folder / f"{name}.{form}").write_bytes(built(name, form))
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    return f"{name}.{form}"


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str]]:
    """Rule and severity of what `check` says."""
    main(["check", *arguments, "--format", "json"])
    (verdict,) = json.loads(capsys.readouterr().out)
    return [(one["规则"], one["级别"]) for one in verdict["发现"]]


@pytest.mark.parametrize("form", ["docx", "html"])
@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in TRIED else [pytest.mark.soak]) for n in NAMES])
def test_a_file_beside_its_budget_file_has_the_mistakes_and_warnings_of_the_budget_file(
    name: str, form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    of_file = found(capsys, wrote(folder, name, form), "--against", f"{name}.yaml")
    of_budget = found(capsys, f"{name}.yaml")
    assert [one for one in of_file if one[1] != "提示"] == [one for one in of_budget if one[1] != "提示"]


def with_digit_changed(content: bytes, old: str, new: str) -> bytes:
    """The Word file with one cell changed that prints this."""
    document, changed = docx.Document(BytesIO(content)), BytesIO()
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    run = next(cell for cell in cells if cell.text == old).paragraphs[0].runs[0]
    run.text = new
    document.save(changed)
    return changed.getvalue()


def test_a_digit_changed_in_a_word_file_is_told_where_it_stands_without_any_budget_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "去年.docx").write_bytes(with_digit_changed(built("example-2026", "docx"), "26.00", "62.00"))
    assert main(["check", "去年.docx"]) == 1
    said = capsys.readouterr().out
    assert re.search(r"2070105 文化展示及纪念机构.*错误\[R1", said)
    assert "预算文件" not in said
    assert re.search(r"去年\.docx：错误\d+处.*；数字982个，认出9\d\d个，核对了982个。\n$", said)


def test_what_only_a_region_can_ask_is_a_remark_unless_the_region_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.docx").write_bytes(built("shanhaiguan-2020", "docx"))  # has no table of revenue
    assert ("R601", "提示") in found(capsys, "x.docx")
    assert ("R601", "错误") in found(capsys, "x.docx", "--template", "default")


def test_final_accounts_are_asked_for_what_the_region_s_final_accounts_print(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.docx").write_bytes(built(ACCOUNTS, "docx"))
    assert {one[1] for one in found(capsys, "x.docx", "--template", "default")} <= {"提示"}


REFUSED = {
    "--against x.docx 本.docx": "--against 后面写预算文件（.yaml），x.docx 不是",
    "--against a.yaml --template hebei 本.docx": "只写一个",
    "--template hebei a.yaml": "--template 只用于做好的文件，a.yaml 是预算文件。",
    "--unit 361001 本.docx": "--unit 要和 --against 一起用",
    "公开.doc": "这是旧格式的 Word 文件",
}


@pytest.mark.parametrize("words", REFUSED)
def test_options_that_do_not_suit_the_file_are_refused(
    words: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("本.docx", "x.docx"):
        (folder / name).write_bytes(built("tangshan-2025", "docx"))
    assert main(["check", *words.split()]) == 2
    assert REFUSED[words] in capsys.readouterr().err


def with_words_changed(content: bytes, old: str, new: str) -> bytes:
    """The Word file with the first paragraph changed that says this, outside the contents."""
    document, changed = docx.Document(BytesIO(content)), BytesIO()
    paragraph = next(one for one in document.paragraphs if old in one.text and one.runs)
    first, *rest = paragraph.runs
    first.text = paragraph.text.replace(old, new, 1)
    for run in rest:
        run.text = ""
    document.save(changed)
    return changed.getvalue()


def test_a_cover_edited_by_hand_is_told_beside_the_budget_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(folder, "example-2026", "docx")
    Path("改.docx").write_bytes(with_words_changed(built("example-2026", "docx"), "2月10日", "3月10日"))
    main(["check", "改.docx", "--against", "example-2026.yaml"])
    said = capsys.readouterr().out
    assert "改.docx: 警告[封面] 封面上写的是“2026年3月10日”，按预算文件是“2026年2月10日”" in said
    assert "另见 example-2026.yaml:9:5" in said


def test_a_table_under_a_wrong_unit_is_one_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every number of it contradicts every other table, and the file."""
    wrote(folder, "luoyang-2020", "docx")
    Path("改.docx").write_bytes(with_words_changed(built("luoyang-2020", "docx"), "单位：万元", "单位：元"))
    main(["check", "改.docx", "--against", "luoyang-2020.yaml"])
    said = capsys.readouterr().out
    assert "预算01表的元像是写错了：改成万元，就和别处对得上" in said
    assert (said.count("错误["), said.count("警告[")) == (1, 0)


def test_a_year_edited_in_the_title_is_one_mistake_not_a_document_of_another_year(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(folder, "yantian-2022", "docx")
    document = docx.Document("yantian-2022.docx")
    for paragraph in document.paragraphs[:3]:
        for run in paragraph.runs:
            run.text = run.text.replace("2022年", "2021年")
    document.save("改.docx")
    news = found(capsys, "改.docx", "--against", "yantian-2022.yaml")
    assert [one for one in news if one[1] == "错误"] == [("R506", "错误")]


def test_a_year_edited_in_the_title_is_one_mistake_without_a_budget_file_where_the_tables_have_the_year(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(folder, "example-2026", "docx")
    document = docx.Document("example-2026.docx")
    for run in (run for paragraph in document.paragraphs[:3] for run in paragraph.runs):
        run.text = run.text.replace("2026年", "2025年")
    document.save("改.docx")
    assert [one for one in found(capsys, "改.docx") if one[1] == "错误"] == [("R506", "错误")]


def test_a_year_edited_in_a_head_is_one_mistake_not_one_for_each_number_below(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("改.docx").write_bytes(with_digit_changed(built("example-2026", "docx"), "2026年预算数", "2025年预算数"))
    assert [one for one in found(capsys, "改.docx") if one[1] == "错误"] == [("R506", "错误")]


def test_a_row_that_was_deleted_is_one_finding_with_the_sums_that_miss_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, changed = docx.Document(BytesIO(built("example-2026", "docx"))), BytesIO()
    rows = (row for table in document.tables for row in table.rows)
    row = next(row for row in rows if row.cells[0].text == "文化馆免费开放")
    row._tr.getparent().remove(row._tr)
    document.save(changed)
    wrote(folder, "example-2026", "docx")
    (folder / "改.docx").write_bytes(changed.getvalue())
    main(["check", "改.docx", "--against", "example-2026.yaml"])
    said = capsys.readouterr().out
    assert "缺少“一行：文化馆免费开放，云溪县文化馆，18.00”" in said
    assert re.search("由此引起的.*R123 项目支出表.*也就好了", said)
    assert said.count("错误[") == 1  # that 一般公共预算支出表 has an item without a project comes from it, too


def test_a_table_that_took_the_title_of_another_is_one_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(folder, "example-2026", "docx")
    words = ("2026年部门收入总表", "2026年部门支出总表")
    (folder / "改.docx").write_bytes(with_words_changed(built("example-2026", "docx"), *words))
    told = found(capsys, "改.docx", "--against", "example-2026.yaml")
    assert [one for one in told if one[1] == "错误"] == [("R909", "错误")]  # the table that is missing comes from it


def heads_exchanged(content: bytes) -> bytes:
    """The Word file with the heads 基本支出 and 项目支出 of its first table that has them exchanged."""
    document, changed = docx.Document(BytesIO(content)), BytesIO()
    heads = [{cell.text: cell.paragraphs[0].runs[0] for cell in t.rows[0].cells if cell.text} for t in document.tables]
    one, other = next((own["基本支出"], own["项目支出"]) for own in heads if {"基本支出", "项目支出"} <= {*own})
    one.text, other.text = other.text, one.text
    document.save(changed)
    return changed.getvalue()


def test_two_heads_that_were_exchanged_are_one_finding_with_all_numbers_below(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrote(folder, "example-2026", "docx")
    (folder / "改.docx").write_bytes(heads_exchanged(built("example-2026", "docx")))
    main(["check", "改.docx", "--against", "example-2026.yaml"])
    said = capsys.readouterr().out
    assert "公开03表的项目支出和基本支出像是放反了：互换以后，就和别处对得上" in said
    assert (said.count("错误["), said.count("警告[")) == (1, 0)


def test_a_row_that_was_moved_is_told_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(BytesIO(built("example-2026", "docx")))
    rows = [row for table in document.tables for row in table.rows]
    moved, first = (next(row for row in rows if row.cells[0].text == name) for name in ("购书经费", "送戏下乡"))
    first._tr.addprevious(moved._tr)
    wrote(folder, "example-2026", "docx")
    document.save("改.docx")
    main(["check", "改.docx", "--against", "example-2026.yaml"])
    said = capsys.readouterr().out
    assert "“一行：购书经费，云溪县图书馆，24.00”换了地方" in said
    assert (said.count("错误["), said.count("警告[")) == (0, 1)


def test_alone_two_heads_that_were_exchanged_are_one_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "改.docx").write_bytes(heads_exchanged(built("example-2026", "docx")))
    main(["check", "改.docx"])
    said = capsys.readouterr().out
    assert "公开03表的项目支出和基本支出像是放反了" in said
    assert said.count("错误[") == 1


def test_alone_a_wrong_number_is_not_taken_for_exchanged_heads(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exchanged with the heads over names, those over numbers would be read no more, and nothing found."""
    (folder / "改.docx").write_bytes(with_digit_changed(built("example-2026", "docx"), "39.85", "38.95"))
    main(["check", "改.docx"])
    said = capsys.readouterr().out
    assert "38.95万元像是写错了：改成39.85万元" in said
    assert "放反了" not in said


def test_alone_a_table_under_a_wrong_unit_is_told_with_the_right_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not its first table, whose unit most others have."""
    document = docx.Document(BytesIO(built("example-2026", "docx")))
    units = [run for paragraph in document.paragraphs for run in paragraph.runs if "单位：万元" in run.text]
    units[4].text = units[4].text.replace("万元", "元")
    document.save("改.docx")
    main(["check", "改.docx"])
    said = capsys.readouterr().out
    assert "公开05表的元像是写错了：改成万元，就和别处对得上" in said
    assert said.count("错误[") == 1


def test_terms_whose_explanations_were_exchanged_are_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = docx.Document(BytesIO(built("example-2026", "docx")))
    terms = {p.text.partition("：")[0].partition("．")[2]: p for p in document.paragraphs if "：指" in p.text}
    for name, other in (("基本支出", "项目支出"), ("项目支出", "基本支出")):
        said = terms[other].text.partition("：")[2]
        terms[name]._p.set("said", said)
    for name in ("基本支出", "项目支出"):
        first, *rest = terms[name].runs
        first.text = f"{terms[name].text.partition('：')[0]}：{terms[name]._p.attrib.pop('said')}"
        for run in rest:
            run.text = ""
    document.save("改.docx")
    main(["check", "改.docx"])
    assert "“基本支出”的解释说的像是“项目支出”" in capsys.readouterr().out
