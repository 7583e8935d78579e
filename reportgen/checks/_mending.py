"""Which single change would put everything right (试改): a wrong number, or two numbers that changed places.

A document without its budget contradicts itself in several places if somebody edited one number. What the findings
compare says what each number would have to be; a change that several of them ask for is made in a copy, and the copy
is checked. If findings go and none comes, that change is the cause, and what went is reported with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations, permutations
from typing import NamedTuple

from reportgen.checks._case import Case, Finding, grouped
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._places import Places
from reportgen.checks._says import Saying, filled
from reportgen.checks.printed import printed_lines, replaced, words_at
from reportgen.diagnostics import Severity, in_brief
from reportgen.document import Document
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading import Entry, Place
from reportgen.reading.item_names import codes_of_names
from reportgen.records import dataclass

Again = Callable[[Case], list[Finding]]  # a case -> what the rules find in it
_Key = tuple[str, ...]

_ENDS = "改好后，由此引起的{gone}处（{rules}）也就好了"
_ONE = Saying("{where}的{a}像是写错了：改成{text}，就和别处对得上", f"对照预算改这一处，别的数不用动；{_ENDS}")
_TWO = Saying(
    "{where}的{a}和{b}像是放反了：互换以后，就和别处对得上", f"对照预算把这两个数换过来，别的数不用动；{_ENDS}"
)
_TWICE = Saying(
    "{where}里，一段话和别的一段说的是同一件事，数不一样，像是上年文件里的：删掉就和别处对得上",
    f"对照预算，看哪一段是多的；{_ENDS}",
)
_DIGITS = compiled("[0-9.,，．]")
_SHORT = 12  # letters of a paragraph that say nothing by themselves
_TRIALS = 12  # the most copies that are checked
_FEWEST = 2  # findings that have to go: one alone does not say which of its numbers is wrong
_MOST = 60  # findings beyond which it is no single slip
_NUMBERS = 5_000  # numbers of a document beyond which checking copies takes too long
_ROUNDS = 3  # the most causes


class Change(NamedTuple):
    """Words that should be others (改动): where they stand, and what should stand there; the unit of an amount."""

    place: Place
    text: str
    unit: str = ""


@dataclass(frozen=True)
class _Trial:
    """What was found before and after some changes (试查)."""

    changes: tuple[Change, ...]
    case: Case
    before: Sequence[Finding]
    after: Sequence[Finding]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that was not found before."""
        return not (Counter(map(_key, _serious(self.after))) - Counter(map(_key, _serious(self.before))))

    @property
    def ended(self) -> int:
        """How many errors and warnings are no longer found."""
        return len([*_serious(self.gone)])

    @cached_property
    def gone(self) -> list[Finding]:
        """What is no longer found."""
        left, still = Counter(map(_key, self.after)), {(one.rule, one.message) for one in self.after}
        was = Counter(map(_key, self.before))
        return [one for one in self.before if (one.rule, one.message) not in still and left[_key(one)] < was[_key(one)]]


def by_their_cause(case: Case, found: Sequence[Finding], again: Again) -> list[Finding]:
    """Return the findings on a document without budget; those that one change would end are one, which says so."""
    causes: list[Finding] = []
    now, left = case, list(found)
    while len(causes) < _ROUNDS and (trial := _best(now, left, again)):
        causes.append(_cause(trial))
        now, left = trial.case, [one for one in left if all(one is not other for other in trial.gone)]
    return [*causes, *left]


def ended_by_the_file(case: Case, found: Sequence[Finding], again: Again) -> list[Finding]:
    """Return what of the findings goes if every number is printed as the budget file says it should be."""
    changes = [
        Change(place, one.should)
        for one in found
        for place in one.places[:1]
        if one.should and isinstance(place, Place)
    ]
    document = _changed(case.document, changes) if changes and len(case.reading.in_tables) <= _NUMBERS else None
    return _Trial((), case, found, again(replace(case, document=document))).gone if document else []


def _key(one: Finding) -> _Key:
    place = one.places[0] if one.places else None
    return (one.rule, place.part, place.row, place.column) if isinstance(place, Place) else (one.rule, one.message)


def _serious(found: Iterable[Finding]) -> Iterator[Finding]:
    return (one for one in found if one.severity is not Severity.HINT)


