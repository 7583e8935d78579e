"""预算文件里支出的各行"""

from collections.abc import Iterator

from reportgen.budget import Line
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case, Compared, Finding, Result
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.figure import FigureId
from reportgen.lexicon import spoken

_ITEM, _FUND, _OTHERS = "功能", "资金", "一般公共预算"
_UNIT, _PAID_FOR = "单位", "经济"
_NOT_GRANTED = ("经营支出", "结余分配")


def _granted(file: FileFigures) -> Iterator[tuple[Line, str]]:
    """Yield each line of 支出 that 财政拨款 pays, and the budget that it is of: 政府性基金; "" where it is unknown."""
    vocabulary = file.budget.vocabulary
    for line in file.budget.books[""].lines.get("支出", ()):
        path = vocabulary.upward(_FUND, line.dims.get(_FUND, ""))
        if line.amount and "财政拨款" in path:
            yield line, "".join(path[: path.index("财政拨款")][-1:])


@of_family("预算文件里的收和支")
def R951(_: Case, file: FileFigures) -> Iterator[Result]:
    """财政拨款不能这样用

    经营支出用经营收入，结余分配用非财政拨款的结余（提取专用结余、缴纳企业所得税），都不用财政拨款：写了一般公共预算、政府性基金、
    国有资本经营预算的，多半是“资金”忘了写，照“缺省”算成了财政拨款。

    怎样改：在这一行写上它的“资金”：经营支出写“事业单位经营收入”，结余分配写“事业收入”“事业单位经营收入”等。
    依据：政府会计制度：财政拨款结转结余不参与结余分配；事业单位财务规则，经营支出与经营收入配比。
    例：“结余分配”下面的一行没有写资金，缺省是一般公共预算。
    """
    yield Compared()
    for line in (line for line, _ in _granted(file)):
        if (nature := line.dims.get("性质", "")) in _NOT_GRANTED:
            yield finding("R951 财政拨款", line.at, nature=nature, fund=line.dims["资金"])


@of_family("预算文件里的收和支")
def R954(_: Case, file: FileFigures) -> Iterator[Result]:
    """科目和资金

    政府性基金、国有资本经营预算各有自己的支出功能分类科目：用国有土地使用权出让收入安排的支出列21208款，国有资本经营预算支出列223类。
    用了它们的科目，“资金”却不是它们的；资金是它们，科目却是一般公共预算的，都多半有一处写错了。事业收入等自有资金不看。

    怎样改：对照批复，改正这一行的“资金”或“功能”；收入那一边也要一样。
    依据：财政部《政府收支分类科目》，政府性基金预算、国有资本经营预算支出功能分类科目。
    例：2120816农业农村生态环境支出的一行没有写资金，缺省是一般公共预算。
    """
    yield Compared()
    for line, fund in _granted(file):
        code = line.dims.get(_ITEM, "")
        own = spoken().within("科目的资金", code)
        if code and fund and fund != (own or _OTHERS) and own != "都可以":
            item, of = f"{code} {file.budget.member_name(_ITEM, code)}", own or _OTHERS
            yield finding("R954 别的资金", line.at, item=item, own=of, fund=line.dims[_FUND])


@of_family("预算文件里的收和支")
def R955(_: Case, file: FileFigures) -> Iterator[Result]:
    """漏列的社会保险

    在职人员的养老保险、医疗保险、住房公积金是一起缴的：一个单位有两样、没有第三样，上年或者别的单位却有的，多半是漏了一行。

    怎样改：补上这一行；确实不由本单位列支的，不用改。
    依据：社会保险法第十条、第二十三条；住房公积金管理条例第十五条。
    例：农业技术推广站有养老保险25.4万元、住房公积金19.05万元，没有医疗保险，上年有11.5万元。
    """
    codes = [code for (code,) in spoken().places["一起缴的"].values()]
    units = file.budget.file.department.unit_names
    paid = {unit: [file.amount(_paid(unit, code)) for code in codes] for unit in units or ("",)}
    yield Compared()
    for unit, amounts in paid.items():
        for i, code in enumerate(codes):
            if amounts[i] == 0 and sum(map(bool, amounts)) > 1:
                yield from _left_out(file, unit, code, codes, any(others[i] for others in paid.values()))


def _left_out(file: FileFigures, unit: str, code: str, codes: list[str], usual: bool) -> Iterator[Finding]:
    """Yield a finding if the unit had the item last year, or if it is usual among the units."""
    before = [file.amount(_paid(unit, code)._replace(base=base)) for base in file.budget.books if base]
    if usual or any(before):
        lines = (line for line in file.budget.books[""].lines.get("支出", ()) if line.dims.get(_UNIT, "") in ("", unit))
        places = [line.at for line in lines if line.dims.get(_PAID_FOR) in codes]
        name = file.budget.member_name(_PAID_FOR, code)
        called = file.budget.member_name(_UNIT, unit) if unit else file.budget.file.department.name
        yield finding("R955 漏了", *places[:2], unit=called, item=f"{code} {name}", why="别的单位" if usual else "上年")


def _paid(unit: str, code: str) -> FigureId:
    of = (("单位", unit),) if unit else ()
    return FigureId("支出").where(*of, ("性质", "基本支出"), (_PAID_FOR, code))
