"""How titles, headings, captions and cells are recognised by their words (识别), and headings nested into sections.

Where a file tells the levels of headings, sections follow from them (`by_level`); where not, levels are guessed from
the numbers (`nested`).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reportgen.document import Block, Role, Section, Text

LONGEST = 60  # letters of a heading
CHINESE = "零一二三四五六七八九"
NUMBER = f"[{CHINESE}十]+"
KINDS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第({NUMBER}|\d+)(?:部分|章|节)[\s：、]*",
        rf"({NUMBER})、\s*",
        rf"[（(]({NUMBER})[)）]\s*",
        r"(\d{1,2})[.](?!\d)\s*",
        r"(\d{1,2})．\s*",
        r"(\d{1,2})、\s*",
        r"[（(](\d{1,2})[)）]\s*",
        r"([①-⑳])\s*",
    )
)
UNNUMBERED = len(KINDS)
BETWEEN_SIDES = re.compile("(.*)(?:\u3000\u3000|\t)(.*)")
TABLE_NUMBER = re.compile(r"\w{0,4}?\d+([-—.－]\d+)*表|附?[表件]\s?\d+([-—.－]\d+)*")
SIDE = re.compile(r"\S{0,8}(单位|部门|名称|时间|日期|年度)\S{0,4}[：:]")
RIGHT = re.compile(r"(金额)?单位[：:]\s*\S*元|\S{0,4}(时间|日期)[：:]")
NOTE = re.compile(r"(注|说明|备注)\d*[：:]")
INDENT = "\u3000"
AMOUNT = re.compile(r"[-－+]?[\d,]*\d(\.\d+)?%?|[-—－]+")
CODE = re.compile("[A-Za-z0-9.]+")
_FORM_OF = {Role.NUMBER: AMOUNT, Role.CODE: CODE}
_CODES = re.compile("类|款|项|.*(编码|代码).*")
_TOTAL = re.compile(".*(合计|总计)")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


class HeadingLine(NamedTuple):
    """A line that is a heading (标题行).

    Attributes:
        number: as typed. kind: index of its number's pattern in KINDS. place: what the number counts, from 1.
    """

    number: str
    title: str
    kind: int = UNNUMBERED
    place: int = 0


class OpenSection(NamedTuple):
    """A heading with what stands under it so far."""

    heading: HeadingLine
    blocks: list[Block]


def heading(line: str) -> HeadingLine | None:
    """A line that stands alone, as a heading; None if it is a sentence."""
    if len(line) > LONGEST or line.endswith(("。", "；", "，", "！", "？", ";")):
        return None
    for kind, pattern in enumerate(KINDS):
        if (found := pattern.match(line)) and found.end() < len(line):
            return HeadingLine(found[0], line[found.end() :], kind, _place(found[1]))
    return None if re.search("[，,。；]", line) else HeadingLine("", line)


def split(line: str) -> tuple[str, str]:
    """Number and title of a line that is a heading; the number as typed, with the space after it."""
    for pattern in KINDS:
        if (found := pattern.match(line)) and found.end() < len(line):
            return found[0], line[found.end() :]
    return "", line


def by_level(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, with those after a section put into it. Sections come without contents."""
    top: list[Block] = []
    path: list[tuple[Section, list[Block]]] = []

    def close(level: int) -> None:
        while path and path[-1][0].level >= level:
            section, under = path.pop()
            (path[-1][1] if path else top).append(replace(section, blocks=tuple(under)))

    for block in blocks:
        if isinstance(block, Section):
            close(block.level)
            path.append((block, []))
        else:
            (path[-1][1] if path else top).append(block)
    close(0)
    return tuple(top)


def _place(number: str) -> int:
    """12 for 十二, 12 and ⑫."""
    if number in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
        return ord(number) - ord("①") + 1
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (CHINESE.find(tens or "一") * 10 if ten else 0) + (CHINESE.find(ones) if ones else 0)


def nested(pieces: Iterable[HeadingLine | Block]) -> Iterator[Block]:
    """The blocks; every heading becomes a section with what follows, up to the next heading of its level or higher."""
    top: list[Block] = []
    path: list[OpenSection] = []
    fresh = False  # nothing stands under the last heading yet
    for piece in pieces:
        if isinstance(piece, HeadingLine):
            _close(path, _level(piece, [each.heading for each in path], fresh), top)
            path.append(OpenSection(piece, []))
        else:
            (path[-1].blocks if path else top).append(piece)
        fresh = isinstance(piece, HeadingLine)
    _close(path, 0, top)
    yield from top


def _level(new: HeadingLine, above: list[HeadingLine], fresh: bool) -> int:
    """How many of the open headings the new one is below.

    It continues the innermost list that counts up to it. Else, 1 begins a list below, and any other number joins the
    innermost list of its kind.
    """
    alike = [level for level, each in enumerate(above) if each.kind == new.kind]
    if new.kind == UNNUMBERED:
        return alike[-1] if alike else len(above) if fresh else 0
    goes_on = [level for level in alike if above[level].place + 1 == new.place]
    if goes_on:
        return goes_on[-1]
    begins = new.place == 1 and alike[-1:] != [len(above) - 1]
    return len(above) if begins or not alike else alike[-1]


def _close(path: list[OpenSection], level: int, top: list[Block]) -> None:
    """Ends the headings below that level; each becomes a section of the one above it, or of the top."""
    while len(path) > level:
        (number, title, *_), blocks = path.pop()
        section = Section(len(path) + 1, number, (Text(title),), tuple(blocks))
        (path[-1].blocks if path else top).append(section)


def column_role(heads: Sequence[str], filled: Sequence[str]) -> Role:
    """The role of most cells of a column: by its lowest head, else by its cells that are not empty."""
    if heads and _CODES.fullmatch(heads[-1]):
        return Role.CODE
    amounts = sum(1 for text in filled if AMOUNT.fullmatch(text))
    return Role.NUMBER if amounts * 2 >= len(filled) else Role.LABEL


def cell_role(words: str, column: Role) -> Role:
    """The role of a cell in such a column: words among numbers or codes are a label."""
    return Role.LABEL if words and column in _FORM_OF and not _FORM_OF[column].fullmatch(words) else column


def is_total(texts: Iterable[str]) -> bool:
    """Whether a row with these texts is a total: 合 计, 收入总计."""
    return any("计" in text and _TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts)


def named_in(title: str) -> tuple[str, int]:
    """Publisher and year in a title, 云溪县文化和旅游局2026年部门预算公开; an empty text and 0 if it has none."""
    named = re.search(r"(20\d\d)年", title)
    before, after = (title[: named.start()], title[named.end() :]) if named else ("", "")
    who = before.strip() or re.split("部门|单位|预算", after)[0]
    return re.sub("（.*）$|部门$", "", re.sub(r"\s", "", who)), int(named[1] if named else 0)


def day_in(words: str) -> str:
    """`2020-02-28` for 2020年2月28日 and 二〇二〇年二月二十八日; empty if the words are no date."""
    dense = re.sub(r"\s", "", words)
    dense = re.sub("(?<![一二三])十(?=[一二三四五六七八九])", "一", dense)  # 十二 as 一二
    dense = re.sub("(?<=[一二三])十(?=[一二三四五六七八九])", "", dense)  # 二十八 as 二八
    dense = re.sub("(?<=[一二三])十", "〇", dense).replace("十", "一〇")
    found = _DAY.fullmatch(dense.translate(_DIGITS))
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
