"""Figure names → exact values.

A plain figure is stated whole or is the sum of ledger lines; a figure of a base comes from that base's book. A derived
figure is computed by its kind (figures/derived/). What the budget does not say is an error.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import NoReturn

from reportgen import discovery
from reportgen.budget import Book, BreakdownsTooCoarse, Budget, Line, UnknownAmount
from reportgen.budget.book import StatedFigure
from reportgen.budget.ledger import Levels, total
from reportgen.diagnostics import Diagnostic, ReportgenError, combined, did_you_mean, error, listed, refuse
from reportgen.figure import Conditions, FigureId
from reportgen.figures import derived
from reportgen.figures.names import Names
from reportgen.figures.recorder import Recorder
from reportgen.profile import DepartmentWords, Profile, words_of
from reportgen.quantity import EXACT, Amount, Count, Quantity, date_in_words
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, NOT_APPLICABLE

_FEW, _MOST = 20, 1000  # lines that leave a dimension open: up to so many may be totals; at most so many are reported


class Figures:
    """The figures of one budget under one profile, computed when asked for and remembered.

    Attributes:
        recorder: if given, it records what asked for each printed number.
        facts_read: the paths of the facts whose text was asked for.
        facts_tested: the paths of those of which a template asked whether they are written.
        names_in_templates: what templates name, also in branches that were not taken: 资料.保有车辆.
    """

    def __init__(self, budget: Budget, profile: Profile, recorder: Recorder | None = None) -> None:
        self.budget, self.profile, self.recorder = budget, profile, recorder
        self.vocabulary = budget.vocabulary
        self.names = Names(budget)
        self.facts_read: set[str] = set()
        self.facts_tested: set[str] = set()
        self.names_in_templates: set[str] = set()
        self._values: dict[FigureId, Quantity | None] = {}
        self._stated_whole: dict[str, dict[FigureId, StatedFigure]] = {}

    @cached_property
    def title_words(self) -> dict[str, str]:
        """The words that titles may use (`<年度>`), for this budget."""
        file, own = self.budget.file, self.budget.file.department
        said = DepartmentWords(own.name, own.full_name, own.short_name, own.code, own.level, own.area, own.superior)
        return words_of(file.kind, file.year, said, date_in_words(file.date))

    def value(self, name: FigureId) -> Quantity | None:
        """Return the exact value; None where there is none, such as a rate on a base of zero.

        Raises:
            ReportgenError: the measure, a dimension, a member or the base does not exist, or the budget does not say.
        """
        try:
            return self._values[name]
        except KeyError:
            found = self._values[name] = self.kind(name).value(self, name) if name.derived else self._plain(name)
            return found

    def number(self, name: FigureId) -> Decimal:
        """Return the exact 元 or pieces of a figure that is no ratio."""
        match self.value(name):
            case Amount(number) | Count(number, _):
                return number
            case _:
                return refuse("数名", f"{name}不是金额，不能相加减", hint=f"换成金额，如 {name.amount}")

    def check(self, name: FigureId) -> None:
        """Refuse an unknown base or an unknown kind of derived figure."""
        self._book(name)
        if name.derived:
            self.kind(name)

    def states(self, name: FigureId) -> bool:
        """Whether this year, or the base that the figure names, says anything of its measure."""
        book = self._book(name)
        return book.states(name.measure) or any(stated.measure == name.measure for stated in book.stated)

    def sources(self, name: FigureId) -> Sequence[Line | StatedFigure]:
        """Return what a plain figure is made of: the lines of its sum, or the one place that states it whole.

        Raises:
            ReportgenError: there is no such figure, or the budget does not say.
        """
        canonical = self.names.canonical(name)
        book = self._book(canonical)
        stated = self._stated(book, canonical)
        return [stated] if stated else self._select(book, canonical)

    def members(
        self, measure: str, conditions: Conditions, dimension: str, level: str = "", bases: Iterable[str] = ("",)
    ) -> tuple[str, ...]:
        """Return the members of a dimension on lines of this year or of the bases, under the conditions.

        Codes are cut to the level and sorted; members of closed dimensions come in the vocabulary's order, others in
        the order in which they are first written.

        Raises:
            ReportgenError: a line of this year does not say to which member it belongs, so it would be lost.
        """
        self.names.check_dimension(measure, dimension)
        levels = CODE_LEVELS.get(dimension, {})
        if level and level not in levels:
            hint = did_you_mean(level, levels) or f"只写“{dimension}”"
            refuse("数名", f"“{dimension}”没有“{level}”这一级", hint=hint)
        length = levels.get(level, 0)
        seen: dict[str, None] = {}
        for base in bases:
            book = self._book(FigureId(measure, base=base))
            for member in self._members_of(book, FigureId(measure, conditions), dimension, length):
                seen.setdefault(member[:length] if length else member)
        if dimension in CODE_LEVELS:
            return tuple(sorted(seen))
        listed = self.vocabulary.trees.get(dimension)
        return tuple(m for m in listed if m in seen) if listed else tuple(seen)

    def _members_of(self, book: Book, name: FigureId, dimension: str, length: int) -> list[str]:
        """Return the members on a book's lines, codes at least this long. Lines of a base without one are skipped."""
        level = ((dimension, max(length, 1)),)
        answer = book.matches_and_doubts(name.measure, name.conditions, level)
        if not book.name and (answer is None or _without_eliminated([line for line, _ in answer[1]], dimension)):
            self._select(book, name, level)  # raises the error
        stated = [line.dims[dimension] for line in _without_eliminated(answer[0] if answer else [], dimension)]
        return [member for member in stated if member != NOT_APPLICABLE]

    def _plain(self, name: FigureId) -> Quantity:
        number = total(self.sources(name))  # refuses a measure that does not exist
        return self.vocabulary.measures[name.measure].quantity(number)

    def _stated(self, book: Book, canonical: FigureId) -> StatedFigure | None:
        """Return the figure as the book states it whole, in any spelling of its name; None if it does not."""
        if not book.stated:
            return None
        if book.name not in self._stated_whole:
            self._stated_whole[book.name] = {self.names.canonical(name): stated for name, stated in book.stated.items()}
        return self._stated_whole[book.name].get(canonical.amount)

    def _book(self, name: FigureId) -> Book:
        books = self.budget.books
        if name.base not in books:
            refuse("数名", f"没有“{name.base}”这个口径", hint=did_you_mean(name.base, [b for b in books if b]))
        return books[name.base]

    def _select(self, book: Book, name: FigureId, stating: Levels = ()) -> list[Line]:
        try:
            found = book.select(name.measure, name.conditions, stating)
        except UnknownAmount as unknown:
            raise ReportgenError(*self._open_line_errors(book, name, unknown)) from None
        return self._refuse_unstated(book, name) if found is None else found

    def _refuse_unstated(self, book: Book, name: FigureId) -> NoReturn:
        file = self.budget.file
        if book.name and not book.places and file.node and file.node.get(book.name) is None:
            hint = f"加一行“{book.name}: 去年.yaml”，写去年的预算文件名；没有就写“{book.name}: 无”"
            refuse("未填报", f"文件里没有写“{book.name}”，和它比较的数都算不出来", file.place_of(""), hint=hint)
        stated = self.budget.stated(name.amount if book.name and not book.places else FigureId(name.measure))
        wanted = self.budget.stated(FigureId(name.measure))
        hint = f"补上“{wanted}: …”，没有就写“{name.measure}: 无”"
        places = book.places or (file.place_of(book.name),)
        by = next((d for d in CODE_LEVELS if name.member(d)), "")
        if by and any(own.measure == name.measure for own in book.stated):
            what = f"“{book.name}”的“{name.measure}”只写了总数，没有分{by}写各行，按{by}分的数都算不出来"
            refuse("未填报", what, *places, hint="像本年那样一行一行写，或者写上年的文件名")
        refuse(
            "未填报",
            f"{_where(book)}没有写“{stated}”",
            *places,
            hint=_hint_at_similar_project(book, name) or hint,
        )

    def _open_line_errors(self, book: Book, name: FigureId, unknown: UnknownAmount) -> list[Diagnostic]:
        """Return an error for each line that leaves a dimension open; alike for all figures, so that they combine.

        Further places of an error are figures that are stated for other members: their names may be misspelt.
        """
        if isinstance(unknown, BreakdownsTooCoarse):
            return self._breakdown_errors(book, name.measure, unknown)
        measure, left_open = name.measure, {d for _, d in unknown.lines}
        whole = [one for own, one in book.stated.items() if own.measure == measure and any(map(own.member, left_open))]
        own = book.lines.get(measure, ())
        others = own if len(unknown.lines) <= _FEW and unknown.lines[0][0] in own else ()  # so many are no totals
        found = []
        for line, left in unknown.lines[:_MOST]:
            beside = [other for other in others if other is not line and _is_like(other, line)]
            what, hint = self._left_open(measure, line, self._leaving_open(line, left), beside)
            if len(beside) > 1 and total(beside) == line.amount:
                hint = "它的金额正好是同类各行相加：是合计就删掉这一行，合计由程序算"
            what = f"{_where(book)}{measure}的这一行{what}"
            found.append(error("无法计算", what, line.at, *(one.node.at for one in whole), hint=hint))
        return combined(found)

    def _left_open(self, measure: str, line: Line, dimension: str, beside: Sequence[Line]) -> tuple[str, str]:
        """Return what the line leaves open of the dimension, and what to do; `beside`: lines that are like it."""
        follows = {rule.dimension: rule.source for rule in self.vocabulary.derivations}
        source = follows.get(dimension, dimension)
        if source != dimension and source in line.dims and dimension not in line.dims:
            what = f"“{source}”写的是“{line.dims[source]}”，看不出是哪一种“{dimension}”"
            hint = f"对照当年的科目，看“{source}”的编码是不是写错了；没有错的，这一行补上“{dimension}: …”"
            return what, hint
        asked = dimension if source in line.dims else source
        stated = line.dims.get(asked, "-")
        if below := self.vocabulary.children(asked, stated):
            what = f"“{asked}”写的是“{stated}”，不知道里面有多少是“{below[0]}”的"
            hint = f"写到下面一级，如“{below[0]}”；分不开的，各写一个总数：“{measure}[{asked}={below[0]}]: …”"
            return what, hint
        usual = [d for d in CODE_LEVELS if beside and all(d in other.dims for other in beside)]
        unsaid = dict.fromkeys(d for d in (*usual, asked) if d not in line.dims or d == asked)
        what = f"没有写“{'”“'.join(unsaid)}”，或写得不够细，按它分的数算不出来"
        leaves = self.vocabulary.leaves(asked)
        ways = f"（{asked}：{listed(leaves)}）" if leaves else ""
        return what, f"写到足够细{ways}；确实不分的写“无”；模板里的口径、分法写错了的，改模板"

    def _leaving_open(self, line: Line, dimension: str) -> str:
        """Return the dimension that the line has to state: for a derived one (经费), the one that leaves it open."""
        rules = (rule for rule in self.vocabulary.derivations if rule.dimension == dimension)
        derived = dimension not in line.dims and any(rule.member(line.dims.get(rule.source, "")) for rule in rules)
        return (derived and self.vocabulary.unsettled(line.dims, dimension)) or dimension

    def _breakdown_errors(self, book: Book, measure: str, unknown: BreakdownsTooCoarse) -> list[Diagnostic]:
        """Return an error for each breakdown that would have to say what the lines of the measure leave open."""
        follows = {rule.dimension: rule.source for rule in self.vocabulary.derivations}
        missing = "”“".join(dict.fromkeys(follows.get(d, d) for _, d in unknown.lines))
        found = []
        for one, doubts in unknown.breakdowns:
            own = "”“".join(dict.fromkeys(follows.get(d, d) for _, d in doubts))
            what = f"{_where(book)}{measure}的各行没有写“{missing}”，“{one.name}”下面的各行没有写“{own}”"
            what += "：两种分法是分开写的，同时按两种分的数不知道"
            hint = f"要这样的数，在{measure}的各行里把“{missing}”也写上，不再另外分；只要一两个数的，各写一个总数"
            found.append(error("无法计算", what, one.title.at, hint=hint))
        return found

    def kind(self, name: FigureId) -> derived.DerivedKind:
        """Return how a derived figure is worked out.

        Raises:
            ReportgenError: there is no such kind.
        """
        kinds: dict[str, derived.DerivedKind] = discovery.declared(derived.__name__, "KINDS")
        if name.derived not in kinds:
            refuse("数名", f"没有“{name.derived}”这种算法", hint=did_you_mean(name.derived, kinds))
        return kinds[name.derived]


