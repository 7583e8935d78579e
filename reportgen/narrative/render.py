"""A region's report.md.j2 with everything it includes → blocks and findings.

A figure that cannot be worked out is a finding at template:line and the rest goes on, so that all of them are told at
once.
"""

import sys
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.document import Block, Table, Text
from reportgen.figure import FigureId, NotationError
from reportgen.figures import Fact, Figures, placed
from reportgen.narrative.blocks import blocks
from reportgen.narrative.phrases import Phrases
from reportgen.narrative.slots import Fragment, Narrative, Slot, environment, fragment, is_missing, template_name
from reportgen.narrative.values import Value, runs_of
from reportgen.narrative.vocabulary import Vocabulary
from reportgen.profile import Profile, fill
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar

_REPORT = "report.md.j2"


def narrate(
    figures: Figures, profile: Profile, words: Mapping[str, str], tables: Mapping[str, Table]
) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """The document's blocks, and findings of 警告 and 错误 that do not keep it from being built.

    Raises:
        ReportgenError: what is wrong in templates or cannot be worked out.
    """
    rendering = _Rendering()
    env = environment(profile.folders, rendering.slot)
    phrases = Phrases(figures, profile, words)
    vocabulary = Vocabulary(phrases, rendering.collecting, next(iter(profile.file.bases), ""))
    env.filters.update(vocabulary.filters())
    env.tests.update(vocabulary.tests())
    pieces = rendering.run(env, _context(figures, profile, words, tables))
    if rendering.mistakes:
        raise ReportgenError(*dict.fromkeys(rendering.mistakes))
    return blocks(pieces, profile.file.numbering), list(dict.fromkeys(phrases.findings))


def _context(
    figures: Figures, profile: Profile, words: Mapping[str, str], tables: Mapping[str, Table]
) -> dict[str, Any]:
    """What templates can name."""
    file = figures.budget.file
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
        "部门": Fact(department, "部门", file.department.name),
        "全称": words["部门全称"],
        "资料": Fact(file.node.get("资料") or nothing, "资料"),
        "项目": Fact(file.node.get("项目") or nothing, "项目"),
        "标准": Fact(_facts(profile.file.facts, nothing), "标准"),
        "各节": tuple(f"sections/{name}.md.j2" for name in profile.file.sections),
        "名词": tuple(_terms(profile, words)),
        "表": {name: (table,) for name, table in tables.items()},
        "表格": tuple(tables.values()),
    }


def _facts(facts: Mapping[str, Node], empty: MappingNode) -> MappingNode:
    return MappingNode(empty.place, tuple((Scalar(empty.place, name), node) for name, node in facts.items()))


def _terms(profile: Profile, words: Mapping[str, str]) -> list[dict[str, str]]:
    """名词解释 in the profile's order."""
    unknown = [term for term in profile.file.terms if term not in profile.glossary]
    if unknown:
        raise ReportgenError(
            error("名词", f"glossary.yaml 里没有“{'、'.join(unknown)}”", hint="补上释义，或从“名词”中去掉")
        )
    return [{"名称": term, "释义": fill(profile.glossary[term], words)} for term in profile.file.terms]


class _Rendering:
    """One run over the templates: turns printed values to runs and gathers what goes wrong."""

    def __init__(self) -> None:
        self.mistakes: list[Diagnostic] = []

    def slot(self, value: Any, path: str, line: int) -> Any:
        """What `{{ value }}` becomes."""
        if isinstance(value, Fragment):
            return value
        at = Location(path, line)
        try:
            if is_missing(value):
                str(value)
            return Slot(runs_of(value), at)
        except ReportgenError as mistake:
            self.mistakes.extend(placed(mistake, at).diagnostics)
        except UndefinedError as e:
            self.mistakes.append(error("模板", str(e.message), at, hint="在预算文件里补上，或检查模板里的名称"))
        return Slot((Text("【？】"),), at)

    def collecting(self, call: Callable[..., Any], otherwise: Any) -> Callable[..., Any]:
        """The filter, going on with `otherwise` where a figure cannot be worked out."""

        @wraps(call)
        def wrapped(value: Any, *args: Any, **kwargs: Any) -> Any:
            if is_missing(value):
                return value
            try:
                return call(value, *args, **kwargs)
            except ReportgenError as mistake:
                self.mistakes.extend(placed(mistake, _here()).diagnostics)
            except NotationError as mistake:
                self.mistakes.append(error("数名", str(mistake), _here()))
            return otherwise

        return wrapped

    def run(self, env: Narrative, context: dict[str, Any]) -> Fragment:
        """The pieces of the whole report."""
        try:
            template = env.get_template(_REPORT)
            return fragment(template.root_render_func(template.new_context(context)))
        except TemplateSyntaxError as e:
            at = Location(template_name(e.filename or e.name or _REPORT), e.lineno)
            raise ReportgenError(*self.mistakes, error("模板", f"模板写法不对：{e.message}", at)) from None
        except TemplateNotFound as e:
            raise ReportgenError(error("模板", f"没有模板 {e.name}", _raised(e))) from None
        except ReportgenError:
            raise
        except Exception as e:  # noqa: BLE001 - whatever a template brings about is told with its place
            message = (
                f"模板出错：{e}"
                if isinstance(e, (UndefinedError, NotationError))
                else f"模板出错：{type(e).__name__} {e}"
            )
            raise ReportgenError(*self.mistakes, error("模板", message, _raised(e))) from None


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
    name = template_name(str(Path(template.filename or template.name)))
    return Location(name, template.get_corresponding_lineno(python_line))
