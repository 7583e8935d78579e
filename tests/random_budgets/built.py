"""A random budget as a finished document, read back from its files with parsers that are not ours."""

import io
import random
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import lxml.html

from reportgen.report import Report, assemble
from reportgen.writers import writer
from tests.budgets import content
from tests.originals.compare import docx_tables
from tests.random_budgets.generator import budget, text_of
from tests.random_budgets.oracle import ROOT, Oracle
from tests.random_budgets.questions import Asking, Listing, Question, listings, merged, profile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ASKED = re.compile(r"问(\d+)：(.*?)。(?:（(?:本文)?各数[^）]*）)?")


@dataclass(frozen=True)
class Printed:
    """A number of the page: its figure, digits, value, the unit behind it, and the elements it stands in."""

    name: str
    text: str
    value: str
    unit: str
    within: frozenset[str]


@dataclass(frozen=True)
class Built:
    """One budget with its files; what was asked of it."""

    report: Report
    oracle: Oracle
    questions: tuple[Question, ...] = ()
    listings: tuple[Listing, ...] = ()

    def file(self, form: str) -> bytes:
        return writer(form)(self.report.document, self.report.profile.style)

    @cached_property
    def docx(self) -> bytes:
        return self.file("docx")

    @cached_property
    def page(self) -> Any:
        return lxml.html.fromstring(self.file("html"))

    @cached_property
    def text(self) -> str:
        return self.file("txt").decode("utf-8")

    def printed(self) -> Iterator[Printed]:
        """Every number of the page that has a name."""
        for data in self.page.iter("data"):
            within = frozenset(above.tag for above in data.iterancestors())
            unit = re.match("(?:千|万|亿)?元", data.tail or "")
            yield Printed(
                data.get("data-figure"), data.text_content(), data.get("value"), unit[0] if unit else "", within
            )

    # What was asked
    def answers(self) -> dict[str, dict[str, str]]:
        """Per kind of file, what each question printed."""
        with zipfile.ZipFile(io.BytesIO(self.docx)) as package:
            root = ET.fromstring(package.read("word/document.xml"))
        word = ["".join(t.text or "" for t in p.iter(W + "t")) for p in root.iter(W + "p")]
        page = [p.text_content() for p in self.page.iter("p")]
        lines = {"docx": word, "html": page, "txt": self.text.splitlines()}
        return {
            form: dict(ASKED.fullmatch(x).groups() for x in said if ASKED.fullmatch(x)) for form, said in lines.items()
        }  # type: ignore[union-attr,misc]

    def cells(self, listing: Listing) -> dict[str, dict[str, list[str]]]:
        """Per kind of file, the number cells of each row of that table."""
        page = [
            [[" ".join(c.itertext()).strip() for c in row] for row in table.iter("tr")]
            for table in self.page.iter("table")
        ]
        grids = {"docx": docx_tables(self.docx), "html": page, "txt": _text_tables(self.text)}
        return {form: _rows_of(found, listing) for form, found in grids.items()}


def _text_tables(text: str) -> list[list[list[str]]]:
    """Tables of the text form: lines with cells, a line of dashes under the head."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if " | " in line or line == "--":
            found[-1] += [] if line == "--" else [[cell.strip() for cell in re.split(r"\|", line)]]
        else:
            found.append([])
    return [rows for rows in found if rows]


def _rows_of(tables: list[list[list[str]]], listing: Listing) -> dict[str, list[str]]:
    (rows,) = [rows for rows in tables if rows and rows[0][:1] == [listing.title]]
    width = len(next(iter(listing.rows.values())))
    return {next(filter(None, row)): row[-width:] for row in rows[1:]}


# Making one
def random_report(seed: int, wild: bool) -> Built:
    """A random budget in the baseline's region."""
    data, others = budget(seed, wild)
    return Built(assembled(data, others), Oracle(data, others))


def asked_report(seed: int, count: int = 42) -> Built:
    """A random budget in a region of its own, which asks for everything."""
    data, others = budget(seed, wild=True)
    rng = random.Random(seed)
    own = profile(rng)
    data["模板"] = "抽查"
    for other in others.values():
        other["模板"] = "抽查"
    asking = Asking(Oracle(data, others, merged(own)), rng)
    words = [asking.in_words() for _ in range(12)]
    data["资料"] = {f"抽查{i}": said for i, (said, _) in enumerate(words, 1)}
    questions = [(f"{{{{ 资料.抽查{i} }}}}", said) for i, (_, said) in enumerate(words, 1)]
    questions += [question for question in asking.all(count) if question[0]]
    tables = listings(asking)
    report = assembled(data, others, own, questions, tables)
    return Built(report, asking.oracle, tuple(questions), tuple(tables))


def redrawn(name: str, seed: int) -> Built:
    """A file of `data/`, every amount of it another one."""
    data, rng = content(name), random.Random(seed)
    for said in ("核对", "已知差异"):
        data.pop(said, None)
    oracle = Oracle(data)
    for section in (data, *(data[base] for base in oracle.profile["口径"] if isinstance(data.get(base), dict))):
        for key in [key for key in section if re.split(r"[\[@]", key)[0] in oracle.measures]:
            section[key] = _redrawn(section[key], rng)
    return Built(assembled(data, {}), Oracle(data))


def _redrawn(said: Any, rng: random.Random) -> Any:
    """Lines with other amounts: pieces stay whole, money has up to two decimals."""
    if isinstance(said, list):
        return [_redrawn(line, rng) for line in said]
    if isinstance(said, dict):
        kept = ("金额", "数量") if {"金额", "数量"} & {*said} else {*said} - {"缺省"}
        return {key: _redrawn(value, rng) if key in kept else value for key, value in said.items()}
    number = re.fullmatch(r"[0-9]+(\.[0-9]+)?(万?元)?", said)
    if not number:
        return said
    whole = rng.randint(0, 10 ** rng.randint(1, 5))
    return f"{whole}.{rng.randint(0, 99):02}{number[2] or ''}" if number[1] else f"{whole}{number[2] or ''}"


def assembled(
    data: Mapping[str, Any],
    others: Mapping[str, Mapping[str, Any]],
    own: Mapping[str, Any] | None = None,
    questions: list[Question] | None = None,
    tables: list[Listing] | None = None,
) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        for name, said in {"budget.yaml": data, **others}.items():
            (Path(folder) / name).write_text(text_of(said), encoding="utf-8")
        if own is not None:
            _region(Path(folder) / "templates" / "抽查", own, questions or [], tables or [])
        return assemble(Path(folder) / "budget.yaml")


def _region(folder: Path, own: Mapping[str, Any], questions: list[Question], tables: list[Listing]) -> None:
    (folder / "sections").mkdir(parents=True)
    (folder / "tables").mkdir()
    asked = "\n\n".join(f"问{i}：{question}。" for i, (question, _) in enumerate(questions, 1))
    files = {"profile.yaml": text_of(own), "sections/抽查.md.j2": f"## 抽查\n\n{asked}\n"}
    for path in sorted((ROOT / "templates/default/tables").glob("*.yaml")):
        files[f"tables/{path.name}"] = (
            f"沿用: {path.stem}\n编号: 公开<表序两位>表\n"
            if "14-" not in path.name
            else (f"沿用: {path.stem}\n编号: 公开<表序两位>-<序号>表\n")
        )
    for i, table in enumerate(tables, 1):
        files[f"tables/9{i}-抽查{i}.yaml"] = text_of(
            {"编号": f"抽查表{i}", "标题": f"抽查表{i}", "页面": "横向", **table.definition}
        )
    for name, said in files.items():
        (folder / name).write_text(said, encoding="utf-8")
