"""A derived figure is the same figure however it is asked for: nothing of its name is lost on the way."""

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from reportgen import discovery
from reportgen.diagnostics import ReportgenError
from reportgen.document import Figure, Paragraph, Table, walk
from reportgen.figure import FigureId, NotationError, parse
from reportgen.figures import Figures
from reportgen.quantity import exact_text
from reportgen.report import Report, assemble
from reportgen.trace import answer
from reportgen.trace.origins import exactly
from tests.unit.small import budget_file, figures, paragraphs, region, report, said

DERIVED = "reportgen.figures.derived"
KINDS = list(discovery.declared(DERIVED, "KINDS"))
BASES = ("", "上年预算")
PARTS = ((), (("性质", "项目支出"),))
ARGUMENTS = ("", "资金=财政拨款", "资金=财政拨款 性质=项目支出", "项目", "项目≥2万元", "性质")

BODY = """\
支出:
  - {功能: 2010101, 经济: 30101, 性质: 基本支出, 资金: 一般公共预算, 金额: 55000}
  - {功能: 2010102, 性质: 项目支出, 项目: 甲, 资金: 一般公共预算, 金额: 10000}
  - {功能: 2010102, 性质: 项目支出, 项目: 乙, 资金: 事业收入, 金额: 40000}
上年预算:
  支出:
    - {功能: 2010101, 经济: 30101, 性质: 基本支出, 资金: 一般公共预算, 金额: 70000}
    - {功能: 2010102, 性质: 项目支出, 项目: 甲, 资金: 一般公共预算, 金额: 20000}
    - {功能: 2010102, 性质: 项目支出, 项目: 旧, 资金: 事业收入, 金额: 35000}
"""


def askable(found: Figures) -> dict[FigureId, str]:
    """Every derived figure of these parts, bases and arguments that there is, with its exact value."""
    there = {}
    for kind, base, part, argument in product(KINDS, BASES, PARTS, ARGUMENTS):
        name = FigureId("支出", part, base, kind, argument)
        try:
            there[name] = exact_text(found.value(parse(str(name))))
        except (ReportgenError, NotationError):
            continue
    return {name: value for name, value in there.items() if value and parse(str(name)) == name}


def quoted(text: str) -> str:
    return f"'{text}'"


def in_brackets(name: FigureId) -> str:
    """`支出["性质=项目支出"]["@占比"]`."""
    part = f'["{name.written_conditions}"]' if name.conditions else ""
    return f'{name.measure}{part}["{name.aspect}"]'


def the_other_way_round(name: FigureId) -> str:
    part = f'["{name.written_conditions}"]' if name.conditions else ""
    return f'{name.measure}["{name.aspect}"]{part}'


def base_apart(name: FigureId) -> str:
    """The base first, then what is derived from it."""
    if not name.base:
        return in_brackets(name)
    alone = FigureId("", (), "", name.derived, name.argument)
    behind = f'["{alone}"]' if parse(str(alone)).derived else f'["@{name.base}.{name.derived}"]'
    return f'{name.measure}["{name.written_conditions}"]["@{name.base}"]{behind}'


IN_TEMPLATES = (in_brackets, the_other_way_round, base_apart)
WORDS = {
    '支出["性质=项目支出"]|占比': "支出[性质=项目支出]@占比",
    '支出["@上年预算"]["性质=项目支出"]|占比': "支出[性质=项目支出]@上年预算.占比",
    '支出["性质=项目支出"]|占比(支出["资金=财政拨款"])': "支出[性质=项目支出]@占比[资金=财政拨款]",
    '支出["性质=项目支出"]|个数("项目", "2万元")': "支出[性质=项目支出]@个数[项目≥2万元]",
    '支出["@上年预算"]|合计("项目", "2万元")': "支出@上年预算.合计[项目≥2万元]",
    '支出["@上年预算"]|个数("项目")': "支出@上年预算.个数[项目]",
}


def tables_of(names: list[str]) -> Mapping[str, str]:
    """The figures as rows, as columns, as 口径 of rows and of columns, and as cells of a form."""
    parts = [parse(name) for name in names]

    def asked(name: FigureId) -> str:
        members = "".join(f", {d}: {m}" for d, m in name.conditions)
        return f"口径: {quoted(str(name.aspect).removeprefix('@'))}{members}"

    rows = "".join(f"  - 数: {quoted(name)}\n" for name in names)
    columns = "".join(f"  - 列{i}: {quoted(name)}\n" for i, name in enumerate(names))
    own = "".join(f"  - 列{i}: {quoted('本行' + str(name)[2:])}\n" for i, name in enumerate(parts))
    aspects = "".join(f"  - {{标题: 行, {asked(name)}}}\n" for name in parts)
    aspects_above = "".join(f"  - {{标题: 列{i}, {asked(name)}, 数: 支出}}\n" for i, name in enumerate(parts))
    cells = "".join(f"  - {{格{i}: {quoted(name)}}}\n" for i, name in enumerate(names))
    return {
        "01-行": f"标题: 行\n列: [项目: 名称, 数: 本行]\n行:\n{rows}",
        "02-列": f"标题: 列\n列:\n  - 项目: 名称\n{columns}行: [合计]\n",
        "03-本行": f"标题: 本行\n列:\n  - 项目: 名称\n{own}行: [合计: 支出]\n",
        "04-行的口径": f"标题: 行的口径\n列: [项目: 名称, 数: 支出]\n行:\n{aspects}",
        "05-列的口径": f"标题: 列的口径\n列:\n  - 项目: 名称\n{aspects_above}行: [合计]\n",
        "06-表单": f"标题: 表单\n表单:\n{cells}",
    }


