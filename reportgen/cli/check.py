"""`reportgen check`: budget files, or finished documents of anybody → what auditors would find in them."""

import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable, formats_beside, listed, refuse_unknown
from reportgen.cli._files import output_file, refuse_existing, write_file
from reportgen.cli._inputs import READABLE, Input, expanded, is_budget_file, opened
from reportgen.records import NamedTuple

if TYPE_CHECKING:
    from reportgen.checks import Case, Verdict
    from reportgen.diagnostics import Diagnostic
    from reportgen.profile import Profile
    from reportgen.report import Report

SUMMARY = "公开前核查：表与表、文字与表、比例和增减、口径和格式"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files("files", "文件", f"{READABLE}，可以写多个")
    parser.option("--format", shown="格式", help="text 给人看，json 给程序用；不写就是 text", default="text")
    parser.option("--unit", shown="单位", help="只核查部门里这一个单位的文件，写单位的名称或编码")
    parser.option("--against", shown="预算文件", help="做好的文件和它的预算文件对照着核查")
    parser.option("--template", shown="地区", help="做好的文件没有预算文件的，按这个地区要求的表和文字核查")
    how = "写出文件和旁边的发现，用逗号隔开：html 网页，docx 带批注的 Word 文件；发现就不印在屏幕上"
    parser.option("--to", shown="格式", help=f"{how}{formats_beside('checks/outputs', ('html', 'docx'))}")
    parser.option("-o", "--output", shown="文件", help="--to 写进这个文件或文件夹；不写就是这里的“核查 文件名”")
    parser.switch("--force", help="已有同名文件时覆盖它，原来的留一份备份")
    parser.switch("--strict", help="有警告也算没有通过")
    parser.switch("--verbose", help="连同无法核对的规则、没有核对到的数一起列出")


def run(options: Any) -> int:
    """Check each file. Exit code 1: something has to be mended; 2: a file cannot be read."""
    if options.format not in ("text", "json"):
        raise Unusable(f"没有“{options.format}”这个格式，可用的有：text、json")
    sources = [path for name in options.files for path in expanded(name)]
    _refuse(options, sources)
    places = _places(options, sources)
    source = cache(partial(_source, options))  # built once, whatever the number of files
    checked: list[tuple[Path, Verdict | None]] = []
    codes: list[int] = []
    for path, outputs in zip(sources, places, strict=True):
        found = _checked(path, options, source)
        verdict = found.verdict if found else None
        checked.append((path, verdict))
        if verdict and options.format == "text":
            print("\n".join(_text(path, verdict, options)))
        codes += [_code(verdict, options.strict), *(_written(found, outputs, options) if found else ())]
    if options.format == "json":
        print(_json(checked))
    return max(codes)


class CheckedFile(NamedTuple):
    """A file that was checked."""

    given: Input
    verdict: "Verdict"


def _places(options: Any, sources: list[Path]) -> list[dict[str, Path]]:
    """Return the files to write for each source, by format.

    Raises:
        Unusable: a format is not known, or a file is there already.
    """
    if not options.to and options.output:
        raise Unusable("-o 要和 --to 一起用：写 --to html 或 --to docx")
    if not options.to:
        return [{} for _ in sources]
    from reportgen.checks.outputs import names

    if options.format == "json":
        raise Unusable("--to 和 --format json 只写一个：要给程序用的，另外核查一次")
    for name in listed(options.to):
        refuse_unknown("没有“{}”这个格式", name, names())
    places = [{name: _place(options, path, name, sources, names()) for name in listed(options.to)} for path in sources]
    every = [place for each in places for place in each.values()]
    if len(set(every)) < len(every):
        raise Unusable("要核查的文件里有同名的，写出来会互相覆盖。\n  建议：分开核查，用 -o 放到不同的文件夹")
    for place in every:
        refuse_existing(place, options.force)
    return places


def _place(options: Any, path: Path, extension: str, sources: list[Path], known: list[str]) -> Path:
    """Return the file to write: as asked; in the folder that was asked for; else here, named after the file."""
    asked = options.output or ""
    alike = [other for other in sources if other.stem == path.stem]
    name = f"核查 {path.name if len(alike) > 1 else path.stem} {options.unit or ''}"
    if len(sources) > 1 or asked.endswith(("/", "\\")) or (asked and Path(asked).is_dir()):
        return Path(asked) / output_file("", name, extension, known)
    return output_file(asked, name, extension, known)


def _written(found: CheckedFile, places: dict[str, Path], options: Any) -> Iterator[int]:
    """Write the document with its findings in each format, and yield the exit codes."""
    if not places:
        return
    from reportgen.checks.outputs import Checked, write
    from reportgen.source.text_file import read_bytes

    given, verdict = found
    profile = given.report.profile if given.report else _region(options.template or "default", given)
    word = read_bytes(given.path) if given.path.suffix.lower() == ".docx" else b""
    checked = Checked(str(given.path), given.document, verdict, profile.style, word)
    for name, place in places.items():
        yield write_file(place, write(name, checked), options.force)


