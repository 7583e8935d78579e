"""What documents print → the lines of a budget file (拼出各行), as fine as the documents say, no finer.

The lines of 支出 by 功能, 性质 and 资金 are one block. What is printed apart (经济 within 基本支出, a list of 项目) is
joined to them if there is only one way to do so; otherwise it is a block of its own: 支出[性质=基本支出 资金=…].
Lines that a document lists one by one (明细账) say more than totals. A workbook may list the projects alone and print
tables of everything: then the lines take the place of what the tables say of projects.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.figure import Conditions, FigureId
from reportgen.importing.cells import Part, Total, parts_of
from reportgen.importing.facts import FUND, GRANTS, KIND, NATURE, Contradiction, Facts, line_dimensions
from reportgen.importing.printed import PrintedFigure
from reportgen.quantity import EXACT, plain_digits
from reportgen.records import dataclass
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

_APART = ("经济", "项目")
_ITEMS = ("功能", "政府经济")
# What a block may go without, the least needed first.
_LEFT_OUT = (_ITEMS[:1], _ITEMS, (*_ITEMS, "单位"), (*_ITEMS, FUND), (*_ITEMS, "单位", FUND))
_MOST_OPEN = 4  # one line of so many may lack a member


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one key (一段): `支出`, or `支出[性质=基本支出]` for lines that could not be joined to those.

    Attributes:
        parts: the lines; an unknown member is "".
        tables: the names of the tables that they come from.
        net: the lines less 内部往来, as totals count them; empty if nothing is eliminated.
    """

    name: FigureId
    parts: tuple[Part, ...]
    tables: tuple[str, ...] = ()
    net: tuple[Part, ...] = ()


def blocks_of(facts: Facts) -> list[Block]:
    """Return the block of a measure's lines, and blocks of totals that cannot be joined to these lines."""
    dimensions = line_dimensions(facts)
    parts = parts_of(facts.within(dimensions), facts.cells(dimensions))
    if any(part.members.get(KIND) == "" for part in parts):  # the lines by 经济 say 经费 too, and for every line
        dimensions = tuple(d for d in dimensions if d != KIND)
        parts = parts_of(facts.within(dimensions), facts.cells(dimensions))
    tables = [*facts.tables(dimensions)]
    apart = []
    for dimension in _APART if facts.measure.name == "支出" else ():
        own = facts.having(dimension)
        found = _apart(parts, own, dimension) if own.printed else None
        joint = _joined_with(parts, found, dimension) if found else []
        if joint:
            parts, tables = joint, [*tables, *own.tables(own.measure.dimensions)]
        elif found:
            apart.append(found)
    return [Block(FigureId(facts.measure.name), tuple(parts), tuple(dict.fromkeys(tables))), *apart]


def lies_under(part: Part, conditions: Conditions, vocabulary: Vocabulary) -> bool | None:
    """Whether the part lies under the conditions; None if it does not say."""
    said = [_lies_below(d, part.members.get(d, ""), m, vocabulary) for d, m in conditions]
    return False if False in said else None if None in said else True


def _lies_below(dimension: str, own: str, member: str, vocabulary: Vocabulary) -> bool | None:
    if own and vocabulary.below(dimension, own, member):
        return True
    return False if own and not vocabulary.below(dimension, member, own) else None


def _apart(parts: Sequence[Part], own: Facts, dimension: str) -> Block | None:
    """Return the block of what is printed by one more dimension, under the widest key whose lines have the same total.

    None if there is no such key: then the tables contradict each other, which is reported elsewhere.
    """
    tail = max(one.step for one in own.printed.values())
    for key in _keys(own, dimension):
        under = exact_sum(part.amount for part in parts if lies_under(part, key, own.vocabulary))
        totals = _shortened(own, key)
        for dimensions in _narrower([d for d in own.stated if d not in dict(key)], dimension):
            within = [total for total in totals if {d for d, _ in total.conditions} <= {*dimensions}]
            cells = own.cells(dimensions)
            if cells.are_many:
                continue
            found = parts_of(within, cells)
            open_ = sum(_is_open(part, found) for part in found)
            apart = abs(EXACT.subtract(exact_sum(part.amount for part in found), under))
            if found and _MOST_OPEN * open_ <= len(found) and apart <= EXACT.multiply(tail, Decimal(len(found) + 1)):
                return Block(FigureId(own.measure.name, key), tuple(found), own.tables(own.measure.dimensions))
    return None


def _keys(own: Facts, dimension: str) -> Iterator[Conditions]:
    """Yield the conditions that may hold for a whole block, the fewest first.

    First those that all prints share, with the only nature that is left; then these with each fund.
    """
    common = set.intersection(*({x for x in c if x[0] != dimension} for c in own.printed))
    without = {rule.member for rule in own.vocabulary.implications if rule.implied.get(dimension) == NOT_APPLICABLE}
    natures = [nature for nature in own.vocabulary.leaves(NATURE) if nature not in without]
    if NATURE not in dict(common) and len(natures) == 1:
        common = common | {(NATURE, natures[0])}
    yield tuple(sorted(common))
    if FUND not in dict(common):
        yield from (tuple(sorted({*common, (FUND, fund)})) for fund in (GRANTS, *own.vocabulary.leaves(FUND)))


