"""The notation of figure names: what is written is read, what is printed is read back, the rest is refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figure import FigureId, NotationError, conditions, parse, remembered_text

# Characters that mean something in the notation, in YAML or to a typist, far more often than chance would give them.
SIGNS = "[]【】［］=＝@＠\"'\\“”，,、 \t\n\r　.：:#{}≥/"
members = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"]), max_size=12)
words = st.text(st.characters(categories=["Lo"]), min_size=1, max_size=6)
pairs = st.dictionaries(words, members, max_size=4).map(lambda found: tuple(sorted(found.items())))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出", FigureId("支出")),
        ("支出[功能=2080505 性质=基本支出]", FigureId("支出", (("功能", "2080505"), ("性质", "基本支出")))),
        ("支出[性质=基本支出 功能=2080505]", FigureId("支出", (("功能", "2080505"), ("性质", "基本支出")))),
        ('支出[项目="困难职工 帮扶"]', FigureId("支出", (("项目", "困难职工 帮扶"),))),
        ("支出[项目=“送温暖”工程]", FigureId("支出", (("项目", "“送温暖”工程"),))),
        ('支出[项目="甲[乙]=丙@丁"]', FigureId("支出", (("项目", "甲[乙]=丙@丁"),))),
        (r'支出[项目="甲\"乙\\丙"]', FigureId("支出", (("项目", '甲"乙\\丙'),))),
        ("支出@上年预算", FigureId("支出", base="上年预算")),
        ("支出@上年预算.增减率", FigureId("支出", base="上年预算", derived="增减率")),
        ("支出[性质=基本支出]@占比", FigureId("支出", (("性质", "基本支出"),), derived="占比")),
        ("支出@占比[资金=财政拨款]", FigureId("支出", derived="占比", argument="资金=财政拨款")),
        ("支出@个数[项目≥100万元]", FigureId("支出", derived="个数", argument="项目≥100万元")),
        ('支出@合计["甲 乙"]', FigureId("支出", derived="合计", argument='"甲 乙"')),
        ("[资金=财政拨款]", FigureId("", (("资金", "财政拨款"),))),
        ("@上年预算", FigureId("", base="上年预算")),
        ("  支出  ", FigureId("支出")),
        ("支出[]", FigureId("支出")),
    ],
)
def test_a_name_is_read_as_measure_conditions_base_and_kind(text: str, expected: FigureId) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "支出【功能=208 性质=基本支出】＠上年预算.增减额",
        "支出［功能＝208 性质＝基本支出］@上年预算.增减额",
        "支出[功能=208，性质=基本支出]@上年预算.增减额",
        "支出[功能=208, 性质=基本支出]@上年预算.增减额",
        "支出[功能=208、性质=基本支出]@上年预算.增减额",
        "支出[ 性质 = 基本支出　功能 = 208 ]@上年预算.增减额",
        "支出[性质=基本支出\n功能=208]@上年预算.增减额",
    ],
)
def test_what_an_input_method_types_is_taken_as_the_plain_signs(text: str) -> None:
    assert str(parse(text)) == "支出[功能=208 性质=基本支出]@上年预算.增减额"


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ('支出[项目="甲＝乙"]', "甲＝乙"),
        ('支出[项目="【甲】，乙=丙"]', "【甲】，乙=丙"),
        ("支出[项目=甲、乙]", "甲、乙"),
        ("支出[项目=甲，乙 性质=项目支出]", "甲，乙"),
    ],
)
def test_signs_that_belong_to_a_member_stay_its_own(text: str, member: str) -> None:
    assert parse(text).member("项目") == member


@given(measure=words, stated=pairs, base=words | st.just(""), derived=words | st.just(""))
def test_a_printed_name_is_read_back_whatever_its_members_hold(
    measure: str, stated: tuple[tuple[str, str], ...], base: str, derived: str
) -> None:
    name = FigureId(measure, stated, base, derived if base else "")
    assert parse(str(name)) == name


@given(measure=words, stated=pairs, kind=st.sampled_from(["占比", "个数", "合计"]), of=pairs)
def test_a_printed_share_is_read_back_whatever_the_whole_holds(
    measure: str, stated: tuple[tuple[str, str], ...], kind: str, of: tuple[tuple[str, str], ...]
) -> None:
    argument = str(FigureId("", of)).removeprefix("[").removesuffix("]")
    name = FigureId(measure, stated, derived=kind, argument=argument)
    assert parse(str(name)) == name
    assert conditions(parse(str(name)).argument) == of


@given(text=st.text(st.sampled_from(SIGNS + "支出性质功能甲乙208"), max_size=30))
def test_any_text_is_either_a_name_that_prints_the_same_or_refused_in_chinese(text: str) -> None:
    said, name = "", None
    try:
        name = parse(text)
    except NotationError as refused:
        said = str(refused)
    assert re.search("[一-鿿]", said) if name is None else parse(str(name)) == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "“”不是数名"),
        ("支出[", "“支出[”不是数名"),
        ("支出]", "“支出]”不是数名"),
        ("支出 合计", "“支出 合计”不是数名"),
        ("支出@", "“支出@”不是数名"),
        ("支出@上年预算.", "“支出@上年预算.”不是数名"),
        ("支出@甲@乙", "“支出@甲@乙”不是数名"),
        ('支出[项目="甲]', '“支出[项目="甲]”不是数名'),
        ("支出[基本支出]", "方括号里要写“功能=201”这样的条件，几个之间空一格：基本支出"),
        ("支出[性质=]", "方括号里要写“功能=201”这样的条件，几个之间空一格：性质="),
        ("支出[性质==甲]", "方括号里要写“功能=201”这样的条件，几个之间空一格：性质==甲"),
        ("支出[性质=甲 性质=乙]", "同一个维度写了两次：性质=甲 性质=乙"),
        (
            "支出@上年预算[性质=基本支出]",
            "条件要写在“@”前面，如 支出[性质=基本支出]@上年预算：支出@上年预算[性质=基本支出]",
        ),
        (
            "支出@上年预算.增减额[功能=208]",
            "条件要写在“@”前面，如 支出[性质=基本支出]@上年预算：支出@上年预算.增减额[功能=208]",
        ),
    ],
)
def test_what_is_no_name_is_refused_with_advice(text: str, said: str) -> None:
    with pytest.raises(NotationError) as refused:
        parse(text)
    assert str(refused.value) == said


def test_a_name_that_is_printed_is_known_by_its_text() -> None:
    name = FigureId("支出", (("功能", "20805"), ("项目", "困难职工 帮扶")), base="上年预算", derived="增减率")
    assert parse(remembered_text(name)) is name
    assert remembered_text(name) == '支出[功能=20805 项目="困难职工 帮扶"]@上年预算.增减率'


def test_a_narrower_part_replaces_the_condition_of_the_same_dimension() -> None:
    name = parse("支出[功能=208 性质=基本支出]@上年预算")
    assert str(name.where(("功能", "20805"), ("资金", "财政拨款"))) == (
        "支出[功能=20805 性质=基本支出 资金=财政拨款]@上年预算"
    )


def test_a_derived_figure_knows_the_amount_it_comes_from() -> None:
    assert str(parse("支出[功能=208]@上年预算.增减率").amount) == "支出[功能=208]"


def test_names_that_say_the_same_are_equal_and_count_once() -> None:
    assert (
        len({parse("支出[性质=甲 功能=208]"), parse("支出【功能＝208，性质＝甲】"), parse('支出[功能="208" 性质=甲]')})
        == 1
    )
