"""Counts in sentences (文中的个数): what is counted, by the words before it, and how it goes on behind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case
from reportgen.figure import parse
from reportgen.reading import Entry

_CALENDAR = ("年", "月", "日", "号")
_MARK = re.compile(r"[，。；：、:;⏎]")
_SENTENCE = re.compile(r"[。；;⏎]")
# Measures of what regulations count -> what a part of it is called, and the whole.
_NAMED = {"人员": ("{}", ""), "车辆": ("{}", "车辆总数"), "设备": ("单位价值{}设备", "")}
_FAR = 300  # letters before and behind a number that are looked at: bounds the time that a hostile text takes
_YEAR = re.compile(r"[0-9０-９]{4}年度?")


@dataclass(frozen=True, slots=True)
class SaidCount:
    """One number with its unit (个数).

    Attributes:
        words: from the last mark to the number, without the year: 事业编制; before: from the sentence's beginning.
        after: behind the number and its unit, to the sentence's end.
        headings: above the paragraph, outermost first.
    """

    entry: Entry
    words: str
    before: str
    after: str
    headings: tuple[str, ...]

    @property
    def unit(self) -> str:
        """个, 人, 辆 …"""
        return self.entry.number.unit

    @property
    def text(self) -> str:
        """The paragraph."""
        return self.entry.place.line

    @property
    def sentence(self) -> tuple[str, str, int]:
        """Which sentence it stands in: those of one sentence have the same."""
        place = self.entry.place
        return place.part, place.line, place.start - len(self.before)

    def __str__(self) -> str:
        return str(self.entry.number)


def _by_name(carried: str) -> str:
    """What is counted, as its name says it; nothing where it has none, or that of another thing."""
    name = parse(carried) if carried.startswith(tuple(_NAMED)) else None
    if not name or name.derived or name.base or name.member("单位"):
        return ""
    part, whole = _NAMED.get(name.measure, ("", ""))
    return part.format(name.conditions[0][1]) if name.conditions else whole


def counts(case: Case, *units: str) -> Iterator[SaidCount]:
    """The counts of these units, of any unit but dates where none is named, in reading order."""
    headings = {(passage.part, passage.text): passage.headings for passage in case.reading.passages}
    for entry in case.reading.numbers:
        number, place = entry.number, entry.place
        if not number.unit or number.unit in _CALENDAR or number.is_money or (units and number.unit not in units):
            continue
        text, stop = place.line, place.start + place.length
        before = _SENTENCE.split(text[max(0, place.start - _FAR) : place.start])[-1]
        said = _YEAR.sub("", _MARK.split(before)[-1]).replace(case.document.publisher, "")
        words = _by_name(entry.carried) or said
        behind = text[stop : stop + _FAR].lstrip(" \u3000")
        after = _SENTENCE.split(behind[len(number.unit) :] if behind.startswith(number.unit) else behind)[0]
        yield SaidCount(entry, words, before, after, headings.get((place.part, text), ()))
