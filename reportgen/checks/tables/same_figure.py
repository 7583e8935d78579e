"""同一个数印在几处，与上年的衔接"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, grouped
from reportgen.checks._comparing import MEND, apart, worded
from reportgen.checks._rules import ACCOUNTS, BUDGET, results, rules, speaks_of
from reportgen.checks._texts import sentences
from reportgen.checks.tables._prints import leading, once
from reportgen.diagnostics import Severity
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Place

_FAMILY = "R2"  # rules between tables: what they have compared is reported by them
_BASE = "上年预算"


def R223(case: Case) -> Iterator[Result]:
    """同一指标多处一致

    表里每一个数，按表名、行名、表头认出它是什么；同一年、同一个科目、同一种资金的数，不管印在几张表里、印在合计行
    还是单位行，都要一样。印得粗的，就是印得细的四舍五入。别的规则已经报告的，这里不重复。

    怎样改：以批复的预算为准，改和别处不一样的那一个。
    依据：公开文件中常见的错误：同一个数在不同的表里取自不同时间的稿子。
    例：“2210201 住房公积金”在收支总表为73.97万元，在一般公共预算支出表为73.79万元。
    """
    printed = (pair for sheet in case.reading.sheets for pair in once(case, sheet).items())
    for prints in grouped((name, entry) for name, entries in printed for entry in entries).values():
        if len(prints) > 1 and all(entry.carried for entry in prints):
            yield compared(*prints)  # one figure of the file
        elif len(prints) > 1:
            yield from _agree(case, prints)


def _agree(case: Case, prints: list[Entry]) -> Iterator[Result]:
    pairs, wrong = case.remembered(_reported_already, lambda: _reported_already(case))
    lead = leading(prints)
    for other in prints:
        pair = frozenset((lead.place, other.place))
        if other is lead or pair in pairs:
            continue
        yield compared(lead, other)
        if apart(lead, other) and not wrong & pair:
            left, right = sorted((lead, other), key=prints.index)
            where = f"“{{name}}”在{left.place}为{{a}}、在{right.place}为{{b}}，同一指标应一致（相差{{d}}）"
            yield Finding(worded(where, left, right), (other.place, lead.place), hint=MEND)


def _reported_already(case: Case) -> tuple[set[frozenset[Place]], set[Place]]:
    """Pairs of places that other rules between tables have compared, and places that they report."""
    pairs: set[frozenset[Place]] = set()
    wrong: set[Place] = set()
    others = (rule for rule in rules() if rule.id.startswith(_FAMILY) and rule.run is not R223)
    for result in (result for rule in others for result in results(case, rule)):
        if isinstance(result, Unknown):
            continue
        own = frozenset(place for place in result.places if isinstance(place, Place))
        pairs.add(own)
        wrong |= own if isinstance(result, Finding) else frozenset()
    return pairs, wrong


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
    if not (book and book.places and case.budget and case.file_figures):
        yield Unknown("手边没有去年的文件：预算文件的“上年预算”写去年的文件名，才能核对")
        return
    for entry in (*case.reading.in_tables, *case.reading.in_sentences):
        is_quoted = entry.name and entry.name.base == _BASE and not entry.name.derived
        amount = case.file_figures.amount(entry.name) if entry.name and is_quoted else None
        if amount is None:
            continue
        yield compared(entry)
        unit = EXACT.create_decimal(UNITS.get(entry.number.unit, 1))
        should = rounded(EXACT.divide(amount, unit), entry.number.places)
        if should != entry.number.value and not entry.carried:
            text = f"引用的上年预算数{entry.number}与上年的文件{should:f}{entry.number.unit}不一致，请核实"
            hint = "以上年公开的数为准；口径调整过的要说明"
            yield Finding(text, (entry.place, book.places[0]), Severity.WARNING, hint)
    if case.budget.restated and not any("口径" in s and "调整" in s for s in sentences(case)):
        text = "上年数按本年的编码、名称调整过，文件里没有说明"
        yield Finding(text, book.places[1:], Severity.WARNING, "加一句：口径不同的，上年的数已按本年的口径调整")
