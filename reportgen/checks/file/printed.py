"""印出来的数和预算文件"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget import Line
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._comparing import as_in, excerpt_of, of_this_year
from reportgen.checks._results import Compared, Finding, Result, compared, everything
from reportgen.checks._says import finding
from reportgen.checks._sentences import typed
from reportgen.checks._texts import text_of_file, title_of
from reportgen.checks.tables import listed_once
from reportgen.document import TableKind
from reportgen.quantity import EXACT, UNITS, plain_digits, rounded
from reportgen.reading import Entry
from reportgen.reading.column_parts import adds_up
from reportgen.reading.entries import Number
from reportgen.records import replace

_PERCENT = Decimal("0.01")
_KEPT = Decimal("0.00005")  # the rounding of a ratio kept with six decimals, in percent
_STANDARD = frozenset(TableKind) - {TableKind.PROJECT_TARGETS, TableKind.OVERALL_TARGETS}
_DECIMALS = 2  # of money, as most regions print it


def R901(case: Case, file: FileFigures) -> Iterator[Result]:
    """与预算文件一致

    本程序生成的文件，每一个数都带着数名：印出来的要和这个数的准确值一样，按印出来的小数四舍五入。没有数名的数
    （改过的 Word 文件、别的程序做的文件），凡是从它的表头、行名、所在的句子能认出是什么数的，都要等于预算文件里各行
    加起来的数。

    怎样改：以预算文件为准，改印出来的数；预算文件错了，就改预算文件再生成一次。
    依据：财预〔2016〕143号，公开的数应与批复的预算一致。
    例：《收支总表》印一般公共预算拨款收入1,155.10万元，预算文件里各行合计11450965.90元，应印1,145.10万元。
    """
    yield from _in_another_unit(case, file)
    entries = _entries(case)
    if carried := [entry for entry in entries if entry.carried]:
        yield compared(*carried)
    for entry in entries:
        if not entry.carried:
            yield from _as_in_file(case, file, entry)
        elif entry.value and Decimal(entry.value) != entry.exact and (wrong := _misprinted(entry)):
            yield wrong


def _as_in_file(case: Case, file: FileFigures, entry: Entry) -> Iterator[Result]:
    """Compare a number without a name with the amount in the file of the figure that its words name."""
    in_words = case.names is not None and entry.is_in_sentence
    if not entry.name or (in_words and excerpt_of(entry.place) in text_of_file(case)):
        return  # typed by an officer in the budget file: checked there (R905)
    amount = file.figure(entry.name) if in_words else file.amount(entry.name)
    if amount is not None:
        yield compared(entry)
        spent = of_this_year(entry.name) if entry.is_in_sentence else None
        if not (spent and (other := file.amount(spent)) is not None and as_in(entry, other) == entry.number.value):
            yield from _differs(entry, abs(amount) if in_words else amount, str(file.own_name(entry.name)))


def _in_another_unit(case: Case, file: FileFigures) -> Iterator[Finding]:
    """Yield findings on tables whose amounts are all right in another unit than the one they name."""
    for sheet in case.reading.sheets:
        own = (e for e in sheet.entries if e.value and e.number.is_money and e.number.value)
        if (first := next(own, None)) and _misprinted(first):
            amounts = [first, *own]
            for unit in (unit for unit in UNITS if all(_is_right_in(unit, entry) for entry in amounts)):
                named = first.number.unit
                yield finding("R901 单位", title_of(sheet), cause=everything(file.budget), own=named, unit=unit)


def _is_right_in(unit: str, entry: Entry) -> bool:
    meant = EXACT.divide(Decimal(entry.value), Decimal(UNITS[unit]))
    return rounded(meant, entry.number.places) == entry.number.value


def R902(case: Case, file: FileFigures) -> Iterator[Result]:
    """认不出的数

    标准表格里每一个不是零的数，都要能从表头和行名认出它是什么数，并且预算文件里有这个数。表头或行名写错一个字，
    或者表里多出一行，人容易看漏，别的规则也就核对不到它。

    怎样改：对照模板和预算文件，把表头、行名改回来；确实是本地特有的列，核对以后不用改。
    依据：公开文件中常见的错误：在 Word 里改表时误改了表头、行名。
    例：《基本支出表》的表头“人员经费”误改成“人员以费”，这一列的数就没有规则核对了。
    """
    sheets = [sheet for sheet in case.reading.sheets if sheet.kind in _STANDARD and sheet.entries]
    yield from [Compared()] if sheets else []
    for sheet in sheets:
        amounts = {column.index for column in sheet.columns if column.derived or adds_up(column)}
        own = (entry for line in sheet.lines for i, entry in line.entries.items() if i in amounts)
        for entry in (entry for entry in own if entry.number.value and not entry.carried):
            if not _is_of_file(case, file, entry):
                yield finding("R902 认不出", entry)


def _is_of_file(case: Case, file: FileFigures, entry: Entry) -> bool:
    """Whether the file has the number: as a figure, typed beside the words of its row, or as what goods cost."""
    if entry.name and file.amount(entry.name._replace(derived="")) is not None:
        return True
    return typed(entry.place, case.sentences) != () or (
        entry.kind is TableKind.PROCUREMENT and any(_is_of_line(file, entry, line) for line in file.bought)
    )


def _is_of_line(file: FileFigures, entry: Entry, line: Line) -> bool:
    """Whether the row names what a line buys, in the region's own members (采购物品), and prints its amount."""
    named = (m for d, m in line.dims.items() if not file.budget.vocabulary.trees.get(d) and m in entry.place.line)
    return line.amount == entry.exact and any(named)


