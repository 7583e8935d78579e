"""写错一个字的术语"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reportgen.checks._case import Case, Compared, Result
from reportgen.checks._texts import differing, gathered, of_words, wordings
from reportgen.lexicon import Lexicon, spoken

_LONG = 6  # letters from which on the first and the last may be the wrong one
_LETTER = re.compile(r"[\u4e00-\u9fff]")


class _Phrases(NamedTuple):
    """What every disclosure speaks of (data/words/phrases.yaml), the longest first; one letter off it is a slip.

    `right`: one letter off from a term, and right, as is what the region says itself; `known`: any of them.
    """

    terms: tuple[str, ...]
    right: frozenset[str]
    known: re.Pattern[str]

    @property
    def longest(self) -> int:
        """Letters of the longest term."""
        return len(self.terms[0])


@lru_cache(maxsize=8)
def _terms_of(lexicon: Lexicon) -> _Phrases:
    words = lexicon.places["术语"]
    terms, right = words["术语"], {*words["不是错字"], *lexicon.own_words}
    known = "|".join(map(re.escape, sorted({*terms, *right}, key=len, reverse=True)))
    return _Phrases(tuple(sorted(terms, key=len, reverse=True)), frozenset(right), re.compile(known))


def R913(case: Case) -> Iterator[Result]:
    """术语错字

    预算公开常用的术语、表名、标题只错了一个字的，多半是打字、改字时的失误，如“政府性基金予算”“机构设罝”。
    错字读的时候容易滑过去，公开以后却很显眼。

    怎样改：对照术语改正；本地确有这个说法的不用改。
    依据：公开文件中常见的错误。
    例：“一般公共预祘财政拨款”应为“一般公共预算财政拨款”。
    """
    yield Compared()
    texts = wordings(case)
    found: dict[str, list[tuple[int, int, str]]] = {}
    for start, odd, term in _misprints(texts.page):
        numbers, at = texts.saying(odd)
        wrong = texts.page[start : start + len(term)]
        found.setdefault(term, []).extend((number, at, wrong) for number in numbers)
    for right, own in found.items():
        message = f"“{{}}”疑似“{right}”的错字".format
        places = [(wrong, texts.all[number].place.marking(at, 1)) for number, at, wrong in sorted(own)]
        yield from gathered(places, message, of_words(case), "对照术语改正；确有这个说法的不用改")


def _misprints(page: str) -> Iterator[tuple[int, int, str]]:
    """Where a wrong phrase begins, its wrong letter, the term; the longest term that it may be."""
    done: set[int] = set()
    known = _terms_of(spoken())
    for term in known.terms:
        for start, odd in sorted(_near(page, term)):
            if odd not in done and not _is_right(page, start, odd, term, known):
                done.add(odd)
                yield start, odd, term


def _near(page: str, term: str) -> set[tuple[int, int]]:
    """Where a phrase stands that is one letter off, a short one not at its ends."""
    half, found = len(term) // 2, set()
    for part, shift in ((term[:half], 0), (term[half:], half)):
        at = page.find(part)
        while at >= 0:
            start = at - shift
            right = start < 0 or page.startswith(term, start)
            phrase = "" if right else page[start : start + len(term)]
            if len(phrase) == len(term) and (len(term) >= _LONG or (phrase[0], phrase[-1]) == (term[0], term[-1])):
                odd = differing(phrase, term)
                if len(odd) == 1 and _LETTER.fullmatch(phrase[odd[0]]):
                    found.add((start, start + odd[0]))
            at = page.find(part, at + 1)
    return found


def _is_right(page: str, start: int, odd: int, term: str, known: _Phrases) -> bool:
    """Whether the letter belongs to another term that stands there, or the phrase is one."""
    around = page[max(0, odd - known.longest) : odd + known.longest]
    here = min(odd, known.longest)
    spans = ((m.start(), m.end()) for m in known.known.finditer(around))
    return page[start : start + len(term)] in known.right or any(first <= here < last for first, last in spans)
