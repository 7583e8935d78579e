"""Words in titles (代词): `<年度>年部门收支总体情况表`. Plain replacement, once; what is put in is not read again."""

import re
from collections.abc import Mapping

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.source import Scalar

_WORD = re.compile(r"<([^<>\s]+)>")


def words_of(kind: str, year: int, name: str, full_name: str, code: str, level: str, area: str) -> dict[str, str]:
    """What the words stand for in one budget."""
    return {
        "文种": kind,
        "主体": kind.removesuffix("预算").removesuffix("决算"),
        "年度": str(year),
        "上年度": str(year - 1),
        "部门": name,
        "部门全称": full_name or name,
        "部门编码": code,
        "级次": level,
        "地区": area,
    }


def fill(text: str | Scalar, words: Mapping[str, str]) -> str:
    """The text with every word replaced.

    Raises:
        ReportgenError: a word that there is not.
    """
    plain = text.text if isinstance(text, Scalar) else text
    for found in _WORD.finditer(plain):
        if found[1] not in words:
            places = (text.at,) if isinstance(text, Scalar) else ()
            raise ReportgenError(error("代词", f"没有“{found[0]}”", *places, hint=did_you_mean(found[1], words)))
    return _WORD.sub(lambda found: words[found[1]], plain)


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 as they are counted in headings: 一, 十, 十一, 二十三."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def numbered(pattern: str, number: int) -> str:
    """The number as the pattern writes it, with its punctuation."""
    return pattern.replace("{一}", chinese(number)).replace("{1}", str(number))