def _without_eliminated(lines: list[Line], dimension: str) -> list[Line]:
    """Return the lines without those of members whose sum is zero because of internal transfers (内部抵销)."""
    off = {line.dims.get(dimension) for line in lines if line.dims.get("单位") == ELIMINATION}
    if not off or dimension == "单位":
        return lines
    left = dict.fromkeys(off, Decimal(0))
    for line in lines:
        if (member := line.dims.get(dimension)) in left:
            left[member] = EXACT.add(left[member], line.amount)
    return [line for line in lines if left.get(line.dims.get(dimension), 1)]


def _is_like(other: Line, line: Line) -> bool:
    """Whether the line could be the total of lines like `other`: both agree, and `other` states more dimensions."""
    return all(other.dims.get(d, m) == m for d, m in line.dims.items()) and len(other.dims) > len(line.dims)


def _hint_at_similar_project(book: Book, name: FigureId) -> str:
    """Return a hint at a project in the book with nearly the same name as that in the figure, "" if there is none."""
    stated = (one.member("项目") for one in book.stated if one.measure == name.measure)
    known = [*filter(None, stated)] if name.member("项目") else []
    near = get_close_matches(name.member("项目"), known, n=1, cutoff=2 / 3)
    return f"“{book.name}”写的是“{near[0]}”：是同一个项目的，名称写成一样；改了名的，这里也写新名" if near else ""


def _where(book: Book) -> str:
    """Return the words with which messages say where the lines of a book stand."""
    return f"“{book.name}”里" if book.name else "预算文件里"
