"""The ledger rule (notation, 3): what a query sums, what it leaves alone, and when the answer is “unknown”."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.budget.ledger import Ledger, Line, UnknownAmount, total, whole_and_part
from reportgen.diagnostics import ReportgenError
from reportgen.figure import Conditions, conditions, parse
from reportgen.figures import Figures, engine
from reportgen.vocabulary import Measure, Vocabulary
from tests.unit.small import book, figures, ledger, lines, number, rendered, said

NATURES = {"本年支出": "", "基本支出": "本年支出", "项目支出": "本年支出", "结转下年": ""}
FUNDS = {"财政拨款": "", "一般公共预算": "财政拨款", "政府性基金": "财政拨款", "单位资金": "", "事业收入": "单位资金"}
VOCABULARY = Vocabulary(
    {"支出": Measure("支出", "金额", ("功能", "性质", "资金", "项目"))}, {"性质": NATURES, "资金": FUNDS}
)


def answer(line: str, query: str) -> str:
    """What one line says to a query: it counts, it does not, or it leaves a dimension open."""
    try:
        return "算" if ledger(VOCABULARY, f"{line}: 1").select(conditions(query)) else "不算"
    except UnknownAmount as unknown:
        return f"未知：{unknown}"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("资金=财政拨款 项目=甲: 9, 资金=一般公共预算 项目=甲: 4", True),
        ("资金=财政拨款 项目=甲: 9, 资金=一般公共预算 项目=乙: 4", False),  # of another project
        ("资金=政府性基金 项目=甲: 9, 资金=一般公共预算 项目=甲: 4", False),
    ],
)
def test_a_whole_beside_its_own_part(written: str, found: bool) -> None:
    nested = whole_and_part(lines(*written.split(", ")), "资金", VOCABULARY)
    assert (nested is not None) is found


# The rule


@pytest.mark.parametrize(
    ("line", "query", "expected"),
    [
        # nothing asked
        ("", "", "算"),
        ("功能=2080505", "", "算"),
        # a member at or below the one asked
        ("功能=2080505", "功能=2080505", "算"),
        ("功能=2080505", "功能=20805", "算"),
        ("功能=2080505", "功能=208", "算"),
        ("资金=一般公共预算", "资金=财政拨款", "算"),
        ("性质=基本支出", "性质=本年支出", "算"),
        ("项目=甲", "项目=甲", "算"),
        # another member
        ("功能=2080505", "功能=210", "不算"),
        ("功能=2080505", "功能=2080506", "不算"),
        ("资金=单位资金", "资金=财政拨款", "不算"),
        ("资金=一般公共预算", "资金=政府性基金", "不算"),
        ("项目=甲", "项目=乙", "不算"),
        # does not apply
        ("项目=无", "项目=甲", "不算"),
        ("功能=无", "功能=208", "不算"),
        ("项目=无", "项目=无", "算"),
        ("项目=甲", "项目=无", "不算"),
        # not stated
        ("", "功能=208", "未知：功能"),
        ("资金=财政拨款", "项目=甲", "未知：项目"),
        ("资金=财政拨款", "项目=无", "未知：项目"),
        # stated coarser than asked
        ("功能=208", "功能=20805", "未知：功能"),
        ("功能=20805", "功能=2080505", "未知：功能"),
        ("资金=财政拨款", "资金=一般公共预算", "未知：资金"),
        ("性质=本年支出", "性质=基本支出", "未知：性质"),
        # several dimensions: all must match
        ("功能=2080505 性质=基本支出", "功能=208 性质=基本支出", "算"),
        ("功能=2080505 性质=基本支出", "功能=208 性质=项目支出", "不算"),
        # another member settles it, whatever is unknown beside it, in either order
        ("功能=2080505", "功能=210 性质=基本支出", "不算"),
        ("性质=基本支出", "功能=210 性质=项目支出", "不算"),
        ("性质=基本支出 功能=208", "功能=20805 性质=项目支出", "不算"),
        ("项目=无", "功能=208 项目=甲", "不算"),
        # unknown if every other dimension matches
        ("功能=2080505", "功能=208 性质=基本支出", "未知：性质"),
        ("性质=基本支出", "功能=208 性质=基本支出", "未知：功能"),
        ("功能=208 资金=财政拨款", "功能=20805 资金=一般公共预算", "未知：功能"),
        ("资金=财政拨款", "功能=20805 资金=一般公共预算", "未知：功能"),
    ],
)
def test_a_line_counts_or_not_or_leaves_the_sum_unknown(line: str, query: str, expected: str) -> None:
    assert answer(line, query) == expected


def test_one_doubtful_line_makes_the_whole_sum_unknown() -> None:
    with pytest.raises(UnknownAmount) as unknown:
        ledger(VOCABULARY, "功能=2080505: 1", "性质=基本支出: 2", "功能=208: 4").select((("功能", "20805"),))
    assert [(line.at.line, dimension) for line, dimension in unknown.value.lines] == [(2, "功能"), (3, "功能")]


def test_the_lines_that_count_come_in_the_files_order() -> None:
    found = ledger(VOCABULARY, "功能=2080505: 1", "功能=210: 2", "功能=20805: 4", "功能=208: 8").select(
        (("功能", "208"),)
    )
    assert [line.amount for line in found] == [1, 4, 8]


def test_lines_that_leave_a_dimension_open_are_one_set_for_all_its_members() -> None:
    held = ledger(VOCABULARY, *(f"经济={30101 + i}: 1" for i in range(3)), "功能=208: 1", "功能=210: 1")
    for i in range(3):
        held.matches_and_doubts((("经济", str(30101 + i)),))
    assert {len(one.lines) for one in held._postings.values()} == {1}
    assert len({id(one.open) for one in held._postings.values()}) == 1


def test_doubtful_lines_are_left_out_only_where_no_sum_is_asked_for() -> None:
    found = ledger(VOCABULARY, "功能=2080505: 1", "性质=基本支出: 2", "功能=208: 4").matches_and_doubts(
        (("功能", "20805"),)
    )[0]
    assert [line.amount for line in found] == [1]


def test_a_sum_is_exact_beyond_the_precision_of_floats_and_of_decimals_default() -> None:
    added = lines("功能=208: 999999999999999999", "功能=208: 0.00000000000000000001", "功能=208: 0.1")
    assert total(added) == Decimal("999999999999999999.10000000000000000001")
    assert total([]) == 0


def test_a_measure_stated_as_none_is_stated() -> None:
    stated = book(VOCABULARY, 支出=[])
    assert stated.states("支出")
    assert not stated.states("收入")


# The index against the rule, read line by line


def scanned(stated: list[Line], query: Conditions) -> list[Line] | None:
    """The rule without an index: the lines that count, None for unknown."""
    answers = [[against(dimension, line.dims.get(dimension), member) for dimension, member in query] for line in stated]
    settled = [found for found in answers if "不算" not in found]
    if any("未知" in found for found in settled):
        return None
    return [line for line, found in zip(stated, answers, strict=True) if "不算" not in found]


def against(dimension: str, have: str | None, asked: str) -> str:
    if have is None:
        return "未知"
    if asked in path_up(dimension, have):
        return "算"
    return "未知" if have in path_up(dimension, asked) else "不算"


def path_up(dimension: str, member: str) -> list[str]:
    if dimension == "功能" and member.isdigit():
        return [member[:n] for n in (3, 5, 7) if n <= len(member)]
    tree = {"性质": NATURES, "资金": FUNDS}.get(dimension, {})
    found = [member]
    while above := tree.get(found[-1]):
        found.append(above)
    return found


CODES = ["201", "20101", "2010101", "2010102", "20102", "208", "20805", "2080505"]
MEMBERS = {"功能": [*CODES, "无"], "性质": [*NATURES, "无"], "资金": [*FUNDS, "无"], "项目": ["甲", "乙", "无"]}
dims = st.fixed_dictionaries({}, optional={d: st.sampled_from(members) for d, members in MEMBERS.items()})
queries = dims.map(lambda found: tuple(sorted(found.items())))
stated_lines = st.lists(dims, max_size=12)


@given(stated=stated_lines, asked=st.lists(queries, min_size=1, max_size=6))
def test_the_index_finds_what_reading_line_by_line_finds(stated: list[dict[str, str]], asked: list[Conditions]) -> None:
    found = [Line(d, Decimal(i), lines("功能=208: 1")[0].node) for i, d in enumerate(stated)]
    indexed = Ledger(found, VOCABULARY)
    for query in asked:
        expected = scanned(found, query)
        try:
            assert indexed.select(query) == expected
        except UnknownAmount:
            assert expected is None


@given(stated=stated_lines, query=queries)
def test_a_part_is_never_more_than_the_whole_it_is_of(stated: list[dict[str, str]], query: Conditions) -> None:
    indexed = Ledger([Line(d, Decimal(1), lines("功能=208: 1")[0].node) for d in stated], VOCABULARY)
    sums = []
    for n in range(len(query) + 1):
        try:
            sums.append(total(indexed.select(query[:n])))
        except UnknownAmount:
            sums.append(sums[-1])
    assert all(whole >= part for whole, part in pairwise(sums))


# What the model fills in, so that an officer need not


BASIC_AND_PROJECTS = """\
支出:
  缺省: {资金: 一般公共预算}
  基本支出:
    - {功能: 2080505, 经济: 30108, 金额: 100}
    - {功能: 2010101, 经济: 30201, 金额: 20}
  项目支出:
    - {功能: 2010102, 项目: 甲, 金额: 7}
    - {功能: 2010102, 项目: 乙, 项目类别: 专项资金, 金额: 3}
  结转下年: 1000
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出", "1130"),
        ("支出[性质=本年支出]", "130"),
        ("支出[性质=结转下年]", "1000"),
        # basic lines have no project, so a project can be asked for over all lines
        ("支出[项目=甲]", "7"),
        ("支出[项目=无]", "1120"),
        # carry-over has no function and no economic class
        ("支出[功能=201]", "30"),
        # the kind of expenditure follows from the economic class
        ("支出[经费=人员经费]", "100"),
        ("支出[经费=公用经费]", "20"),
        ("支出[性质=基本支出 经济=301]", "100"),
        # what the defaults of a measure and of the region say
        ("支出[性质=本年支出 资金=财政拨款]", "130"),
        ("支出[年份=本年]", "1130"),
        ("支出[年份=上年结转]", "0"),
    ],
)
def test_what_follows_from_a_line_need_not_be_written(tmp_path: Path, name: str, expected: str) -> None:
    assert number(figures(tmp_path, BASIC_AND_PROJECTS), name) == expected


