"""公开的时限和目录"""

import re
from collections.abc import Iterator
from datetime import date

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._kinds import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._texts import matches, wordings
from reportgen.diagnostics import Location, Severity
from reportgen.reading import Place
from reportgen.source import Scalar


@speaks_of(BUDGET, ACCOUNTS)
def R608(case: Case) -> Iterator[Result]:
    """时限

    部门预算经财政部门批复后二十日内要向社会公开。批复日期、公开日期写在预算文件的“资料”里（2026-01-20或2026年1月20日），
    没有写的，无法核对。

    怎样改：核对日期；确已超过二十日的，说明原因。
    依据：预算法第14条。
    例：批复日2026年1月20日，公开日2026年2月15日，超过20日。
    """
    approved, published = _day(case, "批复日期"), _day(case, "公开日期")
    if not (approved and published):
        yield Unknown("没有批复日期和公开日期；在预算文件的“资料”里写“批复日期”“公开日期”")
        return
    yield Compared()
    (first, here), (last, there) = approved, published
    days = (last - first).days
    shown = f"批复日{first:%Y-%m-%d}，公开日{last:%Y-%m-%d}"
    if days > 20:
        yield Finding(f"{shown}，超过20日", (there, here), Severity.WARNING, "批复后20日内公开")
    elif days < 0:
        yield Finding(f"{shown}，公开日在批复日之前", (there, here), Severity.WARNING, "核对两个日期")


def _day(case: Case, name: str) -> tuple[date, Location | Place] | None:
    """The day of that name, from 资料 of the budget file, else from the text."""
    node = case.budget.file.facts.get(name) if case.budget else None
    if isinstance(node, Scalar) and (day := _date(node.text)):
        return day, node.at
    pattern = re.compile(rf"{name}[:：为是]?\s*(?P<day>[0-9]{{4}}[年.-][0-9]{{1,2}}[月.-][0-9]{{1,2}})")
    for found, place in matches(wordings(case), pattern):
        if day := _date(found["day"]):
            return day, place.marking(found.start("day"), len(found["day"]))
    return None


def _date(text: str) -> date | None:
    found = re.fullmatch(r"\s*([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?\s*", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def R609(case: Case) -> Iterator[Result]:
    """目录对应

    有目录的，目录里的条目要和正文的标题、表名一一对应，次序相同。改了标题不改目录，是常见的疏漏。
    本程序生成的文件没有目录，目录由公开时的网页或Word另加。

    怎样改：按正文更新目录。
    依据：公开文件中常见的错误。
    例：目录写“四、财政拨款收支情况”，正文是“四、财政拨款收支预算总体情况”。
    """
    texts = [w for w in case.reading.texts if w.kind in ("节题", "段落", "表题")]
    start = next((i for i, w in enumerate(texts) if re.fullmatch(r"目\s*录", w.text.strip())), None)
    if start is None:
        yield Unknown("文件里没有目录")
        return
    entries: list[tuple[str, Place]] = []
    for wording in texts[start + 1 :]:
        name = _entry(wording.text)
        if wording.kind == "表题" or (entries and name == entries[0][0]):
            break
        entries.append((name, wording.place))
    body = [_entry(w.text) for w in texts[start + 1 + len(entries) :] if w.kind != "段落"]
    if not (entries and body):
        yield Unknown("目录下面没有条目，或者正文没有标题")
        return
    yield Compared(tuple(place for _, place in entries))
    at = 0
    for name, place in entries:
        if name in body[at:]:
            at = body.index(name, at) + 1
        else:
            where = "次序不同" if name in body else "没有这个标题"
            yield Finding(f"目录“{name}”与正文不对应（正文{where}）", (place,), Severity.WARNING, "按正文更新目录")


def _entry(text: str) -> str:
    """A line of the contents without dots and page number."""
    return re.sub(r"\s", "", re.sub(r"[.．…·\s—-]*[0-9]*\s*$", "", text))
