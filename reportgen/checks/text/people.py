"""说明和表：人员和机构

Counts that sentences state: people, bodies, vehicles and equipment.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, pairwise

from reportgen.checks._case import Case
from reportgen.checks._comparing import total
from reportgen.checks._results import Compared, Result, Unknown, compared, grouped, places
from reportgen.checks._rules import ACCOUNTS, BUDGET, of_family, speaks_of
from reportgen.checks._says import finding_if
from reportgen.checks.text.stated_counts import StatedCount, counts
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.reading import Entry, Sheet
from reportgen.reading.clauses import listed_names
from reportgen.reading.terms import unit_in

_BEHIND = compiled(r"^[^，。；：]{0,12}[，,]?(?:其中)?(?:包括|分别[是为]|即|为|是)[：:]?(?P<list>[^。；]+)")
_BEFORE = compiled(r"(?:下设|内设|设有|设|包括|包含)[：:]?(?P<list>[^，。；：]{1,500})[，,]共计?$")
_NAMED = compiled("^(?:(?![和与及等]).)+[室科股处部局馆站会委所队院办组心]$")
_AND = compiled(r"(?<=[室科股处部局馆站会委所队院办组心])(?:和|以?及|与)")  # separates names, not 和 within a name
_WORTH = compiled(r"单(?:位价值|价)(?P<worth>[0-9]+)万元(?:（?含）?)?以上(?P<kind>[^0-9，。；、]*?设备)(?:共|为)?$")
_FROM = compiled(r"单(?:位价值|价)(?P<least>[0-9]{1,6})(?:[～~—-]+(?P<most>[0-9]{1,6}))?万元")
_PER_CAR = compiled(r"(?:车均|平均每辆车?)[^0-9，。；]{0,12}(?P<n>[0-9]{1,4}(?:\.[0-9]{1,6})?)(?P<unit>万元|元)")
_HUNDREDTH = Decimal("0.01")
_USUAL = (20, 50, 100, 200)
_ROUND = compiled("[1-9]0+$")  # a limit that might be set somewhere


def R314(case: Case) -> Iterator[Result]:
    """人员数

    编制人数要等于行政编制、事业编制（和工勤编制）之和；说明里的编制、在职人数要和整体绩效目标表的编制人数、实有人数一样；
    在职多于编制的要说明，比编制少得多的给一个提示；有离休人员的，基本支出表里要有离休费。接待的人次不会比批次少。

    怎样改：对照编制批文和工资册改；有离休人员而没有离休费的，核对是不是列在“退休费”里。
    依据：公开文件中常见的错误：人员情况照抄上年，绩效目标表用的是另一个时点的人数。
    例：说明在职61人，整体绩效目标表实有人数60人。
    """
    people = counts(case, "人", "名")
    posts = next((count for count in people if count.kind == "编制"), None)
    in_service = next((count for count in people if count.kind == "在职"), None)
    yield from _kinds_of_posts(people)
    for form in (form for form in case.reading.forms if form.kind == TableKind.OVERALL_TARGETS):
        yield from _beside_form(form.entry("实有人数"), in_service, "实有人数", "在职")
        yield from _beside_form(form.entry("编制人数"), posts, "编制人数", "编制")
    pairs = [pair for pair in pairwise(people) if pair[0].kind in ("一种编制", "员额") and pair[1].kind == "在编"]
    for most, filled in (*pairs, *([(posts, in_service)] if in_service and posts else [])):
        wrong = filled.entry.exact > most.entry.exact
        yield from finding_if(wrong, "R314 多于", filled.entry, most.entry, filled=filled, most=most)
    if posts and in_service:
        share, least = spoken().limits("量级")["在职和编制"]
        few = posts.entry.exact >= least and in_service.entry.exact < share * posts.entry.exact
        yield from finding_if(few, "R314 少得多", in_service.entry, posts.entry, filled=in_service, most=posts)
    yield from _pay_of_retired(case, people)
    for groups, guests in pairwise(counts(case, "批次", "批", "人次")):
        if guests.unit == "人次" != groups.unit and guests.sentence == groups.sentence:
            yield from finding_if(guests.entry.exact < groups.entry.exact, "R314 人次", guests.entry, groups.entry)


def _kinds_of_posts(people: Sequence[StatedCount]) -> Iterator[Result]:
    """Compare all posts with the posts of officials and of public institutions together."""
    by_sentence = grouped((count.sentence, count.entry) for count in people if count.kind == "一种编制")
    for whole in (count for count in people if count.kind == "编制"):
        yield from _sum_of_kinds(whole, by_sentence.get(whole.sentence, []), "R314 各种编制")


def _sum_of_kinds(whole: StatedCount, kinds: Sequence[Entry], what: str) -> Iterator[Result]:
    """Compare a count with its kinds, if 其中 introduces them after it; a single kind may leave others out."""
    if kinds and "其中" in whole.after:
        made = total(kinds)
        wrong, grave = made != whole.entry.exact, made > whole.entry.exact or len(kinds) > 1
        yield from finding_if(wrong, what, whole.entry, *kinds, made=made, grave=grave)


def _beside_form(printed: Entry | None, count: StatedCount | None, label: str, called: str) -> Iterator[Result]:
    """Compare a count with the number in 整体绩效目标表."""
    if printed and count:
        wrong = count.entry.exact != printed.exact
        yield from finding_if(wrong, "R314 和绩效表", count.entry, printed, called=called, label=label)


def _pay_of_retired(case: Case, people: Sequence[StatedCount]) -> Iterator[Result]:
    """Yield a finding if there are 离休人员 and no 离休费 (30301)."""
    entries = (entry for sheet in case.reading.of(TableKind.BASIC) for entry in sheet.entries)
    rows = [(e.name.member("经济"), e) for e in entries if e.name and e.name.member("经济")]
    retired = next((count for count in people if count.kind == "离休" and count.entry.number.value), None)
    if retired and rows:
        paid = next((e for code, e in rows if code == "30301" and e.number.value), None)
        beside = paid or next((e for code, e in rows if code.startswith("303")), rows[0][1])
        yield from finding_if(not paid, "R314 离休费", retired.entry, beside)


def R315(case: Case) -> Iterator[Result]:
    """机构数

    “设几个内设机构”“共几家单位”，要和后面（或前面）列举的个数一样；预算单位还要和《收入总表》里的单位一样多。

    怎样改：数一遍列举的名称，改个数或补上漏掉的名称。
    依据：财预〔2016〕143号，机构设置情况要公开；公开文件中常见的错误。
    例：机构数写4个，后面列举“办公室、公共服务股、产业发展股”，只有3个。
    """
    for count in filter(_is_of_bodies, counts(case, "个", "家")):
        if listed := _listed(count):
            whole = count.entry.place.marking(count.text.find(listed[0]), len("、".join(listed)))
            wrong = count.entry.exact not in (len(listed), len(listed) - 1 + len(_AND.split(listed[-1])))
            sure = all(map(_NAMED.search, listed))
            yield from finding_if(wrong, "R315 个数", count.entry, whole, listed=len(listed), grave=sure)
        else:
            yield Unknown(f"写了{count}，没有列举名称")
        if "预算单位" in count.words:
            yield from _units_of_table(case, count, listed)


def _is_of_bodies(count: StatedCount) -> bool:
    kind = spoken().within("机构", f"{count.words}｜{compiled('[，：]').split(count.after)[0]}")
    listed = _BEFORE.search(count.before) if not kind else None
    return kind == "机构" or bool(listed and "、" in listed["list"])


def _listed(count: StatedCount) -> list[str]:
    """Return the names listed after the number, else before it."""
    found = _BEHIND.match(count.after) or _BEFORE.search(count.before)
    names = [name for name in listed_names(found["list"]) if name] if found else []
    return [] if any(character.isdigit() for character in "".join(names)) else names


def _units_of_table(case: Case, count: StatedCount, listed: Sequence[str]) -> Iterator[Result]:
    """Compare the number and names of units with the units that have rows of their own in 收入总表."""
    rows = {name: entry for sheet in case.reading.of(TableKind.REVENUE) for name, entry in _units(sheet)}
    units = places(rows.values())
    missing = [name for name in listed if name not in rows]
    if rows:
        wrong = count.entry.exact != len(rows) and (len(rows) + len(missing) != count.entry.exact or not missing)
        yield from finding_if(wrong, "R315 预算单位", count.entry, *units, rows=len(rows))
    for name in listed if rows else ():
        place = count.entry.place.marking(count.text.find(name), len(name))
        yield from finding_if(name not in rows, "R315 表里没有", place, *units, name=name)


def _units(sheet: Sheet) -> Iterator[tuple[str, Entry]]:
    """Yield the rows of units with a code: name and first number."""
    for line in sheet.lines:
        code, name = unit_in(line.fields, "编码"), unit_in(line.fields, "名称")
        if code.isdigit() and name and line.entries:
            yield name, next(iter(line.entries.values()))


@of_family("说明和资产：国有资产占用")
@speaks_of(BUDGET, ACCOUNTS)
def R311(case: Case) -> Iterator[Result]:
    """说明·国有资产

    国有资产占用情况里，车辆总数要等于后面分类的车辆数之和；各处写的车辆数不能多于总数；写了车均多少元的，
    等于运行维护费除以保有量；单位价值100万元以上的设备包括在
    50万元以上的里面，不会更多；起点一般是50万元、100万元。
    截止日期由 R506 核对。

    怎样改：对照资产账改。
    依据：财预〔2016〕143号，国有资产占用情况要在说明中公开；公开文件中常见的错误。
    例：共有车辆4辆，分类的加起来3辆。
    """
    assets = counts(case, "辆", "台", "台（套）", "台(套)", "套")
    about, none = spoken().form("«资产:节题»"), spoken().form("«资产:没有»")
    headed = [passage for passage in case.reading.passages if about.search(" ".join(passage.headings))]
    yield from _vehicles(assets)
    yield from _equipment(assets)
    yield from (*_bounds(case), *_per_car(case, assets))
    if headed:
        text = "".join(passage.text for passage in headed)
        tables = any("资产" in sheet.name for sheet in case.reading.sheets)
        counted = any(count.kind == "车辆" and count.text in text for count in assets)  # of the rest, R606 asks
        stated = none.search(text) or ("车" in text and "设备" in text) or counted or case.is_as_made
        yield from finding_if(not (tables or stated), "R311 没有数量", headed[0].place(0, len(headed[0].text)))


def _vehicles(assets: Sequence[StatedCount]) -> Iterator[Result]:
    """Compare all vehicles with their kinds, and with vehicles in other sentences, which must not be more."""
    vehicles = [count for count in assets if count.unit == "辆"]
    wholes = [count for count in vehicles if count.kind == "车辆"]
    for whole in wholes:
        yield compared(whole.entry)
    for whole, *kinds in grouped((count.sentence, count) for count in vehicles).values():
        yield from _sum_of_kinds(whole, [kind.entry for kind in kinds], "R311 各种车辆")
    bought = [count for count in assets if spoken().within("要添的用车", count.words)]
    listed = {whole.sentence for whole in wholes}  # its kinds
    for one in (one for one in assets if wholes and one.kind == "用车" and one not in bought):
        most = max(whole.entry.exact for whole in wholes)
        what = "R311 公务用车" if one.entry.exact > most else "R311 少了"
        wrong = one.entry.exact != most and (one.entry.exact > most or one.sentence not in listed)
        yield from finding_if(wrong, what, one.entry, wholes[0].entry, most=most)


def _equipment(assets: Sequence[StatedCount]) -> Iterator[Result]:
    """Compare equipment above a higher value with that above a lower value: it must not be more."""
    worth = [(found, count) for count in assets if (found := _WORTH.search(count.words))]
    yield from (compared(count.entry) for _, count in worth)
    by_kind = grouped(((c.text, found["kind"], "新增" in c.words), (int(found["worth"]), c)) for found, c in worth)
    for (low, less), (high, more) in chain.from_iterable(map(pairwise, by_kind.values())):
        wrong = low < high and more.entry.exact > less.entry.exact
        yield from finding_if(wrong, "R311 设备", more.entry, less.entry, low=low, high=high)


def _per_car(case: Case, assets: Sequence[StatedCount]) -> Iterator[Result]:
    """Compare what a car costs on average (车均) with what all of them cost, divided by their number beside it."""
    cars = {one.text: one.entry for one in assets if one.kind == "用车" and one.entry.number.value}
    amounts = (mention.amount for mention in case.reading.mentions if mention.amount and mention.amount.name)
    costs = {one.place.line: one for one in amounts if one.name and one.name.member("费目") == "公务用车运行费"}
    for passage in (one for one in case.reading.passages if one.text in cars and one.text in costs):
        for found in _PER_CAR.finditer(passage.text):
            cost, number = costs[passage.text], cars[passage.text]
            said, step = Decimal(found["n"]) * UNITS[found["unit"]], UNITS[found["unit"]] * _HUNDREDTH
            wrong = abs(said * number.exact - cost.exact) > (step + cost.number.step) * number.exact / 2
            at = passage.place(found.start("n"), len(found["n"]))
            yield from finding_if(wrong, "R311 车均", at, cost, number, said=found["n"] + found["unit"])


def _bounds(case: Case) -> Iterator[Result]:
    """Yield findings on values of equipment that are not the limits of the regulations."""
    found = ((passage, one) for passage in case.reading.passages for one in _FROM.finditer(passage.text))
    for passage, one in found:
        for bound in filter(one.group, ("least", "most")):
            place = passage.place(one.start(bound), len(one[bound]))
            worth = int(one[bound])
            yield Compared((place,))
            yield from finding_if(
                worth not in _USUAL, "R311 起点", place, bound=worth, grave=not _ROUND.match(one[bound])
            )
