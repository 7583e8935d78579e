"""Words on the page (字句): texts by their kind, where a pattern stands, and findings that gather its places."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import accumulate

from reportgen.checks._budget_file import texts
from reportgen.checks._case import Case
from reportgen.document import in_one_line, plain
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Place, Sheet, SheetRow, Wording
from reportgen.reading.texts import Kind, Texts
from reportgen.records import NamedTuple, dataclass

# In patterns: where a negative lookaround begins; its signs, classes and brackets; those that see the end of a line.
_NEGATIVE = compiled(r"(?<!\\)\(\?<?!")
_SIGN = compiled(r"\\.|\[(?:[^\]\\]|\\.){1,400}\]|[()]")
_BREAK, _WHOLE = compiled(r"\\[sWDn]"), compiled(r"\\[AZ]")
_ANY_BUT = compiled(r"(?<!\\)\[\^")
_END = compiled(r"(?<=[。；！？⏎])")


Needs = Sequence[str] | re.Pattern[str]


class Touched(NamedTuple):
    """What patterns touched on a page: its texts; the text and flags of a pattern -> the texts that matches touch."""

    lines: frozenset[str]
    by: dict[tuple[str, int], list[str]]


_NOTHING = Touched(frozenset(), {})


@dataclass(frozen=True)
class DistinctTexts:
    """The different texts, each once: many cells have the same. `before`: those looked at before, in another case.

    A document that was changed, or made once more, has most texts of the one before: only the others are looked
    through again.
    """

    lines: list[str]
    before: Touched = _NOTHING

    @cached_property
    def text(self) -> str:
        """The texts, one below the other."""
        return "\n".join(self.lines)

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins in `text`."""
        return list(accumulate([len(line) + 1 for line in self.lines], initial=0))[:-1]

    def at(self, at: int) -> int:
        """Return the number of the text at an index of `text`."""
        return bisect_right(self.starts, at) - 1

    @cached_property
    def touched(self) -> Touched:
        """What patterns touched here so far."""
        return Touched(frozenset(self.lines), {})

    def near(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the lines that matches on the whole page touch; mostly none. Every line, if these are not known."""
        if not _is_local(pattern.pattern):
            return self.lines
        key, own = (pattern.pattern, pattern.flags), self.touched
        if key not in own.by:
            known = self.before.by.get(key)
            again = [line for line in known if line in own.lines] if known else ()
            page = self if known is None else self._others
            own.by[key] = [*again, *page.touching(_page_pattern(*key))]
        return own.by[key]

    @cached_property
    def _others(self) -> "DistinctTexts":
        """The texts that were not looked at before."""
        return DistinctTexts([line for line in self.lines if line not in self.before.lines])

    def touching(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """Yield the lines that matches of a pattern for many lines touch."""
        known = -1  # the end of the last line that was yielded
        for found in pattern.finditer(self.text):
            start, stop = found.span()
            if stop > known:
                first, last = self.at(start), self.at(stop)
                yield from self.lines[first : last + 1]
                known = self.starts[last] + len(self.lines[last])


_LOOKED_AT: dict[tuple[Kind, ...], Touched] = {}  # kinds of texts -> what patterns touched on the last page of them
_MOST_KEPT = 1 << 14  # texts of a page that are kept for the next one


def _page_of(lines: Iterable[str], kinds: tuple[Kind, ...]) -> DistinctTexts:
    """Return a page of texts of these kinds."""
    page = DistinctTexts([*lines], _LOOKED_AT.get(kinds, _NOTHING))
    if len(page.lines) <= _MOST_KEPT:
        _LOOKED_AT[kinds] = page.touched
    return page


@dataclass(frozen=True)
class Wordings:
    """The texts of these kinds in a document; of all kinds if there are none. `all`: every text of the document.

    `whole`: the page of all texts, if it is at hand. Texts that include cells are looked for there.
    """

    all: Texts
    kinds: tuple[Kind, ...] = ()
    whole: DistinctTexts | None = None

    def __iter__(self) -> Iterator[Wording]:
        kinds, found = self.kinds, self.all if self._has_cells else self.all.but_cells
        return (wording for wording in found if wording.kind in kinds) if kinds else iter(found)

    def having(self, pattern: re.Pattern[str]) -> Iterator[Wording]:
        """Yield the texts in which the pattern is found."""
        return self._in({line for line in self._page.near(pattern) if pattern.search(line)})

    def near(self, pattern: re.Pattern[str], needs: Needs = ()) -> Iterator[Wording]:
        """Yield the texts in which the pattern may be found: in no other one it is.

        Args:
            needs: words of which every match has one, or a pattern of a part that every match has.
        """
        if isinstance(needs, re.Pattern):
            return self._in({*self._page.near(needs)})
        return self.saying(needs) if needs else self._in({*self._page.near(pattern)})

    def saying(self, words: Iterable[str]) -> Iterator[Wording]:
        """Yield the texts with one of these words."""
        return self._in({line for word in words for line in self._with(word)})

    def _with(self, word: str) -> Iterator[str]:
        """Yield the lines with the word."""
        at = self.page.find(word)
        while at >= 0:
            number = self._page.at(at)
            line = self._page.lines[number]
            yield line
            at = self.page.find(word, self._page.starts[number] + len(line) + 1)

    def _in(self, lines: Iterable[str]) -> Iterator[Wording]:
        numbers = sorted([number for line in lines for number in self.all.lines[line]])
        found = (self.all[number] for number in numbers)
        return (wording for wording in found if wording.kind in self.kinds) if self.kinds else found

    def may_have(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern may be found in one of the texts; if not, it is not on `page` either."""
        return bool(self._page.near(pattern))

    def texts_at(self, at: int) -> tuple[Sequence[int], int]:
        """Return the numbers of the texts with the line at an index of `page`, and the index in that line."""
        line = self._page.at(at)
        return self.all.lines[self._page.lines[line]], at - self._page.starts[line]

    @property
    def _has_cells(self) -> bool:
        return not self.kinds or "格" in self.kinds

    @property
    def page(self) -> str:
        """The different texts, one below the other."""
        return self._page.text

    @cached_property
    def _page(self) -> DistinctTexts:
        if self._has_cells:
            return self.whole or _page_of(self.all.lines, ())
        return _page_of(dict.fromkeys([wording.text for wording in self]), self.kinds)


@lru_cache(maxsize=512)
def _page_pattern(pattern: str, flags: int) -> re.Pattern[str]:
    """Return the pattern for many lines at once; by its text, since a pattern is slow to hash."""
    return compiled(_ANY_BUT.sub(r"[^\\n", pattern), flags | re.MULTILINE)


@lru_cache(maxsize=512)
def _is_local(pattern: str) -> bool:
    """Whether every match in a line is a match on the page too: the pattern does not look beyond the line."""
    for opening in _NEGATIVE.finditer(pattern):
        depth = 1
        for sign in _SIGN.finditer(pattern, opening.end()):
            depth += (sign[0] == "(") - (sign[0] == ")")
            if depth == 0:
                break
            if _BREAK.search(sign[0]):
                return False
    return not _WHOLE.search(pattern)


def wordings(case: Case, *kinds: Kind) -> Wordings:
    """Return every text of these kinds; of all kinds if none is given."""
    return case.remembered((Wordings, kinds), lambda: Wordings(case.reading.texts, kinds, _whole_page(case)))


def _whole_page(case: Case) -> DistinctTexts:
    return case.remembered(DistinctTexts, lambda: _page_of(case.reading.texts.lines, ()))


def matches(found_in: Wordings, pattern: re.Pattern[str], needs: Needs = ()) -> Iterator[tuple[re.Match[str], Place]]:
    """Yield every match of the pattern, with its place marked. `needs`: see `Wordings.near`."""
    by_line: dict[str, list[re.Match[str]]] = {}  # many cells say the same
    for wording in found_in.near(pattern, needs):
        line = wording.text
        if line not in by_line:
            by_line[line] = [*pattern.finditer(line)]
        for found in by_line[line]:
            yield found, wording.place.marking(found.start(), max(1, len(found[0])))


def text_of_file(case: Case) -> str:
    """Return all values of the budget file, one below the other, with the years filled in; "" without a file."""
    file = case.file_figures
    return case.remembered(text_of_file, lambda: texts(file)) if file else ""


def of_templates(case: Case) -> Callable[[str], bool]:
    """Return a function: whether odd words come from the region's templates, not from the budget file."""
    if case.budget is None or not case.is_as_made:
        return lambda _: False
    typed = text_of_file(case)
    return lambda words: words not in typed


def differing(one: str, other: str) -> list[int]:
    """Return the positions at which two texts of one length have different letters."""
    return [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]


@lru_cache(maxsize=1 << 12)
def likeness(one: str, other: str) -> Fraction:
    """Return how much of two names is the same, from 0 to 1."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return Fraction(2 * sum(block.size for block in blocks), max(1, len(one) + len(other)))


def in_order(short: str, long: str) -> bool:
    """Whether the longer name has all letters of the shorter one in their order: 文旅局 in 文化和旅游局."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def percent(share: Fraction) -> str:
    """Return a share as 29.83%, with at most two decimals."""
    value = rounded(EXACT.divide(Decimal(share.numerator * 100), Decimal(share.denominator)), 2)
    return f"{value:f}".rstrip("0").rstrip(".") + "%"


def sentences(case: Case) -> Iterator[str]:
    """Yield every sentence of the paragraphs, in reading order; none of tables."""
    for passage in case.reading.passages:
        yield from filter(None, (sentence.strip(" \u3000⏎") for sentence in _END.split(passage.text)))


def title_of(sheet: Sheet) -> Place:
    """Return the place of the table's title."""
    title = in_one_line(sheet.title)
    return Place(sheet.name, line=title, length=max(1, len(title)))


def row_text(line: SheetRow) -> str:
    """Return the cells of a row in one line, as places show them."""
    return " | ".join(in_one_line(text).strip() for text in line.texts)


def page_of(case: Case) -> Place:
    """Return the place of the document's title, where missing things are reported."""
    title = in_one_line(plain(case.document.title))
    return Place("标题", line=title, length=max(1, len(title)))
