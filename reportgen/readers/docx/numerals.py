"""Numbers as Word writes them in lists (编号格式): `%1` of a list in one of its formats.

Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇零一二三四五六七八九十百千万", "零零壹贰叁肆伍陆柒捌玖拾佰仟萬")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS = 26
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numeral(number: int, kind: str) -> str:
    """The number in that format; in an unknown one, and where a format has no sign for it, in digits."""
    return _FORMATS.get(kind, str)(number)


def _digitwise(number: int) -> str:
    """一〇五 for 105."""
    return "".join(_DIGITS[int(digit)] for digit in str(number)) if number >= 0 else str(number)


def _counted(number: int) -> str:
    """一百零五 for 105, 十二 for 12."""
    if number <= 0 or number >= 100_000_000:
        return "〇" if number == 0 else str(number)
    high, low = divmod(number, 10_000)
    words = f"{_below(high)}万" if high else ""
    zero = "零" if high and 0 < low < 1000 else ""
    words += zero + (_below(low) if low else "")
    return words[1:] if words.startswith("一十") else words


def _below(number: int) -> str:
    """A number below ten thousand."""
    words, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + name
        skipped = not digit
    return words


def _short(number: int) -> str:
    """十二 for 12, and digit by digit from a hundred on."""
    return _counted(number) if number < 100 else _digitwise(number)


def _japanese(number: int) -> str:
    """百五 for 105: no zero, and no 一 before 百 and 千."""
    return _counted(number).replace("零", "").replace("一百", "百").replace("一千", "千")


def _letters(number: int) -> str:
    """a … z, aa, bb … as Word counts, not as a spreadsheet does."""
    times, place = divmod(number - 1, _LETTERS)
    return chr(ord("a") + place) * min(times + 1, _LETTERS) if number > 0 else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    words = ""
    for size, letters in _ROMAN:
        words += letters * (number // size)
        number %= size
    return words


def _signs(first: str, count: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, from that of one on."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= count else str(number)


def _row(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 20),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "chineseCounting": _short,
    "taiwaneseCounting": _short,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": lambda number: _counted(number).translate(_LEGAL),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
