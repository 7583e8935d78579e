"""What changed in the text, in lines (段落): words, numbers, what came, went and moved; then the tables."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from reportgen.diff.changes import Change, Kind, What
from reportgen.diff.grouping import Group
from reportgen.diff.outputs.text.lines import cut, numbers, wording
from reportgen.diff.outputs.text.tables import table_lines

IN_TEXT = (What.TITLE, What.HEADING, What.PARAGRAPH, What.NOTE)
_VERBS = {Kind.ADDED: "新增", Kind.REMOVED: "删去", Kind.MOVED: "移动"}
_STATED = (Kind.ADDED, Kind.REMOVED, Kind.MOVED)


def _in_text(found: Sequence[Group], *kinds: Kind) -> Iterator[tuple[Group, Change]]:
    for group in found:
        yield from ((group, one) for one in group.changes if one.what in IN_TEXT and one.kind in kinds)


def wordings(found: Sequence[Group]) -> list[str]:
    """What was deleted and inserted in sentences that stand on both sides, notes of tables last."""
    changed = sorted(_in_text(found, Kind.WORDING), key=lambda one: one[1].what is What.NOTE)
    return _below_places(changed, wording)


def moved_numbers(found: Sequence[Group]) -> list[str]:
    """Sentences whose words are the same."""
    return _below_places(list(_in_text(found, Kind.NUMBER)), numbers)


def _below_places(found: Sequence[tuple[Group, Change]], line: Callable[[str, Change], str]) -> list[str]:
    """A line for each change, the first of a place with the place above it."""
    places = [_place(group, one) for group, one in found]
    titles = ["" if place == before else cut(f"  {place}：") + "\n" for before, place in pairwise(["", *places])]
    return [title + line("    ", one) for title, (_, one) in zip(titles, found, strict=True)]


def _place(group: Group, change: Change) -> str:
    """The nearest heading or the table."""
    if change.what is What.TITLE:
        return "标题"
    near = group.table or (group.sections[-1] if group.sections else "文首")
    return f"{near} {change.what.value}" if change.what in (What.HEADING, What.NOTE) else near


def appeared(found: Sequence[Group]) -> list[str]:
    """What came, went and moved; paragraphs below a heading that came or went with them are counted."""
    stated = list(_in_text(found, *_STATED))
    lines: list[str] = []
    at = 0
    while at < len(stated):
        group, change = stated[at]
        below = _below(stated[at + 1 :], change) if change.what is What.HEADING else 0
        lines.append(_appeared(group, change, below))
        at += 1 + below
    return lines


def _below(others: Sequence[tuple[Group, Change]], heading: Change) -> int:
    """How many of what follows stands under that heading and went the same way."""
    above = (*heading.where.sections, heading.new_text or heading.old_text)
    count = 0
    for _, one in others:
        if one.kind is not heading.kind or one.where.sections[: len(above)] != above:
            break
        count += 1
    return count


def _appeared(group: Group, change: Change, below: int) -> str:
    verb, text = _VERBS[change.kind], " ".join((change.new_text or change.old_text).split())
    if change.what is What.HEADING:
        within = f"，在“{group.sections[-1]}”下" if group.sections else ""
        return cut(f"  {verb}标题“{text}”{f'和其下{below}段' if below else ''}{within}")
    place = "" if change.what is What.TITLE else f"（{_place(group, change)}）"
    return cut(f"  {verb}{change.what.value}{place}：{text}")


def tables(found: Sequence[Group]) -> list[str]:
    """Tables that came, went or moved, then what changed within those on both sides."""
    whole = [
        cut(f"  {_VERBS[one.kind]}表 {group.named}") for group in found for one in group.only(What.TABLE, *_STATED)
    ]
    inside = ("\n".join(table_lines(group)) for group in found if group.in_table)
    return [*whole, *filter(None, inside)]
