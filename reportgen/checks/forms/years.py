"""年度"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportgen.checks._case import Case, Compared, Finding, Result
from reportgen.checks._rules import ACCOUNTS
from reportgen.checks._texts import wordings
from reportgen.checks.forms._assets_day import wrong_days
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Place, Wording
from reportgen.reading.terms import bare

_YEAR = re.compile(r"(?<![0-9.,])([0-9]{4})(?=年|—[0-9]{4}年)")
_QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕|“[^”]*”")
# What a year stands before when it says of which year a figure is.
_OF_BUDGET = re.compile(
    r"年(?:度)?(?:部门|单位|整体)?(?:预算|收入|支出|收、支|财政拨款|一般公共预算|政府性基金|国有资本|“?三公|机关运行|政府采购|"
    r"没有|无|未安排|计划|安排|主要工作|实行|预计|项目)|年，?(?:本|我|全市|全区|全县|所有)"
)
# 2025年、2026年均没有…, 2025年的数已按2026年的口径调整: the first is last year, the second this.
_FIRST = re.compile(r"年(?:度)?(?:、|和)[0-9]{4}年(?:均|口径)|年的数(?:已)?按")
_SECOND = re.compile(r"[0-9]{4}年(?:、|和)$|年的数(?:已)?按$")
_COMPARED = re.compile(r"[比与较同]$|相比$")
_AS_OF = re.compile(r"(?:截至|截止)(?:时间|日期|到)?[:：]?$")
_FREE = re.compile(r"(?:自|从|于|在|至|到|是|原|—|～|-|届)$")
_SPAN = re.compile(r"年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:至|到|—|－|-|～)(?:([0-9]{4})年)?")
_DEADLINE = re.compile(r"年(?:[0-9]{1,2}月|全年|度?内|底|[一二三四]季度)[0-9日底末]*(?:前|以前|之前|底|末|$)")
_ONE_YEAR = (
    TableKind.TOTALS,
    TableKind.REVENUE,
    TableKind.EXPENDITURE,
    TableKind.GRANTS,
    TableKind.BASIC,
)  # tables that compare nothing


class Year(NamedTuple):
    """A year on the page (年份): the text, what stands before and after it, where."""

    value: int
    wording: Wording
    before: str
    after: str
    place: Place


def _years(case: Case) -> Iterator[Year]:
    """Every year that is no part of a quoted name or of a document number."""
    for wording in wordings(case).having(_YEAR):
        quoted = [range(*found.span()) for found in _QUOTED.finditer(wording.text)]
        for found in _YEAR.finditer(wording.text):
            if not any(found.start() in span for span in quoted):
                place = wording.place.marking(found.start(), 5)
                before, after = wording.text[: found.start()], wording.text[found.end() :]
                yield Year(int(found[1]), wording, before, after, place)


def R506(case: Case) -> Iterator[Result]:
    """年度

    标题、表名、表头、说明里的年度要和预算年度一致：本年的数写本年，比较的数写上年。拿上年的文件改的，最容易漏改一两处年度。

    国有资产的截止日期，预算是上年12月31日，决算是当年12月31日；模板的“必备”另写了“资产截止”的照它，
    预算文件的“资料”写了“资产截止”的照写的看。

    文件的标题写错年度是错误；表名、表头、说明里的年度要看上下文才知道对不对，只作警告；
    说的是什么时候做什么事的年度，只作提示。

    怎样改：改成应有的年度。
    依据：公开文件中常见的错误；国有资产占用情况按上年末统计。
    例：2026年的预算里写“2025年收入总计1205.3万元”；2022年的预算写“截至2021年10月共有车辆1辆”。
    """
    yield Compared()
    years = list(_years(case))
    for year in years:
        yield from _RULES.get(year.wording.kind, _in_words)(case, year)
    yield from _same_heads(case, years)
    yield from wrong_days(case)


def _wrong(case: Case, year: Year, expected: int, severity: Severity = Severity.WARNING) -> Finding:
    kind = case.kind.value
    message = f"{_called(year.wording)}出现“{year.value}年”，与{case.year}年度{kind}不符（应为{expected}年）"
    return Finding(message, (year.place,), severity, f"核对年度，改为{expected}年")


def _called(wording: Wording) -> str:
    part = wording.place.part
    match wording.kind:
        case "标题":
            return "标题"
        case "节题":
            return f"节题“{part}”"
        case "段落":
            return f"“{part}”一节" if part else "文中"
        case _:
            return f"《{part}》"


def _in_title(case: Case, year: Year) -> Iterator[Finding]:
    project = TableKind.PROJECT_TARGETS in _kinds(case, year) and year.before and not year.before.endswith(("（", "⏎"))
    if year.value != case.year and not (project and abs(year.value - case.year) == 1):
        certain = year.wording.kind == "标题"
        yield _wrong(case, year, case.year, Severity.ERROR if certain else Severity.WARNING)


def _kinds(case: Case, year: Year) -> set[TableKind | None]:
    return {sheet.kind for sheet in case.reading.sheets if sheet.table is year.wording.table}


def _in_caption(case: Case, year: Year) -> Iterator[Finding]:
    if not _AS_OF.search(year.before) and year.value != case.year:
        yield _wrong(case, year, case.year)


def _in_heading(case: Case, year: Year) -> Iterator[Finding]:
    if year.value != case.year:
        yield _wrong(case, year, case.year)


def _in_head(case: Case, year: Year) -> Iterator[Finding]:
    """Heads of columns: this year, or last year where the table compares the two."""
    allowed: tuple[int, ...]
    if by_names := _of_the_numbers_below(case, year):
        allowed = by_names
    elif case.kind is ACCOUNTS:
        allowed = (case.year, case.year - 1)
    elif year.before.endswith("比") or re.match(r"年[^比]*(?:执行|决算|上年)", year.after):
        allowed = (case.year - 1,)
    elif _may_be_last_year(case, year):
        allowed = (case.year, case.year - 1)
    else:
        allowed = (case.year,)
    if year.value not in allowed:
        yield _wrong(case, year, allowed[0])


def _of_the_numbers_below(case: Case, year: Year) -> tuple[int, ...]:
    """The years of the numbers below the head, as their names say; nothing where they have none."""
    head = bare(year.wording.text)
    sheets = (s for s in (*case.reading.sheets, *case.reading.pictures) if s.table is year.wording.table)
    columns = [column for sheet in sheets for column in sheet.columns if head in column.path]
    if any(column.inside is None for column in columns):
        return ()
    before = any(column.base.startswith("上年") for column in columns)
    this = any(column.derived or not column.base.startswith("上年") for column in columns)
    return (case.year,) * this + (case.year - 1,) * before


def _may_be_last_year(case: Case, year: Year) -> bool:
    """Whether it heads a column of numbers (…预算数) beside one of this year."""
    heads = [w.text for w in case.reading.texts if w.kind == "表头" and w.table is year.wording.table]
    beside = any(str(case.year) in text for text in heads if text != year.wording.text)
    return bool(beside and re.search(r"预算数?$", year.after) and not _kinds(case, year) & set(_ONE_YEAR))


def _in_cell(case: Case, year: Year) -> Iterator[Finding]:
    text = year.wording.text.strip()
    if re.fullmatch(r"[0-9]{4}年(?:度|预算数?|执行数?)?", text):
        if year.value not in (case.year, case.year - 1):
            yield _wrong(case, year, case.year)
        return
    yield from _free(case, year)


def _in_words(case: Case, year: Year) -> Iterator[Finding]:
    """Sentences: what stands around the year says of which year it speaks."""
    if _AS_OF.search(year.before):
        return  # told apart, with the day
    expected = _said(case, year)
    if not expected:
        yield from _free(case, year)
    elif year.value != expected:
        yield _wrong(case, year, expected)


def _said(case: Case, year: Year) -> int:
    """The year that the words around it mean; 0: they leave it open."""
    if _SECOND.search(year.before):
        return case.year
    if _FIRST.match(year.after) or _COMPARED.search(year.before):
        return case.year - 1
    return case.year if _is_subject(case, year) else 0


def _is_subject(case: Case, year: Year) -> bool:
    """Whether the year says of which year the sentence's figures are."""
    publisher = case.document.publisher
    if publisher and re.search(re.escape(publisher) + r"(?:（[^）]*）)?$", year.before):
        return True
    if publisher and year.after.removeprefix("年").startswith(publisher):
        return True
    begins = not year.before or year.before.endswith(("。", "；", "：", "现将", "）", "，", "纳入"))
    return bool(_OF_BUDGET.match(year.after)) and (begins or not _FREE.search(year.before))


