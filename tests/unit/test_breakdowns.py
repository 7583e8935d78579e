"""A second way of taking a figure apart (另一种分法): 支出[性质=基本支出] has lines by 经济, 支出 by 功能."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.budget import Breakdown, Budget, Units, UnknownAmount, open_file
from reportgen.budget.breakdowns import Ledgers
from reportgen.budget.ledger import Ledger, Line, total
from reportgen.diagnostics import ReportgenError
from reportgen.drafts import rolled_over
from reportgen.figure import Conditions, parse
from reportgen.figures import Figures
from reportgen.profile import load
from reportgen.reading.meanings import Meanings
from reportgen.region_check.meaning import SelectedLines
from reportgen.source import scalar_at
from reportgen.trace import answer
from reportgen.vocabulary import Vocabulary
from tests.unit.small import budget_file, figures, lines, number, region, rendered, report
from tests.unit.test_ledger import VOCABULARY

TWO_WAYS = """\
支出:
  缺省: {资金: 一般公共预算}
  基本支出:
    - {功能: 2070104, 金额: 90}
    - {功能: 2080505, 金额: 30}
  项目支出:
    - {功能: 2070104, 项目: 购书, 经济: 30201, 金额: 7}
支出[性质=基本支出]:
  - {经济: 30101, 资金: 一般公共预算, 金额: 100}
  - {经济: 30201, 资金: 一般公共预算, 金额: 20}
"""


def of_department(folder: Path, body: str, *files: str) -> Units:
    """The budgets of a department with two units, with these files if they have any."""
    named = zip((301001, 301002), ("本级", "图书馆"), files or ("", ""), strict=True)
    entries = [f"{{编码: {code}, 名称: {name}{file and f', 文件: {file}'}}}" for code, name, file in named]
    region(folder)
    path = budget_file(folder, body)
    stated = path.read_text(encoding="utf-8")
    path.write_text(stated.replace("甲局}", f"甲局, 编码: 301, 单位: [{', '.join(entries)}]}}"), encoding="utf-8")
    return Units(file := open_file(path), load(file.template, folder).vocabulary)


def figures_of(budget: Budget, folder: Path) -> Figures:
    return Figures(budget, load("probe", folder))


def numbers(found: Figures, *names: str) -> list[str]:
    return [number(found, name) for name in names]


def refusal(found: Figures, name: str) -> str:
    with pytest.raises(ReportgenError) as mistake:
        found.value(parse(name))
    return rendered(mistake.value)


# What comes from which lines


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("支出", "127"),
        ("支出[性质=基本支出]", "120"),
        ("支出[性质=基本支出 功能=207]", "90"),
        ("支出[性质=基本支出 经济=30201]", "20"),
        ("支出[性质=基本支出 经济=301 资金=财政拨款]", "100"),
        ("支出[性质=基本支出 经济=303]", "0"),
        ("支出[性质=项目支出 经济=302]", "7"),
        ("支出[项目=购书 经济=302]", "7"),
        # 项目支出 has no 经费, so all that may have one is within the breakdown
        ("支出[经费=人员经费]", "100"),
        # what is known of the others, and the breakdown for the rest
        ("支出[经济=30201]", "27"),
        ("支出[经济=302 资金=一般公共预算]", "27"),
    ],
)
def test_a_figure_comes_from_the_lines_that_say_it(tmp_path: Path, name: str, expected: str) -> None:
    assert number(figures(tmp_path, TWO_WAYS), name) == expected


def test_members_are_listed_from_the_lines_that_state_them(tmp_path: Path) -> None:
    found = figures(tmp_path, TWO_WAYS)
    basic = (("性质", "基本支出"),)
    assert found.members("支出", basic, "经济", "款") == ("30101", "30201")
    assert found.members("支出", basic, "功能", "项") == ("2070104", "2080505")
    assert found.members("支出", (), "功能", "类") == ("207", "208")


def test_the_lines_of_a_figure_are_those_that_were_added_up(tmp_path: Path) -> None:
    found = figures(tmp_path, TWO_WAYS)
    assert [one.node.at.line for one in found.sources(parse("支出[性质=基本支出 经济=301]"))] == [14]
    assert [one.node.at.line for one in found.sources(parse("支出[经济=302]"))] == [12, 15]


# What nobody knows, and what follows


def test_a_figure_that_asks_for_both_is_an_error_that_names_both(tmp_path: Path) -> None:
    said = refusal(figures(tmp_path, TWO_WAYS), "支出[性质=基本支出 功能=207 经济=301]")
    assert "13:1: 错误[无法计算] 预算文件里支出的各行没有写“经济”，“支出[性质=基本支出]”下面的各行没有写“功能”" in said
    assert "同时按两种分的数不知道" in said


def test_what_lies_in_one_member_follows(tmp_path: Path) -> None:
    """All 基本支出 of the library is of one 功能, all of 事业收入 goes to 302."""
    whole = of_department(
        tmp_path,
        """\
