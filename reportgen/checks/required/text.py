"""该说的话"""

import re
from collections.abc import Iterator
from itertools import zip_longest

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, speaks_of
from reportgen.checks._texts import page_of, title_of, wordings
from reportgen.checks.required._printed import (
    Words,
    is_nothing,
    is_said_by_facts,
    lacks_facts,
    missing_words,
    printed_names,
)
from reportgen.checks.required._topics import (
    GLOSSARY,
    MONEY,
    SMALL_FIRMS,
    THREE_PUBLIC_TOPIC,
    TOPICS,
    SectionText,
    Topic,
    denies,
    headed,
    says,
    sections,
    tells_change,
)
from reportgen.diagnostics import Severity
from reportgen.document import Figure, TableKind, plain
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.quantity import parse_number
from reportgen.reading import Sheet
from reportgen.reading.terms import conditions_of

_WHOLE = re.compile("部门预算|单位预算")
_TOTALS = (FigureId("收入"), FigureId("支出"))
_THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")  # the four that are stated
_BOTH_CARS = re.compile(rf"公务用车(?:购置及运行(?:维护)?)?费[^。；]*?(?P<amount>{MONEY})")


def _demanded(case: Case) -> tuple[str, ...]:
    """What the text has to tell: by the region, else by the nation for a whole budget."""
    if case.profile:
        return tuple(case.profile.file.required.topics)
    return (*TOPICS, "三公经费") if _WHOLE.search(plain(case.document.title)) else ()


def _told(case: Case, topic: Topic) -> tuple[list[SectionText], str]:
    """The sections on the topic, and what is said of it; sentences elsewhere where it has no section."""
    found = list(sections(case))
    own = headed(found, topic.heading)
    if own:
        return own, "\n".join(part.text for part in own)
    glossary = {line for part in headed(found, GLOSSARY.heading) for line in part.lines}
    said = [w.text for w in wordings(case, "段落") if w.text not in glossary]
    named = {told.place.line for told in case.stated_figures if _is_about(told.figure.name, topic)}
    return [], "\n".join(text for text in said if text in named or topic.said.search(text))


def _is_about(name: str, topic: Topic) -> bool:
    return bool(topic.names(name))


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
def R605(case: Case) -> Iterator[Result]:
    """三公细化

    “三公”经费要分列四个数：因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费，没有的写0；
    表和说明都要列，还要说明比上年增加、减少还是持平。公务用车购置及运行费一共为0的，说明里可以不再分开。

    怎样改：把缺的一项补上，写明增减变化。
    依据：预算法第14条；财预〔2016〕143号。
    例：说明只写“公务用车购置及运行维护费9.6万元”，没有分开购置费和运行维护费。
    """
    demanded, sheets = "三公经费" in _demanded(case), case.reading.of(TableKind.THREE_PUBLIC)
    own, text = _told(case, THREE_PUBLIC_TOPIC)
    named = [told for told in case.stated_figures if told.figure.name.startswith("三公经费")]
    if not (sheets or text or named) and not demanded:
        yield Unknown("文件里没有“三公”经费")
        return
    yield Compared()
    for sheet in sheets:
        missing = [item for item in _THREE_PUBLIC if not _has_item(sheet, item)]
        if missing:
            message = f"“三公”经费未分列{'、'.join(missing)}（《{sheet.name}》）"
            yield Finding(message, (title_of(sheet),), case.severity_of_lack(), "分列四个数，没有的填0.00")
    if demanded and not (case.profile and is_nothing(case, THREE_PUBLIC_TOPIC)):
        yield from _three_public_text(case, own, text, {told.figure.name for told in named})


def _has_item(sheet: Sheet, item: str) -> bool:
    """Whether the table has a column or a row for it."""
    heads = [head for column in sheet.columns for head in column.path]
    labels = [*heads, *(line.label for line in sheet.lines)]
    wanted = conditions_of(item)
    if any(conditions_of(label) == wanted for label in labels):
        return True
    runs = (run for row in sheet.table.body for cell in row.cells for run in cell.runs)
    return any(isinstance(run, Figure) and _is_of(run.name, item) for run in runs)


def _is_of(name: str, item: str) -> bool:
    """Whether the figure is of this item, whatever its region calls it: 费目=公务接待费."""
    return conditions_of(parse(name).member("费目")) == conditions_of(item)


