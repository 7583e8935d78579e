"""Archives are written byte by byte; `zipfile` writes the same, and reads them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportgen.ooxml import zipped

PARTS = {
    "[Content_Types].xml": [b"<Types/>"],
    "word/document.xml": [b"<w:p/>" * 5_000, b"", "字".encode() * 999],
    "图/空.xml": list[bytes](),
}


def by_the_library() -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, pieces in PARTS.items():
            entry = ZipInfo(name)
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
            with archive.open(entry, "w") as part:
                for piece in pieces:
                    part.write(piece)
    return stream.getvalue()


def test_an_archive_is_that_of_the_library() -> None:
    assert zipped(PARTS) == by_the_library()


def test_the_library_reads_an_archive() -> None:
    with ZipFile(BytesIO(zipped(PARTS))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*PARTS]
        assert {name: archive.read(name) for name in PARTS} == {name: b"".join(own) for name, own in PARTS.items()}
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_archive_may_be_empty() -> None:
    assert ZipFile(BytesIO(zipped({}))).namelist() == []
