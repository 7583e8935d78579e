"""Words that nearly are a name of the region's (近似的叫法): its letters in order, or part of it.

The reader does not know them and they are not the name itself; still they speak of one member or measure, not another.
"""

from collections.abc import Sequence

from reportgen.figure import FigureId
from reportgen.reading.clauses import last_part
from reportgen.region_check.meaning import SelectedLines
from reportgen.region_check.terms import Term, Terms, in_order
from reportgen.vocabulary import MONEY, Vocabulary

_MOST = 3  # letters of a head for one of a name that it nearly is


class Nearly:
    """Looks for names in the words of one budget's documents."""

    def __init__(self, meaning: SelectedLines, terms: Terms, vocabulary: Vocabulary) -> None:
        self.meaning, self.terms, self.vocabulary = meaning, terms, vocabulary

    def of_members(self, words: str, terms: Sequence[Term], carried: FigureId) -> str:
        """Words that hold the letters of another member in order, as 编外人员员额 those of 编外员额."""
        said = {d for term in terms for d, _ in term.meanings}
        measure = self.vocabulary.measures[carried.measure]
        closed = [d for d in measure.dimensions if d not in said and d in self.vocabulary.trees]
        for dimension in closed if measure.unit != MONEY else ():  # names of kinds of people, not of funds
            own, closest = carried.member(dimension), self.terms.closest(words, dimension)
            if closest and own not in closest and (own or self.terms.ends_near(words, closest[0])):
                return f"“{closest[0]}”旁边印的是{carried}"
        return ""

    def of_counts(self, words: str, carried: FigureId) -> str:
        """Words of another count that holds the letters of this one, or the other way round: 新增…设备 for 设备."""
        measures, own, last = self.vocabulary.measures, carried.measure, last_part(words)
        unit = measures[own].unit
        kin = [m for m, kind in measures.items() if kind.unit == unit and m != own and in_order(m, last)]
        if unit == MONEY:
            bare = not carried.conditions and own not in last  # 本年度安排新增固定资产预算 is no 支出
            return f"“{kin[0]}”旁边印的是{carried}" if kin and bare else ""
        more = [m for m in kin if in_order(own, m)]
        less = [m for m in kin if in_order(m, own) and not in_order(own, words)]
        return next((f"“{measure}”旁边印的是{carried}" for measure in (*more, *less)), "")

    def of_heads(self, said: FigureId | None, carried: FigureId) -> str:
        """A head that is nearly a member's name: 上级提前告知·一般性转移支付 for 上级一般转移支付."""
        for dimension, words in said.conditions if said else ():
            near = self._near(dimension, words) if self.meaning.member(dimension, words) is None else []
            if near and all(self.meaning.within(carried, (dimension, member)) is False for member in near):
                return f"“{words}”下面印的是{carried}"
        return ""

    def _near(self, dimension: str, words: str) -> list[str]:
        """Members whose name has all these letters, or whose letters these words have."""
        holding = [m for m in self.vocabulary.trees.get(dimension, {}) if words in m]
        closest = self.terms.closest(words, dimension)
        return [*holding, *(member for member in closest if len(member) * _MOST > len(words))]
