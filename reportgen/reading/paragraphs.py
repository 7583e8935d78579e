"""One paragraph, read from number to number (逐数读): the words between two numbers say what the second one is."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from reportgen.figure import FigureId
from reportgen.reading import clauses
from reportgen.reading.entries import Entry, Mention
from reportgen.reading.passages import Passage, Token, tokens
from reportgen.reading.scopes import Scope, aside
from reportgen.reading.subjects import Subjects, stripped
from reportgen.reading.wholes import whole_of

_AFTER = 8  # characters behind a number that are looked at
Kind = Literal["base", "change", "rate", "share", "points", "completion"]
_PROJECTS = ("性质", "项目支出")


@dataclass(frozen=True, slots=True)
class Told:
    """What a paragraph tells: of figures, and numbers that are of none."""

    mentions: tuple[Mention, ...]
    numbers: tuple[Entry, ...]


@dataclass
class Reader:
    """Reads one paragraph.

    Attributes:
        known: amounts of the paragraphs before, for shares of them.
        running: what was spoken of last; at first what the paragraph before left open with `：`.
    """

    passage: Passage
    scope: Scope
    subjects: Subjects
    known: tuple[Entry, ...] = ()
    running: FigureId | None = None
    _mentions: list[Mention] = field(default_factory=list)
    _named: list[FigureId | None] = field(default_factory=list)  # what each mention is of
    _numbers: list[Entry] = field(default_factory=list)
    _current: tuple[int, ...] = ()  # the mentions that a change without a subject is of
    _compared: str = ""
    _base: Entry | None = None

    def told(self) -> Told:
        """Its mentions in reading order, and the other numbers."""
        cut = 0
        for token in tokens(self.passage.text):
            if token.is_calendar:
                self._other(token)
                cut = token.end if token.ordinal else cut
                continue
            self._between(cut, token.start)
            self._number(token, self.passage.text[cut : token.start])
            cut = token.end
        self._between(cut, len(self.passage.text))
        return Told(tuple(self._mentions), tuple(self._numbers))

    def _between(self, start: int, stop: int) -> None:
        """What the words between two numbers say: 持平, reasons, what is compared, another scope."""
        words = self.passage.text[start:stop]
        self.scope = aside(words, self.scope)
        done = 0
        for found in clauses.remarks(words):
            if found["reason"] or found["mainly"]:
                self._reason(start + found.end(), bool(found["reason"]))
            else:
                against = found["base"] or found["than"] or self._compared
                self._equal(words[done : found.start()], found["word"] or found["verdict"], against, start)
            done = found.end()
        self._compared = clauses.compared(words) or self._compared

    def _equal(self, words: str, word: str, against: str, at: int) -> None:
        phrase = stripped(words)
        if phrase and (names := self.subjects.names(words, self.scope, self.running)):
            self._of(names, phrase, at)
        elif not self._current:
            self._of((), phrase, at)
        self._tell(word=word, compared=against)

    def _reason(self, start: int, told: bool) -> None:
        """主要是 gives a reason only where a change was told; else it lists parts."""
        current = [i for i in self._current if not self._mentions[i].reason]
        for i in current:
            if told or self._mentions[i].word:
                reason = clauses.rest_of_sentence(self.passage.text[start:])
                self._mentions[i] = replace(self._mentions[i], reason=reason)

    def _number(self, token: Token, words: str) -> None:
        after = self.passage.text[token.end : token.end + _AFTER]
        match token.number.unit:
            case _ if token.number.is_money:
                self._money(token, words, after)
            case "%":
                self._percent(token, words)
            case "个百分点" | "百分点" if step := clauses.step(words):
                self._change(token, step, "points", "增减率")
            case _:
                self._other(token)

    def _money(self, token: Token, words: str, after: str) -> None:
        if clauses.is_threshold(words, after):
            self._other(token)
        elif clauses.is_base(self.passage.text[: token.start][-24:], after):
            self._base = self._entry(None, token)
        elif step := clauses.step(words):
            self._change(token, step, "change", "增减额")
        else:
            self._amount(token, words)

    def _percent(self, token: Token, words: str) -> None:
        if completed := clauses.completion(words):
            base = clauses.base_of(completed["base"] or "年初预算")
            self._number_told("completion", token, base, "完成率", "")
        elif share := clauses.share(words):
            self._share(token, words[: share.start()], share["whole"] or "")
        elif step := clauses.step(words):
            self._change(token, step, "rate", "增减率")
        else:
            self._other(token)

    def _amount(self, token: Token, words: str) -> None:
        names = self._names_of_amount(token, words)
        self._current = ()
        for name in names:
            mention = Mention(stripped(words), self.passage.sentence(token.start), self._entry(name, token))
            self._add(mention, name)

    def _names_of_amount(self, token: Token, words: str) -> tuple[FigureId | None, ...]:
        before = self.passage.text[: token.start]
        if clauses.of_some_projects(before):
            return (None,)
        names = self._names(words)
        if not clauses.of_projects(before):
            return names or (None,)
        spent = [name for name in names if name and name.measure == "支出"] or [FigureId("支出")]
        return tuple(name if name.member("性质") else name.where(_PROJECTS) for name in spent)

    def _names(self, words: str) -> tuple[FigureId, ...]:
        """What the words mean; where they say nothing, what the sentence or the paragraph began with."""
        if self.subjects.is_empty(words):
            if self._mentions and self.running:
                return (self.running,)
            if "。" in words and not self._mentions:
                title, _, _ = words.rpartition("。")
                if names := self.subjects.names(title, self.scope, self.running):
                    return names
        return self.subjects.names(words, self.scope, self.running)

    def _change(self, token: Token, step: clauses.Step, kind: Kind, derived: str) -> None:
        """A change, of the words before it, of what is increased (减少收入预算), or of what was spoken of last."""
        words = step.before if stripped(step.before) else step.object
        if stripped(step.before) or self._speaks_of(step.object):
            self._of(self.subjects.names(words, self.scope, self.running), stripped(words), token.start, kind)
        elif not self._current:
            self._of(self.subjects.names("", self.scope, self.running), "", token.start)
        said = {"word": step.verb} if kind == "change" else {"rate_word": step.verb}
        self._number_told(kind, token, clauses.base_of(self._compared), derived, step.verb)
        self._tell(compared=self._compared, **said)

    def _speaks_of(self, increased: str) -> bool:
        phrase = stripped(increased)
        known = bool(phrase) and bool(self.subjects.names(increased, self.scope, self.running))
        return known and (len(phrase) > 2 or self._base is not None)

    def _share(self, token: Token, words: str, of: str) -> None:
        if stripped(words) and (names := self.subjects.names(words, self.scope, self.running)):
            self._of(names, stripped(words), token.start)
        said = self.subjects.names(of, self.scope, self.running) if of.rstrip("的") else ()
        amounts = [*self.known, *(mention.amount for mention in self._mentions if mention.amount)]
        whole = whole_of(self._named[self._current[0]], amounts, said) if self._current else None
        self._number_told("share", token, "", "占比", "")
        self._tell(whole=whole)

    def _of(self, names: tuple[FigureId | None, ...], phrase: str, at: int, kind: str = "") -> None:
        """Makes these current: the mentions of their amounts in the paragraph, else new ones without an amount."""
        self._current = ()
        for name in names or (None,):
            known = self._mention_of(name, kind)
            if known is None:
                self._add(Mention(phrase, self.passage.sentence(at)), name)
            else:
                self._current = (*self._current, known)

    def _mention_of(self, name: FigureId | None, kind: str) -> int | None:
        fitting = [
            i for i, n in enumerate(self._named) if n == name and not (kind and getattr(self._mentions[i], kind))
        ]
        return fitting[-1] if name and fitting else None

    def _add(self, mention: Mention, name: FigureId | None) -> None:
        self._current = (*self._current, len(self._mentions))
        self._mentions.append(mention)
        self._named.append(name)
        self.running = name or self.running

    def _number_told(self, kind: Kind, token: Token, base: str, derived: str, word: str) -> None:
        """Adds the number to each current mention; where there is none it is a number of its own."""
        if not self._current:
            self._other(token)
        for i in self._current:
            name = self._named[i]
            entry = self._entry(name and replace(name, base=base, derived=derived), token, word)
            self._mentions[i] = _with(self._mentions[i], kind, entry)
            if self._base:
                stood = replace(self._base, name=name and replace(name, base=base))
                self._mentions[i] = replace(self._mentions[i], base=stood)
        self._base = None

    def _tell(self, **said: Any) -> None:
        for i in self._current:
            self._mentions[i] = replace(self._mentions[i], **said)

    def _other(self, token: Token) -> None:
        self._numbers.append(self._entry(None, token))

    def _entry(self, name: FigureId | None, token: Token, word: str = "") -> Entry:
        place = self.passage.place(token.start, token.stop - token.start)
        return Entry(name, token.number, place, "N", word)


def _with(mention: Mention, kind: Kind, entry: Entry) -> Mention:
    said: dict[str, Any] = {kind: entry}
    return replace(mention, **said)
