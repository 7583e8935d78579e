"""The lists before the changes (先说的事): contradictions, renamings, figures by name, what the files say in words."""

from collections.abc import Iterator, Sequence

from reportgen.budget.models import Said
from reportgen.diagnostics import MOST_PLACES, Diagnostic, Location
from reportgen.diff.budgets.figures import FigureChange
from reportgen.diff.budgets.reasons import TextChange
from reportgen.diff.budgets.renaming import Renaming
from reportgen.diff.differences import Differences
from reportgen.diff.outputs._phrases import direction, lines_of, meaning, rate, values
from reportgen.diff.outputs.html.markup import MOST, PageSection, folded, folded_table, section, table
from reportgen.writers.html.markup import escaped

_FIGURE_HEADS = ("数名", "旧数", "新数", "单位", "增减", "增减率")


def list_sections(differences: Differences) -> Iterator[PageSection]:
    """A section for each list that is not empty."""
    parts = (
        ("wrong", "改错的数", len(differences.contradictions), _contradictions(differences.contradictions)),
        ("renamed", "改名", len(differences.renamings), _renamings(differences.renamings)),
        ("figures", "按数名列的数", len(differences.figures), _figures(differences.figures)),
        ("reasons", "预算文件里的原因和说明", len(differences.reasons), _reasons(differences.reasons)),
        ("remarks", "文件里另有", len(differences.remarks), _listed(differences.remarks)),
    )
    for anchor, title, count, content in parts:
        if count:
            yield PageSection(anchor, title, count, section(anchor, title, content, classes=anchor))


def _listed(lines: Sequence[str]) -> str:
    return f"<ul>\n{''.join(f'<li>{escaped(line)}</li>' for line in lines)}\n</ul>\n"


def _contradictions(found: Sequence[Diagnostic]) -> str:
    items = "".join(f"<li><p>{escaped(one.message)}</p>\n{_places(one)}</li>\n" for one in found)
    return f"<p>印出的数和预算文件对不上：</p>\n<ul>\n{items}</ul>\n"


def _places(found: Diagnostic) -> str:
    """The lines of the budget file that are contradicted, folded if many, and what to do."""
    lines = [f"<p>{_place(place)}</p>\n" for place in lines_of(found)]
    shown = "".join(lines)
    places = shown if len(lines) <= MOST_PLACES else folded(f"预算文件里的{len(lines)}行", shown)
    return places + (f"<p>建议：{escaped(found.hint)}</p>\n" if found.hint else "")


def _place(place: Location) -> str:
    stated = place.excerpt.strip()
    return f"{escaped(str(place))}{f' <code>{escaped(stated)}</code>' if stated else ''}"


def _renamings(found: Sequence[Renaming]) -> str:
    rows = [
        f'<tr><th scope="row">{escaped(one.dimension)}</th><td>{_member(one.old, one.old_name)}</td>'
        f"<td>{_member(one.new, one.new_name)}</td><td>{escaped(one.basis)}</td></tr>\n"
        for one in found
    ]
    return folded_table("改名", f"改了名的：{len(found)}个", ("是什么", "旧", "新", "怎么知道的"), rows)


def _member(member: str, name: str) -> str:
    return escaped(member if name == member or not name else f"{member} {name}")


def _figures(found: Sequence[FigureChange]) -> str:
    """The most important changes, then the others and those that follow from others, folded."""
    rows = [(one.derived, _figure(one)) for one in found]
    plain = [row for derived, row in rows if not derived]
    rest = [row for derived, row in rows if derived]
    first, more = (plain, []) if len(plain) <= MOST else (plain[:MOST], plain[MOST:])
    shown = table("变了的数", _FIGURE_HEADS, first) if first else ""
    for caption, some in (("其他的数", more), ("随着别的数变的（增减额、占比等）", rest)):
        shown += folded(f"{caption}：{len(some)}个", table(caption, _FIGURE_HEADS, some)) if some else ""
    return shown


def _figure(change: FigureChange) -> str:
    old, new, unit = values(change)
    about = meaning(change)
    named = escaped(change.name) + (f' <span class="quiet">{escaped(about)}</span>' if about else "")
    amounts = "".join(f'<td class="amount">{escaped(text)}</td>' for text in (old, new))
    more = "".join(f'<td class="amount">{escaped(text)}</td>' for text in (direction(change), rate(change)))
    return f'<tr><th scope="row">{named}</th>{amounts}<td>{escaped(unit)}</td>{more}</tr>\n'


def _reasons(found: Sequence[TextChange]) -> str:
    return folded_table(
        "原因和说明", f"原因和说明：{len(found)}处", ("说的是", "旧", "新"), [_reason(one) for one in found]
    )


def _reason(change: TextChange) -> str:
    about = " ".join(filter(None, (change.owner, change.what, change.name)))
    return f'<tr><th scope="row">{escaped(about)}</th><td>{_said(change.old)}</td><td>{_said(change.new)}</td></tr>\n'


def _said(said: Said | None) -> str:
    if said is None:
        return '<span class="quiet">（没有）</span>'
    return f'{escaped(said.text)} <span class="quiet place">{escaped(str(said.at))}</span>'
