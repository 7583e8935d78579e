"""The changes of one section (一节的变动), with where it stands in the new document."""

from itertools import groupby

from reportgen.diff.grouping import Group, Path
from reportgen.diff.outputs.html.parts import Part, section
from reportgen.diff.outputs.html.passages import passage
from reportgen.diff.outputs.html.tables import table_part
from reportgen.writers.html.markup import escaped


def section_part(at: int, sections: Path, found: tuple[Group, ...]) -> Part:
    """The part of a section: what changed in its text, and its tables with a heading each."""
    anchor, title = f"s{at}", sections[-1] if sections else "文首"
    inside: list[Part] = []
    markup = ""
    for is_table, some in groupby(found, lambda group: group.in_table):
        for group in some:
            if is_table:
                inside.append(table_part(f"{anchor}-{len(inside) + 1}", group))
                markup += inside[-1].markup
            else:
                markup += "".join(map(passage, group.changes))
    count = sum(len(group.changes) for group in found)
    whole = section(anchor, title, markup, classes="group", above=_breadcrumb(sections))
    return Part(anchor, title, count, whole, tuple(inside))


def _breadcrumb(sections: Path) -> str:
    """The headings above, where there are any."""
    above = " ＞ ".join(map(escaped, sections[:-1]))
    return f'<p class="above">{above}</p>\n' if above else ""
