"""The words that templates may use: filters and tests, and nothing else of Jinja's.

按("功能.款")        the parts that are not zero (含零=true: all); closed dimensions go down one level,
                     "资金.明细" to the last members, "资金.全部" to every one
占比 / 占比(总)       占24.14%
同比("主语", 比=…, 用语=…, 分述=[…], 率=…, 因=…)   a change in words with its reason
完成(比=…)           completion of a base
个数("项目"[, 起点]), 合计("项目", 起点)            how many, how much of those that reach a start
以("万元"), 足位      another unit; all decimals
原因, 用途(否则=…)    what the budget says of a figure
带("支出"), 换成({…}), 连("、"), 间("；")            words
is 无, is 有, is 写了
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.document import Figure, Text
from reportgen.figure import FigureId
from reportgen.figures import Fact
from reportgen.narrative.phrases import Asked, Phrases
from reportgen.narrative.reasons import reason_for
from reportgen.narrative.slots import is_missing
from reportgen.narrative.values import Phrase, Value
from reportgen.quantity import UNITS
from reportgen.vocabulary import CODE_LEVELS


@dataclass(frozen=True)
class Vocabulary:
    """Filters and tests over one budget's phrases; `collect` wraps those that may fail before anything is printed."""

    phrases: Phrases
    collect: Callable[[Callable[..., Any], Any], Callable[..., Any]]
    default_base: str

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Name in templates -> filter."""
        return {
            "按": self.collect(self.parts, ()),
            "占比": self.collect(self.share, ""),
            "同比": self.collect(self.change, ""),
            "完成": self.collect(self.completion, ""),
            "个数": self.collect(self.count, ""),
            "合计": self.collect(self.sum, ""),
            "以": self.collect(in_unit, ""),
            "足位": lambda value: replace(value, form=replace(value.form, trim=False)),
            "原因": self.collect(self.reason, ""),
            "用途": self.collect(self.purpose, ""),
            "带": lambda text, ending: text if str(text).endswith(ending) else f"{text}{ending}",
            "换成": lambda text, other: other.get(str(text), text),
            "连": joined,
            "间": lambda loop, mark: "" if loop.last else mark,
        }

    def tests(self) -> dict[str, Callable[..., Any]]:
        """Name in templates -> test."""
        return {"无": self.collect(is_zero, True), "有": self.collect(is_not_zero, False), "写了": is_given}

    def parts(self, value: Value, how: str, 含零: bool = False) -> tuple[Value, ...]:
        """The parts of a figure along a dimension."""
        dimension, _, level = how.partition(".")
        parts = [
            replace(value, id=value.id.where((dimension, member)), dimension=dimension)
            for member in self._members(value, dimension, level)
        ]
        return tuple(part for part in parts if 含零 or is_not_zero(part))

    def _members(self, value: Value, dimension: str, level: str) -> tuple[str, ...]:
        known, figures = value.figures.vocabulary, value.figures
        if dimension in CODE_LEVELS or dimension not in known.trees:
            return figures.members(value.id.measure, value.id.conditions, dimension, level)
        figures.names.check_dimension(value.id.measure, dimension)
        if level == "明细":
            above = value.id.member(dimension)
            return tuple(m for m in known.leaves(dimension) if not above or known.below(dimension, m, above))
        if level == "全部":
            return tuple(known.trees[dimension])
        return known.children(dimension, value.id.member(dimension))

    def share(self, value: Value, whole: Value | None = None) -> Phrase:
        """占比."""
        of = whole.id if whole else FigureId(value.id.measure)
        return Phrase(self.phrases.share(value.id, of, value.form))

    def change(
        self,
        value: Value | Iterable[Value],
        主: str = "",
        比: str = "",
        用语: str = "缺省",
        分述: Iterable[str] = (),
        率: bool = True,
        因: bool = True,
    ) -> Phrase:
        """同比."""
        values = (value,) if isinstance(value, Value) else tuple(value)
        if not values:
            raise ReportgenError(error("模板", "“同比”前面没有要比的数"))
        base = 比 or self.default_base
        asked = Asked(tuple(v.id for v in values), base, str(主), 用语, tuple(分述), 率, 因)
        return Phrase(self.phrases.change(asked, values[0].form))

    def completion(self, value: Value, 比: str = "", 用语: str = "缺省") -> Phrase:
        """完成."""
        return Phrase(self.phrases.completion(value.id, 比 or self.default_base, value.form, 用语))

    def count(self, value: Value | Fact, 按: str = "", 起点: object = "") -> Any:
        """个数: of the members of a dimension, or of the items of a list."""
        if isinstance(value, Fact):
            name = f"{value.path}@个数"
            return Phrase((Figure(name, str(len(value)), str(len(value))), Text("个")))
        return replace(value, id=replace(value.id, derived="个数", argument=_argument(按, 起点)))

    def sum(self, value: Value, 按: str, 起点: object = "") -> Value:
        """合计."""
        return replace(value, id=replace(value.id, derived="合计", argument=_argument(按, 起点)))

    def reason(self, value: Value, 比: str = "") -> Any:
        """原因: as stated, or nothing."""
        said = reason_for(value.figures.budget, (value.id,), 比 or self.default_base)
        return Phrase((Text(said.text),)) if said else ""

    def purpose(self, value: Value, 否则: Any = "") -> Any:
        """用途: as stated of exactly this figure, else the other words."""
        names = value.figures.names
        stated = {names.canonical(name): said for name, said in value.figures.budget.purposes.items()}
        said = stated.get(names.canonical(value.id))
        return Phrase((Text(said.text),)) if said else 否则


def in_unit(value: Value, unit: str) -> Value:
    """以: in another 金额单位."""
    if unit not in UNITS:
        raise ReportgenError(error("模板", f"没有“{unit}”这个金额单位", hint=did_you_mean(unit, UNITS)))
    return replace(value, form=replace(value.form, unit=unit))


def _argument(dimension: str, start: object) -> str:
    text = start.text if isinstance(start, Fact) else str(start)
    return f"{dimension}≥{text}" if text else dimension


def is_zero(value: Any) -> bool:
    """无: nothing is stated, or an amount of zero."""
    return not is_not_zero(value)


def is_not_zero(value: Any) -> bool:
    """有."""
    if isinstance(value, Value):
        return bool(value.figures.number(value.id))
    return bool(str(getattr(value, "text", value)))


def is_given(value: Any) -> bool:
    """写了: the budget file says it."""
    return not is_missing(value)


def joined(items: Iterable[Any], mark: str = "、") -> str:
    """连: names one after another."""
    return mark.join(item.名称 if isinstance(item, Value) else str(getattr(item, "text", item)) for item in items)
