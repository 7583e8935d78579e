"""The terms of heads, labels and sentences (用语): which part of which measure they mean.

Regions use different words for the same thing (一般公共预算拨款收入, 一般公共预算收入, 财政一般拨款). One canonical
member stands for all of them, so that tables and text can be compared. The words are in data/words/terms.yaml; a
region's own come first.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from reportgen.lexicon import Lexicon, spoken

Conditions = Mapping[str, str]

# What stands before a label and says nothing: `一、`, `（二）`, `1.`, `１、`, `其中：`, `减：`.
_NUMBERING = re.compile(
    r"^[\s\u3000]*(?:(?:其中|减|加)[:：][\s\u3000]*)?"
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]+|[（(]?[0-9０-９]{1,2}[)）.．、]+)?"
)
_CARRIED = "«结转:上年»?(?P<fund>«结转:资金»).{0,6}?«结转:结转»"


@lru_cache(maxsize=1 << 14)
def bare(label: str) -> str:
    """Return the label without numbering, `其中：`, blanks and line breaks: `收 入 合 计` is 收入合计."""
    return re.sub(r"\s", "", _NUMBERING.sub("", label.replace("⏎", "")))


def conditions_of(phrase: str) -> dict[str, str]:
    """Return what the whole phrase means: `一、基本支出` is {性质: 基本支出}; {} for an unknown term."""
    return dict(_meanings(spoken(), bare(phrase)))


def is_total(label: str) -> bool:
    """Whether the label is a total: 合计, 收入总计, 支 出 合 计."""
    return bool(spoken().whole("合计", bare(label)))


def ending(phrase: str) -> tuple[int, dict[str, str]]:
    """Return where the longest known term at the end begins, and its meaning; (length, {}) without one."""
    return _known(spoken()).ending(phrase)


def is_known_fund(member: str) -> bool:
    """Whether the words know this fund; others are known only from the document's heads and labels."""
    return member in _known(spoken()).funds


def unit_in(fields: Mapping[str, str], *members: str) -> str:
    """Return the row's text below a head that names units, the first member (编码, 名称 …) preferred; or ""."""
    known = ((text, head) for head, text in fields.items() if text and head)
    named = [(text, member) for text, head in known if (member := spoken().whole("单位列", head))]
    return next((text for wanted in members for text, member in named if member == wanted), "")


class _Terms:
    """The terms of a lexicon as one pattern."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rows = tuple(lexicon.rows(*lexicon.dimensions))
        self._pattern = re.compile("|".join(f"(?P<t{i}>{pattern}$)" for i, (_, _, pattern) in enumerate(self._rows)))
        self._carried = lexicon.form(_CARRIED)
        self.funds = frozenset(member for dimension, member, _ in self._rows if dimension == "资金")

    def meanings(self, phrase: str) -> Iterator[tuple[str, str]]:
        """The conditions that the whole phrase means."""
        found = self._pattern.fullmatch(phrase)
        carried = self._carried.fullmatch(phrase)
        if found:
            yield self._meant(found)
        elif carried:  # 一般公共预算结余结转
            yield from [pair for pair in self.meanings(carried["fund"]) if pair[0] == "资金"]
            yield "年份", "上年结转"

    def ending(self, phrase: str) -> tuple[int, dict[str, str]]:
        """Return where the longest term at the end begins, and its meaning."""
        found = self._pattern.search(phrase)
        return (found.start(), dict([self._meant(found)])) if found else (len(phrase), {})

    def _meant(self, found: re.Match[str]) -> tuple[str, str]:
        dimension, member, _ = self._rows[int(str(found.lastgroup)[1:])]
        return dimension, member


@lru_cache(maxsize=8)
def _known(lexicon: Lexicon) -> _Terms:
    return _Terms(lexicon)


@lru_cache(maxsize=8192)
def _meanings(lexicon: Lexicon, phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple(_known(lexicon).meanings(phrase))
