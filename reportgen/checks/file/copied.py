"""写了两次的行，拿错了的文件"""

from collections.abc import Iterator

from reportgen.budget import Book, Budget, Line
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Cause, Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.diagnostics import Location
from reportgen.quantity import plain_digits
from reportgen.source import Mapping, Node, Scalar, Sequence, scalars
from reportgen.vocabulary import ELIMINATION, MONEY, NOT_APPLICABLE

_LISTED = ("部门", "绩效")  # keys whose lists say each thing once
_TELLING = ("功能", "经济", "项目", "采购品目")  # what people call a line by


def R920(_: Case, file: FileFigures) -> Iterator[Result]:
    """同一行写了两次

    两行的单位、资金、科目、项目等都相同，金额也一分不差，多半是复制以后忘了删：收入跟着多写了，收支还是平的，别的规则看不出来。
    备注不同的，是两笔，不看。“部门”“绩效”里同一条职责、指标写了两次的，也提出。

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
    targets = node.get("绩效") if node else None
    coded = ((one.text, one.at) for path, one in (scalars(targets) if targets else ()) if path[-1:] == ("编码",))
    for code, places in grouped(coded).items():
        if len(places) > 1:
            yield finding("R920 编码", *places[::-1], code=code, times=len(places))
    for own_list in (one for key in _LISTED for one in _lists(node.get(key) if node else None)):
        for alike in grouped((_said(item), item.at) for item in own_list.items).items():
            if len(alike[1]) > 1 and any(alike[0]):
                yield finding("R920 又写了", *alike[1][1:], alike[1][0], said="，".join(alike[0]), times=len(alike[1]))


def _lists(node: Node | None) -> Iterator[Sequence]:
    """Every list in it, the lists within lists too."""
    below = [value for _, value in node.entries] if isinstance(node, Mapping) else []
    if isinstance(node, Sequence):
        yield node
        below = list(node.items)
    for item in below:
        yield from _lists(item)


def _said(node: Node) -> tuple[str, ...]:
    return tuple(scalar.text for _, scalar in scalars(node))


def _written(line: Line) -> tuple[object, ...]:
    """What two lines have to share: all that is said of the amount."""
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
    """Units that had another name under their code last year: their names were exchanged, or one is new."""
    now, places = budget.file.department.unit_names, _unit_places(budget)
    for code, name in now.items():
        before = book.units.get(code, name)
        if before != name and code in places:
            taken = before in now.values() or name in book.units.values()
            what = "R921 单位对调" if taken else "R921 单位改了名"
            yield finding(what, places[code], book.places[0], base=book.name, code=code, name=name, before=before)


def _unit_places(budget: Budget) -> dict[str, Location]:
    """Code -> where the file names the unit."""
    department = budget.file.node.get("部门") if budget.file.node else None
    units = department.get("单位") if isinstance(department, Mapping) else None
    records = [one for one in units.items if isinstance(one, Mapping)] if isinstance(units, Sequence) else []
    pairs = ((one.get("编码"), one.get("名称")) for one in records)
    return {code.text: name.at for code, name in pairs if isinstance(code, Scalar) and isinstance(name, Scalar)}
