"""What stands around the document: what is wrong with the file (横幅), what `check` finds (核查).

Fragments of HTML; everything that comes from the data goes through `escaped`.
"""

from collections.abc import Iterable, Sequence

from reportgen.checks import Verdict
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.preview.building import Page
from reportgen.preview.places import Line, Standing, spot_of
from reportgen.preview.state import State
from reportgen.writers.html.markup import escaped

MOST_PLACES = 8  # of one finding that are listed
LONGEST_EXCERPT = 160
CLASSES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


def banner_markup(state: State) -> str:
    """What has to be known before anything else: the file cannot be read, or there are 错误; empty: neither."""
    if state.wrong:
        kept = "下面还是上一次能读时的样子；改好保存，这里就会更新。" if state.page else "改好保存，这里就会出现文件。"
        found = "".join(_finding(one, ()) for one in state.wrong)
        said = f"<p><strong>预算文件现在用不了（{len(state.wrong)}处）</strong>，{kept}</p>"
        return f'<div class="pv-broken" role="alert">\n{said}\n<ol class="pv-findings">{found}</ol></div>'
    verdict = state.page.verdict if state.page else None
    errors = verdict.count(Severity.ERROR) if verdict else 0
    more = '<a href="#findings" data-panel="findings">逐条查看</a>'
    return f'<p class="pv-summary"><strong>错误{errors}处</strong>，改正后再公开。{more}</p>' if errors else ""


def findings_markup(state: State) -> str:
    """What `check` finds, by severity, each with its places; what was not compared with what was asked for."""
    page = state.page
    if page is None:
        return "<p>还没有能核查的文件。</p>"
    if page.verdict is None:
        return "<p>正在核查……</p>"
    return _verdict(page, page.verdict)


def counts(verdict: Verdict) -> dict[Severity, int]:
    """How many findings there are of each severity."""
    return {severity: verdict.count(severity) for severity in Severity}


def place_markup(standing: Standing, words: str) -> str:
    """A link that jumps to a place of the page."""
    line, number = standing.line, standing.number
    figure = f' data-figure="{escaped(number.name)}" data-nth="{number.nth}"' if number else ""
    return f'<a href="#{line.anchor or "main"}" data-item="{line.item}"{figure}>{escaped(words)}</a>'


def _verdict(page: Page, verdict: Verdict) -> str:
    every = page.lines
    groups = [
        _group(severity, [finding for finding in verdict.findings if finding.severity is severity], every)
        for severity in Severity
    ]
    known = len(verdict.outcomes) - len(verdict.unknown)
    compared = f"核对了{verdict.numbers - len(verdict.loose)}个数，共{verdict.numbers}个"
    ran = f"核查了{known}条规则，无法核对{len(verdict.unknown)}条；{compared}。"
    nothing = "" if verdict.findings else "<p>没有发现问题。</p>"
    return f'{nothing}{"".join(groups)}<p class="pv-quiet">{ran}</p>'


def _group(severity: Severity, findings: Sequence[Diagnostic], every: Sequence[Line]) -> str:
    if not findings:
        return ""
    listed = "".join(_finding(one, every) for one in findings)
    summary = f"<summary>{severity.value}{len(findings)}处</summary>"
    return f'<details open class="pv-{CLASSES[severity]}">{summary}<ol class="pv-findings">{listed}</ol></details>'


def _finding(finding: Diagnostic, every: Sequence[Line]) -> str:
    kind = f'<span class="pv-tag pv-{CLASSES[finding.severity]}">{finding.severity.value}</span>'
    head = f'<p class="pv-rule">{kind} {escaped(finding.rule)}</p><p>{escaped(finding.message)}</p>'
    shown = "".join(f"<li>{_place(place, every)}</li>" for place in finding.places[:MOST_PLACES])
    left = len(finding.places) - MOST_PLACES
    more = f"<li>另外还有{left}处</li>" if left > 0 else ""
    places = f'<ul class="pv-places">{shown}{more}</ul>' if shown else ""
    hint = f'<p class="pv-hint">建议：{escaped(finding.hint)}</p>' if finding.hint else ""
    return f"<li>{head}{places}{hint}</li>"


def _place(place: Location, every: Iterable[Line]) -> str:
    """A place on the page as a link, one in a file as file:line:column, with what stands there."""
    standing = spot_of(place, every)
    where = place_markup(standing, str(place)) if standing else f"<code>{escaped(str(place))}</code>"
    return f"{where}{_excerpt(place)}"


def _excerpt(place: Location) -> str:
    if not place.excerpt.strip() or not (place.column or place.marked):
        return ""
    start = (place.marked or place.column) - 1
    first = max(0, start - LONGEST_EXCERPT // 2)
    end = start + max(1, place.length)
    before, marked, after = place.excerpt[first:start], place.excerpt[start:end], place.excerpt[end:]
    cut = LONGEST_EXCERPT - len(before)
    return (
        f'<span class="pv-excerpt">{"…" if first else ""}{escaped(before.lstrip())}'
        f"<mark>{escaped(marked[:LONGEST_EXCERPT])}</mark>{escaped(after[:cut].rstrip())}</span>"
    )
