"""基本支出表 and 项目支出表 against tables that print their amounts again, by function or by item of “三公” 经费.

The pages of these rules are rows of `equalities.yaml`; the functions check what the rows cannot express.
"""

from collections.abc import Callable, Iterator, Sequence

from reportgen.budget import Catalogue, government_codes
from reportgen.checks._case import Case
from reportgen.checks._comparing import adds_up, contradict, difference_of, exceeds, tolerance, total
from reportgen.checks._results import Cause, Finding, Result, Unknown, compared
from reportgen.checks._says import Differing, finding, finding_if
from reportgen.checks._texts import sentences
from reportgen.checks.file import same_digits, scale
from reportgen.checks.tables import (
    GENERAL,
    basic,
    by_member,
    first_print,
    listed_once,
    made_up,
    missing,
    prints,
    projects,
)
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry
from reportgen.records import dataclass, replace
from reportgen.source import key

# 功能科目 whose basic expenditure is exactly an economic item. Source: 政府收支分类科目.
_PAIRS = (
    (("2080505",), "30108"),
    (("2080506",), "30109"),
    (("2101101", "2101102"), "30110"),
    (("2210201",), "30113"),
)
_PENSIONS, _OF_PENSIONS, _ON_DEATH = ("30301", "30302"), "20805", "2080801"
_OF_RETIRED = ("2080501", "2080502")


def R209(case: Case) -> Iterator[Result]:
    """Compare 一般公共预算支出表 with what 基本支出表 lists of each class, or with the sums of its two sides."""
    if not case.reading.of(TableKind.BASIC):
        return
    yield from _of_two_sides(case)
    pattern = f"支出[经济=* 性质=基本支出 资金={GENERAL}]"
    for name, (whole, *_) in prints(case, [TableKind.GENERAL_BUDGET], [pattern]).items():
        yield from made_up(case, whole, basic(case, name.member("经济")), "R209 各款之和", "R209 没有这一类")


def _of_two_sides(case: Case) -> Iterator[Result]:
    """Compare the halves of a 基本支出表 without total, 人员经费合计 and 公用经费合计, with the total elsewhere."""
    spent, own = f"支出[性质=基本支出 资金={GENERAL}]", TableKind.BASIC.value
    whole = (
        None if first_print(case, f"{own} {spent}") else first_print(case, f"{TableKind.GENERAL_BUDGET.value} {spent}")
    )
    sides = [
        first_print(case, f"{own} 支出[性质=基本支出 经费={side} 资金={GENERAL}]") for side in ("人员经费", "公用经费")
    ]
    if whole and (parts := [side for side in sides if side]):
        yield from adds_up(case, whole, parts, "R209 两边之和")


def R225(case: Case) -> Iterator[Result]:
    """Compare the projects of each functional item with its 项目支出 in 一般公共预算支出表."""
    if not case.reading.of(TableKind.PROJECTS) or not first_print(
        case, f"一般公共预算支出表 支出[性质=项目支出 资金={GENERAL}]"
    ):
        yield Unknown("要有项目支出表和一般公共预算支出表的项目支出，才能核对")
        return
    amounts = [(name, entry) for name, entries in projects(case, GENERAL).items() for entry in entries]
    code = _codes_of_projects(case)
    coded = [(name, code(entry), entry) for name, entry in amounts]
    if _has_one_in_several_rows(case):
        yield Unknown("项目支出表里同名的项目，看不出各是哪个单位的")
    elif coded and all(own for _, own, _ in coded):
        yield from _by_function(case, coded)
    elif coded:
        yield Unknown("项目支出表没有列项目的功能科目，预算文件里也查不到")
    else:
        yield Unknown("项目支出表没有逐个列项目的一般公共预算")


def _has_one_in_several_rows(case: Case) -> bool:
    """Whether rows of 项目支出表 have one name that nothing tells apart, such as projects of two units."""
    sheets = case.reading.of(TableKind.PROJECTS)
    named = ((sheet, entry.name) for sheet in sheets for entry in sheet.entries if entry.name)
    return any(name.member("项目") and name not in listed_once(case, sheet) for sheet, name in named)


