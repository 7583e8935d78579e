"""How words are written in data/words/ and in a region's 用语 (写法), and the pattern that they become.

`一般公共[预算][收入|支出]`: in square brackets what may be missing, `|` between what may stand there; `(甲|乙)` one of
them; `…` any words. A mark stands for its narrow and its wide form. What cannot be said so is a regular expression
between slashes: `/面向中小企业.{0,12}/`.
"""

import re
from functools import lru_cache

_SIGNS = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", "…": ".*"}
_CLOSES = {"[": "]", "(": ")"}
_WIDE = {"（": "[（(]", "）": "[)）]", "：": "[:：]", "，": "[,，]", "％": "[%％]", "“": '[“"]', "”": '[”"]'}


class WrongWord(ValueError):
    """A word that is written wrongly; says how."""


@lru_cache(maxsize=1 << 12)
def pattern_of(word: str) -> str:
    """The regular expression of a word.

    Raises:
        WrongWord: brackets that do not close, or a regular expression that is none.
    """
    regular = len(word) > 2 and word.startswith("/") and word.endswith("/")
    if regular:
        pattern = _checked(word)
    else:
        _check(word)
        pattern = "".join(_SIGNS.get(c) or _WIDE.get(c) or re.escape(c) for c in word)
    return f"(?:{pattern})" if "|" in pattern else pattern


def _checked(word: str) -> str:
    try:
        re.compile(word[1:-1])
    except re.error as mistake:
        raise WrongWord(f"“{word}”不是正则表达式") from mistake
    return word[1:-1]


def _check(word: str) -> None:
    open_: list[str] = []
    for sign in word:
        if sign in _CLOSES:
            open_.append(_CLOSES[sign])
        elif sign in _CLOSES.values() and (not open_ or open_.pop() != sign):
            raise WrongWord(f"“{word}”的“{sign}”前面没有与它成对的括号")
        elif sign == "|" and not open_:
            raise WrongWord(f"“{word}”的“|”要写在括号里")
    if open_:
        raise WrongWord(f"“{word}”少了“{open_[-1]}”")
    if not word.strip("…[]()| "):
        raise WrongWord("不能只写括号和省略号")
