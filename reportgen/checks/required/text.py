"""该说的话"""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportgen.checks import required
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown
from reportgen.checks._says import finding
from reportgen.checks._texts import page_of, wordings
from reportgen.checks.required import denies, places_of, sections, topics
from reportgen.checks.required.said_by_file import _of_file
from reportgen.document import TableKind
from reportgen.figure import parse
from reportgen.patterns import compiled
from reportgen.reading import Sheet, SheetRow
from reportgen.source import Node, below

_SMALL_FIRMS, _SMALLEST_FIRMS = "面向中小企业预留的金额", "面向小微企业预留的金额"
_SMALL_FIRMS_SINCE = 2021
_FOR_SMALL_FIRMS = parse("政府采购[面向=中小企业]")
_OPENS = ("：", ":", "见下表。", "见下表", "如下表。")


def R606(case: Case) -> Iterator[Result]:
    """说明要件

    说明里要写到：职责，机构设置，收支总额和增减变化及原因，机关运行经费，政府采购（货物、工程、服务，2021年起还有面向中小企业、
    小微企业预留的金额），国有资产占用（截止日期、车辆、大型设备），绩效目标（项目个数和金额），名词解释。没有的也要写明没有。

    各地另外要写到的话，由模板的“必备”规定；预算文件里写了的职责、机构、用途、绩效目标等，也要都印出来；
    有标题的一节不能没有内容。

    看的是印出来的数是什么数（政府采购的货物、车辆的辆数）、预算文件里写的职责和机构，没有名称的数才看文字，所以模板怎么措辞都行。
    模板没有印的，办事人员改不了，只作提示，请写模板的人补。

    怎样改：补上缺少的一节或一句。
    依据：财预〔2016〕143号；财预〔2021〕29号；财库〔2020〕46号，面向中小企业预留。
    例：政府采购只写了总额，没有分货物、工程、服务。
    """
    wanted = [topic for topic in required.demanded(case) if topic in topics()]
    if not wanted:
        reason = "模板没有写应当写到哪些事（必备）"
        unknown = reason if case.profile else "看不出是部门预算还是单位预算，不知道应当写到哪些事"
        yield Unknown("工作簿里只有表" if case.is_tables_alone else unknown)
        return
    yield Compared()
    stated = "\n".join(case.stated_names or required.wholes_by_words(case))
    printed = "\n".join(case.figure_names)
    for topic in wanted:
        if not (case.as_made and _is_unchanged(case, case.as_made, topic)):
            yield from _on_topic(case, topic, required.met(topic, stated, printed))
    yield from _empty(case)
    yield from _left_open(case)
    yield from _items_left_out(case)
    yield from _of_region(case)
    yield from _of_file(case)


def _is_unchanged(case: Case, made: Case, topic: str) -> bool:
    """Whether the topic has the words that the region made; what these lack, only the region can add."""
    own, other = (compiled(r"\s").sub("", required.stated_on(one, topic)[1]) for one in (case, made))
    return own == other != ""


def _on_topic(case: Case, topic: str, met: frozenset[str]) -> Iterator[Finding]:
    """Yield findings if a topic has no section or sentences, or these state neither its needs nor that it is empty."""
    own, text = required.stated_on(case, topic)
    page = wordings(case, "段落").page
    if required.is_nothing(case, topic) or any(fact in page for fact in required.facts_on(case, topic)):
        return
    if not text.strip() and not met:
        if not own:
            sure = not (case.is_as_made or _is_in_own_words(case))
            grave = sure or required.lacks_facts(case, topic)
            yield finding("R606 没有这一节", *places_of(case, own), grave=grave, topic=topic)
            return
        if all(part.is_empty for part in own):
            return  # reported with the other empty sections
    tables = case.reading.of(TableKind.PROJECT_TARGETS) or case.reading.of(TableKind.OVERALL_TARGETS)
    if denies(topic, text) or (topic == "绩效" and tables):
        return
    missing = [need for need in topics()[topic] if need not in met and _is_asked(case, need, text)]
    if missing := [need for need in missing if not required.states_need(need, text)]:
        words = {"topic": topic, "missing": "、".join(missing)}
        regional = case.is_as_made or not any(_is_printed_there(case, need) for need in missing)
        yield finding("R606 没有写到", *places_of(case, own), remark=regional, **words)


def _is_in_own_words(case: Case) -> bool:
    """Whether a region is known that words sections itself, and no budget, by whose names they would be found."""
    if case.budget or not case.profile:
        return False
    base, *_ = reversed(case.profile.folders)
    own = (folder for folder in case.profile.folders if base not in (folder, *folder.parents))
    return any((folder / "sections").is_dir() for folder in own)


def _is_printed_there(case: Case, need: str) -> bool:
    """Whether the region's templates state the need; True where no region is known, or the budget says what is made."""
    if case.budget or not case.profile:
        return True
    return required.states_need(need, case.profile.sections_as_written)


