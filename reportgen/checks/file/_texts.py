"""Sentences of the budget file (预算文件里的话), beside the page as they stand, number by number."""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportgen.budget import Budget
from reportgen.source import Mapping, Node, Scalar, Sequence

_DATED = re.compile(r"<(上?)年度>")
_MARK = re.compile(r"<[^<>\n]*>|\{\{[^{}\n]*\}\}")
_DIGITS = r"(?<![0-9.,])[0-9]+(?:[.,][0-9]+)*(?![0-9])"
_SIDES = ((24, 24), (8, 8), (8, 2), (2, 8), (4, 4))  # letters before and after a number that tell a sentence again
_ENOUGH = 6
_NUMBERED = re.compile(r"[0-9][^0-9,.]")


def dated_facts(budget: Budget) -> Iterator[tuple[str, str]]:
    """Facts that are a few words with numbers in them, by their keys: 资产截止, 2021年10月."""
    for key, node in budget.file.facts.items():
        text = _with_years(budget, node.text) if isinstance(node, Scalar) else ""
        if _ENOUGH <= len(text) <= 4 * _ENOUGH and _NUMBERED.search(text) and "\0" not in text:
            yield key, text


def texts(budget: Budget) -> str:
    """All that the file says in words, its dates put in, one text below the other."""
    node = budget.file.node
    return _with_years(budget, "\n".join(_words(node)) if node else "")


def _with_years(budget: Budget, text: str) -> str:
    year = budget.file.year
    return _MARK.sub("\0", _DATED.sub(lambda mark: str(year - 1 if mark[1] else year), text))


def _words(node: Node) -> Iterator[str]:
    match node:
        case Scalar():
            yield node.text
        case Sequence(_, items):
            for item in items:
                yield from _words(item)
        case Mapping(_, entries):
            for _, value in entries:
                yield from _words(value)


@lru_cache(maxsize=1)
def _numbers_beside(corpus: str) -> dict[tuple[str, str], list[re.Match[str]]]:
    """The numbers of its lines, by the letters right before and behind them, or by one of the two."""
    found: dict[tuple[str, str], list[re.Match[str]]] = {}
    for line in dict.fromkeys(corpus.split("\n")):
        for number in re.finditer(_DIGITS, line):
            before, behind = line[number.start() - 1 : number.start()], line[number.end() : number.end() + 1]
            for key in {(before, behind), ("", behind), (before, "")}:
                found.setdefault(key, []).append(number)
    return found


def _between(corpus: str, left: str, right: str, opens: bool) -> Iterator[str]:
    """The numbers that stand between these words; `opens`: at the head of a line."""
    for found in _numbers_beside(corpus).get((left[-1:], right[:1]), ()):
        line = found.string
        between = line.startswith(right, found.end()) and line.endswith(left, 0, found.start())
        if between and (not opens or found.start() == 0):
            yield found[0]


def same_words(corpus: str, text: str, start: int, stop: int) -> str:
    """The number that the file has between the words that stand around this one, itself where it is one of several.

    Returns:
        Nothing where the file has no such words.
    """
    for before, after in _SIDES:
        left = text[max(0, start - before) : start].rpartition("\n")[2]
        right = text[stop : stop + after].partition("\n")[0]
        if len(left) + len(right) < _ENOUGH:
            continue
        opens = start == len(left) == 0
        found = list(_between(corpus, left, right, opens))
        if found:
            own = text[start:stop]
            return own if own in found else found[0]
    return ""
