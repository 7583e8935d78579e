"""Which reason a change gets: the one of the smallest part that covers it, whatever the names look like."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.budget.models import Explanation
from reportgen.diagnostics import Location, Severity
from reportgen.figure import FigureId, parse
from reportgen.figures import Figures
from reportgen.narrative.phrases import reason_for
from reportgen.report import assemble
from tests.budgets import edited, source
from tests.unit.small import figures, paragraphs, report

BASE = "上年预算"
BODY = """\
支出:
  - {功能: 2080505, 性质: 基本支出, 资金: 一般公共预算, 金额: 3}
  - {功能: 2080506, 性质: 项目支出, 项目: 甲, 资金: 事业收入, 金额: 4}
  - {功能: 2010102, 性质: 项目支出, 项目: 乙, 资金: 政府性基金, 金额: 5}
上年预算: {支出: 1}
"""
ABOVE = {"一般公共预算": "财政拨款", "政府性基金": "财政拨款", "基本支出": "本年支出", "项目支出": "本年支出"}
MEMBERS = {
    "功能": ("", "208", "20805", "2080505", "2080506", "201", "2010102"),
    "性质": ("", "本年支出", "基本支出", "项目支出"),
    "资金": ("", "财政拨款", "一般公共预算", "政府性基金", "事业收入"),
    "项目": ("", "甲"),
}


@cache
def known() -> Figures:
    with TemporaryDirectory() as folder:
        return figures(Path(folder), BODY)


def within(member: str, top: str) -> bool:
    return member == top or ABOVE.get(member) == top or (top.isdigit() and member.startswith(top))


def points() -> Iterator[dict[str, str]]:
    """Everything that a line could say; of project 甲 only what its lines do say."""
    leaves = {
        "功能": ("2080505", "2080506", "2080101", "2010102", "2010199", "2010301", "2210201"),
        "性质": ("基本支出", "项目支出", "结转下年"),
        "资金": ("一般公共预算", "政府性基金", "事业收入", "其他收入"),
        "项目": ("无", "甲", "乙"),
    }
    for found in product(*leaves.values()):
        point = dict(zip(leaves, found, strict=True))
        if point["项目"] != "甲" or (point["性质"], point["功能"]) == ("项目支出", "2080506"):
            yield point


@cache
def meant(name: FigureId) -> frozenset[int]:
    """The points that the name selects, worked out here once more."""
    return frozenset(
        i for i, point in enumerate(points()) if all(within(point[dimension], m) for dimension, m in name.conditions)
    )


NAMES = st.tuples(*(st.sampled_from(members) for members in MEMBERS.values())).map(
    lambda found: FigureId("支出", tuple(sorted((d, m) for d, m in zip(MEMBERS, found, strict=True) if m)))
)


@given(st.lists(st.tuples(NAMES, st.sampled_from(("", BASE))), max_size=8, unique=True), NAMES)
def test_no_reason_of_a_smaller_part_is_passed_over(stated: list[tuple[FigureId, str]], asked: FigureId) -> None:
    keys = [name._replace(base=base) for name, base in stated]
    reasons = {key: Explanation(str(key), Location("b.yaml", i)) for i, key in enumerate(keys, 1)}
    found = Figures(replace(known().budget, reasons=reasons), known().profile)
    told = reason_for(found, [asked], BASE)
    covering = [key for key in keys if meant(asked) and meant(asked) <= meant(key)]
    assert (told is not None) >= bool(covering)
    if told and covering:
        chosen = parse(told.text)
        assert chosen in covering
        assert [key for key in covering if meant(key) < meant(chosen)] == []


@pytest.mark.parametrize(
    ("reasons", "asked", "told"),
    [
        # the child's name is the shorter one
        (
            "三公经费[费目=公务用车购置及运行维护费]: 上、三公经费[费目=公务用车购置费]: 下",
            '三公经费["费目=公务用车购置费"]',
            "下",
        ),
        ("支出[功能=208]: 上、支出[功能=20805]@上年预算: 下", '支出["功能=2080505"]', "下"),
        # a code of a part goes before a base that is named
        ("支出[功能=208]@上年预算: 上、支出[功能=20805]: 下", '支出["功能=2080505"]', "下"),
        # the longest word says the least
        (
            "支出[性质=对附属单位补助支出]: 别、支出[性质=本年支出]: 上、支出[性质=基本支出]: 下",
            '支出["性质=基本支出"]',
            "下",
        ),
        # a project is within its 功能 and 性质, whether the names say so or not
        ("支出[功能=208 性质=项目支出]: 上、支出[项目=甲]: 下", '支出["项目=甲 性质=项目支出 功能=2080506"]', "下"),
        ("支出[性质=项目支出 项目=甲]: 下", '支出["项目=甲"]', "下"),
        ("支出[性质=项目支出]: 上", '支出["项目=甲"]', "上"),
        # 301 is 人员经费
        ("支出[经费=人员经费]: 上、支出[经济=301]: 下", '支出["性质=基本支出 经费=人员经费 经济=30101"]', "下"),
    ],
)
def test_the_reason_of_the_part_goes_before_that_of_the_whole(
    reasons: str, asked: str, told: str, tmp_path: Path
) -> None:
    body = """\
支出:
  - {功能: 2080505, 经济: 30101, 性质: 基本支出, 金额: 3}
  - {功能: 2080506, 经济: 30201, 性质: 项目支出, 项目: 甲, 金额: 4}
三公经费: [{费目: 公务用车购置费, 金额: 3}]
"""
    made = report(
        tmp_path,
        f"{body}原因:\n" + "".join(f"  {reason}\n" for reason in reasons.split("、")),
        f"{{{{ {asked}|原因 }}}}\n",
    )
    assert paragraphs(made) == [told]


def test_a_purpose_of_a_project_that_is_none_is_told_at_its_line(tmp_path: Path) -> None:
    key = "支出[项目=工会组织建设及维权关爱经费]: 工会组织"
    text = edited(source("yantian-2022"), key, key.replace("及", "甲"))
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    line = text[: text.index("工会组织建设甲维权")].count("\n") + 1
    found = [one for one in assemble(tmp_path / "b.yaml").findings if "工会组织建设甲维权" in one.message]
    assert [(one.severity, one.places[0].line) for one in found] == [(Severity.ERROR, line)]


def test_a_reason_or_purpose_of_a_code_without_amounts_is_told_and_one_with_amounts_is_not(tmp_path: Path) -> None:
    said = (
        "原因:\n  支出[功能=208]: 甲\n  支出[功能=209]: 甲\n用途:\n  支出[功能=2080505]: 乙\n  支出[功能=2080507]: 乙\n"
    )
    told = [one.message for one in report(tmp_path, BODY + said, "正文\n").findings if one.rule == "没有用到"]
    assert told == [
        "“原因”里“支出[功能=209]”这一条没有印出来：209今年和往年都没有数",
        "“用途”里“支出[功能=2080507]”这一条没有印出来：2080507今年和往年都没有数",
    ]
