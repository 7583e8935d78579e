"""`reportgen rollover`: next year's draft from this year's budget file, or the draft of the same year's 决算."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._files import quoted, refuse_existing, write_file

if TYPE_CHECKING:
    from reportgen.budget.models import BudgetFile
    from reportgen.drafts import EditedLine
    from reportgen.vocabulary import Vocabulary

SUMMARY = "由今年的预算文件写出明年的草稿，或者今年决算的草稿"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("file", "文件", "今年的预算文件（.yaml，或填好的工作簿 .xlsx）")
    parser.option("--year", shown="年度", help="新的年度；不写就是下一年")
    parser.option("-o", "--output", shown="文件", help="写成哪个文件；不写就放在旁边，文件名里的年份加一")
    parser.option("--to", shown="文种", help="部门决算、单位决算：写出同一年决算的草稿，这个文件就是年初预算")
    parser.switch("--force", help="已有这个文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Write the draft; print what was changed and what has to be filled in."""
    from reportgen.budget import WORKBOOKS, open_file
    from reportgen.drafts import content_of, rolled_over, text_of
    from reportgen.profile import load

    old = Path(options.file)
    file = open_file(old)
    if options.to:
        return _accounts(options, old, file)
    year = _year(options.year, file.year)
    new = Path(options.output) if options.output else _beside(old, year)
    refuse_existing(new, options.force)
    profile = load(file.template, old.parent, file.kind)
    text = text_of(old)
    idle = _idle(old, text) if file.differences else ()
    ended = _ended(file, profile.vocabulary) if old.suffix.lower() not in WORKBOOKS else ()
    made = rolled_over(text, profile.vocabulary, _relative(old, new), year, idle, ended)
    if code := write_file(new, content_of(made.text, new.suffix, profile.vocabulary), options.force):
        return code
    print("\n".join(_summary(made.changes, _rows(made.text, new))))
    return 0


def _accounts(options: Any, old: Path, file: "BudgetFile") -> int:
    """Write the draft of the same year's 决算."""
    from reportgen.budget import Units
    from reportgen.drafts import accounts_of, blank_file, content_of
    from reportgen.profile import load

    _refuse_other_kinds(options, file)
    new = Path(options.output) if options.output else old.with_name(f"{old.stem}-决算{old.suffix}")
    refuse_existing(new, options.force)
    profile = load(file.template, old.parent, options.to)
    budget = Units(file, load(file.template, old.parent, file.kind).vocabulary).whole
    vocabulary = profile.vocabulary.with_units(dict.fromkeys(file.department.unit_names, ""))
    blank = blank_file(profile, options.to, file.year, file.department.name)
    made = accounts_of(blank, budget, vocabulary, _relative(old, new))
    if code := write_file(new, content_of(made.text, new.suffix, profile.vocabulary), options.force):
        return code
    _tell_accounts(made.unplanned, new)
    return 0


def _refuse_other_kinds(options: Any, file: "BudgetFile") -> None:
    from reportgen.lexicon import DocumentKind, kind_called

    if kind_called(options.to) is not DocumentKind.ACCOUNTS or kind_called(file.kind) is not DocumentKind.BUDGET:
        raise Unusable("--to 只由预算写决算：写 --to 部门决算 或 --to 单位决算，文件是这一年的预算")
    if options.year not in (None, str(file.year)):
        raise Unusable(f"这个文件是{file.year}年的预算，写出来的是{file.year}年的决算；不写 --year 就可以")


def _tell_accounts(unplanned: Sequence[str], new: Path) -> None:
    """Print what to do with the draft; `unplanned`: the dimensions that keep the budget from being 年初预算."""
    print("决算数都写着“待填”：对照决算报表填上，没有发生的行删掉，年中增加的加行；有年初、年末结转的也加行。")
    if unplanned:
        what = f"预算里“{'”“'.join(unplanned)}”没有写到决算要的那样细，不能直接用作年初预算"
        print(f"{what}：“年初预算”里列出了各项，照批复的预算核对、填上。")
    print(f"“上年决算”写去年决算的文件名；随时可以生成看看：reportgen build {quoted(new)}")


