"""Text as HTML: the one function that escapes, and runs with their figures.

Every word of a document passes through `escaped`, in attributes as well, and comes out of any HTML parser unchanged. A
line break in a text is `<br>`, so that it also breaks under a site's own style. In attributes it stays as it is, as
tabs do everywhere; the style sheet keeps them (`white-space: pre-wrap`). Words that findings point to are `mark`s.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import assert_never

from reportgen.document import Figure, Revision, Runs, Text
from reportgen.patterns import compiled

_SPECIAL = compiled("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HAN, _LATIN = compiled("[\u3400-\u9fff]"), compiled("[0-9A-Za-z]")
_TAGS = {Revision.INSERTED: "ins", Revision.DELETED: "del"}
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Return the text as HTML, in contents and in attributes alike; what a file cannot hold becomes U+FFFD."""
    if not _SPECIAL.search(text):
        return text
    return _SPECIAL.sub(lambda found: _REFERENCES.get(found[0], "\ufffd"), text)


def page_head(title: str, css: str, *, language: str = "zh-CN", author: str | None = None, linked: str = "") -> str:
    """Return the beginning of a page up to its body; `linked`: markup of style sheets and scripts in other files."""
    about = "" if author is None else f'<meta name="author" content="{escaped(author)}">\n'
    return (
        f'<!doctype html>\n<html lang="{escaped(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="format-detection" content="telephone=no">\n<meta name="generator" content="reportgen">\n'
        f"{about}<title>{escaped(title)}</title>\n<style>\n{css}</style>\n{linked}</head>\n"
    )


def phrase(runs: Runs) -> str:
    """Return runs as HTML; numbers keep name and value."""
    if len(runs) == 1 and not (runs[0].revision or runs[0].marks):
        return _run(runs[0], "", "")
    before = ("", *(run.text[-1:] for run in runs))
    after = (*(run.text[:1] for run in runs[1:]), "")
    pieces = [tracked(_run(run, *beside), run.revision) for run, *beside in zip(runs, before, after, strict=False)]
    return "".join(_marked(runs, pieces) if any(run.marks for run in runs) else pieces)


def _marked(runs: Runs, pieces: Sequence[str]) -> Iterator[str]:
    """Yield the pieces, those with the same marks together; a mark has its id and its number where it begins."""
    begun: set[str] = set()
    for marks, group in groupby(zip(runs, pieces, strict=True), key=lambda pair: pair[0].marks):
        words = "".join(piece for _, piece in group)
        for mark in reversed(marks):
            own = "" if mark in begun else f' id="mark-{mark}" data-finding="{mark.partition("-")[0]}"'
            words = f"<mark{own}>{words}</mark>"
        begun.update(marks)
        yield words


def tracked(markup: str, revision: Revision | None) -> str:
    """Return the markup as inserted or deleted, or as it is without a revision."""
    return f"<{_TAGS[revision]}>{markup}</{_TAGS[revision]}>" if markup and revision else markup


def link_words(runs: Runs) -> str:
    """Return runs in the contents: words only, with tracked changes."""
    return "".join([tracked(escaped(run.text), run.revision) for run in runs])


def _run(run: Text | Figure, before: str, after: str) -> str:
    match run:
        case Text():
            return _lines(run.text)
        case Figure():
            value, name = escaped(run.value), escaped(run.name)
            gaps = _gap_class(run.text, before, after) if before or after else ""
            return f'<data value="{value}" data-figure="{name}"{gaps}>{_lines(run.text)}</data>'
        case _:
            assert_never(run)


def _gap_class(number: str, before: str, after: str) -> str:
    """Return the class for the sides on which a number stands apart from Chinese characters.

    `text-autospace` would do it, but Chromium (156 at least) then breaks lines before "万元" without need.
    """
    sides = (("before", before, number[:1]), ("after", after, number[-1:]))
    apart = [name for name, beside, edge in sides if _HAN.match(beside) and _LATIN.match(edge)]
    return f' class="{" ".join(apart)}"' if apart else ""


@lru_cache(maxsize=4096)
def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
