"""Lists of parts (列举): 收入总计包括：本年收入…、上年结转…. What a sentence calls all of a total has to make it up.

A sentence that says 主要 or 等, or tells a part of a part (其中), need not.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from reportgen.diagnostics import ReportgenError
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.region_check.comparing import Comparing
from reportgen.region_check.prints import Print
from reportgen.region_check.terms import MEASURE, Terms

_OPENING = re.compile(
    r"(?:^|[。；;，,\n])(?P<whole>[^。；;，,：:\n]*?(?:总计|合计|总额))(?:包括|包含|分为|由)[：:]?[^。；;，,：:、\n]*$"
)
_CLOSING = re.compile(r"[。；;\n]")
_OPEN = re.compile(r"等|主要|其中|[（(]")  # words that leave a list open
_PARTS = re.compile("[，,；（(]其中[：:]?")
_LISTED = re.compile("包括|包含|分为|其中")
_END = re.compile("[。\n]")
_PLAIN = ("", "其余", "合计")


def incomplete(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """Lists that do not make up what the words say they do: the first number of each, and what is wrong."""
    for line, before, rest in _told(found):
        whole = _whole(line, before, rest[0], comparing.terms)
        parts = [*_parts(line, rest)] if whole else []
        if whole and len(parts) > 1 and _misses(whole, parts, comparing.figures):
            yield rest[0], f"列出来的{'、'.join(map(str, parts))}，加起来不是{whole}"


def outside(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """What is said to be part (其中) of something told before, and is of none of it."""
    for line, before, (one, *_) in _told(found):
        wholes = [other.name for other in before if _is_of_kind(other.name, one.name)]
        opened = any(_among(line, other, one) for other in before)
        if wholes and opened and all(_lies(comparing, one.name, whole) is False for whole in wholes):
            yield one, f"“其中”后面的{one.name}不在前面的{wholes[-1]}里面"


def overlapping(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """A list that one slot prints, of parts (包括、其中), two of which have something in common."""
    for line, before, (one, *_) in _told(found):
        for other in before:
            by = [{d for d, _ in name.conditions} for name in (other.name, one.name)]
            listed = by[0] != by[1] and _is_listed_with(line, other, one)  # 50万元以上, 100万元以上 do overlap
            if listed and comparing.meaning.overlap(other.name, one.name):
                yield one, f"列在一起的{other.name}和{one.name}有重复"


def _told(found: Iterable[Print]) -> Iterator[tuple[str, list[Print], list[Print]]]:
    """Every number of the sentences: its line, those before it in the line, and itself with those behind it."""
    sentences = (one for one in found if not one.table)
    for line, group in groupby(sentences, key=lambda one: one.place.line):
        numbers = [*group]
        yield from ((line, numbers[:i], numbers[i:]) for i in range(len(numbers)))


def _is_listed_with(line: str, before: Print, one: Print) -> bool:
    """Whether one slot printed both, in a sentence that says they are parts."""
    between = line[before.end : one.place.start]
    same = (before.asked.places[0], before.asked.nth) == (one.asked.places[0], one.asked.nth)
    if not same or not _is_of_kind(before.name, one.name) or _END.search(between) or _LISTED.search(between):
        return False
    return bool(_LISTED.search(_CLOSING.split(line[: before.place.start])[-1]))


def _among(line: str, before: Print, one: Print) -> bool:
    """Whether 其中 stands behind the first number, and no part of the sentence ends before the second one."""
    words = line[before.end : one.place.start]
    return bool(_PARTS.search(words)) and not _CLOSING.search(words)


def _is_of_kind(whole: FigureId, part: FigureId) -> bool:
    return (whole.measure, whole.base) == (part.measure, part.base) and not (whole.derived or part.derived)


def _lies(comparing: Comparing, part: FigureId, whole: FigureId) -> bool | None:
    return comparing.meaning.within(part, *whole.conditions)


def _whole(line: str, before: list[Print], first: Print, terms: Terms) -> FigureId | None:
    """What the list that begins with this number is said to make up."""
    start = before[-1].end if before else 0
    opening = _OPENING.search(line[start : first.place.start])
    return _named(opening["whole"], terms) if opening else None


def _named(words: str, terms: Terms) -> FigureId | None:
    """The figure that the words name, where each of them means one thing."""
    meanings = [term.meanings for term in terms.in_words(words)]
    if any(len(meaning) != 1 for meaning in meanings):
        return None
    said = dict(next(iter(meaning)) for meaning in meanings)
    measure = said.pop(MEASURE, "")
    return FigureId(measure, tuple(sorted(said.items()))) if measure else None


def _parts(line: str, numbers: list[Print]) -> Iterator[FigureId]:
    """The amounts of the list that begins with the first of these numbers; none where its words leave it open."""
    start = numbers[0].place.start
    close = _CLOSING.search(line, start)
    end = close.start() if close else len(line)
    if not _OPEN.search(line, start, end):
        yield from (one.name for one in numbers if one.place.start < end and one.name.derived in _PLAIN)


def _misses(whole: FigureId, parts: list[FigureId], figures: Figures) -> bool:
    if any((part.measure, part.base) != (whole.measure, whole.base) for part in parts):
        return False
    try:
        return sum(map(figures.number, parts)) != figures.number(whole)
    except ReportgenError:
        return False
