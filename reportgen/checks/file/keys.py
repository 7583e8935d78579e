"""预算文件里的疏漏"""

import re
from collections.abc import Iterator

from reportgen.budget import Catalogue
from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.diagnostics import Severity
from reportgen.source import Mapping, Node, Scalar, Sequence

_CODE = re.compile(r"(?<![0-9])[0-9]{3,7}(?![0-9])")
_NAMED = "科目名称"
_DIMENSIONS = ("功能", "经济", "政府经济")
_HINT = "看编码是不是写错了；不用的删掉"


def R910(case: Case) -> Iterator[Result]:
    """空着的键

    预算文件里写了键、后面却没有写内容的，多半是忘了填，或者误删了。真的没有的，写“无”，或者把这个键一起删掉。

    怎样改：补上内容，或删掉这个键。
    依据：公开文件中常见的错误：漏填的内容公开时才发现。
    例：“实施主体:”后面空着。
    """
    if case.budget is None or case.budget.file.node is None:
        yield Unknown("没有预算文件")
        return
    yield Compared()
    for path, scalar in _scalars(case.budget.file.node, ()):
        if not scalar.text.strip():
            name = next((key for key in reversed(path) if key), "")
            message = f"“{name}”后面空着" if name else "这里空着"
            yield Finding(message, (scalar.at,), Severity.WARNING, "补上内容；没有的写“无”，或把这个键删掉")


def _scalars(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every value with the keys above it."""
    match node:
        case Scalar():
            yield path, node
        case Sequence(_, items):
            for item in items:
                yield from _scalars(item, path)
        case Mapping(_, entries):
            for key, value in entries:
                yield from _scalars(value, (*path, key.text))


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
    if node is None or not isinstance(names, Mapping):
        yield Unknown("预算文件里没有写科目名称")
        return
    yield Compared()
    lines = names.place.source.lines  # of the whole, also where the document is one unit's
    used = [code for line in lines for code in _CODE.findall(line)]
    used += {entry.name.member(d) or "" for entry in case.in_tables if entry.name for d in _DIMENSIONS}
    for key, _ in names.entries:
        if sum(code.startswith(key.text) for code in used) < 2:  # once is this line itself
            yield Finding(f"科目名称里的{key.text}没有用到", (key.at,), Severity.WARNING, _HINT)


def R919(case: Case) -> Iterator[Result]:
    """名称错字

    预算文件里自己写的名称——“科目名称”里科目的叫法、“部门”里各单位的名称——只和政府收支分类科目、部门名称差一个字的，
    多半是打错了字，印出来到处都是错的。

    怎样改：改正错字；确实这样叫的，写进“已知差异”。
    依据：公开文件中常见的错误。
    例：“科目名称”里写“2070701: 资助国产彩片放映”，目录是“资助国产影片放映”；唐山市总工会的单位写成“唐山市总公会本级”。
    """
    node = case.budget.file.node if case.budget else None
    if case.budget is None or node is None:
        yield Unknown("没有预算文件")
        return
    yield Compared()
    catalogue = Catalogue(case.budget.file.year)
    for code, own in _entries(node.get(_NAMED)):
        names = (catalogue.name(dimension, code.text) for dimension in _DIMENSIONS)
        yield from (_misspelt(own, name) for name in names if name and _one_letter_off(own.text, name))
    publisher = case.budget.file.department.name
    for unit in _units(node):
        if _one_letter_off(unit.text[: len(publisher)], publisher):
            yield _misspelt(unit, publisher + unit.text[len(publisher) :])


def _misspelt(own: Scalar, right: str) -> Finding:
    message = f"名称“{own.text}”疑似“{right}”的错字"
    return Finding(message, (own.at,), Severity.WARNING, "改正错字；确实这样叫的，写进“已知差异”")


def _one_letter_off(own: str, name: str) -> bool:
    return len(own) == len(name) > 3 and sum(a != b for a, b in zip(own, name, strict=True)) == 1


def _entries(node: Node | None) -> Iterator[tuple[Scalar, Scalar]]:
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar):
            yield key, value


def _units(node: Mapping) -> Iterator[Scalar]:
    """The names of the units that the file lists."""
    department = node.get("部门")
    units = department.get("单位") if isinstance(department, Mapping) else None
    for unit in units.items if isinstance(units, Sequence) else ():
        name = unit.get("名称") if isinstance(unit, Mapping) else None
        if isinstance(name, Scalar):
            yield name
