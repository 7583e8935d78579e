"""Parts of a package that are written by hand (部件): text as XML, relationships, entries of the archive.

No dates, programs or persons get into them.
Source: XML 1.0, 2.2 (legal characters); ECMA-376 part 1, 22.3 (custom properties); part 2, 9 (relationships).
"""

from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipInfo

from reportgen.patterns import compiled

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATED_TO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTIES = (
    ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties; they are counted from 2
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold
_UNSAFE = compiled('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Return the text as XML, in contents and in attributes alike; what XML cannot hold becomes U+FFFD."""
    return _UNSAFE.sub(lambda found: _ENTITIES.get(found[0], "\ufffd"), text)


def relations(*targets: str) -> str:
    """Return the relationships of a part: kinds and targets in turn, with the ids rId1, rId2 …"""
    pairs = enumerate(zip(targets[::2], targets[1::2], strict=True), 1)
    links = (f'<Relationship Id="rId{i}" Type="{RELATED_TO}/{kind}" Target="{to}"/>' for i, (kind, to) in pairs)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(links)}</Relationships>'


def properties_xml(properties: Mapping[str, str]) -> str:
    """Return custom properties, without the XML declaration."""
    each = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{i}" name="{escaped(name)}"><vt:lpwstr>{escaped(text)}</vt:lpwstr>'
        "</property>"
        for i, (name, text) in enumerate(properties.items(), 2)
    )
    return f"<Properties{_PROPERTIES}>{each}</Properties>"


def entry(name: str) -> ZipInfo:
    """Return the entry of a part in a package, the same at any time and on any computer."""
    found = ZipInfo(name, _OLDEST)
    found.compress_type = ZIP_DEFLATED
    found.create_system = 3
    found.external_attr = 0o644 << 16
    return found
