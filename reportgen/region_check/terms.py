"""The region's own names in the words around a number (口径词), where the reader's vocabulary ends.

The names are those of the region's measures and members, and of the budget's codes, projects and units. `Nearly` finds
words that are not a name but nearly one: with its letters in order, or with part of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from reportgen.budget import names_of_all_years
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.reading.clauses import last_part
from reportgen.reading.terms import OF_THIS_YEAR, bare
from reportgen.records import dataclass, replace
from reportgen.region_check.meaning import SelectedLines
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE

ITEM, _ECONOMIC = "科目", "经济"  # stands for a dimension where a word is an item of the catalogue: 会议费
MEASURE = "指标"  # stands for a dimension where a word is a measure
_AND_OTHERS = compiled("[及和与、]")
_ALL = ("收入", "支出")  # measures that contain all others of money
_PART = compiled(r"\A.*[；。\n⏎]", re.S)
_SHORTEST = 2  # the fewest characters of a name
_END = 2  # characters at the end of a name that show it is meant
_TAIL = 4  # characters that may stand between a name and the number: 总数, 通用设备
_MOST = 3  # the most characters of a head for each character of a name that it resembles


@dataclass(frozen=True, slots=True)
class Term:
    """A name of the region in the words around a number.

    Attributes:
        meanings: the (dimension, member) pairs that it may mean.
        last: whether the words end with it.
    """

    word: str
    meanings: frozenset[tuple[str, str]]
    last: bool


class Terms:
    """The names that a budget's documents may use."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.vocabulary = figures, figures.vocabulary

    def in_words(self, words: str) -> tuple[Term, ...]:
        """Return the names in the last part of a sentence: the longest that overlap, and of each dimension the last.

        If it names measures, their term means all of them: 机关运行经费支出. 一般公共预算财政拨款 is 一般公共预算.
        """
        found: dict[frozenset[str], Term] = {}
        after = -1  # where the last name of a particular measure ends
        end = -1  # where the last name ends
        measures: frozenset[tuple[str, str]] = frozenset()
        for match in self._pattern.finditer(last_part(words)):
            meanings = self._known[match[0]]
            if not meanings or (match[0] in _ALL and match.start() == after):
                continue  # 上级专项转移支付支出 is not 支出 of every kind
            dimensions = frozenset(d for d, _ in meanings)
            if dimensions == {"单位"} and _AND_OTHERS.match(match.string, match.end()):
                continue  # 局本级及所属单位
            follows, end = match.start() == end, match.end()
            if follows and dimensions in found and self._holds(meanings, found[dimensions].meanings):
                continue
            after = match.end() if MEASURE in dimensions and match[0] not in _ALL else -1
            behind = match.string[match.end() :]
            tail = behind if MEASURE in dimensions else self._pattern.sub("", behind)
            found[dimensions] = Term(match[0], meanings, len(tail) <= _TAIL)
            if MEASURE in dimensions:
                measures |= meanings
        return tuple(replace(t, meanings=measures) if t.meanings <= measures else t for t in found.values())

    def _holds(self, wider: frozenset[tuple[str, str]], narrower: frozenset[tuple[str, str]]) -> bool:
        """Whether there is one narrower meaning, and it stands below one of the wider meanings."""
        above = {(d, top) for d, member in narrower for top in self.vocabulary.upward(d, member)[1:]}
        return len(narrower) == 1 and bool(above & wider)

    def called(self, label: str) -> tuple[Term, ...]:
        """Return the term that is the whole label, or none."""
        meanings = self._known.get(bare(label))
        return (Term(bare(label), meanings, True),) if meanings else ()

    def closest(self, words: str, dimension: str) -> tuple[str, ...]:
        """Return the members of a closed dimension whose letters stand in the words in order, and end furthest on."""
        text = _PART.sub("", words)
        ends = {member: _end_of(member, text) for member in self.vocabulary.trees.get(dimension, {})}
        last = max(ends.values(), default=-1)
        return tuple(member for member, end in ends.items() if end == last >= 0)

    def ends_near(self, words: str, member: str) -> bool:
        """Return whether the last words contain the end of the member's name."""
        return len(member) > _END and member[-_END:] in last_part(words)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(_as_pattern(word) for word in sorted(self._known, key=len, reverse=True)))

    @cached_property
    def _known(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for dimension, member, word in self._names():
            if len(bare(word)) >= _SHORTEST and member != NOT_APPLICABLE:
                found.setdefault(bare(word), set()).add((dimension, member))
        publisher = self.figures.budget.file.department
        nothing = {bare(name): frozenset[tuple[str, str]]() for name in (publisher.name, publisher.full_name) if name}
        return {word: frozenset(meanings) for word, meanings in found.items()} | nothing

    def _names(self) -> Iterator[tuple[str, str, str]]:
        """Yield dimension, member and name of everything that words may name."""
        budget = self.figures.budget
        yield from ((MEASURE, measure, measure) for measure in self.vocabulary.measures)
        closed = ((d, member) for d, tree in self.vocabulary.trees.items() for member in tree)
        for dimension, member in (*closed, *sorted(self._stated)):
            yield dimension, member, budget.member_name(dimension, member)
            yield dimension, member, member
        yield from ((ITEM, code, name) for code, name in names_of_all_years(_ECONOMIC) if len(code) > len("302"))

    @cached_property
    def _stated(self) -> set[tuple[str, str]]:
        """The members of codes and open dimensions that lines state, with the codes above them."""
        known = (*CODE_LEVELS, *self.vocabulary.open)
        lines = (line for book in self.figures.budget.books.values() for line in book.every_line())
        stated = {(d, m) for line in lines for d, m in line.dims.items() if d in known}
        return {(d, top) for d, m in stated for top in self.vocabulary.upward(d, m)}


def _as_pattern(word: str) -> str:
    """Return the pattern of a name; no code is part of a longer number (202, 2026), 本年数 is of any year."""
    if word == OF_THIS_YEAR[1]:
        return f"{word}(?![度数])"
    return rf"(?<!\d){word}(?!\d)" if word.isdecimal() else re.escape(word)


def _in_order(word: str, text: str) -> bool:
    """Whether the letters of the word stand in the text in this order."""
    return _end_of(word, text) >= 0


def _end_of(word: str, text: str) -> int:
    """Return the last position at which the letters of the word, in order, end in the text; -1 if they do not."""
    end = at = len(text)
    for i, letter in enumerate(reversed(word)):
        at = text.rfind(letter, 0, at)
        if at < 0:
            return -1
        end = at if i == 0 else end
    return end


class Nearly:
    """Finds words that resemble a name of the budget but mean something else than the number beside them."""

    def __init__(self, meaning: SelectedLines, terms: Terms) -> None:
        self.meaning, self.terms, self.vocabulary = meaning, terms, terms.vocabulary

    def of_members(self, words: str, terms: Sequence[Term], carried: FigureId) -> str:
        """Return what is wrong if the words hold the letters of another member: 编外人员员额 those of 编外员额."""
        said = {d for term in terms for d, _ in term.meanings}
        measure = self.vocabulary.measures[carried.measure]
        closed = [d for d in measure.dimensions if d not in said and d in self.vocabulary.trees]
        for dimension in closed if measure.unit != MONEY else ():  # names of kinds of people, not of funds
            own, closest = carried.member(dimension), self.terms.closest(words, dimension)
            if closest and own not in closest and (own or self.terms.ends_near(words, closest[0])):
                return f"“{closest[0]}”旁边印的是{carried}"
        return ""

    def of_counts(self, words: str, carried: FigureId) -> str:
        """Return what is wrong if the words name a measure whose letters contain this one's, or the reverse; else "".

        新增…设备 is another count than 设备.
        """
        measures, own, last = self.vocabulary.measures, carried.measure, last_part(words)
        unit = measures[own].unit
        kin = [m for m, kind in measures.items() if kind.unit == unit and m != own and _in_order(m, last)]
        if unit == MONEY:
            bare = not carried.conditions and own not in last  # 本年度安排新增固定资产预算 is not 支出
            return f"“{kin[0]}”旁边印的是{carried}" if kin and bare else ""
        more = [m for m in kin if _in_order(own, m)]
        less = [m for m in kin if _in_order(m, own) and not _in_order(own, words)]
        return next((f"“{measure}”旁边印的是{carried}" for measure in (*more, *less)), "")

    def of_heads(self, said: FigureId | None, carried: FigureId) -> str:
        """Return what is wrong if a head resembles the name of another member.

        上级提前告知·一般性转移支付 resembles 上级一般转移支付.
        """
        for dimension, words in said.conditions if said else ():
            near = self._near(dimension, words) if self.meaning.member(dimension, words) is None else []
            if near and all(self.meaning.within(carried, (dimension, member)) is False for member in near):
                return f"“{words}”下面印的是{carried}"
        return ""

    def _near(self, dimension: str, words: str) -> list[str]:
        """Return the members whose names contain these words, or most of whose letters are in these words."""
        holding = [m for m in self.vocabulary.trees.get(dimension, {}) if words in m]
        closest = self.terms.closest(words, dimension)
        return [*holding, *(member for member in closest if len(member) * _MOST > len(words))]