支出:
  基本支出:
    - {单位: 301001, 资金: 一般公共预算, 功能: 2070101, 金额: 50}
    - {单位: 301001, 资金: 一般公共预算, 功能: 2080505, 金额: 10}
    - {单位: 301002, 资金: 一般公共预算, 功能: 2070104, 金额: 40}
    - {单位: 301001, 资金: 事业收入, 功能: 2070101, 金额: 5}
    - {单位: 301001, 资金: 事业收入, 功能: 2080505, 金额: 3}
支出[性质=基本支出]:
  - {单位: 301001, 资金: 一般公共预算, 经济: 30101, 金额: 45}
  - {单位: 301001, 资金: 一般公共预算, 经济: 30201, 金额: 15}
  - {单位: 301001, 资金: 事业收入, 经济: 30201, 金额: 6}
  - {单位: 301001, 资金: 事业收入, 经济: 30211, 金额: 2}
  - {单位: 301002, 资金: 一般公共预算, 经济: 30101, 金额: 38}
  - {单位: 301002, 资金: 一般公共预算, 经济: 30201, 金额: 2}
""",
    ).whole
    found = figures_of(whole, tmp_path)
    assert numbers(
        found,
        "支出[单位=301002 功能=2070104 经济=30101]",
        "支出[单位=301002 功能=2080505 经济=30101]",
        "支出[单位=301001 功能=2080505 资金=事业收入 经费=公用经费]",
        "支出[单位=301001 功能=2080505 资金=事业收入 经济=301]",
        "支出[单位=301001 功能=2080505 资金=事业收入 经济=30213]",
        "支出[功能=2070104 经济=301]",
    ) == ["38", "0", "3", "0", "0", "38"]
    assert "同时按两种分的数不知道" in refusal(found, "支出[单位=301001 功能=2080505 资金=一般公共预算 经济=301]")
    assert "同时按两种分的数不知道" in refusal(found, "支出[单位=301001 功能=2080505 资金=事业收入 经济=30201]")


def test_what_a_line_of_a_breakdown_does_not_say_is_not_of_this_year(tmp_path: Path) -> None:
    """缺省成员 make 年份 本年 of other lines."""
    body = """\
支出:
  基本支出:
    - {功能: 2070104, 金额: 90}
    - {功能: 2070104, 年份: 上年结转, 金额: 30}
支出[性质=基本支出]: [{经济: 30101, 金额: 120}]
"""
    found = figures(tmp_path, body)
    assert numbers(found, "支出[经济=301]", "支出[年份=上年结转 经济=30101]") == ["120", "30"]
    found = figures(tmp_path, body.replace("120}]", "100}, {经济: 30201, 金额: 20}]"))
    assert "没有写“年份”" in refusal(found, "支出[年份=上年结转 经济=30101]")


def test_what_is_derived_holds_only_where_no_part_is_implied_to_be_otherwise(tmp_path: Path) -> None:
    """经费 follows from 经济, but 项目支出 has none: of lines that may hold both, neither is known."""
    body = TWO_WAYS.replace("支出[性质=基本支出]", "支出[性质=本年支出]").replace("金额: 20}", "金额: 27}")
    body = body.replace("经济: 30201, 金额: 7", "金额: 7")
    found = figures(tmp_path, body)
    assert number(found, "支出[经济=302]") == "27"
    for name in ("支出[性质=项目支出 经济=302]", "支出[经费=公用经费]", "支出[性质=基本支出 经济=302]"):
        assert "不知道" in refusal(found, name)
    found = figures(tmp_path, body.replace("{经济", "{性质: 基本支出, 经济").replace("27}", "20}"))
    assert number(found, "支出[经费=公用经费]") == "20"


def test_what_a_line_was_derived_to_be_does_not_keep_it_out(tmp_path: Path) -> None:
    """The first line may be of 项目支出, although it was derived to be 公用经费, which 项目支出 has not."""
    body = """\
