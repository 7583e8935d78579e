"""Wording of changes, completion and shares: every row of the domain's table, in the wording of every region.

Budgets are in 万元 and the year is 2021. A region that is tested here is the parent of one that only prints the phrase.
"""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import checks, resources
from reportgen.budget import Book, Budget, BudgetFile, Department
from reportgen.budget.ledger import Line
from reportgen.budget.models import Explanation
from reportgen.diagnostics import Location, ReportgenError
from reportgen.document import Figure, plain
from reportgen.figure import FigureId, parse
from reportgen.figures import Figures
from reportgen.narrative.phrases import Phrases, SentenceRequest
from reportgen.profile import Profile, load
from reportgen.quantity import ChangeCase, change
from reportgen.report import Report
from tests.unit.small import lines, paragraphs, rendered, report

REASON = "原因: {支出: 人员变动, 收入: 人员变动}\n"

# What a finished sentence must never hold, whatever the amounts (domain, Wording of changes).
NONSENSE = re.compile(
    r"(?:增加|减少|增长|下降|上升)了?-"  # the verb carries the sign
    r"|(?:增加|减少)0(?:\.0+)?(?:元|千元|万元|亿元|人)(?!\d)"
    r"|(?:增长|下降|增加|减少)了?0(?:\.0+)?%"
    r"|持平.*\d|持平.*原因"
    r"|原因(?:是|：)?[。；，]?$"
    r"|\{|\}|。。|，，|；；|，。|，；|^，|-0(?:\.0+)?[^.\d]"
)


def budget(new: str, old: str, more: str = REASON) -> str:
    return f"支出: {new}\n上年预算: {{支出: {old}}}\n{more}"


def sentence(folder: Path, body: str, call: str, parent: str = "default", profile: str = "") -> str:
    """What `{{ call }}` prints, with the full stop that its author puts behind it."""
    made = report(folder, body, "{{ " + call + " }}。\n", profile, parent=parent)
    (printed,) = paragraphs(made)
    return printed


def missed(made: Report) -> list[str]:
    """What rule R410 says of the document's sentences."""
    rule, case = checks.rule_named("R410"), checks.Case(made.document, made.budget)
    assert rule
    return [f"{f.severity.value} {f.message}" for f in checks.check(case, [rule]).findings if f.rule == rule.title]


def findings(folder: Path, body: str, call: str, parent: str = "default") -> list[str]:
    made = report(folder, body, "{{ " + call + " }}。\n", parent=parent)
    return missed(made)


# The wording table, region by region

AMOUNTS = {
    "up": ("1257.74", "1254.35"),
    "down": ("1064.2", "1092.39"),
    "equal": ("500", "500"),
    "prints as equal": ("500.001", "500"),
    "both zero": ("0", "0"),
    "base zero": ("12", "0"),
    "base prints as zero": ("12", "0.001"),
    "base negative": ("12", "-12"),
    "turns negative": ("-12", "12"),
    "both negative": ("-12", "-20"),
    "now zero": ("0", "12"),
    "very large rise": ("36.56", "10"),
    "rate prints as zero": ("1000000.01", "1000000"),
}

DEFAULT = {
    "up": "支出比2020年预算增加3.39万元，增长0.27%，主要原因是人员变动。",
    "down": "支出比2020年预算减少28.19万元，下降2.58%，主要原因是人员变动。",
    "equal": "支出与2020年预算持平。",
    "prints as equal": "支出与2020年预算基本持平。",
    "both zero": "支出与2020年预算持平。",
    "base zero": "支出比2020年预算增加12万元，上年无此项预算，主要原因是人员变动。",
    "base prints as zero": "支出比2020年预算增加12万元，主要原因是人员变动。",
    "base negative": "支出比2020年预算增加24万元，主要原因是人员变动。",
    "turns negative": "支出比2020年预算减少24万元，主要原因是人员变动。",
    "both negative": "支出比2020年预算增加8万元，主要原因是人员变动。",
    "now zero": "支出比2020年预算减少12万元，下降100%，主要原因是人员变动。",
    "very large rise": "支出比2020年预算增加26.56万元，增长265.6%，主要原因是人员变动。",
    "rate prints as zero": "支出与2020年预算基本持平。",
}

