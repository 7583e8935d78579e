"""Words as tokens (词): a number, a word in Latin letters, or a single Chinese character.

Two tokens with the same key are no difference in wording: any two numbers, or two prints of one figure where both
sides know the names of figures; the year of either document; the number of a list item; white space. These keys have
two characters or more, so that no word, such as # or §, has the key of a number.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from itertools import groupby, pairwise

from reportgen.document import Figure, Run, Runs, Text, plain
from reportgen.fingerprint import UNSEEN
from reportgen.patterns import compiled
from reportgen.records import dataclass


class TokenKind(Enum):
    """What a token is (词类)."""

    NUMBER = "数字"
    YEAR = "年份"
    SERIAL = "序号"
    DIRECTION = "升降"
    SPACE = "空白"
    WORD = "文字"


@dataclass(frozen=True, slots=True)
class WordToken:
    """One token (词).

    Attributes:
        run: its text; a figure where the document knows which figure it prints.
        key: what it is compared by.
    """

    run: Run
    key: str
    sort: TokenKind

    @property
    def text(self) -> str:
        """The token as printed."""
        return self.run.text


@dataclass(frozen=True, slots=True)
class WordRules:
    """How the words of one side are compared (读法).

    Attributes:
        year: the year of the document; years near it are compared by their distance from it. 0: years are not moved.
        named: whether both documents know the names of figures.
        name: name of a figure on this side → its name on the other side.
    """

    year: int = 0
    named: bool = False
    name: Callable[[str], str] = str


PUNCTUATION = frozenset("，。、；：！？（）()“”《》,.;:")
DIRECTION = compiled("增加|减少|增长|下降|上升|降低|提高")  # which way a number went
_NEAR = 3  # a document speaks of so many years before and after its own; other years are fixed dates
_SERIAL = compiled(
    r"(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、)(?=\s*\S)"
)
_TOKEN = compiled(
    rf"(?P<space>{UNSEEN.pattern})|(?P<year>(?<![0-9])(?:19|20)[0-9]{{2}}(?=年))"
    r"|(?P<number>(?:(?<![0-9A-Za-z])[-－−])?[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"|(?P<direction>{DIRECTION.pattern})(?=了?\s*[-－−]?[0-9\ue000])|(?P<latin>[A-Za-z]+)|.",
    re.S,
)
_FACT = compiled(r"[^\[@]*\.")  # the path of a fact; it counts records, so it is no name that stays the same
_FIGURE = "\ue000"  # stands for a figure while the words around it are read
_JOINT = "\x1f"  # between the keys of tokens


def tokens(runs: Runs, rules: WordRules) -> list[WordToken]:
    """Return the tokens of the runs.

    A figure whose name cannot be used is read like other words, since the other side may have plain words there.
    """
    found: list[WordToken] = []
    parts = [(known, tuple(part)) for known, part in groupby(runs, lambda run: _is_known(run, rules))]
    for i, (known, part) in enumerate(parts):
        if known:
            figures = (run for run in part if isinstance(run, Figure))
            found += (WordToken(run, f"={rules.name(run.name)}", TokenKind.NUMBER) for run in figures)
        else:
            around = found[-1].text[-1:] if found else "", _FIGURE if i + 1 < len(parts) else ""
            found += _words(part, around, rules, first=not found)
    return found


def _is_known(run: Run, rules: WordRules) -> bool:
    return isinstance(run, Figure) and rules.named and not _FACT.match(run.name)


def _words(runs: Runs, around: tuple[str, str], rules: WordRules, *, first: bool) -> Iterator[WordToken]:
    """The tokens of neighbouring runs.

    Args:
        around: the characters before and after them.
        first: whether they begin the text, so that a number in front may be that of a list item.
    """
    said = plain(runs)
    text, start, end = f"{around[0]}{said}{around[1]}", len(around[0]), len(around[0] + said)
    places = dict(_spans(runs, start))
    serial = _SERIAL.match(text, start + len(said) - len(said.lstrip())) if first else None
    for match in _TOKEN.finditer(text, start):
        if serial and match.start() == serial.start():
            yield WordToken(Text(serial[0]), "§§", TokenKind.SERIAL)
        elif match.start() < end and not (serial and serial.start() < match.start() < serial.end()):
            yield _token(match, places, rules)


def _spans(runs: Runs, start: int) -> Iterator[tuple[tuple[int, int], Figure]]:
    """(start, end) of each figure in the text, and the figure."""
    for run in runs:
        if isinstance(run, Figure):
            yield (start, start + len(run.text)), run
        start += len(run.text)


def _token(match: re.Match[str], places: Mapping[tuple[int, int], Figure], rules: WordRules) -> WordToken:
    run = places.get(match.span()) or Text(match[0])
    match match.lastgroup:
        case "space":
            return WordToken(run, " ", TokenKind.SPACE)
        case "year":
            return WordToken(run, _year_key(int(match[0]), rules.year), TokenKind.YEAR)
        case "number":
            return WordToken(run, "##", TokenKind.NUMBER)
        case "direction":
            return WordToken(run, "±±", TokenKind.DIRECTION)
        case _:
            return WordToken(run, match[0], TokenKind.WORD)


def _year_key(year: int, own: int) -> str:
    """The distance from the document's own year, if it is near; else the year itself."""
    return f"{year - own:+}年" if own and abs(year - own) <= _NEAR else str(year)


def masked(runs: Runs, rules: WordRules) -> str:
    """Return the keys of the tokens, without white space: equal for texts that differ only in numbers and years."""
    if not any(_is_known(run, rules) for run in runs):
        return _masked(UNSEEN.sub("", plain(runs)), rules.year)
    return _joined(tuple(replace(run, text=UNSEEN.sub("", run.text)) for run in runs), rules)


@lru_cache(maxsize=1 << 15)
def _masked(text: str, year: int) -> str:
    """The same of a text without figures; most of it stands on both sides, and cells of a table are often alike."""
    return _joined((Text(text),), WordRules(year))


def _joined(seen: Runs, rules: WordRules) -> str:
    return _JOINT.join(token.key for token in tokens(seen, rules))


def marks(keys: str) -> frozenset[str]:
    """Return all pairs of neighbouring tokens of a masked text without punctuation; similar texts share many."""
    parts = [part for part in keys.split(_JOINT) if part not in PUNCTUATION]
    return frozenset(a + b for a, b in pairwise(("", *parts, "")))


def clean(runs: Runs) -> str:
    """Return the text without white space and invisible characters."""
    return UNSEEN.sub("", plain(runs))
