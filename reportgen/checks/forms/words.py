"""残留、错字和个人信息"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._rules import of_family
from reportgen.checks._texts import differing, gathered, matches, of_words, wordings
from reportgen.diagnostics import Severity
from reportgen.lexicon import Lexicon, spoken
from reportgen.reading import Place
from reportgen.reading.terms import bare

_HAN = "一-龥"
# What a program leaves behind: nobody writes that.
_RESIDUE = re.compile(
    "|".join(
        (
            r"TC {1,4}\"?[^\"\\]{0,60}\"? {0,4}\\f *C *\\l *[0-9]|\\f C|\\l 1|\\\* MERGEFORMAT|PAGEREF|HYPERLINK",
            r"\[?bookmark[:：]?[^\]]{0,60}\]|错误[!！]\s*未(?:找到引用源|定义书签)。?|Error! [A-Z][a-z ]+\.?",
            r"\{\{|\}\}|\{%|%\}",
            r"#(?:REF|DIV/0|VALUE|N/A|NAME|NUM)[!?]?",
            r"【待填[:：]?[^】]*】?",
            r"\ufffd|锟斤拷|&(?:nbsp|amp|lt|gt|quot);|<br ?/?>",
        )
    )
)
# What looks left over from a form or last year's file, and may be meant.
_LEFT_OVER = r"«残留»|\b(?:None|NaN|nan|null|undefined|True|False)\b"
_DOUBLED = re.compile(r"[，,；;：:、]{2,}|。{2,}|[，、；：][。]|。[，、；：]|！{2,}|？{2,}|（，|（、|，）|、）")
_REPEATED = re.compile(rf"([{_HAN}]{{2,12}})\1")

_PHONE = re.compile(r"(?<![0-9A-Za-z.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—－ ][0-9]{7,8})(?![0-9A-Za-z])")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_MAIL = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CONTACT = "«联系:文字»[:：]\\s*(?P<who>[^\\s，。；：、⏎]{2,16})"

_ENDS = ("。", "；", "：", "！", "？", "”", "）", "…", "〕", "》", ".", ":", ";")
_HALF = re.compile(
    rf"(?<=[{_HAN}）”》〕])[,;:!?](?=[{_HAN}“（《\s]|$)|(?<=[{_HAN}])\([^()]{{0,20}}[{_HAN}][^()]{{0,20}}\)"
)
_IN_NUMBER = re.compile(r"(?<=[0-9])[，。](?=[0-9]{2,3}(?![0-9年月]))")
_SPACED = re.compile(rf"(?<=[{_HAN}，。；：、])[ \u00a0]+(?=[{_HAN}，。；：、])")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"), ("【", "】"), ("(", ")"))
_PAIRED = re.compile("[（）“”《》〔〕【】()]")
_IN_LIST = re.compile(r"(?m)(?:^|(?<=⏎))\s*[0-9一二三四五六七八九十]{1,3}[)）]")
_SENTENCE = 24  # letters from which a paragraph is a sentence
_PAPER = re.compile(r"[（(\[【［](?P<year>(?:19|20)[0-9]{2})[)）\]】］](?P<rest>第?[0-9]+号)")

_LONG = 6  # letters from which on the first and the last may be the wrong one
_LETTER = re.compile(r"[\u4e00-\u9fff]")


def R701(case: Case) -> Iterator[Result]:
    """模板残留

    从模板、上年文件、网页或Word里带来的痕迹：“XX”“××”“增加（减少）”“持平 万元”、没有填的空括号和下划线、
    “待填”、模板的大括号、目录域代码、[bookmark]、#REF!、乱码，以及连写的标点。公开出去就成了笑话。
    只有程序才会留下的（大括号、域代码、#REF!、乱码、【待填】）是错误；“XX”、空括号这样也可能是有意写的，作警告。
    草稿里的【待填】另有一张清单，这里不提。

    怎样改：填上内容，或删掉残留的字。
    依据：公开文件中常见的错误。
    例：“与2021年预算相比持平 万元”“[bookmark: _Hlk1]”。
    """
    yield Compared()
    message = "发现模板或转换残留“{}”".format
    for pattern, severity in ((_RESIDUE, Severity.ERROR), (spoken().form(_LEFT_OVER), Severity.WARNING)):
        found = ((m[0].strip(), place) for m, place in matches(wordings(case), pattern))
        yield from gathered(found, message, severity, "填上内容，或删掉残留的字")
    marks = _found(case, _DOUBLED)
    yield from gathered(marks, "标点重复“{}”".format, Severity.WARNING, "多半是中间少了内容，或删得不干净")


def _found(case: Case, pattern: re.Pattern[str]) -> Iterator[tuple[str, Place]]:
    """What matches the pattern in any text, with its place."""
    return ((match[0], place) for match, place in matches(wordings(case), pattern))


def R702(case: Case) -> Iterator[Result]:
    """叠词错字

    紧挨着重复的词（“主要用于主要用于”）、重复的单位（“元元”），以及预算文件里常见的错字（“拔款”“截止2025年底”应为“截至”）。

    怎样改：删去重复的，改正错字。
    依据：公开文件中常见的错误。
    例：“主要用于主要用于工会组织建设”。
    """
    yield Compared()
    twice = [(m[0], place) for m, place in matches(wordings(case), _REPEATED) if not _may_repeat(m)]
    twice += _found(case, spoken().form("«多写»"))
    yield from gathered(twice, "疑似重复或错字：“{}”".format, of_words(case), "删去重复的字")
    for right, pattern in spoken().patterns("错字"):
        message = f"疑似重复或错字：“{{}}”应为“{right}”".format
        yield from gathered(_found(case, pattern), message, of_words(case), "改正错字")


def _may_repeat(found: re.Match[str]) -> bool:
    """Whether the words may stand twice: 研究研究, 天天天天."""
    return bool(spoken().whole("可以重复", found[0])) or len(set(found[1])) == 1


def R708(case: Case) -> Iterator[Result]:
    """个人信息

    公开的文件里不应有手机号、身份证号，也不必有经办人、联系人、负责人的姓名和电话。

    怎样改：确有必要公开的（如单位的公开电话）保留，其他的删去，表里的格子留空。
    依据：个人信息保护法；政府信息公开条例第15条。
    例：绩效目标申报表里“联系人”一格写了姓名，“联系电话”一格写了手机号。
    """
    yield Compared()
    message, hint = "含个人联系信息“{}”，请确认是否需要公开".format, "确需公开的保留，其他的删去"
    for pattern in (_PHONE, _IDENTITY, _MAIL):
        masked = ((f"{text[:3]}****{text[-2:]}", place) for text, place in _found(case, pattern))
        yield from gathered(masked, message, Severity.HINT, hint)
    stated = matches(wordings(case, "段落", "表注"), spoken().form(_CONTACT))
    named = [(m[0].partition(m["who"])[0].rstrip(":： "), place) for m, place in stated]
    yield from gathered([*named, *_filled_in(case)], message, Severity.HINT, hint)


def _filled_in(case: Case) -> Iterator[tuple[str, Place]]:
    """Cells beside 联系人, 联系电话 … that are not empty; telephone numbers are reported by themselves."""
    for layout in case.reading.tables:
        for row in layout.body:
            for (_, label), (spot, text) in pairwise(zip(row.spots, row.words, strict=True)):
                name, value = bare(label), text.strip()
                if _is_contact(name) and value and not (_is_contact(value) or _PHONE.search(value)):
                    yield name, Place(layout.name, name, "", row.line, row.starts[spot.column], len(value))


def _is_contact(words: str) -> bool:
    return spoken().is_("联系", "标签", words)


@of_family("序号和标点")
def R705(case: Case) -> Iterator[Result]:
    """标点

    中文里用全角标点（，；：（））；段落开头没有孤立的标点，结尾有句号；括号、引号、书名号成对；数字里不用全角逗号和句号。

    怎样改：改成全角标点，补上缺少的一半。
    依据：GB/T 15834-2011 标点符号用法。
    例：“没有行政经费补助,因此,没有安排”里的逗号是半角的。
    """
    yield Compared()
    half = ((text.strip() or text, place) for text, place in _found(case, _HALF))
    yield from gathered(half, "标点异常：“{}”（半角）".format, Severity.HINT, "中文里用全角标点")
    inside = ((place.line[max(0, place.start - 4) : place.start + 4], place) for _, place in _found(case, _IN_NUMBER))
    message = "标点异常：“{}”（数字里用了全角标点）".format
    yield from gathered(inside, message, Severity.HINT, "数字里用半角的点和逗号")
    spaces = matches(wordings(case, "段落", "表注", "节题"), _SPACED)
    spaced = ((place.line[place.start - 1 : place.start + 2], place) for _, place in spaces)
    yield from gathered(spaced, "标点异常：“{}”（多余的空格）".format, Severity.HINT, "去掉汉字之间的空格")
    yield from _paragraphs(case)
    yield from _unpaired(case)


def _paragraphs(case: Case) -> Iterator[Finding]:
    """Paragraphs that begin with a mark, or end without one."""
    for wording in wordings(case, "段落", "表注"):
        text = wording.text.strip()
        if text[0] in "，。；、：,;:.)）":
            place = wording.place.marking(0, 1)
            yield Finding(f"标点异常：段落以“{text[0]}”开头", (place,), Severity.HINT, "删去，或补上前面的字")
        sentence = len(text) >= _SENTENCE or any(mark in text for mark in "，；。")
        if sentence and not text.endswith(_ENDS):
            place = wording.place.marking(max(0, len(wording.text) - 1), 1)
            message = f"标点异常：“{text[-8:]}”后面没有句号"
            yield Finding(message, (place,), Severity.HINT, "补上句号，或补上没有写完的话")


def _unpaired(case: Case) -> Iterator[Finding]:
    for wording in wordings(case).having(_PAIRED):
        text = _IN_LIST.sub("", wording.text)
        for left, right in _PAIRS:
            if text.count(left) != text.count(right):
                lone = left if text.count(left) > text.count(right) else right
                place = wording.place.marking(max(0, wording.text.find(lone)), 1)
                yield Finding(f"标点异常：“{lone}”没有另一半", (place,), Severity.HINT, "补上另一半")


@of_family("序号和标点")
def R706(case: Case) -> Iterator[Result]:
    """发文字号

    发文字号里的年份用六角括号：财预〔2016〕143号，不用圆括号、方括号。

    怎样改：改成〔 〕。
    依据：GB/T 9704-2012，发文字号。
    例：财预[2016]143号。
    """
    found = list(matches(wordings(case), _PAPER))
    right = any(re.search(r"〔[0-9]{4}〕", w.text) for w in case.reading.texts)
    yield Compared() if found or right else Unknown("文件里没有发文字号")
    for match, place in found:
        message = f"发文字号“{match[0]}”应为“〔{match['year']}〕{match['rest']}”"
        yield Finding(message, (place,), Severity.HINT, "年份用六角括号〔 〕")


class _Phrases(NamedTuple):
    """Terms that every disclosure uses (data/words/phrases.yaml), the longest first.

    Attributes:
        right: phrases that are right, though one letter off from a term, and the words of the region.
        known: a pattern of all these terms and phrases.
    """

    terms: tuple[str, ...]
    right: frozenset[str]
    known: re.Pattern[str]


@lru_cache(maxsize=8)
def _phrases_of(lexicon: Lexicon) -> _Phrases:
    words = lexicon.places["术语"]
    terms, right = words["术语"], {*words["不是错字"], *lexicon.own_words}
    known = "|".join(map(re.escape, sorted({*terms, *right}, key=len, reverse=True)))
    return _Phrases(tuple(sorted(terms, key=len, reverse=True)), frozenset(right), re.compile(known))


@of_family("写错一个字的术语")
def R913(case: Case) -> Iterator[Result]:
    """术语错字

    预算公开常用的术语、表名、标题只错了一个字的，多半是打字、改字时的失误，如“政府性基金予算”“机构设罝”。
    错字读的时候容易滑过去，公开以后却很显眼。

    怎样改：对照术语改正；本地确有这个说法的不用改。
    依据：公开文件中常见的错误。
    例：“一般公共预祘财政拨款”应为“一般公共预算财政拨款”。
    """
    yield Compared()
    texts = wordings(case)
    found: dict[str, list[tuple[int, int, str]]] = {}
    for start, odd, term in _misprints(texts.page):
        numbers, at = texts.saying(odd)
        wrong = texts.page[start : start + len(term)]
        found.setdefault(term, []).extend((number, at, wrong) for number in numbers)
    for right, own in found.items():
        message = f"“{{}}”疑似“{right}”的错字".format
        places = ((wrong, texts.all[number].place.marking(at, 1)) for number, at, wrong in sorted(own))
        yield from gathered(places, message, of_words(case), "对照术语改正；确有这个说法的不用改")


def _misprints(page: str) -> Iterator[tuple[int, int, str]]:
    """Where a wrong phrase begins, the place of its wrong letter, and the longest term that it may be."""
    done: set[int] = set()
    known = _phrases_of(spoken())
    for term in known.terms:
        for start, odd in sorted(_near(page, term)):
            if odd not in done and not _is_right(page, start, odd, term, known):
                done.add(odd)
                yield start, odd, term


def _near(page: str, term: str) -> set[tuple[int, int]]:
    """Where phrases begin that are one letter off, and that letter: in a short term neither the first nor the last."""
    half, last, found = len(term) // 2, len(term) - 1, set()
    for part, shift in ((term[:half], 0), (term[half:], half)):
        for start in (at - shift for at in _positions(page, part)):
            if start < 0 or start + last >= len(page):
                continue
            if last + 1 < _LONG and (page[start] != term[0] or page[start + last] != term[-1]):
                continue
            odd = differing(page[start : start + last + 1], term) if not page.startswith(term, start) else []
            if len(odd) == 1 and _LETTER.fullmatch(page[start + odd[0]]):
                found.add((start, start + odd[0]))
    return found


def _positions(page: str, part: str) -> Iterator[int]:
    """Where the part begins on the page."""
    at = page.find(part)
    while at >= 0:
        yield at
        at = page.find(part, at + 1)


def _is_right(page: str, start: int, odd: int, term: str, known: _Phrases) -> bool:
    """Whether the letter belongs to another term that stands there, or the phrase is right."""
    longest = len(known.terms[0])
    around = page[max(0, odd - longest) : odd + longest]
    here = min(odd, longest)
    spans = (match.span() for match in known.known.finditer(around))
    return page[start : start + len(term)] in known.right or any(first <= here < last for first, last in spans)
