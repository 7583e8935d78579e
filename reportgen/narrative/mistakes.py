"""Mistakes in templates: what Jinja and Python report, in words for an author who knows neither."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import UndefinedError, nodes
from jinja2.exceptions import SecurityError

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.figure import NotationError
from reportgen.figures import placed, refuse

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
_MOST_NODES = 100_000  # that are read; the largest region has a hundredth of it


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
            self.found.extend(placed(mistake, self.at(node)).diagnostics)
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
