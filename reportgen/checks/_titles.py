"""Places of titles (标题), for what is missing and has no place of its own."""

from reportgen.checks._case import Case
from reportgen.document import in_one_line, plain
from reportgen.reading import Place, Sheet


def title_of(sheet: Sheet) -> Place:
    """Where the table's title stands."""
    title = in_one_line(sheet.title)
    return Place(sheet.name, line=title, length=max(1, len(title)))


def page_of(case: Case) -> Place:
    """The document's title: the place of what stands nowhere."""
    title = in_one_line(plain(case.document.title))
    return Place("标题", line=title, length=max(1, len(title)))
