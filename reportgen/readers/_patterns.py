"""How titles, captions and cells are recognised by their words (识别), in files that do not tell."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from reportgen.document import Role

BETWEEN_SIDES = re.compile("(.*)(?:\u3000\u3000|\t)(.*)")
TABLE_NUMBER = re.compile(r"\w{0,4}?\d+([-—.－]\d+)*表|附?[表件]\s?\d+([-—.－]\d+)*")
SIDE = re.compile(r"\S{0,8}(单位|部门|名称|时间|日期|年度)\S{0,4}[：:]")
RIGHT = re.compile(r"(金额)?单位[：:]\s*\S*元|\S{0,4}(时间|日期)[：:]")
NOTE = re.compile(r"(注|说明|备注)\d*[：:]")


INDENT = "\u3000"
AMOUNT = re.compile(r"[-－+]?[\d,]*\d(\.\d+)?%?|[-—－]+")
CODE = re.compile("[A-Za-z0-9.]+")
_FORM_OF = {Role.NUMBER: AMOUNT, Role.CODE: CODE}
_CODES = re.compile("类|款|项|.*(编码|代码).*")
_TOTAL = re.compile(".*(合计|总计)")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")


def column_role(heads: Sequence[str], filled: Sequence[str]) -> Role:
    """What most cells of a column are for: by its lowest head, else by what stands in those that are not empty."""
    if heads and _CODES.fullmatch(heads[-1]):
        return Role.CODE
    amounts = sum(1 for text in filled if AMOUNT.fullmatch(text))
    return Role.NUMBER if amounts * 2 >= len(filled) else Role.LABEL


def cell_role(words: str, column: Role) -> Role:
    """What one cell of such a column is for: words among numbers or codes are a label."""
    return Role.LABEL if words and column in _FORM_OF and not _FORM_OF[column].fullmatch(words) else column


def is_total(texts: Iterable[str]) -> bool:
    """Whether a row with these texts sums up others: 合 计, 收入总计."""
    return any("计" in text and _TOTAL.fullmatch(re.sub(r"\s", "", text)) for text in texts)


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
