"""What the words around a number say of it (文字的说法): of what it is, and what kind of number.

The words are those of the document without its names, as a reader takes them. Kinds of numbers are this year's amount,
last year's, a change, a rate, a share.
"""

from collections.abc import Iterator

from reportgen.document import Document
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry, Mention, Reading
from reportgen.reading.clauses import last_part
from reportgen.records import dataclass
from reportgen.region_check.prints import Key, Print, key_of, nameless

_ROLES = ("amount", "base", "change", "rate", "share", "points", "completion")  # of the numbers of a sentence


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of a number.

    Attributes:
        compared: the base, as it is called there.
        whole: of a share, what the words say it is a share of.
        role: which part of a sentence it is, such as `amount`, `change`, `share`; empty in tables.
        by_item: whether it stands in a table of items (科目), as in some tables of revenue.
    """

    entry: Entry
    compared: str
    whole: FigureId | None = None
    role: str = ""
    by_item: bool = False

    @property
    def name(self) -> FigureId | None:
        """What the words mean, in the reader's members; None where they are not understood."""
        return self.entry.name


def claims(document: Document) -> dict[Key, list[Claim]]:
    """Return what is said of each number, by where it stands; one number may be several figures (收、支总计各)."""
    found: dict[Key, list[Claim]] = {}
    for claim in _claims(Reading(nameless(document))):
        found.setdefault(key_of(claim.entry.place), []).append(claim)
    return found


def _claims(reading: Reading) -> Iterator[Claim]:
    for sheet in (*reading.sheets, *reading.pictures):
        by_item = not sheet.side and any(line.code for line in sheet.lines)
        yield from (_of_cell(entry, by_item) for entry in sheet.entries)
    for form in reading.forms:
        yield from (_of_cell(entry) for entry in form.entries)
    for mention in reading.mentions:
        yield from _of_mention(mention)
    for entry in reading.numbers:
        yield Claim(entry, "")


def _of_cell(entry: Entry, by_item: bool = False) -> Claim:
    return Claim(entry, entry.place.column or entry.place.row, by_item=by_item)


def _of_mention(mention: Mention) -> Iterator[Claim]:
    whole = mention.whole.name if mention.whole else None
    for role in _ROLES:
        if entry := getattr(mention, role):
            yield Claim(entry, mention.compared, whole if role == "share" else None, role)


_AMOUNTS = ("", "其余", "合计", "个数")  # kinds of figures that print as an amount, or a number of pieces
_OF_ROLES = {"amount": "", "base": "", "change": "增减额", "rate": "增减率", "share": "占比", "completion": "完成率"}
_CHANGE = compiled("[增减变差幅升降涨]")
_NOT_NOW = compiled(r"[0-9]{4}|[上去前][一两]?年|上期|年初|比|增|减|变|差|升|降|率|幅|占|调整|执行|决算|完成")


def other_kind(claim: Claim, carried: FigureId, table: bool) -> str:
    """Return the kind of number that the words say, if the number is of another kind; else nothing."""
    said, derived = claim.name, "" if carried.derived in _AMOUNTS else carried.derived
    if said is None:
        return _kind_of_unknown(claim, derived, bool(carried.base), table)
    kind = said.derived or (f"{said.base}数" if said.base else "本年数")
    if table and not said.derived and derived in ("增减额", "增减率") and _CHANGE.search(claim.entry.place.column):
        return ""  # a head of its own, such as 变动数
    if said.derived != derived or bool(said.base) != bool(carried.base):
        return kind
    return kind if said.base != carried.base and _is_explicit(said.base, claim.compared) else ""


def _kind_of_unknown(claim: Claim, derived: str, of_base: bool, table: bool) -> str:
    """The same where the words do not say of what it is: they may still say whether it is an amount or a change."""
    place, other = claim.entry.place, bool(derived or of_base)
    if table:
        return "本年数" if other and not _NOT_NOW.search(f"{place.part}{place.row}{place.column}") else ""
    if not claim.role and claim.entry.number.unit:
        return "本年数" if other and not _NOT_NOW.search(last_part(place.line[: place.start])) else ""
    if claim.role not in _OF_ROLES or (claim.role == "base") == of_base == (not derived):
        return ""
    said = _OF_ROLES[claim.role]
    if said != derived:
        return said or "金额"
    return "本年数" if claim.role == "amount" and of_base else ""


def _is_explicit(base: str, words: str) -> bool:
    """Whether the words name the base in full: 上年 alone may be any of last year's."""
    return base != "上年预算" or "预算" in words


def typed_direction(entry: Entry, one: Print) -> str:
    """Return the verb of a change that the template typed itself, instead of a phrase that chooses it (同比)."""
    if one.name.derived not in ("增减额", "增减率") or one.table or not spoken().whole("增减", entry.word):
        return ""
    return "" if one.asked.before else entry.word
