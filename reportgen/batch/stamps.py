"""Stamps (没有变化): a budget file is not built again if nothing has changed since an earlier run built it.

For each budget file and the folder of its outputs the user's cache holds one stamp: checksums of all that was read, of
the program, and of the outputs as they were written, with the findings, which are reported again. If anything differs,
is missing or cannot be read, the file is built. No stamp is left if a named file was missing, because messages then
depend on what else lies in its folder, or if an output is not in its place.

Files of regions change seldom and serve many budgets: those beside a budget file have one checksum together, taken once
in a run; those of the program are compared by time and size (`kept` covers the program's other files).
"""

import marshal
import os
import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportgen import kept, resources
from reportgen.batch.task import About, BuildOutcome, BuildTask, BuiltDocument, regions_beside
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.records import fields, is_dataclass
from reportgen.source.text_file import checksum


class Stamps:
    """The stamps of one run, for tasks without `also`."""

    def __init__(self) -> None:
        self._trees: dict[Path, str] = {}

    def unchanged_outcome(self, task: BuildTask) -> BuildOutcome | None:
        """Return the outcome of the earlier run if nothing has changed and its files are there; else None."""
        stamp = _stamp(task)
        if stamp is None or stamp["program"] != _program() or stamp["regions"] != self._regions(task):
            return None
        if any(checksum_of(Path(path)) != sum for path, sum in stamp["inputs"].items()):
            return None
        if any(checksum_of(task.folder / name) != sum for name, sum in stamp["outputs"].items()):
            return None
        return BuildOutcome(tuple(_made(data, task.folder) for data in stamp["documents"]), unchanged=True)

    def remember(self, task: BuildTask, outcome: BuildOutcome, outputs: Mapping[str, bytes]) -> None:
        """Leave a stamp of an outcome whose files are in their places; `outputs`: contents by file name."""
        inputs = {str(path): sum for path, sum in outcome.inputs.items()}
        if not (inputs and all(inputs.values())):
            return
        stamp = {
            "program": _program(),
            "regions": self._regions(task),
            "inputs": inputs,
            "outputs": {name: checksum(content) for name, content in outputs.items()},
            "documents": [_data(made) for made in outcome.documents],
        }
        kept.store(_name(task), marshal.dumps(stamp))

    def _regions(self, task: BuildTask) -> str:
        """Return the checksum of the regions beside the budget file, as they were when it was first asked for."""
        tree = regions_beside(task.path)
        if tree not in self._trees:
            self._trees[tree] = checksum_below(tree)
        return self._trees[tree]


def outputs_before(task: BuildTask) -> frozenset[str]:
    """Return the checksums of the files that the last run wrote for this task; one with such a sum was not edited."""
    stamp = _stamp(task)
    return frozenset(stamp["outputs"].values()) if stamp else frozenset()


def _stamp(task: BuildTask) -> dict[str, Any] | None:
    stored = kept.load(_name(task))
    return marshal.loads(stored) if stored else None


def _name(task: BuildTask) -> str:
    """Return the name of a task's stamp: a checksum of the file's path, as given and in full, and of the options."""
    asked = [task.formats, task.unit, task.all_units, task.draft, sha256(task.reference).hexdigest(), task.numbered]
    called = [str(task.path), *map(os.path.abspath, (task.path, task.folder))]
    return f"built/{sha256(repr((called, asked)).encode()).hexdigest()[:40]}"


def checksum_below(folder: Path) -> str:
    """Return a checksum of all files in a folder and below, except those that Python compiled."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    parts = (f"{path.relative_to(folder).as_posix()} {checksum_of(path)}" for path in files if path.suffix != ".pyc")
    return checksum("\n".join(parts).encode())


def checksum_of(path: Path) -> str:
    """Return the checksum of a file's content; empty if there is no file, or it cannot be read."""
    try:
        return checksum(path.read_bytes()) if path.is_file() else ""
    except OSError:
        return ""


@cache
def _program() -> str:
    """Return a checksum of the program's regions and of zlib's version.

    Any other change of the program needs no checksum here: it moves the folder of `kept`, where the stamps lie.
    """
    regions = sorted(kept.files(str(resources.templates())))
    return checksum(repr((zlib.ZLIB_RUNTIME_VERSION, regions)).encode())


def _data(made: BuiltDocument) -> dict[str, Any]:
    """Return what a stamp holds of a document: all but its contents, which are in the files."""
    findings = [{**_fields(finding), "severity": finding.severity.name} for finding in made.findings]
    about = _fields(made.about) if made.about else None
    flags = {name: getattr(made, name) for name in ("stem", "called", "refused", "draft", "unfilled")}
    return {**flags, "about": about, "findings": findings}


def _fields(value: Any) -> Any:
    """Return the fields of a record by name; of tuples the same of each item, and any other value as it is."""
    if isinstance(value, tuple):
        return tuple(map(_fields, value))
    return {f.name: _fields(getattr(value, f.name)) for f in fields(value)} if is_dataclass(value) else value


def _made(data: dict[str, Any], folder: Path) -> BuiltDocument:
    about = About(**data["about"]) if data["about"] else None
    return BuiltDocument(**{**data, "about": about, "findings": tuple(map(_finding, data["findings"]))}, folder=folder)


def _finding(data: dict[str, Any]) -> Diagnostic:
    places = {name: tuple(Location(**place) for place in data[name]) for name in ("places", "used")}
    return Diagnostic(**{**data, "severity": Severity[data["severity"]], **places})