支出:
  - {功能: 2070104, 经济: 30201, 金额: 9}
  - {性质: 项目支出, 功能: 2080505, 金额: 5}
支出[性质=项目支出]: [{项目: 甲, 金额: 14}]
"""
    assert number(figures(tmp_path, body), "支出[性质=项目支出 功能=2080505 项目=甲]") == "5"


DIMS = {"功能": ["2010101", "2010102", "2080505"], "性质": ["基本支出", "项目支出"], "项目": ["甲", "乙"]}
pieces = st.lists(st.fixed_dictionaries({d: st.sampled_from(members) for d, members in DIMS.items()}), max_size=8)
ASKED = {**DIMS, "功能": ["201", "20101", *DIMS["功能"]], "性质": ["本年支出", *DIMS["性质"]]}
queries = st.fixed_dictionaries({}, optional={d: st.sampled_from(m) for d, m in ASKED.items()})
NODE = lines("功能=208: 1")[0].node


def left_out(stated: list[dict[str, str]], kept: list[tuple[str, ...]]) -> list[Line]:
    """The pieces as one side states them: each with the dimensions kept of it, those that look alike added up."""
    found: dict[tuple[tuple[str, str], ...], int] = {}
    for amount, (piece, own) in enumerate(zip(stated, kept, strict=True), 1):
        dims = tuple((d, m) for d, m in piece.items() if d in own)
        found[dims] = found.get(dims, 0) + amount
    return [Line(dict(dims), Decimal(amount), NODE) for dims, amount in found.items()]


def sum_of(ledger: Ledger | Ledgers, query: Conditions) -> Decimal | None:
    try:
        selected = ledger.select(query)
    except UnknownAmount:
        return None
    return None if selected is None else total(selected)


@given(
    stated=pieces,
    kept=st.lists(
        st.sampled_from([("功能", "性质"), ("功能", "性质"), ("功能", "性质", "项目"), ("功能",)]), min_size=8
    ),
    key=st.sampled_from(["基本支出", "项目支出", "本年支出"]),
    asked=st.lists(queries, max_size=6),
)
def test_what_two_ways_answer_together_is_what_the_joint_answers(
    stated: list[dict[str, str]], kept: list[tuple[str, ...]], key: str, asked: list[dict[str, str]]
) -> None:
    """Never a guess: whatever is said, is right. And the lines of the measure still say all that they say alone."""
    main = Ledger(left_out(stated, kept[: len(stated)]), VOCABULARY)
    apart = [
        Line(line.dims, line.amount if VOCABULARY.below("性质", line.dims["性质"], key) else Decimal(0), NODE)
        for line in left_out(stated, [("性质", "项目")] * len(stated))
    ]
    within = tuple(line for line in apart if line.amount)
    both = Ledgers(main.lines, [Breakdown(parse(f"支出[性质={key}]"), within, scalar_at(NODE.place, ""))], VOCABULARY)
    joint = Ledger([Line(one, Decimal(i), NODE) for i, one in enumerate(stated, 1)], VOCABULARY)
    for conditions in asked:
        query = tuple(sorted(conditions.items()))
        found = sum_of(both, query)
        assert found is None or found == sum_of(joint, query)
        if sum_of(main, query) is not None or ("功能" not in conditions and conditions.get("性质") == key):
            assert found is not None


# Bases, units, what was restated


def test_a_base_may_be_taken_apart_beside_its_totals(tmp_path: Path) -> None:
    body = "支出: 无\n上年预算:\n  支出: 200\n  支出[性质=基本支出]:\n    - {经济: 30101, 金额: 80}\n"
    found = figures(tmp_path, body + "    - {经济: 30201, 金额: 40}\n")
    names = ("支出", "支出[性质=基本支出]", "支出[性质=基本支出 经济=302]")
    assert numbers(found, *(f"{name}@上年预算" for name in names)) == ["200", "120", "40"]
    assert "“支出”只写了总数，没有分经济写各行" in refusal(found, "支出[经济=302]@上年预算")


def test_last_years_file_has_its_breakdowns_restated(tmp_path: Path) -> None:
    old = TWO_WAYS.replace("性质=基本支出]", "性质=基本支出 功能=2070199]").replace("2080505", "2070199")
    old = old.replace("2070104, 金额", "2070199, 金额")
    head = "模板: probe\n文种: 部门预算\n年度: 2020\n金额单位: 元\n部门: {名称: 甲局}\n"
    (tmp_path / "去年.yaml").write_text(head + old, encoding="utf-8")
    found = figures(tmp_path, '支出: 无\n上年预算: 去年.yaml\n口径调整: {功能: {"2070199": "2070114"}}\n')
    assert numbers(found, "支出[功能=2070114 经济=302]@上年预算", "支出[经济=30201]@上年预算") == ["20", "27"]
    assert found.budget.restated[0].new == "2070114"


def test_none_takes_a_figure_apart_into_nothing(tmp_path: Path) -> None:
    found = figures(tmp_path, "支出: 无\n上年预算:\n  支出: 200\n  支出[资金=政府性基金]: 无\n")
    assert numbers(found, "支出[资金=政府性基金 功能=207]@上年预算", "支出@上年预算") == ["0", "200"]


def test_rows_of_a_spreadsheet_take_a_figure_apart(tmp_path: Path) -> None:
    (tmp_path / "经济.csv").write_text("经济,金额\n30101,100\n30201,20\n", encoding="utf-8")
    body = TWO_WAYS.partition("支出[性质=基本支出]")[0] + "支出[性质=基本支出]: {文件: 经济.csv}\n"
    assert numbers(figures(tmp_path, body), "支出[性质=基本支出 经济=301]", "支出") == ["100", "127"]


def test_units_may_take_their_figures_apart_each_in_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "本级.yaml").write_text("年度: 2021\n" + TWO_WAYS, encoding="utf-8")
    own = "年度: 2021\n支出: [{性质: 基本支出, 资金: 一般公共预算, 功能: 2070104, 经济: 30101, 金额: 40}]\n"
    (tmp_path / "馆.yaml").write_text(own, encoding="utf-8")
    units = of_department(tmp_path, "支出: 无\n", "本级.yaml", "馆.yaml")
    whole = figures_of(units.whole, tmp_path)
    asked = (
        "支出",
        "支出[性质=基本支出 经济=301]",
        "支出[性质=基本支出 功能=207]",
        "支出[单位=301002 功能=207 经济=301]",
    )
    assert numbers(whole, *asked) == ["167", "140", "130", "40"]
    library = figures_of(units.budget(units.listed[1]), tmp_path)
    assert number(library, "支出[功能=207 经济=301]") == "40"


def test_a_unit_has_its_own_lines_of_a_breakdown(tmp_path: Path) -> None:
    units = of_department(
        tmp_path,
        """\
