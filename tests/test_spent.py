"""What a test run says of the time that its parts took."""

import re
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.spent import LOADING, part, table
from tests.tools import run_tool

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("nodeid", "name"),
    [
        ("tests/test_units.py::test_a[x/y]", "test_units.py"),
        ("tests/checks/test_rules.py::test_a", "checks"),
        ("tests/random_budgets/deep/test_b.py::test_b", "random_budgets"),
    ],
)
def test_a_part_is_a_folder_or_a_file_of_the_tests(nodeid: str, name: str) -> None:
    assert part(nodeid) == name


def test_the_largest_part_is_told_first_and_small_ones_as_one() -> None:
    assert table({"a": 10.0, "b": 30.04, "c": 0.5, "d": 0.5}) == [
        "    30.0 s  73.2 %  b",
        "    10.0 s  24.4 %  a",
        "     1.0 s   2.4 %  (2 more)",
        "    41.0 s 100.0 %  (all)",
    ]


FILES = {
    "conftest.py": """
        from tests import spent
        spent.LEAST = spent.SMALL = 0
        def pytest_configure(config): config.pluginmanager.register(spent.Spent(shop=lambda: sum(range(8_000_000))))
    """,
    "test_busy.py": """
        import pytest
        @pytest.fixture(params="ab")
        def busy(request): return sum(range(8_000_000))
        def test_it(busy): assert busy
    """,
    "test_idle.py": "def test_it(): pass",
}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_tests_their_fixtures_and_shared_programs_spend_is_told_of_all_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # loading the others takes longest
    for name, text in FILES.items():
        (tmp_path / name).write_text(dedent(text), encoding="utf-8")
    said = run_tool(sys.executable, "-m", "pytest", "-p", "xdist", "-n", workers, "--rootdir", tmp_path, tmp_path)
    assert "3 passed" in said
    told = {name: float(seconds) for seconds, name in re.findall(r" ([0-9.]+) s +[0-9.]+ %  (.+)", said)}
    assert set(told) == {"test_busy.py", "test_idle.py", LOADING, "(shop)", "(all)"}
    assert told["test_busy.py"] > told["test_idle.py"]
    assert told["(shop)"] > told["test_idle.py"]
