"""Approved figures (批复数): what the file says under 核对, which the lines have to come to.

    核对:
      收入: 1064.2
      支出: {合计: 1064.2, 功能: {2012901: 14.2, 2012902: 200.6}}
      支出[性质=基本支出]: {经济: {30112: 5.8}}
      收入@上年预算: 1092.39

A figure's amount, or its parts: a dimension over members, each with an amount or parts of its own, beside 合计. What
they have to agree with, and how closely, is said where they are compared.
"""

from collections.abc import Iterator
from decimal import Decimal

from reportgen.budget.books import BookReader
from reportgen.budget.ledger import Named
from reportgen.diagnostics import did_you_mean
from reportgen.figure import FigureId
from reportgen.source import Mapping, Node, Scalar
from reportgen.vocabulary import NOT_APPLICABLE

SECTION = "核对"
WHOLE = "合计"
_FORM = "写一个数；或按一个方面分开写，如 {合计: 100, 功能: {2070104: 60, 2080505: 40}}"


def approved_in(reader: BookReader) -> dict[FigureId, Named]:
    """What the reader's file says under 核对, by figure, in 元 or pieces; mistakes are told to the reader."""
    node = reader.file.node.get(SECTION) if reader.file.node else None
    found: dict[FigureId, Named] = {}
    for title, value in node.entries if isinstance(node, Mapping) else ():
        figure = reader.figure(title, SECTION)
        if figure is not None and _is_amount(figure, title, reader):
            for name, stated in _amounts(figure, title, value, reader):
                _add(name, stated, found, reader)
    return found


def _is_amount(figure: FigureId, title: Scalar, reader: BookReader) -> bool:
    """Whether it names an amount of this year or of a base; told where it does not."""
    bases = reader.vocabulary.bases
    if figure.derived:
        hint = f"只写“{figure.amount}”：占比、增减由程序算"
        reader.problems.add("数名", f"“{title.text}”不是批复的数", title.at, hint=hint)
    elif figure.base and figure.base not in bases:
        reader.problems.add("数名", f"没有“{figure.base}”这个口径", title.at, hint=did_you_mean(figure.base, bases))
    return not figure.derived and figure.base in ("", *bases)


def _amounts(figure: FigureId, key: Scalar, node: Node, reader: BookReader) -> Iterator[tuple[FigureId, Named]]:
    """The figure's amount, or those of its parts."""
    match node:
        case Scalar():
            measure = reader.vocabulary.measures[figure.measure]
            amount = Decimal(0) if node.text == NOT_APPLICABLE else reader.lines.amount(node, measure)
            if amount is not None:
                yield figure, Named(amount, node)
        case Mapping():
            for name, value in node.entries:
                yield from _under(figure, name, value, reader)
        case _:
            reader.problems.add("格式", f"“{key.text}”后面不能是列表", node.at, hint=_FORM)


def _under(figure: FigureId, name: Scalar, node: Node, reader: BookReader) -> Iterator[tuple[FigureId, Named]]:
    """What stands under 合计, or under a dimension."""
    known = [d for d in reader.vocabulary.measures[figure.measure].dimensions if not figure.member(d)]
    if name.text == WHOLE and isinstance(node, Scalar):
        yield from _amounts(figure, name, node, reader)
    elif name.text == WHOLE:
        reader.problems.add("格式", "“合计”后面要写一个数", node.at, hint="分开写的，和“合计”并排写")
    elif figure.member(name.text):
        hint = f"“{name.text}”已经是“{figure.member(name.text)}”，换一个方面分"
        reader.problems.add("数名", f"“{figure}”不能再按“{name.text}”分", name.at, hint=hint)
    elif name.text not in known:
        hint = did_you_mean(name.text, [WHOLE, *known])
        reader.problems.add("数名", f"{figure.measure}没有“{name.text}”这个维度", name.at, hint=hint)
    elif not isinstance(node, Mapping):
        hint = f"写成“{name.text}: {{成员: 数}}”，几个成员用逗号隔开"
        reader.problems.add("格式", f"“{name.text}”后面要写“成员: 数”", node.at, hint=hint)
    else:
        for member, value in node.entries:
            if reader.lines.knows(name.text, member.text, member.at):
                yield from _amounts(figure.where((name.text, member.text)), member, value, reader)


def _add(figure: FigureId, stated: Named, found: dict[FigureId, Named], reader: BookReader) -> None:
    other = found.setdefault(figure, stated)
    if other is not stated:
        reader.problems.add("重复的键", f"“{figure}”写了两次", stated.node.at, other.node.at, hint="只留一处")
