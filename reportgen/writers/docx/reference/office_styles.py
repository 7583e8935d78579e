"""The office's styles, with ours added where it has none (样式合并), and our style sheet as the office changes it.

Styles are matched by name, not by id. Word keeps the English names of built-in styles in every language; WPS and others
also write them in Chinese.

The office's styles stay as they are, but for what our contents need: headings are headings and have no automatic
number, for the text has its own; contents have a tab stop for page numbers; table text ignores a grid of characters.
Added styles look as in our style sheet, whatever the office's defaults are.

Widths and heights are worked out with the changed style sheet: sizes, line pitch and space come from the office's
styles, paper and margins from its sections. If it has no landscape section, its portrait pages are turned; if these are
as ours, our landscape pages are used.

Source: ECMA-376 part 1, 17.7.2 (inheritance), 17.7.4.9 (style names), 17.7.4.17 (default styles); annex A (order).
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import count

from lxml import etree

from reportgen.ooxml import PPR, RPR, VAL, Element, W, is_default, style_line, style_name, value, whole
from reportgen.patterns import compiled
from reportgen.records import replace
from reportgen.style import CONTENTS, HEADINGS, Page, StyleSheet, TextStyle
from reportgen.writers.docx import styles
from reportgen.writers.docx.reference.office_file import OfficeFile, clean, read_reference

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
# The values by which a style undoes a default; all other properties are switches.
_PLAIN = {"color": "auto", "u": "none", "w": "100", "kern": "0", "position": "0", "spacing": "0", "em": "none"}
_SWITCHES = frozenset(
    (
        *("i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow", "emboss", "imprint", "vanish"),
        *("keepNext", "keepLines", "pageBreakBefore", "suppressLineNumbers", "suppressAutoHyphens", "topLinePunct"),
        *("bidi", "contextualSpacing", "mirrorIndents"),
    )
)
_CHARACTERS = "Chars"  # ends the types of grids that align characters
_ADDING = ("spacing", "ind")  # elements whose attributes are inherited one by one
_CHINESE = (
    (compiled(r"标题 ?([1-9])"), r"heading \1"),
    (compiled(r"目录 ?([1-9])"), r"toc \1"),
    (compiled(r"heading([1-9])"), r"heading \1"),
    (compiled(r"toc([1-9])"), r"toc \1"),
    (compiled(r"标题"), "title"),
    (compiled(r"正文"), "normal"),
)
_REFERRING = tuple(
    f"{W}{name}"
    for name in (
        *("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"),
        *("styleLink", "numStyleLink", "defaultTableStyle", "clickAndTypeStyle"),
    )
)
_IDS = {
    **{"标题": styles.TITLE, "正文": styles.BODY, "页码": styles.PAGE, "目录标题": styles.CONTENTS_TITLE},
    **{"表号": styles.NUMBER, "表题": styles.CAPTION, "表眉": styles.LINE, "表注": styles.NOTE},
    **{"表格": styles.CELL, "表头": styles.HEAD},
    **{kind: styles.heading(level) for level, kind in enumerate(HEADINGS, 1)},
    **{kind: styles.contents_level(level) for level, kind in enumerate(CONTENTS, 1)},
    **dict(zip(("封面标题", "封面署名", "封面日期"), styles.COVER, strict=True)),
}
_NO_SIZE = 20  # half-points, where no style states any
_SMALLEST, _LARGEST = 2, 200
_DEFAULTS = {PPR: f"{W}pPrDefault/{PPR}", RPR: f"{W}rPrDefault/{RPR}"}


def merged(office: OfficeFile, style: StyleSheet) -> tuple[Element, dict[str, str]]:
    """Return the root of the styles part, and new style ids by the office's old ones."""
    root, ours = clean(deepcopy(office.styles)), _our_styles(style)
    setup = office.setup(turned=False)
    spread = setup is not None and setup.stated("docGrid", "type").endswith(_CHARACTERS)
    same = _matched(ours, root)
    becomes = _new_ids(ours, root, same)
    known = _by_id(root)
    for each in ours.iter(f"{W}style"):
        if (found := same.get(each.get(f"{W}styleId"))) is not None:
            _fit(found, each, known)
            if spread and each.get(f"{W}styleId").startswith(styles.CELL):
                _off_grid(found)
    _set_apart(root, ours, same)
    renamed(root, becomes)
    defaults = root.find(f"{W}docDefaults")
    lacking = [each for each in ours.iter(f"{W}style") if each.get(f"{W}styleId") not in same]
    root.extend([_complete(each, defaults, spread) for each in lacking])
    return root, becomes


