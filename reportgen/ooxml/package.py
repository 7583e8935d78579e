"""The package (文件包): the parts of a Word file, parsed, and all that can be wrong with its bytes.

Files are not trusted: entities are not expanded, and a small file cannot cost much. What all parts unpack to is
limited: bytes to LARGEST, and to MOST_PACKED for each byte of the file; elements to MOST_ELEMENTS, and to MOST_DENSE
for each byte. SMALL bytes and FEW elements are allowed to any file. Diagnostics use the words of those who have to mend
the file.

Source: ECMA-376 part 2 (packages, relationships); [MS-CFB] 2.2 (the old format, also used for encrypted files).
"""

import posixpath
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn, TypeVar
from zipfile import BadZipFile

from lxml import etree

from reportgen.diagnostics import Location, refuse
from reportgen.ooxml import RELATIONS, Element, W, zipped
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass, field, replace
from reportgen.source.archive import Archive, TooManyBytes, TooManyElements

# 25,000 rows of 13 columns, the most that a budget file has, are 2.3 million elements; 100 pages have 20,000.
LARGEST, MOST_PACKED, SMALL = 200_000_000, 150, 10_000_000
MOST_ELEMENTS, MOST_DENSE, FEW = 3_000_000, 5, 200_000
_CONTENT_TYPES = "[Content_Types].xml"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN_ZIP = (BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError, struct.error)

# The strict form of the standard has names of its own for the same things.
_STRICT = compiled(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/\w+|drawingml/\w+)")
_USUAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"drawingml": b"http://schemas.openxmlformats.org/drawingml/2006/",
}

Found = TypeVar("Found")


