"""Internal transfers (内部往来): what one unit pays another is neither expenditure nor revenue of the department.

A budget file declares each, with the lines of its payer and of its receiver. It is eliminated on both sides by negative
lines under the unit 内部抵销. They have all other members (功能, 资金, 项目 …) of the lines that they offset, so every
figure stays known and rows by unit add up.
Source: 部门预算的汇总口径: 对附属单位补助支出 ↔ 上级补助收入, 上缴上级支出 ↔ 附属单位上缴收入.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportgen.budget.advice import says_nothing
from reportgen.budget.book import Book
from reportgen.budget.books import BookReader
from reportgen.budget.breakdowns import Breakdown
from reportgen.budget.consolidation import Filed, with_sums
from reportgen.budget.drafts import is_marked
from reportgen.budget.ledger import Ledger, Line, exact_sum, total
from reportgen.budget.lines import LineReader
from reportgen.budget.models import Budget, Transfer
from reportgen.diagnostics import Location, did_you_mean, listed
from reportgen.figure import Conditions, NotationError, conditions
from reportgen.quantity import EXACT, UNITS, plain_digits
from reportgen.records import NamedTuple, replace
from reportgen.source import Node, Problems, Scalar, below, decode
from reportgen.source import Sequence as ListNode
from reportgen.vocabulary import ELIMINATION, NOT_APPLICABLE


class TransferSide(NamedTuple):
    """One side of a transfer: an amount (元) that a unit's lines under these conditions contain."""

    measure: str
    unit: str
    conditions: Conditions
    amount: Decimal
    said: str
    node: Node

    @property
    def asked(self) -> Conditions:
        """The conditions that select these lines."""
        return tuple(sorted((("单位", self.unit), *self.conditions)))


Sides = Sequence[TransferSide]


def declared(budget: Budget, base: str, problems: Problems) -> list[TransferSide]:
    """Return both sides of every transfer under 内部往来 of this year ("") or of a base; mistakes go to `problems`."""
    whole = budget.file.node
    written = below(whole, *((base,) if base else ()), "内部往来")
    node, unit = budget.books[base].transfers or (written, budget.file.unit)
    if node is None or (isinstance(node, Scalar) and node.text == "无"):
        return []
    if not isinstance(node, ListNode):
        form = "写成 {付: 301001, 收: 301002, 支出: 对附属单位补助支出, 收入: 上级补助收入, 金额: 20}"
        hint = "没有就删掉“内部往来”" if isinstance(node, Scalar) and says_nothing(node.text) else form
        problems.add("格式", "“内部往来”下面要写一个列表，一笔一行", node.at, hint=hint)
        return []
    reader = BookReader(budget.vocabulary, replace(budget.file, unit=unit), problems).lines
    return [side for item in node.items for side in _sides(item, budget, reader, problems)]


def _sides(node: Node, budget: Budget, reader: LineReader, problems: Problems) -> list[TransferSide]:
    transfer = decode(node, Transfer, problems)
    if transfer is None:
        return []
    before = len(problems)
    payer, receiver = (_unit(said, budget, problems) for said in (transfer.payer, transfer.receiver))
    if payer and payer == receiver != NOT_APPLICABLE:
        problems.add("内部往来", "付和收是同一个单位", transfer.receiver.at, hint="付写给钱的单位，收写收钱的单位")
    amount = reader.amount(transfer.amount, budget.vocabulary.measures["支出"])
    if not amount and budget.file.is_draft:
        return []  # not filled in yet
    if amount is not None and amount <= 0:
        problems.add("内部往来", "金额要大于零", transfer.amount.at, hint="方向由付和收说明；没有的删掉这一笔")
    paid = _conditions(transfer.expenditure, "支出", reader)
    received = _conditions(transfer.revenue, "收入", reader)
    if len(problems) > before or amount is None:
        return []
    paying = TransferSide("支出", payer, paid, amount, transfer.expenditure.text, transfer.amount)
    receiving = TransferSide("收入", receiver, received, amount, transfer.revenue.text, transfer.amount)
    return [side for side in (paying, receiving) if not is_marked(side.said)]


