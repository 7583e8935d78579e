"""Counts in sentences (文中的个数): what is counted, by the words before the number, and the words behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.checks._case import Case
from reportgen.figure import parse
from reportgen.reading import Entry

_CALENDAR = ("年", "月", "日", "号")
_MARK = re.compile(r"[，。；：、:;⏎]")
_SENTENCE = re.compile(r"[。；;⏎]")
# Measure -> what a member of it is called, and the whole.
_CALLED = {"人员": ("{}", ""), "车辆": ("{}", "车辆总数"), "设备": ("单位价值{}设备", "")}
_FAR = 300  # letters before and behind a number that are looked at: bounds the time that a hostile text takes
_YEAR = re.compile(r"[0-9０-９]{4}年度?")


@dataclass(frozen=True, slots=True)
class StatedCount:
    """One number in a sentence, with its unit (个数).

    Attributes:
        words: from the last mark to the number, without the year: 事业编制.
        before, after: the sentence before the number, and behind the number and its unit.
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
        """A key that numbers of one sentence share."""
        place = self.entry.place
        return place.part, place.line, place.start - len(self.before)

    def __str__(self) -> str:
        return str(self.entry.number)


def counts(case: Case, *units: str) -> Iterator[StatedCount]:
    """The counts in these units, or in any unit but those of dates, in reading order."""
    headings = {(passage.part, passage.text): passage.headings for passage in case.reading.passages}
    for entry in case.reading.numbers:
        number, place = entry.number, entry.place
        if not number.unit or number.unit in _CALENDAR or number.is_money or (units and number.unit not in units):
            continue
        text, stop = place.line, place.start + place.length
        before = _SENTENCE.split(text[max(0, place.start - _FAR) : place.start])[-1]
        words = _YEAR.sub("", _MARK.split(before)[-1]).replace(case.document.publisher, "")
        after = _SENTENCE.split(text[stop : stop + _FAR].lstrip(" \u3000").removeprefix(number.unit))[0]
        above = headings.get((place.part, text), ())
        yield StatedCount(entry, _by_name(entry.carried) or words, before, after, above)


def _by_name(carried: str) -> str:
    """What is counted, by the name of the figure; nothing if the name is of something else."""
    name = parse(carried) if carried.startswith(tuple(_CALLED)) else None
    if not name or name.derived or name.base or name.member("单位"):
        return ""
    part, whole = _CALLED.get(name.measure, ("", ""))
    return part.format(name.conditions[0][1]) if name.conditions else whole
