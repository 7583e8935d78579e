"""A region's members in the words that rules ask by, and back (成员的通称).

A region may have members of its own (一般预算拨款, 履职类项目). A member is read as a label
below the labels of those above it; its words mean one of the members that data/words/terms.yaml knows.
"""

from collections.abc import Mapping
from functools import cached_property

from reportgen.figure import Conditions
from reportgen.reading.columns import narrowed
from reportgen.reading.terms import conditions_of
from reportgen.vocabulary import CODE_LEVELS, Vocabulary

# What a region's vocabulary may have no member for, because there it is the whole.
WHOLE = {("资金", "本年收入"), ("性质", "本年支出"), ("资金", "财政拨款"), ("年份", "本年")}


class Members:
    """The members of one vocabulary; what is worked out is remembered. `units`: code of a unit -> its name."""

    def __init__(self, vocabulary: Vocabulary, units: Mapping[str, str]) -> None:
        self.vocabulary = vocabulary
        self._units = {name: code for code, name in units.items()}
        self._words: dict[tuple[str, str], tuple[str, str]] = {}

    def word(self, dimension: str, member: str) -> tuple[str, str]:
        """Return the (dimension, member) that rules know a region's member by."""
        key = (dimension, member)
        if key not in self._words:
            self._words[key] = self._read_as_label(dimension, member)
        return self._words[key]

    def words(self, conditions: Conditions) -> Conditions:
        """Return the conditions with the members that rules know."""
        known = self._words
        return tuple([known.get(pair) or self.word(*pair) for pair in conditions])

    def own(self, dimension: str, member: str) -> str | None:
        """Return the region's member for that of the rules; None where the region has none."""
        tree = self.vocabulary.trees.get(dimension)
        if dimension in CODE_LEVELS or tree is None:
            return member
        if dimension == "单位":
            return member if member in tree else self._units.get(member)
        return self._by_word.get((dimension, member), member if member in tree else None)

    def own_conditions(self, measure: str, conditions: Conditions) -> Conditions | None:
        """Return the conditions in the region's members; None where it lacks one of them."""
        found: dict[str, str] = {}
        for dimension, member in conditions:
            own = self.own(dimension, member)
            if own is None and (dimension, member) not in WHOLE:
                return None
            if own is not None:
                found[dimension] = own
        known = self.vocabulary.measures.get(measure)
        dimensions = known.dimensions if known else ()
        return tuple(sorted((d, m) for d, m in found.items() if d in dimensions or measure == "收入"))

    def _read_as_label(self, dimension: str, member: str) -> tuple[str, str]:
        if dimension in CODE_LEVELS or member not in self.vocabulary.trees.get(dimension, {}):
            return dimension, member
        said: dict[str, str] = {}
        for label in reversed(self.vocabulary.upward(dimension, member)):
            said = narrowed(said, conditions_of(label))
        own = conditions_of(member)
        if dimension not in own and len(own) == 1:
            return next(iter(own.items()))  # a fund 部门结余结转资金 is what others call a year
        return (dimension, said[dimension]) if dimension in said and own else (dimension, member)

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], str]:
        """(dimension, the rules' member) -> the region's member, the outermost where several read alike."""
        found: dict[tuple[str, str], str] = {}
        for dimension, tree in self.vocabulary.trees.items():
            for member in sorted(tree, key=lambda m: len(self.vocabulary.upward(dimension, m))):
                found.setdefault(self.word(dimension, member), member)
        return {key: member for key, member in found.items() if key[0] in self.vocabulary.trees}
