"""说明和表：“三公”经费"""

from collections.abc import Iterator

from reportgen.checks._areas import area
from reportgen.checks._case import Case, Result
from reportgen.checks._told import MEND, Prints, as_tables_say, sentence_adds_up, told
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.reading import Entry

_WHOLE = FigureId("三公经费")
_VEHICLES = "公务用车购置及运行费"
_ABROAD, _GUESTS, _BOUGHT, _RUN = "因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行费"


def R308(case: Case) -> Iterator[Result]:
    """说明·三公

    说明里写的“三公”经费总额和各项（因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费），本年的、上年的，
    要和《“三公”经费支出表》对应的格一样；说明里各项加起来要等于总额，购置费和运行维护费加起来要等于公务用车一项。

    怎样改：对照《“三公”经费支出表》，改写错的一项。
    依据：财预〔2016〕143号，“三公”经费要公开总额和各项，并说明增减变化。
    例：说明写公务接待费1.58万元，《“三公”经费支出表》为1.85万元。
    """
    message = "说明中“{name}”{a}与《{table}》{b}不一致，差{d}"
    yield from as_tables_say(case, "R308", (TableKind.THREE_PUBLIC,), message, "“三公”经费的数")
    items = {one.name: one.entry for one in reversed(list(told(case, lambda name: area(name) == "R308")))}
    yield from _adds(case, items, _WHOLE, (_ABROAD, _VEHICLES, _GUESTS), (_ABROAD, _BOUGHT, _RUN, _GUESTS))
    yield from _adds(case, items, _of(_VEHICLES), (_BOUGHT, _RUN))


def _of(item: str) -> FigureId:
    return FigureId("三公经费", (("费目", item),))


def _adds(case: Case, told_: dict[FigureId, Entry], whole: FigureId, *ways: tuple[str, ...]) -> Iterator[Result]:
    """The items told make the whole, in the first of these ways in which all of them are told."""
    parts = next((way for way in ways if all(_of(item) in told_ for item in way)), ())
    prints = Prints(case, (TableKind.THREE_PUBLIC,))
    if whole in told_ and parts and not all(map(prints.has, told_.values())):
        text = "说明写“三公”经费{a}，各项之和{b}，差{d}"
        yield from sentence_adds_up(case, told_[whole], [told_[_of(part)] for part in parts], text, MEND)
