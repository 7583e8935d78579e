"""`reportgen check`: budget files → what auditors would find in their documents."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._files import expanded

if TYPE_CHECKING:
    from reportgen.checks import Verdict

SUMMARY = "公开前核查：表与表、文字与表、比例和增减、口径和格式"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files("files", "文件", "预算文件（.yaml），可以写多个")
    parser.option("--format", shown="格式", help="text 给人看，json 给程序用；不写就是 text", default="text")
    parser.option("--unit", shown="单位", help="只核查部门里这一个单位的文件，写单位的名称或编码")
    parser.switch("--strict", help="有警告也算没有通过")
    parser.switch("--verbose", help="连同无法核对的规则、没有核对到的数一起列出")


def run(options: Any) -> int:
    """Check each file. Exit code 1: something has to be mended; 2: a file cannot be read."""
    if options.format not in ("text", "json"):
        raise Unusable(f"没有“{options.format}”这个格式，可用的有：text、json")
    sources = [path for name in options.files for path in expanded(name)]
    checked = [(path, _checked(path, options.unit or "")) for path in sources]
    if options.format == "json":
        print(_json(checked))
    else:
        for path, verdict in checked:
            if verdict:
                print("\n".join(_text(path, verdict, options.verbose)))
    return max(_code(verdict, options.strict) for _, verdict in checked)


def _checked(path: Path, unit: str) -> "Verdict | None":
    from reportgen.checks import case_of, check
    from reportgen.diagnostics import ReportgenError, render
    from reportgen.report import assemble

    try:
        report = assemble(path, unit)
    except ReportgenError as mistake:
        print("\n".join(map(render, mistake.diagnostics)), file=sys.stderr)
        print(f"{path}：{len(mistake.diagnostics)}处不能用，没有核查。", file=sys.stderr)
        return None
    return check(case_of(report)).joined_by(report.findings)


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