def _is_asked(case: Case, need: str, text: str) -> bool:
    """Whether the need has to be stated: money for small firms since 2021, if there is procurement at all.

    Money for the smallest firms is part of that, so it is not needed if there is none for small firms.
    """
    if need not in (_SMALL_FIRMS, _SMALLEST_FIRMS):
        return True
    if case.year < _SMALL_FIRMS_SINCE or required.is_zero(text):
        return False
    amount = case.file_figures.amount(_FOR_SMALL_FIRMS) if case.file_figures else None
    return need == _SMALL_FIRMS or (amount != 0 and not denies(str(_FOR_SMALL_FIRMS), text))


def _of_region(case: Case) -> Iterator[Finding]:
    """Yield findings on the region's own sections and sentences (必备.语句); `标题？人员`: if the file has 人员."""
    titled = [(part, part.title) for part in sections(case)]
    asked, gone, unsaid = case.profile.file.required.sentences if case.profile else {}, list[str](), list[Finding]()
    for name, sentences in asked.items():
        title, optional, wanted = name.partition("？")
        pattern = _pattern(title)
        own = [part for part, own_title in titled if pattern.fullmatch(own_title)]
        if not own and (not optional or _is_written(case, wanted)):
            gone.append(_either(title))
        text = "\n".join(part.text for part in own)
        for sentence in (sentence for sentence in sentences if own and not _pattern(sentence).search(text)):
            words = {"heading": own[0].heading, "sentence": _either(sentence)}
            unsaid.append(finding("R606 本地的话", *places_of(case, own), remark=case.is_as_made, **words))
    if len(gone) * 2 > len(asked) and not case.is_as_made:  # written after another form
        yield finding("R606 别的格式", page_of(case), asked=len(asked), gone=len(gone), titles="”“".join(gone))
        return
    yield from (finding("R606 本地的节", page_of(case), remark=case.is_as_made, title=title) for title in gone)
    yield from unsaid


def _is_written(case: Case, key: str) -> bool:
    """Whether the budget file states the measure, or has the key: 人员, 资料.工作目标."""
    node: Node | None = case.budget.file.node if case.budget and key else None
    stated = node is not None and case.budget is not None and case.budget.books[""].states(key)
    return stated or below(node, *key.split(".")) is not None


@lru_cache(maxsize=256)
def _pattern(words: str) -> re.Pattern[str]:
    """Return the pattern of words: `甲|乙` either; `甲…乙` with other words between, within one sentence."""
    ways = (map(re.escape, either.strip().split("…")) for either in words.split("|"))
    return compiled("|".join(map("[^。]{0,200}?".join, ways)))


def _either(words: str) -> str:
    return "”或“".join(words.split("|"))


def _empty(case: Case) -> Iterator[Finding]:
    """Yield findings on headings with nothing below: an error if the officer left it out, not if the region did."""
    last = {part.heading: part for part in sections(case)}  # a typed list of contents has the headings as well
    for part in sections(case):
        stands = part is last[part.heading] and not part.is_sentence
        if part.is_empty and stands and (part.is_numbered or part.heading.endswith("：")):
            left_out = any(required.lacks_facts(case, t) and required.heading(t).search(part.heading) for t in topics())
            yield finding("R606 空的节", part.place, remark=case.is_as_made and not left_out, heading=part.heading)


def _left_open(case: Case) -> Iterator[Finding]:
    """Yield findings on sentences that announce something (如下：, 见下表) with nothing after them."""
    level = 0
    slots = case.reading.texts.slots
    for at, wording in enumerate(slots):
        level = (wording and wording.level) or level
        text = wording.text.rstrip() if wording and wording.kind == "段落" else ""
        if not wording or not text.endswith(_OPENS):
            continue
        after, is_last = slots[at + 1] if at + 1 < len(slots) else None, at + 1 == len(slots)
        no_words = text.endswith(_OPENS[:2]) and (is_last or (after and after.kind == "节题" and after.level <= level))
        no_table = text.endswith(_OPENS[2:]) and (is_last or (after and after.table is None))
        if no_words or no_table:
            place = wording.place.marking(max(0, len(text) - 8), min(8, len(text)))
            yield finding("R606 后面没有内容", place, end=text[-12:])


def _is_of_this_year(sheet: Sheet, line: SheetRow) -> bool:
    """Whether the row has an amount of this year: an item that has ended, or a row of zeros, need no sentence."""
    own = {column.index for column in sheet.columns if not (column.base or column.derived)}
    return any(entry.number.value for index, entry in line.entries.items() if index in own)


def _items_left_out(case: Case) -> Iterator[Finding]:
    """Yield findings on items of 一般公共预算支出表 missing in a text that lists the others one by one."""
    sheets = case.reading.of(TableKind.GENERAL_BUDGET)
    spent = (line for sheet in sheets for line in sheet.lines if _is_of_this_year(sheet, line))
    names = {line.code: line.label for line in spent if len(line.code) == 7}
    # 图书馆（项）2026年预算数为…, 事业单位离退休支出2020年预算数为…
    page, ways = wordings(case, "段落").page, [f"{word}{case.year}年预算数" for word in ("", "（项）", "支出")]
    missing = [code for code, name in names.items() if not any(name + way in page for way in ways)]
    for code in missing if 2 * len(missing) <= len(names) else ():
        yield finding("R606 漏了一项", page_of(case), code=code, name=names[code])
