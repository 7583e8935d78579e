"""The samples that rules are tested on, as data: `tests/checks/samples/R105.txt` has all of R105.

    ==== unbalanced           begins a sample, and names it
    观澜县图书馆2026年…        the document in text form, where the sample has one
    ---- budget               the budget file: beside the document, or alone, and a region makes the document of it
    ---- says                 what the rule says of it; left out where it says nothing

A part ends where the next one begins; blank lines at its end are not of it. Before the first sample, `---- <path>` is a
file that budgets of the rule name, by its path beside them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
_SAMPLE = re.compile(r"^==== (.+)\n", re.MULTILINE)
_PART = re.compile(r"^---- (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """One sample. Parts that it has not are empty.

    Attributes:
        rule: its number; beside: files that budgets of the rule name, (path, content).
    """

    rule: str
    name: str
    document: str
    budget: str
    says: str
    beside: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


def samples_in(text: str, rule: str) -> tuple[Sample, ...]:
    """The samples that a file of a rule has."""
    head, *rest = _SAMPLE.split(text)
    beside = tuple(_parts(head)[1].items())
    return tuple(_sample(rule, *pair, beside) for pair in zip(rest[::2], rest[1::2], strict=True))


def samples() -> tuple[Sample, ...]:
    """Those of every rule."""
    return tuple(
        one for path in sorted(SAMPLES.glob("*.txt")) for one in samples_in(path.read_text("utf-8"), path.stem)
    )


def _sample(rule: str, name: str, text: str, beside: tuple[tuple[str, str], ...]) -> Sample:
    document, parts = _parts(text)
    assert parts.keys() <= {"budget", "says"}, f"{rule}-{name}: {', '.join(parts)}"
    return Sample(rule, name, document, parts.get("budget", ""), parts.get("says", ""), beside)


def _parts(text: str) -> tuple[str, dict[str, str]]:
    """What stands before the first part, and the parts by name."""
    first, *rest = (piece.rstrip("\n") for piece in _PART.split(text))
    return _ended(first), {name: _ended(part) for name, part in zip(rest[::2], rest[1::2], strict=True)}


def _ended(text: str) -> str:
    return f"{text}\n" if text else ""


def file_of(samples: tuple[Sample, ...]) -> str:
    """The file that has these samples."""
    beside = "".join(f"---- {path}\n{text}" for path, text in samples[0].beside)
    return "\n".join([*([beside] if beside else []), *("".join(_written(sample)) for sample in samples)])


def _written(sample: Sample) -> Iterator[str]:
    yield f"==== {sample.name}\n{sample.document}"
    yield from (f"---- {part}\n{text}" for part in ("budget", "says") if (text := getattr(sample, part)))
