"""Lists of parts in sentences (列举): 收入总计包括：本年收入…、上年结转….

What a sentence calls all of a total has to add up to it, what it calls a part (其中) has to be one, and parts must not
overlap. A list that says 主要 or 等 is open, so is one that names a part of a part.
"""

from collections.abc import Iterable, Iterator

from reportgen.diagnostics import ReportgenError
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.region_check.comparing import Comparing
from reportgen.region_check.prints import Print, in_sentences
from reportgen.region_check.terms import MEASURE, Terms

_OPENING = compiled(
    r"(?:^|[。；;，,\n])(?P<whole>[^。；;，,：:\n]*?(?:总计|合计|总额))(?:包括|包含|分为|由)[：:]?[^。；;，,：:、\n]*$"
)
_CLOSING = compiled(r"[。；;\n]")
_OPEN = compiled(r"等|主要|其中|[（(]")  # words that leave a list open
_PARTS = compiled("[，,；（(]其中[：:]?")
_LISTED = compiled("包括|包含|分为|其中")
_END = compiled("[。\n]")
_PLAIN = ("", "其余", "合计")


def incomplete(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """Yield the first number of each list that does not add up to what the words say, with what is wrong."""
    for before, rest in in_sentences(found):
        whole = _whole(before, rest[0], comparing.terms)
        parts = [*_parts(rest)] if whole else []
        if whole and len(parts) > 1 and _misses(whole, parts, comparing.figures):
            yield rest[0], f"列出来的{'、'.join(map(str, parts))}，加起来不是{whole}"


def outside(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """Yield what is said to be part (其中) of a number before it and is part of none, with what is wrong."""
    for before, (one, *_) in in_sentences(found):
        wholes = [other.name for other in before if _is_of_kind(other.name, one.name)]
        opened = any(_among(other, one) for other in before)
        if wholes and opened and all(comparing.meaning.within(one.name, *w.conditions) is False for w in wholes):
            yield one, f"“其中”后面的{one.name}不在前面的{wholes[-1]}里面"


def overlapping(found: Iterable[Print], comparing: Comparing) -> Iterator[tuple[Print, str]]:
    """Yield parts (包括、其中) that one slot prints in a list and that have something in common, with what is wrong."""
    for before, (one, *_) in in_sentences(found):
        for other in before:
            by = [{d for d, _ in name.conditions} for name in (other.name, one.name)]
            listed = by[0] != by[1] and _is_listed_with(other, one)  # 50万元以上 and 100万元以上 do overlap
            if listed and comparing.meaning.overlap(other.name, one.name):
                yield one, f"列在一起的{other.name}和{one.name}有重复"


def _between(before: Print, one: Print) -> str:
    return one.place.line[before.end : one.place.start]


def _is_listed_with(before: Print, one: Print) -> bool:
    """Whether one slot printed both, in a sentence that says they are parts."""
    words = _between(before, one)
    same = (before.asked.places[0], before.asked.nth) == (one.asked.places[0], one.asked.nth)
    if not same or not _is_of_kind(before.name, one.name) or _END.search(words) or _LISTED.search(words):
        return False
    return bool(_LISTED.search(_CLOSING.split(before.words_before)[-1]))


def _among(before: Print, one: Print) -> bool:
    """Whether 其中 stands between the numbers, and the clause does not end there."""
    words = _between(before, one)
    return bool(_PARTS.search(words)) and not _CLOSING.search(words)


def _is_of_kind(whole: FigureId, part: FigureId) -> bool:
    return (whole.measure, whole.base) == (part.measure, part.base) and not (whole.derived or part.derived)


def _whole(before: list[Print], first: Print, terms: Terms) -> FigureId | None:
    """What the list that begins with this number is said to add up to."""
    words = _between(before[-1], first) if before else first.words_before
    opening = _OPENING.search(words)
    return _named(opening["whole"], terms) if opening else None


def _named(words: str, terms: Terms) -> FigureId | None:
    """The figure that the words name; None unless each of them means one thing."""
    meanings = [term.meanings for term in terms.in_words(words)]
    if any(len(meaning) != 1 for meaning in meanings):
        return None
    said = dict(next(iter(meaning)) for meaning in meanings)
    measure = said.pop(MEASURE, "")
    return FigureId(measure, tuple(sorted(said.items()))) if measure else None


def _parts(numbers: list[Print]) -> Iterator[FigureId]:
    """The amounts of the list that begins with the first of these numbers; none where its words leave it open."""
    line, start = numbers[0].place.line, numbers[0].place.start
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
