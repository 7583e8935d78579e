"""Tasks on other computers (集群), by Dask: inputs travel there, outcomes come back; nothing else of a disk is read.

With a task go the budget file, all files that it names, the regions beside it (the program's own are there already) and
the reference document. There they lie in a temporary folder as they lie here, but messages name them by their paths
here. A computer with another version of anything that makes documents is refused, so that the same bytes come from
everywhere. If a worker dies, Dask gives its tasks to others.

A budget that cannot be read, or names a file that is missing, is done here: advice depends on what else lies there.
"""

import logging
import os
import platform
import socket
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from functools import cache, partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from reportgen import __version__, kept, resources
from reportgen.batch.processes import AHEAD, MOMENT, in_turn, lost
from reportgen.batch.task import BuildOutcome, BuildTask, Known, built, regions_beside
from reportgen.diagnostics import Diagnostic, ReportgenError, error
from reportgen.records import dataclass, replace
from reportgen.source.text_file import checksum

_ANSWER = 5  # seconds in which a scheduler has to answer
_MADE_WITH = ("babel", "jinja2", "lxml", "markdown-it-py", "pypdf", "python-docx", "pyyaml")
_WHERE = "写调度器启动时显示的地址，如 tcp://192.168.1.8:8786；看看它是不是还开着，防火墙放不放行"
_ONE = Lock()  # one document at a time in a process: threads would gain nothing

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Packed:
    """A task with its inputs, the budget file first, by their paths below a folder that holds them all (打包的任务)."""

    task: BuildTask
    files: Files

    @property
    def path(self) -> str:
        """The path of the budget file."""
        return next(iter(self.files))


def on_cluster(
    tasks: Iterable[BuildTask], address: str, known: Known | None, tick: Callable[[], None]
) -> Iterator[BuildOutcome]:
    """Yield the outcome of each task in turn; `tick` is called now and then while an outcome is waited for.

    Raises:
        ReportgenError: Dask is not installed, nobody answers, or a computer there has another version.
    """
    with _client(address) as client:
        cluster = _Cluster(client, tick)
        yield from in_turn(tasks, AHEAD * cluster.threads, known, cluster.begun, cluster.outcome)


def _client(address: str) -> Any:
    dask = _dask()
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it logs every attempt
    try:
        _check_reachable(address)
        return dask.Client(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError):
        raise ReportgenError(error("集群", f"{address} 没有回答", hint=_WHERE)) from None


def _check_reachable(address: str) -> None:
    """Check that a scheduler is there, which sends the first byte; Dask itself would wait for long, or for ever.

    Raises:
        OSError, ValueError: no scheduler is there.
    """
    found = urlsplit(address)
    with socket.create_connection((found.hostname or "", found.port or 0), _ANSWER) as there:
        if found.scheme == "tcp" and not there.recv(1):
            raise ConnectionError


def _dask() -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        hint = 'pip install "reportgen[cluster]"'
        raise ReportgenError(error("集群", "这台电脑没有装 Dask，不能用 --cluster", hint=hint)) from None


class _Cluster:
    """A cluster that answered, and whose computers have the same versions as this one."""

    def __init__(self, client: Any, tick: Callable[[], None]) -> None:
        self._client, self._tick, self._here = client, tick, versions()
        self._shared: dict[str, Any] = {}  # what many tasks take along travels once to each worker
        try:
            client.wait_for_workers(1, timeout=_ANSWER)
            client.run(refuse_other, self._here)
        except ImportError:
            hint = "在每台电脑上装同一个版本的 reportgen，再启动 dask worker"
            raise ReportgenError(error("集群", "集群里有电脑没有装 reportgen", hint=hint)) from None
        except TimeoutError:
            hint = "在做事的电脑上启动 dask worker，写同一个地址"
            raise ReportgenError(error("集群", "集群里没有一台电脑在等着做", hint=hint)) from None
        self.threads = sum(client.nthreads().values())

    def begun(self, task: BuildTask) -> Any:
        """Begin a task on the cluster and return its future; its outcome, if it had to be done here."""
        inputs = packed(task)
        if inputs is None:
            return built(task)
        regions = self._once(_regions(task)) if regions_beside(task.path).is_dir() else {}
        reference = self._once(task.reference) if task.reference else b""
        return self._client.submit(built_there, inputs, regions, reference, self._here, pure=False)

    def _once(self, content: Any) -> Any:
        """Return the content as the future of a task: any worker can make it again, unlike data that only one holds."""
        key = checksum(repr(content).encode())
        if key not in self._shared:
            self._shared[key] = self._client.submit(type(content), content, pure=False)
        return self._shared[key]

    def outcome(self, task: BuildTask, begun: Any) -> BuildOutcome:
        """Wait for what `begun` returned, and return the outcome."""
        if isinstance(begun, BuildOutcome):
            return begun
        try:
            while True:
                with suppress(TimeoutError):
                    return _with_own_paths(begun.result(timeout=MOMENT), task)
                self._tick()
        except _dask().KilledWorker:
            return lost(task, "做它的几台电脑都中断了，多半是内存不够")
        except CancelledError:
            hint = "看看调度器是不是还开着，再生成一次：已经生成的不会重做"
            raise ReportgenError(error("集群", "和集群断开了", hint=hint)) from None


