"""The paragraphs of a document with the headings above them (段落), and the numbers in each.

Tables are read elsewhere; a paragraph under a table's title is no passage.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from reportgen.document import Block, Document, Figure, Paragraph, Runs, Section, in_one_line, plain
from reportgen.reading.entries import NUMBER, Number, Place, number

# Longest first: 个百分点 before 个. What is none of these leaves the number without a unit.
_UNITS = (
    "个百分点|百分点|亿元|万元|千元|元|[%％‰]|台（套）|台\\(套\\)|平方米|人次|批次|场次|户次|"
    "年|月|日|号|个|人|名|户|项|辆|台|套|家|次|批|场|册|件|所|处|条|份|期|天|岁|万余元|余万元|余元|余[个人名户项家]"
)
_NUMBERS = re.compile(rf"(?P<digits>{NUMBER.pattern})[ \u3000]*(?P<unit>{_UNITS})?")
_ORDINAL = re.compile(r"\s*[（(]?(?P<digits>[0-9０-９]{1,2})(?:[)）、]|[.．](?![0-9０-９])|[.．](?=[0-9０-９]{4}年))")
_DIVISION = re.compile(r"第[一二三四五六七八九十]+部分")
_CALENDAR = ("年", "月", "日", "号")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph (段落): its text in one line and the printed headings above it, outermost first.

    `carried`: where numbers begin that carry a name -> the figure in the tree.
    """

    headings: tuple[str, ...]
    text: str
    carried: Mapping[int, Figure] = field(default_factory=dict, hash=False, compare=False)

    @property
    def part(self) -> str:
        """The headings as one name of the place, from below the last 第N部分, which stands alone where none follows."""
        return _part(self.headings)

    def place(self, start: int, length: int) -> Place:
        """A part of it."""
        return Place(self.part, line=self.text, start=start, length=length)

    def sentence(self, start: int) -> Place:
        """The sentence in which that character stands."""
        first = self.text.rfind("。", 0, start) + 1
        last = self.text.find("。", start)
        return self.place(first, (last + 1 if last >= 0 else len(self.text)) - first)


@lru_cache(maxsize=1024)
def _part(headings: tuple[str, ...]) -> str:
    last = max((i for i, heading in enumerate(headings) if _DIVISION.match(heading)), default=-1)
    return " ".join(headings[last + 1 :] or headings[last:])


@dataclass(frozen=True, slots=True)
class Token:
    """A number as it stands in a text (数字): digits from `start` to `stop`, its unit up to `end`."""

    number: Number
    start: int
    stop: int
    end: int
    ordinal: bool = False

    @property
    def is_calendar(self) -> bool:
        """Whether it is a year, a date or the number of a paper, or numbers the paragraph."""
        return self.ordinal or self.number.unit in _CALENDAR


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph of the narrative in reading order."""
    return _passages(document.blocks, ())


def _passages(blocks: tuple[Block, ...], above: tuple[str, ...]) -> Iterator[Passage]:
    for block in blocks:
        match block:
            case Section():
                yield from _passages(block.blocks, (*above, block.number + plain(block.title)))
            case Paragraph():
                yield Passage(above, in_one_line(plain(block.runs)), carried_at(block.runs))


def carried_at(runs: Runs) -> dict[int, Figure]:
    """The figures among the runs by where they begin."""
    found, at = {}, 0
    for run in runs:
        if isinstance(run, Figure):
            found[at] = run
        at += len(run.text)
    return found


def tokens(text: str) -> tuple[Token, ...]:
    """Every number in the text, in order; no digit is in two of them."""
    first = _ORDINAL.match(text)
    found = [_token(first, ordinal=True)] if first else []
    found += [_token(match) for match in _NUMBERS.finditer(text, first.end() if first else 0)]
    return tuple(token for token in found if token)


def _token(match: re.Match[str], ordinal: bool = False) -> Token | None:
    unit = "" if ordinal else (match["unit"] or "").replace("％", "%")
    value = number(match["digits"].replace("－", "-"), unit)
    return Token(value, match.start("digits"), match.end("digits"), match.end(), ordinal) if value else None
