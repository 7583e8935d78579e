"""What is known of a number (答复), and where something stands (查找), as HTML.

An answer has the exact value, rounding, formula, lines of the file, and places. It says what `reportgen trace` says,
with operands, other years and places as links: `data-figure`, and `data-nth` as the page counts them. Every text of the
data passes `escaped`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from reportgen.diagnostics import Location, ReportgenError, did_you_mean
from reportgen.document import figures as printed_figures
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.preview.building import PreviewPage
from reportgen.preview.forms import LineForms
from reportgen.preview.page_lines import NumberSpan, PageLine, PageTarget
from reportgen.preview.panels import place_markup
from reportgen.quantity import Amount, Count, NumberFormat, Ratio
from reportgen.trace import occurrences
from reportgen.trace.digits import distance, figure_of, number_of, rounding, value_of
from reportgen.trace.origins import OriginOperand, content, exactly, fact_origin, formula, lines_of, operands_of
from reportgen.writers.html.markup import escaped

MOST_LINES, MOST_PLACES = 40, 60
LONGEST = 160  # characters of a line that are shown


def answered(page: PreviewPage, asked: str, files: Mapping[str, Path] | None = None) -> str:
    """Return what is known of the figure or fact of that name, printed or not, or that there is none.

    Args:
        files: the files whose lines can be changed in the browser, by their names.
    """
    figures = page.report.figures
    try:
        figure = figure_of(asked, figures)
        if figure:
            return "".join(_of_figure(figures.names.canonical(figure), asked, page, LineForms(figures, files or {})))
    except ReportgenError as mistake:
        return "".join(f"<p>{escaped(d.message)}</p><p>{escaped(d.hint)}</p>" for d in mistake.diagnostics)
    return "".join(_of_fact(asked, page, LineForms(figures, files or {})))


def link(name: str, words: str, nth: int | None = None) -> str:
    """Return a link to a figure's answer, or to one of the places where it is printed."""
    place = "" if nth is None else f' data-nth="{nth}"'
    return f'<a href="?figure={quote(name, safe="")}" data-figure="{escaped(name)}"{place}>{escaped(words)}</a>'


def _of_figure(name: FigureId, asked: str, page: PreviewPage, lines: LineForms) -> Iterator[str]:
    figures = page.report.figures
    value, made_of = figures.value(name), operands_of(name, figures)
    places = _places({asked, str(name)}, page)
    forms = (figures.profile.text_format_of(name.measure), figures.profile.table_format)
    yield _head(called(name, figures), asked, exactly(value))
    yield _section("取舍", _list(_roundings(places, value, forms)))
    if name.derived:
        linked = formula(name, figures, shown=lambda operand, said: link(str(operand), said), words=escaped)
        yield _section("算法", f"<p>{linked}</p>{_as_printed(name, figures)}")
    yield _section("来自", "".join(_part(part, bool(name.derived), lines) for part in made_of))
    yield _section("原因", lines.reason(name))
    yield _section("上年和增减", _list(_bases(name, figures)))
    yield _section("印在", _list_of_places(places))


def _of_fact(path: str, page: PreviewPage, lines: LineForms) -> Iterator[str]:
    """Yield the answer for a number that the file states beside its measures, `资料.内设机构@个数`."""
    figures, places = page.report.figures, _places({path}, page)
    stated = lines_of(path, figures) if path else ()
    if not stated and not places:
        known = {number.name for line in page.lines for number in line.numbers}
        yield f"<p>没有叫“{escaped(path)}”的数。{escaped(did_you_mean(path, known)) if path else ''}</p>"
        return
    yield _head(path, path, places[0][1] if places else "")
    yield _section("算法", f"<p>{escaped(fact_origin(path, figures))}</p>")
    yield _section("来自", _list(_source(at, "", lines) for at in stated))
    yield _section("印在", _list_of_places(places))


def called(name: FigureId, figures: Figures) -> str:
    """Return the name in words, with the names of codes and units."""
    of = [_member(dimension, member, figures) for dimension, member in name.conditions]
    kind = "的".join(part for part in (name.base, name.derived) if part)
    argument = f"（{name.argument}）" if name.argument else ""
    which = f"（{'，'.join(of)}）" if of else ""
    return f"{name.measure}{which}{f'，{kind}{argument}' if kind else ''}"


