"""Mistakes in templates: what Jinja and Python report, in words for an author who knows neither; each at its line."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import Signature

from jinja2 import UndefinedError, nodes
from jinja2.exceptions import SecurityError

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, listed
from reportgen.figure import NotationError
from reportgen.figures import placed

_BRACES = "成对写 {{ }} 和 {% %}"
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


def of_syntax(message: str) -> tuple[str, str]:
    """Message and advice for what the parser says."""
    for pattern, said, hint in _SYNTAX:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(said), found.expand(hint) if "\\" in hint else hint
    return "这里的写法不对", f"检查引号和括号；{_BRACES}"


def of_rendering(mistake: Exception) -> tuple[str, str, str]:
    """Rule, message and advice for what comes up while a template is filled in."""
    said = str(mistake)
    match mistake:
        case NotationError():
            return "数名", said, '写法如：支出["性质=基本支出 功能=208"]、支出["@上年预算"]'
        case UndefinedError():
            return "模板", said, "在预算文件里补上，或检查模板里的名称"
        case SecurityError():
            return "模板", said, "模板只选择和印出，不计算"
        case RecursionError():
            return "模板", "模板互相引用，没有尽头", "检查 include 的文件名"
        case TypeError() if "not supported between" in said:
            return "模板", "数不能比较大小", "有没有用 is 有、is 无；增还是减用“同比”"
        case TypeError() if "not callable" in said:
            return "模板", "这里不能写圆括号", '要分出一部分，用方括号，如 支出["性质=基本支出"]'
        case TypeError() if "not iterable" in said:
            return "模板", "这不是一组，不能逐个写", '先分开，如 支出|按("功能.类")'
        case _:
            return "模板", f"这一行算不出来（{type(mistake).__name__}）", "检查这一行的词、括号和引号"


_MOST_NODES = 100_000  # the largest region has a hundredth of it


class Told:
    """What is wrong so far; `where`: the template that is being read; `fatal`: nothing can be filled in."""

    def __init__(self) -> None:
        self.mistakes: list[Diagnostic] = []
        self.fatal = False
        self.where = ""
        self._seen = 0

    def at(self, node: nodes.Node) -> Location:
        """Where the node stands."""
        return Location(self.where, node.lineno)

    def tell(self, node: nodes.Node, message: str, hint: str, fatal: bool = False) -> None:
        """One more mistake."""
        self.mistakes.append(error("模板", message, self.at(node), hint=hint))
        self.fatal = self.fatal or fatal

    @contextmanager
    def telling(self, node: nodes.Node) -> Iterator[None]:
        """What is raised inside is a mistake at the node."""
        try:
            yield
        except ReportgenError as mistake:
            self.mistakes.extend(placed(mistake, self.at(node)).diagnostics)
        except (NotationError, TypeError) as mistake:
            rule, message, hint = of_rendering(mistake)
            self.mistakes.append(error(rule, message, self.at(node), hint=hint))

    def count(self, node: nodes.Node) -> None:
        """One more node is read.

        Raises:
            ReportgenError: there is no end to them.
        """
        self._seen += 1
        if self._seen > _MOST_NODES:
            hint = "检查 macro 和 include 是不是一层套一层"
            raise ReportgenError(error("模板", "模板重复得太多，读不完", self.at(node), hint=hint))


def wrong_arguments(name: str, parameters: Signature, at: Location) -> Diagnostic:
    """The brackets behind a word or macro do not fit it."""
    known = [p for p in parameters.parameters if not p.isascii()]
    hint = f"可以写的有：{listed(known)}" if known else "检查括号里写了几个值"
    return error("模板", f"“{name}”的括号里写得不对", at, hint=hint)


def without_value(parameters: Signature) -> Signature:
    """The brackets of a filter: its first parameter stands before the bar."""
    return parameters.replace(parameters=[*parameters.parameters.values()][1:])
