"""Expressions of templates, read before anything is filled in: what is known of each, and what is wrong in it.

The kind of an expression is what is known of it: the `Value` of a figure, since naming a figure computes nothing; a
constant itself; for a list, a tuple of one item that is like all of them. What depends on the budget file is UNKNOWN.

What is refused here, rendering would refuse in the same words. What depends on the lines of the budget file, such as
the members of open dimensions, is left to the rendering.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from reportgen.diagnostics import did_you_mean, listed, refuse
from reportgen.figure import FigureId
from reportgen.figures import Fact, Figures
from reportgen.narrative import nodes
from reportgen.narrative.mistakes import MistakeList
from reportgen.narrative.phrases import wording_of
from reportgen.narrative.values import LOOP_WORDS, Value, check_unit, figure_of, known_words
from reportgen.records import dataclass, replace
from reportgen.vocabulary import CODE_LEVELS

Scope = dict[str, Any]  # name -> kind
Given = tuple[list[Any], dict[str, Any]]  # kinds of positional and of named arguments


class Unfilled(Enum):
    """Kinds that have no value yet."""

    UNKNOWN = "?"
    LOOP = "loop"
    SECTION = "一节"  # one of 各节


UNKNOWN: Final = Unfilled.UNKNOWN


@dataclass(frozen=True, eq=False)
class KnownMacro:
    """A macro and the scope where it stands; inside the macro itself, which must not call itself, `scope` is None."""

    node: nodes.Macro
    scope: Scope | None


_DEEPEST = 10  # macros that call one another
# What filters take before them, if not a figure; the filter itself refuses anything else.
_BEFORE: Mapping[str, type] = {
    **{"连": tuple, "从大到小": tuple, "段落": Fact, "条目": Fact},
    **{"间": Unfilled, "序号": int, "带": str, "换成": str, "续号": str},
}
_SAME = ("以", "足位", "从大到小")  # filters that return what stands before them
_BELOW_CLOSED = ("明细", "全部")


def either(one: Any, other: Any) -> Any:
    """Return the kind of an expression that has one of two kinds."""
    return one if one is other or (type(one) is type(other) and one == other) else UNKNOWN


def item_of(kind: Any) -> Any:
    """Return the kind of the items of a list."""
    return kind[0] if isinstance(kind, tuple) and kind else UNKNOWN


class ExpressionReader:
    """Finds the kinds of expressions and adds what is wrong in them to `mistakes`.

    Args:
        callables: the filters and tests that templates may use, by the kind of their nodes.
        tables: the names that 表 has; None: they could not be made.
        body: reads the statements of a macro.
    """

    def __init__(
        self,
        mistakes: MistakeList,
        figures: Figures,
        callables: Mapping[type[nodes.Expr], Mapping[str, Any]],
        tables: Collection[str] | None,
        body: Callable[[Iterable[nodes.Node], Scope], None],
    ) -> None:
        self.mistakes, self.figures, self.tables, self.body = mistakes, figures, tables, body
        self.callables = callables
        self._depth = 0

    def condition(self, node: nodes.Node, scope: Scope) -> None:
        """Read the condition of an `if`; refuse a figure, which is neither true nor false."""
        match node:
            case nodes.And() | nodes.Or():
                self.condition(node.left, scope)
                self.condition(node.right, scope)
            case nodes.Not():
                self.condition(node.node, scope)
            case _:
                kind = self.kind(node, scope)
                if isinstance(kind, Value):
                    with self.mistakes.catching(node):
                        bool(kind)

    def kind(self, node: nodes.Node, scope: Scope) -> Any:
        """Return the kind of an expression; refuse a macro as a value: handed on, it could come to call itself."""
        kind = self._kind(node, scope)
        if not isinstance(kind, KnownMacro):
            return kind
        name = kind.node.name
        self.mistakes.add(node, f"“{name}”后面要有圆括号", f"写成 {name}(…)", fatal=True)
        return UNKNOWN

    def _kind(self, node: nodes.Node, scope: Scope) -> Any:
        self.mistakes.count(node)
        match node:
            case nodes.Name():
                return self._named(node, scope)
            case nodes.Const():
                return node.value
            case nodes.List():
                return self._list(node, scope)
            case nodes.Getattr():
                return self._behind_the_point(node, self.kind(node.node, scope))
            case nodes.Getitem():
                return self._in_brackets(node, scope)
            case nodes.Filter() | nodes.Test():
                return self._filtered(node, scope)
            case nodes.Call():
                return self._called(node, scope)
            case nodes.CondExpr():
                self.condition(node.test, scope)
                one = self.kind(node.expr1, scope)
                return either(one, self.kind(node.expr2, scope)) if node.expr2 else UNKNOWN
            case nodes.And() | nodes.Or() | nodes.Not():
                self.condition(node, scope)
            case _:
                self._children(node, scope)
        return UNKNOWN

    def _children(self, node: nodes.Node, scope: Scope) -> None:
        for child in node.children():
            if isinstance(child, nodes.Expr):
                self.kind(child, scope)
            else:  # sides of a comparison, pairs of a mapping
                self._children(child, scope)

    def _named(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name in scope:
            return scope[node.name]
        near = did_you_mean(node.name, scope)
        hint = near if near.startswith("是不是") else "检查名称；自己起的名称，前面先用 set 写出来"
        self.mistakes.add(node, f"没有“{node.name}”", hint, fatal=node.name.isascii())  # it may be one of Jinja's own
        return UNKNOWN

    def _list(self, node: nodes.List, scope: Scope) -> Any:
        kinds = [self.kind(item, scope) for item in node.items]
        return tuple(kinds[:1] if all(either(kinds[0], kind) is kinds[0] for kind in kinds) else [UNKNOWN])

    def _behind_the_point(self, node: nodes.Getattr, kind: Any) -> Any:
        words = LOOP_WORDS if kind is Unfilled.LOOP else known_words(kind)
        if kind is not UNKNOWN and node.attr not in words and not node.attr.startswith("_"):
            self.mistakes.add(node, f"没有“{node.attr}”", did_you_mean(node.attr, words) or "检查名称，或去掉这一处")
        return UNKNOWN

    def _in_brackets(self, node: nodes.Getitem, scope: Scope) -> Any:
        kind, asked = self.kind(node.node, scope), self.kind(node.arg, scope)
        tables = self.tables if isinstance(node.node, nodes.Name) and node.node.name == "表" else None
        if tables is not None and isinstance(asked, str) and asked not in tables:
            self.mistakes.add(node, f"没有“{asked}”", did_you_mean(asked, tables) or "这个模板没有表")
        if isinstance(kind, Value) and asked is not UNKNOWN:
            with self.mistakes.catching(node):
                part = kind[asked]
                _check_figure(part)
                return part
        return UNKNOWN

    def _filtered(self, node: nodes.Filter | nodes.Test, scope: Scope) -> Any:
        kind, given = self.kind(node.node, scope), self._argument_kinds(node, scope)
        call = self.callables[type(node)].get(node.name)
        if call is None:
            return UNKNOWN
        inner = call.__wrapped__ if hasattr(call, "__wrapped__") else call
        before, brackets = _taken_by(getattr(inner, "__func__", inner), hasattr(inner, "__func__"))
        arguments = self._bound(node, node.name, brackets, given)
        if arguments is None or isinstance(node, nodes.Test):
            return UNKNOWN
        with self.mistakes.catching(node):
            if kind is not UNKNOWN and before is Value:
                figure_of(kind)
            if kind is not UNKNOWN and not isinstance(kind, _BEFORE.get(node.name, object)):
                inner(kind, **arguments)
            for name, value in arguments.items():
                if isinstance(value, str) and value:
                    self._check_argument(name, value, kind)
            return _result_of(node.name, kind, arguments)
        return kind if node.name in _SAME else UNKNOWN

    def _argument_kinds(self, node: Any, scope: Scope) -> Given:
        return [self.kind(one, scope) for one in node.args], {
            name: self.kind(value, scope) for name, value in node.kwargs
        }

    def _bound(self, node: nodes.Node, name: str, brackets: nodes.Brackets, given: Given) -> dict[str, Any] | None:
        """Return the kinds of the arguments, by parameter; None if the arguments do not fit."""
        found = brackets.bound(*given)
        if found is None:
            known = [p for p in brackets.parameters if not p.isascii()]
            hint = f"可以写的有：{listed(known)}" if known else "检查括号里写了几个值"
            self.mistakes.add(node, f"“{name}”的括号里写得不对", hint, fatal=True)
        return found

    def _check_argument(self, name: str, value: str, kind: Any) -> None:
        """Refuse a wrong argument of a filter that follows an expression of this kind."""
        match name:
            case "比":
                self.figures.check(FigureId("", base=value))
            case "用语":
                wording_of(self.figures.profile, value)
            case "单位":
                check_unit(value)
            case "依" if isinstance(item_of(kind), Value):
                _check_figure(item_of(kind)[value])
            case "维度" | "按":
                _check_level(self.figures, kind, value)

    def _called(self, node: nodes.Call, scope: Scope) -> Any:
        """Read a macro with what is known of its arguments."""
        given = self._argument_kinds(node, scope)
        before = len(self.mistakes.found)
        macro = self._kind(node.node, scope)
        if not isinstance(macro, KnownMacro):
            self.mistakes.fatal = True
            if len(self.mistakes.found) == before:
                hint = '圆括号只写在 macro 的名称后面；要分出一部分，用方括号，如 支出["性质=基本支出"]'
                self.mistakes.add(node, "这里不能写圆括号", hint)
        elif macro.scope is None or self._depth == _DEEPEST:
            itself = f"macro“{macro.node.name}”里又用到它自己"
            message = "macro 一层套一层，太深了" if macro.scope else itself
            self.mistakes.add(node, message, "拆开来写，只用前面写好的 macro", fatal=True)
        elif (arguments := self._bound(node, macro.node.name, macro.node.brackets, given)) is not None:
            unsaid = {argument.name: UNKNOWN for argument in macro.node.args}
            self._depth += 1
            self.body(macro.node.body, {**macro.scope, **unsaid, **arguments})
            self._depth -= 1
        return UNKNOWN


@lru_cache(maxsize=256)
def _taken_by(function: Any, is_method: bool) -> tuple[Any, nodes.Brackets]:
    """Return what a filter or test takes before it, as annotated, and in its brackets; none has `*` or `**`.

    `inspect` knows more, and takes long to import.
    """
    code = function.__code__
    first, *others = code.co_varnames[is_method : code.co_argcount]
    needed = len(others) - len(function.__defaults__ or ())
    return function.__annotations__.get(first), nodes.Brackets(tuple(others), needed)


def _check_figure(value: Value) -> None:
    """Refuse a figure that no budget of the region can have."""
    figures, name = value.figures, value.id
    for dimension, member in name.conditions:
        figures.names.check_dimension(name.measure, dimension)
        if dimension in CODE_LEVELS or dimension in figures.profile.vocabulary.trees:
            figures.names.check_member(dimension, member)
    figures.check(name)


def _check_level(figures: Figures, kind: Any, text: str) -> None:
    """Refuse a dimension (`功能`) or level (`功能.款`) that the figure's measure does not have.

    Where the figure is unknown, the dimension may be one of any measure.
    """
    dimension, _, level = text.partition(".")
    known = figures.vocabulary
    if isinstance(kind, Value):
        figures.names.check_dimension(kind.id.measure, dimension)
    elif dimension not in known.dimensions:
        refuse("数名", f"没有“{dimension}”这样一种分法", hint=did_you_mean(dimension, known.dimensions))
    levels = tuple(CODE_LEVELS.get(dimension, _BELOW_CLOSED if dimension in known.trees else ()))
    if level and level not in levels:
        refuse("数名", f"“{dimension}”没有“{level}”这一级", hint=did_you_mean(level, levels) or f"只写“{dimension}”")


def _result_of(name: str, kind: Any, given: Mapping[str, Any]) -> Any:
    """Return the kind of the result of a filter."""
    if name in _SAME:
        return kind
    if name == "按" and isinstance(kind, Value) and isinstance(given["维度"], str):
        return (replace(kind, dimension=given["维度"].partition(".")[0]),)
    return (UNKNOWN,) if name in ("按", "段落", "条目") else UNKNOWN
