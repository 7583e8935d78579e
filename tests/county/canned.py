"""A run whose documents are not built but said by their files: `甲局-2026.yaml` with `# 错误 2` has two errors."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reportgen.batch import About, BuildOutcome, BuildTask, BuiltDocument
from reportgen.county import County, CountyRun, Rules, board_lines, run
from reportgen.county.published import FIGURES, FINDINGS, PACKAGE, PAGE, WORDS, as_json, with_bar
from reportgen.diagnostics import Location, error, warning
from reportgen.source.text_file import checksum

HEAD = "部门: {名称: 某}\n年度: 2026\n"
EMPTY = "<!-- 本站 -->\n<!-- 正文 -->\n"


def write(root: Path, name: str, says: str = "") -> Path:
    """A file of the county; its name says department, year and, behind a dot, the kind."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}# {says}\n", encoding="utf-8")
    return path


class Told(NamedTuple):
    county: County
    lines: list[str]
    made: list[str]

    @property
    def states(self) -> dict[str, str]:
        return {row.path: row.state_in_words for row in self.county.rows}


def told(root: Path, rules: Rules | None = None) -> Told:
    """What a run says, and which documents it made."""
    made: list[str] = []

    def making(tasks: Iterable[BuildTask]) -> Iterator[BuildOutcome]:
        for task in tasks:
            made.append(task.path.relative_to(root).as_posix())
            content = task.path.read_bytes()
            died = "进程".encode() in content
            yield BuildOutcome((canned(task.path),), {} if died else {task.path: checksum(content)})

    asked = CountyRun(root, root.parent / "out", "某县", rules or Rules(), making)
    county = run(asked)
    return Told(county, list(board_lines(county)), made)


def canned(path: Path) -> BuiltDocument:
    says = dict(re.findall(r"(错误|警告|草稿|不能用) (\d+)", path.read_text(encoding="utf-8")))
    number = {word: int(says.get(word, 0)) for word in ("错误", "警告", "草稿", "不能用")}
    findings = [
        error("核查", f"错的{i}", Location(str(path), 3), hint="改") for i in range(number["错误"] + number["不能用"])
    ]
    findings += [warning("核查", f"疑的{i}", Location(str(path), 3)) for i in range(number["警告"])]
    if number["不能用"]:
        return BuiltDocument("", str(path), tuple(findings), refused=True)
    department, year, *kind = path.stem.replace(".", "-").split("-")
    of = About(department, "", int(year), kind[0] if kind else "部门预算", "default", "题")
    page = with_bar(f"<body>{EMPTY}{department}{year}".encode(), "")
    files = {
        PAGE: page,
        FIGURES: b"{}",
        PACKAGE: b"{}",
        "tables/01-收支.csv": b"a",
        WORDS: as_json({"词": [f"{department}本级"]}),
    }
    more = {FINDINGS: b"page"} if number["错误"] else files
    contents = {} if number["错误"] else {"docx": b"", "xlsx": b""}
    draft = "草稿" in says
    return BuiltDocument(path.stem, str(path), tuple(findings), False, draft, number["草稿"], of, contents, more)
