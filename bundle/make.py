"""`make bundle`: one zip that installs where only Python is (离线安装包): `dist/reportgen-0.1.0-offline.zip`.

It holds wheels for Windows and Linux on x64 and every Python from 3.11 to 3.13, this program's own with its regions, a
script for each system, and a page in Chinese. The wheels come from wherever pip is set up to take them from.

pip chooses wheels for another system, but asks this one which dependencies apply (`; platform_system == "Windows"`).
Those that only the other system has are therefore found here, in what the wheels themselves say.

    python bundle/make.py          for all systems
    python bundle/make.py --here   for this system and Python alone, to try it
"""

import os
import platform
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHONS = ("3.11", "3.12", "3.13")
SCRIPTS = ("安装.cmd", "install.sh", "install.py", "安装说明.html")
EXAMPLES = ("example-2025.yaml", "example-2026.yaml")
_SAME_DATE = (1980, 1, 1, 0, 0, 0)


class Target(NamedTuple):
    """A system and a Python: what pip calls it, and what markers of dependencies ask of it."""

    python: str
    platforms: tuple[str, ...] = ()
    system: tuple[str, str, str, str] = ("posix", "linux", "Linux", "x86_64")

    @property
    def options(self) -> list[str]:
        """What pip is told."""
        platforms = [word for name in self.platforms for word in ("--platform", name)]
        return ["--only-binary=:all:", *(["--python-version", self.python, *platforms] if platforms else [])]

    @property
    def environment(self) -> dict[str, str]:
        """What markers are answered with."""
        names = ("os_name", "sys_platform", "platform_system", "platform_machine")
        return {
            **dict(zip(names, self.system, strict=True)),
            "python_version": self.python,
            "python_full_version": f"{self.python}.0",
            "extra": "",
        }


WINDOWS = (("win_amd64",), ("nt", "win32", "Windows", "AMD64"))
LINUX = (tuple(f"manylinux{name}_x86_64" for name in ("2014", "_2_17", "_2_28")), ("posix", "linux", "Linux", "x86_64"))
TARGETS = tuple(Target(python, *system) for system in (WINDOWS, LINUX) for python in PYTHONS)


def pip(*arguments: str | Path) -> None:
    """Run pip.

    Raises:
        SystemExit: it failed, and has said why.
    """
    done = subprocess.run([sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments], check=False)
    if done.returncode:
        raise SystemExit(f"pip {' '.join(map(str, arguments))}\n没有做成，原因见上面。")


def requirements() -> list[str]:
    """What the program needs to run, with its PDF reader."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["pdf"]]


def download(target: Target, folder: Path) -> None:
    """Download the wheels of a target, those too that only its system needs."""
    wanted = requirements()
    while wanted:
        pip("download", *target.options, "-c", ROOT / "constraints.txt", "-d", folder, *wanted)
        wanted = sorted(missing(folder.glob("*.whl"), target.environment))


def missing(wheels: Iterable[Path], environment: dict[str, str]) -> set[str]:
    """Return what wheels need in that environment and is not among them."""
    there, needed = set[str](), dict[str, str]()
    for wheel in wheels:
        there.add(canonicalize_name(wheel.name.partition("-")[0]))
        for need in needs(wheel):
            if need.marker is None or need.marker.evaluate(environment):
                needed[canonicalize_name(need.name)] = f"{need.name}{need.specifier}"
    return {text for name, text in needed.items() if name not in there}


def needs(wheel: Path) -> Iterator[Requirement]:
    """Yield what a wheel says it needs."""
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        stated = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    yield from map(Requirement, stated)


def try_out(target: Target, folder: Path, wheel: Path) -> None:
    """Let pip find everything for a target in the folder alone."""
    with tempfile.TemporaryDirectory() as nowhere:
        # `--target` is wanted for other systems; with `--dry-run` nothing is installed
        own = ["--target", nowhere] if target.platforms else ["--ignore-installed"]
        pip("install", "--dry-run", "--no-index", "-f", folder, *target.options, *own, f"{wheel}[pdf]")


def pack(wheels: Path, place: Path) -> None:
    """Write the zip; the same wheels give the same bytes."""
    name = place.stem
    with ZipFile(place, "w") as archive:
        for script in SCRIPTS:
            content = (HERE / script).read_bytes().replace(b"\r\n", b"\n")
            content = content.replace(b"\n", b"\r\n") if script.endswith(".cmd") else content
            add(archive, f"{name}/{script}", content, 0o755 if script.endswith(".sh") else 0o644)
        for example in EXAMPLES:
            add(archive, f"{name}/示例/{example}", (ROOT / "data" / example).read_bytes())
        for wheel in sorted(wheels.glob("*.whl")):
            add(archive, f"{name}/wheels/{wheel.name}", wheel.read_bytes(), packed=ZIP_STORED)


def add(archive: ZipFile, name: str, content: bytes, mode: int = 0o644, packed: int = ZIP_DEFLATED) -> None:
    """Add a file; names that are not ASCII are marked as UTF-8, which Windows reads."""
    entry = ZipInfo(name, _SAME_DATE)
    entry.external_attr, entry.create_system, entry.compress_type = (0o100000 | mode) << 16, 3, packed
    archive.writestr(entry, content)


def bundle(targets: Iterable[Target], place: Path) -> None:
    """Download, build, try out and pack."""
    with tempfile.TemporaryDirectory() as name:
        wheels = Path(name)
        pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", wheels, ROOT)
        (own,) = wheels.glob("*.whl")
        pip("download", "--no-deps", "--only-binary=:all:", "-d", wheels, "pip")
        for target in targets:
            download(target, wheels)
        for target in targets:
            try_out(target, wheels, own)
        place.parent.mkdir(parents=True, exist_ok=True)
        pack(wheels, place)


def here() -> Target:
    """This system and Python."""
    names = (os.name, sys.platform, platform.system(), platform.machine())
    return Target(".".join(map(str, sys.version_info[:2])), (), names)


def main(arguments: list[str]) -> None:
    """Make the bundle, and say where it is."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    alone = "--here" in arguments
    folder = next((Path(each) for each in arguments if each != "--here"), ROOT / "dist")
    place = folder / f"reportgen-{version}-{'here' if alone else 'offline'}.zip"
    bundle([here()] if alone else TARGETS, place)
    print(f"已写好 {place}（{place.stat().st_size / (1 << 20):.0f} MB）")


if __name__ == "__main__":
    main(sys.argv[1:])