LUOYANG = {
    "up": "与2020年相比，支出增加3.39万元，增加0.27%。主要原因：人员变动。",
    "down": "与2020年相比，支出减少28.19万元，减少2.58%。主要原因：人员变动。",
    "equal": "与2020年相比，支出持平。",
    "prints as equal": "与2020年相比，支出基本持平。",
    "both zero": "与2020年相比，支出持平。",
    "base zero": "与2020年相比，支出增加12万元，上年无此项预算。主要原因：人员变动。",
    "base prints as zero": "与2020年相比，支出增加12万元。主要原因：人员变动。",
    "base negative": "与2020年相比，支出增加24万元。主要原因：人员变动。",
    "turns negative": "与2020年相比，支出减少24万元。主要原因：人员变动。",
    "both negative": "与2020年相比，支出增加8万元。主要原因：人员变动。",
    "now zero": "与2020年相比，支出减少12万元，减少100%。主要原因：人员变动。",
    "very large rise": "与2020年相比，支出增加26.56万元，增加265.60%。主要原因：人员变动。",
    "rate prints as zero": "与2020年相比，支出基本持平。",
}

LUOYANG_INVERTED = {
    "up": "增加支出3.39万元，增加了0.27%。",
    "down": "减少支出28.19万元，减少了2.58%。",
    "equal": "支出持平。",
    "prints as equal": "支出基本持平。",
    "both zero": "支出持平。",
    "base zero": "增加支出12万元，上年无此项预算。",
    "base prints as zero": "增加支出12万元。",
    "base negative": "增加支出24万元。",
    "turns negative": "减少支出24万元。",
    "both negative": "增加支出8万元。",
    "now zero": "减少支出12万元，减少了100%。",
    "very large rise": "增加支出26.56万元，增加了265.60%。",
    "rate prints as zero": "支出基本持平。",
}

LUOYANG_CLAUSE = {
    "up": "支出增加3.39万元，增加了0.27%，主要原因：人员变动。",
    "down": "支出减少28.19万元，减少了2.58%，主要原因：人员变动。",
    "equal": "支出持平。",
    "prints as equal": "支出基本持平。",
    "both zero": "支出增加0万元。",  # as the original prints it; no other wording may
    "base zero": "支出增加12万元，上年无此项预算，主要原因：人员变动。",
    "base prints as zero": "支出增加12万元，主要原因：人员变动。",
    "base negative": "支出增加24万元，主要原因：人员变动。",
    "turns negative": "支出减少24万元，主要原因：人员变动。",
    "both negative": "支出增加8万元，主要原因：人员变动。",
    "now zero": "支出减少12万元，减少了100%，主要原因：人员变动。",
    "very large rise": "支出增加26.56万元，增加了265.60%，主要原因：人员变动。",
    "rate prints as zero": "支出基本持平。",
}

# What runs on after its own “与2020年相比，” says it; the rest is as in the clause.
LUOYANG_TOTALS = {
    **{case: f"与2020年相比，{text}" for case, text in LUOYANG_CLAUSE.items()},
    "both zero": "与2020年相比，支出持平。",
}

