"""The terms of heads, labels and sentences (用语): which members they mean.

Regions use different words for the same thing (一般公共预算拨款收入, 一般公共预算收入, 财政一般拨款). One canonical
member stands for all of them, so that tables and text can be compared. The words are in data/words/terms.yaml; a
region's own come first. A region may have members of its own (一般预算拨款, 履职类项目): `Members` reads each as if it
were a label below the labels of the members above it.
`SubjectWords` are the words of sentences (data/words/sentences.yaml), which `subjects` uses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from reportgen.figure import Conditions
from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.records import NamedTuple
from reportgen.vocabulary import CODE_LEVELS, Vocabulary

# Numbering and words before a label that are not part of it: `一、`, `（二）`, `1.`, `１、`, `其中：`, `减：`.
_NUMBERING = compiled(
    r"^[\s\u3000]*(?:(?:其中(?=[一-龥])|(?:其中|减|加)[:：])[\s\u3000]*)?"
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]+|[（(]?[0-9０-９]{1,2}[)）.．、]+)?"
)
_ASIDE = compiled("[（(][^（()）]{1,20}[)）]$")
_CARRIED = "«结转:上年»?(?P<fund>«结转:资金»).{0,6}?«结转:结转»"


_NUMBERED = tuple(
    compiled(pattern)
    for pattern in (
        r"([一二三四五六七八九十]{1,3})、",
        r"[（(]([一二三四五六七八九十]{1,3})[)）]",
        r"([0-9０-９]{1,2})[.．、](?![0-9])",
        r"[（(]([0-9０-９]{1,2})[)）]",
        r"([①-⑳])",
    )
)
_FIRST = dict.fromkeys("一1１①", 1)


def numbered(label: str) -> tuple[int, int] | None:
    """Return kind, from 一、 (0) to ① (4), and place (1 first, 2 later) of a label's number; None without one."""
    for kind, pattern in enumerate(_NUMBERED):
        if found := pattern.match(label):
            return kind, _FIRST.get(found[1], 2)
    return None


@lru_cache(maxsize=1 << 14)
def bare(label: str) -> str:
    """Return the label without numbering, `其中：`, blanks and line breaks: `收 入 合 计` is 收入合计."""
    return compiled(r"\s").sub("", _NUMBERING.sub("", label.replace("⏎", "")))


def conditions_of(phrase: str) -> dict[str, str]:
    """Return what the whole phrase means: `一、基本支出` is {性质: 基本支出}; {} for an unknown term."""
    return dict(_meanings(spoken(), bare(phrase)))


def meaning_of_terms(phrase: str) -> dict[str, str]:
    """Return what several terms in a row mean together: 本年财政拨款基本支出; {} if other words stand among them."""
    found: dict[str, str] = {}
    rest = _ASIDE.sub("", bare(phrase))
    while rest := spoken().form("(?:«不说明资金»){1,8}$").sub("", rest):
        start, said = ending_term(rest)
        if not said or said.keys() & found.keys():
            return {}
        found |= said
        rest = rest[:start]
    return found


def is_total(label: str) -> bool:
    """Whether the label is a total: 合计, 收入总计, 支 出 合 计."""
    return spoken().whole("合计", bare(label)) != ""


def ending_term(phrase: str) -> tuple[int, dict[str, str]]:
    """Return where the longest known term at the end of a phrase begins, and its conditions.

    Without one that is the length of the phrase, and no conditions.
    """
    return _known(spoken()).ending(phrase)


def is_known_fund(member: str) -> bool:
    """Whether a fund is in the lexicon; others are known only from heads and labels of the document."""
    return member in _known(spoken()).funds


def unit_in(fields: Mapping[str, str], *members: str) -> str:
    """Return the row's text below a head of units, the first member (编码, 名称 …) preferred; "" without one."""
    for head in _unit_heads(spoken(), tuple(fields), members):
        if fields[head]:
            return fields[head]
    return ""


