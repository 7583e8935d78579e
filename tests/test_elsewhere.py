"""Right documents that were made elsewhere are not accused, whatever the way their office writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from reportgen.checks import case_of, case_of_read, check
from reportgen.cli import main
from reportgen.cli._inputs import opened
from reportgen.diagnostics import Severity
from reportgen.profile import load
from reportgen.report import assemble
from tests.elsewhere.printed import budget, final_accounts

FEW = range(16)
IMPORTED = (2, 3, 5)  # the last prints 当年拨款 beside money carried over
OF_ANOTHER_FORM = 1
SOAKED = range(16, 416)
MOST = 2  # warnings on which one may differ


def told(seed: int, made: Callable[[int], bytes], folder: Path) -> list[str]:
    """Return the errors, and the warnings beyond the most that are borne with."""
    file = folder / f"{seed}.docx"
    file.write_bytes(made(seed))
    found = check(case_of_read(opened(file).document)).findings
    errors = [f"{one.rule}: {one.message}" for one in found if one.severity is Severity.ERROR]
    warnings = [f"{one.rule}: {one.message}" for one in found if one.severity is Severity.WARNING]
    return errors + (warnings if len(warnings) > MOST else [])


@pytest.mark.parametrize("made", [budget, final_accounts])
@pytest.mark.parametrize("seed", FEW)
def test_a_right_document_is_not_accused(seed: int, made: Callable[[int], bytes], tmp_path: Path) -> None:
    assert told(seed, made, tmp_path) == []


@pytest.mark.soak
@pytest.mark.parametrize("made", [budget, final_accounts])
@pytest.mark.parametrize("seed", SOAKED)
def test_right_documents_are_not_accused(seed: int, made: Callable[[int], bytes], tmp_path: Path) -> None:
    assert told(seed, made, tmp_path) == []


@pytest.mark.parametrize("seed", IMPORTED)
def test_what_is_imported_from_it_is_built_and_checked(seed: int, tmp_path: Path) -> None:
    file, draft = tmp_path / "budget.docx", tmp_path / "budget.yaml"
    file.write_bytes(budget(seed))
    assert main(["import", str(file), "-o", str(draft)]) == 0
    found = check(case_of(assemble(draft))).findings
    assert [f"{one.rule}: {one.message}" for one in found if one.severity is Severity.ERROR] == []
    assert [one.message for one in found if "待填" in one.message or "“无”" in one.message] == []


def test_import_takes_over_the_reasons_of_changes(tmp_path: Path) -> None:
    file, draft = tmp_path / "budget.docx", tmp_path / "budget.yaml"
    file.write_bytes(budget(IMPORTED[-1]))
    assert main(["import", str(file), "-o", str(draft)]) == 0
    reasons = yaml.safe_load(draft.read_text(encoding="utf-8"))["原因"]
    said = " ".join(passage.text for passage in case_of_read(opened(file).document).reading.passages)
    given = {key: reason for key, reason in reasons.items() if reason != "待填"}
    assert {"收入", "三公经费[费目=公务接待费]", "支出[功能=2070801 资金=一般公共预算]"} <= given.keys()
    assert [reason for reason in given.values() if reason not in said] == []


def test_a_document_after_another_form_is_told_so_once(tmp_path: Path) -> None:
    file = tmp_path / "budget.docx"
    file.write_bytes(budget(OF_ANOTHER_FORM))
    found = check(case_of_read(opened(file).document, None, load("default", tmp_path))).findings
    assert [one.message[:15] for one in found if "标题" in one.message or "这一节" in one.message] == [
        "规定的25个标题有15个没有，"
    ]
