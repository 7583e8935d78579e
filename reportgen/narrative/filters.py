"""Filters and tests that need only the value before them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jinja2.runtime import LoopContext

from reportgen.diagnostics import did_you_mean
from reportgen.figures import Fact, refuse
from reportgen.narrative.allowed import refuse_longer
from reportgen.narrative.values import Value, is_missing, plain_words
from reportgen.profile import numbered
from reportgen.quantity import UNITS


def from_large(values: Iterable[object], 依: str = "") -> tuple[Value, ...]:
    """从大到小: sorted by amount, or by another year's or a change (`@上年预算.增减额`); equal ones stay in order."""
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


def in_full(value: Value) -> Value:
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


def exchanged(value: object, 对照: Mapping[str, str]) -> str:
    """换成: another word for some words."""
    text = plain_words(value)
    if not isinstance(对照, Mapping):
        refuse("模板", "“换成”的括号里要写对照", hint='如 换成({"财政拨款": "财政一般拨款"})')
    return 对照.get(text, text)


def between(loop: object, 标点: str) -> str:
    """间: a mark after each round of a loop but the last."""
    if not isinstance(loop, LoopContext):
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
    """写了: the budget file says it; of a figure, its year or base states the measure."""
    if isinstance(value, Value):
        return value.figures.states(value.id)
    return not is_missing(value)


def joined(items: Iterable[Any], 标点: str = "、") -> str:
    """连: the names of a list in a row."""
    if not isinstance(items, (list, tuple, Fact)):
        refuse("模板", "“连”前面要是一组", hint='如 支出|按("功能.类")|连')
    names = [item.名称 if isinstance(item, Value) else plain_words(item) for item in items]
    mark = plain_words(标点)
    refuse_longer(sum(map(len, names)) + len(mark) * len(names))
    return mark.join(names)
