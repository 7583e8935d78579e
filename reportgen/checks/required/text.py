"""该说的话"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, speaks_of
from reportgen.checks._texts import page_of, title_of, wordings
from reportgen.checks.required._topics import (
    GLOSSARY,
    MONEY,
    SMALL_FIRMS,
    THREE_PUBLIC_TOPIC,
    TOPICS,
    SectionText,
    Topic,
    Words,
    are_printed,
    denies,
    facts_on,
    headed,
    lacks_facts,
    missing_words,
    says,
    sections,
    states_change,
)
from reportgen.diagnostics import Severity
from reportgen.document import Figure, TableKind, plain
from reportgen.figure import FigureId, parse
from reportgen.lexicon import spoken
from reportgen.quantity import parse_number
from reportgen.reading import Place, Sheet
from reportgen.reading.terms import conditions_of

_WHOLE = re.compile("部门预算|单位预算")
_TOTALS = (FigureId("收入"), FigureId("支出"))
_THREE_PUBLIC = ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费")  # the four that are stated
_BOTH_CARS = re.compile(rf"公务用车(?:购置及运行(?:维护)?)?费[^。；]*?(?P<amount>{MONEY})")
_NOTHING_SPENT = re.compile(r"(?:没有|未|无)[^。，]{0,24}(?:三公|经费)")


def _demanded(case: Case) -> tuple[str, ...]:
    """What the text has to state: by the region, else by the nation for a whole budget."""
    if case.profile:
        return tuple(case.profile.file.required.topics)
    return (*TOPICS, "三公经费") if _WHOLE.search(plain(case.document.title)) else ()


def _stated_on(case: Case, topic: Topic) -> tuple[list[SectionText], str]:
    """The sections on the topic and their text; the text of sentences elsewhere, if it has no section."""
    own = headed(case, topic)
    if own:
        return own, "\n".join(part.text for part in own)
    glossary = {line for part in headed(case, GLOSSARY) for line in part.lines}
    named = {one.place.line for one in case.stated_figures if topic.needs_met(one.figure.name, one.figure.name)}
    texts = (wording.text for wording in wordings(case, "段落") if wording.text not in glossary)
    return [], "\n".join(text for text in texts if text in named or topic.words.search(text))


def _places(case: Case, own: Sequence[SectionText]) -> tuple[Place, ...]:
    return tuple(part.place for part in own) or (page_of(case),)


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
    own, text = _stated_on(case, THREE_PUBLIC_TOPIC)
    names = {one.figure.name for one in case.stated_figures if one.figure.name.startswith("三公经费")}
    if not (sheets or text or names or demanded):
        yield Unknown("文件里没有“三公”经费")
        return
    yield Compared()
    for sheet in sheets:
        missing = [item for item in _THREE_PUBLIC if not _has_item(sheet, item)]
        if missing:
            message = f"“三公”经费未分列{'、'.join(missing)}（《{sheet.name}》）"
            yield Finding(message, (title_of(sheet),), case.severity_of_lack(), "分列四个数，没有的填0.00")
    none = _NOTHING_SPENT.search(text) and not names and "公务接待费" not in text
    if demanded and not none and not (case.profile and THREE_PUBLIC_TOPIC.is_nothing(case)):
        yield from _three_public_text(case, _places(case, own), text, names)


def _has_item(sheet: Sheet, item: str) -> bool:
    """Whether the table has a column or a row for it."""
    labels = [*(head for column in sheet.columns for head in column.path), *(line.label for line in sheet.lines)]
    if any(conditions_of(label) == conditions_of(item) for label in labels):
        return True
    runs = (run for row in sheet.table.body for cell in row.cells for run in cell.runs)
    return any(isinstance(run, Figure) and _is_of(run.name, item) for run in runs)


def _is_of(name: str, item: str) -> bool:
    """Whether the figure is of this item, whatever its region calls it: 费目=公务接待费."""
    return conditions_of(parse(name).member("费目")) == conditions_of(item)


def _three_public_text(case: Case, places: tuple[Place, ...], text: str, names: set[str]) -> Iterator[Result]:
    """The text states four amounts and their changes; no change, if nothing changed and the region says so."""
    cars = _BOTH_CARS.search(text)
    no_cars = bool(cars and _is_zero(cars["amount"]))
    items = [item for item in _THREE_PUBLIC if not (no_cars and "公务用车" in item)]
    stated = {item: _clause(text, spoken().pattern("三公各项", item)) for item in items}
    named = {item: {name for name in names if _is_of(name, item)} for item in items}
    missing = [item for item in items if not stated[item] and not named[item]]
    if missing:
        message = f"“三公”经费未分列{'、'.join(missing)}"
        yield Finding(message, places, case.severity_of_lack(), "说明里分列四个数，没有的写0万元")
    changed = [item for item in items if states_change(stated[item]) or "@" in "".join(named[item])]
    amounts = case.file_figures if case.is_as_made else None
    unchanged = amounts and amounts.amount(parse("三公经费")) == amounts.amount(parse("三公经费@上年预算"))
    if not (states_change(text) or "@" in "".join(names) or unchanged):
        message = "“三公”经费未说明增减变化"
        yield Finding(message, places, case.severity_of_lack(), "写明比上年增加、减少还是持平，以及原因")
    elif len(changed) > 1 and not case.is_as_made:
        for item in (item for item in items if stated[item] and item not in changed):
            message = f"“三公”经费的{item}未说明增减变化，其他各项有"
            yield Finding(message, places, Severity.WARNING, "写明比上年增加、减少还是持平")


def _clause(text: str, pattern: str) -> str:
    """What is stated of the item, from its name to the end of the first line or clause that has an amount."""
    found = (match[0] for match in re.finditer(rf"(?m){pattern}(?!用)[^；\n]*", text))
    return next((clause for clause in found if re.search(MONEY, clause)), "")


def _is_zero(text: str) -> bool:
    """Whether the first amount is zero."""
    found = re.search(MONEY, text)
    return bool(found and parse_number(re.sub("[^0-9.]", "", found[0])) == 0)


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
    wanted = [TOPICS[name] for name in _demanded(case) if name in TOPICS]
    if not wanted:
        reason = "模板没有写应当写到哪些事（必备）"
        yield Unknown(reason if case.profile else "看不出是部门预算还是单位预算，不知道应当写到哪些事")
        return
    yield Compared()
    stated = "\n".join({one.figure.name for one in case.stated_figures})
    printed = "\n".join(case.figure_names)
    for topic in wanted:
        yield from _on_topic(case, topic, topic.needs_met(stated, printed))
    yield from _empty(case)
    yield from _left_open(case)
    yield from _items_left_out(case)
    yield from _of_region(case)
    yield from _of_file(case)


def _on_topic(case: Case, topic: Topic, met: frozenset[str]) -> Iterator[Finding]:
    """A topic has its section or sentences, and those state what it needs, or that there is none."""
    own, text = _stated_on(case, topic)
    if topic.is_nothing(case) or are_printed(case, facts_on(case, topic.name)):
        return
    if not text.strip() and not met:
        if not own:
            severity = Severity.ERROR if lacks_facts(case, topic.name) else case.severity_of_lack()
            message = f"缺少（或为空）：{topic.name}"
            yield Finding(message, _places(case, own), severity, "补上这一节；没有的写明没有")
            return
        if all(part.is_empty for part in own):
            return  # reported with the other empty sections
    tables = case.reading.of(TableKind.PROJECT_TARGETS) or case.reading.of(TableKind.OVERALL_TARGETS)
    if denies(topic.name, text) or (topic.name == "绩效" and tables):
        return
    missing = [need for need in topic.needs if need not in met and _is_asked(case, topic, need, text)]
    if missing := [need for need in missing if not says(need, text)]:
        message = f"缺少（或为空）：{topic.name}（{'、'.join(missing)}）"
        yield Finding(message, _places(case, own), Severity.WARNING, "补上这些话；没有的写明没有")


def _is_asked(case: Case, topic: Topic, need: str, text: str) -> bool:
    """Whether it has to be stated: asked in this year, and not part of something that is zero or denied."""
    if case.year < topic.since.get(need, 0) or (need in SMALL_FIRMS and _is_zero(text)):
        return False
    whole = topic.within.get(need)
    if not whole:
        return True
    amount = case.file_figures.amount(parse(whole)) if case.file_figures else None
    return amount != 0 and not denies(whole, text)


def _of_region(case: Case) -> Iterator[Finding]:
    """The region's own sections and what they have to state (必备.语句); `？` after a title: if there is one."""
    severity = case.severity_of_lack(Severity.WARNING)
    for name, sentences in (case.profile.file.required.sentences if case.profile else {}).items():
        title = name.rstrip("？")
        pattern = re.compile(_pattern(title))
        own = [part for part in sections(case) if pattern.fullmatch(part.title)]
        if not own and title == name:
            message = f"没有“{_either(title)}”这一节"
            yield Finding(message, (page_of(case),), severity, "补上这一节，或改正它的标题")
        text = "\n".join(part.text for part in own)
        for sentence in sentences if own else ():
            if not re.search(_pattern(sentence), text):
                message = f"“{own[0].heading}”一节没有写到“{_either(sentence)}”"
                yield Finding(message, _places(case, own), severity, "补上这句话")


