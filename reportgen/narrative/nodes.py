"""The statements and expressions of templates (模板的语法): what Jinja parsed, in our classes, with Jinja's names.

So Jinja is imported only when a template is parsed; parsed templates are kept. Nodes are never changed, but not frozen:
those that are not are read by `pickle` without Python code.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from reportgen.records import NamedTuple, dataclass

Refusal = tuple[int, str, str]  # line, message, advice


@dataclass(eq=False)
class Node:
    """A statement or expression; `lineno` is its line."""

    lineno: int

    def children(self) -> Iterator["Node"]:
        """Yield what it is made up of."""
        return _nodes_in(self.__dict__.values())

    def names_set(self) -> Iterator[str]:
        """Yield the names that it, or anything in it, gives a value."""
        for child in self.children():
            yield from child.names_set()


def _nodes_in(values: Iterable[Any]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from _nodes_in(value)


class Expr(Node):
    """An expression."""


Body = tuple[Node, ...]
Named = tuple[tuple[str, Expr], ...]  # arguments with names


@dataclass(eq=False)
class Output(Node):
    """What is printed: texts that the author typed (`TemplateData`) and values.

    Attributes:
        nth: of each, which value of its line it is; 0 for a text.
    """

    nodes: tuple[Expr, ...]
    nth: tuple[int, ...]


@dataclass(eq=False)
class TemplateData(Expr):
    """A text that the author typed."""

    data: str


@dataclass(eq=False)
class If(Node):
    """`if`; an `elif` is an If with a body alone."""

    test: Expr
    body: Body
    elif_: "tuple[If, ...]"
    else_: Body


@dataclass(eq=False)
class For(Node):
    """`for`; `size` is the number of nodes in it."""

    target: Expr
    iter: Expr
    body: Body
    else_: Body
    test: Expr | None
    size: int


@dataclass(eq=False)
class Assign(Node):
    """`set` with a value."""

    target: Expr
    node: Expr


@dataclass(eq=False)
class Include(Node):
    """`include`."""

    template: Expr


class Brackets(NamedTuple):
    """What the brackets of a macro, filter or test take: parameters, of which the first so many have no default."""

    parameters: tuple[str, ...]
    needed: int

    def bound(self, positional: list[Any], named: dict[str, Any]) -> dict[str, Any] | None:
        """Return the arguments by parameter, in their order; None if they do not fit."""
        given = dict(zip(self.parameters, positional, strict=False))
        known = {*self.parameters[len(positional) :]}
        if len(positional) > len(self.parameters) or not known.issuperset(named):
            return None
        given |= {name: named[name] for name in self.parameters if name in named}
        return given if given.keys() >= {*self.parameters[: self.needed]} else None


@dataclass(eq=False)
class Macro(Node):
    """`macro`; the last parameters have the defaults."""

    name: str
    args: "tuple[Name, ...]"
    defaults: tuple[Expr, ...]
    body: Body
    size: int

    @property
    def brackets(self) -> Brackets:
        """What its brackets take."""
        names = tuple(dict.fromkeys(argument.name for argument in self.args))
        return Brackets(names, len(names) - len(self.defaults))


@dataclass(eq=False)
class Name(Expr):
    """A name; `ctx` is `load`, `store` or `param`."""

    name: str
    ctx: str

    def names_set(self) -> Iterator[str]:
        """Yield the name, if it is given a value here."""
        return iter((self.name,) if self.ctx == "store" else ())


@dataclass(eq=False)
class Const(Expr):
    """A word, a number, `true`, `none`."""

    value: Any


@dataclass(eq=False)
class List(Expr):
    """`[甲, 乙]`."""

    items: tuple[Expr, ...]


@dataclass(eq=False)
class Dict(Expr):
    """`{"甲": "乙"}`."""

    items: tuple[tuple[Expr, Expr], ...]


@dataclass(eq=False)
class Getattr(Expr):
    """`甲.名称`."""

    node: Expr
    attr: str


@dataclass(eq=False)
class Getitem(Expr):
    """`甲["功能=201"]`."""

    node: Expr
    arg: Expr


@dataclass(eq=False)
class Filter(Expr):
    """`甲|同比("支出", 率=true)`."""

    node: Expr
    name: str
    args: tuple[Expr, ...]
    kwargs: Named


@dataclass(eq=False)
class Test(Expr):
    """`甲 is 有`."""

    node: Expr
    name: str
    args: tuple[Expr, ...]
    kwargs: Named


@dataclass(eq=False)
class Call(Expr):
    """`甲(乙)`."""

    node: Expr
    args: tuple[Expr, ...]
    kwargs: Named


@dataclass(eq=False)
class CondExpr(Expr):
    """`甲 if 乙 else 丙`."""

    test: Expr
    expr1: Expr
    expr2: Expr | None


@dataclass(eq=False)
class And(Expr):
    """`甲 and 乙`."""

    left: Expr
    right: Expr


@dataclass(eq=False)
class Or(Expr):
    """`甲 or 乙`."""

    left: Expr
    right: Expr


@dataclass(eq=False)
class Not(Expr):
    """`not 甲`."""

    node: Expr


@dataclass(eq=False)
class Compare(Expr):
    """`甲 == 乙 != 丙`: each operator, `eq` or `ne`, with what stands behind it."""

    expr: Expr
    ops: Named


@dataclass(eq=False)
class OtherExpr(Expr):
    """An expression that templates may not contain."""

    nodes: tuple[Node, ...]


@dataclass(eq=False)
class OtherStatement(Node):
    """A statement that templates may not contain."""

    nodes: tuple[Node, ...]


class Template(NamedTuple):
    """A parsed template file (模板).

    Attributes:
        body: empty where it is nested too deeply. size: the number of nodes in it.
        called: its name in messages. names: those that it uses; also 资料.保有车辆.
        includes: whether it includes others. refused: what no template may contain.
    """

    body: Body
    size: int
    called: str
    names: frozenset[str]
    includes: bool
    refused: tuple[Refusal, ...]
