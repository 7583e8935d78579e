"""Words against names (文字与数名): whether the words around a number contradict the name that it carries.

Words that are not understood contradict nothing.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from reportgen.document import plain
from reportgen.figure import Conditions, FigureId
from reportgen.figures import Figures
from reportgen.figures.derived import share_operands
from reportgen.patterns import compiled
from reportgen.quantity import UNITS, plain_digits
from reportgen.reading.terms import ALL_SPENT, OF_THIS_YEAR, THIS_YEAR, bare, conditions_of, is_total
from reportgen.region_check.claims import Claim, PrintedNumber, other_kind, typed_direction
from reportgen.region_check.meaning import SelectedLines
from reportgen.region_check.terms import ITEM, MEASURE, Nearly, Term, Terms
from reportgen.vocabulary import CODE_LEVELS, MONEY

_UNIT = compiled("|".join([*sorted(UNITS, key=len, reverse=True), "[%％]", "人(?![员次民])", "辆", "台", "个"]))
_OF_MONEY, _SHOWN = compiled("(?:总额|金额|价值|资金|经费|费用)[共为约]?$"), 6  # letters that a message shows
_AMONG, _PART = "其中", compiled("[；。]")
_ORDINARY = compiled("[0-9年数额计]")  # heads that name no figure: 2026年预算数, 金额, 小计
_BEHIND = compiled("[。\\n]")
_RATIOS = ("增减率", "占比", "完成率")
UNIT_SAID = "文字说单位是"
_COUNTED = ("个数", "合计")  # the words before these are about sizes


class Comparing:
    """Compares the numbers of one document with the words around them."""

    def __init__(self, figures: Figures) -> None:
        self.meaning, self.terms, self.vocabulary = SelectedLines(figures), Terms(figures), figures.vocabulary
        self.nearly = Nearly(self.meaning, self.terms)
        self.figures, self.budget, self.folders = figures, figures.budget, figures.profile.folders

    def contradiction(
        self, one: PrintedNumber, claims: Sequence[Claim], before: Sequence[PrintedNumber], shared: Conditions = ()
    ) -> str:
        """Return what is wrong with the number where it stands, in words; empty if nothing is.

        Args:
            before: the numbers before this one in the same line.
            shared: the conditions of all numbers of its section or table.
        """
        if typed := self._typed(one, claims):
            return typed
        judged = [self._of_claim(one, claim, shared) for claim in claims]
        if any(wrong == "" for wrong in judged) or self._goes_back(one, before):
            return ""
        if wrong := next(filter(None, judged), None):
            return wrong
        return self._wrong_by_terms(one, claims, before[-1].end if before else 0)

    def _goes_back(self, one: PrintedNumber, before: Sequence[PrintedNumber]) -> bool:
        """Whether a phrase after a list is about the listed whole: 用车费5万元，其中：…，比上年减少2万元."""
        if not one.asked.before or self.terms.in_words(one.asked.before):
            return False  # no phrase, or one that names what it speaks of
        between = [(other.name, one.place.line[other.end : one.place.start]) for other in before]
        return any(
            _AMONG in words and not _PART.search(words) and self.meaning.alike(name, one.name._replace(base=""))
            for name, words in between
        )

    def _typed(self, one: PrintedNumber, claims: Sequence[Claim]) -> str:
        """Return what is wrong with a verb or a unit that the template typed itself; empty if nothing is."""
        for claim in claims:
            if verb := typed_direction(claim.entry, one):
                return f"“{verb}”是直接写的，数是增是减要看数：{one.name}"
        unit = _UNIT.match(one.place.line, one.end) if one.asked.after and not one.table else None
        if unit:
            return f"“{one.asked.after}”后面又写了“{unit[0]}”"
        return _first(_other_unit(one, claim) for claim in claims)

    def _of_claim(self, one: PrintedNumber, claim: Claim, shared: Conditions) -> str | None:
        """Return what is wrong by one reading of the words; empty if words and name agree, None if that is open."""
        chosen = bool(one.asked.before)  # by a phrase (同比): its words follow from the number
        if not chosen and (kind := other_kind(claim, one.name, bool(one.table))):
            return f"文字说的是{kind}，印的是{one.name}"
        said = claim.name
        if said is None:
            return None
        if one.name.derived == "个数":
            return ""
        same = self.meaning.same(said, one.name, claim.by_item)
        if same is False:
            wrong = f"文字说的是{said.amount}，印的是{one.name}"
            return None if self._may_agree(one, claim, said, shared) else wrong
        if same and claim.whole and one.name.derived == "占比":
            _, whole = share_operands(one.name)
            if not (self._may_be(claim.whole, whole, shared) or self._is_named_around(one, whole, claim.whole)):
                return f"文字说的是占{claim.whole}的比例，印的是占{whole}的"
        return "" if same else None

    def _may_agree(self, one: PrintedNumber, claim: Claim, said: FigureId, shared: Conditions) -> bool:
        """Whether words and number may still agree, because not all the words are understood."""
        if self._is_namesake(said, one.name) or _may_be_of(one, said):
            return True
        if one.table and self._is_unknown(claim) and self.meaning.lies_in(one.name, said, claim.by_item):
            return True
        if self._is_named_around(one, one.name, said, claim.by_item):
            return True
        return self._may_be(said, one.name, shared, claim.by_item)

    def _is_named_around(self, one: PrintedNumber, carried: FigureId, said: FigureId, by_item: bool = False) -> bool:
        """Whether the title, or the words before in the line, name all that the name is narrower by: 当年拨款."""
        around = f"{plain(one.table.title) if one.table else one.place.part}{one.words_before}"
        known = {(d, self.meaning.member(d, member) or member) for d, member in said.conditions}
        narrower = set(carried.conditions) - known
        named = all(any(word in around for word in self._words_of(d, m)) for d, m in narrower - {ALL_SPENT})
        return bool(narrower) and named and self.meaning.lies_in(carried, said, by_item)

    def _words_of(self, dimension: str, member: str) -> tuple[str, ...]:
        """Return the words by which a member may be named."""
        if (dimension, member) == OF_THIS_YEAR:
            return ("本年", "当年")
        return member, self.budget.member_name(dimension, member)

    def _may_be(self, said: FigureId, carried: FigureId, shared: Conditions, by_item: bool = False) -> bool:
        """Whether the number may be what the words say, alone or with the conditions of all that is around it."""
        unsaid = [(d, m) for d, m in shared if not said.member(d)]
        names = (said, said.where(*unsaid)) if unsaid else (said,)
        return any(self.meaning.same(name, carried, by_item) is not False for name in names)

    def _is_unknown(self, claim: Claim) -> bool:
        """Whether the head above the number is not understood: it may say more than the reader knows."""
        head = claim.entry.place.column.split("·")[-1]
        known = conditions_of(head) or is_total(head) or self.terms.in_words(head) or _ORDINARY.search(head)
        return bool(head) and not known

    def _is_namesake(self, said: FigureId, carried: FigureId) -> bool:
        """Whether the words were read as another item of the same name: 其他支出 is 229 and also 399."""
        codes = [{(d, m) for d, m in name.conditions if d in CODE_LEVELS} for name in (said, carried)]
        names = [{self.budget.member_name(d, m) for d, m in own} for own in codes]
        return codes[0] != codes[1] and bool(names[0] & names[1])

    def _wrong_by_terms(self, one: PrintedNumber, claims: Sequence[Claim], before: int) -> str:
        """Return what is wrong by the region's own names, where the reader does not understand enough."""
        if one.table:
            return _first(self._of_cell(one, claim) for claim in claims)
        words = one.place.line[before : one.place.start]
        if self.vocabulary.measures[one.name.measure].unit != MONEY and _OF_MONEY.search(words):
            return f"“{words[-_SHOWN:]}”旁边印的是{one.name}，不是金额"
        terms = self.terms.in_words(words)
        if wrong := _first(self._term(term, one.name) for term in terms):
            return wrong
        near = self.nearly.of_members(one.words_before, terms, one.name)
        return near or self.nearly.of_counts(f"{one.place.part}{one.words_before}", one.name)

    def _wrong_by_head(self, part: str, one: PrintedNumber) -> str:
        """Return what is wrong by the words of a head or a label, each word by itself; empty if nothing is."""
        items = {self.budget.member_name(d, m) for d, m in one.name.conditions if d in CODE_LEVELS}
        for word in part.split("·"):
            if not items.isdisjoint((bare(word), f"{bare(word)}支出")):
                continue  # 公务接待费, of all 支出, is an item; 国有资本经营预算, of 223, as well
            for dimension, member in conditions_of(word).items():
                if self.meaning.other_funds((dimension, member), one.name) is False:
                    return f"“{word}”下面印的是{one.name}"
                own = self.meaning.member(dimension, member)
                if word in one.name.member(dimension):
                    continue  # 政府性基金 over 上级政府性基金转移支付
                if own and self.meaning.within(one.name, (dimension, own)) is False:
                    return f"“{word}”下面印的是{one.name}"
        return ""

    def _of_cell(self, one: PrintedNumber, claim: Claim) -> str:
        """Return what is wrong by head and label; a label counts only as a whole, for an officer may have typed it."""
        row, column = claim.entry.place.row, claim.entry.place.column
        if wrong := self.nearly.of_heads(claim.name, one.name):
            return wrong
        if wrong := _first(self._wrong_by_head(part, one) for part in (row, column)):
            return wrong
        terms = (*self.terms.called(row), *(term for term in self.terms.in_words(column or row) if term.last))
        speaking = (term for term in terms if not (claim.by_item and _is_revenue(term, one.name)))
        return _first(
            self._term(term, one.name) for term in speaking if not self._is_part_below(column, term, one.name)
        )

    def _is_part_below(self, column: str, term: Term, carried: FigureId) -> bool:
        """Whether a head above others names what the number is part of: 区级财力 over 罚没."""
        wholes = [(d, m) for d, m in term.meanings if d in self.vocabulary.trees]
        own = dict(carried.conditions)
        return term.word not in column.split("·")[-1] and any(
            d in own and self.vocabulary.below(d, own[d], m) for d, m in wholes
        )

    def _term(self, term: Term, carried: FigureId) -> str:
        if any(term.word in member for _, member in carried.conditions):
            return ""  # 人员 over 人员经费
        if any(self._agrees(dimension, member, term, carried) for dimension, member in term.meanings):
            return ""
        return f"“{term.word}”旁边印的是{carried}"

    def _costs(self, counted: str, carried: FigureId) -> bool:
        """Whether words that name something counted may mean money for it, as 车辆费用."""
        one, other = (self.vocabulary.measures[m].unit for m in (counted, carried.measure))
        return one != MONEY == other

    def _agrees(self, dimension: str, member: str, term: Term, carried: FigureId) -> bool:
        if dimension == MEASURE:
            return member == carried.measure or not term.last or self._costs(member, carried)
        if dimension == ITEM:
            named = (self.budget.member_name(d, m) for d, m in carried.conditions)
            return not term.last or any(term.word in name for name in (carried.measure, *named))
        if dimension not in self.vocabulary.measures[carried.measure].dimensions:
            return not term.last or carried.derived in _COUNTED
        own = carried.member(dimension)
        if (dimension, member) == THIS_YEAR and carried.member("年份") == "本年":
            return self.vocabulary.below(dimension, own or member, member)  # in a table of one fund
        if own:
            return own == member or self.meaning.alike(carried.where((dimension, member)), carried) is not False
        return self.meaning.within(carried, (dimension, member)) is not False


