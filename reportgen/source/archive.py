"""Archives (压缩包) that Word and Excel files are: the bytes of their parts, within limits.

A small file can hold much. What is read of one is limited, whatever its parts are called and whatever its table of
contents says of them: bytes that they unpack to, elements, parts. A part counts once.
Source: ECMA-376 part 2, annex C (parts are stored, or packed by Deflate).
"""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

MOST_PARTS = 5000
_FEW, _DENSE = 100_000, 8  # attributes of a part, and of each element; a cell has three
_ENTRY = b"PK\x01\x02"  # of the table of contents
_USUAL = (ZIP_STORED, ZIP_DEFLATED)  # what else unpacks, does so without end


class TooManyBytes(Exception):
    """The parts unpack to more than the file may hold."""


class TooManyElements(Exception):
    """The parts hold more elements than the file may."""


class Archive:
    """An open archive; counts what its parts hold."""

    def __init__(self, data: bytes, bytes_: int, elements: int) -> None:
        """`bytes_`, `elements`: what its parts may hold."""
        if data.count(_ENTRY) > MOST_PARTS:
            raise BadZipFile
        self._zip = ZipFile(BytesIO(data))
        self._bytes, self._elements = bytes_, elements  # that are left
        self._read, self._parsed = set[str](), set[str]()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    @property
    def names(self) -> list[str]:
        """The names of its parts, in their order."""
        return [name for name in self._zip.NameToInfo if not name.endswith("/")]

    def read(self, name: str) -> bytes:
        """Return the bytes of a part."""
        entry = self._zip.NameToInfo[name]
        if entry.compress_type not in _USUAL:
            raise BadZipFile
        if name not in self._read:
            self._read.add(name)
            self._bytes -= entry.file_size
        if self._bytes < 0:
            raise TooManyBytes
        with self._zip.open(entry) as file:
            return file.read(entry.file_size + 1)  # no more is unpacked than it is said to have

    def xml(self, name: str) -> tuple[bytes, str]:
        """Return the bytes of a part of elements, and their encoding: in another one these would not be counted."""
        content = self.read(name)
        if name not in self._parsed:
            self._parsed.add(name)
            elements = content.count(b"<") - content.count(b"</")
            self._elements -= elements
            if content.count(b"=") > _FEW + _DENSE * elements:  # attributes: a tag may have a million
                raise TooManyElements
        if self._elements < 0:
            raise TooManyElements
        return content, "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"
