"""Text → a parsed template (模板的解析), by Jinja's parser: the only part of Jinja that is used, and only where needed.

Nothing of a template is compiled or run by Jinja. Regions come from strangers: its tree is held against the tables of
what a template may contain. Whatever they do not list is refused, in untaken branches too. Then it is copied into our
nodes.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from reportgen.diagnostics import Location, ReportgenError, did_you_mean, error, refuse
from reportgen.narrative import nodes
from reportgen.narrative.mistakes import CHOOSING, NO_SECTION, TOO_DEEP, UNTANGLE
from reportgen.patterns import compiled, libraries_kept
from reportgen.source import UNPRINTABLE

with libraries_kept():
    import jinja2
    from jinja2 import nodes as theirs
    from jinja2.lexer import newline_re
    from jinja2.parser import Parser

_LONG_NUMBER = compiled("[0-9][0-9_]{99}")  # Python refuses thousands of digits without saying where
_SYNTAX = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
_MOST_NESTED = 50  # levels of nesting; Python's own limits on brackets and blocks are higher
_MOST_LOOPS = 8  # loops within loops

_Complaint = tuple[str, str]  # message, advice

_TAGS = "可用的有：if、for、set、include、macro"
_ALLOWED: frozenset[type[theirs.Node]] = frozenset(
    (
        *(theirs.Template, theirs.Output, theirs.TemplateData, theirs.Scope),
        *(theirs.If, theirs.For, theirs.Assign, theirs.Include, theirs.Macro),
        *(theirs.Name, theirs.Const, theirs.List, theirs.Dict, theirs.Pair, theirs.Keyword),
        *(theirs.Getattr, theirs.Getitem, theirs.Filter, theirs.Test, theirs.Call),
        *(theirs.CondExpr, theirs.And, theirs.Or, theirs.Not, theirs.Compare, theirs.Operand),
    )
)
# Kinds of nodes that are refused -> message, advice; a node in neither table is “这里的写法不能用”.
_REFUSED: dict[type[theirs.Node], _Complaint] = {
    theirs.Concat: ("“~”会把数变成文字，丢掉它的来处；写成 {{ 甲 }}{{ 乙 }}", "改成建议的写法"),
    theirs.Tuple: ("这里多了一个逗号", "一次印一个；一组写成 [甲, 乙]"),
    theirs.Slice: ("方括号里不能写冒号", '写条件或名称，如 支出["性质=基本支出"]'),
    theirs.NSRef: ("set 后面只能写一个名称", "如 {% set 基本 = 支出[…] %}"),
    theirs.AssignBlock: ("set 后面要写“名称 = …”", "重复的句子用 macro"),
    **{
        kind: (f"没有“{tag}”这个标记", _TAGS)
        for kind, tag in {
            theirs.Extends: "extends",
            theirs.Block: "block",
            theirs.Import: "import",
            theirs.FromImport: "from",
            theirs.CallBlock: "call",
            theirs.FilterBlock: "filter",
            theirs.With: "with",
            theirs.ScopedEvalContextModifier: "autoescape",
        }.items()
    },
}
_BRACES = "成对写 {{ }} 和 {% %}"
# What Jinja's parser says -> message, advice.
_MISREAD = (
    (r"unexpected char '[“”‘’＂＇]'.*", "这里的引号是全角的", '用半角的 "'),
    (r"unexpected char '[\"'].*", "引号没有成对", "补上后引号"),
    (r"unexpected char '(.)'.*", r"这里不能写“\1”", "检查标点是不是半角"),
    (r"unexpected '(.)', expected '(.)'", r"这里是“\1”，前面缺“\2”", "括号成对，前后一样多"),
    (r"unexpected '(.)'", r"多了一个“\1”", f"{_BRACES}，括号前后一样多"),
    (r"unexpected end of template.*|Missing end of .*", "写到文件末尾还没有结束", _BRACES),
    (r"Unexpected end of template\..* is '(.*)'\.", r"“\1”没有结束", r"补上 {% end\1 %}"),
    (r"Encountered unknown tag '(end.*)'.*", r"多了一个“\1”", "前面没有与它成对的 if 或 for，或已经结束了"),
    (r"Encountered unknown tag '(.*?)'.*", r"没有“\1”这个标记", "可用的有：if、for、set、include、macro"),
    (r"expected token '(.*?)', got '(.*?)'", "这里的写法不对", f"检查“|”“,”和引号；{_BRACES}"),
)


def parsed(text: str, called: str, filters: tuple[str, ...], tests: tuple[str, ...]) -> nodes.Template:
    """Return the template of a text; what it may not contain is listed in it.

    Args:
        called: its name in messages. filters, tests: the names that there are.

    Raises:
        ReportgenError: its syntax is wrong.
    """
    if found := _LONG_NUMBER.search(text):
        at = Location(called, len(newline_re.findall(text, 0, found.start())) + 1)
        refuse("模板", "这里的数字太长", at, hint="数写在预算文件里")
    parser = None
    try:
        parser = Parser(_SYNTAX, text, called)
        tree = parser.parse()
    except jinja2.TemplateSyntaxError as e:
        message, hint = _of_syntax(e.message or "")
        raise ReportgenError(error("模板", message, Location(called, e.lineno), hint=hint)) from None
    except RecursionError:
        at = Location(called, parser.stream.current.lineno if parser else 1)
        raise ReportgenError(error("模板", TOO_DEEP, at, hint=UNTANGLE)) from None
    refused = tuple(_refusals(tree, filters, tests))
    if any(message == TOO_DEEP for _, message, _ in refused):
        return nodes.Template((), 0, called, frozenset(), False, refused)
    names = frozenset((*(name.name for name in tree.find_all(theirs.Name)), *_paths(tree)))
    includes = tree.find(theirs.Include) is not None
    return nodes.Template(_Copier().all(tree.body), _size(tree), called, names, includes, refused)


def _paths(tree: theirs.Template) -> Iterator[str]:
    """Yield what is asked for by a name in another: 资料.保有车辆."""
    for found in tree.find_all(theirs.Getattr):
        if isinstance(found.node, theirs.Name):
            yield f"{found.node.name}.{found.attr}"


def _refusals(tree: theirs.Template, filters: tuple[str, ...], tests: tuple[str, ...]) -> list[nodes.Refusal]:
    """Return everything that no template may contain, by line; of a tree that is nested too deeply, only that.

    `filters` and `tests` are the names that exist. The walk is not recursive: a hostile tree has no end.
    """
    found = []
    waiting: list[tuple[theirs.Node, int, int, int]] = [(tree, 1, 0, 0)]
    while waiting:
        node, line, depth, loops = waiting.pop()
        line = node.lineno or line
        loops += isinstance(node, theirs.For)
        if depth > _MOST_NESTED or loops > _MOST_LOOPS:
            return [(line, TOO_DEEP, UNTANGLE)]
        found += [(line, message, hint) for message, hint in _complaints(node, filters, tests)]
        waiting += [(child, line, depth + 1, loops) for child in node.iter_child_nodes()]
    return sorted(dict.fromkeys(found))


def _complaints(node: theirs.Node, filters: Collection[str], tests: Collection[str]) -> Iterator[_Complaint]:
    if isinstance(node, theirs.Tuple) and node.ctx == "store":
        return  # reported by the statement that it is part of
    if type(node) not in _ALLOWED:
        yield _REFUSED.get(type(node)) or _computing(node)
        return
    yield from _in_statement(node)
    yield from _in_expression(node)
    if isinstance(node, (theirs.Filter, theirs.Test)):
        known = filters if isinstance(node, theirs.Filter) else tests
        if node.name not in known:
            yield f"没有“{node.name}”这个词", did_you_mean(node.name, [word for word in known if not word.isascii()])


def _computing(node: theirs.Node) -> _Complaint:
    if isinstance(node, (theirs.BinExpr, theirs.UnaryExpr)):
        return f"模板里不做运算（{node.operator}）；用“同比”“占比”等", CHOOSING
    return "这里的写法不能用", CHOOSING


def _in_statement(node: theirs.Node) -> Iterator[_Complaint]:
    match node:
        case theirs.For():
            if not isinstance(node.target, theirs.Name) or node.target.name == "loop":
                yield "for 后面只能写一个名称", '如 {% for 类 in 支出|按("功能.类") %}'
            if node.recursive:
                yield "for 里不能写 recursive", "有几层就写几个 for"
        case theirs.Assign(target=theirs.Tuple()):
            yield _REFUSED[theirs.NSRef]
        case theirs.Include():
            named = isinstance(node.template, theirs.Name) or isinstance(getattr(node.template, "value", None), str)
            if not named or node.ignore_missing or not node.with_context:
                yield NO_SECTION
        case theirs.Macro() if _has_twins(one.name for one in node.args):
            yield f"“{node.name}”的括号里有两个同样的名称", "只留一个"


def _in_expression(node: Any) -> Iterator[_Complaint]:
    match node:
        case theirs.Const(value=str(text)):
            if found := UNPRINTABLE.search(text):
                yield f"引号里有看不见的字符 U+{ord(found[0]):04X}", "删掉引号里以 \\ 开头的写法"
        case theirs.Const(value=value) if type(value) not in (int, bool, type(None)):
            yield f"这里不能写“{value}”", "数写在预算文件里，或写在 profile.yaml 的“标准”下"
        case theirs.Operand(op="in" | "notin"):
            yield "这里不能写 in", '一个一个比，如 资.名称 == "甲" or 资.名称 == "乙"'
        case theirs.Operand(op=operator) if operator not in ("eq", "ne"):
            yield "数不能比较大小", "有没有用 is 有、is 无；增还是减用“同比”"
        case theirs.Getattr(attr=name) if name.startswith("_"):
            yield f"没有“{name}”", CHOOSING
        case theirs.Call() | theirs.Filter() | theirs.Test():
            if node.dyn_args or node.dyn_kwargs:
                yield "括号里不能写“*”", "一个一个写出来"
            if _has_twins(str(pair.key) for pair in node.kwargs):
                yield "括号里同一个名称写了两次", "只留一处"


def _has_twins(names: Iterable[str]) -> bool:
    every = list(names)
    return len(set(every)) < len(every)


def _of_syntax(message: str) -> tuple[str, str]:
    """Return message and advice for what Jinja's parser says."""
    for pattern, said, hint in _MISREAD:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(said), found.expand(hint) if "\\" in hint else hint
    return "这里的写法不对", f"检查引号和括号；{_BRACES}"


