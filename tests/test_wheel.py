"""The wheel is complete: installed without the checkout, it builds a budget."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUDGET = ROOT / "data" / "luoyang-2020.yaml"
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "TEMP", "TMP")


def python(*arguments: str | Path, folder: Path, **variables: str) -> str:
    """What this Python prints, started in `folder` with little else than those variables."""
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ} | variables
    command = (sys.executable, *arguments)
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check")
    python("-m", "pip", "wheel", "-qq", *offline, "-w", folder, ROOT, folder=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    offline = ("--no-deps", "--no-index", "--disable-pip-version-check")
    python("-m", "pip", "install", "-qq", *offline, "--target", folder, wheel, folder=folder)
    return folder


@pytest.mark.parametrize("shipped", ["templates", "classification", "words"])
def test_the_wheel_carries_every_shipped_file(wheel: Path, shipped: str):
    top = ROOT / ("templates" if shipped == "templates" else f"data/{shipped}")
    expected = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    prefix = f"reportgen/_shipped/{shipped}/"
    carried = {name.removeprefix(prefix) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(prefix)}
    assert expected
    assert carried == expected


def test_the_wheel_carries_the_rules_that_are_rows(wheel: Path):
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / "reportgen" / "checks").rglob("*.yaml")}
    assert expected
    assert expected <= set(zipfile.ZipFile(wheel).namelist())


def test_the_installed_wheel_builds_a_budget_from_another_folder(installed: Path, tmp_path: Path):
    shutil.copy(BUDGET, tmp_path)
    started = {"folder": tmp_path, "PYTHONPATH": str(installed)}
    imported = python("-c", "import reportgen; print(reportgen.__file__)", **started)
    assert Path(imported.strip()).is_relative_to(installed)
    python("-m", "reportgen", "build", BUDGET.name, "-o", "out", **started)
    written = {path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert written >= {".docx", ".html", ".txt"}


def test_the_installed_wheel_writes_an_empty_budget_file_and_next_years(installed: Path, tmp_path: Path):
    shutil.copy(BUDGET, tmp_path)
    started = {"folder": tmp_path, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    regions = sorted(path.name for path in (ROOT / "templates").iterdir() if path.is_dir())
    commands = [
        *(["new", "观澜县图书馆", "--template", name, "--year", "2026", "-o", f"{name}.yaml"] for name in regions),
        ["build", *(f"{name}.yaml" for name in regions), "--to", "txt"],
        ["rollover", BUDGET.name],
        ["templates"],
        ["schema"],
    ]
    said = python("-c", f"from reportgen.cli import main; assert not any(map(main, {commands}))", **started)
    for region in regions:
        assert "【待填：" in (tmp_path / "out" / f"{region}.txt").read_text(encoding="utf-8")
    assert "状态: 草稿" in (tmp_path / "luoyang-2021.yaml").read_text(encoding="utf-8")
    assert str(installed) in said
    assert '"$schema"' in said
