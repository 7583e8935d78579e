"""原因和数"""

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import ne

from reportgen.budget.catalogue import Catalogue
from reportgen.budget.unit_files import unit_entries
from reportgen.checks._budget_file import MARK, FileFigures, lines_in
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result
from reportgen.checks._says import finding
from reportgen.checks.file import pairs
from reportgen.checks.file.reasons import DOWN, says
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.source import scalars
from reportgen.vocabulary import NOT_APPLICABLE

_THREE_PUBLIC, _ITEM, _PROJECT, _UNIT, _CARS = "三公经费", "费目", "项目", "单位", "公务用车"
_NAME = 4  # shorter names of projects may be common words: 会议费
_OFFICES = "行政单位"
_RUNNING_COSTS, _GOODS = "机关运行经费", "302"
_OF_UNITS = "单位的话"  # words for kinds of units
_SHORT = 3  # letters by which a unit may be called: 监测站
_CLAUSE = compiled("[，。；、]")
_FEW = 500  # purposes that are looked through
_MOST_WORDS = 6  # letters in runs of three that say what a reason is about
_LONG = 12  # letters of a reason that two items do not share by coincidence


def R923(_: Case, file: FileFigures) -> Iterator[Result]:
    """原因是别处的

    原因里说到的项目，一个也不在这个数里，或者一起列出来的项目有的不在；“三公”经费一个费目的原因，只说了别的费目的话；行政单位的科目，原因、用途只说了事业单位；
    缴费的科目，只说了工资；机关运行经费里没有的费用；“三公”经费的原因，只说了没有这项支出的单位：多半是从别的一条抄来，没有改。和别处的一字不差的，给一个提示。
    话里说到改列、统筹、划转等两处之间的事的，不判断。和上年文件里的一字不差、说的又是新增、一次性、到期这样一年只有一次的事的，
    是上年的话没有改；别的一字不差的长话，给一个提示。

    怎样改：写这个数自己的、今年的原因。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：复制原因没有改。
    例：旅游宣传的支出减少，原因写“文化产业园区奖补项目到期”，这个项目列在别的科目。
    """
    budget = file.budget
    yield from (*_of_other_units(file), *_of_last_year(file))
    for what, said, long in (("原因", budget.reasons, _LONG), ("用途", budget.purposes, _LONG - _NAME)):
        first, is_use = dict[tuple[str, str], FigureId](), what == "用途"
        for name, text, at in ((name, one.text, one.at) for name, one in said.items()):
            yield Compared()
            other = first.setdefault((name.measure, text), name)
            if len(text) >= long and _is_elsewhere(file, name, other) and not _are_alike(file, name, other):
                yield finding("R923 一样", at, what=what, name=name, other=other)
            foreign = _of_another_kind(file, name, text) or _of_another_kind_of_units(file, name, text)
            if what == "原因" and not foreign:
                foreign = _of_other_items(name, text) or _of_other_projects(file, name, text)
            elif is_use and not foreign and other != name and _is_elsewhere(file, name, other):
                foreign = _of_first(file, name, other, text)
            if foreign and not says("有别的", text) and not says("调整了", text):
                yield finding("R923 别处的", at, what=what, name=name, foreign=foreign, text=text)
            elif (is_use or name.measure == _THREE_PUBLIC) and (foreign := _of_another_unit(file, name, text)):
                foreign = foreign if is_use else f"{foreign}，它没有这项支出"
                yield finding("R923 别处的", at, what=what, name=name, foreign=foreign, text=text, remark=is_use)
            elif what == "原因" and (likely := _of_another_use(file, name, text)):
                yield finding("R923 像别处的", at, name=name, other=likely, text=text)
            elif what == "原因" and _of_basic_expenditure(file, name, text):
                yield finding("R923 项目的", at, name=name, text=text)
            elif is_use and (near := _nearly_a_project(file, name, text)):
                yield finding("R923 写错了名称", at, name=name, text=text, project=near)
            elif foreign := _of_other_costs(file, name, text):
                yield finding("R923 别的科目", at, what=what, name=name, foreign=foreign, text=text)
            elif foreign := _of_absent_costs(file, name, text):
                yield finding("R923 没有的费用", at, name=name, foreign=foreign, text=text)


