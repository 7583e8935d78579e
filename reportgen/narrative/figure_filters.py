"""Filters over the figures of one budget, and the list of all filters that templates may use.

按("功能.款")        the parts that are not zero (含零=true: all); a closed dimension goes down one level,
                     "资金.明细" to the last members, "资金.全部" to all; 比="上年预算": also what was there then
占比 / 占比(总, 前="，")   占24.14%, with the mark before it; nothing of a whole of zero
同比("主语", 比=…, 用语=…, 分述=[…], 率=…, 因=…)   a change in words with its reason
完成(比=…)           how much of a base was completed
个数("项目"[, 起点]), 合计("项目", 起点)            how many, how much of those that reach a start
从大到小("@上年预算.增减额")   the parts in another order
以("万元"), 足位      another unit; all decimals
原因, 用途(否则=…)    what the budget says of a figure
段落, 条目            free text of the budget file as paragraphs, as items without typed numbers
带("支出"), 换成({…}), 连("、"), 间("；"), 序号("{一}、"), "组"|续号("{1}．")   words
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from reportgen.budget.models import Explanation
from reportgen.diagnostics import ReportgenError, refuse
from reportgen.document import Figure, Text
from reportgen.figure import FigureId
from reportgen.figures import Fact, with_figures
from reportgen.narrative import values as plain
from reportgen.narrative.phrases import Phrases, SentenceRequest, reason_for
from reportgen.narrative.values import Phrase, Value, figure_of, is_not_zero, plain_words
from reportgen.records import dataclass, field, replace
from reportgen.vocabulary import CODE_LEVELS

_ABOVE = "同上"


@dataclass(frozen=True)
class FigureFilters:
    """The filters of one budget.

    Attributes:
        default_base: the base of changes that name none.
        counted: series of 续号 -> its last number.
    """

    phrases: Phrases
    default_base: str
    counted: Counter[str] = field(default_factory=Counter)

    def filters(self) -> Iterator[tuple[str, Callable[..., Any], object]]:
        """Yield the name of each filter, the filter, and what replaces a result that cannot be computed."""
        words: dict[str, Callable[..., Any]] = {
            "占比": self.share,
            "同比": self.change,
            "完成": self.completion,
            "个数": self.count,
            "合计": self.sum,
            "以": plain.in_unit,
            "足位": plain.with_all_decimals,
            "原因": self.reason,
            "用途": self.purpose,
            "带": plain.with_ending,
            "换成": plain.exchanged,
            "连": plain.joined,
            "间": plain.between,
            "序号": plain.serial,
            "续号": self.running,
        }
        lists: dict[str, Callable[..., Any]] = {
            "按": self.parts,
            "从大到小": plain.from_large,
            "段落": plain.paragraphs,
            "条目": plain.items,
        }
        yield from ((name, call, "") for name, call in words.items())
        yield from ((name, call, ()) for name, call in lists.items())

    def begin_anew(self) -> None:
        """Forget the numbers and the reason that were printed last, before the templates are filled in again."""
        self.counted.clear()
        self.phrases.last_reason = None

    def parts(self, value: Value, 维度: str, 含零: bool = False, 比: str = "") -> tuple[Value, ...]:
        """Return the parts of a figure along a dimension; with `比`, also those that only this base has."""
        value = figure_of(value)
        dimension, _, level = plain_words(维度).partition(".")
        parts = [
            replace(value, id=value.id.where((dimension, member)), dimension=dimension)
            for member in self._members(value, dimension, level, (*_bases(value), *([比] if 比 else [])))
        ]
        return tuple(part for part in parts if 含零 or is_not_zero(part) or (比 and is_not_zero(part[f"@{比}"])))

    def _members(self, value: Value, dimension: str, level: str, bases: tuple[str, ...]) -> tuple[str, ...]:
        known, figures = value.figures.vocabulary, value.figures
        if dimension in CODE_LEVELS or dimension not in known.trees:
            return figures.members(value.id.measure, value.id.conditions, dimension, level, bases)
        figures.names.check_dimension(value.id.measure, dimension)
        if level == "明细":
            above = value.id.member(dimension)
            return tuple(m for m in known.leaves(dimension) if not above or known.below(dimension, m, above))
        if level == "全部":
            return tuple(known.trees[dimension])
        if level:
            hint = f"写“{dimension}”、“{dimension}.明细”或“{dimension}.全部”"
            refuse("数名", f"“{dimension}”没有“{level}”这一级", hint=hint)
        return known.children(dimension, value.id.member(dimension))

    def share(self, value: Value, 总: Value | None = None, 前: str = "") -> Phrase:
        """占比: the share, with a mark before it if there is a share."""
        value = plain.amount_of(value, "占比")
        of = plain.amount_of(总, "占比").id if 总 is not None else FigureId(value.id.measure, base=value.id.base)
        if (of.measure, of.base) != (value.id.measure, value.id.base):
            refuse("模板", f"{value.id}不能算占{of}的比", hint="总数要是同一个指标、同一年的")
        share = self.phrases.share(value.id, of, value.form)
        return Phrase((Text(plain_words(前)), *share) if share else ())

    def change(
        self,
        value: Value | Iterable[Value],
        主: str = "",
        比: str = "",
        用语: str = "缺省",
        分述: Iterable[str] = (),
        率: bool = True,
        因: bool | str = True,
    ) -> Phrase:
        """同比: the change in words.

        因="功能" prints only a reason that is stated for a 功能, and lets it be missing; 因="同上" refers to the reason
        that was printed last instead of printing it again.
        """
        values = tuple(plain.this_year_of(v, "同比") for v in (value if isinstance(value, (list, tuple)) else (value,)))
        if not values:
            refuse("模板", "“同比”前面没有要比的数", hint="前面写一个数，或 [收入, 支出]")
        base = 比 or self.default_base
        apart = tuple(map(plain_words, 分述))
        only, again = 因 if isinstance(因, str) and 因 != _ABOVE else "", 因 == _ABOVE
        names = tuple(v.id for v in values)
        asked = SentenceRequest(names, base, plain_words(主), 用语, apart, 率, bool(因), only, again)
        return Phrase(self.phrases.change(asked, values[0].form))

    def completion(self, value: Value, 比: str = "", 用语: str = "缺省") -> Phrase:
        """完成: how much of a base was completed."""
        value = plain.this_year_of(value, "完成")
        return Phrase(self.phrases.completion(value.id, 比 or self.default_base, value.form, 用语))

    def count(self, value: Value | Fact, 按: str = "", 起点: object = "") -> Any:
        """个数: the number of members of a dimension, or of items of a list."""
        if isinstance(value, Fact):
            name = f"{value.path}@个数"
            return Phrase((Figure(name, str(len(value)), str(len(value))), Text("个")))
        value = plain.amount_of(value, "个数")
        return replace(value, id=value.id._replace(derived="个数", argument=_argument(按, 起点)))

    def sum(self, value: Value, 按: str, 起点: object = "") -> Value:
        """合计: the sum of the members that reach an amount."""
        value = plain.amount_of(value, "合计")
        return replace(value, id=value.id._replace(derived="合计", argument=_argument(按, 起点)))

    def reason(self, value: Value, 比: str = "", 按: str = "") -> Any:
        """原因: the stated reason, or nothing; with 按="费目" only one that is stated of a 费目."""
        value = figure_of(value)
        return self._as_phrase(reason_for(value.figures, (value.id,), 比 or self.default_base, 按)) or ""

    @cached_property
    def _purposes(self) -> dict[FigureId, Explanation]:
        """What 用途 says of each figure, by its canonical name; names of no figure are reported elsewhere."""
        figures = self.phrases.figures
        found: dict[FigureId, Explanation] = {}
        for name, stated in figures.budget.purposes.items():
            with suppress(ReportgenError):
                found[figures.names.canonical(name)] = stated
        return found

    def purpose(self, value: Value, 否则: Any = "") -> Any:
        """用途: the purpose that is stated of exactly this figure, else the words in 否则."""
        value = figure_of(value)
        return self._as_phrase(self._purposes.get(value.figures.names.canonical(value.id))) or 否则

    def running(self, name: object, 样式: str) -> str:
        """续号: the next number of a series, which runs through nested loops; each name is a series of its own."""
        series = plain_words(name)
        self.counted[series] += 1
        return plain.serial(self.counted[series], 样式)

    def _as_phrase(self, stated: Explanation | None) -> Phrase | None:
        """Return the words of the budget file with the figures that they name."""
        return Phrase(with_figures(self.phrases.figures, stated.text, stated.at)) if stated else None


def _bases(value: Value) -> tuple[str, ...]:
    """Return the bases that a figure is computed from: its parts may be in any of them."""
    name, figures = value.id, value.figures
    operands = figures.kind(name).inputs(name) if name.derived else (name,)
    return tuple(dict.fromkeys(operand.base for operand in operands))


def _argument(dimension: str, start: object) -> str:
    text = start.text if isinstance(start, Fact) else str(start)
    return f"{dimension}≥{text}" if text else dimension
