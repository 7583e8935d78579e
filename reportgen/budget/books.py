"""The measures of one year as a file states them → a book (账本), and what the file says of figures."""

from decimal import Decimal

from reportgen.budget.adjusting import Adjustment
from reportgen.budget.ledger import Book, Line, Named, Written
from reportgen.budget.lines import LineReader
from reportgen.budget.models import FIELDS, BudgetFile, Said
from reportgen.budget.sheets import Sheets
from reportgen.diagnostics import did_you_mean
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.quantity import EXACT
from reportgen.source import Mapping, Node, Problems, Scalar
from reportgen.vocabulary import Vocabulary


class BookReader:
    """Reads the books of one file; `lenient`: a measure that the region does not know is remarked upon, no mistake."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        file: BudgetFile,
        sheets: Sheets,
        problems: Problems,
        adjustment: Adjustment | None = None,
        advice: str = "",
        lenient: bool = False,
    ) -> None:
        self.vocabulary, self.file, self.problems, self.lenient = vocabulary, file, problems, lenient
        self.adjustment = adjustment or Adjustment({}, problems)
        self.lines = LineReader(vocabulary, file.unit, problems, sheets, self.adjustment, advice)

    def book(self, name: str, node: Mapping) -> Book:
        """The measures under a mapping; in a base a plain amount is a figure stated whole."""
        lines: dict[str, tuple[Line, ...]] = {}
        named: dict[FigureId, Named] = {}
        written: set[FigureId] = set()
        ways: dict[str, tuple[Written, ...]] = {}
        for title, value in node.without("内部往来").entries:
            figure = self.figure(title, name)
            if figure is None or not self._stands_here(figure, title):
                continue
            if figure in written:
                self.problems.add("重复的键", f"“{figure}”写了两次", title.at, hint="只留一处")
                continue
            written.add(figure)
            if figure.conditions or (name and isinstance(value, Scalar) and value.text != "无"):
                self._name(self._restated(figure, title), value, named)
            else:
                measure = self.vocabulary.measures[figure.measure]
                lines[figure.measure] = tuple(self.lines.read(value, measure))
                ways[figure.measure] = (Written(title, value, self.lines.none(value, measure)),)
        return Book(name, lines, named, self.vocabulary, written=ways)

    def _name(self, figure: FigureId, value: Node, named: dict[FigureId, Named]) -> None:
        if not isinstance(value, Scalar):
            hint = f"如“{figure}: 100”；要分行写时，键只写“{figure.measure}”"
            self.problems.add("格式", f"“{figure}”后面要写一个金额", value.at, hint=hint)
            return
        amount = self.lines.amount(value, self.vocabulary.measures[figure.measure])
        if amount is not None:
            before = named[figure].amount if figure in named else Decimal(0)
            named[figure] = Named(EXACT.add(before, amount), value)

    def _restated(self, figure: FigureId, title: Scalar) -> FigureId:
        """The figure as this year's members name it; two that have become one are added up."""
        changed = tuple((d, self.adjustment.restated(d, m, title)) for d, m in figure.conditions)
        return figure._replace(conditions=tuple(sorted(changed)))

    def figure(self, name: Scalar, base: str) -> FigureId | None:
        """The figure that a key names, or None with the problem told."""
        try:
            figure = parse(name.text)
        except NotationError as e:
            self.problems.add("数名", str(e), name.at, hint=FORM)
            return None
        if figure.measure not in self.vocabulary.measures:
            if self.lenient:
                what = f"这个模板没有“{figure.measure}”，上年的数里没有用它"
                self.problems.remark("没有用到", what, name.at, hint="不用的不用管；是写错的，在那个文件里改")
                return None
            known = [*self.vocabulary.measures, *([] if base else [*FIELDS, *self.vocabulary.bases])]
            self.problems.add("未知的键", f"没有“{figure.measure}”", name.at, hint=did_you_mean(figure.measure, known))
            return None
        return figure if self._dimensions_known(figure, name) else None

    def _stands_here(self, figure: FigureId, name: Scalar) -> bool:
        """Amounts are stated without 口径: which year they are of is said by where they stand."""
        if figure.base or figure.derived:
            hint = f"只写“{figure.amount}”，往年的数放在“上年预算:”之类的键下面"
            self.problems.add("数名", f"“{name.text}”的金额不能写在这里", name.at, hint=hint)
            return False
        return True

    def _dimensions_known(self, figure: FigureId, name: Scalar) -> bool:
        known = self.vocabulary.measures[figure.measure].dimensions
        unknown = [d for d, _ in figure.conditions if d not in known]
        for dimension in unknown:
            what = f"{figure.measure}没有“{dimension}”这个维度"
            self.problems.add("数名", what, name.at, hint=did_you_mean(dimension, known))
        return not unknown and all(
            self.lines.knows(d, self.adjustment.restated(d, m, name), name.at) for d, m in figure.conditions
        )

    def said(self, section: str) -> dict[FigureId, Said]:
        """What 原因 or 用途 says, by figure; it stands inside a sentence, so its own last mark is dropped."""
        node = self.file.node.get(section) if self.file.node else None
        found: dict[FigureId, Said] = {}
        for name, value in node.entries if isinstance(node, Mapping) else ():
            figure = self.figure(name, section)
            if figure is None or not isinstance(value, Scalar):
                continue
            if figure.base and figure.base not in self.vocabulary.bases:
                hint = did_you_mean(figure.base, self.vocabulary.bases)
                self.problems.add("数名", f"没有“{figure.base}”这个口径", name.at, hint=hint)
            elif not value.text.strip():
                self.problems.add("格式", f"“{name.text}”后面没有写{section}", name.at, hint="补上文字，或删掉这一行")
            else:
                found[figure] = Said(value.text.strip().rstrip("。；，、"), value.at)
        return found
