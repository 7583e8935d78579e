"""预算文件里的疏漏"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from reportgen.budget.ledger import Book, exact_sum
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, plain_digits
from reportgen.source import Mapping
from reportgen.vocabulary import Vocabulary

_CODE = re.compile(r"(?<![0-9])[0-9]{3,7}(?![0-9])")
_EXPLAINED = ("原因", "用途")
_NAMED, _JUDGED = "科目名称", "值"  # of an indicator: R805 sees to it
_DIMENSIONS = ("功能", "经济", "政府经济")


def R910(_: Case, file: FileFigures) -> Iterator[Result]:
    """空着的键

    预算文件里写了键、后面却没有写内容的，多半是忘了填，或者误删了。真的没有的，写“无”，或者把这个键一起删掉。
    用横线、斜线表示没有的，会照样印出来；团组、批次这样的个数，没有要写 0，写“无”会印成“无批次”。

    怎样改：补上内容，或删掉这个键；没有的写“无”，是个数的写 0。
    依据：公开文件中常见的错误：漏填的内容公开时才发现。
    例：“实施主体:”后面空着；“接待批次: -”。
    """
    yield Compared()
    counts = {key for keys in spoken().places["个数的费目"].values() for key in keys}
    for path, scalar in file.values:
        name, text = next((key for key in reversed(path) if key), ""), scalar.text.strip()
        how = spoken().whole("没有内容", text) if text else "空着"
        said = path[0] in _EXPLAINED
        if how and name != _JUDGED and (how != "无" or said or name in counts):
            what = f"{f'“{name}”' if name else '这里'}{f'写的是“{text}”' if text else '后面空着' if name else '空着'}"
            none = "删掉这一行" if said else "写 0" if name in counts else "写“无”，或把这个键删掉"
            yield finding("R910 空着", scalar.at, what=what, none=none)


def R911(case: Case) -> Iterator[Result]:
    """科目名称没有用到

    预算文件的“科目名称”给科目写了本地的名称，这个科目（或它的下级）却哪里也没有金额：多半是编码写错了一位，
    该用这个名称的科目就印了目录里的名称。

    怎样改：改正编码；确实不用了的，删掉这一行。
    依据：公开文件中常见的错误。
    例：“科目名称”里写了30390，支出里只有30399。
    """
    node = case.budget.file.node if case.budget else None
    names = node.get(_NAMED) if node else None
    if not isinstance(names, Mapping):
        return
    yield Compared()
    lines = names.place.source.lines  # of the whole file, also if the document is one unit's
    used = _CODE.findall("\n".join(lines))
    shown = {pair for entry in case.reading.in_tables if entry.name for pair in entry.name.conditions}
    used = sorted((*used, *{code for dimension, code in shown if dimension in _DIMENSIONS}))
    for key, _ in names.entries:
        first = bisect_left(used, key.text)
        if not any(code.startswith(key.text) for code in used[first + 1 : first + 2]):  # once is this line itself
            yield finding("R911 没有用到", key.at, code=key.text)


def R906(_: Case, file: FileFigures) -> Iterator[Result]:
    """上年总数与分项

    上年数可以一个一个写（总数、几个分项），程序不会把它们相加。分项加起来比总数大，一定有一个写错了；分项列全了，就要等于总数；
    没有列全的，差额应当是本年不再安排的项目，给一个提示，请人核对。

    怎样改：对照上年公开的文件改上年数；上年有、本年没有的项目，也写成一行。
    依据：财预〔2016〕143号，增减变化以上年数为基础。
    例：上年项目支出768.54万元，四个项目的上年数合计737.00万元，差31.54万元。
    """
    for book in (book for base, book in file.budget.books.items() if base and (book.stated or book.lines)):
        yield Compared()
        for whole, dimension, parts in _taken_apart(book):
            yield from _differing_sum(book, whole, dimension, parts)


def _taken_apart(book: Book) -> Iterator[tuple[FigureId, str, list[FigureId]]]:
    """Each figure stated whole, with the figures stated that have one condition more, dimension by dimension."""
    conditions = {name: set(_full(name).conditions) for name in book.stated}
    for whole, own in conditions.items():
        below = ((p, more - own) for p, more in conditions.items() if p.measure == whole.measure and own < more)
        for dimension, parts in grouped((next(iter(more))[0], p) for p, more in below if len(more) == 1).items():
            yield whole, dimension, _outermost(dimension, parts, book.vocabulary)


def _full(name: FigureId) -> FigureId:
    """The name with what its project implies."""
    return name.where(("性质", "项目支出")) if name.member("项目") else name


def _outermost(dimension: str, parts: Sequence[FigureId], vocabulary: Vocabulary) -> list[FigureId]:
    """The figures that are in none of the others: 公务用车运行费 is in 公务用车购置及运行费."""
    members = {part.member(dimension) for part in parts}
    return [p for p in parts if not members & set(vocabulary.upward(dimension, p.member(dimension))[1:])]


def _differing_sum(book: Book, whole: FigureId, dimension: str, parts: Sequence[FigureId]) -> Iterator[Finding]:
    together = exact_sum(book.stated[part].amount for part in parts)
    stated = book.stated[whole].amount
    difference = EXACT.subtract(stated, together)
    complete = {p.member(dimension) for p in parts} >= set(book.vocabulary.children(dimension)) != set()
    wrong = difference < 0 or complete
    if difference and (wrong or len(parts) > 1):
        own, made, off = map(plain_digits, (stated, together, abs(difference)))
        at, what = [book.stated[name].node.at for name in (whole, *parts)], "R906 对不上" if wrong else "R906 没有列全"
        yield finding(what, *at, base=book.name, whole=whole, own=own, count=len(parts), made=made, off=off)
