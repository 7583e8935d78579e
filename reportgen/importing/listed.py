"""Lines that a document lists one by one (明细账) → blocks. They say more than totals, of all the money or of a part.

A workbook may list the projects alone and print tables of everything: then the lines take the place of what the tables
say of projects.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.figure import Conditions, FigureId
from reportgen.importing.blocks import Block, lies_under
from reportgen.importing.cells import Part
from reportgen.importing.printed import Contradiction, PrintedFigure
from reportgen.quantity import EXACT, plain_digits
from reportgen.vocabulary import Vocabulary


def with_listed(
    blocks: Sequence[Block],
    listed: Sequence[PrintedFigure],
    printed: Mapping[Conditions, PrintedFigure],
    vocabulary: Vocabulary,
) -> list[Block]:
    """Return the blocks of a measure with the listed lines in place of what else is known of their money."""
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
    """The lines; those of the same members are one."""
    same: dict[Conditions, list[Decimal]] = {}
    for line in listed:
        same.setdefault(line.name.conditions, []).append(line.amount)
    yield from (Part(dict(conditions), exact_sum(amounts)) for conditions, amounts in same.items())


def _of_what(listed: Sequence[PrintedFigure], printed: Mapping[Conditions, PrintedFigure]) -> Conditions:
    """What all the lines share and together make up: nothing for all money, else the one whose print is nearest."""
    total = exact_sum(line.amount for line in listed)
    common = set.intersection(*(set(line.name.conditions) for line in listed))
    stated = [key for key in ((), *((each,) for each in sorted(common))) if key in printed]
    return min(stated, key=lambda key: abs(EXACT.subtract(printed[key].amount, total)), default=())


def sums_apart(
    listed: Sequence[PrintedFigure], printed: Mapping[Conditions, PrintedFigure], vocabulary: Vocabulary
) -> Iterator[Contradiction]:
    """Yield the printed figures to which the lines do not come, though every line says whether it is a part."""
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
