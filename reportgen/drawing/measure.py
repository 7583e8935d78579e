"""How broad words are (字宽): a Chinese character takes its size, any other at most 13 twentieths of it.

In 宋体 letters and digits take half a character; the rest is room for the fonts that may stand in for it.
"""

import re

_BROAD = re.compile("[^\x00-\u02ff]")
_CHARACTER, _OTHER = 20, 13  # twentieths of the size
_PIECE = re.compile(r"[!-~]{1,16} ?|.[，。、；：！？）》〉】”’,.;:!?)\]]{0,3}", re.DOTALL)  # what stays on one line


def breadth(text: str, size: int) -> int:
    """How broad the text is at most."""
    broad = len(_BROAD.findall(text))
    return -(-(broad * _CHARACTER + (len(text) - broad) * _OTHER) * size // 20)


def fitting(text: str, size: int, width: int) -> int:
    """The size, or the largest one below it at which the text fits into the width."""
    needed = breadth(text, size)
    return size if needed <= width else max(1, (width - len(text)) * size // needed)


def lines(text: str, size: int, width: int) -> list[str]:
    """The text on as many lines as it needs, at least one; white space of any kind is a space."""
    found = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if found[-1] and breadth(found[-1] + piece.rstrip(), size) > width:
            found.append("")
        found[-1] += piece
    return [line.strip() for line in found]


def baseline(top: int, height: int, size: int) -> int:
    """Where words of a size stand on to be in the middle of a height: Chinese reaches 0.86 up and 0.14 down."""
    return top + (height * 50 + size * 36) // 100
