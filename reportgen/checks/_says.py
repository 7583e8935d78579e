"""What rules say (说法): messages, advice and severity of findings, and why a rule may not be applicable.

They are data: `says.yaml` of each room. A message may hold `{0}`, the first of the places, `{1.place.part}`, or words;
`{批复}` is 批复的预算 or 批复的决算, by the kind of document.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, reduce
from pathlib import Path
from typing import Any

from reportgen import source
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.diagnostics import Location, Severity
from reportgen.kept import Shelf
from reportgen.patterns import compiled
from reportgen.quantity import plain_digits
from reportgen.reading import Entry, Place
from reportgen.records import dataclass
from reportgen.source import Mapping, Problems, Scalar, decode, key

DECODED = Shelf("rules")  # cache of data files, of the program and of regions
At = Entry | Place | Location | None
MOST = 8  # the most places that a finding keeps
_FIELD = compiled(r"\{(\w+(?:\.\w+)*)(?::([^{}]+))?\}")
_FILE, _NOTHING = "says.yaml", "没有"


@dataclass(frozen=True)
class Saying:
    """One thing that a rule says.

    Attributes:
        of_region: only a region asks for it; if none is known, the finding is a 提示.
        hint_without: the advice if there is no budget file; "" for `hint`.
    """

    message: str = key("说")
    hint: str = key("改法", "")
    severity: Severity = key("级别", Severity.WARNING)
    of_region: bool = key("本地要求", False)
    hint_without: str = key("没有预算文件", "")


@dataclass(frozen=True, kw_only=True)
class Differing(Saying):
    """What a row of data says of figures that differ: message, advice, severity."""

    message: str = key("不等")
    hint: str = key("改法", "以{批复}为准，改错的一处；同一个数在各表里要印得一样")
    severity: Severity = key("级别", Severity.ERROR)


def rooms() -> list[str]:
    """Return the names of the folders with rules, sorted."""
    return sorted(path.parent.name for path in Path(__file__).parent.glob(f"*/{_FILE}"))


@cache
def sayings() -> dict[str, Saying | str]:
    """Return all that rules say, by name.

    `R505 没有单位` -> the saying; `R505 没有` -> why the rule may not be applicable.
    """
    return DECODED.unpickled("sayings", _sayings)


def _sayings() -> dict[str, Saying | str]:
    problems, found = Problems(), dict[str, Saying | str]()
    for room in rooms():
        for rule, own in source.read(Path(__file__).parent / room / _FILE).entries:
            for name, node in own.entries if isinstance(own, Mapping) else ():
                said = node.text if isinstance(node, Scalar) else decode(node, Saying, problems)
                found |= {f"{rule.text} {name.text}": said} if said else {}
    problems.raise_any()
    return found


def reason_not_applicable(rule: str) -> str:
    """Return why a rule that compared nothing is not applicable; "" if the rule itself says it."""
    said = sayings().get(f"{rule} {_NOTHING}", "")
    return said if isinstance(said, str) else ""


def saying(said: Saying | str) -> Saying:
    """Return the saying of a row, or the one with this name."""
    found = sayings()[said] if isinstance(said, str) else said
    assert isinstance(found, Saying)
    return found


def filled(text: str, /, *at: object, **words: object) -> str:
    """Return the text with `{0.number}` `{name}` `{should:f}` filled in; braces of other contents stay as they are.

    `{d:~}` is an amount in the unit of the first number, with all its decimals, `{d:数}` one without zeros at its end.
    """
    known = {**{str(i): one for i, one in enumerate(at)}, **words}
    return _FIELD.sub(lambda field: _put_in(field, known), text)


def _put_in(field: re.Match[str], known: dict[str, Any]) -> str:
    name, *attributes = field[1].split(".")
    if name not in known:
        return field[0]
    value, form = reduce(getattr, attributes, known[name]), field[2] or ""
    if form == "数":
        return plain_digits(value)
    return str(known["0"].shown(value)) if form == "~" else format(value, form)


def finding(
    what: Saying | str, /, *at: At, remark: object = False, grave: object = False, cause: Any = None, **words: Any
) -> Finding:
    """Return the finding with this message at these places; the first is to be mended.

    Args:
        remark: it is only a 提示, whatever severity the data says. grave: it is an 错误.
    """
    said = saying(what)
    places = tuple(one.place if isinstance(one, Entry) else one for one in at if one)
    severity = Severity.HINT if remark else Severity.ERROR if grave else said.severity
    message, hint, without = (filled(text, *at, **words) for text in (said.message, said.hint, said.hint_without))
    return Finding(message, places, severity, hint, cause, of_region=said.of_region, hint_without=without)


def finding_if(wrong: object, what: Saying | str, /, *at: At, **words: Any) -> Iterator[Result]:
    """Yield that these numbers were compared, and a finding if they are `wrong`; places are only shown."""
    yield Compared(tuple([one.place for one in at if isinstance(one, Entry)]))
    if wrong:
        yield finding(what, *at, **words)


def finding_of_each(
    found: Iterable[tuple[str, Place]], what: str, remark: Callable[[str], object] = lambda _: False, **words: Any
) -> Iterator[Finding]:
    """Yield one finding for each `{thing}` found, at all its places, in the order of first occurrence."""
    for thing, places in grouped(found).items():
        yield finding(what, *places[:MOST], remark=remark(thing), thing=thing, **words)
