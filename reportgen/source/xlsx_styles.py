"""How cells of a workbook look (样子): the formats that numbers print in, and where words stand.

A number prints as Excel shows it: `1234.5` in `#,##0.00` is 1,234.50, in `0.00%` 123,450.00%. A negative one has a
sign, where Excel may print it red or between parentheses. Colours, currencies and blanks of a format are not letters.
A format with a condition, or with letters amid digits, is not worked out: then the number stands in full.

Source: ECMA-376 part 1, 18.8.10 (cellXfs), 18.8.30 (numFmt), 18.8.31 (formats of numbers).
"""

import re
from decimal import Decimal

from reportgen.patterns import compiled
from reportgen.quantity import EXACT, rounded
from reportgen.records import NamedTuple
from reportgen.source.archive import Attributes, WorkbookParts

GENERAL = "General"
_BUILT_IN = {  # formats without a code; those with words of a country print as these do
    **{"0": GENERAL, "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%", "49": "@"},
    **dict.fromkeys(("5", "6", "37", "38", "41", "42"), "#,##0;-#,##0"),
    **dict.fromkeys(("7", "8", "39", "40", "43", "44"), "#,##0.00;-#,##0.00"),
}
_DATES = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))  # formats without a code
_IN_FORMAT = compiled(r'"[^"]*"|\[(?!hh?\]|mm?\]|ss?\])[^\[\]]*\]')  # words, colours, languages
_OF_DATE = compiled(r"(?<![_\\])[dmhys]", re.IGNORECASE)
_UNSEEN = compiled(r"_.|\*.|\[[^<>=\[\]]*\]")  # room, filling, colours
_SECTION = compiled(r'((?:[^";\\]|"[^"]*"|\\.)*+);?')
_DIGITS = compiled(r"([#?0,]*)(\.[#?0]*)?(,*)")
_LETTERS = compiled(r'"([^"]*)"|[\\!](.)|([-+()%$¥￥ /元万])')
_MOST_PLACES = 30
_CURRENCIES = dict.fromkeys(map(ord, "$¥￥"))


class CellStyle(NamedTuple):
    """How a cell looks (格的样子).

    Attributes:
        form: the format of its number; is_date: it prints dates.
        align: `center`, `right` … or empty; indent: levels.
        bordered: there are lines around it.
    """

    form: str = GENERAL
    is_date: bool = False
    align: str = ""
    indent: int = 0
    bordered: bool = False


PLAIN = CellStyle()


def styles_of(parts: WorkbookParts, part: str) -> list[CellStyle]:
    """Return the styles of cells, by their number."""
    codes, found, borders, within = dict[str, str](), list[CellStyle](), list[bool](), [""]

    def begun(name: str, about: Attributes) -> None:
        if name == "numFmt" and not found:
            codes[about["numFmtId"]] = about["formatCode"]
        elif name in ("borders", "cellXfs"):
            within[0] = name
        elif within[0] == "borders":
            if name == "border":
                borders.append(False)
            elif about.get("style", "none") != "none":
                borders[-1] = True
        elif within[0] and name == "xf":
            found.append(_style(about, codes, borders))
        elif within[0] and name == "alignment" and found:
            found[-1] = found[-1]._replace(align=about.get("horizontal", ""), indent=_levels(about.get("indent", "0")))

    def ended(name: str, _: str) -> None:
        if name == within[0]:
            within[0] = ""

    parts.walk(part, begun, ended)
    return found


def _levels(indent: str) -> int:
    return int(indent) if indent.isdecimal() and len(indent) < 4 else 0


def _style(about: Attributes, codes: dict[str, str], borders: list[bool]) -> CellStyle:
    key, border = about.get("numFmtId", "0"), about.get("borderId", "0")
    form = codes.get(key) or _BUILT_IN.get(key, GENERAL)
    is_date = _is_date(codes[key]) if key in codes else key in _DATES
    lines = int(border) if border.isdecimal() and len(border) < 6 else 0
    return CellStyle(form, is_date, bordered=lines < len(borders) and borders[lines])


def _is_date(code: str) -> bool:
    return bool(_OF_DATE.search(_IN_FORMAT.sub("", code.partition(";")[0])))


def as_shown(number: Decimal, form: str) -> str | None:
    """Return a number as a format prints it; None if the format is not worked out."""
    sections = [found[1] for found in _SECTION.finditer(form)][: form.count(";") + 1]
    at = 1 if number < 0 and len(sections) > 1 else 2 if not number and len(sections) > 2 else 0
    section = _UNSEEN.sub("", sections[at]) if sections else ""
    if section.lower() == "general" or "@" in section or "[" in section:
        return None
    found = max(_DIGITS.finditer(section), key=lambda each: len(each[0]))
    before, after = _words(section[: found.start()]), _words(section[found.end() :])
    if before is None or after is None:
        return None
    digits = _digits(abs(number), found, after.count("%") + before.count("%"))
    if number < 0:
        before, after = before.replace("-", "").replace("(", ""), after.replace(")", "")
    sign = "-" if number < 0 and any(each in "123456789" for each in digits) else ""
    return f"{sign}{before}{digits}{after}".strip()


def _words(part: str) -> str | None:
    """Return the letters that a part of a format prints beside the digits; None if some are not understood."""
    if _LETTERS.sub("", part):
        return None
    return "".join("".join(found) for found in _LETTERS.findall(part)).translate(_CURRENCIES)


def _digits(number: Decimal, form: "re.Match[str]", rates: int) -> str:
    whole, part, thousands = form[1], (form[2] or "")[1:], len(form[3]) + len(form[1]) - len(form[1].rstrip(","))
    if not form[0]:
        return ""
    number = EXACT.multiply(number, Decimal(1).scaleb(2 * min(rates, 9) - 3 * min(thousands, 9)))
    shown = rounded(number, min(len(part), _MOST_PLACES))
    text = f"{shown:,f}" if "," in whole.rstrip(",") else f"{shown:f}"
    least = len(part.rstrip("#?"))
    left, _, right = text.partition(".")
    right = right[:least] + right[least:].rstrip("0")
    if left == "0" and "0" not in whole:
        left = ""
    left = left.rjust(whole.count("0"), "0") if whole.count("0") > len(left) else left
    return left + ("." + right if right else "")
