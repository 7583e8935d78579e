"""Counts that sentences state (文字里的个数)."""

from collections.abc import Iterator

from reportgen.checks._case import Case
from reportgen.figure import parse
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry
from reportgen.records import dataclass

_CALENDAR = ("年", "月", "日", "号")
_GOAL = compiled(r"\s*(?:绩效目标|绩效指标|目标)[：:]")
_MARK = compiled(r"[，。；：、:;⏎]")
_SENTENCE = compiled(r"[。；;⏎]")
_CALLED = {"人员": ("{}", ""), "车辆": ("{}", "车辆总数"), "设备": ("单位价值{}设备", "")}
_FAR = 300  # letters examined before and after a number: limits the time for a hostile text
# 任务由5400人增加到: what goes up is counted by the second number.
_FROM_TO = compiled(r"由[0-9.]{1,12}[^0-9]{0,3}(?:增加|减少|提高|降低|上升|下降|扩大|增长|调整)(?:到|至|为)$")
_NUMBERED_YEAR = compiled(r"[0-9０-９]{4}年度?")


@dataclass(frozen=True, slots=True)
class StatedCount:
    """One number in a sentence, with its unit (个数).

    Attributes:
        words: from the last punctuation mark to the number, without the year: 事业编制.
        before, after: the sentence before the number, and after its unit.
        headings: those above the paragraph, outermost first.
    """

    entry: Entry
    words: str
    before: str
    after: str
    headings: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit: 个, 人, 辆 …"""
        return self.entry.number.unit

    @property
    def kind(self) -> str:
        """What is counted, by the words: a member of 个数 in the lexicon, or ""."""
        return spoken().within("个数", self.words)

    @property
    def is_goal(self) -> bool:
        """Whether the paragraph states a goal: 绩效目标：……"""
        return bool(_GOAL.match(self.text))

    @property
    def text(self) -> str:
        """The whole paragraph."""
        return self.entry.place.line

    @property
    def sentence(self) -> tuple[str, str, int]:
        """A key that the numbers of one sentence share."""
        place = self.entry.place
        return place.part, place.line, place.start - len(self.before)

    def __str__(self) -> str:
        return str(self.entry.number)


def counts(case: Case, *units: str) -> list[StatedCount]:
    """Return the counts in these units, in reading order; if none is given, in all units but those of dates."""
    found = case.remembered(counts, lambda: tuple(_counts(case)))
    return [one for one in found if not units or one.unit in units]


def _counts(case: Case) -> Iterator[StatedCount]:
    headings = {(passage.part, passage.text): passage.headings for passage in case.reading.passages}
    for entry in case.reading.numbers:
        number, place = entry.number, entry.place
        if not number.unit or number.unit in _CALENDAR or number.is_money:
            continue
        text, stop = place.line, place.start + place.length
        before = _SENTENCE.split(text[max(0, place.start - _FAR) : place.start])[-1]
        words = _NUMBERED_YEAR.sub("", _MARK.split(before)[-1]).replace(case.document.publisher, "")
        words = _FROM_TO.sub("", words)
        after = _SENTENCE.split(text[stop : stop + _FAR].lstrip(" \u3000").removeprefix(number.unit))[0]
        above = headings.get((place.part, text), ())
        yield StatedCount(entry, _by_name(entry.carried) or words, before, after, above)


def _by_name(carried: str) -> str:
    """Return what is counted, by the name of the figure; "" if the name is of something else."""
    name = parse(carried) if carried.startswith(tuple(_CALLED)) else None
    if not name or name.derived or name.base or name.member("单位"):
        return ""
    part, whole = _CALLED.get(name.measure, ("", ""))
    return part.format(name.conditions[0][1]) if name.conditions else whole
