"""Members that a region asks for and no document says (要问的): marked 待填 in the lines, so that the draft builds."""

import re
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.budget import Units
from reportgen.budget.files import file_of
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.importing.as_yaml import OPEN
from reportgen.patterns import compiled
from reportgen.profile import Profile
from reportgen.report import document_of
from reportgen.source import read

_RULE = "无法计算"
_LACKING = compiled("没有写((?:“[^“”]+”)+)|“([^“”]+)”写的是“[^“”]+”，不知道")
_LINE = compiled(r"^(\s*- \{)")
_SINGLE = compiled(r"^(?P<key>\s*\S[^#]*?): (?P<amount>-?[0-9.]+)(?P<note>\s+#.*)?$")
_MOST_ROUNDS = 6  # a line lacks at most so many dimensions one after another


def with_asked(text: str, profile: Profile) -> str:
    """Return the draft with 待填 in each line that does not say what the region's tables and texts ask of it."""
    for _ in range(_MOST_ROUNDS):
        lines, before = text.split("\n"), text
        for number, dimensions in _lacking(text, profile).items():
            lines[number - 1] = _marked(lines[number - 1], dimensions)
        text = "\n".join(lines)
        if text == before:  # it builds, or what is wrong is not a line
            break
    return text


def _lacking(text: str, profile: Profile) -> dict[int, tuple[str, ...]]:
    """Line of the file -> the dimensions that it leaves open and something asks for."""
    found: dict[int, tuple[str, ...]] = {}
    for problem in _problems(text, profile):
        stated = _LACKING.search(problem.message)
        if problem.rule == _RULE and stated:
            dimensions = (stated[2],) if stated[2] else tuple(stated[1].strip("“”").split("”“"))
            for place in problem.places:
                found[place.line] = tuple(dict.fromkeys((*found.get(place.line, ()), *dimensions)))
    return found


def _problems(text: str, profile: Profile) -> Iterable[Diagnostic]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "草稿.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            document_of(Units(file_of(read(path)), profile.vocabulary).whole, profile)
        except ReportgenError as mistake:
            return mistake.diagnostics
    return ()


def _marked(line: str, dimensions: Iterable[str]) -> str:
    """The line with empty places for these dimensions; an amount behind its key becomes a line below it."""
    for dimension in dimensions:  # what is stated is not fine enough
        line = re.sub(rf"([{{ ]{dimension}: )[^,}}]+", rf"\g<1>{OPEN}", line)
    inner = "".join(f"{d}: {OPEN}, " for d in dimensions if f"{d}:" not in line)
    if single := _SINGLE.match(line):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        return f"{single['key']}:{single['note'] or ''}\n{indent}- {{{inner}金额: {single['amount']}}}"
    return _LINE.sub(lambda found: found[1] + inner, line)
