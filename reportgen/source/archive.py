"""Archives (压缩包) that Word and Excel files are: their parts as bytes, those of a workbook as streams, within limits.

A small file can hold much. What is read of one is limited, whatever its parts are called and whatever its table of
contents says of them: bytes that they unpack to, elements, parts. A part counts once.
Source: ECMA-376 part 2, annex C (parts are stored, or packed by Deflate).
"""

import posixpath
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from io import BytesIO
from typing import NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.text_file import LARGEST, MEGABYTE, OLD

MOST_PARTS = 5000
_FEW, _DENSE = 100_000, 8  # attributes of a part, and of each element; a cell has three
_ENTRY = b"PK\x01\x02"  # of the table of contents
_USUAL = (ZIP_STORED, ZIP_DEFLATED)  # what else unpacks, does so without end
UNPACKED = 2 * LARGEST  # some 100,000 rows of ten columns; as letters of cells, too
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


def _passed_over(*_: object) -> None:
    """Nothing is made of it."""


class Parts:
    """The parts of a workbook, read as streams."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name, self._letters = name, 0
        if data.startswith(OLD):
            hint = "在 Excel 里另存为“Excel 工作簿（.xlsx）”，不设密码"
            self.refuse("这是旧的 Excel 文件（.xls），或设了密码", hint)
        self._archive = Archive(data, UNPACKED, _ELEMENTS)

    def walk(
        self, part: str, begun: Callable[[str, Attributes], object], ended: Callable[[str, str], object] = _passed_over
    ) -> None:
        """Tell each element of a part when it begins, and when it ends with the text since the last tag."""
        from xml.parsers import expat  # for workbooks alone

        try:
            content, encoding = self._archive.xml(part)
        except TooManyBytes:
            self._refuse_bytes()
        except TooManyElements:
            self.refuse("表格里的单元格、格式太多，没有读")
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

    def hold(self, letters: int) -> None:
        """Count letters that a cell repeats: one text may stand in a million cells."""
        self._letters += letters
        if self._letters > UNPACKED:
            self._refuse_bytes()

    def related(self, part: str) -> Related:
        """What a part refers to; "" is the whole workbook."""
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
        """Raise why the workbook is not read, mostly that it is too large."""
        raise ReportgenError(error("文件", what, Location(self._name), hint=hint))


def _refuse_entities(*_: object) -> NoReturn:
    raise ValueError("no workbook declares entities")
