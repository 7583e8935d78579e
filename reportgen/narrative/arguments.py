"""Names of figures, and words behind a bar with their brackets, held against the region before anything is filled in.

Whatever is refused here is refused in the same words while rendering; what only lines of the budget file tell (open
dimensions, units) is left to that.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from inspect import signature, unwrap
from typing import Any

from reportgen.diagnostics import did_you_mean
from reportgen.figure import FigureId
from reportgen.figures import Fact, Figures, refuse
from reportgen.narrative.filters import check_unit, figure_of
from reportgen.narrative.kinds import UNKNOWN, Loop
from reportgen.narrative.phrases import wording_of
from reportgen.narrative.values import Value
from reportgen.vocabulary import CODE_LEVELS

Call = Callable[..., Any]

# What stands before a word, where it is no figure; the word itself refuses anything else.
_BEFORE: Mapping[str, type] = {
    **{"连": tuple, "从大到小": tuple, "段落": Fact, "条目": Fact},
    **{"间": Loop, "序号": int, "带": str, "换成": str},
}
SAME = ("以", "足位", "从大到小")  # words that give what stands before them
_BELOW_CLOSED = ("明细", "全部")


def check_name(value: Value) -> None:
    """Refuses a figure that no budget of the region can have."""
    figures, name = value.figures, value.id
    for dimension, member in name.conditions:
        figures.names.check_dimension(name.measure, dimension)
        if dimension in CODE_LEVELS or dimension in figures.profile.vocabulary.trees:
            figures.names.check_member(dimension, member)
    figures.check(name)


def check_word(name: str, call: Call, kind: Any, given: Mapping[str, Any], figures: Figures) -> None:
    """Refuses what cannot stand before the word, or in its brackets."""
    first, *_ = signature(call).parameters.values()
    if kind is not UNKNOWN and first.annotation is Value:
        figure_of(kind)
    if kind is not UNKNOWN and name in _BEFORE and not isinstance(kind, _BEFORE[name]):
        unwrap(call)(**given)
    for argument, value in given.items():
        if argument in _ARGUMENTS and isinstance(value, str) and value:
            _ARGUMENTS[argument](figures, kind, value)


def result_of(name: str, kind: Any, given: Mapping[str, Any]) -> Any:
    """What the word gives."""
    if name in SAME:
        return kind
    if name == "按" and isinstance(kind, Value) and isinstance(given["维度"], str):
        return (replace(kind, dimension=given["维度"].partition(".")[0]),)
    return (UNKNOWN,) if name in ("按", "段落", "条目") else UNKNOWN


def _base(figures: Figures, kind: Any, base: str) -> None:  # noqa: ARG001
    figures.check(FigureId("", base=base))


def _wording(figures: Figures, kind: Any, name: str) -> None:  # noqa: ARG001
    wording_of(figures.profile, name)


def _unit(figures: Figures, kind: Any, unit: str) -> None:  # noqa: ARG001
    check_unit(unit)


def _order(figures: Figures, kind: Any, asked: str) -> None:  # noqa: ARG001
    if isinstance(kind, tuple) and kind and isinstance(kind[0], Value):
        check_name(kind[0][asked])


def _parts(figures: Figures, kind: Any, text: str) -> None:
    """A dimension of the figure, or of any, with a level that it has."""
    dimension, _, level = text.partition(".")
    known = figures.vocabulary
    if isinstance(kind, Value):
        figures.names.check_dimension(kind.id.measure, dimension)
    elif dimension not in known.dimensions:
        refuse("数名", f"没有“{dimension}”这个维度", hint=did_you_mean(dimension, known.dimensions))
    levels = tuple(CODE_LEVELS.get(dimension, _BELOW_CLOSED if dimension in known.trees else ()))
    if level and level not in levels:
        refuse("数名", f"“{dimension}”没有“{level}”这一级", hint=did_you_mean(level, levels) or f"只写“{dimension}”")


_ARGUMENTS: Mapping[str, Callable[[Figures, Any, str], None]] = {
    "比": _base,
    "用语": _wording,
    "单位": _unit,
    "依": _order,
    "维度": _parts,
    "按": _parts,
}