def _of_last_year(file: FileFigures) -> Iterator[Finding]:
    """Yield findings on reasons that last year's file has word for word: of what happens once, or long ones."""
    said = {(text, base) for base, book in file.budget.books.items() for text in book.reasons.values()}
    for name, one in file.budget.reasons.items():
        once = says("只有一次", MARK.sub("", one.text))
        base = next((base for text, base in said if text == one.text), "")
        if base and (once or len(one.text) >= _LONG):
            yield finding("R923 去年的", one.at, remark=not once, name=name, base=base, text=one.text)


def _of_other_units(file: FileFigures) -> Iterator[Finding]:
    """Yield findings on reasons of a unit (部门·单位·原因) that name projects, none of them its own."""
    entries = unit_entries(file.budget.file) if not file.budget.unit else ()
    stated = [(unit, reasons) for unit, entry in entries if (reasons := entry.get("原因"))]
    own = {(line.dims.get("单位"), line.dims.get(_PROJECT)) for line in file.spent} if stated else set()
    for unit, reasons in stated:
        for path, one in scalars(reasons):
            named = file.projects.within(one.text)
            if named and not any((unit.code, project) in own for project in named) and not says("有别的", one.text):
                foreign = f"别的单位的项目“{max(named, key=len)}”"
                yield finding("R923 别处的", one.at, what="原因", name=path[-1], foreign=foreign, text=one.text)


def _of_another_unit(file: FileFigures, name: FigureId, text: str) -> str:
    """Return “图书馆”, if the words speak of that unit alone and it has no line of the figure in any year; else ""."""
    units = {unit.code: spoken().form("^«单位的地名»").sub("", unit.name) for unit in file.budget.file.department.units}
    said = {
        code for code, called in units.items() if len(called) > 1 and (called in text or _in_short(code, units, text))
    }
    books = file.budget.books.values() if said and not file.budget.unit else ()
    lines = [line for book in books for line in lines_in(book, file.own_name(name), _UNIT) or ()]
    owners = {line.dims.get(_UNIT, "") for line in lines if line.amount}
    return f"“{units[min(said)]}”" if owners and "" not in owners and not owners & said else ""


def _in_short(code: str, units: Mapping[str, str], text: str) -> bool:
    """Whether a clause begins with the end of the unit's name, which no other unit has: 监测站 of 地质环境监测站."""
    own, others = units[code], tuple(called for other, called in units.items() if other != code)
    ends = (own[-length:] for length in range(_SHORT, len(own)))
    alone = tuple(end for end in ends if not any(other.endswith(end) for other in others))
    return any(clause.startswith(alone) for clause in _CLAUSE.split(text))


def _is_elsewhere(file: FileFigures, name: FigureId, other: FigureId) -> bool:
    """Whether two figures are of two items, neither of which is part of the other."""
    below, pair = file.budget.vocabulary.below, (set(name.conditions), set(other.conditions))
    (dimension, one), (same, two) = (
        own.pop() if len(own) == 1 else ("", "") for own in (pair[0] - pair[1], pair[1] - pair[0])
    )
    apart = one != two and not below(dimension, one, two) and not below(dimension, two, one)
    return dimension == same != "" and apart


def _of_first(file: FileFigures, name: FigureId, other: FigureId, text: str) -> str:
    """Return “送戏下乡” if words that two items share are about that project of the other one, and none of its own."""
    lines = [lines_in(file.budget.books[""], file.own_name(one)) or () for one in (name, other)]
    own, theirs = ({line.dims.get(_PROJECT, "") for line in each} for each in lines)
    named = [p for p in theirs - own if len(p) >= _NAME and (p in text or text in p)]
    return f"“{named[0]}”" if named and not any(p in text or text in p for p in own if p) else ""


def _called(file: FileFigures, name: FigureId) -> str:
    """Return the name of the figure's item: 行政单位医疗; "" without one."""
    code = name.member("功能")
    return file.budget.member_name("功能", code) if code else ""


