"""“三公”经费要分列的项目"""

import re
from collections.abc import Iterable, Iterator, Sequence

from reportgen.checks import required
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Result
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, of_family, speaks_of
from reportgen.checks._says import finding
from reportgen.checks._texts import title_of
from reportgen.checks.required import MONEY, THREE_PUBLIC_TOPIC, is_zero
from reportgen.document import Figure, TableKind, plain
from reportgen.figure import FigureId, parse
from reportgen.lexicon import of, spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry, Place, Sheet
from reportgen.reading.terms import conditions_of, is_known_fund

_THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")  # the four that are stated
_WITHOUT_CARS = {"因公出国（境）费": "出国", "公务接待费": "公务接待"}  # what a text says of an item, by no whole
_ALL_CARS = compiled(r"公务用车购置及运行(?:维护)?费[^；。\n]*")
_BOTH_CARS = compiled(rf"公务用车(?:购置及运行(?:维护)?)?费(?:(?!公务用车)[^。；])*?(?P<amount>{MONEY})")


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
@of_family("该说的话")
def R605(case: Case) -> Iterator[Result]:
    """三公细化

    “三公”经费要分列四个数：因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费，没有的写0；
    表和说明都要列，还要说明比上年增加、减少还是持平。公务用车购置及运行费一共为0的，说明里可以不再分开；说明写了一共多少、
    表里分开的，是警告。

    怎样改：把缺的一项补上，写明增减变化。
    依据：预算法第14条；财预〔2016〕143号。
    例：说明只写“公务用车购置及运行维护费9.6万元”，没有分开购置费和运行维护费。
    """
    wanted, sheets = THREE_PUBLIC_TOPIC in required.demanded(case), case.reading.of(TableKind.THREE_PUBLIC)
    own, text = required.stated_on(case, THREE_PUBLIC_TOPIC)
    names = {one.figure.name for one in case.stated_figures if one.figure.name.startswith("三公经费")}
    names = names or {str(e.name) for e in case.reading.in_sentences if e.name and e.name.measure == "三公经费"}
    if not (sheets or text or names or wanted):
        return
    yield Compared()
    for sheet in sheets:
        missing = [item for item in _THREE_PUBLIC if not _has_item(sheet, item)]
        if missing and len(_unread(sheet)) < len(missing):
            words = {"items": "、".join(missing), "name": sheet.name}
            yield finding("R605 表未分列", title_of(sheet), remark=case.is_as_made, **words)
    if not wanted and (items := _left_out(sheets, names, text)):
        yield finding("R605 说明未分列", *required.places_of(case, own), items="、".join(items))
    none = required.denies(THREE_PUBLIC_TOPIC, text) and not names and "公务接待费" not in text
    if wanted and not none and not (case.profile and required.is_nothing(case, THREE_PUBLIC_TOPIC)):
        yield from _three_public_text(case, required.places_of(case, own), text, names)


def _left_out(sheets: Iterable[Sheet], names: Iterable[str], text: str) -> list[str]:
    """Return what a table has money for and the text, which states the other items, does not mention."""
    told = [item for item in _THREE_PUBLIC if any(_is_of(name, item) for name in names)]
    entries = [e for sheet in sheets for e in sheet.entries if e.name and not e.name.base and e.exact]
    spent = [item for item, said in _WITHOUT_CARS.items() if item not in told and said not in text]
    return [item for item in spent if len(told) > 1 and any(_is_of(str(e.name), item) for e in entries)]


def _has_item(sheet: Sheet, item: str) -> bool:
    """Whether the table has a column or a row for the item."""
    rows = () if sheet.columns else (*sheet.table.head, *sheet.table.body)  # nothing is filled in
    empty = [plain(cell.runs) for row in rows for cell in row.cells]
    labels = [*empty, *(head for column in sheet.columns for head in column.path), *(row.label for row in sheet.lines)]
    if any(conditions_of(label) == conditions_of(item) for label in labels):
        return True
    runs = (run for row in sheet.table.body for cell in row.cells for run in cell.runs)
    return any(isinstance(run, Figure) and _is_of(run.name, item) for run in runs)


