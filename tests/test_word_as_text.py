"""Every example opens in LibreOffice, and says there what it says as text: word for word, in the same order.

Taken away on both sides: white space, and the signs of the text notation (`|`, `〃`, `⏎`, `--`), which LibreOffice puts
a line for a cell instead of. Taken away from the Word file: what only it has, in one piece behind the title: who
publishes and when, and the contents. Taken away from the text: the mark of a draft, in Word a header, and the names of
charts, in Word pictures.
"""

import io
import re
from pathlib import Path

import docx
import pytest

from reportgen.cli import main
from tests.budgets import NAMES
from tests.office import text_of
from tests.writers.test_docx import W, said, style_of

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(NAMES)
ASIDE = ("CoverSignature", "CoverDate", "ContentsTitle", "TOC")  # styles of what only the Word file has
SIGNS = re.compile(r"[\s\ufeff|〃⏎]|--")


def bare(text: str) -> str:
    return SIGNS.sub("", re.sub("［图：.*?］", "", text))


def only_in_word(file: bytes) -> str:
    """Who publishes, when, and the contents."""
    paragraphs = docx.Document(io.BytesIO(file)).element.body.iter(f"{W}p")
    return bare("".join(said(paragraph) for paragraph in paragraphs if style_of(paragraph).startswith(ASIDE)))


# Of drafts, which differ by a header and a list in front, one; `make soak` takes all.
@pytest.mark.parametrize(
    ("draft", "names"),
    [
        (False, EXAMPLES[::2]),
        (True, EXAMPLES[1:2]),
        *(pytest.param(draft, EXAMPLES, marks=pytest.mark.soak) for draft in (False, True)),
    ],
)
def test_libreoffice_reads_in_the_word_files_what_the_texts_say(draft: bool, names: list[str], tmp_path: Path) -> None:
    budgets = [str(DATA / f"{name}.yaml") for name in names]
    assert main(["build", *budgets, "--to", "docx,txt", *["--draft"][:draft], "-o", str(tmp_path)]) == 0
    for name in names:
        there = bare(text_of(tmp_path / f"{name}.docx"))
        here = bare((tmp_path / f"{name}.txt").read_text(encoding="utf-8"))
        aside = only_in_word((tmp_path / f"{name}.docx").read_bytes())
        assert there.count(aside) == 1 or not aside
        assert there.replace(aside, "", 1) == here.removeprefix("【草稿】")
