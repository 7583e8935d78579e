"""表头和行名"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from reportgen.checks._case import Case
from reportgen.checks._results import EVERY_ROW, Compared, Finding, Result, firsts, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import row_text, wordings
from reportgen.document import TableKind, in_one_line, plain
from reportgen.lexicon import DocumentKind
from reportgen.patterns import compiled
from reportgen.reading import Place, Sheet, SheetRow, Wording
from reportgen.reading.columns import sides_of
from reportgen.reading.entries import number_in
from reportgen.reading.layout import LaidTable
from reportgen.reading.table_kinds import kind_of
from reportgen.reading.terms import bare, conditions_of
from reportgen.records import replace

_SAME_COLUMNS = {
    *(TableKind.EXPENDITURE, TableKind.GENERAL_BUDGET),
    *(TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL),
}
_OF_YEAR = compiled("(预算|决算)数$")
_CARRIED, _THIS_YEAR = "上年结转", compiled("[本当今下]年度?")
_SUBTOTAL, _TOTAL = "小计", compiled("(?:合|总)计$")
_TOTALS = (TableKind.REVENUE, TableKind.EXPENDITURE)
_FEW = 2  # columns with numbers, amounts of a column, tables with a total that show what is usual
_SOME = 5  # rows of a table from which an order can be told


def R709(case: Case) -> Iterator[Result]:
    """表头称谓

    同样的列在各张表里要叫同样的名字、按同样的次序排：基本支出下面的“工资福利支出、商品和服务支出、对个人和家庭的补助”，
    一张表一个叫法，读者对不上。数上面的表头不能空着；收入、支出两边的数，不能一边写预算数、一边写决算数；全表的合计不叫小计；
    一列里只有一行换了地方的，给一个提示。

    怎样改：统一列名和次序，补上空着的表头。
    依据：公开文件中常见的错误。
    例：支出总表的列叫“商品和服务支出”，政府性基金支出表叫“商品服务支出”。
    """
    yield from (
        *_blank_heads(case),
        *_of_two_sides(case),
        *_called_subtotals(case),
        *_of_no_such_year(case),
        *_moved_rows(case),
    )
    heads = [(s.name, _heads(s)) for s in case.reading.sheets if s.kind in _SAME_COLUMNS and s.columns]
    if len(heads) < 2:
        return
    yield Compared()
    first_names: dict[str, tuple[str, Place]] = {}
    for _, own in heads:
        for meaning, (name, place) in own.items():
            known, where = first_names.setdefault(meaning, (name, place))
            if known != name:
                yield finding("R709 列名", place, where, name=name, known=known)
    yield from _other_order(heads)


def R710(case: Case) -> Iterator[Result]:
    """表题和表的种类

    表题说的是一种表，表里的数却是另一种表的：多半是复制了一张表，没有改标题，或者标题放错了地方。

    怎样改：改表题。
    依据：财预〔2016〕143号，各张表的名称。
    例：项目支出表的标题写成“2026年部门基本支出表”。
    """
    tables = [(one.name, one.table, one.kind) for one in case.reading.sheets]
    tables += [(one.name, one.table, one.kind) for one in case.reading.forms]
    for name, table, kind in tables:
        yield Compared()
        title = in_one_line(plain(table.title))
        said = kind_of(title) if kind else None
        vague = said in _TOTALS and "总" not in title  # 支出预算表 is how many tables end
        if kind and said not in (None, kind) and not vague:
            place = Place(name, line=title, length=max(1, len(title)))
            yield finding("R710 另一种", place, title=title, kind=kind.value)


def _heads(sheet: Sheet) -> dict[str, tuple[str, Place]]:
    """Return what each column of expenditure means -> its head and the place of that."""
    meant = ((column, conditions_of(column.leaf)) for column in sheet.columns if column.path)
    spent = ((str(said), c) for c, said in meant if said and next(iter(said)) in ("性质", "经济", "项目类别"))
    places = ((said, c, Place(sheet.name, column=c.title, line=c.leaf, length=len(c.leaf))) for said, c in spent)
    return firsts((said, (bare(column.leaf), place)) for said, column, place in places)


def _other_order(heads: Sequence[tuple[str, dict[str, tuple[str, Place]]]]) -> Iterator[Finding]:
    """Yield findings on columns in another order than in the first table."""
    (table, first), *others = heads
    for other, own in others:
        shared = [meaning for meaning in first if meaning in own]
        order = [meaning for meaning in own if meaning in first]
        if shared != order:
            name, place = own[next(b for a, b in zip(shared, order, strict=True) if a != b)]
            yield finding("R709 次序", place, other=other, name=name, table=table)


def _blank_heads(case: Case) -> Iterator[Result]:
    """Yield findings on columns of amounts below a head that is blank, with the head that other tables have there."""
    for table in (table for table in case.reading.tables if table.head and len(table.columns) > _FEW):
        yield Compared()
        blank = [c.index for c in table.columns if not c.path and _has_amounts(table, c.index)]
        if len(blank) == 1 and (at := _place_of_head(table, blank[0])):
            usual = case.remembered(
                _between, lambda: Counter(own for one in case.reading.tables for own in _between(one))
            )
            beside = _leaves(table, blank[0])
            words = [leaf for (left, leaf, right), _ in usual.most_common() if beside in ((left, right),)]
            words += [leaf for (left, leaf, _), _ in usual.most_common() if left == beside[0]]
            guess = next((leaf for leaf in words if leaf and leaf not in [c.leaf for c in table.columns]), "")
            said = finding("R709 空着", at, name=table.name, guess=f"，像是“{guess}”" if guess else "")
            yield replace(said, spoils=frozenset({(table.name, EVERY_ROW)}))


def _between(table: LaidTable) -> Iterator[tuple[str, str, str]]:
    """Yield each head over numbers with those on its left and right."""
    for column in table.columns if table.head else ():
        if column.kind == "数值":
            left, right = _leaves(table, column.index)
            yield left, column.leaf, right


def _leaves(table: LaidTable, index: int) -> tuple[str, str]:
    """Return the heads on the left and on the right of a column; "" at the edge."""
    leaves = ["", *(column.leaf for column in table.columns), ""]
    return leaves[index], leaves[index + 2]


def _has_amounts(table: LaidTable, index: int) -> bool:
    texts = (row.texts[index].strip() for row in table.body)
    return sum("." in text and number_in(text) is not None for text in texts) >= _FEW


def _place_of_head(table: LaidTable, index: int) -> Place | None:
    """Return the place of the lowest head of a column; one letter if it is blank."""
    spots = [(row, spot) for row in table.head for spot in row.spots if spot.column == index and not spot.below]
    for row, _ in reversed(spots):
        return Place(table.name, line=row.line, start=row.starts[index], length=max(1, len(row.texts[index])))
    return None


def _of_two_sides(case: Case) -> Iterator[Result]:
    """Yield findings on tables with 预算数 on one side and 决算数 on the other."""
    right = "决算" if case.kind is DocumentKind.ACCOUNTS else "预算"
    for table in case.reading.tables:
        sides = sides_of(table.columns)
        both = [[c for c in sides.get(side, ()) if c.kind == "数值"] for side in ("收入", "支出")]
        for pair in zip(*both, strict=False) if len(both[0]) == len(both[1]) else ():
            said = [m[1] if (m := _OF_YEAR.search(column.leaf)) else "" for column in pair]
            if all(said):
                yield Compared()
            wrong = [column for column, own in zip(pair, said, strict=True) if own != right]
            if all(said) and len(wrong) == 1 and (at := _place_of_head(table, wrong[0].index)):
                leaf = wrong[0].leaf
                should = _OF_YEAR.sub(f"{right}数", leaf)
                yield replace(finding("R709 两边", at, name=table.name, leaf=leaf, should=should), should=should)


def _called_subtotals(case: Case) -> Iterator[Result]:
    """Yield findings on the only total of a table, its last row, that is called 小计 where other tables have 合计."""
    totals = [(sheet, [line for line in sheet.lines if line.total]) for sheet in case.reading.sheets if not sheet.side]
    totals = [(sheet, own) for sheet, own in totals if own]
    usual = Counter(found[0] for _, own in totals for line in own if (found := _TOTAL.search(line.label)))
    for sheet, own in totals if usual.total() >= _FEW else ():
        yield Compared()
        line = own[0]
        if len(own) == 1 and line is sheet.lines[-1] and bare(line.label) == _SUBTOTAL and len(sheet.lines) > _FEW:
            at, should = _place_of_label(sheet, line), usual.most_common(1)[0][0]
            said = finding("R709 小计", at, remark=case.is_as_made, name=sheet.name, should=should)
            yield replace(said, should=should)


def _of_no_such_year(case: Case) -> Iterator[Result]:
    """Yield findings on heads over what was carried over from last year (上年结转) that say 本年."""
    for table in case.reading.tables:
        for column in (column for column in table.columns if column.conditions.get("年份") == _CARRIED):
            yield Compared()
            own = _THIS_YEAR.match(column.leaf)
            if own and (at := _place_of_head(table, column.index)):
                should = f"上年{column.leaf[own.end() :]}"
                said = finding(
                    "R709 上年", at, remark=case.is_as_made, name=table.name, leaf=column.leaf, should=should
                )
                yield replace(said, should=should)


def _place_of_label(sheet: Sheet, line: SheetRow) -> Place:
    text = row_text(line)
    printed = next((t.strip() for t in line.texts if bare(t) == line.label), line.label)
    return Place(sheet.name, line.title, "", text, max(0, text.find(printed)), len(printed))


def _moved_rows(case: Case) -> Iterator[Result]:
    """Yield a remark on the only row that is not where the order of the others, by unit or by code, would have it."""
    for sheet in case.reading.sheets if not case.is_as_made else ():
        lines = [line for line in sheet.lines if line.label and not line.total]
        for orders in _orders(lines) if len(lines) >= _SOME else ():
            yield Compared()
            odd = dict.fromkeys(at for own in orders for at in _out_of_order(own))
            if 0 < len(odd) <= _FEW:
                places = [_place_of_label(sheet, lines[at]) for at in sorted(odd)]
                rows = "”或“".join(lines[at].title for at in sorted(odd))
                yield finding("R709 换了地方", *places, name=sheet.name, rows=rows)
                break


def _orders(lines: Sequence[SheetRow]) -> Iterator[tuple[Sequence[int], ...]]:
    """Yield the rows as numbers that should not fall: their codes; for a column of groups (units), the groups' places.

    Where two parts of a group are equally long, either may be its place.
    """
    codes = sorted({line.code for line in lines})
    if all(codes) and len(codes) == len(lines):
        places = {code: at for at, code in enumerate(codes)}
        yield ([places[line.code] for line in lines],)
    for head in dict.fromkeys(head for line in lines for head in line.fields):
        members = [line.fields.get(head, "") for line in lines]
        if all(members) and 1 < len(set(members)) < len(members) - 1:
            runs = [(member, len([*own])) for member, own in groupby(members)]
            yield _as_numbers(members, runs), _as_numbers(members, runs[::-1])


def _as_numbers(members: Sequence[str], runs: Sequence[tuple[str, int]]) -> Sequence[int]:
    """Return each member as the number of its group, in the order of where most of the group stands."""
    longest = {member: max(own) for member, own in grouped(runs).items()}
    first = {member: at for at, (member, size) in reversed([*enumerate(runs)]) if size == longest[member]}
    sign = 1 if [member for member, _ in runs[:1]] == [*members[:1]] else -1
    return [sign * first[member] for member in members]


def _out_of_order(own: Sequence[int]) -> list[int]:
    """Return the places without one of which the numbers never fall; none if they never fall anyway."""

    def rises(left: Sequence[int]) -> bool:
        return all(a <= b for a, b in pairwise(left))

    falls = [i for i, (a, b) in enumerate(pairwise(own)) if a > b]
    near = sorted({i for fall in falls for i in (fall, fall + 1)}) if len(falls) <= _FEW else ()
    return [i for i in near if rises([*own[:i], *own[i + 1 :]])]


def is_a_head_too(case: Case, wording: Wording, said: str) -> bool:
    """Whether the wording is a head of a table, and another head of that table says just this."""
    heads = (one for one in wordings(case, "表头") if one.table is wording.table)
    return wording.kind == "表头" and any(one.text == said for one in heads)
