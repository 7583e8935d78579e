"""What the budget file says: its amounts by the names that rules use (对账), its sentences, their numbers."""

from bisect import bisect
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property

from reportgen.budget import Budget, Line, UnknownAmount
from reportgen.budget.book import Book
from reportgen.budget.ledger import total
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading.meanings import Meanings
from reportgen.source import Scalar, scalars
from reportgen.vocabulary import NOT_APPLICABLE

_FEW = 60  # names that are simply looked for one by one
_HEAD = 2  # letters that a name begins with
_NEAR = 8  # of very many names, so many on each side of a word are near it
MARK = compiled(r"<[^<>\n]*>|\{\{[^{}\n]*\}\}")  # marks that the program fills in
_ENOUGH = 6  # letters of a fact that say what it is
_DATED = compiled(r"<(上?)年度>")
_NUMBERED = compiled(r"[0-9][^0-9,.]")
_NAME = 4  # shorter names of projects may be common words: 会议费


class KnownNames:
    """Names in their order, each once; a text is looked through once, however many they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: at for at, name in enumerate(dict.fromkeys(names)) if name}

    def __iter__(self) -> Iterator[str]:
        """Yield the names in their order."""
        return iter(self._places)

    def within(self, text: str) -> list[str]:
        """Return the names that stand in the text, in the order of the names."""
        if len(self._places) <= _FEW:
            return [name for name in self._places if name in text]
        own = {
            word
            for at in range(len(text))
            for head in {text[at : at + _HEAD], text[at]}
            for length in self._lengths.get(head, ())
            if (word := text[at : at + length]) in self._places
        }
        return sorted(own, key=self._places.__getitem__)

    def near(self, word: str) -> list[str]:
        """Return the names that may be like a word: all of few, of many those near it by beginning or by end."""
        if len(self._places) <= _FEW:
            return [*self._places]
        (begin, ends), back = self._orders, word[::-1]
        at, behind = bisect(begin, word), bisect(ends, back)
        own = (
            *begin[max(0, at - _NEAR) : at + _NEAR],
            *(name[::-1] for name in ends[max(0, behind - _NEAR) : behind + _NEAR]),
        )
        return sorted({*own}, key=self._places.__getitem__)

    @cached_property
    def _orders(self) -> tuple[list[str], list[str]]:
        """The names in their alphabetical order, and read backwards in theirs."""
        return sorted(self._places), sorted(name[::-1] for name in self._places)

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """First letters of names, of a name of one letter that letter -> how long names are that begin so."""
        found: dict[str, set[int]] = {}
        for name in self._places:
            found.setdefault(name[:_HEAD], set()).add(len(name))
        return {head: sorted(lengths) for head, lengths in found.items()}


class FileFigures:
    """Amounts of the budget file, in 元 or pieces, by the names that rules use; each is worked out once."""

    def __init__(self, meanings: Meanings) -> None:
        self.budget, self.meanings = meanings.budget, meanings
        self._amounts: dict[FigureId, Decimal | None] = {}

    @cached_property
    def values(self) -> list[tuple[tuple[str, ...], Scalar]]:
        """Every value of the file as (the keys above it, the value)."""
        return scalars(self.budget.file.node) if self.budget.file.node else []

    @cached_property
    def projects(self) -> KnownNames:
        """The names of all projects, of this year and of the bases, without common words such as 会议费."""
        names = (line.dims.get("项目", "") for line in self.spent)
        return KnownNames(name for name in names if len(name) >= _NAME)

    @cached_property
    def project_names(self) -> frozenset[str]:
        """The names of all projects, of this year and of the bases."""
        return frozenset(line.dims.get("项目", "") for line in self.spent) - {"", NOT_APPLICABLE}

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The names of all items (功能) that lines have, of this year and of the bases."""
        codes = dict.fromkeys(line.dims.get("功能", "") for line in self.spent)
        return tuple(self.budget.member_name("功能", code) for code in codes if code.isdigit())

    @cached_property
    def names_of_codes(self) -> dict[str, str]:
        """Code (功能) of a line, of this year or a base, or the one above it (款) -> its name."""
        own = dict.fromkeys(line.dims.get("功能", "") for line in self.spent)
        codes = dict.fromkeys(code[:end] for code in own if code.isdigit() for end in (5, 7))
        return {code: self.budget.member_name("功能", code) for code in codes}

    @cached_property
    def all_names_of_codes(self) -> str:
        """The names of all these codes in one text, to see at once that words are of none."""
        return "\n".join(self.names_of_codes.values())

    @property
    def spent(self) -> Iterator[Line]:
        """Every line of 支出, of this year and of the bases."""
        return (line for book in self.budget.books.values() for line in book.every_line("支出"))

    @cached_property
    def bought(self) -> tuple[Line, ...]:
        """Every line of 政府采购 of this year."""
        return tuple(self.budget.books[""].every_line("政府采购"))

    def amount(self, name: FigureId) -> Decimal | None:
        """Return the exact amount; None if the file leaves it open or has no such figure."""
        if name not in self._amounts:
            self._amounts[name] = self._worked_out(name)
        return self._amounts[name]

    def figure(self, name: FigureId) -> Decimal | None:
        """Return an amount, or the exact change of one (增减额), in 元 or pieces.

        None for rates and shares, and for what the file leaves open.
        """
        if name.derived != "增减额":
            return self.amount(name)
        now, before = self.amount(name.amount), self.amount(name._replace(derived=""))
        return None if now is None or before is None else EXACT.subtract(now, before)

    def own_name(self, name: FigureId) -> FigureId:
        """Return the name of the figure in the budget file; the rules' name if the file has no such figure."""
        known = name.measure in self.budget.vocabulary.measures
        conditions = self.meanings.own_conditions(name.amount) if known else None
        return name if conditions is None else name._replace(conditions=conditions)

    def _worked_out(self, name: FigureId) -> Decimal | None:
        book = self.budget.books.get(name.base)
        if book is None or name.derived:
            return None
        if name.member("资金") == "其他资金":
            return self._without_grants(name)
        return next((a for own in self._names(name) if (a := amount_in(book, own)) is not None), None)

    def _without_grants(self, name: FigureId) -> Decimal | None:
        """Return 其他资金: the amount less what is 财政拨款."""
        others = tuple((d, m) for d, m in name.conditions if d != "资金")
        whole, grants = self.amount(name._replace(conditions=others)), self.amount(name.where(("资金", "财政拨款")))
        return None if whole is None or grants is None else EXACT.subtract(whole, grants)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        """Yield the names by which the budget file may know the figure, the best first.

        Expenditure by item means what the year spends, without what is left at its end (年末结转和结余).
        Revenue by item or unit is stated nowhere: as much is spent there.
        """
        if name.measure == "支出" and name.member("功能") and not name.member("性质"):
            yield from self._names(name.where(("性质", "本年支出")))
        conditions = self.meanings.own_conditions(name)
        if conditions is None or name.measure not in self.budget.vocabulary.measures:
            return
        yield FigureId(name.measure, conditions)
        if name.measure == "收入" and any(d in ("功能", "性质", "项目类别", "单位") for d, _ in conditions):
            yield FigureId("支出", conditions)


