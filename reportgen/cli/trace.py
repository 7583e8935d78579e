"""`reportgen trace`: a printed number, or the name of one → where it is printed, its formula, its lines."""

import sys
from pathlib import Path
from typing import Any

from reportgen.cli import Parser

SUMMARY = "查一个数：印在哪里、怎么算的、从预算文件的哪几行来"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("asked", "数", "印出来的数，如 1064.2、1064.2万元、81.15%；或数名，如 支出[性质=基本支出]")
    parser.word("file", "文件", "预算文件（.yaml，或填好的工作簿 .xlsx）")
    parser.option("--unit", shown="单位", help="查部门里这一个单位的文件，写单位的名称或编码", default="")


def run(options: Any) -> int:
    """Print the answer. Exit code 1: no such number is printed."""
    from reportgen.diagnostics import ReportgenError, render
    from reportgen.report import assemble
    from reportgen.trace import answer

    try:
        report = assemble(Path(options.file), options.unit)
        found = answer(options.asked, report.figures, report.document)
    except ReportgenError as mistake:
        print("\n".join(map(render, mistake.diagnostics)), file=sys.stderr)
        print(f"共{len(mistake.diagnostics)}处，改好后再查。", file=sys.stderr)
        return 2
    print(found.text, file=sys.stdout if found.found else sys.stderr)
    return 0 if found.found else 1
