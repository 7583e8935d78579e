"""Styles (样式) by their names, which Word, WPS and LibreOffice keep, whatever id they give a style.

A property that a style lacks comes from the style it is based on. Source: ECMA-376 part 1, 17.7.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from reportgen.ooxml import PPR, RPR, VAL, Element, W, switched_on, value, whole
from reportgen.readers._lines import AFTER, CAPTIONS, COVER, TITLE
from reportgen.readers._table_rows import CELLS

CONTENTS_TITLE, CONTENTS, HEADING = "目录标题", "toc", "heading"
KNOWN = frozenset({*CAPTIONS, *CELLS, *COVER, CONTENTS_TITLE, TITLE})

_NUMBERED = re.compile(r"(toc|heading) ?([1-9])")
_ALSO_CONTENTS = {"toc heading", "contents heading", "toa heading"}
_DEFAULT_SIZE = 20  # half-points, where no style says any

_Said = TypeVar("_Said")


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits (样式).

    Attributes:
        kind: a name that is known, `表题`, its own or of a style it is based on; `toc`, `heading`; or empty.
        level: level of a heading, 0: text.
        size: half-points; align: `center`, … or empty.
        hidden: its text is hidden. list, depth: the list (numId) and level that number it, "" for none.
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
    """All styles of a file, by their id (样式表)."""

    by_key: Mapping[str, Style]
    default: Style

    def __getitem__(self, key: str) -> Style:
        """The paragraph or character style of that id, or the default one."""
        return self.by_key.get(key, self.default)

    @property
    def ours(self) -> bool:
        """Whether the writer made the file: then nothing is guessed."""
        return any(style.kind == AFTER for style in self.by_key.values())


def styles_of(root: Element) -> Styles:
    """The styles of a file; root: of its styles part, or None."""
    if root is None:
        return Styles({}, Style())
    elements = {each.get(f"{W}styleId", ""): each for each in root.iter(f"{W}style")}
    run = root.find(f"{W}docDefaults/{W}rPrDefault/{RPR}")
    size = whole(value(run, "sz"), _DEFAULT_SIZE)
    by_key = {key: _style(key, elements, size) for key in elements}
    default = next((key for key, each in elements.items() if _is_default(each)), "")
    return Styles(by_key, by_key.get(default, Style(size=size)))


def _is_default(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")


def _style(key: str, elements: Mapping[str, Element], size: int) -> Style:
    """A style; each property comes from the nearest style of its line that has it."""
    line = list(_line(key, elements))

    def first(said: Callable[[Element], _Said | None], default: _Said) -> _Said:
        return next((found for each in line if (found := said(each)) is not None), default)

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


def _line(key: str, elements: Mapping[str, Element]) -> Iterator[Element]:
    """The style, the one it is based on, and so on. A circle ends where it closes."""
    met: set[str] = set()
    while key in elements and key not in met:
        met.add(key)
        yield elements[key]
        key = value(elements[key], "basedOn")


def _name(style: Element) -> str:
    return value(style, "name").strip().lower()


def _kind(style: Element) -> str | None:
    name = _name(style)
    if found := _NUMBERED.fullmatch(name):
        return found[1]
    if name in _ALSO_CONTENTS:
        return CONTENTS
    bare = name.partition(" ")[0]  # 表格 7.5磅
    return bare if bare in KNOWN and (bare == name or bare in CELLS) else None


def _level(style: Element) -> int | None:
    said = style.find(f"{PPR}/{W}outlineLvl")
    if said is not None:
        return level_of(said)
    found = _NUMBERED.fullmatch(_name(style))
    return int(found[2]) if found and found[1] == HEADING else None


def level_of(outline: Element) -> int:
    """The level in `w:outlineLvl`: 0 there is the highest, 9 is text."""
    return (whole(outline.get(VAL), 9) % 10 + 1) % 10


def _list(style: Element, name: str) -> str | None:
    said = style.find(f"{PPR}/{W}numPr/{W}{name}")
    return None if said is None else said.get(VAL, "")
