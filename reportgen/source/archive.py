"""The archives (压缩包) of Word and Excel files: parts as bytes, those of a workbook also as streams, within limits.

A small file can unpack to very much. Therefore the number of parts, and the bytes and XML elements that are read, are
limited, whatever the archive's table of contents says. A part that is read twice counts once.
Source: ECMA-376 part 2, annex C (parts are stored, or packed by Deflate).
"""

import posixpath
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.text_file import LARGEST, MEGABYTE, OLD

MOST_PARTS = 5000
_FEW, _DENSE = 100_000, 8  # attributes: of a part, and more for each of its elements; a cell has three
_ENTRY = b"PK\x01\x02"  # of the table of contents
_USUAL = (ZIP_STORED, ZIP_DEFLATED)  # other methods cannot be stopped while they unpack
UNPACKED = 2 * LARGEST  # bytes, some 100,000 rows of ten columns; also letters that cells show
_ELEMENTS = 1_500_000  # 50,000 rows of 14 columns: two for a cell
Attributes = dict[str, str]
Related = dict[str, tuple[str, str]]  # kind and name of a part, by the id of the relationship


class TooManyBytes(Exception):
    """The parts unpack to more than the file may hold."""


class TooManyElements(Exception):
    """The parts hold more elements than the file may."""


class Archive:
    """An open archive; counts what its parts hold."""

    def __init__(self, data: bytes, bytes_: int, elements: int) -> None:
        """`bytes_`, `elements`: how many bytes (unpacked) and XML elements all parts together may hold.

        Raises:
            BadZipFile: the bytes are no archive, or one of too many parts.
        """
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
        """Return the bytes of a part.

        Raises:
            BadZipFile: the part is packed in an unusual way.
            TooManyBytes: with this part, those that were read hold more than they may.
        """
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
        """Return the bytes of an XML part, and the encoding to parse them in: that in which its elements were counted.

        Raises:
            BadZipFile, TooManyBytes: as `read` does.
            TooManyElements: with this part, those that were read hold more elements or attributes than they may.
        """
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


def _ignore_end(*_: object) -> None:
    """Ignore the end of an element."""


class WorkbookParts:
    """The parts of a workbook, read as streams."""

    def __init__(self, data: bytes, name: str, elements: int = _ELEMENTS) -> None:
        """`name` is said in refusals; `elements`: how many XML elements all parts together may hold.

        Raises:
            ReportgenError: the bytes are a workbook of the old format (.xls), or encrypted.
        """
        self._name, self._letters = name, 0
        if data.startswith(OLD):
            hint = "在 Excel 里另存为“Excel 工作簿（.xlsx）”，不设密码"
            self.refuse("这是旧的 Excel 文件（.xls），或设了密码", hint)
        self._archive = Archive(data, UNPACKED, elements)

    def walk(
        self, part: str, begun: Callable[[str, Attributes], object], ended: Callable[[str, str], object] = _ignore_end
    ) -> None:
        """Call `begun` with name and attributes of each element, `ended` with its name and the text before its end."""
        from xml.parsers import expat  # for workbooks alone

        content, encoding = self._xml(part)
        parser, text = expat.ParserCreate(encoding), list[str]()
        parser.buffer_text = True
        parser.CharacterDataHandler = text.append
        parser.StartDoctypeDeclHandler = _refuse_entities

        def on_begin(name: str, about: Attributes) -> None:
            text.clear()
            begun(name.rpartition(":")[2] if ":" in name else name, about)

        def on_end(name: str) -> None:
            ended(name.rpartition(":")[2] if ":" in name else name, "".join(text))
            text.clear()

        parser.StartElementHandler, parser.EndElementHandler = on_begin, on_end
        parser.Parse(content, True)

    def count(self, parts: Iterable[str]) -> None:
        """Count what these parts hold before any of them is read: too much is told at once."""
        for part in parts:
            self._xml(part)

    def _xml(self, part: str) -> tuple[bytes, str]:
        try:
            return self._archive.xml(part)
        except TooManyBytes:
            self._refuse_bytes()
        except TooManyElements:
            self.refuse("表格里的单元格、格式太多，没有读")

    def count_letters(self, letters: int) -> None:
        """Count the letters of a shared text that a cell shows: one text may stand in a million cells."""
        self._letters += letters
        if self._letters > UNPACKED:
            self._refuse_bytes()

    def related(self, part: str) -> Related:
        """Return kind and name of the parts that a part refers to, by id; "" stands for the whole workbook."""
        folder, own = posixpath.split(part)
        found: Related = {}

        def begun(name: str, about: Attributes) -> None:
            if name == "Relationship":
                target = posixpath.normpath(posixpath.join("/", folder, about["Target"])).lstrip("/")
                found[about["Id"]] = about["Type"].rpartition("/")[2], target

        self.walk(posixpath.join(folder, "_rels", f"{own}.rels"), begun)
        return found

    def _refuse_bytes(self) -> NoReturn:
        self.refuse(f"表格里的内容超过{UNPACKED // MEGABYTE}MB，没有读")

    def refuse(self, what: str, hint: str = "删掉用不着的工作表、空行和格式，或分成几个文件") -> NoReturn:
        """Raise ReportgenError: why the workbook is not read. The usual hint is for one that is too large."""
        raise ReportgenError(error("文件", what, Location(self._name), hint=hint))


def _refuse_entities(*_: object) -> NoReturn:
    raise ValueError("no workbook declares entities")
