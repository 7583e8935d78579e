"""Every example opens in LibreOffice, and says there what it says as text: word for word, in the same order.

Taken away on both sides: white space, and the signs of the text notation (`|`, `〃`, `⏎`, `--`), which LibreOffice puts
a line for a cell instead of. Taken away from the Word file: what only it has, in one piece behind the title: who
publishes and when, and the contents. Taken away from the text: the mark of a draft, in Word a header.
"""

import io
import re
import shutil
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from tests.tools import soffice_texts
from tests.writers.test_docx import W, said, style_of

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = sorted(path.stem for path in DATA.glob("*.yaml"))
FINAL, DRAFT = "final", "draft"
ASIDE = ("CoverSignature", "CoverDate", "ContentsTitle", "TOC")  # styles of what only the Word file has
SIGNS = re.compile(r"[\s\ufeff|〃⏎]|--")


def bare(text: str) -> str:
    return SIGNS.sub("", text)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All examples, final and as drafts, as Word files, as text, and as the text that LibreOffice reads in them."""
    folder = tmp_path_factory.mktemp("built")
    for kind, arguments in ((FINAL, []), (DRAFT, ["--draft"])):
        budgets = [str(DATA / f"{name}.yaml") for name in EXAMPLES]
        assert main(["build", *budgets, "--to", "docx,txt", *arguments, "-o", str(folder / kind)]) == 0
        for path in (folder / kind).iterdir():
            shutil.move(path, folder / f"{path.stem}-{kind}{path.suffix}")
    soffice_texts(sorted(folder.glob("*.docx")), folder / "libreoffice")
    return folder


def only_in_word(file: bytes) -> str:
    """Who publishes, when, and the contents."""
    paragraphs = docx.Document(io.BytesIO(file)).element.body.iter(f"{W}p")
    return bare("".join(said(paragraph) for paragraph in paragraphs if style_of(paragraph).startswith(ASIDE)))


@pytest.mark.parametrize("kind", [FINAL, DRAFT])
@pytest.mark.parametrize("name", EXAMPLES)
def test_libreoffice_reads_in_the_word_file_what_the_text_says(built: Path, name: str, kind: str) -> None:
    there = bare((built / "libreoffice" / f"{name}-{kind}.txt").read_text(encoding="utf-8"))
    here = bare((built / f"{name}-{kind}.txt").read_text(encoding="utf-8"))
    aside = only_in_word((built / f"{name}-{kind}.docx").read_bytes())
    assert there.count(aside) == 1 or not aside
    assert there.replace(aside, "", 1) == here.removeprefix("【草稿】")
