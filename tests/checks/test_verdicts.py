"""What `reportgen check` says of the examples, word for word: `tests/checks/verdicts/<name>.txt`.

Nothing in them is 错误. What stands there as 提示 with 已知差异 is where an original contradicts itself.
"""

from pathlib import Path

import pytest

from reportgen.checks import verdict_line, verdict_lines
from reportgen.diagnostics import Severity
from tests.budgets import DATA, EARLIER, NAMES
from tests.checks.test_reading_alike import made, verdict_on

VERDICTS = Path(__file__).parent / "verdicts"
THIS = "example-2026"


@pytest.mark.parametrize("name", [*NAMES, EARLIER])
def test_the_verdict_on_an_example_is_this(name: str, golden_update: bool) -> None:
    verdict = verdict_on(name).joined_by(made(name).findings)
    told = "\n".join([*verdict_lines(verdict, verbose=True), verdict_line(name, verdict)]) + "\n"
    told = told.replace(f"{DATA}/", "")
    path = VERDICTS / f"{name}.txt"
    if golden_update:
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_example_has_a_mistake(name: str) -> None:
    assert verdict_on(name).count(Severity.ERROR) == 0


def test_at_most_ten_rules_cannot_be_applied_to_the_full_example_and_each_says_why() -> None:
    unknown = verdict_on(THIS).unknown
    assert len(unknown) <= 10
    assert all(reason and "没有这条规则要看的内容" not in reason for outcome in unknown for reason in outcome.unknown)


def test_every_number_of_the_full_example_is_compared() -> None:
    assert [str(place) for place in verdict_on(THIS).loose] == []
