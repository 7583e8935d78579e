"""预算文件里的收和支"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Book, Budget, Line
from reportgen.budget.ledger import exact_sum, total
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._says import finding
from reportgen.checks.file import Off, Slip, slips
from reportgen.diagnostics import Location, Severity
from reportgen.figure import Conditions, FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT, plain_digits
from reportgen.records import dataclass
from reportgen.vocabulary import ELIMINATION

_MOST = 4  # lines that a message shows
_STEPS = (Decimal(1000), Decimal(100))  # 万元 to one decimal, to two


@speaks_of(BUDGET, ACCOUNTS)
def R903(_: Case, file: FileFigures) -> Iterator[Result]:
    """各资金收支相等

    预算文件里，每一种资金的收入（连同这种资金的上年结转）要等于用这种资金安排的支出（连同结转下年）。总数平了，
    资金不平，说明有一笔支出写错了资金来源，按资金分列的表就会错。内部往来抵销的数不在内。

    怎样改：对照这种资金的收入行和支出行，把写错的“资金”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，收入总表和支出总表按资金来源列示。
    例：事业收入142600元，用事业收入安排的支出只有140000元，差2600元。
    """
    yield from _balanced(file.budget, "资金", "单位")


@speaks_of(BUDGET, ACCOUNTS)
def R904(_: Case, file: FileFigures) -> Iterator[Result]:
    """各单位收支相等

    预算文件里，每个预算单位的收入要等于它的支出（连同结转下年）。部门的总数平了、单位不平，说明有一行写错了单位。

    怎样改：对照这个单位的收入行和支出行，把写错的“单位”改过来，或补上漏掉的一行。
    依据：财预〔2016〕143号，部门预算由各单位预算汇总。
    例：云溪县图书馆收入2645387.55元，支出2637387.55元，差8000.00元。
    """
    yield from _balanced(file.budget, "单位", "资金")


@speaks_of(ACCOUNTS)
def R963(_: Case, file: FileFigures) -> Iterator[Result]:
    """决算各科目收支相等

    决算里财政拨款每个功能科目的收入（连同年初结转），等于这个科目的支出（连同年末结转）。两个科目一多一少、差的一样多的，
    像是有一行写错了“功能”：收、支的总数都是平的，别的规则看不出来。

    怎样改：对照决算报表，改写错的“功能”；科目之间按规定调剂过结转的，不用改。
    依据：部门决算报表：财政拨款收支按功能科目结转。
    例：2040804少支出338.4万元，2040806多支出338.4万元。
    """
    budget = file.budget
    lines = _signed_lines(budget.books[""])
    for fund, own in grouped((line.dims.get("资金", ""), (line, sign)) for line, sign in lines).items():
        granted = "财政拨款" in budget.vocabulary.upward("资金", fund) if fund else False
        if granted and len({sign for _, sign in own}) > 1 and all("功能" in line.dims for line, _ in own):
            yield Compared()
            offs = _offs(own, "功能", (("资金", fund),))
            if len(offs) == 2 and not EXACT.add(offs[0].difference, offs[1].difference):
                amount = abs(offs[0].difference)
                same = [line.at for off in offs for line, _ in off.lines if line.amount == amount]
                items = [budget.member_name("功能", off.name.member("功能")) for off in offs]
                at = same or [line.at for off in offs for line, _ in off.lines]
                yield finding("R963 不等", *at[:_MOST], fund=fund, one=items[0], other=items[1], amount=amount)


def R929(_: Case, file: FileFigures) -> Iterator[Result]:
    """内部往来没有减

    部门的一个单位上缴的、补助的，正好是另一个单位收到的，就是部门里面的往来，汇总时要从收入和支出两边减掉，不然同一笔钱算了两遍。

    怎样改：在“内部往来”里写上这一笔；确实是和部门外面的单位往来的，不用改。
    依据：财预〔2016〕143号，部门预算由各单位预算汇总；汇总时抵销内部往来。
    例：文化馆上缴上级支出9000元，局本级附属单位上缴收入9000元，没有写“内部往来”。
    """
    book = file.budget.books[""]
    for fund, natures in spoken().places["往来"].items() if not file.budget.unit else ():
        come = [line for line in book.lines.get("收入", ()) if line.dims.get("资金") == fund]
        gone = [line for line in book.lines.get("支出", ()) if line.dims.get("性质") in natures]
        own = [[line for line in side if line.dims.get("单位") != ELIMINATION] for side in (come, gone)]
        if come and gone:
            yield Compared()
        if (left := total(come)) and total(own[0]) == total(own[1]):
            cause = Cause(frozenset({"收入", "支出"}), ({}, own[0][0].dims, own[1][0].dims), left)
            words = {"fund": fund, "nature": natures[0], "left": plain_digits(left)}
            written = [line.at for line in (*come, *gone) if line.dims.get("单位") == ELIMINATION]
            places = dict.fromkeys((*written, *(line.at for side in own for line in side)))
            yield finding("R929 没有减完" if written else "R929 没有减", *places, cause=cause, **words)


def _balanced(budget: Budget, dimension: str, other: str) -> Iterator[Result]:
    """Compare revenue and expenditure of each member of the dimension; `other`: to narrow it by."""
    lines = _signed_lines(budget.books[""])
    if len({sign for _, sign in lines}) < 2:
        yield Unknown("预算文件里没有分行写收入和支出")
    elif any(dimension not in line.dims for line, _ in lines):
        yield Unknown(f"有的行没有写“{dimension}”")
    else:
        yield Compared()
        offs = [_narrowed(_narrowed(off, other), "功能") for off in _offs(lines, dimension, ())]
        for slip in slips(offs, budget.vocabulary, frozenset({"收入", "支出"})):
            yield _unbalanced(slip, dimension, budget)


def _signed_lines(book: Book) -> list[tuple[Line, int]]:
    """Return the lines of revenue, each with -1, and those of expenditure, each with 1."""
    return [(line, sign) for measure, sign in (("收入", -1), ("支出", 1)) for line in _own_lines(book, measure)]


def _own_lines(book: Book, measure: str) -> tuple[Line, ...]:
    return tuple(line for line in book.lines.get(measure, ()) if line.dims.get("单位") != ELIMINATION)


def _offs(lines: Iterable[tuple[Line, int]], dimension: str, within: Conditions) -> list[Off]:
    """Return the members whose revenue and expenditure differ."""
    by_member = grouped((line.dims.get(dimension, ""), (line, sign)) for line, sign in lines)
    return [
        Off(FigureId("支出", tuple(sorted((*within, (dimension, member))))), left, tuple(own))
        for member, own in by_member.items()
        if (left := exact_sum(line.amount * sign for line, sign in own))
    ]


def _narrowed(off: Off, dimension: str) -> Off:
    """Return the only member of the other dimension that is wrong within this one, if all lines state it."""
    if any(dimension not in line.dims for line, _ in off.lines):
        return off
    own = _offs(off.lines, dimension, off.name.conditions)
    return own[0] if len(own) == 1 else off


def _unbalanced(slip: Slip, dimension: str, budget: Budget) -> Finding:
    """Return the finding on revenue and expenditure of each member that does not balance."""
    first = slip.offs[0]
    lacking = next((m for m, sign in (("收入", -1), ("支出", 1)) if all(own != sign for _, own in first.lines)), "")
    looks = f"没有一行{lacking}" if lacking else slip.looks
    message = "；".join(filter(None, (*(_both_sides(off, budget) for off in slip.offs), looks)))
    own = sorted((line for line, _ in first.lines), key=lambda one: abs(one.amount) != abs(first.difference))
    same = [line for off in slip.offs for line, _ in off.lines if abs(line.amount) == abs(first.difference)]
    lines: Sequence[Line] = [*own, *same] if lacking else slip.lines or own
    hint = slip.hint or f"对照这些行，把写错的“{dimension}”或金额改过来，漏掉的补上"
    hint = f"漏了{lacking}就补上这一行，不是就改写错的“{dimension}”" if lacking else hint
    return Finding(message, tuple(dict.fromkeys(line.at for line in lines)), hint=hint, cause=slip.cause)


def _both_sides(off: Off, budget: Budget) -> str:
    come, gone = (_yuan(total([line for line, own in off.lines if own == sign])) for sign in (-1, 1))
    named = sorted(off.name.conditions, key=lambda condition: condition[0] == "功能")  # last, as units are larger
    name = "的".join(budget.member_name(d, m) for d, m in named)
    return f"{name}的收入是{come}，支出是{gone}，差{_yuan(abs(off.difference))}"


def _yuan(amount: Decimal) -> str:
    return f"{plain_digits(amount)}元"


def R915(_: Case, file: FileFigures) -> Iterator[Result]:
    """上年收支相等

    上年预算（年初预算）也是一本平衡的预算：收入合计（连同上年结转）要等于支出合计（连同结转下年），每一种资金、每一个单位
    也是。行里漏了一笔，文件就会印出一个收、支不等的上年，增减额、增减率跟着错。上年数各行四舍五入过的（如照万元的表抄），
    差在尾数以内只提示。上年只写了支出、没有写收入的，不比。

    怎样改：对照上年公开的收支总表，补上漏掉的一行，或改写错的金额、资金、单位；上年结转、结转下年各写一行。
    依据：财预〔2016〕143号，部门收支总表；增减变化以上年数为基础。
    例：上年预算的收入合计是18100000元，支出合计是17000000元，差1100000元：支出漏了一行。
    """
    budget = file.budget
    if budget.file.unfilled:
        yield Unknown("预算文件还有没填的")
        return
    books = [book for name, book in budget.books.items() if name in budget.vocabulary.balanced]
    sides = [(book, come, gone) for book in books if (come := _side(book, "收入")) and (gone := _side(book, "支出"))]
    for book, come, gone in sides:
        yield Compared()
        yield from _unequal(budget, book, come, gone)


@dataclass(frozen=True)
class _BaseSide:
    """收入 or 支出 of a base: its total, its lines, and the places where it is written."""

    total: Decimal
    lines: tuple[Line, ...]
    at: tuple[Location, ...]


def _side(book: Book, measure: str) -> _BaseSide | None:
    lines, whole = _own_lines(book, measure), book.stated.get(FigureId(measure))
    if whole:
        return _BaseSide(whole.amount, lines, (whole.node.at,))
    written = tuple(one.title.at for one in book.written.get(measure, ()))
    return _BaseSide(total(lines), lines, (*written, *book.places[1:])) if measure in book.lines else None


def _unequal(budget: Budget, book: Book, come: _BaseSide, gone: _BaseSide) -> Iterator[Finding]:
    """Yield one finding on a base that does not balance, with the funds and units where it does not."""
    parts = [part for dimension in ("资金", "单位") for part in _unequal_parts(budget, book, dimension, come, gone)]
    difference = EXACT.subtract(come.total, gone.total)
    if not difference and not parts:
        return
    where = "、".join(f"{name}（收入{_yuan(own)}、支出{_yuan(spent)}）" for name, own, spent in parts)
    message = f"“{book.name}”的收入合计是{_yuan(come.total)}，支出合计是{_yuan(gone.total)}"
    message += f"，差{_yuan(abs(difference))}" if difference else "，合计相等"
    message += f"；对不上的是{where}" if where else ""
    hint = "对照上年的收支总表，补上漏掉的一行，或改写错的金额、资金、单位；上年结转、结转下年各写一行"
    apart = [EXACT.subtract(own, spent) for _, own, spent in parts]
    short, long = (gone, come) if (difference or apart[0]) > 0 else (come, gone)
    same = [line.at for line in long.lines if line.amount == abs(difference)]
    rounded_away = max(map(abs, (difference, *apart))) <= rounding((*come.lines, *gone.lines))
    severity = Severity.HINT if rounded_away else Severity.ERROR
    slip = next(iter(_slips_of_base(budget, book, come, gone)), None)
    looks, odd = (f"；{slip.looks}", [line.at for line in slip.lines]) if slip and slip.looks else ("", [])
    hint, cause = (slip.hint or hint, slip.cause) if slip and looks else (hint, None)
    places = tuple(dict.fromkeys((*odd, *short.at, *long.at, *same)))
    yield Finding(f"{message}{looks}", places, severity, hint, cause)


def _slips_of_base(budget: Budget, book: Book, come: _BaseSide, gone: _BaseSide) -> list[Slip]:
    """Return the line of a base whose amount is mistyped, among those of the fund, unit and function that differ.

    Nothing if a side is stated whole or has no line there. A line of the whole or half the difference shows nothing: a
    row left out on the other side explains it as well.
    """
    lines = [(line, sign) for side, sign in ((come, -1), (gone, 1)) for line in side.lines]
    difference = EXACT.subtract(gone.total, come.total)
    off = Off(FigureId("支出", (), book.name), difference, tuple(lines))
    for dimension in ("资金", "单位", "功能"):
        off = _narrowed(off, dimension)
    stated = {FigureId(measure) for measure in ("收入", "支出")} & book.stated.keys()
    if not difference or stated or len({sign for _, sign in off.lines}) < 2:
        return []
    vague = (abs(difference), abs(difference) / 2)
    found = slips([off], budget.vocabulary, frozenset({"收入", "支出"}))
    return [slip for slip in found if not any(abs(line.amount) in vague for line in slip.lines)]


def _unequal_parts(
    budget: Budget, book: Book, dimension: str, come: _BaseSide, gone: _BaseSide
) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield the members that do not balance, from lines or else stated whole: name, revenue, expenditure."""
    lines = (*come.lines, *gone.lines)
    if come.lines and gone.lines and all(dimension in line.dims for line in lines):
        members = dict.fromkeys(line.dims[dimension] for line in lines)
        upward = {member: budget.vocabulary.upward(dimension, member) for member in members}
        top = {member: [m for m in upward[member] if m in members][-1] for member in members}
        for member in dict.fromkeys(top.values()):
            own, spent = (total([o for o in s.lines if top[o.dims[dimension]] == member]) for s in (come, gone))
            if own != spent:
                yield budget.member_name(dimension, member), own, spent
    else:
        for name in (n for n in book.stated if n.measure == "收入" and [d for d, _ in n.conditions] == [dimension]):
            amounts = [book.stated[n].amount for n in (name, name._replace(measure="支出")) if n in book.stated]
            if len(set(amounts)) > 1:
                yield budget.member_name(dimension, name.member(dimension)), amounts[0], amounts[1]


def rounding(lines: Sequence[Line]) -> Decimal:
    """Return the most that rounding explains for lines copied from a table in 万元, in 元; 0 if they are exact."""
    step = next((s for s in _STEPS if not any(EXACT.remainder(line.amount, s) for line in lines)), Decimal(0))
    return EXACT.divide(EXACT.multiply(step, Decimal(len(lines))), Decimal(2))
