"""The site: only what may be published, each document with its files, nothing of anybody else removed."""

import csv
import io
import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from tests.browser import DESK, PHONE, chromium, opened, violations
from tests.county.canned import told, write
from tests.county.made import budget, county, run
from tests.tools import vnu


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a department with two years, and of one with mistakes."""
    folder = tmp_path_factory.mktemp("county")
    root = county(folder, ("甲局",))
    budget(root, "乙局", 2026, amount="1000000")
    assert run(root).code == 1
    return folder / "out"


@pytest.fixture
def document(built: Path) -> Path:
    return built / "网站" / "甲局" / "2026年部门预算"


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_number_is_there_with_name_words_value_unit_and_lines(document: Path):
    data = json.loads((document / "figures.json").read_text(encoding="utf-8"))
    whole = next(each for each in data["数"] if each["数名"] == "支出")
    part = next(each for each in data["数"] if each["数名"] == "支出[功能=2010302 性质=项目支出]")
    assert (whole["值"], whole["单位"], whole["来源"]) == ("2000000", "元", ["甲局-2026.yaml:8"])
    assert part["说明"] == "支出（功能：一般行政管理事务，性质：项目支出）"
    assert {each["印作"] for each in part["印在"]} == {"200.00"}


def test_tables_are_csv_that_excel_opens(document: Path):
    (path,) = (document / "tables").iterdir()
    content = path.read_bytes()
    assert content.startswith("\ufeff科目编码,科目名称,合计,".encode())
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[-1][:3] == ["合计", "", "200.00"]


def test_the_data_package_describes_files_as_they_are(document: Path):
    package = json.loads((document / "datapackage.json").read_text(encoding="utf-8"))
    for each in package["resources"]:
        content = (document / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert each["bytes"] == len(content)
    (_, table) = package["resources"]
    fields = table["schema"]["fields"]
    with (document / table["path"]).open(encoding="utf-8-sig", newline="") as file:
        assert [field["name"] for field in fields] == next(csv.reader(file))
    assert {field["name"]: field["type"] for field in fields}["科目编码"] == "string"
    assert {field["name"]: field["type"] for field in fields}["合计"] == "number"


def test_last_year_and_next_year_are_one_click_away(document: Path):
    page = (document / "index.html").read_text(encoding="utf-8")
    before = (document.parent / "2025年部门预算" / "index.html").read_text(encoding="utf-8")
    assert '上一年：<a href="../2025%E5%B9%B4' in page
    assert '下一年：<a href="../2026%E5%B9%B4' in before


def test_nothing_comes_from_elsewhere(built: Path):
    for path in built.rglob("*"):
        if path.suffix in {".html", ".js", ".css"}:
            assert "://" not in path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")


@pytest.mark.soak  # the validator takes seconds
def test_pages_are_valid(built: Path):
    assert vnu(*built.rglob("*.html")) == []


def test_a_changed_department_rewrites_its_own_files_and_the_lists_alone(tmp_path: Path):
    root = tmp_path / "县"
    for name in ("甲局-2026.yaml", "甲局-2025.yaml", "乙局-2026.yaml"):
        write(root, name)
    told(root)
    for path in files_below(tmp_path / "out"):
        os.utime(path, (0, 0))  # what is written again is younger
    write(root, "乙局-2025.yaml")
    again = told(root)
    out = tmp_path / "out"
    assert again.made == ["乙局-2025.yaml"]
    changed = {path.relative_to(out).as_posix() for path in files_below(out) if path.stat().st_mtime_ns}
    assert {path for path in changed if "乙局-2025" not in path and "/2025年" not in path} == {
        "看板.html",
        "看板.json",
        "网站/index.html",
        "网站/乙局/index.html",
        "网站/乙局/2026年部门预算/index.html",
    }


def test_files_of_a_department_that_is_gone_go_unless_somebody_changed_them(tmp_path: Path):
    root, out = tmp_path / "县", tmp_path / "out"
    write(root, "甲局-2026.yaml").rename(gone := root / "乙局-2026.yaml")
    told(root)
    (out / "网站" / "乙局" / "2026年部门预算" / "figures.json").write_text("我的", encoding="utf-8")
    (out / "网站" / "别人的.txt").write_text("别人的", encoding="utf-8")
    gone.unlink()
    kept = told(root).county.kept
    assert kept == ("网站/乙局/2026年部门预算/figures.json",)
    left = {path.relative_to(out).as_posix() for path in files_below(out / "网站")}
    assert left - {"网站/别人的.txt", *kept} == {
        "网站/index.html",
        "网站/assets/data.js",
        "网站/assets/site.css",
        "网站/assets/site.js",
    }


def test_a_file_that_is_open_elsewhere_is_told_and_written_by_the_next_run(
    tmp_path: Path,
):
    root = tmp_path / "县"
    place = tmp_path / "out" / "网站" / "甲局" / "2026年部门预算"
    write(root, "甲局-2026.yaml")
    (place / "figures.json").mkdir(parents=True)  # nothing can be put there
    assert "网站/甲局/2026年部门预算/figures.json 没有写成" in "".join(told(root).lines)
    assert (place / "index.html").is_file()
    (place / "figures.json").rmdir()
    assert told(root).made == ["甲局-2026.yaml"]
    assert not [path for path in place.iterdir() if path.suffix == ".part"]


def test_of_two_files_for_the_same_place_neither_is_published_until_one_goes(tmp_path: Path):
    root = tmp_path / "县"
    place = tmp_path / "out" / "网站" / "甲局"
    write(root, "甲局-2026.yaml")
    other = write(root, "新/甲局-2026.yaml")
    write(root, "新/甲局-2025.yaml")
    told_of = told(root)
    assert sum("同一部门同一年度的同一种文件" in line for line in told_of.lines) == 2
    assert [path.name for path in place.iterdir() if path.is_dir()] == ["2025年部门预算"]
    assert told(root).made == []
    other.unlink()
    assert told(root).made == ["甲局-2026.yaml"]
    assert (place / "2026年部门预算" / "index.html").exists()


def test_a_word_file_that_somebody_edited_is_kept_told_and_not_published(tmp_path: Path):
    root, out = county(tmp_path, ("甲局",), (2026,)), tmp_path / "out"
    word, site = out / "文档" / "甲局-2026.docx", out / "网站" / "甲局"
    run(root)
    edited = docx.Document(str(word))
    edited.paragraphs[0].add_run("改过")
    edited.save(str(word))
    content = word.read_bytes()
    for _ in range(2):  # built beside it once; then nothing changed
        said = run(root)
        assert (said.code, said.states) == (1, {"甲局-2026.yaml": "Word 已改"})
        assert "新的在 文档/甲局-2026（新稿）.docx" in said.out
        assert word.read_bytes() == content
        assert not site.exists()
    assert run(root, "--force").states == {"甲局-2026.yaml": "可公开"}
    assert (site / "2026年部门预算" / "index.html").exists()
    assert sorted(path.name for path in word.parent.iterdir()) == ["甲局-2026.docx", "甲局-2026（备份）.docx"]


def test_the_files_of_units_are_no_departments(tmp_path: Path):
    root = county(tmp_path, ("甲局",), (2026,))
    unit = budget(root, "甲局二级单位", 2026)
    whole = root / "甲局-2026.yaml"
    text = whole.read_text(encoding="utf-8").replace("名称: 甲局本级", f"名称: 甲局本级, 文件: {unit.name}")
    whole.write_text(text, encoding="utf-8")
    assert list(run(root).states) == [whole.name]


def test_a_folder_that_cannot_be_read_or_written_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "out").write_bytes(b"")
    write(tmp_path / "县", "甲局-2026.yaml", "草稿 1")
    assert main(["county", str(tmp_path / "县"), "-o", str(tmp_path / "out")]) == 2
    assert "不是文件夹，用 -o 另写一个" in capsys.readouterr().err
    assert main(["county", str(tmp_path / "没有")]) == 2
    assert "没有“" in capsys.readouterr().err


@pytest.mark.soak
@pytest.mark.parametrize(("scheme", "width"), [("light", DESK), ("dark", PHONE)])
def test_pages_are_for_everyone(built: Path, scheme: str, width: int):
    with chromium() as browser:
        for path in built.rglob("*.html"):
            with opened(browser, path, width, scheme) as page:
                assert violations(page) == [], path.name


@pytest.mark.soak
def test_the_search_works_from_the_file_system(built: Path):
    with chromium() as browser, opened(browser, built / "网站" / "index.html") as page:
        page.get_by_label("查找", exact=True).last.fill("修缮")
        assert page.locator("tbody tr:visible").count() == 1
        assert page.locator(".hit").inner_text() == "修缮"
        page.get_by_label("年度").select_option("2025")
        assert page.locator(".document:visible").count() == 1
        page.locator("#words").fill("没有这样的")
        assert page.get_by_text("没有找到").is_visible()


@pytest.mark.soak
def test_the_results_are_the_same_whoever_makes_them(tmp_path: Path):
    root, out, results = county(tmp_path, ("甲局", "乙局")), tmp_path / "out", []
    budget(root, "丙局", 2026, amount="1000000")
    for processes in ("1", "3"):
        run(root, "-j", processes)
        results.append({path.relative_to(out): path.read_bytes() for path in files_below(out)})
        shutil.rmtree(out)
    assert results[0] == results[1]
