"""Diagnostics (诊断): what is wrong, where, and what to do, as data and as text.

data/x.yaml:42:9: 错误[未知的键] 没有“职责能”这个键
    |   职责能: [ … ]
    |   ^^^^^^
建议：是不是“职能”？
"""

import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NoReturn

from reportgen.patterns import compiled
from reportgen.records import dataclass, replace

_NOTHING = "检查这个名称；现在一个可用的也没有"
MOST_PLACES = 4  # places that a message shows
MOST_ALIKE = 100  # findings of one rule that are listed
LONGEST_LINE, BEFORE = 160, 60  # characters of an excerpt, and of them before the mark
LONGEST_WORD, LONGEST_MESSAGE = 60, 400  # characters of a quoted word, of a message
_LONG_WORD = compiled(f"“([^“”]{{{LONGEST_WORD - 20}}})[^“”]{{21,}}”")


class Severity(Enum):
    """How bad (级别): an ERROR must be mended before publication."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file (位置). Line and column count from 1, 0 means unknown; `length` characters are marked.

    `marked` is where the marks begin in the excerpt, from 1; 0 means at the column.
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 1
    excerpt: str = ""
    marked: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding (诊断).

    Attributes:
        rule: its short name, `收支平衡`.
        places: every place involved, the one to edit first.
        hint: what to do (建议), may be empty.
        used: tables and sentences that asked for what is wrong.
    """

    severity: Severity
    rule: str
    message: str
    places: tuple[Location, ...] = ()
    hint: str = ""
    used: tuple[Location, ...] = ()


class ReportgenError(Exception):
    """Input that cannot be used: one or more diagnostics."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(map(render, self.diagnostics))


def error(rule: str, message: str, *places: Location, hint: str = "") -> Diagnostic:
    """Return a finding of severity 错误; an empty `hint` says that there is nothing to choose from."""
    return Diagnostic(Severity.ERROR, rule, message, places, hint or _NOTHING)


def refuse(rule: str, message: str, *places: Location, hint: str = "") -> NoReturn:
    """Raise ReportgenError with one error."""
    raise ReportgenError(error(rule, message, *places, hint=hint))


def warning(rule: str, message: str, *places: Location, hint: str = "") -> Diagnostic:
    """Return a finding of severity 警告."""
    return Diagnostic(Severity.WARNING, rule, message, places, hint)


def render(diagnostic: Diagnostic) -> str:
    """Return the finding as text: first place, message, excerpt with ^^^, further places, advice."""
    where = f"{diagnostic.places[0]}: " if diagnostic.places else ""
    lines = [f"{where}{diagnostic.severity.value}[{diagnostic.rule}] {_readable(diagnostic.message)}"]
    for i, place in enumerate(diagnostic.places[:MOST_PLACES]):
        lines += [f"  另见 {place}"] if i else []
        lines += excerpt(place)
    if len(diagnostic.places) > MOST_PLACES:
        lines.append(f"  这样的一共{len(diagnostic.places)}处")
    if diagnostic.used:
        others = f"等{len(diagnostic.used)}处" if len(diagnostic.used) > 1 else ""
        lines.append(f"  用在 {diagnostic.used[0]}{others}")
    if diagnostic.hint:
        lines.append(f"  建议：{_readable(diagnostic.hint)}")
    return "\n".join(lines)


def rendered(diagnostics: Iterable[Diagnostic]) -> Iterator[str]:
    """Yield the findings as text; of a rule that has found very many the first, and how many more there are."""
    found: dict[tuple[Severity, str], int] = {}
    for one in diagnostics:
        kind = one.severity, one.rule
        found[kind] = found.get(kind, 0) + 1
        if found[kind] <= MOST_ALIKE:
            yield render(one)
    for (severity, rule), number in found.items():
        if number > MOST_ALIKE:
            more = number - MOST_ALIKE
            yield f"{severity.value}[{rule}] 这样的另有{more}处，没有一一列出\n  建议：先改上面列出的，再看还有没有"


def _readable(message: str) -> str:
    """Return the message in one line, with long quotations cut."""
    text = _LONG_WORD.sub(r"“\1……”", message)
    cut = text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}……"
    return "".join(map(_visible, cut))


def in_brief(words: str) -> str:
    """Return a name of a place, cut if it is long: a label may be a paragraph."""
    return words if len(words) <= LONGEST_WORD else f"{words[: LONGEST_WORD - 20]}……"


def combined(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the diagnostics; those with the same text become one with all their places."""
    found: dict[tuple[Severity, str, str, str], list[Diagnostic]] = {}
    for d in diagnostics:
        found.setdefault((d.severity, d.rule, d.message, d.hint), []).append(d)
    return [
        replace(same[0], places=_all(d.places for d in same), used=_all(d.used for d in same))
        for same in found.values()
    ]


def _all(places: Iterable[tuple[Location, ...]]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(place for some in places for place in some))


def excerpt(place: Location) -> list[str]:
    """Return the line and the marks below it, aligned for consoles, where Chinese letters are two columns wide."""
    if not place.excerpt or not (place.column or place.marked):
        return []
    start = (place.marked or place.column) - 1
    text, start = _shortened(place.excerpt, start)
    line = "".join(map(_visible, text))
    before, marked = line[:start], line[start:][: place.length]
    return [f"    | {line}", f"    | {' ' * columns(before)}{'^' * max(1, columns(marked))}"]


def _shortened(line: str, start: int) -> tuple[str, int]:
    """Return the part of a long line around `start`, and the position of `start` in it."""
    if len(line) <= LONGEST_LINE:
        return line, start
    first = max(0, start - BEFORE)
    head, tail = "…" if first else "", "…" if first + LONGEST_LINE < len(line) else ""
    return f"{head}{line[first : first + LONGEST_LINE]}{tail}", start - first + len(head)


def _visible(character: str) -> str:
    """Return a space for a tab, and `?` for what a console would obey or hide."""
    if character == "\t":
        return " "
    return "?" if unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") else character


def columns(text: str) -> int:
    """Return the console columns that the text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `是不是“职能”？` for a similar known word, else `可用的有：…`; "" if no word is known."""
    names = sorted(known) if isinstance(known, (set, frozenset)) else list(known)
    close = difflib.get_close_matches(word, names, n=1, cutoff=1 / 2) if len(word) <= LONGEST_WORD else []
    if close:
        return f"是不是“{close[0]}”？"
    return f"可用的有：{listed(names)}" if names else ""


def listed(names: Sequence[str], most: int = 12) -> str:
    """Return `甲、乙、丙`, cut after `most` names."""
    return "、".join(names[:most]) + ("……" if len(names) > most else "")