def _size(node: theirs.Node) -> int:
    return sum(1 for _ in node.find_all(theirs.Node))


class _Copier:
    """Copies the tree of one template, and counts the values of each line."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def all(self, found: Iterable[theirs.Node]) -> tuple[Any, ...]:
        """Return the nodes in our classes."""
        return tuple(map(self.one, found))

    def one(self, node: Any) -> Any:
        """Return the node in our class."""
        return self._statement(node) if isinstance(node, theirs.Stmt) else self._expression(node)

    def _statement(self, node: Any) -> nodes.Node:
        at = node.lineno
        match node:
            case theirs.Output():
                return nodes.Output(at, self.all(node.nodes), tuple(map(self._nth, node.nodes)))
            case theirs.If():
                rest = self.all(node.elif_), self.all(node.else_)
                return nodes.If(at, self.one(node.test), self.all(node.body), *rest)
            case theirs.For():
                over, body, otherwise = self.one(node.iter), self.all(node.body), self.all(node.else_)
                test = self.one(node.test) if node.test else None
                return nodes.For(at, self.one(node.target), over, body, otherwise, test, _size(node))
            case theirs.Assign():
                return nodes.Assign(at, self.one(node.target), self.one(node.node))
            case theirs.Include():
                return nodes.Include(at, self.one(node.template))
            case theirs.Macro():
                parameters = self.all(node.args), self.all(node.defaults)
                return nodes.Macro(at, node.name, *parameters, self.all(node.body), _size(node))
        return nodes.OtherStatement(at, self.all(node.iter_child_nodes()))

    def _nth(self, node: theirs.Expr) -> int:
        if isinstance(node, theirs.TemplateData):
            return 0
        self._begun[node.lineno] += 1
        return self._begun[node.lineno] - 1

    def _expression(self, node: Any) -> nodes.Expr:
        at = node.lineno
        match node:
            case theirs.TemplateData():
                return nodes.TemplateData(at, node.data)
            case theirs.Name():
                return nodes.Name(at, node.name, node.ctx)
            case theirs.Const():
                return nodes.Const(at, node.value)
            case theirs.List():
                return nodes.List(at, self.all(node.items))
            case theirs.Dict():
                return nodes.Dict(at, tuple((self.one(pair.key), self.one(pair.value)) for pair in node.items))
            case theirs.Getattr():
                return nodes.Getattr(at, self.one(node.node), node.attr)
            case theirs.Getitem():
                return nodes.Getitem(at, self.one(node.node), self.one(node.arg))
            case theirs.Filter(node=theirs.Expr()) | theirs.Test():
                kind = nodes.Filter if isinstance(node, theirs.Filter) else nodes.Test
                return kind(at, self.one(node.node), node.name, self.all(node.args), self._named(node))
            case theirs.Call():
                return nodes.Call(at, self.one(node.node), self.all(node.args), self._named(node))
        return self._condition(node)

    def _named(self, node: Any) -> nodes.Named:
        return tuple((pair.key, self.one(pair.value)) for pair in node.kwargs)

    def _condition(self, node: Any) -> nodes.Expr:
        at = node.lineno
        match node:
            case theirs.CondExpr():
                otherwise = self.one(node.expr2) if node.expr2 else None
                return nodes.CondExpr(at, self.one(node.test), self.one(node.expr1), otherwise)
            case theirs.And():
                return nodes.And(at, self.one(node.left), self.one(node.right))
            case theirs.Or():
                return nodes.Or(at, self.one(node.left), self.one(node.right))
            case theirs.Not():
                return nodes.Not(at, self.one(node.node))
            case theirs.Compare():
                return nodes.Compare(at, self.one(node.expr), tuple((one.op, self.one(one.expr)) for one in node.ops))
        return nodes.OtherExpr(at, self.all(node.iter_child_nodes()))
