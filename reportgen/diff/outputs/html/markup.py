"""A section of the page with its entry in the contents, and small pieces of markup that several sections need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.diff.changes import ChangeKind
from reportgen.writers.html.markup import escaped

CLASSES = {
    ChangeKind.NUMBER: "number",
    ChangeKind.WORDING: "wording",
    ChangeKind.ADDED: "added",
    ChangeKind.REMOVED: "removed",
    ChangeKind.MOVED: "moved",
}
AMOUNTS = ("旧数", "新数", "差", "增减", "增减率")  # heads of columns of numbers
MOST = 30  # rows of a table that are shown unfolded
AT_ONCE = 500  # that are unfolded together


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page.

    Attributes:
        anchor: its id. count: how many entries it has.
        markup: its HTML.
        inside: sections with an entry of their own in the contents; `markup` holds their HTML already.
    """

    anchor: str
    title: str
    count: int
    markup: str
    inside: tuple["PageSection", ...] = ()

    @property
    def entry(self) -> str:
        """Its line in the contents."""
        below = "".join(part.entry for part in self.inside)
        return (
            f'<li><a href="#{self.anchor}">{escaped(self.title)} <span class="count">{self.count}</span></a>'
            f"{f'<ol>{below}</ol>' if below else ''}</li>\n"
        )


def section(anchor: str, title: str, content: str, *, level: int = 2, classes: str = "", above: str = "") -> str:
    """A section with its heading; `above`: markup between heading and content."""
    named = f' class="{classes}"' if classes else ""
    heading = f'<h{level} id="{anchor}">{escaped(title)}</h{level}>\n'
    return f"<section{named}>\n{heading}{above}{content}</section>\n"


def table(caption: str, heads: Sequence[str], rows: Iterable[str]) -> str:
    """A table that scrolls by itself where it is too wide."""
    top = "".join(f'<th scope="col"{_aligned(head)}>{escaped(head)}</th>' for head in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">\n<table>\n'
        f'<caption class="unseen">{escaped(caption)}</caption>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>\n</div>\n"
    )


def _aligned(head: str) -> str:
    return ' class="amount"' if head in AMOUNTS else ""


def folded(summary: str, content: str) -> str:
    """Content that is shown when its summary is clicked."""
    return f"<details>\n<summary>{escaped(summary)}</summary>\n{content}</details>\n"


def folded_table(caption: str, summary: str, heads: Sequence[str], rows: Sequence[str]) -> str:
    """A table, folded where it is long. A very long one is cut into parts, each folded, that browsers can open."""
    if len(rows) <= AT_ONCE:
        made = table(caption, heads, rows)
        return made if len(rows) <= MOST else folded(summary, made)
    starts = range(0, len(rows), AT_ONCE)
    named = [f"第{start + 1}至{min(start + AT_ONCE, len(rows))}个" for start in starts]
    parts = (
        table(f"{caption}，{name}", heads, rows[at : at + AT_ONCE]) for name, at in zip(named, starts, strict=True)
    )
    return folded(summary, "".join(map(folded, named, parts)))
