"""What two budget files say in words, compared (说明的变动): added, removed, said otherwise, with both places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportgen.budget.models import Said
from reportgen.diff.budgets.likeness import couples, likeness, years_apart
from reportgen.diff.budgets.renamed import Renaming, figure_followed, followed
from reportgen.diff.budgets.words import LISTED, Topic, Words, words
from reportgen.diff.changes import Kind
from reportgen.report import Report

_STILL_ITSELF = Fraction(1, 2)  # how alike a text of a list is to what it was
_DIGITS = re.compile("[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text that the files give otherwise (一处说明的变动).

    Attributes:
        kind: ADDED, REMOVED, WORDING, or NUMBER where the words are the same.
        what: the key of the file, `原因`, `职责`, `资料`. owner: the unit that says it, nothing for the department.
        name: the figure or the path that it is about, as the new side calls it; empty for lists of the department.
        old, new: text and place on either side, None where there is none.
    """

    kind: Kind
    what: str
    owner: str
    name: str
    old: Said | None
    new: Said | None

    @property
    def turned(self) -> "TextChange":
        """Seen from the other side, under the same name."""
        kind = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}.get(self.kind, self.kind)
        return TextChange(kind, self.what, self.owner, self.name, self.new, self.old)


def reason_changes(old: Report, new: Report, known: tuple[Renaming, ...]) -> tuple[TextChange, ...]:
    """Every text that differs but for the years of the documents; named as the later of the two names it."""
    if old.budget.file.year > new.budget.file.year:
        mirrored = tuple(renaming.turned for renaming in known)
        return tuple(change.turned for change in reason_changes(new, old, mirrored))
    mine = words(old, lambda name: figure_followed(known, name), lambda code: followed(known, "单位", code))
    yours = words(new, lambda name: name, lambda code: code)
    apart = new.budget.file.year - old.budget.file.year
    return tuple(_changes(mine, yours, apart))


def _changes(mine: Words, yours: Words, apart: int) -> Iterator[TextChange]:
    for topic in sorted({*mine, *yours}):
        before, now = _unequal(mine.get(topic, []), yours.get(topic, []), apart)
        for one, other in _coupled(topic, before, now):
            yield TextChange(_kind(one, other), *topic, one, other)


def _unequal(before: Sequence[Said], now: Sequence[Said], apart: int) -> tuple[list[Said], list[Said]]:
    """What stands on one side alone; each text answers one of the other side."""
    left, rest = [], list(now)
    for one in before:
        same = next((other for other in rest if years_apart(one.text, other.text, apart)), None)
        if same:
            rest.remove(same)
        else:
            left.append(one)
    return left, rest


def _coupled(topic: Topic, before: list[Said], now: list[Said]) -> Iterator[tuple[Said | None, Said | None]]:
    """What became what: the only one of its topic, in lists what is still like itself; then what has no other."""
    if len(before) == len(now) == 1 and topic.what not in LISTED:
        yield before[0], now[0]
        return
    scores = {(str(i), str(j)): likeness(a.text, b.text) for i, a in enumerate(before) for j, b in enumerate(now)}
    pairs = list(couples({pair: score for pair, score in scores.items() if score >= _STILL_ITSELF}))
    yield from ((before[int(i)], now[int(j)]) for i, j in pairs)
    yield from ((one, None) for i, one in enumerate(before) if str(i) not in {pair[0] for pair in pairs})
    yield from ((None, other) for j, other in enumerate(now) if str(j) not in {pair[1] for pair in pairs})


def _kind(old: Said | None, new: Said | None) -> Kind:
    if old is None or new is None:
        return Kind.ADDED if old is None else Kind.REMOVED
    same_words = _DIGITS.sub("0", old.text) == _DIGITS.sub("0", new.text)
    return Kind.NUMBER if same_words else Kind.WORDING
