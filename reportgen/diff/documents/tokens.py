"""Words as tokens (词): a number is one, a Latin word one, a Han character one; each with what it counts as.

What it counts as (`key`) is the same for tokens that a reader would not tell apart as wording: any number, or any print
of one figure where both sides know names; the year of either document; the number of an item in a list; white space.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby

from reportgen.document import Figure, Run, Runs, Text, plain
from reportgen.fingerprint import UNSEEN


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
        run: its text, as the figure that it prints where the document knows one.
        key: what it is compared by.
    """

    run: Run
    key: str
    sort: TokenKind

    @property
    def text(self) -> str:
        """As printed."""
        return self.run.text


@dataclass(frozen=True, slots=True)
class WordRules:
    """How the words of one side are compared (读法).

    Attributes:
        year: the year of the document; years near it are compared by their distance. 0: every year by itself.
        named: whether the documents of both sides have names of figures.
        name: name of a figure on this side → its name on the other.
    """

    year: int = 0
    named: bool = False
    name: Callable[[str], str] = str


NEAR = 3  # years that a document speaks of as before and after its own; others are dates that stay
DIRECTION = re.compile("增加|减少|增长|下降|上升|降低|提高")  # which way a number went
_SERIAL = re.compile(
    r"(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、)(?=\s*\S)"
)
_TOKEN = re.compile(
    rf"(?P<space>{UNSEEN.pattern})|(?P<year>(?<![0-9])(?:19|20)[0-9]{{2}}(?=年))"
    r"|(?P<number>(?:(?<![0-9A-Za-z])[-－−])?[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"|(?P<direction>{DIRECTION.pattern})(?=了?\s*[-－−]?[0-9\ue000])|(?P<latin>[A-Za-z]+)|.",
    re.S,
)
_FACT = re.compile(r"[^\[@]*\.")  # a path to what the budget file says, which counts places: no name to go by
_FIGURE = "\ue000"  # stands for a figure while the words around it are read


def tokens(runs: Runs, rules: WordRules, *, listed: bool = True) -> list[WordToken]:
    """The runs as tokens.

    Args:
        listed: whether a number in front may be the number of an item in a list.

    A figure without a usable name is read as plain words, because the other side may have plain words there.
    """
    found: list[WordToken] = []
    parts = [(known, tuple(part)) for known, part in groupby(runs, lambda run: _known(run, rules))]
    for i, (known, part) in enumerate(parts):
        if known:
            found += (
                WordToken(run, f"={rules.name(run.name)}", TokenKind.NUMBER) for run in part if isinstance(run, Figure)
            )
        else:
            around = found[-1].text[-1:] if found else "", _FIGURE if i + 1 < len(parts) else ""
            found += _words(part, around, rules, listed and not found)
    return found


def _known(run: Run, rules: WordRules) -> bool:
    return isinstance(run, Figure) and rules.named and not _FACT.match(run.name)


def _words(runs: Runs, around: tuple[str, str], rules: WordRules, listed: bool) -> Iterator[WordToken]:
    """The tokens of neighbouring runs; `around`: the letter before them and the one after them."""
    said = plain(runs)
    text, start, end = f"{around[0]}{said}{around[1]}", len(around[0]), len(around[0] + said)
    places = dict(_spans(runs, start))
    serial = _SERIAL.match(text, start + len(said) - len(said.lstrip())) if listed else None
    for match in _TOKEN.finditer(text, start):
        if serial and match.start() == serial.start():
            yield WordToken(Text(serial[0]), "§", TokenKind.SERIAL)
        elif match.start() < end and not (serial and serial.start() < match.start() < serial.end()):
            yield _token(match, places, rules)


def _spans(runs: Runs, start: int) -> Iterator[tuple[tuple[int, int], Figure]]:
    """(start, end) of each figure in the text → the figure."""
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
            return WordToken(run, _year(int(match[0]), rules.year), TokenKind.YEAR)
        case "number":
            return WordToken(run, "#", TokenKind.NUMBER)
        case "direction":
            return WordToken(run, "±", TokenKind.DIRECTION)
        case _:
            return WordToken(run, match[0], TokenKind.WORD)


def _year(year: int, own: int) -> str:
    """The key of a year: near the year of the document its distance, else the year itself."""
    return f"{year - own:+}年" if own and abs(year - own) <= NEAR else str(year)


def masked(runs: Runs, rules: WordRules, *, listed: bool = True) -> str:
    """The keys of the runs without white space: equal for sentences that differ in numbers alone."""
    seen = tuple(replace(run, text=UNSEEN.sub("", run.text)) for run in runs)
    return "\x1f".join(token.key for token in tokens(seen, rules, listed=listed))


def clean(runs: Runs) -> str:
    """The text of the runs without white space and invisible characters."""
    return UNSEEN.sub("", plain(runs))
