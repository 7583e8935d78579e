"""The vocabulary (口径词表): measures, dimensions, and the members of dimensions.

A dimension is of one of three kinds:
- codes (功能, 经济, 政府经济): a shorter code stands for everything below it, 208 ⊃ 20805 ⊃ 2080505;
- closed (性质, 资金, 费目, 单位 …): a tree of members, given by the profile or, for 单位, by the budget;
- open (项目, 子项目 …): no tree, the members are those that the budget's own lines state.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.quantity import Amount, Count
from reportgen.records import dataclass, field, replace

NOT_APPLICABLE = "无"  # a member: the dimension does not apply to this line
ELIMINATION = "内部抵销"  # a member of 单位: internal transfers, negative lines that reduce the sum of the units
MONEY = "金额"
NO_MONEY = Amount(Decimal(0))  # one for all, as most amounts of a large table are zero

# 政府收支分类科目: how many digits a code of each level has.
CODE_LEVELS: Mapping[str, Mapping[str, int]] = {
    "功能": {"类": 3, "款": 5, "项": 7},
    "经济": {"类": 3, "款": 5},
    "政府经济": {"类": 3, "款": 5},
}

CODE_STARTS = {"功能": "2", "经济": "3", "政府经济": "5"}  # the first digit of every code of a dimension


def holds(dimension: str, top: str, member: str) -> bool:
    """Whether the member is `top`, or a code below it."""
    return member.startswith(top) if dimension in CODE_LEVELS else member == top


def is_code(dimension: str, text: str) -> bool:
    """Whether the text has the form of a code of the dimension, whether or not a catalogue lists it."""
    digits = text.isascii() and text.isdigit() and len(text) in CODE_LEVELS[dimension].values()
    return digits and text.startswith(CODE_STARTS[dimension])


def code_form(dimension: str, text: str = "") -> str:
    """Describe a code of the dimension: `编码是数字，以3开头：类3位、款5位`; or say whose code the text is instead."""
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
        dimensions: the dimensions that its lines may state.
        sectioned: the dimension whose members may be headings over lines (支出: 性质).
        negative: whether amounts below zero make sense: refunds of expenditure do, a negative number of cars does not.
        complete: the dimension whose members the form lists, so that every one has to be stated (三公经费: 费目).
        by_unit: whether each unit states the whole list, not only the department.
    """

    name: str
    unit: str
    dimensions: tuple[str, ...]
    sectioned: str = ""
    negative: bool = False
    complete: str = ""
    by_unit: bool = False

    @property
    def amount_key(self) -> str:
        """The key of its amounts in budget files, 金额 or 数量."""
        return "金额" if self.unit == MONEY else "数量"

    def quantity(self, number: Decimal) -> Amount | Count:
        """Return a number of this measure: money in 元, or pieces of its unit."""
        if self.unit == MONEY:
            return Amount(number) if number else NO_MONEY
        return Count(number, self.unit)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A dimension that follows from another one by code prefix (推导): 经费 from 经济, 301 → 人员经费."""

    dimension: str
    source: str
    members: Mapping[str, str] = field(hash=False)

    def member(self, code: str) -> str:
        """Return the member that follows from a code; "" if none does."""
        return next((member for prefix, member in self.members.items() if code.startswith(prefix)), "")


@dataclass(frozen=True, slots=True)
class Implication:
    """What follows for other dimensions from one member (隐含): 基本支出 has no 项目."""

    dimension: str
    member: str
    implied: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Measures, closed dimensions, and the rules by which one dimension follows from another.

    Attributes:
        trees: closed dimension -> member -> parent ("" at the top), in listed order.
        bases: the years that are compared with (口径): 上年预算 …
        same_year: the bases of this year, such as 年初预算; the others are of the year before.
        balanced: the bases whose revenue equals their expenditure, as in every budget.
        defaults: dimension -> member of lines that do not state the dimension.
        aliases: dimension -> what another kind of document calls a member -> the member: 上年结转 -> 年初结转和结余.
    """

    measures: Mapping[str, Measure] = field(hash=False)
    trees: Mapping[str, Mapping[str, str]] = field(hash=False)
    implications: tuple[Implication, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    bases: tuple[str, ...] = ()
    same_year: tuple[str, ...] = ()
    balanced: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict, hash=False)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    _paths: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that a measure has, in listed order."""
        return tuple(dict.fromkeys(d for m in self.measures.values() for d in m.dimensions))

    @property
    def open(self) -> tuple[str, ...]:
        """Open dimensions: those that are neither codes nor closed by a tree."""
        return tuple(d for d in self.dimensions if d not in CODE_LEVELS and d not in self.trees)

    def with_units(self, units: Mapping[str, str]) -> "Vocabulary":
        """Return the vocabulary with the units (单位) of a department: code → the unit above it, "" for none."""
        return replace(self, trees={**self.trees, "单位": units})

    def with_default_unit(self, unit: str) -> "Vocabulary":
        """Return the vocabulary with this unit for lines that do not state one."""
        return replace(self, defaults={**self.defaults, "单位": unit})

    def completed(self, dims: Mapping[str, str]) -> dict[str, str]:
        """Return the members of a line with those that follow: defaults (缺省成员), implications, derivations."""
        full = {**self.defaults, **dims}
        for rule in self.implications:
            if self.below(rule.dimension, full.get(rule.dimension, ""), rule.member):
                full = {**rule.implied, **full}
        for derived in self.derivations:
            if derived.dimension not in full and (member := derived.member(full.get(derived.source, ""))):
                full[derived.dimension] = member
        return full

    def unsettled(self, dims: Mapping[str, str], dimension: str) -> str:
        """Return the dimension of `dims` that leaves open whether `dimension` has an implied member; "" if none."""
        for rule in (rule for rule in self.implications if dimension in rule.implied):
            own = dims.get(rule.dimension, "")
            if not own or (own != rule.member and self.below(rule.dimension, rule.member, own)):
                return rule.dimension
        return ""

    def upward(self, dimension: str, member: str) -> tuple[str, ...]:
        """Return the member and all members above it, nearest first."""
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
        """Whether `member` is `top` or stands below it."""
        return member == top or top in self.upward(dimension, member)

    def children(self, dimension: str, parent: str = "") -> tuple[str, ...]:
        """Return the members of a closed dimension directly below one, in listed order."""
        return tuple(m for m, up in self.trees.get(dimension, {}).items() if up == parent)

    def leaves(self, dimension: str) -> tuple[str, ...]:
        """Return the members of a closed dimension that have none below them, in listed order."""
        tree = self.trees.get(dimension, {})
        inner = set(tree.values())
        return tuple(m for m in tree if m not in inner)