def _are_alike(file: FileFigures, name: FigureId, other: FigureId) -> bool:
    """Whether the names of two items have the same ending: 行政单位医疗, 事业单位医疗."""
    one, two = _called(file, name)[-2:], _called(file, other)[-2:]
    return one == two != ""


def _of_another_kind(file: FileFigures, name: FigureId, text: str) -> str:
    """Return the kind that the reason names, if the figure is of another: 事业单位 for 行政单位医疗; else ""."""
    called = _called(file, name)
    for place in spoken().places["成对的话"]["成对"]:
        own = [member for member, form in spoken().patterns(place) if form.search(called)]
        said = [member for member, form in spoken().patterns(place) if form.search(text)] if own else []
        if said and not set(own) & set(said):
            return f"“{said[0]}”"
    return ""


def _of_another_kind_of_units(file: FileFigures, name: FigureId, text: str) -> str:
    """Return “行政单位” if the words are about such units alone, and the figure is that of others; else "".

    行政单位 are those with 机关运行经费.
    """
    book, kinds = file.budget.books[""], [k for k, form in spoken().patterns(_OF_UNITS) if form.search(text)]
    if kinds != [_OFFICES] or not name.member("功能") or file.budget.unit:
        return ""
    offices = {line.dims.get(_UNIT, "") for line in book.lines.get(_RUNNING_COSTS, ())}
    lines = lines_in(book, file.own_name(name._replace(base="", derived="")), _UNIT) or ()
    owners = {line.dims.get(_UNIT, "") for line in lines if line.amount}
    return f"“{_OFFICES}”" if offices and owners and "" not in offices | owners and not offices & owners else ""


def _of_other_items(name: FigureId, text: str) -> str:
    """Return “公务接待费” if the reason of another 费目 is only about that; else ""."""
    item = name.member(_ITEM)
    own = next((member for member, _ in spoken().patterns("费目的话") if member in (item, item[: len(_CARS)])), "")
    spoken_of = [member for member, pattern in spoken().patterns("费目的话") if pattern.search(text)]
    return f"“{spoken_of[0]}”" if own and spoken_of and own not in spoken_of else ""


def _of_other_costs(file: FileFigures, name: FigureId, text: str) -> str:
    """Return “工资” if words on the item 住房公积金 are about that, and about nothing paid from the item; else ""."""
    said = [kind.split() for kind, form in spoken().patterns("经济的话") if form.search(text)]
    if (
        not said
        or name.measure != "支出"
        or not (name.member("功能") or name.member("经费"))
        or spoken().within("经济的两处", text)
    ):
        return ""
    own = set[str]()
    for book in (book for book in file.budget.books.values() if book.states(name.measure)):
        lines = lines_in(book, file.own_name(name._replace(base="", derived=""))) or ()
        own |= {line.dims.get("经济", NOT_APPLICABLE) for line in lines if line.dims.get("性质") == "基本支出"}
    is_known = own and NOT_APPLICABLE not in own
    return "" if not is_known or any(own & set(codes) for _, *codes in said) else f"“{said[0][0]}”"


def _of_absent_costs(file: FileFigures, name: FigureId, text: str) -> str:
    """Return “会议费” if words on 机关运行经费 name that cost, and no line of any year is for it; else ""."""
    if name.measure != _RUNNING_COSTS:
        return ""
    own, paid = file.own_name(name._replace(base="", derived="")), dict[str, set[str]]()
    for base, book in file.budget.books.items():
        if file.amount(name._replace(base=base, derived="")) is not None:
            lines = lines_in(book, own) or ()
            paid[base] = {line.dims.get("经济", NOT_APPLICABLE) for line in lines} or {NOT_APPLICABLE}
    known = set[str]().union(*paid.values())
    costs = Catalogue(file.budget.file.year).names("经济").items()
    there = [called for code, called in costs if code in known]
    there += [called for called, codes in spoken().places["费用的合称"].items() if known & {*codes}]
    for called in sorted(there, key=len, reverse=True):
        text = text.replace(called, "＿")  # 电费 is no part of 邮电费
    absent = (called for code, called in costs if code.startswith(_GOODS) and code not in known and called in text)
    unknown = NOT_APPLICABLE in paid.get("", {NOT_APPLICABLE}) or (NOT_APPLICABLE in known and says(DOWN, text))
    called = "" if unknown else next(absent, "")
    return f"“{called}”" if called else ""