def _our_styles(style: StyleSheet) -> Element:
    return etree.fromstring(styles.styles_xml(style).encode())


def _by_id(root: Element) -> dict[str, Element]:
    return {each.get(f"{W}styleId", ""): each for each in root.iter(f"{W}style")}


def _matched(ours: Element, theirs: Element) -> dict[str, Element]:
    """Return the office's styles by the ids of ours that they match.

    Styles match by their name, else by their Chinese name; default styles match whatever they are called.
    """
    known = {style_name(style) for style in ours.iter(f"{W}style")}
    first: dict[tuple[str, ...], Element] = {}
    for each in theirs.iter(f"{W}style"):
        name = style_name(each)
        english = _english(name)
        for called in _called(each, name, english, is_default(each) and english not in known):
            first.setdefault(called, each)
    found = {}
    for each in ours.iter(f"{W}style"):
        name = style_name(each)
        asked = _called(each, name, name, is_default(each))
        found[each.get(f"{W}styleId")] = next((first[one] for one in asked if one in first), None)
    return {key: style for key, style in found.items() if style is not None}


def _called(style: Element, name: str, english: str, default: bool) -> list[tuple[str, ...]]:
    """Return the keys to find a style by, of its kind: its name, its English name, and the kind alone of a default."""
    kind = style.get(f"{W}type", "")
    return [(kind, "name", name), (kind, "english", english), *([(kind,)] if default else [])]


def _english(name: str) -> str:
    """Return the English name of a built-in style; `name` may be its Chinese one."""
    return next((found.expand(english) for chinese, english in _CHINESE if (found := chinese.fullmatch(name))), name)


def _new_ids(ours: Element, theirs: Element, same: Mapping[str, Element]) -> dict[str, str]:
    """Return new ids by the office's old ones: ours for matching styles, free ones for others that clash with ours."""
    own = {key.lower() for key in _by_id(ours)}
    taken = own | {key.lower() for key in _by_id(theirs)}
    free = (f"Office{number}" for number in count(1) if f"office{number}" not in taken)
    becomes = {found.get(f"{W}styleId", ""): key for key, found in same.items()}
    for key in _by_id(theirs):
        if key not in becomes and key.lower() in own:
            becomes[key] = next(free)
    return becomes


def renamed(root: Element, becomes: Mapping[str, str]) -> Element:
    """Replace style ids where they are defined and where they are used, in place, and return the part."""
    for each in root.iter(*_REFERRING):
        each.set(VAL, becomes.get(each.get(VAL, ""), each.get(VAL, "")))
    for each in root.iter(f"{W}style"):
        key = each.get(f"{W}styleId", "")
        each.set(f"{W}styleId", becomes.get(key, key))
    return root


def _fit(found: Element, ours: Element, known: Mapping[str, Element]) -> None:
    """Add to the office's style what our contents need, in place."""
    if ours.get(f"{W}type") != "paragraph":
        return
    if style_name(found) != style_name(ours) and _english(style_name(found)) == style_name(ours):
        found.find(f"{W}name").set(VAL, value(ours, "name"))
        found.attrib.pop(f"{W}customStyle", None)
    line = style_line(found, known)
    if any(each.find(f"{PPR}/{W}numPr") is not None for each in line):
        number = found.makeelement(f"{W}numPr")
        number.append(_made(found, "numId", "0"))
        _put(_properties(found, PPR), number)
    for name in ("outlineLvl", "tabs"):
        own = ours.find(f"{PPR}/{W}{name}")
        if own is not None and all(each.find(f"{PPR}/{W}{name}") is None for each in line):
            _put(_properties(found, PPR), deepcopy(own))


def _set_apart(root: Element, ours: Element, same: Mapping[str, Element]) -> None:
    """Rename the office's styles that only share a name with ours: names are unique in Word."""
    names, used = {style_name(each) for each in ours.iter(f"{W}style")}, list(same.values())
    for each in root.iter(f"{W}style"):
        if each not in used and style_name(each) in names:
            each.find(f"{W}name").set(VAL, f"{value(each, 'name')}（原）")


def _complete(style: Element, defaults: Element, spread: bool) -> Element:
    """Return our style, with everything set back that the office's defaults would change in it."""
    if style.get(f"{W}type") != "paragraph" or style.find(f"{W}basedOn") is not None:
        return style
    for part, order in ((PPR, _PPR), (RPR, _RPR)):
        stated = None if defaults is None else defaults.find(_DEFAULTS[part])
        for each in () if stated is None else stated:
            _set_back(each, _properties(style, part), order)
    if spread:
        _off_grid(style)
    return style


