"""All differences, for programs (JSON): keys are Chinese, numbers are exact and written as strings.

The same comparison gives the same bytes. docs/diff.md describes the keys.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reportgen.budget.models import Explanation as Said
from reportgen.diagnostics import Diagnostic, Location
from reportgen.diff import Differences
from reportgen.diff.changes import DocumentChange, DocumentPlace, Segment
from reportgen.diff.explaining import Item
from reportgen.diff.figures import FigureChange
from reportgen.diff.outputs._phrases import moved
from reportgen.diff.reasons import TextChange
from reportgen.diff.renaming import Renaming
from reportgen.diff.sides import FigureSide
from reportgen.document import Document, Figure, Runs, plain

PRINTED = True  # on the screen, unless the user names a file
Data = dict[str, Any]


def write(differences: Differences) -> bytes:
    """Return the comparison as JSON, in UTF-8."""
    comparison = differences.comparison
    data = {
        "旧": _document(differences.old, comparison.old),
        "新": _document(differences.new, comparison.new),
        "为什么变": [{"话": list(one.sentences), **_item(one.total)} for one in differences.explanations],
        "没有跟着变的年份": list(differences.stale),
        "变动": [_change(one) for one in comparison.changes],
        "数": [_figure(one) for one in differences.figures],
        "改名": [_renaming(one) for one in differences.renamings],
        "原因": [_reason(one) for one in differences.reasons],
        "改错的数": [_contradiction(one) for one in differences.contradictions],
        "文件里另有": list(differences.others),
    }
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _item(item: Item) -> Data:
    return {
        "名称": item.label,
        "原名": item.former_name or None,
        "旧": _exact(item.old),
        "新": _exact(item.new),
        "差": _exact(item.delta),
        "重述": _exact(item.stated),
        "原因": item.reason,
        "其中": [_item(part) for part in item.parts],
    }


def _document(name: str, document: Document) -> Data:
    return {"文件": name, "标题": plain(document.title), "年度": document.year}


def _change(change: DocumentChange) -> Data:
    return {
        "变动": change.kind.value,
        "对象": change.what.value,
        "旧": _where(change.old),
        "新": _where(change.new),
        "差": _exact(moved(change)),
        "文字": [_segment(segment) for segment in change.segments],
    }


def _where(where: DocumentPlace | None) -> Data | None:
    if where is None:
        return None
    return {"标题": list(where.sections), "表": where.table, "行": where.row, "列": where.column, "序": where.at}


def _segment(segment: Segment) -> Data:
    return {
        "异同": segment.kind.value,
        "旧": plain(segment.old),
        "新": plain(segment.new),
        "旧数": _figures(segment.old),
        "新数": _figures(segment.new),
    }


def _figures(runs: Runs) -> list[Data]:
    return [{"数名": run.name, "印": run.text, "值": run.value} for run in runs if isinstance(run, Figure)]


def _figure(change: FigureChange) -> Data:
    return {
        "数名": change.name,
        "说法": change.words,
        "变动": change.kind.value,
        "旧": _side(change.old),
        "新": _side(change.new),
        "差": _exact(change.delta),
        "差的写法": change.delta_text,
        "增减率": _exact(change.rate),
        "情形": change.case.value if change.case else None,
        "派生": change.derived,
    }


def _side(side: FigureSide) -> Data:
    return {
        "数名": list(side.names),
        "知否": side.known.value,
        "值": _exact(side.number) if side.value is not None else None,
        "印": side.text,
        "位置": list(side.places),
    }


def _exact(number: Decimal | Fraction | None) -> str | None:
    """Return the exact number as a string, a ratio as a fraction; None if it is unknown."""
    return f"{number:f}" if isinstance(number, Decimal) else None if number is None else str(number)


def _renaming(renaming: Renaming) -> Data:
    return {
        "维度": renaming.dimension,
        "旧": {"成员": renaming.old, "名称": renaming.old_name},
        "新": {"成员": renaming.new, "名称": renaming.new_name},
        "依据": renaming.basis,
    }


def _reason(change: TextChange) -> Data:
    return {
        "变动": change.kind.value,
        "键": change.what,
        "单位": change.owner,
        "数名": change.name,
        "旧": _said(change.old),
        "新": _said(change.new),
    }


def _said(said: Said | None) -> Data | None:
    return {"文字": said.text, "位置": _place(said.at)} if said else None


def _contradiction(found: Diagnostic) -> Data:
    return {
        "级别": found.severity.value,
        "名称": found.rule,
        "说明": found.message,
        "建议": found.hint,
        "位置": [_place(place) for place in found.places],
    }


def _place(place: Location) -> Data:
    return {"在": place.path, "行": place.line, "列": place.column, "原文": place.excerpt}
