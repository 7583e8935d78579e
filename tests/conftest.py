"""Settings of every test run: the same examples each time, and the long tests only when asked for.

`--golden-update`: golden files are written anew instead of compared; read the difference before it is committed.
"""

import gc
from collections.abc import Generator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import settings

from tests import office
from tests.remembered import remember
from tests.spent import Spent
from tests.validated import validation

HERE = Path(__file__).parent
LONG = frozenset({"test_killed.py", "test_linear.py", "test_wheel.py"})

settings.register_profile("reportgen", derandomize=True, deadline=None)
settings.load_profile("reportgen")


def pytest_configure(config: pytest.Config) -> None:
    remember()
    config.addinivalue_line("markers", "soak: takes minutes, run by `make soak` only")
    if config.option.golden_update and config.getoption("numprocesses", None):
        raise pytest.UsageError("--golden-update: without -n, tests write to the same files")
    config.option.markexpr = config.option.markexpr or "not soak"
    config.pluginmanager.register(validation(config))
    config.pluginmanager.register(Spent(LibreOffice=office.close))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Each worker of a whole run begins at another test file.

    A file whose asserts one of them has rewritten, which is most of collecting, the others find in `__pycache__`.
    """
    worker = getattr(session.config, "workerinput", None)
    if worker and session.config.args == ["tests"]:
        paths = sorted(HERE.rglob("test_*.py"))
        first = len(paths) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        for path in (*paths[first:], *paths[:first]):
            with suppress(Exception, pytest.skip.Exception):  # the collecting that follows tells what is wrong with it
                import_module(".".join(path.relative_to(HERE.parent).with_suffix("").parts))
    return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of several seconds begin first: at the end of a run no worker goes on alone."""
    items.sort(key=lambda item: item.path.name not in LONG)  # the others keep their order


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Python searches for cycles after each test file, and then only in what that file has left.

    A worker keeps hundreds of megabytes of documents for the tests that follow. To search all of them again and again,
    as Python does by itself, took an eighth of the run.
    """
    gc.disable()
    _set_aside()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or nextitem.path != item.path:
        _set_aside()


def _set_aside() -> None:
    """What is alive now is not searched any more."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _everything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test may build a file twice with another program: none is left as it was, but in `unit/test_stamps.py`."""
    monkeypatch.setattr("reportgen.batch.stamps._stamp", lambda _: None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-update", action="store_true", help="write golden files anew instead of comparing")


@pytest.fixture
def golden_update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written; never in a run that was not asked to."""
    return bool(request.config.getoption("--golden-update", default=False))
