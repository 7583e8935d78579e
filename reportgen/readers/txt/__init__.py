"""Plain text to the tree: the notation of the text writer, written by it or typed by hand.

    标题                                  the first lines, up to a blank one
    （空行）一、部门概况（空行）          a line between blank lines that begins with a number or is no sentence
    正文                                  any other line is a paragraph; spaces around it are not part of it
    表                                    between blank lines, as `table` reads it

For what the writer wrote, writing what is read gives the same text again. Text alone does not say everything: how deep
a heading without a number stands, and what a cell is for, are guessed.
"""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import NamedTuple

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.document import Block, Document, Paragraph, Text
from reportgen.readers._headings import HeadingLine, heading, nested
from reportgen.readers._patterns import named_in
from reportgen.readers.txt.tables import NumberedLine, is_table, table

SENTENCE = ("。", "；", "！", "？")


class Title(NamedTuple):
    """What the title says (标题)."""

    text: str
    publisher: str
    year: int


def read(text: str, *, publisher: str = "", year: int = 0, path: str = "文本") -> Document:
    """The document that the text says.

    Args:
        publisher, year: where the title does not name them.
        path: what mistakes call the text.

    Raises:
        ReportgenError: there is no title or no year, or rows do not fill their tables; all at once, with their lines.
    """
    found = list(_lumps(text.removeprefix("\ufeff")))
    if not found:
        raise ReportgenError(error("空文档", "这个文件里没有文字", Location(path), hint="请检查是否选对了文件"))
    mistakes: list[Diagnostic] = []
    first, *rest = _title_apart(found)
    title = _title(first, publisher, year)
    if not title.year:
        at = Location(path, first[0].number, 1, len(first[0].text), first[0].text)
        mistakes.append(error("年度", "标题里没有年度", at, hint="标题里应写明“2026年”这样的年度"))
    blocks = tuple(nested(_pieces(rest, path, mistakes)))
    if mistakes:
        raise ReportgenError(*mistakes)
    return Document((Text(title.text),), title.publisher, title.year, blocks)


def _lumps(text: str) -> Iterator[list[NumberedLine]]:
    """The lines between blank lines, each with its number counted from 1."""
    lines = [NumberedLine(n, words.rstrip()) for n, words in enumerate(re.split("\r\n|\r|\n", text), start=1)]
    for filled, lump in groupby(lines, lambda line: bool(line.text)):
        if filled:
            yield list(lump)


def _title_apart(lumps: list[list[NumberedLine]]) -> list[list[NumberedLine]]:
    """The lumps, the first being the title alone: sentences typed right below it are not part of it."""
    first, *rest = lumps
    count = 1 + sum(1 for _ in takewhile(lambda line: not line.text.endswith(SENTENCE), first[1:]))
    return [first[:count], *([first[count:]] if first[count:] else []), *rest]


def _title(lines: list[NumberedLine], publisher: str, year: int) -> Title:
    """The title; publisher and year are what it names where the caller does not say."""
    text = "\n".join(line.text.strip() for line in lines)
    who, when = named_in(text)
    return Title(text, publisher or who, year or when)


def _pieces(lumps: list[list[NumberedLine]], path: str, mistakes: list[Diagnostic]) -> Iterator[HeadingLine | Block]:
    """Headings, paragraphs and tables one after another; what is wrong in tables goes to `mistakes`."""
    names: set[str] = set()
    for lump in lumps:
        if is_table(lump):
            yield table(lump, path, names, mistakes)
        elif len(lump) == 1 and (title := heading(lump[0].text.strip())):
            yield title
        else:
            yield from (Paragraph((Text(line.text.strip()),)) for line in lump)
