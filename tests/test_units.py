"""A department and its units: one file or several, the same numbers, the same documents; transfers taken off once."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen.checks import Finding, case_of
from reportgen.checks._places import Places
from reportgen.cli import main
from reportgen.diagnostics import ReportgenError, render
from reportgen.document import Table, figures, plain, walk
from reportgen.figure import parse
from reportgen.quantity import Amount
from reportgen.reading import Place
from reportgen.report import Disclosure, Report, assemble
from tests.budgets import edited, file_of, written

HEAD = {"模板": "default", "文种": "部门预算", "年度": "2026", "金额单位": "万元"}
DEPARTMENT = {"名称": "观澜县文化和旅游局", "编码": "301", "级次": "县级", "职责": ["管理全县文化工作。"]}
ABOUT = {
    "301001": {"编码": "301001", "名称": "观澜县文化和旅游局本级", "职责": ["承担机关工作。"]},
    "301002": {"编码": "301002", "名称": "观澜县图书馆", "职责": ["开展阅读活动。"], "内设机构": ["办公室", "借阅部"]},
    "301003": {"编码": "301003", "名称": "观澜县文化馆", "职责": ["组织群众文化活动。"]},
}
NAMES = {code: about["名称"] for code, about in ABOUT.items()}
NOTHING = {"三公经费": "无", "机关运行经费": "无", "政府采购": "无", "车辆": "无", "设备": "无"}
GENERAL = {"资金": "一般公共预算"}


def spent(nature: str, code: str, amount: str, **more: str) -> dict[str, str]:
    return {**GENERAL, "性质": nature, "功能": code, **more, "金额": amount}


LAST = {
    "301001": {
        "收入": [{**GENERAL, "金额": "500"}],
        "支出": [spent("基本支出", "2070101", "490"), spent("对附属单位补助支出", "2070199", "10")],
        "三公经费": [{"费目": "公务接待费", **GENERAL, "金额": "1"}],
        "机关运行经费": [{**GENERAL, "经济": "30201", "金额": "28"}],
    },
    "301002": {
        "收入": [{**GENERAL, "金额": "300"}, {"资金": "上级补助收入", "金额": "10"}],
        "支出": [
            spent("基本支出", "2070104", "200"),
            spent("项目支出", "2070104", "100", 项目="购书经费"),
            spent("基本支出", "2070104", "10", 资金="上级补助收入"),
        ],
        "三公经费": "无",
        "机关运行经费": "无",
    },
    "301003": {
        "收入": [{**GENERAL, "金额": "100"}],
        "支出": [spent("基本支出", "2070109", "100")],
        "三公经费": "无",
        "机关运行经费": "无",
    },
}
THIS: dict[str, dict[str, Any]] = {
    "301001": {
        "收入": [{**GENERAL, "金额": "530"}, {"资金": "附属单位上缴收入", "金额": "5"}],
        "支出": [
            spent("基本支出", "2070101", "480.25", 经济="30101"),
            spent("基本支出", "2070101", "29.75", 经济="30201"),
            spent("基本支出", "2070101", "5", 经济="30201", 资金="附属单位上缴收入"),
            spent("对附属单位补助支出", "2070199", "20"),
        ],
        "三公经费": [{"费目": "公务接待费", **GENERAL, "金额": "0.8"}],
        "机关运行经费": [{**GENERAL, "经济": "30201", "金额": "29.75"}],
        "政府采购": "无",
        "车辆": [{"车辆类别": "其他用车", "数量": "2"}],
        "设备": "无",
    },
    "301002": {
        **NOTHING,
        "收入": [{**GENERAL, "金额": "320"}, {"资金": "上级补助收入", "金额": "20"}],
        "支出": [
            spent("基本支出", "2070104", "200", 经济="30101"),
            spent("项目支出", "2070104", "120", 项目="购书经费"),
            spent("项目支出", "2070104", "20", 项目="全民阅读", 资金="上级补助收入"),
        ],
        "车辆": [{"车辆类别": "其他用车", "数量": "1"}],
    },
    "301003": {
        **NOTHING,
        "收入": [{**GENERAL, "金额": "90"}, {"资金": "事业收入", "金额": "35.5"}],
        "支出": [
            spent("基本支出", "2070109", "90", 经济="30101"),
            spent("基本支出", "2070109", "30.5", 经济="30201", 资金="事业收入"),
            spent("上缴上级支出", "2070109", "5", 资金="事业收入", 经济="30299"),
        ],
    },
}
PROJECTS = {
    "301002": [
        {"项目": "购书经费", "用途": "购置图书", "目标": "丰富馆藏"},
        {"项目": "全民阅读", "用途": "组织阅读活动", "目标": "人人读书"},
    ]
}
REASONS = {"收入": "业务增加", "支出": "业务增加", "三公经费": "压缩接待", "机关运行经费": "办公费增加"}
TRANSFERS = [
    {"付": "301001", "收": "301002", "支出": "对附属单位补助支出", "收入": "上级补助收入", "金额": "20"},
    {"付": "301003", "收": "301001", "支出": "上缴上级支出", "收入": "附属单位上缴收入", "金额": "5"},
]
LAST_TRANSFERS = [{**TRANSFERS[0], "金额": "10"}]


def with_unit(code: str, measures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        m: [{"单位": code, **line} for line in lines] for m, lines in measures.items() if not isinstance(lines, str)
    }


def together(years: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The lines of all units in one list for each measure, each with its unit."""
    found: dict[str, Any] = {}
    for code, measures in years.items():
        for measure in measures:
            found.setdefault(measure, []).extend(with_unit(code, measures).get(measure, []))
    return {measure: lines or "无" for measure, lines in found.items()}