def _pattern(words: str) -> str:
    """`甲|乙` either, `甲…乙` with other words between, within one sentence."""
    return "|".join("[^。]{0,200}?".join(map(re.escape, either.strip().split("…"))) for either in words.split("|"))


def _either(words: str) -> str:
    return "”或“".join(words.split("|"))


def _empty(case: Case) -> Iterator[Finding]:
    """Headings with nothing below: an error if the officer left it out, else the heading is the region's."""
    for part in sections(case):
        if part.is_empty and (part.is_numbered or part.heading.endswith("：")):
            left_out = any(t.heading.search(part.heading) and lacks_facts(case, t.name) for t in TOPICS.values())
            severity = Severity.ERROR if left_out else case.severity_of_lack()
            message = f"缺少（或为空）：“{part.heading}”一节没有内容"
            yield Finding(message, (part.place,), severity, "补上内容；没有的写明没有")


def _left_open(case: Case) -> Iterator[Finding]:
    """Sentences that announce something (如下：, 见下表) with nothing after them."""
    level = 0
    texts = case.reading.texts
    for wording, after in zip_longest(texts, texts[1:]):
        level = wording.level or level
        if wording.kind != "段落":
            continue
        text = wording.text.rstrip()
        no_words = text.endswith(("：", ":")) and (after is None or (after.kind == "节题" and after.level <= level))
        no_table = text.endswith(("见下表。", "见下表", "如下表。")) and (after is None or after.table is None)
        if no_words or no_table:
            place = wording.place.marking(max(0, len(text) - 8), min(8, len(text)))
            yield Finding(f"缺少（或为空）：“{text[-12:]}”后面没有内容", (place,), Severity.WARNING, "补上后面的内容")


