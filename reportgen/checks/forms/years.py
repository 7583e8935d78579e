"""年度"""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from reportgen.checks._case import Case
from reportgen.checks._results import COLUMN, Compared, Finding, Result, grouped
from reportgen.checks._rules import ACCOUNTS
from reportgen.checks._says import finding, finding_of_each
from reportgen.checks._texts import matches, page_of, wordings
from reportgen.checks.forms.heads import is_a_head_too
from reportgen.document import TableKind, plain
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.profile import fill
from reportgen.reading import Place, Wording
from reportgen.reading.terms import bare
from reportgen.records import NamedTuple, replace
from reportgen.source import Scalar

_YEAR = compiled(r"([0-9]{4})(?=年|—[0-9]{4}年)(?<![0-9.,][0-9]{4})")
_QUOTED = compiled(r"《[^》]{0,500}》|〔[^〕]{0,500}〕|“[^”]{0,500}”")
_LABEL = compiled(r"[0-9]{4}年(?:度|预算数?|执行数?)?")
_ONE_YEAR = {  # tables that compare nothing
    *(TableKind.TOTALS, TableKind.REVENUE, TableKind.EXPENDITURE),
    *(TableKind.GRANTS, TableKind.BASIC),
}
_COMPARING = {TableKind.GENERAL_BUDGET, TableKind.THREE_PUBLIC}
_NEW = {1: "新的事", 2: "一次性"}  # what last year, or the year before, does not explain this year's change
_AT_END = "资产截止"  # key of 资料: the day as of which assets are stated
_ASSETS = compiled(r"国有资产|资产占[用有]|资产信息|资产情况")
_DAY = r"([0-9]{4})年(?:([0-9]{1,2})月)?(?:([0-9]{1,2})日)?"
_IN_NAME = compiled(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_NUMBERED = compiled(r"[〔\[（](?P<year>20[0-9]{2})[〕\]）]第?[0-9]{1,5}号")
_OWN_KIND = compiled("本决算"), compiled("本预算(?![单级执])")  # in a budget, in accounts
_DATE = compiled(rf"截[至止][^0-9，。；]{{0,6}}(?P<date>{_DAY})")


class Year(NamedTuple):
    """A year on the page (年份): its text, what stands before and after it there, its place."""

    value: int
    wording: Wording
    before: str
    after: str
    place: Place

    def is_after(self, what: str) -> bool:
        """Whether the words before the year are of this kind."""
        return spoken().form(f"«年份前:{what}»").search(self.before) is not None

    def is_before(self, what: str) -> re.Match[str] | None:
        """Return the match of the words after the year, if they are of this kind; else None."""
        return spoken().form(f"«年份后:{what}»").match(self.after)


def _years(case: Case) -> Iterator[Year]:
    """Yield every year that is not part of a quoted name or of a document number."""
    for wording in wordings(case).having(_YEAR):
        quoted = [range(*found.span()) for found in _QUOTED.finditer(wording.text)]
        for found in _YEAR.finditer(wording.text):
            if not any(found.start() in span for span in quoted):
                before, after = wording.text[: found.start()], wording.text[found.end() :]
                yield Year(int(found[1]), wording, before, after, wording.place.marking(found.start(), 5))


def R506(case: Case) -> Iterator[Result]:
    """年度

    标题、表名、表头、说明里的年度要和预算年度一致：本年的数写本年，比较的数写上年。拿上年的文件改的，最容易漏改一两处年度。

    国有资产的截止日期，预算是上年12月31日，决算是当年12月31日；模板的“必备”另写了“资产截止”的照它，
    预算文件的“资料”写了“资产截止”的照写的看。

    预算文件的名称里有年份的，也要一致；引用的文号的年份不会在预算年度以后。

    封面的日期，预算在预算年度（或上年12月），决算在下一年。预算批复后二十日内公开，一般在一至四月；七月以后的日期要看一看，
    写了批复日期的由 R608 核对。

    文件的标题写错年度是错误；表名、表头、说明里的年度要看上下文才知道对不对，只作警告；
    说的是什么时候做什么事的年度，只作提示。

    怎样改：改成应有的年度。
    依据：公开文件中常见的错误；国有资产占用情况按上年末统计。
    例：2026年的预算里写“2025年收入总计1205.3万元”；2022年的预算写“截至2021年10月共有车辆1辆”。
    """
    yield Compared()
    years = list(_years(case))
    for year in years:
        allowed = _allowed(case, year)
        if not allowed:
            yield from _free(case, year)
        elif year.value not in allowed:
            said = year.wording.text.replace(str(year.value), str(allowed[0]))
            expected = allowed[0] - is_a_head_too(case, year.wording, said)  # 2026年预算数 stands beside
            yield _wrong(case, year, expected, grave=year.wording.kind == "标题")
    if not case.names:  # names tell which year a column is of
        yield from _same_heads(case, years)
    yield from _asset_days(case)
    yield from (*_cover(case), *_of_file(case), *_of_numbers(case))


def _wrong(case: Case, year: Year, expected: int, remark: bool = False, grave: bool = False) -> Finding:
    part = year.wording.place.part
    called = {"标题": "标题", "节题": f"节题“{part}”", "段落": f"“{part}”一节" if part else "文中"}
    where = called.get(year.wording.kind, f"《{part}》")
    words = {"where": where, "value": year.value, "expected": expected}
    return finding("R506 不符", year.place, remark=remark, grave=grave, case=case, **words)


def _allowed(case: Case, year: Year) -> tuple[int, ...]:
    """Return the years that may stand there, the likeliest first; none if the words leave it open.

    Projects may be of the year before or after. The day as of which something is stated is checked elsewhere.
    """
    kind, this, last = year.wording.kind, case.year, case.year - 1
    if kind in ("标题", "表题"):
        project = TableKind.PROJECT_TARGETS in _kinds(case, year) and year.before
        return (this, last, this + 1) if project and not year.before.endswith(("（", "⏎")) else (this,)
    if kind == "表头":
        return _of_the_numbers_below(case, year) or _by_its_head(case, year)
    if kind == "格":
        return (this, last) if _LABEL.fullmatch(year.wording.text.strip()) else ()
    if kind != "节题" and year.is_after("截止日"):
        return (year.value,)
    if kind in ("节题", "表眉") or year.is_after("后一个"):
        return (this,)
    if year.is_before("评过的"):
        return () if year.is_before("评完的") else (this, last)
    if year.is_before("前一个") or year.is_after("比较"):
        return (last, this) if case.kind is ACCOUNTS and _PLAN.match(year.after) else (last,)
    return (this,) if _is_subject(case, year) else ()


_PLAN = compiled("年度?(?:年初|全年)?.{0,12}预算")  # 比2024年年初预算增加, in the accounts of 2024


def _kinds(case: Case, year: Year) -> set[TableKind | None]:
    return {sheet.kind for sheet in case.reading.sheets if sheet.table is year.wording.table}


def _by_its_head(case: Case, year: Year) -> tuple[int, ...]:
    """Return the budget year; also last year, or it alone, if the head or the table compares."""
    if case.kind is ACCOUNTS:
        return case.year, case.year - 1
    if year.before.endswith("比") or year.is_before("上年"):
        return (case.year - 1,)
    heads = [w.text for w in wordings(case, "表头") if w.table is year.wording.table]
    beside = any(str(case.year) in text for text in heads if text != year.wording.text)
    if beside and compiled(r"(?:预算数?|年度?)$").search(year.after) and not _kinds(case, year) & _ONE_YEAR:
        return case.year, case.year - 1
    return (case.year,)


def _of_the_numbers_below(case: Case, year: Year) -> tuple[int, ...]:
    """Return the years of the numbers below the head, by their names; none if they have no names."""
    head = bare(year.wording.text)
    sheets = (s for s in (*case.reading.sheets, *case.reading.pictures) if s.table is year.wording.table)
    columns = [column for sheet in sheets for column in sheet.columns if head in column.path]
    if any(column.inside is None for column in columns):
        return ()
    before = any(column.base.startswith("上年") for column in columns)
    this = any(column.derived or not column.base.startswith("上年") for column in columns)
    return (case.year,) * this + (case.year - 1,) * before


def _is_subject(case: Case, year: Year) -> bool:
    """Whether the year is that of the sentence's figures."""
    publisher = case.document.publisher
    if publisher and publisher in year.before and re.search(re.escape(publisher) + r"(?:（[^（）]*）)?$", year.before):
        return True
    if publisher and publisher in year.after and compiled("^年度?[，,]?").sub("", year.after).startswith(publisher):
        return True
    return bool(year.is_before("预算")) and (year.is_after("开头") or not year.is_after("时间"))


def _free(case: Case, year: Year) -> Iterator[Finding]:
    """Yield a 提示 on an unusual year of an event: deadlines fall in the budget year, other events near it."""
    span, free = year.is_before("期间"), year.is_after("时间")
    if span:
        ends = int(span["ends"] or year.value)
        wrong = not year.value <= case.year <= ends or abs(year.value - case.year) > 10
    elif year.is_after("已经") or year.is_before("评完的"):
        to_come = year.value > case.year + (case.kind is ACCOUNTS)
        this = year.value == case.year and case.kind is not ACCOUNTS
        if to_come or (this and (year.is_before("做完") or year.is_before("评完的"))):
            yield finding("R506 还没有到", year.place, case=case, value=year.value)
        return
    elif (new := _NEW.get(case.year - year.value)) and year.is_before(new) and year.is_after("原因"):
        yield finding("R506 去年的原因", year.place, case=case, value=year.value)
        return
    elif year.is_after("要做"):
        wrong = year.value < case.year and case.kind is not ACCOUNTS
    elif year.is_before("期限") and not free:
        wrong = year.value != case.year
    else:
        later = year.value > case.year and case.kind is not ACCOUNTS  # accounts come out a year later
        wrong = abs(year.value - case.year) > (10 if free else 1) or (later and not free)
    if wrong:
        yield _wrong(case, year, case.year, remark=True)


def _same_heads(case: Case, years: Sequence[Year]) -> Iterator[Finding]:
    """Yield findings on columns or rows of one table with the same year: one of them should be last year's."""
    labels = (
        year
        for year in years
        if year.wording.kind in ("表头", "格") and compiled(r"\s*[0-9]{4}年[^0-9]*").fullmatch(year.wording.text)
        if _kinds(case, year) & _COMPARING
    )
    by_text = grouped(((id(y.wording.table), y.wording.kind, y.wording.text.strip()), y) for y in labels)
    often = grouped(((table, kind), len(own)) for (table, kind, _), own in by_text.items())
    for (table, kind, text), own in by_text.items():
        each = often[table, kind]
        if kind == "格" and len(each) > 1 == len({*each}):
            continue  # the same rows for each unit
        if len(own) > 1 and not own[0].before.strip():
            spoilt = frozenset((year.place.part, COLUMN + text) for year in own if year.wording.kind == "表头")
            said = finding("R506 两处一样", *(year.place for year in own), text=text, last=case.year - 1)
            yield replace(said, spoils=spoilt)


def _asset_days(case: Case) -> Iterator[Finding]:
    """Yield findings on days as of which assets are stated, if they are not right by 资料, region or regulations.

    A day that the officer states, or that may be meant, is only a 提示.
    """
    declared = case.profile.file.required.assets_day if case.profile else ""
    end = f"{case.year - (case.kind is not ACCOUNTS)}年12月31日"  # of last year in a budget, of the year in 决算
    usual = fill(declared, {"年度": str(case.year), "上年度": str(case.year - 1)}) if declared else end
    stated = case.budget.file.facts.get(_AT_END) if case.budget else None
    own = stated.text if isinstance(stated, Scalar) else ""
    right = own if own and _is_near(case, own) else usual
    for place, day in _dated(case):
        if not _is_same_day(day, right):
            possible = not (declared or own) and case.is_as_made and _is_near(case, day)
            yield finding("R506 截至", place, remark=possible, case=case, day=day, right=right)
        elif not _is_same_day(day, usual):
            yield finding("R506 一般截至", place, day=day, usual=usual)


def _parts(day: str) -> list[int]:
    """Return year, month and day, 0 for missing parts; empty if the text is no date."""
    found = compiled(_DAY).search(day)
    return [int(part or 0) for part in found.groups()] if found else []


def _is_same_day(stated: str, right: str) -> bool:
    """Whether two dates agree in the parts that both have: a year alone means its end."""
    return all(a == b for a, b in zip(_parts(stated), _parts(right), strict=False) if a and b)


def _is_near(case: Case, day: str) -> bool:
    """Whether the day may be meant: it is in this year or the last one, or no date at all."""
    return not _parts(day) or case.year - 1 <= _parts(day)[0] <= case.year


def _dated(case: Case) -> Iterator[tuple[Place, str]]:
    """Yield place and text of dates in sentences on assets, and beside the titles of their tables."""
    passages = (p for p in case.reading.passages if _ASSETS.search(" ".join(p.headings)) or "车辆" in p.text)
    tables = (sheet for sheet in case.reading.sheets if "资产" in sheet.name)
    captions = (Place(s.name, line=plain(words)) for s in tables for words in (s.table.left, s.table.right))
    for place in (*(passage.place(0, 1) for passage in passages), *captions):
        for found in _DATE.finditer(place.line):
            yield place.marking(found.start("date"), len(found["date"])), found["date"]


def _cover(case: Case) -> Iterator[Finding]:
    """Yield findings on the date of the cover: budgets appear in their year, after the 人大, accounts a year later."""
    year, _, rest = case.document.date.partition("-")
    dated = case.budget.file.dated if case.budget else None
    due = case.year + (case.kind is ACCOUNTS)
    early = case.kind is not ACCOUNTS and year == str(due - 1) and rest[:2] == "12"
    if year.isdecimal() and int(year) != due and not early:
        yield finding("R506 封面", dated.at if dated else page_of(case), case=case, due=due)
    first, last = spoken().limits("公开的月份").get(case.kind.value[-2:], (1, 12))
    approved = case.budget and case.budget.file.facts.get("批复日期")
    if year == str(due) and rest[:2].isdecimal() and not first <= int(rest[:2]) <= last and not approved:
        yield finding("R506 月份", dated.at if dated else page_of(case), case=case)


def _of_file(case: Case) -> Iterator[Finding]:
    """Yield a finding if the name of the budget file has one year and it is another."""
    root = case.budget.file.node if case.budget else None
    stated = root.get("年度") if root else None
    years = {int(found) for found in _IN_NAME.findall(PurePath(stated.at.path).stem)} if stated else set()
    if stated and len(years) == 1 and case.year not in years:
        yield finding("R506 文件名", stated.at, case=case, named=years.pop())


def _of_numbers(case: Case) -> Iterator[Finding]:
    """Yield findings on document numbers of years to come, 〔2029〕53号, and on 本决算 in a budget."""
    latest = case.year + (case.kind is ACCOUNTS)
    found = ((m["year"], place) for m, place in matches(wordings(case), _NUMBERED) if case.year)
    yield from finding_of_each(((year, place) for year, place in found if int(year) > latest), "R506 文号", case=case)
    others = ((m[0], place) for m, place in matches(wordings(case), _OWN_KIND[case.kind is ACCOUNTS]))
    yield from finding_of_each(others, "R506 文种", case=case)