def one_file(folder: Path, this: Mapping[str, Any] = THIS) -> Path:
    """All units in the department's file."""
    data = {
        **HEAD,
        "部门": {**DEPARTMENT, "单位": list(ABOUT.values())},
        **together(this),
        "上年预算": {**together(LAST), "内部往来": LAST_TRANSFERS},
        "内部往来": TRANSFERS,
        "绩效": {"项目": [record for records in PROJECTS.values() for record in records]},
        "原因": REASONS,
    }
    return saved(folder / "局.yaml", data)


def several_files(folder: Path, this: Mapping[str, Any] = THIS) -> Path:
    """A file for each unit: that of 文化馆 could stand alone, the others say only what the department has not said."""
    for code, about in ABOUT.items():
        own: dict[str, Any] = {**this[code], "上年预算": LAST[code], "原因": REASONS}
        if code == "301003":
            own = {**HEAD, "文种": "单位预算", "部门": {"级次": "县级", **about}, **own}
        else:
            own = {"部门": {k: v for k, v in about.items() if k != "编码"}, **own}
        if code in PROJECTS:
            own["绩效"] = {"项目": PROJECTS[code]}
        saved(folder / "各单位" / f"{code}.yaml", own)
    units = [{"编码": c, "名称": n, "文件": f"各单位/{c}.yaml"} for c, n in NAMES.items()]
    data = {
        **HEAD,
        "部门": {**DEPARTMENT, "单位": units},
        "上年预算": {"内部往来": LAST_TRANSFERS},
        "内部往来": TRANSFERS,
        "原因": REASONS,
    }
    return saved(folder / "局.yaml", data)


