"""The values of templates: figures that can be narrowed and printed, never added up or joined to text.

Also the filters and tests that need only the value before them.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from typing import Any, ClassVar

from reportgen.diagnostics import did_you_mean, refuse
from reportgen.document import Runs, Table, TableSet, Text
from reportgen.figure import FigureId, NotationError, conditions, parse
from reportgen.figures import Fact, Figures, printed
from reportgen.narrative.mistakes import Missing, refuse_longer
from reportgen.profile import numbered
from reportgen.quantity import UNITS, NumberFormat
from reportgen.records import dataclass, field, replace
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
        """The printed name of the member that the figure was narrowed by last."""
        return self.figures.budget.member_name(self.dimension, self.编码)

    @property
    def 编码(self) -> str:
        """The member that the figure was narrowed by last: a code, if the dimension has codes."""
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
    return isinstance(value, Missing)


def plain_words(value: object) -> str:
    """Return the value as words of a sentence.

    Raises:
        ReportgenError: it is a figure, or a list.
    """
    if not isinstance(value, (Fact, str, int)):
        refuse("模板", "这里要写文字", hint="数不能当文字用，名称写 .名称")
    return value.text if isinstance(value, Fact) else str(value)


LOOP_WORDS = ("index", "first", "last", "length")  # what templates may say of `loop`


@dataclass(frozen=True, slots=True)
class Loop:
    """A round of a loop: its number from 1, and how many there are."""

    index: int
    length: int

    @property
    def first(self) -> bool:
        """Whether it is the first round."""
        return self.index == 1

    @property
    def last(self) -> bool:
        """Whether it is the last round."""
        return self.index == self.length


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and figures that belong together, such as a change with its rate and reason."""

    said: Runs

    def runs(self) -> Runs:
        """Return the words and figures."""
        return self.said


def from_large(values: Iterable[object], 依: str = "") -> tuple[Value, ...]:
    """从大到小: sorted by amount, or by 依, such as the change `@上年预算.增减额`; equal ones stay in order."""
    if not isinstance(values, (list, tuple)):
        refuse("模板", "“从大到小”前面要是一组数", hint='如 支出|按("项目")|从大到小')
    parts = [figure_of(value) for value in values]
    asked = [part[plain_words(依)] if 依 else part for part in parts]
    sizes = [value.figures.number(value.id) for value in asked]
    return tuple(parts[i] for i in sorted(range(len(parts)), key=lambda i: -sizes[i]))


def paragraphs(value: object) -> tuple[Fact, ...]:
    """段落: text of the budget file as paragraphs."""
    return _fact(value).paragraphs()


def items(value: object) -> tuple[Fact, ...]:
    """条目: the paragraphs without typed numbers, for templates that number them."""
    return _fact(value).items()


def _fact(value: object) -> Fact:
    if not isinstance(value, Fact):
        refuse("模板", "“段落”“条目”只能用在预算文件里的文字后面", hint="如 部门.职责|条目")
    return value


def in_unit(value: Value, 单位: str) -> Value:
    """以: the figure in another 金额单位."""
    check_unit(单位)
    value = figure_of(value)
    return replace(value, form=replace(value.form, unit=单位))


def check_unit(name: str) -> None:
    """Refuse an unknown 金额单位."""
    if name not in UNITS:
        refuse("模板", f"没有“{name}”这个金额单位", hint=did_you_mean(str(name), UNITS))


def with_all_decimals(value: Value) -> Value:
    """足位: the figure with all decimals."""
    value = figure_of(value)
    return replace(value, form=replace(value.form, trim=False, trim_rates=False))


def figure_of(value: object) -> Value:
    """Return the value, which must be a figure."""
    if not isinstance(value, Value):
        hint = "一组里的每一个，用 for 逐个写" if isinstance(value, (list, tuple)) else "前面写 支出、收入 等指标"
        refuse("模板", "这个词只能用在数后面", hint=hint)
    return value


def amount_of(value: object, word: str) -> Value:
    """Return the value, which must be an amount of this year or of a base, not a derived figure."""
    found = figure_of(value)
    if found.id.derived:
        refuse("模板", f"“{word}”不能用在{found.id}后面", hint=f"用在金额后面，如 {found.id.stated}")
    return found


def this_year_of(value: object, word: str) -> Value:
    """Return the value, which must be an amount of this year: the filter itself names the base of comparison."""
    found = amount_of(value, word)
    if found.id.base:
        hint = f'前面写 {found.id.amount}，要比的写在括号里，如 {word}(比="{found.id.base}")'
        refuse("模板", f"“{word}”前面要写本年的数，不是{found.id}", hint=hint)
    return found


def with_ending(value: object, 词尾: str) -> str:
    """带: the text with an ending, unless it already has it."""
    text, ending = plain_words(value), plain_words(词尾)
    refuse_longer(len(text) + len(ending))
    return text if text.endswith(ending) else f"{text}{ending}"


def exchanged(value: object, 对照: Dict[str, str]) -> str:
    """换成: another word for some words."""
    text = plain_words(value)
    if not isinstance(对照, Dict):
        refuse("模板", "“换成”的括号里要写对照", hint='如 换成({"财政拨款": "财政一般拨款"})')
    return 对照.get(text, text)


def between(loop: object, 标点: str) -> str:
    """间: a mark after each round of a loop but the last."""
    if not isinstance(loop, Loop):
        refuse("模板", "“间”只能写成 {{ loop|间(…) }}", hint="写在 for 里面，前面是 loop")
    return "" if loop.last else plain_words(标点)


def serial(number: object, 样式: str) -> str:
    """序号: a number written as a pattern says, `{一}、`."""
    if not isinstance(number, int):
        refuse("模板", "“序号”只能写成 {{ loop.index|序号(…) }}", hint="写在 for 里面")
    return numbered(plain_words(样式), number)


def is_zero(value: Any) -> bool:
    """无: the figure is zero, or the fact is empty."""
    return not is_not_zero(value)


def is_not_zero(value: Any) -> bool:
    """有: the opposite of 无."""
    if isinstance(value, Value):
        return bool(value.figures.number(value.id))
    return bool(str(getattr(value, "text", value)))


def is_given(value: Any) -> bool:
    """写了: the budget file states the value; of a figure, whether its year or base states the measure."""
    if isinstance(value, Value):
        return value.figures.states(value.id)
    if isinstance(value, Fact):
        value.figures.facts_tested.add(value.path)
    return not is_missing(value)


def joined(items: Iterable[Any], 标点: str = "、") -> str:
    """连: the names of a list in a row."""
    if not isinstance(items, (list, tuple, Fact)):
        refuse("模板", "“连”前面要是一组", hint='如 支出|按("功能.类")|连')
    names = [item.名称 if isinstance(item, Value) else plain_words(item) for item in items]
    mark = plain_words(标点)
    refuse_longer(sum(map(len, names)) + len(mark) * len(names))
    return mark.join(names)
