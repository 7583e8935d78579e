"""Which single change would put everything right (试改): a wrong number, or two numbers that changed places.

A document without its budget contradicts itself in several places if somebody edited one number. What the findings
compare says what each number would have to be; a change that several of them ask for is made in a copy, and the copy
is checked. If findings go and none comes, that change is the cause, and what went is reported with it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._proposed import FEWEST, Correction, proposed
from reportgen.checks._results import Finding
from reportgen.checks._says import Saying, filled
from reportgen.checks.printed import printed_lines, replaced, words_at
from reportgen.diagnostics import Severity, in_brief
from reportgen.document import Document
from reportgen.reading import Place
from reportgen.records import dataclass, replace

Again = Callable[[Case], list[Finding]]  # a case -> what the rules find in it
_Key = tuple[str, ...]

_ENDS = "改好后，由此引起的{gone}处（{rules}）也就好了"
_ONE = Saying("{where}的{a}像是写错了：改成{text}，就和别处对得上", f"对照预算改这一处，别的数不用动；{_ENDS}")
_TWO = Saying(
    "{where}的{a}和{b}像是放反了：互换以后，就和别处对得上", f"对照预算把这两个数换过来，别的数不用动；{_ENDS}"
)
_BOTH = Saying("{where}的{a}两格像是写错了：都改成{text}，就和别处对得上", f"对照预算改这两格，别的数不用动；{_ENDS}")
_ELSEWHERE = Saying(
    "{where}的{a}像是填错了格：移到“{column}”列，就和别处对得上", f"对照预算移到那一格，别的数不用动；{_ENDS}"
)
_TWICE = Saying(
    "{where}里，一段话和别的一段说的是同一件事，数不一样，像是上年文件里的：删掉就和别处对得上",
    f"对照预算，看哪一段是多的；{_ENDS}",
)
_TRIALS = 12  # the most copies that are checked
_NUMBERS = 5_000  # numbers of its tables, or of its sentences, beyond which checking copies takes too long
_ROUNDS = 3  # the most causes


@dataclass(frozen=True)
class _Trial:
    """What was found before and after some changes (试查)."""

    changes: tuple[Correction, ...]
    case: Case
    before: Sequence[Finding]
    after: Sequence[Finding]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found that was not found before."""
        return not (Counter(map(_key, _serious(self.after))) - Counter(map(_key, _serious(self.before))))

    @property
    def is_enough(self) -> bool:
        """Whether so many findings go that the change may be their cause: half of those on its table or section."""
        first = self.changes[0]
        part, wanted = first.place.part, FEWEST if first.unit and not first.is_turned else 1
        here = [
            one
            for one in _serious(self.before)
            if [p for p in one.places[:1] if isinstance(p, Place) and p.part == part]
        ]
        says_so = [one for one in self.gone if one.should and one.places[0] == self.changes[0].place]
        told = self.ended - len(says_so) if not first.is_turned else self.ended
        return self.ended >= wanted and 2 * self.ended >= len(here) and told > 0

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
        Correction(place, one.should)
        for one in found
        for place in one.places[:1]
        if one.should and isinstance(place, Place)
    ]
    document = _changed(case.document, changes) if changes and not _is_large(case) else None
    return _Trial((), case, found, again(replace(case, document=document))).gone if document else []


def _key(one: Finding) -> _Key:
    place = one.places[0] if one.places else None
    return (one.rule, place.part, place.row, place.column) if isinstance(place, Place) else (one.rule, one.message)


def _serious(found: Iterable[Finding]) -> Iterator[Finding]:
    return (one for one in found if one.severity is not Severity.HINT)


def _best(case: Case, found: Sequence[Finding], again: Again) -> _Trial | None:
    """Return the change that ends most findings and brings none; None if there is none, or others do as well."""
    suspects = [one for one in _serious(found) if not one.spoils]
    if not suspects or _is_large(case):
        return None
    done: list[_Trial] = []
    asked = 0  # findings that ask for what was done
    for wanted, changes in proposed(case, suspects)[:_TRIALS]:
        document = _changed(case.document, changes) if wanted >= asked else None
        if document is None:
            continue
        copy = replace(case, document=document)
        trial = _Trial(changes, copy, found, again(copy))
        if trial.is_enough and trial.is_sound:
            done.append(trial)
            asked = wanted
            if trial.ended == len(suspects):
                break
    most = max((trial.ended for trial in done), default=0)
    best = [trial for trial in done if trial.ended == most]
    told = {id(one) for trial in best[:1] for one in trial.gone}
    rival = any(not told.isdisjoint(map(id, other.gone)) for other in best[1:])
    return best[0] if best and not rival else None


def _is_large(case: Case) -> bool:
    """Whether checking copies of the document takes too long."""
    return max(len(case.reading.in_tables), len(case.reading.in_sentences)) > _NUMBERS


def _changed(document: Document, changes: Iterable[Correction]) -> Document | None:
    """Return the document with the changes made; None if one of its places is not to be found."""
    lines = list(printed_lines(document))
    edits = []
    for place, text, _ in changes:
        words = words_at(place.location, lines)
        if words is None or words.line.text[words.start : words.end] != excerpt_of(place):
            return None
        edits.append((words, text))
    return replaced(document, edits)


def _cause(trial: _Trial) -> Finding:
    """Return the finding on a change that would end others: where it has to be made, and what ends with it."""
    at, unit = [change.place for change in trial.changes], trial.changes[0].unit
    gone = sorted(
        trial.gone, key=lambda one: (list(Severity).index(one.severity), not one.spoils, at[0] not in one.places)
    )
    said = [_ONE, _TWO][len(at) - 1] if trial.changes[0].text else [_TWICE, _ELSEWHERE][len(at) - 1]
    if len({(change.text, excerpt_of(change.place)) for change in trial.changes}) < len(at):
        said = _BOTH
    words = {
        "where": _where(at[:1] if said is _ELSEWHERE else at),
        "column": at[-1].column,
        "rules": "、".join(sorted({one.rule for one in gone})),
        "gone": len(gone),
    }
    words |= {"a": excerpt_of(at[0]) + unit, "b": excerpt_of(at[-1]) + unit, "text": trial.changes[0].text + unit}
    others = (place for one in gone for place in one.places if isinstance(place, Place))
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