支出:
  基本支出:
    - {单位: 301001, 功能: 2070101, 金额: 50}
    - {单位: 301002, 功能: 2070104, 金额: 40}
支出[性质=基本支出]:
  - {单位: 301001, 经济: 30101, 金额: 50}
  - {单位: 301002, 经济: 30201, 金额: 40}
支出[单位=301002 性质=基本支出]: [{经济: 30201, 金额: 40}]
""",
    )
    library = figures_of(units.budget(units.listed[1]), tmp_path)
    assert numbers(library, "支出[经济=302]", "支出[经济=301]", "支出") == ["40", "0", "40"]
    assert [str(one.name) for one in library.budget.books[""].all_breakdowns] == [
        "支出[性质=基本支出]",
        "支出[性质=基本支出]",
    ]


def test_last_years_file_of_a_department_gives_each_unit_its_part(tmp_path: Path) -> None:
    head = "模板: probe\n文种: 部门预算\n年度: 2020\n金额单位: 元\n"
    units = "部门: {名称: 甲局, 编码: 301, 单位: [{编码: 301001, 名称: 本级}, {编码: 301002, 名称: 图书馆}]}\n"
    old = """\
支出:
  基本支出: [{单位: 301001, 功能: 2070101, 金额: 5}, {单位: 301002, 功能: 2070104, 金额: 4}]
