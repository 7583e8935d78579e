"""The models of profile.yaml: what a region may vary without code."""

from collections.abc import Mapping as Dict
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from reportgen import lexicon
from reportgen.diagnostics import Diagnostic
from reportgen.known import Difference, KnownDifference
from reportgen.lexicon import Lexicon
from reportgen.patterns import compiled
from reportgen.quantity import NumberFormat, Precision, Zero
from reportgen.records import dataclass, field, fields, replace
from reportgen.source import Mapping, Node, Scalar, Sequence, key, scalars, text_below
from reportgen.style import StyleSheet
from reportgen.vocabulary import Vocabulary

_YEAR = compiled("[0-9]{4}")
_INCLUDED = compiled(r"""include\s+["'](sections/[^"'./\\]+\.md\.j2)""")

_YEARS = ("起始年度", "截止年度")  # of a table, a row or a column: forms change from one year to the next
Unit = Literal["元", "千元", "万元", "亿元"]
ZeroColumns = Literal["照印", "省略"]  # what becomes of columns in which every amount is zero
Places = Literal[0, 1, 2, 3, 4, 5, 6]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """How numbers print (文中金额, 表中金额); what is None is taken from the format that it is laid over."""

    unit: Unit | None = key("单位", None)
    places: Places | None = key("小数", None)
    zero: Zero | None = key("零", None)
    grouped: bool | None = key("千分", None)
    trim: bool | None = key("去零", None)
    rate_places: Places | None = key("率小数", None)
    trim_rates: bool | None = key("率去零", None)
    whole_rates: bool | None = key("整率", None)

    def applied_to(self, form: NumberFormat) -> NumberFormat:
        """Return the format, changed by what is stated here."""
        stated = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(form, **{name: value for name, value in stated.items() if value is not None})


@dataclass(frozen=True, slots=True)
class PrecisionForm:
    """口径精度 of one measure or of all (缺省)."""

    unit: Unit = key("单位")
    places: Places = key("小数")

    @property
    def precision(self) -> Precision:
        """The same as a `Precision`."""
        return Precision(self.unit, self.places)


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """A measure (指标).

    Attributes:
        complete: dimensions whose members the form lists completely (列全), and 单位 if each unit has its own.
        within: the figure that it is part of and cannot exceed, for the checks; 无: none.
    """

    unit: str = key("量", "金额")
    dimensions: tuple[str, ...] = key("维度", ())
    sectioned: str = key("分节", "")
    negative: bool = key("可负", False)
    complete: tuple[str, ...] = key("列全", ())
    within: str = key("属于", "")


@dataclass(frozen=True, slots=True)
class BaseForm:
    """A base of comparison (口径): its name in text, what text prints where it has no amount, its year.

    `balanced`: its revenue must equal its expenditure.
    """

    called: str = key("称")
    nothing: str = key("无", "上年无此项")
    year: Literal["上年", "本年"] = key("年度", "上年")
    balanced: bool = key("收支相等", False)


@dataclass(frozen=True, slots=True)
class ChangeWording:
    """Wording of changes (同比用语).

    In braces: {主} subject, {基} base, {词} {额} verb and amount, {率词} {率} rate, {因} reason, {无} none.

    Attributes:
        changed: amount part; rated: rate part; multiplied: the rate as multiples, from `multiples_from` percent on;
        unrated: instead of a rate if the base is zero; equal, nearly, neither: whole sentences.
        reason: the reason part, if a reason is stated; verbs, rate_verbs: (up, down).
        unchanged_below: a rate of fewer percent is 基本持平.
        same_reason: for a change whose reason was printed just before.
    """

    changed: str = key("变动")
    rated: str = key("率")
    unrated: str = key("上年无")
    equal: str = key("持平")
    nearly: str = key("基本持平")
    neither: str = key("均无")
    reason: str = key("因")
    verbs: tuple[str, ...] = key("词")
    rate_verbs: tuple[str, ...] = key("率词")
    completed: str = key("完成")
    not_planned: str = key("未列预算")
    bases: dict[str, str] = key("称", factory=dict)
    multiplied: str = key("倍", "，{率词}{倍}倍")
    multiples_from: Decimal | None = key("倍数起点", None)
    unchanged_below: Decimal = key("增减起点", Decimal(0))
    same_reason: str = key("同因", "，原因同上")


@dataclass(frozen=True, slots=True)
class TailNotes:
    """The notes for printed parts that do not add up to their printed total (尾差说明)."""

    in_table: str = key("表中")
    in_text: str = key("文中")


Topic = Literal["职责", "机构设置", "收支增减", "三公经费", "机关运行经费", "政府采购", "国有资产", "绩效", "名词解释"]


