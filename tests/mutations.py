"""One small mistake at a time (变异): in the budget file, in a template's sentence, in the finished tree.

Every mutant is a `Mutant`: where it was made, in words, and how to make the report that it leads to. What is looked for
is that the verdict says more than that on the untouched file, and says it where the mistake is: in the line of the
budget file, or in the table or section that prints otherwise than before.
"""

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from pathlib import Path

from reportgen.checks import Case, Rule, check, rule_named, rules_for
from reportgen.diagnostics import Diagnostic, Location, ReportgenError
from reportgen.document import (
    Block,
    Cell,
    Document,
    Figure,
    Paragraph,
    Row,
    Runs,
    Section,
    Table,
    TableKind,
    Text,
    plain,
)
from reportgen.document import walk as blocks_of
from reportgen.drafts.yaml_text import Span, spans, walk
from reportgen.reading import Reading
from reportgen.report import Report, assemble
from tests.budgets import DATA

TEMPLATES = Path(__file__).parents[1] / "templates"
_ANY_NUMBER = re.compile(r"[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?")
_ALL_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?[%元万亿个]*")
_TARGETS = (TableKind.PROJECT_TARGETS, TableKind.OVERALL_TARGETS)
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")
_VERBS = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "持平": "增加", "没有": "已有"}
_VERB = re.compile("|".join(_VERBS))
# Values of these keys are members of a small vocabulary: another one of the same file is an honest slip.
_MEMBERS = ("单位", "资金", "功能", "经济", "政府经济", "项目", "年份", "费目", "性质", "面向", "采购品目", "采购类型")


class Status(Enum):
    """What came of a mutant."""

    SAME = "没有变化"  # nothing is printed otherwise, and nothing is said: it is no mistake of the disclosure
    FOUND = "发现"
    ELSEWHERE = "报在别处"
    MISSED = "没有发现"


@dataclass(frozen=True)
class Mutant:
    """One mistake.

    Attributes:
        kind: 预算, 模板 or 文件; where: in words, with what it was; way: how it was made; became: what it is now.
        line: of the budget file, from 1; 0 elsewhere.
        make: the report of it; raises ReportgenError where it is refused.
    """

    name: str
    kind: str
    where: str
    way: str
    was: str
    became: str
    make: Callable[[], Report]
    line: int = 0

    @property
    def is_number(self) -> bool:
        """Whether it is a figure of the finished document that was made another one; of a form, few stand elsewhere."""
        table = self.where.endswith("数值") and self.where.partition("|")[0] not in _forms(self.name)
        figure = table or "|文中数|" in self.where
        return self.kind == "文件" and figure and self.way in ("末位", "首位", "中间一位", "小数点", "变号")

    def __str__(self) -> str:
        return f"{self.name} {self.kind} {self.where} [{self.way}] {_short(self.was)} → {_short(self.became)}"


@dataclass(frozen=True)
class Outcome:
    """What came of it, and what is found now that was not before."""

    mutant: Mutant
    status: Status
    news: tuple[Diagnostic, ...]
    parts: frozenset[str] = frozenset()


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return f"“{text if len(text) <= 40 else text[:40] + '…'}”"


@cache
def _forms(name: str) -> frozenset[str]:
    """The forms on targets, as mutants call them."""
    tables = (block for block in blocks_of(original(name).document.blocks) if isinstance(block, Table))
    return frozenset(_called(table) for table in tables if table.kind in _TARGETS)


def _called(table: Table) -> str:
    return table.number or plain(table.title)


# The verdict
@cache
def original(name: str) -> Report:
    return assemble(DATA / f"{name}.yaml")


@cache
def baseline(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_told(finding) for finding in judged(original(name), original(name).document))


@cache
def _printed(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_lines(Reading(original(name).document)))


def _told(finding: Diagnostic) -> tuple[str, ...]:
    return finding.rule, finding.message, *(str(place) for place in finding.places if not place.line)


def judged(report: Report, made: Document) -> tuple[Diagnostic, ...]:
    return _verdict(report, _case(report, made))


def _case(report: Report, made: Document) -> Case:
    return Case(report.document, report.budget, report.profile, made, report.figures)


