"""绩效指标"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from reportgen.checks._case import Case
from reportgen.checks._comparing import total
from reportgen.checks._results import Compared, Result, Unknown, compared, firsts, grouped
from reportgen.checks._rules import BUDGET, TARGETS, of_family, speaks_of
from reportgen.checks._says import finding
from reportgen.checks._texts import percent
from reportgen.checks.performance import project_forms
from reportgen.checks.tables import first_print
from reportgen.document import TableKind, plain
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.reading import Form, Place
from reportgen.reading.terms import bare
from reportgen.records import NamedTuple

_BARE = compiled(r"[\s≥≤＞＜>=<＝=]*[0-9.]+")
_OUTPUTS = ("数量", "质量", "时效", "成本")
_NOT_OF_COUNTS = {"件数": ("元", "万元"), "人数": ("元", "万元", "%", "％")}  # units that a count cannot have
_OF_COUNTS = ("个", "人", "户", "家", "场", "次", "人次", "场次", "册", "件", "台", "套", "项", "辆", "份")
_HALF = Fraction(1, 2)
_TENTH = Fraction(1, 10)
_ENOUGH = 40  # letters of a form from which it says what the project does
# A value without content: blank, or a sign and a unit without number; the unit at the end of a name or in a value.
_NOTHING = r"[\s≥≤＞＜>=<＝=±不少于低高超过约]*+(?:«指标单位»)?[\s。、，/\\—-]*"
_UNIT_OF_NAME = r"[（(](?:单位[:：])?(?P<unit>«指标单位»)[)）]\s*$"
_UNIT_OF_VALUE = r"(?<![0-9.])[0-9.]+\s*(?P<unit>«指标单位»)"


class Indicator(NamedTuple):
    """One third-level indicator (三级指标): what it belongs to, its categories, its name and value.

    `others`: of a project, all words of its form but those of 满意度.
    """

    about: str
    first: str
    second: str
    name: str
    value: str
    place: Place
    others: str = ""


def _indicators(case: Case) -> tuple[Indicator, ...]:
    """Return every indicator of the forms."""
    return case.remembered(_indicators, lambda: tuple(_all_indicators(case)))


def _all_indicators(case: Case) -> Iterator[Indicator]:
    records = ((form, record) for form in case.reading.forms for record in form.records("三级指标", "指标值"))
    words = {id(form): _others(case, form) for form in case.reading.forms if form.project}
    for form, record in records:
        name, value = compiled(r"^指标[0-9]+[、：:.．]?").sub("", bare(record.text("三级指标"))), record.text("指标值")
        about = f"项目“{form.project}”" if form.project else f"《{bare(plain(form.table.title))}》"
        first, second = bare(record.text("一级指标")), bare(record.text("二级指标"))
        if name or value:
            place, others = record.items["指标值"].place, words.get(id(form), "")
            yield Indicator(about, first, second, name, value.strip(), place, others)


def _others(case: Case, form: Form) -> str:
    rows = (" ".join(plain(cell.runs) for cell in row.cells) for row in form.table.body)
    return " ".join(row for row in rows if "满意" not in row).replace(case.document.publisher, "")


def has_words_of(what: str, words: str) -> bool:
    """Whether the words contain one of this kind of 指标用词."""
    return spoken().form(f"«指标用词:{what}»").search(words) is not None


def R805(case: Case) -> Iterator[Result]:
    """指标值

    每个绩效指标要有值：写数量（≥60场），或者写明确的等级（达标、逐步提高）。只写一个单位、一个符号的，年底无法考核；
    别的数量指标都写了单位的，只写一个数的也提出。
    指标名称里写了单位的，值的单位要一致，说人数、场次、数量的，值不会是多少元、百分之几；“……率”“满意度”的值要有%；三级指标不能照抄二级指标的名称。

    怎样改：补上指标值，改正单位，把三级指标写具体。
    依据：财预〔2015〕88号，绩效目标应当细化、可衡量。
    例：指标“补助个人数量”的值只写了“个”。
    """
    found = _indicators(case)
    counted = {one.about for one in found if "数量" in one.second and spoken().form(_UNIT_OF_VALUE).search(one.value)}
    for one in found:
        yield compared()
        without = one.about in counted and "数量" in one.second and _BARE.fullmatch(one.value)
        unitless = without and not spoken().form(_UNIT_OF_NAME).search(one.name)
        if reason := _invalid(one) or ("没有单位" if unitless else ""):
            yield finding("R805 无效", one.place, one=one, reason=reason)


def _invalid(one: Indicator) -> str:
    """Return why the value is not valid; "" if it is."""
    if one.value in ("无", "不适用") and one.name in ("无", "不适用", ""):
        return ""
    if spoken().form(_NOTHING).fullmatch(one.value):
        return "没有数，也没有等级"
    if one.name and one.name == one.second:
        return "三级指标和二级指标同名"
    named, stated = spoken().form(_UNIT_OF_NAME).search(one.name), spoken().form(_UNIT_OF_VALUE).search(one.value)
    if named and stated and named["unit"] != stated["unit"]:
        return f"名称里的单位是“{named['unit']}”，值的单位是“{stated['unit']}”"
    if stated and any(
        stated["unit"] in units and has_words_of(kind, one.name) for kind, units in _NOT_OF_COUNTS.items()
    ):
        return f"名称说的是个数，值的单位是“{stated['unit']}”"
    if stated and has_words_of("最多百分之百", one.name) and stated["unit"] in _OF_COUNTS:
        return f"名称说的是比例，值的单位是“{stated['unit']}”"
    if (
        _BARE.fullmatch(one.value)
        and has_words_of("比率", one.name)
        and (parse_number(compiled("[^0-9.]").sub("", one.value)) or 0) > 1
    ):
        return "缺百分号"
    return ""


def R806(case: Case) -> Iterator[Result]:
    """指标方向与归类

    数量、质量、满意度是越多越好的，用“≥”；成本是越少越好的，用“≤”。满意度放在满意度指标里，不要放在社会效益里；
    问的是谁，要和项目做的事有关：送戏的项目里写“读者满意度”，像是从别的项目抄来的。
    产出指标一般要有数量、质量、时效、成本四类，缺的作为提示。

    怎样改：改正方向，把指标移到对应的二级指标下。
    依据：财预〔2020〕10号，项目支出绩效评价管理办法。
    例：成本指标写“≥26万元”；“职工满意率”放在社会效益指标下。
    """
    found = _indicators(case)
    yield compared() if found else Unknown("文件里没有绩效指标")
    for (_, reason), (one, *others) in grouped(((o.about, r), o) for o in found if (r := _what_looks_wrong(o))).items():
        yield finding("R806 可疑", one.place, *(other.place for other in others), one=one, reason=reason)
    for one in found:
        if "满意" in one.name and len(one.others) > _ENOUGH and (asked := _asked(one)):
            yield finding("R806 问谁", one.place, one=one, asked=asked)
    by_target = grouped((one.about, one) for one in found)
    lacking = grouped((kinds, (about, own)) for about, own in by_target.items() if (kinds := _lacking(own)))
    for kinds, targets in lacking.items():
        about = targets[0][0] if len(targets) == 1 else f"{targets[0][0]}等{len(targets)}个项目"
        yield finding("R806 没有一类", *(own[0].place for _, own in targets), about=about, kinds=kinds)


def _lacking(own: Sequence[Indicator]) -> str:
    """Return the kinds of outputs that a target has no indicator of: 质量指标、时效; "" if it has all or no outputs."""
    kinds = [kind for kind in _OUTPUTS if not any(kind in one.second for one in own)]
    return "指标、".join(kinds) if any("产出" in one.first for one in own) else ""


def _what_looks_wrong(one: Indicator) -> str:
    """Return what looks wrong about sign or category; "" if nothing does."""
    name, second = one.name, one.second
    most, least = has_words_of("至多", one.value), has_words_of("至少", one.value)
    if "成本" in second and least and not most and not has_words_of("比率", name) and "标准" not in name:
        return "成本指标用了“≥”"
    if compiled("数量|满意").search(second) and most and not least and not has_words_of("越少越好", name):
        return f"{second}用了“≤”"
    if most and not least and has_words_of("增减", name) and not has_words_of("越少越好", name):
        return f"{name}用了“≤”"
    if most and not least and has_words_of("最多百分之百", name) and "%" in one.value.replace("％", "%"):
        return f"{name}用了“≤”"
    if "满意" in name and second and "满意" not in second + one.first:
        return f"满意度放在了{second}"
    if "满意" in second and name and "满意" not in name and name != "不适用":
        return "" if has_words_of("满意的人", name + one.value) else f"{second}里不是满意度"
    if compiled("效益|效果").search(second) and "产出" in one.first and one.value != "无":
        return f"{second}放在了{one.first}"
    return ""


def _asked(one: Indicator) -> str:
    """Return who is asked, if nothing else of the project has to do with them: 读者 where nothing is read."""
    asked = (kind for kind, _ in spoken().patterns("满意度的人") if kind in one.name)
    return next((kind for kind in asked if not spoken().form(f"«满意度的人:{kind}»").search(one.others)), "")


@speaks_of(BUDGET, TARGETS)
def R807(case: Case) -> Iterator[Result]:
    """目标覆盖

    公开的项目绩效目标要覆盖主要的项目：金额合起来达到项目支出的一半，金额最大的项目应当在内。哪些是重点项目由本地定，不到一半的
    只作提示；不到一成、金额最大的项目又不在内的，作警告。

    怎样改：补上主要项目的绩效目标。
    依据：财预〔2016〕143号，公开重点项目绩效目标。
    例：项目支出218.86万元，有绩效目标的只有15.80万元，占7.22%。
    """
    found = [(form.project, budget) for form in project_forms(case) if (budget := form.entry("预算数"))]
    whole = first_print(case, "项目支出表 支出[性质=项目支出]", "支出总表 支出[性质=项目支出]")
    if not (found and whole and whole.exact):
        return
    yield compared(whole, *(budget for _, budget in found))
    by_project = dict(found)
    share = Fraction(total([*by_project.values()])) / Fraction(whole.exact)
    if share < _HALF:
        largest = _largest(case)
        left_out = f"，金额最大的项目“{largest}”未覆盖" if largest and largest not in by_project else ""
        few = bool(left_out) and share < _TENTH
        places = (whole, *by_project.values())
        yield finding("R807 没有覆盖", *places, remark=not few, share=percent(share), left_out=left_out)


def _largest(case: Case) -> str:
    """Return the project with the largest amount in 项目支出表; "" without projects."""
    entries = ((e.name, e) for sheet in case.reading.of(TableKind.PROJECTS) for e in sheet.entries if e.name)
    totals = firsts((n.member("项目"), e) for n, e in entries if n.member("项目") and not n.member("资金"))
    return max(totals, key=lambda project: totals[project].exact, default="")


_LEVELS = ("一级指标", "二级指标")
_REMARK = compiled(r"[（(][^（()）]*[)）]")


@of_family("绩效指标的类别和比例")
def R912(case: Case) -> Iterator[Result]:
    """指标类别

    绩效目标表的一级指标（产出、效益、满意度）、二级指标（数量、质量、时效、成本、社会效益……）是统一的几类，不能空着，
    不能错字；同一类在一张表里要用一样的写法。

    怎样改：照统一的类别改。
    依据：财预〔2015〕88号，中央部门预算绩效目标管理办法，地方参照执行。
    例：二级指标写成了“数量旨标”。
    """
    records = [(form, record) for form in case.reading.forms for record in form.records("三级指标", "指标值")]
    yield Compared() if records else Unknown("文件里没有绩效指标")
    spelled: dict[tuple[int, str, str], list[tuple[str, Place]]] = {}
    for form, record in records:
        for level, item in ((level, record.items[level]) for level in _LEVELS if level in record.items):
            text = bare(item.text).replace("\n", "")
            kind = _REMARK.sub("", text)
            if text and not spoken().whole(level, kind) and kind != "无":
                yield finding("R912 类别", item.place, level=level, text=text)
            elif text:
                spelled.setdefault((id(form), level, kind), []).append((text, item.place))
    for (_, level, _), items in spelled.items():
        texts = grouped(items)
        rare = min(texts, key=lambda text: len(texts[text]))
        if len(texts) > 1:
            others = "”“".join(text for text in texts if text != rare)
            yield finding("R912 写法", texts[rare][0], level=level, rare=rare, others=others)
