"""What the budget file says: its amounts by the names that rules ask for (对账), its sentences, their numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache

from reportgen.budget import Budget, Line, UnknownAmount
from reportgen.budget.book import Book
from reportgen.budget.ledger import total
from reportgen.budget.models import FIELDS
from reportgen.diagnostics import Location
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Place
from reportgen.reading.meanings import Meanings
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence, scalars

MARK = compiled(r"<[^<>\n]*>|\{\{[^{}\n]*\}\}")  # what the program fills in
# Keys whose values are codes, names or amounts, not sentences.
_NOT_SENTENCES = {
    *("模板", "文种", "年度", "金额单位", "科目名称", "核对"),
    *("已知差异", "口径调整", "内部往来", "状态", "进度"),
}
_ENOUGH = 6  # letters around a word or number by which a sentence is found again
_MOST = 3  # places of a word: of more, none is the one
_YEAR_MARK = "<年度>"
_FULL_YEAR = compiled("20[0-9]{2}(?![0-9])")
_DATED = compiled(r"<(上?)年度>")
_DIGITS = r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)*(?![0-9])"
_SIDES = ((24, 24), (8, 8), (8, 2), (2, 8), (4, 4))  # letters before and after a number that have to be the same
_NUMBERED = compiled(r"[0-9][^0-9,.]")
_NAME = 4  # letters of a project's name that are no common words: 会议费


class FileFigures:
    """Amounts of the budget file, in 元 or pieces, by the rules' names: sums of its lines, each worked out once."""

    def __init__(self, meanings: Meanings) -> None:
        self.budget, self.meanings = meanings.budget, meanings
        self._amounts: dict[FigureId, Decimal | None] = {}

    @cached_property
    def values(self) -> list[tuple[tuple[str, ...], Scalar]]:
        """Every value of the file with the keys above it."""
        return scalars(self.budget.file.node) if self.budget.file.node else []

    @cached_property
    def projects(self) -> tuple[str, ...]:
        """The names of all projects, of this year and of the years before, without common words such as 会议费."""
        names = dict.fromkeys(line.dims.get("项目", "") for line in self.spent)
        return tuple(name for name in names if len(name) >= _NAME)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """The names of all items (功能) that lines have, of this year and of the years before."""
        codes = dict.fromkeys(line.dims.get("功能", "") for line in self.spent)
        return tuple(self.budget.member_name("功能", code) for code in codes if code.isdigit())

    @property
    def spent(self) -> Iterator[Line]:
        """Every line of 支出, of this year and of the years before."""
        return (line for book in self.budget.books.values() for line in book.every_line("支出"))

    def amount(self, name: FigureId) -> Decimal | None:
        """The exact amount; None if the file leaves it open or has no such figure."""
        if name not in self._amounts:
            self._amounts[name] = self._worked_out(name)
        return self._amounts[name]

    def figure(self, name: FigureId) -> Decimal | None:
        """An amount, or the exact change of one (增减额); None for anything else and for what is not known."""
        if name.derived != "增减额":
            return self.amount(name)
        now, before = self.amount(name.amount), self.amount(name._replace(derived=""))
        return None if now is None or before is None else EXACT.subtract(now, before)

    def own_name(self, name: FigureId) -> FigureId:
        """The name of the figure in the budget file; the rules' name if it has none there."""
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
        """其他资金: what is not 财政拨款."""
        others = tuple((d, m) for d, m in name.conditions if d != "资金")
        whole, grants = self.amount(name._replace(conditions=others)), self.amount(name.where(("资金", "财政拨款")))
        return None if whole is None or grants is None else EXACT.subtract(whole, grants)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        """The names that the file's region may have for it; revenue by item is what is spent on the item.

        Words that say an item mean what the year spends on it: what is left of it at the end (年末结转和结余) says so.
        """
        if name.measure == "支出" and name.member("功能") and not name.member("性质"):
            yield from self._names(name.where(("性质", "本年支出")))
        conditions = self.meanings.own_conditions(name)
        if conditions is None or name.measure not in self.budget.vocabulary.measures:
            return
        yield FigureId(name.measure, conditions)
        if name.measure == "收入" and any(d in ("功能", "性质", "项目类别") for d, _ in conditions):
            yield FigureId("支出", conditions)


def amount_in(book: Book, name: FigureId) -> Decimal | None:
    """The amount if it is stated whole, else the sum of its lines; None if they leave it open."""
    if name in book.stated:
        return book.stated[name].amount
    lines = lines_in(book, name)
    return None if lines is None else total(lines)


