"""Kinds of document (文种): those that exist, those with a folder, those that a region declares."""

from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.profile import DepartmentWords, load, regions, words_of
from reportgen.report import assemble
from tests.unit.small import budget_file, paragraphs, region, said


def title(folder: Path, kind: str, profile: str = "") -> str:
    region(folder, "# {{ 文种 }} {-}\n", profile)
    path = budget_file(folder, "支出: 5\n")
    path.write_text(path.read_text(encoding="utf-8").replace("部门预算", kind), encoding="utf-8")
    return paragraphs(assemble(path))[0]


def hint(folder: Path, kind: str, profile: str = "") -> str:
    with pytest.raises(ReportgenError) as refused:
        title(folder, kind, profile)
    (told,) = refused.value.diagnostics
    assert (told.places[0].line, told.places[0].column) == (2, 5)
    return said(refused.value)[0]


@pytest.mark.parametrize("kind", ["部门预算", "单位预算", "部门决算", "单位决算"])
def test_budgets_and_final_accounts_of_departments_and_units_exist(kind: str, tmp_path: Path) -> None:
    assert kind in title(tmp_path, kind, "文种: [部门决算, 单位决算]\n" if "决算" in kind else "")


@pytest.mark.parametrize(
    ("kind", "whose"),
    [("部门预算", "部门"), ("单位决算", "单位"), ("绩效目标", "部门"), ("单位绩效目标", "单位"), ("公开表", "部门")],
)
def test_a_document_of_any_kind_is_a_departments_or_a_units(kind: str, whose: str) -> None:
    assert words_of(kind, 2026, DepartmentWords("甲局"))["主体"] == whose


def loaded(tmp_path: Path, kind: str, profile: str = "") -> str:
    """The title that the region `probe` gives to documents of the kind."""
    own = tmp_path / "templates" / "probe"
    own.mkdir(parents=True, exist_ok=True)
    (own / "profile.yaml").write_text(f"标题: 本地\n{profile}", encoding="utf-8")
    return load("probe", tmp_path, kind).file.title.text


def test_a_folder_of_the_kind_comes_before_plain_ones_of_the_region_and_its_parents(tmp_path: Path) -> None:
    assert loaded(tmp_path, "部门预算") == "本地"
    assert loaded(tmp_path, "单位决算") == "<部门><年度>年度<文种>", "of default/决算"
    assert loaded(tmp_path, "单位决算", "文种: [部门决算, 单位决算]\n") == "本地"
    own = tmp_path / "templates" / "probe" / "决算"
    own.mkdir()
    (own / "profile.yaml").write_text("标题: 本地决算\n", encoding="utf-8")
    assert loaded(tmp_path, "部门决算") == "本地决算"
    assert load("probe", tmp_path, "部门决算").vocabulary.bases[0] == "上年决算"


@pytest.mark.parametrize(
    ("kind", "meant"), [("部门予算", "部门预算"), ("单位决祘", "单位决算"), ("绩效目表", "绩效目标"), ("tables", "")]
)
def test_any_other_is_refused_with_the_nearest(kind: str, meant: str, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "probe" / "绩效目标"
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text("标题: <部门>绩效目标\n", encoding="utf-8")
    told = hint(tmp_path, kind)
    assert told.startswith(f"没有“{kind}”这个文种")
    assert not meant or told.endswith(f"是不是“{meant}”？")


def test_a_folder_of_that_name_is_a_kind_and_a_unit_has_that_of_its_department(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "probe" / "部门绩效"
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text("标题: <部门>绩效\n", encoding="utf-8")
    assert title(tmp_path, "部门绩效") == "部门绩效"
    assert title(tmp_path, "单位绩效") == "单位绩效"


def test_a_region_may_say_which_it_prints_and_no_others(tmp_path: Path) -> None:
    profile = "文种: [部门决算, 三公经费公开]\n"
    assert title(tmp_path, "三公经费公开", profile) == "三公经费公开"
    assert title(tmp_path, "单位决算", profile) == "单位决算"
    assert hint(tmp_path, "部门预算", profile).startswith("没有“部门预算”这个文种")
    (listed,) = (one for one in regions(tmp_path) if one.name == "probe")
    assert listed.kinds == ("部门决算", "三公经费公开")