def _member(dimension: str, member: str, figures: Figures) -> str:
    own = figures.budget.member_name(dimension, member)
    return f"{dimension} {member}" if own == member else f"{dimension} {member} {own}"


def _head(words: str, name: str, value: str) -> str:
    return (
        f'<h3>{escaped(words)}</h3>\n<div class="pv-value"><strong>{escaped(value)}</strong></div>\n'
        f'<p class="pv-quiet"><code>{escaped(name)}</code></p>\n'
    )


def _section(title: str, inside: str) -> str:
    return f"<h4>{title}</h4>\n{inside}\n" if inside else ""


def _list(items: Iterable[str]) -> str:
    found = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul>{found}</ul>" if found else ""


Places = Sequence[tuple[NumberSpan, str, str]]  # a printed number, its digits, its place in words


def _places(names: set[str], page: PreviewPage) -> Places:
    """Return where the numbers of these names are printed, in the order of the page."""
    figures, found = page.report.figures, []
    for line, number, where in _everywhere(page):
        if number.name in names or _is_one_of(number.name, names, figures):
            found.append((number, line.text[number.start : number.end], where))
    return found


def _everywhere(page: PreviewPage) -> Iterator[tuple[PageLine, NumberSpan, str]]:
    """Yield every printed number of the page with its line and its place in words."""
    places: dict[str, list[str]] = {}
    for one in occurrences(page.report.document):
        places.setdefault(one.figure.name, []).append(one.where)
    for line in page.lines:
        for number in line.numbers:
            words = places.get(number.name, [])
            yield line, number, words[number.nth] if number.nth < len(words) else line.part


def _is_one_of(name: str, names: set[str], figures: Figures) -> bool:
    """Whether the name is a spelling of one of these canonical names."""
    figure = figure_of(name, figures)
    try:
        return figure is not None and str(figures.names.canonical(figure)) in names
    except ReportgenError:
        return False


def _roundings(places: Places, value: Amount | Count | Ratio | None, forms: tuple[NumberFormat, ...]) -> Iterator[str]:
    """Yield each of the ways in which the value is printed, with what was rounded."""
    for digits in dict.fromkeys(digits for _, digits, _ in places):
        how = rounding(digits, value, forms)
        yield f"印作 {escaped(digits)}：{how}" if how else f"印作 {escaped(digits)}"


def _as_printed(name: FigureId, figures: Figures) -> str:
    if figures.kind(name).exact:
        return '<p class="pv-quiet">各数按精确值算，不先舍入。</p>'
    precision = figures.profile.precision(name.measure)
    how = f"各数先按{precision.unit}、{precision.places}位小数舍入再算，读者照页面能算出同一个数。"
    return f'<p class="pv-quiet">{how}</p>'


def _part(part: OriginOperand, linked: bool, lines: LineForms) -> str:
    head = f"{link(str(part.name), str(part.name))}　{escaped(exactly(part.value))}，" if linked else ""
    listed = [_source(one.node.at, content(one.node), lines) for one in part.sources[:MOST_LINES]]
    more = [f"……共{len(part.sources)}行"] if len(part.sources) > MOST_LINES else []
    return f"<p>{head}{part.how_made}</p>{_list([*listed, *more])}"


def _source(at: Location, said: str, lines: LineForms) -> str:
    """Return a line of a file, as a form if it can be changed here."""
    form = lines.form(at)
    return f"<code>{escaped(str(at))}</code>{form}" if form else _line(at, said)


def _line(at: Location, said: str = "") -> str:
    """Return a line of a file: its place, and what it says."""
    words = at.excerpt.strip() or said
    return f'<code>{escaped(str(at))}</code><span class="pv-excerpt">{escaped(words[:LONGEST])}</span>'


def _bases(name: FigureId, figures: Figures) -> Iterator[str]:
    """Yield links to the same figure of other bases or of this year, and to its changes."""
    if name.derived:
        return
    others = [name._replace(base=base) for base in ("", *figures.vocabulary.bases) if base != name.base]
    changes = [] if name.base else [one._replace(derived=kind) for one in others for kind in ("增减额", "增减率")]
    for other in (*others, *changes):
        try:
            value = figures.value(other) if other.base or name.base else None
        except ReportgenError:
            continue
        if value is not None:
            words = "的".join(filter(None, (other.base or "本年", other.derived)))
            yield f"{link(str(other), words)}　{escaped(exactly(value))}"


