"""What LibreOffice makes of Word files: one that is started when a test first needs it does all that tests ask for.

Starting it takes longer than most of what it is asked. It has a profile of its own, as tests run in parallel, and ends
with the run (`close`). Where no Python can drive it, it is started for each file, and tests that edit are skipped.
"""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Timer

from tests.tools import found, need, run_tool

PDF, TEXT, WORD = "writer_pdf_Export", "Text (encoded)", "MS Word 2007 XML"  # as LibreOffice calls them
LIMIT = 300  # seconds for one job
_CONVERTED_TO = {PDF: "pdf", TEXT: "txt:Text (encoded):UTF8", WORD: "docx"}

Edits = Sequence[Sequence[object]]


def pdf_of(docx: Path) -> Path:
    """The PDF of a Word file, beside it."""
    return _saved(docx, docx.with_suffix(".pdf"), PDF)


def printed(content: bytes, folder: Path, *options: str) -> str:
    """The words of the PDF of a Word file, as `pdftotext` tells them with those options; made in the folder."""
    docx = folder / "printed.docx"
    docx.write_bytes(content)
    pdftotext = Path(need("pdftoppm")).with_name("pdftotext")
    return run_tool(pdftotext, *options, pdf_of(docx), "-")


def text_of(docx: Path) -> str:
    """The text that LibreOffice reads in a Word file."""
    return _saved(docx, docx.with_suffix(".libreoffice.txt"), TEXT).read_text(encoding="utf-8")


def saved_again(docx: Path, alone: bool = False) -> bytes:
    """The Word file as LibreOffice saves it; `alone`: by one of its own, since the shared one cannot show comments."""
    save = _converted if alone else _saved
    return save(docx, docx.with_suffix(".again.docx"), WORD).read_bytes()


def edit(docx: Path, **edits: Edits) -> None:
    """Opens a Word file, makes the edits (`uno_office.py` lists them), saves it in its place."""
    _Office.running().do(docx, docx.with_suffix(".edited.docx"), WORD, edits=edits).replace(docx)


def settled(docx: Path, verdict: str) -> bytes:
    """The Word file with all its tracked changes settled. verdict: `Accept` or `Reject`."""
    return _Office.running().do(docx, docx.with_suffix(f".{verdict}.docx"), WORD, verdict).read_bytes()


def close() -> None:
    """Ends LibreOffice, if it was started."""
    if _Office.current:
        _Office.current.end()
        _Office.current = None


def _saved(docx: Path, target: Path, form: str) -> Path:
    return _Office.running().do(docx, target, form) if found("uno") else _converted(docx, target, form)


def _converted(docx: Path, target: Path, form: str) -> Path:
    """Made by a LibreOffice of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = f"-env:UserInstallation={Path(folder).resolve().as_uri()}/profile"
        options = ("--headless", "--convert-to", _CONVERTED_TO[form], "--outdir", folder)
        said = run_tool(need("soffice"), profile, *options, docx)
        made = [path for path in Path(folder).iterdir() if path.is_file()]
        assert made, said
        target.write_bytes(made[0].read_bytes())
    return target


class _Office:
    """The program that drives LibreOffice, and LibreOffice below it."""

    current: "_Office | None" = None

    @classmethod
    def running(cls) -> "_Office":
        """The one of this process; a new one, where a mistake ended the last."""
        if cls.current is None or cls.current._process.poll() is not None:
            cls.current = cls()
        return cls.current

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="libreoffice-", ignore_cleanup_errors=True)
        profile, self._said = Path(self._folder.name, "profile"), Path(self._folder.name, "said.txt")
        profile.mkdir()
        command = (need("uno"), Path(__file__).with_name("uno_office.py"), need("soffice"), profile)
        with self._said.open("wb") as said:
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=said, encoding="utf-8")

    def do(self, docx: Path, target: Path, form: str, verdict: str = "", edits: dict[str, Edits] | None = None) -> Path:
        """Does a job; the file that it made."""
        job = {"file": str(docx), "edits": edits or {}, "settle": verdict, "target": str(target), "filter": form}
        watch = Timer(LIMIT, self._process.kill)
        watch.start()
        try:
            print(json.dumps(job), file=self._process.stdin, flush=True)
            answer = self._process.stdout.readline()  # type: ignore[union-attr]
        finally:
            watch.cancel()
        assert answer == "\n", f"{docx}: {self._last_words()}"
        return target

    def end(self) -> None:
        self._process.communicate(timeout=LIMIT)
        self._folder.cleanup()

    def _last_words(self) -> str:
        self._process.communicate(timeout=LIMIT)
        return self._said.read_text(encoding="utf-8", errors="replace")
