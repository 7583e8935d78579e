"""说明和表：人员和机构

Counts that sentences state: people, bodies, vehicles and equipment.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, compared, grouped, or_unknown, places
from reportgen.checks._rules import ACCOUNTS, BUDGET, of_family, speaks_of
from reportgen.checks.text._stated import StatedCount, counts
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.reading import Entry, Sheet

_POSTS = re.compile(r"(?:核定|共有|现有|人员)?编制(?:人?数|总数|人员)?(?:为|共)?$")
_KINDS = re.compile(r"(?:行政|事业|工勤|参公|机关工勤)(?:人员)?编制(?:人?数|总数)?(?:为|共)?$")
_IN_SERVICE = re.compile(r"(?:在职|实有)(?:人员|职工|人数)?(?:总数|数|共)?(?:为)?$")
_IN_POST = re.compile(r"在编(?:人员|人数|数)?$")
_RETIRED = re.compile(r"离休(?:人员|干部)?(?:人数)?(?:为)?$")

_BODIES = re.compile(r"内设|下设|机构|编制范围|(?:预算|预算管理|基层|下属|所属|直属|二级)单位")
_NO_BODY = re.compile(r"项目|任务|指标|目标")
_BEHIND = re.compile(r"^[^，。；：]{0,12}[，,]?(?:其中)?(?:包括|分别[是为]|即|为|是)[：:]?(?P<list>[^。；]+)")
_BEFORE = re.compile(r"(?:下设|内设|设有|设|包括|包含)[：:]?(?P<list>[^，。；：]+)[，,]共计?$")
_AND = re.compile(r"(?<=[室科股处部局馆站会委所队院办组心])(?:和|以?及|与)")  # no 和 within a name

_ASSETS = re.compile(r"国有资产|资产占[用有]|资产信息|资产情况")
_NONE = re.compile(r"(?:没有|无)(?:占用)?(?:国有)?(?:固定)?资产|资产总额[0０]")
_VEHICLES = re.compile(r"(?:共有|现有|实有|拥有|有)(?:公务)?(?:用车|车辆)(?:总数|共计?)?$|(?:车辆|用车)(?:总数|共计?)$")
_KEPT = re.compile(r"用车(?:保有量|数量)?(?:为|共)?$")
_WORTH = re.compile(r"单(?:位价值|价)(?P<worth>[0-9]+)万元(?:（?含）?)?以上(?P<kind>[^0-9，。；、]*?设备)(?:共|为)?$")
_FROM = re.compile(r"单(?:位价值|价)(?P<least>[0-9]{1,6})(?:[～~—-]+(?P<most>[0-9]{1,6}))?万元")
_USUAL = (20, 50, 100, 200)
_LEDGER = "对照资产账改"


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
    posts = next((count for count in people if _is_whole(count)), None)
    in_service = next((count for count in people if _IN_SERVICE.search(count.words)), None)
    yield from _kinds_of_posts(people)
    for form in (form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS):
        yield from _beside_form(form.entry("实有人数"), in_service, "实有人数", "在职")
        yield from _beside_form(form.entry("编制人数"), posts, "编制人数", "编制")
    for filled, most in (*_people_in_posts(people), *([(in_service, posts)] if in_service and posts else [])):
        yield from _overstaffed(filled, most)
    yield from _pay_of_retired(case, people)


def _is_whole(count: StatedCount) -> bool:
    return bool(_POSTS.search(count.words)) and not _KINDS.search(count.words)


def _kinds_of_posts(people: Sequence[StatedCount]) -> Iterator[Result]:
    """Posts of officials and of public institutions make all posts."""
    by_sentence = grouped((count.sentence, count.entry) for count in people if _KINDS.search(count.words))
    for whole in filter(_is_whole, people):
        message = f"人员数不一致：编制{whole}，行政编制、事业编制等合计{{}}人"
        yield from _sum_of_kinds(whole, by_sentence.get(whole.sentence, []), message, "对照编制批文改")


def _sum_of_kinds(whole: StatedCount, kinds: Sequence[Entry], message: str, hint: str) -> Iterator[Result]:
    """Compare a count with its kinds, if 其中 introduces them behind it."""
    if kinds and "其中" in whole.after:
        yield compared(whole.entry, *kinds)
        made = sum((kind.exact for kind in kinds), Decimal(0))
        if made != whole.entry.exact:
            places_ = (whole.entry.place, *places(kinds))
            yield Finding(message.format(f"{made:f}"), places_, Severity.WARNING, hint)


def _beside_form(printed: Entry | None, count: StatedCount | None, label: str, called: str) -> Iterator[Result]:
    """Compare a count with the 整体绩效目标表."""
    if printed and count:
        yield compared(count.entry, printed)
        if count.entry.exact != printed.exact:
            message = f"人员数不一致：说明{called}{count}，绩效表{label}{printed.number}"
            yield Finding(message, (count.entry.place, printed.place), Severity.WARNING, "按同一个时点的人数改")


def _people_in_posts(people: Sequence[StatedCount]) -> Iterator[tuple[StatedCount, StatedCount]]:
    """The people in posts of one kind, with the posts that stand right before them."""
    for posts, filled in pairwise(people):
        if (_KINDS.search(posts.words) or posts.words.endswith("员额数")) and _IN_POST.search(filled.words):
            yield filled, posts


def _overstaffed(filled: StatedCount, posts: StatedCount) -> Iterator[Result]:
    yield compared(posts.entry, filled.entry)
    if filled.entry.exact > posts.entry.exact:
        message = f"{filled.words}{filled}，多于{posts.words}{posts}"
        hint = "核对人数；确实多于编制的要说明原因"
        yield Finding(message, (filled.entry.place, posts.entry.place), Severity.WARNING, hint)


def _pay_of_retired(case: Case, people: Sequence[StatedCount]) -> Iterator[Result]:
    """离休人员 are paid 离休费 (30301)."""
    entries = (entry for sheet in case.reading.of(TableKind.BASIC) for entry in sheet.entries)
    rows = [(e.name.member("经济"), e) for e in entries if e.name and e.name.member("经济")]
    retired = next((c for c in people if _RETIRED.search(c.words) and c.entry.number.value), None)
    if retired and rows:
        paid = next((e for code, e in rows if code == "30301" and e.number.value), None)
        yield compared(retired.entry, paid)
        if not paid:
            message = f"人员数不一致：离休{retired}，基本支出表没有离休费"
            hint = "核对离休费列在哪里；不在本部门预算里的，在说明里写明"
            nearest = next((e for code, e in rows if code.startswith("303")), rows[0][1])
            yield Finding(message, (retired.entry.place, nearest.place), Severity.WARNING, hint)


def R315(case: Case) -> Iterator[Result]:
    """机构数

    “设几个内设机构”“共几家单位”，要和后面（或前面）列举的个数一样；预算单位还要和《收入总表》里的单位一样多。

    怎样改：数一遍列举的名称，改个数或补上漏掉的名称。
    依据：财预〔2016〕143号，机构设置情况要公开；公开文件中常见的错误。
    例：机构数写4个，后面列举“办公室、公共服务股、产业发展股”，只有3个。
    """
    bodies = [count for count in counts(case, "个", "家") if _is_of_bodies(count)]
    if not bodies:
        yield Unknown("说明里没有写机构、单位的个数")
    for count in bodies:
        listed = _listed(count)
        if listed:
            yield compared(count.entry)
            if count.entry.exact not in (len(listed), len(listed) - 1 + len(_AND.split(listed[-1]))):
                place = count.entry.place
                whole = place.marking(count.text.find(listed[0]), len("、".join(listed)))
                message = f"机构数写{count}，实际列举{len(listed)}个"
                yield Finding(message, (place, whole), Severity.WARNING, "数一遍列举的名称，改个数或补上漏掉的名称")
        else:
            yield Unknown(f"写了{count}，没有列举名称")
        if "预算单位" in count.words:
            yield from _units_of_table(case, count, listed)


def _is_of_bodies(count: StatedCount) -> bool:
    around = f"{count.words}｜{re.split('[，：]', count.after)[0]}"
    listed = _BEFORE.search(count.before)
    return bool(listed or _BODIES.search(around)) and not _NO_BODY.search(around)


def _listed(count: StatedCount) -> list[str]:
    """The names that are listed behind the number, else before it."""
    found = _BEHIND.match(count.after) or _BEFORE.search(count.before)
    names = [name for name in found["list"].split("、") if name] if found else []
    return [] if any(character.isdigit() for character in "".join(names)) else names


def _units_of_table(case: Case, count: StatedCount, listed: Sequence[str]) -> Iterator[Result]:
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


@of_family("说明和资产：国有资产占用")
@speaks_of(BUDGET, ACCOUNTS)
def R311(case: Case) -> Iterator[Result]:
    """说明·国有资产

    国有资产占用情况里，车辆总数要等于后面分类的车辆数之和；各处写的车辆数不能多于总数；单位价值100万元以上的设备包括在
    50万元以上的里面，不会更多；起点一般是50万元、100万元。
    截止日期由 R506 核对。

    怎样改：对照资产账改。
    依据：财预〔2016〕143号，国有资产占用情况要在说明中公开；公开文件中常见的错误。
    例：共有车辆4辆，分类的加起来3辆。
    """
    assets = list(counts(case, "辆", "台", "台（套）", "台(套)", "套"))
    headed = [passage for passage in case.reading.passages if _ASSETS.search(" ".join(passage.headings))]
    if not assets and not headed:
        yield Unknown("说明里没有国有资产占用情况")
        return
    yield from _vehicles(assets)
    yield from _equipment(assets)
    yield from _bounds(case)
    if headed:
        yield Compared()
    text = "".join(passage.text for passage in headed)
    tables = any("资产" in sheet.name for sheet in case.reading.sheets)
    stated = _NONE.search(text) or ("车" in text and "设备" in text) or case.is_as_made  # R606 asks a region
    if headed and not tables and not stated:
        message = "国有资产占用情况没有写车辆、设备的数量"
        place = headed[0].place(0, len(headed[0].text))
        yield Finding(message, (place,), Severity.WARNING, "写明车辆、设备的数量，没有也要写明")


def _vehicles(assets: Sequence[StatedCount]) -> Iterator[Result]:
    """The kinds of vehicles make the whole; other sentences do not speak of more."""
    by_sentence = grouped((count.sentence, count) for count in assets if count.unit == "辆")
    wholes = [count for count in assets if count.unit == "辆" and _VEHICLES.search(count.words)]
    for whole in wholes:
        yield compared(whole.entry)
        kinds = [count.entry for count in by_sentence[whole.sentence] if count is not whole]
        yield from _sum_of_kinds(whole, kinds, f"国有资产：车辆{whole}与分类合计{{}}辆不符", _LEDGER)
    most = max((count.entry.exact for count in wholes), default=None)
    for kept in assets:
        if most is not None and _KEPT.search(kept.words) and kept not in wholes:
            yield compared(kept.entry)
            if kept.entry.exact > most:
                message = f"公务用车{kept}，多于国有资产里的车辆{most:f}辆"
                yield Finding(message, (kept.entry.place, wholes[0].entry.place), Severity.WARNING, _LEDGER)


def _equipment(assets: Sequence[StatedCount]) -> Iterator[Result]:
    """There is no more equipment above a higher value than above a lower one."""
    worth = [(found, count) for count in assets if (found := _WORTH.search(count.words))]
    yield from (compared(count.entry) for _, count in worth)
    by_kind = grouped(((c.text, found["kind"], "新增" in c.words), (int(found["worth"]), c)) for found, c in worth)
    for own in by_kind.values():
        for (low, less), (high, more) in pairwise(own):
            if low < high and more.entry.exact > less.entry.exact:
                message = f"单位价值{high}万元以上设备{more}，多于{low}万元以上的{less}"
                yield Finding(message, (more.entry.place, less.entry.place), Severity.WARNING, _LEDGER)


def _bounds(case: Case) -> Iterator[Result]:
    """Equipment is stated from the value on that regulations ask for."""
    for passage in case.reading.passages:
        for found in _FROM.finditer(passage.text):
            for bound in (bound for bound in ("least", "most") if found[bound]):
                place = passage.place(found.start(bound), len(found[bound]))
                yield Compared((place,))
                if int(found[bound]) not in _USUAL:
                    message = f"设备的起点写{found[bound]}万元，一般是50万元、100万元"
                    yield Finding(message, (place,), Severity.WARNING, "对照本地的规定核对")
