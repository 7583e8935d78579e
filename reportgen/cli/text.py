"""`reportgen text`: a document in any form → its words as plain text, for reading, searching, and `git diff`."""

import sys
from pathlib import Path
from typing import Any

from reportgen.cli import Parser
from reportgen.cli._console import print_text
from reportgen.cli._files import refuse_existing, write_file
from reportgen.cli._inputs import READABLE, Input, comment_line, opened

SUMMARY = "把 Word 文件、网页、PDF、工作簿或预算文件印成文字"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("file", "文件", READABLE)
    parser.option("-o", "--output", shown="文件", help="写进这个文件；不写就印出来")
    parser.option("--unit", shown="单位", help="预算文件里只印部门的这一个单位，写单位的名称或编码")
    how = "Word 里的修订怎样读：接受，不写就是它；原样，修订之前的样子"
    parser.option("--revisions", shown="修订", help=how, default="接受")
    parser.switch("--force", help="已有 -o 的文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Print or write the text, with the comments at its end."""
    from reportgen.diagnostics import render

    if options.output:
        refuse_existing(Path(options.output), options.force)
    given = opened(Path(options.file), unit=options.unit or "", revisions=options.revisions)
    text = _text(given)
    for remark in given.remarks:
        print(render(remark), file=sys.stderr)
    if options.output:
        return write_file(Path(options.output), text.encode(errors="replace"), options.force)
    print_text(text)
    return 0


def _text(given: Input) -> str:
    from reportgen.fingerprint import DRAWN
    from reportgen.writers.txt import text

    said = "".join(f"{comment_line(each)}\n" for each in given.comments)
    return text(given.document).replace(DRAWN, "［图］") + (f"\n{said}" if said else "")
