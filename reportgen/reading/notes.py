"""What was read of one paragraph so far (读段记录), and which mentions the next words are about."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Literal

from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT
from reportgen.reading import clauses
from reportgen.reading.clauses import before_comparison
from reportgen.reading.entries import Entry, Mention, entry_of
from reportgen.reading.meanings import NO_FIGURE, Meaning, Sort
from reportgen.reading.phrases import both_sides, stripped
from reportgen.reading.texts import Passage, Token
from reportgen.records import dataclass, field

Kind = Literal["amount", "base", "change", "rate", "share", "points", "completion"]
Names = tuple[FigureId | None, ...]
Mentions = tuple[Mention, ...]
_AFTER = 8  # characters examined after a number
_NEAR = 24  # and before a number that something may be compared with
_CHANGES: dict[Sort, Kind] = {Sort.CHANGE: "change", Sort.RATE: "rate"}


@dataclass
class Notes:
    """The mentions of a paragraph in reading order, and the numbers that belong to no mention.

    Attributes:
        running: the figure mentioned last.
        known: amounts of earlier paragraphs, which shares may refer to. settled: the text is about final accounts.
        compared: the last comparison, as written.
        base: an amount that the next change compares with; only the change says which figure it is.
        about: the mentions that words without a subject are about.
        whole: the mentions whose parts are listed. outermost: the first such whole in the sentence.
        within: the fund of the figure whose parts are listed.
    """

    passage: Passage
    running: FigureId | None = None
    known: Sequence[Entry] = ()
    settled: bool = False
    mentions: list[Mention] = field(default_factory=list)
    numbers: list[Entry] = field(default_factory=list)
    compared: str = ""
    base: Entry | None = None
    about: Mentions = ()
    whole: Mentions = ()
    outermost: Mentions = ()
    within: dict[str, str] = field(default_factory=dict)

    @property
    def unexplained(self) -> Mentions:
        """The mentions of changes that have no reason yet."""
        return tuple(told for told in self.mentions if told.word and not told.reason)

    def is_about(self, name: FigureId) -> bool:
        """Whether words without a subject are about the amount of this figure, of this year."""
        amount = name.amount
        return any(told.figure == amount for told in self.about)

    def settle_whole(self, words: str) -> None:
        """Remember that parts of the last figure follow, if the words say 其中; a new sentence ends the list."""
        if "。" in words:
            self.within, self.whole, self.outermost = {}, (), ()
        if self.running and ("其中" in words.rpartition("。")[2] or spoken().form("«再分»").search(words)):
            self.within = {d: m for d, m in self.running.conditions if d == "资金"}
            self.whole = self.about
            self.outermost = self.outermost or self.whole

    def turn_to(self, names: Names, phrase: str, at: int, kind: Kind | None = None) -> None:
        """Go on about these figures: their last mentions if these lack a number of that kind, else new mentions."""
        own = [self._lacking(name, kind) or self._added(name, phrase, at) for name in names or (None,)]
        self.about = tuple(own)

    def begin(self, names: Names, phrase: str, at: int) -> None:
        """Add a mention for each of these figures, and go on about them."""
        self.about = tuple([self._added(name, phrase, at) for name in names or (None,)])

    def begin_anew(self, at: int) -> None:
        """Add another mention of each figure that is talked about, and go on about them; reasons end before it."""
        for told in self.about:
            _fill(told, reason=before_comparison(told.reason))
        self.about = tuple([self._added(told.figure, told.subject, at) for told in self.about])

    def number(self, kind: Kind, token: Token, base: str = "", derived: str = "", word: str = "") -> None:
        """Add the number to each mention that is talked about; if there is none, to the numbers without a mention."""
        if not self.about:
            self.other(token)
        for told in self.about:
            name = told.figure
            own = name and FigureId(name.measure, name.conditions, base, derived, name.argument)
            _fill(told, **{kind: self._entry(own, token, word)})

    def unnamed(self, kind: Kind, token: Token, word: str) -> None:
        """Add a number that is no figure, such as the points of a share, to the mentions that are talked about."""
        if not self.about:
            self.other(token)
        self.set_fields(**{kind: self._entry(None, token, word)})

    def stand_on_base(self, base: str) -> None:
        """Give the kept amount (与…的1092.39万元相比), named as a figure of this base, to what is talked about."""
        for told in self.about if self.base else ():
            name = told.figure and told.figure._replace(base=base)
            _fill(told, base=self.base and self.base._replace(name=name))
        self.base = None

    def keep_base(self, token: Token) -> None:
        """Keep an amount for the next change, which is compared with it."""
        self.drop_base()
        self.base = self._entry(None, token)

    def drop_base(self) -> None:
        """Move the kept amount to the numbers without a mention: nothing was compared with it."""
        self.numbers += [self.base] if self.base else []
        self.base = None

    def set_fields(self, **said: Any) -> None:
        """Set fields of the mentions that are talked about."""
        for told in self.about:
            _fill(told, **said)

    def set_reason(self, text: str, certain: bool, whole: Mentions = ()) -> None:
        """Give the reason to what is talked about and has none, and to the mentions `whole`.

        An uncertain reason (主要是) is given only to a change.
        """
        for told in (*self.about, *whole):
            if not told.reason and (certain or told.word):
                _fill(told, reason=text)

    def move_change(self, part: Mention, whole: Mention) -> None:
        """Move change and rate from a part to its whole, if the rate fits only the amount of the whole.

        购置及运行费9万元，其中：运行费6万元，购置费3万元，比上年增加1万元，增长12.50%。
        """
        name = whole.figure
        if part is whole or whole.change or not (part.change and part.rate and whole.amount and name):
            return
        if _fits(part.amount, part) or not _fits(whole.amount, part):
            return
        for kind, entry in (("change", part.change), ("rate", part.rate)):
            own = entry.name and name._replace(base=entry.name.base, derived=entry.name.derived)
            _fill(whole, **{kind: entry._replace(name=own)})
        _fill(whole, word=part.word, rate_word=part.rate_word, compared=part.compared)
        _fill(part, change=None, rate=None, word="", rate_word="", compared="")
        self.about = (whole,)

    def other(self, token: Token, name: FigureId | None = None) -> None:
        """Add a number that belongs to no mention."""
        self.numbers.append(self._entry(name, token))

    def _lacking(self, name: FigureId | None, kind: Kind | None) -> Mention | None:
        same = (told for told in reversed(self.mentions) if name and told.figure == name)
        return next((told for told in same if kind is None or getattr(told, kind) is None), None)

    def _added(self, name: FigureId | None, phrase: str, at: int) -> Mention:
        self.mentions.append(Mention(phrase, self.passage.sentence(at), name))
        self.running = name or self.running
        return self.mentions[-1]

    def _entry(self, name: FigureId | None, token: Token, word: str = "") -> Entry:
        place = self.passage.place(token.start, token.stop - token.start)
        own = self.passage.carried.get(token.start, NO_FIGURE)
        return entry_of((name, token.number, place, None, word, own.name, own.value))


def _fill(told: Mention, **said: Any) -> None:
    for name, value in said.items():
        setattr(told, name, value)


def _fits(amount: Entry | None, told: Mention) -> bool:
    """Whether the rate is the change divided by the amount before the change; true if a number is missing."""
    if not (amount and told.change and told.rate):
        return True
    sign = -1 if spoken().is_word_of("增减", "减少", told.word) else 1
    before = EXACT.subtract(amount.exact, sign * told.change.exact)
    return told.rate.number.is_percent_of(told.change.exact, before)


def note_number(notes: Notes, token: Token, words: str, meaning: Meaning) -> None:
    """Add a number that carries a name (带名的数) to the notes of the paragraph: the name says what the number is.

    The words around it still give the verb of a change (增加, 下降), 各 (收、支总计各), the base and the
    phrase before it.
    """
    if meaning.sort in (Sort.FACT, Sort.COUNT):
        notes.other(token)
    elif meaning.name is None:
        notes.begin((), stripped(words), token.start)
        notes.number("amount", token)
    else:
        _note_figure(notes, token, words, meaning, meaning.name)


def _note_figure(notes: Notes, token: Token, words: str, meaning: Meaning, name: FigureId) -> None:
    match meaning.sort:
        case Sort.AMOUNT:
            _amount(notes, token, words, name)
        case Sort.BASE:
            _base(notes, token, words, name)
        case Sort.SHARE:
            _turn_to(notes, token, words, name)
            notes.number("share", token, derived=name.derived)
            notes.set_fields(whole=_whole(notes, meaning.whole))
        case Sort.COMPLETION:
            _turn_to(notes, token, words, name, "completion")
            notes.number("completion", token, name.base, name.derived)
        case _:
            _change(notes, token, words, name, _CHANGES[meaning.sort])


def _amount(notes: Notes, token: Token, words: str, name: FigureId) -> None:
    about = notes.about
    arrived = clauses.is_arrived(words)
    if arrived and notes.is_about(name) and any(mention.amount for mention in about):
        notes.other(token)
        return
    waiting = any(mention.base and not mention.amount for mention in about)
    if not (waiting and notes.is_about(name)):
        notes.begin(_names(words, name), stripped(words), token.start)
    notes.number("amount", token)
    if arrived:
        notes.stand_on_base(clauses.base_of(notes.compared, notes.settled))


def _names(words: str, name: FigureId) -> Names:
    """Return the name; both 收入 and 支出 if the words are 收、支总计各."""
    if name.measure in ("收入", "支出") and both_sides(words):
        return tuple(name._replace(measure=measure) for measure in ("收入", "支出"))
    return (name,)


def _base(notes: Notes, token: Token, words: str, name: FigureId) -> None:
    text = notes.passage.text
    before, after = text[max(0, token.start - _NEAR) : token.start], text[token.end : token.end + _AFTER]
    if clauses.is_base(before, after):
        notes.keep_base(token)
        return
    if not notes.is_about(name) or any(mention.base for mention in notes.about):
        notes.turn_to((name.amount,), stripped(words), token.start, "base")
    notes.number("base", token, name.base)


def _change(notes: Notes, token: Token, words: str, name: FigureId, kind: Kind) -> None:
    step = clauses.step(words)
    verb, before = (step.verb, step.before) if step else ("", words)
    _turn_to(notes, token, before, name, kind)
    notes.number(kind, token, name.base, name.derived, verb)
    notes.stand_on_base(name.base)
    notes.set_fields(**{"word" if kind == "change" else "rate_word": verb}, compared=notes.compared)


def _turn_to(notes: Notes, token: Token, words: str, name: FigureId, kind: Kind | None = None) -> None:
    if not notes.is_about(name):
        notes.turn_to((name.amount,), stripped(words), token.start, kind)


def _whole(notes: Notes, whole: FigureId | None) -> Entry | None:
    """Return the last amount of that figure stated before; None if there is none."""
    own = (mention.amount for mention in reversed(notes.mentions) if mention.amount)
    return next((entry for entry in chain(own, reversed(notes.known)) if entry.name == whole), None)