def _verdict(report: Report, case: Case, asked: Iterable[Rule] = ()) -> tuple[Diagnostic, ...]:
    return check(case, asked).joined_by(report.findings).findings


def _rules_but_edits(case: Case) -> list[Rule]:
    """All rules for the document but R909, which would tell as one finding all that a number contradicts."""
    return [rule for rule in rules_for(case.profile) if case.kind in rule.kinds and rule.id != "R909"]


FIRST = ("R900", "R901", "R909")  # they tell most mistakes


def _told_by_first(case: Case, name: str) -> tuple[Diagnostic, ...]:
    """What these rules say that they do not say of the untouched file."""
    return tuple(finding for finding in _said_by_first(case) if _told(finding) not in _before(name))


@cache
def _before(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(_told, _said_by_first(_case(original(name), original(name).document))))


def _said_by_first(case: Case) -> tuple[Diagnostic, ...]:
    return check(case, [rule for number in FIRST if (rule := rule_named(number))]).findings


def outcome(mutant: Mutant) -> Outcome:
    """What the verdict on the mutant says that it did not say before, and whether it says it at the right place.

    Some rules are asked first; if they tell it, no other one is.
    """
    try:
        report = mutant.make()
    except ReportgenError as refused:
        found = refused.diagnostics
        there = any(_speaks_of(mutant, finding) for finding in found)
        return Outcome(mutant, Status.FOUND if there else Status.ELSEWHERE, found)
    before = original(mutant.name).document
    made = before if mutant.kind == "文件" else report.document
    is_same = report.document == before
    if mutant.kind == "模板" and is_same:
        return Outcome(mutant, Status.SAME, ())
    case = _case(report, made)
    parts = changed_parts(mutant.name, case.reading)
    first = _told_by_first(case, mutant.name)
    if any(_is_right(mutant, finding, parts) for finding in first):
        return Outcome(mutant, Status.FOUND, first, parts)
    said = _verdict(report, case, _rules_but_edits(case) if mutant.is_number else ())
    new = tuple(f for f in said if _told(f) not in baseline(mutant.name))
    if (is_same or not (parts or report.document.date != before.date)) and not new:
        return Outcome(mutant, Status.SAME, ())
    right = any(_is_right(mutant, finding, parts) for finding in new)
    status = Status.FOUND if right else Status.ELSEWHERE if new else Status.MISSED
    return Outcome(mutant, status, new, parts)


def _is_right(mutant: Mutant, finding: Diagnostic, parts: frozenset[str]) -> bool:
    """In the line, or where it prints.

    A number in the finished document is to be found by what it contradicts, not by its not being what was made (R909).
    What is missing has no place but the title or the section around it (R6xx); what no longer is as it was approved is
    reported beside the approved number (R900); a remark on a known difference, where it is quoted; what a template no
    longer prints (没有用到), or no longer says of what the file adjusted (R216), in the budget file; a heading that is
    gone, at the next number (R703); a member that a list lacks, at the key of the list (漏项).
    """
    rule = finding.rule[:4]
    if rule == "R909" and mutant.is_number:
        return False
    if rule.startswith("R6") or (mutant.kind == "预算" and rule == "R900"):
        return True
    if mutant.kind == "模板" and (finding.rule == "没有用到" or rule in ("R216", "R703")):
        return True
    if mutant.kind == "预算" and len(mutant.became) > 3 and mutant.became in finding.message:
        return True
    return _lacks(mutant, finding) or any(
        _in_line(mutant, place) or _in_parts(place, parts) for place in finding.places
    )


def _lacks(mutant: Mutant, finding: Diagnostic) -> bool:
    """Whether it says that a list of the budget file lacks a member, and the mistake is in that list."""
    keys = {place.excerpt.strip().removesuffix(":") for place in finding.places}
    return finding.rule == "漏项" and not keys.isdisjoint(mutant.where.partition(" ")[2].split("·"))


def changed_parts(name: str, reading: Reading) -> frozenset[str]:
    """Tables and sections, as findings call them, that print otherwise than in the untouched file."""
    return frozenset(line[0] for line in _printed(name).symmetric_difference(_lines(reading)))


