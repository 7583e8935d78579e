"""The office's styles, with ours added where it has none (样式合并).

Styles are matched by name, not by id. Word keeps the English names of built-in styles in every language; WPS and others
also write them in Chinese.

The office's styles stay as they are, but for what our contents need: headings are headings and have no automatic
number, for the text has its own; contents have a tab stop for page numbers; table text ignores a grid of characters.
Added styles look as in our style sheet, whatever the office's defaults are.

Source: ECMA-376 part 1, 17.7.2 (inheritance), 17.7.4.9 (style names), 17.7.4.17 (default styles); annex A (order).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.ooxml import PPR, RPR, VAL, Element, W, value
from reportgen.style import StyleSheet
from reportgen.writers.docx.reference.cleaning import clean
from reportgen.writers.docx.styles import CELL, styles_xml

_PPR = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct"),
    *("topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
    *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
    *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
_RPR = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
    *("position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em"),
    *("lang", "eastAsianLayout", "specVanish", "oMath"),
)
_STYLE = (
    *("name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden"),
    *("unhideWhenUsed", "qFormat", "locked", "personal", "personalCompose", "personalReply", "rsid", "pPr", "rPr"),
    *("tblPr", "trPr", "tcPr", "tblStylePr"),
)
# What a style says to be free of a default that it does not share; everything else is a switch.
_PLAIN = {"color": "auto", "u": "none", "w": "100", "kern": "0", "position": "0", "spacing": "0", "em": "none"}
_SWITCHES = frozenset(
    (
        *("i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish"),
        *("keepNext", "keepLines", "pageBreakBefore", "suppressLineNumbers", "suppressAutoHyphens", "topLinePunct"),
        *("bidi", "contextualSpacing", "mirrorIndents"),
    )
)
_CHARACTERS = "Chars"  # ends the names of grids that characters stand on
_ADDING = ("spacing", "ind")  # elements of several properties, each inherited by itself
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


def merged(theirs: Element, style: StyleSheet, kind: str) -> tuple[Element, dict[str, str]]:
    """The styles part, and what the office's style ids become; `kind`: type of the document grid."""
    root, ours = clean(deepcopy(theirs)), etree.fromstring(styles_xml(style).encode())
    same = matched(ours, root)
    becomes = new_ids(ours, root, same)
    styles = by_id(root)
    for each in ours.iter(f"{W}style"):
        if (found := same.get(each.get(f"{W}styleId"))) is not None:
            _fit(found, each, styles)
            if kind.endswith(_CHARACTERS) and each.get(f"{W}styleId").startswith(CELL):
                _off_grid(found)
    _set_apart(root, ours, same)
    renamed(root, becomes)
    defaults = root.find(f"{W}docDefaults")
    lacking = [each for each in ours.iter(f"{W}style") if each.get(f"{W}styleId") not in same]
    root.extend([_complete(each, defaults, kind) for each in lacking])
    return root, becomes


def _fit(found: Element, ours: Element, styles: Mapping[str, Element]) -> None:
    """Adds to the office's style what our contents need, in place."""
    if ours.get(f"{W}type") != "paragraph":
        return
    if named(found) != named(ours) and usual(named(found)) == named(ours):
        found.find(f"{W}name").set(VAL, value(ours, "name"))
        found.attrib.pop(f"{W}customStyle", None)
    line = line_of(found, styles)
    if any(each.find(f"{PPR}/{W}numPr") is not None for each in line):
        _put(_properties(found, PPR), _no_number(found))
    for name in ("outlineLvl", "tabs"):
        said = ours.find(f"{PPR}/{W}{name}")
        if said is not None and all(each.find(f"{PPR}/{W}{name}") is None for each in line):
            _put(_properties(found, PPR), deepcopy(said))


def _no_number(like: Element) -> Element:
    number = like.makeelement(f"{W}numPr")
    etree.SubElement(number, f"{W}numId").set(VAL, "0")
    return number


def _set_apart(root: Element, ours: Element, same: Mapping[str, Element]) -> None:
    """Renames the office's styles that have a name of ours but are none of them: names are unique in Word."""
    names, used = {named(each) for each in ours.iter(f"{W}style")}, list(same.values())
    for each in root.iter(f"{W}style"):
        if each not in used and named(each) in names:
            each.find(f"{W}name").set(VAL, f"{value(each, 'name')}（原）")