def test_projects_keep_their_economic_class_unknown(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        number(figures(tmp_path, BASIC_AND_PROJECTS), "支出[经济=301]")
    (found,) = refused.value.diagnostics
    assert "支出的这一行没有写“经济”" in found.message
    assert [place.line for place in found.places] == [12, 13]


def test_what_a_line_says_itself_wins_over_the_defaults(tmp_path: Path) -> None:
    own = "{资金: 政府性基金, 年份: 上年结转, 金额: 2}"
    found = figures(tmp_path, f"支出:\n  缺省: {{资金: 一般公共预算}}\n  基本支出: [{{金额: 1}}, {own}]\n")
    assert number(found, "支出[资金=政府性基金]") == number(found, "支出[年份=上年结转]") == "2"


def test_what_a_line_says_itself_wins_over_what_would_follow(tmp_path: Path) -> None:
    found = figures(tmp_path, "支出: {基本支出: [{项目: 甲, 经济: 30201, 经费: 人员经费, 金额: 1}]}\n")
    assert number(found, "支出[项目=甲]") == number(found, "支出[经费=人员经费]") == "1"


@pytest.mark.parametrize(
    ("body", "name", "expected"),
    [
        ("收入: 5\n", "收入", "5"),
        ("收入: 5万元\n", "收入", "50000"),
        ("收入: {金额: 5, 金额单位: 千元}\n", "收入", "5000"),
        ("收入: {财政拨款: 5, 其他收入: 1}\n", "收入[资金=财政拨款]", "5"),
        ("收入: {财政拨款: [金额: 5, 金额: 2]}\n", "收入[资金=财政拨款]", "7"),
        ("收入:\n- {资金: 财政拨款, 金额: 5}\n- {资金: 其他收入, 金额: 1}\n", "收入", "6"),
        ("人员: {在职: 61, 行政编制: 38, 事业编制: 32}\n", "人员[人员类别=编制]", "70人"),
        ("收入: 无\n", "收入", "0"),
        ("收入: {财政拨款: 无, 其他收入: 1}\n", "收入", "1"),
    ],
)
def test_a_measure_is_written_in_whatever_form_it_needs(tmp_path: Path, body: str, name: str, expected: str) -> None:
    assert number(figures(tmp_path, body), name) == expected


# Closed vocabularies


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支岀", "没有“支岀”这个指标 是不是“支出”？"),
        ("支出[功能分类=208]", "支出不能按“功能分类”分 是不是“功能”？"),
        ("收入[功能=208]", "收入不能按“功能”分 可用的有：单位、资金"),
        ("支出[性质=基本支岀]", "“性质”没有“基本支岀” 是不是“基本支出”？"),
        ("支出[资金=政府基金]", "“资金”没有“政府基金” 是不是“政府性基金”？"),
        ("支出[项目=丙丁]", "“项目”没有“丙丁” 可用的有：无、甲、乙"),
        ("支出[单位=502]", "“单位”没有“502” 可用的有：1"),
        ("支出[功能=2010]", "“2010”不是功能科目编码 编码是数字，以2开头：类3位、款5位、项7位"),
        ("支出[经济=办公费]", "“办公费”不是经济科目编码 编码是数字，以3开头：类3位、款5位"),
        ("支出@上年預算", "没有“上年預算”这个口径 是不是“上年预算”？"),
        ("支出@上年预算.增减", "没有“增减”这种算法 是不是“增减额”？"),
        ("支出[性质=基本支岀]@上年预算.增减率", "“性质”没有“基本支岀” 是不是“基本支出”？"),
    ],
)
def test_a_word_that_nobody_knows_is_an_error_and_not_a_zero(tmp_path: Path, name: str, expected: str) -> None:
    body = BASIC_AND_PROJECTS + "上年预算: {支出: [{性质: 基本支出, 金额: 1}]}\n"
    found = figures(tmp_path, body, "指标: {收入: {维度: [单位, 资金]}}\n")
    with pytest.raises(ReportgenError) as refused:
        number(found, name)
    assert said(refused.value) == [expected]