@lru_cache(maxsize=1 << 9)
def _unit_heads(lexicon: Lexicon, heads: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the heads that name a wanted member of units, the first member's first."""
    named = [(lexicon.whole("单位列", head), head) for head in heads if head]
    return tuple(head for member in wanted for own, head in named if own == member)


class _Terms:
    """The terms of a lexicon as one pattern."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._rows = tuple(lexicon.rows(*lexicon.dimensions))
        self._pattern = compiled("|".join(f"(?P<t{i}>{pattern}$)" for i, (_, _, pattern) in enumerate(self._rows)))
        self._carried = lexicon.form(_CARRIED)
        self.funds = frozenset(member for dimension, member, _ in self._rows if dimension == "资金")

    def meanings(self, phrase: str) -> Iterator[tuple[str, str]]:
        """Yield the conditions that the whole phrase means; none if it is unknown."""
        found = self._pattern.fullmatch(phrase)
        carried = self._carried.fullmatch(phrase)
        if found:
            yield self._meant(found)
        elif carried:  # 一般公共预算结余结转
            yield from [pair for pair in self.meanings(carried["fund"]) if pair[0] == "资金"]
            yield "年份", "上年结转"

    def ending(self, phrase: str) -> tuple[int, dict[str, str]]:
        """Return where the longest term at the end begins, and its conditions; (length, {}) without one."""
        found = self._pattern.search(phrase)
        return (found.start(), dict([self._meant(found)])) if found else (len(phrase), {})

    def _meant(self, found: re.Match[str]) -> tuple[str, str]:
        dimension, member, _ = self._rows[int(str(found.lastgroup)[1:])]
        return dimension, member


@lru_cache(maxsize=8)
def _known(lexicon: Lexicon) -> _Terms:
    return _Terms(lexicon)


@lru_cache(maxsize=8192)
def _meanings(lexicon: Lexicon, phrase: str) -> tuple[tuple[str, str], ...]:
    return tuple(_known(lexicon).meanings(phrase))


def narrowed(outer: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Return the conditions below two heads. 财政拨款 below 一般公共预算 excludes fees and other revenue."""
    above, below = outer.get("资金", ""), said.get("资金", "")
    if below and above == "一般公共预算" and below == "财政拨款":
        return {**outer, "资金": "一般公共预算财政拨款"}
    if below and above and not is_known_fund(above):
        return {**outer, "资金": f"{above}·{below}"}
    return {**outer, **said}


# Conditions that a region's vocabulary may lack, because all its money meets them.
THIS_YEAR = ("资金", "本年收入")
OF_THIS_YEAR = ("年份", "本年")  # not what was carried over
ALL_SPENT = ("性质", "本年支出")  # which words leave out
DROPPABLE = dict.fromkeys(("单位", "年份", "性质", "资金", "项目类别"))  # a measure without one has one member of it
WHOLE = {THIS_YEAR, ALL_SPENT, ("资金", "财政拨款"), OF_THIS_YEAR}


class Members:
    """The members of one vocabulary, and the canonical ones that rules use; each is worked out once.

    `units`: code of a unit -> its name.
    """

    def __init__(self, vocabulary: Vocabulary, units: Mapping[str, str]) -> None:
        self.vocabulary = vocabulary
        self._units = {name: code for code, name in units.items()}
        self._words: dict[tuple[str, str], tuple[str, str]] = {}

    def canonical(self, dimension: str, member: str) -> tuple[str, str]:
        """Return the canonical (dimension, member) for a member of the region."""
        key = (dimension, member)
        if key not in self._words:
            self._words[key] = self._read_as_label(dimension, member)
        return self._words[key]

    def words(self, conditions: Conditions) -> Conditions:
        """Return the conditions with canonical members; the same object if they have them already."""
        known = self._words
        found = tuple([known.get(pair) or self.canonical(*pair) for pair in conditions])
        return conditions if found == conditions else found

    def region_member(self, dimension: str, member: str) -> str | None:
        """Return the region's member for a canonical one; None if the region has none."""
        tree = self.vocabulary.trees.get(dimension)
        if dimension in CODE_LEVELS or tree is None:
            return member
        if dimension == "单位":
            return member if member in tree else self._units.get(member)
        return self._by_word.get((dimension, member), member if member in tree else None)

    def own_conditions(self, measure: str, conditions: Conditions) -> Conditions | None:
        """Return the conditions in the region's members; None if it lacks one of them.

        A measure without 资金 is of all funds; one without 面向 says nothing of 面向=中小企业.
        """
        found: dict[str, tuple[str, str]] = {}
        for condition in conditions:
            dimension, member = condition
            own = self.region_member(dimension, member)
            if own is None and condition not in WHOLE:
                return None
            if own is not None:
                found[dimension] = condition if own == member else (dimension, own)
        known = self.vocabulary.measures.get(measure)
        kept = set(found) if measure == "收入" else set(known.dimensions if known else ())
        if known and not found.keys() <= kept | DROPPABLE.keys():
            return None
        return tuple(sorted(own for d, own in found.items() if d in kept))

    def _read_as_label(self, dimension: str, member: str) -> tuple[str, str]:
        if dimension in CODE_LEVELS or member not in self.vocabulary.trees.get(dimension, {}):
            return dimension, member
        said: dict[str, str] = {}
        for label in reversed(self.vocabulary.upward(dimension, member)):
            said = narrowed(said, conditions_of(label))
        own = conditions_of(member)
        if dimension not in own and len(own) == 1:
            return next(iter(own.items()))  # the fund 部门结余结转资金 is a year elsewhere
        if dimension == "资金" and "上年结转" in (own.get("年份"), said.get("年份")):
            return dimension, member  # 一般公共预算结余结转 is no 一般公共预算 of this year
        return (dimension, said[dimension]) if dimension in said and own else (dimension, member)

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], str]:
        """Canonical (dimension, member) -> the region's member; the outermost, if several mean the same."""
        found: dict[tuple[str, str], str] = {}
        for dimension, tree in self.vocabulary.trees.items():
            for member in sorted(tree, key=lambda m: len(self.vocabulary.upward(dimension, m))):
                found.setdefault(self.canonical(dimension, member), member)
        return {key: member for key, member in found.items() if key[0] in self.vocabulary.trees}


