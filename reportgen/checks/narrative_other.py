"""说明和表：机关运行经费、政府采购"""

from collections.abc import Iterator

from reportgen.checks._areas import area
from reportgen.checks._case import Case, Finding, Result, compared
from reportgen.checks._kinds import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._told import MEND, Prints, amounts, as_tables_say, sentence_adds_up, told
from reportgen.checks._told_sums import add_up, sums
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_BOUGHT = FigureId("政府采购")
_KINDS = ("货物", "工程", "服务")


@speaks_of(BUDGET, ACCOUNTS)
def R309(case: Case) -> Iterator[Result]:
    """说明·机关运行经费

    说明里写的机关运行经费，要和《机关运行经费表》的合计一样；后面逐项列举的，加起来不能比总数多，列全了的要等于总数。

    怎样改：对照《机关运行经费表》的合计，改写错的数。
    依据：财预〔2016〕143号，机关运行经费安排情况要在说明中公开。
    例：说明写机关运行经费71.13万元，《机关运行经费表》合计72.66万元。
    """
    message = "说明“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(
        case, "R309", (TableKind.RUNNING_COSTS, TableKind.THREE_PUBLIC), message, "机关运行经费的数"
    )
    for one in sums(case, "R309"):
        yield from add_up(case, one, "说明写机关运行经费{a}，所列各项之和{b}，差{d}", "对照批复，改写错的一项")


@speaks_of(BUDGET, ACCOUNTS)
def R310(case: Case) -> Iterator[Result]:
    """说明·政府采购

    说明里写的政府采购总额，货物、工程、服务三类，面向中小企业和小微企业预留的数，要和《政府采购预算表》一样；
    三类加起来要等于总额（没有写的一类算0），小微企业不多于中小企业，中小企业不多于总额。

    怎样改：对照《政府采购预算表》，改写错的一项。
    依据：财库〔2020〕46号，预留份额要公开；财预〔2016〕143号，政府采购安排情况要在说明中公开。
    例：政府采购总额99.71万元，货物、工程、服务之和98.71万元，差1.00万元。
    """
    message = "说明“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(case, "R310", (TableKind.PROCUREMENT,), message, "政府采购的数")
    items = {one.name: one.entry for one in reversed(list(told(case, lambda name: area(name) == "R310")))}
    kinds = [items[_part("类型", kind)] for kind in _KINDS if _part("类型", kind) in items]
    prints = Prints(case, (TableKind.PROCUREMENT,))
    if _BOUGHT in items and kinds and not all(map(prints.has, (items[_BOUGHT], *kinds))):
        text = "政府采购总额{a}不等于货物、工程、服务之和{b}，差{d}"
        yield from sentence_adds_up(case, items[_BOUGHT], kinds, text, MEND)
    small, medium = items.get(_part("面向", "小微企业")), items.get(_part("面向", "中小企业"))
    yield from _at_most(small, medium, "小微企业预留{a}大于中小企业预留{b}")
    yield from _at_most(medium or small, items.get(_BOUGHT), "中小企业预留{a}大于政府采购总额{b}")


def _part(dimension: str, member: str) -> FigureId:
    return FigureId("政府采购", ((dimension, member),))


def _at_most(part: Entry | None, whole: Entry | None, message: str) -> Iterator[Result]:
    if part and whole:
        yield compared(part, whole)
        if part.exact > whole.exact:
            yield Finding(message.format(**amounts(part, whole)), (part.place, whole.place), hint=MEND)