def saved(path: Path, data: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(file_of(data), encoding="utf-8")
    return path


def changed(path: Path, old: str, new: str) -> None:
    path.write_text(edited(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")


def wan(report: Report, name: str) -> Decimal:
    """The exact value of a figure in 万元."""
    value = report.figures.value(parse(name))
    assert isinstance(value, Amount)
    return value.yuan / 10_000


def text(report: Report) -> str:
    return written(report, "txt").decode()


def rows(report: Report, title: str) -> list[list[str]]:
    table = next(b for b in walk(report.document.blocks) if isinstance(b, Table) and title in plain(b.title))
    return [[plain(cell.runs) for cell in row.cells] for row in table.body]


def refused(path: Path, unit: str = "") -> str:
    with pytest.raises(ReportgenError) as mistake:
        assemble(path, unit)
    return "\n".join(render(d) for d in mistake.value.diagnostics).replace(f"{path.parent}/", "")


VARIANTS = pytest.mark.parametrize("laid_out", [one_file, several_files])
Whole = Callable[..., Report]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The report of a unit, or of the department, from files as they are laid out: each made once."""

    @cache
    def disclosure(laid_out: Any) -> Disclosure:
        return Disclosure(laid_out(tmp_path_factory.mktemp(laid_out.__name__)))

    return cache(lambda laid_out, unit="": disclosure(laid_out).report(unit))


@pytest.mark.parametrize("unit", ["", *NAMES.values()])
@pytest.mark.parametrize("form", ["docx", "html", "txt"])
def test_one_file_and_a_file_for_each_unit_give_the_same_documents(whole: Whole, unit: str, form: str) -> None:
    assert written(whole(one_file, unit), form) == written(whole(several_files, unit), form)


def test_the_file_of_a_unit_is_a_budget_file_in_its_own_right(tmp_path: Path) -> None:
    path = several_files(tmp_path)
    alone = assemble(tmp_path / "各单位" / "301003.yaml")
    assert wan(alone, "支出") == wan(assemble(path, "观澜县文化馆"), "支出") == Decimal("125.5")


# The department is the sum of its units less the transfers


@VARIANTS
@pytest.mark.parametrize(
    ("name", "less"),
    [
        ("收入", 25), ("支出", 25), ("收入@上年预算", 10), ("支出@上年预算", 10),
        ("支出[性质=对附属单位补助支出]", 20), ("支出[性质=上缴上级支出]", 5), ("支出[功能=2070199]", 20),
        ("支出[资金=一般公共预算]", 20), ("支出[资金=事业收入]", 5), ("收入[资金=上级补助收入]", 20),
        ("收入[资金=附属单位上缴收入]", 5), ("支出[性质=基本支出]", 0), ("支出[项目=购书经费]", 0),
        ("三公经费", 0), ("支出[经济=302]", 5), ("支出[性质=项目支出]@上年预算", 0),
    ],
)  # fmt: skip
def test_a_figure_is_the_sum_of_the_units_less_their_transfers(
    laid_out: Any, whole: Whole, name: str, less: int
) -> None:
    if name == "支出[经济=302]":
        name = "支出[性质=上缴上级支出 经济=302]"
    parts = []
    for unit in NAMES.values():
        try:
            parts.append(wan(whole(laid_out, unit), name))
        except ReportgenError:  # this unit has no such project
            assert "项目" in name
    assert parts
    assert wan(whole(laid_out), name) == sum(parts) - less


@VARIANTS
def test_totals_printed_in_the_documents_add_up(laid_out: Any, whole: Whole) -> None:
    def printed(report: Report) -> dict[str, Decimal]:
        shown = {figure.name: figure.text.replace(",", "") for figure in figures(report.document)}
        return {name: Decimal(shown[name]) for name in ("收入", "支出")}

    units = [printed(whole(laid_out, name)) for name in NAMES.values()]
    for side, total in printed(whole(laid_out)).items():
        assert total == sum(unit[side] for unit in units) - 25
    assert printed(whole(laid_out))["支出"] == Decimal("975.50")


@VARIANTS
def test_rows_by_unit_add_up_with_a_row_of_what_is_taken_off(laid_out: Any, whole: Whole) -> None:
    report = whole(laid_out)
    found = rows(report, "收入总表")
    assert [row[:3] for row in found] == [
        ["301001", "观澜县文化和旅游局本级", "535.00"],
        ["301002", "观澜县图书馆", "340.00"],
        ["301003", "观澜县文化馆", "125.50"],
        ["", "内部抵销", "-25.00"],
        ["合计", "975.50", "0.00"],
    ]


@VARIANTS
def test_what_is_taken_off_whole_leaves_no_row_of_zeros(laid_out: Any, whole: Whole) -> None:
    assert [c for c in ("2070199", "2070101") if c in text(whole(laid_out, "301001"))] == ["2070199", "2070101"]
    codes = [row[0] for row in rows(whole(laid_out), "支出总表")]
    assert codes == ["207", "20701", "2070101", "2070104", "2070109", "合计"]


@VARIANTS
def test_a_unit_cannot_have_lines_that_do_not_say_whose_they_are(laid_out: Any, tmp_path: Path) -> None:
    path = laid_out(tmp_path)
    changed(path, '"原因": {\n"收入"', '"人员": {"在职": 5},\n"原因": {\n"收入"')
    said = refused(path, "301002" if laid_out is one_file else "")
    assert "人员的这一行没有写“单位”，不知道是哪个单位的" in said


@VARIANTS
def test_a_department_without_transfers_has_no_row_for_them(laid_out: Any, tmp_path: Path) -> None:
    path = laid_out(tmp_path)
    content = re.sub(r'"内部往来": \[.*?\]', '"内部往来": "无"', path.read_text(encoding="utf-8"), flags=re.S)
    path.write_text(content, encoding="utf-8")
    report = assemble(path)
    assert wan(report, "支出") == Decimal("1000.5")
    assert "内部抵销" not in text(report)


@VARIANTS
def test_transfers_stay_in_the_documents_of_the_units(laid_out: Any, whole: Whole) -> None:
    assert wan(whole(laid_out, "观澜县图书馆"), "收入[资金=上级补助收入]") == 20
    assert wan(whole(laid_out, "301001"), "支出[性质=对附属单位补助支出]") == 20
    assert "内部抵销" not in text(whole(laid_out, "301001"))


# A unit's own document


@VARIANTS
def test_a_unit_is_called_by_its_own_name_and_kind(laid_out: Any, whole: Whole) -> None:
    said = text(whole(laid_out, "观澜县图书馆"))
    assert said.startswith("观澜县图书馆2026年单位预算公开")
    assert "单位名称：观澜县图书馆" in said
    assert "开展阅读活动。" in said
    assert "内设机构2个，包括：办公室、借阅部" in said
    assert "主要原因是业务增加" in said
    for other in ("文化馆", "文化和旅游局", "管理全县", "部门预算"):
        assert other not in said, other


@VARIANTS
def test_the_forms_of_a_project_are_in_its_unit_and_in_the_department(laid_out: Any, whole: Whole) -> None:
    assert "丰富馆藏" in text(whole(laid_out, "观澜县图书馆"))
    assert "丰富馆藏" in text(whole(laid_out))
    assert "丰富馆藏" not in text(whole(laid_out, "观澜县文化馆"))


@VARIANTS
@pytest.mark.parametrize("form", ["docx", "html", "txt"])
def test_what_changes_in_one_unit_changes_no_other(laid_out: Any, tmp_path: Path, form: str) -> None:
    more = {**THIS, "301003": {**THIS["301003"], "收入": [{**GENERAL, "金额": "977.7"}]}}
    more["301003"] = {**more["301003"], "支出": [spent("基本支出", "2070109", "977.7", 经济="30101")]}
    before, after = Disclosure(laid_out(tmp_path / "前")), Disclosure(laid_out(tmp_path / "后", more))
    for code in ("301001", "301002"):
        assert written(before.report(code), form) == written(after.report(code), form)
    assert written(before.report("301003"), form) != written(after.report("301003"), form)


def test_a_reason_of_the_unit_goes_before_one_of_the_department(tmp_path: Path) -> None:
    path = one_file(tmp_path)
    changed(path, '"原因": {\n', '"原因": {\n"支出[单位=301002]": "新馆开放",\n')
    disclosure = Disclosure(path)
    assert "主要原因是新馆开放" in text(disclosure.report("301002"))
    assert "新馆开放" not in text(disclosure.report("301003")) + text(disclosure.report())


def test_what_is_to_be_changed_for_a_unit_is_called_by_its_file(tmp_path: Path) -> None:
    """The unit's part has only some keys of the file: the nearest above a line is not that of the line."""
    path = one_file(tmp_path)
    unit = Disclosure(path).units.whole.file.department.units[0].code
    case = case_of(assemble(path, unit))
    assert case.budget
    at = case.budget.books[""].lines["支出"][0].at
    mended = Places(case).mended(Finding("错了", (at, Place("公开03表")), hint="改"))
    assert mended.hint == f"改；要改的是预算文件：{path.name}第{at.line}行"


def test_a_unit_in_the_departments_file_may_have_words_of_its_own(tmp_path: Path) -> None:
    path = one_file(tmp_path)
    changed(path, '"借阅部"\n]', '"借阅部"\n],\n"原因": {"支出": "新馆开放"}')
    assert "主要原因是新馆开放" in text(assemble(path, "301002"))


# Last year stated whole


def test_totals_that_units_state_whole_make_the_departments(tmp_path: Path) -> None:
    path = several_files(tmp_path)
    changed(path, file_of({"内部往来": LAST_TRANSFERS})[2:-2], "")
    for code, total in (("301002", "310"), ("301003", "100")):
        unit = tmp_path / "各单位" / f"{code}.yaml"
        whole = {"收入": total, "支出": total, "支出[资金=一般公共预算]": total, "三公经费": "无", "机关运行经费": "无"}
        changed(unit, file_of(LAST[code])[2:-2], file_of(whole)[2:-2])
    disclosure = Disclosure(path)
    budget = disclosure.units.whole
    from reportgen.figures import Figures

    known = Figures(budget, disclosure._profile("部门预算"))
    for name, expected in (("支出", 910), ("支出[资金=一般公共预算]", 910), ("支出[单位=301002]", 310)):
        assert known.number(parse(f"{name}@上年预算")) == expected * 10_000
    assert known.number(parse("支出[单位=301001 功能=2070199]@上年预算")) == 100_000
    with pytest.raises(ReportgenError) as unknown:
        known.number(parse("支出[功能=2070104]@上年预算"))
    assert "功能" in str(unknown.value)


def last_year_by_file(path: Path, several: bool) -> None:
    """The same budget with last year in the file of that year: of the whole department, written either way."""
    folder = path.parent
    last = {**HEAD, "年度": "2025", "内部往来": LAST_TRANSFERS}
    if several:
        for code in ABOUT:
            saved(folder / "去年" / f"{code}.yaml", LAST[code])
            unit = folder / "各单位" / f"{code}.yaml"
            changed(unit, file_of({"上年预算": LAST[code]})[2:-2] + ",\n", "")
        units = [{"编码": c, "名称": n, "文件": f"去年/{c}.yaml"} for c, n in NAMES.items()]
        saved(folder / "局-2025.yaml", {**last, "部门": {**DEPARTMENT, "单位": units}})
        changed(path, file_of({"上年预算": {"内部往来": LAST_TRANSFERS}})[2:-2], '"上年预算": "局-2025.yaml"')
    else:
        about = {**DEPARTMENT, "单位": list(ABOUT.values())}
        saved(folder / "局-2025.yaml", {**last, "部门": about, **together(LAST)})
        stated = {"上年预算": {**together(LAST), "内部往来": LAST_TRANSFERS}}
        changed(path, file_of(stated)[2:-2], '"上年预算": "局-2025.yaml"')


@VARIANTS
@pytest.mark.parametrize("unit", ["", *NAMES.values()])
def test_last_year_by_file_gives_the_same_documents(laid_out: Any, tmp_path: Path, unit: str) -> None:
    stated, by_file = laid_out(tmp_path / "一"), laid_out(tmp_path / "二")
    last_year_by_file(by_file, laid_out is several_files)
    assert written(assemble(by_file, unit), "html") == written(assemble(stated, unit), "html")


# The command


def test_all_units_writes_every_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    several_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["build", "局.yaml", "--all-units", "--to", "txt,html", "--draft"]) == 0
    stems = ["局", *(f"局-{name}" for name in NAMES.values())]
    assert sorted(p.name for p in Path("out").iterdir()) == sorted(f"{s}.{e}" for s in stems for e in ("txt", "html"))


def test_unit_writes_its_document_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_file(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["build", "局.yaml", "--unit", "观澜县图书馆", "--to", "txt", "--draft"]) == 0
    assert [p.name for p in Path("out").iterdir()] == ["局-观澜县图书馆.txt"]


def test_names_are_made_safe_and_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = one_file(tmp_path)
    changed(path, '"名称": "观澜县图书馆"', '"名称": "甲/乙."')
    changed(path, '"名称": "观澜县文化馆"', '"名称": "甲:乙"')
    monkeypatch.chdir(tmp_path)
    assert main(["build", "局.yaml", "--all-units", "--to", "txt", "--draft"]) == 0
    assert sorted(p.name for p in Path("out").iterdir()) == sorted(
        ["局.txt", "局-观澜县文化和旅游局本级.txt", "局-甲_乙-301002.txt", "局-甲_乙-301003.txt"]
    )


def test_a_unit_that_cannot_be_built_keeps_no_other_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    several_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    changed(Path("各单位/301002.yaml"), '"金额": "320"', '"金额": "三百"')
    assert main(["build", "局.yaml", "--all-units", "--to", "txt", "--draft"]) == 2
    assert sorted(p.name for p in Path("out").iterdir()) == ["局-观澜县文化和旅游局本级.txt", "局-观澜县文化馆.txt"]
    assert capsys.readouterr().err.count("“三百”不是金额") == 1


def test_unit_and_all_units_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "局.yaml", "--unit", "甲", "--all-units"]) == 2
    assert "--unit 和 --all-units 只写一个" in capsys.readouterr().err


