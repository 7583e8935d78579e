"""Narrative (说明): Markdown-shaped Jinja2 templates with bound values → blocks of the document tree.

A region's report.md.j2 is filled in with everything that it includes. A figure that cannot be computed is reported at
template:line, and the rendering goes on, so that all such figures are reported at once.

templates  found, read, parsed once   parsing                 by Jinja; what they may contain
nodes      what was parsed            checking, expressions   its mistakes, before anything is filled in
context    what templates can name    values, figure_filters  values, filters over figures
filling    values put in              blocks                  what was filled in → sections, paragraphs, tables
phrases    changes and reasons        mistakes                what went wrong, in words
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean
from reportgen.document import Block, Table, TableSet
from reportgen.figure import NotationError
from reportgen.figures import Fact, Figures, with_place
from reportgen.narrative.blocks import Fragment, Slot, as_blocks
from reportgen.narrative.checking import check
from reportgen.narrative.context import TERMS, Charts, context_of, occurring_terms, prints_occurring_terms
from reportgen.narrative.figure_filters import FigureFilters
from reportgen.narrative.filling import Filling
from reportgen.narrative.mistakes import NOBODY, STEPS_OF_A_NODE, Forbidden, Meter, Missing, MissingError, of_rendering
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.templates import Passes, Templates
from reportgen.narrative.values import Phrase, Value, is_given, is_missing, is_not_zero, is_zero, known_words, runs_of
from reportgen.records import replace

__all__ = ["narrate", "occurring_terms", "prints_occurring_terms"]
_REPORT = "report.md.j2"


def narrate(figures: Figures, tables: Mapping[str, TableSet] | None, charts: Charts) -> tuple[Block, ...]:
    """Return the blocks of the document.

    `tables` is None where some could not be made: then only the narrative's own mistakes are of interest. Charts are
    made when a template places them.

    Raises:
        ReportgenError: what is wrong in the templates, or cannot be computed.
    """
    rendering, profile = _Rendering(figures), figures.profile
    words = FigureFilters(Phrases(figures), next(iter(profile.file.bases), ""))
    filling = rendering.begun(words)
    context = context_of(figures, tables, charts)
    named = filling.templates.finder_of(TERMS)
    twice = Passes(named, *rendering.position(words)) if prints_occurring_terms(profile) else None
    mistakes, fatal = check(filling, figures, context, tables, _REPORT)
    if fatal:
        raise ReportgenError(*mistakes)
    filling.passes = twice
    made = _blocks_unless(mistakes, rendering, context)
    if twice:
        words.begin_anew()
        twice.begin_anew()
        context = context_of(figures, tables, charts, occurring_terms(profile, made))
        made = rendering.blocks(context)
    figures.names_in_templates.update(filling.templates.names)
    del rendering.filling  # it holds the rendering: without this cycle the document is freed as soon as it is written
    return made


def _blocks_unless(
    mistakes: Sequence[Diagnostic], rendering: "_Rendering", context: dict[str, Any]
) -> tuple[Block, ...]:
    """Return the blocks; with mistakes, raise them with those that only rendering finds."""
    try:
        made = rendering.blocks(context)
    except ReportgenError as further:
        known = {(d.message, place) for d in mistakes for place in d.places}
        others = [d for d in further.diagnostics if known.isdisjoint((d.message, place) for place in d.places)]
        raise ReportgenError(*mistakes, *others) from None
    if mistakes:
        raise ReportgenError(*mistakes)
    return made


class _Reported:
    """A value whose mistake is already reported; using it is no further mistake."""


class _ReportedText(_Reported, str):
    __slots__ = ()


class _ReportedList(_Reported, tuple[Any, ...]):
    __slots__ = ()


def _in_file(found: Diagnostic, missing: Any) -> Diagnostic:
    """The finding; if a key of the budget file is missing, with its place there and the keys that are there."""
    holder = missing.holder if is_missing(missing) else None
    if not isinstance(holder, Fact) or not known_words(holder):
        return found
    stated = "、".join(known_words(holder))
    message = f"“{holder.path}”里没有“{missing.name}”（写了{stated}）"
    return replace(found, message=message, places=(holder.node.at, *found.places))


class _Rendering:
    """Turns printed values into runs, and collects what goes wrong."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.mistakes: list[Diagnostic] = []
        self.names: tuple[str, ...] = ()
        self.meter = Meter()

    def begun(self, words: FigureFilters) -> Filling:
        """Return what fills in the templates, with its filters and tests."""
        filters = {name: self.guarded(call, otherwise) for name, call, otherwise in words.filters()}
        tests = {"无": self.guarded(is_zero, True), "有": self.guarded(is_not_zero, False), "写了": is_given}
        templates = Templates(self.figures.profile.folders, [*filters], [*tests])
        self.filling = Filling(templates, filters, tests, self.slot, self.meter)
        return self.filling

    def slot(self, value: Any, path: str, line: int, nth: int) -> Any:
        """Return the slot that `{{ value }}` becomes; an empty one, with a report, if the value cannot be printed."""
        if isinstance(value, Fragment):
            return value
        at = Location(path, line)
        if isinstance(value, _Reported):
            return Slot((), at)
        try:
            if is_missing(value):
                str(value)
            shown = runs_of(value)
            self.meter.spend(_size(shown))
            if self.figures.recorder and isinstance(value, (Value, Phrase)):
                shown = self.figures.recorder.recorded(shown, (at,), nth)
            return Slot(shown, at)
        except ReportgenError as mistake:
            self.mistakes.extend(with_place(mistake, at).diagnostics)
        except (MissingError, Forbidden) as e:
            found, near = of_rendering(e, at), self._near(value)
            self.mistakes.append(replace(_in_file(found, value), hint=near or found.hint))
        return Slot((), at)

    def _near(self, missing: Missing) -> str:
        """Return the advice for an unknown name that is close to a known one, else ""."""
        names = self.names if missing.holder is NOBODY else known_words(missing.holder)
        hint = did_you_mean(str(missing.name), names)
        return hint if hint.startswith("是不是") else ""

    def guarded(self, call: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
        """Return the filter or test wrapped: if it cannot be computed, keep the mistake and return `otherwise`."""
        reported = _ReportedText() if otherwise == "" else _ReportedList() if otherwise == () else otherwise

        @wraps(call)
        def wrapped(value: Any, *args: Any, **kwargs: Any) -> Any:
            if is_missing(value) or isinstance(value, _Reported):
                return value
            try:
                made = call(value, *args, **kwargs)
                self.meter.spend(len(made) if isinstance(made, str) else 0)
                return made
            except ReportgenError as mistake:
                self.mistakes.extend(with_place(mistake, self.here()).diagnostics)
            except NotationError as mistake:
                self.mistakes.append(of_rendering(mistake, self.here()))
            return reported

        return wrapped

    def position(self, words: FigureFilters) -> tuple[Callable[[], Any], Callable[[Any], None]]:
        """Return two functions: one returns how far the templates have got, the other goes on from there."""

        def state() -> Any:
            return self.meter.spent, dict(words.counted), words.phrases.last_reason

        def go_to(state: Any) -> None:
            self.meter.spent, counted, words.phrases.last_reason = state
            words.counted.clear()
            words.counted.update(counted)

        return state, go_to

    def blocks(self, context: dict[str, Any]) -> tuple[Block, ...]:
        """Return the blocks of the whole report.

        Raises:
            ReportgenError: what is wrong in the templates, or cannot be computed.
        """
        pieces = self._run(context)
        if self.mistakes:
            raise ReportgenError(*dict.fromkeys(self.mistakes))
        return as_blocks(pieces, self.figures)

    def _run(self, context: dict[str, Any]) -> Fragment:
        self.names, self.meter.spent = tuple(context), 0
        try:
            return self.filling.pieces(_REPORT, context)
        except ReportgenError as mistake:
            at = self.here()
            found = with_place(mistake, at) if at.line else mistake
            raise ReportgenError(*self.mistakes, *found.diagnostics) from None
        except Exception as e:  # noqa: BLE001 - whatever a template brings about is reported with its place
            raise ReportgenError(*self.mistakes, of_rendering(e, self.here())) from None

    def here(self) -> Location:
        """Return the template line that is being filled in."""
        return Location(self.filling.called or _REPORT, self.filling.line)


def _size(shown: Any) -> int:
    """Return how many steps it takes to print runs (their characters) or tables (their cells)."""
    return sum(
        len(one.body) * one.width * STEPS_OF_A_NODE if isinstance(one, Table) else len(one.text) for one in shown
    )
