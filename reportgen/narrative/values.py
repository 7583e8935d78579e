"""The values of templates: figures that can be narrowed and printed, never added up or joined to text."""

from dataclasses import field, replace
from typing import Any, ClassVar

from jinja2 import Undefined

from reportgen.document import Runs, Table, TableSet, Text
from reportgen.figure import FigureId, NotationError, conditions, parse
from reportgen.figures import Fact, Figures, printed, refuse
from reportgen.quantity import NumberFormat
from reportgen.records import dataclass
from reportgen.source import Mapping


@dataclass(frozen=True)
class Value:
    """A figure in a template: `支出`, `支出["性质=基本支出"]`, `支出["@上年预算"]`; prints amount and unit.

    Attributes:
        dimension: the last one it was narrowed by; its member gives 名称 and 编码.
        form: how it prints.
    """

    figures: Figures = field(repr=False)
    id: FigureId
    form: NumberFormat
    dimension: str = ""

    __iter__: ClassVar[None] = None  # a figure is one, not a list

    def __bool__(self) -> bool:
        raise NotationError("数不能直接作条件；写 is 有 或 is 无")

    def __getitem__(self, text: object) -> "Value":
        if not isinstance(text, str):
            raise NotationError("数后面的方括号里要写条件")
        if text.startswith(("@", "＠")):
            return replace(self, id=self._seen_as(parse(text)))
        narrowed = conditions(text)
        return replace(self, id=self.id.where(*narrowed), dimension=narrowed[-1][0] if narrowed else self.dimension)

    def _seen_as(self, asked: FigureId) -> FigureId:
        """Return the name with the base or derivation that is asked for, unless it already has another."""
        own = self.id
        if (own.base and asked.base and own.base != asked.base) or (own.derived and asked.derived):
            raise NotationError(f"{own}后面不能再写{asked}")
        derived = asked if asked.derived else own
        return own.seen_as(derived)._replace(base=asked.base or own.base)

    @property
    def 名称(self) -> str:
        """The printed name of the member."""
        return self.figures.budget.member_name(self.dimension, self.编码)

    @property
    def 编码(self) -> str:
        """The member, a code if the dimension has codes."""
        return self.id.member(self.dimension)

    def runs(self) -> Runs:
        """Return digits and unit."""
        name = self.id if self.id.derived else self.figures.names.canonical(self.id)
        return printed(str(name), self.figures.value(self.id), self.form)


def runs_of(value: Any) -> Any:
    """Return what a printed value becomes: runs, or tables as they are.

    Raises:
        ReportgenError: it is neither a figure nor text nor tables.
    """
    if isinstance(value, (Value, Fact, Phrase)):
        return value.runs()
    if isinstance(value, TableSet):
        return value.tables
    if isinstance(value, tuple) and all(isinstance(item, Table) for item in value):
        return value
    if not isinstance(value, str) and type(value) is not int:
        hint = "一组里的每一个，用 for 逐个写，或用“连”；名词写 .名称、.释义"
        refuse("模板", "这里不是一个数，也不是文字", hint=hint)
    return (Text(str(value)),)


def known_words(value: object) -> tuple[str, ...]:
    """Return the words that may follow the point behind a value."""
    match value:
        case Value():
            return ("名称", "编码")
        case Fact(node=node) if isinstance(node, Mapping):
            return tuple(name.text for name, _ in node.entries)
        case dict():
            return tuple(value)
        case _:
            return ()


def is_missing(value: Any) -> bool:
    """Whether the value is a name that nobody defined."""
    return isinstance(value, Undefined)


def plain_words(value: object) -> str:
    """Return the value as words of a sentence.

    Raises:
        ReportgenError: it is a figure, or a list.
    """
    if not isinstance(value, (Fact, str, int)):
        refuse("模板", "这里要写文字", hint="数不能当文字用，名称写 .名称")
    return value.text if isinstance(value, Fact) else str(value)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and figures that belong together, such as a change with its rate and reason."""

    said: Runs

    def runs(self) -> Runs:
        """Return the words and figures."""
        return self.said
