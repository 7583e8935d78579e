"""表里的增减额和增减率

Columns of changes, and how the text of a 决算 compares its amounts with the budget.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, compared
from reportgen.checks._rules import ACCOUNTS, of_family, speaks_of
from reportgen.checks._says import finding, finding_if
from reportgen.checks.changes import current, direction
from reportgen.checks.changes.rates import slack_of, worked_out
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Entry, Mention, Sheet, SheetRow
from reportgen.reading.columns import Column
from reportgen.records import dataclass, replace

_CENT = Decimal("0.01")
_THREE_PUBLIC = FigureId("三公经费")
_PLANNED = ("年初预算", "全年预算")
_SAYS_PLAN = compiled("(?:年初|全年)预算[数]?[为是]?$")
_CLAUSE = compiled("[。；]")
_EXPLAINED = compiled("原因|其中[：:]")  # the parts that follow say why


def R114(case: Case) -> Iterator[Result]:
    """与上年执行数比较列

    表里的增减额等于本年数减上年数（上年预算数或上年执行数，看列名），增减率等于增减额除以上年数；合计行也用
    合计数重新算，不能把各行的比率相加。上年数是零的，增减率留空。计算用的都是表上印出来的数，读者可以自己验算。

    怎样改：用表上的本年数和上年数重新算这一格；上年数写错的，改上年数。
    依据：财预〔2016〕143号，一般公共预算支出表；公开文件中常见的错误。
    例：本年909.09万元，上年856.54万元，增减额52.55万元，增减率52.55÷856.54=6.14%。
    """
    sheets = [sheet for sheet in case.reading.sheets if sheet.kind != TableKind.THREE_PUBLIC]
    yield from _columns(sheets)


def R121(case: Case) -> Iterator[Result]:
    """三公增减

    《“三公”经费支出表》的增减变化金额（列或行）等于本年预算数减上年预算数，每一列都要对，不容许尾差。

    怎样改：用表上的本年数和上年数重新算这一格。
    依据：财预〔2016〕143号，一般公共预算“三公”经费支出表。
    例：公务接待费本年1.58万元，上年1.86万元，增减变化金额应为-0.28万元。
    """
    sheets = case.reading.of(TableKind.THREE_PUBLIC)
    rows = [(sheet, *years) for sheet in sheets for years in _years(sheet)]
    yield from _columns(sheets)
    for sheet, line, new, old in rows:
        for column in sheet.columns:
            at = column.index
            yield from _judged(_Delta(sheet, line, column, new.entries.get(at), old.entries.get(at)))


@dataclass(frozen=True, slots=True)
class _Delta:
    """A cell with a change, and the numbers of both years that it is worked out from; None for blank cells."""

    sheet: Sheet
    line: SheetRow
    column: Column
    new: Entry | None
    old: Entry | None

    @property
    def printed(self) -> Entry | None:
        return self.line.entries.get(self.column.index)

    @property
    def amount(self) -> Decimal:
        return EXACT.subtract(self.new.exact if self.new else Decimal(0), self.old.exact if self.old else Decimal(0))


def _columns(sheets: Iterable[Sheet]) -> Iterator[Result]:
    for sheet, column in ((own, column) for own in sheets for column in own.columns if column.derived):
        new, old = _operand(sheet, column, ""), _operand(sheet, column, column.base)
        if not (new and old):
            yield Unknown(f"《{sheet.name}》有“{column.title}”一列，没有可以对照的本年数或上年数")
            continue
        for line in sheet.lines:
            yield from _judged(_Delta(sheet, line, column, line.entries.get(new.index), line.entries.get(old.index)))


def _operand(sheet: Sheet, column: Column, base: str) -> Column | None:
    """Return the column of that base with the same conditions as the column of changes; None if there is none."""
    own = [c for c in sheet.columns if c.base == base and not c.derived]
    return next((c for c in own if _narrower(sheet, c) == _narrower(sheet, column)), None)


def _narrower(sheet: Sheet, column: Column) -> dict[str, str]:
    return {k: v for k, v in column.conditions.items() if sheet.limits.get(k) != v}


def _years(sheet: Sheet) -> Iterator[tuple[SheetRow, SheetRow, SheetRow]]:
    """Yield each row 增减变化金额 with the rows of this year and of last year in its group."""
    names = [(line, next((e.name for e in line.entries.values() if e.name), FigureId(""))) for line in sheet.lines]
    for change in (line for line, name in names if name.derived == "增减额"):
        own = [(line, name.base) for line, name in names if line.groups == change.groups and not name.derived]
        new = next((line for line, base in own if not base), None)
        old = next((line for line, base in own if base), None)
        if new and old:
            yield change, new, old


def _judged(change: _Delta) -> Iterator[Result]:
    """Compare the change with the numbers of both years; a difference within rounding is no error."""
    printed, looked = change.printed, compared(change.printed, change.new, change.old)
    yield looked
    if printed and printed.carried:
        return  # worked out from the file
    if wrong := _wrong_rate(change) if change.column.derived == "增减率" else _wrong_amount(change):
        should, what = wrong
        row = f"“{change.line.title}”" if change.line.title else ""
        number = printed.number if printed else "（没有填数）"
        yield finding(what, *looked.places, change=change, row=row, should=should, number=number)


def _wrong_amount(change: _Delta) -> tuple[str, str] | None:
    """Return what the change should be, and what is said of it; None if it is right."""
    printed, like = change.printed, change.new or change.old
    off = abs(EXACT.subtract(printed.exact if printed else Decimal(0), change.amount))
    if not (like and off):
        return None
    near = change.sheet.kind != TableKind.THREE_PUBLIC and printed is not None and _CENT < off <= like.number.step
    return f"额应为{like.shown(change.amount)}", "R114 尾差" if near else "R114 不对"


def _wrong_rate(change: _Delta) -> tuple[str, str] | None:
    """Return what the rate should be, and what is said of it; None if it is right, or an amount is negative."""
    printed, old = change.printed.number if change.printed else None, change.old
    if any(entry.exact < 0 for entry in (old, change.new) if entry):
        return None
    if not (old and old.exact):
        return ("率应留空（上年数是零）", "R114 不对") if printed and printed.value else None
    exact, places = Fraction(change.amount) / Fraction(old.exact) * 100, printed.places if printed else 2
    wanted = rounded(exact, places)
    if printed.value == wanted if printed else not change.amount:
        return None
    near = printed and abs(Fraction(printed.value) - exact) <= _tail(change, old, places)
    return f"率应为{wanted:f}%", "R114 率的尾差" if near else "R114 不对"


def _tail(change: _Delta, old: Entry, places: int) -> Fraction:
    """Return how far the rate of exact amounts may be from that of the printed ones, in percentage points."""
    printed = Fraction(1, 2 * 10**places)
    if old.number.step <= _CENT:
        return printed
    new = Fraction(change.new.exact) if change.new else Fraction(0)
    return printed + 50 * Fraction(old.number.step) / Fraction(old.exact) * (1 + new / Fraction(old.exact))


@of_family("说明和决算：决算数和预算数比")
def R415(case: Case) -> Iterator[Result]:
    """完成率

    完成预算的百分比等于支出决算除以前面写的预算数（年初预算、全年预算）。按印出来的数算，四舍五入到印出来的小数。

    怎样改：重算一遍；多半是改了决算数或者预算数，没有改完成率。
    依据：公开文件中常见的错误：决算说明逐个科目写完成率，改数时漏改。
    例：全年预算为18.12万元，支出决算为17.70万元，应写“完成97.68%”，文中写“完成98.67%”。
    """
    for mention in case.reading.mentions:
        rate = mention.completion
        now, planned = (mention.amount, mention.base) if mention.base else _by_change(case, mention)
        if not rate:
            continue
        if rate.carried or case.names:
            yield compared(rate)
        elif not now or not planned or planned.exact <= 0:
            yield Unknown(f"“{mention.subject}”的预算数不知道，完成率无从重算")
        else:
            ratio, slack = Fraction(now.exact) / Fraction(planned.exact), slack_of((now, planned), rate, planned.exact)
            yield from worked_out("R415 不对", rate, ratio, now, planned, slack=slack)


def _by_change(case: Case, mention: Mention) -> tuple[Entry | None, Entry | None]:
    """Return the amount, and the plan worked out from the change: 比年初预算增加5万元，完成年初预算的110%."""
    change, completion, known = mention.change, mention.completion, current(case, mention)
    now = known.entry if known else None
    same = change and completion and change.name and completion.name and change.name.base == completion.name.base
    if not (now and change and same) or now.number.unit != change.number.unit:
        return mention.amount, None
    before = EXACT.subtract(now.number.value, direction(mention.word) * change.number.value)
    return now, now._replace(number=now.number.other(value=before))


@speaks_of(ACCOUNTS)
@of_family("说明和决算：决算数和预算数比")
def R417(case: Case) -> Iterator[Result]:
    """大于小于

    “年初预算为……，支出决算为……，决算数小于预算数”：大于、小于、持平，要和前面两个数的大小一致。

    怎样改：数对的，改“大于”“小于”；从上年的说明改来的，多半忘了改。
    依据：部门决算公开的格式：逐个科目说明决算数大于（小于）预算数的原因。
    例：年初预算为18.12万元，支出决算为17.70万元，文中写“决算数大于预算数的主要原因”。
    """
    for mention, word in _against_budget(case):
        now, planned = mention.amount, mention.base
        if not (now and planned and word):
            continue
        places = (now.place, planned.place)
        yield Compared(places)
        apart = (now.exact > planned.exact) - (now.exact < planned.exact)
        if direction(word) != apart:
            right = "大于" if apart > 0 else "小于" if apart else "等于"
            yield finding("R417 相反", *places, word=word, now=now.number, planned=planned.number, right=right)


@speaks_of(ACCOUNTS)
@of_family("说明和决算：决算数和预算数比")
def R418(case: Case) -> Iterator[Result]:
    """预决算差异原因

    支出决算和年初预算不一样的，逐个科目说明原因；没有年初预算的，和全年预算比。决算大于预算的必须说，小于预算的也要说。
    “三公”经费的总额和预算数不一样的，也要说明；有一项超过了预算数的，提出来。

    怎样改：照建议里的写法，在预算文件的“原因”里写上为什么不一样。
    依据：部门决算公开的格式：决算数大于（小于）预算数的，说明主要原因，持平的不用说。
    例：“行政运行（项）年初预算为100万元，支出决算为112万元，完成年初预算的112%。”（没有原因）
    """
    compared = [mention for mention, _ in _against_budget(case)]
    by_item = {one.sentence.part for one in compared if one.figure and one.figure.member("功能")}
    is_draft = case.budget is not None and case.budget.file.is_draft
    for mention in compared:
        now, planned = mention.amount, mention.base
        yield from () if planned and not planned.exact and is_draft else _beyond_plan(mention)
        if not (now and planned and now.name and planned.name):
            continue
        if now.name.measure != "支出" and now.name != _THREE_PUBLIC:
            continue  # the form asks for reasons of items, and of 三公经费 as a whole
        yield Compared((now.place, planned.place))
        waits = is_draft and not (planned.exact and now.exact)
        whole = now.name.measure == "支出" and not now.name.member("功能")
        by_items = whole and mention.sentence.part in by_item  # each item has its own reason
        if not (waits or by_items or now.exact == planned.exact or _is_explained(mention, now.name)):
            grave = now.exact > planned.exact and not is_draft  # reasons may be among what is not filled in
            yield _unexplained(case, mention, now, planned, grave)


def _unexplained(case: Case, mention: Mention, now: Entry, planned: Entry, grave: bool) -> Finding:
    """Return the finding on a change without reason; a wrong line that makes at least this change is its cause."""
    words = {"called": _SAYS_PLAN.sub("", mention.subject), "now": now.number, "planned": planned.number}
    if not (case.carries_names and now.name and planned.name):
        return finding("R418 没有原因", now.place, **words)
    own = now.name.without("资金").without("性质") if now.name.member("功能") else now.name.measure
    words["key"] = f"{own}@{planned.name.base}"
    told = finding("R418 写进原因", now.place, grave=grave, **words)
    return replace(told, over=abs(EXACT.subtract(now.exact, planned.exact)))


def _beyond_plan(mention: Mention) -> Iterator[Result]:
    """Yield a finding if an item of 三公经费 cost more than was planned and no reason follows."""
    now, planned = mention.amount, mention.base
    if now and planned and now.name and now.name.measure == _THREE_PUBLIC.measure and now.name.conditions:
        behind = _CLAUSE.split(mention.sentence.line[now.place.start :])
        more = now.exact > planned.exact and not any(map(_says_why, behind))
        words = {"called": _SAYS_PLAN.sub("", mention.subject), "now": now.number, "planned": planned.number}
        yield from finding_if(more, "R418 超过", now, planned, **words)


def _says_why(clause: str) -> bool:
    """Whether the words give a reason for a difference from the plan: 预决算差异的主要原因是."""
    return "原因" in clause and bool(compiled("预决?算").search(clause))


def _is_explained(mention: Mention, name: FigureId) -> bool:
    """Whether a reason follows, or parts follow with theirs; parts of 三公经费 have none of their own."""
    behind = mention.sentence.line[mention.amount.place.start if mention.amount else 0 :]
    if name == _THREE_PUBLIC:
        return any(map(_says_why, behind.split("。")))
    return bool(mention.reason or _EXPLAINED.search(behind))


def _against_budget(case: Case) -> Iterator[tuple[Mention, str]]:
    """Yield each amount beside its budget, with the word that compares them, also from the next sentence.

    A change against last year in the same paragraph is that of 三公经费: it says nothing of the budget.
    """
    for mention, after in pairwise((*case.reading.mentions, None)):
        base = mention.base.name if mention and mention.base else None
        if not (mention and base and base.base in _PLANNED):
            continue
        word = mention.word
        if after and not after.entries and after.sentence.line == mention.sentence.line and "预算" in after.compared:
            word = word or after.word  # it only compares the first with its budget: 。决算数与年初预算数持平
        if not mention.change:
            yield mention, word
        elif base.measure == _THREE_PUBLIC.measure:
            yield mention, ""
