"""Profiles (地区模板): a region is a folder; what it does not say it inherits from its parent (上级).

Words in titles (代词), `<年度>年部门收支总表`, are replaced once; what is put in is not read again. Numbers (编号) are
written as patterns: `第{一}部分`, `{1}.`.

regions  the folders of regions       loading  a region's files over its parents'
models   the keys of profile.yaml     checks   mistakes in their values
sheet    style.yaml → style sheet
"""

from collections.abc import Iterable, Mapping

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.patterns import compiled
from reportgen.profile.loading import load
from reportgen.profile.models import ChangeWording, NumberForm, Profile, ZeroColumns
from reportgen.profile.regions import kinds, regions
from reportgen.records import dataclass
from reportgen.source import Scalar

__all__ = [
    "ChangeWording",
    "DepartmentWords",
    "NumberForm",
    "Profile",
    "ZeroColumns",
    "fill",
    "fill_known",
    "kinds",
    "load",
    "numbered",
    "regions",
    "words_of",
]
_WORD = compiled(r"<([^<>\s]+)>")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class DepartmentWords:
    """What a document may say of its department; what is empty is said by the name, or not at all."""

    name: str
    full_name: str = ""
    short_name: str = ""
    code: str = ""
    level: str = ""
    area: str = ""
    superior: str = ""


def words_of(kind: str, year: int, department: DepartmentWords, day: str = "") -> dict[str, str]:
    """Return word -> what it stands for in one budget (代词)."""
    return {
        "文种": kind,
        "主体": "单位" if kind.startswith("单位") else "部门",
        "年度": str(year),
        "上年度": str(year - 1),
        "部门": department.name,
        "部门全称": department.full_name or department.name,
        "简称": department.short_name or department.name,
        "部门编码": department.code,
        "级次": department.level,
        "地区": department.area,
        "主管部门": department.superior,
        "日期": day,
    }


def fill(text: str | Scalar, words: Mapping[str, str]) -> str:
    """Return the text with every word replaced.

    Raises:
        ReportgenError: a word is unknown.
    """
    plain = text.text if isinstance(text, Scalar) else text
    for found in _WORD.finditer(plain):
        if found[1] not in words:
            places = (text.at,) if isinstance(text, Scalar) else ()
            raise ReportgenError(error("代词", f"没有“{found[0]}”", *places, hint=did_you_mean(found[1], words)))
    return _WORD.sub(lambda found: words[found[1]], plain)


def fill_known(lines: Iterable[Scalar], words: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines with every word replaced, without the lines in which a word stands for an empty text."""
    filled = [(line, fill(line, words)) for line in lines]
    return tuple(text for line, text in filled if all(words[found[1]] for found in _WORD.finditer(line.text)))


def _chinese(number: int) -> str:
    """Return 1 to 99 as headings count: 一, 十, 十一, 二十三; other numbers in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return head + (_DIGITS[ones] if ones else "")


def numbered(pattern: str, number: int) -> str:
    """Return the number as the pattern writes it, with its punctuation."""
    return pattern.replace("{一}", _chinese(number)).replace("{1}", str(number))
