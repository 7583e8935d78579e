"""绩效指标的类别和比例

Impossible rates and days: above 100%, the 31st of June, ends before beginnings; numbers of grades that do not add up.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.checks._texts import matches, page_of, wordings
from reportgen.checks.file import same_digits
from reportgen.checks.performance.indicators import has_words_of
from reportgen.document import below_title
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import UNITS, small_number
from reportgen.reading import Place
from reportgen.reading.forms import Form
from reportgen.reading.texts import PROSE, Passage

_DATE = compiled(r"(?P<n>[0-9](?<![0-9].)[0-9]?)(?P<of>月|日)(?!均|活)")
_PERCENT = compiled(r"(?P<value>[-－0-9](?<![0-9][0-9])(?:(?<=[0-9])[0-9]*+|[0-9]++)(?:\.[0-9]++)?)\s*+[%％]")
_DAY = compiled(r"([0-9]{4})[-年./]([0-9]{1,2})(?:[-月./]([0-9]{1,2}))?")
_SPAN = r"(?:[0-9]{1,2}日|初|底|中旬|下旬|上旬)?(?:至|到|—{1,2}|－|-|～|~)"
_MONTHS = compiled(rf"(?P<first>[0-9]{{1,2}})月{_SPAN}(?P<last>[0-9]{{1,2}})月")
_QUARTERS = compiled(r"(?P<first>[一二三四])季度[^。季]{2,30}[，；、]第?(?P<last>[一二三四])季度")
_OF_MONTH = compiled(r"(?<![0-9])([0-9]{1,2})月$")
_LAST, _SHORT = {"月": 12, "日": 31}, {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
# a step of a plan: 三季度完成布展，六月试开放
_STEP = compiled(
    r"(?<![^，；。：:、⏎])(?P<when>第?(?P<quarter>[一二三四])季度|(?P<month>1?[0-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|中旬)?)"
    r"(?=[^，。；、至到—-]{2,20}(?:[，。；]|$))"
)
_SENTENCE = compiled("[^。]+")
_ISO = compiled(r"20[0-9]{2}(?<![0-9]{5})-[0-9]{1,2}-[0-9]{1,2}(?![0-9])")
_ITEM = compiled(r"(?<=[；：。，⏎])(?P<n>[0-9]{1,2})月，")
_LISTED = 4  # the fewest months of a plan month by month
_EVALUATED = compiled(r"自评(?:的?(?:[0-9]{4}年度?)?|[^。；]{0,8}?涉及)项目([0-9]{1,4})个")
# by scores: 自评得分90（含）—100分的项目11个，60分以下的0个
_BAND = compiled(
    r"[0-9]{2,3}分(?:（[^（）]{1,4}）)?(?:以[上下])?(?:（[^（）]{1,4}）)?的(?:项目)?(?P<count>[0-9]{1,4})个"
)
_GRADE = compiled(r"“(?P<grade>[优良中差不合格]{1,3})”的(?:项目)?(?P<count>[0-9]{1,4})个")
# as prose has it: 对5个项目开展了自评，4个为优、1个为良
_EVALUATED_SO = compiled(r"(?<![0-9])(?P<every>[0-9]{1,4})个[^，。；、0-9]{0,6}项目[^。；0-9]{0,12}自评")
_GRADED = compiled(
    r"(?<![0-9])(?P<count>[0-9]{1,4})个(?:项目)?(?:被?评?定?为|是|获|得)?“?(?P<grade>优|良|中|差|不?合格)(?:秀|好)?”?(?![质化先惠势种性心])"
    r"|(?P<before>优|良|(?<!其)(?<!目)中|差|不?合格)(?:秀|好)?”?的?(?:项目)?(?P<many>[0-9]{1,4})个"
)
_COVERED = compiled(
    r"项目([0-9]{1,4})个，涉及(?:预算|支出)?(?:资金|金额)([0-9][0-9,]{0,15}(?:\.[0-9]{1,6})?)([千万亿]?元)"
)
_SCORE = compiled(r"平均得分为?([0-9]{1,4}(?:\.[0-9]{1,4})?)分")
_HIGHEST = 100
_CLAUSE, _NEAR = compiled("[，。；、：:|⏎]"), 12


def R914(case: Case) -> Iterator[Result]:
    """比例和日期的范围

    覆盖率、合格率、完成率、到位率、满意度这一类比例，最多100%，也不会是负数；一年只有12个月，一个月最多31天。
    写成200%、-95%、13月、32日的，是多打、少打了字；满意度、合格率的目标不到一半的，多半也是。
    一句话里先说三季度、后说一季度的，写颠倒了；逐月列的计划，月份要一个接一个。

    怎样改：改正数字。
    依据：公开文件中常见的错误。
    例：“绩效自评覆盖率200%”“13月底前完成”。
    """
    yield Compared()
    for found, place in matches(wordings(case), _PERCENT, ("%", "％")):
        if _is_outside(found, f"{place.row}{place.line[max(0, place.start - _NEAR) : place.start]}"):
            yield finding("R914 比例", place, found=found[0])
        elif _is_little(found, _said(place)):
            yield finding("R914 太低", place, remark=True, found=found[0])
    for found, place in matches(wordings(case), _ISO):
        if not _is_day(found[0]):
            yield finding("R914 日期", place, found=found[0])
    for found, place in matches(wordings(case), _DATE, ("月", "日")):
        if wrong := _no_date(found):
            yield finding("R914 日期", place, found=wrong)
        elif span := _backwards(found):
            yield finding("R914 颠倒", place.marking(span.start(), len(span[0])), found=span[0])
    for found, place in matches(wordings(case, *PROSE), _QUARTERS):
        order = "一二三四"
        backwards = order.index(found["first"]) > order.index(found["last"])
        if backwards and not spoken().within("跨年", found.string):
            yield finding("R914 颠倒", place, found=f"{found['first']}季度……{found['last']}季度")
    yield from (*_months_listed(case), *_steps_backwards(case), *_no_such_cover(case))
    for form in case.reading.forms:
        yield from _ends_first(form)
        yield from _impossible_targets(form)


def _no_date(found: re.Match[str]) -> str:
    """Return 13月, 32日 or 6月31日 if that is no month or day; "" if it may be one."""
    before = _OF_MONTH.search(found.string, max(0, found.start() - 3), found.start()) if found["of"] == "日" else None
    last = _SHORT.get(int(before[1]), _LAST["日"]) if before else _LAST[found["of"]]
    return "" if 1 <= int(found["n"]) <= last else f"{before[0] if before else ''}{found[0]}"


def _backwards(found: re.Match[str]) -> re.Match[str] | None:
    """Return the match of 11月至3月, if nothing says that it crosses the turn of the year; else None."""
    span = _MONTHS.match(found.string, found.start())
    backwards = span and int(span["first"]) > int(span["last"])
    return span if backwards and not spoken().within("跨年", found.string[: found.start()]) else None


def _ends_first(form: Form) -> Iterator[Finding]:
    """Yield a finding if the end in a form is before its beginning."""
    fields = [(spoken().within("起止", label), item) for label, item in form.fields.items()]
    days = {end: (item, found) for end, item in fields if end and (found := _DAY.search(item.text))}
    if len(days) == 2:
        (first, began), (last, ended) = days["起"], days["止"]
        if [int(part or 0) for part in ended.groups()] < [int(part or 0) for part in began.groups()]:
            yield finding("R914 颠倒", last.place, first.place, found=f"{first.text}至{last.text}")


def _impossible_targets(form: Form) -> Iterator[Finding]:
    """Yield findings on targets in a form that are implausible rates, or negative."""
    for record in form.records("三级指标", "指标值"):
        rate = _PERCENT.search(record.text("指标值"))
        if rate and _is_outside(rate, record.text("三级指标")):
            yield finding("R914 指标值", record.items["指标值"].place, found=rate[0])
        elif rate and _is_little(rate, record.text("三级指标")):
            yield finding("R914 太低", record.items["指标值"].place, found=rate[0])
    records = (record for band in form.bands if band.is_plan for record in band.records)
    for item in (item for record in records for item in record.items.values()):
        if item.text.strip().startswith(("-", "－")):
            yield finding("R914 负数", item.place, text=item.text)


def _months_listed(case: Case) -> Iterator[Finding]:
    """Yield findings on plans month by month (3月，……；4月，……) with a month twice, or out of order."""
    for wording in wordings(case, *PROSE, "格").having(_ITEM):
        items = list(_ITEM.finditer(wording.text))
        wrong = [(one, two) for one, two in pairwise(items) if int(one["n"]) >= int(two["n"])]
        if len(items) >= _LISTED and len(wrong) == 1:
            one, two = wrong[0]
            place = wording.place.marking(two.start(), len(two[0]))
            yield finding("R914 逐月", place, found=f"{two['n']}月", before=f"{one['n']}月")


def _steps_backwards(case: Case) -> Iterator[Finding]:
    """Yield findings on steps of one sentence that go back in the year: 三季度完成布展，六月试开放."""
    for wording in wordings(case, *PROSE, "格").having(_STEP):
        for sentence in _SENTENCE.finditer(wording.text):
            steps = [(one, *_months_of(one)) for one in _STEP.finditer(sentence[0])]
            wrong = [(one, two) for one, two in pairwise(steps) if two[2] < one[1]]
            wrong = [(one, two) for one, two in wrong if not (one[0]["quarter"] and two[0]["quarter"])]  # told above
            if len(wrong) == 1 and len(steps) <= _LISTED and not spoken().within("跨年", sentence[0]):
                (earlier, *_), (later, *_) = wrong[0]
                place = wording.place.marking(sentence.start() + later.start(), len(later[0]))
                yield finding("R914 先后", place, found=later["when"], before=earlier["when"])


def _months_of(step: re.Match[str]) -> tuple[int, int]:
    """Return the first and the last month of 三季度 or 六月."""
    if step["quarter"]:
        quarter = small_number(step["quarter"])
        return 3 * quarter - 2, 3 * quarter
    return (month := small_number(step["month"])), month


def _no_such_cover(case: Case) -> Iterator[Finding]:
    """Yield a finding if the cover has a day that no calendar has: 2026年2月30日."""
    for line in below_title(case.document):
        day = _DAY.search(line)
        if day and day[3] and not _is_day("-".join(part.zfill(2) for part in day.groups())):
            yield finding("R914 日期", page_of(case), found=line.strip())


def _is_day(text: str) -> bool:
    try:
        return bool(date(*map(int, text.split("-"))))
    except ValueError:
        return False


def _is_little(found: re.Match[str], name: str) -> bool:
    """Whether a target is less than the plausible least, for a rate that everybody wants to be high."""
    least, _ = spoken().limits("量级")["目标的比率"]
    return has_words_of("总是很高", name) and not has_words_of("至多", found.string) and Decimal(found["value"]) < least


def _said(place: Place) -> str:
    """Return the words of the clause right before a number; "" if they say that the number is a change."""
    before = _CLAUSE.split(place.line[max(0, place.start - _NEAR) : place.start])[-1]
    return "" if has_words_of("增减", before) else before


def _is_outside(found: re.Match[str], words: str) -> bool:
    """Whether a percentage is negative or above 100%, although the words name a rate that is always between.

    `words`: those before the percentage; for a cell also the label of its row.
    """
    value = found["value"].lstrip("-－")
    much = len(value.partition(".")[0]) > 2 and not compiled(r"100(?:\.0+)?").fullmatch(value)
    return bool(
        (much or value != found["value"]) and has_words_of("最多百分之百", words) and not has_words_of("增减", words)
    )


@of_family("绩效自评的个数和得分")
def R808(case: Case) -> Iterator[Result]:
    """自评等级

    绩效自评的项目个数，等于“优”“良”“合格”“不合格”各级个数之和；平均得分不会超过100分，也要和各级的个数合得上（优90分起，良80分起，合格60分起）。编报目标、自评的项目一样多的，
    涉及的金额也差不多：一个是另一个的两倍以上，多半是写错了位数或者单位。

    怎样改：对照自评结果汇总表，改写错的个数、得分、金额。
    依据：部门决算公开的格式：预算绩效管理情况；绩效自评满分100分。
    例：自评的项目6个，其中“优”4个、“良”1个、“合格”0个、“不合格”0个。
    """
    for passage in case.reading.passages:
        evaluated, grades = _EVALUATED.search(passage.text), [*_GRADE.finditer(passage.text)]
        parts = grades if len(grades) > 1 else [*_BAND.finditer(passage.text)]
        if evaluated and len(parts) > 1:
            yield Compared()
            together = sum(int(part["count"]) for part in parts)
            if together != int(evaluated[1]):
                counted = [(found, found.lastindex or 0) for found in (evaluated, *parts)]
                at = [passage.place(found.start(i), len(found[i])) for found, i in counted]
                yield finding("R808 个数", *at, together=together, evaluated=evaluated[1])
        yield from _in_prose(passage)
        yield from _amounts(passage)
        for score in _SCORE.finditer(passage.text):
            yield Compared()
            if Decimal(score[1]) > _HIGHEST:
                yield finding("R808 得分", passage.place(score.start(1), len(score[1])), score=score[1])
            elif grades:
                yield from _beside_grades(passage, score, grades)
    if not any(_EVALUATED.search(one.text) or _EVALUATED_SO.search(one.text) for one in case.reading.passages):
        yield Unknown("没有写自评的项目个数")


def _in_prose(passage: Passage) -> Iterator[Result]:
    """Compare projects that a sentence says were evaluated with the grades that follow; some may be left out (其中)."""
    for evaluated in _EVALUATED_SO.finditer(passage.text):
        sentence = passage.text[evaluated.end() :].partition("。")[0]
        found = [*_GRADED.finditer(sentence)]
        if len(found) < 2:
            continue
        yield Compared()
        counts = [(int(one["count"] or one["many"]), one.start("count" if one["count"] else "many")) for one in found]
        together, every = sum(count for count, _ in counts), int(evaluated["every"])
        partly = together < every and bool(spoken().within("没有列全", sentence))
        if together != every and (not partly or "全部" in evaluated[0]):
            at = [passage.place(evaluated.end() + start, len(str(count))) for count, start in counts]
            whole = passage.place(evaluated.start("every"), len(evaluated["every"]))
            yield finding("R808 没有列全" if partly else "R808 个数", *at, whole, together=together, evaluated=every)


def _beside_grades(passage: Passage, score: re.Match[str], grades: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """Yield a finding on an average score that is impossible for so many projects of each grade."""
    limits = spoken().limits("自评得分")
    every, known = sum(int(one["count"]) for one in grades), all(one["grade"] in limits for one in grades)
    bounds = [sum(int(one["count"]) * limits[one["grade"]][i] for one in grades) for i in (0, 1)] if known else []
    if every and bounds and not bounds[0] <= Decimal(score[1]) * every <= bounds[1]:
        least, most = (bound / every for bound in bounds)
        words = {"score": score[1], "least": f"{least:.2f}", "most": f"{most:.2f}"}
        yield finding("R808 得分和等级", passage.place(score.start(1), len(score[1])), **words)


def _amounts(passage: Passage) -> Iterator[Finding]:
    """Yield findings on as many projects with twice the money or with turned digits, and on others with as much."""
    covered = [(one, Decimal(one[2].replace(",", "")) * UNITS[one[3]]) for one in _COVERED.finditer(passage.text)]
    more = [other for other, _ in covered[1:] if int(other[1]) > int(covered[0][0][1])]
    for other in more:
        at = (passage.place(found.start(1), len(found[1])) for found in (other, covered[0][0]))
        yield finding("R808 项目多了", *at, count=other[1], most=covered[0][0][1])
    for (one, amount), (other, next_amount) in pairwise(covered):
        low, high = sorted((amount, next_amount))
        if one[1] == other[1] and (high >= 2 * low > 0 or same_digits(low, high)):
            at = (passage.place(found.start(2), len(found[2])) for found in (other, one))
            yield finding("R808 金额", *at, count=one[1], own=f"{one[2]}{one[3]}", other=f"{other[2]}{other[3]}")
        elif one[1] != other[1] and low == high > 0 and not more:
            at = (passage.place(found.start(1), len(found[1])) for found in (other, one))
            yield finding("R808 一样的金额", *at, count=one[1], other=other[1], amount=f"{one[2]}{one[3]}")
