"""What the paragraphs say of figures (句子): each is read from number to number.

Where a number carries no name, the words before it say what it is.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reportgen.document import Document, plain
from reportgen.figure import FigureId
from reportgen.reading import clauses, named_numbers
from reportgen.reading.clauses import Conditions, Scope, aside, fund_in, going_on, scope_of
from reportgen.reading.entries import Entry
from reportgen.reading.meanings import Meanings
from reportgen.reading.notes import Kind, Names, Notes
from reportgen.reading.subjects import Codes, Subjects, stripped
from reportgen.reading.texts import Passage, Token, tokens

_AFTER = 8  # characters behind a number that are looked at
_NEAR = 24  # and before one, for the number that something is compared with
_FAR = 300  # no subject is longer: bounds the time that a hostile text takes
_PROJECTS = ("性质", "项目支出")
_ITEM = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]")


@dataclass
class Reader:
    """Reads one paragraph into its notes.

    Attributes:
        scope: what the headings imply; words of the paragraph may change it for what follows.
        known: amounts of earlier paragraphs, which shares may refer to.
        year: of the document.
    """

    notes: Notes
    scope: Scope
    subjects: Subjects
    known: Sequence[Entry] = ()
    meanings: Meanings | None = None
    year: int = 0

    def read(self) -> Notes:
        """Read the whole paragraph."""
        text, cut = self.notes.passage.text, 0
        for token in tokens(text):
            if token.is_calendar:
                self.notes.other(token)
                cut = token.end if token.ordinal else cut
                continue
            self._between(cut, token.start)
            self._number(token, text[max(cut, token.start - _FAR) : token.start])
            cut = token.end
        self._between(cut, len(text))
        self.notes.drop_base()
        return self.notes

    def _between(self, start: int, stop: int) -> None:
        """Read the words between two numbers: 持平, a reason, a comparison, another scope."""
        text = self.notes.passage.text
        words, done = text[start:stop], 0
        self.scope = aside(words, self.scope)
        for found in clauses.remarks(words):
            if found["reason"] or found["mainly"]:
                self.notes.reason(clauses.rest_of_sentence(text[start + found.end() :]), bool(found["reason"]))
            else:
                against = found["base"] or found["than"] or self.notes.compared
                self._verdict(words[done : found.start()], found["word"] or found["verdict"], against, start)
            done = found.end()
        self.notes.compared = clauses.compared(words) or self.notes.compared

    def _verdict(self, words: str, word: str, against: str, at: int) -> None:
        """Add 持平 to the figure of the words before it, or to the one mentioned last."""
        names = self._meant(words) if stripped(words) else ()
        if names or not self.notes.current:
            self.notes.turn_to(names, stripped(words), at)
        self.notes.tell(word=word, compared=against)

    def _number(self, token: Token, words: str) -> None:
        carried = self.notes.passage.carried.get(token.start)
        if carried and self.meanings:
            named_numbers.note(self, token, words, self.meanings.of(carried.name))
        else:
            self._unnamed(token, words)

    def _unnamed(self, token: Token, words: str) -> None:
        """Add a number that carries no name."""
        match token.number.unit:
            case _ if token.number.is_money:
                self._money(token, words)
            case "%":
                self._percent(token, words)
            case "个百分点" | "百分点" if step := clauses.step(words):
                self._change(token, step, "points", "增减率")
            case _:
                self.notes.other(token)

    def _money(self, token: Token, words: str) -> None:
        text = self.notes.passage.text
        after = text[token.end : token.end + _AFTER]
        before = text[max(0, token.start - _FAR) : token.start]
        if clauses.is_threshold(words, after) or (self.scope.settled and clauses.of_projects(before)):
            self.notes.other(token)  # in final accounts, projects are counted that have targets, with their budgets
        elif clauses.is_base(text[max(0, token.start - _NEAR) : token.start], after) or self._is_last_year(words):
            self.notes.keep_base(token)
        elif clauses.is_arrived(words):
            self._arrived(token)
        elif step := clauses.step(words):
            self._change(token, step, "change", "增减额")
        elif self.scope.settled:
            self._settled(token, words)
        else:
            self._amount(token, words)

    def _is_last_year(self, words: str) -> bool:
        return bool(self.notes.mentions) and clauses.is_last_year(words, self.year)

    def _percent(self, token: Token, words: str) -> None:
        if completed := clauses.completion(words):
            self.notes.number("completion", token, clauses.base_of(completed["base"] or "年初预算"), "完成率")
        elif share := clauses.share(words):
            self._share(token, words[: share.start()], share["whole"] or "")
        elif step := clauses.step(words):
            self._change(token, step, "rate", "增减率")
        else:
            self.notes.other(token)

    def _arrived(self, token: Token) -> None:
        """Add the amount in 增加到100万元, unless it was stated before."""
        if any(mention.amount for mention in self.notes.about):
            self.notes.other(token)
        else:
            self.notes.number("amount", token)
        self.notes.stand_on_base(self._base_now)

    def _settled(self, token: Token, words: str) -> None:
        """Add an amount of final accounts: 年初预算为500万元，支出决算为441.6万元 is one amount with its base."""
        waiting = any(mention.base and not mention.amount for mention in self.notes.about)
        if clauses.is_budgeted(words):
            self.notes.begin(self._names(words), stripped(words), token.start)
            self.notes.number("base", token, clauses.base_of(words.rpartition("，")[2], otherwise="年初预算"))
        elif waiting and clauses.is_settled(stripped(words)):
            self.notes.number("amount", token)
        else:
            self._amount(token, words)

    def _amount(self, token: Token, words: str) -> None:
        self.notes.begin(self._names_of_amount(token, words), stripped(words), token.start)
        self.notes.number("amount", token)

    def _names_of_amount(self, token: Token, words: str) -> Names:
        before = self.notes.passage.text[max(0, token.start - _FAR) : token.start]
        if clauses.of_some_projects(before):
            return ()
        names = self._names(words)
        if not clauses.of_projects(before):
            return names
        spent = [name for name in names if name.measure == "支出"] or [FigureId("支出")]
        return tuple(name if name.member("性质") else name.where(_PROJECTS) for name in spent)

    def _names(self, words: str) -> tuple[FigureId, ...]:
        """Return the figures of the words; words that name none continue the last figure, or the paragraph's title."""
        if self.subjects.is_empty(words) and self.notes.mentions and self.notes.running:
            return (self.notes.running,)
        titles = words.split("。")[:-1] if self.subjects.is_empty(words) and not self.notes.mentions else ()
        return next(filter(None, map(self._meant, titles)), ()) or self._meant(words)

    def _meant(self, words: str) -> tuple[FigureId, ...]:
        names = self.subjects.names(words, self.scope, self.notes.running)
        return tuple(map(self.meanings.plain, names)) if self.meanings else names

    def _change(self, token: Token, step: clauses.Step, kind: Kind, derived: str) -> None:
        """Add a change of the words before it, of what is increased (减少收入预算), or of the last figure."""
        phrase = stripped(step.before)
        if clauses.is_ratio(phrase):
            self.notes.unnamed(kind, token, step.verb)
            return
        words = step.before if phrase else step.object
        if phrase or self._speaks_of(step.object):
            self.notes.turn_to(self._meant(words), stripped(words), token.start, kind)
        elif not self.notes.current:
            self.notes.begin(self._meant(""), "", token.start)
        self.notes.number(kind, token, self._base_now, derived, step.verb)
        self.notes.stand_on_base(self._base_now)
        self.notes.tell(**{"word" if kind == "change" else "rate_word": step.verb}, compared=self.notes.compared)

    @property
    def _base_now(self) -> str:
        return clauses.base_of(self.notes.compared, self.scope.settled)

    def _speaks_of(self, increased: str) -> bool:
        phrase = stripped(increased)
        return bool(phrase and self._meant(increased)) and (len(phrase) > len("支出") or self.notes.base is not None)

    def _share(self, token: Token, words: str, of: str) -> None:
        if stripped(words) and (names := self._meant(words)):
            self.notes.turn_to(names, stripped(words), token.start)
        said = self._wholes(of) if of.rstrip("的") else ()
        before = [*self.known, *(mention.amount for mention in self.notes.mentions if mention.amount)]
        self.notes.number("share", token, derived="占比")
        self.notes.tell(whole=whole_of(self.notes.name, before, said))

    def _wholes(self, words: str) -> Names:
        """Return the figures that a share may be of: in the whole document before those below these headings."""
        anywhere = Scope(settled=self.scope.settled)
        return (*self.subjects.names(words, anywhere, None), *self._meant(words))


