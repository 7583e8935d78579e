"""One small mistake at a time (变异): in the budget file, in a template's sentence, in the finished tree.

Every mutant is a `Mutant`: where it was made, in words, and how to make the verdict on it. What is looked for is that
the verdict says more than that on the untouched file.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from reportgen.checks import Case, Verdict, check
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Row, Runs, Section, Table, Text, plain
from reportgen.report import Report, assemble
from reportgen.source.spans import spans, walk
from tests.budgets import DATA

TEMPLATES = Path(__file__).parents[1] / "templates"
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_ANY_NUMBER = re.compile(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Mutant:
    """One mistake: `kind` 预算, 模板 or 文件; `where` in words; `part` of the page it was made on, if any."""

    kind: str
    where: str
    part: str
    findings: Callable[[], tuple[Diagnostic, ...]]


@cache
def original(name: str) -> Report:
    return assemble(DATA / f"{name}.yaml")


@cache
def baseline(name: str) -> frozenset[tuple[str, str]]:
    return frozenset(told(finding) for finding in judged(original(name)))


def told(finding: Diagnostic) -> tuple[str, str]:
    return finding.rule, finding.message


def judged(report: Report) -> tuple[Diagnostic, ...]:
    return check(Case(report.document, report.budget, report.profile)).joined_by(report.findings).findings


def news(name: str, mutant: Mutant) -> list[Diagnostic]:
    """What is found in the mutant and not in the untouched file."""
    return [finding for finding in mutant.findings() if told(finding) not in baseline(name)]


def slipped(text: str) -> str:
    """A slip of the key: the last digit of a number one more, one letter in the middle of a word another."""
    numbers = list(_ANY_NUMBER.finditer(text))
    if numbers:
        at = numbers[-1].end() - 1
        return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"
    at = len(text) // 2
    return f"{text[:at]}{'甲' if text[at] != '甲' else '乙'}{text[at + 1 :]}"


# The budget file
def of_budget(name: str) -> Iterator[Mutant]:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    for path, span in walk(spans(text)):
        if span.text:
            end = span.start + len(text[span.start : span.end].rstrip("\"'"))
            changed = text[: span.start] + slipped(text[span.start : end]) + text[end:]
            line = text.count("\n", 0, span.start) + 1
            yield Mutant("预算", f"{'.'.join(path)}:{line}: {span.text[:30]}", "", _of_text(name, changed))


def _of_text(name: str, text: str) -> Callable[[], tuple[Diagnostic, ...]]:
    return lambda: _built(name, lambda folder: (folder / f"{name}.yaml").write_text(text, encoding="utf-8"))


def _built(name: str, change: Callable[[Path], object]) -> tuple[Diagnostic, ...]:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for path in DATA.glob("*.yaml"):
            shutil.copy(path, folder)
        change(folder)
        try:
            return judged(assemble(folder / f"{name}.yaml"))
        except ReportgenError as refused:
            return refused.diagnostics


# A template's sentences
def of_template(name: str) -> Iterator[Mutant]:
    for region in dict.fromkeys((original(name).budget.file.template, "default")):
        for path in sorted((TEMPLATES / region).rglob("*.md.j2")):
            text = path.read_text(encoding="utf-8")
            for start, end in _sentences(text):
                where = f"{region}/{path.name}:{text.count(chr(10), 0, start) + 1}: {text[start:end][:40]}"
                changed = text[:start] + text[end:]
                yield Mutant("模板", where, "", _of_region(name, region, path, changed))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence stands: words between full stops that are not mere statements of the template language."""
    for found in re.finditer(r"[^。；\n]+[。；]?", text):
        words = re.sub(r"\{%.*?%\}", "", found[0])
        balanced = found[0].count("{%") == found[0].count("%}") and "{%" not in found[0]
        if balanced and found[0].count("{{") == found[0].count("}}") and re.search(r"[\u4e00-\u9fff]", words):
            yield found.span()


def _of_region(name: str, region: str, path: Path, text: str) -> Callable[[], tuple[Diagnostic, ...]]:
    def change(folder: Path) -> None:
        shutil.copytree(TEMPLATES / region, folder / "templates" / region)
        (folder / "templates" / path.relative_to(TEMPLATES)).write_text(text, encoding="utf-8")

    return lambda: _built(name, change)


# The finished tree
def of_tree(name: str) -> Iterator[Mutant]:
    report = original(name)
    for where, document in _documents(report.document):
        yield Mutant("文件", where, where.partition("|")[0], _of_document(report, document))


def _of_document(report: Report, document: Document) -> Callable[[], tuple[Diagnostic, ...]]:
    return lambda: judged(replace(report, document=document))


def _documents(document: Document) -> Iterator[tuple[str, Document]]:
    for where, blocks in _blocks(document.blocks, ""):
        yield where, replace(document, blocks=blocks)


def _blocks(blocks: tuple[Block, ...], heading: str) -> Iterator[tuple[str, tuple[Block, ...]]]:
    for i, block in enumerate(blocks):
        for where, changed in _block(block, heading):
            yield where, (*blocks[:i], changed, *blocks[i + 1 :])


def _block(block: Block, heading: str) -> Iterator[tuple[str, Block]]:
    match block:
        case Section():
            below = f"{block.number}{plain(block.title)}"
            yield from ((where, replace(block, blocks=own)) for where, own in _blocks(block.blocks, below))
        case Paragraph():
            for i, run in enumerate(block.runs):
                if isinstance(run, Figure):
                    where = f"{heading}|{plain(block.runs[max(0, i - 1) : i + 1])[-40:]}"
                    yield where, replace(block, runs=_slipped_at(block.runs, i))
        case Table():
            yield from _table(block, heading)


def _slipped_at(runs: Runs, i: int) -> Runs:
    run = runs[i]
    return (*runs[:i], replace(run, text=slipped(run.text)), *runs[i + 1 :])


def _table(table: Table, heading: str) -> Iterator[tuple[str, Table]]:
    called = table.number or plain(table.title) or heading
    for part in ("head", "body"):
        rows: tuple[Row, ...] = getattr(table, part)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row.cells):
                if plain(cell.runs).strip():
                    changed: Cell = replace(cell, runs=(Text(slipped(plain(cell.runs))),))
                    cells = (*row.cells[:c], changed, *row.cells[c + 1 :])
                    own = (*rows[:r], replace(row, cells=cells), *rows[r + 1 :])
                    first = plain(row.cells[0].runs)[:16]
                    where = f"{called}|{'表头' if part == 'head' else '行'}{r + 1}“{first}”: {plain(cell.runs)[:30]}"
                    yield where, replace(table, **{part: own})


def of_all(name: str) -> Iterator[Mutant]:
    """Every mutant of a data file."""
    yield from of_budget(name)
    yield from of_template(name)
    yield from of_tree(name)


def verdict_of(report: Report) -> Verdict:
    return check(Case(report.document, report.budget, report.profile))
