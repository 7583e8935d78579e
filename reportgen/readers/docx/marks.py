"""What a file says outside its text (页眉、属性): the mark of a draft, the stamp that the writer left."""

import re

from reportgen.fingerprint import PROPERTY
from reportgen.ooxml.names import VML, Element, P, T, whole
from reportgen.ooxml.package import Package

_MARK = re.compile(r"\w{0,4}稿")
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_CREATED = "{http://purl.org/dc/terms/}created"


def mark(package: Package) -> str:
    """The word behind the text of the pages (水印), or one like 草稿 that is all a header says; or nothing."""
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
    """The fingerprint of what the writer wrote, as the file states it; or nothing."""
    custom = package.part("custom-properties")
    properties = () if custom is None else custom.iter(f"{_CUSTOM}property")
    return next(("".join(each.itertext()).strip() for each in properties if each.get("name") == PROPERTY), "")


def creator(package: Package) -> str:
    """Whom the properties name; in what the writer made that is the publisher."""
    return _core(package, _CREATOR)


def created(package: Package) -> int:
    """The year of which the properties say that the file is; in what the writer made that is the budget's."""
    return whole(_core(package, _CREATED)[:4])


def _core(package: Package, name: str) -> str:
    core: Element = package.part("core-properties")
    found = None if core is None else core.find(name)
    return "" if found is None else (found.text or "").strip()