def _best(case: Case, found: Sequence[Finding], again: Again) -> _Trial | None:
    """Return the change that ends most findings and brings none; None if there is none, or others do as well."""
    suspects = [one for one in _serious(found) if not one.spoils]
    if not 0 < len(suspects) <= _MOST or len(case.reading.in_tables) > _NUMBERS:
        return None
    done: list[_Trial] = []
    asked = 0  # findings that ask for what was done
    for wanted, changes in _proposed(case, suspects)[:_TRIALS]:
        document = _changed(case.document, changes) if wanted >= asked else None
        if document is None:
            continue
        copy = replace(case, document=document)
        trial = _Trial(changes, copy, found, again(copy))
        if trial.ended >= (_FEWEST if changes[0].unit else 1) and trial.is_sound:
            done.append(trial)
            asked = wanted
            if trial.ended == len(suspects):
                break
    most = max((trial.ended for trial in done), default=0)
    best = [trial for trial in done if trial.ended == most]
    told = {id(one) for trial in best[:1] for one in trial.gone}
    rival = any(not told.isdisjoint(map(id, other.gone)) for other in best[1:])
    return best[0] if best and not rival else None


def _changed(document: Document, changes: Iterable[Change]) -> Document | None:
    """Return the document with the changes made; None if one of its places is not to be found."""
    lines = list(printed_lines(document))
    edits = []
    for place, text, _ in changes:
        words = words_at(place.location, lines)
        if words is None or words.line.text[words.start : words.end] != excerpt_of(place):
            return None
        edits.append((words, text))
    return replaced(document, edits)


def _proposed(case: Case, found: Sequence[Finding]) -> list[tuple[int, tuple[Change, ...]]]:
    """Return changes to try, each with the number of findings that ask for it, most first.

    A sum alone does not say which of its numbers is wrong. With a budget file, that says what a number should be.
    """
    places = Places(case)
    words = dict.fromkeys((*_other_codes(case, found), *_pasted(case, found)))
    asked: dict[tuple[Place, Decimal], set[int]] = {}  # a number and what it should be -> findings that ask for it
    entries: dict[Place, Entry] = {}
    alone: set[tuple[Place, Decimal]] = set()  # of two prints of one amount
    for i, one in enumerate(found):
        numbers = _amounts(one, places)
        words |= dict.fromkeys(_other_units(numbers))
        for entry, value in _asked(numbers, one.off):
            if value != entry.exact and (value >= 0 or entry.exact < 0):
                entries[entry.place] = entry
                asked.setdefault((entry.place, value), set()).add(i)
                alone |= {(entry.place, value)} if len(numbers) == 2 else set()
    told: list[tuple[int, tuple[Change, ...]]] = [(len(found), (word,)) for word in words]
    if case.budget or len(found) < _FEWEST:
        return told
    own = {key: _changed_to(entries[key[0]], key[1]) for key in asked}
    singles = [(len(by), (own[key],)) for key, by in asked.items() if len(by) > 1 or key in alone]
    swaps = [
        (len(asked[a, x] ^ asked[b, y]), (own[a, x], own[b, y]))
        for (a, x), (b, y) in combinations(asked, 2)
        if a.part == b.part and (a.row == b.row or a.column == b.column) and a != b
        if x == entries[b].exact and y == entries[a].exact
    ]
    return [*told, *sorted((*swaps, *singles), key=lambda one: -one[0])]


def _other_codes(case: Case, found: Sequence[Finding]) -> Iterator[Change]:
    """Yield the change of a code to the one that the name beside it has, for items that the findings name."""
    told = {(place.part, place.row) for one in found for place in one.places if isinstance(place, Place) and place.row}
    printed = {(item.table, item.code) for item in case.items}
    for item in (item for item in case.items if (item.table, item.place.row) in told):
        own = codes_of_names(item.dimension).get(item.name, ())
        last = excerpt_of(item.code_at).strip()
        for code in own if item.code not in own and item.code.endswith(last) else ():
            same = code.startswith(item.code.removesuffix(last)) and len(code) == len(item.code)
            if same and (item.table, code) not in printed and _is_typed_for(item.code, code):
                yield Change(item.code_at, code[-len(last) :])


