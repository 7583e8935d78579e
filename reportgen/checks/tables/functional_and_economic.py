"""表与表：功能科目和经济科目"""

from collections.abc import Iterator

from reportgen.budget import Catalogue, government_codes
from reportgen.checks._case import Case, Finding, Result, Unknown, compared, places
from reportgen.checks._comparing import shown, tolerance, total
from reportgen.checks.tables._prints import GENERAL, basic, of, prints
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Place, SheetRow

# 功能科目 whose basic expenditure is exactly an economic item. Source: 政府收支分类科目.
_PAIRS = (
    (("2080505",), "30108"),
    (("2080506",), "30109"),
    (("2101101", "2101102"), "30110"),
    (("2210201",), "30113"),
)


def R217(case: Case) -> Iterator[Result]:
    """功能-经济对应

    有几个功能科目的基本支出，就是基本支出表的一个款：基本养老保险缴费（2080505和30108）、职业年金（2080506和30109）、
    行政、事业单位医疗（2101101、2101102和30110）、住房公积金（2210201和30113）。两张表的数应当一样；
    不一样的，可能是并进了别的缴费，也可能是填错了。

    怎样改：核对这一项的缴费基数和科目；并入了残疾人就业保障金等的，分开列或者说明。
    依据：政府收支分类科目；公开文件中常见的错误。
    例：“2080505”基本支出98.63万元，“30108”96.83万元。
    """
    own = _basic_by_function(case)
    if not own or not any(basic(case, code) for code in ("301", "302", "303")):
        yield Unknown("要有列到项的一般公共预算支出表和列到款的基本支出表，才能核对")
        return
    for functions, item in _PAIRS:
        left, right = [own[code] for code in functions if code in own], basic(case, item)
        if left or right:
            yield compared(*left, *right)
            yield from _differs(case, left, right, functions, item)


def R222(case: Case) -> Iterator[Result]:
    """两套经济分类

    基本支出表把部门预算经济分类和政府预算经济分类并排列的，每一行的两个科目要按财政部的对照表对应：
    30113住房公积金对应50103（机关）或50501（事业单位）。两套分类的合计是同一个数。

    怎样改：按对照表改政府预算经济分类；本级财政另有规定的，不用改。
    依据：财政部《支出经济分类科目改革方案》及部门、政府两套科目对照表。
    例：“30399 其他对个人和家庭的补助”列在“50905 离退休费”下，对照表里是50999。
    """
    catalogue = Catalogue(case.year)
    paired = [
        line for s in case.reading.of(TableKind.BASIC) for line in s.lines if line.code and line.fields.get("政府经济")
    ]
    if not paired:
        yield Unknown("没有把部门和政府两套经济分类并排列的表")
    for line in paired:
        code, other = line.code, line.fields["政府经济"]
        expected = government_codes(code, case.year)
        if not expected or len(code) != len(other):
            continue
        yield compared(*line.entries.values())
        if other not in expected:
            names = "或".join(f"{c} {catalogue.name('政府经济', c) or ''}".strip() for c in expected)
            what = f"“{code} {catalogue.name('经济', code) or ''}”对应政府经济分类“{_printed(line, other)}”"
            text = f"{what}，不在对照表内（应为{names}），请确认"
            yield Finding(text, (_place(line),), Severity.WARNING, "按对照表改；本级财政另有规定的，不用改")


def _basic_by_function(case: Case) -> dict[str, Entry]:
    """功能科目 -> its basic expenditure in 一般公共预算支出表; the whole of it where the table has no such column."""
    limited = prints(case, (TableKind.GENERAL_BUDGET,), of(case, "支出", "功能", 性质="基本支出", 资金=GENERAL))
    whole = {} if limited else prints(case, (TableKind.GENERAL_BUDGET,), of(case, "支出", "功能", 资金=GENERAL))
    found = {name.member("功能"): es[0] for name, es in (limited or whole).items()}
    return found if any(len(code) == 7 for code in found) else {}


def _differs(
    case: Case, left: list[Entry], right: list[Entry], functions: tuple[str, ...], item: str
) -> Iterator[Finding]:
    entries = [*left, *right]
    difference = abs(EXACT.subtract(total(left), total(right)))
    allowed = tolerance(left, right[0]) if left and right else 0
    if difference > allowed and difference >= max(entry.number.step for entry in entries):
        catalogue, like = Catalogue(case.year), entries[0]
        function = "、".join(f"{code} {catalogue.name('功能', code) or ''}".strip() for code in functions)
        what = f"“{function}”{shown(total(left), like)}与经济科目“{item} {catalogue.name('经济', item) or ''}”"
        text = f"{what}{shown(total(right), like)}不一致，差{shown(difference, like)}，请确认是否有别的缴费并入"
        yield Finding(text, places(entries), Severity.WARNING, "核对缴费基数和科目；并入了别的，分开列或者说明")


def _printed(line: SheetRow, other: str) -> str:
    return f"{other} {line.label}"


def _place(line: SheetRow) -> Place:
    return next(iter(line.entries.values())).place
