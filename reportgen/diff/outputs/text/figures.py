"""Figures, renamings, contradictions and reasons in lines (数、改名、改错的数、原因)."""

from collections.abc import Iterable, Iterator

from reportgen.budget.models import Said
from reportgen.diagnostics import MOST_PLACES, Diagnostic
from reportgen.diff.figures import FigureChange
from reportgen.diff.importance import in_short
from reportgen.diff.outputs._figures import direction, meaning, rate, values
from reportgen.diff.outputs._places import lines_of
from reportgen.diff.outputs.text.lines import cut, middle, wrapped
from reportgen.diff.reasons import TextChange
from reportgen.diff.renamed import Renaming

LONGEST = 18  # characters of either side of a reason


def contradictions(found: Iterable[Diagnostic]) -> list[str]:
    """What is wrong, whole, and the first lines that it contradicts below."""
    return ["\n".join((*wrapped(f"  {one.message}"), *_lines(one))) for one in found]


def _lines(found: Diagnostic) -> Iterator[str]:
    places = lines_of(found)
    yield from (cut(f"    {place} {place.excerpt.strip()}") for place in places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        yield f"    ……一共{len(places)}行，见 --to html"


def renamings(found: Iterable[Renaming]) -> list[str]:
    """Old and new name of each member, and how that is known."""
    return [
        cut(f"  {one.dimension} {_member(one.old, one.old_name)} → {_member(one.new, one.new_name)}（{one.basis}）")
        for one in found
    ]


def _member(member: str, name: str) -> str:
    return member if name == member or not name else f"{member} {name}"


def figures(found: Iterable[FigureChange], most: int) -> list[str]:
    """`支出 1,133.64 → 1,205.30万元，增加71.66万元，6.32%`: those that a summary tells of."""
    return [cut(f"  {_line(one)}") for one in in_short(found, most)]


def _line(change: FigureChange) -> str:
    about = meaning(change)
    old, new, unit = values(change)
    more = "，".join(filter(None, (direction(change), rate(change).lstrip("-"))))
    return f"{change.name}{f'（{about}）' if about else ''} {old} → {new}{unit}{f'，{more}' if more else ''}"


def reasons(found: Iterable[TextChange]) -> list[str]:
    """What the files say in words: of what, and how it reads now."""
    return [cut(f"  {_about(one)}：{_said(one)}") for one in found]


def _about(change: TextChange) -> str:
    return " ".join(filter(None, (change.owner, change.what, change.name)))


def _said(change: TextChange) -> str:
    match change.old, change.new:
        case Said() as old, Said() as new:
            return f"［-{middle(old.text, LONGEST)}-］［+{middle(new.text, LONGEST)}+］"
        case Said() as old, _:
            return f"［-{middle(old.text, 2 * LONGEST)}-］"
        case _, Said() as new:
            return f"［+{middle(new.text, 2 * LONGEST)}+］"
    return ""
