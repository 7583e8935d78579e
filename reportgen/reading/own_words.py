"""Words that a document itself teaches (自己的说法): what its region calls its funds, where no lexicon knows them.

Tables of revenue list the sources of money, so their heads and labels are funds, whatever they are called
(公共预算资金, 经费拨款). With them, titles, headings and sentences that name such a fund are about it, and not about
all money. A region that is known brings the members of its own dimensions (维度) and its own verbs of changes.
"""

from collections.abc import Iterable, Iterator, Mapping

from reportgen.document import TableKind
from reportgen.lexicon import Lexicon, of, spoken, using
from reportgen.patterns import compiled
from reportgen.profile import Profile
from reportgen.reading import Reading
from reportgen.reading.terms import conditions_of, is_known_fund
from reportgen.vocabulary import CODE_LEVELS

_WORD = compiled("[一-龥（）]{3,16}")
_WORD_OF_TWO = compiled("[一-龥]{2,6}")
_FUND = "资金"
_PLACES = (_FUND, "节题资金", "不限定")  # where words of a fund stand in the lexicon
_NO_WORDS = ("年份", "单位", "车辆类别", "设备价值", "人员类别")  # their members are words of other things as well
Places = dict[str, dict[str, tuple[str, ...]]]


def lexicon_of(reading: Reading, profile: Profile | None) -> Lexicon:
    """Return the words to read a finished document with: those known before, and those that it teaches.

    `reading`: the document before it was read. If it teaches nothing, it is read now, with the words that are returned:
    the same object as without it.
    """
    known = known_before(profile)
    with using(known):
        taught = tuple(dict.fromkeys(_of_tables(reading)))
    return _lexicon(profile, taught) if taught else known


def known_before(profile: Profile | None) -> Lexicon:
    """Return the words that are known before a document is read: the shipped ones and its region's."""
    return _lexicon(profile, ())


def _lexicon(profile: Profile | None, taught: Iterable[str]) -> Lexicon:
    own: Mapping[str, Mapping[str, tuple[str, ...]]] = profile.file.words if profile else {}
    with using(of(own)):
        members = dict.fromkeys(_of_region(profile) if profile else ())
        verbs = dict.fromkeys(_verbs(profile) if profile else ())
    funds = dict.fromkeys((*(m for d, m in members if d == _FUND), *taught))
    found: Places = {place: dict(words) for place, words in own.items()}
    said = [(place, fund) for fund in sorted(funds, key=lambda fund: (-len(fund), fund)) for place in _PLACES]
    every = [*((d, m, m) for d, m in members), *((p, p if p == "不限定" else m, m) for p, m in said), *verbs]
    for place, member, word in every:
        there = found.setdefault(place, {})
        there[member] = tuple(dict.fromkeys((*there.get(member, ()), word)))
    return of(found)


def _of_region(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield the members of the region's dimensions that no word means."""
    for dimension, tree in profile.vocabulary.trees.items():
        if dimension not in CODE_LEVELS and dimension not in _NO_WORDS:
            yield from ((dimension, member) for member in tree if _WORD.fullmatch(member) and not conditions_of(member))


def _verbs(profile: Profile) -> Iterator[tuple[str, str, str]]:
    """Yield the region's own verbs of changes (同比.词, 率词) that no word means: place, 增加 or 减少, the verb."""
    for wording in profile.file.changes.values():
        for verbs in (wording.verbs, wording.rate_verbs):
            for member, verb in zip(("增加", "减少"), verbs, strict=False):
                if len(verb) > 1 and _WORD_OF_TWO.fullmatch(verb) and not spoken().within("增减", verb):
                    yield "增减", member, verb


def _of_tables(reading: Reading) -> Iterator[str]:
    """Yield the funds in heads and labels of revenue that no word means, each part of 甲·乙 alone."""
    for sheet in reading.sheets:
        if sheet.side == "收入" or sheet.kind is TableKind.REVENUE:
            names = (entry.name for entry in sheet.entries if entry.name and entry.name.measure == "收入")
            for member in dict.fromkeys(name.member(_FUND) for name in names):
                yield from (m for m in member.split("·") if _WORD.fullmatch(m) and not is_known_fund(m))
