"""同一个数印在几处"""

from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, compared
from reportgen.checks._comparing import MEND, apart, worded
from reportgen.checks._grouping import grouped
from reportgen.checks._rules import results, rules
from reportgen.checks.tables._prints import Prints, leading, once
from reportgen.reading import Entry, Place

_FAMILY = "R2"  # rules between tables: what they have compared is reported by them


def R223(case: Case) -> Iterator[Result]:
    """同一指标多处一致

    表里每一个数，按表名、行名、表头认出它是什么；同一年、同一个科目、同一种资金的数，不管印在几张表里、印在合计行
    还是单位行，都要一样。印得粗的，就是印得细的四舍五入。别的规则已经报告的，这里不重复。

    怎样改：以批复的预算为准，改和别处不一样的那一个。
    依据：公开文件中常见的错误：同一个数在不同的表里取自不同时间的稿子。
    例：“2210201 住房公积金”在收支总表为73.97万元，在一般公共预算支出表为73.79万元。
    """
    for prints in _everything(case).values():
        if all(entry.carried for entry in prints):
            yield compared(*prints)  # one figure of the file
        else:
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


def _everything(case: Case) -> Prints:
    """Every figure that tables print more than once."""
    printed = (once(case, sheet).items() for sheet in case.reading.sheets)
    found = grouped((name, entry) for own in printed for name, entries in own for entry in entries)
    return {name: entries for name, entries in found.items() if len(entries) > 1}


def _reported_already(case: Case) -> tuple[set[frozenset[Place]], set[Place]]:
    """Pairs of places that other rules between tables have compared, and places that they report."""
    pairs: set[frozenset[Place]] = set()
    wrong: set[Place] = set()
    for rule in rules():
        if rule.id.startswith(_FAMILY) and rule.run is not R223:
            for result in results(case, rule):
                if isinstance(result, Finding):
                    wrong |= {place for place in result.places if isinstance(place, Place)}
                pairs.add(frozenset(p for p in getattr(result, "places", ()) if isinstance(p, Place)))
    return pairs, wrong
