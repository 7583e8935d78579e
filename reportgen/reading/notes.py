"""What was read of one paragraph so far (读段记录), and which mentions the next words are about."""

from dataclasses import field
from typing import Any, Literal

from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.quantity import EXACT
from reportgen.reading.entries import Entry, Mention
from reportgen.reading.meanings import NO_FIGURE
from reportgen.reading.texts import Passage, Token
from reportgen.records import dataclass

Kind = Literal["amount", "base", "change", "rate", "share", "points", "completion"]
Names = tuple[FigureId | None, ...]


@dataclass
class Notes:
    """The mentions of a paragraph in reading order, and the numbers that belong to no mention.

    Attributes:
        running: the figure mentioned last.
        compared: the last comparison, as written.
        base: an amount that the next change compares with; only the change says which figure it is.
        current: indexes of the mentions that words without a subject are about.
        whole: indexes of the mentions whose parts are listed. outermost: of the first such whole in the sentence.
        within: the fund of the figure whose parts are listed.
    """

    passage: Passage
    running: FigureId | None = None
    mentions: list[Mention] = field(default_factory=list)
    numbers: list[Entry] = field(default_factory=list)
    compared: str = ""
    base: Entry | None = None
    current: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    outermost: tuple[int, ...] = ()
    within: dict[str, str] = field(default_factory=dict)
    _named: list[FigureId | None] = field(default_factory=list)  # the figure of each mention

    @property
    def about(self) -> list[Mention]:
        """The current mentions: those that words without a subject are about."""
        return [self.mentions[i] for i in self.current]

    @property
    def unexplained(self) -> tuple[int, ...]:
        """The indexes of the mentions of changes that have no reason yet."""
        return tuple(i for i, told in enumerate(self.mentions) if told.word and not told.reason)

    @property
    def name(self) -> FigureId | None:
        """The figure of the first current mention."""
        return self._named[self.current[0]] if self.current else None

    def is_current(self, name: FigureId) -> bool:
        """Whether this is the figure of a current mention."""
        return any(self._named[i] == name for i in self.current)

    def settle_whole(self, words: str) -> None:
        """Remember that parts of the last figure follow, if the words say 其中; a new sentence ends the list."""
        if "。" in words:
            self.within, self.whole, self.outermost = {}, (), ()
        if self.running and "其中" in words.rpartition("。")[2]:
            self.within = {d: m for d, m in self.running.conditions if d == "资金"}
            self.whole = self.current
            self.outermost = self.outermost or self.whole

    def turn_to(self, names: Names, phrase: str, at: int, kind: Kind | None = None) -> None:
        """Make these figures current: their last mentions if these lack a number of that kind, else new mentions."""
        self.current = ()
        for name in names or (None,):
            known = self._lacking(name, kind)
            if known is None:
                self._add(name, Mention(phrase, self.passage.sentence(at)))
            else:
                self.current = (*self.current, known)

    def begin(self, names: Names, phrase: str, at: int) -> None:
        """Add a mention for each of these figures and make them current."""
        self.current = ()
        for name in names or (None,):
            self._add(name, Mention(phrase, self.passage.sentence(at)))

    def number(self, kind: Kind, token: Token, base: str = "", derived: str = "", word: str = "") -> None:
        """Add the number to each current mention; if there is none, to the numbers without a mention."""
        if not self.current:
            self.other(token)
        for i in self.current:
            name = self._named[i]
            own = name and FigureId(name.measure, name.conditions, base, derived, name.argument)
            self._set_fields(i, **{kind: self._entry(own, token, word)})

    def unnamed(self, kind: Kind, token: Token, word: str) -> None:
        """Add a number that is no figure, such as the points of a share, to the current mentions."""
        if not self.current:
            self.other(token)
        self.set_fields(**{kind: self._entry(None, token, word)})

    def stand_on_base(self, base: str) -> None:
        """Give the kept amount (与…的1092.39万元相比), named as a figure of this base, to the current mentions."""
        for i in self.current if self.base else ():
            name = self._named[i]
            self._set_fields(i, base=self.base and self.base._replace(name=name and name._replace(base=base)))
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
        """Set fields of the current mentions."""
        for i in self.current:
            self._set_fields(i, **said)

    def set_reason(self, text: str, certain: bool, whole: tuple[int, ...] = ()) -> None:
        """Give the reason to current mentions that have none, and to the mentions `whole`.

        An uncertain reason (主要是) is given only to a change.
        """
        for i in dict.fromkeys((*self.current, *whole)):
            if not self.mentions[i].reason and (certain or self.mentions[i].word):
                self._set_fields(i, reason=text)

    def move_change(self, part: int, whole: int) -> None:
        """Move change and rate from a part to its whole, if the rate fits only the amount of the whole.

        购置及运行费9万元，其中：运行费6万元，购置费3万元，比上年增加1万元，增长12.50%。
        """
        told, other, name = self.mentions[part], self.mentions[whole], self._named[whole]
        if part == whole or other.change or not (told.change and told.rate and other.amount and name):
            return
        if _fits(told.amount, told) or not _fits(other.amount, told):
            return
        for kind, entry in (("change", told.change), ("rate", told.rate)):
            own = entry.name and name._replace(base=entry.name.base, derived=entry.name.derived)
            self._set_fields(whole, **{kind: entry._replace(name=own)})
        self._set_fields(whole, word=told.word, rate_word=told.rate_word, compared=told.compared)
        self._set_fields(part, change=None, rate=None, word="", rate_word="", compared="")
        self.current = (whole,)

    def other(self, token: Token) -> None:
        """Add a number that belongs to no mention."""
        self.numbers.append(self._entry(None, token))

    def _lacking(self, name: FigureId | None, kind: Kind | None) -> int | None:
        same = [i for i, known in enumerate(self._named) if name and known == name]
        fitting = [i for i in same if kind is None or getattr(self.mentions[i], kind) is None]
        return fitting[-1] if fitting else None

    def _add(self, name: FigureId | None, mention: Mention) -> None:
        self.current = (*self.current, len(self.mentions))
        self.mentions.append(mention)
        self._named.append(name)
        self.running = name or self.running

    def _set_fields(self, i: int, **said: Any) -> None:
        self.mentions[i] = self.mentions[i]._replace(**said)

    def _entry(self, name: FigureId | None, token: Token, word: str = "") -> Entry:
        place = self.passage.place(token.start, token.stop - token.start)
        own = self.passage.carried.get(token.start, NO_FIGURE)
        return Entry(name, token.number, place, None, word, own.name, own.value)


def _fits(amount: Entry | None, told: Mention) -> bool:
    """Whether the rate is the change divided by the amount before the change; true if a number is missing."""
    if not (amount and told.change and told.rate):
        return True
    sign = -1 if spoken().is_word_of("增减", "减少", told.word) else 1
    before = EXACT.subtract(amount.exact, sign * told.change.exact)
    return told.rate.number.is_percent_of(told.change.exact, before)
