"""Tracked changes settled: of a tree, and of Word files by LibreOffice, which accepts or rejects, and pandoc."""

import re
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from reportgen.document import Document, Revision
from reportgen.tracked_changes import without
from tests import office
from tests.tools import need, run_tool


class Settled(NamedTuple):
    """A Word file with its changes accepted, and with them rejected."""

    accepted: bytes
    rejected: bytes


def rejected(document: Document) -> Document:
    """The older document: the tree with all its changes rejected."""
    return without(document, Revision.INSERTED)


def by_libreoffice(content: bytes, folder: Path) -> Settled:
    """What LibreOffice makes of a Word file, in the folder."""
    file = folder / "settled.docx"
    file.write_bytes(content)
    return Settled(office.settled(file, "Accept"), office.settled(file, "Reject"))


def words_by_pandoc(content: bytes, verdict: str, folder: Path) -> str:
    """Letters, signs of writing and digits of a Word file as pandoc reads it; verdict: `accept` or `reject`.

    Names of tables are left out, which pandoc tells of tables too whose rows are gone.
    """
    file = folder / "pandoc.docx"
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<w:tblCaption [^>]*>", b"", old.read(name)))
    said = run_tool(need("pandoc"), f"--track-changes={verdict}", "--from=docx", "--to=plain", "--wrap=none", file)
    return "".join(re.findall(r"\w+", said))
