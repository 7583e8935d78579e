"""该说的话"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._missing_words import missing_words
from reportgen.checks._outline import Part, headed, parts
from reportgen.checks._texts import MOST
from reportgen.diagnostics import Location, Severity
from reportgen.document import plain
from reportgen.quantity import parse_number
from reportgen.reading import Place, Sheet
from reportgen.reading.terms import bare, conditions_of
from reportgen.source import Scalar

_MONEY = r"[0-9][0-9.,]*(?:亿|万|千)?元"
_CHANGED = r"[多少][0-9]|增加|减少|持平|增长|下降|降低|上升|一致|相同|无增减|上年无|上年没有"
_GLOSSARY = re.compile("名词")
_WHOLE = re.compile("部门预算|单位预算")


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the text has to tell (要件).

    Attributes:
        heading: of its section; said: a sentence on it, where it has no section of its own.
        needs: what has to be said -> its words; since: the first year in which that is asked.
        nothing: words that say there is none, which is all there is to say.
    """

    heading: re.Pattern[str]
    said: re.Pattern[str]
    needs: dict[str, str]
    nothing: str = ""
    since: dict[str, int] = field(default_factory=dict)


_TOPICS = {
    "职责": Topic(re.compile("职责|职能"), re.compile("主要职责|主要职能"), {"职责的内容": "[一-龥]{4,}"}),
    "机构设置": Topic(
        re.compile("机构|单位构成"),
        re.compile("内设机构|编制范围"),
        {"内设机构或编制范围": "内设|下设|设立|设有|编制范围|预算单位|下属单位|基层单位|二级单位|本级预算"},
    ),
    "收支增减": Topic(
        re.compile(r"(?<!拨款)(?:收支|收入支出|预算安排).*总体"),
        re.compile(r"收入(?:总计|预算|合计)[^。]*支出(?:总计|预算|合计)"),
        {
            "收入总额": rf"收入(?:预算)?(?:总计|合计|总额|安排|为)*\s*{_MONEY}|没有安排收入|没有收入",
            "支出总额": rf"(?<!项目)(?<!基本)支出(?:预算)?(?:总计|合计|总额|安排|为)*\s*{_MONEY}|没有安排支出|没有支出",
            "比上年的增减变化": _CHANGED,
            "增减变化的原因": "原因|主要是|主要为|由于|因为|持平|无增减|一致",
        },
    ),
    "机关运行经费": Topic(
        re.compile("机关运行"), re.compile("机关运行经费"), {"金额，没有的写明没有": rf"{_MONEY}|没有|未安排|无"}
    ),
    "政府采购": Topic(
        re.compile("政府采购"),
        re.compile("政府采购(?:预算|支出|项目)"),
        {
            "采购总额": _MONEY,
            "货物": "货物",
            "工程": "工程",
            "服务": "服务",
            "面向中小企业预留的金额": "中小企业",
            "面向小微企业预留的金额": "小微企业|小型、微型",
        },
        r"没有[^。]*政府采购|未安排政府采购|无政府采购|没有安排|空表|无此项",
        {"面向中小企业预留的金额": 2021, "面向小微企业预留的金额": 2021},
    ),
    "国有资产": Topic(
        re.compile("国有资产"),
        re.compile("国有资产|共有车辆"),
        {
            "截止日期": "截至|截止|上年末|年末|期末",
            "车辆数": r"车辆[0-9]+辆|没有车辆|无车辆|公务用车[0-9]+辆",
            "单价50万元、100万元以上设备数": r"[0-9]+万元以上[^。；，]*设备",
        },
        r"没有国有资产|无国有资产|资产总额0",
    ),
    "绩效": Topic(
        re.compile("绩效"),
        re.compile("绩效目标"),
        {"实行绩效管理的项目个数": r"[0-9]+个|所有项目|全部项目", "金额": _MONEY},
        r"没有安排项目|没有[^。]*绩效目标",
    ),
    "名词解释": Topic(re.compile("名词"), re.compile("名词解释"), {"对名词的解释": "：指|是指"}),
}
_SMALL = ("面向中小企业预留的金额", "面向小微企业预留的金额")
# The four that a “三公” report states -> how they are called in sentences.
_THREE_PUBLIC = {
    "因公出国（境）费": "因公出国[（(]境[)）]",
    "公务用车购置费": "(?<!及)购置费",
    "公务用车运行维护费": "(?:公务用车|^|其中：|、|；)运行(?:维护)?费",
    "公务接待费": "公务接待费",
}
_BOTH_CARS = re.compile(rf"公务用车(?:购置及运行(?:维护)?)?费[^。；]*?(?P<amount>{_MONEY})")