def _free(case: Case, year: Year) -> Iterator[Finding]:
    """A year that says when something happens: deadlines fall in the budget year, others near it; it may be meant."""
    span = _SPAN.match(year.after)
    ends = int(span[1] or year.value) if span else 0
    if span and not year.value <= case.year <= ends:
        yield _wrong(case, year, case.year, Severity.HINT)
    elif not span and _DEADLINE.match(year.after) and not _FREE.search(year.before):
        if year.value != case.year:
            yield _wrong(case, year, case.year, Severity.HINT)
    else:
        near = 10 if span or _FREE.search(year.before) else 1
        later = near == 1 and year.value > case.year and case.kind is not ACCOUNTS  # which come out a year later
        if abs(year.value - case.year) > near or later:
            yield _wrong(case, year, case.year, Severity.HINT)


_RULES: dict[str, Callable[[Case, Year], Iterator[Finding]]] = {
    "标题": _in_title,
    "表题": _in_title,
    "表眉": _in_caption,
    "节题": _in_heading,
    "表头": _in_head,
    "格": _in_cell,
}


def _same_heads(case: Case, years: list[Year]) -> Iterator[Finding]:
    """Columns or rows of one table under the same year: one of them should be another year's."""
    by_text: dict[tuple[int, str, str], list[Year]] = {}
    for year in () if case.names else years:  # names tell which year a column is of
        comparing = _kinds(case, year) & {TableKind.GENERAL_BUDGET, TableKind.THREE_PUBLIC}
        if (
            comparing
            and year.wording.kind in ("表头", "格")
            and re.fullmatch(r"\s*[0-9]{4}年[^0-9]*", year.wording.text)
        ):
            key = (id(year.wording.table), year.wording.kind, year.wording.text.strip())
            by_text.setdefault(key, []).append(year)
    for (_, _, text), own in by_text.items():
        if len(own) > 1 and not own[0].before.strip():
            message = f"《{own[0].place.part}》有两处“{text}”，应有一处是上年（{case.year - 1}年）的"
            yield Finding(message, tuple(y.place for y in own), Severity.WARNING, "核对上年、本年两列（行）的年度")