def _three_public_text(case: Case, own: list[SectionText], text: str, names: set[str]) -> Iterator[Result]:
    places = tuple(part.place for part in own) or (page_of(case),)
    if re.search(r"(?:没有|未|无)[^。，]{0,24}(?:三公|经费)", text) and not names and not re.search("公务接待费", text):
        return
    cars = _BOTH_CARS.search(text)
    no_cars = bool(cars and parse_number(re.sub("[^0-9.]", "", cars["amount"])) == 0)
    items = [item for item in _THREE_PUBLIC if not (no_cars and "公务用车" in item)]
    stated = {item: _clause(text, spoken().pattern("三公各项", item)) for item in items}
    named = {item: {name for name in names if _is_of(name, item)} for item in items}
    missing = [item for item in items if not stated[item] and not named[item]]
    if missing:
        message = f"“三公”经费未分列{'、'.join(missing)}"
        yield Finding(message, places, case.severity_of_lack(), "说明里分列四个数，没有的写0万元")
    changed = [item for item in items if tells_change(stated[item]) or any(map(_is_change, named[item]))]
    if not tells_change(text) and not any(map(_is_change, names)) and not _is_unchanged(case):
        message = "“三公”经费未说明增减变化"
        yield Finding(message, places, case.severity_of_lack(), "写明比上年增加、减少还是持平，以及原因")
    elif len(changed) > 1 and not case.is_as_made:
        for item, clause in stated.items():
            if clause and item not in changed:
                message = f"“三公”经费的{item}未说明增减变化，其他各项有"
                yield Finding(message, places, Severity.WARNING, "写明比上年增加、减少还是持平")


def _is_change(name: str) -> bool:
    return "@" in name


def _is_unchanged(case: Case) -> bool:
    """Whether nothing changed, which a region says in words of its own."""
    figures = case.file_figures if case.is_as_made else None
    return figures is not None and figures.amount(parse("三公经费")) == figures.amount(parse("三公经费@上年预算"))


def _clause(text: str, pattern: str) -> str:
    """What is said of the item, from its name to the next item or the end of the sentence after its amount."""
    found = (match[0] for match in re.finditer(rf"(?m){pattern}(?!用)[^；\n]*", text))
    return next((clause for clause in found if re.search(MONEY, clause)), "")


def R606(case: Case) -> Iterator[Result]:
    """说明要件

    说明里要写到：职责，机构设置，收支总额和增减变化及原因，机关运行经费，政府采购（货物、工程、服务，2021年起还有面向中小企业、
    小微企业预留的金额），国有资产占用（截止日期、车辆、大型设备），绩效目标（项目个数和金额），名词解释。没有的也要写明没有。

    各地另外要写到的话，由模板的“必备”规定；预算文件里写了的职责、机构、用途、绩效目标等，也要都印出来；
    有标题的一节不能没有内容。

    看的是印出来的数是什么数（政府采购的货物、车辆的辆数）、预算文件里写的职责和机构，没有名称的数才看文字，所以模板怎么措辞都行。
    模板没有印的，办事人员改不了，只作警告，请写模板的人补。

    怎样改：补上缺少的一节或一句。
    依据：财预〔2016〕143号；财预〔2021〕29号；财库〔2020〕46号，面向中小企业预留。
    例：政府采购只写了总额，没有分货物、工程、服务。
    """
    wanted = [name for name in _demanded(case) if name in TOPICS]
    if not wanted:
        stated = "模板没有写" if case.profile else "看不出是部门预算还是单位预算，不知道"
        yield Unknown(f"{stated}应当写到哪些事{'（必备）' if case.profile else ''}")
        return
    yield Compared()
    printed = printed_names(case)
    for name in wanted:
        yield from _of_topic(case, name, TOPICS[name], printed.needs(TOPICS[name]))
    yield from _empty(case)
    yield from _left_open(case)
    yield from _itemised(case)
    yield from _of_region(case)
    yield from _of_file(case)


def _of_topic(case: Case, name: str, topic: Topic, by_names: frozenset[str]) -> Iterator[Finding]:
    own, text = _told(case, topic)
    places = tuple(part.place for part in own) or (page_of(case),)
    if is_nothing(case, topic) or is_said_by_facts(case, name):
        return
    if not own and not text.strip() and not by_names:
        severity = Severity.ERROR if lacks_facts(case, name) else case.severity_of_lack()
        yield Finding(f"缺少（或为空）：{name}", places, severity, "补上这一节；没有的写明没有")
        return
    if all(part.is_empty for part in own) and not text.strip() and not by_names:
        return  # told with the other empty sections
    if topic.denies(text):
        return
    if name == "绩效" and (case.reading.of(TableKind.PROJECT_TARGETS) or case.reading.of(TableKind.OVERALL_TARGETS)):
        return
    asked = [need for need in topic.needs if case.year >= topic.since.get(need, 0)]
    asked = [need for need in asked if not (need in SMALL_FIRMS and _is_zero(text))]
    missing = [need for need in asked if need not in by_names and not says(need, text)]
    missing = [need for need in missing if not (need in topic.within and _has_none(case, topic, need, text))]
    if missing:
        message = f"缺少（或为空）：{name}（{'、'.join(missing)}）"
        yield Finding(message, places, Severity.WARNING, "补上这些话；没有的写明没有")


def _has_none(case: Case, topic: Topic, need: str, text: str) -> bool:
    """Whether there is none of what it is a part of, by the budget file or by the words: then none is to be told."""
    whole = topic.within[need]
    amount = case.file_figures.amount(parse(whole)) if case.file_figures else None
    return amount == 0 or denies(whole, text)


def _is_zero(text: str) -> bool:
    """Whether the first amount is nothing."""
    found = re.search(MONEY, text)
    return bool(found and parse_number(re.sub("[^0-9.]", "", found[0])) == 0)


