"""预算文件里的疏漏"""

import re
from collections.abc import Iterator

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
