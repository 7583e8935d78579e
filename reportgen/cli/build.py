"""`reportgen build`: budget files → the disclosure in every format."""

import sys
from pathlib import Path
from typing import Any

from reportgen.cli._files import save
from reportgen.cli._parser import Parser, Unusable

SUMMARY = "由预算文件生成公开文档（docx、html、txt）"


def arguments(parser: Parser) -> None:
    """What the command takes."""
    parser.files("files", "文件", "预算文件（.yaml），可以写多个")
    parser.option("-o", "--output", shown="文件夹", help="放到哪个文件夹；不写就放到 out", default="out")
    parser.option("--to", shown="格式", help="只生成哪些格式，用逗号隔开，如 docx,html；不写就全部生成")


def run(options: Any) -> int:
    """Builds each file; one that cannot be built does not keep the others from it."""
    formats = _formats(options.to)
    folder = Path(options.output)
    sources = [path for name in options.files for path in _expanded(name)]
    _refuse_same_names(sources)
    return max(_build(path, folder, formats) for path in sources)


def _expanded(name: str) -> list[Path]:
    """`data\\*.yaml` as the files it stands for: the Windows console leaves that to the program."""
    path = Path(name)
    found = sorted(path.parent.glob(path.name)) if "*" in path.name and not path.exists() else [path]
    if not found:
        raise Unusable(f"没有符合“{name}”的文件")
    return found


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


def _build(path: Path, folder: Path, formats: list[str]) -> int:
    from reportgen.diagnostics import ReportgenError, Severity, render
    from reportgen.report import assemble
    from reportgen.writers import writer

    try:
        report = assemble(path)
        contents = {name: writer(name)(report.document, report.profile.style) for name in formats}
    except ReportgenError as e:
        print("\n".join(render(d) for d in e.diagnostics), file=sys.stderr)
        print(f"{path}：{len(e.diagnostics)}处不能用，没有生成文件。", file=sys.stderr)
        return 2
    for finding in report.findings:
        print(render(finding), file=sys.stderr)
    saved = [save(folder / f"{path.stem}.{name}", content) for name, content in contents.items()]
    if not all(saved):
        return 2
    return 1 if any(f.severity is Severity.ERROR for f in report.findings) else 0
