"""Budget files to begin with (起草): a region's empty one, next year's from this year's (`rollover`), a year's 决算.

All are texts for an officer to fill in, with 状态: 草稿 and open places marked 待填 (reportgen.budget.drafts). Any
budget file may as well be a workbook to type into: `content_of` makes it, `text_of` turns it back into text.

A region's empty budget file (空白预算文件) is new.yaml in its folder, or in its parent's. Words in angle brackets are
filled in where they are a whole value (`名称: <部门>`) and in comments; in other texts they stay (`<年度>年12月底前`),
for the build to fill in.

rollover   next year's file from this year's, and the list of what was edited
accounts   a year's 决算 from its budget
changes    one change at a place of a file
yaml_text  where values stand in the text of a file, and how they are written
as_sheets  a file as tables                      as_workbook: these laid out, with lists to choose from
"""

from pathlib import Path

from reportgen.budget import WORKBOOKS, read_budget
from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.drafts.accounts import accounts_of
from reportgen.drafts.as_workbook import budget_workbook
from reportgen.drafts.rollover import EditedLine, EditKind, rolled_over
from reportgen.drafts.yaml_text import as_value, budget_text, pairs
from reportgen.patterns import compiled
from reportgen.profile import DepartmentWords, Profile, fill, kinds, words_of
from reportgen.resources import template_name
from reportgen.source import parsed, read_text
from reportgen.vocabulary import Vocabulary

__all__ = [
    "EditKind",
    "EditedLine",
    "accounts_of",
    "blank_file",
    "content_of",
    "pairs",
    "rolled_over",
    "text_of",
]

FILE = "new.yaml"
_VALUE = compiled(r"(?P<key>^\s*[^#\s:]+: )(?P<word><[^<>\s]+>)(?=\s|$)")
_COMMENT = compiled(r"(?:^|\s)#.*")


def text_of(path: Path) -> str:
    """Return the text of a budget file; of a workbook, the text that says the same."""
    return budget_text(read_budget(path)) if path.suffix.lower() in WORKBOOKS else read_text(path)


def content_of(text: str, ending: str, vocabulary: Vocabulary) -> bytes:
    """Return the bytes of a budget file with this extension: the text itself, or the workbook that says the same."""
    is_text = ending.lower() not in WORKBOOKS
    return text.encode("utf-8") if is_text else budget_workbook(parsed(text, FILE), vocabulary)


def blank_file(profile: Profile, kind: str, year: int, department: str) -> str:
    """Return the region's empty budget file for a department and year, with `\\n` at the end of each line.

    Raises:
        ReportgenError: the region has no such kind of document, or its file uses an unknown word.
    """
    known = kinds(profile.folders, profile.file.kinds)
    if kind not in known:
        raise ReportgenError(error("文种", f"“{profile.name}”没有“{kind}”这个文种", hint=did_you_mean(kind, known)))
    path = next((found for folder in profile.folders if (found := folder / FILE).is_file()), None)
    if path is None:
        raise ReportgenError(error("模板", f"模板里没有 {FILE}", hint=f"在模板的文件夹里放一个空白预算文件 {FILE}"))
    words = {**words_of(kind, year, DepartmentWords(department)), "模板": profile.name}
    return "\n".join(_filled(line, words) for line in read_text(path, template_name(path)).splitlines()) + "\n"


def _filled(line: str, words: dict[str, str]) -> str:
    line = _VALUE.sub(lambda found: found["key"] + as_value(fill(found["word"], words)), line, count=1)
    return _COMMENT.sub(lambda found: fill(found[0], words), line, count=1)
