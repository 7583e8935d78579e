"""序号和标点"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportgen.budget import Catalogue
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._texts import gathered, matches, wordings
from reportgen.checks.forms._numbering import NUMBERED, Break, Numbered, breaks, numbered
from reportgen.diagnostics import Severity
from reportgen.document import Block, Section, plain, walk
from reportgen.reading import Place, Wording
from reportgen.reading.naming import stem
from reportgen.reading.terms import bare

_TABLE_NUMBER = re.compile(r"(?P<head>\D*)(?P<n>[0-9]+)(?:-(?P<m>[0-9]+))?(?P<tail>\D*)")
_ENDS = ("。", "；", "：", "！", "？", "”", "）", "…", "〕", "》", ".", ":", ";")
_HAN = "一-龥"
_HALF = re.compile(
    rf"(?<=[{_HAN}）”》〕])[,;:!?](?=[{_HAN}“（《\s]|$)|(?<=[{_HAN}])\([^()]{{0,20}}[{_HAN}][^()]{{0,20}}\)"
)
_IN_NUMBER = re.compile(r"(?<=[0-9])[，。](?=[0-9]{2,3}(?![0-9年月]))")
_SPACED = re.compile(rf"(?<=[{_HAN}，。；：、])[ \u00a0]+(?=[{_HAN}，。；：、])")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"), ("【", "】"), ("(", ")"))
_SEVERAL = re.compile("⏎")
_PAIRED = re.compile("[（）“”《》〔〕【】()]")
_PAPER = re.compile(r"[（(\[【［](?P<year>(?:19|20)[0-9]{2})[)）\]】］](?P<rest>第?[0-9]+号)")
_LONG = 24  # letters from which a paragraph is a sentence


def R703(case: Case) -> Iterator[Result]:
    """序号连续

    标题、条目、表号的序号要从一开始、一个接一个。跳号、重号，多半是删了一段没有重排，或者漏了一张表。
    收支总表里按“类码减200”编号的类级清单（十七、金融支出之后是十九、援助其他地区支出）可以跳号。

    怎样改：重排序号；确实少了一段、一张表的，补上。
    依据：公开文件中常见的错误；GB/T 9704-2012，结构层次序数。
    例：“一、”“二、”之后是“四、”；公开08表之后是公开10表。
    """
    yield Compared()
    for broken in (found for found in _breaks(case) if found.what == "序号"):
        now, before = broken.now, broken.before
        if before is None:
            message = f"序号“{now.written}”前面没有它的前一个"
            yield Finding(message, (now.place,), Severity.WARNING, "从一开始编号，或补上缺少的一段")
            continue
        message = f"序号由“{before.written}”跳至“{now.written}”"
        if now.count == before.count:
            message = f"序号“{now.written}”重复"
        yield Finding(message, (now.place, before.place), Severity.WARNING, "重排序号，或补上缺少的一段")
    yield from _tables(case)


def R704(case: Case) -> Iterator[Result]:
    """序号字形

    同一串条目的序号要用同一种字形：“1.”“1．”“1、”“⒈”不要混用。

    怎样改：统一成一种。
    依据：GB/T 9704-2012，结构层次序数。
    例：第一条写“1.”，第二条写“2、”。
    """
    yield Compared()
    for broken in _breaks(case):
        if broken.what == "字形" and broken.before:
            message = f"序号字形混用：“{broken.before.written}”与“{broken.now.written}”"
            places = (broken.now.place, broken.before.place)
            yield Finding(message, places, Severity.HINT, "同一串条目用一种字形")


def _breaks(case: Case) -> tuple[Break, ...]:
    return case.remembered(_breaks, lambda: tuple(_all_breaks(case)))


def _all_breaks(case: Case) -> Iterator[Break]:
    """Of headings, paragraphs and titles together; of each table's rows; of the lines inside each cell."""
    typed = ("段落", "表题") if case.is_as_made else ("节题", "段落", "表题")  # the program numbers headings
    whole = [_numbered(w) for w in case.reading.texts if w.kind in typed]
    yield from breaks(line for line in whole if line)
    for cells in _columns(case):
        lines = [(line, w.text) for w in cells if (line := _numbered(w))]
        if not _by_code(case, lines):
            yield from breaks(line for line, _ in lines)
    for wording in wordings(case, "格").having(_SEVERAL):
        yield from breaks(_inside(wording))