# 口径精度 is 元: what prints as equal in 万元 does not here.
SHANGHAI = {
    "up": "支出比上年预算增加33900元，增长0.27%，主要原因是人员变动。",
    "down": "支出比上年预算减少281900元，下降2.58%，主要原因是人员变动。",
    "equal": "支出与上年预算持平。",
    "prints as equal": "支出与上年预算基本持平。",
    "both zero": "支出与上年预算持平。",
    "base zero": "支出比上年预算增加120000元，上年无此项预算，主要原因是人员变动。",
    "base prints as zero": "支出比上年预算增加119990元，增长1199900.00%，主要原因是人员变动。",
    "base negative": "支出比上年预算增加240000元，主要原因是人员变动。",
    "turns negative": "支出比上年预算减少240000元，主要原因是人员变动。",
    "both negative": "支出比上年预算增加80000元，主要原因是人员变动。",
    "now zero": "支出比上年预算减少120000元，下降100%，主要原因是人员变动。",
    "very large rise": "支出比上年预算增加265600元，增长265.60%，主要原因是人员变动。",
    "rate prints as zero": "支出与上年预算基本持平。",
}

SHANGHAI_THREE_PUBLIC = {case: re.sub("(?<=[比与])上年预算", "2020年预算", text) for case, text in SHANGHAI.items()}

WORDINGS = {
    ("default", "缺省"): DEFAULT,
    ("luoyang", "缺省"): LUOYANG,
    ("luoyang", "倒述"): LUOYANG_INVERTED,
    ("luoyang", "收支"): LUOYANG_TOTALS,
    ("luoyang", "分述"): LUOYANG_CLAUSE,
    ("shanghai", "缺省"): SHANGHAI,
    ("shanghai", "三公"): SHANGHAI_THREE_PUBLIC,
}


@pytest.mark.parametrize(
    ("region", "wording", "case", "expected"),
    [(region, wording, case, text) for (region, wording), said in WORDINGS.items() for case, text in said.items()],
)
def test_every_case_of_a_change_is_worded_as_its_region_words_it(
    tmp_path: Path, region: str, wording: str, case: str, expected: str
) -> None:
    call = f'支出|同比("支出", 用语="{wording}")'
    assert sentence(tmp_path, budget(*AMOUNTS[case]), call, region) == expected


@pytest.mark.parametrize("region", ["default", "luoyang", "shanghai"])
def test_every_wording_of_a_region_stands_in_the_table_above(region: str) -> None:
    known = {wording for of, wording in WORDINGS if of == region}
    assert set(load(region, resources.templates()).file.changes) == known


def test_every_case_stands_in_the_table_above() -> None:
    assert all(set(said) == set(AMOUNTS) for said in WORDINGS.values())
    precision = load("default", resources.templates()).precision("支出")
    found = {change(Decimal(new) * 10000, Decimal(old) * 10000, precision).case for new, old in AMOUNTS.values()}
    assert found == set(ChangeCase)


@pytest.mark.parametrize(
    "text",
    [
        *("支出增加-3万元", "支出增加0万元，增长0%。", "支出减少0.00元，", "增长0%", "增加了0.00%，主要"),
        *("与上年预算持平3万元", "持平，主要原因是人员变动", "增加1万元，主要原因是。", "主要原因：", "比{基}增加"),
        *("变动。。", "，。", "占-0.00%", "增加-0元"),
    ],
)
def test_nonsense_would_be_seen(text: str) -> None:
    assert NONSENSE.search(text)


@pytest.mark.parametrize("said", [said for said in WORDINGS.values() if said is not LUOYANG_CLAUSE])
def test_no_expected_sentence_is_nonsense(said: dict[str, str]) -> None:
    assert [text for text in said.values() if NONSENSE.search(text)] == []


# Any amounts at all


@cache
def region(name: str) -> Profile:
    return load(name, resources.templates())


def phrases(profile: Profile, new: Decimal, old: Decimal, reason: str = "") -> Phrases:
    """The phrases over one figure of two years, both in 元."""
    file = BudgetFile("甲", "部门预算", 2021, "元", Department("甲局"))
    (node,) = (line.node for line in lines("功能=208: 1"))
    vocabulary = profile.vocabulary.with_units({"1": ""})
    books = {
        base: Book(base, {"支出": (Line({}, amount, node),)}, {}, vocabulary)
        for base, amount in (("", new), ("上年预算", old))
    }
    reasons = {FigureId("支出"): Explanation(reason, Location("b.yaml"))} if reason else {}
    return Phrases(Figures(Budget(file, vocabulary, books, reasons), profile))


