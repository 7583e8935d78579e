"""The comparison for a terminal (终端摘要): what an officer tells the leader in two minutes, most important first.

A head, what contradicts a budget file, renamings, figures, then words, paragraphs, tables, reasons. A line each with
its details below, at most so many of a kind; the page has the rest.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from reportgen.diff.grouping import groups
from reportgen.diff.outputs._counts import summary
from reportgen.diff.outputs.text.figures import contradictions, figures, reasons, renamings
from reportgen.diff.outputs.text.lines import cut
from reportgen.diff.outputs.text.passages import appeared, moved_numbers, tables, wordings
from reportgen.diff.result import Differences

PRINTED = True  # where no file is asked for
MOST = 20  # lines of a kind

Entries = Sequence[str]  # lines, with further ones below them


def write(differences: Differences) -> bytes:
    """The summary, UTF-8, with a line break at its end."""
    found = groups(differences.comparison)
    parts: Iterable[tuple[str, Entries]] = (
        ("改错的数（和预算文件对不上，先看这里）", contradictions(differences.contradictions)),
        ("改名", renamings(differences.renamings)),
        ("数", figures(differences.figures, MOST)),
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
    """Title and entries, so many at most."""
    shown = entries[:MOST]
    yield from ("", f"{title}（{total}）：", *shown)
    if total > len(shown):
        yield f"  ……另有{total - len(shown)}个，见 --to html"