@pytest.mark.parametrize("name", ["支出[功能=229]", "支出[功能=2299999]", "支出[性质=基本支出 经济=310]"])
def test_a_code_that_no_line_has_is_a_true_zero(tmp_path: Path, name: str) -> None:
    assert number(figures(tmp_path, BASIC_AND_PROJECTS), name) == "0"


def test_a_project_of_a_base_alone_is_a_known_project(tmp_path: Path) -> None:
    found = figures(tmp_path, BASIC_AND_PROJECTS + "上年预算: {'支出[项目=旧]': 9}\n")
    assert (number(found, "支出[项目=旧]"), number(found, "支出[项目=旧]@上年预算")) == ("0", "9")


def test_a_code_without_a_name_does_not_end_with_digits_before_an_amount(tmp_path: Path) -> None:
    budget = figures(tmp_path, "支出: 1\n").budget
    assert (budget.member_name("功能", "259"), budget.member_name("项目", "259")) == ("259号科目", "259")


# Unstated is not zero


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("三公经费", "预算文件里没有写“三公经费” 补上“三公经费: …”，没有就写“三公经费: 无”"),
        (
            "三公经费@上年预算",
            "文件里没有写“上年预算”，和它比较的数都算不出来 "
            "加一行“上年预算: 去年.yaml”，写去年的预算文件名；没有就写“上年预算: 无”",
        ),
        ("三公经费@年初预算", "“年初预算”里没有写“三公经费” 补上“三公经费: …”，没有就写“三公经费: 无”"),
        (
            "三公经费[费目=公务接待费]@上年预算.增减额",
            "预算文件里没有写“三公经费” 补上“三公经费: …”，没有就写“三公经费: 无”",
        ),
    ],
)
def test_a_measure_that_nobody_stated_is_an_error(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        number(figures(tmp_path, "收入: 1\n年初预算: {收入: 1}\n"), name)
    assert said(refused.value) == [expected]


def test_none_is_zero_for_every_part_of_a_measure(tmp_path: Path) -> None:
    found = figures(tmp_path, "三公经费: 无\n上年预算: {三公经费: 无}\n")
    assert number(found, "三公经费") == number(found, "三公经费[费目=公务接待费]") == "0"
    assert number(found, "三公经费@上年预算") == "0"
    assert number(found, "三公经费@上年预算.增减率") == "没有"


# Bases


BASES = (
    BASIC_AND_PROJECTS
    + """\
上年预算:
  支出:
    - {功能: 201, 性质: 基本支出, 金额: 80}
    - {功能: 208, 性质: 基本支出, 金额: 30}
  支出[功能=201]: 85
  支出[性质=项目支出 项目=甲]: 6
上年执行数:
  支出: 140
"""
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出@上年预算", "110"),
        ("支出[功能=208]@上年预算", "30"),
        # one stated whole wins over the sum of lines, and is no part of any other sum
        ("支出[功能=201]@上年预算", "85"),
        ("支出[功能=201 性质=基本支出]@上年预算", "80"),
        # a base may state the whole and nothing else
        ("支出@上年执行数", "140"),
        # derived from one base or the other
        ("支出[功能=201]@上年预算.增减额", "-55"),
        ("支出@上年执行数.增减额", "990"),
    ],
)
def test_a_base_is_summed_from_its_lines_unless_it_states_the_figure(tmp_path: Path, name: str, expected: str) -> None:
    profile = "口径精度: {缺省: {单位: 元, 小数: 2}}\n"
    assert number(figures(tmp_path, BASES, profile), name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出[功能=20805]@上年预算", "“上年预算”里支出的这一行没有写“功能”，或写得不够细"),
        ("支出[功能=201]@上年执行数", "“上年执行数”的“支出”只写了总数，没有分功能写各行"),
        ("支出[功能=2080505]@上年预算.增减率", "“上年预算”里支出的这一行没有写“功能”，或写得不够细"),
    ],
)
def test_a_base_that_is_coarser_than_asked_is_an_error(tmp_path: Path, name: str, expected: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        number(figures(tmp_path, BASES), name)
    assert expected in rendered(refused.value)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("支出[性质=基本支岀]", "“性质”没有“基本支岀” 是不是“基本支出”？"),
        ("支出[功能分类=208]", "支出不能按“功能分类”分 是不是“功能”？"),
        ("支出[功能=2080]", "“2080”不是功能科目编码 编码是数字，以2开头：类3位、款5位、项7位"),
        ("支岀", "没有“支岀” 是不是“支出”？"),
        (
            "支出@上年执行数",
            "“支出@上年执行数”的金额不能写在这里 只写“支出”，往年的数放在“上年预算:”之类的键下面",
        ),
        (
            "支出@上年预算.增减额",
            "“支出@上年预算.增减额”的金额不能写在这里 只写“支出”，往年的数放在“上年预算:”之类的键下面",
        ),
        ("支出[性质=基本支出 功能=208]", "“支出[功能=208 性质=基本支出]”写了两次 只留一处"),
    ],
)
def test_a_figure_that_a_base_states_must_be_one_that_can_be_asked_for(tmp_path: Path, key: str, expected: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        figures(tmp_path, f"上年预算:\n  支出[功能=208 性质=基本支出]: 5\n  {key}: 5\n")
    assert said(refused.value) == [expected]


def test_last_years_amount_cannot_take_the_place_of_this_years(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        figures(tmp_path, "支出: 7\n支出@上年预算: 5\n")
    assert said(refused.value) == ["“支出@上年预算”的金额不能写在这里 只写“支出”，往年的数放在“上年预算:”之类的键下面"]


# Names


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("支出[项目=甲]", "支出[项目=甲]"),
        ("支出[性质=项目支出 项目=甲]", "支出[项目=甲]"),
        ("支出[性质=本年支出 项目=甲]", "支出[项目=甲]"),
        ("支出[功能=201 项目=甲]", "支出[项目=甲]"),
        ("支出[功能=2010102 性质=项目支出 项目=甲]", "支出[项目=甲]"),
        ("支出[项目类别=专项资金 项目=乙]", "支出[项目=乙]"),
        # only what the project fixes goes
        ("支出[资金=一般公共预算 性质=项目支出 项目=甲]", "支出[资金=一般公共预算 项目=甲]"),
        ("支出[性质=基本支出 项目=甲]", "支出[性质=基本支出 项目=甲]"),
        ("支出[功能=208 项目=甲]", "支出[功能=208 项目=甲]"),
        # a project whose lines do not agree fixes nothing
        ("支出[功能=20101 项目=丙]", "支出[功能=20101 项目=丙]"),
        ("支出[功能=201 项目=丙]", "支出[项目=丙]"),
        ("支出[性质=项目支出 项目=无]", "支出[性质=项目支出 项目=无]"),
    ],
)
def test_a_project_has_one_name_whatever_is_said_of_it_beside(tmp_path: Path, name: str, canonical: str) -> None:
    more = "    - {功能: 2010101, 项目: 丙, 金额: 1}\n    - {功能: 2010201, 项目: 丙, 金额: 2}\n  结转下年: 1000\n"
    found = figures(tmp_path, BASIC_AND_PROJECTS.replace("  结转下年: 1000\n", more))
    assert str(found.names.canonical(parse(name))) == canonical


