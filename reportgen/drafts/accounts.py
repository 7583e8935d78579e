"""The draft of a year's 决算 from its budget file (由预算写出决算的草稿).

What the budget says of the department stays; the budget itself is 年初预算, by its file. Its lines give the lines of
income and expenditure, with their amounts to be filled in: an office settles what it budgeted and adds what came later.
"""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.budget import Line, member_called
from reportgen.drafts.edits import as_value, line_end, spans, with_value
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Vocabulary

_COPIED = ("部门", "金额单位", "科目名称", "项目")
_OPEN = "待填"
_SPENT, _NATURE = "本年支出", "性质"
_OF_REVENUE = ("单位", "资金", "功能")


def accounts_of(blank: str, budget: str, spent: Iterable[Line], vocabulary: Vocabulary, budget_file: str) -> str:
    """Return the draft.

    Args:
        blank: the region's empty file of 决算; vocabulary: of that kind of document.
        budget: the text of the budget file; spent: its lines of 支出; budget_file: what the draft calls it.
    """
    text, old = blank, {own.text or "": (own, value) for own, value in spans(budget).entries}
    for key in _COPIED:
        if key in old:
            own, value = old[key]
            text = with_value(text, (key,), budget[own.end + 1 : line_end(budget, value.end)], after="金额单位")
    lines = [line for line in spent if _is_spent(line, vocabulary)]
    text = with_value(text, ("收入",), "".join(f"\n  - {_line(of)}" for of in _revenue(lines, vocabulary)))
    text = with_value(text, ("支出",), "".join(_sections(lines, vocabulary)))
    return with_value(text, ("年初预算",), f" {as_value(budget_file)}")


def _is_spent(line: Line, vocabulary: Vocabulary) -> bool:
    return vocabulary.below(_NATURE, member_called(vocabulary, _NATURE, line.dims.get(_NATURE, "")), _SPENT)


def _revenue(lines: Iterable[Line], vocabulary: Vocabulary) -> list[Mapping[str, str]]:
    """What each item of each unit and fund was paid from, once."""
    stated = [{d: m for d, m in _stated(line, vocabulary).items() if d in _OF_REVENUE} for line in lines]
    return [dict(one) for one in dict.fromkeys(tuple(sorted(of.items())) for of in stated)]


def _sections(lines: Iterable[Line], vocabulary: Vocabulary) -> Iterator[str]:
    by_nature: dict[str, list[Mapping[str, str]]] = {}
    for line in lines:
        of = _stated(line, vocabulary)
        by_nature.setdefault(of.pop(_NATURE), []).append(of)
    for nature, found in by_nature.items():
        own = dict.fromkeys(tuple(of.items()) for of in found)
        yield f"\n  {nature}:" + "".join(f"\n    - {_line(dict(of))}" for of in own)
    yield "\n  年末结转和结余: 无     # 有的写成一行一行：- {资金: …, 功能: …, 金额: …}；结余分配也这样加一段"


def _stated(line: Line, vocabulary: Vocabulary) -> dict[str, str]:
    """What a line says that does not follow from the rest of it."""
    known = {*vocabulary.measures["支出"].dimensions} - {rule.dimension for rule in vocabulary.derivations}
    units = len(vocabulary.trees.get("单位", {}))
    own = {d: _own(d, m, vocabulary) for d, m in line.dims.items() if d in known and m != NOT_APPLICABLE}
    said = {d: m for d, m in own.items() if m}
    return {d: m for d, m in said.items() if vocabulary.defaults.get(d) != m and (d != "单位" or units > 1)}


def _own(dimension: str, member: str, vocabulary: Vocabulary) -> str:
    """The member of 决算; 待填 for one that is not fine enough, "" for one that is unknown there."""
    found = member_called(vocabulary, dimension, member)
    return _OPEN if dimension not in CODE_LEVELS and vocabulary.children(dimension, found) else found


def _line(of: Mapping[str, str]) -> str:
    shown = "".join(f"{d}: {as_value(m, in_brackets=True)}, " for d, m in of.items())
    return f"{{{shown}金额: {_OPEN}}}"
