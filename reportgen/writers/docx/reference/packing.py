"""Parts and how they hang together (文件包): written by hand, so that the same file comes of the same office's file."""

import posixpath
from collections.abc import Iterator

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from lxml import etree

from reportgen.ooxml.names import Element
from reportgen.ooxml.package import Link, Package
from reportgen.writers.docx.markup import XML, escaped
from reportgen.writers.docx.reference.cleaning import clean

_FOLDER, _MAIN = "word", "word/document.xml"
_CORE, _CUSTOM = "docProps/core.xml", "docProps/custom.xml"
_NAMES = "http://schemas.openxmlformats.org/package/2006/"
_MEDIA = {RELATIONSHIP_TYPE.IMAGE: "media/image", RELATIONSHIP_TYPE.FONT: "fonts/font"}
_SAFE = ("http://", "https://", "mailto:")
_ROOT = (
    Link("rId1", RELATIONSHIP_TYPE.OFFICE_DOCUMENT, _MAIN),
    Link("rId2", RELATIONSHIP_TYPE.CORE_PROPERTIES, _CORE),
    Link("rId3", RELATIONSHIP_TYPE.CUSTOM_PROPERTIES, _CUSTOM),
)
_TYPES = {
    _MAIN: CONTENT_TYPE.WML_DOCUMENT_MAIN,
    _CORE: CONTENT_TYPE.OPC_CORE_PROPERTIES,
    _CUSTOM: CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
}


class Parts:
    """The parts of the new file, gathered from the office's package (部件)."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._contents: dict[str, bytes] = {}
        self._types = dict(_TYPES)
        self._links: dict[str, list[Link]] = {"": list(_ROOT), _MAIN: []}
        self._named: dict[str, str] = {}

    def sources(self, kind: str) -> list[str]:
        """Names of the office's part of a kind, at most one."""
        return [name for name in self._package.relations.get(kind, []) if name in self._package.archive.NameToInfo][:1]

    def copied(self, source: str) -> Element:
        """A part of the office's without traces."""
        return clean(self._package.xml(source), {link.key for link in self._kept(source)})

    def add(self, key: str, kind: str, content_type: str, name: str, root: Element, source: str = "") -> None:
        """A part that the main one refers to by that key, with the pictures and fonts that its source refers to."""
        path = f"{_FOLDER}/{name}"
        self._links[_MAIN].append(Link(key, kind, path))
        self._types[path] = content_type
        self._contents[path] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        kept = [self._taken(link) for link in self._kept(source)] if source else []
        if kept:
            self._links[path] = kept

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Names and contents, with what says how they hang together."""
        yield "[Content_Types].xml", self._content_types().encode()
        for path, links in self._links.items():
            folder, name = posixpath.split(path)
            yield posixpath.join(folder, "_rels", f"{name}.rels"), _relations(links, folder).encode()
        yield from self._contents.items()

    def _kept(self, source: str) -> list[Link]:
        """Pictures, embedded fonts, and links to where everybody can go."""
        there = self._package.archive.NameToInfo
        return [
            link
            for link in self._package.links(source)
            if (link.outside and link.target.startswith(_SAFE) and link.kind == RELATIONSHIP_TYPE.HYPERLINK)
            or (not link.outside and link.kind in _MEDIA and link.target in there)
        ]

    def _taken(self, link: Link) -> Link:
        """The link to the copy of what it leads to; one copy of each."""
        if link.outside:
            return link
        if link.target not in self._named:
            stem, extension = _MEDIA[link.kind], posixpath.splitext(link.target)[1].lower()
            path = f"{_FOLDER}/{stem}{len(self._named) + 1}{extension}"
            self._named[link.target] = path
            self._types[path] = self._package.content_type(link.target)
            self._contents[path] = self._package.read(link.target)
        return Link(link.key, link.kind, self._named[link.target])

    def _content_types(self) -> str:
        parts = "".join(
            f'<Override PartName="/{path}" ContentType="{escaped(kind)}"/>' for path, kind in self._types.items()
        )
        return (
            f'{XML}<Types xmlns="{_NAMES}content-types"><Default Extension="rels" ContentType="'
            f'{CONTENT_TYPE.OPC_RELATIONSHIPS}"/><Default Extension="xml" ContentType="{CONTENT_TYPE.XML}"/>'
            f"{parts}</Types>"
        )


def _relations(links: list[Link], folder: str) -> str:
    told = "".join(_relation(link, folder) for link in links)
    return f'{XML}<Relationships xmlns="{_NAMES}relationships">{told}</Relationships>'


def _relation(link: Link, folder: str) -> str:
    target = link.target if link.outside else posixpath.relpath(link.target, folder or ".")
    mode = ' TargetMode="External"' if link.outside else ""
    return f'<Relationship Id="{escaped(link.key)}" Type="{link.kind}" Target="{escaped(target)}"{mode}/>'
