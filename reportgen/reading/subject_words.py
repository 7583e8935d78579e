"""The words of sentences (data/words/sentences.yaml) as patterns, for `subjects`."""

import re
from functools import lru_cache
from typing import NamedTuple

from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled

_NUMBERED = r"[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、]"


class SubjectWords(NamedTuple):
    """The words of sentences (data/words/sentences.yaml) as patterns.

    Attributes:
        lead: words that only introduce; tail: words between a subject and its number; rest: what may then remain.
        filler: words before 收入 and 支出 that do not limit them; body: endings of offices' names.
        measure: any measure at the end; its group `m3` is `measures[3]`.
    """

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    rest: re.Pattern[str]
    filler: re.Pattern[str]
    body: re.Pattern[str]
    measure: re.Pattern[str]
    measures: tuple[str, ...]


def subject_words() -> SubjectWords:
    """The patterns of the words that the program and the regions say."""
    return subject_words_of(spoken())


@lru_cache(maxsize=8)
def subject_words_of(lexicon: Lexicon) -> SubjectWords:
    """The patterns of a lexicon, made once for it."""
    rows = [(measure, pattern) for _, measure, pattern in lexicon.rows("主语")]
    return SubjectWords(
        compiled(rf"^(?:{_NUMBERED}|[、和]|{lexicon.pattern('词头')})+"),
        compiled(rf"(?:(?<=[类款项][）)])|{lexicon.pattern('词尾')}){{1,20}}$"),
        lexicon.form("«词尾后»$"),
        compiled(lexicon.pattern("不限定")),
        compiled(rf"(?:{lexicon.pattern('单位名称')})$"),
        compiled("|".join(f"(?P<m{i}>{pattern})$" for i, (_, pattern) in enumerate(rows))),
        tuple(measure for measure, _ in rows),
    )
