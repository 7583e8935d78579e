"""What must not get into a published file (清理): who wrote what and when, changes, comments, links to files.

What is left affects looks only. Source: ECMA-376 part 1, 17.13 (annotations), 17.15.1 (settings).
"""

import re
from collections.abc import Collection

from reportgen.ooxml import DEL, INS, MOVE_FROM, MOVE_TO, RELATED, RPR, SDT, SDT_CONTENT, VML, Element, P, R, T, W
from reportgen.patterns import compiled

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_REMOVED = {DEL, MOVE_FROM} | {
    f"{W}{name}"
    for name in (
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange"),
        *("tblGridChange", "numberingChange", "cellIns", "cellDel", "cellMerge", "rsid", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "permStart", "permEnd", "annotationRef", "lastRenderedPageBreak"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "footnoteReference", "endnoteReference"),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
    )
}
_OPENED = {INS, MOVE_TO, f"{W}smartTag", f"{W}customXml", f"{W}hyperlink"}
_PROPERTIES = {f"{W}smartTagPr", f"{W}customXmlPr"}
_TRACES = compiled(rf"{re.escape(W)}rsid\w*|{re.escape(_W14)}(?:paraId|textId)")
_SOURCES = (f"{RELATED}link", f"{RELATED}href")
_CLICKED = ("hlinkClick", "hlinkHover", "hlinkMouseOver")  # what a picture leads to
_FILE = compiled(r"(?i)(?:[a-z]:[\\/]|\\\\|file:).*")

# Settings that say how pages look, in the order of the schema.
_SETTINGS = (
    *("zoom", "embedTrueTypeFonts", "embedSystemFonts", "saveSubsetFonts", "mirrorMargins", "alignBordersAndEdges"),
    *("bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation"),
    *("consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders"),
    *("drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery"),
    *("displayVerticalDrawingGridEvery", "noPunctuationKerning", "characterSpacingControl"),
    *("strictFirstAndLastChars", "noLineBreaksAfter", "noLineBreaksBefore", "updateFields", "compat"),
    *("themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator"),
)


def clean(root: Element, kept: Collection[str] = ()) -> Element:
    """Return the part without traces of persons, changed in place; `kept`: relationship ids that it may go on using."""
    for each in list(root.iter()):
        _forget_source(each, kept)
        if each.tag in _REMOVED or each.tag in _PROPERTIES or _refers_elsewhere(each, kept):
            _remove(each)
    for each in [each for each in root.iter() if each.tag in _OPENED and not _is_kept_link(each, kept)]:
        _open(each, each)
    for each in list(root.iter(SDT)):  # from outside in: what is inside is moved once
        inside = each.find(SDT_CONTENT)
        _open(each, each if inside is None else inside)
    for each in root.iter():
        for name, stated in list(each.attrib.items()):
            if _TRACES.fullmatch(name) or _FILE.fullmatch(stated):
                del each.attrib[name]
    return root


def unmarked(header: Element) -> Element:
    """Return a header without the watermark of a draft and the line that repeats its words, changed in place."""
    for line in [each for each in header if each.tag == P]:
        art = {each.get("string", "") for each in line.iter(f"{VML}textpath")} - {""}
        if art and {"".join(line.itertext(T)).strip()} == art:
            header.remove(line)
    return header


def settings(root: Element, even: bool, asking: bool) -> Element:
    """Keep the settings that affect looks, in place.

    Args:
        even: even pages have headers and footers of their own.
        asking: Word is asked to fill in page numbers.
    """
    for name, on in ((f"{W}evenAndOddHeaders", even), (f"{W}updateFields", asking)):
        for switch in root.findall(name):
            root.remove(switch)
        if on:
            root.append(root.makeelement(name))
    order = {f"{W}{name}": place for place, name in enumerate(_SETTINGS)}
    kept = sorted((each for each in root if each.tag in order), key=lambda each: order[each.tag])
    root[:] = kept
    return root


def _forget_source(picture: Element, kept: Collection[str]) -> None:
    """Remove the links to the file that an embedded picture was taken from."""
    if any(name.startswith(RELATED) and key in kept for name, key in picture.attrib.items()):
        for name in _SOURCES:
            if picture.get(name) not in kept:
                picture.attrib.pop(name, None)


def _refers_elsewhere(element: Element, kept: Collection[str]) -> bool:
    if element.tag in _OPENED:
        return False
    return any(name.startswith(RELATED) and key and key not in kept for name, key in element.attrib.items())


def _is_kept_link(element: Element, kept: Collection[str]) -> bool:
    key = element.get(f"{RELATED}id", "")
    return element.tag == f"{W}hyperlink" and (key in kept or not key)


def _remove(element: Element) -> None:
    """Remove an element; with its run, if the run shows nothing else."""
    run = next((above for above in element.iterancestors() if above.tag == R), None)
    gone = element if run is None or _is_aside(element) else run
    if gone.getparent() is not None:
        gone.getparent().remove(gone)


def _is_aside(element: Element) -> bool:
    """Whether the run of an element shows something else."""
    looks = any(above.tag == RPR for above in element.iterancestors())
    return looks or element.tag.endswith(("PageBreak", *_CLICKED))


def _open(element: Element, inside: Element) -> None:
    """Replace an element by its contents."""
    for child in list(inside):
        element.addprevious(child)
    element.getparent().remove(element)
