"""Places of titles (标题), for what is missing and has no place of its own."""

from reportgen.checks._case import Case
from reportgen.document import plain
from reportgen.reading import Place, Sheet


def title_of(sheet: Sheet) -> Place:
    """Where the table's title stands."""
    title = sheet.title.replace("\n", "⏎")
    return Place(sheet.name, line=title, length=max(1, len(title)))


def page_of(case: Case) -> Place:
    """The document's title: the place of what stands nowhere."""
    title = plain(case.document.title).replace("\n", "⏎")
    return Place("标题", line=title, length=max(1, len(title)))
