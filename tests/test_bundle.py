"""The bundle installs where only Python is: nothing is downloaded, nothing of anybody else is touched."""

import os
import subprocess
import sys
import venv
import zipfile
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
BUNDLE = ROOT / "bundle"


def module(name: str) -> ModuleType:
    """A script of the bundle, which is no package."""
    spec = util.spec_from_file_location(f"bundle_{name}", BUNDLE / f"{name}.py")
    assert spec
    assert spec.loader
    loaded = util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


make, install = module("make"), module("install")


def wheel(folder: Path, name: str, *needs: str) -> Path:
    path = folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        lines = (f"Requires-Dist: {need}\n" for need in needs)
        archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\n{''.join(lines)}\n")
    return path


def test_what_only_the_other_system_needs_is_found(tmp_path: Path):
    wheels = [
        wheel(tmp_path, "click", 'colorama>=0.4; platform_system == "Windows"', 'more; extra == "all"'),
        wheel(tmp_path, "typing-extensions"),
        wheel(tmp_path, "anyio", 'typing_extensions; python_version < "3.12"', 'older; python_version < "3.12"'),
    ]
    found = {(target.system[1], target.python): make.missing(wheels, target.environment) for target in make.TARGETS}
    assert found["win32", "3.11"] == {"colorama>=0.4", "older"}
    assert found["win32", "3.13"] == {"colorama>=0.4"}
    assert found["linux", "3.13"] == set()


def test_the_script_for_windows_is_what_every_code_page_reads(tmp_path: Path):
    for name in make.SCRIPTS:
        assert (BUNDLE / name).is_file()
    make.pack(tmp_path, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        script = archive.read("x/安装.cmd")
        assert archive.getinfo("x/安装.cmd").flag_bits & 0x800  # the name is said to be UTF-8
        assert archive.getinfo("x/install.sh").external_attr >> 16 & 0o111
    assert script.isascii()
    assert script.count(b"\n") == script.count(b"\r\n") > 10


def test_a_folder_with_something_in_it_is_not_emptied(tmp_path: Path):
    (tmp_path / "我的.docx").write_bytes(b"")
    assert "里有别的东西" in install.occupied(tmp_path)
    assert install.occupied(tmp_path / "新的") == ""
    (tmp_path / "旧的").mkdir()
    assert install.occupied(tmp_path / "旧的") == ""
    (tmp_path / "旧的" / "pyvenv.cfg").write_bytes(b"")
    assert install.occupied(tmp_path / "旧的") == ""


@pytest.mark.soak
def test_the_bundle_installs_without_network_and_builds_an_example(tmp_path: Path):
    made = subprocess.run([sys.executable, BUNDLE / "make.py", "--here", tmp_path], check=False)
    if made.returncode:
        pytest.skip("pip 下载不了 wheel：没有网络")
    (bundle,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    base = venv.EnvBuilder(with_pip=False)
    base.create(tmp_path / "python")  # only Python is there
    python = install.scripts(tmp_path / "python") / "python"
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "LOCALAPPDATA": str(tmp_path / "local")}
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    alone = {"env": {**kept, **home, "PIP_CONFIG_FILE": os.devnull}, "cwd": tmp_path, "check": True, "timeout": 300}
    folder = tmp_path / bundle.stem
    subprocess.run([python, folder / "install.py"], **alone)
    program = next(path for path in tmp_path.rglob(f"reportgen/*/{install.program(Path()).name}"))
    subprocess.run([program, "build", folder / "示例" / "example-2026.yaml", "-o", "out"], **alone)
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".docx", ".html", ".txt"}
