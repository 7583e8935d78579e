"""Files → bytes and text (读文件), with limits on size, encoding and characters."""

import os
import stat
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error, refuse
from reportgen.patterns import compiled
from reportgen.source.nodes import NodePlace, Source

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE  # bytes of Word files and workbooks, with their pictures
LARGEST_TEXT = 8 * MEGABYTE  # 25,000 lines of a thousand units are 3 MB, the largest published budget is 0.1 MB
# Characters that cannot be published: those that XML does not allow, invisible ones and those that change the direction
# of writing (a name could then read as another), marks of a wrong decoding (U+FFFD) or of a lost picture (U+FFFC), and
# plane 15, which templates use for slots. Private use is allowed: rare characters of names are written with it.
UNPRINTABLE = compiled(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffd\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
LINE_END = compiled("\r\n|[\r\n\u2028\u2029]")
_SIXTEEN = (b"\xff\xfe", b"\xfe\xff")
ZIPPED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # how Office files begin: .xlsx; .xls, or a file with a password
_NO_TEXT = {
    ZIPPED: "Word、Excel 文件或压缩包",
    OLD: "Word 或 Excel 文件",
    b"%PDF-": "PDF 文件",
}
_SAVE = "用记事本打开，另存为时编码选 UTF-8"


_STAND_INS: ContextVar[Mapping[Path, bytes] | None] = ContextVar("_STAND_INS", default=None)


@contextmanager
def standing_in(contents: Mapping[Path, bytes]) -> Iterator[None]:
    """Inside the block, read these contents, by resolved path, instead of the files: to see what an edit would do."""
    token = _STAND_INS.set(contents)
    try:
        yield
    finally:
        _STAND_INS.reset(token)


def read_text(path: Path, name: str = "") -> str:
    """Return the text of a file; `name` is its name in messages.

    Raises:
        ReportgenError: there is no such file, or it is too large, or it is not UTF-8.
    """
    data, name = read_bytes(path, LARGEST_TEXT), name or str(path)
    for sign, what in _NO_TEXT.items():
        if data.startswith(sign):
            hint = "写上预算文件（.yaml）的名称；Excel 里的明细，在预算文件里用“文件”引用"
            raise ReportgenError(error("编码", f"这是{what}，不是文本", Location(name, 1), hint=hint))
    if is_sixteen_bits(data):
        what = "文件是 UTF-16（Unicode）编码，不是 UTF-8"
        raise ReportgenError(error("编码", what, Location(name, 1), hint=_SAVE))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = data[: mistake.start].count(b"\n") + 1
        raise ReportgenError(error("编码", "文件不是 UTF-8 编码", Location(name, line), hint=_advice(data))) from None


def is_sixteen_bits(data: bytes) -> bool:
    """Whether the data is UTF-16 text: it has the mark, or a line end of two bytes."""
    return data.startswith(_SIXTEEN) or b"\n\0" in data or b"\0\n" in data


def _advice(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return f"文件坏了，或是少见的编码：{_SAVE}，再看看这一行的字对不对"
    return f"多半是 GBK（ANSI）编码：{_SAVE}"


_READ: ContextVar[dict[Path, str] | None] = ContextVar("_READ", default=None)


@contextmanager
def collected_reads() -> Iterator[dict[Path, str]]:
    """Collect the files that are read inside the block, in order, each with the checksum of what was read."""
    read: dict[Path, str] = {}
    token = _READ.set(read)
    try:
        yield read
    finally:
        _READ.reset(token)


def checksum(content: bytes) -> str:
    """Return the SHA-256 of a content as hexadecimal digits."""
    from hashlib import sha256  # slow to import, and most commands need none

    return sha256(content).hexdigest()


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """Return the content of a file of at most so many bytes.

    Raises:
        ReportgenError: there is no such file, it is too large, or it cannot be read.
    """
    stand_ins = _STAND_INS.get()
    if stand_ins and (content := stand_ins.get(path.resolve())) is not None:
        return content
    try:
        _refuse_unreadable(path, path.stat(), most)
        content = path.read_bytes()
    except FileNotFoundError:
        raise ReportgenError(error("文件", f"找不到文件 {path}", hint="检查文件名和所在的文件夹")) from None
    except PermissionError:
        hint = "检查文件的权限；正被别的程序打开时，关闭后再试"
        raise ReportgenError(error("文件", f"读不了 {path}", hint=hint)) from None
    except (OSError, ValueError):
        raise ReportgenError(error("文件", f"读不了 {path}", hint="检查文件名，以及它是不是一个文件")) from None
    if (read := _READ.get()) is not None:
        read[path] = checksum(content)
    return content


def _refuse_unreadable(path: Path, found: os.stat_result, most: int) -> None:
    """Refuse a folder, a device or a pipe, which would be read for ever, and a file that is too large."""
    if stat.S_ISDIR(found.st_mode):
        refuse("文件", f"{path} 是文件夹", hint="写出文件夹里的预算文件（.yaml）")
    if not stat.S_ISREG(found.st_mode):
        refuse("文件", f"{path} 不是文件", hint="检查文件名")
    if found.st_size > most:
        raise ReportgenError(too_large(path, found.st_size, most))


def too_large(path: Path, size: int, most: int) -> Diagnostic:
    """Return the error for a file of `size` bytes that may have `most`."""
    what = f"文件有{-(-size // MEGABYTE)}MB，超过{most // MEGABYTE}MB，没有读"
    return error("文件", what, Location(str(path)), hint="检查是不是写错了文件；明细很多的，分成几个文件")


def unprintable(text: str, source: Source) -> Iterator[Diagnostic]:
    """Yield an error for every character that cannot be published; some of them end a line."""
    starts: list[int] = []
    for one in UNPRINTABLE.finditer(text):
        starts = starts or [0, *(end.end() for end in LINE_END.finditer(text))]
        line = bisect_right(starts, one.start()) - 1
        at = source.location(NodePlace(source, line, one.start() - starts[line]))
        yield error("字符", unusable(one[0]), at, hint="删掉它，重新输入这几个字")


def unusable(character: str) -> str:
    """Return what is wrong with a character that cannot be published."""
    what = "乱码" if character == "\ufffd" else "看不见的字符"
    return f"有{what} U+{ord(character):04X}"
