"""The schema for editors: it takes every real file and empty file, refuses slips, and explains every key."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reportgen.budget.models import BudgetFile, Department, Difference, Unit
from reportgen.cli import main
from reportgen.profile import regions
from tests.budgets import DATA, NAMES

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "docs" / "budget.schema.json"


class Editor(yaml.SafeLoader):
    """YAML as editors read it: 1.2, where a date is a text."""


Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith((":timestamp", ":bool", ":merge"))]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def content(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Editor)))  # keys become texts


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(KEPT.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def mistakes(schema: dict[str, Any], text: str) -> list[str]:
    return [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(content(text))]


def test_the_kept_one_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`reportgen schema -o docs/budget.schema.json` writes it anew."""
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "-o", "now.json"]) == 0
    assert Path("now.json").read_text(encoding="utf-8") == KEPT.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_every_example(name: str, schema: dict[str, Any]) -> None:
    assert mistakes(schema, (DATA / f"{name}.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("region", [region.name for region in regions(Path("/nowhere"))])
def test_it_takes_every_empty_file(region: str, schema: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    assert main(["new", "甲局", "--template", region, "--year", "2026", "-o", str(path)]) == 0
    assert mistakes(schema, path.read_text(encoding="utf-8")) == []


GOOD = """\
模板: default
文种: 部门预算
年度: 2026
金额单位: 万元
部门: {名称: 甲局}
支出:
  缺省: {资金: 一般公共预算}
  基本支出: [{功能: 2070104, 经济: 30101, 金额: 5}]
三公经费: 无
上年预算: {支出: 5, 支出[项目=甲]: 3}
核对: {支出: {合计: 5, 功能: {2070104: 5}}}
已知差异: [{规则: R220, 位置: 表1, 说明: 甲}]
原因: {支出: 甲}
"""


def test_it_takes_what_the_tests_of_slips_start_from(schema: dict[str, Any]) -> None:
    assert mistakes(schema, GOOD.replace("支出[项目=甲]", '"支出[项目=甲]"')) == []


def test_a_figure_may_be_taken_apart_in_every_way_a_measure_is_written(schema: dict[str, Any]) -> None:
    for value in (
        "[{经济: 30101, 金额: 5}]",
        "{基本支出: [{经济: 30101, 金额: 5}]}",
        "{文件: x.csv}",
        "无",
        "5",
        "待填",
    ):
        assert mistakes(schema, f"{GOOD.partition('上年预算')[0]}支出[性质=基本支出]: {value}\n") == []
    for value in ("[{经济: 30101}]", "[5]", "{经济: 30101}", "五"):
        assert mistakes(schema, f"{GOOD.partition('上年预算')[0]}支出[性质=基本支出]: {value}\n")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("三公经费: 无", "三公经废: 无"),
        ("部门: {名称", "部门: {名字"),
        ("年度: 2026\n", ""),
        ("年度: 2026", "年度: 二〇二六"),
        ("基本支出:", "基本指出:"),
        ("功能: 2070104", "功能: 文化"),
        ("经济: 30101, 金额: 5", "经济: 30101"),
        ("金额: 5", "金额: 五万"),
        ("资金: 一般公共预算", "资金: 一般公共预箅"),
        ("上年预算: {支出", "上年预算: {指出"),
        ("原因: {支出", "原因: {支岀"),
        ("核对: {支出", "核对: {支岀"),
        ("合计: 5", "合计: 五"),
        ("合计: 5", "总计: 5"),
        ("功能: {2070104: 5}", "功能: 5"),
        (", 说明: 甲", ""),
    ],
)
def test_it_refuses_a_slip(right: str, wrong: str, schema: dict[str, Any]) -> None:
    text = GOOD.replace("支出[项目=甲]", '"支出[项目=甲]"')
    assert right in text
    assert mistakes(schema, text.replace(right, wrong))


def test_of_one_region_it_knows_what_that_one_knows(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    assert main(["schema", "--template", "luoyang", "-o", str(path)]) == 0
    one = json.loads(path.read_text(encoding="utf-8"))
    assert "资产价值" not in one["properties"]
    assert mistakes(one, (DATA / "luoyang-2020.yaml").read_text(encoding="utf-8")) == []
    assert mistakes(one, (DATA / "shanhaiguan-2020.yaml").read_text(encoding="utf-8"))


def test_a_region_that_there_is_not_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--template", "luoyan"]) == 2
    assert "没有“luoyan”这个模板" in capsys.readouterr().err


@pytest.mark.parametrize("model", [BudgetFile, Department, Difference, Unit])
def test_every_key_is_explained(model: type) -> None:
    fields = [f for f in dataclasses.fields(model) if "key" in f.metadata]  # type: ignore[arg-type]
    assert [f.metadata["key"] for f in fields if not f.metadata["about"]] == []
