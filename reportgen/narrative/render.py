"""A region's report.md.j2 with everything it includes → blocks.

A figure that cannot be worked out is a finding at template:line and the rest goes on, so that all of them are told at
once.
"""

import sys
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from inspect import signature
from typing import Any

from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.utils import missing as unnamed

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean, error
from reportgen.document import Block, Table, TableSet
from reportgen.figure import FigureId, NotationError
from reportgen.figures import Fact, Figures, placed
from reportgen.narrative.blocks import blocks
from reportgen.narrative.checking import check, section_path
from reportgen.narrative.environment import Narrative, environment
from reportgen.narrative.kinds import kinds_of
from reportgen.narrative.meter import OF_A_NODE, Meter
from reportgen.narrative.mistakes import of_rendering, without_value, wrong_arguments
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.slots import Fragment, Slot, fragment, is_missing
from reportgen.narrative.terms import by_occurrence, occurring, terms
from reportgen.narrative.values import Phrase, Value, known_words, runs_of
from reportgen.narrative.vocabulary import TemplateWords
from reportgen.shipped import template_name
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar

Charts = dict[str, TableSet]

_REPORT = "report.md.j2"


def narrate(figures: Figures, tables: Mapping[str, TableSet] | None, charts: Charts) -> tuple[Block, ...]:
    """The document's blocks.

    `tables` is None where some could not be made: then only the narrative's own mistakes are of interest. `charts` are
    made when a template places them.

    Raises:
        ReportgenError: what is wrong in templates or cannot be worked out.
    """
    rendering, profile = _Rendering(figures), figures.profile
    env = environment(profile.folders, rendering.slot, rendering.meter)
    phrases = Phrases(figures)
    vocabulary = TemplateWords(phrases, rendering.collecting, next(iter(profile.file.bases), ""))
    env.filters.update(vocabulary.filters())
    env.tests.update(vocabulary.tests())
    context = _context(figures, tables, charts)
    told, fatal = check(env, figures, kinds_of(context), tables, _REPORT)
    if fatal:
        raise ReportgenError(*told)
    try:
        made = rendering.blocks(env, context)
    except ReportgenError as mistake:
        raise ReportgenError(*told, *_others(mistake.diagnostics, told)) from None
    if told:
        raise ReportgenError(*told)
    if by_occurrence(profile):
        context = _context(figures, tables, charts, occurring(profile, made))
        made = rendering.blocks(env, context)
    return made


