"""`reportgen diff`: two documents, of any form, → what is different between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli._files import file_name, refuse_existing
from reportgen.cli._inputs import READABLE, Input, comment_line, opened
from reportgen.cli._parser import Parser, Unusable
from reportgen.cli._printing import print_text
from reportgen.cli._writing import write_file

if TYPE_CHECKING:
    from reportgen.diagnostics import Diagnostic
    from reportgen.diff import Comparison
    from reportgen.diff.result import Differences
    from reportgen.style import StyleSheet

SUMMARY = "比对：今年和去年，两稿之间，改过的Word文件和预算文件"
_OUTPUTS = "reportgen.diff.outputs"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.word("old", "旧", f"旧的一份：{READABLE}")
    parser.word("new", "新", "新的一份，同样三种都行")
    how = "给出哪些格式，用逗号隔开：text 印在屏幕上（不写就是它），html 网页，docx 带修订的Word文件，json 给程序用"
    parser.option("--to", shown="格式", help=how, default="text")
    parser.option("-o", "--output", shown="文件", help="写进这个文件；几种格式时扩展名各是各的")
    parser.option("--unit", shown="单位", help="预算文件里只比部门的这一个单位，写单位的名称或编码", default="")
    how = "Word里的修订怎样读：接受，不写就是它；原样，修订之前的样子"
    parser.option("--revisions", shown="修订", help=how, default="接受")
    parser.option("--author", shown="姓名", help="docx 里的修订署谁的名，不写就是 reportgen", default="reportgen")
    parser.switch("--exit-code", help="有差异时返回1，没有返回0，像 git 一样")
    parser.switch("--force", help="已有同名文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Compares, prints and writes; 1: a number contradicts the budget file, or anything differs and that was asked."""
    from reportgen import discovery

    known = discovery.module_names(_OUTPUTS)
    formats = [name.strip() for name in options.to.split(",") if name.strip()]
    for name in formats:
        if name not in known:
            from reportgen.diagnostics import did_you_mean

            raise Unusable(f"没有“{name}”这个格式。{did_you_mean(name, known)}")
    differences = _differences(options)
    codes = [_shown(name, differences, options) for name in formats]
    wrong = bool(differences.contradictions) or (options.exit_code and differences.found)
    return max(*codes, int(wrong))


def _differences(options: Any) -> "Differences":
    """All that is different; what is wrong in either file is told at once."""
    from datetime import UTC, datetime

    from reportgen.diff import compare
    from reportgen.diff.result import Differences
    from reportgen.document import Revised

    old, new = _both(options)
    comparison = compare(old.document, new.document)
    by = Revised(options.author, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    remarks = tuple(f"{given.path}：{said}" for given in (old, new) for said in _remarks(given))
    return Differences(
        str(old.path), str(new.path), comparison, by, _style(old, new), _wrong(old, new, comparison), remarks
    )


def _both(options: Any) -> tuple[Input, Input]:
    from reportgen.diagnostics import Diagnostic, ReportgenError, combined

    found: list[Input] = []
    mistakes: list[Diagnostic] = []
    for name in (options.old, options.new):
        path = Path(name)
        unit = options.unit if path.suffix.lower() in (".yaml", ".yml") else ""
        try:
            found.append(opened(path, unit=unit, revisions=options.revisions))
        except ReportgenError as mistake:
            mistakes += mistake.diagnostics
    if mistakes:
        raise ReportgenError(*combined(mistakes))
    return found[0], found[1]


def _remarks(given: Input) -> Iterator[str]:
    """What a Word file holds beside its text."""
    yield from map(comment_line, given.comments)
    yield from (f"修订：{said}" for said in given.pending)


def _style(old: Input, new: Input) -> "StyleSheet":
    """The style of the region that either side is of, the new one before the old; else the baseline's."""
    from reportgen.profile import load

    report = new.report or old.report
    return report.profile.style if report else load("default", Path()).style


def _wrong(old: Input, new: Input, comparison: "Comparison") -> "tuple[Diagnostic, ...]":
    """Numbers that contradict the budget file, where one side is one and the other was made from it."""
    from reportgen.diff.drift import contradictions

    if old.report and not new.report:
        return contradictions(comparison.changes, old.report.figures, str(new.path))
    if new.report and not old.report:
        return contradictions(comparison.turned, new.report.figures, str(old.path))
    return ()


def _shown(name: str, differences: "Differences", options: Any) -> int:
    """Prints, or writes, one format; the exit code."""
    from reportgen import discovery

    output = discovery.module(_OUTPUTS, name)
    content: bytes = output.write(differences)
    if getattr(output, "PRINTED", False) and not options.output:
        print_text(content.decode())
        return 0
    path = _place(name, options)
    refuse_existing(path, options.force)
    return write_file(path, content, "已写好", options.force)


def _place(name: str, options: Any) -> Path:
    """The file that was asked for, with the extension of its format; else one named after both sides, here."""
    extension = {"text": "txt"}.get(name, name)
    if options.output:
        asked = Path(options.output)
        return asked if asked.suffix.lower() == f".{extension}" else asked.with_name(f"{asked.name}.{extension}")
    return Path(f"{file_name(f'比对 {Path(options.old).stem} {Path(options.new).stem}')}.{extension}")