def _of_another_use(file: FileFigures, name: FigureId, text: str) -> FigureId | None:
    """Return the only item whose purpose has most words of a reason (服务平台运行维护), if its own item has none."""
    code, purposes = name.member("功能"), file.budget.purposes
    if not code or len(purposes) > _FEW:
        return None
    said = [(one, one.member("功能").startswith(code), use.text) for one, use in purposes.items() if one.member("功能")]
    if pairs(text) & pairs(_called(file, name) + "".join(use for _, is_own, use in said if is_own)):
        return None
    shared = {one: _letters_shared(text, use) for one, is_own, use in said if not is_own}
    alike = [one for one, number in shared.items() if number >= _MOST_WORDS]
    return alike[0] if len(alike) == 1 else None


def _letters_shared(one: str, other: str) -> int:
    """Return how many letters of a text stand in runs of at least three that another has."""
    at = {i + k for i in range(len(one) - 2) if one[i : i + 3] in other for k in range(3)}
    return len(at)


def _nearly_a_project(file: FileFigures, name: FigureId, text: str) -> str:
    """Return the figure's own project whose name the words are but for one or two letters; "" if they are it."""
    lines = lines_in(file.budget.books[""], file.own_name(name._replace(base="", derived=""))) or ()
    projects = {line.dims.get(_PROJECT, "") for line in lines} if len(text) > _NAME else set()
    alike = [one for one in projects if len(one) == len(text) and sum(map(ne, one, text)) in (1, 2)]
    return alike[0] if alike and text not in projects else ""


def _of_basic_expenditure(file: FileFigures, name: FigureId, text: str) -> bool:
    """Whether the words are about contributions for people in post, and the figure is spent on projects alone."""
    if name.measure != "支出" or not name.member("功能") or not spoken().within("缴费基数的话", text):
        return False
    own = file.own_name(name._replace(base="", derived=""))
    lines = [o for book in file.budget.books.values() if book.states("支出") for o in lines_in(book, own) or ()]
    return bool(lines) and all(o.dims.get("性质") == "项目支出" for o in lines if o.amount)


def _of_other_projects(file: FileFigures, name: FigureId, text: str) -> str:
    """Return words for the projects that a reason names, if the figure surely has none of them; else "".

    Of projects named in one list (购书经费和文化馆免费开放) the figure should have each.
    """
    named = file.projects.within(text)
    if not named or name.measure != "支出" or not name.conditions:
        return ""
    own, known, now = file.own_name(name._replace(base="", derived="")), set[str | None](), set[str | None]()
    for base, book in file.budget.books.items():
        lines = lines_in(book, own, _PROJECT) if book.states("支出") else []
        known |= {None} if lines is None else {line.dims.get(_PROJECT) for line in lines}
        now = now if base else {*known}
    listed = [one for one in named if _is_listed(one, [other for other in named if other in known], text)]
    foreign = [one for one in (listed if known & {*named} else named) if one not in known]
    elsewhere = [one for one in foreign if None not in known or (None not in now and file.amount(_project(one)))]
    return f"别处的项目“{max(elsewhere, key=len)}”" if elsewhere else ""


def _project(name: str) -> FigureId:
    return FigureId("支出", ((_PROJECT, name),))


def _is_listed(project: str, others: Sequence[str], text: str) -> bool:
    """Whether the project stands beside one of the others in a list: 购书经费、文化馆免费开放."""
    marks = "[”》]?(?:项目)?[、和及与][“《]?"
    one, several = re.escape(project), "|".join(map(re.escape, others))
    return bool(others and compiled(f"{one}{marks}(?:{several})|(?:{several}){marks}{one}").search(text))
