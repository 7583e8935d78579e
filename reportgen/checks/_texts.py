"""Words on the page (字句): sentences, titles, where a pattern stands, and findings that gather its places."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from reportgen.checks._case import Case, Finding
from reportgen.checks._grouping import grouped
from reportgen.checks._printed_figures import as_printed_by_region
from reportgen.checks.file._texts import texts
from reportgen.diagnostics import Severity
from reportgen.document import Paragraph, plain, walk
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Place, Sheet, Wording
from reportgen.reading.texts import Kind

MOST = 8  # places that a finding keeps
_END = re.compile(r"(?<=[。；！？\n])")


def wordings(case: Case, *kinds: Kind) -> Iterator[Wording]:
    """Every text of these kinds, or of all."""
    yield from (w for w in case.reading.texts if not kinds or w.kind in kinds)


def matches(found_in: Iterable[Wording], pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Place]]:
    """Where the pattern stands, each with its place marked."""
    without: set[str] = set()  # many cells say the same
    for wording in found_in:
        text = wording.place.line
        if text not in without:
            found = None
            for found in pattern.finditer(text):
                yield found, wording.place.marking(found.start(), max(1, len(found[0])))
            if found is None:
                without.add(text)


def gathered(
    found: Iterable[tuple[str, Place]],
    message: Callable[[str], str],
    severity: Severity | Callable[[str], Severity],
    hint: str = "",
) -> Iterator[Finding]:
    """One finding for each thing that was found, at all its places, in the order in which it first stands."""
    for thing, places in grouped(found).items():
        grave = severity if isinstance(severity, Severity) else severity(thing)
        yield Finding(message(thing), tuple(places[:MOST]), grave, hint)


def of_words(case: Case) -> Callable[[str], Severity]:
    """How grave odd words are: what the region's templates say, and not the budget file, only their author can mend."""
    if case.budget is None or not as_printed_by_region(case):
        return lambda _: Severity.WARNING
    budget = case.budget
    said = case.remembered(of_words, lambda: texts(budget))
    return lambda words: Severity.WARNING if words in said else Severity.HINT


def percent(share: Fraction) -> str:
    """29.83%, with at most two decimals."""
    value = rounded(EXACT.divide(Decimal(share.numerator * 100), Decimal(share.denominator)), 2)
    return f"{value:f}".rstrip("0").rstrip(".") + "%"


def sentences(case: Case) -> Iterator[str]:
    """Every sentence of the paragraphs, in reading order; none of the tables'."""
    for block in walk(case.document.blocks):
        if isinstance(block, Paragraph):
            yield from filter(None, map(str.strip, _END.split(plain(block.runs))))


def title_of(sheet: Sheet) -> Place:
    """Where the table's title stands."""
    title = sheet.title.replace("\n", "⏎")
    return Place(sheet.name, line=title, length=max(1, len(title)))


def page_of(case: Case) -> Place:
    """The document's title: the place of what stands nowhere."""
    title = plain(case.document.title).replace("\n", "⏎")
    return Place("标题", line=title, length=max(1, len(title)))
