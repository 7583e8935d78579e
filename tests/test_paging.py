"""`--toc pages`: the numbers in the contents are those of the pages that the headings stand on, or there are none."""

import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from reportgen.cli import main
from reportgen.cli._page_numbers import first_numbered, heading_pages
from tests.budgets import NAMES
from tests.test_office import STATED, WHOLE, standing_in, wrapped
from tests.tools import need, run_tool

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(NAMES)
NO_OFFICE = "这台电脑没有 LibreOffice，排不出页码：目录的页码由 Word 打开时填。\n"
NO_OFFICE += "  建议：安装 LibreOffice（免费）后再生成\n"


def bare(text: str) -> str:
    return "".join(text.split())


def build(folder: Path, *arguments: str, names: list[str] = EXAMPLES, beside: Sequence[Path] = ()) -> Path:
    """The examples, and budget files beside them, built into a folder."""
    budgets = [*(str(DATA / f"{name}.yaml") for name in names), *map(str, beside)]
    assert main(["build", *budgets, *arguments, "-o", str(folder)]) == 0
    return folder


PAGED = ["luoyang-2020"]  # it is printed three times; the others are left to `make soak`
LEFT = [name for name in EXAMPLES if name not in PAGED]
some = pytest.mark.parametrize("name", [*PAGED, *(pytest.param(name, marks=pytest.mark.soak) for name in LEFT)])
Out = Callable[[str], Path]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Out:
    """Where an example is, built together with those that are looked at when it is, and with a draft of the first.

    `calls.txt` has a line for each call of LibreOffice.
    """

    @cache
    def together(first: bool) -> Path:
        folder = tmp_path_factory.mktemp("paged")
        draft = folder / "draft.yaml"
        text = (DATA / f"{PAGED[0]}.yaml").read_text(encoding="utf-8")
        draft.write_text(f"状态: 草稿\n{text}", encoding="utf-8")
        with pytest.MonkeyPatch.context() as patched:
            wrapped(folder, patched)
            names, beside = (PAGED, [draft]) if first else (LEFT, [])
            return build(folder, "--to", "docx,pdf", "--toc", "pages", names=names, beside=beside)

    return lambda name: together(name in PAGED)


def contents_of(docx: Path) -> list[str]:
    """The entries of the contents as Word shows them: words and page number, without white space."""
    body = zipfile.ZipFile(docx).read("word/document.xml").decode()
    listed = (line for line in body.split("</w:p>") if 'w:pStyle w:val="TOC' in line)
    entries = ("".join(re.findall(r"<w:t[ >][^<]*", entry)) for entry in listed)
    lines = (bare(re.sub(r"<w:t[^>]*>", "", entry)) for entry in entries)
    return [line for line in lines if line]


@some
def test_every_number_in_the_contents_is_printed_on_the_page_of_its_heading(out: Out, name: str) -> None:
    need("pdftoppm")
    pages = [bare(page) for page in run_tool("pdftotext", "-layout", out(name) / f"{name}.pdf", "-").split("\f")[:-1]]
    contents = contents_of(out(name) / f"{name}.docx")
    front = next(i for i, page in enumerate(pages) if "—1—" in page)
    for entry in contents:
        title, number = re.fullmatch(r"(.*?)([0-9]+)", entry).groups()  # type: ignore[union-attr]
        page = pages[front + int(number) - 1]
        assert f"—{number}—" in page
        assert title in page.replace(f"—{number}—", "")  # which on a turned page stands beside its first lines
    assert bool(contents) is (front > 0)


@some
def test_the_contents_themselves_print_those_numbers(out: Out, name: str) -> None:
    need("pdftoppm")
    pages = run_tool("pdftotext", "-layout", out(name) / f"{name}.pdf", "-").split("\f")[:-1]
    front = next(i for i, page in enumerate(pages) if re.search("— *1 *—", page))
    printed = bare("".join(pages[:front])).replace(".", "").replace("…", "")
    for entry in contents_of(out(name) / f"{name}.docx"):
        assert entry.replace(".", "").replace("…", "") in printed