def _unit(said: Scalar, budget: Budget, problems: Problems) -> str:
    """Return the code of the unit with this code or name; 无 for 待填; "", with a report, if there is none."""
    names = budget.file.department.unit_names
    codes = {**{name: code for code, name in names.items()}, **{code: code for code in names}}
    if is_marked(said.text):
        return NOT_APPLICABLE  # as of lines in a draft that leave their unit open
    if said.text not in codes:
        problems.add("内部往来", f"没有“{said.text}”这个单位", said.at, hint=did_you_mean(said.text, codes))
    return codes.get(said.text, "")


def _conditions(said: Scalar, measure: str, reader: LineReader) -> Conditions:
    """Return the conditions that are written: `性质=… 功能=…`, or a member alone, `对附属单位补助支出`.

    A member alone is one of the dimension that headings of the measure's lines name. Mistakes are reported.
    """
    known = reader.vocabulary.measures[measure]
    try:
        asked = conditions(said.text) if "=" in said.text or "＝" in said.text else ((known.sectioned, said.text),)
    except NotationError:
        hint = f"写成“{measure}: {known.sectioned}=…”，几个条件用空格隔开"
        reader.problems.add("内部往来", f"“{said.text}”不是“功能=201”这样的条件", said.at, hint=hint)
        return ()
    for dimension, member in asked:
        if dimension not in known.dimensions or dimension == "单位":
            hint = did_you_mean(dimension, [d for d in known.dimensions if d != "单位"])
            reader.problems.add("内部往来", f"{measure}这里不能写“{dimension}”", said.at, hint=hint)
        else:
            reader.knows(dimension, member, said)
    return asked


def less_transfers(budget: Budget, filed: Filed) -> Budget:
    """Return the department's budget without the declared transfers of this year and of the bases.

    Raises:
        ReportgenError: a declaration that cannot be used, or that does not agree with the units' lines.
    """
    problems = Problems()
    sides_of = {base: declared(budget, base, problems) for base in budget.books}
    problems.raise_any()
    books = budget.books
    if any(sides_of.values()):
        units = {**dict.fromkeys(budget.file.department.unit_names, ""), ELIMINATION: ""}
        budget = replace(budget, vocabulary=budget.vocabulary.with_units(units))
        books = {base: _book_less_transfers(budget, books[base], sides, problems) for base, sides in sides_of.items()}
        problems.raise_any()
    return replace(budget, books={base: with_sums(book, filed) for base, book in books.items()})


def _book_less_transfers(budget: Budget, book: Book, sides: Sides, problems: Problems) -> Book:
    """Return the book with the lines that offset the transfers."""
    lines, apart = dict(book.lines), dict(book.breakdowns)
    pairs = zip(sides[::2], sides[1::2], strict=False)
    if [own for own in pairs if _refuses_more(budget, book, own, problems)]:
        return book
    for measure in dict.fromkeys(side.measure for side in sides):
        elimination = _Elimination(budget, book, measure, problems)
        offset = elimination.lines(side for side in sides if side.measure == measure)
        if measure in lines:
            lines[measure] = (*lines[measure], *offset)
            apart[measure] = tuple(map(elimination.with_offsets, apart.get(measure, ())))
    return replace(book, lines=lines, vocabulary=budget.vocabulary, breakdowns=apart)


def _refuses_more(budget: Budget, book: Book, sides: tuple[TransferSide, TransferSide], problems: Problems) -> bool:
    """Refuse a transfer of more than both its sides have in lines of their own, if these have the same amount."""
    found = [book.ledger(side.measure).matches_and_doubts(side.asked)[0] for side in sides]
    if sides[0].node is not sides[1].node or not 0 < total(found[0]) == total(found[1]) < sides[0].amount:
        return False
    have, wrote = (f"{plain_digits(amount)}元" for amount in (total(found[0]), sides[0].amount))
    names = [budget.file.department.unit_names.get(side.unit, "") for side in sides]
    year = f"“{book.name}”里，" if book.name else ""
    what = f"{year}内部往来写了{wrote}，{names[0]}的支出、{names[1]}的收入里都是{have}"
    hint = f"两边一样，多半是内部往来写错了：把这里的金额改成{have}；两边都写错了的，改两边"
    problems.add("内部往来", what, sides[0].node.at, *(line.at for lines in found for line in lines), hint=hint)
    return True


