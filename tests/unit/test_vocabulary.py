"""Vocabularies: what stands under what, in codes and in trees, and how a profile's lists become trees."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.diagnostics import ReportgenError
from reportgen.vocabulary import Measure, Vocabulary, code_form, is_code
from tests.unit.small import figures, rendered

VOCABULARY = Vocabulary(
    measures={"支出": Measure("支出", "金额", ("功能", "资金")), "人员": Measure("人员", "人", ("单位",))},
    trees={
        "资金": {
            "财政拨款": "",
            "一般公共预算": "财政拨款",
            "专项收入": "一般公共预算",
            "政府性基金": "财政拨款",
            "其他": "",
        },
    },
)
FUNDS = sorted(VOCABULARY.trees["资金"])
codes = st.text("0123456789", min_size=7, max_size=7)


@pytest.mark.parametrize(
    ("dimension", "member", "top", "expected"),
    [
        ("功能", "2080505", "2080505", True),
        ("功能", "2080505", "20805", True),
        ("功能", "2080505", "208", True),
        ("功能", "20805", "2080505", False),
        ("功能", "2080505", "20806", False),
        ("功能", "2080505", "2", False),
        ("功能", "2080505", "2080", False),
        ("经济", "30112", "301", True),
        ("经济", "30112", "30201", False),
        ("资金", "专项收入", "专项收入", True),
        ("资金", "专项收入", "一般公共预算", True),
        ("资金", "专项收入", "财政拨款", True),
        ("资金", "财政拨款", "专项收入", False),
        ("资金", "政府性基金", "一般公共预算", False),
        ("项目", "甲", "甲", True),
        ("项目", "甲乙", "甲", False),
        ("功能", "无", "208", False),
        ("资金", "无", "财政拨款", False),
    ],
)
def test_a_member_is_below_itself_and_what_it_belongs_to(dimension: str, member: str, top: str, expected: bool) -> None:
    assert VOCABULARY.below(dimension, member, top) is expected


def test_upward_goes_from_the_member_to_the_top() -> None:
    assert list(VOCABULARY.upward("功能", "2080505")) == ["2080505", "20805", "208"]
    assert list(VOCABULARY.upward("资金", "专项收入")) == ["专项收入", "一般公共预算", "财政拨款"]


def test_children_and_leaves_come_as_they_are_listed() -> None:
    assert VOCABULARY.children("资金") == ("财政拨款", "其他")
    assert VOCABULARY.children("资金", "财政拨款") == ("一般公共预算", "政府性基金")
    assert VOCABULARY.children("资金", "其他") == ()
    assert VOCABULARY.leaves("资金") == ("专项收入", "政府性基金", "其他")
    assert VOCABULARY.children("项目") == VOCABULARY.leaves("项目") == ()


def test_the_dimensions_are_those_that_some_measure_has() -> None:
    assert VOCABULARY.dimensions == ("功能", "资金", "单位")


def test_a_budget_adds_its_units_and_leaves_the_regions_vocabulary_as_it_was() -> None:
    assert VOCABULARY.with_units({"505": ""}).children("单位") == ("505",)
    assert "单位" not in VOCABULARY.trees


@given(code=codes, other=codes)
def test_a_code_is_below_another_exactly_when_it_is_longer_by_whole_levels_and_begins_with_it(
    code: str, other: str
) -> None:
    for mine in (code[:3], code[:5], code):
        for theirs in (code[:3], code[:5], code, other[:3], other):
            assert VOCABULARY.below("功能", mine, theirs) is mine.startswith(theirs)


@given(one=st.sampled_from(FUNDS), two=st.sampled_from(FUNDS), three=st.sampled_from(FUNDS))
def test_being_below_is_an_order(one: str, two: str, three: str) -> None:
    def below(member: str, top: str) -> bool:
        return VOCABULARY.below("资金", member, top)

    assert below(one, one)
    assert not (below(one, two) and below(two, one)) or one == two
    assert not (below(one, two) and below(two, three)) or below(one, three)


@pytest.mark.parametrize(
    ("dimension", "text", "expected"),
    [
        *(("功能", "208", True), ("功能", "20805", True), ("功能", "2080505", True)),
        *(("功能", "2080", False), ("功能", "20805050", False), ("功能", "", False), ("功能", "二〇八", False)),
        *(("功能", "２０８", False), ("功能", "20a", False), ("经济", "30112", True), ("经济", "3011201", False)),
    ],
)
def test_a_code_has_as_many_digits_as_some_level(dimension: str, text: str, expected: bool) -> None:
    assert is_code(dimension, text) is expected


def test_messages_say_what_a_code_looks_like() -> None:
    assert code_form("功能") == "编码是数字，以2开头：类3位、款5位、项7位"


def test_a_profile_writes_a_tree_as_lists_in_lists(tmp_path: Path) -> None:
    profile = "维度:\n  资金:\n    - 拨款: [甲, 乙: [丙, 丁]]\n    - 其他\n"
    tree = figures(tmp_path, "", profile).vocabulary.trees["资金"]
    assert dict(tree) == {"拨款": "", "甲": "拨款", "乙": "拨款", "丙": "乙", "丁": "乙", "其他": ""}


def test_a_member_that_stands_twice_in_a_tree_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        figures(tmp_path, "", "维度:\n  资金: [甲: [乙], 丙: [乙]]\n")
    assert rendered(refused.value) == (
        "templates/probe/profile.yaml:3:20: 错误[维度] “乙”写了两次\n"
        "    |   资金: [甲: [乙], 丙: [乙]]\n"
        "    |                         ^^\n"
        "  建议：一个成员只放在一处"
    )
