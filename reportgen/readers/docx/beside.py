"""What somebody typed into a Word file where the tree has no place for it (文外), so that no build loses it.

    headers and footers     without page numbers and the mark of a draft; a picture counts as 图
    contents                lines that are no heading and no table of the document
    text, notes             hidden words, readings above characters, fields that programs do not make by themselves (all
                            kept while reading), words beside the line above footnotes
    files inside            altChunk, subdocuments
    links                   addresses outside
    properties              subject, keywords, comments, category; alternative texts of tables

Body, cells, text boxes, notes and comments are in the tree, or in the fingerprint beside it. Looks do not count.
Source: ECMA-376 part 1, 11.3 (parts), 17.10 (headers), 17.17.2 (altChunk); part 2, 11 (properties).
"""

from collections.abc import Iterable, Iterator

from reportgen.document import Document, Section, Table, plain, walk
from reportgen.fingerprint import dense
from reportgen.ooxml import VAL, VML, A, Element, P, T, W
from reportgen.ooxml.package import Package
from reportgen.patterns import compiled
from reportgen.readers._work import spend
from reportgen.readers.docx.text import PAGE_FIELDS, Story

_HEADS = ("目录",)
_PICTURE, _INSIDE = "图", "插入的文件"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DUBLIN = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES = (f"{_DUBLIN}subject", f"{_DUBLIN}description", f"{_CORE}keywords", f"{_CORE}category")
_FILES = ("aFChunk", "subDocument")
_TEXTS = ("header", "footer", "footnotes", "endnotes", "comments")
_PAGE = compiled(r"[\W_]*(?:第[\W_]*页[\W_]*)?(?:共[\W_]*页[\W_]*)?")  # — —, 第 页 共 页, without the numbers
_COPIED = 100  # characters copied that count as one step
_SLIPS = 2  # lines that somebody deleted, rather than left out by design
_NUMBER = compiled(r"[\W\d_]")


def beside(package: Package, body: Element, story: Story, mark: str, strays: Iterable[str]) -> frozenset[str]:
    """Return what was typed beside the document, without spaces.

    Args:
        body: of the package; parsing it once more would double the memory.
        story: the file, read to its end.
    """
    words = (
        *story.beside,
        *strays,
        *_around(package, mark),
        *_separators(package),
        *_inside(package),
        *_properties(package),
        *(each.get(VAL, "") for each in body.iter(f"{W}tblDescription")),
    )
    return frozenset(filter(None, map(dense, words)))


def strays(lines: Iterable[str], found: Document) -> Iterator[str]:
    """Yield the lines of contents that name no heading and no table, with or without a page number behind."""
    known = {dense(name) for name in _HEADS}
    for block in walk(found.blocks) if lines else ():
        if isinstance(block, Section | Table):
            known |= {dense(plain(block.title)), dense(block.number + plain(block.title))}
    for words in lines:
        line = dense(words)
        end = len(line)
        while line[:end] not in known and end and _NUMBER.match(line[end - 1]):
            spend(1 + end // _COPIED)
            end -= 1
        if line[:end] not in known:
            yield words.strip()


def unlisted(lines: Iterable[str], found: Document) -> Iterator[str]:
    """Yield the headings that the contents leave out, where they list all but one or two of that level."""
    page = "\n".join(map(dense, lines))
    levels: dict[int, list[str]] = {}
    for block in walk(found.blocks) if page else ():
        if isinstance(block, Section) and block.title:
            levels.setdefault(block.level, []).append(block.number + plain(block.title))
    for names in levels.values():
        missing = [name for name in names if dense(name) not in page]
        if len(missing) <= _SLIPS < len(names) - len(missing):
            yield from missing


def _around(package: Package, mark: str) -> Iterator[str]:
    """Yield the lines of headers and footers, without page numbers and the mark of a draft; a picture is 图."""
    for root in (*package.parts("header"), *package.parts("footer")):
        lines = [*map(_typed, root.iter(P)), *(each.get("string", "") for each in root.iter(f"{VML}textpath"))]
        yield from (line for line in map(dense, lines) if not (_PAGE.fullmatch(line) or line == dense(mark)))
        if next(root.iter(f"{A}blip", f"{VML}imagedata", f"{W}object"), None) is not None:
            yield _PICTURE


def _typed(line: Element) -> str:
    """Return the words of a line, without page numbers that fields print."""
    words: list[str] = []
    inside = [""]  # the instructions of open fields, the outermost first
    for each in line.iter(T, f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        kind = each.get(f"{W}fldCharType")
        spend(len(inside))
        if each.tag == T:
            words += [] if _is_page(*inside) or _in_page_field(each) else [each.text or ""]
        elif each.tag == f"{W}instrText":
            inside[-1] += each.text or ""
        elif kind == "begin":
            inside.append("")
        elif kind == "end" and len(inside) > 1:
            inside.pop()
    return "".join(words)


def _in_page_field(text: Element) -> bool:
    fields = list(text.iterancestors(f"{W}fldSimple"))
    spend(len(fields))
    return any(_is_page(each.get(f"{W}instr", "")) for each in fields)


def _is_page(*instructions: str) -> bool:
    return any(each.split()[:1] and each.split()[0].upper() in PAGE_FIELDS for each in instructions)


def _separators(package: Package) -> Iterator[str]:
    """Yield the words that somebody typed beside the lines above footnotes and endnotes."""
    for kind in ("footnote", "endnote"):
        for part in package.parts(f"{kind}s"):
            for each in part.iter(f"{W}{kind}"):
                yield "".join(each.itertext(T)) if each.get(f"{W}type", "normal") != "normal" else ""


def _inside(package: Package) -> Iterator[str]:
    """Yield the embedded files, and the addresses of links to outside."""
    parts = (package.main, *(name for kind in _TEXTS for name in package.relations.get(kind, [])))
    for link in (link for part in parts for link in package.links(part)):
        kind = link.kind.rpartition("/")[2]
        if kind in _FILES:
            yield f"{_INSIDE} {link.target}"
        elif link.outside and kind == "hyperlink":
            yield link.target


def _properties(package: Package) -> Iterator[str]:
    core = package.part("core-properties")
    yield from (core.findtext(name) or "" for name in (_PROPERTIES if core is not None else ()))
