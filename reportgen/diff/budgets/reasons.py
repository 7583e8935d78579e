"""What two budget files say in words, compared (说明的变动): reasons, purposes, duties, units, materials.

A text is added, removed or said otherwise, and has its place in either file.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from reportgen.budget.models import Said
from reportgen.diff.budgets.likeness import couples, likeness, years_apart
from reportgen.diff.budgets.renaming import Renaming, new_figure, new_member
from reportgen.diff.changes import ChangeKind
from reportgen.figure import FigureId, NotationError, parse
from reportgen.quantity import parse_number
from reportgen.report import Report
from reportgen.source import Mapping, Node, Scalar, Sequence

FIGURED = ("原因", "用途")  # said of figures
LISTED = ("职责", "内设机构", "所属单位")  # of a department or unit

Rename = Callable[[FigureId], FigureId]


class TextTopic(NamedTuple):
    """What a text is about (事项).

    Attributes:
        what: the key of the file, `原因`, `职责`, `资料`.
        owner: the code of the unit that says it, empty for the department.
        name: the figure or the path that it is about.
    """

    what: str
    owner: str
    name: str


Words = dict[TextTopic, list[Said]]


def words(report: Report, rename: Rename, unit: Callable[[str], str]) -> Words:
    """All texts by topic, in the order of the file.

    Args:
        rename: figure → what the other side calls it. unit: code of a unit → what the other side calls it.
    """
    budget = report.budget
    found: Words = {}
    for what, said in zip(FIGURED, (budget.reasons, budget.purposes), strict=True):
        for name, one in said.items():
            found.setdefault(TextTopic(what, "", str(rename(name))), []).append(one)
    for topic, one in _of_file(budget.file.node, rename, unit):
        found.setdefault(topic, []).append(one)
    return found


def _of_file(node: Mapping | None, rename: Rename, unit: Callable[[str], str]) -> Iterator[tuple[TextTopic, Said]]:
    department = node.get("部门") if node else None
    if node is None or not isinstance(department, Mapping):
        return
    yield from _of_body(department, "")
    yield from _materials(node.get("资料"), "", "资料")
    units = department.get("单位")
    for entry in units.items if isinstance(units, Sequence) else ():
        code = entry.get("编码") if isinstance(entry, Mapping) else None
        if isinstance(entry, Mapping) and isinstance(code, Scalar):
            yield from _of_unit(entry, unit(code.text), rename)


def _of_unit(entry: Mapping, code: str, rename: Rename) -> Iterator[tuple[TextTopic, Said]]:
    """The name of a unit, and all texts below it."""
    yield from _materials(entry.get("名称"), code, "单位")
    yield from _of_body(entry, code)
    yield from _materials(entry.get("资料"), code, "资料")
    for what in FIGURED:
        said = entry.get(what)
        for key, value in said.entries if isinstance(said, Mapping) else ():
            if isinstance(value, Scalar):
                yield TextTopic(what, code, _renamed(key.text, rename)), Said(value.text.strip(), value.at)


def _of_body(body: Mapping, owner: str) -> Iterator[tuple[TextTopic, Said]]:
    for what in LISTED:
        yield from ((topic._replace(what=what, name=""), one) for topic, one in _materials(body.get(what), owner, what))


def _materials(node: Node | None, owner: str, path: str) -> Iterator[tuple[TextTopic, Said]]:
    """The texts at and below a node; all texts of a list have one path. Numbers are left out."""
    match node:
        case Scalar() if parse_number(node.text) is None and node.text.strip():
            yield TextTopic(path.partition(".")[0], owner, path), Said(node.text.strip(), node.at)
        case Sequence():
            for item in node.items:
                yield from _materials(item, owner, path)
        case Mapping():
            for key, value in node.entries:
                yield from _materials(value, owner, f"{path}.{key.text}")


def _renamed(text: str, rename: Rename) -> str:
    try:
        return str(rename(parse(text)))
    except NotationError:
        return text


_STILL_ITSELF = Fraction(1, 2)  # how alike a text of a list is to what it was
_DIGITS = re.compile("[0-9][0-9,.]*")


@dataclass(frozen=True, slots=True)
class TextChange:
    """One text that the files give otherwise (一处说明的变动).

    Attributes:
        kind: ADDED, REMOVED, WORDING, or NUMBER where only numbers differ.
        what, owner: see `TextTopic`.
        name: the figure or path on the new side, empty for lists of a department.
        old, new: text and place on either side, None where there is none.
    """

    kind: ChangeKind
    what: str
    owner: str
    name: str
    old: Said | None
    new: Said | None

    @property
    def turned(self) -> "TextChange":
        """The change with old and new exchanged; its name stays."""
        kind = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}.get(self.kind, self.kind)
        return TextChange(kind, self.what, self.owner, self.name, self.new, self.old)


def reason_changes(old: Report, new: Report, known: tuple[Renaming, ...]) -> tuple[TextChange, ...]:
    """The texts that differ by more than the years of the documents, named as in the later one.

    Args:
        known: the members under two names, from old to new.
    """
    if old.budget.file.year > new.budget.file.year:
        mirrored = tuple(renaming.turned for renaming in known)
        return tuple(change.turned for change in reason_changes(new, old, mirrored))
    mine = words(old, lambda name: new_figure(known, name), lambda code: new_member(known, "单位", code))
    yours = words(new, lambda name: name, lambda code: code)
    apart = new.budget.file.year - old.budget.file.year
    return tuple(_changes(mine, yours, apart))


def _changes(mine: Words, yours: Words, apart: int) -> Iterator[TextChange]:
    for topic in sorted({*mine, *yours}):
        before, now = _unequal(mine.get(topic, []), yours.get(topic, []), apart)
        for one, other in _coupled(topic, before, now):
            yield TextChange(_kind(one, other), *topic, one, other)


def _unequal(before: list[Said], now: list[Said], apart: int) -> tuple[list[Said], list[Said]]:
    """The texts of either side without those that both have; each text pairs with one of the other side."""
    left, rest = [], list(now)
    for one in before:
        same = next((other for other in rest if years_apart(one.text, other.text, apart)), None)
        if same:
            rest.remove(same)
        else:
            left.append(one)
    return left, rest


def _coupled(topic: TextTopic, before: list[Said], now: list[Said]) -> Iterator[tuple[Said | None, Said | None]]:
    """(old, new) of texts that became others, then those without a counterpart.

    A topic with one text on either side is a pair; in lists only texts that are still alike are.
    """
    if len(before) == len(now) == 1 and topic.what not in LISTED:
        yield before[0], now[0]
        return
    scores = {(str(i), str(j)): likeness(a.text, b.text) for i, a in enumerate(before) for j, b in enumerate(now)}
    pairs = list(couples({pair: score for pair, score in scores.items() if score >= _STILL_ITSELF}))
    yield from ((before[int(i)], now[int(j)]) for i, j in pairs)
    yield from ((one, None) for i, one in enumerate(before) if str(i) not in {pair[0] for pair in pairs})
    yield from ((None, other) for j, other in enumerate(now) if str(j) not in {pair[1] for pair in pairs})


def _kind(old: Said | None, new: Said | None) -> ChangeKind:
    if old is None or new is None:
        return ChangeKind.ADDED if old is None else ChangeKind.REMOVED
    same_words = _DIGITS.sub("0", old.text) == _DIGITS.sub("0", new.text)
    return ChangeKind.NUMBER if same_words else ChangeKind.WORDING