@dataclass(frozen=True, slots=True)
class RequiredForm:
    """What a document of the region must have (必备), for the checks.

    Attributes:
        tables: standard names, or words of titles.
        topics: what the text must cover.
        sentences: words of a heading -> what its section must contain; `甲|乙` either, `甲…乙` with words between.
        assets_day: the day on which assets are counted, `<上年度>年12月31日`; empty: as in the regulations.
    """

    tables: tuple[str, ...] = key("表", ())
    topics: tuple[Topic, ...] = key("要件", ())
    sentences: dict[str, tuple[str, ...]] = key("语句", factory=dict)
    assets_day: str = key("资产截止", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFile:
    """profile.yaml, laid over its parents'."""

    title: Scalar = key("标题")
    numbering: tuple[str, ...] = key("标题编号")
    precisions: dict[str, PrecisionForm] = key("口径精度")
    in_text: NumberForm = key("文中金额")
    in_tables: NumberForm = key("表中金额")
    measures: dict[str, MeasureForm] = key("指标")
    dimensions: dict[str, Node] = key("维度")
    defaults: dict[str, str] = key("缺省成员", factory=dict)
    aliases: dict[str, dict[str, str]] = key("别称", factory=dict)
    implications: dict[str, dict[str, dict[str, str]]] = key("隐含", factory=dict)
    derivations: dict[str, dict[str, dict[str, str]]] = key("推导", factory=dict)
    bases: dict[str, BaseForm] = key("口径")
    first_base: str = key("比较口径", "")
    changes: dict[str, ChangeWording] = key("同比")
    share: str = key("占比")
    empty_note: Scalar = key("空表说明")
    tail_notes: TailNotes = key("尾差说明")
    elimination_note: str = key("抵销说明", "")
    zero_columns: ZeroColumns = key("空列", "照印")
    cover: tuple[Scalar, ...] = key("封面项", ())
    own_name: Scalar = key("自称")
    above_left: Scalar = key("表眉左")
    above_right: Scalar = key("表眉右")
    parent: str = key("上级", "")
    about: str = key("说明", "")
    kinds: tuple[str, ...] = key("文种", ())
    sections: tuple[Scalar, ...] = key("各节", ())
    terms: tuple[Scalar, ...] = key("名词", ())
    facts: dict[str, Node] = key("标准", factory=dict)
    pieces: dict[str, Node] = key("片段", factory=dict)
    required: RequiredForm = key("必备", factory=RequiredForm)
    differences: tuple[Difference, ...] = key("已知差异", ())
    words: dict[str, dict[str, tuple[str, ...]]] = key("用语", factory=dict)


def of_year(node: Node, year: int) -> Node | None:
    """Return the node without what is not of that 年度; None if it says of itself that it is not."""
    if isinstance(node, Sequence):
        return Sequence(node.place, tuple(own for item in node.items if (own := of_year(item, year)) is not None))
    if not isinstance(node, Mapping):
        return node
    years = {key: int(said) for key in _YEARS if _YEAR.fullmatch(said := text_below(node, key))}
    if not years.get(_YEARS[0], 0) <= year <= years.get(_YEARS[1], year):
        return None
    below = ((key, of_year(value, year)) for key, value in node.entries if key.text not in years)
    return Mapping(node.place, tuple((key, value) for key, value in below if value is not None))


@dataclass(frozen=True)
class Profile:
    """A region, read.

    Attributes:
        name: the name of its folder; folders: its own first, then its parents'.
        tables: table files in order, name -> content; glossary: 名词 -> 释义.
        charts: files of charts, name -> content.
        differences: findings that are known to be right in every document of the region (已知差异).
        departures: where its style sheet differs from the standard.
    """

    name: str
    folders: tuple[Path, ...]
    file: ProfileFile
    vocabulary: Vocabulary
    style: StyleSheet
    tables: Dict[str, Mapping] = field(default_factory=dict)
    glossary: Dict[str, Scalar] = field(default_factory=dict)
    departures: tuple[Diagnostic, ...] = ()
    charts: Dict[str, Mapping] = field(default_factory=dict)
    differences: tuple[KnownDifference, ...] = ()

    def precision(self, measure: str) -> Precision:
        """Return the 口径精度 of a measure."""
        precisions = self.file.precisions
        return precisions.get(measure, precisions["缺省"]).precision

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that its documents are read with: its own before the shipped ones."""
        return lexicon.of(self.file.words)

    def tables_of(self, year: int) -> Dict[str, Mapping]:
        """Return the tables of that 年度, without rows and columns of other years (起始年度, 截止年度)."""
        kept = {name: of_year(own, year) if name in self._dated else own for name, own in self.tables.items()}
        return {name: own for name, own in kept.items() if isinstance(own, Mapping)}

    def piece_of(self, name: str, year: int) -> Node | None:
        """Return the piece (片段) of that name as it is in that 年度; None if there is none."""
        own = self.file.pieces.get(name)
        return of_year(own, year) if own is not None and name in self._dated else own

    @cached_property
    def _dated(self) -> frozenset[str]:
        """The tables and pieces in which something is of some years alone."""
        nodes = (*self.tables.items(), *self.file.pieces.items())
        said = ((name, key) for name, own in nodes for path, _ in scalars(own) for key in path[-1:])
        return frozenset(name for name, key in said if key in _YEARS)

    @cached_property
    def sections_as_written(self) -> str:
        """Its report.md.j2 and the templates of sections that it prints, with those that they include, in a row."""
        texts, waiting = dict[str, str](), ["report.md.j2"]
        while waiting:
            name = waiting.pop()
            path = next((found for folder in self.folders if (found := folder / name).is_file()), None)
            if path and name not in texts:
                texts[name] = path.read_text(encoding="utf-8")
                waiting += _INCLUDED.findall(texts[name])
                waiting += [f"sections/{one.text}.md.j2" for one in self.file.sections if "各节" in texts[name]]
        return "\n".join(texts.values())

    @property
    def text_format(self) -> NumberFormat:
        """How numbers print in text."""
        return self.file.in_text.applied_to(NumberFormat(zero=Zero.DIGIT, whole_rates=True))

    @property
    def table_format(self) -> NumberFormat:
        """How numbers print in tables."""
        return self.file.in_tables.applied_to(NumberFormat())

    def text_format_of(self, measure: str) -> NumberFormat:
        """Return how a measure's numbers print in text: in the unit and decimals of its own 口径精度, if it has one."""
        own = self.file.precisions.get(measure)
        return self.text_format if own is None else replace(self.text_format, unit=own.unit, places=own.places)