def packed(task: BuildTask) -> Packed | None:
    """Return the task with the files that it needs; None if one of them cannot be read."""
    from reportgen.budget.files import files_of

    try:
        contents = {os.path.abspath(path): path.read_bytes() for path in (task.path, *files_of(task.path))}  # noqa: PTH100
    except (OSError, ReportgenError):
        return None
    root = os.path.commonpath([os.path.dirname(path) for path in contents])  # noqa: PTH120
    files = {Path(path).relative_to(root).as_posix(): content for path, content in contents.items()}
    return Packed(replace(task, reference=b""), files)


def _regions(task: BuildTask) -> dict[str, bytes]:
    """Return path -> content of each file of the regions beside the budget file."""
    tree = regions_beside(task.path)
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in sorted(tree.rglob("*")) if path.is_file()}


def built_there(
    packed: Packed, regions: Files, reference: bytes, versions: Mapping[str, str]
) -> tuple[BuildOutcome, str]:
    """Return the outcome of a task, made from the inputs that came with it, and the folder of the budget file."""
    refuse_other(versions)
    with _ONE, TemporaryDirectory(prefix="reportgen-") as name:
        path = Path(name).resolve() / packed.path
        for each, content in packed.files.items():
            _put(Path(name) / each, content)
        for each, content in regions.items():
            _put(regions_beside(path) / each, content)
        return built(replace(packed.task, path=path, reference=reference)), f"{path.parent}{os.sep}"


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _with_own_paths(found: tuple[BuildOutcome, str], task: BuildTask) -> BuildOutcome:
    """Return the outcome with this computer's paths in place of those in the worker's temporary folder."""
    outcome, folder = found
    here = partial(_replaced, folder, str(task.path)[: -len(task.path.name)])
    documents = tuple(
        replace(one, called=here(one.called), findings=tuple(_finding(each, here) for each in one.findings))
        for one in outcome.documents
    )
    return BuildOutcome(documents, {Path(here(str(path))): sum for path, sum in outcome.inputs.items()})


def _finding(one: Diagnostic, here: Callable[[str], str]) -> Diagnostic:
    places, used = (tuple(replace(at, path=here(at.path)) for at in each) for each in (one.places, one.used))
    return replace(one, message=here(one.message), hint=here(one.hint), places=places, used=used)


def _replaced(old: str, new: str, text: str) -> str:
    return text.replace(old, new)


def refuse_other(versions_there: Mapping[str, str]) -> None:
    """Refuse to work for a computer that has another version of anything that makes documents.

    Raises:
        ReportgenError: a version differs; the message names both.
    """
    ours = versions()
    for name, there in versions_there.items():
        if ours.get(name) != there:
            what = f"集群里 {platform.node()} 的 {name} 是 {ours.get(name)}，这台电脑是 {there}"
            raise ReportgenError(error("集群", what, hint="每台电脑装成同一个版本，再生成：版本不同，生成的可能不同"))


@cache
def versions() -> dict[str, str]:
    """Return name -> version of all that makes documents; the program's has a checksum of its files."""
    names = [*map(_version, _MADE_WITH)]
    python = ".".join(map(str, sys.version_info[:2]))
    own = f"{__version__}（{_own()}）"
    return {
        "reportgen": own,
        "Python": python,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **dict(zip(_MADE_WITH, names, strict=True)),
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "没有装"


def _own() -> str:
    """Return a checksum of the program's files and data."""
    trees = resources.program()
    files = {Path(path): tree for tree in trees for path, _, _ in kept.files(str(tree))}
    parts = sorted(f"{path.relative_to(tree).as_posix()} {checksum(path.read_bytes())}" for path, tree in files.items())
    return checksum("\n".join(parts).encode())[:8]
