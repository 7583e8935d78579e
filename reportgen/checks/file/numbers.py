"""印出来的数和预算文件"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._file_figures import FileFigures
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT, UNITS, plain_digits, rounded
from reportgen.reading import Entry, Number

_PERCENT = Decimal("0.01")
_KEPT = Decimal("0.00005")  # what six decimals of a ratio leave open, in percent
_STANDARD = frozenset(TableKind) - {TableKind.PROJECT_TARGETS, TableKind.OVERALL_TARGETS}


def R901(case: Case) -> Iterator[Result]:
    """与预算文件一致

    本程序生成的文件，每一个数都带着数名：印出来的要和这个数的准确值一样，按印出来的小数四舍五入。没有数名的数
    （改过的 Word 文件、别的程序做的文件），凡是从它的表头、行名、所在的句子能认出是什么数的，都要等于预算文件里各行
    加起来的数。

    怎样改：以预算文件为准，改印出来的数；预算文件错了，就改预算文件再生成一次。
    依据：财预〔2016〕143号，公开的数应与批复的预算一致。
    例：《收支总表》印一般公共预算拨款收入1,155.10万元，预算文件里各行合计11450965.90元，应印1,145.10万元。
    """
    figures = case.file_figures
    if figures is None:
        yield Unknown("没有预算文件")
        return
    for entry in _entries(case):
        if entry.carried:
            yield compared(entry)
            yield from _misprinted(entry)
            continue
        typed = case.names is not None and entry.is_told  # by an officer in the budget file: found there (R905)
        amount = figures.amount(entry.name) if entry.name and not typed else None
        if entry.name and amount is not None:
            yield compared(entry)
            yield from _differs(entry, amount, str(figures.own_name(entry.name)))


def R902(case: Case) -> Iterator[Result]:
    """认不出的数

    标准表格里每一个不是零的数，都要能从表头和行名认出它是什么数，并且预算文件里有这个数。表头或行名写错一个字，
    或者表里多出一行，人容易看漏，别的规则也就核对不到它。

    怎样改：对照模板和预算文件，把表头、行名改回来；确实是本地特有的列，核对以后不用改。
    依据：公开文件中常见的错误：在 Word 里改表时误改了表头、行名。
    例：《基本支出表》的表头“人员经费”误改成“人员以费”，这一列的数就没有规则核对了。
    """
    figures = case.file_figures
    if figures is None:
        yield Unknown("没有预算文件")
        return
    for sheet in case.reading.sheets:
        for entry in sheet.entries if sheet.kind in _STANDARD else ():
            yield compared()
            if entry.number.value and not entry.carried and not _is_understood(entry, figures):
                message = f"认不出{entry.number}是什么数：按表头和行名在预算文件里找不到它"
                yield Finding(message, (entry.place,), Severity.WARNING, "对照模板，看表头、行名是不是写错了")


def _is_understood(entry: Entry, figures: FileFigures) -> bool:
    if entry.name is None:
        return False
    return figures.amount(entry.name._replace(derived="")) is not None


def _entries(case: Case) -> Iterator[Entry]:
    for sheet in (*case.reading.sheets, *case.reading.pictures):
        yield from sheet.entries
    for form in case.reading.forms:
        yield from (entry for entry in form.entries if entry.carried)
    yield from case.in_sentences
    yield from (entry for entry in case.reading.numbers if entry.carried)


def _misprinted(entry: Entry) -> Iterator[Finding]:
    """A print that is not the exact value of the figure that it carries, rounded as printed."""
    if not entry.value:
        return
    value, number = Decimal(entry.value), entry.number
    if number.exact == value:
        return
    scale = Decimal(UNITS.get(number.unit, 1)) if number.unit != "%" else _PERCENT
    should = rounded(EXACT.divide(value, scale), number.places)
    # 减少10.08万元: the verb is the sign, the number has none
    said = {number.value, -number.value} if entry.is_told and number.value > 0 else {number.value}
    if should in said or rounded(value, number.places) in said:
        return
    if not _is_at_the_edge(value, number):
        message = f"印的是{number}，“{entry.carried}”应印{should:f}{number.unit}"
        yield Finding(message, (entry.place,), hint="以预算文件为准改过来；预算文件错了就改预算文件，再生成一次")


def _is_at_the_edge(value: Decimal, number: Number) -> bool:
    """Whether a ratio, kept with six decimals, lies where those six round otherwise than all of it."""
    exact, printed = EXACT.divide(value, _PERCENT), number.value
    exact = abs(exact) if printed > 0 else exact
    return number.unit == "%" and abs(EXACT.subtract(exact, printed)) <= number.step / 2 + _KEPT


def _differs(entry: Entry, amount: Decimal, name: str) -> Iterator[Finding]:
    number = entry.number
    unit = Decimal(UNITS.get(number.unit, 1))
    should = rounded(EXACT.divide(amount, unit), number.places)
    if should != number.value:
        exact = f"{plain_digits(amount)}{'元' if number.is_money else number.unit}"
        message = f"印的是{number}，预算文件里“{name}”是{exact}，应印{should:f}{number.unit}"
        yield Finding(message, (entry.place,), hint="以预算文件为准改过来；预算文件错了就改预算文件，再生成一次")
