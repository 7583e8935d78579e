"""Where a finding is mended (要改的地方): the lines of the budget file behind its numbers, then the printed places.

A number carries its figure's name, and a figure knows its lines. The few lines of a part go before the many lines of a
whole; of a whole the printed place stands first, and the key under which its lines are. What an officer typed into free
text is found by its sentence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePath

from reportgen.budget import Budget
from reportgen.budget.models import FIELDS
from reportgen.checks._case import Case, Finding
from reportgen.checks._grouping import grouped
from reportgen.diagnostics import Location, ReportgenError, Severity
from reportgen.figure import parsed
from reportgen.reading import Entry, Place
from reportgen.source import Mapping, Node, Scalar, Sequence
from reportgen.trace.origins import lines_of

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


_FEW = 3  # lines of a number that are worth looking at one by one

_TOP_KEY = re.compile(r"[\"']?([^\s#:：\"'{}\[\],-][^:：\"']*?)[\"']?\s*:")  # at the very left

_Key = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Places:
    """The way from the printed places of one document to its budget file."""

    case: Case

    def mended(self, finding: Finding) -> Finding:
        """The finding with the places of the budget file that are to be changed, and an advice that names them."""
        if self.case.figures is None or not any(isinstance(place, Place) for place in finding.places):
            return finding
        own = [place for place in finding.places if isinstance(place, Location)]
        printed = [place for place in finding.places if isinstance(place, Place)]
        behind = sorted(filter(None, map(self.behind, printed)), key=len)
        lines = _few([*([own] if own else []), *(lines for lines in behind if len(lines) <= _FEW)])
        keys = [] if lines else self._keys(printed)
        places: tuple[Place | Location, ...] = (*lines, *printed) if lines else (*printed, *keys)
        return replace(finding, places=places, hint=self._advice(finding, lines, keys))

    def behind(self, place: Place) -> tuple[Location, ...]:
        """The lines of the budget file that make the number there, or where its text is typed."""
        entry = self.entry(place)
        if place.row in self._typed_rows and place in self._in_forms:
            return (self._typed_rows[place.row],)
        if entry is None or not entry.carried or self.case.figures is None:
            return typed(place, self._sentences)
        try:
            lines = lines_of(entry.carried, self.case.figures)
        except ReportgenError:
            return ()
        regions = tuple(str(folder) for folder in self.case.figures.profile.folders)
        return tuple(line for line in lines if not line.path.startswith(regions))

    def entry(self, place: Place) -> Entry | None:
        """The number that is printed there."""
        return self._entries.get(_key(place))

    @cached_property
    def _entries(self) -> dict[_Key, Entry]:
        return {_key(entry.place): entry for entry in self.case.reading.entries}

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        budget = self.case.budget
        return tuple(sentences_of(budget)) if budget and budget.file.node else ()

    @cached_property
    def _in_forms(self) -> frozenset[Place]:
        return frozenset(entry.place for form in self.case.reading.forms for entry in form.entries)

    @cached_property
    def _typed_rows(self) -> dict[str, Location]:
        """What rows of forms are called, where the file lists them: 绩效 says which there are."""
        found = grouped((one.scalar.text, one.scalar.at) for one in self._sentences)
        return {text: places[0] for text, places in found.items() if len(places) == 1 and text}

    def _keys(self, printed: Iterable[Place]) -> list[Location]:
        """The keys under which the lines of these numbers stand."""
        node = self.case.budget.file.node if self.case.budget else None
        names = {_section(entry.carried) for place in printed if (entry := self.entry(place)) and entry.carried}
        return [key.at for key, _ in node.entries if key.text in names] if node else []

    def _advice(self, finding: Finding, lines: Iterable[Location], keys: Iterable[Location]) -> str:
        """The hint; where it does not speak of the budget file, with the lines or keys to be changed there."""
        hint = finding.hint
        if self.case.budget is None or "预算文件" in hint or finding.severity is Severity.HINT:
            return hint
        where = dict.fromkeys([*(_called(line, self.case.budget) for line in lines), *(_words(key) for key in keys)])
        return "；".join(filter(None, (hint, f"要改的是预算文件：{'、'.join(where)}" if where else "")))


def _few(groups: Iterable[Iterable[Location]]) -> tuple[Location, ...]:
    """The first lines, of whole groups as far as they are few."""
    found: dict[Location, None] = {}
    for lines in groups:
        more = dict.fromkeys((*found, *lines))
        if found and len(more) > _FEW:
            break
        found = more
    return tuple(found)


def _key(place: Place) -> _Key:
    return place.part, place.row, place.column, place.line, place.start


def _section(carried: str) -> str:
    """The key of the file that holds the figure: its base's, or its measure's."""
    name = parsed(carried)
    if name is None:
        return carried.partition(".")[0]
    return name.base if name.base and not name.derived else name.measure


def _called(line: Location, budget: Budget) -> str:
    """`“支出”第121行`; a line of another file with the file's name."""
    source = budget.file.node.place.source if budget.file.node else None
    number = f"第{line.line}行" if line.line else ""
    if source is None or source.name != line.path:
        return f"{PurePath(line.path).name}{number}"
    above = (_TOP_KEY.match(text) for text in reversed(source.lines[: line.line]))
    key = next((found[1] for found in above if found), "")
    return f"“{key}”{number}" if key else number


def _words(key: Location) -> str:
    found = _TOP_KEY.match(key.excerpt[key.column - 1 :])
    return f"“{found[1]}”" if found else f"第{key.line}行"


def once(places: Iterable[Place | Location]) -> Iterator[Place | Location]:
    """Each sentence once, with the number to mend first; each cell, each line of a file."""
    sentences: set[tuple[str, str]] = set()
    for place in dict.fromkeys(places):
        key = (place.part, place.line) if isinstance(place, Place) and not place.row and not place.column else None
        if key is None or key not in sentences:
            yield place
        if key:
            sentences.add(key)


# Keys whose values are codes, names or amounts, not sentences.