@pytest.mark.parametrize("asked", ["支出[项目=甲]", "支出[性质=项目支出 项目=甲]", "支出[功能=2010102 项目=甲]"])
def test_a_stated_base_is_found_under_every_spelling_of_its_name(tmp_path: Path, asked: str) -> None:
    assert number(figures(tmp_path, BASES), f"{asked}@上年预算") == "6"


def test_a_figure_tells_the_lines_that_it_comes_from(tmp_path: Path) -> None:
    found = figures(tmp_path, BASES)

    def lines(name: str) -> list[int]:
        return [source.node.at.line for source in found.sources(parse(name))]

    assert lines("支出[性质=项目支出]") == [12, 13]
    assert lines("支出[项目=甲]") == [12]
    assert lines("支出[功能=201]@上年预算") == [19]
    rate = parse("支出@上年预算.增减率")
    assert [str(one) for one in found.kind(rate).inputs(rate)] == ["支出", "支出@上年预算"]


# Members


MEMBERS_BODY = """\
支出:
  基本支出:
    - {功能: 2080505, 金额: 1}
    - {功能: 2010102, 金额: 1}
    - {功能: 2080506, 金额: 1}
  项目支出:
    - {功能: 2010102, 项目: 乙, 金额: 1}
    - {功能: 2010102, 项目: 甲, 金额: 1}
上年预算:
  支出:
    - {功能: 2210201, 性质: 基本支出, 金额: 1}
    - {功能: 210, 性质: 基本支出, 金额: 1}
    - {功能: 2010102, 性质: 项目支出, 项目: 旧, 金额: 1}
"""


