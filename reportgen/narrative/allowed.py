"""What a template may contain, how much it may do, and its mistakes in words for an author who knows no Python.

Regions come from strangers, and Jinja evaluates some constructs before anything is printed. Each template is therefore
checked against these tables as soon as it is parsed. Whatever they do not list is refused, in untaken branches too.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from jinja2 import UndefinedError, nodes
from jinja2.exceptions import SecurityError

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean, error, refuse
from reportgen.figure import NotationError
from reportgen.figures import with_place
from reportgen.records import dataclass
from reportgen.source import UNPRINTABLE

MOST_NESTED = 50  # levels of nesting; Python's own limits on brackets and blocks are higher
MOST_LOOPS = 8  # loops within loops

TOO_DEEP, UNTANGLE = "这里套得太深", "检查括号；for、if 里再套的太多时，分开写"
NO_SECTION = ("include 后面只能写文件名，或各节中的一节", "如 {% for 节 in 各节 %}{% include 节 %}")

Complaint = tuple[str, str]  # message, advice
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
MOST_STEPS = 5_000_000  # forty times what the largest region takes
STEPS_OF_A_NODE = 10  # a printed character is one step
LONGEST_TEXT = 1_000_000  # characters
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
_MOST_NODES = 100_000  # that are read; the largest region has a hundredth of this


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
        return f"模板里不做运算（{node.operator}）；用“同比”“占比”等", _CHOOSING
    return "这里的写法不能用", _CHOOSING


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
            yield f"没有“{name}”", _CHOOSING
        case nodes.Call() | nodes.Filter() | nodes.Test():
            if node.dyn_args or node.dyn_kwargs:
                yield "括号里不能写“*”", "一个一个写出来"
            if _has_twins(str(pair.key) for pair in node.kwargs):
                yield "括号里同一个名称写了两次", "只留一处"


def _has_twins(names: Iterable[str]) -> bool:
    every = list(names)
    return len(set(every)) < len(every)


@dataclass
class Meter:
    """Counts the steps of a rendering: nested loops, and macros that call macros twice, would hardly ever end.

    It looks at no clock, so the same templates are refused on every machine.
    """

    spent: int = 0

    def spend(self, steps: int) -> None:
        """Count some more steps.

        Raises:
            ReportgenError: there are too many.
        """
        self.spent += steps
        if self.spent > MOST_STEPS:
            hint = "单位、项目有几千个的，一个单位生成一份；不是的，检查 for、macro、include 是不是套得太多"
            raise ReportgenError(error("模板", "这里要写的东西太多，写不完", hint=hint))


def refuse_longer(length: int) -> None:
    """Refuse a text that would have `length` characters, if these are too many, before it is made."""
    if length > LONGEST_TEXT:
        hint = "检查这一行是不是把同一组连了又连"
        raise ReportgenError(error("模板", f"这里的文字超过{LONGEST_TEXT}字", hint=hint))


def of_syntax(message: str) -> tuple[str, str]:
    """Return message and advice for what Jinja's parser says."""
    for pattern, said, hint in _SYNTAX:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(said), found.expand(hint) if "\\" in hint else hint
    return "这里的写法不对", f"检查引号和括号；{_BRACES}"


def of_rendering(mistake: Exception, at: Location) -> Diagnostic:
    """Return the finding for an exception that a template brought about."""
    said = str(mistake)
    match mistake:
        case NotationError():
            return error("数名", said, at, hint='写法如：支出["性质=基本支出 功能=208"]、支出["@上年预算"]')
        case UndefinedError():
            hint = "在预算文件里补上，或检查模板里的名称"
        case SecurityError():
            hint = "模板只选择和印出，不计算"
        case RecursionError():
            said, hint = "模板互相引用，没有尽头", "检查 include 的文件名"
        case TypeError() if "not iterable" in said:
            said, hint = "这不是一组，不能逐个写", '先分开，如 支出|按("功能.类")'
        case _:
            said, hint = f"这一行算不出来（{type(mistake).__name__}）", "检查这一行的词、括号和引号"
    return error("模板", said, at, hint=hint)


class MistakeList:
    """The mistakes found while templates are read.

    Attributes:
        where: the template that is being read.
        fatal: whether the templates cannot be filled in.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.fatal = False
        self.where = ""
        self._read = 0

    def at(self, node: nodes.Node) -> Location:
        """Return the place of a node."""
        return Location(self.where, node.lineno)

    def add(self, node: nodes.Node, message: str, hint: str, fatal: bool = False) -> None:
        """Add a mistake at the node."""
        self.found.append(error("模板", message, self.at(node), hint=hint))
        self.fatal = self.fatal or fatal

    @contextmanager
    def catching(self, node: nodes.Node) -> Iterator[None]:
        """Add what is raised inside as a mistake at the node."""
        try:
            yield
        except ReportgenError as mistake:
            self.found.extend(with_place(mistake, self.at(node)).diagnostics)
        except (NotationError, TypeError) as mistake:
            self.found.append(of_rendering(mistake, self.at(node)))

    def count(self, node: nodes.Node) -> None:
        """Count one more node that is read.

        Raises:
            ReportgenError: there are too many.
        """
        self._read += 1
        if self._read > _MOST_NODES:
            hint = "检查 macro 和 include 是不是一层套一层"
            refuse("模板", "模板重复得太多，读不完", self.at(node), hint=hint)