class _Elimination:
    """Offsets transfers against the lines of one measure; what is left of a line may offset the next transfer."""

    def __init__(self, budget: Budget, book: Book, measure: str, problems: Problems) -> None:
        self.budget, self.book, self.measure, self.problems = budget, book, measure, problems
        self.ledger = book.ledger(measure)
        self.taken: dict[int, Decimal] = {}

    def lines(self, sides: Iterable[TransferSide]) -> list[Line]:
        """Return the offsetting lines; sides with more conditions go first."""
        groups: dict[Conditions, list[TransferSide]] = {}
        for side in sides:
            groups.setdefault(side.asked, []).append(side)
        ordered = sorted(groups.values(), key=lambda group: -len(group[0].conditions))
        return [line for group in ordered for line in self._group(group)]

    def _group(self, sides: Sides) -> list[Line]:
        """Return the offsetting lines of all transfers of one unit under the same conditions."""
        wanted = exact_sum(side.amount for side in sides)
        found, unknown = self.ledger.matches_and_doubts(sides[0].asked)
        left = [(line, EXACT.subtract(line.amount, self.taken.get(id(line), Decimal(0)))) for line in found]
        have = exact_sum(amount for _, amount in left)
        waits = sides[0].unit == NOT_APPLICABLE or not total(self.ledger.lines)
        if self.budget.file.is_draft and waits and have < wanted:
            return self._offset_in_draft(sides[0], wanted)
        if unknown:
            self._refuse_open(sides, unknown)
        elif have < wanted:
            self._refuse_less(sides, found, have, wanted)
        elif have > wanted and (differing := _differing([line for line, amount in left if amount])):
            self._refuse_several(sides, found, differing, have, wanted)
        else:
            return list(self._offset(left, wanted, have == wanted, sides[0].node))
        return []

    def _offset_in_draft(self, side: TransferSide, wanted: Decimal) -> list[Line]:
        """Return the offsetting line of a transfer in a draft that leaves open whose lines it offsets.

        The line states no more than the transfer does. There is none if lines under its conditions hold less money.
        """
        if total(self.ledger.matches_and_doubts(side.conditions)[0]) < wanted:
            return []  # the lines are not filled in either
        said = self.budget.vocabulary.completed(dict(side.conditions))
        dims = {d: said.get(d, NOT_APPLICABLE) for d in self.budget.vocabulary.measures[self.measure].dimensions}
        return [Line({**dims, "单位": ELIMINATION}, -wanted, side.node)]

    def _offset(self, left: Sequence[tuple[Line, Decimal]], wanted: Decimal, whole: bool, node: Node) -> Iterator[Line]:
        """Yield negative lines for what is left of the lines: all of it if `whole`, else until `wanted` is reached."""
        for line, there in left:
            amount = there if whole else min(there, wanted)
            if amount:
                self.taken[id(line)] = EXACT.add(self.taken.get(id(line), Decimal(0)), amount)
                wanted = EXACT.subtract(wanted, amount)
                yield Line({**line.dims, "单位": ELIMINATION}, -amount, node)

    def with_offsets(self, one: Breakdown) -> Breakdown:
        """Return a breakdown with negative lines that offset the transfers in it, as those of the measure do."""
        offset = [line for lines, own in self._taken_within(one) for line in self._offset_apart(one, lines, own)]
        units = one.units and one.units | {ELIMINATION}
        return replace(one, lines=(*one.lines, *offset), units=units) if offset else one

    def _taken_within(self, one: Breakdown) -> Iterator[tuple[list[Line], list[Line]]]:
        """Yield the lines that lost money to a transfer, in groups, each with the breakdown's lines of the same money.

        A unit's figure has none, as it keeps what the unit paid, nor has a breakdown with lines that name no unit.
        """
        if one.name.member("单位") or any("单位" not in line.dims for line in one.lines):
            return
        ledger, groups = Ledger(one.lines, self.book.vocabulary), dict[tuple[int, ...], list[Line]]()
        for line in self.ledger.lines:
            if id(line) in self.taken and one.holds(line, one.name.conditions, ledger):
                found, unknown = ledger.matches_and_doubts(tuple(line.dims.items()))
                groups.setdefault(tuple(map(id, (*found, *(own for own, _ in unknown)))), []).append(line)
        for ids, lines in groups.items():
            yield lines, [line for line in one.lines if id(line) in ids]

    def _offset_apart(self, one: Breakdown, taken: Sequence[Line], own: Sequence[Line]) -> Iterator[Line]:
        """Yield negative lines for what was taken; report if it is unclear which line of the breakdown they offset."""
        wanted, have = exact_sum(self.taken[id(line)] for line in taken), exact_sum(line.amount for line in own)
        if have < wanted or (have > wanted and len(own) > 1):
            what = f"“{one.name}”下面不知道哪一行是内部往来的{self._money(wanted)}"
            hint = "内部往来要从这里也减掉：把这一笔单独写一行；或者把键写窄，不包括它，如“支出[性质=基本支出]”"
            self.problems.add("内部往来", what, one.title.at, *(line.at for line in (*own, *taken)), hint=hint)
        else:
            yield from self._offset([(line, line.amount) for line in own], wanted, have == wanted, taken[0].node)

    def _where(self, side: TransferSide) -> str:
        name = self.budget.file.department.unit_names.get(side.unit, "还没有填的单位")
        return f"{name}{'的“' + self.book.name + '”' if self.book.name else ''}的{side.measure}里"

    def _refuse_less(self, sides: Sides, lines: Sequence[Line], have: Decimal, wanted: Decimal) -> None:
        stated = f"“{sides[0].said}”只有{self._money(have)}" if lines else f"没有“{sides[0].said}”"
        what = f"{self._where(sides[0])}{stated}，内部往来写了{self._money(wanted)}"
        hint = "付款单位的支出、收款单位的收入都要有这笔钱：改内部往来的金额，或补上单位的这一行"
        others = self._others(sides[0], wanted) if not lines else []
        hint = f"这笔钱在{'、'.join(others)}：付、收的单位写反了、写错了的，改过来" if others else hint
        self.problems.add("内部往来", what, *self._places(sides, lines), hint=hint)

    def _others(self, side: TransferSide, wanted: Decimal) -> list[str]:
        """Return the names of the units that have so much under the side's conditions."""
        names, asked = self.budget.file.department.unit_names, [pair for pair in side.asked if pair[0] != "单位"]
        units = ((name, (*asked, ("单位", code))) for code, name in names.items())
        return [name for name, own in units if total(self.ledger.matches_and_doubts(tuple(sorted(own)))[0]) >= wanted]

    def _refuse_several(
        self, sides: Sides, lines: Sequence[Line], differing: list[str], have: Decimal, wanted: Decimal
    ) -> None:
        sum_ = f"合计{self._money(have)}，内部往来写了{self._money(wanted)}"
        what = f"{self._where(sides[0])}“{sides[0].said}”有{len(lines)}行，{sum_}，不知道抵销的是哪一行"
        section, example = self.budget.vocabulary.measures[self.measure].sectioned, differing[0]
        member = dict(sides[0].conditions).get(section, "…")
        hint = f"这几行的{listed(differing)}不同，写明是哪一行，如“{self.measure}: {section}={member} {example}=…”"
        self.problems.add("内部往来", what, *self._places(sides, lines), hint=hint)

    def _refuse_open(self, sides: Sides, unknown: Sequence[tuple[Line, str]]) -> None:
        open_ = dict.fromkeys(dimension for _, dimension in unknown)
        unclear = f"没有写“{listed(list(open_))}”，或写得不够细，不知道有没有“{sides[0].said}”"
        what = f"{self._where(sides[0])}有的行{unclear}"
        year, places = self.book.name, self._places(sides, [line for line, _ in unknown])
        whole = f"；只知道总数的，在部门的“{year}”里直接写抵销以后的数，不写内部往来" if year else ""
        self.problems.add("内部往来", what, *places, hint=f"把这几行写到足够细{whole}")

    def _places(self, sides: Sides, lines: Iterable[Line]) -> list[Location]:
        return [*(side.node.at for side in sides), *(line.at for line in lines)]

    def _money(self, amount: Decimal) -> str:
        return f"{plain_digits(EXACT.divide(amount, UNITS[self.budget.file.unit]))}{self.budget.file.unit}"


def _differing(lines: Sequence[Line]) -> list[str]:
    """Return the dimensions in which lines differ."""
    known = dict.fromkeys(dimension for line in lines for dimension in line.dims)
    return [d for d in known if len({line.dims.get(d) for line in lines}) > 1]
