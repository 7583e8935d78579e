"""Texts as tokens (词): a number, a word in Latin letters, or a single Chinese character.

Two tokens with the same key are no difference in wording: two numbers, the own years of both documents, two numbers of
list items, two stretches of white space. Keys of numbers have two characters or more, so that no word, such as # or §,
has the same key. Names of figures are not compared, so that two budget files are compared as the Word files made from
them; the runs keep the names.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from reportgen.document import Figure, Run, Runs, Text, plain
from reportgen.fingerprint import UNSEEN, dense
from reportgen.patterns import compiled
from reportgen.reading.texts import placed_figures
from reportgen.records import dataclass, field


class TokenKind(Enum):
    """The kind of a token (词类)."""

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
        run: the text of the token; a `Figure` if the document knows which figure it prints.
        key: the text by which the token is compared.
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
        year: the year of the document; years near it are compared by their distance from it. 0: unknown.
        names: name of a project → the sign that stands for it in keys, if a cell or a heading is the name alone.
    """

    year: int = 0
    names: Mapping[str, str] = field(default_factory=dict, compare=False)


PUNCTUATION = frozenset("，。、；：！？（）()“”《》,.;:")
DIRECTION = compiled("增加|减少|增长|下降|上升|降低|提高")  # verbs of change in front of a number
SIGNS = tuple(map(chr, range(0x10F000, 0x10FFFE)))  # each stands for a project, in keys alone
_SIGN = compiled(f"[{SIGNS[0]}-{SIGNS[-1]}]")
_NEAR = 3  # years within this distance are relative to the document's own; others are fixed dates
_SERIAL = compiled(
    r"(?:[（(][0-9一二三四五六七八九十]{1,3}[）)]|[0-9]{1,3}[.．、](?![0-9])|[一二三四五六七八九十]{1,3}、)(?=\s*\S)"
)
_TOKEN = compiled(
    rf"(?P<space>{UNSEEN.pattern})|(?P<year>(?<![0-9])(?:19|20)[0-9]{{2}}(?=年))"
    r"|(?P<number>(?:(?<![0-9A-Za-z])[-－−])?[0-9０-９][0-9０-９,]*(?:[.．][0-9０-９]+)?)"
    rf"|(?P<direction>{DIRECTION.pattern})(?=了?\s*[-－−]?[0-9])|(?P<latin>[A-Za-z]+)",
    re.S,
)
_JOINT = "\x1f"  # between the keys of tokens


def tokens(runs: Runs, rules: WordRules) -> list[WordToken]:
    """Return the tokens of the runs; a number at the beginning may be that of a list item."""
    text = plain(runs)
    places = {(at, at + len(figure.text)): figure for at, figure in placed_figures(runs)}
    serial = _SERIAL.match(text, len(text) - len(text.lstrip()))
    found: list[WordToken] = []
    at = 0
    if serial:
        found = [_token(match, places, rules) for match in _TOKEN.finditer(text, 0, serial.start())]
        found.append(WordToken(Text(serial[0]), "§§", TokenKind.SERIAL))
        at = serial.end()
    for match in _TOKEN.finditer(text, at):
        found += _letters(text, at, match.start(), places)
        found.append(_token(match, places, rules))
        at = match.end()
    return [*found, *_letters(text, at, len(text), places)]


def _letters(text: str, start: int, end: int, places: Mapping[tuple[int, int], Figure]) -> Iterator[WordToken]:
    """Return a token for each letter of a stretch; nearly all of a text are such."""
    if not any(start <= at and after == at + 1 <= end for at, after in places):
        return map(_word, text[start:end])
    signs = ((places.get((at, at + 1)), text[at]) for at in range(start, end))
    return (WordToken(figure, sign, TokenKind.WORD) if figure else _word(sign) for figure, sign in signs)


@lru_cache(maxsize=1 << 14)
def _word(text: str) -> WordToken:
    return WordToken(Text(text), text, TokenKind.WORD)


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
    """Return the distance from the document's own year, if it is at most `_NEAR`; else the year itself."""
    return f"{year - own:+}年" if own and abs(year - own) <= _NEAR else str(year)


def masked(runs: Runs, rules: WordRules) -> str:
    """Return the keys of the tokens without white space, joined: equal if texts differ only in numbers and years."""
    text = dense(plain(runs))
    sign = rules.names.get(text) or (rules.names.get(_SERIAL.sub("", text, 1)) if rules.names else None)
    return sign or _masked(text, rules.year)


def project_in(keys: str) -> str:
    """Return the sign of the first project in the keys; empty without one."""
    found = _SIGN.search(keys)
    return found[0] if found else ""


@lru_cache(maxsize=1 << 15)
def _masked(text: str, year: int) -> str:
    """Return the masked text; cached, because most texts stand on both sides, and many cells are alike."""
    return _JOINT.join(token.key for token in tokens((Text(text),), WordRules(year)))


def marks(keys: str) -> frozenset[str]:
    """Return all pairs of neighbouring tokens of a masked text, without punctuation; similar texts share many pairs."""
    parts = [part for part in keys.split(_JOINT) if part not in PUNCTUATION]
    return frozenset(a + b for a, b in pairwise(("", *parts, "")))


def clean(runs: Runs) -> str:
    """Return the text without white space and invisible characters."""
    return dense(plain(runs))