def lines_in(book: Book, name: FigureId, *by: str) -> list[Line] | None:
    """The lines that make the figure; None if they leave it open. `by`: dimensions that they had better state."""
    try:
        return book.select_by(name.measure, name.conditions, by)
    except UnknownAmount:
        return None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the file, with the texts of the same mapping."""

    scalar: Scalar
    beside: tuple[str, ...] = ()

    def at(self, start: int, length: int) -> Location:
        """The place of a part of the text, if the file has the text on one line as it is; else its beginning."""
        at, text = self.scalar.at, self.scalar.text
        shift = at.excerpt.find(text[:8], at.column - 1) if text else -1
        if shift < 0 or start >= len(at.excerpt) - shift:
            return at
        return replace(at, column=shift + start + 1, length=length)


def sentences_of(budget: Budget) -> Iterator[Sentence]:
    """Texts of the file that are written to be read."""
    for key, value in budget.file.node.entries if budget.file.node else ():
        if key.text in FIELDS and key.text not in _NOT_SENTENCES:
            yield from _sentences(value, ())


def _sentences(node: Node, beside: tuple[str, ...]) -> Iterator[Sentence]:
    match node:
        case Scalar():
            yield Sentence(node, beside)
        case Sequence(_, items):
            for item in items:
                yield from _sentences(item, ())
        case Mapping(_, entries):
            own = tuple(value.text for _, value in entries if isinstance(value, Scalar))
            for key, value in entries:
                if key.text not in _NOT_SENTENCES:
                    yield from _sentences(value, own)


def typed(place: Place, sentences: Iterable[Sentence]) -> tuple[Location, ...]:
    """Where the budget file has the words marked at the place, found by the words around them and in their row.

    A word that is all that one text says is there; a year may be one that the program fills in.
    """
    word = place.line[place.start : place.start + place.length]
    if not word.strip():
        return ()
    found = [(*score, one, at) for one in sentences if word in one.scalar.text for score, at in _fits(one, word, place)]
    best = max((each[:2] for each in found), default=(0, 0))
    alike = [one.at(at, len(word)) for *score, one, at in found if tuple(score) == best]
    return tuple(alike) if alike and len(alike) <= _MOST else _all_that_is_said(word, sentences)


def _all_that_is_said(word: str, sentences: Iterable[Sentence]) -> tuple[Location, ...]:
    """The only text that says just this; its year may be one that the program fills in."""
    ways = {word, _FULL_YEAR.sub(_YEAR_MARK, word)} if len(word) >= _NAME else set()
    found = [one.scalar.at for one in sentences if one.scalar.text.strip() in ways]
    return tuple(found) if len(found) == 1 else ()


def _fits(one: Sentence, word: str, place: Place) -> Iterator[tuple[tuple[int, int], int]]:
    """(letters that are the same around the word, letters of the row beside it), and where the word stands."""
    text, line = masked(one.scalar.text), place.line
    end = place.start + len(word)
    beside = sum(len(other) for other in one.beside if len(other) > 1 and other in line)
    for found in re.finditer(re.escape(word), text):
        before = _same(text[: found.start()][::-1], line[: place.start][::-1])
        after = _same(text[found.end() :], line[end:])
        whole = before + len(word) + after == len(text)
        if before + len(word) + after >= _ENOUGH or (
            whole and beside > len(text) and (place.row or not text.isdigit())
        ):
            yield (before + after, beside), found.start()


def _same(one: str, other: str) -> int:
    """How many letters are the same before the first that differs."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def texts(file: FileFigures) -> str:
    """All values of the file, one below the other, with the years filled in."""
    return with_years(file.budget, "\n".join(scalar.text for _, scalar in file.values))


def records(node: Node | None) -> list[Mapping]:
    """The mappings of a list of the file; none if it is no list."""
    return [one for one in node.items if isinstance(one, Mapping)] if isinstance(node, Sequence) else []


def dated_facts(budget: Budget) -> Iterator[tuple[str, str]]:
    """Facts that are a few words with numbers in them, with their keys: 资产截止, 2021年10月."""
    for key, node in budget.file.facts.items():
        text = with_years(budget, node.text) if isinstance(node, Scalar) else ""
        if _ENOUGH <= len(text) <= 4 * _ENOUGH and _NUMBERED.search(text) and "\0" not in text:
            yield key, text


def masked(text: str, letter: str = "\0") -> str:
    """The text with everything that the program fills in as so many of this letter: every place stays where it is."""
    return MARK.sub(lambda mark: letter * len(mark[0]), text)


def with_years(budget: Budget, text: str) -> str:
    """The text with its years; anything else that the program fills in is one NUL."""
    year = budget.file.year
    return MARK.sub("\0", _DATED.sub(lambda mark: str(year - 1 if mark[1] else year), text))


def same_words(corpus: str, text: str, start: int, stop: int) -> str:
    """The number that the corpus has between the words that stand around this one.

    Returns:
        The number itself if it is one of several; nothing if the corpus has no such words.
    """
    for before, after in _SIDES:
        left = text[max(0, start - before) : start].rpartition("\n")[2]
        right = text[stop : stop + after].partition("\n")[0]
        if len(left) + len(right) < _ENOUGH:
            continue
        found = list(_between(corpus, left, right, opens=start == len(left) == 0))
        if found:
            own = text[start:stop]
            return own if own in found else found[0]
    return ""


def _between(corpus: str, left: str, right: str, opens: bool) -> Iterator[str]:
    """The numbers that stand between these words; `opens`: only at the beginning of a line."""
    for found in _numbers_beside(corpus).get((left[-1:], right[:1]), ()):
        line = found.string
        between = line.startswith(right, found.end()) and line.endswith(left, 0, found.start())
        if between and (not opens or found.start() == 0):
            yield found[0]


@lru_cache(maxsize=1)
def _numbers_beside(corpus: str) -> dict[tuple[str, str], list[re.Match[str]]]:
    """The numbers of the lines, by the letters right before and behind them, and by either of the two."""
    found: dict[tuple[str, str], list[re.Match[str]]] = {}
    for line in dict.fromkeys(corpus.split("\n")):
        for number in re.finditer(_DIGITS, line):
            before, behind = line[number.start() - 1 : number.start()], line[number.end() : number.end() + 1]
            for key in {(before, behind), ("", behind), (before, "")}:
                found.setdefault(key, []).append(number)
    return found