def _unread(sheet: Sheet) -> list[str]:
    """Return the heads and labels of amounts in the table that no word knows: its region calls items otherwise."""
    funds = [column for column in sheet.columns if (fund := column.conditions.get("资金")) and not is_known_fund(fund)]
    rows = [line for line in sheet.lines if line.entries and all(map(_is_unread, line.entries.values()))]
    return [*(column.leaf for column in funds), *(line.label for line in rows)]


def _is_unread(entry: Entry) -> bool:
    """Whether no word says which item the amount is, or only a word of the region."""
    item = entry.name.member("费目") if entry.name else ""
    return entry.name is None or (item != "" and item not in of({}).places["费目"])


def _is_of(name: str, item: str) -> bool:
    """Whether the figure is of this item, whatever its region calls the item: 费目=公务接待费."""
    return conditions_of(parse(name).member("费目")) == conditions_of(item)


def _three_public_text(case: Case, places: tuple[Place, ...], text: str, names: set[str]) -> Iterator[Result]:
    """Check that the text states four amounts and their changes; without changes the region may word that."""
    cars = _BOTH_CARS.search(text)
    no_cars = bool(cars and is_zero(cars["amount"]))
    whole = (e for e in case.reading.in_sentences if e.name == FigureId("三公经费"))
    nothing = any(not e.exact for e in whole)  # of each item, then
    items = [item for item in _THREE_PUBLIC if not (nothing or (no_cars and "公务用车" in item))]
    stated = {item: _clause(text, spoken().pattern("三公各项", item)) for item in items}
    named = {item: {name for name in names if _is_of(name, item)} for item in items}
    if not (text or names):
        yield finding("R606 没有这一节", *places, grave=not case.is_as_made, topic=THREE_PUBLIC_TOPIC)
        return
    if missing := [item for item in items if not stated[item] and not named[item]]:
        sheets = case.reading.of(TableKind.THREE_PUBLIC)
        if any(_states_all(text, _unread(sheet), missing) for sheet in sheets):
            return
        told = cars and sheets and all(_has_item(sheet, item) for sheet in sheets for item in missing)
        yield finding("R605 说明未分列", *places, remark=case.is_as_made, grave=not told, items="、".join(missing))
    changed = [item for item in items if _states_change(stated[item]) or _of_base(named[item])]
    amounts = case.file_figures if case.is_as_made else None
    unchanged = amounts and amounts.amount(parse("三公经费")) == amounts.amount(parse("三公经费@上年预算"))
    if not (_states_change(text) or _of_base(names) or unchanged):
        yield finding("R605 没有增减", *places, remark=case.is_as_made)
    elif len(changed) > 1 and not case.is_as_made:
        told = any(_states_change(match[0]) for match in _ALL_CARS.finditer(text))
        within = [item for item in items if told and "公务用车" in item]  # as 其中 of a whole whose change is told
        without = (item for item in items if stated[item] and item not in (*changed, *within))
        yield from (finding("R605 一项没有增减", *places, item=item) for item in without)


def _states_all(text: str, unread: Sequence[str], missing: Sequence[str]) -> bool:
    """Whether the text states amounts by so many of the table's own words for items."""
    stated = [label for label in unread if re.search(rf"{re.escape(label)}[^，。；0-9]{{0,6}}{MONEY}", text)]
    return len(stated) >= len(missing)


def _of_base(names: Iterable[str]) -> bool:
    """Whether one of the figures is compared with a base; a share is not."""
    return any(parse(name).base for name in names)


def _states_change(text: str) -> bool:
    return required.states_need("比上年的增减变化", text)


def _clause(text: str, pattern: str) -> str:
    """Return what is stated of an item, from its name to the end of the first line or clause with an amount; or ""."""
    found = (match[0] for match in compiled(rf"(?m){pattern}(?!用)[^；\n]*").finditer(text))
    return next((clause for clause in found if compiled(MONEY).search(clause)), "")
