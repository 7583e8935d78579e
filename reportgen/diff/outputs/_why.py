"""Why a total changed (为什么变), as lines, as a waterfall, and as markup with both.

The waterfall begins with the old total and ends with the new one; between them a bar for each item spans from the sum
before it to the sum after it. The axis is cut to the range of these sums, because the changes could not be seen
otherwise.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.diff import Differences
from reportgen.diff.explaining import ExplainedChange, Item
from reportgen.drawing import Drawing, svg
from reportgen.drawing.layout import Anchor, Box, Fill, Label, Shape, Stroke
from reportgen.drawing.layout import lines as broken
from reportgen.writers.html.markup import escaped

MOST_BARS = 12
_WIDTH, _LEFT, _RIGHT = 18_000, 6_400, 3_600  # of the canvas; room for labels at the left, for amounts at the right
_ROW, _BAR, _SIZE, _EDGE = 760, 420, 380, 20


def yuan(amount: Decimal, *, sign: bool = False) -> str:
    """Return `716,535.48`, with a sign if asked for: exact to the 分, so that items add up in print."""
    return f"{amount:+,.2f}" if sign else f"{amount:,.2f}"


def shown(explanation: ExplainedChange, most: int) -> tuple[Item, ...]:
    """Return at most `most` items; the last one is the sum of the remaining items, so that those shown add up."""
    items = explanation.items
    if len(items) <= most:
        return items
    rest = items[most - 1 :]
    old, new = (sum((getattr(each, side) for each in rest), Decimal(0)) for side in ("old", "new"))
    return (*items[: most - 1], Item(f"另外{len(rest)}项", old, new, None))


def totals(explanation: ExplainedChange) -> str:
    """Return `支出 11,336,430.92 → 12,052,966.40元，增加716,535.48元`."""
    total = explanation.total
    return f"{total.label} {yuan(total.old)} → {yuan(total.new)}元，{yuan(total.delta, sign=True)}元"


def lines(differences: Differences, most: int) -> Iterator[str]:
    """Yield the sentences and the items of each total, one after another."""
    for explanation in differences.explanations:
        yield from (f"  {said}" for said in explanation.sentences)
        yield f"  {totals(explanation)}，各项加起来正好："
        for item in shown(explanation, most):
            yield f"    {yuan(item.delta, sign=True)}元 {item.label}{f'：{item.why}' if item.why else ''}"


def waterfall(explanation: ExplainedChange) -> Drawing:
    """Return the items as bars from sum to sum."""
    items, total = shown(explanation, MOST_BARS), explanation.total
    sums = [total.old]
    for item in items:
        sums.append(sums[-1] + item.delta)
    low, high = min(sums), max(sums)
    start = low - (high - low) / 20
    scale = (high - start) or Decimal(1)

    def at(amount: Decimal) -> int:
        return _LEFT + int((amount - start) * (_WIDTH - _LEFT - _RIGHT) / scale)

    shapes: list[Shape] = []
    shapes += _bar(0, f"原来的{total.label}（元）", yuan(total.old), (_LEFT, at(total.old)), Fill.OUTLINED)
    for row, (item, before) in enumerate(zip(items, sums, strict=False), 1):
        ends = at(before), at(before + item.delta)
        look = Fill.SOLID if item.delta > 0 else Fill.HATCHED
        shapes += _bar(row, item.label, yuan(item.delta, sign=True), ends, look)
        shapes.append(Stroke(at(before), (row - 1) * _ROW + _BAR + 170, at(before), row * _ROW + 170))
    shapes += _bar(len(items) + 1, f"现在的{total.label}（元）", yuan(total.new), (_LEFT, at(total.new)), Fill.OUTLINED)
    return Drawing(_WIDTH, (len(items) + 2) * _ROW + _EDGE, tuple(shapes))


def _bar(row: int, label: str, amount: str, ends: tuple[int, int], look: Fill) -> Iterator[Shape]:
    y = row * _ROW + 170
    [first, *more] = broken(label, _SIZE, _LEFT - 300)
    words = f"{broken(label, _SIZE, _LEFT - 300 - 3 * _SIZE)[0]}……" if more else first
    yield Label(_LEFT - 200, y + 350, words, _SIZE, Anchor.END)
    yield Box(min(ends), y, max(max(ends) - min(ends), 60), _BAR, look)
    yield Label(_WIDTH, y + 350, amount, _SIZE, Anchor.END)


def markup(explanations: Sequence[ExplainedChange], name: str) -> str:
    """Return HTML: sentences, waterfall, table and tree of the items of each total; `name`: the beginning of ids."""
    return "".join(_explanation(one, f"{name}{at}") for at, one in enumerate(explanations, 1))


def _explanation(explanation: ExplainedChange, name: str) -> str:
    said = "".join(f"<p>{escaped(sentence)}</p>\n" for sentence in explanation.sentences)
    title = f"{explanation.total.label}为什么变"
    picture = svg(waterfall(explanation), name, title, "".join(explanation.sentences)) if explanation.items else ""
    rows = "".join(_row(item) for item in explanation.items)
    total = explanation.total
    numbers = "".join(f'<td class="amount">{yuan(each)}</td>' for each in (total.old, total.new))
    whole = f'<tr class="total"><th scope="row">{escaped(total.label)}总计</th>{numbers}'
    whole += f'<td class="amount">{yuan(total.delta, sign=True)}</td><td>各项加起来正好</td></tr>\n'
    heads = "<th>项目</th><th>旧数（元）</th><th>新数（元）</th><th>增减（元）</th><th>为什么</th>"
    table = f'<table class="why">\n<thead><tr>{heads.replace("<th>", _SCOPED)}</tr></thead>\n'
    table = f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(title)}">\n{table}'
    return (
        f'<section class="explained">\n<h3 id="{name}">{escaped(title)}</h3>\n<div class="aloud">{said}</div>\n'
        f'<div class="fall">{picture}</div>\n{table}<tbody>\n{rows}{whole}</tbody>\n</table>\n</div>\n'
        f"{_branch(total, name)}</section>\n"
    )


_SCOPED = '<th scope="col">'


def _row(item: Item) -> str:
    numbers = "".join(f'<td class="amount">{yuan(each)}</td>' for each in (item.old, item.new))
    delta = f'<td class="amount">{yuan(item.delta, sign=True)}</td>'
    return f'<tr><th scope="row">{escaped(item.label)}</th>{numbers}{delta}<td>{escaped(item.why)}</td></tr>\n'


def _branch(item: Item, name: str) -> str:
    """Return an item with its parts below it, folded; parts that did not change are only counted."""
    line = f"{escaped(item.label)} {yuan(item.old)} → {yuan(item.new)}（{yuan(item.delta, sign=True)}）"
    changed = sorted((each for each in item.parts if each.delta), key=lambda each: -abs(each.delta))
    if not changed:
        return f"<p>{line}</p>\n"
    same = len(item.parts) - len(changed)
    left = f"<p>没有变的：{same}项</p>\n" if same else ""
    below = "".join(_branch(each, name) for each in changed)
    return f'<details class="branch">\n<summary>{line}</summary>\n{below}{left}</details>\n'