def _others(found: Iterable[Diagnostic], told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Mistakes of the rendering that the reading has not told."""
    known = {(d.message, place) for d in told for place in d.places}
    return [d for d in found if not any((d.message, place) in known for place in d.places)]


def _context(
    figures: Figures, tables: Mapping[str, TableSet] | None, charts: Charts, found: Iterable[str] = ()
) -> dict[str, Any]:
    """What templates can name; `found` are the terms that the document uses, where 名词 depends on them."""
    file, profile, words = figures.budget.file, figures.profile, figures.words
    assert file.node is not None
    measures = {
        name: Value(figures, FigureId(name), profile.text_format_of(name)) for name in figures.vocabulary.measures
    }
    department = file.node.get("部门")
    assert department is not None
    nothing = MappingNode(file.node.place, ())
    return {
        **measures,
        "年度": words["年度"],
        "上年度": words["上年度"],
        "文种": file.kind,
        "主体": words["主体"],
        "部门": Fact(figures, department, "部门", file.department.name),
        "全称": words["部门全称"],
        **{name: Fact(figures, file.node.get(name) or nothing, name) for name in ("资料", "项目", "绩效")},
        "标准": Fact(figures, _facts(profile.file.facts, nothing), "标准"),
        "各节": tuple(map(section_path, profile.file.sections)),
        "名词": terms(profile, words, found),
        **({"口径调整": "口径调整"} if figures.budget.restated else {}),
        "表": _Failed() if tables is None else dict(tables),
        "图": charts,
        "表格": tuple(t for made in (tables or {}).values() if not made.in_text for t in made.tables),
    }


class _Failed(dict[str, TableSet]):
    """Tables that could not be made: their own mistakes are told, that they are missing is no further one."""

    def __missing__(self, name: str) -> TableSet:
        return TableSet()


def _facts(facts: Mapping[str, Node], empty: MappingNode) -> MappingNode:
    return MappingNode(empty.place, tuple((Scalar(empty.place, name), node) for name, node in facts.items()))


class _Rendering:
    """One run over the templates: turns printed values to runs and gathers what goes wrong."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.mistakes: list[Diagnostic] = []
        self.names: tuple[str, ...] = ()
        self.meter = Meter()

    def slot(self, value: Any, path: str, line: int, nth: int) -> Any:
        """What `{{ value }}` becomes."""
        if isinstance(value, Fragment):
            return value
        at = Location(path, line)
        if isinstance(value, _Told):
            return Slot((), at)
        try:
            if is_missing(value):
                str(value)
            shown = runs_of(value)
            self.meter.spend(_size(shown))
            if self.figures.recorder and isinstance(value, (Value, Phrase)):
                shown = self.figures.recorder.keep(shown, (at,), nth)
            return Slot(shown, at)
        except ReportgenError as mistake:
            self.mistakes.extend(placed(mistake, at).diagnostics)
        except (UndefinedError, SecurityError) as e:
            rule, message, hint = of_rendering(e)
            self.mistakes.append(error(rule, message, at, hint=self._meant(value) or hint))
        return Slot((), at)

    def _meant(self, missing: Any) -> str:
        """What an unknown name may have meant, where one that there is comes close."""
        holder = missing._undefined_obj
        names = self.names if holder is unnamed else known_words(holder)
        hint = did_you_mean(str(missing._undefined_name), names)
        return hint if hint.startswith("是不是") else ""

    def collecting(self, name: str, call: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
        """The filter, going on with `otherwise` where a figure cannot be worked out."""
        parameters = signature(call)
        told = _TOLD.get(type(otherwise), lambda: otherwise)()

        @wraps(call)
        def wrapped(value: Any, *args: Any, **kwargs: Any) -> Any:
            if is_missing(value) or isinstance(value, _Told):
                return value
            try:
                bound = parameters.bind(value, *args, **kwargs)
            except TypeError:
                self.mistakes.append(wrong_arguments(name, without_value(parameters), _here()))
                return told
            try:
                made = call(*bound.args, **bound.kwargs)
                self.meter.spend(len(made) if isinstance(made, str) else 0)
                return made
            except ReportgenError as mistake:
                self.mistakes.extend(placed(mistake, _here()).diagnostics)
            except NotationError as mistake:
                rule, message, hint = of_rendering(mistake)
                self.mistakes.append(error(rule, message, _here(), hint=hint))
            return told

        return wrapped

    def blocks(self, env: Narrative, context: dict[str, Any]) -> tuple[Block, ...]:
        """The blocks of the whole report.

        Raises:
            ReportgenError: what is wrong in templates or cannot be worked out.
        """
        pieces = self.run(env, context)
        if self.mistakes:
            raise ReportgenError(*dict.fromkeys(self.mistakes))
        return blocks(pieces, self.figures)

    def run(self, env: Narrative, context: dict[str, Any]) -> Fragment:
        """The pieces of the whole report."""
        self.names, self.meter.spent = tuple(context), 0
        try:
            template = env.get_template(_REPORT)
            return fragment(template.root_render_func(template.new_context(context)))
        except ReportgenError as mistake:
            at = _raised(mistake)
            told = placed(mistake, at) if at.line else mistake
            raise ReportgenError(*self.mistakes, *told.diagnostics) from None
        except Exception as e:  # noqa: BLE001 - whatever a template brings about is told with its place
            rule, message, hint = of_rendering(e)
            raise ReportgenError(*self.mistakes, error(rule, message, _raised(e), hint=hint)) from None


def _size(shown: Any) -> int:
    """Characters of runs; cells of tables, each like a node."""
    return sum(len(one.body) * one.width * OF_A_NODE if isinstance(one, Table) else len(one.text) for one in shown)


class _Told:
    """What stands for a value whose mistake is told: what is made of it is nothing to tell again."""


class _ToldText(_Told, str):
    __slots__ = ()


class _ToldList(_Told, tuple[Any, ...]):
    __slots__ = ()


_TOLD: dict[type, Callable[[], Any]] = {str: _ToldText, tuple: _ToldList}


def _here() -> Location:
    """The template line that is being rendered."""
    frame = sys._getframe(1)
    while frame and "__jinja_template__" not in frame.f_globals and frame.f_back:
        frame = frame.f_back
    template = frame.f_globals.get("__jinja_template__")
    return _line(template, frame.f_lineno)


def _raised(e: Exception) -> Location:
    """The innermost template line that the exception came through."""
    frames = [(f.f_globals.get("__jinja_template__"), line) for f, line in traceback.walk_tb(e.__traceback__)]
    template, line = next(((t, n) for t, n in reversed(frames) if t is not None), (None, 0))
    return _line(template, line)


def _line(template: Any, python_line: int) -> Location:
    if template is None:
        return Location(_REPORT)
    name = template_name(template.filename or template.name)
    return Location(name, template.get_corresponding_lineno(python_line))
