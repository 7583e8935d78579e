"""One row that is left out of a list, or of last year, in every example: it is told where it stood, or changes nothing.

For each example, without its 核对 (which would tell as well): every entry of the lists of the form (费目, kinds of cars
and people) of both years, and every third row of 收入 and 支出 of last year, is taken out by itself. What is held:

- a mistake that begins at the measure it was taken from (of last year's own file, in that file), or an error of R915
  that begins at 收入 or 支出 of that year; or
- a 警告 that names it, where no zero and no other year says that the list holds more; or
- no figure that the budget states is another than before: what was taken out was zero.

Rows of 机关运行经费 and 政府采购 are open lists, a last year that states 支出 alone has no other side: these are held
by 核对, not here.
"""

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.budget import Budget, Units, open_file
from reportgen.checks import Case, Finding, rules
from reportgen.diagnostics import Location, ReportgenError, Severity
from reportgen.document import Document
from reportgen.profile import load
from reportgen.source import Mapping, Node, Scalar, Sequence, read
from tests.budgets import DATA, NAMES

FLOWS = ("收入", "支出")


def budget(path: Path) -> Budget:
    file = open_file(path)
    return Units(file, load(file.template, path.parent, file.kind).vocabulary).whole


def without_approved(path: Path) -> None:
    """The file with 核对 commented out: every line stays where it is."""
    lines, inside = path.read_text(encoding="utf-8").split("\n"), False
    for i, line in enumerate(lines):
        inside = line.startswith("核对:") or (inside and line[:1] in (" ", "#", ""))
        lines[i] = f"# {line}" if inside else line
    path.write_text("\n".join(lines), encoding="utf-8")


def rows(node: Node) -> Iterator[int]:
    """The lines of a measure that hold one row, or one heading with all that is its own."""
    if isinstance(node, Sequence):
        yield from (item.place.line for item in node.items)
    for name, value in node.entries if isinstance(node, Mapping) else ():
        if name.text != "缺省":
            block = isinstance(value, Sequence) and value.place.line > name.place.line
            yield from rows(value) if block else [name.place.line]


def taken_out(folder: Path, name: str) -> Iterator[tuple[Path, int, Scalar]]:
    """(file, line that is taken out, key of its measure): lists of both years, flows of last year; counted from 0."""
    whole = budget(folder / f"{name}.yaml")
    listed = [m.name for m in whole.vocabulary.measures.values() if m.by_unit]
    node = read(folder / f"{name}.yaml")
    sections: list[tuple[Path, Node | None, tuple[str, ...]]] = [(folder / f"{name}.yaml", node, (*listed,))]
    base = node.get("上年预算")
    own = isinstance(base, Scalar) and base.text != "无"
    path = folder / base.text if own and isinstance(base, Scalar) else folder / f"{name}.yaml"
    sections.append((path, read(path) if own else base, (*FLOWS, *listed)))
    for path, section, measures in sections:
        one_sided = isinstance(section, Mapping) and not all(map(section.get, FLOWS))
        for title, value in section.entries if isinstance(section, Mapping) else ():
            if one_sided and title.text in FLOWS:
                continue
            if title.text in measures and not isinstance(value, Scalar) and value.place.line > title.place.line:
                found = list(rows(value))
                yield from ((path, line, title) for line in found[:: 3 if title.text in FLOWS else 1])


def figures(found: Budget) -> dict[tuple[str, str, str], Decimal]:
    """What the budget states, measure by measure: of each year, all that its lines say beside the amount."""
    amounts: dict[tuple[str, str, str], Decimal] = {}
    for base, book in found.books.items():
        for measure, lines in book.lines.items():
            for line in lines:
                key = base, measure, str(sorted(line.dims.items()))
                amounts[key] = amounts.get(key, Decimal(0)) + line.amount
    return {key: amount for key, amount in amounts.items() if amount}


def told(path: Path) -> tuple[list[Location], Budget | None]:
    """Where it is told: the place to edit of all that keeps the budget from being read, and of every error of R915."""
    try:
        found = budget(path)
    except ReportgenError as mistake:
        return [d.places[0] for d in mistake.diagnostics], None
    case = Case(Document((), "", found.file.year, ()), found)
    results = [r for rule in rules() if rule.id == "R915" for r in rule.run(case) if isinstance(r, Finding)]
    places = [r.places[0] for r in results if r.severity is Severity.ERROR]
    return [place for place in places if isinstance(place, Location)], found


def warned(found: Budget, row: str) -> bool:
    """Whether a 警告 names the heading that was taken out."""
    return any(d.rule == "没有写的项" and row.strip().split(":")[0] in d.message for d in found.findings)


@pytest.mark.parametrize("name", NAMES)
def test_a_row_that_is_left_out_is_told_where_it_stood(name: str, tmp_path: Path) -> None:
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
        without_approved(tmp_path / path.name)
    places, before = told(tmp_path / f"{name}.yaml")
    assert before is not None
    assert not places
    untold = []
    for path, line, title in taken_out(tmp_path, name):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        path.write_text("\n".join([*lines[:line], "", *lines[line + 1 :]]), encoding="utf-8")
        places, after = told(tmp_path / f"{name}.yaml")
        wanted = FLOWS if title.text in FLOWS else (title.text,)
        own = [p for p in places if p.path.endswith(path.name)]
        right = any(title.place.line < p.line <= line or p.excerpt.strip().split(":")[0] in wanted for p in own)
        harmless = after is not None and (figures(after) == figures(before) or warned(after, lines[line]))
        untold += [] if right or harmless else [f"{path.name}:{line + 1} {lines[line].strip()} → {places}"]
        path.write_text(text, encoding="utf-8")
    assert not untold, "\n".join(untold)