@pytest.mark.parametrize(
    ("query", "dimension", "level", "bases", "expected"),
    [
        ("", "功能", "类", [""], "201 208"),
        ("", "功能", "款", [""], "20101 20805"),
        ("", "功能", "项", [""], "2010102 2080505 2080506"),
        ("功能=208", "功能", "项", [""], "2080505 2080506"),
        ("性质=基本支出", "功能", "款", [""], "20101 20805"),
        # this year and the base together: what vanished still has its row
        ("", "功能", "类", ["", "上年预算"], "201 208 210 221"),
        ("", "功能", "类", ["上年预算"], "201 210 221"),
        # a line of a base that says less than the level has no member of it
        ("", "功能", "项", ["上年预算"], "2010102 2210201"),
        ("", "项目", "", ["", "上年预算"], "乙 甲 旧"),
        ("", "性质", "", [""], "基本支出 项目支出"),
        ("性质=结转下年", "功能", "类", [""], ""),
    ],
)
def test_members_are_those_that_lines_have_this_year_or_in_the_bases(
    tmp_path: Path, query: str, dimension: str, level: str, bases: list[str], expected: str
) -> None:
    found = figures(tmp_path, MEMBERS_BODY)
    assert " ".join(found.members("支出", conditions(query), dimension, level, bases)) == expected