def read(
    document: Document,
    of: Iterable[Passage],
    names: Codes,
    projects: Collection[str],
    meanings: Meanings | None = None,
) -> list[Notes]:
    """Return the notes of every paragraph, in reading order.

    Args:
        of: the paragraphs.
        names: item names as the document's tables print them -> codes: `行政运行` -> (2010301, 2070101).
        projects: names of projects.
        meanings: given where numbers carry names of a known budget.
    """
    subjects = Subjects(names, projects, (document.publisher,))
    found: list[Notes] = []
    known: list[Entry] = []
    opened: FigureId | None = None
    listed: Conditions = {}
    scopes: dict[tuple[str, ...], Scope] = {}
    for passage in of:
        above = scopes.get(passage.headings)
        if above is None:
            above = scopes[passage.headings] = scope_of(passage.headings, projects, plain(document.title))
        listed = listed if _ITEM.match(passage.text) else {}
        scope = going_on(above, opened, listed)
        notes = Reader(Notes(passage, opened), scope, subjects, known, meanings, document.year).read()
        known += [mention.amount for mention in notes.mentions if mention.amount]
        last = notes.mentions[-1].amount if notes.mentions else None
        opens = passage.text.endswith(("：", ":"))
        opened = last.name if last and opens else None
        listed = fund_in(passage.text.rpartition("。")[2]) if opens and not notes.mentions else listed
        found.append(notes)
    return found


_ABOVE = {
    "一般公共预算": "财政拨款",
    "政府性基金": "财政拨款",
    "国有资本经营预算": "财政拨款",
    "公务用车购置费": "公务用车购置及运行费",
    "公务用车运行费": "公务用车购置及运行费",
    "小微企业": "中小企业",
}
WHOLE_YEAR = (("性质", "本年支出"), ("年份", "本年"), ("资金", "本年收入"))  # every part of this year lies in it


def whole_of(part: FigureId | None, before: Sequence[Entry], said: Sequence[FigureId | None] = ()) -> Entry | None:
    """Return the earlier amount that the share is of: the one named by 占…的, else the nearest that holds the part."""
    spoken = next((entry for name in said for entry in reversed(before) if entry.name == name), None)
    if spoken or not part:
        return spoken
    return next((entry for entry in reversed(before) if entry.name and holds(entry.name, part)), None)


def holds(whole: FigureId, part: FigureId) -> bool:
    """Whether the part is a part of the whole by their conditions: of the same measure, and not the whole itself."""
    if whole == part or whole.measure != part.measure:
        return False
    return all(c in WHOLE_YEAR or _below(part.member(c[0]), c[1]) for c in whole.conditions)


def _below(member: str, above: str) -> bool:
    if not member:
        return False
    return member == above or _ABOVE.get(member) == above or (above.isdigit() and member.startswith(above))