def _complete(style: Element, defaults: Element, kind: str) -> Element:
    """Our style, with everything set back that the office's defaults would change in it."""
    if style.get(f"{W}type") != "paragraph" or style.find(f"{W}basedOn") is not None:
        return style
    for part, path, order in ((PPR, f"{W}pPrDefault/{PPR}", _PPR), (RPR, f"{W}rPrDefault/{RPR}", _RPR)):
        said = None if defaults is None else defaults.find(path)
        for each in () if said is None else said:
            _set_back(each, _properties(style, part), order)
    if kind.endswith(_CHARACTERS):
        _off_grid(style)
    return style


def _off_grid(style: Element) -> None:
    """Makes text in this style ignore a grid of characters: it would break numbers in narrow columns."""
    for part, order in ((PPR, _PPR), (RPR, _RPR)):
        switch = style.makeelement(f"{W}snapToGrid")
        switch.set(VAL, "0")
        _put(_properties(style, part), switch, order)


def _set_back(default: Element, properties: Element, order: Sequence[str]) -> None:
    name = default.tag.removeprefix(W)
    own = properties.find(default.tag)
    if own is None and (name in _SWITCHES or (name in _PLAIN and order is _RPR)):
        own = properties.makeelement(default.tag)
        own.set(VAL, _PLAIN.get(name, "0"))
        _put(properties, own, order)
    elif own is not None and order is _PPR and name in _ADDING:
        for attribute in default.attrib:
            if attribute not in own.attrib:
                own.set(attribute, "0")


def _properties(style: Element, tag: str) -> Element:
    """`w:pPr` or `w:rPr` of a style, added if it has none."""
    found = style.find(tag)
    if found is None:
        found = style.makeelement(tag)
        _put(style, found, _STYLE)
    return found


def _put(parent: Element, child: Element, order: Sequence[str] = _PPR) -> None:
    """Puts the child at its place in the order of the schema, instead of one of the same name."""
    old = parent.find(child.tag)
    if old is not None:
        parent.remove(old)
    place = order.index(child.tag.removeprefix(W))
    before = [each for each in parent if each.tag.removeprefix(W) in order[:place]]
    parent.insert(parent.index(before[-1]) + 1 if before else 0, child)


def matched(ours: Element, theirs: Element) -> dict[str, Element]:
    """Our style ids → the office's style of that name, for those that have one."""
    known = {named(style) for style in ours.iter(f"{W}style")}
    pairs = {style.get(f"{W}styleId"): _same(style, theirs, known) for style in ours.iter(f"{W}style")}
    return {key: found for key, found in pairs.items() if found is not None}


def _same(style: Element, theirs: Element, known: set[str]) -> Element:
    """The office's style of that name, else of its Chinese name; a default style matches ours by any name."""
    kind, name = style.get(f"{W}type"), named(style)
    others = [each for each in theirs.iter(f"{W}style") if each.get(f"{W}type") == kind]
    same = [each for each in others if named(each) == name]
    strange = [each for each in others if usual(named(each)) not in known]
    defaults = [each for each in strange if style.get(f"{W}default") in _ON and each.get(f"{W}default") in _ON]
    meant = [each for each in others if usual(named(each)) == name]
    return next(iter([*same, *meant, *defaults]), None)


def named(style: Element) -> str:
    """The name of a style in lower case, for comparison."""
    return value(style, "name").strip().lower()


def by_id(styles: Element) -> dict[str, Element]:
    """The styles of a part by id."""
    return {each.get(f"{W}styleId", ""): each for each in styles.iter(f"{W}style")}


def usual(name: str) -> str:
    """The English name of a built-in style; `name` may be its Chinese one."""
    return next((found.expand(english) for chinese, english in _CHINESE if (found := chinese.fullmatch(name))), name)


def line_of(style: Element, by_id: Mapping[str, Element]) -> list[Element]:
    """The style, the one it is based on, and so on. A circle ends where it closes."""
    met: list[Element] = []
    while style is not None and style not in met:
        met.append(style)
        style = by_id.get(value(style, "basedOn"))
    return met


def new_ids(ours: Element, theirs: Element, same: Mapping[str, Element]) -> dict[str, str]:
    """The office's style ids → new ones: ours for styles that are ours, free ones for others that clash with ours."""
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
    """The part with style ids replaced where they are defined and where they are used, in place."""
    for each in root.iter(*_REFERRING):
        each.set(f"{W}val", becomes.get(each.get(f"{W}val", ""), each.get(f"{W}val", "")))
    for each in root.iter(f"{W}style"):
        each.set(f"{W}styleId", becomes.get(each.get(f"{W}styleId", ""), each.get(f"{W}styleId", "")))
    return root
