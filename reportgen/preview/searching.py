"""Where something stands (查找): numbers as they read, names of figures, codes, words of the document."""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.document import figures as printed_figures
from reportgen.preview.answering import called, link
from reportgen.preview.building import PreviewPage
from reportgen.preview.page_lines import PageLine, PageTarget
from reportgen.preview.panels import place_markup
from reportgen.trace import distance, figure_of, number_of, value_of
from reportgen.writers.html.markup import escaped

MOST = 30  # hits of one kind that are listed
_AROUND = 24  # characters that are shown on each side of a hit
_CODE = re.compile(r"([0-9]{3})([0-9]{2})([0-9]{2})?")
_BESIDE = " | "  # between the cells of a line


def found(page: PreviewPage, asked: str) -> str:
    """What is found: numbers, names of figures, words, each linked to its place."""
    wanted = " ".join(asked.split())
    if not wanted:
        return ""
    kinds = (("数", _numbers), ("数名", _names), ("文字", _words))
    parts = "".join(_group(title, list(of(page, wanted))) for title, of in kinds)
    return parts or f"<p>没有找到“{escaped(wanted)}”。</p>"


def _group(title: str, hits: list[str]) -> str:
    if not hits:
        return ""
    more = f"<li>……共{len(hits)}处</li>" if len(hits) > MOST else ""
    return f"<h3>{title}（{len(hits)}处）</h3>\n<ul>{''.join(f'<li>{hit}</li>' for hit in hits[:MOST])}{more}</ul>\n"


def _numbers(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Every place where a number reads so; with a unit only numbers of that unit."""
    number = number_of(wanted)
    if number is None:
        return
    figures, alike = page.report.figures, set()
    for one in printed_figures(page.report.document):
        if distance(number, one, value_of(one, figures)) == Decimal(0):
            alike.add((one.name, one.text))
    for line in page.lines:
        for printed in line.numbers:
            if (printed.name, line.text[printed.start : printed.end]) in alike:
                yield link(printed.name, _around(line, printed.start, printed.end), printed.nth)


def _names(page: PreviewPage, wanted: str) -> Iterator[str]:
    """Figures with the text in their name, or in their name in words, each once."""
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
    """Lines with the text in any case; a code also where its parts stand in separate cells."""
    code = _CODE.fullmatch(wanted)
    forms = (wanted.lower(), _BESIDE.join(filter(None, code.groups())) if code else wanted.lower())
    for line in page.lines:
        text = line.text.lower()
        starts = [(text.index(form), form) for form in forms if form in text]
        if starts:
            start, form = starts[0]
            target = PageTarget(line)
            yield place_markup(target, f"{line.part}：{_around(line, start, start + len(form))}")


def _around(line: PageLine, start: int, end: int) -> str:
    """The hit in 【】 and the words around it."""
    first, last = max(0, start - _AROUND), end + _AROUND
    head, tail = "……" if first else "", "……" if last < len(line.text) else ""
    return f"{head}{line.text[first:start].lstrip()}【{line.text[start:end]}】{line.text[end:last].rstrip()}{tail}"
