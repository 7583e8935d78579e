"""Where the texts of a document stand in a Word file (文中位置): both are read in the same order.

What a text says has to come next in the file, from the beginning of a word to the end of one, white space aside. Where
the file has more than the document (a cover, empty cells), the text may come later if it is long enough to be no other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from reportgen.fingerprint import UNSEEN
from reportgen.ooxml import TEXT_BOX, Element
from reportgen.ooxml.comments import WordSpot
from reportgen.readers.docx import WordLine
from reportgen.records import dataclass

_LONG = 6  # letters of a text that is looked for further on
_FAR = 20_000  # characters that it may be away
_DIGITS = re.compile("[0-9.,%-]+")


def dense(text: str) -> str:
    """Return the text without white space."""
    return UNSEEN.sub("", text)


@dataclass
class WordText:
    """The words of a file without white space (文字流).

    Attributes:
        places: of each character, its line and where it is in it; begins, ends: those of words.
    """

    lines: Sequence[WordLine]
    body: Element
    words: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)
    begins: set[int] = field(default_factory=set)
    ends: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        pieces: list[str] = []
        for at, line in enumerate(self.lines):
            number = dense(line.number)
            pieces.append(number)
            self.begins.add(len(self.places))
            self.places += [(at, 0)] * len(number)
            for start, word in _words("".join(text for _, text in line.printed)):
                self.begins.add(len(self.places))
                self.places += [(at, start + i) for i in range(len(word))]
                self.ends.add(len(self.places))
                pieces.append(word)
        self.words = "".join(pieces)

    def found(self, text: str, follows: str, after: int) -> int:
        """Where the text begins, at that character or later; -1 if it does not come. A short one with what follows."""
        if self._is_whole(after, text) and self.words.startswith(text, after):
            return after
        sought = next((each for each in (text, text + follows) if len(_DIGITS.sub("", each)) >= _LONG), "")
        at = self.words.find(sought, after, after + _FAR) if sought else -1
        while at >= 0 and not self._is_whole(at, text):
            at = self.words.find(sought, at + 1, after + _FAR)
        return at

    def _is_whole(self, at: int, text: str) -> bool:
        """Whether words begin and end with a text that stands there."""
        return at in self.begins and at + len(text) in self.ends

    def spots(self, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """The places before and behind these characters; None where no comment may be: in a text box, in a note."""
        (first, begins), (last, ends) = self.places[start], self.places[end - 1]
        lines = self.lines[first], self.lines[last]
        if any(self._is_outside(line.paragraph) for line in lines):
            return None
        return WordSpot(lines[0].paragraph, lines[0].printed, begins), WordSpot(
            lines[1].paragraph, lines[1].printed, ends + 1
        )

    def _is_outside(self, paragraph: Element) -> bool:
        around = list(paragraph.iterancestors())
        return self.body not in around or any(each.tag == TEXT_BOX for each in around)


def _words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words between white space, each with its place."""
    start = 0
    for gap in UNSEEN.finditer(text):
        if gap.start() > start:
            yield start, text[start : gap.start()]
        start = gap.end()
    if start < len(text):
        yield start, text[start:]


class Standing:
    """Where the texts of a document stand in a file, by their numbers."""

    def __init__(self, file: WordText, printed: Iterable[tuple[int, str]]) -> None:
        """`printed`: the texts that the file has, in reading order, with their numbers; those in front have -1."""
        self._file, after = file, 0
        self._texts: dict[int, str] = {}
        self._begins: dict[int, int] = {}
        texts = [(number, words, text) for number, words in printed if (text := dense(words))]
        nexts = [*(text for _, _, text in texts), ""][1:]
        for (number, words, text), follows in zip(texts, nexts, strict=True):
            if (at := file.found(text, follows, after)) >= 0:
                self._texts[number], self._begins[number] = words, at
                after = at + len(text)

    def spots(self, number: int, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """The places of these characters of a text; where it is not in the file, of all of the text before it."""
        if number in self._texts and (own := self._within(number, start, end)):
            return own
        before = (self._within(one, 0, len(self._texts[one])) for one in reversed(self._texts) if one < number)
        return next(filter(None, before), None)

    def _within(self, number: int, start: int, end: int) -> tuple[WordSpot, WordSpot] | None:
        """The places of characters of a text, at least of one."""
        words, at = self._texts[number], self._begins[number]
        first = min(len(dense(words[:start])), len(dense(words)) - 1)
        return self._file.spots(at + first, at + max(first + 1, len(dense(words[:end]))))