def _numbered(wording: Wording) -> Numbered | None:
    return numbered(wording.text, wording.place, wording.kind == "节题")


def _columns(case: Case) -> Iterator[list[Wording]]:
    """The labels of each column of each table that begin with a number, from above."""
    cells = (wording for wording in wordings(case, "格").having(NUMBERED) if "⏎" not in wording.text)
    yield from grouped(((id(cell.table), cell.place.column), cell) for cell in cells).values()


def _by_code(case: Case, lines: Sequence[tuple[Numbered, str]]) -> bool:
    """Whether the numbers follow the codes of 类 (二十一、住房保障支出 for 221)."""
    if len(lines) < 3:
        return False
    names = case.remembered(_by_code, lambda: _classes(case))
    found = [(line, names.get(stem(bare(text)))) for line, text in lines]
    coded = [(line, code) for line, code in found if code]
    return len(coded) > 2 and sum(int(code) - 200 == line.count for line, code in coded) * 2 > len(coded)


def _classes(case: Case) -> dict[str, str]:
    names = Catalogue(case.year).names("功能")
    return {stem(name): code for code, name in names.items() if len(code) == len("207")}


def _inside(wording: Wording) -> Iterator[Numbered]:
    """The numbered lines of one cell."""
    start = 0
    for text in wording.text.split("⏎"):
        line = numbered(text, wording.place.marking(start, max(1, len(text))))
        if line:
            yield line
        start += len(text) + 1


def _tables(case: Case) -> Iterator[Finding]:
    """Numbers of tables: 公开01表, 公开02表 …, 公开14-1表, 公开14-2表."""
    severity = case.severity_of_lack(Severity.WARNING)  # the region numbers its tables
    last: dict[tuple[str, str], tuple[int, int, Place]] = {}
    for wording in wordings(case, "表号"):
        found = _TABLE_NUMBER.fullmatch(wording.text.strip())
        if not found:
            continue
        key, now = (found["head"], found["tail"]), (int(found["n"]), int(found["m"] or 0))
        before = last.get(key)
        follows = before is None and (now == (1, 0) or now[1] == 1)
        if before:
            follows = now in ((before[0], before[1] + 1), (before[0] + 1, 0), (before[0] + 1, 1))
        if not follows and not (before and _left_out(before[:2], now)):
            where = f"由“{before[2].line.strip()}”跳至" if before else "不从1开始："
            message = f"表号{where}“{wording.text.strip()}”"
            places = (wording.place, *((before[2],) if before else ()))
            yield Finding(message, places, severity, "重排表号，或补上缺少的表")
        last[key] = (*now, wording.place)


