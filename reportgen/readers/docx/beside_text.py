"""What a Word file says beside its text: watermark, properties, headers and footers, comments (正文以外).

The tree has no place for headers and footers, and the writer makes none but page numbers and the watermark. Whoever
wants the name or the sign of the office there adds it by hand, or in a reference document.

Source: ECMA-376 part 1, 17.13.4 (comments); [MS-DOCX] 2.5.1 (answers).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.fingerprint import PROPERTY
from reportgen.ooxml import VML, W14, W15, Element, P, T, W, whole
from reportgen.ooxml.package import Package, opened
from reportgen.readers._lines import TextLine
from reportgen.readers.docx.paragraphs import pieces
from reportgen.readers.docx.text import Story

_MARK = re.compile(r"\w{0,4}稿")
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CREATED = "{http://purl.org/dc/terms/}created"
_PICTURE = "图"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_PAGE = re.compile(r"[\W\d_]*(?:第[\W\d_]*页[\W\d_]*)?(?:共[\W\d_]*页[\W\d_]*)?")  # — 1 —, 第 1 页 共 3 页


def mark(package: Package) -> str:
    """The watermark (水印), or a word like 草稿 that is all a header says; empty if there is none."""
    headers = list(package.parts("header"))
    for header in headers:
        for art in header.iter(f"{VML}textpath"):
            if word := art.get("string", "").strip():
                return str(word)
    words = ("".join(line.itertext(T)).strip() for header in headers for line in header.iter(P))
    return next((word for word in words if _MARK.fullmatch(word)), "")


def is_mark(words: str) -> bool:
    """Whether a line on every page is a word like 草稿."""
    return _MARK.fullmatch(words) is not None


def stated(package: Package) -> str:
    """The fingerprint that the writer left in the file; empty if it made none."""
    custom = package.part("custom-properties")
    properties = () if custom is None else custom.iter(f"{_CUSTOM}property")
    return next(("".join(each.itertext()).strip() for each in properties if each.get("name") == PROPERTY), "")


def creator(package: Package) -> str:
    """The author in the properties; in files of the writer, the publisher."""
    return _core(package, _CREATOR)


def created(package: Package) -> int:
    """The year in the properties; in files of the writer, the budget's."""
    return whole(_core(package, _CREATED)[:4])


def _core(package: Package, name: str) -> str:
    core: Element = package.part("core-properties")
    found = None if core is None else core.find(name)
    return "" if found is None else (found.text or "").strip()


def around(content: bytes, *, path: str = "文档") -> frozenset[str]:
    """The lines of headers and footers, without page numbers and the mark of a draft; a picture counts as 图.

    Raises:
        ReportgenError: the bytes are no Word document.
    """
    package = opened(content, path)
    roots = [*package.parts("header"), *package.parts("footer")]
    return frozenset(said for root in roots for said in _said(root) if not _PAGE.fullmatch(said) and not is_mark(said))


def _said(root: Element) -> Iterator[str]:
    for line in root.iter(P):
        yield "".join("".join(line.itertext(T)).split())
    if next(root.iter(_BLIP, f"{VML}imagedata"), None) is not None:
        yield _PICTURE


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment (批注).

    Attributes:
        words: those that it is attached to; empty if it stands between two words.
        answer: it answers the last comment before it that is no answer.
    """

    author: str
    text: str
    words: str = ""
    answer: bool = False


def comments(root: Element, answers: Sequence[Element], story: Story) -> tuple[Comment, ...]:
    """The comments, in the order of the words that they are attached to.

    Args:
        root: of the comments part, or None. answers: roots of the parts that tell which comments are answers.
        story: the file, read to its end.
    """
    if root is None:
        return ()
    found = {each.get(f"{W}id", ""): each for each in root.iter(f"{W}comment")}
    places = {key: at for at, key in enumerate(story.marked)}
    answering = {key for each in answers for key in _answering(each)}
    in_order = sorted(found, key=lambda key: places.get(key, len(places)))
    texts: Mapping[str, list[str]] = story.marked
    return tuple(_comment(found[key], "".join(texts.get(key, ())), answering, story) for key in in_order)


def _answering(root: Element) -> Iterator[str]:
    """Ids of the last paragraphs of comments that are answers."""
    for each in root.iter(f"{W15}commentEx"):
        if each.get(f"{W15}paraIdParent"):
            yield each.get(f"{W15}paraId", "")


def _comment(element: Element, words: str, answering: set[str], story: Story) -> Comment:
    lines = [piece.text for piece in pieces(element, story) if isinstance(piece, TextLine)]
    last = [each.get(f"{W14}paraId", "") for each in element.iter(P)][-1:]
    return Comment(element.get(f"{W}author", ""), "\n".join(lines).strip(), words, bool(answering & set(last)))
