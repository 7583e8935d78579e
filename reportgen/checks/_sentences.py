"""Sentences of the budget file, and which of them a place of the document was typed in."""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from reportgen import source
from reportgen.budget import Budget
from reportgen.budget.models import FIELDS
from reportgen.checks._budget_file import masked
from reportgen.diagnostics import Location
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.records import dataclass, replace
from reportgen.source import Mapping, Node, Scalar

# Keys whose values are codes, names or amounts, not sentences.
_NOT_SENTENCES = {
    *("模板", "文种", "年度", "金额单位", "科目名称", "核对"),
    *("已知差异", "口径调整", "内部往来", "状态", "进度"),
}
_ENOUGH = 6  # letters around a word that are enough to find its sentence
_FEW_TEXTS = 500  # are simply looked through
_PIECE = 4  # letters by which texts are found among more
_PIECES, _NONE = 1 << 16, array("L")  # numbers of pieces; no texts
_MOST = 3  # with more places than these, none is taken for a word's origin
_YEAR_MARK = "<年度>"
_FULL_YEAR = compiled("20[0-9]{2}(?![0-9])")
_NAME = 4  # shorter words may be said anywhere
_Fit = tuple[tuple[int, int], int]  # letters alike around a word and of its row; where it stands in a text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the budget file, with the other texts of its mapping."""

    scalar: Scalar
    beside: tuple[str, ...] = ()

    def at(self, start: int, length: int) -> Location:
        """Return the place of a part of the text, if the file has it on one line; else where the text begins."""
        at, text = self.scalar.at, self.scalar.text
        shift = at.excerpt.find(text[:8], at.column - 1) if text else -1
        if shift < 0 or start >= len(at.excerpt) - shift:
            return at
        return replace(at, column=shift + start + 1, length=length)


class Sentences:
    """Texts of a budget file in their order, found by the words that stand in them."""

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self._all = tuple(sentences)
        self._having: dict[int, list[array[int]]] = {}

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self._all)

    def saying(self, ways: Iterable[str]) -> list[Sentence]:
        """Return the texts that say just this, and nothing else."""
        return [one for way in ways for one in self._by_text.get(way, ())]

    def near(self, place: Place) -> Iterator[tuple[int, Iterable[Sentence]]]:
        """Yield texts that may have the word marked at a place: first those that have many of the letters around it.

        Each with a number: no other text has so many letters alike around the word. The last are all that may have it.
        """
        line, start = place.line, place.start
        end = min(start + place.length, len(line))
        behind = len(line) - end
        for more in (32, 8, 0 if end - start > 1 else 1) if len(self._all) > _FEW_TEXTS else ():
            before = self._candidates(line[max(0, start - more) : end]) if start or not more else ()
            after = self._candidates(line[start : end + more]) if behind or not more else ()
            found = (*before, *after, *self.saying({line[start:end]}))
            yield _above(more, start) + _above(more, behind) + 1, {id(one): one for one in found}.values()
        if len(self._all) <= _FEW_TEXTS:
            yield 0, self._all

    def _candidates(self, words: str) -> Iterable[Sentence]:
        """Return texts among which are all that have these words: those with the rarest few letters of them."""
        length = _PIECE if len(words) >= _PIECE else 2
        known = self._by_piece(length)
        places = min((known[piece] for piece in _pieces(words, length)), key=len, default=())
        return map(self._all.__getitem__, places)

    def _by_piece(self, length: int) -> Sequence[Sequence[int]]:
        """Return piece of so many letters -> the numbers of the texts that may have it; made when first asked for."""
        if length not in self._having:
            found = self._having[length] = [_NONE] * _PIECES
            for i, one in enumerate(self._all):
                for piece in _pieces(masked(one.scalar.text), length):
                    if found[piece] is _NONE:
                        found[piece] = array("L")
                    found[piece].append(i)
        return self._having[length]

    @cached_property
    def _by_text(self) -> dict[str, list[Sentence]]:
        found: dict[str, list[Sentence]] = {}
        for one in self._all:
            found.setdefault(one.scalar.text.strip(), []).append(one)
        return found


def _above(more: int, there: int) -> int:
    """Return the most letters beside a word that a text may share and still count as another text.

    A text counts as the same with `more` shared letters, or with all that are `there`.
    """
    return max(0, min(more, there) - 1)


def _pieces(text: str, length: int) -> set[int]:
    """Return the numbers of the pieces of a text, each of which stands for many: so large texts take little memory."""
    return {hash(text[i : i + length]) % _PIECES for i in range(len(text) - length + 1)}


def sentences_of(budget: Budget) -> list[Sentence]:
    """Return the texts of the file that are written to be read, not codes, names or amounts."""
    found: list[Sentence] = []
    for key, value in budget.file.node.entries if budget.file.node else ():
        if key.text in FIELDS and key.text not in _NOT_SENTENCES:
            _add_sentences(found, value, ())
    return found


def _add_sentences(found: list[Sentence], node: Node, beside: tuple[str, ...]) -> None:
    match node:
        case Scalar():
            found.append(Sentence(node, beside))
        case source.Sequence():
            for item in node.items:
                _add_sentences(found, item, ())
        case Mapping():
            own = tuple([value.text for _, value in node.entries if isinstance(value, Scalar)])
            for key, value in node.entries:
                if key.text not in _NOT_SENTENCES:
                    _add_sentences(found, value, own)


def typed(place: Place, sentences: Sentences) -> tuple[Location, ...]:
    """Return where the budget file has the words marked at the place, by the words around them and in their row.

    A word that is all of one text is taken to be from there; a year in that text may be one that the program fills in.
    """
    word = place.line[place.start : place.start + place.length]
    if not word.strip():
        return ()
    found, best = list[tuple[int, int, Sentence, int]](), (0, 0)
    fits: dict[int, list[_Fit]] = {}
    for least, near in sentences.near(place):
        having = [one for one in near if word in one.scalar.text]
        fits |= {id(one): list(_fits(one, word, place)) for one in having if id(one) not in fits}
        found = [(*score, one, at) for one in having for score, at in fits[id(one)]]
        best = max((each[:2] for each in found), default=(0, 0))
        if found and best[0] >= least:
            break
    alike = sorted(one.at(at, len(word)) for *score, one, at in found if tuple(score) == best)
    return tuple(alike) if alike and len(alike) <= _MOST else _all_that_is_said(word, sentences)


def _all_that_is_said(word: str, sentences: Sentences) -> tuple[Location, ...]:
    """Return the place of the only text that says just this; its year may be one that the program fills in."""
    ways = {word, _FULL_YEAR.sub(_YEAR_MARK, word)} if len(word) >= _NAME else set()
    found = sentences.saying(ways)
    return (found[0].scalar.at,) if len(found) == 1 else ()


def _fits(one: Sentence, word: str, place: Place) -> Iterator[_Fit]:
    """Yield (letters alike around the word, letters of the row alike), and where in the text the word stands."""
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
    """Return how many letters two texts share from their beginnings."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least
