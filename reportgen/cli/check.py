"""`reportgen check`: budget files, or finished documents of anybody → what auditors would find in them."""

import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._files import READABLE, Input, expanded, is_budget_file, opened

if TYPE_CHECKING:
    from reportgen.checks import Case, Verdict
    from reportgen.diagnostics import Diagnostic
    from reportgen.report import Report

SUMMARY = "公开前核查：表与表、文字与表、比例和增减、口径和格式"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files("files", "文件", f"{READABLE}，可以写多个")
    parser.option("--format", shown="格式", help="text 给人看，json 给程序用；不写就是 text", default="text")
    parser.option("--unit", shown="单位", help="只核查部门里这一个单位的文件，写单位的名称或编码")
    parser.option("--against", shown="预算文件", help="做好的文件和它的预算文件对照着核查")
    parser.option("--template", shown="地区", help="做好的文件没有预算文件的，按这个地区要求的表和文字核查")
    parser.switch("--strict", help="有警告也算没有通过")
    parser.switch("--verbose", help="连同无法核对的规则、没有核对到的数一起列出")


def run(options: Any) -> int:
    """Check each file. Exit code 1: something has to be mended; 2: a file cannot be read."""
    if options.format not in ("text", "json"):
        raise Unusable(f"没有“{options.format}”这个格式，可用的有：text、json")
    sources = [path for name in options.files for path in expanded(name)]
    _refuse(options, sources)
    source = cache(partial(_source, options))  # built once, whatever the number of files
    checked = [(path, _checked(path, options, source)) for path in sources]
    if options.format == "json":
        print(_json(checked))
    else:
        for path, verdict in checked:
            if verdict:
                print("\n".join(_text(path, verdict, options.verbose)))
    return max(_code(verdict, options.strict) for _, verdict in checked)


def _refuse(options: Any, sources: list[Path]) -> None:
    """Refuse options that do not suit the files."""
    given = [name for name in ("--against", "--template") if getattr(options, name.lstrip("-"))]
    budgets = [path for path in sources if is_budget_file(path)]
    if given and budgets:
        raise Unusable(f"{given[0]} 只用于做好的文件，{budgets[0]} 是预算文件。\n  建议：去掉 {given[0]}")
    if len(given) > 1:
        raise Unusable("--against 和 --template 只写一个：预算文件自己写了它的模板")
    if options.unit and not options.against and len(budgets) < len(sources):
        raise Unusable("核查做好的文件时，--unit 要和 --against 一起用：它说的是预算文件里的单位")


def _source(options: Any) -> "Report | None":
    """What the budget file of --against makes."""
    if not options.against:
        return None
    source = opened(Path(options.against), unit=options.unit or "").report
    if source is None:
        raise Unusable(f"--against 后面写预算文件（.yaml），{options.against} 不是")
    return source


def _checked(path: Path, options: Any, source: "Callable[[], Report | None]") -> "Verdict | None":
    from reportgen.checks import case_of, check
    from reportgen.diagnostics import ReportgenError, render

    try:
        given = opened(path, unit=options.unit if options.unit and is_budget_file(path) else "")
        case = case_of(given.report) if given.report else _case_of_read(given, options.template, source)
    except ReportgenError as mistake:
        print("\n".join(map(render, mistake.diagnostics)), file=sys.stderr)
        print(f"{path}：{len(mistake.diagnostics)}处不能用，没有核查。", file=sys.stderr)
        return None
    return check(case).joined_by(given.report.findings if given.report else (*_outside(given), *given.remarks))


def _outside(given: Input) -> "Iterator[Diagnostic]":
    """Of a file that this program made, what was typed since where no rule looks: into the contents, a header."""
    from reportgen.diagnostics import Location, warning

    for said in given.outside if given.stated else ():
        hint = "生成以后手工改的：在 Word 里更新目录，或改回来；要改的话改预算文件或模板"
        yield warning("文外", said, Location(str(given.path)), hint=hint)


def _case_of_read(given: Input, template: str, source: "Callable[[], Report | None]") -> "Case":
    from reportgen.checks import case_of_read
    from reportgen.profile import load

    if given.pending:
        print(f"{given.path}：有{len(given.pending)}处修订没有接受或拒绝，按接受以后的样子核查。", file=sys.stderr)
    return case_of_read(given.document, source(), load(template, given.path.parent) if template else None)


def _code(verdict: "Verdict | None", strict: bool) -> int:
    from reportgen.diagnostics import Severity

    if verdict is None:
        return 2
    return int(bool(verdict.count(Severity.ERROR) or (strict and verdict.count(Severity.WARNING))))


def _text(path: Path, verdict: "Verdict", verbose: bool) -> list[str]:
    from reportgen.checks import verdict_line, verdict_lines

    return [*verdict_lines(verdict, verbose), verdict_line(str(path), verdict)]


def _json(checked: "list[tuple[Path, Verdict | None]]") -> str:
    import json

    from reportgen.checks import as_data

    return json.dumps([as_data(str(path), verdict) for path, verdict in checked], ensure_ascii=False, indent=1)
