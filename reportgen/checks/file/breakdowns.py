"""预算文件里的收和支"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Book, Breakdown, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Cause, Compared, Result, Unknown, grouped
from reportgen.checks._says import MOST, finding
from reportgen.checks.file.balance import rounding
from reportgen.checks.file.slips import unit_of
from reportgen.quantity import EXACT, plain_digits
from reportgen.records import dataclass


def R936(_: Case, file: FileFigures) -> Iterator[Result]:
    """两种分法对得上

    预算文件里一个数分了两次（支出按功能，基本支出在“支出[性质=基本支出]”下面又按经济）的，两边的合计要相等；每一种资金、每一个单位，
    只要两边的各行都写了，也要相等。文件里有的数从这一边来，有的从那一边来，对不上就会自相矛盾。各行四舍五入过的
    （照万元的表抄），差在尾数以内只提示。

    怎样改：对照两份材料，改写错的金额、资金、单位，补上漏掉的一行。
    依据：预算法第三十二条、第四十六条，支出按功能分类和经济分类编列，是同一笔支出的两种分法。
    例：支出里的基本支出是1200000元，“支出[性质=基本支出]”下面各行合计1150000元，差50000元。
    """
    for book in file.budget.books.values():
        for one in book.apart:
            whole = _within(book, one)
            yield Compared() if whole is not None else Unknown(f"各行不知道“{one.name}”是多少")
            yield from [] if whole is None else _differing(file, book, one, whole)


def _within(book: Book, one: Breakdown) -> Sequence[Line] | None:
    """The lines of the measure that are within the figure; None if they leave that open."""
    ledger = book.ledger(one.name.measure)
    found, unknown = ledger.sorted_out(one.name.conditions)
    held = [one.holds(line, (), ledger) for line in (*found, *(line for line, _ in unknown))]
    known = one.name.measure in book.lines and None not in held and not any(held[len(found) :])
    return [line for line, own in zip(found, held, strict=False) if own] if known else None


@dataclass(frozen=True)
class _Part:
    """A member of which the two sides state different sums: of the breakdown (here), of the measure (there)."""

    dimension: str
    member: str
    here: Decimal
    there: Decimal
    lines: Sequence[Line]

    @property
    def off(self) -> Decimal:
        return abs(EXACT.subtract(self.here, self.there))


def _differing(file: FileFigures, book: Book, one: Breakdown, lines: Sequence[Line]) -> Iterator[Result]:
    whole = _Part("", "", total(one.lines), total(lines), ())
    parts = [part for dimension in book.vocabulary.dimensions for part in _parts(book, one.lines, lines, dimension)]
    apart = [part.off for part in (whole, *parts)]
    if not any(apart):
        return
    suspects = sorted((line for part in parts for line in part.lines), key=lambda line: abs(line.amount) not in apart)
    places = [one.title.at, *book.places[1:], *(line.at for line in suspects)]
    tails = max(apart) <= rounding((*one.lines, *lines))
    unit, measure = unit_of(one.name.measure, book.vocabulary)[1], one.name.measure
    named = [
        f"{file.budget.member_name(part.dimension, part.member)}"
        f"（这里{plain_digits(part.here)}{unit}，{measure}里{plain_digits(part.there)}{unit}）"
        for part in parts
    ]
    words = {"name": one.name, "measure": measure, "here": whole.here, "there": whole.there, "unit": unit}
    words["base"] = f"“{book.name}”里" if book.name else ""
    words["off"] = f"差{plain_digits(whole.off)}{unit}" if whole.off else "合计相等"
    words["parts"] = f"；对不上的是{'、'.join(named)}" if named else ""
    cause = Cause(frozenset({measure}), (_wrong_line(one, parts),), whole.off, book.name) if whole.off else None
    yield finding("R936 对不上", *list(dict.fromkeys(places))[:MOST], remark=tails, cause=cause, **words)


def _wrong_line(one: Breakdown, parts: Sequence[_Part]) -> dict[str, str]:
    """What is known of the wrong line: the figure, and of each dimension the only member that differs."""
    by_dimension = grouped((part.dimension, part.member) for part in parts)
    return {**dict(one.name.conditions), **{d: members[0] for d, members in by_dimension.items() if len(members) == 1}}


def _parts(book: Book, here: Sequence[Line], there: Sequence[Line], dimension: str) -> Iterator[_Part]:
    """The members that differ, where all lines state the dimension and several members."""
    if any(dimension not in line.dims for line in (*here, *there)):
        return
    members = {line.dims[dimension] for line in (*here, *there)}
    top = {m: [above for above in book.vocabulary.upward(dimension, m) if above in members][-1] for m in members}
    own, other = (grouped((top[line.dims[dimension]], line) for line in lines) for lines in (here, there))
    listed = dict.fromkeys((*own, *other))
    for member in listed if len(listed) > 1 else ():  # one alone is the whole
        part = _Part(dimension, member, total(own.get(member, ())), total(other.get(member, ())), own.get(member, ()))
        yield from [part] if part.off else []
