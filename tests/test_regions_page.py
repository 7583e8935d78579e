"""docs/REGIONS.md, section 10: whoever does what it says has the region that it shows."""

import re
from pathlib import Path

import pytest

from reportgen.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "REGIONS.md"
FILE = re.compile(r"^`([^`\n]+\.yaml)`.*?\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def section() -> str:
    found = re.search(r"^## 10\. .*?(?=^## 11\. )", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[0]


@pytest.fixture(scope="module")
def folder(section: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the section, in an empty folder."""
    made = tmp_path_factory.mktemp("region")
    for name, content in FILE.findall(section):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(content, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    assert main(["build", str(folder / "guanlan-2025.yaml"), "-o", str(folder / "out"), "--to", "txt"]) == 0
    return (folder / "out" / "guanlan-2025.txt").read_text(encoding="utf-8")


def blocks(section: str) -> list[list[str]]:
    """Indented blocks, without their indent."""
    found = re.findall(r"(?:^ {4}.*\n)+", re.sub(r"(?ms)^```.*?^```$", "", section), re.MULTILINE)
    return [[line[4:] for line in block.splitlines()] for block in found]


def test_the_files_that_it_lists_are_those_that_it_shows(section: str, folder: Path) -> None:
    listed = {line.split()[0] for line in blocks(section)[0]}
    assert listed == {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}


def test_it_prints_what_the_page_prints(section: str, text: str) -> None:
    _, printed = blocks(section)
    lines = text.split("\n")
    start = lines.index(printed[0])
    assert lines[start : start + len(printed)] == printed


def test_what_it_says_of_the_rest_is_so(section: str, text: str) -> None:
    assert "numbered （一） to （八）" in section
    explained = text[text.rindex("情况说明") :]
    assert re.findall(r"^（([一二三四五六七八九十])）", explained, re.MULTILINE) == list("一二三四五六七八")
    said = re.search(r"a change reads (\S+?)…", section)
    assert said
    assert said[1] in text


def test_its_officers_can_start_from_an_empty_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert main(["new", "观澜县文化和旅游局", "--template", "guanlan", "--year", "2025", "-o", "empty.yaml"]) == 0
    assert main(["build", "empty.yaml", "--to", "txt"]) == 0