def _demanded(case: Case) -> tuple[str, ...]:
    """What the text has to tell: by the region, else by the nation for a whole budget."""
    if case.profile:
        return tuple(case.profile.file.required.topics)
    return (*_TOPICS, "三公经费") if _WHOLE.search(plain(case.document.title)) else ()


def _told(case: Case, topic: Topic) -> tuple[list[Part], str]:
    """The sections on the topic, and what is said of it; sentences elsewhere where it has no section."""
    found = list(parts(case.document))
    own = headed(found, topic.heading)
    if own:
        return own, "\n".join(part.text for part in own)
    glossary = {line for part in headed(found, _GLOSSARY) for line in part.lines}
    said = [w.text for w in case.reading.texts if w.kind == "段落" and w.text not in glossary]
    return [], "\n".join(text for text in said if topic.said.search(text))


def R605(case: Case) -> Iterator[Result]:
    """三公细化

    “三公”经费要分列四个数：因公出国（境）费、公务用车购置费、公务用车运行维护费、公务接待费，没有的写0；
    表和说明都要列，还要说明比上年增加、减少还是持平。公务用车购置及运行费一共为0的，说明里可以不再分开。

    怎样改：把缺的一项补上，写明增减变化。
    依据：预算法第14条；财预〔2016〕143号。
    例：说明只写“公务用车购置及运行维护费9.6万元”，没有分开购置费和运行维护费。
    """
    demanded, sheets = "三公经费" in _demanded(case), case.reading.of("T7")
    topic = Topic(re.compile("三公"), re.compile("三公"), {})
    own, text = _told(case, topic)
    if not (sheets or text) and not demanded:
        yield Unknown("文件里没有“三公”经费")
        return
    yield Compared()
    for sheet in sheets:
        missing = [item for item in _THREE_PUBLIC if not _has_item(sheet, item)]
        if missing:
            message = f"“三公”经费未分列{'、'.join(missing)}（《{sheet.name}》）"
            yield Finding(message, (_title(sheet),), Severity.ERROR, "分列四个数，没有的填0.00")
    if demanded:
        yield from _three_public_text(case, own, text)


def _has_item(sheet: Sheet, item: str) -> bool:
    """Whether the table has a column or a row for it."""
    heads = [head for column in sheet.columns for head in column.path]
    labels = [*heads, *(line.label for line in sheet.lines)]
    wanted = conditions_of(item)
    return any(conditions_of(label) == wanted for label in labels)


def _three_public_text(case: Case, own: list[Part], text: str) -> Iterator[Result]:
    places = tuple(part.place for part in own) or (_end(case),)
    if re.search(r"(?:没有|未|无)[^。，]{0,24}(?:三公|经费)", text) and not re.search("公务接待费", text):
        return
    cars = _BOTH_CARS.search(text)
    no_cars = bool(cars and parse_number(re.sub("[^0-9.]", "", cars["amount"])) == 0)
    items = {k: p for k, p in _THREE_PUBLIC.items() if not (no_cars and "公务用车" in k)}
    stated = {item: _clause(text, pattern) for item, pattern in items.items()}
    missing = [item for item, clause in stated.items() if not clause]
    if missing:
        message = f"“三公”经费未分列{'、'.join(missing)}"
        yield Finding(message, places, Severity.ERROR, "说明里分列四个数，没有的写0万元")
    changed = [item for item, clause in stated.items() if clause and re.search(_CHANGED, clause)]
    if not re.search(_CHANGED, text):
        message = "“三公”经费未说明增减变化"
        yield Finding(message, places, Severity.ERROR, "写明比上年增加、减少还是持平，以及原因")
    elif len(changed) > 1:
        for item, clause in stated.items():
            if clause and item not in changed:
                message = f"“三公”经费的{item}未说明增减变化，其他各项有"
                yield Finding(message, places, Severity.ERROR, "写明比上年增加、减少还是持平")


