"""预算文件里的疏漏"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from reportgen.budget import Budget, Line
from reportgen.budget.book import Book
from reportgen.budget.drafts import is_empty
from reportgen.budget.ledger import exact_sum
from reportgen.budget.unit_files import unit_entries
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading.terms import bare
from reportgen.source import Mapping, Node, Scalar
from reportgen.source import Sequence as SequenceNode
from reportgen.vocabulary import ELIMINATION, MONEY, NOT_APPLICABLE, Vocabulary

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


_LISTED = ("部门", "资料", "绩效")  # keys with lists in which nothing comes twice
_UNITS, _SHORT = ("部门", "单位"), 6  # shorter duties may be those of any unit
_FEW = 2  # codes that show how long they are
_ALSO_NAMED = ("单位", "子项目")  # what may tell records of one name apart
_NAMES = ("项目", "名称")
_OWN_WORDS = ("用途", "目标", "内容")  # what no two projects share
_TELLING = ("功能", "经济", "项目", "采购品目")  # what people call a line by


@of_family("写了两次的行，拿错了的文件")
def R920(case: Case, file: FileFigures) -> Iterator[Result]:
    """同一行写了两次

    两行的单位、资金、科目、项目等都相同，金额也一分不差，多半是复制以后忘了删：收入跟着多写了，收支还是平的，别的规则看不出来。
    备注不同的，是两笔，不看。“部门”“资料”“绩效”里同一条职责、指标写了两次的，两个单位的职责一字不差的，也提出。

    怎样改：重复的，删掉一行，收入也跟着改；确实是两笔的，各写上备注，或者合成一行。
    依据：公开文件中常见的错误：复制了行，没有删掉原来的。
    例：两行都是“功能: 2070110, 项目: 文化旅游对外交流, 金额: 62000”。
    """
    yield Compared()
    budget = file.budget
    for name, measure in budget.vocabulary.measures.items():
        lines = budget.books[""].lines.get(name, ()) if measure.unit == MONEY else ()
        own = (line for line in lines if line.amount and line.dims.get("单位") != ELIMINATION)
        for same in grouped((_written(line), line) for line in own).values():
            if len(same) > 1:
                yield _twice(budget, name, same)
    node = budget.file.node
    codes = [one for path, one in file.values if path[-1] == "编码" and path[0] == "绩效"]
    for code, alike in grouped((one.text, one) for one in codes).items():
        if len(alike) > 1:
            yield finding("R920 编码", *(one.at for one in reversed(alike)), code=code, times=len(alike))
    lists = {key: list(_lists(node.get(key) if node else None)) for key in _LISTED}
    yield from (*_called_twice(case, lists["绩效"]), *_short_codes(codes), *_said_of_two(lists["绩效"]))
    duties = ((one.text, one.at) for path, one in file.values if path[:2] == _UNITS and "职责" in path)
    for said, places in grouped(pair for pair in duties if len(pair[0]) > _SHORT).items():
        if len(places) > 1 and not spoken().within("谁都有的职责", said):
            yield finding("R920 单位的职责", *places[::-1], said=said)
    for own_list in chain(*lists.values()):
        every = own_list.items if len(own_list.items) > 1 else ()
        for words, items in grouped((_said(case, item), item) for item in every).items():
            if len(items) > 1 and any(words):
                first, *others = (item.at for item in items)
                yield finding("R920 又写了", *others, first, said="，".join(words), times=len(items))
    for block in (one for path, one in file.values if path[0] in _LISTED and "\n" in one.text):
        for said, again in grouped((bare(line), line) for line in block.text.split("\n")).items():
            if len(again) > 1 and len(said) > _SHORT:
                yield finding("R920 又写了", block.at, said=said, times=len(again))


def _short_codes(codes: Sequence[Scalar]) -> Iterator[Finding]:
    """Yield a finding on the only 编码 that has a digit more or less than all others."""
    by_length = sorted(grouped((len(one.text), one) for one in codes).items(), key=lambda own: len(own[1]))
    if len(by_length) == 2 and len(codes) > _FEW:
        (digits, (code, *others)), (usual, right) = by_length
        if not others and abs(digits - usual) == 1 and usual > _SHORT:
            yield finding("R920 编码长短", code.at, right[0].at, code=code.text, digits=digits, usual=usual)


def _called_twice(case: Case, lists: Iterable[SequenceNode]) -> Iterator[Finding]:
    """Yield findings on tasks and goals of 绩效 that share a name (任务2 …… 任务2) and say different things."""
    for one in lists:
        named = [item for item in one.items if isinstance(item, Mapping) and not any(map(item.get, _ALSO_NAMED))]
        called = ((own.text, (own.at, item)) for item in named if isinstance(own := item.get("名称"), Scalar))
        for name, same in grouped(called).items():
            if len(same) > 1 and len({_said(case, item) for _, item in same}) > 1:
                yield finding("R920 名称", *(at for at, _ in reversed(same)), name=name, times=len(same))


def _said_of_two(lists: Iterable[SequenceNode]) -> Iterator[Finding]:
    """Yield findings on words that two projects or tasks of a list share: what they are for, what is to be reached."""
    for one in lists:
        named = [item for item in one.items if isinstance(item, Mapping) and any(map(item.get, _NAMES))]
        own = [(key, said) for item in named for key in _OWN_WORDS if isinstance(said := item.get(key), Scalar)]
        filled = ((key, said) for key, said in own if not is_empty(said.text))
        for (key, text), places in grouped(((key, said.text), said.at) for key, said in filled).items():
            if len(places) == 2 and len(text) > _SHORT:  # of more, it is what they all say: 用于开展活动。
                yield finding("R920 两个项目", *places[::-1], key=key, said=text)


def _lists(node: Node | None) -> Iterator[SequenceNode]:
    """Yield every list in a node, also lists within lists."""
    if isinstance(node, SequenceNode):
        yield node
        below = [*node.items]
    else:
        below = [value for _, value in node.entries] if isinstance(node, Mapping) else []
    for item in below:
        if not isinstance(item, Scalar):
            yield from _lists(item)


def _said(case: Case, node: Node) -> tuple[str, ...]:
    return (node.text,) if isinstance(node, Scalar) else tuple([scalar.text for _, scalar in case.values(node)])


def _written(line: Line) -> tuple[object, ...]:
    """Return amount, members and 备注 of a line; equal lines share them."""
    remark = line.node.get("备注") if isinstance(line.node, Mapping) else None
    text = remark.text if isinstance(remark, Scalar) else ""
    return line.amount, frozenset(line.dims.items()), text


def _twice(budget: Budget, measure: str, same: list[Line]) -> Finding:
    line, amount = same[0], plain_digits(same[0].amount)
    members = [(d, line.dims.get(d, NOT_APPLICABLE)) for d in _TELLING]
    names = [budget.member_name(d, member) for d, member in members if member != NOT_APPLICABLE]
    cause, times = Cause(frozenset({measure}), (line.dims,), line.amount), "两" if len(same) == 2 else len(same)
    said, at = "，".join((measure, *names, amount)), [one.at for one in reversed(same)]
    return finding("R920 写了几次", *at, cause=cause, times=times, said=said)


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
