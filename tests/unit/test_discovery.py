"""Discovery: a new format, command or derived figure is a new module and nothing else, no list is edited."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen import cli, converters, discovery, writers
from reportgen.cli import formats_beside, main
from reportgen.diagnostics import ReportgenError
from reportgen.figures import derived
from tests.unit.small import budget_file, figures, number, paragraphs, region, rendered, report


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules belong to four packages of the program as long as the test runs."""
    before = set(sys.modules)
    for package in (writers, converters, cli, derived):
        folder = tmp_path / package.__name__
        folder.mkdir()
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    importlib.invalidate_caches()
    discovery.declared.cache_clear()
    yield tmp_path
    discovery.declared.cache_clear()
    for name in sorted(set(sys.modules) - before, reverse=True):
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            package, _, module = name.rpartition(".")
            del sys.modules[name]
            vars(sys.modules[package]).pop(module, None)


def module(folder: Path, package: str, name: str, text: str) -> None:
    path = folder / package / f"{name}.py"
    path.write_text(text, encoding="utf-8")


def test_a_new_writer_is_a_new_module_and_builds_without_being_asked_for(
    added: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "def write(document, style):\n    return f'{document.publisher} {document.year}'.encode()\n"
    module(added, "reportgen.writers", "csv", source)
    assert writers.formats() == ["csv", "docx", "html", "txt"]
    region(added)
    monkeypatch.chdir(added)
    assert main(["build", str(budget_file(added, "支出: 5\n"))]) == 0
    assert (added / "out" / "input.csv").read_text(encoding="utf-8") == "甲局 2021"


def test_a_writer_may_be_a_folder_of_modules(added: Path) -> None:
    (added / "reportgen.writers" / "odt").mkdir()
    module(added, "reportgen.writers", "odt/__init__", "from .pages import write\n")
    module(added, "reportgen.writers", "odt/pages", "def write(document, style):\n    return b'odt'\n")
    assert "odt" in writers.formats()
    assert writers.writer("odt").__name__ == "write"


def test_a_new_kind_of_a_format_is_a_new_module_of_its_writer_and_is_built_when_it_is_asked_for(
    added: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (added / "reportgen.writers" / "odt").mkdir()
    module(added, "reportgen.writers", "odt/__init__", "def write(document, style):\n    return b'packed'\n")
    module(added, "reportgen.writers", "odt/as_flat", "def write(document, style):\n    return b'flat'\n")
    assert "odt-flat" in writers.on_request()
    region(added)
    monkeypatch.chdir(added)
    budget = str(budget_file(added, "支出: 5\n"))
    assert main(["build", budget]) == 0
    assert not (added / "out" / "input.flat.odt").exists()
    assert main(["build", budget, "--to", "odt-flat,odt", "-o", "to"]) == 0
    assert {path.name: path.read_bytes() for path in (added / "to").iterdir()} == {
        "input.flat.odt": b"flat",
        "input.odt": b"packed",
    }


def test_a_format_that_nobody_gets_unasked_is_a_module_too(added: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module(added, "reportgen.writers", "as_csv", "def write(document, style):\n    return b'csv'\n")
    assert ("csv" in writers.formats(), "csv" in writers.on_request()) == (False, True)
    region(added)
    monkeypatch.chdir(added)
    assert main(["build", str(budget_file(added, "支出: 5\n")), "--to", "csv", "-o", "to"]) == 0
    assert {path.name: path.read_bytes() for path in (added / "to").iterdir()} == {"input.csv": b"csv"}


def test_help_names_the_outputs_that_its_text_does_not_describe() -> None:
    assert formats_beside("diff/outputs", ("text", "html", "docx")) == "；还可以写 json"
    assert formats_beside("checks/outputs", ("html", "docx")) == ""


def test_a_new_converter_is_a_new_module_and_is_built_when_it_is_asked_for(
    added: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (
        "from reportgen.converters import Converted\n"
        "SOURCE, NEEDS = 'txt', '打印机'\n"
        "def convert(documents):\n    return Converted({name: text[::-1] for name, text in documents.items()})\n"
    )
    module(added, "reportgen.converters", "back", source)
    region(added)
    monkeypatch.chdir(added)
    budget = str(budget_file(added, "支出: 5\n"))
    assert main(["build", budget]) == 0
    assert not (added / "out" / "input.back").exists()
    assert main(["build", budget, "--to", "back", "-o", "to"]) == 0
    assert [path.name for path in (added / "to").iterdir()] == ["input.back"]
    assert (added / "to" / "input.back").read_bytes() == (added / "out" / "input.txt").read_bytes()[::-1]
    capsys.readouterr()
    assert main(["build", "--help"]) == 0
    assert "还可以写 back（要装有 打印机）、pdf（要装有 LibreOffice）" in capsys.readouterr().out


def test_a_new_command_is_a_new_module_and_stands_in_the_help(added: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = (
        "SUMMARY = '数一数文件'\n"
        "def arguments(parser):\n    parser.files('files', '文件', '数哪些文件')\n"
        "def run(options):\n    print(len(options.files))\n    return 1\n"
    )
    module(added, "reportgen.cli", "count", source)
    assert main(["count", "a", "b"]) == 1
    assert capsys.readouterr().out == "2\n"
    assert main(["--help"]) == 0
    assert "数一数文件" in capsys.readouterr().out
    assert main(["count", "--help"]) == 0
    assert capsys.readouterr().out.startswith("用法：reportgen count 文件…")


def test_a_new_command_is_not_imported_for_another(added: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module(added, "reportgen.cli", "broken", "raise RuntimeError\n")
    assert main(["build", "--help"]) == 0
    assert main(["--version"]) == 0


DOUBLE = """
from reportgen.figures.derived import DerivedKind
from reportgen.quantity import Amount

def _double(figures, name):
    return Amount(2 * figures.number(name.amount))

KINDS = {
    "两倍": DerivedKind(_double, lambda name: (name.amount,)),
    "自身两倍": DerivedKind(_double, lambda name: (name.amount,), standalone=True),
}
"""


def test_a_new_kind_of_derived_figure_is_a_new_module_and_has_a_name_everywhere(added: Path) -> None:
    module(added, "reportgen.figures.derived", "double", DOUBLE)
    assert number(figures(added, "支出: 5\n"), "支出@上年预算.两倍") == "10"
    assert number(figures(added, "支出: 5\n"), "支出@自身两倍") == "10"
    made = report(added, "支出: 5\n", '{{ 支出["@上年预算.两倍"] }}\n')
    assert paragraphs(made) == ["10万元"]


def test_without_its_module_there_is_no_such_kind(tmp_path: Path) -> None:
    with pytest.raises(ReportgenError) as refused:
        number(figures(tmp_path, "支出: 5\n"), "支出@上年预算.两倍")
    assert "没有“两倍”这种算法" in rendered(refused.value)


def test_modules_that_begin_with_an_underscore_are_the_packages_own(added: Path) -> None:
    module(added, "reportgen.writers", "_shared", "")
    assert "_shared" not in writers.formats()


def test_names_are_found_without_importing_what_they_name(added: Path) -> None:
    module(added, "reportgen.writers", "broken", "raise RuntimeError\n")
    assert "broken" in discovery.module_names("reportgen.writers")
