"""Narrative (说明): Markdown-shaped Jinja2 templates with bound values → blocks of the document tree.

A region's report.md.j2 is filled in with everything that it includes. A figure that cannot be computed is reported at
template:line, and the rendering goes on, so that all such figures are reported at once.

allowed      what templates may contain        checking, expressions  their mistakes, before they are filled in
context      what templates can name           values, figure_filters values, filters over figures
phrases      changes and reasons in words      blocks  what was filled in → sections, paragraphs, tables
environment  Jinja as templates use it         passes  what need not be filled in twice
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from reportgen.patterns import libraries_kept
from reportgen.records import replace

with libraries_kept():
    from jinja2 import UndefinedError
    from jinja2.exceptions import SecurityError
    from jinja2.utils import missing as unnamed

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean
from reportgen.document import Block, Table, TableSet
from reportgen.figure import NotationError
from reportgen.figures import Fact, Figures, with_place
from reportgen.narrative.allowed import STEPS_OF_A_NODE, Meter, of_rendering
from reportgen.narrative.blocks import Fragment, Slot, as_blocks, fragment
from reportgen.narrative.checking import check
from reportgen.narrative.context import TERMS, Charts, context_of, occurring_terms, prints_occurring_terms
from reportgen.narrative.environment import Narrative, sandbox
from reportgen.narrative.figure_filters import FigureFilters
from reportgen.narrative.passes import Passes
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.values import Phrase, Value, is_given, is_missing, is_not_zero, is_zero, known_words, runs_of
from reportgen.resources import template_name

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
    env = rendering.environment(words)
    context = context_of(figures, tables, charts)
    twice = Passes(env.finder_of(TERMS), *rendering.position(words)) if prints_occurring_terms(profile) else None
    mistakes, fatal = check(env, figures, context, tables, _REPORT)
    if fatal:
        raise ReportgenError(*mistakes)
    env.passes = twice
    made = _blocks_unless(mistakes, rendering, env, context)
    if twice:
        words.begin_anew()
        twice.begin_anew()
        context = context_of(figures, tables, charts, occurring_terms(profile, made))
        made = rendering.blocks(env, context)
    return made


def _blocks_unless(
    mistakes: Sequence[Diagnostic], rendering: "_Rendering", env: Narrative, context: dict[str, Any]
) -> tuple[Block, ...]:
    """Return the blocks; with mistakes, raise them with those that only rendering finds."""
    try:
        made = rendering.blocks(env, context)
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
    holder = missing._undefined_obj if is_missing(missing) else None
    if not isinstance(holder, Fact) or not known_words(holder):
        return found
    stated = "、".join(known_words(holder))
    message = f"“{holder.path}”里没有“{missing._undefined_name}”（写了{stated}）"
    return replace(found, message=message, places=(holder.node.at, *found.places))


class _Rendering:
    """Turns printed values into runs, and collects what goes wrong."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.mistakes: list[Diagnostic] = []
        self.names: tuple[str, ...] = ()
        self.meter = Meter()

    def environment(self, words: FigureFilters) -> Narrative:
        """Return the environment of the templates, with its filters and tests."""
        env = sandbox(self.figures.profile.folders, self.slot, self.meter)
        env.filters.update({name: self.guarded(call, otherwise) for name, call, otherwise in words.filters()})
        env.tests.update(无=self.guarded(is_zero, True), 有=self.guarded(is_not_zero, False), 写了=is_given)
        return env

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
        except (UndefinedError, SecurityError) as e:
            found, near = of_rendering(e, at), self._near(value)
            self.mistakes.append(replace(_in_file(found, value), hint=near or found.hint))
        return Slot((), at)

    def _near(self, missing: Any) -> str:
        """Return the advice for an unknown name that is close to a known one, else ""."""
        holder = missing._undefined_obj
        names = self.names if holder is unnamed else known_words(holder)
        hint = did_you_mean(str(missing._undefined_name), names)
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
                self.mistakes.extend(with_place(mistake, _here()).diagnostics)
            except NotationError as mistake:
                self.mistakes.append(of_rendering(mistake, _here()))
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

    def blocks(self, env: Narrative, context: dict[str, Any]) -> tuple[Block, ...]:
        """Return the blocks of the whole report.

        Raises:
            ReportgenError: what is wrong in the templates, or cannot be computed.
        """
        pieces = self._run(env, context)
        if self.mistakes:
            raise ReportgenError(*dict.fromkeys(self.mistakes))
        return as_blocks(pieces, self.figures)

    def _run(self, env: Narrative, context: dict[str, Any]) -> Fragment:
        self.names, self.meter.spent = tuple(context), 0
        try:
            template = env.get_template(_REPORT)
            return fragment(template.root_render_func(template.new_context(context)))
        except ReportgenError as mistake:
            at = _where_raised(mistake)
            found = with_place(mistake, at) if at.line else mistake
            raise ReportgenError(*self.mistakes, *found.diagnostics) from None
        except Exception as e:  # noqa: BLE001 - whatever a template brings about is reported with its place
            raise ReportgenError(*self.mistakes, of_rendering(e, _where_raised(e))) from None


def _size(shown: Any) -> int:
    """Return how many steps it takes to print runs (their characters) or tables (their cells)."""
    return sum(
        len(one.body) * one.width * STEPS_OF_A_NODE if isinstance(one, Table) else len(one.text) for one in shown
    )


def _here() -> Location:
    """Return the template line that is being rendered."""
    frame = sys._getframe(1)
    while frame and "__jinja_template__" not in frame.f_globals and frame.f_back:
        frame = frame.f_back
    return _line(frame.f_globals.get("__jinja_template__"), frame.f_lineno)


def _where_raised(e: Exception) -> Location:
    """Return the innermost template line that the exception came through."""
    import traceback

    frames = [(f.f_globals.get("__jinja_template__"), line) for f, line in traceback.walk_tb(e.__traceback__)]
    template, line = next(((t, n) for t, n in reversed(frames) if t is not None), (None, 0))
    return _line(template, line)


def _line(template: Any, python_line: int) -> Location:
    if template is None:
        return Location(_REPORT)
    name = template_name(template.filename or template.name)
    return Location(name, template.get_corresponding_lineno(python_line))
