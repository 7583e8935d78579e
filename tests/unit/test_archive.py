"""Archives that Word and Excel files are: what lies about its size costs no more than it says."""

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile

import pytest

from reportgen.source.archive import Archive, TooManyBytes, TooManyElements

NAME, LARGE = "word/document.xml", b" " * 30_000_000


def packed(content: bytes, method: int = ZIP_DEFLATED, name: str = NAME) -> bytes:
    with ZipFile(stream := BytesIO(), "w", method) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def said(data: bytes, at: int, form: str, stated: int) -> bytes:
    """The archive with something else in its table of contents."""
    other = bytearray(data)
    struct.pack_into(form, other, data.rindex(b"PK\x01\x02") + at, stated)
    return bytes(other)


SIZE, CHECKSUM, METHOD, FLAGS, PLACE = (24, "<I"), (16, "<I"), (10, "<H"), (8, "<H"), (42, "<I")


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED])
def test_a_part_is_read_however_office_programs_pack_it(method: int) -> None:
    archive = Archive(packed(b"<a/>", method), 100, 100)
    assert (NAME in archive, "b" in archive, archive.read(NAME)) == (True, False, b"<a/>")


@pytest.mark.parametrize("method", [ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_a_part_that_unpacks_to_more_than_it_says_is_not_unpacked(method: int) -> None:
    archive = Archive(said(packed(LARGE, method), *SIZE, 1000), 10_000, 100)
    tracemalloc.start()
    with pytest.raises(BadZipFile):
        archive.read(NAME)
    assert tracemalloc.get_traced_memory()[1] < len(LARGE) / 10
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("field", "stated"), [(CHECKSUM, 1), (METHOD, 99), (FLAGS, 1), (FLAGS, 0x20), (PLACE, 0x7FFFFFFF)]
)
def test_a_part_that_is_not_as_it_says_is_not_read(field: tuple[int, str], stated: int) -> None:
    with pytest.raises((BadZipFile, NotImplementedError, RuntimeError)):
        Archive(said(packed(b"<a/>"), *field, stated), 100, 100).read(NAME)


@pytest.mark.parametrize("name", ["../a.xml", "/a.xml", "C:\\a.xml"])
def test_a_name_is_a_name_and_no_path(name: str) -> None:
    assert Archive(packed(b"<a/>", name=name), 100, 100).read(name) == b"<a/>"


def test_what_parts_hold_counts_once_for_each() -> None:
    archive = Archive(packed(b"<a><b/></a>"), 11, 2)
    assert {archive.xml(NAME)[0] for _ in range(3)} == {b"<a><b/></a>"}
    with pytest.raises(TooManyBytes):
        Archive(packed(b"<a><b/></a>"), 10, 2).read(NAME)
    with pytest.raises(TooManyElements):
        Archive(packed(b"<a><b/></a>"), 11, 1).xml(NAME)


def test_a_tag_of_a_million_attributes_counts_as_many_elements() -> None:
    attributes = " ".join(f'a{number}=""' for number in range(200_000))
    crowded = f"<a {attributes}/>".encode()
    with pytest.raises(TooManyElements):
        Archive(packed(crowded), len(crowded), 100).xml(NAME)