def _refuse(options: Any, sources: list[Path]) -> None:
    """Refuse options that do not suit the files."""
    given = [name for name in ("--against", "--template") if getattr(options, name.lstrip("-"))]
    budgets = [path for path in sources if is_budget_file(path)]
    if given and budgets:
        raise Unusable(f"{given[0]} 只用于做好的文件，{budgets[0]} 是预算文件。\n  建议：去掉 {given[0]}")
    if len(given) > 1:
        raise Unusable("--against 和 --template 只写一个：预算文件自己写了它的模板")
    if options.unit and not options.against and len(budgets) < len(sources):
        raise Unusable("核查做好的文件时，--unit 要和 --against 一起用：它说的是预算文件里的单位")


def _source(options: Any) -> "Report | None":
    """Return the report of the budget file of --against; None without one."""
    if not options.against:
        return None
    source = opened(Path(options.against), unit=options.unit or "").report
    if source is None:
        raise Unusable(f"--against 后面写预算文件（.yaml），{options.against} 不是")
    return source


def _checked(path: Path, options: Any, source: "Callable[[], Report | None]") -> CheckedFile | None:
    from reportgen.checks import case_of, check
    from reportgen.diagnostics import ReportgenError, rendered

    try:
        given = opened(path, unit=options.unit if options.unit and is_budget_file(path) else "")
        case = case_of(given.report) if given.report else _case_of_read(given, options.template, source)
        covers = () if given.report else _cover(given, source())
    except ReportgenError as mistake:
        print("\n".join(rendered(mistake.diagnostics)), file=sys.stderr)
        print(f"{path}：{len(mistake.diagnostics)}处不能用，没有核查。", file=sys.stderr)
        return None
    own = given.report.findings if given.report else (*covers, *_outside(given), *given.remarks)
    return CheckedFile(given, check(case).joined_by(own))


def _outside(given: Input) -> "Iterator[Diagnostic]":
    """Yield warnings on what was typed into a file of this program where no rule looks: the contents list, a header."""
    from reportgen.diagnostics import Location, warning

    for said in given.outside if given.stated else ():
        hint = "生成以后手工改的：在 Word 里更新目录，或改回来；要改的话改预算文件或模板"
        yield warning("文外", said, Location(str(given.path)), hint=hint)


def _cover(given: Input, source: "Report | None") -> "Iterator[Diagnostic]":
    """Yield warnings on lines of the cover that are not the budget file's; no rule looks at covers."""
    from reportgen.diagnostics import Location, warning
    from reportgen.document import below_title

    made = below_title(source.document) if source and given.stated else ()  # other programs set covers otherwise
    for line in (line for line in given.cover if made and line not in made):
        dated = source.budget.file.dated if source and line[:2].isdecimal() else None
        others = "”“".join(other for other in made if other not in given.cover)
        what = f"封面上写的是“{line}”，" + (f"按预算文件是“{others}”" if others else "预算文件里没有")
        hint = "是有意改的，就改预算文件再生成一次；不是就改回来"
        yield warning("封面", what, Location(str(given.path)), *([dated.at] if dated else []), hint=hint)


def _region(template: str, given: Input) -> "Profile":
    """Return the region of --template for this kind of document: 决算 have tables and sections of their own."""
    from reportgen.document import plain
    from reportgen.lexicon import kind_called
    from reportgen.profile import load, regions

    folder, kind = given.path.parent, kind_called(plain(given.document.title))
    places = (folder, folder.absolute().parent, Path())  # beside the file, above the folder it was built into, here
    beside = next((place for place in places if (place / "templates" / template).is_dir()), folder)
    printed = next((region.kinds for region in regions(beside) if region.name == template), ())
    return load(template, beside, next((name for name in printed if kind and kind_called(name) is kind), ""))


def _case_of_read(given: Input, template: str, source: "Callable[[], Report | None]") -> "Case":
    from reportgen.checks import case_of_read

    if given.pending:
        print(f"{given.path}：有{len(given.pending)}处修订没有接受或拒绝，按接受以后的样子核查。", file=sys.stderr)
    return case_of_read(given.document, source(), _region(template, given) if template else None)


def _code(verdict: "Verdict | None", strict: bool) -> int:
    from reportgen.diagnostics import Severity

    if verdict is None:
        return 2
    return int(bool(verdict.count(Severity.ERROR) or (strict and verdict.count(Severity.WARNING))))


def _text(path: Path, verdict: "Verdict", options: Any) -> list[str]:
    """Return the verdict as lines; the findings are not repeated if they are written to a file."""
    from reportgen.checks import verdict_line, verdict_lines

    found = verdict_lines(verdict, options.verbose) if options.verbose or not options.to else ()
    return [*found, verdict_line(str(path), verdict)]


def _json(checked: "list[tuple[Path, Verdict | None]]") -> str:
    import json

    from reportgen.checks import as_data

    return json.dumps([as_data(str(path), verdict) for path, verdict in checked], ensure_ascii=False, indent=1)