def _clause(text: str, pattern: str) -> str:
    """What is said of the item, from its name to the next item or the end of the sentence after its amount."""
    found = re.search(rf"(?m){pattern}[^；\n]*", text)
    return found[0] if found and re.search(_MONEY, found[0]) else ""


def R606(case: Case) -> Iterator[Result]:
    """说明要件

    说明里要写到：职责，机构设置，收支总额和增减变化及原因，机关运行经费，政府采购（货物、工程、服务，2021年起还有面向中小企业、
    小微企业预留的金额），国有资产占用（截止日期、车辆、大型设备），绩效目标（项目个数和金额），名词解释。没有的也要写明没有。

    各地另外要写到的话，由模板的“必备”规定；预算文件里写了的职责、机构、用途、绩效目标等，也要都印出来；
    有标题的一节不能没有内容。

    怎样改：补上缺少的一节或一句。
    依据：财预〔2016〕143号；财预〔2021〕29号；财库〔2020〕46号，面向中小企业预留。
    例：政府采购只写了总额，没有分货物、工程、服务。
    """
    wanted = [name for name in _demanded(case) if name in _TOPICS]
    if not wanted:
        stated = "模板没有写" if case.profile else "看不出是部门预算还是单位预算，不知道"
        yield Unknown(f"{stated}应当写到哪些事{'（必备）' if case.profile else ''}")
        return
    yield Compared()
    for name in wanted:
        yield from _of_topic(case, name, _TOPICS[name])
    yield from _empty(case)
    yield from _left_open(case)
    yield from _itemised(case)
    yield from _of_region(case)
    yield from _of_file(case)


def _of_topic(case: Case, name: str, topic: Topic) -> Iterator[Finding]:
    own, text = _told(case, topic)
    places = tuple(part.place for part in own) or (_end(case),)
    if not own and not text.strip():
        yield Finding(f"缺少（或为空）：{name}", places, Severity.ERROR, "补上这一节；没有的写明没有")
        return
    if all(part.is_empty for part in own) and not text.strip():
        return  # told with the other empty sections
    if topic.nothing and re.search(topic.nothing, text):
        return
    if name == "绩效" and (case.reading.of("T12") or case.reading.of("T12Z")):
        return
    asked = [need for need in topic.needs if case.year >= topic.since.get(need, 0)]
    asked = [need for need in asked if not (need in _SMALL and _is_zero(text))]
    missing = [need for need in asked if not re.search(topic.needs[need], text)]
    if missing:
        message = f"缺少（或为空）：{name}（{'、'.join(missing)}）"
        yield Finding(message, places, Severity.ERROR, "补上这些话；没有的写明没有")


def _is_zero(text: str) -> bool:
    """Whether the first amount is nothing."""
    found = re.search(_MONEY, text)
    return bool(found and parse_number(re.sub("[^0-9.]", "", found[0])) == 0)


def _of_region(case: Case) -> Iterator[Finding]:
    """The region's own sections and what they have to say (必备.语句); `？` after a title: where there is one."""
    found = list(parts(case.document))
    for name, sentences in (case.profile.file.required.sentences if case.profile else {}).items():
        title = name.rstrip("？")
        own = [part for part in found if re.fullmatch(_pattern(title), part.title)]
        if not own and title == name:
            shown = "”或“".join(title.split("|"))
            yield Finding(f"没有“{shown}”这一节", (_end(case),), Severity.WARNING, "补上这一节，或改正它的标题")
        text = "\n".join(part.text for part in own)
        for sentence in sentences if own else ():
            if not re.search(_pattern(sentence), text):
                shown = "”或“".join(sentence.split("|"))
                message = f"“{own[0].heading}”一节没有写到“{shown}”"
                yield Finding(message, tuple(p.place for p in own), Severity.WARNING, "补上这句话")


