"""What the repository must never hold: traces of one machine, inexact numbers, names that only some systems allow."""

import ast
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest

ROOT = Path(__file__).parent.parent

# Each is written so that it does not match itself.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|home|root)/|C:[\\/]+Users", re.IGNORECASE)
REGISTRY = re.compile(
    r"index[-_]url|--find[-]links|\"resolved\":\s*\"http|pypi\.[a-z]|pythonhosted\.|registry\.[a-z]+js|npm[m]irror",
    re.IGNORECASE,
)
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E)\b")
POSIX_MODULES = {"fcntl", "grp", "posix", "pwd", "resource", "termios"}
POSIX_FUNCTIONS = {"fork", "symlink", "symlink_to"}
Node = TypeVar("Node", bound=ast.AST)
NOT_OURS = {".git", ".venv", "node_modules", "__pycache__", "out", "build", "dist"}


@cache
def files() -> tuple[Path, ...]:
    """The files of the repository; in a folder without git, all that are not made by a command."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        listed = subprocess.run(listing, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
        names = [Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [path.relative_to(ROOT) for path in ROOT.rglob("*")]
        names = [name for name in names if not any(part in NOT_OURS or part.endswith("_cache") for part in name.parts)]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def texts() -> Iterator[tuple[Path, str]]:
    for name in files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            yield name, content.decode("utf-8")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


LOOKED_AT = (ast.Import, ast.ImportFrom, ast.Attribute)


@cache
def package() -> tuple[tuple[str, ast.AST], ...]:
    """Nodes of the package's syntax trees that a test here looks at: whole trees would fill the memory."""
    paths = sorted((ROOT / "reportgen").rglob("*.py"))
    walks = ((path, ast.walk(ast.parse(path.read_text(encoding="utf-8")))) for path in paths)
    found = ((path, node) for path, walk in walks for node in walk)
    return tuple((f"{path.relative_to(ROOT)}:{node.lineno}", node) for path, node in found if is_looked_at(node))


def is_looked_at(node: ast.AST) -> bool:
    inexact = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
    return inexact or isinstance(node, LOOKED_AT) or (isinstance(node, ast.Call) and opens_text_unnamed(node))


def package_nodes(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    return ((place, node) for place, node in package() if isinstance(node, kind))


def opens_text_unnamed(call: ast.Call) -> bool:
    """Whether a call reads or writes text without naming the encoding, which then depends on the machine."""
    match call.func:
        case ast.Name(id="open"):
            mode_at = 1
        case ast.Attribute(attr="open"):
            mode_at = 0
        case ast.Attribute(attr="read_text" | "write_text"):
            mode_at = None
        case _:
            return False
    if any(keyword.arg in {"encoding", None} for keyword in call.keywords):
        return False
    if mode_at is None:
        return True
    modes = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[mode_at : mode_at + 1]
    match modes:
        case []:
            return True
        case [ast.Constant(value=str(mode))]:
            return bool(re.fullmatch(r"[rwax]\+?t?\+?", mode))
        case _:
            return isinstance(call.func, ast.Name)


def test_no_file_names_a_path_of_a_developers_machine():
    assert lines_with(MACHINE_PATH) == []


def test_no_file_names_a_package_registry():
    assert lines_with(REGISTRY) == []


def test_nothing_is_left_unfinished():
    assert lines_with(UNFINISHED) == []


def test_the_package_holds_no_float_literal():
    constants = package_nodes(ast.Constant)
    assert [f"{at}: {node.value}" for at, node in constants if isinstance(node.value, float | complex)] == []


def test_every_text_file_is_opened_with_its_encoding():
    assert [f"{at}: {ast.unparse(call)}" for at, call in package_nodes(ast.Call)] == []


@pytest.mark.parametrize(
    ("source", "unnamed"),
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("p.open()", True),
        ("p.open('a')", True),
        ("p.read_text()", True),
        ("p.write_text(x)", True),
        ("open(p, mode)", True),
        ("open(p, 'rb')", False),
        ("open(p, encoding='utf-8')", False),
        ("p.open('wb')", False),
        ("p.write_text(x, encoding='utf-8')", False),
        ("archive.open(member)", False),
        ("webbrowser.open(address)", False),
    ],
)
def test_a_call_that_leaves_its_encoding_to_the_machine_is_recognised(source: str, unnamed: bool):
    call = ast.parse(source, mode="eval").body
    assert isinstance(call, ast.Call)
    assert opens_text_unnamed(call) is unnamed


def test_the_package_imports_nothing_that_windows_lacks():
    imported = [(at, alias.name) for at, node in package_nodes(ast.Import) for alias in node.names]
    imported += [(at, node.module or "") for at, node in package_nodes(ast.ImportFrom)]
    called = [(at, node.attr) for at, node in package_nodes(ast.Attribute)]
    called += [(at, alias.name) for at, node in package_nodes(ast.ImportFrom) for alias in node.names]
    assert [at for at, name in imported if name in POSIX_MODULES] == []
    assert [at for at, name in called if name in POSIX_FUNCTIONS] == []


def test_every_file_name_is_legal_on_windows():
    parts = {part for name in files() for part in name.parts}
    assert [part for part in parts if re.search(r'[<>:"|?*\\\x00-\x1f]|[. ]$', part)] == []
    assert [part for part in parts if re.match(r"(?i:con|prn|aux|nul|com\d|lpt\d)(\.|$)", part)] == []
    assert [part for part in parts if len(part) > 100] == []


def test_no_two_files_differ_in_case_or_normal_form_alone():
    folded = Counter(unicodedata.normalize("NFC", name.as_posix()).casefold() for name in files())
    assert [name for name, times in folded.items() if times > 1] == []


def test_the_map_names_no_module_that_is_not_there():
    named = set(
        re.findall(r"`(?:[a-z_]+/)*([a-z_]+\.py)`", (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8"))
    )
    assert named - {name.name for name in files()} == set()