amounts = st.integers(-(10**13), 10**13).map(lambda n: Decimal(n).scaleb(-2))
near = st.integers(-(10**4), 10**4).map(lambda n: Decimal(n).scaleb(-2))
regions = st.sampled_from([key for key in WORDINGS if key != ("luoyang", "分述")])
units = st.sampled_from(["元", "千元", "万元", "亿元"])


@given(old=amounts | st.just(Decimal(0)), step=amounts | near, of=regions, unit=units, rate=st.booleans())
def test_no_amounts_bring_about_nonsense(
    old: Decimal, step: Decimal, of: tuple[str, str], unit: str, rate: bool
) -> None:
    name, wording = of
    profile = region(name)
    form = profile.file.in_text.applied_to(profile.text_format_of("支出"))
    form = type(form)(unit, form.places, form.zero, form.grouped, form.trim, form.rate_places)
    said = phrases(profile, old + step, old, "人员变动").change(
        SentenceRequest((parse("支出"),), "上年预算", "支出", wording, rate=rate), form
    )
    assert not NONSENSE.search(plain(said) + "。"), plain(said)


@given(old=amounts, step=amounts | near, of=regions)
def test_the_digits_of_a_phrase_agree_with_their_exact_values(old: Decimal, step: Decimal, of: tuple[str, str]) -> None:
    name, wording = of
    profile = region(name)
    said = phrases(profile, old + step, old).change(
        SentenceRequest((parse("支出"),), "上年预算", "支出", wording), profile.text_format_of("支出")
    )
    figures = {run.name: run for run in said if isinstance(run, Figure)}
    for run in figures.values():
        assert not run.text.startswith("-")
    if amount := figures.get("支出@上年预算.增减额"):
        up = Decimal(amount.value) > 0
        assert ("增加" in plain(said)) is up
        assert ("减少" in plain(said)) is not up


# What a sentence may leave out, and other units


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('支出|同比("支出", 率=false)', "支出比2020年预算增加20万元，主要原因是人员变动。"),
        ('支出|同比("支出", 因=false)', "支出比2020年预算增加20万元，增长200%。"),
        ('支出|同比("支出", 率=false, 因=false)', "支出比2020年预算增加20万元。"),
        ("支出|同比", "比2020年预算增加20万元，增长200%，主要原因是人员变动。"),
        ('支出|以("元")|同比("支出", 因=false)', "支出比2020年预算增加200,000元，增长200%。"),
        ('支出|足位|同比("支出", 因=false)', "支出比2020年预算增加20.00万元，增长200.00%。"),
    ],
)
def test_a_sentence_may_leave_out_rate_or_reason_and_choose_its_unit(tmp_path: Path, call: str, expected: str) -> None:
    assert sentence(tmp_path, budget("30", "10"), call) == expected


def test_a_new_item_without_rate_does_not_say_that_there_was_none(tmp_path: Path) -> None:
    call = '支出|同比("支出", 率=false, 因=false)'
    assert sentence(tmp_path, budget("30", "0"), call) == "支出比2020年预算增加30万元。"


def test_a_change_too_small_for_the_unit_of_the_sentence_is_nearly_none(tmp_path: Path) -> None:
    call = '支出|以("亿元")|同比("支出")'
    assert sentence(tmp_path, budget("45", "10"), call) == "支出与2020年预算基本持平。"


def test_people_are_counted_whole(tmp_path: Path) -> None:
    body = "人员: {在职: 61, 离退休: 5}\n上年预算: {人员: {在职: 60, 离退休: 0}}\n原因: {人员: 调入}\n"
    assert [sentence(tmp_path, body, f'人员["人员类别={kind}"]|同比("{kind}人员")') for kind in ("在职", "离退休")] == [
        "在职人员比2020年预算增加1人，增长1.67%，主要原因是调入。",
        "离退休人员比2020年预算增加5人，上年无此项预算，主要原因是调入。",
    ]


