"""Mistakes of templates on their way to whoever wrote them: collected, each at its line."""

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import Signature

from jinja2 import nodes

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, listed
from reportgen.figure import NotationError
from reportgen.figures import placed
from reportgen.narrative.mistakes import of_rendering

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
