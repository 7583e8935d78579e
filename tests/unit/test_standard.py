"""The style sheet and GB/T 9704-2012: every value has its clause, and what departs from a rule is told."""

from pathlib import Path

import pytest

from reportgen import resources
from reportgen.document import plain
from reportgen.profile import load
from reportgen.profile.sheet import Strength, bases, basis_of, departures, values
from reportgen.source import Mapping, Problems, read
from reportgen.style import TurnedNumber
from tests.unit.small import report

BASELINE = resources.templates() / "default" / "style.yaml"
NOTHING = "支出: []\n"


def sheet(folder: Path, text: str) -> Mapping:
    path = folder / "style.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def told(folder: Path, text: str) -> list[str]:
    baseline, problems = read(BASELINE), Problems()
    found = departures(sheet(folder, text), baseline, bases(baseline, baseline, problems))
    assert not problems
    return [finding.message for finding in found]


def test_every_value_of_the_baseline_has_a_clause_or_is_practice() -> None:
    baseline = read(BASELINE)
    known = bases(baseline, baseline, Problems())
    assert [path for path, _ in values(baseline) if basis_of(path, known) is None] == []
    assert {basis.strength for basis in known.values()} == set(Strength) - {Strength.ADVICE}


def test_the_longest_key_that_fits_gives_the_basis() -> None:
    baseline = read(BASELINE)
    known = bases(baseline, baseline, Problems())
    found = [basis_of(path, known) for path in ("横向页面.宽", "横向页面.上", "文字.正文.字号", "文字.正文.西文")]
    assert [(basis.clause, basis.strength.value) for basis in found if basis] == [
        *(("5.1", "规定"), ("", "实务"), ("5.2.2", "一般"), ("", "实务")),
    ]


def test_what_the_standard_rules_is_told_when_a_region_changes_it_and_what_is_usual_is_not(tmp_path: Path) -> None:
    assert told(tmp_path, "页面: {上: 30mm, 左: 28mm}\n网格: {每页行数: 20}\n文字: {正文: {字号: 小三}}\n") == [
        "“页面.上”写的是“30mm”，GB/T 9704—2012 5.2.1 规定的是“37mm”"
    ]


def test_a_departure_of_a_users_region_is_a_hint_of_its_report(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "probe"
    own.mkdir(parents=True)
    (own / "style.yaml").write_text("横向页码: 页脚\n", encoding="utf-8")
    found = [f"{d.severity.value} {d.message}" for d in report(tmp_path, NOTHING, "字\n").findings if d.rule == "版式"]
    assert found == ["提示 “横向页码”写的是“页脚”，GB/T 9704—2012 8 规定的是“国标”"]


@pytest.mark.parametrize("region", sorted(p.name for p in resources.templates().iterdir() if p.is_dir()))
def test_the_regions_that_are_brought_along_keep_to_the_rules(region: str, tmp_path: Path) -> None:
    assert load(region, tmp_path).departures == ()


def test_the_grid_gives_the_pitch_of_lines_and_the_space_between_characters(tmp_path: Path) -> None:
    style = load("default", tmp_path).style
    assert [(style.texts[kind].line, style.texts[kind].spacing) for kind in ("正文", "二级标题")] == [(579, -5)] * 2
    assert (style.texts["标题"].spacing, style.texts["一级目录"].spacing) == (0, 0)
    assert (style.gaps, style.turned_number, style.cover, style.contents) == (False, TurnedNumber.STANDARD, True, 2)


def test_a_region_with_another_page_has_its_own_pitch_unless_it_says_one(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "probe"
    own.mkdir(parents=True)
    text = "页面: {下: 37mm}\n网格: {每页行数: 20}\n文字: {三级标题: {行距: 30磅}}\n"
    (own / "style.yaml").write_text(text, encoding="utf-8")
    (own / "profile.yaml").write_text("上级: default\n", encoding="utf-8")
    texts = load("probe", tmp_path).style.texts
    assert (texts["正文"].line, texts["三级标题"].line) == (632, 600)


@pytest.mark.parametrize("stated", ["2021-02-05", "2021/2/5", "2021.02.05", "2021年2月5日"])
def test_the_date_is_read_as_officers_write_it(stated: str, tmp_path: Path) -> None:
    made = report(tmp_path, f"日期: {stated}\n{NOTHING}", "字\n")
    assert (made.document.date, plain(made.document.title)[:2]) == ("2021-02-05", "甲局")
