"""写了两遍的行和话"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from reportgen.budget import Budget, Line
from reportgen.budget.drafts import is_empty
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Finding, Result, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.lexicon import spoken
from reportgen.quantity import plain_digits
from reportgen.reading.terms import bare
from reportgen.source import Mapping, Node, Scalar, text_below
from reportgen.source import Sequence as SequenceNode
from reportgen.vocabulary import ELIMINATION, MONEY, NOT_APPLICABLE

_UNITS, _SHORT = ("部门", "单位"), 6  # shorter duties may be those of any unit
_LISTED = ("部门", "资料", "绩效")  # keys with lists in which nothing comes twice
_FEW = 2  # codes that show how long they are
_ALSO_NAMED = ("单位", "子项目")  # what may tell records of one name apart
_NAMES = ("项目", "名称")
_LONG = 16  # letters with which no two projects begin by chance
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
        times = Counter([line.amount for line in lines])  # what lines say is long to compare, and most amounts differ
        own = (
            line for line in lines if times[line.amount] > 1 and line.amount and line.dims.get("单位") != ELIMINATION
        )
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
        for (key, _), both in grouped(((key, said.text[:_LONG]), said) for key, said in filled).items():
            short = min((one.text for one in both), key=len)
            whole = all(one.text.startswith(short.rstrip("。")) for one in both)
            if len(both) == 2 and whole and len(short) > _SHORT:  # of more, it is what they all say: 用于开展活动。
                same = both[0].text == both[1].text
                yield finding("R920 两个项目", both[1].at, both[0].at, remark=not same, key=key, said=short)


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
    return line.amount, frozenset(line.dims.items()), text_below(line.node, "备注")


def _twice(budget: Budget, measure: str, same: list[Line]) -> Finding:
    line, amount = same[0], plain_digits(same[0].amount)
    members = [(d, line.dims.get(d, NOT_APPLICABLE)) for d in _TELLING]
    names = [budget.member_name(d, member) for d, member in members if member != NOT_APPLICABLE]
    cause, times = Cause(frozenset({measure}), (line.dims,), line.amount), "两" if len(same) == 2 else len(same)
    said, at = "，".join((measure, *names, amount)), [one.at for one in reversed(same)]
    return finding("R920 写了几次", *at, cause=cause, times=times, said=said)