支出[性质=基本支出]: [{单位: 301001, 经济: 30101, 金额: 5}, {单位: 301002, 经济: 30201, 金额: 4}]
"""
    (tmp_path / "去年.yaml").write_text(head + units + old, encoding="utf-8")
    (tmp_path / "馆.yaml").write_text("年度: 2021\n支出: 无\n", encoding="utf-8")
    found = of_department(tmp_path, "支出: 无\n上年预算: 去年.yaml\n", "", "馆.yaml")
    whole = figures_of(found.whole, tmp_path)
    asked = ("支出[经济=302]@上年预算", "支出[经济=301]@上年预算", "支出@上年预算")
    assert numbers(whole, *asked) == ["4", "5", "9"]
    assert numbers(figures_of(found.budget(found.listed[1]), tmp_path), *asked) == ["4", "0", "4"]


def test_lines_without_a_unit_are_the_departments(tmp_path: Path) -> None:
    body = TWO_WAYS.replace("{功能", "{单位: 301001, 功能")
    units = of_department(tmp_path, body)
    assert number(figures_of(units.whole, tmp_path), "支出[经济=301 性质=基本支出]") == "100"
    own = figures_of(units.budget(units.listed[0]), tmp_path)
    assert number(own, "支出[功能=207]") == "97"
    assert "没有写“经济”" in refusal(own, "支出[经济=301 性质=基本支出]")


PAID = """\
支出:
  - {单位: 301001, 性质: 基本支出, 功能: 2070101, 金额: 50}
  - {单位: 301002, 性质: 上缴上级支出, 功能: 2070104, 金额: 6}
  - {单位: 301002, 性质: 上缴上级支出, 功能: 2080505, 金额: 4}
收入:
  - {单位: 301001, 资金: 附属单位上缴收入, 金额: 10}
  - {单位: 301002, 资金: 一般公共预算, 金额: 50}
内部往来: [{付: 301002, 收: 301001, 支出: 上缴上级支出, 收入: 附属单位上缴收入, 金额: 10}]
支出[性质=本年支出]:
  - {单位: 301001, 性质: 基本支出, 经济: 30101, 金额: 50}