def _off_grid(style: Element) -> None:
    """Let text in this style ignore a grid of characters: it would break numbers in narrow columns."""
    for part, order in ((PPR, _PPR), (RPR, _RPR)):
        _put(_properties(style, part), _made(style, "snapToGrid", "0"), order)


def _set_back(default: Element, properties: Element, order: Sequence[str]) -> None:
    name = default.tag.removeprefix(W)
    own = properties.find(default.tag)
    if own is None and (name in _SWITCHES or (name in _PLAIN and order is _RPR)):
        _put(properties, _made(properties, name, _PLAIN.get(name, "0")), order)
    elif own is not None and order is _PPR and name in _ADDING:
        for attribute in default.attrib:
            if attribute not in own.attrib:
                own.set(attribute, "0")


def _properties(style: Element, tag: str) -> Element:
    """Return `w:pPr` or `w:rPr` of a style, added if it has none."""
    found = style.find(tag)
    if found is None:
        found = style.makeelement(tag)
        _put(style, found, _STYLE)
    return found


def _made(like: Element, name: str, stated: str) -> Element:
    """Return a new element of that name with the value `stated`; `like`: an element of its tree."""
    return like.makeelement(f"{W}{name}", {VAL: stated})


def _put(parent: Element, child: Element, order: Sequence[str] = _PPR) -> None:
    """Put the child at its place in the order of the schema, instead of one of the same name."""
    old = parent.find(child.tag)
    if old is not None:
        parent.remove(old)
    place = order.index(child.tag.removeprefix(W))
    before = [each for each in parent if each.tag.removeprefix(W) in order[:place]]
    parent.insert(parent.index(before[-1]) + 1 if before else 0, child)


@lru_cache(maxsize=16)
def style_of(style: StyleSheet) -> StyleSheet:
    """Return the style sheet as its reference document changes it."""
    office = read_reference(style.reference)
    same, known = _matched(_our_styles(style), office.styles), _by_id(office.styles)
    defaults = office.styles.find(f"{W}docDefaults")
    lines = {kind: style_line(same.get(key), known) for kind, key in _IDS.items()}
    texts = {kind: _text(kind, text, lines[kind], defaults) for kind, text in style.texts.items()}
    portrait, landscape = _pages(style, office)
    return replace(style, portrait=portrait, landscape=landscape, texts=texts)


def _pages(style: StyleSheet, office: OfficeFile) -> tuple[Page, Page]:
    upright = office.upright.page if office.upright else None
    turned = office.turned.page if office.turned else None
    if upright is None:
        return (style.portrait, style.landscape) if turned is None else (_turned(turned), turned)
    return upright, turned or (style.landscape if upright == style.portrait else _turned(upright))


def _turned(page: Page) -> Page:
    """Return an upright page on its side, a landscape page upright: sides exchanged, the margins turned with them."""
    if page.width > page.height:
        return Page(page.height, page.width, page.right, page.left, page.top, page.bottom)
    return Page(page.height, page.width, page.left, page.right, page.bottom, page.top)


def _text(kind: str, text: TextStyle, line: list[Element], defaults: Element) -> TextStyle:
    """Return the text as the office sets it, ours if it has none; `line`: the office's style, what it is based on, …"""
    if not line:
        return text
    size = whole(_stated(line, defaults, RPR, "sz", "val"), _NO_SIZE)
    spacing = {name: _stated(line, defaults, PPR, "spacing", name) for name in ("line", "lineRule", "before", "after")}
    own = replace(
        text,
        size=min(max(_SMALLEST, size), _LARGEST),
        line=whole(spacing["line"]) if spacing["lineRule"] == "exact" else 0,
        before=whole(spacing["before"]),
        after=whole(spacing["after"]),
    )
    single = replace(own, line=0)
    return single if kind in ("表格", "表头") and own.line == styles.pitch(single, own.size) else own


def _stated(line: list[Element], defaults: Element, part: str, name: str, attribute: str) -> str:
    """Return the attribute in the first style that has it, else in the office's defaults, else an empty text."""
    found = [each.find(f"{part}/{W}{name}") for each in line]
    if defaults is not None:
        found.append(defaults.find(f"{_DEFAULTS[part]}/{W}{name}"))
    return next((stated for each in found if each is not None and (stated := each.get(f"{W}{attribute}"))), "")