def amount_in(book: Book, name: FigureId) -> Decimal | None:
    """Return the amount stated whole, else the sum of its lines; None if the lines leave it open."""
    if name in book.stated:
        return book.stated[name].amount
    lines = lines_in(book, name)
    return None if lines is None else total(lines)


def lines_in(book: Book, name: FigureId, *by: str) -> list[Line] | None:
    """Return the lines that make the figure; None if they leave it open. `by`: dimensions that lines should state."""
    try:
        return book.select_by(name.measure, name.conditions, by)
    except UnknownAmount:
        return None


def texts(file: FileFigures) -> str:
    """Return the values of the file, without 已知差异, one below the other, with the years filled in."""
    own = (scalar.text for path, scalar in file.values if path[0] != "已知差异")
    return with_years(file.budget, "\n".join(own))


def dated_facts(budget: Budget) -> Iterator[tuple[str, str]]:
    """Yield key and text of facts that are a few words with numbers: 资产截止, 2021年10月."""
    for key, node in budget.file.facts.items():
        text = with_years(budget, node.text) if isinstance(node, Scalar) else ""
        if _ENOUGH <= len(text) <= 4 * _ENOUGH and _NUMBERED.search(text) and "\0" not in text:
            yield key, text


def masked(text: str, letter: str = "\0") -> str:
    """Return the text with marks replaced by as many of this letter, so that every place stays where it is."""
    return MARK.sub(lambda mark: letter * len(mark[0]), text)


def of_last_year(budget: Budget, text: str) -> str:
    """Return the text with 上年 for the number of last year, and without marks: 2024年未安排."""
    return MARK.sub("", text.replace(f"{budget.file.year - 1}年", "上年").replace("<上年度>年", "上年"))


def with_years(budget: Budget, text: str) -> str:
    """Return the text with <年度> and <上年度> filled in; every other `<…>` and `{{…}}` becomes one NUL."""
    year = budget.file.year
    return MARK.sub("\0", _DATED.sub(lambda mark: str(year - 1 if mark[1] else year), text))