def test_there_are_examples_with_contents(out: Out) -> None:
    assert len(contents_of(out("luoyang-2020") / "luoyang-2020.docx")) > 10


@pytest.mark.soak  # that each number is right holds what can be seen of it
@pytest.mark.parametrize("names", [PAGED, LEFT], ids="-".join)
def test_written_in_the_numbers_move_nothing(out: Out, names: list[str], tmp_path: Path) -> None:
    before = build(tmp_path, "--to", "pdf", names=names)
    for name in names:
        pdfs = [(folder / f"{name}.pdf").read_bytes() for folder in (before, out(name))]
        assert heading_pages(pdfs[0]) == heading_pages(pdfs[1])
        assert first_numbered(pdfs[0]) == first_numbered(pdfs[1])


def test_one_call_pages_the_contents_of_all_documents_and_another_prints_them(out: Out) -> None:
    assert len((out(PAGED[0]) / "calls.txt").read_text(encoding="utf-8").splitlines()) == 2


def test_a_draft_counts_its_pages_too(out: Out) -> None:
    need("pdftoppm")
    folder = out(PAGED[0])
    pages = [bare(page) for page in run_tool("pdftotext", folder / "draft.pdf", "-").split("\f")[:-1]]
    contents = contents_of(folder / "draft.docx")
    assert "草稿：公开前要改的地方" in pages[0]
    for entry in contents:
        title, number = re.fullmatch(r"(.*?)([0-9]+)", entry).groups()  # type: ignore[union-attr]
        assert [title in page for page in pages if f"—{number}—" in page] == [True]
    assert "草稿：公开前要改的地方" not in "".join(contents)


# No numbers


def test_without_libreoffice_that_is_told_and_word_is_asked_for_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(STATED, str(tmp_path / "nowhere"))
    fields = build(tmp_path / "fields", "--to", "docx", names=["luoyang-2020"])
    capsys.readouterr()
    pages = build(tmp_path / "pages", "--to", "docx", "--toc", "pages", names=["luoyang-2020"])
    assert NO_OFFICE in capsys.readouterr().err
    assert (fields / "luoyang-2020.docx").read_bytes() == (pages / "luoyang-2020.docx").read_bytes()


def test_a_document_that_cannot_be_printed_is_told_and_its_contents_stay_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standing_in(tmp_path, monkeypatch, "sys.exit(77)")
    build(tmp_path / "out", "--to", "docx", "--toc", "pages", names=["luoyang-2020"])
    assert "luoyang-2020.yaml：LibreOffice 没有转成，目录的页码由 Word 打开时填。\n" in capsys.readouterr().err
    assert not contents_of(tmp_path / "out" / "luoyang-2020.docx")[0][-1].isdigit()


def test_a_pdf_that_does_not_tell_the_headings_gives_no_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standing_in(tmp_path, monkeypatch, WHOLE.format(unable=[], end=b"\n%%EOF\n"))
    build(tmp_path / "out", "--to", "docx", "--toc", "pages", names=["luoyang-2020"])
    said = "luoyang-2020.yaml：排出来的标题和页码跟文件里的对不上，目录的页码由 Word 打开时填。\n"
    assert said in capsys.readouterr().err
    assert not contents_of(tmp_path / "out" / "luoyang-2020.docx")[0][-1].isdigit()


@pytest.mark.parametrize("arguments", [["--to", "html,txt", "--toc", "pages"], ["--to", "docx"], ["--toc", "links"]])
def test_who_needs_no_page_numbers_needs_no_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    standing_in(tmp_path, monkeypatch, f"Path({str(tmp_path / 'called')!r}).touch()")
    build(tmp_path / "out", *arguments, names=["luoyang-2020"])
    assert not (tmp_path / "called").exists()


def test_another_kind_of_contents_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "a.yaml", "--toc", "page"]) == 2
    assert capsys.readouterr().err == "--toc 没有“page”。是不是“pages”？\n"
