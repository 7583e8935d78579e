"""Changes, completion and shares in words (变动、占比的措辞), and the reasons of changes (原因).

A phrase has verb, amount, rate and reason together, so that 持平 cannot leave “主要原因：” behind. The wording is the
profile's (同比: 缺省 and named variants); a sentence chooses one, and its subject.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from reportgen.budget.models import Explanation
from reportgen.diagnostics import ReportgenError, did_you_mean, refuse
from reportgen.document import Figure, Reason, Runs, Text, in_a_row
from reportgen.figure import FigureId
from reportgen.figures import Figures, printed, with_figures
from reportgen.figures.derived import change_of
from reportgen.patterns import compiled
from reportgen.profile import ChangeWording, Profile, fill
from reportgen.quantity import (
    UNITS,
    Amount,
    Change,
    ChangeCase,
    Count,
    NumberFormat,
    Quantity,
    Ratio,
    exact_text,
    print_quantity,
    rounded,
)
from reportgen.records import dataclass, replace
from reportgen.vocabulary import Vocabulary

_PART = compiled(r"\{(\w+)\}")
_UNCHANGED = (ChangeCase.EQUAL, ChangeCase.NEARLY, ChangeCase.NEITHER)


@dataclass(frozen=True, slots=True)
class SentenceRequest:
    """What a sentence asks for.

    Attributes:
        names: one figure, or several that share one clause if they changed alike.
        subject: 主; apart: subjects of the clauses if the figures changed differently.
        rate, reason: whether the sentence prints them; only: the dimension that a reason must name, if any.
        again: whether the reason that was printed last is referred to (同因), not printed again.
    """

    names: tuple[FigureId, ...]
    base: str
    subject: str = ""
    wording: str = "缺省"
    apart: tuple[str, ...] = ()
    rate: bool = True
    reason: bool = True
    only: str = ""
    again: bool = False


class Phrases:
    """Puts changes, completion and shares of one budget into words."""

    def __init__(self, figures: Figures) -> None:
        self.figures, self.profile = figures, figures.profile
        self.last_reason: Explanation | None = None  # the reason that was printed last

    def change(self, asked: SentenceRequest, form: NumberFormat) -> Runs:
        """Return `比2021年预算增加3.39万元，增长0.27%，主要原因是…`, or whatever its case is."""
        subjects = asked.apart or tuple(name.measure for name in asked.names)
        if len(subjects) != len(asked.names):
            hint = f"要比的数有{len(asked.names)}个，“分述”也写{len(asked.names)}个主语"
            refuse("模板", "“同比”的“分述”和要比的数不一样多", hint=hint)
        one_name = map(self.figures.names.canonical, (name.amount for name in asked.names))
        compared = [name._replace(base=asked.base, derived="增减额") for name in one_name]
        changes = [change_of(self.figures, name) for name in compared]
        if self._all_equal(compared, changes):
            return self._clause(asked, compared[0], changes[0], form)
        clauses = [
            self._clause(replace(asked, names=(asked.names[i],), subject=subjects[i]), compared[i], changes[i], form)
            for i in range(len(compared))
        ]
        return in_a_row(clauses, "。")

    def _all_equal(self, names: list[FigureId], changes: list[Change]) -> bool:
        """Whether all changes and all bases are equal, so that one clause is enough."""
        bases = {self.figures.number(name._replace(derived="")) for name in names}
        return len(set(changes)) == 1 and len(bases) == 1

    def _clause(self, asked: SentenceRequest, name: FigureId, change: Change, form: NumberFormat) -> Runs:
        wording = wording_of(self.profile, asked.wording)
        change = _as_shown(change, self.figures.value(name), form, wording.unchanged_below)
        pattern, before = self._pattern(wording, change, asked), self.last_reason
        reason = self._reason(asked, change) if "{因}" in wording.reason else ()
        may_say = "{因}" in wording.reason and asked.reason and change.case not in _UNCHANGED
        same = asked.again and self.last_reason is before
        pattern += (wording.same_reason if same else wording.reason) if reason else ""
        up = change.amount > 0
        parts: dict[str, Runs] = {
            "主": (Text(asked.subject),),
            "基": (Text(self._base_in_words(asked.base, wording)),),
            "无": (Text(self.profile.file.bases[asked.base].nothing),),
            "词": (Text(wording.verbs[not up]),),
            "率词": (Text(wording.rate_verbs[not up]),),
            "额": printed(str(name), self.figures.value(name), form, absolute=True),
            "率": self._rate(name, form),
            "倍": self._multiple(name, change),
            "因": reason,
        }
        stated = Reason.GIVEN if reason else Reason.OPTIONAL if asked.only else Reason.MISSING
        return _filled(pattern, _with_reason_marked(parts, pattern, stated) if may_say else parts)

    def _pattern(self, wording: ChangeWording, change: Change, asked: SentenceRequest) -> str:
        match change.case:
            case ChangeCase.EQUAL:
                return wording.equal
            case ChangeCase.NEARLY:
                return wording.nearly
            case ChangeCase.NEITHER:
                return wording.neither
            case ChangeCase.IRREGULAR:
                return wording.changed
            case ChangeCase.NEW:
                return wording.changed + (wording.unrated if asked.rate else "")
            case ChangeCase.UP | ChangeCase.DOWN | ChangeCase.GONE:
                if not asked.rate or change.rate is None:
                    return wording.changed
                most = wording.multiples_from
                many = most is not None and change.amount > 0 and change.rate * 100 >= Fraction(most)
                return wording.changed + (wording.multiplied if many else wording.rated)

    def _reason(self, asked: SentenceRequest, change: Change) -> Runs:
        if not asked.reason or change.case in _UNCHANGED:
            return ()
        stated = reason_for(self.figures, asked.names, asked.base, asked.only)
        if not stated:
            return ()
        self.last_reason = stated
        return with_figures(self.figures, stated.text, stated.at)

    def _rate(self, name: FigureId, form: NumberFormat) -> Runs:
        rate = name._replace(derived="增减率")
        return printed(str(rate), self.figures.value(rate), form, absolute=True)

    def _multiple(self, name: FigureId, change: Change) -> Runs:
        if change.rate is None:
            return ()
        shown = rounded(abs(change.rate), 2)
        digits = print_quantity(Count(shown, "倍"), NumberFormat())
        return (Figure(str(name._replace(derived="增减率")), digits, exact_text(Ratio(change.rate))),)

    def _base_in_words(self, base: str, wording: ChangeWording) -> str:
        return fill(wording.bases.get(base) or self.profile.file.bases[base].called, self.figures.title_words)

    def completion(self, name: FigureId, base: str, form: NumberFormat, wording: str = "缺省") -> Runs:
        """Return `完成年初预算的88.32%`; with a base of zero there is no percentage."""
        compared = name.amount._replace(base=base, derived="完成率")
        value, words = self.figures.value(compared), wording_of(self.profile, wording)
        parts = {
            "基": (Text(self._base_in_words(base, words)),),
            "无": (Text(self.profile.file.bases[base].nothing),),
            "率": printed(str(compared), value, form),
        }
        return _filled(words.not_planned if value is None else words.completed, parts)

    def share(self, name: FigureId, whole: FigureId, form: NumberFormat) -> Runs:
        """Return `占81.15%`; nothing if the whole is zero."""
        part = name._replace(derived="占比", argument=whole.written_conditions)
        rate = printed(str(part), self.figures.value(part), form)
        return _filled(self.profile.file.share, {"率": rate}) if rate else ()


def wording_of(profile: Profile, name: str) -> ChangeWording:
    """Return the wording of changes of that name (用语).

    Raises:
        ReportgenError: the profile has none.
    """
    known = profile.file.changes
    if name not in known:
        refuse("模板", f"没有“{name}”这种同比用语", hint=did_you_mean(name, known))
    return known[name]


def _as_shown(change: Change, amount: Quantity | None, form: NumberFormat, least: Decimal) -> Change:
    """Return the change as it is printed: none below `least` percent (增减起点), no amount of 0, no rate of 0.00%."""
    if not change.amount:
        return change
    small = change.rate is not None and abs(change.rate) * 100 < Fraction(least)
    if small or (isinstance(amount, Amount) and not rounded(amount.yuan / UNITS[form.unit], form.places)):
        return replace(change, case=ChangeCase.NEARLY)
    unseen = change.rate is not None and not rounded(change.rate * 100, form.rate_places)
    return replace(change, rate=None) if unseen else change


def _with_reason_marked(parts: Mapping[str, Runs], pattern: str, reason: Reason) -> dict[str, Runs]:
    """Return the parts; the figure of the change says whether the sentence states its reason."""
    change = next((name for name in ("额", "率", "倍") if f"{{{name}}}" in pattern), "")
    runs = (replace(run, reason=reason) if isinstance(run, Figure) else run for run in parts.get(change, ()))
    return {**parts, change: tuple(runs)}


def _filled(pattern: str, parts: Mapping[str, Runs]) -> Runs:
    """Return the pattern with its {parts} put in."""
    out: list[Runs] = []
    for i, piece in enumerate(_PART.split(pattern)):
        out.append(parts[piece] if i % 2 else (Text(piece),))
    return tuple(run for runs in out for run in runs if run.text)


def reason_for(figures: Figures, names: Iterable[FigureId], base: str, of: str = "") -> Explanation | None:
    """Return the most specific reason that covers one of the figures, for its change against a base.

    A reason of 支出[功能=20805] covers 支出[功能=2080505], unless that has a reason of its own. With `of`, only reasons
    stated of a member of that dimension count.
    """
    wanted, vocabulary = [figures.names.completed(name) for name in names], figures.vocabulary
    stated = [
        (key, said)
        for written, said in figures.budget.reasons.items()
        if written.base in ("", base) and (not of or written.member(of)) and (key := _completed(written, figures))
    ]
    covering = [pair for pair in stated if any(covers(vocabulary, pair[0], name) for name in wanted)]
    return max(covering, key=lambda pair: _specificity(vocabulary, pair[0]))[1] if covering else None


def covers(vocabulary: Vocabulary, key: FigureId, name: FigureId) -> bool:
    """Whether `name` is `key` or a part of it."""
    own = dict(name.conditions)
    return key.measure == name.measure and all(d in own and vocabulary.below(d, own[d], m) for d, m in key.conditions)


def _completed(key: FigureId, figures: Figures) -> FigureId | None:
    """Return the name with the conditions that follow; None if there is no such figure, which is reported elsewhere."""
    try:
        return figures.names.completed(key)
    except ReportgenError:
        return None


def _specificity(vocabulary: Vocabulary, key: FigureId) -> tuple[int, int, bool]:
    """Return a key that is larger for a part than for its whole."""
    depth = sum(len(vocabulary.upward(dimension, member)) for dimension, member in key.conditions)
    return len(key.conditions), depth, bool(key.base)
