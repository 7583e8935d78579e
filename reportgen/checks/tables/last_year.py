"""与上年的衔接"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared
from reportgen.checks._kinds import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._texts import sentences
from reportgen.diagnostics import Severity
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry

_BASE = "上年预算"


@speaks_of(BUDGET, ACCOUNTS)
def R216(case: Case) -> Iterator[Result]:
    """上年数衔接

    表里和文字里引用的上年预算数，要等于上年公开的预算数。预算文件的“上年预算”写了去年文件的，就和去年的文件核对；
    两年的编码、名称改过（口径调整），上年数因此重新归类的，文件里要有一句说明。

    怎样改：以上年公开的数为准；口径调整过的，加一句“某年和某年口径不同的，已按本年的口径调整”。
    依据：财预〔2016〕143号，与上年预算比较的说明；公开文件中常见的错误。
    例：“三公”经费表2025年预算数印16.62万元，去年公开的是16.26万元。
    """
    book = case.budget.books.get(_BASE) if case.budget else None
    if book is None or case.budget is None or not book.places:
        yield Unknown("手边没有去年的文件：预算文件的“上年预算”写去年的文件名，才能核对")
        return
    figures = case.file_figures
    assert figures
    for entry in _quoted(case):
        amount = figures.amount(entry.name) if entry.name else None
        unit = EXACT.create_decimal(UNITS.get(entry.number.unit, 1))
        if amount is not None:
            yield compared(entry)
            if entry.carried:
                continue
            should = rounded(EXACT.divide(amount, unit), entry.number.places)
            if should != entry.number.value:
                text = f"引用的上年预算数{entry.number}与上年的文件{should:f}{entry.number.unit}不一致，请核实"
                hint = "以上年公开的数为准；口径调整过的要说明"
                yield Finding(text, (entry.place, book.places[0]), Severity.WARNING, hint)
    if case.budget.restated and not any("口径" in s and "调整" in s for s in sentences(case)):
        text = "上年数按本年的编码、名称调整过，文件里没有说明"
        yield Finding(text, book.places[1:], Severity.WARNING, "加一句：口径不同的，上年的数已按本年的口径调整")


def _quoted(case: Case) -> Iterator[Entry]:
    """Numbers that are last year's budget."""
    for entry in (*case.in_tables, *case.in_sentences):
        if entry.name and entry.name.base == _BASE and not entry.name.derived:
            yield entry