def _codes_of_projects(case: Case) -> Callable[[Entry], str]:
    """Return the functional item of a print: from its name or 项目支出表, else the only one in the budget file."""
    lines = case.budget.books[""].lines.get("支出", ()) if case.budget else ()
    units = case.budget.file.department.unit_names if case.budget else {}
    filed: dict[tuple[str, str], set[str]] = {}
    for line in lines:
        if project := line.dims.get("项目"):
            for unit in {"", (own := line.dims.get("单位", "")), units.get(own, "")}:
                filed.setdefault((unit, project), set()).add(line.dims.get("功能", ""))
    rows = (line for sheet in case.reading.of(TableKind.PROJECTS) for line in sheet.lines if line.code)
    printed = {entry.name: line.code for line in rows for entry in line.entries.values()}

    def code(entry: Entry) -> str:
        name = entry.name
        assert name
        items = filed.get((name.member("单位"), name.member("项目")), set())
        return name.member("功能") or printed.get(name, "") or (next(iter(items)) if len(items) == 1 else "")

    return code


def _by_function(case: Case, coded: Sequence[tuple[str, str, Entry]]) -> Iterator[Result]:
    """Compare items with their projects; `coded`: name, item and amount of each project."""
    spent = by_member(case, "功能", TableKind.GENERAL_BUDGET, f"支出[功能=* 性质=项目支出 资金={GENERAL}]")
    lowest = {code: whole for code, whole in spent.items() if len(code) == 7}
    for code, whole in lowest.items():
        own = [amount for _, item, amount in coded if item == code]
        yield from made_up(case, whole, own, "R225 所属项目之和", "R225 没有项目")
    for project, item, amount in coded:
        if item not in lowest:
            yield from missing(amount, "R225 没有科目", project=project, code=item)


def R217(case: Case) -> Iterator[Result]:
    """Compare the functional items that are exactly an economic item with that item."""
    pattern = f"支出[功能=* 性质=基本支出 资金={GENERAL}]"
    own = by_member(case, "功能", TableKind.GENERAL_BUDGET, pattern)
    own = own or by_member(case, "功能", TableKind.GENERAL_BUDGET, f"支出[功能=* 资金={GENERAL}]")
    if not any(len(code) == 7 for code in own) or not any(basic(case, code) for code in ("301", "302", "303")):
        return
    yield from _odd_pairs(case)
    for functions, item in _PAIRS:
        left, right = [own[code] for code in functions if code in own], basic(case, item)
        if not (left or right):
            continue
        difference = abs(EXACT.subtract(total(left), total(right)))
        yield compared(*left, *right)
        if difference > (tolerance(left, right[0]) if right else 0):
            words = {"functions": "、".join(_called(case, "功能", code) for code in functions)}
            words |= {"item": _called(case, "经济", item)}
            said = finding("R217 不一致", *left, *right, a=total(left), b=total(right), d=difference, **words)
            yield _at_its_line(case, functions, item, said) or said


def _odd_pairs(case: Case) -> Iterator[Finding]:
    """Yield findings on lines of the budget file for pensions (30301, 30302) and for deaths under other items."""
    lines = case.budget.books[""].lines.get("支出", ()) if case.budget and case.is_as_made else ()
    own = [line for line in lines if line.amount and line.dims.get("经济") in _PENSIONS and "功能" in line.dims]
    usual = any(line.dims.get("功能", "").startswith(_OF_RETIRED) for line in lines)
    for line in own:
        item, died = line.dims["功能"], line.dims["功能"] == _ON_DEATH
        if died or (usual and not item.startswith(_OF_PENSIONS)):
            names = {"item": _called(case, "功能", item), "paid": _called(case, "经济", line.dims["经济"])}
            yield finding("R217 离退休费", line.at, remark=not died, **names)


def _at_its_line(case: Case, functions: tuple[str, ...], item: str, said: Finding) -> Finding | None:
    """Return the finding at the only line of the budget file whose two codes do not belong together; None without."""
    lines = case.budget.books[""].lines.get("支出", ()) if case.budget and case.is_as_made else ()
    own = [line for line in lines if line.dims.get("性质") == "基本支出" and line.amount]
    odd = [line for line in own if (line.dims.get("经济") == item) != (line.dims.get("功能") in functions)]
    if len(odd) != 1 or "经济" not in odd[0].dims or "功能" not in odd[0].dims:
        return None
    names = {key: _called(case, key, odd[0].dims[key]) for key in ("功能", "经济")}
    one = finding("R217 一行", odd[0].at, item=names["功能"], paid=names["经济"], functions="、".join(functions))
    return replace(one, places=(*one.places, *said.places))


