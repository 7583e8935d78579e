"""How much a template may do, names that nobody defined, and mistakes in words for an author who knows no Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, refuse
from reportgen.figure import NotationError
from reportgen.figures import with_place
from reportgen.narrative.nodes import Node
from reportgen.records import dataclass

TOO_DEEP, UNTANGLE = "这里套得太深", "检查括号；for、if 里再套的太多时，分开写"
NO_SECTION = ("include 后面只能写文件名，或各节中的一节", "如 {% for 节 in 各节 %}{% include 节 %}")
CHOOSING = "模板只选择和印出，不计算"
MOST_STEPS = 5_000_000  # forty times what the largest region takes
STEPS_OF_A_NODE = 10  # a printed character is one step
LONGEST_TEXT = 1_000_000  # characters
_MOST_NODES = 100_000  # that are read; the largest region has a hundredth of this
NOBODY = object()  # what a name belongs to that stands alone


class MissingError(Exception):
    """A missing name was used; the message says which."""


class Forbidden(Exception):
    """A name was used that belongs to Python, not to templates."""


class Missing:
    """A name that a template uses and nobody defined (没有的名称): whatever is done with it tells that it is missing.

    Attributes:
        holder: what should have it; NOBODY if it stands alone.
        is_forbidden: whether it is there, but not for templates.
    """

    __slots__ = ("holder", "is_forbidden", "name")

    def __init__(self, name: Any, holder: Any = NOBODY, is_forbidden: bool = False) -> None:
        self.name, self.holder, self.is_forbidden = name, holder, is_forbidden

    def fail(self, *_: Any, **__: Any) -> NoReturn:
        """Tell that the name is missing.

        Raises:
            MissingError, Forbidden: always.
        """
        raise (Forbidden if self.is_forbidden else MissingError)(f"没有“{self.name}”")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.fail()

    __bool__ = __str__ = __hash__ = __len__ = __iter__ = __contains__ = __getitem__ = __call__ = fail
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __int__ = fail
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = fail


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


def of_rendering(mistake: Exception, at: Location) -> Diagnostic:
    """Return the finding for an exception that a template brought about."""
    said = str(mistake)
    match mistake:
        case NotationError():
            return error("数名", said, at, hint='写法如：支出["性质=基本支出 功能=208"]、支出["@上年预算"]')
        case MissingError():
            hint = "在预算文件里补上，或检查模板里的名称"
        case Forbidden():
            hint = CHOOSING
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

    def at(self, node: Node) -> Location:
        """Return the place of a node."""
        return Location(self.where, node.lineno)

    def add(self, node: Node, message: str, hint: str, fatal: bool = False) -> None:
        """Add a mistake at the node."""
        self.found.append(error("模板", message, self.at(node), hint=hint))
        self.fatal = self.fatal or fatal

    @contextmanager
    def catching(self, node: Node) -> Iterator[None]:
        """Add what is raised inside as a mistake at the node."""
        try:
            yield
        except ReportgenError as mistake:
            self.found.extend(with_place(mistake, self.at(node)).diagnostics)
        except (NotationError, TypeError) as mistake:
            self.found.append(of_rendering(mistake, self.at(node)))

    def count(self, node: Node) -> None:
        """Count one more node that is read.

        Raises:
            ReportgenError: there are too many.
        """
        self._read += 1
        if self._read > _MOST_NODES:
            hint = "检查 macro 和 include 是不是一层套一层"
            refuse("模板", "模板重复得太多，读不完", self.at(node), hint=hint)
