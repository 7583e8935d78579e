"""What a template may contain, and what Jinja's parser says, in words for an author who knows no Python.

Regions come from strangers. Each template is therefore checked against these tables as soon as it is parsed. Whatever
they do not list is refused, in untaken branches too.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from jinja2 import nodes

from reportgen.diagnostics import did_you_mean
from reportgen.narrative.mistakes import CHOOSING, NO_SECTION, TOO_DEEP, UNTANGLE
from reportgen.narrative.nodes import Refusal
from reportgen.source import UNPRINTABLE

MOST_NESTED = 50  # levels of nesting; Python's own limits on brackets and blocks are higher
MOST_LOOPS = 8  # loops within loops

Complaint = tuple[str, str]  # message, advice

_TAGS = "可用的有：if、for、set、include、macro"
_ALLOWED: frozenset[type[nodes.Node]] = frozenset(
    (
        *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Scope),
        *(nodes.If, nodes.For, nodes.Assign, nodes.Include, nodes.Macro),
        *(nodes.Name, nodes.Const, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword),
        *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Call),
        *(nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
    )
)
# Kinds of nodes that are refused -> message, advice; a node in neither table is “这里的写法不能用”.
_REFUSED: dict[type[nodes.Node], Complaint] = {
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
_BRACES = "成对写 {{ }} 和 {% %}"
# What Jinja's parser says -> message, advice.
_SYNTAX = (
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


def refusals(tree: nodes.Template, filters: tuple[str, ...], tests: tuple[str, ...]) -> list[Refusal]:
    """Return everything that no template may contain, by line; of a tree that is nested too deeply, only that.

    `filters` and `tests` are the names that exist. The walk is not recursive: a hostile tree has no end.
    """
    found = []
    waiting: list[tuple[nodes.Node, int, int, int]] = [(tree, 1, 0, 0)]
    while waiting:
        node, line, depth, loops = waiting.pop()
        line = node.lineno or line
        loops += isinstance(node, nodes.For)
        if depth > MOST_NESTED or loops > MOST_LOOPS:
            return [(line, TOO_DEEP, UNTANGLE)]
        found += [(line, message, hint) for message, hint in _complaints(node, filters, tests)]
        waiting += [(child, line, depth + 1, loops) for child in node.iter_child_nodes()]
    return sorted(dict.fromkeys(found))


def _complaints(node: nodes.Node, filters: Collection[str], tests: Collection[str]) -> Iterator[Complaint]:
    if isinstance(node, nodes.Tuple) and node.ctx == "store":
        return  # reported by the statement that it is part of
    if type(node) not in _ALLOWED:
        yield _REFUSED.get(type(node)) or _computing(node)
        return
    yield from _in_statement(node)
    yield from _in_expression(node)
    if isinstance(node, (nodes.Filter, nodes.Test)):
        known = filters if isinstance(node, nodes.Filter) else tests
        if node.name not in known:
            yield f"没有“{node.name}”这个词", did_you_mean(node.name, [word for word in known if not word.isascii()])


def _computing(node: nodes.Node) -> Complaint:
    if isinstance(node, (nodes.BinExpr, nodes.UnaryExpr)):
        return f"模板里不做运算（{node.operator}）；用“同比”“占比”等", CHOOSING
    return "这里的写法不能用", CHOOSING


def _in_statement(node: nodes.Node) -> Iterator[Complaint]:
    match node:
        case nodes.For():
            if not isinstance(node.target, nodes.Name) or node.target.name == "loop":
                yield "for 后面只能写一个名称", '如 {% for 类 in 支出|按("功能.类") %}'
            if node.recursive:
                yield "for 里不能写 recursive", "有几层就写几个 for"
        case nodes.Assign(target=nodes.Tuple()):
            yield _REFUSED[nodes.NSRef]
        case nodes.Include():
            named = isinstance(node.template, nodes.Name) or isinstance(getattr(node.template, "value", None), str)
            if not named or node.ignore_missing or not node.with_context:
                yield NO_SECTION
        case nodes.Macro() if _has_twins(one.name for one in node.args):
            yield f"“{node.name}”的括号里有两个同样的名称", "只留一个"


def _in_expression(node: Any) -> Iterator[Complaint]:
    match node:
        case nodes.Const(value=str(text)):
            if found := UNPRINTABLE.search(text):
                yield f"引号里有看不见的字符 U+{ord(found[0]):04X}", "删掉引号里以 \\ 开头的写法"
        case nodes.Const(value=value) if type(value) not in (int, bool, type(None)):
            yield f"这里不能写“{value}”", "数写在预算文件里，或写在 profile.yaml 的“标准”下"
        case nodes.Operand(op="in" | "notin"):
            yield "这里不能写 in", '一个一个比，如 资.名称 == "甲" or 资.名称 == "乙"'
        case nodes.Operand(op=operator) if operator not in ("eq", "ne"):
            yield "数不能比较大小", "有没有用 is 有、is 无；增还是减用“同比”"
        case nodes.Getattr(attr=name) if name.startswith("_"):
            yield f"没有“{name}”", CHOOSING
        case nodes.Call() | nodes.Filter() | nodes.Test():
            if node.dyn_args or node.dyn_kwargs:
                yield "括号里不能写“*”", "一个一个写出来"
            if _has_twins(str(pair.key) for pair in node.kwargs):
                yield "括号里同一个名称写了两次", "只留一处"


def _has_twins(names: Iterable[str]) -> bool:
    every = list(names)
    return len(set(every)) < len(every)


def of_syntax(message: str) -> tuple[str, str]:
    """Return message and advice for what Jinja's parser says."""
    for pattern, said, hint in _SYNTAX:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(said), found.expand(hint) if "\\" in hint else hint
    return "这里的写法不对", f"检查引号和括号；{_BRACES}"
