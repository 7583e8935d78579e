"""预算文件里的疏漏"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Budget
from reportgen.budget.book import Book
from reportgen.budget.ledger import exact_sum
from reportgen.budget.unit_files import unit_entries
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, plain_digits
from reportgen.source import Mapping
from reportgen.vocabulary import Vocabulary

_DIGITS = compiled("[0-9]+")
_EXPLAINED = ("原因", "用途")
_NAMED, _JUDGED = "科目名称", "值"  # the value of an indicator: R805 checks it
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
    whole = spoken().whole
    said_nothing = ((one, whole("没有内容", text) if (text := one[1].text.strip()) else "空着") for one in file.values)
    for (path, scalar), how in (pair for pair in said_nothing if pair[1]):
        name, text = next((key for key in reversed(path) if key), ""), scalar.text.strip()
        said = path[0] in _EXPLAINED
        if name != _JUDGED and (how != "无" or said or name in counts):
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
    used = [digits for digits in _DIGITS.findall("\n".join(lines)) if len(digits) < 8]
    used += {code for name in case.reading.by_name for d, code in name.conditions if d in _DIMENSIONS}
    used.sort()
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
    """Yield each figure stated whole with the stated figures that have one condition more, for each dimension."""
    conditions = {name: set(_full(name).conditions) for name in book.stated}
    for whole, own in conditions.items():
        below = ((p, more - own) for p, more in conditions.items() if p.measure == whole.measure and own < more)
        for dimension, parts in grouped((next(iter(more))[0], p) for p, more in below if len(more) == 1).items():
            yield whole, dimension, _outermost(dimension, parts, book.vocabulary)


def _full(name: FigureId) -> FigureId:
    """Return the name with the condition that its project implies."""
    return name.where(("性质", "项目支出")) if name.member("项目") else name


def _outermost(dimension: str, parts: Sequence[FigureId], vocabulary: Vocabulary) -> list[FigureId]:
    """Return the figures that are in no other one: 公务用车运行费 is in 公务用车购置及运行费."""
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
        odd = _turned(book, parts, difference, complete) if wrong else []
        at, what = (
            [book.stated[name].node.at for name in (*odd[:1], whole, *parts)],
            "R906 对不上" if wrong else "R906 没有列全",
        )
        words = {"looks": f"；像是“{odd[0]}”写颠倒了数字" if odd else ""}
        yield finding(
            what,
            *dict.fromkeys(at),
            base=book.name,
            whole=whole,
            own=own,
            count=len(parts),
            made=made,
            off=off,
            **words,
        )


def _turned(book: Book, parts: Sequence[FigureId], difference: Decimal, complete: bool) -> list[FigureId]:
    """Return the only part that two neighbouring digits in another order would put right; else nothing.

    Parts that are not `complete` need only be no more than their whole.
    """
    amounts = {part: book.stated[part].amount for part in parts}
    changes = {
        part: [EXACT.subtract(other, own) for other in _neighbours_exchanged(own)] for part, own in amounts.items()
    }
    right = [
        part for part, own in changes.items() if any(c == difference or (not complete and c <= difference) for c in own)
    ]
    return right if len(right) == 1 else []


def _neighbours_exchanged(amount: Decimal) -> Iterator[Decimal]:
    """Yield the number with two neighbouring digits exchanged: 768 -> 678, 786."""
    text = plain_digits(amount)
    for i in range(len(text) - 1):
        if text[i : i + 2].isdigit() and text[i] != text[i + 1]:
            yield Decimal(text[:i] + text[i + 1] + text[i] + text[i + 2 :])


_UNITS, _SHORT = ("部门", "单位"), 6  # shorter duties may be those of any unit


@of_family("写了两次的行，拿错了的文件")
def R921(_: Case, file: FileFigures) -> Iterator[Result]:
    """上年文件的部门

    “上年预算”等写的是另一个预算文件的，那个文件要是同一个部门的。名称和编码都不同的，多半拿错了文件：所有的增减都是错的。
    只是名称不同、编码相同的，像是改了名，给一个提示；各单位也是这样，两个单位的名称对调了的，是写错了。机构改革以后合并、新设的部门，上年的数要按口径重新整理，不能直接用别的部门的文件。

    怎样改：换成本部门上年的文件；改了名的，不用改。
    依据：公开文件中常见的错误；财预〔2016〕143号，增减变化以本部门上年预算数为基础。
    例：云溪县文化和旅游局的“上年预算”写了云溪县教育局的文件。
    """
    own = file.budget.file.department
    for book in (book for book in file.budget.books.values() if book.publisher[0]):
        name, code = book.publisher
        yield Compared()
        if name not in (own.name, own.full_name) and not file.budget.unit:
            what = "R921 改了名" if code and code == own.code else "R921 拿错了"
            yield finding(what, book.places[1], book.places[0], base=book.name, name=name, own=own.name)
        if not file.budget.file.adjustments or not file.budget.file.adjustments.get("单位"):
            yield from _other_units(file.budget, book)


def _other_units(budget: Budget, book: Book) -> Iterator[Finding]:
    """Yield findings on units that had another name under their code last year: exchanged, or renamed."""
    now, places = budget.file.department.unit_names, _unit_places(budget)
    for code, name in now.items():
        before = book.units.get(code, name)
        if before != name and code in places:
            taken = before in now.values() or name in book.units.values()
            what = "R921 单位对调" if taken else "R921 单位改了名"
            yield finding(what, places[code], book.places[0], base=book.name, code=code, name=name, before=before)


def _unit_places(budget: Budget) -> dict[str, Location]:
    """Return code -> where the file names the unit."""
    named = ((unit.code, entry.get("名称")) for unit, entry in unit_entries(budget.file))
    return {code: name.at for code, name in named if name}