def _pattern(words: str) -> str:
    """`甲|乙` either, `甲…乙` with other words between, within one sentence."""
    return "|".join("[^。]{0,200}?".join(map(re.escape, either.strip().split("…"))) for either in words.split("|"))


def _empty(case: Case) -> Iterator[Finding]:
    """Headings with nothing below them."""
    for part in parts(case.document):
        if part.is_empty and (part.is_numbered or part.heading.endswith("：")):
            message = f"缺少（或为空）：“{part.heading}”一节没有内容"
            yield Finding(message, (part.place,), Severity.ERROR, "补上内容；没有的写明没有")


def _left_open(case: Case) -> Iterator[Finding]:
    """Sentences that announce something (如下：, 见下表) with nothing after them."""
    level = 0
    texts = list(case.reading.texts)
    for wording, after in zip_longest(texts, texts[1:]):
        level = wording.level or level
        ends = after is None or (after.kind == "节题" and after.level <= level)
        text = wording.text.rstrip()
        table_announced = text.endswith(("见下表。", "见下表", "如下表。")) and (after is None or after.table is None)
        if wording.kind == "段落" and ((text.endswith(("：", ":")) and ends) or table_announced):
            place = wording.place.marking(max(0, len(text) - 8), min(8, len(text)))
            yield Finding(f"缺少（或为空）：“{text[-12:]}”后面没有内容", (place,), Severity.ERROR, "补上后面的内容")


def _itemised(case: Case) -> Iterator[Finding]:
    """Items of 一般公共预算支出表 that the text leaves out where it tells the others one by one."""
    names = {line.code: line.printed for s in case.reading.of("T5") for line in s.lines if len(line.code) == 7}
    prose = [w.text for w in case.reading.texts if w.kind == "段落"]
    told = {code for code, name in names.items() if any(_tells(text, name, case.year) for text in prose)}
    if 0 < 2 * (len(names) - len(told)) <= len(names):
        for code, name in names.items():
            if code not in told:
                message = f"缺少（或为空）：一般公共预算支出逐项说明里没有“{code} {name}”"
                yield Finding(message, (_end(case),), Severity.ERROR, "补上这一项的数和增减变化")


def _tells(text: str, name: str, year: int) -> bool:
    """Whether the paragraph is on this item: 图书馆（项）2026年预算数为…, 事业单位离退休支出2020年预算数为…."""
    return re.search(rf"{re.escape(name)}(?:（项）|支出)?{year}年预算数", text) is not None


def _of_file(case: Case) -> Iterator[Finding]:
    """What the budget file says and the text does not."""
    if case.budget is None:
        return
    page = "\n".join(re.sub(r"[ \u3000]", "", line) for w in case.reading.texts for line in w.text.split("⏎"))
    for words in missing_words(case.budget, page):
        short = words.text if len(words.text) <= 20 else f"{words.text[:20]}……"
        message = f"缺少（或为空）：预算文件的{words.kind}写了“{short}”，公开文件里没有"
        places = (_end(case), *((words.at,) if words.at else ()))
        yield Finding(message, places, Severity.WARNING, "补上，或从预算文件里删掉")


