"""The effect of a save (这次改动): numbers that changed, findings that came and went; the steps so far (保存记录)."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Severity
from reportgen.preview.building import PreviewPage
from reportgen.records import dataclass
from reportgen.source.text_file import MEGABYTE

BLANKS = "待填"  # the rule that lists empty places; it is left out, as the form counts them
MOST_STEPS = 200
MOST_KEPT = 64 * MEGABYTE  # of files

Places = dict[tuple[str, int], str]  # name of a number and its place among those of the name → what is printed


@dataclass(frozen=True, slots=True)
class ChangedNumber:
    """A printed number that changed; `old` is "" if it was not printed before, `new` is "" if it no longer is."""

    name: str
    nth: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What changed from one page to another.

    Attributes:
        errors: how many 错误 there were, and are.
        came: the findings that are new.
    """

    numbers: tuple[ChangedNumber, ...]
    errors: tuple[int, int]
    came: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page printed and what was found in it, kept to compare the next page with."""

    numbers: Places
    findings: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many 错误 there are."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class SavedStep:
    """A state of the files that was shown (一步).

    Attributes:
        number: from 1. at: when it was seen, in milliseconds since 1970.
        contents: what the files said. effect: what changed from the step before; None for the first.
    """

    number: int
    at: int
    contents: Mapping[Path, bytes]
    effect: Effect | None


def shown_on(page: PreviewPage) -> Shown:
    """Return what the page prints and what was found."""
    numbers = {(one.name, one.nth): line.text[one.start : one.end] for line in page.lines for one in line.numbers}
    findings = page.verdict.findings if page.verdict else ()
    return Shown(numbers, tuple(finding for finding in findings if finding.rule != BLANKS))


def effect(old: Shown, new: Shown) -> Effect:
    """Return what changed from the old page to the new one."""
    before = set(map(_key, old.findings))
    came = {key: finding for finding in new.findings if (key := _key(finding)) not in before}
    return Effect(tuple(_changed(old.numbers, new.numbers)), (old.errors, new.errors), tuple(came.values()))


def _key(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.rule, finding.message, finding.severity.value


def _changed(old: Places, new: Places) -> Iterator[ChangedNumber]:
    for (name, nth), words in new.items():
        before = old.get((name, nth), "")
        if before != words:
            yield ChangedNumber(name, nth, before, words)
    for (name, nth), words in old.items():
        if (name, nth) not in new:
            yield ChangedNumber(name, nth, words, "")


class Steps:
    """The steps of one preview; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._steps: list[SavedStep] = []
        self._last: Shown | None = None
        self._count = 0

    def __iter__(self) -> Iterator[SavedStep]:
        return iter(self._steps)

    def get(self, number: int) -> SavedStep | None:
        """Return a step by its number, None if it is forgotten or never was."""
        return next((step for step in self._steps if step.number == number), None)

    def record(self, page: PreviewPage, at: int, contents: Mapping[Path, bytes]) -> None:
        """Keep the page and the files as a new step, if the files have changed since the last step."""
        now, last = shown_on(page), self._steps[-1] if self._steps else None
        if last and last.contents == contents:
            self._last = now
            return
        found = effect(self._last, now) if self._last else None
        same = last.contents if last else {}
        kept = {path: same[path] if same.get(path) == content else content for path, content in contents.items()}
        self._count += 1
        self._steps.append(SavedStep(self._count, at, kept, found))
        self._last = now
        while len(self._steps) > 2 and (len(self._steps) > MOST_STEPS or self._size() > MOST_KEPT):
            del self._steps[0]

    def _size(self) -> int:
        return sum({id(one): len(one) for step in self._steps for one in step.contents.values()}.values())
