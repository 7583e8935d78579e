"""Word files with tracked changes, settled by others: LibreOffice accepts or rejects them, pandoc reads them."""

import json
import re
import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from tests.tools import need, run_tool


class Settled(NamedTuple):
    """A Word file with its changes accepted, and with them rejected."""

    accepted: bytes
    rejected: bytes


def by_libreoffice(files: Mapping[str, bytes], folder: Path) -> dict[str, Settled]:
    """What LibreOffice makes of Word files, by their names, all in one run; `folder` is new and of no other use."""
    profile = folder / "profile"
    profile.mkdir(parents=True)
    jobs = [
        [str(folder / f"{at}.docx"), verdict, str(folder / f"{at}-{verdict}.docx")]
        for at in range(len(files))
        for verdict in ("Accept", "Reject")
    ]
    for at, content in enumerate(files.values()):
        (folder / f"{at}.docx").write_bytes(content)
    command = [need("uno"), Path(__file__).with_name("uno_settle.py"), need("soffice"), profile]
    done = subprocess.run(
        command, input=json.dumps(jobs), capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    results = iter([Path(result).read_bytes() for _, _, result in jobs])
    return {name: Settled(next(results), next(results)) for name in files}


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
