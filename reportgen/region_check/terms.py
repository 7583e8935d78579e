"""The region's own vocabulary in the words before a number (口径词): where the reader's words end, these go on.

No list stands here: the words are the names of the region's measures and members, and of the budget's codes, projects
and units.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reportgen.figures import Figures
from reportgen.reading.clauses import last_part
from reportgen.reading.terms import bare
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE

_ALL = ("收入", "支出")  # measures that hold the others
MEASURE = "指标"  # stands for a dimension where a word is a measure

_PART = re.compile(r".*[；。\n⏎]", re.S)
_SHORTEST = 2  # letters of a name that is looked for
_END = 2  # letters that its name ends with
_TAIL = 4  # and that may follow it before the number: 总数, 通用设备


@dataclass(frozen=True, slots=True)
class Term:
    """A name in the words: what it may mean, (dimension, member), and whether the words end with it."""

    word: str
    meanings: frozenset[tuple[str, str]]
    last: bool


class Terms:
    """The names that a budget's documents may use."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.vocabulary = figures, figures.vocabulary

    def in_words(self, words: str) -> tuple[Term, ...]:
        """The names in the last part of a sentence, the longest where they overlap; of each dimension the last."""
        found: dict[frozenset[str], Term] = {}
        after = -1  # where a measure of its own ends
        named: frozenset[tuple[str, str]] = frozenset()  # 机关运行经费支出 names two measures
        for match in self._pattern.finditer(last_part(words)):
            meanings = self._known[match[0]]
            if not meanings or (match[0] in _ALL and match.start() == after):
                continue  # 上级专项转移支付支出 is no 支出 of every kind
            after = match.end() if any(d == MEASURE for d, _ in meanings) and match[0] not in _ALL else -1
            behind = match.string[match.end() :]
            tail = len(behind) if (MEASURE in {d for d, _ in meanings}) else len(self._pattern.sub("", behind))
            found[frozenset(d for d, _ in meanings)] = Term(match[0], meanings, tail <= _TAIL)
            if any(dimension == MEASURE for dimension, _ in meanings):
                named |= meanings
        return tuple(replace(t, meanings=named) if t.meanings <= named else t for t in found.values())

    def closest(self, words: str, dimension: str) -> tuple[str, ...]:
        """Members of a closed dimension whose letters stand in the sentence in order, those that end last."""
        text = _PART.sub("", words)
        ends = {member: _end_of(member, text) for member in self.vocabulary.trees.get(dimension, {})}
        last = max(ends.values(), default=-1)
        return tuple(member for member, end in ends.items() if end == last >= 0)

    def ends_near(self, words: str, member: str) -> bool:
        """Whether what the member's name ends with stands in the last words."""
        return len(member) > _END and member[-_END:] in last_part(words)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, sorted(self._known, key=len, reverse=True))))

    @cached_property
    def _known(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for dimension, member, word in self._names():
            if len(bare(word)) >= _SHORTEST and member != NOT_APPLICABLE:
                found.setdefault(bare(word), set()).add((dimension, member))
        publisher = self.figures.budget.file.department
        nobody: dict[str, frozenset[tuple[str, str]]] = {
            bare(n): frozenset() for n in (publisher.name, publisher.full_name) if n
        }
        return nobody | {word: frozenset(meanings) for word, meanings in found.items() if word not in nobody}

    def called(self, label: str) -> tuple[Term, ...]:
        """The name that the whole label is."""
        meanings = self._known.get(bare(label))
        return (Term(bare(label), meanings, True),) if meanings else ()

    def _names(self) -> Iterator[tuple[str, str, str]]:
        """(dimension, member, what it is called)."""
        budget = self.figures.budget
        yield from ((MEASURE, measure, measure) for measure in self.vocabulary.measures)
        closed = ((d, member) for d, tree in self.vocabulary.trees.items() for member in tree)
        for dimension, member in (*closed, *sorted(self._stated)):
            yield dimension, member, budget.member_name(dimension, member)
            yield dimension, member, member

    @cached_property
    def _stated(self) -> set[tuple[str, str]]:
        """Members of codes and open dimensions that lines state, with the codes above them."""
        known = (*CODE_LEVELS, *self.vocabulary.open)
        lines = (line for book in self.figures.budget.books.values() for own in book.lines.values() for line in own)
        stated = {(d, m) for line in lines for d, m in line.dims.items() if d in known}
        return {(d, top) for d, m in stated for top in self.vocabulary.upward(d, m)}


def in_order(word: str, text: str) -> bool:
    """Whether the letters of the word stand in the text, one behind the other."""
    return _end_of(word, text) >= 0


def _end_of(word: str, text: str) -> int:
    """Where the letters of the word, one behind the other, end as late as they can; -1: they do not stand so."""
    end = at = len(text)
    for i, letter in enumerate(reversed(word)):
        at = text.rfind(letter, 0, at)
        if at < 0:
            return -1
        end = at if i == 0 else end
    return end
