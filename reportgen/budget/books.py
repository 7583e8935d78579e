"""What a budget file states of figures: the measures of one year → a book (账本); reasons, purposes, approved figures.

Approved figures (批复数) stand under 核对; the lines have to add up to them, which is checked elsewhere:

    核对:
      收入: 1064.2
      支出: {合计: 1064.2, 功能: {2012901: 14.2, 2012902: 200.6}}
      支出[性质=基本支出]: {经济: {30112: 5.8}}
      收入@上年预算: 1092.39

A figure has an amount, or parts: a dimension over members, each with an amount or parts of its own, beside 合计.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from decimal import Decimal
from itertools import product

from reportgen.budget.adjusting import Adjustment
from reportgen.budget.advice import says_nothing
from reportgen.budget.book import Book, StatedFigure, WrittenMeasure
from reportgen.budget.breakdowns import Breakdown, by_measure
from reportgen.budget.ledger import Dims, Line, whole_and_part
from reportgen.budget.lines import LineReader, OtherYear
from reportgen.budget.models import FIELDS, BudgetFile, Explanation
from reportgen.diagnostics import did_you_mean
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.quantity import EXACT
from reportgen.records import replace
from reportgen.source import Mapping, Node, Problems, Scalar
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary

APPROVED = "核对"
WHOLE = "合计"
_APPROVED_FORM = "写一个数；或按一个方面分开写，如 {合计: 100, 功能: {2070104: 60, 2080505: 40}}"


class BookReader:
    """Reads what one file states of figures.

    Args:
        adjustment: restates members that have changed since.
        other: present for the file of another year. A measure that the region does not know is only remarked upon, and
            not even that where the file is of another kind of document.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        file: BudgetFile,
        problems: Problems,
        adjustment: Adjustment | None = None,
        other: OtherYear | None = None,
    ) -> None:
        self.vocabulary, self.file, self.problems = vocabulary, file, problems
        self.adjustment = adjustment or Adjustment({}, problems, vocabulary.aliases)
        self.lines = LineReader(vocabulary, file, problems, self.adjustment, other)

    def with_adjustment(self, adjustment: Adjustment) -> "BookReader":
        """Return a reader of the same file that restates members; spreadsheets are still opened once."""
        reader = copy(self)
        reader.adjustment, reader.lines = adjustment, copy(self.lines)
        reader.lines.adjustment = adjustment
        return reader

    def book(self, name: str, node: Mapping) -> Book:
        """Return the measures under a mapping; in a base, a plain amount is a figure stated whole.

        A key with conditions states its figure whole by an amount, and takes it apart by lines.
        """
        lines: dict[str, tuple[Line, ...]] = {}
        named: dict[FigureId, StatedFigure] = {}
        apart: dict[FigureId, Breakdown] = {}
        seen: set[FigureId] = set()
        written: dict[str, tuple[WrittenMeasure, ...]] = {}
        for title, value in node.without("内部往来").entries:
            figure = self.figure(title, name)
            if figure is None or not self._is_plain(figure, title) or not self._is_new(figure, title, seen):
                continue
            if figure.conditions and not (isinstance(value, Scalar) and value.text != NOT_APPLICABLE):
                self._take_apart(self._restated(figure, title), title, value, apart)
            elif isinstance(value, Scalar) and (figure.conditions or (name and value.text != NOT_APPLICABLE)):
                self._name(self._restated(figure, title), value, named)
            else:
                before = len(self.problems)
                found, none = self.lines.read(value, self.vocabulary.measures[figure.measure])
                lines[figure.measure] = tuple(found)
                if isinstance(value, Mapping) and not value.get("文件"):  # a list may leave open what it does not know
                    self._refuse_whole_and_part(figure.measure, found)
                if len(self.problems) == before:  # else it is not known what is omitted
                    written[figure.measure] = (WrittenMeasure(title, value, none),)
        return Book(name, lines, named, self.vocabulary, written=written, breakdowns=by_measure(apart.values()))

    def _refuse_whole_and_part(self, measure: str, lines: Sequence[Line]) -> None:
        """Report a member with an amount beside a member above it with another: they may count the same things."""
        dimension = self.vocabulary.measures[measure].sectioned
        if dimension and (nested := whole_and_part(lines, dimension, self.vocabulary)):
            whole, part = (line.dims[dimension] for line in nested)
            what = f"“{whole}”包括“{part}”，两个都写在{measure}下面，会重复相加"
            keys = f'“"{measure}[{dimension}={whole}]": 全部的数”和“"{measure}[{dimension}={part}]": 其中的数”'
            self.problems.add("重复的数", what, nested[0].at, nested[1].at, hint=f"不缩进，各写一行：{keys}")

    def _is_new(self, figure: FigureId, title: Scalar, seen: set[FigureId]) -> bool:
        """Add a figure to those that were seen; False, with a report, if it is there already."""
        if figure in seen:
            self.problems.add("重复的键", f"“{figure}”写了两次", title.at, hint="只留一处")
            return False
        seen.add(figure)
        return True

    def _take_apart(self, figure: FigureId, title: Scalar, value: Node, apart: dict[FigureId, Breakdown]) -> None:
        """Add a breakdown to `apart`; figures that 口径调整 makes one become one breakdown.

        Its lines get no 缺省成员: a sum over both years, for example, need not be of this year. Nor do they get derived
        members (经费 from 经济) where an implication may say otherwise of a part of the line.
        """
        reader, own = copy(self.lines), {d: m for d, m in self.vocabulary.defaults.items() if d == "单位"}
        reader.vocabulary = replace(self.vocabulary, defaults=own, derivations=())
        lines, _ = reader.read(value, self.vocabulary.measures[figure.measure], dict(figure.conditions))
        self.lines.left = reader.left
        lines = [replace(line, dims=self._certain(line.dims)) for line in lines]
        before = apart[figure].lines if figure in apart else ()
        apart[figure] = Breakdown(figure, (*before, *lines), title)
        for line, (dimension, member) in product(lines, figure.conditions):
            if not self.vocabulary.below(dimension, line.dims[dimension], member):
                what = f"“{title.text}”下面的这一行，“{dimension}”写的是“{line.dims[dimension]}”"
                hint = f"它下面都是“{member}”的：改成一样，或把这一行写到别的键下面"
                self.problems.add("另一种分法", what, line.at, hint=hint)

    def _certain(self, dims: Dims) -> Dims:
        derived = ((rule.dimension, rule.member(dims.get(rule.source, ""))) for rule in self.vocabulary.derivations)
        return {**{d: m for d, m in derived if m and not self.vocabulary.unsettled(dims, d)}, **dims}

    def _name(self, figure: FigureId, value: Scalar, named: dict[FigureId, StatedFigure]) -> None:
        amount = self.lines.amount(value, self.vocabulary.measures[figure.measure])
        if amount is not None:
            before = named[figure].amount if figure in named else Decimal(0)
            named[figure] = StatedFigure(EXACT.add(before, amount), value)

    def _restated(self, figure: FigureId, title: Scalar) -> FigureId:
        """Return the figure with this year's members (口径调整); two figures may become the same one."""
        changed = tuple((d, self.adjustment.restated(d, m, title)) for d, m in figure.conditions)
        return figure._replace(conditions=tuple(sorted(changed)))

    def figure(self, name: Scalar, section: str) -> FigureId | None:
        """Return the figure that a key names, or None and report the problem."""
        try:
            figure = parse(name.text)
        except NotationError as e:
            self.problems.add("数名", str(e), name.at, hint=FORM)
            return None
        if figure.measure in self.vocabulary.measures:
            return figure if self._has_known_conditions(figure, name) else None
        if self.lines.is_foreign:
            return None
        if self.lines.other:
            what = f"这个模板没有“{figure.measure}”，上年的数里没有用它"
            self.problems.remark("没有用到", what, name.at, hint="不用的不用管；是写错的，在那个文件里改")
        else:
            known = [*self.vocabulary.measures, *([] if section else [*FIELDS, *self.vocabulary.bases])]
            hint = self._where_members_go(figure.measure) or did_you_mean(figure.measure, known)
            self.problems.add("未知的键", f"没有“{figure.measure}”", name.at, hint=hint)
        return None

    def _where_members_go(self, name: str) -> str:
        """Return where to write a member that stands as a measure (一般公共预算, 公务接待费); "" for other names."""
        of = [d for d, tree in self.vocabulary.trees.items() if name in tree and d != "单位"]
        holders = [m.name for m in self.vocabulary.measures.values() if m.sectioned in of]
        if holders:
            return f"“{name}”写在“{'”或“'.join(holders)}”下面，往里缩两格"
        return f"“{name}”写在各行的“{of[0]}”里，如 {{{of[0]}: {name}, 金额: 100}}" if of else ""

    def _is_plain(self, figure: FigureId, name: Scalar) -> bool:
        """Whether a figure names no 口径, else report it: the year of an amount follows from where it stands."""
        if figure.base or figure.derived:
            hint = f"只写“{figure.amount}”，往年的数放在“上年预算:”之类的键下面"
            self.problems.add("数名", f"“{name.text}”的金额不能写在这里", name.at, hint=hint)
            return False
        return True

    def _has_known_conditions(self, figure: FigureId, name: Scalar) -> bool:
        known = self.vocabulary.measures[figure.measure].dimensions
        unknown = [d for d, _ in figure.conditions if d not in known]
        for dimension in unknown:
            what = f"{figure.measure}不能按“{dimension}”分"
            self.problems.add("数名", what, name.at, hint=did_you_mean(dimension, known))
        return not unknown and all(
            self.lines.knows(d, self.adjustment.restated(d, m, name), name) for d, m in figure.conditions
        )

    def explanations(self, section: str) -> dict[FigureId, Explanation]:
        """Return what 原因 or 用途 says, by figure, without its last punctuation: it is printed inside a sentence."""
        found: dict[FigureId, Explanation] = {}
        for name, value in self._entries(section):
            figure = self.figure(name, section)
            if figure is None or not isinstance(value, Scalar) or not self._has_known_base(figure, name):
                continue
            if says_nothing(value.text.strip()):
                hint = f"写上{section}，或删掉这一行"
                self.problems.add("格式", f"“{name.text}”的{section}只写了“{value.text}”", value.at, hint=hint)
            elif value.text.strip():
                found[figure] = Explanation(value.text.strip().rstrip("。；，、"), value.at)
            else:
                self.problems.add("格式", f"“{name.text}”后面没有写{section}", name.at, hint="补上文字，或删掉这一行")
        return found

    def _entries(self, section: str) -> tuple[tuple[Scalar, Node], ...]:
        node = self.file.node.get(section) if self.file.node else None
        return node.entries if isinstance(node, Mapping) else ()

    def _has_known_base(self, figure: FigureId, name: Scalar) -> bool:
        bases = self.vocabulary.bases
        if figure.base and figure.base not in bases:
            self.problems.add("数名", f"没有“{figure.base}”这个口径", name.at, hint=did_you_mean(figure.base, bases))
            return False
        return True

    def approved(self) -> dict[FigureId, StatedFigure]:
        """Return the approved figures (核对) in 元 or pieces."""
        found: dict[FigureId, StatedFigure] = {}
        for title, value in self._entries(APPROVED):
            figure = self.figure(title, APPROVED)
            if figure is None:
                continue
            if figure.derived:
                hint = f"只写“{figure.amount}”：占比、增减由程序算"
                self.problems.add("数名", f"“{title.text}”是算出来的，不是批复的数", title.at, hint=hint)
            elif self._has_known_base(figure, title):
                for name, stated in self._approved(figure, title, value):
                    self._add(name, stated, found)
        return found

    def _approved(self, figure: FigureId, title: Scalar, node: Node) -> Iterator[tuple[FigureId, StatedFigure]]:
        """Yield the figure with its amount, or its parts with theirs."""
        match node:
            case Scalar():
                measure = self.vocabulary.measures[figure.measure]
                amount = Decimal(0) if node.text == NOT_APPLICABLE else self.lines.amount(node, measure)
                if amount is not None:
                    yield figure, StatedFigure(amount, node)
            case Mapping():
                for name, value in node.entries:
                    yield from self._approved_parts(figure, name, value)
            case _:
                self.problems.add("格式", f"“{title.text}”后面不能是列表", node.at, hint=_APPROVED_FORM)

    def _approved_parts(self, figure: FigureId, name: Scalar, node: Node) -> Iterator[tuple[FigureId, StatedFigure]]:
        """Yield the figures that stand under 合计, or under a dimension."""
        known = [d for d in self.vocabulary.measures[figure.measure].dimensions if not figure.member(d)]
        if name.text == WHOLE and isinstance(node, Scalar):
            yield from self._approved(figure, name, node)
        elif name.text == WHOLE:
            self.problems.add("格式", "“合计”后面要写一个数", node.at, hint="分开写的，和“合计”并排写")
        elif figure.member(name.text):
            hint = f"“{name.text}”已经是“{figure.member(name.text)}”，换一个方面分"
            self.problems.add("数名", f"“{figure}”不能再按“{name.text}”分", name.at, hint=hint)
        elif name.text not in known:
            hint = did_you_mean(name.text, [WHOLE, *known])
            self.problems.add("数名", f"{figure.measure}不能按“{name.text}”分", name.at, hint=hint)
        elif not isinstance(node, Mapping):
            hint = f"写成“{name.text}: {{成员: 数}}”，几个成员用逗号隔开"
            self.problems.add("格式", f"“{name.text}”后面要写“成员: 数”", node.at, hint=hint)
        else:
            for member, value in node.entries:
                if self.lines.knows(name.text, member.text, member):
                    yield from self._approved(figure.where((name.text, member.text)), member, value)

    def _add(self, figure: FigureId, stated: StatedFigure, found: dict[FigureId, StatedFigure]) -> None:
        other = found.setdefault(figure, stated)
        if other is not stated:
            at = (stated.node.at, other.node.at)
            self.problems.add("重复的键", f"“{figure}”写了两次", *at, hint="只留一处")