def _shortened(own: Facts, key: Conditions) -> list[Total]:
    """Return the totals that do not contradict the key, without the conditions of the key."""
    said = dict(key)
    fitting = [(c, one) for c, one in own.printed.items() if all(said.get(d, m) == m for d, m in c)]
    return [Total(tuple(x for x in c if x[0] not in said), one.amount, one.step) for c, one in fitting]


def _narrower(dimensions: Sequence[str], kept: str) -> Iterator[tuple[str, ...]]:
    """Yield all dimensions, then fewer and fewer, always with `kept`."""
    left = tuple(dimensions)
    yield left
    for without in _LEFT_OUT:
        narrower = tuple(d for d in dimensions if d == kept or d not in without)
        if narrower != left:
            yield (left := narrower)


def _is_open(part: Part, parts: Sequence[Part]) -> bool:
    """Whether a line lacks a member; 资金 may be missing if other lines have it: tables call several 其他资金."""
    lacking = {d for d, member in part.members.items() if not member}
    return bool(lacking - {FUND}) or (FUND in lacking and not any(other.members[FUND] for other in parts))


def _joined_with(parts: Sequence[Part], apart: Block, dimension: str) -> list[Part]:
    """Return the lines joined with those of a separate block; empty if there is not just one way to join them.

    There is one way if the block says all that the lines say, or if either side is a single line.
    """
    key = dict(apart.name.conditions)
    under = [part for part in parts if all(part.members.get(d) == m for d, m in key.items())]
    rest, found = [part for part in parts if part not in under], apart.parts
    if not under or any("" in part.members.values() for part in under):
        return []
    if {*under[0].members} <= {*key, *found[0].members}:
        return [*rest, *(Part({**key, **one.members}, one.amount) for one in found)]
    if len(under) == 1:
        return [*rest, *(Part({**under[0].members, **one.members}, one.amount) for one in found)]
    if len(found) == 1:
        return [*rest, *(Part({**one.members, dimension: found[0].members[dimension]}, one.amount) for one in under)]
    return []


def with_listed(
    blocks: Sequence[Block],
    listed: Sequence[PrintedFigure],
    printed: Mapping[Conditions, PrintedFigure],
    vocabulary: Vocabulary,
) -> list[Block]:
    """Return the blocks of a measure, with the listed lines in place of all else that is known of the same money."""
    key = _of_what(listed, printed)
    measure = FigureId(listed[0].name.measure)
    others = [part for block in blocks if block.name == measure for part in block.parts]
    others = [part for part in others if lies_under(part, key, vocabulary) is False]
    apart = [b for b in blocks if b.name != measure and lies_under(_known(b), key, vocabulary) is False]
    tables = (*(one.of_table for one in listed), *(t for b in blocks if others and b.name == measure for t in b.tables))
    return [Block(measure, (*_parts(listed), *others), tuple(dict.fromkeys(filter(None, tables)))), *apart]


def _known(block: Block) -> Part:
    return Part(dict(block.name.conditions), Decimal(0))


def _parts(listed: Sequence[PrintedFigure]) -> Iterator[Part]:
    """Yield the listed lines as parts; lines with the same members are one."""
    same: dict[Conditions, list[Decimal]] = {}
    for line in listed:
        same.setdefault(line.name.conditions, []).append(line.amount)
    yield from (Part(dict(conditions), exact_sum(amounts)) for conditions, amounts in same.items())


def _of_what(listed: Sequence[PrintedFigure], printed: Mapping[Conditions, PrintedFigure]) -> Conditions:
    """Return what the listed lines make up: nothing for all money, else the shared condition nearest to their sum."""
    total = exact_sum(line.amount for line in listed)
    common = set.intersection(*(set(line.name.conditions) for line in listed))
    stated = [key for key in ((), *((each,) for each in sorted(common))) if key in printed]
    return min(stated, key=lambda key: abs(EXACT.subtract(printed[key].amount, total)), default=())


def sums_apart(
    listed: Sequence[PrintedFigure], printed: Mapping[Conditions, PrintedFigure], vocabulary: Vocabulary
) -> Iterator[Contradiction]:
    """Yield the printed figures that differ from the sum of their lines, if every line says whether it is a part."""
    key, parts = _of_what(listed, printed), [*_parts(listed)]
    for conditions, one in printed.items():
        if not set(key) <= set(conditions):
            continue
        said = [lies_under(part, conditions, vocabulary) for part in parts]
        own = [part.amount for part, within in zip(parts, said, strict=True) if within]
        total, tail = exact_sum(own), EXACT.multiply(one.step, Decimal(len(own) + 1))
        if own and None not in said and abs(EXACT.subtract(one.amount, total)) > tail:
            shown = f"{plain_digits(total)}元"
            yield Contradiction(one, PrintedFigure(one.name, total, one.step, shown, f"{listed[0].of_table}各行之和"))
