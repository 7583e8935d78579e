"""Rows that make up others (行的分合): by codes, by indents and numbering, and the total rows.

    科目  a code is the sum of those below it: 207 = 20701 + 20707
    合计  a total, or a unit's row, is the sum of the highest codes or items, never of those below them as well
    单位  a department is the sum of its units, a total row the sum of the units' rows
    其中  a row and those that its numbering or indent puts below it
    小计, 总计  本年收入合计 is what stands above it; 收入总计 is that and what stands between them

A row without any number is a heading: what stands below it counts instead.
"""

import re
from collections.abc import Iterator

from reportgen.document import TableKind
from reportgen.reading.coded_rows import by_code
from reportgen.reading.labelled_rows import by_label
from reportgen.reading.row_labels import RowParts
from reportgen.reading.sheets import Sheet

_YEAR = re.compile(r"20\d\d年.*|增减.*")


def row_parts(sheet: Sheet) -> Iterator[RowParts]:
    """Every row of a sheet that is made up of others; none where rows are years."""
    lines = [line for line in sheet.lines if line.label or line.code or line.total]
    if any(_YEAR.fullmatch(line.label) for line in lines):
        return
    if any(line.code for line in lines) and sheet.kind != TableKind.PROJECTS:
        yield from by_code(lines)
    else:
        yield from by_label(sheet, lines)
