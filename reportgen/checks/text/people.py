"""说明和表：人员和机构"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from reportgen.checks._case import Case, Finding, Result, Unknown, compared, grouped, or_unknown, places
from reportgen.checks.text._counts import SaidCount, counts
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet

_POSTS = re.compile(r"(?:核定|共有|现有|人员)?编制(?:人?数|总数|人员)?(?:为|共)?$")
_KINDS = re.compile(r"(?:行政|事业|工勤|参公|机关工勤)(?:人员)?编制(?:人?数|总数)?(?:为|共)?$")
_IN_SERVICE = re.compile(r"(?:在职|实有)(?:人员|职工|人数)?(?:总数|数|共)?(?:为)?$")
_IN_POST = re.compile(r"在编(?:人员|人数|数)?$")
_OLD = re.compile(r"离休(?:人员|干部)?(?:人数)?(?:为)?$")


def R314(case: Case) -> Iterator[Result]:
    """人员数

    编制人数要等于行政编制、事业编制（和工勤编制）之和；说明里的编制、在职人数要和整体绩效目标表的编制人数、实有人数一样；
    在职多于编制的要说明；有离休人员的，基本支出表里要有离休费。

    怎样改：对照编制批文和工资册改；有离休人员而没有离休费的，核对是不是列在“退休费”里。
    依据：公开文件中常见的错误：人员情况照抄上年，绩效目标表用的是另一个时点的人数。
    例：说明在职61人，整体绩效目标表实有人数60人。
    """
    yield from or_unknown(_people(case), "说明里没有写编制、在职人员数，或没有可以核对的数")


def _people(case: Case) -> Iterator[Result]:
    people = list(counts(case, "人", "名"))
    yield from _posts(people)
    yield from _beside_targets(case, people)
    yield from _overstaffed(people)
    yield from _retired(case, people)


def _posts(people: list[SaidCount]) -> Iterator[Result]:
    """Posts are those of officials and of public institutions together."""
    by_sentence = grouped((count.sentence, count.entry) for count in people if _KINDS.search(count.words))
    for whole in (count for count in people if _is_whole(count)):
        kinds = by_sentence.get(whole.sentence, [])
        if kinds and "其中" in whole.after:
            yield compared(whole.entry, *kinds)
            made = sum((kind.exact for kind in kinds), Decimal(0))
            if made != whole.entry.exact:
                message = f"人员数不一致：编制{whole}，行政编制、事业编制等合计{made:f}人"
                yield Finding(message, (whole.entry.place, *places(kinds)), Severity.WARNING, "对照编制批文改")


def _is_whole(count: SaidCount) -> bool:
    return bool(_POSTS.search(count.words)) and not _KINDS.search(count.words)


def _beside_targets(case: Case, people: list[SaidCount]) -> Iterator[Result]:
    """What the 整体绩效目标表 says of posts and people."""
    for form in (form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS):
        in_service = next((c for c in people if _IN_SERVICE.search(c.words)), None)
        posts = next((c for c in people if _is_whole(c)), None)
        for label, said, called in (("实有人数", in_service, "在职"), ("编制人数", posts, "编制")):
            printed = form.entry(label)
            if printed and said:
                yield compared(said.entry, printed)
                if said.entry.exact != printed.exact:
                    message = f"人员数不一致：说明{called}{said}，绩效表{label}{printed.number}"
                    yield Finding(message, (said.entry.place, printed.place), Severity.WARNING, "按同一个时点的人数改")


def _overstaffed(people: list[SaidCount]) -> Iterator[Result]:
    """People in service are not more than posts."""
    for posts, filled in _pairs(people):
        yield compared(posts.entry, filled.entry)
        if filled.entry.exact > posts.entry.exact:
            message = f"{filled.words}{filled}，多于{posts.words}{posts}"
            hint = "核对人数；确实多于编制的要说明原因"
            yield Finding(message, (filled.entry.place, posts.entry.place), Severity.WARNING, hint)


def _pairs(people: list[SaidCount]) -> Iterator[tuple[SaidCount, SaidCount]]:
    """Posts, and the people in them: of all, or of the kind spoken of right before."""
    for posts, next_ in pairwise(people):
        if (_KINDS.search(posts.words) or posts.words.endswith("员额数")) and _IN_POST.search(next_.words):
            yield posts, next_
    whole = next((count for count in people if _is_whole(count)), None)
    in_service = next((count for count in people if _IN_SERVICE.search(count.words)), None)
    if whole and in_service:
        yield whole, in_service


def _retired(case: Case, people: list[SaidCount]) -> Iterator[Result]:
    """离休人员 are paid 离休费 (30301)."""
    rows = [e for sheet in case.reading.of(TableKind.BASIC) for e in sheet.entries if e.name and e.name.member("经济")]
    old = next((c for c in people if _OLD.search(c.words) and c.entry.number.value), None)
    if old and rows:
        paid = next((e for e in rows if e.name and e.name.member("经济") == "30301" and e.number.value), None)
        yield compared(old.entry, paid)
        if not paid:
            message = f"人员数不一致：离休{old}，基本支出表没有离休费"
            hint = "核对离休费列在哪里；不在本部门预算里的，在说明里写明"
            nearest = next((e for e in rows if e.name and e.name.member("经济").startswith("303")), rows[0])
            yield Finding(message, (old.entry.place, nearest.place), Severity.WARNING, hint)


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
