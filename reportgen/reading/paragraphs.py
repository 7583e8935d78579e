"""What the paragraphs say of figures (句子): a paragraph is read from number to number.

Where a number carries no name, the words before it say what it is.
"""

from reportgen.reading import clauses
from reportgen.reading.clauses import last_part
from reportgen.reading.explaining import Explained
from reportgen.reading.figures_meant import FAR, FiguresMeant
from reportgen.reading.meanings import Sort
from reportgen.reading.notes import Kind, note_number
from reportgen.reading.phrases import stripped, without_tail
from reportgen.reading.scopes import scope_after
from reportgen.reading.terms import OF_THIS_YEAR
from reportgen.reading.texts import Token, tokens
from reportgen.reading.wholes import whole_of
from reportgen.records import dataclass, replace

_AFTER = 8  # characters examined after a number
_NEAR = 24  # and before a number that something may be compared with


@dataclass
class Reader(FiguresMeant):
    """Reads one paragraph into its notes.

    Attributes:
        year: of the document.
        listed: the verb of a list: 压减办公费0.5万元、差旅费0.2万元.
        divides: whether the number before was a change, or a part of one: 减少1.5万元，其中办公费1万元.
    """

    year: int = 0
    listed: str = ""
    divides: bool = False

    def read(self) -> None:
        """Read the whole paragraph."""
        text, cut = self.notes.passage.text, 0
        for token in tokens(text):
            if token.is_calendar:
                self.notes.other(token)
                cut = token.end if token.ordinal else cut
                continue
            if not token.number.unit and clauses.is_code(text, token.start, token.end):
                self.notes.other(token)
                continue
            self._between(cut, token.start)
            self._number(token, text[max(cut, token.start - FAR) : token.start])
            cut = token.end
        self._between(cut, len(text))
        self.notes.drop_base()

    def _between(self, start: int, stop: int) -> None:
        """Read the words between two numbers: 持平, a reason, a comparison, another scope."""
        text = self.notes.passage.text
        words, done, told = text[start:stop], 0, ""
        heard = clauses.between(words)
        self.scope = scope_after(heard, self.scope)
        for found in heard.remarks:
            self._leave(words[done : found.start()])
            if found["reason"] or found["mainly"]:
                reason, whole = clauses.rest_of_sentence(text[start + found.end() :]), self.notes.whole
                said = words[: found.start()]
                whole = self.notes.unexplained if clauses.of_change(said) else () if "。" in said else whole
                self.notes.set_reason(reason, bool(found["reason"]), whole)
            else:
                against = found["base"] or found["alike"] or found["than"]
                against = against or clauses.compared(words[: found.start()]) or self.notes.compared
                said = found["word"] or (found["same"] and "持平") or found["verdict"]
                self._verdict(words[done : found.start()], said, against, start)
                told = found["than"] or told
            done = found.end()
        self._leave(words[done:])
        if heard.explains and not self.explained.goes_on:
            self.explained = Explained(self.notes.about, told or self.explained.against, True)
        if heard.compared:
            self.explained = replace(self.explained, against="")
        self.notes.compared = heard.compared or self.notes.compared

    def _leave(self, words: str) -> None:
        """Return to the figure that was explained where the explanation ends; a new sentence is about others."""
        if ("；" in words or "。" in words) and self.explained.about:
            if self.explained.goes_on or not any(one.figure for one in self.notes.about):
                self.notes.about = self.explained.about
            self.explained = Explained() if "。" in words else replace(self.explained, goes_on=False)

    def _verdict(self, words: str, word: str, against: str, at: int) -> None:
        """Add 持平 to the figure that the words before it name, else to the figure mentioned last."""
        names = self._figures_meant(words) if stripped(words) else ()
        if not names and clauses.is_of_others(words):
            return
        if names or not self.notes.about:
            self.notes.turn_to(names, stripped(words), at)
        if against and self._is_of_another_base(against):
            self.notes.begin(names or tuple(filter(None, (self.notes.running,))), stripped(words), at)
        self.notes.set_fields(word=word, compared=against)

    def _is_of_another_base(self, against: str) -> bool:
        """Whether the budget stands beside the amount, and the verdict compares with another year."""
        stated = {about.base.name.base for about in self.notes.about if about.base and about.base.name}
        return bool(stated) and clauses.base_of(against, self.notes.settled) not in stated

    def _number(self, token: Token, words: str) -> None:
        carried = self.notes.passage.carried.get(token.start)
        meaning = self.meanings.meaning_of(carried.name) if carried and self.meanings else None
        if meaning and meaning.sort is not Sort.FACT:
            note_number(self.notes, token, words, meaning)
        else:
            self._unnamed(token, words)  # a fact (资料) is what an officer typed; its key says nothing

    def _unnamed(self, token: Token, words: str) -> None:
        """Add a number that carries no name of a figure."""
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
        before = text[max(0, token.start - FAR) : token.start]
        divides = self.divides and bool(self.explained.about) and ("其中" in words or clauses.carries_on(words))
        self.divides = False
        if clauses.is_threshold(words, after) or (self.notes.settled and clauses.of_projects(before)):
            self.notes.other(token)  # in final accounts, projects are counted that have targets, with their budgets
        elif clauses.is_base(text[max(0, token.start - _NEAR) : token.start], after) or self._is_last_year(words):
            self._turn_to_what_changes(words)
            self.notes.keep_base(token)
        elif self.notes.settled and clauses.is_partly_used(after):
            self.notes.other(token)
        elif clauses.is_of_last_year(words):
            name = next(iter(self._figures_meant(clauses.without_last_year(words))), None)
            self.notes.other(token, name and name._replace(base=clauses.base_of("上年", self.notes.settled)))
        elif self.notes.settled and self.notes.about and clauses.is_planned(words, after):
            self.notes.number("base", token, clauses.base_of(last_part(words), True, "年初预算"))
        elif clauses.is_arrived(words):
            self._amount_reached(token)
        elif step := clauses.step(words):
            self._change(token, step, "change", "增减额")
            self.listed, self.divides = step.verb if without_tail(stripped(step.object)) else "", True
        elif self.listed and clauses.carries_on(words):
            self._change(token, clauses.Step(self.listed, "", words[1:]), "change", "增减额")
        elif divides or self._explains_by(words, text[token.end : token.end + FAR]):
            self.divides = divides
            self.notes.begin((), stripped(words), token.start)
            self.notes.number("amount", token)
        elif clauses.is_bare(words) and any(one.amount for one in self.notes.about):
            self.notes.other(token)
        elif self.notes.settled:
            self._settled_amount(token, words)
        else:
            self._amount(token, words)

    def _explains_by(self, words: str, after: str) -> bool:
        """Whether an explanation has an amount that no words name: 按32万人、人均99元安排(3168万元)."""
        told = self.explained.goes_on and any(one.amount for one in self.explained.about)
        bare = self.subjects.is_empty(words) and not clauses.states_again(words)
        return told and bare and not clauses.is_of_this_year(words, "", after)

    def _turn_to_what_changes(self, words: str) -> None:
        """Go on about what the words name before an amount that it changes from: 购书经费由(20万元增加到24万元)."""
        named = clauses.before_from(words)
        if named and clauses.is_of_this_year_alone(named) and self.notes.running:
            self.notes.begin((self.notes.running.where(OF_THIS_YEAR),), stripped(named), 0)
        elif named and not self.subjects.is_empty(named):
            self.notes.begin(self._figures_meant(named), stripped(named), 0)

    def _is_last_year(self, words: str) -> bool:
        return bool(self.notes.mentions) and clauses.is_last_year(words, self.year)

    def _percent(self, token: Token, words: str) -> None:
        if clauses.is_completed(words) and any(about.base and not about.completion for about in self.notes.about):
            self._completion(token, "", "")
        elif completed := clauses.completion(words):
            self._completion(token, words[: completed.start()], completed["base"] or "年初预算")
        elif share := clauses.share(words):
            self._share(token, words[: share.start()], share["whole"] or "")
        elif step := clauses.step(words):
            self._change(token, step, "rate", "增减率")
        elif clauses.is_same_change(words) and any(about.change and not about.rate for about in self.notes.about):
            self.notes.number("rate", token, self._base_now, "增减率", self.notes.about[0].word)
        else:
            self.notes.other(token)
        for part, whole in zip(self.notes.about, self.notes.whole, strict=False):
            self.notes.move_change(part, whole)

    def _completion(self, token: Token, words: str, of: str) -> None:
        """Add a rate of completion, of the budgeted amount stated before, else of the base that the words name."""
        if not self.subjects.is_empty(words) and (names := self._figures_meant(words)):
            self.notes.turn_to(names, stripped(words), token.start, "completion")
        stated = next((about.base.name.base for about in self.notes.about if about.base and about.base.name), "")
        otherwise = stated or ("年初预算" if self.notes.settled else "")
        self.notes.number("completion", token, clauses.base_of(of, self.notes.settled, otherwise), "完成率")

    def _amount_reached(self, token: Token) -> None:
        """Add the amount in 增加到100万元, unless it was stated before."""
        if any(mention.amount for mention in self.notes.about):
            self.notes.other(token)
        else:
            self.notes.number("amount", token)
        self.notes.stand_on_base(self._base_now)

    def _settled_amount(self, token: Token, words: str) -> None:
        """Add an amount of final accounts; 年初预算为500万元，支出决算为441.6万元 is one amount with its base."""
        waiting = any(mention.base and not mention.amount for mention in self.notes.about)
        if clauses.is_budgeted(words):
            self.notes.begin(self._names(words), stripped(words), token.start)
            self.notes.number("base", token, clauses.base_of(last_part(words), self.notes.settled, "年初预算"))
        elif waiting and clauses.is_settled(stripped(words)):
            self.notes.number("amount", token)
        else:
            self._amount(token, words)

    def _amount(self, token: Token, words: str) -> None:
        self.notes.settle_whole(words)
        self.notes.begin(self._names_of_amount(token, words), stripped(words), token.start)
        self.notes.number("amount", token)

    def _change(self, token: Token, step: clauses.Step, kind: Kind, derived: str) -> None:
        """Add a change of what the words before it name, of what is increased (减少收入预算), or of the last figure."""
        phrase = stripped(step.before)
        told = kind == "rate" and any(about.rate and about.reason for about in self.notes.about)
        if told and self.subjects.is_empty(last_part(step.before)):
            self.notes.other(token)  # of what the reason tells: 下降3.5%，主要是压减一般性支出5%
            return
        if clauses.is_ratio(phrase):
            self.notes.unnamed(kind, token, step.verb)
            return
        words = step.before if phrase else step.object
        if self.notes.outermost and "。" in step.before and self.subjects.is_empty(step.before):
            self.notes.about = self.notes.outermost  # 其中：甲5万元，乙3万元。比上年增加1万元
            self.notes.outermost = ()
        if self.subjects.is_empty(step.before) and self._is_unknown(step.object):
            self.notes.other(token)
            return
        if not self.subjects.is_empty(step.before) or self._speaks_of(step.object):
            self.notes.turn_to(self._figures_meant(words), stripped(words), token.start, kind)
        elif not self.notes.about:
            self.notes.begin(self._figures_meant(""), "", token.start)
        elif self._compares_anew:
            self.notes.begin_anew(token.start)
        self.notes.number(kind, token, self._base_now, derived, step.verb)
        self.notes.stand_on_base(self._base_now)
        self.notes.set_fields(**{"word" if kind == "change" else "rate_word": step.verb}, compared=self.notes.compared)

    @property
    def _compares_anew(self) -> bool:
        """Whether a change is from another year than that told before: 比年初预算增加2万元，比上年减少1万元."""
        told = (about.compared for about in self.notes.about if about.word or about.rate_word)
        return any(one and clauses.base_of(one, self.notes.settled) != self._base_now for one in told)

    @property
    def _base_now(self) -> str:
        if self.explained.against:
            return clauses.base_of(self.explained.against, self.notes.settled, "年初预算")
        return clauses.base_of(self.notes.compared, self.notes.settled)

    def _is_unknown(self, increased: str) -> bool:
        """Whether the words name something that is no known figure: 减少(文化产业园区奖补)8万元."""
        return len(without_tail(stripped(increased))) > len("支出") and not self._figures_meant(increased)

    def _speaks_of(self, increased: str) -> bool:
        phrase = stripped(increased)
        return bool(phrase and self._figures_meant(increased)) and (
            len(phrase) > len("支出") or self.notes.base is not None
        )

    def _share(self, token: Token, words: str, of: str) -> None:
        if stripped(words) and (names := self._figures_meant(words)):
            self.notes.turn_to(names, stripped(words), token.start)
        said = self._wholes_of_share(of) if of.rstrip("的") else ()
        before = [*self.notes.known, *(mention.amount for mention in self.notes.mentions if mention.amount)]
        self.notes.number("share", token, derived="占比")
        name, part = next(((about.figure, about.amount) for about in self.notes.about), (None, None))
        whole = None if clauses.leaves_out(of) else whole_of(name, before, said, part, token.number)
        self.notes.set_fields(whole=whole)
