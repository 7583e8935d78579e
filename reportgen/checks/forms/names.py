"""单位和层级的称谓"""

import re
from collections.abc import Iterator
from itertools import chain

from reportgen.budget import areas
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Result, Unknown
from reportgen.checks._rules import BUDGET, speaks_of
from reportgen.checks._says import MOST, finding, finding_of_each
from reportgen.checks._texts import matches, wordings
from reportgen.document import plain
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.reading.texts import PROSE

_HEADED = compiled(
    r"(?:部门|单位|编制部门|编制单位|填报单位|申报单位)(?:名称)?[:：]\s*"
    r"(?P<name>(?!(?:人民币)?.?元(?:[（(）)]|$))[^\s：:]+)$"
)
_CODED = compiled(r"[0-9]{3,}\s*(?P<name>\D+)$")
_AREA = compiled(r".{1,6}?(?:自治州|自治县|自治区|开发区|新区|省|市|区|县|旗|州)")
_LEVELS = ("省|自治区", "市|自治州|地区", "县|区|旗", "乡|镇|街道")
_OF_LEVEL = compiled(
    r"(?P<level>[省市区县旗乡镇](?<!上.)(?:（[省市区县]）)?级)(?:财政|部门预算|预算部门|预算单位|国库)"
)
_TOWN = compiled("[乡镇](?:人民)?政府$")
_ZONES = ("开发区", "新区")
_OURS, _BRANCH, _COUNTY = "全本我", "分局", 3  # names in the path of a county: province, city, county
_CLAUSE = compiled("[，。；：⏎]")
_ACCOUNTS = compiled(r"(?:部门|单位)?决算")
_LONG = 80  # letters of a name that are looked at; no department has more


def R507(case: Case) -> Iterator[Result]:
    """单位名称

    部门（单位）的名称全文要一致：标题、表眉、说明都用同一个名称，所属单位用各自的全称。
    名称差一个字、少一个字，多半是打错了，或是从别的单位的文件里抄来的。

    怎样改：改成正确的名称；另有全称、简称的，在预算文件的“部门”里写明“全称”。
    依据：公开文件中常见的错误。
    例：标题是“云溪县文化和旅游局”，表眉写“云溪县文化旅游局”。
    """
    publisher = case.document.publisher
    if not publisher:
        return
    yield Compared()
    allowed = _names(case)
    heads = [(m["name"], place) for m, place in matches(wordings(case, "表眉"), _HEADED)]
    strange = [(name, place) for name, place in heads if name not in allowed and publisher not in name]
    known = allowed | {name for name, _ in strange}
    near = [(name, place) for name, place in _nearly(case, publisher, allowed) if name not in known]
    yield from finding_of_each(strange, "R507 不统一", publisher=publisher)
    yield from finding_of_each(near, "R507 不统一", publisher=publisher)


def _names(case: Case) -> set[str]:
    """Return the names that may stand in the document: those of the budget file, else those that it has repeatedly."""
    if case.budget:
        own = case.budget.file.department
        units = [name for unit in own.units for name in (unit.name, unit.full_name, unit.superior)]
        return {name for name in (case.document.publisher, own.name, own.full_name, own.superior, *units) if name}
    found = [m["name"].strip() for m, _ in matches(wordings(case, "表眉"), _CODED)]
    found += [line.fields.get("单位名称", "") for sheet in case.reading.sheets for line in sheet.lines]
    return {case.document.publisher} | {name for name in found if name and found.count(name) > 1}


def _nearly(case: Case, publisher: str, allowed: set[str]) -> Iterator[tuple[str, Place]]:
    """Yield names in the text that differ from the publisher's by one letter: more, less, or another."""
    pattern = _one_letter_off(publisher[:_LONG])
    known = re.compile("|".join(map(re.escape, sorted(allowed, key=len, reverse=True))))
    middle = len(publisher[:_LONG]) // 2  # one of the two halves is right
    for wording in wordings(case).near(pattern, (publisher[:middle], publisher[:_LONG][middle:])):
        there = [range(*found.span()) for found in known.finditer(wording.text)]
        for found in pattern.finditer(wording.text):
            if not any(found.start() in span or found.end() - 1 in span for span in there):
                yield found[0], wording.place.marking(found.start(), len(found[0]))


def _one_letter_off(name: str) -> re.Pattern[str]:
    """Return a pattern of names one letter off; the last letter counts only if a year or the like follows."""
    letter = "[^\\W\\d_]"
    inside = [f"{re.escape(name[:k])}{letter}?{re.escape(name[k + 1 :])}" for k in range(len(name) - 1)]
    inside += [f"{re.escape(name[:k])}{letter}{re.escape(name[k:])}" for k in range(1, len(name))]
    end = f"{re.escape(name[:-1])}{letter}?(?=[0-9]{{4}}年|概况|本级|部门|机关|编制范围|没有|政府采购|（|$)"
    return re.compile("|".join((*inside, end)))