def _left_out(before: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether what lies between may be a form that has no copy this time: 公开12表 before 公开14-1表."""
    return now[1] == 1 and now[0] == before[0] + 2


def R705(case: Case) -> Iterator[Result]:
    """标点

    中文里用全角标点（，；：（））；段落开头没有孤立的标点，结尾有句号；括号、引号、书名号成对；数字里不用全角逗号和句号。

    怎样改：改成全角标点，补上缺少的一半。
    依据：GB/T 15834-2011 标点符号用法。
    例：“没有行政经费补助,因此,没有安排”里的逗号是半角的。
    """
    yield Compared()
    message = "标点异常：“{}”".format
    half = [(m[0].strip() or m[0], place) for m, place in matches(wordings(case), _HALF)]
    yield from gathered(half, lambda x: f"{message(x)}（半角）", Severity.HINT, "中文里用全角标点")
    numbers = matches(wordings(case), _IN_NUMBER)
    inside = [(place.line[max(0, place.start - 4) : place.start + 4], place) for _, place in numbers]
    yield from gathered(
        inside, lambda x: f"{message(x)}（数字里用了全角标点）", Severity.HINT, "数字里用半角的点和逗号"
    )
    spaced = [(place.line[place.start - 1 : place.start + 2], place) for place in _spaces(case)]
    yield from gathered(spaced, lambda x: f"{message(x)}（多余的空格）", Severity.HINT, "去掉汉字之间的空格")
    yield from _paragraphs(case)
    yield from _unpaired(case)


def _spaces(case: Case) -> list[Place]:
    return [place for _, place in matches(wordings(case, "段落", "表注", "节题"), _SPACED)]


def _paragraphs(case: Case) -> Iterator[Finding]:
    for wording in wordings(case, "段落", "表注"):
        text = wording.text.strip()
        if text[0] in "，。；、：,;:.)）":
            place = wording.place.marking(0, 1)
            yield Finding(f"标点异常：段落以“{text[0]}”开头", (place,), Severity.HINT, "删去，或补上前面的字")
        sentence = len(text) >= _LONG or any(mark in text for mark in "，；。")
        if sentence and not text.endswith(_ENDS):
            place = wording.place.marking(max(0, len(wording.text) - 1), 1)
            message = f"标点异常：“{text[-8:]}”后面没有句号"
            yield Finding(message, (place,), Severity.HINT, "补上句号，或补上没有写完的话")


def _unpaired(case: Case) -> Iterator[Finding]:
    for wording in wordings(case).having(_PAIRED):
        text = re.sub(r"(?m)(?:^|(?<=⏎))\s*[0-9一二三四五六七八九十]{1,3}[)）]", "", wording.text)
        for left, right in _PAIRS:
            if text.count(left) != text.count(right):
                lone = left if text.count(left) > text.count(right) else right
                place = wording.place.marking(max(0, wording.text.find(lone)), 1)
                yield Finding(f"标点异常：“{lone}”没有另一半", (place,), Severity.HINT, "补上另一半")


def R706(case: Case) -> Iterator[Result]:
    """发文字号

    发文字号里的年份用六角括号：财预〔2016〕143号，不用圆括号、方括号。

    怎样改：改成〔 〕。
    依据：GB/T 9704-2012，发文字号。
    例：财预[2016]143号。
    """
    found = [(m, place) for m, place in matches(wordings(case), _PAPER)]
    right = any(re.search(r"〔[0-9]{4}〕", w.text) for w in case.reading.texts)
    if not (found or right):
        yield Unknown("文件里没有发文字号")
        return
    yield Compared()
    for match, place in found:
        message = f"发文字号“{match[0]}”应为“〔{match['year']}〕{match['rest']}”"
        yield Finding(message, (place,), Severity.HINT, "年份用六角括号〔 〕")


def R707(case: Case) -> Iterator[Result]:
    """层级次序

    标题的层次依次是一、（一）1.（1），可以跳过一级，不能倒过来：（一）下面不能再出现一、。

    怎样改：调整标题的层次。
    依据：GB/T 9704-2012，结构层次序数。
    例：“1.收入情况”下面又写“（一）财政拨款收入”。
    """
    sections = [section for section in walk(case.document.blocks) if isinstance(section, Section)]
    if not any(section.number for section in sections):
        yield Unknown("文件里没有带序号的标题")
        return
    yield Compared()
    severity = case.severity_of_lack(Severity.WARNING)
    yield from (replace(found, severity=severity) for found in _inverted(case.document.blocks, None))


def _inverted(blocks: tuple[Block, ...], above: Numbered | None) -> Iterator[Finding]:
    for block in blocks:
        if not isinstance(block, Section):
            continue
        heading = f"{block.number}{plain(block.title)}"
        place = Place(heading, line=heading, length=max(1, len(block.number)))
        own = numbered(heading, place, True)
        if own and above and 0 < own.rank < above.rank:
            message = f"标题层级倒置：“{above.written}”下出现“{own.written}”"
            yield Finding(message, (place, above.place), hint="按一、（一）1.（1）的次序排")
        yield from _inverted(block.blocks, own or above)