def _items_left_out(case: Case) -> Iterator[Finding]:
    """Items of 一般公共预算支出表 that the text leaves out, though it goes through the others one by one."""
    lines = (line for sheet in case.reading.of(TableKind.GENERAL_BUDGET) for line in sheet.lines)
    names = {line.code: line.label for line in lines if len(line.code) == 7}
    prose = [w.text for w in case.reading.texts if w.kind == "段落"]
    missing = [code for code, name in names.items() if not any(_is_on(text, name, case.year) for text in prose)]
    for code in missing if 2 * len(missing) <= len(names) else ():
        message = f"缺少（或为空）：一般公共预算支出逐项说明里没有“{code} {names[code]}”"
        yield Finding(message, (page_of(case),), Severity.WARNING, "补上这一项的数和增减变化")


def _is_on(text: str, name: str, year: int) -> bool:
    """Whether the paragraph is on this item: 图书馆（项）2026年预算数为…, 事业单位离退休支出2020年预算数为…."""
    return name in text and re.search(rf"{re.escape(name)}(?:（项）|支出)?{year}年预算数", text) is not None


def _of_file(case: Case) -> Iterator[Finding]:
    """What the budget file says and the text does not."""
    if case.budget is None:
        return
    page = "\n".join(wording.text for wording in case.reading.texts)
    page = re.sub("[ \u3000]", "", page).replace("⏎", "\n")
    for words in (*missing_words(case.budget, page), *_missing_reasons(case, page)):
        short = words.text if len(words.text) <= 20 else f"{words.text[:20]}……"
        message = f"缺少（或为空）：预算文件的{words.kind}写了“{short}”，公开文件里没有"
        places = (page_of(case), *((words.at,) if words.at else ()))
        yield Finding(message, places, case.severity_of_lack(Severity.WARNING), "补上，或从预算文件里删掉")


def _missing_reasons(case: Case, page: str) -> Iterator[Words]:
    """Why 收入 and 支出 as a whole changed, if the file states it and no sentence does."""
    amounts = case.file_figures
    if case.budget is None or amounts is None or "收支增减" not in _demanded(case):
        return
    for name, reason in case.budget.reasons.items():
        before = amounts.amount(name._replace(base="上年预算")) if name in _TOTALS else None
        words = Words("原因", reason.text, reason.at)
        if before is not None and before != amounts.amount(name) and not words.stand_in(page):
            yield words
