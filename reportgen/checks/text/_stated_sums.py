"""Sums within sentences (文中合计): 支出43.44万元，其中：基本支出33.24万元，项目支出10.20万元.

The whole is named first, its parts follow in the same sentence, or in the numbered paragraphs that it opens with `：`.
Where the list is not said to be complete (主要用于, 等) less than the whole is no mistake, unless it nearly reaches it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from reportgen.checks._case import Case, Finding, Result, compared, places
from reportgen.checks._comparing import shown, tolerance, total
from reportgen.checks._grouping import grouped
from reportgen.checks.text._rows import area
from reportgen.checks.text._stated import InTables, in_full, sentence_adds_up
from reportgen.diagnostics import Severity
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading import Entry
from reportgen.reading.passages import Passage

_OPENS = re.compile(r"其中|包括|包含|分别|用于|主要[为是]|[：:]")
_MAINLY = re.compile(r"主要")
_MORE = re.compile(r"[^，。；]{0,30}等")
_NUMBERED = re.compile(r"\s*[（(]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]")
_MOST = 40  # parts of one whole that a sentence may list
_NEAR = Decimal(50)  # a list that misses less than a fiftieth of its whole was meant to be complete


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A whole and its parts (合计). `complete`: nothing says that there are others."""

    whole: Entry
    parts: tuple[Entry, ...]
    complete: bool

    @property
    def area(self) -> str:
        """The rule that it belongs to, by its first named part, else by its whole."""
        named = next((part.name for part in self.parts if part.name), None)
        if named:
            return area(named)
        whole = self.whole.name
        own = area(whole) if whole else ""
        return "R313" if whole and whole.member("性质") == "项目支出" else own


def sums(case: Case, rule: str) -> list[StatedSum]:
    """The sums within sentences that belong to the rule, in reading order.

    Those whose every number is printed in tables are left out: there each is compared by itself.
    """
    return case.remembered(sums, lambda: _by_rule(case)).get(rule, [])


def _by_rule(case: Case) -> dict[str, list[StatedSum]]:
    tables = InTables(case, ())
    amounts = (mention.amount for mention in case.reading.mentions if mention.amount)
    by_line = grouped(((entry.place.part, entry.place.line), entry) for entry in amounts)
    of = [(passage, by_line.get((passage.part, passage.text), [])) for passage in case.reading.passages]
    found = [one for passage, own in of for one in _within(case, passage, own)]
    apart = (one for one in (*found, *_over_paragraphs(case, of)) if not all(map(tables.has, (one.whole, *one.parts))))
    return grouped((one.area, one) for one in apart)


def add_up(case: Case, one: StatedSum, message: str, hint: str = "") -> Iterator[Result]:
    """The parts make the whole; where others may be left out, they are not more than it, nor nearly all of it."""
    if all(entry.carried for entry in (one.whole, *one.parts)):
        yield compared(one.whole, *one.parts)
        return  # figures of the file: a sentence need not list everything
    whole, parts = in_full(case, one.whole), [in_full(case, part) for part in one.parts]
    missing = EXACT.subtract(whole.exact, total(parts))
    if one.complete or abs(missing) <= tolerance(parts, whole):
        yield from sentence_adds_up(case, one.whole, one.parts, message, hint)
        return
    yield compared(one.whole, *one.parts)
    nearly = EXACT.multiply(abs(missing), _NEAR) < one.whole.exact
    if missing < 0 or nearly:
        said = {"a": one.whole.number, "b": shown(total(parts), whole), "d": shown(abs(missing), whole)}
        severity = Severity.ERROR if missing < 0 else Severity.WARNING
        yield Finding(message.format(**said), (one.whole.place, *places(one.parts)), severity, hint)


def _within(case: Case, passage: Passage, amounts: Sequence[Entry]) -> Iterator[StatedSum]:
    """Sums of one paragraph, sentence by sentence."""
    by_sentence = grouped((passage.sentence(entry.place.start).start, entry) for entry in amounts)
    for own in by_sentence.values():
        below = grouped(zip(_parents(case, passage.text, own), own, strict=True))
        for i, whole in enumerate(own):
            parts = tuple(below.get(i, ()))
            opening = _between(passage.text, whole, parts[0]) if len(parts) > 1 else ""
            if _OPENS.search(opening):
                behind = parts[-1].place.start + parts[-1].place.length
                complete = not _MAINLY.search(opening) and not _MORE.match(passage.text, behind)
                yield StatedSum(whole, parts, complete)


def _parents(case: Case, text: str, amounts: Sequence[Entry]) -> list[int]:
    """For each amount which one before it is its whole, -1 where none; projects, named or not, go on in a list."""
    found: list[int] = []
    for i, entry in enumerate(amounts):
        near = range(i - 1, max(-1, i - _MOST), -1)
        listed = _is_listed(entry)
        if listed and i and _is_listed(amounts[i - 1]):
            found.append(found[-1])
        elif listed and i and _OPENS.search(_between(text, amounts[i - 1], entry)):
            found.append(i - 1)
        else:
            found.append(next((k for k in near if _fits(case, amounts[k].name, entry.name)), -1) if entry.name else -1)
    return found


def _is_listed(entry: Entry) -> bool:
    return entry.name is None or bool(entry.name.member("项目"))


def _between(text: str, left: Entry, right: Entry) -> str:
    return text[left.place.start + left.place.length : right.place.start]


def _over_paragraphs(case: Case, of: Sequence[tuple[Passage, list[Entry]]]) -> Iterator[StatedSum]:
    """Sums whose parts stand in numbered paragraphs below the one that ends with `：`."""
    for i, (passage, amounts) in enumerate(of):
        if not (amounts and passage.text.endswith(("：", ":"))):
            continue
        below = takewhile(lambda item: _NUMBERED.match(item[0].text) and item[1], of[i + 1 :])
        parts = tuple(own[0] for _, own in below)
        whole = amounts[-1]
        if len(parts) > 1 and all(_fits(case, whole.name, part.name) for part in parts):
            yield StatedSum(whole, parts, True)


def _fits(case: Case, whole: FigureId | None, part: FigureId | None) -> bool:
    if whole is None or part is None:
        return whole is not None
    return case.reading.holds(whole, part) or bool(part.member("项目") and whole.member("性质") == "项目支出")
