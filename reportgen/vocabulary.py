"""The closed vocabularies (口径词表): measures, dimensions, and the members that a dimension knows.

A dimension is of one of three kinds:
- codes (功能, 经济, 政府经济): a shorter code means everything below it, 208 ⊃ 20805 ⊃ 2080505;
- closed (性质, 资金, 费目, 单位 …): a tree of members, given by the profile or, for 单位, by the budget;
- open (项目, 子项目 …): no tree, whatever the budget's own lines say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

NOT_APPLICABLE = "无"  # a member: the dimension does not apply to this line
ELIMINATION = "内部抵销"  # a member of 单位: internal transfers, taken off what the units make together
MONEY = "金额"

# 政府收支分类科目: digits that a code of each level has.
CODE_LEVELS: Mapping[str, Mapping[str, int]] = {
    "功能": {"类": 3, "款": 5, "项": 7},
    "经济": {"类": 3, "款": 5},
    "政府经济": {"类": 3, "款": 5},
}

CODE_STARTS = {"功能": "2", "经济": "3", "政府经济": "5"}  # with what the codes of a dimension begin


def is_code(dimension: str, text: str) -> bool:
    """Whether the text has the form of a code of the dimension; that some catalogue knows it is not asked."""
    digits = text.isascii() and text.isdigit() and len(text) in CODE_LEVELS[dimension].values()
    return digits and text.startswith(CODE_STARTS[dimension])


def code_form(dimension: str, text: str = "") -> str:
    """What a code of the dimension looks like: `编码是数字，以3开头：类3位、款5位`; of which other one the text is."""
    other = next((d for d in CODE_LEVELS if d != dimension and is_code(d, text)), None)
    if other:
        return f"{dimension}科目以{CODE_STARTS[dimension]}开头；“{text}”是{other}科目，写在“{other}”里"
    levels = "、".join(f"{level}{n}位" for level, n in CODE_LEVELS[dimension].items())
    return f"编码是数字，以{CODE_STARTS[dimension]}开头：{levels}"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure (指标): 收入, 支出, 三公经费, 人员 …

    Attributes:
        unit: 金额, or what is counted (人, 辆).
        dimensions: those its lines may state.
        sectioned: the dimension whose members may stand as headings over the lines (支出: 性质).
        negative: whether an amount below zero makes sense: a refund of expenditure, never a number of cars.
        complete: the dimension whose members are a list of the form, all of them to be stated (三公经费: 费目);
            by_unit: that each unit states, not the department alone.
    """

    name: str
    unit: str
    dimensions: tuple[str, ...]
    sectioned: str = ""
    negative: bool = False
    complete: str = ""
    by_unit: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """One dimension follows from another by code prefix (推导): 经费 from 经济, 301 → 人员经费."""

    dimension: str
    source: str
    members: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Implication:
    """Lines of one member do not have certain dimensions (隐含): 基本支出 has no 项目."""

    dimension: str
    member: str
    implied: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of it. `trees`: closed dimension -> member -> parent ("" at the top), in the order they are listed.

    `same_year`: the bases that are of this year, as 年初预算 is; the others are of the year before. `balanced`: those
    whose revenue is their expenditure, as in every budget.
    """

    measures: Mapping[str, Measure] = field(hash=False)
    trees: Mapping[str, Mapping[str, str]] = field(hash=False)
    implications: tuple[Implication, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    bases: tuple[str, ...] = ()
    same_year: tuple[str, ...] = ()
    balanced: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)
    _paths: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that some measure has, in listed order."""
        return tuple(dict.fromkeys(d for m in self.measures.values() for d in m.dimensions))

    @property
    def open(self) -> tuple[str, ...]:
        """Dimensions whose members are what lines say: neither codes nor closed by a tree."""
        return tuple(d for d in self.dimensions if d not in CODE_LEVELS and d not in self.trees)

    def with_members(self, dimension: str, members: Mapping[str, str]) -> "Vocabulary":
        """The vocabulary with one more closed dimension."""
        return replace(self, trees={**self.trees, dimension: members})

    def upward(self, dimension: str, member: str) -> tuple[str, ...]:
        """The member and everything above it, nearest first."""
        path = self._paths.get((dimension, member))
        if path is None:
            path = self._paths[dimension, member] = tuple(self._climb(dimension, member))
        return path

    def _climb(self, dimension: str, member: str) -> Iterator[str]:
        if dimension in CODE_LEVELS:
            lengths = (n for n in sorted(CODE_LEVELS[dimension].values(), reverse=True) if n < len(member))
            yield from (member, *(member[:n] for n in lengths))
            return
        parents = self.trees.get(dimension, {})
        while member:
            yield member
            member = parents.get(member, "")

    def below(self, dimension: str, member: str, top: str) -> bool:
        """Whether `member` is `top` or under it."""
        return member == top or top in self.upward(dimension, member)

    def children(self, dimension: str, parent: str = "") -> tuple[str, ...]:
        """Members of a closed dimension directly under one, in listed order."""
        return tuple(m for m, up in self.trees.get(dimension, {}).items() if up == parent)

    def leaves(self, dimension: str) -> tuple[str, ...]:
        """Members of a closed dimension that have nothing under them, in listed order."""
        tree = self.trees.get(dimension, {})
        inner = set(tree.values())
        return tuple(m for m in tree if m not in inner)
