"""The comparison for a terminal (终端摘要): what an officer tells the leader in two minutes, most important first.

A head, what contradicts a budget file, renamings, figures, then words, paragraphs, tables, reasons. An entry is a line
with its details below. Of each kind so many entries are told at most, of each table its largest number; the page has
the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from reportgen.budget.models import Said
from reportgen.diagnostics import MOST_PLACES, Diagnostic, columns
from reportgen.diff.budgets.figures import FigureChange, in_short
from reportgen.diff.budgets.reasons import TextChange
from reportgen.diff.budgets.renaming import Renaming
from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.differences import Differences
from reportgen.diff.grouping import ChangeGroup, groups
from reportgen.diff.outputs._phrases import cell_name, direction, largest, lines_of, meaning, rate, summary, values
from reportgen.diff.outputs._terminal import WIDTH, cut, middle, numbers, wording, wrapped

PRINTED = True  # where no file is asked for
MOST_ENTRIES = 20  # lines of a kind

Entries = Sequence[str]  # lines, with further ones below them


def write(differences: Differences) -> bytes:
    """The summary, in UTF-8, with a line break at its end."""
    found = groups(differences.comparison)
    parts: Iterable[tuple[str, Entries]] = (
        ("改错的数（和预算文件对不上，先看这里）", contradictions(differences.contradictions)),
        ("改名", renamings(differences.renamings)),
        ("数", figures(differences.figures, MOST_ENTRIES)),
        ("文字", wordings(found)),
        ("只是数变了的段落", () if differences.figures else moved_numbers(found)),
        ("新增、删去、移动的标题和段落", appeared(found)),
        ("表", tables(found)),
        ("预算文件里的原因和说明", reasons(differences.reasons)),
        ("文件里另有", [cut(f"  {remark}") for remark in differences.remarks]),
    )
    totals = {"数": sum(1 for one in differences.figures if not one.derived)}  # of which the most important are told
    told = (_part(title, entries, totals.get(title, len(entries))) for title, entries in parts if entries)
    lines = [*_head(differences), *chain.from_iterable(told)]
    return "\n".join((*lines, "")).encode()


def _head(differences: Differences) -> list[str]:
    old, new = differences.comparison.old, differences.comparison.new
    years = [f"（{document.year}年）" if document.year else "" for document in (old, new)]
    return [cut(f"比较：{differences.old}{years[0]} → {differences.new}{years[1]}"), summary(differences)]


def _part(title: str, entries: Entries, total: int) -> Iterator[str]:
    """Title and entries, at most MOST_ENTRIES of them."""
    shown = entries[:MOST_ENTRIES]
    yield from ("", f"{title}（{total}）：", *shown)
    if total > len(shown):
        yield f"  ……另有{total - len(shown)}个，见 --to html"


LONGEST = 18  # characters of either side of a reason


def contradictions(found: Iterable[Diagnostic]) -> list[str]:
    """Each contradiction whole, the first of the lines that it contradicts below it."""
    return ["\n".join((*wrapped(f"  {one.message}"), *_contradicted(one))) for one in found]


def _contradicted(found: Diagnostic) -> Iterator[str]:
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
    """`支出 1,133.64 → 1,205.30万元，增加71.66万元，6.32%` for each figure of a summary."""
    return [cut(f"  {_line(one)}") for one in in_short(found, most)]


def _line(change: FigureChange) -> str:
    about = meaning(change)
    old, new, unit = values(change)
    more = "，".join(filter(None, (direction(change), rate(change).lstrip("-"))))
    return f"{change.name}{f'（{about}）' if about else ''} {old} → {new}{unit}{f'，{more}' if more else ''}"


def reasons(found: Iterable[TextChange]) -> list[str]:
    """For each text of the budget file what it is about, and how it read and reads."""
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


IN_TEXT = (Element.TITLE, Element.HEADING, Element.PARAGRAPH, Element.NOTE)
_VERBS = {ChangeKind.ADDED: "新增", ChangeKind.REMOVED: "删去", ChangeKind.MOVED: "移动"}
_STATED = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED)


def _in_text(found: Sequence[ChangeGroup], *kinds: ChangeKind) -> Iterator[tuple[ChangeGroup, DocumentChange]]:
    for group in found:
        yield from ((group, one) for one in group.changes if one.what in IN_TEXT and one.kind in kinds)


def wordings(found: Sequence[ChangeGroup]) -> list[str]:
    """The words deleted and inserted in sentences on both sides, notes of tables last."""
    changed = sorted(_in_text(found, ChangeKind.WORDING), key=lambda one: one[1].what is Element.NOTE)
    return _below_places(changed, wording)


def moved_numbers(found: Sequence[ChangeGroup]) -> list[str]:
    """The sentences in which numbers alone changed."""
    return _below_places(list(_in_text(found, ChangeKind.NUMBER)), numbers)


def _below_places(
    found: Sequence[tuple[ChangeGroup, DocumentChange]], line: Callable[[str, DocumentChange], str]
) -> list[str]:
    """A line for each change; the first one of a place has the place above it."""
    places = [_place(group, one) for group, one in found]
    titles = ["" if place == before else cut(f"  {place}：") + "\n" for before, place in pairwise(["", *places])]
    return [title + line("    ", one) for title, (_, one) in zip(titles, found, strict=True)]


def _place(group: ChangeGroup, change: DocumentChange) -> str:
    """The nearest heading, or the table."""
    if change.what is Element.TITLE:
        return "标题"
    near = group.table or (group.sections[-1] if group.sections else "文首")
    return f"{near} {change.what.value}" if change.what in (Element.HEADING, Element.NOTE) else near


def appeared(found: Sequence[ChangeGroup]) -> list[str]:
    """Elements added, removed or moved; paragraphs below a heading that went with it are only counted."""
    stated = list(_in_text(found, *_STATED))
    lines: list[str] = []
    at = 0
    while at < len(stated):
        group, change = stated[at]
        below = _below(stated[at + 1 :], change) if change.what is Element.HEADING else 0
        lines.append(_appeared(group, change, below))
        at += 1 + below
    return lines


def _below(others: Sequence[tuple[ChangeGroup, DocumentChange]], heading: DocumentChange) -> int:
    """How many of the next changes are of that kind and stand under the heading."""
    above = (*heading.where.sections, heading.new_text or heading.old_text)
    count = 0
    for _, one in others:
        if one.kind is not heading.kind or one.where.sections[: len(above)] != above:
            break
        count += 1
    return count


def _appeared(group: ChangeGroup, change: DocumentChange, below: int) -> str:
    verb, text = _VERBS[change.kind], " ".join((change.new_text or change.old_text).split())
    if change.what is Element.HEADING:
        within = f"，在“{group.sections[-1]}”下" if group.sections else ""
        return cut(f"  {verb}标题“{text}”{f'和其下{below}段' if below else ''}{within}")
    place = "" if change.what is Element.TITLE else f"（{_place(group, change)}）"
    return cut(f"  {verb}{change.what.value}{place}：{text}")


def tables(found: Sequence[ChangeGroup]) -> list[str]:
    """Tables added, removed or moved; then the changes within tables on both sides."""
    whole = [
        cut(f"  {_VERBS[one.kind]}表 {group.named}") for group in found for one in group.only(Element.TABLE, *_STATED)
    ]
    inside = ("\n".join(table_lines(group)) for group in found if group.in_table)
    return [*whole, *filter(None, inside)]


MOST_CELLS = 5  # cells of a table whose words changed
_PARTS = {Element.ROW: "行", Element.COLUMN: "列"}


def table_lines(group: ChangeGroup) -> Iterator[str]:
    """The changes within one table."""
    cells = group.only(Element.CELL)
    counted = (*_cell_counts(cells), *_parted(group))
    if counted:
        line, most = f"  {group.named}：{'，'.join(counted)}", largest(cells)
        whole = "；".join(filter(None, (line, most)))
        yield from (whole,) if columns(whole) <= WIDTH else (cut(line), *((cut(f"    {most}"),) if most else ()))
    for what, word in _PARTS.items():
        for kind, verb in _VERBS.items():
            if found := group.only(what, kind):
                yield cut(f"    {verb}{word}：{'、'.join(_named(one) for one in found)}")
    words = [one for one in group.changes if one.kind is ChangeKind.WORDING and one.what is not Element.NOTE]
    yield from (wording(f"    {cell_name(one)}：", one) for one in words[:MOST_CELLS])
    if len(words) > MOST_CELLS:
        yield f"    ……另有{len(words) - MOST_CELLS}处，见 --to html"


def _cell_counts(cells: Sequence[DocumentChange]) -> Iterator[str]:
    """`12行里38个数变了，2格文字变了`."""
    numbers = [one for one in cells if one.kind is ChangeKind.NUMBER]
    rows = {(one.old.row if one.old else "", one.where.row) for one in numbers}
    if numbers:
        yield f"{len(rows)}行里{len(numbers)}个数变了"
    if len(cells) > len(numbers):
        yield f"{len(cells) - len(numbers)}格文字变了"


def _parted(group: ChangeGroup) -> Iterator[str]:
    for what, word in _PARTS.items():
        for kind, verb in _VERBS.items():
            if found := group.only(what, kind):
                yield f"{verb}{len(found)}{word}"
    for what in (Element.HEAD, Element.CAPTION):
        if found := group.only(what):
            yield f"{what.value}{len(found)}处变了"


def _named(change: DocumentChange) -> str:
    return change.where.row or change.where.column or change.new_text or change.old_text