def R607(case: Case) -> Iterator[Result]:
    """名词解释

    名词解释要和正文对得上：解释了的名词正文（含表）里用到，正文里的专业名词（“三公”经费、机关运行经费、基本支出、项目支出）有解释；
    模板规定了名词的，一个也不少。

    怎样改：删去用不到的名词，补上没有解释的。
    依据：财预〔2016〕143号，对专业性较强的名词作解释。
    例：解释了“用事业基金弥补收支差额”，正文和表里都没有这个词。
    """
    found = list(parts(case.document))
    glossary = headed(found, _GLOSSARY)
    terms = {name: line for part in glossary for line in part.lines if (name := _term(line))}
    if not terms:
        yield Unknown("文件里没有名词解释")
        return
    yield Compared()
    places = tuple(part.place for part in glossary)
    explained = {line for part in glossary for line in part.lines}
    rest = "\n".join(w.text for w in case.reading.texts if w.text not in explained)
    unused = [name for name in terms if not any(word in rest for word in _words(name))]
    if unused:
        message = f"名词{'、'.join(f'“{name}”' for name in unused)}正文未出现"
        yield Finding(
            message, tuple(_line_place(glossary, terms[n]) for n in unused)[:MOST], Severity.HINT, "用不到的删去"
        )
    missing = [name for name in _expected(case, rest) if not any(name in term or term in name for term in terms)]
    if missing:
        message = f"{'、'.join(f'“{name}”' for name in missing)}未解释"
        yield Finding(message, places, Severity.HINT, "在名词解释里补上")
    for name, line in terms.items():
        if len(line.partition("：")[2]) < 8:
            yield Finding(f"名词“{name}”没有解释的内容", (_line_place(glossary, line),), Severity.WARNING, "补上解释")


def _term(line: str) -> str:
    """The term that a line explains; nothing where it is no such line."""
    name, colon, _ = bare(line).partition("：")
    return name if colon and len(name) <= 24 and "。" not in name else ""


def _words(term: str) -> tuple[str, ...]:
    """What stands in the text for a term: with or without 预算, 收入, quotes."""
    plain_ = term.replace("“", "").replace("”", "")
    return (term, plain_, plain_.removesuffix("预算"), plain_.removesuffix("收入"), plain_.replace("经费", ""))


def _expected(case: Case, rest: str) -> list[str]:
    """Terms that have to be explained: those that everybody has to, those that the region lists or has met."""
    wanted = [name for name in ("基本支出", "项目支出", "“三公”经费", "机关运行经费") if name.strip("“”") in rest]
    listed = [term.text for term in case.profile.file.terms] if case.profile else []
    if listed == ["出现的"] and case.profile:
        names = sorted(case.profile.glossary, key=len, reverse=True)
        there = set(re.findall("|".join(map(re.escape, names)), rest)) if names else set()
        listed = [name for name in case.profile.glossary if name in there]
    return list(dict.fromkeys((*listed, *wanted)))


def _line_place(found: Iterable[Part], line: str) -> Place:
    part = next(part for part in found if line in part.lines)
    return Place(part.heading, line=line, length=max(1, len(line.partition("：")[0])))


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
        yield Finding(f"{shown}，超过20日", (there, here), Severity.ERROR, "批复后20日内公开")
    elif days < 0:
        yield Finding(f"{shown}，公开日在批复日之前", (there, here), Severity.ERROR, "核对两个日期")


def _day(case: Case, name: str) -> tuple[date, Location | Place] | None:
    """The day of that name, from 资料 of the budget file, else from the text."""
    node = case.budget.file.facts.get(name) if case.budget else None
    if isinstance(node, Scalar) and (day := _date(node.text)):
        return day, node.at
    for wording in case.reading.texts:
        found = re.search(rf"{name}[:：为是]?\s*([0-9]{{4}}[年.-][0-9]{{1,2}}[月.-][0-9]{{1,2}})", wording.text)
        if found and (day := _date(found[1])):
            return day, wording.place.marking(found.start(1), len(found[1]))
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
            yield Finding(f"目录“{name}”与正文不对应（正文{where}）", (place,), Severity.ERROR, "按正文更新目录")


def _entry(text: str) -> str:
    """A line of the contents without dots and page number."""
    return re.sub(r"\s", "", re.sub(r"[.．…·\s—-]*[0-9]*\s*$", "", text))


def _title(sheet: Sheet) -> Place:
    title = sheet.title.replace("\n", "⏎")
    return Place(sheet.name, line=title, length=max(1, len(title)))


def _end(case: Case) -> Place:
    title = plain(case.document.title).replace("\n", "⏎")
    return Place("标题", line=title, length=max(1, len(title)))
