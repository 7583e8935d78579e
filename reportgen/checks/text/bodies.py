"""说明和表：机构"""

import re
from collections.abc import Iterator

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks.text._counts import SaidCount, counts
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet

_BODIES = re.compile(r"内设|下设|机构|编制范围|(?:预算|预算管理|基层|下属|所属|直属|二级)单位")
_NO_BODY = re.compile(r"项目|任务|指标|目标")
_BEHIND = re.compile(r"^[^，。；：]{0,12}[，,]?(?:其中)?(?:包括|分别[是为]|即|为|是)[：:]?(?P<list>[^。；]+)")
_BEFORE = re.compile(r"(?:下设|内设|设有|设|包括|包含)[：:]?(?P<list>[^，。；：]+)[，,]共计?$")
_AND = re.compile(r"(?<=[室科股处部局馆站会委所队院办组心])(?:和|以?及|与)")  # no 和 within a name


def R315(case: Case) -> Iterator[Result]:
    """机构数

    “设几个内设机构”“共几家单位”，要和后面（或前面）列举的个数一样；预算单位还要和《收入总表》里的单位一样多。

    怎样改：数一遍列举的名称，改个数或补上漏掉的名称。
    依据：财预〔2016〕143号，机构设置情况要公开；公开文件中常见的错误。
    例：机构数写4个，后面列举“办公室、公共服务股、产业发展股”，只有3个。
    """
    bodies = [c for c in counts(case, "个", "家") if _is_of_bodies(c)]
    if not bodies:
        yield Unknown("说明里没有写机构、单位的个数")
    for count in bodies:
        listed = _listed(count)
        if listed:
            yield compared(count.entry)
            if count.entry.exact not in (len(listed), len(_finely(listed))):
                message = f"机构数写{count}，实际列举{len(listed)}个"
                place = count.entry.place
                whole = place.marking(count.text.find(listed[0], 0), len("、".join(listed)))
                yield Finding(message, (place, whole), Severity.WARNING, "数一遍列举的名称，改个数或补上漏掉的名称")
        else:
            yield Unknown(f"写了{count}，没有列举名称")
        if "预算单位" in count.words:
            yield from _units_of_table(case, count, listed)


def _is_of_bodies(count: SaidCount) -> bool:
    around = f"{count.words}｜{re.split('[，：]', count.after)[0]}"
    listed = _BEFORE.search(count.before)
    return bool(listed or _BODIES.search(around)) and not _NO_BODY.search(around)


def _listed(count: SaidCount) -> list[str]:
    """The names that are listed behind the number, else before it."""
    found = _BEHIND.match(count.after) or _BEFORE.search(count.before)
    names = [name for name in found["list"].split("、") if name] if found else []
    return [] if any(character.isdigit() for character in "".join(names)) else names


def _finely(names: list[str]) -> list[str]:
    """The names where the last two are joined by 和."""
    return [*names[:-1], *_AND.split(names[-1])]


def _units_of_table(case: Case, count: SaidCount, listed: list[str]) -> Iterator[Result]:
    """The units of the budget are those that have a row of their own in the 收入总表."""
    rows = {name: entry for sheet in case.reading.of(TableKind.REVENUE) for name, entry in _units(sheet)}
    if not rows:
        return
    yield compared(count.entry)
    if count.entry.exact != len(rows):
        message = f"机构数写预算单位{count}，《收入总表》有{len(rows)}个单位"
        yield Finding(message, (count.entry.place, *places(rows.values())), Severity.WARNING, "对照《收入总表》改")
    for name in listed:
        if name not in rows:
            message = f"列举的预算单位“{name}”，《收入总表》里没有"
            place = count.entry.place.marking(count.text.find(name), len(name))
            yield Finding(message, (place, *places(rows.values())), Severity.WARNING, "名称照表改，一字不差")


def _units(sheet: Sheet) -> Iterator[tuple[str, Entry]]:
    """The rows of units with a code, each with its first number."""
    for line in sheet.lines:
        code = line.fields.get("单位编码") or line.fields.get("单位代码") or ""
        if code.isdigit() and line.fields.get("单位名称") and line.entries:
            yield line.fields["单位名称"], next(iter(line.entries.values()))
