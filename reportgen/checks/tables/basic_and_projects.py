"""表与表：基本支出和项目支出"""

from collections.abc import Iterator, Mapping

from reportgen.checks._case import Case, Result, Unknown
from reportgen.checks._comparing import adds_up
from reportgen.checks.tables._prints import (
    GENERAL,
    agreeing,
    all_general,
    basic,
    entry,
    in_two_tables,
    missing,
    of,
    prints,
    sheet,
    without,
)
from reportgen.document import TableKind
from reportgen.reading import Entry


def R209(case: Case) -> Iterator[Result]:
    """基本支出一致

    《一般公共预算支出表》基本支出的合计，等于《一般公共预算基本支出表》的合计，一分不差。支出表还按工资福利支出、
    商品和服务支出等分列的，每一类也要等于基本支出表这一类各款之和。

    怎样改：对照基本支出表的各款，补上漏的；两张表取数的时间不同的，以批复的为准。
    依据：财预〔2016〕143号，一般公共预算支出表、基本支出表。
    例：一般公共预算支出表基本支出959.82万元，基本支出表合计957.82万元，差2.00万元。
    """
    whole = of(case, "支出", 性质="基本支出", 资金=GENERAL)
    bare = of(case, "支出", 性质="基本支出")
    if all_general(case):
        found = prints(
            case,
            (TableKind.GENERAL_BUDGET, TableKind.BASIC),
            lambda n: whole(n) or bare(n),
            lambda n: without(n, "资金"),
        )
    else:
        found = prints(case, (TableKind.GENERAL_BUDGET, TableKind.BASIC), whole)
    message = "《{t1}》基本支出{a}与《{t2}》合计{b}不一致，差{d}"
    yield from agreeing(found, message, "对照基本支出表的各款，补上漏的")
    if not in_two_tables(found):
        yield Unknown("要有一般公共预算支出表的基本支出和基本支出表的合计，才能核对")
        return
    for name, entries in prints(
        case, (TableKind.GENERAL_BUDGET,), of(case, "支出", "经济", 性质="基本支出", 资金=GENERAL)
    ).items():
        parts = basic(case, name.member("经济"))
        if parts:
            head = f"《一般公共预算支出表》“{entries[0].place.column}”"
            yield from adds_up(case, entries[0], parts, head + "{a}与《基本支出表》这一类各款之和{b}不一致，差{d}")
        else:
            yield from missing(entries[0], "《一般公共预算支出表》“{name}”按类分列{a}，《基本支出表》里没有这一类")


def R225(case: Case) -> Iterator[Result]:
    """项目归类

    每个项目都归在《一般公共预算支出表》列了项目支出的功能科目下面，同一科目的项目加起来等于那一行的项目支出。
    项目的科目看《项目支出表》的科目编码；表里没有的，看预算文件。

    怎样改：项目归错科目的改科目；漏了项目的补上；两边都对的，看是不是有项目的一般公共预算没有单列。
    依据：财预〔2016〕143号，支出按功能分类编列到项，项目支出表是它的明细。
    例：“2070104 图书馆”项目支出39.80万元，图书馆的两个项目加起来是40.80万元。
    """
    table = sheet(case, TableKind.PROJECTS)
    if not table or not entry(case, TableKind.GENERAL_BUDGET, f"支出[性质=项目支出 资金={GENERAL}]"):
        yield Unknown("要有项目支出表和一般公共预算支出表的项目支出，才能核对")
        return
    codes = {**_filed(case), **{p: line.code for line in table.lines if line.code and (p := _project(line.entries))}}
    projects = _amounts(case)
    if not projects:
        yield Unknown("项目支出表没有逐个列项目的一般公共预算")
        return
    if not all(codes.get(project) for project in projects):
        yield Unknown("项目支出表没有列项目的功能科目，预算文件里也查不到")
        return
    spent = prints(case, (TableKind.GENERAL_BUDGET,), of(case, "支出", "功能", 性质="项目支出", 资金=GENERAL))
    lowest = {name.member("功能"): es[0] for name, es in spent.items() if len(name.member("功能")) == 7}
    for code, whole in lowest.items():
        own = [amount for project, amount in projects.items() if codes[project] == code]
        if own:
            message = f"功能科目“{whole.place.row}”项目支出{{a}}，所属项目之和{{b}}，差{{d}}"
            yield from adds_up(case, whole, own, message)
        else:
            yield from missing(whole, "功能科目“{name}”项目支出{a}，《项目支出表》里没有这个科目的项目")
    for project, amount in projects.items():
        if codes[project] not in lowest:
            text = f"项目“{project}”归在{codes[project]}，《一般公共预算支出表》里没有这一项"
            yield from missing(amount, f"{text}，它的一般公共预算是{{a}}")


def _project(entries: Mapping[int, Entry]) -> str:
    return next((e.name.member("项目") for e in entries.values() if e.name), "")


def _amounts(case: Case) -> dict[str, Entry]:
    """Project -> what 项目支出表 prints of its 一般公共预算."""
    limited = prints(case, (TableKind.PROJECTS,), of(case, "支出", "项目", 资金=GENERAL))
    whole = prints(case, (TableKind.PROJECTS,), of(case, "支出", "项目")) if not limited and all_general(case) else {}
    return {name.member("项目"): es[0] for name, es in (limited or whole).items()}


def _filed(case: Case) -> dict[str, str]:
    """Project -> its functional item as the budget file states it, where that is only one."""
    if not case.budget:
        return {}
    found: dict[str, set[str]] = {}
    for line in case.budget.books[""].lines.get("支出", ()):
        if line.dims.get("项目"):
            found.setdefault(line.dims["项目"], set()).add(line.dims.get("功能", ""))
    return {project: next(iter(codes)) for project, codes in found.items() if len(codes) == 1}
