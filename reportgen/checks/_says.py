"""What rules say (说法): messages, advice and severity of findings, and why a rule can know nothing.

They are data: `says.yaml` of each room. A message may hold `{0}`, the first of the places, `{1.place.part}`, or words.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reportgen import source
from reportgen.checks._case import Compared, Finding, Result, grouped
from reportgen.diagnostics import Location, Severity
from reportgen.reading import Entry, Place
from reportgen.source import Mapping, Problems, Scalar, decode, key

At = Entry | Place | Location | None
MOST = 8  # places that a finding keeps
_NOTHING = "没有"


@dataclass(frozen=True)
class Saying:
    """One thing that a rule says."""

    message: str = key("说")
    hint: str = key("改法", "")
    severity: Severity = key("级别", Severity.WARNING)


@cache
def sayings() -> dict[str, Saying | str]:
    """`R505 没有单位` -> what is said; `R505 没有` -> why the rule can know nothing."""
    problems, found = Problems(), dict[str, Saying | str]()
    for path in sorted(Path(__file__).parent.glob("*/says.yaml")):
        for rule, own in source.read(path).entries:
            for name, node in own.entries if isinstance(own, Mapping) else ():
                said = node.text if isinstance(node, Scalar) else decode(node, Saying, problems)
                found |= {f"{rule.text} {name.text}": said} if said else {}
    problems.raise_any()
    return found


def nothing(rule: str) -> str:
    """Why the rule can know nothing where it compared nothing; an empty text if it says so itself."""
    said = sayings().get(f"{rule} {_NOTHING}", "")
    return said if isinstance(said, str) else ""


def told(
    what: str, /, *at: At, remark: object = False, grave: object = False, cause: Any = None, **words: Any
) -> Finding:
    """The finding that says this at these places, the first to be mended.

    Args:
        remark: whether it is only a 提示, whatever its severity in the data; grave: whether it is an 错误.
    """
    said = sayings()[what]
    assert isinstance(said, Saying)
    places = tuple(one.place if isinstance(one, Entry) else one for one in at if one)
    severity = Severity.HINT if remark else Severity.ERROR if grave else said.severity
    return Finding(said.message.format(*at, **words), places, severity, said.hint.format(*at, **words), cause)


def told_if(wrong: object, what: str, /, *at: At, **words: Any) -> Iterator[Result]:
    """Compare these numbers; tell it if they are wrong. Places are only shown."""
    yield Compared(tuple([one.place for one in at if isinstance(one, Entry)]))
    if wrong:
        yield told(what, *at, **words)


def told_of_each(
    found: Iterable[tuple[str, Place]], what: str, remark: Callable[[str], object] = lambda _: False, **words: Any
) -> Iterator[Finding]:
    """One finding for each `{thing}` that was found, at all its places, in the order in which it first stands."""
    for thing, places in grouped(found).items():
        yield told(what, *places[:MOST], remark=remark(thing), thing=thing, **words)