def build(folder: Path, names: list[str]) -> Report:
    asked = [way(parse(name)) for way in IN_TEMPLATES for name in names]
    lines = [f"{{{{ {ask} }}}}\n" for ask in (*asked, *WORDS)]
    text = [f"{{{{ 资料.文{i} }}}}\n" for i in range(len(names))]
    region(folder, "\n".join([*lines, *text, "{{ 表格 }}\n"]), tables=tables_of(names))
    facts = "".join(f"  文{i}: {quoted(f'是<{name}>')}\n" for i, name in enumerate(names))
    return assemble(budget_file(folder, f"{BODY}资料:\n{facts}"))


def told_in_text(made: Report) -> list[Figure]:
    found = [block for block in walk(made.document.blocks) if isinstance(block, Paragraph)]
    return [run for block in found for run in block.runs if isinstance(run, Figure)]


def told_in_tables(made: Report) -> dict[str, list[Figure]]:
    found = [block for block in walk(made.document.blocks) if isinstance(block, Table)]
    return {
        table.name: [run for row in table.body for cell in row.cells for run in cell.runs if isinstance(run, Figure)]
        for table in found
    }


def test_every_way_to_ask_for_a_derived_figure_gives_the_same_value(tmp_path: Path) -> None:
    known = askable(figures(tmp_path / "known", BODY))
    assert {name.derived for name in known} == set(KINDS)
    names = [str(name) for name in known]
    made = build(tmp_path, names)
    wanted = [(name, known[parse(name)]) for name in names]

    in_text = [(figure.name, figure.value) for figure in told_in_text(made)]
    words = [(name, known[parse(name)]) for name in WORDS.values()]
    assert in_text == [*wanted * len(IN_TEMPLATES), *words, *wanted]

    tables = told_in_tables(made)
    assert len(tables) == len(tables_of(names))
    for table, printed in tables.items():
        assert [(figure.name, figure.value) for figure in printed] == wanted, table


def test_trace_answers_with_the_same_value(tmp_path: Path) -> None:
    made = build(tmp_path, ["支出@占比"])
    for name in askable(made.figures):
        said_first = answer(str(name), made.figures, made.document).text.split("\n")[0]
        assert said_first == f"{name}　{exactly(made.figures.value(name))}"


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ('支出["@其余[资金=财政拨款]"]', "4万元"),
        ('支出["@上年预算.其余[资金=财政拨款]"]', "3.5万元"),
        ('支出["性质=项目支出"]["@占比[性质=项目支出]"]', "100%"),
        ('支出["性质=项目支出"]["@上年预算.占比"]', "44%"),
        ('(支出["@上年预算"]|按("项目")|从大到小)|连', "旧、甲"),
        ('支出["@上年预算"]|个数("项目")', "2个"),
    ],
)
def test_an_argument_and_a_base_are_taken_into_account(asked: str, printed: str, tmp_path: Path) -> None:
    assert paragraphs(report(tmp_path, BODY, f"{{{{ {asked} }}}}\n", unit="元")) == [printed]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ('支出["@其余[资金=财政拨款]"]|同比', "“同比”不能用在支出@其余[资金=财政拨款]后面"),
        ('支出["@上年预算"]|同比', "“同比”前面要写本年的数，不是支出@上年预算"),
        ('支出["@上年预算"]|完成', "“完成”前面要写本年的数，不是支出@上年预算"),
        ('支出["@占比"]|占比', "“占比”不能用在支出@占比后面"),
        ('支出|占比(支出["@上年预算"])', "支出不能算占支出@上年预算的比"),
        ("三公经费|占比(支出)", "三公经费不能算占支出的比"),
        ('支出["@其余[资金=财政拨款]"]|个数("项目")', "“个数”不能用在支出@其余[资金=财政拨款]后面"),
        ('支出["@占比"]|合计("项目")', "“合计”不能用在支出@占比后面"),
        ('支出["@占比"]["@其余[资金=财政拨款]"]', "支出@占比后面不能再写@其余[资金=财政拨款]"),
        ('支出["@上年预算"]["@上年决算"]', "支出@上年预算后面不能再写@上年决算"),
    ],
)
def test_what_would_lose_a_part_of_the_name_is_refused(asked: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        report(tmp_path, BODY + "三公经费: 0\n", f"{{{{ {asked} }}}}\n")
    assert any(one.startswith(message) for one in said(refused.value)), said(refused.value)
