"""残留、错字和个人信息"""

import re
from collections.abc import Iterator
from itertools import pairwise

from reportgen.checks._case import Case, Compared, Result
from reportgen.checks._texts import gathered, matches, of_words, wordings
from reportgen.diagnostics import Severity
from reportgen.document import plain
from reportgen.lexicon import spoken
from reportgen.reading import Place
from reportgen.reading.terms import bare

_HAN = "[一-龥]"
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
_REPEATED = re.compile(rf"({_HAN}{{2,12}})\1")
_PHONE = re.compile(r"(?<![0-9A-Za-z.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—－ ][0-9]{7,8})(?![0-9A-Za-z])")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"
)
_MAIL = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_SPOKEN = "«联系:文字»[:：]\\s*(?P<who>[^\\s，。；：、⏎]{2,16})"


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
        found = [(m[0].strip(), place) for m, place in matches(wordings(case), pattern)]
        yield from gathered(found, message, severity, "填上内容，或删掉残留的字")
    marks = [(m[0], place) for m, place in matches(wordings(case), _DOUBLED)]
    yield from gathered(marks, lambda x: f"标点重复“{x}”", Severity.WARNING, "多半是中间少了内容，或删得不干净")


def R702(case: Case) -> Iterator[Result]:
    """叠词错字

    紧挨着重复的词（“主要用于主要用于”）、重复的单位（“元元”），以及预算文件里常见的错字（“拔款”“截止2025年底”应为“截至”）。

    怎样改：删去重复的，改正错字。
    依据：公开文件中常见的错误。
    例：“主要用于主要用于工会组织建设”。
    """
    yield Compared()
    twice = [(m[0], place) for m, place in matches(wordings(case), _REPEATED) if not _may_repeat(m)]
    twice += [(m[0], place) for m, place in matches(wordings(case), spoken().form("«多写»"))]
    yield from gathered(twice, lambda x: f"疑似重复或错字：“{x}”", of_words(case), "删去重复的字")
    for right, pattern in spoken().patterns("错字"):
        found = [(m[0], place) for m, place in matches(wordings(case), pattern)]
        message = f"疑似重复或错字：“{{}}”应为“{right}”".format
        yield from gathered(found, message, of_words(case), "改正错字")


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
    hint = "确需公开的保留，其他的删去"
    message = "含个人联系信息“{}”，请确认是否需要公开".format
    for pattern in (_PHONE, _IDENTITY, _MAIL):
        found = [(_masked(m[0]), place) for m, place in matches(wordings(case), pattern)]
        yield from gathered(found, message, Severity.HINT, hint)
    said = matches(wordings(case, "段落", "表注"), spoken().form(_SPOKEN))
    named = [(m[0].partition(m["who"])[0].rstrip(":： "), place) for m, place in said]
    yield from gathered([*named, *_filled_in(case)], message, Severity.HINT, hint)


def _masked(text: str) -> str:
    """Enough of it to be found, not all of it."""
    return f"{text[:3]}****{text[-2:]}"


def _filled_in(case: Case) -> Iterator[tuple[str, Place]]:
    """Cells beside 联系人, 联系电话 … that are not empty; numbers of telephones are told by themselves."""
    for layout in case.reading.tables:
        for row in layout.body:
            for (_, label, _), (column, cell, _) in pairwise(row.spots):
                name, value = bare(plain(label.runs)), plain(cell.runs).strip()
                if _is_contact(name) and value and not (_is_contact(value) or _PHONE.search(value)):
                    yield name, Place(layout.name, name, "", row.line, row.starts[column], len(value))


def _is_contact(words: str) -> bool:
    return spoken().is_("联系", "标签", words)
