"""`reportgen diff`: two documents in any form → the differences between them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, formats_beside, listed, refuse_unknown
from reportgen.cli._console import print_text
from reportgen.cli._files import output_file, refuse_existing, write_file
from reportgen.cli._inputs import READABLE, Input, comment_line, is_budget_file, opened

if TYPE_CHECKING:
    from reportgen.diff import ComparedFile, Differences

_EXTENSIONS = {"text": "txt"}  # where the extension is not the name of the format
SUMMARY = "比对：今年和去年，两稿之间，改过的Word文件和预算文件"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("old", "旧", f"旧的一份：{READABLE}")
    parser.word("new", "新", "新的一份，同样三种都行")
    parser.optional_words("more", "更新的…", "三份以上：各年的文件，逐年列出每个数（--to text、html、csv）")
    how = "给出哪些格式，用逗号隔开：text 印在屏幕上（不写就是它），html 网页，docx 带修订的Word文件，json 给程序用"
    more = formats_beside("diff/outputs", ("text", "html", "docx", "json"))
    parser.option("--to", shown="格式", help=f"{how}{more}", default="text")
    parser.option("-o", "--output", shown="文件", help="写进这个文件；几种格式时扩展名各是各的")
    parser.option("--unit", shown="单位", help="预算文件里只比部门的这一个单位，写单位的名称或编码", default="")
    how = "Word里的修订怎样读：接受，不写就是它；原样，修订之前的样子"
    parser.option("--revisions", shown="修订", help=how, default="接受")
    parser.option("--author", shown="姓名", help="docx 里的修订署谁的名，不写就是 reportgen", default="reportgen")
    parser.switch("--exit-code", help="有差异时返回1，没有返回0，像 git 一样")
    parser.switch("--force", help="已有同名文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Compare, print and write. Exit code 1: a number contradicts the budget file, or --exit-code found differences."""
    if options.more:
        return _year_by_year(options)
    from reportgen.diff import outputs

    formats = _formats(options.to)
    for name in formats:
        _refuse(name, options, printed=outputs.printed(name))
    found = _differences(options)
    codes = [_shown(name, outputs.write(name, found), options, printed=outputs.printed(name)) for name in formats]
    wrong = bool(found.contradictions) or (options.exit_code and found.found)
    return max(*codes, int(wrong))


def _year_by_year(options: Any) -> int:
    """Print and write the figures of three or more files."""
    from reportgen.diff import series

    formats = listed(options.to) or ["text"]
    for name in formats:
        refuse_unknown("三份以上没有“{}”这个格式", name, series.FORMATS)
        _refuse(name, options, printed=name == "text")
    files = _read(options, (options.old, options.new, *options.more))
    found = series.year_by_year([_compared_file(file) for file in files])
    return max(_shown(name, series.write(name, found), options, printed=name == "text") for name in formats)


def _formats(asked: str) -> list[str]:
    from reportgen.diff.outputs import names

    formats = listed(asked)
    for name in formats:
        refuse_unknown("没有“{}”这个格式", name, names())
    return formats or ["text"]


def _differences(options: Any) -> "Differences":
    from datetime import UTC, datetime

    from reportgen.diff import differences
    from reportgen.document import Revised

    old, new = map(_compared_file, _read(options, (options.old, options.new)))
    return differences(old, new, Revised(options.author, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))


def _read(options: Any, names: Sequence[str]) -> list[Input]:
    """Read the files; the mistakes of all are reported at once."""
    from reportgen.diagnostics import Diagnostic, ReportgenError, combined

    found: list[Input] = []
    mistakes: list[Diagnostic] = []
    for name in names:
        path = Path(name)
        unit = options.unit if is_budget_file(path) else ""
        try:
            found.append(opened(path, unit=unit, revisions=options.revisions))
        except ReportgenError as mistake:
            mistakes += mistake.diagnostics
    if mistakes:
        raise ReportgenError(*combined(mistakes))
    return found


def _compared_file(file: Input) -> "ComparedFile":
    from reportgen.diff import ComparedFile

    remarks = (*map(comment_line, file.comments), *(f"修订：{said}" for said in file.pending))
    remarks = (*remarks, *(f"{one.places[0]}：{one.message}" for one in file.remarks))
    return ComparedFile(str(file.path), file.document, file.report, remarks, file.outside, file.cover)


def _shown(name: str, content: bytes, options: Any, *, printed: bool) -> int:
    """Print or write one format and return the exit code; `printed`: it is for the screen unless a file is named."""
    if printed and not options.output:
        print_text(content.decode())
        return 0
    return _written(name, content, options)


def _written(name: str, content: bytes, options: Any) -> int:
    """Save the comparison in one format, over an earlier one of this command, and return the exit code."""
    path = _place(name, options)
    if _is_own(path, name):
        path.unlink()
    return write_file(path, _sealed(name, content), options.force)


def _refuse(name: str, options: Any, *, printed: bool) -> None:
    """Refuse, before anything is compared, to overwrite a file, unless this command wrote it and nobody edited it."""
    path = _place(name, options)
    if (options.output or not printed) and not _is_own(path, name):
        refuse_existing(path, options.force)


def _is_own(path: Path, name: str) -> bool:
    """Whether this command wrote the file and nobody has edited it since: by its mark, or as Word keeps it."""
    from reportgen.source.text_file import read_bytes

    if not path.is_file():
        return False
    content = read_bytes(path)
    return _is_own_word(content) if name == "docx" else content == _sealed(name, _unsealed(name, content))


def _is_own_word(content: bytes) -> bool:
    from reportgen.diagnostics import ReportgenError
    from reportgen.readers.docx import read

    try:
        found = read(content)
    except ReportgenError:
        return False
    return bool(found.changes) and found.stated == found.fingerprint


_FORMS = {  # what holds the mark, and what stands first or last behind it: of a table it is the last head
    "html": ("<!-- {} -->\n", b""),
    "text": ("\n{}\n", b""),
    "json": (',\n "标记": "{}"', b"\n}\n"),
    "csv": (",{}", b"\r\n"),
}


def _sealed(name: str, content: bytes) -> bytes:
    """Return the content with a mark by which this command recognises it as unedited: a digest of all the rest."""
    from hashlib import sha256

    if name not in _FORMS:
        return content
    form, at = _FORMS[name][0], _place_of_mark(name, content)
    seal = form.format(f"reportgen-diff-{sha256(content).hexdigest()}").encode()
    return content[:at] + seal + content[at:]


def _place_of_mark(name: str, content: bytes) -> int:
    """Return how many bytes the content has up to the end of its mark: all but the closing ones; in CSV, its heads."""
    behind = _FORMS[name][1]
    return max(0, content.find(behind)) if name == "csv" else len(content) - len(behind)


def _unsealed(name: str, content: bytes) -> bytes:
    """Return the content without the bytes where its mark would stand."""
    form, end = _FORMS[name][0], _place_of_mark(name, content)
    return content[: end - len(form.format(f"reportgen-diff-{'0' * 64}").encode())] + content[end:]


def _place(name: str, options: Any) -> Path:
    """Return the file to write: as asked, with the extension of the format; else named after both files."""
    from reportgen.diff.outputs import names

    own = f"比对 {Path(options.old).stem} {Path(options.new).stem}"
    known = [*(_EXTENSIONS.get(each, each) for each in names()), "csv"]
    return output_file(options.output or "", own, _EXTENSIONS.get(name, name), known)
