"""What sentences say beside what tables print (文字和表): the amounts stated, and the prints of each by its name.

A figure that no table prints under its own name may stand there under another one that is the same amount. A sentence
drops zeros at the end: 1205.3万元 means 1205.30 where other sentences have two decimals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from reportgen.checks._case import Case, Finding, Result, compared, grouped, places
from reportgen.checks._comparing import adds_up, apart, shown, tolerance, total
from reportgen.checks.text._rows import MEND, area
from reportgen.diagnostics import Severity
from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention
from reportgen.reading.texts import Passage

COARSE = "两处的小数对不齐，核对是不是有一处写错"
_NO_NAME = re.compile(r"(?:年初|当年)?(?:预算)?(?:数|资金|安排|支出总额)?|合计|共计|金额|总额")
_INNER = str.maketrans("“”", "‘’")  # quotes within quotes
_ALL_YEAR = {"收入": ("年份", "本年"), "支出": ("性质", "本年支出")}
_CARRIED = {"收入": ("年份", "上年结转"), "支出": ("性质", "结转下年")}


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """An amount that a sentence says. `called`: how it calls it."""

    called: str
    entry: Entry

    @property
    def name(self) -> FigureId:
        """What it is; only amounts with a name are stated."""
        assert self.entry.name
        return self.entry.name


class InTables:
    """The numbers of all tables by name; `kinds`: whose tables are asked first."""

    def __init__(self, case: Case, kinds: Sequence[TableKind]) -> None:
        self._case, self._by_name = case, case.printed
        self._kinds = kinds

    def of(self, name: FigureId) -> list[Entry]:
        """Every print of it in the tables of the first kind that has one, under its own name or an equal one."""
        return next((found for one in self._names(self._case.plain(name)) if (found := self._first(one))), [])

    def has(self, entry: Entry) -> bool:
        """Whether tables print what the entry is of."""
        return bool(entry.name and self.of(entry.name))

    def _first(self, name: FigureId) -> list[Entry]:
        found = list(self._by_name.get(name, ()))
        return next((own for kind in self._kinds if (own := [e for e in found if e.kind == kind])), found)

    def _names(self, name: FigureId) -> Iterator[FigureId]:
        yield name
        if not self._case.names and name.measure in _ALL_YEAR and not self._is_carried(name):
            dimension, member = _ALL_YEAR[name.measure]
            if name.member(dimension) == member:
                yield name._replace(conditions=tuple(c for c in name.conditions if c[0] != dimension))
            elif not name.member(dimension):
                yield name.where((dimension, member))

    def _is_carried(self, name: FigureId) -> bool:
        """Whether this year's amount and the total are two figures: something is carried over."""
        carried = _CARRIED[name.measure]
        found = (es for n, es in self._by_name.items() if n.measure == name.measure and carried in n.conditions)
        return any(entry.number.value for entries in found for entry in entries)


def stated(case: Case, number: str) -> list[StatedAmount]:
    """The amounts that belong to the rule of that number (see `all_stated`)."""
    by_rule = case.remembered(stated, lambda: grouped((area(one.name), one) for one in all_stated(case)))
    return by_rule.get(number, [])


def all_stated(case: Case) -> tuple[StatedAmount, ...]:
    """Amounts that sentences say, and what they compare with.

    In a document that we made, a number without a name was typed into the budget file: it is found there (R905).
    """
    return case.remembered(all_stated, lambda: tuple(_all_stated(case)))


def _all_stated(case: Case) -> Iterator[StatedAmount]:
    for mention in case.reading.mentions:
        for entry in (mention.amount, mention.base):
            if entry and entry.name and (entry.carried or not case.names):
                yield StatedAmount(called(case, mention), entry)


def called(case: Case, mention: Mention) -> str:
    """How the sentence calls what it speaks of, without who publishes; the heading where it does not say."""
    words = mention.subject.replace(case.document.publisher, "").removesuffix("为").strip()
    if not _NO_NAME.fullmatch(words):
        return words.translate(_INNER)
    name = next((e.name for e in (mention.amount, mention.base, mention.change) if e and e.name), None)
    own = name and (name.member("项目") or name.member("费目"))
    return own or mention.sentence.part.rpartition(" ")[2].translate(_INNER) or mention.sentence.part