@pytest.mark.parametrize(
    ("start", "new", "expected"),
    [
        ("200", "30", "增加20万元，增长2倍。"),
        ("201", "30", "增加20万元，增长200%。"),
        ("200", "36.56", "增加26.56万元，增长2.66倍。"),
        ("-200", "5", "减少5万元，下降50%。"),
        ("100", "0", "减少10万元，下降100%。"),
    ],
)
def test_multiples_begin_where_the_profile_says_and_never_for_a_fall(
    tmp_path: Path, start: str, new: str, expected: str
) -> None:
    profile = f'同比: {{缺省: {{变动: "{{词}}{{额}}", 倍数起点: {start}}}}}\n'
    assert sentence(tmp_path, budget(new, "10"), '支出|同比("支出", 因=false)', profile=profile) == expected


@pytest.mark.parametrize("unlisted", ["无增减变化", "与上年一致"])
def test_a_region_says_in_its_own_words_that_nothing_changed(tmp_path: Path, unlisted: str) -> None:
    profile = f'同比: {{缺省: {{持平: "{{主}}{unlisted}"}}}}\n'
    assert sentence(tmp_path, budget("5", "5"), '支出|同比("支出")', profile=profile) == f"支出{unlisted}。"


# Reasons


@pytest.mark.parametrize(
    ("reasons", "name", "expected"),
    [
        ("支出: 甲", "支出", "甲"),
        # the whole covers its parts
        ("支出: 甲", '支出["功能=208"]', "甲"),
        # the most specific wins
        ("支出: 甲, '支出[功能=208]': 乙", '支出["功能=2080505"]', "乙"),
        ("支出: 甲, '支出[功能=208]': 乙, '支出[功能=2080505]': 丙", '支出["功能=2080505"]', "丙"),
        ("支出: 甲, '支出[功能=210]': 乙", '支出["功能=2080505"]', "甲"),
        ("支出: 甲, '支出[功能=208]': 乙", "支出", "甲"),
        # of one base alone
        ("支出: 甲, 支出@上年预算: 乙", "支出", "乙"),
        ("支出: 甲, 支出@上年执行数: 乙", "支出", "甲"),
        # its last mark is the sentence's
        ("支出: 甲。", "支出", "甲"),
        ("支出: 甲；", "支出", "甲"),
        # braces are an officer's own
        ("支出: '{额}{因}'", "支出", "{额}{因}"),
    ],
)
def test_the_reason_is_the_most_specific_one_that_covers_the_figure(
    tmp_path: Path, reasons: str, name: str, expected: str
) -> None:
    body = (
        "支出: [{功能: 2080505, 金额: 3}]\n上年预算: {支出: [{功能: 2080505, 金额: 1}]}\n"
        f"上年执行数: {{支出: 1}}\n原因: {{{reasons}}}\n"
    )
    assert sentence(tmp_path, body, f'{name}|同比("支出")').split("主要原因是")[1] == f"{expected}。"