def _lines(reading: Reading) -> Iterator[tuple[str, ...]]:
    seen: dict[tuple[str, ...], int] = {}
    for wording in reading.texts:
        line = (wording.place.part, wording.place.row, wording.place.column, wording.text)
        seen[line] = seen.get(line, 0) + 1
        yield *line, str(seen[line])


def _in_parts(place: Location, parts: frozenset[str]) -> bool:
    """Sections are called by all headings above them, or by their own."""
    path = place.path.partition("“")[0]
    if not path and not place.line:
        return "" in parts
    return not place.line and any(
        part and (path == part or place.path.startswith(part) or path.endswith(f" {part}")) for part in parts
    )


def _in_line(mutant: Mutant, place: Location) -> bool:
    return bool(mutant.line) and place.line == mutant.line


def _speaks_of(mutant: Mutant, finding: Diagnostic) -> bool:
    """In its line, or its list, or where the file goes on using the word that it was or has become."""
    if _lacks(mutant, finding):
        return True
    words = [word for word in (mutant.was.strip("\"'"), mutant.became.strip("\"'")) if len(word) > 1]
    marked = {p.excerpt[p.column - 1 :][: p.length] for p in finding.places}
    if mutant.was in marked or mutant.became in marked:
        return True
    said = " ".join((finding.message, finding.hint, *(place.excerpt for place in finding.places)))
    return any(_in_line(mutant, place) for place in finding.places) or any(word in said for word in words)


