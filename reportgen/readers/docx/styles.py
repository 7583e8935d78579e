"""Styles (样式) by their names, which Word, WPS and LibreOffice keep, whatever id they give a style.

A property that a style lacks comes from the style it is based on. Source: ECMA-376 part 1, 17.7.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TypeVar

from reportgen.ooxml import PPR, RPR, VAL, Element, W, is_default, style_line, style_name, switched_on, value, whole
from reportgen.patterns import compiled
from reportgen.readers._cells import CELLS
from reportgen.readers._lines import LineKind
from reportgen.records import dataclass

CONTENTS_TITLE, CONTENTS, _HEADING = "目录标题", "toc", "heading"
_KNOWN = {*LineKind, *CELLS, CONTENTS_TITLE} - {LineKind.FOOTNOTE}
_NUMBERED = compiled(r"(toc|heading) ?([1-9])")
_ALSO_CONTENTS = {"toc heading", "contents heading", "toa heading"}
_MOST_STYLES = 5000  # Word itself stops at 4079
_DEFAULT_SIZE = 20  # half-points, where no style states any

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits (样式).

    Attributes:
        kind: a LineKind or a kind of cell, from its name or that of a style it is based on; `toc`, `heading`; or empty.
        level: level of a heading; 0 for text.
        size: half-points.
        align: `center`, … or empty.
        hidden: its text is hidden.
        list, depth: the list (numId) and the level that number its paragraphs; "" for none.
    """

    key: str = ""
    kind: str = ""
    level: int = 0
    size: int = _DEFAULT_SIZE
    align: str = ""
    hidden: bool = False
    list: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Styles:
    """All styles of a file by their id (样式表).

    Attributes:
        ours: whether our writer made the file; then nothing has to be guessed.
    """

    by_key: Mapping[str, Style]
    default: Style
    ours: bool = False

    def __getitem__(self, key: str) -> Style:
        """Return the paragraph or character style of that id, or the default one."""
        return self.by_key.get(key, self.default)


def styles_of(root: Element) -> Styles:
    """Return the styles of a file; `root`: the root of its styles part, or None."""
    if root is None:
        return Styles({}, Style())
    elements = {each.get(f"{W}styleId", ""): each for each in islice(root.iter(f"{W}style"), _MOST_STYLES)}
    size = whole(value(root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}"), "sz"), _DEFAULT_SIZE)
    by_key = {key: _style(key, elements, size) for key in elements}
    paragraphs = (key for key, each in elements.items() if each.get(f"{W}type") == "paragraph" and is_default(each))
    default = by_key.get(next(paragraphs, ""), Style(size=size))
    return Styles(by_key, default, any(style.kind == LineKind.AFTER for style in by_key.values()))


def _style(key: str, elements: Mapping[str, Element], size: int) -> Style:
    """Return a style; each property comes from the nearest one that has it of the style and those it is based on."""
    line = style_line(elements[key], elements)

    def first(asked: Callable[[Element], _Found | None], default: _Found) -> _Found:
        return next((found for each in line if (found := asked(each)) is not None), default)

    return Style(
        key,
        first(_kind, ""),
        first(_level, 0),
        first(lambda each: whole(value(each.find(RPR), "sz"), 0) or None, size),
        first(lambda each: value(each.find(PPR), "jc") or None, ""),
        first(lambda each: switched_on(each.find(RPR), "vanish"), False),
        first(lambda each: _list(each, "numId"), ""),
        whole(first(lambda each: _list(each, "ilvl"), "")),
    )


def _kind(style: Element) -> str | None:
    name = style_name(style)
    if found := _NUMBERED.fullmatch(name):
        return found[1]
    if name in _ALSO_CONTENTS:
        return CONTENTS
    bare = name.partition(" ")[0]  # 表格 7.5磅
    return bare if bare in _KNOWN and (bare == name or bare in CELLS) else None


def _level(style: Element) -> int | None:
    outline = style.find(f"{PPR}/{W}outlineLvl")
    if outline is not None:
        return level_of(outline)
    found = _NUMBERED.fullmatch(style_name(style))
    return int(found[2]) if found and found[1] == _HEADING else None


def level_of(outline: Element) -> int:
    """Return the level in `w:outlineLvl`, where 0 is the highest and 9 is text."""
    return (whole(outline.get(VAL), 9) % 10 + 1) % 10


def _list(style: Element, name: str) -> str | None:
    found = style.find(f"{PPR}/{W}numPr/{W}{name}")
    return None if found is None else found.get(VAL, "")
