"""How much work reading a file may be (工作量), whatever its size: where a few bytes can cost much, steps are counted.

A step takes about a microsecond. Lines and cells count, and whatever grows faster than the file: what is open around
each word, what names are tried, what a style says again and again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.resources import gc_paused

MOST = 1_500_000  # steps; 25,000 rows of 13 columns are 1,300,000
OF_WORKBOOKS = 4_000_000
LINE, SQUARE = 100, 4  # steps of a line outside tables (500 pages have 15,000 lines), and of a grid place of a table
_LONG, _WIDE = 400, 7  # letters of a text, columns of a table: their cells count, as what is looked for in them costs
_left: ContextVar[list[int]] = ContextVar("steps that are left")


class TooMuch(Exception):
    """A file takes more work than any budget document; `limited` reports it with the name of the file."""


def spend(steps: int) -> None:
    """Count so many steps; outside `limited`, nothing is counted.

    Raises:
        TooMuch: no steps are left.
    """
    if left := _left.get(None):
        left[0] -= steps
        if left[0] < 0:
            raise TooMuch


def spend_on_text(text: str) -> None:
    """Count the steps of one paragraph or cell: 5,000 letters are 144, a million letters are too many."""
    if len(text) > _LONG:
        spend((len(text) // _LONG) ** 2)


def spend_on_grid(width: int, height: int) -> None:
    """Count the steps of a table with so many columns and rows."""
    spend(SQUARE * width * height + (width // _WIDE) ** 2)


@contextmanager
def limited(path: str, kind: str, advice: str, most: int = 0) -> Iterator[None]:
    """Limit the work of reading a file within this context.

    Args:
        kind: what the file is, 网页. advice: what to do if it cannot be read.
        most: steps; MOST if it is 0.

    Raises:
        ReportgenError: the file takes more work than any budget document, or is nested too deep.
    """
    before = _left.set([most or MOST])
    try:
        with gc_paused():
            yield
    except TooMuch:
        message = f"这个{kind}里的段落、表格大得不像预算公开的，没有读完"
        hint = "看看是不是选错了文件；几份合在一起的，分开来"
        raise ReportgenError(error(f"{kind}过大", message, Location(path), hint=hint)) from None
    except RecursionError:
        message = f"这个{kind}套了太多层，读不出来"
        raise ReportgenError(error(f"{kind}损坏", message, Location(path), hint=advice)) from None
    finally:
        _left.reset(before)
