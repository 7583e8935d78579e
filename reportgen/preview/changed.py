"""What is different from last year's document, or from another one (变动): a list, and the page with its marks."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from reportgen.diff import Comparison
from reportgen.diff.changes import Change, Kind, Piece
from reportgen.document import Figure, plain
from reportgen.preview.building import Page
from reportgen.preview.panels import place_markup
from reportgen.preview.places import Line, by_item, spot_in
from reportgen.preview.state import State
from reportgen.writers.html.markup import escaped

LONGEST, AROUND = 120, 14  # characters of a change that are shown, of what is the same on either side of it


def changes_markup(state: State) -> str:
    """The changes by table and section, and in a template the document that carries them."""
    page = state.page
    if page is None:
        return "<p>还没有能比的文件。</p>"
    if page.comparison is None:
        return "".join(_said(page, state.pending))
    found = page.comparison.changes
    if not found:
        return "<p>没有变动。</p>"
    every, rows = by_item(page.lines), _rows(page.comparison)
    groups = groupby(found, key=lambda change: change.where.table or "".join(change.where.sections[-1:]))
    listed = "".join(_group(name or "文首", list(changes), every, rows) for name, changes in groups)
    kinds = [(kind.value, sum(change.kind is kind for change in found)) for kind in Kind]
    revised = f'<template id="revised">{page.revised}</template>'
    told = "、".join(f"{name}{number}处" for name, number in kinds if number)
    return f"<p>和{escaped(_other(page.comparison))}比，一共{len(found)}处：{told}。</p>\n{listed}{revised}"


def _said(page: Page, pending: bool) -> Iterator[str]:
    """Why there is no list."""
    if pending:
        yield "<p>正在比对……</p>"
        return
    yield "<p>没有可以比的文件：预算文件写了“上年预算”的文件，或者用 --against 指定一份，这里就列出变动。</p>"
    yield from (f"<p>{escaped(one.message)}</p>" for one in page.unlike)


def _other(comparison: Comparison) -> str:
    return " ".join(plain(comparison.old.title).split()) or "另一份文件"


def _rows(comparison: Comparison) -> dict[int, int]:
    """Of each item that the old document alone has: the item of the new one before it."""
    found, last = {}, 0
    for old, new in comparison.rows:
        if new:
            last = new.where.at
        elif old:
            found[old.where.at] = last
    return found


def _group(name: str, changes: Sequence[Change], every: Mapping[int, Sequence[Line]], rows: dict[int, int]) -> str:
    listed = "".join(_change(change, every, rows) for change in changes)
    summary = f"<summary>{escaped(name)}（{len(changes)}处）</summary>"
    return f'<details open>{summary}<ol class="pv-changes">{listed}</ol></details>\n'


def _change(change: Change, every: Mapping[int, Sequence[Line]], rows: dict[int, int]) -> str:
    item = change.new.at if change.new else rows.get(change.where.at, 0)
    names = [run.name for piece in change.pieces if piece.changed for run in piece.new if isinstance(run, Figure)]
    standing = spot_in(every.get(item, ()), names)
    words = "，".join(filter(None, (change.where.row, change.where.column))) or change.what.value
    where = place_markup(standing, words) if standing else escaped(words)
    kind = f'<span class="pv-tag">{change.kind.value}</span>'
    return f"<li>{kind} {where}<p>{''.join(_pieces(change.pieces))}</p></li>"


def _pieces(pieces: Sequence[Piece]) -> Iterator[str]:
    """Both sides' words, of what is the same only what stands around the changes."""
    last = len(pieces) - 1
    for i, piece in enumerate(pieces):
        old, new = plain(piece.old), plain(piece.new)
        if not piece.changed:
            yield escaped(_around(new or old, first=not i, last=i == last))
            continue
        yield f"<del>{escaped(_cut(old))}</del>" if old else ""
        yield f"<ins>{escaped(_cut(new))}</ins>" if new else ""


def _around(words: str, *, first: bool, last: bool) -> str:
    head, tail = "" if first else words[:AROUND], "" if last else words[-AROUND:]
    return words if len(words) <= 2 * AROUND else f"{head}……{tail}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}……"