def _rows(text: str, new: Path) -> "dict[int, tuple[str, int]]":
    """Return line of the text -> sheet and row of the workbook that was written; empty if the text was written."""
    from reportgen.budget import WORKBOOKS, read_budget
    from reportgen.drafts import pairs
    from reportgen.source import Worksheet, parsed

    rows: dict[int, tuple[str, int]] = {}  # a value overwrites its key, which may be a column's head
    for line, row in pairs(parsed(text, str(new)), read_budget(new)) if new.suffix.lower() in WORKBOOKS else ():
        if isinstance(row.place.source, Worksheet):
            rows[line.at.line] = (row.place.source.title, row.at.line)
    return rows


def _idle(old: Path, text: str) -> "list[tuple[int, int]]":
    """Return line and column, in the text, of each 已知差异 that no finding of the old document matches."""
    from reportgen.budget import WORKBOOKS, read_budget
    from reportgen.checks import case_of, check
    from reportgen.diagnostics import ReportgenError
    from reportgen.drafts import pairs
    from reportgen.report import assemble
    from reportgen.source import parsed

    try:
        verdict = check(case_of(assemble(old)))
    except ReportgenError:
        return []
    said = pairs(read_budget(old), parsed(text, str(old))) if old.suffix.lower() in WORKBOOKS else ()
    places = {one.at: same.at for one, same in said}
    return [(at.line, at.column) for one in verdict.idle for at in [places.get(one.at, one.at)]]


def _ended(file: "BudgetFile", vocabulary: "Vocabulary") -> "list[tuple[int, int]]":
    """Return line and column of each reason and purpose of a code that this year has no amount for."""
    from reportgen.budget import Units
    from reportgen.diagnostics import ReportgenError
    from reportgen.figures import without_amounts

    try:
        budget = Units(file, vocabulary).whole
    except ReportgenError:
        return []
    said = (budget.reasons, budget.purposes)
    ended = [(stated[name], name) for stated in said for name, _ in without_amounts(budget, stated, [budget.books[""]])]
    return [(one.at.line, one.at.column) for one, name in ended if not name.base]


def _year(stated: str | None, old: int) -> int:
    """Return the next year; refuse a later one, which would be compared with a year that is not the one before."""
    if stated is not None and stated != str(old + 1):
        raise Unusable(f"这个文件是{old}年的，只能改成{old + 1}年的；不写 --year 也可以")
    return old + 1


def _beside(old: Path, year: int) -> Path:
    stem, count = re.subn(rf"(?<![0-9]){year - 1}(?![0-9])", str(year), old.stem)
    return old.with_name(f"{stem if count else f'{old.stem}-{year}'}{old.suffix}")


def _relative(old: Path, new: Path) -> str:
    """Return the path by which the new file names the old one, the same on every system.

    Raises:
        Unusable: the files are on different drives, or too far apart.
    """
    from reportgen.budget import HIGHEST

    try:
        found = Path(os.path.relpath(old, new.parent))
    except ValueError:
        raise Unusable("新文件和原来的文件要放在同一个盘上：新文件里要写原来文件的位置") from None
    if found.parts.count("..") > HIGHEST:
        raise Unusable(f"新文件离原来的文件太远：新文件里要写原来文件的位置，往上最多{HIGHEST}级文件夹")
    return found.as_posix()


def _summary(changes: Sequence["EditedLine"], rows: "Mapping[int, tuple[str, int]]") -> list[str]:
    """Return the changes in lines of text: grouped by kind, then by what was changed, with the places in the new file.

    Args:
        rows: of a workbook, sheet and row by the line of its text.
    """
    from reportgen.drafts import EditKind

    out = []
    for kind in EditKind:
        grouped: dict[str, list[tuple[str, int]]] = {}
        for change in changes:
            if change.kind is kind:
                grouped.setdefault(change.what, []).append(rows.get(change.line, ("", change.line)))
        out += [f"{kind.value}："] if grouped else []
        for what, places in grouped.items():
            sheets = {sheet: [str(row) for own, row in dict.fromkeys(places) if own == sheet] for sheet, _ in places}
            where = (f"{f'“{sheet}”' * bool(sheet)}第{'、'.join(own)}行" for sheet, own in sheets.items())
            out.append(f"  {what}{f' {len(places)}处' if len(places) > 1 else ''}：{'，'.join(where)}")
    return [*out, "行数都是新文件里的。随时可以生成看看；全部填好以后，删掉“状态: 草稿”这一行。"]