def _first(found: Iterable[str]) -> str:
    """Return the first text that is not empty; empty if there is none."""
    return next(filter(None, found), "")


def _may_be_of(one: PrintedNumber, said: FigureId) -> bool:
    """Whether only the number's own measure is named before it in its sentence: 收入有：一般公共预算拨款11万元."""
    *before, words = _BEHIND.split(one.words_before)
    if before and words.startswith(_AMONG):
        words = f"{before[-1]}{words}"
    return (
        not one.table and said.measure != one.name.measure and one.name.measure in words and said.measure not in words
    )


def _is_revenue(term: Term, carried: FigureId) -> bool:
    """Whether a term calls revenue what is expenditure, as tables of items do."""
    return carried.measure == "支出" and (MEASURE, "收入") in term.meanings


def _other_unit(one: PrintedNumber, claim: Claim) -> str:
    """Return what is wrong if the unit that the words name makes the number another amount; else empty."""
    number = claim.entry.number
    if not number.is_money or not one.figure.value or one.name.derived in _RATIOS:
        return ""
    try:
        exact = Decimal(one.figure.value)
    except InvalidOperation:
        return ""
    if abs(abs(number.exact) - abs(exact)) <= number.step:
        return ""
    return f"{UNIT_SAID}{number.unit}，印的“{one.figure.text}”是{plain_digits(exact)}元"