def table_of(entry: Entry) -> str:
    """What the table of a number is commonly called: 收支总表."""
    return entry.kind.value if entry.kind else entry.place.part


def agrees(case: Case, one: StatedAmount, prints: Sequence[Entry], message: str, hint: str = MEND) -> Iterator[Result]:
    """The amount stated is one of these prints; the nearest is reported where it is none."""
    nearest = min(prints, key=lambda entry: abs(EXACT.subtract(one.entry.exact, entry.exact)))
    yield compared(one.entry, nearest)
    if one.entry.carried and nearest.carried:
        return  # one figure of the file
    wrong = apart(one.entry, nearest)
    if wrong or apart(in_full(case, one.entry), nearest):
        text = message.format(name=one.called, table=table_of(nearest), **amounts(one.entry, nearest))
        severity, advice = (Severity.ERROR, hint) if wrong else (Severity.WARNING, COARSE)
        yield Finding(text, (one.entry.place, nearest.place), severity, advice)


def sentence_adds_up(
    case: Case, whole: Entry, parts: Sequence[Entry], message: str, hint: str = ""
) -> Iterator[Result]:
    """An amount stated is the sum of others, tails aside. `message` may hold {a} {b} {d}, as for `adds_up`."""
    text = message.replace("{a}", str(whole.number))  # as printed, without the zeros that it is compared with
    own = in_full(case, whole), [in_full(case, part) for part in parts]
    yield from adds_up(case, *own, text, whole.place.line, hint)


def amounts(left: Entry, right: Entry) -> dict[str, str]:
    """Both and how far apart they are, for a message: {a} {b} {d}."""
    difference = abs(EXACT.subtract(left.exact, right.exact))
    return {"a": str(left.number), "b": str(right.number), "d": shown(difference, left)}


def in_full(case: Case, entry: Entry) -> Entry:
    """The amount with the zeros at its end that sentences drop: as many decimals as any sentence has in its unit."""
    number = entry.number
    places = case.reading.decimals.get(number.unit, 0)
    if places <= number.places:
        return entry
    value = EXACT.add(number.value, Decimal(0).scaleb(-places))
    return entry._replace(number=number._replace(value=value, places=places))