@pytest.mark.parametrize(
    ("measure", "words", "name", "severity"),
    [
        ("收入", "收入总计", "收入", "错误"),
        ("支出", "支出总计", "支出", "错误"),
        ("三公经费", "“三公”经费预算", "三公经费", "错误"),
        ("三公经费", "公务接待费", '三公经费["费目=公务接待费"]', "错误"),
        ("支出", "政府性基金预算支出", '支出["资金=政府性基金"]', "警告"),
        ("收入", "政府性基金预算拨款收入", '收入["资金=政府性基金"]', "警告"),
        ("机关运行经费", "机关运行经费预算", "机关运行经费", "警告"),
        ("政府采购", "政府采购预算", "政府采购", "警告"),
    ],
)
def test_a_change_without_a_reason_is_found_as_gravely_as_the_rules_have_it(
    tmp_path: Path, measure: str, words: str, name: str, severity: str
) -> None:
    dims = {"三公经费": "费目: 公务接待费", "机关运行经费": "经济: 30201", "政府采购": "类型: 货物"}
    line = f"{{{dims.get(measure, '资金: 政府性基金')}, 金额: "
    body = f"{measure}: [{line}3}}]\n上年预算: {{{measure}: [{line}1}}]}}\n"
    made = report(tmp_path, body, f"{words}{{{{ {name} }}}}，{{{{ {name}|同比 }}}}。\n")
    assert paragraphs(made) == [f"{words}3万元，比2020年预算增加2万元，增长200%。"]
    (found,) = missed(made)
    assert found.startswith(f"{severity} ")


@pytest.mark.parametrize("amounts", [("5", "5"), ("5.001", "5"), ("0", "0")])
@pytest.mark.parametrize("region", ["default", "luoyang", "shanghai"])
def test_where_nothing_changed_no_reason_is_missed_and_none_is_printed(
    tmp_path: Path, amounts: tuple[str, str], region: str
) -> None:
    profile = "口径精度: {缺省: {单位: 万元, 小数: 2}}\n"
    template = '{{ 支出|同比("支出") }}。\n'
    for reason in ("", REASON):
        made = report(tmp_path, budget(*amounts, reason), template, profile, parent=region)
        assert missed(made) == []
        assert "原因" not in paragraphs(made)[0]


def test_a_reason_that_is_missed_twice_is_told_once(tmp_path: Path) -> None:
    made = report(tmp_path, budget("5", "3", ""), "{{ 支出|同比 }}。{{ 支出|同比 }}。\n")
    assert len(missed(made)) == 1


def test_a_reason_with_nothing_behind_it_is_an_error_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        sentence(tmp_path, budget("5", "3", "原因:\n  支出:\n"), "支出|同比")
    assert rendered(refused.value) == (
        f"{tmp_path / 'input.yaml'}:9:3: 错误[格式] “支出”后面没有写原因\n"
        "    |   支出:\n"
        "    |   ^^^^\n"
        "  建议：补上文字，或删掉这一行"
    )


# Paired totals

PAIR = '[收入, 支出]|同比("收、支总计各", 分述=["收入总计", "支出总计"])'


@pytest.mark.parametrize(
    ("region", "new", "old", "expected"),
    [
        ("default", ("2", "2"), ("1", "1"), "收、支总计各比2020年预算增加1万元，增长100%，主要原因是人员变动。"),
        (
            "luoyang",
            ("1064.2", "1064.2"),
            ("1092.39", "1092.39"),
            "与2020年相比，收、支总计各减少28.19万元，减少2.58%。主要原因：人员变动。",
        ),
        ("shanghai", ("1", "1"), ("2", "2"), "收、支总计各比上年预算减少10000元，下降50.00%，主要原因是人员变动。"),
        # the same change, another base: the rates differ
        (
            "default",
            ("110", "60"),
            ("100", "50"),
            "收入总计比2020年预算增加10万元，增长10%，主要原因是人员变动。"
            "支出总计比2020年预算增加10万元，增长20%，主要原因是人员变动。",
        ),
        # the same base, another change
        (
            "default",
            ("110", "90"),
            ("100", "100"),
            "收入总计比2020年预算增加10万元，增长10%，主要原因是人员变动。"
            "支出总计比2020年预算减少10万元，下降10%，主要原因是人员变动。",
        ),
        (
            "default",
            ("110", "100"),
            ("100", "100"),
            "收入总计比2020年预算增加10万元，增长10%，主要原因是人员变动。支出总计与2020年预算持平。",
        ),
        # bases that only print alike are not alike
        (
            "default",
            ("110", "110"),
            ("100", "100.001"),
            "收入总计比2020年预算增加10万元，增长10%，主要原因是人员变动。"
            "支出总计比2020年预算增加10万元，增长10%，主要原因是人员变动。",
        ),
    ],
)
def test_paired_totals_are_said_once_only_if_changes_and_bases_are_equal(
    tmp_path: Path, region: str, new: tuple[str, str], old: tuple[str, str], expected: str
) -> None:
    body = f"收入: {new[0]}\n支出: {new[1]}\n上年预算: {{收入: {old[0]}, 支出: {old[1]}}}\n{REASON}"
    assert sentence(tmp_path, body, PAIR, region) == expected


