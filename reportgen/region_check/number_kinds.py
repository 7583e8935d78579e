"""What kind of number it is (数的种类): this year's or last year's amount, a change, a rate, a share."""

import re

from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.reading import Entry
from reportgen.reading.clauses import last_part
from reportgen.region_check.claims import Claim
from reportgen.region_check.prints import Print

_AMOUNTS = ("", "其余", "合计", "个数")  # kinds that print as an amount, or a number of pieces
_OF_ROLES = {"amount": "", "base": "", "change": "增减额", "rate": "增减率", "share": "占比", "completion": "完成率"}
_CHANGE = re.compile("[增减变差幅升降涨]")
_NOT_NOW = re.compile(r"[0-9]{4}|[上去前][一两]?年|上期|年初|比|增|减|变|差|升|降|率|幅|占|调整|执行|决算|完成")


def other_kind(claim: Claim, carried: FigureId, table: bool) -> str:
    """What kind of number the words say, where it is of another one; else nothing."""
    said, derived = claim.name, "" if carried.derived in _AMOUNTS else carried.derived
    if said is None:
        return _other_than_unnamed(claim, derived, bool(carried.base), table)
    told = said.derived or (f"{said.base}数" if said.base else "本年数")
    if table and not said.derived and derived in ("增减额", "增减率") and _CHANGE.search(claim.entry.place.column):
        return ""  # a head of its own for it, as 变动数
    if said.derived != derived or bool(said.base) != bool(carried.base):
        return told
    return told if said.base != carried.base and _is_explicit(said.base, claim.compared) else ""


def _other_than_unnamed(claim: Claim, derived: str, of_base: bool, table: bool) -> str:
    """The same where nobody knows of what it is: a sentence still says whether it is an amount or a change."""
    if table:
        place = claim.entry.place
        silent = not _NOT_NOW.search(f"{place.part}{place.row}{place.column}")
        return "本年数" if silent and (derived or of_base) else ""
    if not claim.role and claim.entry.number.unit:
        words = last_part(claim.entry.place.line[: claim.entry.place.start])
        return "本年数" if (derived or of_base) and not _NOT_NOW.search(words) else ""
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
    """The verb of a change that the template typed itself; a phrase (同比) chooses it by the numbers."""
    if one.name.derived not in ("增减额", "增减率") or one.table or not spoken().whole("增减", entry.word):
        return ""
    return "" if one.asked.before else entry.word