@pytest.mark.parametrize(
    ("dimension", "level", "line"), [("功能", "款", "功能: 208"), ("功能", "类", "项目: 丙"), ("资金", "", "功能: 208")]
)
def test_a_line_that_a_list_of_members_would_lose_is_an_error(
    tmp_path: Path, dimension: str, level: str, line: str
) -> None:
    found = figures(tmp_path, f"支出: [{{功能: 2010102, 资金: 其他收入, 金额: 1}}, {{{line}, 金额: 1}}]\n")
    with pytest.raises(ReportgenError) as refused:
        found.members("支出", (), dimension, level)
    assert f"这一行没有写“{dimension}”，或写得不够细" in rendered(refused.value)


def test_lines_by_thousands_that_leave_a_dimension_open_are_told_without_comparing_each_with_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Line] = []
    monkeypatch.setattr(engine, "_is_like", lambda other, _: compared.append(other))
    found = figures(tmp_path, f"支出: [{'{功能: 201, 金额: 1}, ' * 1100}]\n")
    with pytest.raises(ReportgenError) as refused:
        found.members("支出", (), "功能", "款")
    assert compared == []
    assert "这样的一共1000处" in rendered(refused.value)


@pytest.mark.parametrize(("dimension", "level"), [("功能", "目"), ("资金", "类"), ("项目", "项")])
def test_a_level_that_a_dimension_does_not_have_is_refused(tmp_path: Path, dimension: str, level: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        figures(tmp_path, MEMBERS_BODY).members("支出", (), dimension, level)
    assert f"“{dimension}”没有“{level}”这一级" in rendered(refused.value)


def test_members_of_a_dimension_that_a_measure_does_not_have_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        figures(tmp_path, MEMBERS_BODY).members("支出", (), "费目")
    assert "支出不能按“费目”分" in rendered(refused.value)


# How many


COUNTED = """\
支出:
  项目支出:
    - {项目: 甲, 金额: 100万元}
    - {项目: 甲, 金额: 50万元}
    - {项目: 乙, 金额: 100万元}
    - {项目: 丙, 金额: 99.99万元}
    - {项目: 其余, 金额: 3万元}
    - {项目: 空, 金额: 0}
项目:
  其余: {个数: 4}
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出@个数[项目]", "7个"),
        ("支出@个数[项目≥100万元]", "2个"),
        ("支出@合计[项目≥100万元]", "2500000"),
        ("支出@合计[项目≥1,000元]", "3529900"),
        ("支出@个数[性质]", "1个"),
        ("支出[项目=甲]@个数[项目]", "1个"),
    ],
)
def test_members_are_counted_as_the_budget_says_and_zero_ones_are_not(tmp_path: Path, name: str, expected: str) -> None:
    assert number(figures(tmp_path, COUNTED), name) == expected


def test_those_below_zero_are_there_too_unless_an_amount_is_to_be_reached(tmp_path: Path) -> None:
    body = "支出: {项目支出: [{项目: 甲, 金额: 5万元}, {项目: 乙, 金额: -2万元}]}\n人员: {在职: 4, 离退休: 3}\n"
    found = figures(tmp_path, body)
    asked = ("支出@个数[项目]", "支出@合计[项目]", "支出@个数[项目≥1元]", "支出@合计[项目≥1元]", "人员@合计[人员类别]")
    assert [number(found, name) for name in asked] == ["2个", "30000", "1个", "50000", "7人"]


@pytest.mark.parametrize("name", ["支出@个数", "支出@个数[项目≥许多]", "支出@合计[项目≥]"])
def test_what_is_to_be_counted_must_be_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportgenError) as refused:
        number(figures(tmp_path, COUNTED), name)
    assert said(refused.value) == [f"{name}的方括号里要写维度 如 支出@个数[项目]、支出@合计[项目≥100万元]"]


def test_a_ratio_is_no_amount(tmp_path: Path) -> None:
    found: Figures = figures(tmp_path, "支出: 5\n")
    with pytest.raises(ReportgenError) as refused:
        found.number(parse("支出@占比"))
    assert said(refused.value) == ["支出@占比不是金额，不能相加减 换成金额，如 支出"]
