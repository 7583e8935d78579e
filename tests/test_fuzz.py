"""Broken inputs of every kind: built, or refused with advice in Chinese; never a traceback, a hang, half an output.

They are built in processes of their own (`tests/fuzzing.py`), which survive neither a hang nor a crash of a C library.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.cli import main
from tests.broken import broken, sound, written
from tests.fuzzing import FORMATS, LONGEST

ROOT = Path(__file__).parents[1]
BATCH = 125


def batches(first: int, last: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("first", range(first, last, BATCH))


def check(first: int) -> None:
    command = [sys.executable, "-X", "utf8", "-m", "tests.fuzzing", str(first), str(first + BATCH)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=LONGEST * BATCH, check=False
    )
    begun = [line for line in done.stderr.splitlines() if line.isdigit()]
    assert not done.stdout, done.stdout[:5000]
    assert done.returncode == 0, f"input {begun[-1]}: {done.stderr[-3000:]}"
    assert len(begun) == BATCH


@batches(0, BATCH)
def test_broken_inputs_are_built_or_refused(first: int) -> None:
    check(first)


@pytest.mark.soak
@batches(BATCH, 10_250)
def test_ten_thousand_broken_inputs_are_built_or_refused(first: int) -> None:
    check(first)


def test_what_is_broken_is_sound_before(tmp_path: Path) -> None:
    written(tmp_path, sound())
    assert main(["build", str(tmp_path / "input.yaml"), "-o", str(tmp_path / "out"), "--draft"]) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"input.{form}" for form in FORMATS]


def test_a_number_is_the_same_input_every_time() -> None:
    assert [broken(seed) for seed in range(50)] == [broken(seed) for seed in range(50)]
