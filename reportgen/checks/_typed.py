"""What an officer typed (手写的文字): sentences of the file, and where a printed word of them stands there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.budget import Budget
from reportgen.budget.models import FIELDS
from reportgen.diagnostics import Location
from reportgen.reading import Place
from reportgen.source import Mapping, Node, Scalar, Sequence

# Keys whose values are codes, names or amounts, not sentences.
_NOT_SENTENCES = {
    *("模板", "文种", "年度", "金额单位", "科目名称", "核对"),
    *("已知差异", "口径调整", "内部往来", "状态", "进度"),
}
MARK = re.compile(r"<[^<>\n]*>|\{\{[^{}\n]*\}\}")  # what the program fills in
_ENOUGH = 6  # letters around a word that tell a sentence again
_MOST = 3  # texts that read alike, to be told all


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the file, with the texts that stand beside it."""

    scalar: Scalar
    beside: tuple[str, ...] = ()

    def at(self, start: int, length: int) -> Location:
        """Where a part of it stands, if the text stands on one line as it is written; else where it begins."""
        at, text = self.scalar.at, self.scalar.text
        shift = at.excerpt.find(text[:8], at.column - 1) if text else -1
        if shift < 0 or start >= len(at.excerpt) - shift:
            return at
        return replace(at, column=shift + start + 1, length=length)


def sentences_of(budget: Budget) -> Iterator[Sentence]:
    """Texts of the file that are written to be read."""
    assert budget.file.node is not None
    for key, value in budget.file.node.entries:
        if key.text in FIELDS and key.text not in _NOT_SENTENCES:
            yield from _below(value, ())


def _below(node: Node, beside: tuple[str, ...]) -> Iterator[Sentence]:
    match node:
        case Scalar():
            yield Sentence(node, beside)
        case Sequence(_, items):
            for item in items:
                yield from _below(item, ())
        case Mapping(_, entries):
            own = tuple(value.text for _, value in entries if isinstance(value, Scalar))
            for key, value in entries:
                if key.text not in _NOT_SENTENCES:
                    yield from _below(value, own)


def typed(place: Place, sentences: Iterable[Sentence]) -> tuple[Location, ...]:
    """Where the budget file says what is marked at the place, told by the words around it and in its row."""
    word = place.line[place.start : place.start + place.length]
    if not word.strip():
        return ()
    found = [(*score, one, at) for one in sentences if word in one.scalar.text for score, at in _fits(one, word, place)]
    best = max((each[:2] for each in found), default=(0, 0))
    alike = [one.at(at, len(word)) for *score, one, at in found if tuple(score) == best]
    return tuple(alike) if len(alike) <= _MOST else ()


def _fits(one: Sentence, word: str, place: Place) -> Iterator[tuple[tuple[int, int], int]]:
    """(letters that are the same around the word, letters beside it in the row), and where the word stands in it."""
    text, line = MARK.sub(lambda mark: "\0" * len(mark[0]), one.scalar.text), place.line
    end = place.start + len(word)
    beside = sum(len(other) for other in one.beside if len(other) > 1 and other in line)
    for found in re.finditer(re.escape(word), text):
        before = _same(reversed(text[: found.start()]), reversed(line[: place.start]))
        after = _same(text[found.end() :], line[end:])
        whole = before + len(word) + after == len(text)
        if before + len(word) + after >= _ENOUGH or (whole and beside > len(text)):
            yield (before + after, beside), found.start()


def _same(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