_OPENS = re.compile(r"其中|包括|包含|分别|用于|主要[为是]|[：:]")
_MAINLY = re.compile(r"主要")
_MORE = re.compile(r"[^，。；]{0,30}等")
_NUMBERED = re.compile(r"\s*[（(]?[0-9０-９一二三四五六七八九十]{1,2}[)）.．、]")
_MOST = 40  # parts of one whole that a sentence may list
_NEAR = Decimal(50)  # a list that misses less than a fiftieth of its whole was meant to be complete


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A whole and its parts (合计). `complete`: nothing says that there are others."""

    whole: Entry
    parts: tuple[Entry, ...]
    complete: bool

    @property
    def area(self) -> str:
        """The rule that it belongs to, by its first named part, else by its whole."""
        named = next((part.name for part in self.parts if part.name), None)
        if named:
            return area(named)
        whole = self.whole.name
        own = area(whole) if whole else ""
        return "R313" if whole and whole.member("性质") == "项目支出" else own


def sums(case: Case, rule: str) -> list[StatedSum]:
    """The sums within sentences that belong to the rule, in reading order.

    Those whose every number is printed in tables are left out: there each is compared by itself.
    """
    return case.remembered(sums, lambda: _by_rule(case)).get(rule, [])


def _by_rule(case: Case) -> dict[str, list[StatedSum]]:
    tables = InTables(case, ())
    amounts = (mention.amount for mention in case.reading.mentions if mention.amount)
    by_line = grouped(((entry.place.part, entry.place.line), entry) for entry in amounts)
    of = [(passage, by_line.get((passage.part, passage.text), [])) for passage in case.reading.passages]
    found = [one for passage, own in of for one in _within(case, passage, own)]
    apart = (one for one in (*found, *_over_paragraphs(case, of)) if not all(map(tables.has, (one.whole, *one.parts))))
    return grouped((one.area, one) for one in apart)


def add_up(case: Case, one: StatedSum, message: str, hint: str = "") -> Iterator[Result]:
    """The parts make the whole; where others may be left out, they are not more than it, nor nearly all of it."""
    if all(entry.carried for entry in (one.whole, *one.parts)):
        yield compared(one.whole, *one.parts)
        return  # figures of the file: a sentence need not list everything
    whole, parts = in_full(case, one.whole), [in_full(case, part) for part in one.parts]
    missing = EXACT.subtract(whole.exact, total(parts))
    if one.complete or abs(missing) <= tolerance(parts, whole):
        yield from sentence_adds_up(case, one.whole, one.parts, message, hint)
        return
    yield compared(one.whole, *one.parts)
    nearly = EXACT.multiply(abs(missing), _NEAR) < one.whole.exact
    if missing < 0 or nearly:
        said = {"a": one.whole.number, "b": shown(total(parts), whole), "d": shown(abs(missing), whole)}
        severity = Severity.ERROR if missing < 0 else Severity.WARNING
        yield Finding(message.format(**said), (one.whole.place, *places(one.parts)), severity, hint)


def _within(case: Case, passage: Passage, amounts: Sequence[Entry]) -> Iterator[StatedSum]:
    """Sums of one paragraph, sentence by sentence."""
    by_sentence = grouped((passage.sentence(entry.place.start).start, entry) for entry in amounts)
    for own in by_sentence.values():
        below = grouped(zip(_parents(case, passage.text, own), own, strict=True))
        for i, whole in enumerate(own):
            parts = tuple(below.get(i, ()))
            opening = _between(passage.text, whole, parts[0]) if len(parts) > 1 else ""
            if _OPENS.search(opening):
                behind = parts[-1].place.start + parts[-1].place.length
                complete = not _MAINLY.search(opening) and not _MORE.match(passage.text, behind)
                yield StatedSum(whole, parts, complete)


def _parents(case: Case, text: str, amounts: Sequence[Entry]) -> list[int]:
    """For each amount which one before it is its whole, -1 where none; projects, named or not, go on in a list."""
    found: list[int] = []
    for i, entry in enumerate(amounts):
        near = range(i - 1, max(-1, i - _MOST), -1)
        listed = _is_listed(entry)
        if listed and i and _is_listed(amounts[i - 1]):
            found.append(found[-1])
        elif listed and i and _OPENS.search(_between(text, amounts[i - 1], entry)):
            found.append(i - 1)
        else:
            found.append(next((k for k in near if _fits(case, amounts[k].name, entry.name)), -1) if entry.name else -1)
    return found


def _is_listed(entry: Entry) -> bool:
    return entry.name is None or bool(entry.name.member("项目"))


def _between(text: str, left: Entry, right: Entry) -> str:
    return text[left.place.start + left.place.length : right.place.start]


def _over_paragraphs(case: Case, of: Sequence[tuple[Passage, list[Entry]]]) -> Iterator[StatedSum]:
    """Sums whose parts stand in numbered paragraphs below the one that ends with `：`."""
    for i, (passage, amounts) in enumerate(of):
        if not (amounts and passage.text.endswith(("：", ":"))):
            continue
        below = takewhile(lambda item: _NUMBERED.match(item[0].text) and item[1], of[i + 1 :])
        parts = tuple(own[0] for _, own in below)
        whole = amounts[-1]
        if len(parts) > 1 and all(_fits(case, whole.name, part.name) for part in parts):
            yield StatedSum(whole, parts, True)


def _fits(case: Case, whole: FigureId | None, part: FigureId | None) -> bool:
    if whole is None or part is None:
        return whole is not None
    return case.reading.holds(whole, part) or bool(part.member("项目") and whole.member("性质") == "项目支出")
