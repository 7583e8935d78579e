"""“三公”经费、人员和个数

And whether breakdowns (另一种分法) add up to their figures.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget import Book, Breakdown, Budget, Line
from reportgen.budget.ledger import total
from reportgen.checks._budget_file import FileFigures, lines_in, of_last_year
from reportgen.checks._case import Case
from reportgen.checks._results import Cause, Compared, Result, Unknown, grouped
from reportgen.checks._rules import of_family
from reportgen.checks._says import MOST, finding
from reportgen.checks.file import unit_of
from reportgen.checks.file.balance import rounding
from reportgen.checks.file.reasons import amounts_are_wrong
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, parse_number, plain_digits
from reportgen.records import dataclass
from reportgen.source import Mapping, Scalar

_MEASURE, _GENERAL, _CARS = "三公经费", "一般公共预算", "保有车辆"
_VEHICLES, _CLAUSE = "车辆", compiled("[，。；、]")
_BOUGHT, _LAST_YEAR = "公务用车购置费", "上年预算"
_FEW, _KIND = 3, 4  # the most lines shown; letters that distinguish 公务用车 from 公务接待


def R924(case: Case, file: FileFigures) -> Iterator[Result]:
    """个数与“三公”经费

    “资料”里的团组、人次、批次、车辆数和“三公”经费要对得上：有钱没有数，或者有数没有钱，总有一处写错了；人次不能比批次、团组还少，也不会多得离谱，
    平均到每一人次、每一辆的钱也不会太少、太多。
    资产有价值、数量是0的，也是写错了一个。
    车辆有数没有钱的（由机关事务管理部门统一保障）只给提示；原因里说了由别处负担的，不看。文字里说到的一种车，“车辆”里的数不该是0；
    原因里说不再购置、没有出国的，这一项不该有钱。

    怎样改：改错的一处；钱由别处出的，在“原因”里写明由谁负担。
    依据：财预〔2016〕143号，“三公”经费要说明团组、人数、车辆购置和保有量、接待批次和人数。
    例：因公出国（境）费6.2万元，“出国团组”写0。
    """
    for item, keys in spoken().places["个数的费目"].items() if not file.budget.unit else ():
        amount = file.amount(_spent_on(item))
        for key in keys if amount is not None else ():
            for node, count in counted(file, key):
                yield Compared()
                if bool(amount) != bool(count) and not is_paid_elsewhere(file.budget, item):
                    words = {"key": key, "count": count, "item": item, "amount": amount}
                    yield finding("R924 对不上", node.at, remark=key == _CARS and count, **words)
    for item, (key,) in spoken().places["个数的指标"].items():
        amount, number = file.amount(_spent_on(item)), file.amount(FigureId(key))
        written = file.budget.file.node.get(key) if file.budget.file.node else None
        if written and amount and number is not None:
            yield Compared()
            first = file.amount(_spent_on(_BOUGHT)) and file.amount(_spent_on(item)._replace(base=_LAST_YEAR)) == 0
            if not number and not (first and key == _VEHICLES) and not is_paid_elsewhere(file.budget, item):
                yield finding("R924 对不上", written.at, key=key, count=number, item=item, amount=amount)
    yield from (*_beside_counts(file), *_worth_without_number(file))
    yield from () if amounts_are_wrong(case) else _cost_for_each(file)
    yield from _bought(case, file)
    yield from (*_denied(file), *_kinds_without_cars(case, file))


def counted(file: FileFigures, *keys: str) -> list[tuple[Scalar, Decimal]]:
    """Return the numbers that the facts (资料) state under these keys, each with its place."""
    nodes = [node for key in keys if isinstance(node := file.budget.file.facts.get(key), Scalar)]
    return [(node, number) for node in nodes if (number := parse_number(node.text)) is not None]


def _beside_counts(file: FileFigures) -> Iterator[Result]:
    """Yield findings on people that are too few or too many for their groups, and on parts of a count beyond it."""
    for pair, (least, most) in spoken().limits("每批的人数").items():
        key, other = pair.split()
        told = counted(file, key, other)
        people, groups = [count for _, count in told] if len(told) == 2 else [least, Decimal(1)]
        if (groups or people) and not least * groups <= people <= most * groups:
            what = "R924 人次少了" if people < groups else "R924 人次多了"
            yield finding(what, *(node.at for node, _ in told), key=key, count=people, other=other, least=groups)
    for key, (other,) in spoken().places["其中的个数"].items():
        told = counted(file, key, other)
        if len(told) > 1 and told[0][1] > told[1][1]:
            words = {"key": key, "count": told[0][1], "other": other, "most": told[1][1]}
            yield finding("R924 多于", *(node.at for node, _ in told), **words)


def _worth_without_number(file: FileFigures) -> Iterator[Result]:
    """Yield findings on members that the file values (资产价值) and that another measure states as none."""
    book = file.budget.books[""]
    for worth, (number,) in spoken().places["价值的数量"].items():
        for written in book.written.get(number, ()):
            by = file.budget.vocabulary.measures[number].sectioned
            for line in book.lines.get(worth, ()):
                yield Compared()
                if line.dims.get(by) in written.none and line.amount > 0:
                    zero = written.node.get(line.dims[by]) if isinstance(written.node, Mapping) else None
                    words = {"kind": line.dims[by], "key": number, "item": worth, "amount": line.amount}
                    yield finding("R924 没有数量", zero.at if zero else written.title.at, line.at, **words)


def _spent_on(item: str) -> FigureId:
    return FigureId(_MEASURE, (("费目", item),))


def _cost_for_each(file: FileFigures) -> Iterator[Result]:
    """Yield findings on implausible costs for one visitor, one traveller, one car."""
    for pair, (least, most) in spoken().limits("每个的费用").items() if not file.budget.unit else ():
        item, key = pair.split()
        amount = file.amount(_spent_on(item))
        for node, count in counted(file, key) if amount else ():
            if amount and count and not least <= (each := amount / count) <= most:
                yield finding("R924 每个太多", node.at, key=key, count=count, item=item, amount=amount, each=each)


def _bought(case: Case, file: FileFigures) -> Iterator[Result]:
    """Yield findings on texts that say cars are to be bought, if no money is spent on them."""
    for sentence in case.sentences if file.amount(_spent_on(_BOUGHT)) == 0 else ():
        bought = spoken().within("购置车", sentence.scalar.text)
        clauses = [o for o in _CLAUSE.split(sentence.scalar.text) if spoken().within("购置车", o)] if bought else ()
        if any(not spoken().within("不购置", one) for one in clauses):
            yield finding("R924 没有购置费", sentence.scalar.at, item=_BOUGHT)


def _denied(file: FileFigures) -> Iterator[Result]:
    """Yield findings on reasons that say there is none of an item, if money is spent on it."""
    for name, reason in file.budget.reasons.items():
        if name.measure == "三公经费":
            for clause in _CLAUSE.split(of_last_year(file.budget, reason.text)):
                item = spoken().within("没有安排的", clause)
                if item and (amount := file.amount(_spent_on(item))):
                    yield finding("R924 还有金额", reason.at, said=clause, item=item, amount=amount)


def _kinds_without_cars(case: Case, file: FileFigures) -> Iterator[Result]:
    """Yield findings on texts about kinds of cars of which, by the file, there are none."""
    dimension, written = file.budget.vocabulary.measures[_VEHICLES].sectioned, file.budget.file.node
    kinds = file.budget.vocabulary.trees.get(dimension, {}) if written and written.get(_VEHICLES) else ()
    names = [FigureId(_VEHICLES, ((dimension, kind),)) for kind in kinds if len(kind) > _KIND and kind[:2] != "其他"]
    none = [n for n in names if not any(file.amount(n._replace(base=base)) for base in file.budget.books)]
    said = "\n".join(sentence.scalar.text for sentence in case.sentences)
    for kind in (kind for name in none if (kind := name.member(dimension)) in said):
        for sentence in case.sentences:
            clause = next((one for one in _CLAUSE.split(sentence.scalar.text) if kind in one), "")
            yield from [Compared()] if clause else []
            if clause and not spoken().within("没有的车", clause):
                at = sentence.at(sentence.scalar.text.find(kind), len(kind))
                yield finding("R924 没有这种车", at, kind=kind)


def R931(_: Case, file: FileFigures) -> Iterator[Result]:
    """离退休人员和经费

    “人员”里写了没有离退休（离休、退休）人员的，支出里就不该有离休费、退休费。反过来不看：退休金由社会保险发放，单位可以没有支出。

    怎样改：对照工资册，改人数或那一行的“经济”科目。
    依据：公开文件中常见的错误：人数照抄别的单位，科目写错一位。
    例：“离退休: 0”，支出里有退休费42600元。
    """
    for kind, codes in spoken().places["人员的经费"].items():
        people = file.budget.file.node.get("人员") if file.budget.file.node else None
        stated = people.get(kind) if isinstance(people, Mapping) else None
        if not stated:
            continue
        yield Compared()
        lines = [line for code in codes for line in lines_in(file.budget.books[""], _paid(code)) or ()]
        if not file.amount(FigureId("人员", (("人员类别", kind),))) and (paid := total(lines)):
            places = [line.at for line in lines if line.amount][:_FEW]
            yield finding("R931 没有人", stated.at, *places, kind=kind, paid=paid)


def _paid(code: str) -> FigureId:
    return FigureId("支出", (("性质", "基本支出"), ("经济", code)))


def is_paid_elsewhere(budget: Budget, item: str) -> bool:
    """Whether a reason of the item, or of the whole, says that somebody else pays."""
    said = ((name.member("费目"), reason.text) for name, reason in budget.reasons.items() if name.measure == _MEASURE)
    reasons = "".join(text for member, text in said if member[:_KIND] in ("", item[:_KIND]))
    return bool(spoken().within("别处负担", reasons))


def R925(case: Case, file: FileFigures) -> Iterator[Result]:
    """“三公”经费的资金

    表名写的是“一般公共预算‘三公’经费”，印的数里就不能有政府性基金等别的资金安排的。

    怎样改：这一行的“资金”写错了的，改正；确实不是一般公共预算安排的，从“三公经费”里去掉，在说明里另写一句。
    依据：预算法第十四条；财预〔2016〕143号，公开的是一般公共预算财政拨款安排的“三公”经费。
    例：公务接待费一行写了“资金: 政府性基金”，印在《一般公共预算“三公”经费支出表》里。
    """
    sheets = [sheet for sheet in case.reading.of(TableKind.THREE_PUBLIC) if _GENERAL in sheet.title]
    names = [entry.name for sheet in sheets for entry in sheet.entries if entry.name]
    if not any(name.measure == _MEASURE and not name.base and not name.member("资金") for name in names):
        return
    upward, funds = file.budget.vocabulary.upward, file.budget.vocabulary.trees.get("资金", {})
    general = {fund for fund in funds if any(_GENERAL in one for one in (fund, *upward("资金", fund)))}
    if not general:
        yield Unknown("模板里没有叫“一般公共预算”的资金")
        return
    yield Compared()
    for line in file.budget.books[""].lines.get(_MEASURE, ()):
        fund = line.dims.get("资金", "")
        if line.amount and fund and fund not in general:
            yield finding("R925 别的资金", line.at, fund=fund, title=sheets[0].title)


@of_family("预算文件里的收和支")
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
        for one in book.all_breakdowns:
            whole = _lines_within(book, one)
            yield Compared() if whole is not None else Unknown(f"各行不知道“{one.name}”是多少")
            yield from [] if whole is None else _differing(file, book, one, whole)


def _lines_within(book: Book, one: Breakdown) -> Sequence[Line] | None:
    """Return the lines of the measure that are within the figure; None if they leave that open."""
    ledger = book.ledger(one.name.measure)
    found, unknown = ledger.matches_and_doubts(one.name.conditions)
    held = [one.holds(line, (), ledger) for line in (*found, *(line for line, _ in unknown))]
    known = one.name.measure in book.lines and None not in held and not any(held[len(found) :])
    return [line for line, own in zip(found, held, strict=False) if own] if known else None


@dataclass(frozen=True)
class _Part:
    """A member whose sums differ: in the breakdown (`here`) and in the lines of the measure (`there`)."""

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
    """Return what is known of the wrong line: the figure's conditions, and single members that differ."""
    by_dimension = grouped((part.dimension, part.member) for part in parts)
    return {**dict(one.name.conditions), **{d: members[0] for d, members in by_dimension.items() if len(members) == 1}}


def _parts(book: Book, here: Sequence[Line], there: Sequence[Line], dimension: str) -> Iterator[_Part]:
    """Yield the members that differ, if all lines state the dimension, and with several members."""
    if any(dimension not in line.dims for line in (*here, *there)):
        return
    members = {line.dims[dimension] for line in (*here, *there)}
    top = {m: [above for above in book.vocabulary.upward(dimension, m) if above in members][-1] for m in members}
    own, other = (grouped((top[line.dims[dimension]], line) for line in lines) for lines in (here, there))
    listed = dict.fromkeys((*own, *other))
    for member in listed if len(listed) > 1 else ():  # a single member is the whole
        part = _Part(dimension, member, total(own.get(member, ())), total(other.get(member, ())), own.get(member, ()))
        yield from [part] if part.off else []
