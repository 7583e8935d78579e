"""Numbers of headings and rows (编号): `第{一}部分`, `{一}、`, `（{一}）`, `{1}.`."""

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
