"""The words before a number without what introduces and follows a name; whether they are those of an item."""

from functools import lru_cache

from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.reading.clauses import last_part
from reportgen.reading.item_names import codes_of_names
from reportgen.reading.terms import ending_term, subject_words_of

LEVEL = compiled(r"[（(](?P<level>[类款项])[）)](?:支出)?$")
IN_BRACKETS = compiled(r"[（(](?P<code>2(?:[0-9]{2}|[0-9]{4}|[0-9]{6})|3(?:[0-9]{2}|[0-9]{4}))[）)](?:支出)?$")
BOTH = "«收支»$"
_YEAR = compiled(r"[0-9０-９]{4}年度?")
_QUOTED = compiled("“[^“”]*”")


def both_sides(words: str) -> bool:
    """Whether the words speak of revenue and expenditure together: 收、支总计各."""
    return bool(spoken().form(BOTH).search(without_tail(stripped(words))))


def stripped(words: str) -> str:
    """Return the words after the last punctuation mark, without year and introducing words: 其中, 主要用于, （四）."""
    return _stripped(spoken(), words)


@lru_cache(maxsize=1 << 10)
def _stripped(lexicon: Lexicon, words: str) -> str:
    phrase, lead = _opened(last_part(words).strip()), subject_words_of(lexicon).lead
    years = list(_YEAR.finditer(phrase))
    before = without_tail(lead.sub("", phrase[: years[-1].start()])) if years else ""
    rest = lead.sub("", phrase[years[-1].end() :] if years else phrase).strip()
    settled = lexicon.form("«决算说明:决算数»").fullmatch(rest)  # 行政运行（项）2024年支出决算为
    return rest if not before or (without_tail(rest) and not (settled and is_item(before))) else before


def outer_parts(words: str) -> list[str]:
    """Return the words outside and inside of brackets, in order; brackets within brackets part nothing."""
    parts, start, depth = list[str](), 0, 0
    for at, letter in enumerate(words):
        opens, closes = letter in "（(", letter in "）)"
        depth += opens - closes
        if (opens and depth == 1) or (closes and depth == 0):
            parts.append(words[start:at])
            start = at + 1
    return [*parts, words[start:]]


def is_item(words: str) -> bool:
    """Whether the words end in an item by its level, by its code, or by a name of the catalogue: 行政运行（项）."""
    name = compiled("[）)]").split(words)[-1]
    return bool(LEVEL.search(words) or IN_BRACKETS.search(words) or codes_of_names("功能").get(name))


def _opened(phrase: str) -> str:
    """Return the words without a bracket that opens before them and closes after the number: （增长3.14%）."""
    return phrase if compiled("[）)]").search(phrase) else phrase.lstrip("（(")


def without_tail(phrase: str) -> str:
    """Return the words without those between a name and its number: 预算安排, 共计."""
    return _shortened(spoken(), phrase)


@lru_cache(maxsize=1 << 10)
def _shortened(lexicon: Lexicon, phrase: str) -> str:
    plain, words = phrase, subject_words_of(lexicon)
    while (shorter := words.rest.sub("", words.tail.sub("", plain))) != plain and ending_term(plain)[0] == len(plain):
        plain = shorter
    return unquoted(plain.strip('" 　'))


def unquoted(phrase: str) -> str:
    """Return the words without quotation marks around them, or with one of them outside: “两庭”建设 keeps its own."""
    whole = phrase.count("“") == phrase.count("”") and not _QUOTED.fullmatch(phrase)
    return phrase if whole else phrase.strip("“”")
