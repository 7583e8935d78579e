"""Where a style sheet departs from the standard (依据): GB/T 9704-2012, clause by clause.

The baseline's style.yaml states for its values the clause that each is taken from and how strict it is. A key names a
value, `页面.上`, or all values below it, `页面`; the longest key that fits counts. `实务` is what offices do where the
standard says nothing; it has no clause.
"""

from collections.abc import Iterator
from enum import Enum

from reportgen.diagnostics import Diagnostic, Severity, did_you_mean
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Problems, Scalar

STANDARD = "GB/T 9704—2012"
KEY = "依据"
_HOW = "如 5.2.1 规定；强度有规定、一般、推荐，没有条款的是实务"
_BASIS = compiled(r"(?:([0-9]+(?:\.[0-9]+)*) )?(规定|一般|推荐|实务)")


class Strength(Enum):
    """How strict a clause is (强度), in the standard's own words."""

    RULE = "规定"
    USUAL = "一般"
    ADVICE = "推荐"
    PRACTICE = "实务"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a value comes from (依据): the clause, empty for 实务, and its strength."""

    clause: str
    strength: Strength


def bases(node: Mapping, baseline: Mapping, problems: Problems) -> dict[str, Basis]:
    """Return the bases stated under 依据, by key; the keys are those of the sheet or of the baseline."""
    stated, there = node.get(KEY), {*_names(node), *_names(baseline)}
    found = {}
    for name, value in stated.entries if isinstance(stated, Mapping) else ():
        said = _BASIS.fullmatch(value.text) if isinstance(value, Scalar) else None
        if said is None or bool(said[1]) == (said[2] == Strength.PRACTICE.value):
            problems.add("版式", "依据写条款和强度", value.at, hint=_HOW)
        elif name.text not in there:
            problems.add("版式", f"没有“{name.text}”这一项", name.at, hint=did_you_mean(name.text, sorted(there)))
        else:
            found[name.text] = Basis(said[1] or "", Strength(said[2]))
    return found


def basis_of(path: str, known: dict[str, Basis]) -> Basis | None:
    """Return the basis of one value, by the longest key that names it or a part above it."""
    fits = [name for name in known if path == name or path.startswith(f"{name}.")]
    return known[max(fits, key=len)] if fits else None


def departures(node: Mapping, baseline: Mapping, known: dict[str, Basis]) -> Iterator[Diagnostic]:
    """Yield a finding for each value that differs from a rule (规定) of the standard."""
    usual = dict(values(baseline))
    for path, value in values(node):
        basis, other = basis_of(path, known), usual.get(path)
        if basis and basis.strength is Strength.RULE and other and other.text != value.text:
            what = f"“{path}”写的是“{value.text}”，{STANDARD} {basis.clause} 规定的是“{other.text}”"
            advice = "上级机关另有要求的照写；不然删掉这一项"
            yield Diagnostic(Severity.HINT, "版式", what, (value.at,), advice)


def values(node: Mapping, before: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield every single value of a sheet but 依据, with its key, `页面.上`."""
    for name, value in node.entries:
        if not before and name.text == KEY:
            continue
        if isinstance(value, Scalar):
            yield f"{before}{name.text}", value
        elif isinstance(value, Mapping):
            yield from values(value, f"{before}{name.text}.")


def _names(node: Mapping) -> Iterator[str]:
    """Yield every key that names a value, or a part that has values."""
    for path, _ in values(node):
        parts = path.split(".")
        yield from (".".join(parts[:i]) for i in range(1, len(parts) + 1))
