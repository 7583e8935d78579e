"""Which of the office's styles is which of ours (样式对应): by name, whatever the style is called inside.

Word keeps the English names of built-in styles in every language; WPS and others write them in Chinese as well.
Source: ECMA-376 part 1, 17.7.4.9 (style names), 17.7.4.17 (default styles).
"""

import re
from collections.abc import Iterator, Mapping

from reportgen.ooxml.names import Element, W, value

_CHINESE = (
    (re.compile(r"标题 ?([1-9])"), r"heading \1"),
    (re.compile(r"目录 ?([1-9])"), r"toc \1"),
    (re.compile(r"heading([1-9])"), r"heading \1"),
    (re.compile(r"toc([1-9])"), r"toc \1"),
    (re.compile(r"标题"), "title"),
    (re.compile(r"正文"), "normal"),
)
_ON = ("1", "true", "on")
_REFERRING = tuple(
    f"{W}{name}"
    for name in (
        *("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"),
        *("styleLink", "numStyleLink", "defaultTableStyle", "clickAndTypeStyle"),
    )
)


def matched(ours: Element, theirs: Element) -> dict[str, Element]:
    """Our style ids -> the office's style of that name; those without one are not among them."""
    known = {named(style) for style in ours.iter(f"{W}style")}
    pairs = {style.get(f"{W}styleId"): _same(style, theirs, known) for style in ours.iter(f"{W}style")}
    return {key: found for key, found in pairs.items() if found is not None}


def _same(style: Element, theirs: Element, known: set[str]) -> Element:
    """The office's style: of that very name, else of its Chinese one; the default is the default by any name."""
    kind, name = style.get(f"{W}type"), named(style)
    others = [each for each in theirs.iter(f"{W}style") if each.get(f"{W}type") == kind]
    same = [each for each in others if named(each) == name]
    strange = [each for each in others if usual(named(each)) not in known]
    defaults = [each for each in strange if style.get(f"{W}default") in _ON and each.get(f"{W}default") in _ON]
    meant = [each for each in others if usual(named(each)) == name]
    return next(iter([*same, *meant, *defaults]), None)


def named(style: Element) -> str:
    """The name of a style, for comparison."""
    return value(style, "name").strip().lower()


def by_id(styles: Element) -> dict[str, Element]:
    """The styles of a part by their id."""
    return {each.get(f"{W}styleId", ""): each for each in styles.iter(f"{W}style")}


def usual(name: str) -> str:
    """The English name of a built-in style that a program calls by its Chinese one."""
    return next((found.expand(english) for chinese, english in _CHINESE if (found := chinese.fullmatch(name))), name)


def line_of(style: Element, by_id: Mapping[str, Element]) -> list[Element]:
    """The style, the one it is based on, and so on; one that is based on itself in the end is met once."""
    met: list[Element] = []
    while style is not None and style not in met:
        met.append(style)
        style = by_id.get(value(style, "basedOn"))
    return met


def new_ids(ours: Element, theirs: Element, same: Mapping[str, Element]) -> dict[str, str]:
    """The office's style ids -> what they become: ours where a style is ours, and no other is called as one of ours."""
    taken = {style.get(f"{W}styleId").lower() for style in ours.iter(f"{W}style")}
    becomes = {found.get(f"{W}styleId", ""): key for key, found in same.items()}
    free = _free(taken | {style.get(f"{W}styleId", "").lower() for style in theirs.iter(f"{W}style")})
    for style in theirs.iter(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        if key not in becomes and key.lower() in taken:
            becomes[key] = next(free)
    return becomes


def _free(taken: set[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if f"office{number}" not in taken:
            yield f"Office{number}"


def renamed(root: Element, becomes: Mapping[str, str]) -> Element:
    """The part with style ids replaced, where they are told and where they are referred to. Changes it."""
    for each in root.iter(*_REFERRING):
        each.set(f"{W}val", becomes.get(each.get(f"{W}val", ""), each.get(f"{W}val", "")))
    for each in root.iter(f"{W}style"):
        each.set(f"{W}styleId", becomes.get(each.get(f"{W}styleId", ""), each.get(f"{W}styleId", "")))
    return root