# Slips
def ways(text: str) -> Iterator[tuple[str, str]]:
    """The text with one slip, in every way that it lends itself to."""
    numbers = list(_ANY_NUMBER.finditer(text))
    if numbers:
        yield "末位", _digit(text, numbers[-1].end() - 1)
        yield "首位", _digit(text, numbers[0].start())
    if numbers and _ALL_NUMBER.fullmatch(text):
        digits = [at for at in range(len(text)) if text[at].isdigit()]
        if len(digits) > 2:
            yield "中间一位", _digit(text, digits[len(digits) // 2])
        if re.search("[1-9]", text):
            yield "变号", text[1:] if text.startswith("-") else f"-{text}"
            yield "小数点", _shifted(text)
    if found := _VERB.search(text):
        yield "反义", f"{text[: found.start()]}{_VERBS[found[0]]}{text[found.end() :]}"
    if letters := max(_LETTERS.finditer(text), key=lambda m: len(m[0]), default=None):
        at = (letters.start() + letters.end()) // 2
        yield "错字", f"{text[:at]}{'甲' if text[at] != '甲' else '乙'}{text[at + 1 :]}"
    yield "删去", ""


def _digit(text: str, at: int) -> str:
    one_more = int(text[at]) % 9 + 1 if at == 0 or not text[at - 1].isdigit() else (int(text[at]) + 1) % 10
    return f"{text[:at]}{one_more}{text[at + 1 :]}"


def _shifted(text: str) -> str:
    """The decimal point one place to the right; behind a whole number a nought."""
    moved = re.sub(r"([0-9,]+)\.([0-9])([0-9]*)", lambda m: f"{m[1]}{m[2]}" + (f".{m[3]}" if m[3] else ""), text)
    return moved if moved != text else re.sub(r"([0-9]+)(\D*)$", r"\g<1>0\2", text)


# The budget file
def of_budget(name: str) -> Iterator[Mutant]:
    """Every value of the file in every way; every key with a letter wrong."""
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    read = spans(text)
    values = [(path, span) for path, span in walk(read) if span.text]
    members = _members(values)
    for path, span in values:
        quote = text[span.start] if text[span.start] in "\"'" else ""
        end = span.start + len(text[span.start : span.end].rstrip("\"'"))
        was = text[span.start + len(quote) : end]
        for way, became in (*ways(was), *_exchanged(members.get(path[-1] if path else "", []), was)):
            yield _slip(name, text, path, (span.start + len(quote), end), (way, was, became))
    for path, span in _keys(read):
        was = text[span.start : span.end].rstrip(": ").strip("\"'")
        start = text.index(was, span.start)
        for way, became in ways(was):
            if way in ("错字", "末位"):
                yield _slip(name, text, (*path, was), (start, start + len(was)), (f"键{way}", was, became))


def _slip(name: str, text: str, path: tuple[str, ...], at: tuple[int, int], slip: tuple[str, str, str]) -> Mutant:
    (start, end), (way, was, became) = at, slip
    line = text.count("\n", 0, start) + 1
    changed = text[:start] + became + text[end:]
    where = f"{name}.yaml:{line} {'·'.join(path)}"
    return Mutant(name, "预算", where, way, was, became, lambda: _built(name, _writing(name, changed)), line)


def _members(values: list[tuple[tuple[str, ...], Span]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, span in values:
        if path and path[-1] in _MEMBERS and span.text:
            found.setdefault(path[-1], []).append(span.text)
    return {key: list(dict.fromkeys(words)) for key, words in found.items()}


def _exchanged(members: list[str], was: str) -> Iterator[tuple[str, str]]:
    if was in members and len(members) > 1:
        yield "换一个", members[(members.index(was) + 1) % len(members)]


def _keys(span: Span, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Span]]:
    for item in span.items:
        yield from _keys(item, path)
    for key, value in span.entries:
        yield path, key
        yield from _keys(value, (*path, key.text or ""))


def _writing(name: str, text: str) -> Callable[[Path], Callable[[], object]]:
    def change(folder: Path) -> Callable[[], object]:
        file = folder / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
        return lambda: shutil.copy(DATA / file.name, file)

    return change


@cache
def _folder() -> Path:
    """All examples: always in the same place, so that what no mutant touches is not parsed again (`remembered.py`)."""
    folder = tempfile.mkdtemp(prefix="mutants-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, folder)
    return Path(folder)


def _built(name: str, change: Callable[[Path], Callable[[], object]]) -> Report:
    """The report after a change, which is taken back by what it returns."""
    undo = change(_folder())
    try:
        return assemble(_folder() / f"{name}.yaml")
    finally:
        undo()


# A template's sentences
_CHART = re.compile(r"\{\{ 图\.[^{}]*\}\}")


def of_template(name: str) -> Iterator[Mutant]:
    """Every sentence of the region's templates, and of the nation's: left out, and with each of its words wrong."""
    for region in dict.fromkeys((original(name).budget.file.template, "default")):
        for path in sorted((TEMPLATES / region).rglob("*.md.j2")):
            text = path.read_text(encoding="utf-8")
            for start, end in _sentences(text):
                was = text[start:end]
                if _CHART.fullmatch(was.strip()):
                    continue  # whether there is a picture is the region's to say
                where = f"{region}/{path.relative_to(TEMPLATES / region)}:{text.count(chr(10), 0, start) + 1}"
                for way, became in _altered(was):
                    changed = text[:start] + became + text[end:]
                    yield Mutant(name, "模板", where, way, was, became, _of_region(name, region, path, changed))


def _altered(sentence: str) -> Iterator[tuple[str, str]]:
    """The sentence left out; in its own words, not those of the template language, every way of a slip once."""
    yield "删去", ""
    pieces = re.split(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", sentence)
    done = {"删去"}
    for i, piece in enumerate(pieces):
        for way, became in ways(piece) if not piece.startswith("{") else ():
            if way not in done:
                done.add(way)
                yield way, "".join((*pieces[:i], became, *pieces[i + 1 :]))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence stands: words between full stops that are not mere statements of the template language."""
    remarks = [found.span() for found in re.finditer(r"\{#.*?#\}", text, re.DOTALL)]
    for found in re.finditer(r"[^。；\n]+[。；]?", text):
        if any(start < found.end() and found.start() < end for start, end in remarks):
            continue
        words = re.sub(r"\{%.*?%\}|\{#.*?#\}", "", found[0])
        balanced = found[0].count("{%") == found[0].count("%}") and "{%" not in found[0]
        if balanced and found[0].count("{{") == found[0].count("}}") and re.search(r"[\u4e00-\u9fff]", words):
            yield found.span()


def _of_region(name: str, region: str, path: Path, text: str) -> Callable[[], Report]:
    def change(folder: Path) -> Callable[[], object]:
        templates = folder / "templates"
        shutil.copytree(TEMPLATES / region, templates / region)
        (templates / path.relative_to(TEMPLATES)).write_text(text, encoding="utf-8")
        return lambda: shutil.rmtree(templates)

    return lambda: _built(name, change)


# The finished tree
def of_tree(name: str) -> Iterator[Mutant]:
    """Every cell, figure, caption, heading, note and sentence of the finished document in every way."""
    report = original(name)
    for where, was, way, became, blocks in _blocks(report.document.blocks, ""):
        changed = replace(report.document, blocks=blocks)
        yield Mutant(name, "文件", where, way, was, became, _of_document(report, changed))
    title = plain(report.document.title)
    for way, became in ways(title):
        changed = replace(report.document, title=(Text(became),))
        yield Mutant(name, "文件", "标题", way, title, became, _of_document(report, changed))


def _of_document(report: Report, document: Document) -> Callable[[], Report]:
    return lambda: replace(report, document=document)


_Slips = Iterator[tuple[str, str, str, str, Runs]]


def _runs(where: str, runs: Runs) -> _Slips:
    """The runs as one text in every way."""
    was = plain(runs)
    if was.strip():
        for way, became in ways(was):
            yield where, was, way, became, (Text(became),)


def _blocks(blocks: tuple[Block, ...], heading: str) -> Iterator[tuple[str, str, str, str, tuple[Block, ...]]]:
    for i, block in enumerate(blocks):
        for *said, changed in _block(block, heading):
            yield *said, (*blocks[:i], *([changed] if changed else []), *blocks[i + 1 :])  # type: ignore[misc]


def _block(block: Block, heading: str) -> Iterator[tuple[str, str, str, str, Block | None]]:
    match block:
        case Section():
            below = f"{block.number}{plain(block.title)}"
            for *said, runs in _runs(f"{below}|节题", block.title):
                yield *said, replace(block, title=runs)  # type: ignore[misc]
            for *said, blocks in _blocks(block.blocks, below):
                yield *said, replace(block, blocks=blocks)  # type: ignore[misc]
        case Paragraph():
            yield from _paragraph(block, heading)
        case Table():
            yield from _table(block, heading)


def _paragraph(block: Paragraph, heading: str) -> Iterator[tuple[str, str, str, str, Block | None]]:
    """Every figure and every stretch of words between two; the whole left out."""
    words = plain(block.runs)
    for i, run in enumerate(block.runs):
        before = plain(block.runs[:i])[-20:]
        kind = "文中数" if isinstance(run, Figure) else "文中字"
        for way, became in ways(run.text) if len(block.runs) > 1 or kind == "文中字" else ():
            if way != "删去" or kind == "文中数":
                runs = (*block.runs[:i], replace(run, text=became), *block.runs[i + 1 :])
                yield f"{heading}|{kind}|…{before}", run.text, way, became, replace(block, runs=runs)
    yield f"{heading}|段落", words, "删去", "", None


def _table(table: Table, heading: str) -> Iterator[tuple[str, str, str, str, Block | None]]:
    called = _called(table) or heading
    for field in ("title", "left", "right"):
        for *said, runs in _runs(f"{called}|表{field}", getattr(table, field)):
            yield *said, replace(table, **{field: runs})  # type: ignore[misc]
    for part, kind in (("head", "表头"), ("body", "行")):
        rows: tuple[Row, ...] = getattr(table, part)
        for r, row in enumerate(rows):
            first = plain(row.cells[0].runs)[:16]
            for c, cell in enumerate(row.cells):
                if table.picture and part == "head" and c == 0:
                    continue  # the corner is not drawn
                for *said, runs in _runs(f"{called}|{kind}{r + 1}“{first}”{c + 1}{cell.role.value}", cell.runs):
                    changed: Cell = replace(cell, runs=runs)
                    own = (
                        *rows[:r],
                        replace(row, cells=(*row.cells[:c], changed, *row.cells[c + 1 :])),
                        *rows[r + 1 :],
                    )
                    yield *said, replace(table, **{part: own})  # type: ignore[misc]
    for i, note in enumerate(table.notes):
        for *said, runs in _runs(f"{called}|表注", note.runs):
            notes = (*table.notes[:i], replace(note, runs=runs), *table.notes[i + 1 :])
            yield *said, replace(table, notes=notes)  # type: ignore[misc]


KINDS = {"预算": of_budget, "模板": of_template, "文件": of_tree}
