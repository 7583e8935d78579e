"""Words as tokens (词): a number is one, a Latin word one, a Han character one; each with what it counts as.

What it counts as (`key`) is the same for tokens that a reader would not tell apart as wording: any number, or any print
of one figure where both sides know names; the year of either document; the number of an item in a list; white space.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from reportgen.document import Figure, Run, Runs, Text, plain
from reportgen.fingerprint import UNSEEN


class Sort(Enum):
    """What a token is (词类)."""

    NUMBER = "数字"
    YEAR = "年份"
    SERIAL = "序号"
    DIRECTION = "升降"
    SPACE = "空白"
    WORD = "文字"


@dataclass(frozen=True, slots=True)
class Token:
    """One token (词): what it says, what it counts as, and the figure that it prints, if its document knows one."""

    run: Run
    key: str
    sort: Sort

    @property
    def text(self) -> str:
        """As printed."""
        return self.run.text


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words of one side are taken (读法).

    Attributes:
        years: to be added to a year so that it reads as on the other side.
        named: whether both sides know the names of figures; name: what the other side calls a figure.
    """

    years: int = 0
    named: bool = False
    name: Callable[[str], str] = str


DIRECTION = re.compile("增加|减少|增长|下降|上升|降低|提高")  # which way a number went
_SERIAL = re.compile(
    r"\s*(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、)"
)
_TOKEN = re.compile(
    rf"(?P<space>{UNSEEN.pattern})|(?P<year>(?:19|20)[0-9]{{2}}(?=年))"
    r"|(?P<number>(?:(?<![0-9A-Za-z])[-－−])?[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"|(?P<direction>{DIRECTION.pattern})(?=了?[0-9\ue000])|(?P<latin>[A-Za-z]+)|.",
    re.S,
)
_FACT = re.compile(r"[^\[@]*\.")  # a path to what the budget file says, which counts places: no name to go by
_FIGURE = "\ue000"  # stands for a figure while the words around it are read


def tokens(runs: Runs, reading: Reading, *, listed: bool = True) -> list[Token]:
    """The runs as tokens; `listed`: a number in front may be that of an item in a list."""
    found: list[Token] = []
    for i, run in enumerate(runs):
        if isinstance(run, Figure):
            known = reading.named and not _FACT.match(run.name)
            key = f"={reading.name(run.name)}" if known else "#"
            found.append(Token(run, key, Sort.NUMBER))
        else:
            follows = _FIGURE if i + 1 < len(runs) and isinstance(runs[i + 1], Figure) else ""
            precedes = found[-1].text[-1:] if found else ""
            found += _words((precedes, run.text, follows), reading, listed and not found)
    return found


def _words(around: tuple[str, str, str], reading: Reading, listed: bool) -> Iterator[Token]:
    """The tokens of a text, given the letter before it and the one after it."""
    text, start, end = "".join(around), len(around[0]), len(around[0] + around[1])
    serial = _SERIAL.match(text, start, end) if listed else None
    if serial:
        yield Token(Text(serial[0]), "§", Sort.SERIAL)
    for match in _TOKEN.finditer(text, serial.end() if serial else start):
        if match.start() < end:
            yield _token(match, reading)


def _token(match: re.Match[str], reading: Reading) -> Token:
    run = Text(match[0])
    match match.lastgroup:
        case "space":
            return Token(run, " ", Sort.SPACE)
        case "year":
            return Token(run, str(int(match[0]) + reading.years), Sort.YEAR)
        case "number":
            return Token(run, "#", Sort.NUMBER)
        case "direction":
            return Token(run, "±", Sort.DIRECTION)
        case _:
            return Token(run, match[0], Sort.WORD)


def masked(runs: Runs, reading: Reading, *, listed: bool = True) -> str:
    """The runs as they count: the same for the same sentence with other numbers; without white space."""
    words = tokens(runs, reading, listed=listed)
    return "\x1f".join(token.key for token in words if token.sort is not Sort.SPACE)


def clean(runs: Runs) -> str:
    """What can be seen of the runs, without white space."""
    return UNSEEN.sub("", plain(runs))