def _pasted(case: Case, found: Sequence[Finding]) -> Iterator[Change]:
    """Yield that a paragraph goes that the findings name, if another of its section has the same words."""
    told = Counter(place.line for one in found for place in one.places[:1] if isinstance(place, Place))
    for (_, words), same in grouped(((p.part, _DIGITS.sub("", p.text)), p) for p in case.reading.passages).items():
        for passage in same if len(same) > 1 and len(words) > _SHORT else ():
            if told[passage.text] >= _FEWEST:
                yield Change(passage.place(0, len(passage.text)), "")


def _is_typed_for(wrong: str, code: str) -> bool:
    """Whether a code is another with one digit wrong, or with two digits exchanged."""
    other = [(a, b) for a, b in zip(wrong, code, strict=True) if a != b]
    return len(other) == 1 or (len(other) == 2 and other[0] == other[1][::-1])


def _amounts(one: Finding, places: Places) -> list[Entry]:
    """Return the amounts of money that a finding compares; none if it is on something else, as a rate."""
    found = [places.entry(place) for place in dict.fromkeys(one.places) if isinstance(place, Place)]
    numbers = [entry for entry in found if entry and entry.number.is_money]
    return numbers if numbers and found[0] is numbers[0] else []


def _other_units(numbers: Sequence[Entry]) -> Iterator[Change]:
    """Yield the change of a unit behind a number in a sentence, beside the same number in another unit."""
    for one, other in permutations(numbers[:2], 2):
        place, unit = one.place, one.number.unit
        if one.number.value == other.number.value and unit != other.number.unit and one.is_in_sentence:
            whole = place.marking(place.start, place.length + len(unit))
            if excerpt_of(whole).endswith(unit):
                yield Change(whole, excerpt_of(place) + other.number.unit)


def _asked(numbers: Sequence[Entry], off: Decimal | None) -> Iterator[tuple[Entry, Decimal]]:
    """Yield (number, what it would have to be) for each amount that a finding compares.

    `off`: the first less all others, which should be nothing; None: three are a change and the amounts of two years.
    """
    if off is not None:
        yield from ((entry, EXACT.add(entry.exact, off if i else -off)) for i, entry in enumerate(numbers))
    elif len(numbers) == 3:
        change, now, before = numbers
        yield change, abs(EXACT.subtract(now.exact, before.exact))
        for amount in (change.exact, -change.exact):
            yield now, EXACT.add(before.exact, amount)
            yield before, EXACT.subtract(now.exact, amount)


def _changed_to(like: Entry, amount: Decimal) -> Change:
    """Return the change to an amount in 元, printed as the number is: in its unit, with its decimals, grouped alike."""
    text = like.shown(amount).removesuffix(like.number.unit)
    if like.is_in_sentence and not excerpt_of(like.place).endswith("0"):
        text = plain_digits(Decimal(text))
    return Change(like.place, f"{Decimal(text):,f}" if "," in like.place.line else text, like.number.unit)


def _cause(trial: _Trial) -> Finding:
    """Return the finding on a change that would end others: where it has to be made, and what ends with it."""
    at, unit = [change.place for change in trial.changes], trial.changes[0].unit
    gone = sorted(trial.gone, key=lambda one: (list(Severity).index(one.severity), at[0] not in one.places))
    said = [_ONE, _TWO][len(at) - 1] if trial.changes[0].text else _TWICE
    words = {"where": _where(at), "rules": "、".join(sorted({one.rule for one in gone})), "gone": len(gone)}
    words |= {"a": excerpt_of(at[0]) + unit, "b": excerpt_of(at[-1]) + unit, "text": trial.changes[0].text + unit}
    others = (place for one in gone for place in one.places)
    return replace(
        gone[0],
        message=filled(said.message, **words),
        hint=filled(said.hint, **words),
        severity=gone[0].severity,
        places=tuple(dict.fromkeys((*at, *others))),
    )


def _where(at: Sequence[Place]) -> str:
    """Return the table or section, the rows and the columns of places: 公开03表“A”行和“B”行“合计”列."""
    rows, columns = (
        [f"“{in_brief(name)}”" for name in dict.fromkeys(names) if name]
        for names in zip(*((p.row, p.column) for p in at), strict=True)
    )
    each = (f"{'和'.join(names)}{word}" for names, word in ((rows, "行"), (columns, "列")) if names)
    return f"{in_brief(at[0].part)}{''.join(each)}"
