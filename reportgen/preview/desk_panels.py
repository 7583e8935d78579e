"""HTML of the desk: what a change does (影响), what keeps it from being made, the steps so far (保存记录); names."""

from collections.abc import Iterable
from datetime import datetime

from reportgen.budget.catalogue import Catalogue
from reportgen.checks.outputs.html import finding_markup
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.figures import Figures
from reportgen.preview.answering import called, link
from reportgen.preview.building import PreviewPage
from reportgen.preview.effects import ChangedNumber, Effect, SavedStep
from reportgen.quantity import UNITS
from reportgen.trace.digits import figure_of
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE
from reportgen.writers.html.markup import escaped

MOST_NUMBERS, MOST_FINDINGS = 20, 10  # of each that are listed


def names_of(key: str, figures: Figures) -> list[tuple[str, str]]:
    """Return what to choose from where that key stands, with its name; nothing where any text will do."""
    budget, vocabulary = figures.budget, figures.vocabulary
    if key == "金额单位":
        return [(unit, "") for unit in UNITS]
    if key not in vocabulary.dimensions:
        return []
    used = {line.dims[key] for line in budget.books[""].every_line() if key in line.dims}
    listed = Catalogue(budget.file.year).names(key) if key in CODE_LEVELS else vocabulary.trees.get(key, {})
    found = sorted({*listed, *used}) if key in CODE_LEVELS else [*listed, *sorted(used.difference(listed))]
    names = ((member, budget.member_name(key, member)) for member in found if member != NOT_APPLICABLE)
    return [(member, "" if name == member else name) for member, name in names]


def effect_markup(found: Effect, figures: Figures) -> str:
    """Return what changes: in one line, then the numbers and findings one by one."""
    numbers = _each_change_once(found.numbers)
    listed = "".join(_number(one, figures) for one in numbers[:MOST_NUMBERS])
    more = f"<li>……共{len(numbers)}个</li>" if len(numbers) > MOST_NUMBERS else ""
    told = f"<details><summary>变了的数</summary><ul>{listed}{more}</ul></details>" if numbers else ""
    return f"<p><strong>{summary(found)}</strong></p>{_new_findings(found.came)}{told}"


def summary(found: Effect) -> str:
    """Return what changes in one line."""
    before, after = found.errors
    errors = f"错误{before}→{after}" if before != after else f"错误{after}处"
    numbers = f"改动{len(found.numbers)}处" if found.numbers else "印出来的数不变"
    return f"{numbers}，{errors}"


def wrong_markup(findings: Iterable[Diagnostic], said: str = "") -> str:
    """Return why a change cannot be made, or what would keep the file from being read."""
    shown = "".join(finding_markup(one, lambda _: "") for one in findings)
    words = escaped(said) if said else "这样改，文件就用不了了"
    return f'<p class="pv-bad"><strong>{words}</strong></p>' + (f'<ol class="findings">{shown}</ol>' if shown else "")


def steps_markup(steps: Iterable[SavedStep], page: PreviewPage | None, editable: bool) -> str:
    """Return the steps, the last one first."""
    every = list(steps)
    listed = "".join(_step(step, page, editable and step is not every[-1]) for step in reversed(every))
    return f'<ol class="pv-steps" reversed>{listed}</ol>' if listed else "<p>还没有保存过。</p>"


def _step(step: SavedStep, page: PreviewPage | None, restorable: bool) -> str:
    at = datetime.fromtimestamp(step.at / 1000).astimezone()
    words = summary(step.effect) if step.effect else "打开时的样子"
    inside = effect_markup(step.effect, page.report.figures) if step.effect and page else ""
    again = f'<button type="button" class="pv-button" data-restore="{step.number}">恢复到这一步</button>'
    tools = f'<a class="pv-button" href="step?number={step.number}" target="_blank" rel="noopener">看当时的文件</a>'
    return (
        f'<li><details><summary><time datetime="{at:%Y-%m-%dT%H:%M:%S}">{at:%H:%M:%S}</time> {escaped(words)}</summary>'
        f'{inside}</details><p class="pv-rowtools">{tools}{again if restorable else ""}</p></li>'
    )


def _each_change_once(numbers: Iterable[ChangedNumber]) -> list[ChangedNumber]:
    """Return each change of a number once, wherever it is printed."""
    return list({(one.name, one.old, one.new): one for one in numbers}.values())


def _number(one: ChangedNumber, figures: Figures) -> str:
    try:
        name = figure_of(one.name, figures)
        words = called(name, figures) if name else one.name
    except ReportgenError:
        words = one.name
    old, new = escaped(one.old or "（没有）"), escaped(one.new or "（没有）")
    shown = link(one.name, words, one.nth) if one.new else escaped(words)
    return f"<li>{shown}　<del>{old}</del> <ins>{new}</ins></li>"


def _new_findings(found: tuple[Diagnostic, ...]) -> str:
    if not found:
        return ""
    shown = "".join(finding_markup(one, lambda _: "") for one in found[:MOST_FINDINGS])
    more = f"<p>……共{len(found)}处</p>" if len(found) > MOST_FINDINGS else ""
    return (
        f'<details open><summary>新的发现（{len(found)}处）</summary><ol class="findings">{shown}</ol>{more}</details>'
    )
