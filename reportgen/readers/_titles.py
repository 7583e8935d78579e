"""Whose document it is and of which year, from its title (标题), and of which day, from its cover (日期)."""

import re
from datetime import date

_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


def named_in(title: str) -> tuple[str, int]:
    """云溪县文化和旅游局2026年部门预算公开 names its publisher and the year; an empty text and 0 where it does not."""
    named = re.search(r"(20\d\d)年", title)
    before, after = (title[: named.start()], title[named.end() :]) if named else ("", "")
    who = before.strip() or re.split("部门|单位|预算", after)[0]
    return re.sub("（.*）$|部门$", "", re.sub(r"\s", "", who)), int(named[1] if named else 0)


def day_in(words: str) -> str:
    """`2020-02-28` for 2020年2月28日 and 二〇二〇年二月二十八日; an empty text for what is no day."""
    dense = re.sub(r"\s", "", words)
    dense = re.sub("(?<![一二三])十(?=[一二三四五六七八九])", "一", dense)  # 十二 as 一二
    dense = re.sub("(?<=[一二三])十(?=[一二三四五六七八九])", "", dense)  # 二十八 as 二八
    dense = re.sub("(?<=[一二三])十", "〇", dense).replace("十", "一〇")
    found = _DAY.fullmatch(dense.translate(_DIGITS))
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""
