"""Comments (批注) put into a Word file: at words of its lines, everything else as it is.

The run of a word is cut where the words of a comment begin and end; both parts keep its look. No date gets into the
file, so that the same comments give the same bytes.
Source: ECMA-376 part 1, 17.13.4 (comments), 17.3.2.25 (runs).
"""

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy

from lxml import etree

from reportgen.ooxml import MAIN, PACKAGE, RELATED_TO, RELATIONS, RPR, Element, P, R, T, W, escaped, whole
from reportgen.ooxml.package import Package
from reportgen.records import NamedTuple

_TYPES, _TYPE = "[Content_Types].xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES_NAME = f"{{{PACKAGE}/content-types}}"
_KIND, _KEY = "comments", "rgComments"
_LOOK = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/>'
_SIZE = '<w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class WordSpot(NamedTuple):
    """A place between two characters (位置).

    Attributes:
        paragraph: that the place is in. printed: the elements that print its words, each with what it prints.
        offset: of the place in these words, in characters.
    """

    paragraph: Element
    printed: Sequence[tuple[Element, str]]
    offset: int


class WordComment(NamedTuple):
    """A comment (批注): its paragraphs, and where its words begin and end."""

    lines: tuple[str, ...]
    begins: WordSpot
    ends: WordSpot


def with_comments(package: Package, body: Element, comments: Sequence[WordComment], author: str) -> bytes:
    """Return the file with these comments added; `body`: the body of the package, which is changed in place."""
    name = next(iter(package.relations.get(_KIND, [])), "")
    new = "" if name in package.archive else posixpath.join(posixpath.dirname(package.main), f"{_KEY}.xml")
    part = etree.fromstring(f'<w:comments xmlns:w="{MAIN}"/>') if new else package.xml(name)
    first = 1 + max((whole(each.get(f"{W}id"), -1) for each in part.iter(f"{W}comment")), default=-1)
    runs = _cut_out(spot for each in comments for spot in (each.begins, each.ends))
    for key, each in enumerate(comments, first):
        part.append(_comment(key, author, each.lines))
        _attach(key, each, runs)
    parts = {new or name: part, package.main: body.getroottree().getroot()} | (_announced(package, new) if new else {})
    return package.with_parts({name: _written(root) for name, root in parts.items()})


def _written(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _announced(package: Package, name: str) -> dict[str, Element]:
    """Return the parts that list the new part: the relationships of the main part, and the content types."""
    folder, main = posixpath.split(package.main)
    links = posixpath.join(folder, "_rels", f"{main}.rels")
    root = package.xml(links) if links in package.archive else etree.Element(f"{RELATIONS}Relationships")
    about = {"Id": _KEY, "Type": f"{RELATED_TO}/{_KIND}", "Target": posixpath.basename(name)}
    etree.SubElement(root, f"{RELATIONS}Relationship", about)
    types = package.xml(_TYPES)
    etree.SubElement(types, f"{_TYPES_NAME}Override", {"PartName": f"/{name}", "ContentType": _TYPE})
    return {links: root, _TYPES: types}


def _comment(key: int, author: str, lines: Iterable[str]) -> Element:
    said = "".join(
        f'<w:p>{_LOOK}</w:pPr><w:r>{_SIZE}<w:t xml:space="preserve">{escaped(line)}</w:t></w:r></w:p>' for line in lines
    )
    about = f'w:id="{key}" w:author="{escaped(author)}" w:initials="{escaped(author[-2:])}"'
    return etree.fromstring(f'<w:comment xmlns:w="{MAIN}" {about}>{said}</w:comment>')


_CutRuns = Mapping[tuple[Element, int], Element]  # paragraph and offset -> the run that begins there, None at the end


def _cut_out(spots: Iterable[WordSpot]) -> _CutRuns:
    """Cut runs so that one begins at each place; from the end of a paragraph, so that earlier places stay valid."""
    asked = {(spot.paragraph, spot.offset): spot for spot in spots}
    from_end = sorted(asked, key=lambda key: -key[1])
    return {key: _run_at(asked[key]) for key in from_end}


def _run_at(spot: WordSpot) -> Element:
    """Return the run, or other child of the paragraph, that begins at the place, cut if need be; None at its end."""
    at = 0
    for element, text in spot.printed:
        if spot.offset < at + len(text):
            return _run_from(element, max(0, spot.offset - at))
        at += len(text)
    return None


def _run_from(element: Element, offset: int) -> Element:
    """Return the run that begins at a character of an element; a run is cut in two before it."""
    run = element.getparent()
    if run.tag != R:  # a formula: it stays whole
        return next(each for each in (element, *element.iterancestors()) if each.getparent().tag == P)
    before = [each for each in element.itersiblings(preceding=True) if each.tag != RPR]
    if not (offset or before):
        return run
    rest = run.makeelement(R, run.attrib)
    rest.extend(deepcopy(each) for each in run.findall(RPR))
    following = [*element.itersiblings()]
    if offset and element.tag == T:
        words = etree.SubElement(rest, T, {_SPACE: "preserve"})
        element.text, words.text = element.text[:offset], element.text[offset:]
        element.set(_SPACE, "preserve")
    else:
        rest.append(element)
    rest.extend(following)
    run.addnext(rest)
    return rest


def _attach(key: int, comment: WordComment, runs: _CutRuns) -> None:
    """Put the marks of a comment's begin and end, and its reference, before the runs at these places."""
    name = {f"{W}id": str(key)}
    _put(comment.begins, runs, f"{W}commentRangeStart", name)
    _put(comment.ends, runs, f"{W}commentRangeEnd", name)
    sign = _put(comment.ends, runs, R, {})
    etree.SubElement(sign, f"{W}commentReference", name)


def _put(spot: WordSpot, runs: _CutRuns, tag: str, about: Mapping[str, str]) -> Element:
    run = runs[spot.paragraph, spot.offset]
    element = spot.paragraph.makeelement(tag, about)
    if run is None:
        spot.paragraph.append(element)
    else:
        run.addprevious(element)
    return element
