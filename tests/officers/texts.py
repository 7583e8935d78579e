"""What finance officers write into budget files: `texts.yaml`, each text put where it belongs."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reportgen.checks import case_of, check
from reportgen.diagnostics import Diagnostic, ReportgenError, Severity
from reportgen.report import Report
from tests.budgets import TEXTS, assembled, content, file_of

HERE = Path(__file__).parent
RIGHT = HERE.parent / "right"  # more budgets to put texts into: right/shuiwu-2026
MORE = "+"  # the text is added to those that are there


@dataclass(frozen=True)
class Text:
    """One text of an officer.

    Attributes:
        budget: the file of `data/` or `tests/` that it is put into; keys: where.
        turn: which of its documents, from 0: one for each text of the same place.
    """

    budget: str
    keys: tuple[str, ...]
    turn: int
    words: str

    def __str__(self) -> str:
        return f"{self.budget}: {self.keys[0]}: {self.words}"


@cache
def texts() -> tuple[Text, ...]:
    """Every one, those that stand in one document beside each other."""
    data = yaml.load((HERE / "texts.yaml").read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return tuple(sorted(_placed(data), key=lambda text: (text.budget, text.turn)))


def _placed(data: dict[str, dict[str, list[str]]]) -> Iterator[Text]:
    for budget, places in data.items():
        for keys, several in places.items():
            for turn, words in enumerate(several):
                yield Text(budget, tuple(keys.split(" 和 ")), 0 if keys.endswith(MORE) else turn, words)


@dataclass(frozen=True)
class Told:
    """What is found of a document with texts in it that is not found without: errors and warnings, as told."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def told(text: Text) -> Told:
    """What a text brings about. Where something is told of a document, it is halved until only that text is left."""
    several = (text,) if text.words in still_told() else _company(text)
    while (found := _told(text.budget, several)) != Told() and len(several) > 1:
        half = len(several) // 2
        several = several[:half] if text in several[:half] else several[half:]
    return found


def _company(text: Text) -> tuple[Text, ...]:
    """The texts of its document: those that nothing is known to be told of."""
    same = (other for other in texts() if (other.budget, other.turn) == (text.budget, text.turn))
    return tuple(other for other in same if other.words not in still_told())


@cache
def still_told() -> dict[str, str]:
    """Texts that are told today and should not be, and by which rules."""
    known: dict[str, str] = yaml.safe_load((HERE / "open.yaml").read_text(encoding="utf-8"))
    return known


@cache
def _told(budget: str, several: tuple[Text, ...]) -> Told:
    news = Counter(_found(budget, several)) - Counter(_found(budget, ()))
    kinds = {severity: sorted(words for one, words in news if one is severity) for severity in Severity}
    return Told(tuple(kinds[Severity.ERROR]), tuple(kinds[Severity.WARNING]))


@cache
def _found(budget: str, several: tuple[Text, ...]) -> tuple[tuple[Severity, str], ...]:
    try:
        report = with_texts(budget, several)
    except ReportgenError as refused:
        return tuple(_words(one) for one in refused.diagnostics)
    return tuple(_words(one) for one in check(case_of(report)).joined_by(report.findings).findings)


def _words(one: Diagnostic) -> tuple[Severity, str]:
    return one.severity, f"{one.rule}：{one.message}"


@cache
def content_of(budget: str) -> dict[str, Any]:
    """What the budget file says, every scalar as text."""
    folder, _, name = budget.rpartition("/")
    return yaml.load((RIGHT / f"{name}.yaml").read_text(encoding="utf-8"), TEXTS) if folder else content(budget)


@cache
def with_texts(budget: str, several: tuple[Text, ...]) -> Report:
    """The report of a budget with these texts in it."""
    data = deepcopy(content_of(budget))
    for text in several:
        for key in text.keys:
            _put(data, key, text.words)
    return assembled(file_of(data))


def _put(data: Any, key: str, words: str) -> None:
    *path, last = key.removesuffix(MORE).split("/")
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data.setdefault(step, {})
    data[last] = [*data[last], words] if key.endswith(MORE) else words
