"""The summary for a terminal (终端摘要), to be told to a leader in two minutes: the most important changes come first.

It has a head, contradictions of the budget file, renamings, figures, then words, paragraphs, tables, reasons. An entry
is a line with its details below. Only the first entries of a kind are printed, and of a table its largest change; the
page has the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, pairwise

from reportgen.budget.models import Explanation
from reportgen.diagnostics import MOST_PLACES, Diagnostic, columns
from reportgen.diff import Differences
from reportgen.diff.changes import ChangeKind, DocumentChange, Element
from reportgen.diff.comparison import ChangeGroup, groups
from reportgen.diff.figures import FigureChange, in_short
from reportgen.diff.outputs._phrases import (
    about,
    cell_name,
    direction,
    largest,
    lines_of,
    meaning,
    member,
    rate,
    restated,
    summary,
    values,
)
from reportgen.diff.outputs._terminal import WIDTH, cut, middle, numbers, wording, wrapped
from reportgen.diff.outputs._why import lines as why
from reportgen.diff.reasons import TextChange
from reportgen.diff.renaming import Renaming

PRINTED = True  # on the screen, unless the user names a file
_MOST_ENTRIES = 20  # printed entries of one kind
_MOST_ITEMS = 12  # printed items of a changed total
_MOST_CELLS = 5  # printed cells of a table whose words changed
_LONGEST = 18  # printed characters of each side of a reason
_IN_TEXT = (Element.TITLE, Element.HEADING, Element.PARAGRAPH, Element.NOTE)
_WHOLE = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.MOVED)
_LINES = {Element.ROW: "行", Element.COLUMN: "列"}

Entries = Sequence[str]  # each a line, perhaps with further lines below it
Groups = Sequence[ChangeGroup]


def write(differences: Differences) -> bytes:
    """Return the summary, in UTF-8, with a line break at its end."""
    found = groups(differences.comparison)
    wrong = [_contradiction(one) for one in differences.contradictions]
    parts: Iterable[tuple[str, Entries]] = (
        ("年份没有跟着变（看一看要不要改）", [cut(f"  {line}") for line in differences.stale]),
        ("重述（后一份文件改了前一年的数）", [cut(f"  {restated(one)}") for one in differences.restated]),
        ("改名", [_renaming(one) for one in differences.renamings]),
        ("数", ["\n".join(wrapped(f"  {_figure(one)}")) for one in in_short(differences.figures, _MOST_ENTRIES)]),
        ("文字", _wordings(found)),
        ("只是数变了的段落", () if differences.figures else _moved_numbers(found)),
        ("新增、删去、移动的标题和段落", _appeared(found)),
        ("表", _tables(found)),
        ("预算文件里的原因和说明", [cut(f"  {about(one)}：{_reason(one)}") for one in differences.reasons]),
        ("文件里另有", [cut(f"  {remark}") for remark in differences.others]),
    )
    totals = {"数": sum(1 for one in differences.figures if not one.derived)}  # only the most important are printed
    shown = (_part(title, entries, totals.get(title, len(entries))) for title, entries in parts if entries)
    reasons = chain.from_iterable(map(wrapped, why(differences, _MOST_ITEMS)))
    explained = ["", "为什么变：", *reasons] if differences.explanations else []
    first = _part("改错的数（和预算文件对不上，先看这里）", wrong, len(wrong)) if wrong else ()
    lines = [*_head(differences), *first, *explained, *chain.from_iterable(shown)]
    return "\n".join((*lines, "")).encode()


def _head(differences: Differences) -> list[str]:
    old, new = differences.comparison.old, differences.comparison.new
    years = [f"（{document.year}年）" if document.year else "" for document in (old, new)]
    return [cut(f"比较：{differences.old}{years[0]} → {differences.new}{years[1]}"), summary(differences)]


def _part(title: str, entries: Entries, total: int) -> Iterator[str]:
    shown = entries[:_MOST_ENTRIES]
    yield from ("", f"{title}（{total}）：", *shown)
    if total > len(shown):
        yield f"  ……另有{total - len(shown)}个，见 --to html"


def _contradiction(found: Diagnostic) -> str:
    """Return the whole message, and below it the first lines of the budget file that it names."""
    places = lines_of(found)
    lines = [*wrapped(f"  {found.message}"), *(cut(f"    {at} {at.excerpt.strip()}") for at in places[:MOST_PLACES])]
    if len(places) > MOST_PLACES:
        lines.append(f"    ……一共{len(places)}行，见 --to html")
    return "\n".join(lines)


def _renaming(found: Renaming) -> str:
    old, new = member(found.old, found.old_name), member(found.new, found.new_name)
    return cut(f"  {found.dimension} {old} → {new}（{found.basis}）")


def _figure(change: FigureChange) -> str:
    """Return `支出 1,133.64 → 1,205.30万元，增加71.66万元，增长6.32%`."""
    label = meaning(change)
    old, new, unit = values(change)
    changed = f"{change.words}{f'（{label}）' if label else ''} {old} → {new}{unit}"
    return "，".join(filter(None, (changed, direction(change), rate(change))))


def _reason(change: TextChange) -> str:
    """Return the old text and the new text in marks, shortened."""
    match change.old, change.new:
        case Explanation() as old, Explanation() as new:
            return f"［-{middle(old.text, _LONGEST)}-］［+{middle(new.text, _LONGEST)}+］"
        case Explanation() as old, _:
            return f"［-{middle(old.text, 2 * _LONGEST)}-］"
        case _, Explanation() as new:
            return f"［+{middle(new.text, 2 * _LONGEST)}+］"
    return ""


def _in_text(found: Groups, *kinds: ChangeKind) -> Iterator[tuple[ChangeGroup, DocumentChange]]:
    for group in found:
        yield from ((group, one) for one in group.changes if one.what in _IN_TEXT and one.kind in kinds)


def _wordings(found: Groups) -> list[str]:
    """Return the words deleted and inserted in sentences that both sides have; notes of tables come last."""
    changed = sorted(_in_text(found, ChangeKind.WORDING), key=lambda one: one[1].what is Element.NOTE)
    return _below_places(changed, wording)


def _moved_numbers(found: Groups) -> list[str]:
    """Return the sentences in which only numbers changed."""
    return _below_places(list(_in_text(found, ChangeKind.NUMBER)), numbers)


def _below_places(
    found: Sequence[tuple[ChangeGroup, DocumentChange]], line: Callable[[str, DocumentChange], str]
) -> list[str]:
    """Return a line for each change; before the first change at a place comes a line that names the place."""
    places = [_place(group, one) for group, one in found]
    titles = ["" if place == before else cut(f"  {place}：") + "\n" for before, place in pairwise(["", *places])]
    return [title + line("    ", one) for title, (_, one) in zip(titles, found, strict=True)]


def _place(group: ChangeGroup, change: DocumentChange) -> str:
    """Return the name of the nearest heading, or of the table."""
    if change.what is Element.TITLE:
        return "标题"
    near = group.table or (group.sections[-1] if group.sections else "文首")
    return f"{near} {change.what.value}" if change.what in (Element.HEADING, Element.NOTE) else near


def _appeared(found: Groups) -> list[str]:
    """Return elements added, removed or moved; paragraphs that share the fate of the heading above are only counted.

    Entries beyond the printed ones, of which there may be thousands, are empty.
    """
    stated = list(_in_text(found, *_WHOLE))
    lines: list[str] = []
    at = 0
    while at < len(stated):
        group, change = stated[at]
        below = _below(stated, at) if change.what is Element.HEADING else 0
        lines.append(_appearance(group, change, below) if len(lines) < _MOST_ENTRIES else "")
        at += 1 + below
    return lines


def _below(stated: Sequence[tuple[ChangeGroup, DocumentChange]], at: int) -> int:
    """Return the number of changes after that of a heading that are of the same kind and under this heading."""
    heading = stated[at][1]
    above = (*heading.where.sections, heading.new_text or heading.old_text)
    end = at + 1
    while end < len(stated) and stated[end][1].kind is heading.kind:
        if stated[end][1].where.sections[: len(above)] != above:
            break
        end += 1
    return end - at - 1


def _appearance(group: ChangeGroup, change: DocumentChange, below: int) -> str:
    verb, text = change.kind.value, " ".join((change.new_text or change.old_text).split())
    if change.what is Element.HEADING:
        within = f"，在“{group.sections[-1]}”下" if group.sections else ""
        return cut(f"  {verb}标题“{text}”{f'和其下{below}段' if below else ''}{within}")
    place = "" if change.what is Element.TITLE else f"（{_place(group, change)}）"
    return cut(f"  {verb}{change.what.value}{place}：{text}")


def _tables(found: Groups) -> list[str]:
    """Return tables added, removed or moved; then the changes within tables that both sides have."""
    tables = ((group, one) for group in found for one in group.only(Element.TABLE, *_WHOLE))
    whole = [cut(f"  {one.kind.value}表 {group.named}") for group, one in tables]
    inside = ("\n".join(_table_lines(group)) for group in found if group.in_table)
    return [*whole, *filter(None, inside)]


def _table_lines(group: ChangeGroup) -> Iterator[str]:
    """Yield the changes within one table: their number, rows and columns by name, and some of the words."""
    cells = [one for one in group.only(Element.CELL) if one.kind is not ChangeKind.RESTATED]
    lines = [(kind, _LINES[what], found) for what in _LINES for kind in _WHOLE if (found := group.only(what, kind))]
    counted = [*_cell_counts(cells), *(f"{kind.value}{len(found)}{word}" for kind, word, found in lines)]
    heads = ((what, group.only(what)) for what in (Element.HEAD, Element.CAPTION))
    counted += (f"{what.value}{len(found)}处变了" for what, found in heads if found)
    if counted:
        line, most = f"  {group.named}：{'，'.join(counted)}", largest(cells)
        whole = "；".join(filter(None, (line, most)))
        yield from (whole,) if columns(whole) <= WIDTH else (*wrapped(line), *(wrapped(f"    {most}") if most else ()))
    for kind, word, found in lines:
        yield cut(f"    {kind.value}{word}：{'、'.join(map(_named, found))}")
    words = [one for one in group.changes if one.kind is ChangeKind.WORDING and one.what is not Element.NOTE]
    yield from (wording(f"    {cell_name(one)}：", one) for one in words[:_MOST_CELLS])
    if len(words) > _MOST_CELLS:
        yield f"    ……另有{len(words) - _MOST_CELLS}处，见 --to html"


def _cell_counts(cells: Sequence[DocumentChange]) -> Iterator[str]:
    """Yield `12行里38个数变了`, `2格文字变了`."""
    numbers = [one for one in cells if one.kind is ChangeKind.NUMBER]
    rows = {(one.old.row if one.old else "", one.where.row) for one in numbers}
    if numbers:
        yield f"{len(rows)}行里{len(numbers)}个数变了"
    if len(cells) > len(numbers):
        yield f"{len(cells) - len(numbers)}格文字变了"


def _named(change: DocumentChange) -> str:
    return change.where.row or change.where.column or change.new_text or change.old_text