class Link(NamedTuple):
    """A relationship (关系): its id, its kind, its target in the package or outside."""

    key: str
    kind: str
    target: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """An open Word file (文件包).

    Attributes:
        path: the name of the file in diagnostics.
        main: name of the part that holds the text.
        relations: names of the parts that the file and its main part refer to, by the last word of the kind.
        types: content types by part name or extension, in lower case; filled at the first call of `content_type`.
    """

    archive: Archive
    path: str
    main: str = ""
    relations: Mapping[str, list[str]] = field(default_factory=dict)
    types: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def parts(self, kind: str) -> Iterator[Element]:
        """Yield the roots of the parts of a kind (`styles`, `header`) that are in the file."""
        for name in self.relations.get(kind, []):
            if name in self.archive:
                yield self.xml(name)

    def part(self, kind: str) -> Element:
        """Return the root of the first part of a kind, or None."""
        return next(self.parts(kind), None)

    def body(self) -> Element:
        """Return `w:body` of the main part.

        Raises:
            ReportgenError: the main part is not that of a Word document.
        """
        root = self.xml(self.main)
        body = root.find(f"{W}body") if root.tag == f"{W}document" else None
        if body is None:
            refuse("不是Word文档", "这个文件里没有Word文档的正文", Location(self.path), hint="检查是否选对了文件")
        return body

    def content_type(self, name: str) -> str:
        """Return the content type of a part; empty if the package does not state it."""
        if not self.types and _CONTENT_TYPES in self.archive:
            stated = (each.attrib for each in self.xml(_CONTENT_TYPES))
            self.types.update({(of.get("PartName") or of.get("Extension", "")).lower(): of for of in stated})
        of = self.types.get(f"/{name}".lower()) or self.types.get(name.rpartition(".")[2].lower()) or {}
        return of.get("ContentType") or ""

    def links(self, name: str = "") -> list[Link]:
        """Return the relationships of a part, in the order of the file; without a name, those of the package."""
        folder, own = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{own}.rels")
        if relations not in self.archive:
            return []
        return [_link(each, folder) for each in self.xml(relations).iter(f"{RELATIONS}Relationship")]

    def targets(self, name: str = "") -> dict[str, list[str]]:
        """Return the names of the parts that a part refers to, by the last word of the kind."""
        found: dict[str, dict[str, None]] = {}
        for link in self.links(name):
            if not link.outside:
                found.setdefault(link.kind.rpartition("/")[2], {})[link.target] = None
        return {kind: [*names] for kind, names in found.items()}

    def xml(self, name: str) -> Element:
        """Return the root of a part, with transitional names.

        Raises:
            ReportgenError: the part is damaged, or too large.
        """
        content, encoding = self._read_or_refuse(self.archive.xml, name)
        parser = etree.XMLParser(
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(_STRICT.sub(_usual, content), parser)
        except (etree.XMLSyntaxError, ValueError):
            _refuse_damaged(self.path)
        if root.getroottree().docinfo.internalDTD is not None:
            _refuse_damaged(self.path)
        return root

    def read(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises:
            ReportgenError: the part is damaged, or too large.
        """
        return self._read_or_refuse(self.archive.read, name)

    def with_parts(self, new: Mapping[str, bytes]) -> bytes:
        """Return the file with these parts in place of its own or beside them; all others stay as they are."""
        names = dict.fromkeys((*self.archive.names, *new))
        return zipped({name: (new[name] if name in new else self.read(name),) for name in names})

    def _read_or_refuse(self, read: Callable[[str], Found], name: str) -> Found:
        """Return what `read` returns for a part, or report why it cannot be read."""
        try:
            return read(name)
        except TooManyBytes:
            self._refuse_large("解压后比它的大小该有的大得多")
        except TooManyElements:
            self._refuse_large("里的段落、单元格太多，不像预算公开的文档")
        except _BROKEN_ZIP:
            _refuse_damaged(self.path)

    def _refuse_large(self, what: str) -> NoReturn:
        hint = "正常的预算公开文档没有这么大；检查这个文件从哪里来，或用Word打开另存一次"
        refuse("文档过大", f"这个Word文档{what}，没有读", Location(self.path), hint=hint)


def opened(content: bytes, path: str) -> Package:
    """Return the package in these bytes.

    Raises:
        ReportgenError: they are no Word document, of the old format (.doc), encrypted, or damaged.
    """
    if content.startswith(_OLD):
        _refuse_old(content, path)
    if not content.startswith(b"PK"):
        hint = "检查是否选对了文件；用Word或WPS能打开的，打开后另存为“Word文档（*.docx）”"
        refuse("不是Word文档", "这个文件不是 .docx 格式的Word文档", Location(path), hint=hint)
    try:
        package = Package(_archive(content), path)
    except _BROKEN_ZIP:
        _refuse_damaged(path)
    whole = package.targets()
    main = next(iter(whole.get("officeDocument", [])), "")
    if main not in package.archive:
        refuse("不是Word文档", "这个压缩包里没有Word文档的正文", Location(path), hint="检查是否选对了文件")
    return replace(package, main=main, relations=whole | package.targets(main))


def _archive(content: bytes) -> Archive:
    """Return the archive, with limits by its size on what it may unpack to."""
    size = len(content)
    return Archive(content, min(LARGEST, SMALL + MOST_PACKED * size), min(MOST_ELEMENTS, FEW + MOST_DENSE * size))


def _link(element: Element, folder: str) -> Link:
    target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Link(element.get("Id", ""), element.get("Type", ""), target, outside)


def _usual(found: re.Match[bytes]) -> bytes:
    kind, _, rest = found[1].partition(b"/")
    return _USUAL[found[1]] if found[1] in _USUAL else _USUAL[kind] + rest


def _refuse_old(content: bytes, path: str) -> NoReturn:
    if _ENCRYPTED in content:
        refuse("加密的文档", "这个Word文档设了打开密码", Location(path), hint="用Word或WPS打开，取消密码后再保存")
    hint = "用Word或WPS打开，另存为“Word文档（*.docx）”"
    refuse("旧格式的文档", "这是旧格式的文档（.doc 或 .wps），不是 .docx", Location(path), hint=hint)


def _refuse_damaged(path: str) -> NoReturn:
    hint = "用Word打开，让它修复后另存；打不开的，找一份完好的"
    refuse("文档损坏", "这个Word文档已经损坏，读不出来", Location(path), hint=hint)
