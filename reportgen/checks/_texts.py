"""Words on the page (字句): where a pattern stands, and findings that gather its places."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from reportgen.checks._case import Case, Finding
from reportgen.checks._file_words import texts
from reportgen.checks._printed_figures import as_printed_by_region
from reportgen.diagnostics import Severity
from reportgen.quantity import EXACT, rounded
from reportgen.reading import Place, Wording
from reportgen.reading.texts import Kind

MOST = 8  # places that a finding keeps
# In a pattern: what is bound to the ends of a text, what looks around, what the end of a line fits.
_ENDS = re.compile(r"(?<!\[)\^|\$|\\[AZ]")
_LOOKS = re.compile(r"\(\?<?[!=]")
_REACHES = re.compile(r"\[\^|\\[sWDn]")


@dataclass(frozen=True)
class Wordings:
    """Texts of a document in reading order."""

    all: tuple[Wording, ...]

    def __iter__(self) -> Iterator[Wording]:
        return iter(self.all)

    @cached_property
    def by_line(self) -> dict[str, list[Wording]]:
        """Those that say the same together: many cells do."""
        found: dict[str, list[Wording]] = {}
        for wording in self.all:
            found.setdefault(wording.place.line, []).append(wording)
        return found

    @cached_property
    def page(self) -> str:
        """Each line once, one below the other."""
        return "\n".join(self.by_line)

    def lines(self, pattern: re.Pattern[str]) -> Iterable[str]:
        """The lines in which the pattern may stand: none, mostly."""
        return self.by_line if not _is_local(pattern.pattern) or pattern.search(self.page) else ()


def _is_local(pattern: str) -> bool:
    """Whether what stands in a line stands on the page as well: nothing looks past the ends of the line."""
    return not (_ENDS.search(pattern) or (_LOOKS.search(pattern) and _REACHES.search(pattern)))


def wordings(case: Case, *kinds: Kind) -> Wordings:
    """Every text of these kinds, or of all."""
    own = (w for w in case.reading.texts if not kinds or w.kind in kinds)
    return case.remembered((Wordings, kinds), lambda: Wordings(tuple(own)))


def matches(found_in: Wordings, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Place]]:
    """Where the pattern stands, each with its place marked."""
    lines = {line for line in found_in.lines(pattern) if pattern.search(line)}
    for wording in found_in if lines else ():
        for found in pattern.finditer(wording.place.line) if wording.place.line in lines else ():
            yield found, wording.place.marking(found.start(), max(1, len(found[0])))


def gathered(
    found: Iterable[tuple[str, Place]],
    message: Callable[[str], str],
    severity: Severity | Callable[[str], Severity],
    hint: str = "",
) -> Iterator[Finding]:
    """One finding for each thing that was found, at all its places, in the order in which it first stands."""
    by_thing: dict[str, list[Place]] = {}
    for thing, place in found:
        by_thing.setdefault(thing, []).append(place)
    for thing, places in by_thing.items():
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
