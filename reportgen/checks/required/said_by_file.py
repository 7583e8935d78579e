"""What the budget file says and the document has to print (文件里写了的)."""

import re
from collections.abc import Iterator, Sequence, Set

from reportgen.budget import Budget
from reportgen.checks import required
from reportgen.checks._budget_file import MARK, amount_in
from reportgen.checks._case import Case
from reportgen.checks._results import Finding, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import page_of, wordings
from reportgen.checks.file.edits import edits
from reportgen.diagnostics import Location, ReportgenError
from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.reading.terms import bare
from reportgen.records import NamedTuple
from reportgen.source import Scalar
from reportgen.source import Sequence as SequenceNode

_TOTALS = (FigureId("收入"), FigureId("支出"))
_LETTER = compiled("[一-龥]")
_STOPS = "。；，"
_SHOWN = 3  # the most missing names that are shown
_SHORT = 4  # shorter words may occur anywhere by coincidence


class Words(NamedTuple):
    """A text of the budget file: its kind, its words, its place in the file."""

    kind: str
    text: str
    at: Location | None = None

    @property
    def label(self) -> str:
        """The label that the page may have before it: 立项依据："""
        return "用于" if self.kind == "用途" else f"{self.kind.rpartition('.')[2]}："

    @property
    def unmarked(self) -> str:
        """The text without figures."""
        return MARK.sub("", self.text) if "<" in self.text or "{{" in self.text else self.text

    def stand_in(self, page: str, lines: Set[str] = frozenset(), after: str = "") -> bool:
        """Whether the page has the words, after the words `after`; figures (`<支出[项目=甲]>`) match anything.

        Args:
            lines: those of the page, which most texts are the whole of, but for the stop at their end.
        """
        text = self.text.rstrip(_STOPS)
        if "<" not in text and "{{" not in text:
            words = after + "".join(text.split())
            return words in lines or f"{words}。" in lines or words in page
        pieces = [compiled(r"\s").sub("", piece) for piece in MARK.split(text)]
        if not (after or pieces[0]):
            del pieces[0]  # a pattern that begins with a wildcard is slow
        return re.search(re.escape(after) + "[^\n]{0,60}?".join(map(re.escape, pieces)), page) is not None


def _missing_words(case: Case, budget: Budget, page: str) -> Iterator[Words]:
    """Yield texts of the file that the page lacks: names; other texts if the page has most texts of their kind.

    Which kinds a region prints is not known here; so a kind that is mostly left out does not count as missing.
    Args:
        page: all texts, without blanks within lines.
    """
    lines = frozenset(page.split("\n"))
    yield from (words for words in _names(budget) if not words.stand_in(page, lines))
    long = (words for words in _written(case, budget) if len(words.unmarked) >= _SHORT)
    for own in grouped((words.kind, words) for words in long).values():
        there = [words for words in own if words.stand_in(page, lines, words.label)] if own[0].label in page else []
        if 4 * len(there) < 3 * len(own):  # the page does not print labels
            there = [words for words in own if words.stand_in(page, lines)]
        if 2 * len(there) >= len(own):
            found = set(map(id, there))
            yield from (words for words in own if id(words) not in found)


def _names(budget: Budget) -> Iterator[Words]:
    own = budget.file.department
    yield from (Words("职责", bare(line)) for duty in own.duties for line in duty.splitlines() if line.strip())
    yield from (Words("内设机构", name) for name in own.offices)
    yield from (Words("预算单位", unit.name) for unit in own.units if len(own.units) > 1)


def _written(case: Case, budget: Budget) -> Iterator[Words]:
    """Yield purposes, performance targets and facts, line by line."""
    for figure, purpose in budget.purposes.items():
        if amount_in(budget.books[""], figure) != 0:  # zero in the document of another unit
            yield Words("用途", purpose.text, purpose.at)
    for heading, nodes in (("绩效", budget.file.performance), ("资料", budget.file.facts)):
        for name, node in nodes.items():
            flat = isinstance(node, Scalar) or (isinstance(node, SequenceNode) and heading == "资料")
            for path, scalar in case.values(node):
                lines = [line for line in scalar.text.splitlines() if _LETTER.search(line)]
                kind = ".".join(filter(None, (heading, "" if flat else name, *path))) if lines else ""
                yield from [Words(kind, bare(line), scalar.at) for line in lines]


def _of_file(case: Case) -> Iterator[Finding]:
    """Yield findings on texts of the budget file that the document lacks."""
    if case.budget is None or _is_compared_with_made(case):
        return
    page = wordings(case).page.replace(" ", "").replace("\u3000", "").replace("⏎", "\n")
    missing = (*_missing_words(case, case.budget, page), *_missing_reasons(case, page))
    for own in grouped(((words.kind, words.at), words) for words in missing).values():
        kind, at = own[0].kind, own[0].at
        yield finding("R606 没有印", page_of(case), at, remark=case.is_as_made, kind=kind, text=_quoted(own))


def _is_compared_with_made(case: Case) -> bool:
    """Whether the document is one made of the file and edited since: R909 tells which words are gone."""
    try:
        return not case.is_as_made and case.profile is not None and edits(case) is not None
    except ReportgenError:
        return False


def _quoted(own: Sequence[Words]) -> str:
    """Return the first few texts of one kind and place, shortened."""
    short = (one.text if len(one.text) <= 20 else f"{one.text[:20]}……" for one in own[:_SHOWN])
    return "、".join(f"“{text}”" for text in short) + (f"等{len(own)}项" if len(own) > _SHOWN else "")


def _missing_reasons(case: Case, page: str) -> Iterator[Words]:
    """Yield the reasons for changes of all 收入 and 支出 that the file states and no sentence has."""
    amounts = case.file_figures
    if case.budget is None or amounts is None or "收支增减" not in required.demanded(case):
        return
    for name, reason in case.budget.reasons.items():
        before = amounts.amount(name._replace(base="上年预算")) if name in _TOTALS else None
        words = Words("原因", reason.text, reason.at)
        if before is not None and before != amounts.amount(name) and not words.stand_in(page):
            yield words
