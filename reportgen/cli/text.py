"""`reportgen text`: a document in any form → its words as plain text, for reading, searching, and `git diff`."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli._files import refuse_existing
from reportgen.cli._inputs import READABLE, Input, opened
from reportgen.cli._parser import Parser, Unusable
from reportgen.cli._writing import write_file

if TYPE_CHECKING:
    from reportgen.readers.docx import Comment

SUMMARY = "把 Word 文件、网页或预算文件印成文字"
_CLOSED = (errno.EPIPE, errno.EINVAL)  # nobody reads any more; the second is what Windows says


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.word("file", "文件", READABLE)
    parser.option("-o", "--output", shown="文件", help="写进这个文件；不写就印出来")
    parser.option("--unit", shown="单位", help="预算文件里只印部门的这一个单位，写单位的名称或编码")
    how = "Word 里的修订怎样读：接受，不写就是它；原样，修订之前的样子"
    parser.option("--revisions", shown="修订", help=how, default="接受")
    parser.switch("--force", help="已有 -o 的文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Prints or writes the text, with the comments at its end; always UTF-8 but on a console of another encoding."""
    if options.output:
        refuse_existing(Path(options.output), options.force)
    text = _text(opened(Path(options.file), unit=options.unit or "", revisions=options.revisions))
    if options.output:
        return write_file(Path(options.output), text.encode(errors="replace"), "已写好", options.force)
    _print(text)
    return 0


def _text(given: Input) -> str:
    from reportgen.fingerprint import DRAWN
    from reportgen.writers.txt import text

    said = "".join(f"{_comment(each)}\n" for each in given.comments)
    return text(given.document).replace(DRAWN, "［图］") + (f"\n{said}" if said else "")


def _comment(comment: "Comment") -> str:
    """The comment as one line, its author first, and the words that it is about."""
    said = " ".join(comment.text.split())
    about = " ".join(comment.words.split())
    return f"{'回复' if comment.answer else '批注'}：{comment.author}：{said}{f'（对“{about}”）' if about else ''}"


def _print(text: str) -> None:
    """To a console in its own encoding; to a file or another program, such as git, in UTF-8 with line ends of one sign.

    Who reads may stop before the end, as `more` does.

    Raises:
        Unusable: not all of it could be written, as on a full disk.
    """
    try:
        if sys.stdout.isatty():
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode(errors="replace"))
        sys.stdout.flush()
    except OSError as mistake:
        with suppress(OSError, ValueError):  # what is still to be flushed at the end would fail again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if mistake.errno not in _CLOSED:
            raise Unusable("没有印完，写不进去。\n  建议：检查磁盘是不是满了") from None