def R508(case: Case) -> Iterator[Result]:
    """行政层级

    “县级财政”“市级财政”这样的说法，层级要和本级一致。照抄上级或别处的名词解释，最容易把“市级”留在县里的文件里。
    县和区是同一层级，但一份文件里只用一种说法。“全县”“我市”“县委、县政府交办”这样的话也看：职责里写的是警告，别处的给一个提示；
    落实、参与、承办上级的事的不看。

    怎样改：改成本级的说法；名词解释里的层级由预算文件“部门”的“级次”决定。
    依据：公开文件中常见的错误。
    例：县级部门的名词解释写“指市级财政当年拨付的资金”。
    """
    found = [(m["level"], place) for m, place in matches(wordings(case, "段落", "表注", "格"), _OF_LEVEL)]
    level = _level(case)
    spoken_of = list(_of_other_levels(case, level)) if level else []
    yield from spoken_of
    if not (found or spoken_of) or not level:
        yield Unknown("文件里没有“某级财政”的说法" if not found else "看不出公开预算的部门是哪一级的")
        return
    yield Compared()
    wrong = ((stated, place) for stated, place in found if rank(stated) != rank(level))
    yield from finding_of_each(wrong, "R508 不符", level=level)
    first, *others = {stated: None for stated, _ in found if rank(stated) == rank(level)} or [level]
    if others:
        places = [place for stated, place in found if stated in others]
        yield finding("R508 几种说法", *places[:MOST], kinds="”、“".join((first, *others)))


def _of_other_levels(case: Case, level: str) -> Iterator[Result]:
    """Yield findings on words of another level, as 全省 in the duties of a county; 全区 may be a region's."""
    own, found = _own_signs(case, level), list[tuple[str, Place]]()
    for m, place in matches(wordings(case, *PROSE, "格"), spoken().form("«层级的话»")):
        yield Compared()
        ours, (before, after) = m[0][0] in _OURS, (m.string[: m.start()], m.string[m.start() :])
        clause = _CLAUSE.split(before)[-1] + _CLAUSE.split(after)[0]
        if not own & set(m[0][: 1 + ours]) and not (ours and spoken().within("上下级", clause)):
            found.append((m[0], place))
    duties = {said for said, place in found if spoken().within("职责的节", place.part)}
    if not spoken().within("上级管理", case.document.publisher):
        words, is_remark = "”“".join(sorted(own)), lambda said: said not in duties or said[1] == "区"
        yield from finding_of_each(found, "R508 不是本级", is_remark, own=words)


def _own_signs(case: Case, level: str) -> set[str]:
    """Return the letters that stand for the department's own place: 县 for 云溪县.

    If its place is of another rank than its level says, also the letter of the level.
    """
    last = (_AREA.findall(case.document.publisher) or [level.removesuffix("级")])[-1]
    signs = {last[-1]} | ({"区"} if last.endswith(("自治区", "新区", "开发区")) else set())
    return signs if rank(last) == rank(level) else signs | {level[0]}


def _level(case: Case) -> str:
    """Return the level in the budget file, else that of the last place in the publisher's name: 深圳市盐田区; or ""."""
    if case.budget and case.budget.file.department.level:
        return case.budget.file.department.level
    publisher, area, last = case.document.publisher, "", ""
    if _BRANCH in publisher:
        return ""  # 海浦市公安局临港分局 may be of a district
    if _TOWN.search(publisher):  # below a district, whose level its words may be, too
        return "乡镇级" if _stated_ranks(case) == {rank("乡镇级")} else ""
    while (found := _AREA.match(publisher[len(area) :])) and len(area) + found.end() < len(publisher):
        area, last = area + found[0], found[0]
    if last.endswith("市") and (not (known := areas(last)) or any(len(own) == _COUNTY for own in known)):
        # 昆山市 is a county; one that is not in the catalogue may be
        stated = _stated_ranks(case)
        return "县级" if known or stated == {rank("县级")} else "市级"
    if last.endswith(_ZONES) and not areas(last):
        return ""  # of any level; 浦东新区 is a district
    return next((f"{sign}级" for sign in "省市县区旗乡镇" if area.endswith(sign)), "")


def _stated_ranks(case: Case) -> set[int]:
    return {rank(m["level"]) for m, _ in matches(wordings(case, "段落", "表注", "格"), _OF_LEVEL)}


def rank(level: str) -> int:
    """Return 0 for 省级, 1 for 市级 …; -1 for what is no level."""
    words = level.replace("级", "")
    return next((i for i, pattern in enumerate(_LEVELS) if compiled(f"(?:{pattern})$").search(words)), -1)


@speaks_of(BUDGET)
def R509(case: Case) -> Iterator[Result]:
    """部门/单位

    部门预算和单位预算是两种文件：部门预算含所属各单位，单位预算只是一个单位的。题目是“部门预算”的，表名、说明不应写“单位预算”，反之亦然。
    “预算单位”“部门预算经济分类”“所属单位预算”等说法不受影响。预算的文件里也不应出现“决算”的表名、标题。

    怎样改：改成与题目一致的说法。
    依据：财预〔2021〕29号，部门和所属单位分别公开预算。
    例：2026年部门预算公开里，一张表叫“2026年单位收支总表”。
    """
    title = plain(case.document.title)
    kind = next((kind for kind in ("部门", "单位") if f"{kind}预算" in title), "")
    if not kind:
        return
    yield Compared()
    other = "单位" if kind == "部门" else "部门"
    after = "(?!支?出?经济|单位)"
    before = f"(?<!所属{other}预算|下属{other}预算|基层{other}预算)(?<!各{other}预算|级{other}预算|与{other}预算)"
    phrase = compiled(f"{other}预算{before}{after}")
    titled = compiled(rf"(?:^|年(?:度)?){other}(?:收支|收入|支出|财政拨款|一般公共|政府性|国有|项目|政府采购|机关)")
    found = chain(matches(wordings(case), phrase), matches(wordings(case, "表题"), titled))
    stated = ((m[0].lstrip("年度"), place) for m, place in found)
    yield from finding_of_each(stated, "R509 不符", lambda _: case.is_as_made, kind=kind)
    accounts = ((m[0], place) for m, place in matches(wordings(case, "表题", "节题"), _ACCOUNTS))
    yield from finding_of_each(accounts, "R509 决算", kind=kind)
