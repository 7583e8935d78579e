"""What a template may be made of: the words of Jinja that choose and print, and none that compute or call.

Regions come from strangers, and some of Jinja runs before anything is printed, so a template is held against these
tables as soon as it is parsed. Whatever is not listed is refused, in branches that are not taken as well.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from jinja2 import nodes

from reportgen.diagnostics import did_you_mean
from reportgen.source import UNPRINTABLE

MOST_NESTED = 50  # levels of anything; Python's own limits on brackets and blocks come later
MOST_LOOPS = 8  # for in for

TOO_DEEP, UNTANGLE = "这里套得太深", "检查括号；for、if 里再套的太多时，分开写"
NO_SECTION = ("include 后面只能写文件名，或各节中的一节", "如 {% for 节 in 各节 %}{% include 节 %}")

Said = Iterator[tuple[str, str]]  # message, advice
Refusal = tuple[int, str, str]  # line, message, advice

_TAGS = "可用的有：if、for、set、include、macro"
_CHOOSING = "模板只选择和印出，不计算"
_ALLOWED: frozenset[type[nodes.Node]] = frozenset(
    (
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Scope),
        *(nodes.If, nodes.For, nodes.Assign, nodes.Include, nodes.Macro),
        *(nodes.Name, nodes.Const, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword),
        *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Call),
        *(nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
    )
)
# Kinds of nodes that are refused -> message, advice; what is in neither table is “这里的写法不能用”.
_REFUSED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Concat: ("“~”会把数变成文字，丢掉它的来处；写成 {{ 甲 }}{{ 乙 }}", "改成建议的写法"),
    nodes.Tuple: ("这里多了一个逗号", "一次印一个；一组写成 [甲, 乙]"),
    nodes.Slice: ("方括号里不能写冒号", '写条件或名称，如 支出["性质=基本支出"]'),
    nodes.NSRef: ("set 后面只能写一个名称", "如 {% set 基本 = 支出[…] %}"),
    nodes.AssignBlock: ("set 后面要写“名称 = …”", "重复的句子用 macro"),
    **{
        kind: (f"没有“{tag}”这个标记", _TAGS)
        for kind, tag in {
            nodes.Extends: "extends",
            nodes.Block: "block",
            nodes.Import: "import",
            nodes.FromImport: "from",
            nodes.CallBlock: "call",
            nodes.FilterBlock: "filter",
            nodes.With: "with",
            nodes.ScopedEvalContextModifier: "autoescape",
        }.items()
    },
}
_COMPARES = ("eq", "ne")


def refusals(tree: nodes.Template, filters: Collection[str], tests: Collection[str]) -> list[Refusal]:
    """Everything in the template that none may hold, by line; `filters` and `tests` are the words that there are."""
    found = []
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while waiting:
        node, line = waiting.pop()
        line = node.lineno or line
        found += [(line, message, hint) for message, hint in _of(node, filters, tests)]
        waiting += [(child, line) for child in node.iter_child_nodes()]
    return sorted(dict.fromkeys(found))


def too_deep(tree: nodes.Template) -> Refusal | None:
    """What stands too deep to be read; looked for without recursion, for there may be no end to it."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        loops += isinstance(node, nodes.For)
        if depth > MOST_NESTED or loops > MOST_LOOPS:
            return node.lineno, TOO_DEEP, UNTANGLE
        waiting += [(child, depth + 1, loops) for child in node.iter_child_nodes()]
    return None


def _of(node: nodes.Node, filters: Collection[str], tests: Collection[str]) -> Said:
    if isinstance(node, nodes.Tuple) and node.ctx == "store":
        return  # told of the statement that it stands in
    if type(node) not in _ALLOWED:
        yield _REFUSED.get(type(node)) or _computing(node)
    elif check := _CHECKS.get(type(node)):
        yield from check(node)
    if isinstance(node, (nodes.Filter, nodes.Test)):
        known = filters if isinstance(node, nodes.Filter) else tests
        if node.name not in known:
            yield f"没有“{node.name}”这个词", did_you_mean(node.name, [word for word in known if not word.isascii()])


def _computing(node: nodes.Node) -> tuple[str, str]:
    if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr)):
        return f"模板里不做运算（{node.operator}）；用“同比”“占比”等", _CHOOSING
    return "这里的写法不能用", _CHOOSING


def _constant(node: Any) -> Said:
    if type(node.value) not in (str, int, bool, type(None)):
        yield f"这里不能写“{node.value}”", "数写在预算文件里，或写在 profile.yaml 的“标准”下"
    elif isinstance(node.value, str) and (found := UNPRINTABLE.search(node.value)):
        yield f"引号里有看不见的字符 U+{ord(found[0]):04X}", "删掉引号里以 \\ 开头的写法"


def _comparison(node: Any) -> Said:
    for operand in node.ops:
        if operand.op in ("in", "notin"):
            yield "这里不能写 in", '一个一个比，如 资.名称 == "甲" or 资.名称 == "乙"'
        elif operand.op not in _COMPARES:
            yield "数不能比较大小", "有没有用 is 有、is 无；增还是减用“同比”"


def _loop(node: Any) -> Said:
    if not isinstance(node.target, nodes.Name) or node.target.name == "loop":
        yield "for 后面只能写一个名称", '如 {% for 类 in 支出|按("功能.类") %}'
    if node.recursive:
        yield "for 里不能写 recursive", "有几层就写几个 for"


def _setting(node: Any) -> Said:
    if isinstance(node.target, nodes.Tuple):
        yield "set 后面只能写一个名称", "如 {% set 基本 = 支出[…] %}"


def _inclusion(node: Any) -> Said:
    named = isinstance(node.template, nodes.Name) or isinstance(getattr(node.template, "value", None), str)
    if not named or node.ignore_missing or not node.with_context:
        yield NO_SECTION


def _macro(node: Any) -> Said:
    names = [argument.name for argument in node.args]
    if len(set(names)) < len(names):
        yield f"“{node.name}”的括号里有两个同样的名称", "只留一个"


def _arguments(node: Any) -> Said:
    names = [pair.key for pair in node.kwargs]
    if node.dyn_args or node.dyn_kwargs:
        yield "括号里不能写“*”", "一个一个写出来"
    if len(set(names)) < len(names):
        yield "括号里同一个名称写了两次", "只留一处"


def _attribute(node: Any) -> Said:
    if node.attr.startswith("_"):
        yield f"没有“{node.attr}”", _CHOOSING


_CHECKS: dict[type[nodes.Node], Callable[[Any], Said]] = {
    nodes.Const: _constant,
    nodes.Compare: _comparison,
    nodes.For: _loop,
    nodes.Assign: _setting,
    nodes.Include: _inclusion,
    nodes.Macro: _macro,
    nodes.Call: _arguments,
    nodes.Filter: _arguments,
    nodes.Test: _arguments,
    nodes.Getattr: _attribute,
}
