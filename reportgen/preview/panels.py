"""HTML around the document: what is wrong with the file (横幅), the findings of `check` (核查), the changes (变动).

Every text of the data passes `escaped`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from reportgen.checks import Verdict
from reportgen.checks.outputs.html import by_severity, finding_markup
from reportgen.diagnostics import Location, Severity
from reportgen.diff import Differences
from reportgen.diff.changes import ChangeKind, DocumentChange, Segment
from reportgen.diff.comparison import Comparison
from reportgen.diff.outputs._why import markup as explained
from reportgen.document import Figure, plain
from reportgen.preview.building import PreviewPage, State
from reportgen.preview.page_lines import PageLine, PageTarget, by_item, target_in, target_of
from reportgen.writers.html.markup import escaped


def banner_markup(state: State) -> str:
    """Return the banner: the file cannot be built, or has 错误; empty if neither."""
    if state.wrong:
        kept = "下面还是上一次能读时的样子；改好保存，这里就会更新。" if state.page else "改好保存，这里就会出现文件。"
        found = "".join(finding_markup(one, lambda _: "") for one in state.wrong)
        said = f"<p><strong>预算文件现在用不了（{len(state.wrong)}处）</strong>，{kept}</p>"
        return f'<div class="pv-broken" role="alert">\n{said}\n<ol class="findings">{found}</ol></div>'
    verdict = state.page.verdict if state.page else None
    errors = verdict.count(Severity.ERROR) if verdict else 0
    more = '<a href="#findings" data-panel="findings">逐条查看</a>'
    return f'<p class="pv-summary"><strong>错误{errors}处</strong>，改正后再公开。{more}</p>' if errors else ""


def findings_markup(state: State) -> str:
    """Return the findings of `check` by severity, with their places, and how many numbers were compared."""
    page = state.page
    if page is None:
        return "<p>还没有能核查的文件。</p>"
    if page.verdict is None:
        return "<p>正在核查……</p>"
    return _verdict(page, page.verdict)


def counts(verdict: Verdict) -> dict[Severity, int]:
    """Return the number of findings of each severity."""
    return {severity: verdict.count(severity) for severity in Severity}


def place_markup(target: PageTarget, words: str) -> str:
    """Return a link to a place of the page."""
    line, number = target.line, target.number
    figure = f' data-figure="{escaped(number.name)}" data-nth="{number.nth}"' if number else ""
    return f'<a href="#{line.anchor or "main"}" data-item="{line.item}"{figure}>{escaped(words)}</a>'


def _verdict(page: PreviewPage, verdict: Verdict) -> str:
    groups = by_severity(verdict.findings, lambda _, finding: finding_markup(finding, partial(_link, page.lines)))
    known = len(verdict.outcomes) - len(verdict.unknown)
    compared = f"核对了{verdict.numbers - len(verdict.loose)}个数，共{verdict.numbers}个"
    ran = f"核查了{known}条规则，无法核对{len(verdict.unknown)}条；{compared}。"
    nothing = "" if verdict.findings else "<p>没有发现问题。</p>"
    return f'<p>{_where(page, verdict)}。</p>{nothing}{groups}<p class="pv-quiet">{ran}</p>'


def _where(page: PreviewPage, verdict: Verdict) -> str:
    """Return the state of the document in words: it has errors, is a draft, or may be published."""
    errors = verdict.count(Severity.ERROR)
    if errors:
        return f"错误{errors}处，改正后再公开"
    return "草稿，填好以后定稿" if page.report.budget.file.is_draft else "没有错误，可以公开"


def _link(every: Sequence[PageLine], place: Location) -> str:
    target = target_of(place, every)
    return place_markup(target, str(place)) if target else ""


LONGEST_CHANGE, AROUND = 120, 14  # characters shown: of a change, and of unchanged words on either side


def changes_markup(state: State) -> str:
    """Return the changes by table and section."""
    page = state.page
    if page is None:
        return "<p>还没有能比的文件。</p>"
    if page.comparison is None:
        return "".join(_why_none(page, state.pending))
    found = page.comparison.changes
    assert page.differences is not None
    first = _first(page.differences)
    if not found:
        return f"{first}<p>没有变动。</p>"
    every, rows = by_item(page.lines), _rows(page.comparison)
    groups = groupby(found, key=lambda change: change.where.table or "".join(change.where.sections[-1:]))
    listed = "".join(_change_group(name or "文首", list(changes), every, rows) for name, changes in groups)
    kinds = [(kind.value, sum(change.kind is kind for change in found)) for kind in ChangeKind]
    counted = "、".join(f"{name}{number}处" for name, number in kinds if number)
    return f"{first}<p>和{escaped(_other(page.differences))}比，一共{len(found)}处：{counted}。</p>\n{listed}"


def _why_none(page: PreviewPage, pending: bool) -> Iterator[str]:
    """Yield why there is no list of changes."""
    if pending:
        yield "<p>正在比对……</p>"
        return
    yield "<p>没有可以比的文件：预算文件写了“上年预算”的文件，或者用 --against 指定一份，这里就列出变动。</p>"
    yield from (f"<p>{escaped(one.message)}</p>" for one in page.unlike)


def _first(differences: Differences) -> str:
    """Return the numbers that contradict the budget file, and the explanations of changed totals."""
    wrong = "".join(finding_markup(one, lambda _: "") for one in differences.contradictions)
    count = len(differences.contradictions)
    told = f'<p><strong>改错的数（{count}处）</strong></p>\n<ol class="findings">{wrong}</ol>\n' if wrong else ""
    return told + explained(differences.explanations, "pv-why-")


def _other(differences: Differences) -> str:
    title = " ".join(plain(differences.comparison.old.title).split())
    return f"{differences.old}（{title}）" if title else differences.old


def _rows(comparison: Comparison) -> dict[int, int]:
    """Return, for each item of the old document without counterpart, the item of the new document before it."""
    found, last = {}, 0
    for old, new in comparison.rows:
        if new:
            last = new.where.at
        elif old:
            found[old.where.at] = last
    return found


def _change_group(
    name: str, changes: Sequence[DocumentChange], every: Mapping[int, Sequence[PageLine]], rows: dict[int, int]
) -> str:
    listed = "".join(_change(change, every, rows) for change in changes)
    summary = f"<summary>{escaped(name)}（{len(changes)}处）</summary>"
    return f'<details open>{summary}<ol class="pv-changes">{listed}</ol></details>\n'


def _change(change: DocumentChange, every: Mapping[int, Sequence[PageLine]], rows: dict[int, int]) -> str:
    item = change.new.at if change.new else rows.get(change.where.at, 0)
    names = [
        run.name for segment in change.segments if segment.changed for run in segment.new if isinstance(run, Figure)
    ]
    target = target_in(every.get(item, ()), names)
    words = "，".join(filter(None, (change.where.row, change.where.column))) or change.what.value
    where = place_markup(target, words) if target else escaped(words)
    kind = f'<span class="pv-tag">{change.kind.value}</span>'
    return f"<li>{kind} {where}<p>{''.join(_segments(change.segments))}</p></li>"


def _segments(segments: Sequence[Segment]) -> Iterator[str]:
    """Yield the words of both sides; of unchanged words only those next to a change."""
    last = len(segments) - 1
    for i, segment in enumerate(segments):
        old, new = plain(segment.old), plain(segment.new)
        if not segment.changed:
            yield escaped(_around(new or old, first=not i, last=i == last))
            continue
        yield f"<del>{escaped(_cut(old))}</del>" if old else ""
        yield f"<ins>{escaped(_cut(new))}</ins>" if new else ""


def _around(words: str, *, first: bool, last: bool) -> str:
    head, tail = "" if first else words[:AROUND], "" if last else words[-AROUND:]
    return words if len(words) <= 2 * AROUND else f"{head}……{tail}"


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_CHANGE else f"{words[:LONGEST_CHANGE]}……"
