"""What rules say as data: every saying is told by some rule, and every one that a rule tells is there."""

import re
from pathlib import Path

from reportgen import checks
from reportgen.checks._rules import rules
from reportgen.checks._says import reason_not_applicable, sayings

CODE = "\n".join(path.read_text("utf-8") for path in Path(checks.__file__).parent.rglob("*.py"))
TOLD = set(re.findall(r'"(R[0-9]{3} [^"\s]+)"', CODE))


def test_every_saying_is_told_and_every_one_told_is_there() -> None:
    assert {what for what in sayings() if not what.endswith(" 没有")} == TOLD


def test_why_nothing_is_known_is_said_of_rules_that_there_are() -> None:
    silent = {what.removesuffix(" 没有") for what in sayings() if what.endswith(" 没有")}
    assert silent <= {rule.id for rule in rules()}
    assert reason_not_applicable("R404") == "文字里没有和上年比较的话"
    assert not reason_not_applicable("R901")
