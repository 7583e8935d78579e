"""What the prose says once, names whole, or leaves out: notes, reasons, terms, serial numbers."""

from pathlib import Path

import pytest

from reportgen import checks
from reportgen.narrative.templates import Passes
from tests.unit.small import paragraphs, report

CODES = "支出: [{功能: 2070701, 金额: 3}, {功能: 2070104, 金额: 4}, {功能: 2296010, 金额: 5}]\n"


@pytest.mark.parametrize(
    ("least", "new", "expected"),
    [
        ("0.05", "1000.49", "与2020年预算基本持平。"),
        ("0.05", "999.51", "与2020年预算基本持平。"),
        ("0.05", "1000.50", "比2020年预算增加0.5万元，增长0.05%。"),
        ("0", "1000.01", "比2020年预算增加0.01万元。"),
        ("1", "1009.99", "与2020年预算基本持平。"),
    ],
)
def test_a_change_below_what_the_region_tells_is_nearly_none(
    tmp_path: Path, least: str, new: str, expected: str
) -> None:
    profile = f'同比: {{缺省: {{增减起点: "{least}"}}}}\n'
    body = f"支出: {new}\n上年预算: {{支出: 1000}}\n"
    made = report(tmp_path, body, "支出{{ 支出 }}，{{ 支出|同比 }}。\n", profile)
    assert paragraphs(made)[0].endswith(f"，{expected}")
    rule = checks.rule_named("R403")
    assert rule
    assert checks.check(checks.Case(made.document, made.budget, made.profile), [rule]).findings == ()


def test_a_reason_that_was_told_last_is_referred_to(tmp_path: Path) -> None:
    body = (
        "支出: [{功能: 20701, 金额: 5}, {功能: 20702, 金额: 6}]\n"
        "上年预算: {支出: [{功能: 20701, 金额: 1}, {功能: 20702, 金额: 2}]}\n"
        "原因: {支出: 甲, '支出[功能=20702]': 乙}\n"
    )
    call = '{{{{ 支出["功能={}"]|同比(率=false, 因="同上") }}}}。'
    made = report(tmp_path, body, "{{ 支出|同比(率=false) }}。" + call.format("20701") + call.format("20702") + "\n")
    assert [said.split("万元，")[1] for said in paragraphs(made)[0].split("。")[:-1]] == [
        *("主要原因是甲", "原因同上", "主要原因是乙")
    ]


def test_the_note_on_rounding_is_said_once(tmp_path: Path) -> None:
    shares = '{% for 款 in 支出|按("功能.款") %}{{ 款|占比 }}{{ loop|间("、") }}{% endfor %}。\n\n'
    body = "支出: [{功能: 20701, 金额: 1}, {功能: 20702, 金额: 1}, {功能: 20703, 金额: 1}]\n"
    first, second = paragraphs(report(tmp_path, body, shares * 2))
    assert "四舍五入" in first
    assert "四舍五入" not in second


def test_a_serial_number_runs_through_nested_loops_and_an_item_knows_what_is_above_it(tmp_path: Path) -> None:
    template = (
        '{% for 类 in 支出|按("功能.类") %}{% for 项 in 类|按("功能.项") %}'
        '{{ "项"|续号("{1}．") }}{% for 上 in 项|按("功能.类") %}{{ 上.编码 }}共{{ 上 }}{% endfor %}{{ 项.编码 }}\n\n'
        "{% endfor %}{% endfor %}\n"
    )
    assert paragraphs(report(tmp_path, CODES, template)) == [
        *("1．207共7万元2070104", "2．207共7万元2070701", "3．229共5万元2296010")
    ]


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ("", "2070199改2070114：16万元"),
        ("{功能: 2070114, 金额: 1}, ", "2070199改2070114："),  # some was there before: what moved is not known
    ],
)
def test_what_was_restated_is_told_with_its_amount_where_it_is_certain(
    tmp_path: Path, moved: str, expected: str
) -> None:
    body = (
        "支出: [{功能: 2070114, 金额: 18}]\n"
        f"上年预算: {{支出: [{moved}{{功能: 2070199, 金额: 16}}]}}\n"
        '口径调整: {功能: {"2070199": "2070114"}}\n'
    )
    amount = "{% if 改.数 is 写了 %}{{ 改.数 }}{% endif %}"
    template = f"{{% for 改 in 口径调整 %}}{{{{ 改.原编码 }}}}改{{{{ 改.编码 }}}}：{amount}{{% endfor %}}\n"
    assert paragraphs(report(tmp_path, body, template)) == [expected]


COUNTED = '{{ "段"|续号("{1}．") }}基本支出{{ 支出|同比(率=false, 因="同上") }}。\n\n'
TERMS = "{% for 词 in 名词 %}{{ 词.名称 }}。{% endfor %}"


@pytest.mark.parametrize(
    "glossary", [TERMS, "{% if 名词 %}{% include '段.md' %}{% endif %}" + TERMS, "{% include '词.md' %}"]
)
def test_what_is_filled_in_again_for_its_glossary_is_as_if_all_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, glossary: str
) -> None:
    """Serial numbers and reasons told go on behind what was not filled in again."""
    own = tmp_path / "templates" / "probe"
    own.mkdir(parents=True)
    for name, text in (("段", COUNTED), ("词", TERMS), ("名词", glossary)):
        (own / f"{name}.md").write_text(text, encoding="utf-8")
    template = "{% include '段.md' %}\n\n\n{% include '名词.md' %}\n\n\n" + COUNTED + "{% include '段.md' %}\n"
    asked = ("支出: 6\n上年预算: {支出: 1}\n原因: {支出: 甲}\n", template, "名词: [出现的]\n")
    found = paragraphs(report(tmp_path, *asked))
    monkeypatch.setattr(Passes, "pieces", lambda _self, _template, fill: fill())
    assert found == paragraphs(report(tmp_path, *asked))
    assert "基本支出。" in found
    assert [said[:2] for said in found if "增加" in said] == [f"{i + 1}．" for i in range(len(found) - 1)]
