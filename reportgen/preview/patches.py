"""What tabs are sent (补丁): a whole state, or its differences from the state that the tab shows.

The last states are remembered, not the tabs: a tab says which version it shows. Findings and changes stay as they were
until the new ones are known.
"""

from collections.abc import Iterator
from typing import Any

from reportgen.preview.building import State
from reportgen.preview.panels import banner_markup, changes_markup, findings_markup
from reportgen.records import dataclass
from reportgen.writers.html import HtmlPart

MOST = 8  # states that are remembered: a tab is one or two behind, unless it was hidden for long

Patch = tuple[tuple[int, ...], str]  # the place of an element: its index in each element around it; its markup


@dataclass(frozen=True, slots=True)
class TabContent:
    """What a tab shows: the document as one element, and the texts beside it, by name: title, css, banner …"""

    document: HtmlPart
    texts: dict[str, str]


class TabContents:
    """The last states of one document as tabs show them."""

    def __init__(self) -> None:
        self._known: dict[int, TabContent] = {}

    def of(self, state: State) -> TabContent:
        """Return what a tab shows of the state."""
        if state.version not in self._known:
            last = self._known[max(self._known)].texts if self._known else None
            self._known[state.version] = TabContent(_document(state), _texts(state, last))
            for version in sorted(self._known)[:-MOST]:
                del self._known[version]
        return self._known[state.version]

    def known(self, version: int) -> int:
        """Return the version if it is remembered, else 0."""
        return version if version in self._known else 0

    def data(self, state: State, since: int) -> dict[str, Any]:
        """Return the state, for JSON, for a tab that shows the version `since`; the whole state if that is 0."""
        now, old = self.of(state), self._known[since] if since else None
        built = str(state.page.built) if state.page else ""
        head = {"version": state.version, "at": state.at, "built": built, "pending": state.pending}
        if old is None:
            return {**head, "article": now.document.markup, **now.texts}
        changed = {name: text for name, text in now.texts.items() if old.texts[name] != text}
        return {**head, "patch": [*patch(old.document, now.document)], **changed}


def patch(old: HtmlPart, new: HtmlPart, place: tuple[int, ...] = ()) -> Iterator[Patch]:
    """Yield place and markup of the smallest elements that differ; the place () is that of the outermost element."""
    if old is new:
        return
    alike = (old.opening, old.closing, len(old.inside)) == (new.opening, new.closing, len(new.inside))
    if not (alike and new.inside):
        if old != new:
            yield place, new.markup
        return
    for at, pair in enumerate(zip(old.inside, new.inside, strict=True)):
        yield from patch(*pair, (*place, at))


def _document(state: State) -> HtmlPart:
    return HtmlPart("", state.page.parts if state.page else ())


def _texts(state: State, last: dict[str, str] | None) -> dict[str, str]:
    page = state.page
    texts = {"title": state.title, "css": page.css if page else "", "banner": banner_markup(state)}
    if state.pending and last:
        kept = {} if state.wrong or "pv-broken" in last["banner"] else {"banner": last["banner"]}
        return {**texts, **kept, "findings": last["findings"], "changes": last["changes"]}
    return {**texts, "findings": findings_markup(state), "changes": changes_markup(state)}