def test_an_unknown_unit_is_told_with_the_nearest(tmp_path: Path) -> None:
    said = refused(one_file(tmp_path), "观澜县图书官")
    assert "没有“观澜县图书官”这个单位" in said
    assert "是不是“观澜县图书馆”？" in said


# Mistakes in several files


def test_mistakes_in_all_files_are_told_at_once_each_at_its_own_line(tmp_path: Path) -> None:
    path = several_files(tmp_path)
    changed(tmp_path / "各单位" / "301002.yaml", '"金额": "320"', '"金额": "三百"')
    changed(
        tmp_path / "各单位" / "301003.yaml", '"资金": "事业收入",\n"金额": "35.5"', '"资金": "事业",\n"金额": "35.5"'
    )
    changed(path, '"原因": {\n"收入"', '"原因": {\n"收人"')
    told = [line for line in refused(path).splitlines() if "错误[" in line]
    assert [line.split(":")[0] for line in told] == ["各单位/301002.yaml", "各单位/301003.yaml", "局.yaml"]


def test_a_hundred_units_are_each_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reportgen.budget import units as module

    codes = [f"{400000 + i}" for i in range(100)]
    for code in codes:
        saved(tmp_path / f"{code}.yaml", {**THIS["301003"], "上年预算": LAST["301003"], "原因": REASONS})
    listed = [{"编码": c, "名称": f"第{c}单位", "职责": ["服务。"], "文件": f"{c}.yaml"} for c in codes]
    path = saved(tmp_path / "局.yaml", {**HEAD, "部门": {**DEPARTMENT, "单位": listed}, "原因": REASONS})
    opened: list[Path] = []
    plain_read = module.read_budget
    monkeypatch.setattr(module, "read_budget", lambda path: opened.append(path) or plain_read(path))
    disclosure = Disclosure(path)
    assert wan(disclosure.report(), "支出") == Decimal("12550")
    for code in codes[:5]:
        disclosure.report(code)
    assert len(opened) == 100


def test_units_of_more_lines_than_a_file_may_have_are_read_no_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.budget.units.MOST_LINES", 25)
    path = several_files(tmp_path)
    with pytest.raises(ReportgenError) as refused:
        assemble(path, "")
    said = "\n".join(map(render, refused.value.diagnostics))
    assert "错误[行数] 各单位的收支合起来超过25行，读到第" in said
    assert "一个单位生成一份（--unit）" in said
