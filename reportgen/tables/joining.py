"""What a row asks for joined with what a column asks for (行列相交)."""

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.figure import FigureId
from reportgen.vocabulary import Vocabulary

_ONCE = "行、列、限定里只留一处"


def joined(row: FigureId, column: FigureId, vocabulary: Vocabulary, at: Location) -> FigureId:
    """The figure of the cell: conditions of both, of nested members the narrower.

    Raises:
        ReportgenError: they ask for different measures, bases, or members that exclude each other.
    """
    if row.measure and column.measure and row.measure != column.measure:
        raise ReportgenError(error("表", f"行要{row}，列要{column}：不是同一个指标", at, hint=_ONCE))
    if (row.base or row.derived) and (column.base or column.derived) and row.aspect != column.aspect:
        raise ReportgenError(error("表", f"行要{row}，列要{column}：口径不同", at, hint=_ONCE))
    conditions = dict(row.conditions)
    for dimension, member in column.conditions:
        conditions[dimension] = _narrower(dimension, conditions.get(dimension, member), member, vocabulary, at)
    aspect = row if row.base or row.derived else column
    pairs = tuple(sorted(conditions.items()))
    return FigureId(row.measure or column.measure, pairs).seen_as(aspect)


def _narrower(dimension: str, one: str, other: str, vocabulary: Vocabulary, at: Location) -> str:
    if vocabulary.below(dimension, one, other):
        return one
    if vocabulary.below(dimension, other, one):
        return other
    raise ReportgenError(error("表", f"“{dimension}”不能既是“{one}”又是“{other}”", at, hint=_ONCE))