"""


def test_transfers_are_taken_off_a_breakdown_where_it_says_of_which_line(tmp_path: Path) -> None:
    units = of_department(tmp_path, PAID + "  - {单位: 301002, 性质: 上缴上级支出, 经济: 30299, 金额: 10}\n")
    whole = figures_of(units.whole, tmp_path)
    assert numbers(whole, "支出", "支出[经济=302]", "支出[性质=本年支出 经济=301]") == ["50", "0", "50"]
    assert number(figures_of(units.budget(units.listed[1]), tmp_path), "支出[经济=302]") == "10"


def test_a_breakdown_that_cannot_take_a_transfer_says_so(tmp_path: Path) -> None:
    for more in (
        "",
        "  - {单位: 301002, 性质: 上缴上级支出, 经济: 30299, 金额: 9}\n  - {单位: 301002, 经济: 30201, 金额: 2}\n",
    ):
        units = of_department(tmp_path, PAID + more)
        with pytest.raises(ReportgenError) as mistake:
            units.whole  # noqa: B018
        assert "“支出[性质=本年支出]”下面不知道哪一行是内部往来的10元" in rendered(mistake.value)


def test_what_names_no_unit_has_no_transfers_in_it(tmp_path: Path) -> None:
    body = PAID.replace("单位: 301001, 性质: 基本支出, 经济", "经济")
    whole = figures_of(of_department(tmp_path, body).whole, tmp_path)
    assert numbers(whole, "支出", "支出[性质=本年支出 经济=301]") == ["50", "50"]


# What others make of it


def test_whole_and_parts_are_compared_by_the_lines_of_one_side(tmp_path: Path) -> None:
    found = figures(tmp_path, TWO_WAYS)
    meanings, whole = Meanings(found.budget, found.names), parse("支出[性质=基本支出]")
    parts = [parse(f"支出[性质=基本支出 经济={code}]") for code in (301, 302)]
    of_parts = [meanings.lines(part) or frozenset() for part in parts]
    assert frozenset.union(*of_parts) == meanings.lines(whole, parts) != meanings.lines(whole)
    by_function = parse("支出[性质=基本支出 功能=207]")
    assert (meanings.lines(by_function) or frozenset()) < (meanings.lines(whole, [by_function]) or frozenset())
    selected = SelectedLines(found)
    assert selected.within(parts[0], ("性质", "基本支出"))
    assert selected.overlap(parts[0], whole)
    assert not selected.overlap(parts[0], parts[1])


def test_what_every_line_of_either_side_fulfils_goes_without_saying(tmp_path: Path) -> None:
    body = TWO_WAYS.replace("经济: 30201, 资金: 一般公共预算", "经济: 30201, 资金: 政府性基金")
    for written, holds in ((TWO_WAYS, True), (body, False)):
        found = figures(tmp_path, written)
        meanings = Meanings(found.budget, found.names)
        name = parse("支出[性质=基本支出 经济=30201]")
        assert meanings.always(name, ("资金", "一般公共预算")) is holds
        assert meanings.always(parse("支出[性质=基本支出]"), ("资金", "一般公共预算"))


def test_what_a_breakdown_states_is_not_left_out(tmp_path: Path) -> None:
    """Last year had three items; this year's list names two of them, and a breakdown the third."""
    last = "上年预算:\n  三公经费: {公务接待费: 1, 公务用车购置费: 2, 公务用车运行维护费: 3, 因公出国（境）费: 0}\n"
    body = "支出: 无\n三公经费: {公务接待费: 1, 公务用车购置费: 2, 因公出国（境）费: 0}\n" + last
    with pytest.raises(ReportgenError, match="没有写“公务用车运行维护费”"):
        figures(tmp_path, body)
    figures(tmp_path, body + "三公经费[资金=一般公共预算]: [{费目: 公务用车运行维护费, 金额: 3}]\n")
    figures(tmp_path, body + "三公经费[费目=公务用车运行维护费]: 无\n")


def test_empty_places_of_a_breakdown_count_as_zero_in_a_draft(tmp_path: Path) -> None:
    body = TWO_WAYS.replace("金额: 20}", "金额: 待填}").replace("经济: 30101", "经济: 待填")
    found = figures(tmp_path, f"状态: 草稿\n{body}")
    assert numbers(found, "支出[经济=302]", "支出[性质=基本支出 经济=301]") == ["7", "0"]
    assert found.budget.file.waiting == {"支出"}


def test_rollover_keeps_the_lines_and_asks_for_the_amounts_of_bases() -> None:
    vocabulary = Vocabulary({}, {}, bases=("上年预算", "上年执行数"))
    own = "支出[性质=基本支出]:\n  - {经济: 30101, 金额: 5}\n"
    base = "上年执行数:\n  支出[性质=基本支出]:\n    - {经济: 30101, 金额: 5}\n"
    made = rolled_over(f"年度: 2025\n{own}{base}", vocabulary, "x.yaml", 2026, ())
    assert made.text.endswith(own + base.replace("金额: 5", "金额: 待填"))


def test_a_number_leads_to_the_lines_of_the_breakdown(tmp_path: Path) -> None:
    made = report(tmp_path, TWO_WAYS, "工资{{ 支出['经济=301 性质=基本支出'] }}。\n", unit="元")
    said = answer("支出[经济=301 性质=基本支出]", made.figures, made.document).text
    assert said.splitlines()[-1].endswith("/input.yaml:14:5  100  经济 30101，资金 一般公共预算")
