"""核对 in the examples: what is approved agrees with the lines, and no line can be changed without a disagreement."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import pytest

from reportgen.budget import BudgetFile, Units, open_file
from reportgen.budget.files import budget_file_of
from reportgen.diagnostics import ReportgenError
from reportgen.figures import Disagreement, disagreements
from reportgen.profile import Profile, load
from reportgen.source import Mapping, Node, Scalar, Sequence, read
from reportgen.vocabulary import CODE_LEVELS, MONEY, Measure
from tests.budgets import DATA, INVENTED, UNITS, budgets_first, content, documents, published

SAMPLED = 40  # changes of each file that are tried in every run; `make soak` tries all
NOT_MEMBERS = ("金额", "数量", "金额单位", "备注")

Path = tuple[int, ...]  # which entry or item, level by level; of a mapping entry -1 for its key, 1 for its value

_NONE = re.compile(r":\s*0(?:\.0+)?\s*(?:[,}\]#]|$)")  # lines that say that there is none: no approval states it


@dataclass(frozen=True)
class Change:
    """One scalar of the file that says something else."""

    path: Path
    old: Scalar
    new: str

    def __str__(self) -> str:
        return f"{self.old.at.line}: {self.old.text} → {self.new}"


@cache
def file_in(name: str) -> BudgetFile:
    return open_file(DATA / f"{name}.yaml")


@cache
def profile_of(name: str) -> Profile:
    file = file_in(name)
    return load(file.template, DATA, file.kind)


def found_in(name: str, node: Mapping) -> list[Disagreement]:
    profile = profile_of(name)
    return disagreements(Units(budget_file_of(node), profile.vocabulary).whole)


@documents
def test_what_is_approved_agrees_with_the_lines(name: str) -> None:
    assert found_in(name, read(DATA / f"{name}.yaml")) == []


@documents
def test_what_is_approved_is_what_the_document_says(name: str) -> None:
    figures = published(name).figures
    approved = figures.budget.approved
    assert len(approved) > 10
    assert [str(figure) for figure, one in approved.items() if figures.number(figure) != one.amount] == []


@pytest.mark.parametrize("name", INVENTED)
def test_what_is_approved_for_a_unit_agrees_with_its_own_document(name: str) -> None:
    profile = profile_of(name)
    units = Units(file_in(name), profile.vocabulary)
    for unit in units.listed:
        budget = units.budget(unit)
        assert {"收入", "支出", "三公经费"} & {str(figure) for figure in budget.approved} >= {"收入", "支出"}
        assert disagreements(budget) == []


@documents
def test_every_measure_is_approved(name: str) -> None:
    """Of this year, and of last year where the file states it itself."""
    said, vocabulary = content(name), profile_of(name).vocabulary
    approved = {re.sub(r"\[.*?\]", "", key) for key in said["核对"]}
    stated = {key.partition("[")[0] for key in said} & {*vocabulary.measures}
    for base in {*vocabulary.bases} & {*said}:
        stated |= {f"{key.partition('[')[0]}@{base}" for key in said[base] if isinstance(said[base], dict)}
    assert stated - approved == set()


# Every change is noticed
@budgets_first
def test_a_change_of_any_line_is_noticed(name: str) -> None:
    made = changes(name)
    assert unnoticed(name, made[:: max(1, len(made) // SAMPLED)]) == []


@pytest.mark.soak
@documents
def test_every_change_of_every_line_is_noticed(name: str) -> None:
    assert unnoticed(name, changes(name)) == []


def unnoticed(name: str, made: list[Change]) -> list[str]:
    assert len(made) > 15
    whole = read(DATA / f"{name}.yaml")
    told = (change for change in made if not _NONE.search(change.old.at.excerpt))
    return [str(change) for change in told if not noticed(name, changed(whole, change.path, change.new))]


def noticed(name: str, node: Mapping) -> bool:
    """Whether it disagrees with what is approved, or is refused before anything is compared."""
    try:
        return bool(found_in(name, node))
    except ReportgenError:
        return True


def changed(node: Node, path: Path, text: str) -> Mapping:
    made = _changed(node, path, text)
    assert isinstance(made, Mapping)
    return made


def _changed(node: Node, path: Path, text: str) -> Node:
    if isinstance(node, Scalar):
        return replace(node, text=text)
    at, *below = path
    if isinstance(node, Sequence):
        return replace(node, items=(*node.items[:at], _changed(node.items[at], (*below,), text), *node.items[at + 1 :]))
    side, *below = below
    key, value = node.entries[at]
    entry = (replace(key, text=text), value) if side < 0 else (key, _changed(value, (*below,), text))
    return replace(node, entries=(*node.entries[:at], entry, *node.entries[at + 1 :]))


# What may be changed: every amount, every member that a line states, every heading; 无 says that there is no member,
# and what takes its place would have to be approved as well to be missed.
def changes(name: str) -> list[Change]:
    whole, vocabulary = read(DATA / f"{name}.yaml"), profile_of(name).vocabulary
    found = []
    for at, (key, value) in enumerate(whole.entries):
        if key.text in vocabulary.bases and isinstance(value, Mapping):
            for i, (inner, node) in enumerate(value.entries):
                found += list(Stated(name, inner.text).changes(node, (at, 1, i, 1), inner.text))
        elif key.text.partition("[")[0] in vocabulary.measures:
            found += list(Stated(name, key.text).changes(value, (at, 1), key.text))
    return found


@dataclass(frozen=True)
class Stated:
    """What stands under one measure of a file."""

    name: str
    key: str

    @property
    def measure(self) -> Measure:
        return profile_of(self.name).vocabulary.measures[self.key.partition("[")[0]]

    def changes(self, node: Node, path: Path, key: str) -> Iterator[Change]:
        if isinstance(node, Scalar):
            other = self.member(key, node.text) if key in self.measure.dimensions else self.amount(node.text)
            if other is not None and key not in ("金额单位", "备注"):
                yield Change(path, node, other)
        elif isinstance(node, Sequence):
            for i, item in enumerate(node.items):
                yield from self.changes(item, (*path, i), key)
        else:
            for i, (name, value) in enumerate(node.entries):
                if name.text not in (*self.measure.dimensions, *NOT_MEMBERS, "缺省"):
                    heading = self.member(self.measure.sectioned, name.text)
                    assert heading is not None
                    yield Change((*path, i, -1), name, heading)
                yield from self.changes(value, (*path, i, 1), name.text)

    def amount(self, text: str) -> str:
        """One 分 more, or one piece."""
        found = re.fullmatch("([0-9.]+)(万元|元)?", text)
        if not found:
            return "1"
        unit = UNITS[found[2] or file_in(self.name).unit]
        step = Decimal("0.01") / unit if self.measure.unit == MONEY else Decimal(1)
        return f"{Decimal(found[1]) + step:f}{found[2] or ''}"

    def member(self, dimension: str, text: str) -> str | None:
        """Another that there is: the next of its kind."""
        if text == "无":
            return None
        known = [*others(self.name, dimension)]
        if text not in known or len(known) == 1:
            return f"{text[:-1]}{(int(text[-1]) + 1) % 10}" if dimension in CODE_LEVELS else f"{text}甲"
        return known[(known.index(text) + 1) % len(known)]


@cache
def others(name: str, dimension: str) -> tuple[str, ...]:
    """Members of a dimension: of a tree its leaves, of the codes and of what is open those that the file has."""
    leaves = profile_of(name).vocabulary.leaves(dimension)
    return leaves or tuple(dict.fromkeys(re.findall(rf"[{{ ]{dimension}: ([^,{{}}\n]+)", stated(name))))


def stated(name: str) -> str:
    """The file without what is approved."""
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    return re.sub(r"(?ms)^核对:\n.*?(?=^\S)", "", text)