def _of_region(case: Case) -> Iterator[Finding]:
    """The region's own sections and what they have to say (必备.语句); `？` after a title: where there is one."""
    found = [(part, part.title) for part in sections(case)]
    severity = case.severity_of_lack(Severity.WARNING)
    for name, sentences in (case.profile.file.required.sentences if case.profile else {}).items():
        title = name.rstrip("？")
        pattern = re.compile(_pattern(title))
        own = [part for part, said in found if pattern.fullmatch(said)]
        if not own and title == name:
            shown = "”或“".join(title.split("|"))
            yield Finding(f"没有“{shown}”这一节", (page_of(case),), severity, "补上这一节，或改正它的标题")
        text = "\n".join(part.text for part in own)
        for sentence in sentences if own else ():
            if not re.search(_pattern(sentence), text):
                shown = "”或“".join(sentence.split("|"))
                message = f"“{own[0].heading}”一节没有写到“{shown}”"
                yield Finding(message, tuple(p.place for p in own), severity, "补上这句话")


def _pattern(words: str) -> str:
    """`甲|乙` either, `甲…乙` with other words between, within one sentence."""
    return "|".join("[^。]{0,200}?".join(map(re.escape, either.strip().split("…"))) for either in words.split("|"))


def _empty(case: Case) -> Iterator[Finding]:
    """Headings with nothing below them."""
    for part in sections(case):
        if part.is_empty and (part.is_numbered or part.heading.endswith("：")):
            message = f"缺少（或为空）：“{part.heading}”一节没有内容"
            yield Finding(message, (part.place,), _of_empty(case, part), "补上内容；没有的写明没有")


def _of_empty(case: Case, part: SectionText) -> Severity:
    """An error where the officer left out what stands there; else it is a heading of the region's."""
    left_out = any(TOPICS[name].heading.search(part.heading) and lacks_facts(case, name) for name in TOPICS)
    return Severity.ERROR if left_out else case.severity_of_lack()


def _left_open(case: Case) -> Iterator[Finding]:
    """Sentences that announce something (如下：, 见下表) with nothing after them."""
    level = 0
    texts = list(case.reading.texts)
    for wording, after in zip_longest(texts, texts[1:]):
        level = wording.level or level
        if wording.kind != "段落":
            continue
        ends = after is None or (after.kind == "节题" and after.level <= level)
        text = wording.text.rstrip()
        table_announced = text.endswith(("见下表。", "见下表", "如下表。")) and (after is None or after.table is None)
        if (text.endswith(("：", ":")) and ends) or table_announced:
            place = wording.place.marking(max(0, len(text) - 8), min(8, len(text)))
            yield Finding(f"缺少（或为空）：“{text[-12:]}”后面没有内容", (place,), Severity.WARNING, "补上后面的内容")


def _itemised(case: Case) -> Iterator[Finding]:
    """Items of 一般公共预算支出表 that the text leaves out where it tells the others one by one."""
    names = {
        line.code: line.label
        for s in case.reading.of(TableKind.GENERAL_BUDGET)
        for line in s.lines
        if len(line.code) == 7
    }
    prose = [w.text for w in case.reading.texts if w.kind == "段落"]
    told = {code for code, name in names.items() if any(_tells(text, name, case.year) for text in prose)}
    if 0 < 2 * (len(names) - len(told)) <= len(names):
        for code, name in names.items():
            if code not in told:
                message = f"缺少（或为空）：一般公共预算支出逐项说明里没有“{code} {name}”"
                yield Finding(message, (page_of(case),), Severity.WARNING, "补上这一项的数和增减变化")


def _tells(text: str, name: str, year: int) -> bool:
    """Whether the paragraph is on this item: 图书馆（项）2026年预算数为…, 事业单位离退休支出2020年预算数为…."""
    return name in text and re.search(rf"{re.escape(name)}(?:（项）|支出)?{year}年预算数", text) is not None


def _of_file(case: Case) -> Iterator[Finding]:
    """What the budget file says and the text does not."""
    if case.budget is None:
        return
    page = re.sub("[ \u3000]", "", "\n".join(w.text for w in case.reading.texts)).replace("⏎", "\n")
    for words in (*missing_words(case.budget, page), *_reasons(case, page)):
        short = words.text if len(words.text) <= 20 else f"{words.text[:20]}……"
        message = f"缺少（或为空）：预算文件的{words.kind}写了“{short}”，公开文件里没有"
        places = (page_of(case), *((words.at,) if words.at else ()))
        severity = case.severity_of_lack(Severity.WARNING)
        yield Finding(message, places, severity, "补上，或从预算文件里删掉")


def _reasons(case: Case, page: str) -> Iterator[Words]:
    """Why 收入, 支出 as a whole changed, which the file states and no sentence gives."""
    amounts = case.file_figures
    if case.budget is None or amounts is None or "收支增减" not in _demanded(case):
        return
    for name, said in case.budget.reasons.items():
        before = amounts.amount(name._replace(base="上年预算")) if name in _TOTALS else None
        words = Words("原因", said.text, said.at)
        if before is not None and before != amounts.amount(name) and not words.stand_in(page):
            yield words
