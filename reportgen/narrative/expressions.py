"""Expressions of templates, read before anything is filled in: names, points, brackets, words behind bars, macros."""

from collections.abc import Callable, Collection, Iterable, Mapping
from inspect import signature
from typing import Any

from jinja2 import nodes

from reportgen.diagnostics import did_you_mean
from reportgen.figures import Figures
from reportgen.narrative.arguments import SAME, check_name, check_word, result_of
from reportgen.narrative.kinds import LOOP_WORDS, UNKNOWN, Loop, Macro, Scope, either
from reportgen.narrative.mistakes import Told, without_value, wrong_arguments
from reportgen.narrative.values import Value, known_words

_DEEPEST = 10  # macros that call one another


class Expressions:
    """What is known of an expression; what is wrong in it goes to `told`.

    `tables` are the names that 表 has, None where they could not be made; `body` reads the statements of a macro.
    """

    def __init__(
        self,
        told: Told,
        figures: Figures,
        words: Mapping[str, Callable[..., Any]],
        tables: Collection[str] | None,
        body: Callable[[Iterable[nodes.Node], Scope], None],
    ) -> None:
        self.told, self.figures, self.words, self.tables, self.body = told, figures, words, tables, body
        self._depth = 0

    def condition(self, node: nodes.Node, scope: Scope) -> None:
        """Reads what `if` asks; a figure is neither true nor false."""
        match node:
            case nodes.And() | nodes.Or():
                self.condition(node.left, scope)
                self.condition(node.right, scope)
            case nodes.Not():
                self.condition(node.node, scope)
            case _:
                kind = self.value(node, scope)
                if isinstance(kind, Value):
                    with self.told.telling(node):
                        bool(kind)

    def value(self, node: nodes.Node, scope: Scope) -> Any:
        """What is known of an expression; a macro is only called, never handed on: it could come to call itself."""
        kind = self._kind(node, scope)
        if not isinstance(kind, Macro):
            return kind
        name = kind.node.name
        self._refuse(node, f"“{name}”后面要有圆括号", f"写成 {name}(…)")
        return UNKNOWN

    def _kind(self, node: nodes.Node, scope: Scope) -> Any:
        self.told.count(node)
        match node:
            case nodes.Name():
                return self._named(node, scope)
            case nodes.Const():
                return node.value
            case nodes.List():
                return self._list(node, scope)
            case nodes.Getattr():
                return self._behind_the_point(node, self.value(node.node, scope))
            case nodes.Getitem():
                return self._in_brackets(node, scope)
            case nodes.Filter(node=nodes.Expr() as inner):
                return self._word(node, self.value(inner, scope), scope)
            case nodes.Call():
                return self._called(node, scope)
            case nodes.CondExpr():
                self.condition(node.test, scope)
                one = self.value(node.expr1, scope)
                return either(one, self.value(node.expr2, scope)) if node.expr2 else UNKNOWN
            case nodes.And() | nodes.Or() | nodes.Not():
                self.condition(node, scope)
            case _:
                self._children(node, scope)
        return UNKNOWN

    def _children(self, node: nodes.Node, scope: Scope) -> None:
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self.value(child, scope)
            else:  # sides of a comparison, pairs of a mapping
                self._children(child, scope)

    def _named(self, node: nodes.Name, scope: Scope) -> Any:
        if node.name in scope:
            return scope[node.name]
        near = did_you_mean(node.name, scope)
        hint = near if near.startswith("是不是") else "检查名称；自己起的名称，前面先用 set 写出来"
        self.told.tell(node, f"没有“{node.name}”", hint, fatal=node.name.isascii())  # it may be one of Jinja's own
        return UNKNOWN

    def _list(self, node: nodes.List, scope: Scope) -> Any:
        kinds = [self.value(item, scope) for item in node.items]
        return tuple(kinds[:1] if all(either(kinds[0], kind) is kinds[0] for kind in kinds) else [UNKNOWN])

    def _behind_the_point(self, node: nodes.Getattr, kind: Any) -> Any:
        words = LOOP_WORDS if isinstance(kind, Loop) else known_words(kind)
        if kind is not UNKNOWN and node.attr not in words and not node.attr.startswith("_"):
            self.told.tell(node, f"没有“{node.attr}”", did_you_mean(node.attr, words) or "检查名称，或去掉这一处")
        return UNKNOWN

    def _in_brackets(self, node: nodes.Getitem, scope: Scope) -> Any:
        kind, asked = self.value(node.node, scope), self.value(node.arg, scope)
        tables = self.tables if isinstance(node.node, nodes.Name) and node.node.name == "表" else None
        if tables is not None and isinstance(asked, str) and asked not in tables:
            self.told.tell(node, f"没有“{asked}”", did_you_mean(asked, tables) or "这个模板没有表")
        if isinstance(kind, Value) and asked is not UNKNOWN:
            with self.told.telling(node):
                part = kind[asked]
                check_name(part)
                return part
        return UNKNOWN

    def _word(self, node: nodes.Filter, kind: Any, scope: Scope) -> Any:
        arguments, named = self._given(node, scope)
        call = self.words.get(node.name)
        if call is None:
            return UNKNOWN
        try:
            bound = signature(call).bind(kind, *arguments, **named)
        except TypeError:
            self.told.mistakes.append(wrong_arguments(node.name, without_value(signature(call)), self.told.at(node)))
            return UNKNOWN
        with self.told.telling(node):
            check_word(node.name, call, kind, bound.arguments, self.figures)
            return result_of(node.name, kind, bound.arguments)
        return kind if node.name in SAME else UNKNOWN

    def _given(self, node: Any, scope: Scope) -> tuple[list[Any], dict[str, Any]]:
        """What stands in the brackets."""
        arguments = [self.value(argument, scope) for argument in node.args]
        return arguments, {pair.key: self.value(pair.value, scope) for pair in node.kwargs}

    def _called(self, node: nodes.Call, scope: Scope) -> Any:
        """A macro, read with what is known of its arguments."""
        arguments, named = self._given(node, scope)
        before = len(self.told.mistakes)
        macro = self._kind(node.node, scope)
        if not isinstance(macro, Macro):
            hint = '圆括号只写在 macro 的名称后面；要分出一部分，用方括号，如 支出["性质=基本支出"]'
            self._refuse(node, "这里不能写圆括号", hint, told=len(self.told.mistakes) > before)
            return UNKNOWN
        if macro.scope is None or self._depth == _DEEPEST:
            itself = f"macro“{macro.node.name}”里又用到它自己"
            self._refuse(node, "macro 一层套一层，太深了" if macro.scope else itself, "拆开来写，只用前面写好的 macro")
            return UNKNOWN
        try:
            bound = macro.signature.bind(*arguments, **named)
        except TypeError:
            self.told.mistakes.append(wrong_arguments(macro.node.name, macro.signature, self.told.at(node)))
            return UNKNOWN
        bound.apply_defaults()
        self._depth += 1
        self.body(macro.node.body, {**macro.scope, **bound.arguments})
        self._depth -= 1
        return UNKNOWN

    def _refuse(self, node: nodes.Node, message: str, hint: str, told: bool = False) -> None:
        """What cannot be filled in; `told`: why is told already."""
        self.told.fatal = True
        if not told:
            self.told.tell(node, message, hint)