def _list_of_places(places: Places) -> str:
    if not places:
        return "<p>没有印在文件里。</p>"
    more = [f"……共{len(places)}处"] if len(places) > MOST_PLACES else []
    return _list([*(link(number.name, where, number.nth) for number, _, where in places[:MOST_PLACES]), *more])


MOST = 30  # hits of each kind that are listed
_AROUND = 24  # characters that are shown on each side of a hit
_CODE = compiled(r"([0-9]{3})([0-9]{2})([0-9]{2})?")
_BESIDE = " | "  # between the cells of a line


def found(page: PreviewPage, asked: str) -> str:
    """Return numbers, names of figures, and words that match, each linked to its place."""
    wanted = " ".join(asked.split())
    if not wanted:
        return ""
    kinds = (("数", _numbers), ("数名", _names), ("文字", _words), ("预算文件", _file_lines))
    parts = "".join(_group(title, list(of(page, wanted))) for title, of in kinds)
    return parts or f"<p>没有找到“{escaped(wanted)}”。</p>"


def _group(title: str, hits: list[str]) -> str:
    if not hits:
        return ""
    more = f"<li>……共{len(hits)}处</li>" if len(hits) > MOST else ""
    return f"<h3>{title}（{len(hits)}处）</h3>\n<ul>{''.join(f'<li>{hit}</li>' for hit in hits[:MOST])}{more}</ul>\n"


def _numbers(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Yield every place that prints this number, else those that begin with its digits; a unit has to be the same."""
    number = number_of(wanted)
    if number is None:
        return
    figures, alike, begun = page.report.figures, set(), set()
    for one in printed_figures(page.report.document):
        if distance(number, one, value_of(one, figures)) == Decimal(0):
            alike.add((one.name, one.text))
        elif one.text.replace(",", "").startswith(wanted.replace(",", "")):
            begun.add((one.name, one.text))
    alike = alike or begun
    for line in page.lines:
        for printed in line.numbers:
            if (printed.name, line.text[printed.start : printed.end]) in alike:
                yield link(printed.name, _around(line, printed.start, printed.end), printed.nth)


def _names(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Yield the figures with the text in their name, or in their name in words, each once."""
    figures, seen = page.report.figures, set[str]()
    for line in page.lines:
        for number in line.numbers:
            if number.name in seen:
                continue
            seen.add(number.name)
            words = called(figure, figures) if (figure := figure_of(number.name, figures)) else number.name
            if wanted in number.name or wanted in words:
                yield link(number.name, f"{words}　{line.text[number.start : number.end]}", number.nth)


def _words(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Yield the lines with the text, in upper or lower case; a code also if its parts are in separate cells."""
    code = _CODE.fullmatch(wanted)
    forms = (wanted.lower(), _BESIDE.join(filter(None, code.groups())) if code else wanted.lower())
    for line in page.lines:
        text = line.text.lower()
        starts = [(text.index(form), form) for form in forms if form in text]
        if starts:
            start, form = starts[0]
            target = PageTarget(line)
            yield place_markup(target, f"{line.part}：{_around(line, start, start + len(form))}")


def _file_lines(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Yield the lines of the budget file with the text, each with the first number that it is part of."""
    node = page.report.budget.file.node
    source = node.place.source if node else None
    for number, line in enumerate(source.lines if source else (), 1):
        if wanted.lower() in line.lower():
            words = f"第{number}行：{line.strip()[:LONGEST]}"
            name = page.figures_by_line.get((Path(source.name).name, number)) if source else None
            yield link(name, words, 0) if name else escaped(words)


def _around(line: PageLine, start: int, end: int) -> str:
    """Return the hit in 【】 with the words around it."""
    first, last = max(0, start - _AROUND), end + _AROUND
    head, tail = "……" if first else "", "……" if last < len(line.text) else ""
    return f"{head}{line.text[first:start].lstrip()}【{line.text[start:end]}】{line.text[end:last].rstrip()}{tail}"