def test_the_reason_of_either_total_serves_for_both_when_they_are_said_once(tmp_path: Path) -> None:
    body = "收入: 110\n支出: 110\n上年预算: {收入: 100, 支出: 100}\n原因: {支出: 人员变动}\n"
    assert "人员变动" in sentence(tmp_path, body, PAIR)
    assert findings(tmp_path, body, PAIR) == []


def test_totals_that_are_said_apart_need_a_reason_each(tmp_path: Path) -> None:
    body = "收入: 110\n支出: 120\n上年预算: {收入: 100, 支出: 100}\n原因: {支出: 人员变动}\n"
    assert findings(tmp_path, body, PAIR) == ["错误 “收入总计”增加10万元（10%），没有说明原因"]


def test_without_subjects_of_their_own_totals_are_called_as_the_measures(tmp_path: Path) -> None:
    body = f"收入: 110\n支出: 120\n上年预算: {{收入: 100, 支出: 100}}\n{REASON}"
    said = sentence(tmp_path, body, '[收入, 支出]|同比("收、支总计各", 因=false)')
    assert said == "收入比2020年预算增加10万元，增长10%。支出比2020年预算增加20万元，增长20%。"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('[收入, 支出]|同比("各", 分述=["收入"])', "“同比”的“分述”和要比的数不一样多"),
        ('支出["性质=项目支出"]|按("功能.类")|同比("各")', "“同比”前面没有要比的数"),
        ('支出|同比(用语="简")', "没有“简”这种同比用语"),
        ('支出|同比(比="去年预算")', "没有“去年预算”这个口径"),
        ('支出|以("万园")|同比', "没有“万园”这个金额单位"),
    ],
)
def test_a_comparison_that_cannot_be_said_is_an_error_at_its_line(tmp_path: Path, call: str, expected: str) -> None:
    body = "收入: 1\n支出: [{性质: 基本支出, 功能: 201, 金额: 1}]\n上年预算: {收入: 1, 支出: 1}\n"
    with pytest.raises(ReportgenError) as refused:
        report(tmp_path, body, "第一行\n\n{{ " + call + " }}\n")
    (found,) = refused.value.diagnostics
    assert str(found.places[0]) == "templates/probe/report.md.j2:3"
    assert expected in found.message


# Several bases in one document

SEVERAL = """\
支出: 88.32
上年预算: {支出: 80}
上年执行数: {支出: 90}
年初预算: {支出: 100}
上年决算: {支出: 0}
原因: {支出@年初预算: 项目结余, 支出@上年决算: 新增单位, 支出: 人员变动}
"""


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("上年预算", "支出比2020年预算增加8.32万元，增长10.4%，主要原因是人员变动。"),
        ("上年执行数", "支出比2020年执行数减少1.68万元，下降1.87%，主要原因是人员变动。"),
        ("年初预算", "支出比年初预算减少11.68万元，下降11.68%，主要原因是项目结余。"),
        ("上年决算", "支出比上年决算增加88.32万元，上年无此项支出，主要原因是新增单位。"),
    ],
)
def test_each_base_is_called_by_its_name_and_has_its_reason(tmp_path: Path, base: str, expected: str) -> None:
    assert sentence(tmp_path, SEVERAL, f'支出|同比("支出", 比="{base}")') == expected


