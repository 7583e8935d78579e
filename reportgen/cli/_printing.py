"""Text on the screen or to another program (印出)."""

import errno
import os
import sys
from contextlib import suppress

from reportgen.cli._parser import Unusable

_CLOSED = (errno.EPIPE, errno.EINVAL)  # nobody reads any more; the second is what Windows says


def print_text(text: str) -> None:
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