_LISTED = r"[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}[.．、]"


class SubjectWords(NamedTuple):
    """The words of sentences (data/words/sentences.yaml) as patterns.

    Attributes:
        lead: introducing words. tail: words between a subject and its number. rest: what may remain after the tail.
        filler: words before 收入 and 支出 that do not limit them. body: endings of names of offices.
        measure: any measure at the end; its group `m3` is `measures[3]`.
    """

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    rest: re.Pattern[str]
    filler: re.Pattern[str]
    body: re.Pattern[str]
    measure: re.Pattern[str]
    measures: tuple[str, ...]


def subject_words() -> SubjectWords:
    """Return the patterns of the lexicon in use, with the region's words."""
    return subject_words_of(spoken())


@lru_cache(maxsize=8)
def subject_words_of(lexicon: Lexicon) -> SubjectWords:
    """Return the patterns of a lexicon; they are made once."""
    rows = [(measure, pattern) for _, measure, pattern in lexicon.rows("主语")]
    return SubjectWords(
        compiled(rf"^(?:{_LISTED}|[、和]|{lexicon.pattern('词头')})+"),
        compiled(rf"(?:(?<=[类款项][）)])|{lexicon.pattern('词尾')}){{1,20}}$"),
        lexicon.form("«词尾后»$"),
        compiled(lexicon.pattern("不限定")),
        compiled(rf"(?:{lexicon.pattern('单位名称')})$"),
        compiled("|".join(f"(?P<m{i}>{pattern})$" for i, (_, pattern) in enumerate(rows))),
        tuple(measure for measure, _ in rows),
    )


def of_people(conditions: Iterable[tuple[str, str]]) -> Conditions:
    """Return the conditions that 人员支出 beside 公用支出 means: 人员经费, not 工资福利支出 (301)."""
    return tuple(sorted([*(c for c in conditions if c[0] != "经济"), ("经费", "人员经费")]))
