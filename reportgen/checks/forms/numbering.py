"""序号和标点

Numbers in front of headings, paragraphs, rows and tables: which list each continues (序号). A line continues the
innermost open list of its kind whose last number is one less; 1 begins a list. So one kind may count at several levels
(一、文字部分 … 一、部门职责), whatever level a heading is taken for.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest

from reportgen.budget import Catalogue
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import wordings
from reportgen.document import Block, Section, plain, walk
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Place, Wording
from reportgen.reading.item_names import stem
from reportgen.reading.terms import bare
from reportgen.reading.texts import PROSE, Kind
from reportgen.records import NamedTuple

_OF_FORMS, _LAST_OF_FORMS = 2, 7  # classes that forms leave out before 其他支出, and up to the last
_DIGITS = "零一二三四五六七八九"
_NUMBERED = r"^[ \u3000]*(?:其中[:：])?(?=«序号»)"
_SAID = compiled("(?P<n>[一二三四五六七八九十](?<=[，。；：⏎].)[一二三四五六七八九十]{0,2})是")
_BRACKETS = ("（", "(")
_SEVERAL = compiled("⏎")
_TABLE_NUMBER = compiled(r"(?P<head>\D*)(?P<n>[0-9]+)(?:-(?P<m>[0-9]+))?(?P<tail>\D*)")


class Numbered(NamedTuple):
    """A line with a number: kind and rank of the number, its text, its value. `tables`: how many stand before it."""

    kind: str
    rank: int
    written: str
    value: int
    place: Place
    tables: int = 0


class Break(NamedTuple):
    """A list that does not continue properly. `before`: its last number; None if it does not begin with 1."""

    now: Numbered
    before: Numbered | None
    is_other_glyph: bool = False

    @property
    def is_of_tables(self) -> bool:
        """Whether the part that is left out is tables alone, as in official forms: it has no heading of its own."""
        return (
            self.before is not None
            and self.now.value == self.before.value + 2
            and self.now.tables > self.before.tables + 1
        )


def _numbered(text: str, place: Place) -> Numbered | None:
    """Return the line with the number that it begins with; None without one."""
    if not (before := spoken().form(_NUMBERED).match(text)):
        return None
    for kind, pattern in spoken().patterns("序号"):
        found = pattern.match(text, before.end())
        if found and found.end() < len(text):
            written = found[0].strip()
            marked = place.marking(place.start + before.end(), max(1, len(written)))
            return Numbered(kind, int(kind[0]), written, _count(found[1]), marked)
    return None


def _count(digits: str) -> int:
    plain_digits = unicodedata.normalize("NFKC", digits).rstrip(".")  # ⒈ and ① are 1
    if plain_digits.isdecimal():
        return int(plain_digits)
    tens, ten, ones = digits.rpartition("十")
    return (_DIGITS.find(tens or "一") * 10 if ten else 0) + (_DIGITS.find(ones) if ones else 0)


def _broken(lines: Iterable[Numbered | None]) -> Iterator[Break]:
    """Yield where a list jumps, repeats a number, or changes its glyphs."""
    open_: list[Numbered] = []  # the last line of each open list, outermost first
    numbered = [*filter(None, lines)]
    for at, line in enumerate(numbered):
        next_ = [i for i, last in enumerate(open_) if last.rank == line.rank and last.value + 1 == line.value]
        goes_on = [i for i in next_ if open_[i].kind == line.kind]
        own = [i for i, last in enumerate(open_) if last.kind == line.kind]
        if goes_on:
            del open_[goes_on[-1] :]
        elif line.value == 1:
            if own[-1:] == [len(open_) - 1]:
                open_.pop()  # the innermost list is of this kind: a new one replaces it
        elif known := next_ or own:
            before = open_[known[-1]]
            yield Break(line, before, is_other_glyph=bool(next_))
            after = next((other for other in numbered[at + 1 :] if other.kind == line.kind), None)
            if after and after.value == before.value + 2:  # this number alone is wrong
                line = line._replace(value=before.value + 1)
            del open_[known[-1] :]
        else:
            yield Break(line, None)
        open_.append(line)


def R703(case: Case) -> Iterator[Result]:
    """序号连续

    标题、条目、表号、“一是……二是……”的序号要从一开始、一个接一个。跳号、重号，多半是删了一段没有重排，或者漏了一张表。
    收支总表里按“类码减200”编号的类级清单（十七、金融支出之后是十九、援助其他地区支出）可以跳号。
    跳过的那一部分全是表的（第一部分概况之后是决算表，再后是“第三部分”），官方格式里就没有标题，只作提示。

    怎样改：重排序号；确实少了一段、一张表的，补上。
    依据：公开文件中常见的错误；GB/T 9704-2012，结构层次序数。
    例：“一、”“二、”之后是“四、”；公开08表之后是公开10表。
    """
    yield Compared()
    for broken in (found for found in _breaks(case) if not found.is_other_glyph):
        now, before = broken.now, broken.before
        what = "R703 没有前一个" if not before else "R703 重复" if now.value == before.value else "R703 跳号"
        remark, other = broken.is_of_tables, before.place if before else None
        yield finding(what, now.place, other, remark=remark, now=now, before=before)
    yield from (*_said(case), *_tables(case))


def _said(case: Case) -> Iterator[Finding]:
    """Yield findings on 一是……二是…… within a sentence: a number twice, or left out."""
    for wording in wordings(case, *PROSE, "格").having(_SAID):
        found = [(m, wording.place.marking(m.start(), len(m[0]))) for m in _SAID.finditer(wording.text)]
        said = [Numbered("", 0, m[0], _count(m["n"]), place) for m, place in found]
        for before, now in pairwise(said):
            if now.value != before.value + 1 and (now.value != 1 or before.value == 1):
                what = "R703 重复" if now.value == before.value else "R703 跳号"
                yield finding(what, now.place, before.place, now=now, before=before)


def R704(case: Case) -> Iterator[Result]:
    """序号字形

    同一串条目的序号要用同一种字形：“1.”“1．”“1、”“⒈”不要混用。

    怎样改：统一成一种。
    依据：GB/T 9704-2012，结构层次序数。
    例：第一条写“1.”，第二条写“2、”。
    """
    yield Compared()
    for broken in _breaks(case):
        if broken.is_other_glyph and broken.before:
            yield finding("R704 混用", broken.now.place, broken.before.place, broken=broken)


def _breaks(case: Case) -> tuple[Break, ...]:
    """Return the places where a numbering breaks off; they are looked for once.

    Headings, paragraphs and titles count together, each column of a table by itself, and so do the lines of each cell.
    """
    return case.remembered(_breaks, lambda: tuple(_all_breaks(case)))


def _all_breaks(case: Case) -> Iterator[Break]:
    typed: tuple[Kind, ...] = ("段落", "表题") if case.is_as_made else ("节题", "段落", "表题")  # we number headings
    yield from _broken(_between_tables(wordings(case, *typed)))
    labels = (wording for wording in wordings(case, "格").having(spoken().form(_NUMBERED)) if "⏎" not in wording.text)
    for column in grouped(((id(label.table), label.column), label) for label in labels).values():
        lines = [(line, w.text) for w in column if (line := _numbered(w.text, w.place))]
        if not _counts_by_code(case, lines):
            yield from _broken(line for line, _ in lines)
    for wording in wordings(case, "格").having(_SEVERAL):
        yield from _broken(_lines_of(wording))


def _between_tables(texts: Iterable[Wording]) -> Iterator[Numbered]:
    """Yield the lines with a number, and how many tables stand before each.

    A PDF may begin a line with a number within a sentence: the text before holds the number before.
    """
    tables, above = 0, ""
    for text in texts:
        line = _numbered(text.text, text.place)
        if line and not (line.written.startswith(_BRACKETS) and _goes_on_within(above, line)):
            yield line._replace(tables=tables)
        tables, above = tables + (text.kind == "表题"), text.text


def _goes_on_within(above: str, line: Numbered) -> bool:
    """Whether the text above holds the number before that of the line, of its kind, behind its own beginning."""
    pattern = dict(spoken().patterns("序号"))[line.kind]
    return any(_count(found[1]) == line.value - 1 for found in pattern.finditer(above, 1))


def _counts_by_code(case: Case, lines: Sequence[tuple[Numbered, str]]) -> bool:
    """Whether the numbers follow the codes of 类: 二十一、住房保障支出 is 221.

    Forms leave some classes out, so that the numbers behind are smaller: 十九、住房保障支出.
    """
    if len(lines) < 3:
        return False
    classes = _classes(case.year)
    coded = [(line, code) for line, text in lines if (code := classes.get(stem(bare(text))))]
    left_out = [int(code) - 200 - line.value for line, code in coded]
    most = [_LAST_OF_FORMS if code > "225" else _OF_FORMS for _, code in coded]
    by_form = left_out == sorted(left_out) and all(0 <= n <= m for n, m in zip(left_out, most, strict=True))
    return len(coded) > 2 and (by_form or left_out.count(0) * 2 > len(coded))


@lru_cache(maxsize=8)
def _classes(year: int) -> dict[str, str]:
    names = Catalogue(year).names("功能").items()
    return {stem(name): code for code, name in names if len(code) == len("207")}


def _lines_of(wording: Wording) -> Iterator[Numbered | None]:
    """Yield the numbered lines of one cell; None for lines without number."""
    start = 0
    for text in wording.text.split("⏎"):
        yield _numbered(text, wording.place.marking(start, max(1, len(text))))
        start += len(text) + 1


def _tables(case: Case) -> Iterator[Finding]:
    """Yield findings on numbers of tables: 公开01表, 公开02表 …, 公开14-1表. A form may have no copy: 12, then 14-1."""
    found = [(m, w.place) for w in wordings(case, "表号") if (m := _TABLE_NUMBER.fullmatch(w.text.strip()))]
    for own in grouped(((m["head"], m["tail"]), (int(m["n"]), int(m["m"] or 0), p)) for m, p in found).values():
        (first, copy, place), last = own[0], own[0]
        if (first, copy) != (1, 0) and copy != 1:
            yield finding("R703 表号不从1开始", place, remark=case.is_as_made, written=place.line.strip())
        for now, after in zip_longest(own[1:], own[2:]):
            if now[:2] not in _after(*last[:2]):
                words = {"before": last[2].line.strip(), "written": now[2].line.strip()}
                yield finding("R703 表号跳号", now[2], last[2], remark=case.is_as_made, **words)
                if after and after[:2] == (last[0] + 2, 0):  # this number alone is wrong
                    now = (last[0] + 1, 0, now[2])
            last = now


def _after(number: int, copy: int) -> set[tuple[int, int]]:
    """Return what may follow a number of a table."""
    return {(number, copy + 1), *((number + n, m) for n, m in ((1, 0), (1, 1), (2, 1)))}


def R707(case: Case) -> Iterator[Result]:
    """层级次序

    标题的层次依次是一、（一）1.（1），可以跳过一级，不能倒过来：（一）下面不能再出现一、。

    怎样改：调整标题的层次。
    依据：GB/T 9704-2012，结构层次序数。
    例：“1.收入情况”下面又写“（一）财政拨款收入”。
    """
    blocks = case.document.blocks
    numbers = any(isinstance(block, Section) and block.number for block in walk(blocks))
    yield Compared() if numbers else Unknown("文件里没有带序号的标题")
    yield from _inverted(case, blocks, None) if numbers else ()


def _inverted(case: Case, blocks: tuple[Block, ...], above: Numbered | None) -> Iterator[Finding]:
    for block in blocks:
        if isinstance(block, Section):
            heading = f"{block.number}{plain(block.title)}"
            place = Place(heading, line=heading, length=max(1, len(block.number)))
            own = _numbered(heading, place)
            if own and above and 0 < own.rank < above.rank:
                yield finding("R707 倒置", place, above.place, remark=case.is_as_made, above=above, own=own)
            yield from _inverted(case, block.blocks, own or above)