def R222(case: Case) -> Iterator[Result]:
    """Compare pairs of economic codes with the pairs that the ministry publishes."""
    lines = (line for sheet in case.reading.of(TableKind.BASIC) for line in sheet.lines)
    paired = [(line, other) for line in lines if line.code and (other := line.fields.get("政府经济"))]
    known = ((line, other, government_codes(line.code, case.year)) for line, other in paired)
    for line, other, expected in known:
        if expected and len(line.code) == len(other):
            names = "或".join(_called(case, "政府经济", code) for code in expected)
            words = {"own": _called(case, "经济", line.code), "other": _called(case, "政府经济", other), "names": names}
            yield compared(*line.entries.values())
            yield from finding_if(other not in expected, "R222 不在表内", *[*line.entries.values()][:1], **words)


def _called(case: Case, dimension: str, code: str) -> str:
    return f"{code} {Catalogue(case.year).name(dimension, code) or ''}".strip()


@dataclass(frozen=True, kw_only=True)
class ItemOfBasic(Differing):
    """A 款 of 基本支出, and the item of “三公” 经费 that it is part of.

    `rest`: the word for the rest, of which the text has to say that projects pay it; empty if it need not.
    """

    code: str = key("款")
    item: str = key("费目")
    hint: str = key("改法", "以批复的数为准，改错的一处")
    severity: Severity = key("级别", Severity.WARNING)
    rest: str = key("差额", "")


def within_three_public(case: Case, row: ItemOfBasic) -> Iterator[Result]:
    """Compare the 款 with the item of “三公” 经费: it is not greater, and the text says where the rest comes from."""
    public = _public(case, row.item)
    names = (entry.name for sheet in case.reading.of(TableKind.BASIC) for entry in sheet.entries)
    if not public:
        blank = [Unknown(f"“三公”经费支出表没有填{row.item}")]
        yield from blank if case.reading.of(TableKind.THREE_PUBLIC) else ()
        return
    if not any(name and len(name.member("经济")) == 5 for name in names):
        yield Unknown("没有列到款的基本支出表")
        return
    own = basic(case, row.code)
    yield compared(public, *own)
    if own and exceeds(own[0], public):
        yield finding(row, public, own[0], **difference_of(own[0], public))
    elif row.rest and (contradict(own[0], public) if own else public.number.value > 0):
        yield from _unexplained(case, row, public, own)


def _unexplained(case: Case, row: ItemOfBasic, public: Entry, own: Sequence[Entry]) -> Iterator[Finding]:
    """Yield a finding if “三公” 经费 exceeds basic expenditure, unless the text says that projects pay the rest."""
    if any(row.rest in s and "项目" in s and "绩效" not in s for s in sentences(case)):
        return
    none, called = _has_no_projects(case), public.place.column.rpartition("·")[2]
    words = {"row": row, "called": called, "listed": f"为{own[0].number}" if own else "没有列"}
    words |= {"d": EXACT.subtract(public.exact, total(own)), "remark": case.is_as_made and not none}
    if own and same_digits(public.exact, own[0].exact) and not scale(public.exact, own[0].exact):
        cause = Cause(frozenset({"三公经费"}), ({"费目": row.item},), None)
        yield finding("R213 写颠倒", public, *own, cause=cause, **{**words, "remark": False})
        return
    yield finding("R213 没有项目" if none else "R213 差额", public, *own, **words)


def _public(case: Case, item: str) -> Entry | None:
    return first_print(case, f"“三公”经费支出表 三公经费[费目={item}]")


def _has_no_projects(case: Case) -> bool:
    """Whether by the document nothing is spent on projects."""
    spent = first_print(case, f"一般公共预算支出表 支出[性质=项目支出 资金={GENERAL}]", "支出总表 支出[性质=项目支出]")
    return bool(spent and not spent.number.value)


_BOUGHT = compiled(r"(?:购置|购买|更新|新增)[^。；，,;]{0,16}?([0-9]+|[一二两三四五六七八九十]+)\s*(?:辆|台)")


def R215(case: Case) -> Iterator[Result]:
    """Compare the price of cars with basic expenditure, if there are no projects; look for the number of cars."""
    public = _public(case, "公务用车购置费")
    if not public:
        return
    own = basic(case, "31013")
    wrong = _has_no_projects(case) and 2 * abs(EXACT.subtract(total(own), public.exact)) > public.number.step
    yield from finding_if(wrong, "R215 不一致", public, *own, parts=total(own))
    stated = not public.number.value or any(_BOUGHT.search(sentence) for sentence in sentences(case))
    yield from finding_if(not (stated or case.is_tables_alone), "R215 没有辆数", public)
