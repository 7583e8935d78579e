"""`reportgen build`: budget files → the disclosure in every format."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli._files import expanded, file_name
from reportgen.cli._parser import Parser, Unusable
from reportgen.cli._writing import write_files

if TYPE_CHECKING:
    from reportgen.checks import Verdict
    from reportgen.diagnostics import ReportgenError
    from reportgen.report import Disclosure

SUMMARY = "由预算文件生成公开文档（docx、html、txt）"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.files("files", "文件", "预算文件（.yaml），可以写多个")
    parser.option("-o", "--output", shown="文件夹", help="放到哪个文件夹；不写就放到 out", default="out")
    parser.option("--to", shown="格式", help="只生成哪些格式，用逗号隔开，如 docx,html；不写就全部生成")
    parser.option("--unit", shown="单位", help="只生成部门里这一个单位的文件，写单位的名称或编码")
    parser.switch("--all-units", help="部门和它的每个单位各生成一份")
    parser.switch("--draft", help="生成草稿：有错误也生成，每页标“草稿”，第一页列出要改的地方")
    parser.switch("--force", help="生成之后改过的文件也覆盖，原来的留一份备份")


def run(options: Any) -> int:
    """Builds each file; one that cannot be built does not keep the others from it."""
    if options.unit is not None and options.all_units:
        raise Unusable("--unit 和 --all-units 只写一个")
    formats = _formats(options.to)
    sources = [path for name in options.files for path in expanded(name)]
    _refuse_same_names(sources)
    build = _Build(Path(options.output), formats, options.draft, options.force)
    return max(build.file(path, options.unit, options.all_units) for path in sources)


def _formats(asked: str | None) -> list[str]:
    from reportgen.diagnostics import did_you_mean
    from reportgen.writers import formats

    known = formats()
    chosen = [part.strip().lower() for part in asked.replace("，", ",").split(",")] if asked else known
    for name in chosen:
        if name not in known:
            raise Unusable(f"没有“{name}”这个格式。{did_you_mean(name, known)}")
    return list(dict.fromkeys(chosen))


def _refuse_same_names(sources: list[Path]) -> None:
    stems: dict[str, Path] = {}
    for path in sources:
        other = stems.setdefault(path.stem.lower(), path)
        if other is not path:
            raise Unusable(f"{other} 和 {path} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹")


class _Build:
    """Builds documents into a folder; what is wrong in a file that several documents share is told once."""

    def __init__(self, folder: Path, formats: list[str], draft: bool, force: bool) -> None:
        self.folder, self.formats, self.draft, self.force = folder, formats, draft, force
        self._told: set[str] = set()
        self._written: dict[str, str] = {}

    def file(self, path: Path, unit: str | None, all_units: bool) -> int:
        """The documents that are asked for of one budget file."""
        from reportgen.diagnostics import ReportgenError
        from reportgen.report import Disclosure

        try:
            disclosure = Disclosure(path)
            names = {u.name: u.code for u in disclosure.units.listed}
            asked = names if all_units else {} if unit is None else {disclosure.units.named(unit).name: unit}
        except ReportgenError as mistake:
            return self._refused(mistake, str(path))
        stems = _stems(path.stem, names)
        codes = [] if unit is not None else [self._document(disclosure, path, "", path.stem)]
        return max([*codes, *(self._document(disclosure, path, name, stems[name]) for name in asked)])

    def _document(self, disclosure: "Disclosure", path: Path, unit: str, stem: str) -> int:
        from reportgen.checks import case_of, check
        from reportgen.diagnostics import ReportgenError, Severity
        from reportgen.marking import with_findings
        from reportgen.writers import writer

        called = f"{path} 的{unit}" if unit else str(path)
        other = self._written.setdefault(stem.lower(), called)
        if other is not called:
            print(f"{other}和{called}会生成同名的文件，后一个没有生成：用 -o 放到不同的文件夹。", file=sys.stderr)
            return 2
        try:
            report = disclosure.report(unit)
            verdict = check(case_of(report)).joined_by(report.findings)
            draft = self.draft or report.budget.file.is_draft
            self._tell(verdict, called, draft)
            if verdict.count(Severity.ERROR) and not draft:
                return 1
            document = with_findings(report.document, verdict.findings) if draft else report.document
            contents = {name: writer(name)(document, report.profile.style) for name in self.formats}
        except ReportgenError as mistake:
            return self._refused(mistake, called)
        return write_files({self.folder / f"{stem}.{name}": c for name, c in contents.items()}, force=self.force)

    def _tell(self, verdict: "Verdict", called: str, draft: bool) -> None:
        """What has to be mended or looked at; what is only a hint is counted."""
        from reportgen.diagnostics import Severity, render

        for finding in verdict.findings:
            if finding.severity is not Severity.HINT:
                print(render(finding), file=sys.stderr)
        errors, hints = verdict.count(Severity.ERROR), verdict.count(Severity.HINT)
        if errors and not draft:
            told = f"{called}：有{errors}处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。"
            print(told, file=sys.stderr)
        elif hints:
            print(f"{called}：另有{hints}处提示，用 reportgen check 查看。", file=sys.stderr)

    def _refused(self, mistake: "ReportgenError", called: str) -> int:
        from reportgen.diagnostics import render

        for said in map(render, mistake.diagnostics):
            if said not in self._told:
                print(said, file=sys.stderr)
            self._told.add(said)
        print(f"{called}：{len(mistake.diagnostics)}处不能用，没有生成文件。", file=sys.stderr)
        return 2


def _stems(stem: str, units: dict[str, str]) -> dict[str, str]:
    """What the files of units are called, each its own on Windows: 名称 -> `budget-图书馆`."""
    safe = {name: f"{stem}-{file_name(name, '_')}" for name in units}
    often = [one.lower() for one in safe.values()]
    return {n: s if often.count(s.lower()) == 1 else f"{s}-{file_name(units[n], '_')}" for n, s in safe.items()}
