"""The parts of an Excel workbook (部件), read as streams within limits.

What is read of one is limited (`archive`): bytes that they unpack to (UNPACKED), elements (_ELEMENTS).
"""

import posixpath
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.source.archive import Archive, TooManyBytes, TooManyElements
from reportgen.source.text_file import LARGEST, MEGABYTE, OLD

UNPACKED = 2 * LARGEST  # some 100,000 rows of ten columns; as letters of cells, too
_ELEMENTS = 1_500_000  # 50,000 rows of 14 columns: two for a cell

Attributes = dict[str, str]
Related = dict[str, tuple[str, str]]  # kind and name of a part, by the id of the relationship


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