def test_two_bases_stand_in_one_sentence(tmp_path: Path) -> None:
    call = '支出|同比(比="年初预算", 因=false) }}；{{ 支出|同比(比="上年执行数", 因=false)'
    expected = "比年初预算减少11.68万元，下降11.68%；比2020年执行数减少1.68万元，下降1.87%。"
    assert sentence(tmp_path, SEVERAL, call) == expected


def test_without_a_base_the_first_of_the_region_is_meant(tmp_path: Path) -> None:
    profile = "口径: {上年预算: {称: 去年}}\n"
    assert sentence(tmp_path, SEVERAL, "支出|同比(因=false)", profile=profile) == "比去年增加8.32万元，增长10.4%。"


# Completion


@pytest.mark.parametrize(
    ("planned", "base", "expected"),
    [
        ("100", "年初预算", "完成年初预算的88.32%。"),
        ("88.32", "年初预算", "完成年初预算的100%。"),
        ("44.16", "年初预算", "完成年初预算的200%。"),
        ("0", "年初预算", "年初未安排预算。"),
        ("0.001", "年初预算", "年初未安排预算。"),
        ("100", "上年预算", "完成2020年预算的88.32%。"),
        ("0", "上年预算", "上年无此项预算。"),
    ],
)
def test_completion_is_a_percentage_of_the_base_and_of_zero_there_is_none(
    tmp_path: Path, planned: str, base: str, expected: str
) -> None:
    body = f"支出: 88.32\n{base}: {{支出: {planned}}}\n"
    assert sentence(tmp_path, body, f'支出|完成(比="{base}")') == expected


def test_nothing_spent_is_nothing_completed(tmp_path: Path) -> None:
    assert sentence(tmp_path, "支出: 无\n年初预算: {支出: 5}\n", '支出|完成(比="年初预算")') == "完成年初预算的0%。"


# Shares

PARTS = "支出: [{{功能: 2010101, 金额: {}}}, {{功能: 2080505, 金额: {}}}, {{功能: 2210201, 金额: {}}}]\n"
LISTED = '{% for 类 in 支出|按("功能.类", 含零=true) %}{{ 类|占比 }}{{ loop|间("、") }}{% endfor %}'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        # each alone, never forced to 100: the sentence says that the parts miss the whole
        (("1", "1", "1"), "占33.33%、占33.33%、占33.33%（本文各数分别四舍五入，部分合计数与分项之和存在尾数误差。）"),
        (("3", "1", "0"), "占75%、占25%、占0%"),
        (("1", "0", "0"), "占100%、占0%、占0%"),
        (("0", "0", "0"), "、、"),  # of a whole of zero there is no share
    ],
)
def test_shares_are_rounded_each_alone(tmp_path: Path, parts: tuple[str, str, str], expected: str) -> None:
    made = report(tmp_path, PARTS.format(*parts), LISTED + "\n")
    assert paragraphs(made) == [expected]


def test_a_share_of_a_part_is_of_that_part(tmp_path: Path) -> None:
    stated = (("201", "政府性基金", 1), ("208", "政府性基金", 3), ("208", "事业收入", 6))
    body = f"支出: [{', '.join(f'{{功能: {code}, 资金: {fund}, 金额: {n}}}' for code, fund, n in stated)}]\n"
    call = '支出["资金=政府性基金 功能=208"]|占比(支出["资金=政府性基金"])'
    assert sentence(tmp_path, body, call) == "占75%。"


@given(parts=st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_shares_never_exceed_the_whole_and_never_print_a_sign(parts: list[int]) -> None:
    profile = region("default")
    whole = sum(map(Decimal, parts), Decimal(0)) * 10000
    for part in parts:
        found = phrases(profile, Decimal(part) * 10000, whole)
        said = plain(found.completion(parse("支出"), "上年预算", profile.text_format))
        assert re.fullmatch(r"完成2020年预算的(?:100|0|\d{1,2}(?:\.\d?[1-9])?)%|上年无此项预算", said)