def _entries(case: Case) -> list[Entry]:
    """Return every number, without those whose words say the same in several rows: none of these need be the whole."""
    every = (*case.reading.sheets, *case.reading.pictures)
    tables = [e for own in every for e in own.entries if e.carried or not e.name or e.name in listed_once(case, own)]
    named = [entry for entry in (*case.in_forms, *case.reading.numbers) if entry.carried]
    return [*tables, *case.reading.in_sentences, *named]


def _misprinted(entry: Entry) -> Finding | None:
    """Return a finding if a print is not its figure's exact value, rounded; in 减少10.08万元 the verb is the sign."""
    if not entry.value:
        return None
    value, number, exact = Decimal(entry.value), entry.number, entry.exact
    if exact == value or (number.is_money and 2 * abs(EXACT.subtract(exact, value)) < number.step):
        return None
    scale = Decimal(UNITS.get(number.unit, 1)) if number.unit != "%" else _PERCENT
    should = rounded(EXACT.divide(value, scale), number.places)
    right = {number.value, -number.value} if entry.is_in_sentence and number.value > 0 else {number.value}
    units = () if number.unit else UNITS  # nothing says the unit: it may be any (R505 asks for it)
    right_now = should in right or any(_is_right_in(unit, entry) for unit in units)
    right_now = right_now or rounded(value, number.places) in right or _is_at_the_edge(value, number)
    return None if right_now else finding("R901 印错", entry, should=should)


def _is_at_the_edge(value: Decimal, number: Number) -> bool:
    """Whether a ratio, kept with only six decimals, might be rounded to the printed one with all decimals."""
    exact, printed = EXACT.divide(value, _PERCENT), number.value
    exact = abs(exact) if printed > 0 else exact
    return number.unit == "%" and abs(EXACT.subtract(exact, printed)) <= number.step / 2 + _KEPT


def _differs(entry: Entry, amount: Decimal, name: str) -> Iterator[Finding]:
    if (should := as_in(entry, amount)) != entry.number.value:
        exact = f"{plain_digits(amount)}{'元' if entry.number.is_money else entry.number.unit}"
        finer = EXACT.divide(amount, Decimal(UNITS.get(entry.number.unit, 1)))  # a wrong number may have lost decimals
        should = finer if entry.number.is_money and should != finer == rounded(finer, _DECIMALS) else should
        told = finding("R901 不一样", entry, name=name, exact=exact, should=should)
        yield replace(told, should=f"{should:,f}" if "," in entry.place.line else f"{should:f}")
