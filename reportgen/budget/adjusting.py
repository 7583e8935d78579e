"""Members that changed between the years (口径调整): figures of a base are restated with this year's members.

    口径调整:
      功能: {"2013399": "2013350"}
      项目: {旧项目名: 新项目名}

A rule on a code holds for every code below it; the longest rule wins, and each member is exchanged once. Several old
members may become one. A member that was divided cannot be restated by rule: its lines have to be written anew.

A base may also be a file of another kind of document, with names of its own for members (`member_called`).
"""

from collections.abc import Iterator, Mapping

from reportgen.budget.models import Restatement
from reportgen.diagnostics import did_you_mean
from reportgen.lexicon import spoken
from reportgen.records import dataclass, field, replace
from reportgen.source import Mapping as MappingNode
from reportgen.source import Problems, Scalar, scalar_at
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Vocabulary, code_form, holds, is_code


@dataclass
class Adjustment:
    """The rules of 口径调整.

    Attributes:
        rules: dimension -> old member -> (where it is written, new member).
        aliases: dimension -> name of a member elsewhere -> the region's member.
        used: dimension and old member of the rules that have restated something.
        unmoved: dimension and member that no rule restated, in dimensions that have rules.
    """

    rules: dict[str, dict[str, tuple[Scalar, str]]]
    problems: Problems
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    unmoved: set[tuple[str, str]] = field(default_factory=set)

    def member(self, dimension: str, stated: Scalar) -> str:
        """Return this year's member for one that a base states."""
        if (member := self.aliases.get(dimension, {}).get(stated.text)) is not None:
            stated = replace(stated, text=member)
        rules = self.rules.get(dimension)
        return self._exchanged(dimension, stated, rules) if rules else stated.text

    def restated(self, dimension: str, member: str, stated: Scalar) -> str:
        """Like `member`, for a member in the name of a figure; `stated` is the whole name."""
        return self.member(dimension, scalar_at(stated.place, member))

    def _exchanged(self, dimension: str, stated: Scalar, rules: dict[str, tuple[Scalar, str]]) -> str:
        member = stated.text
        old = max((old for old in rules if holds(dimension, old, member)), key=len, default="")
        if not old:
            self.unmoved.add((dimension, member))
            self._remark_coarser(dimension, stated, rules)
            return member
        self.used.add((dimension, old))
        return rules[old][1] + member[len(old) :]

    def _remark_coarser(self, dimension: str, stated: Scalar, rules: dict[str, tuple[Scalar, str]]) -> None:
        """Warn of a code that contains one that moved: part of its amount may have moved, and no rule says how much."""
        for old, (_, new) in rules.items():
            if dimension in CODE_LEVELS and old.startswith(stated.text) and not new.startswith(stated.text):
                what = f"“{stated.text}”写得比口径调整里的“{old}”粗，没有调整"
                hint = "这个数里有调整出去的，改成调整以后的数；没有的不用管"
                self.problems.remark("口径调整", what, stated.at, hint=hint)

    def restatements(self) -> Iterator[Restatement]:
        """Yield the rules that restated something, in the order of the file."""
        for dimension, rules in self.rules.items():
            there = {member for known, member in self.unmoved if known == dimension}
            targets = [new for _, new in rules.values()]
            for old, (_, new) in rules.items():
                if (dimension, old) in self.used:
                    others = sum(holds(dimension, new, target) for target in targets) > 1
                    mixed = others or any(holds(dimension, new, member) for member in there)
                    yield Restatement(dimension, old, new, not mixed)

    def remark_idle(self) -> None:
        """Remark upon rules that restated nothing."""
        for dimension, rules in self.rules.items():
            for old, (stated, _) in rules.items():
                if (dimension, old) not in self.used:
                    what = f"往年的数里没有“{dimension}”是“{old}”的，这一条没有用到"
                    hint = (
                        "像是写反了：左边写上年的，右边写本年的"
                        if (dimension, rules[old][1]) in self.unmoved
                        else "检查编码或名称；用不着的删掉"
                    )
                    self.problems.remark("口径调整", what, stated.at, hint=hint)


def adjustment_of(node: MappingNode | None, vocabulary: Vocabulary, problems: Problems) -> Adjustment:
    """Return the rules of 口径调整; mistakes are reported."""
    found = Adjustment({}, problems, vocabulary.aliases)
    for name, rules in node.entries if node else ():
        if name.text not in vocabulary.dimensions:
            hint = did_you_mean(name.text, vocabulary.dimensions)
            problems.add("口径调整", f"没有“{name.text}”这样一种分法", name.at, hint=hint)
        elif not isinstance(rules, MappingNode):
            hint = f"写成“{name.text}: {{旧的: 新的}}”"
            problems.add("格式", "这里要写“旧的: 新的”", rules.at, hint=hint)
        else:
            found.rules[name.text] = dict(_rules(name.text, rules, vocabulary, problems))
    return found


def _rules(
    dimension: str, node: MappingNode, vocabulary: Vocabulary, problems: Problems
) -> Iterator[tuple[str, tuple[Scalar, str]]]:
    for old, new in node.entries:
        if not isinstance(new, Scalar) or not new.text.strip():
            problems.add("格式", f"“{old.text}”后面要写现在的编码或名称", new.at, hint="一旧一新：{旧的: 新的}")
        elif _usable(dimension, old, new, vocabulary, problems):
            yield old.text, (old, new.text)


def _usable(dimension: str, old: Scalar, new: Scalar, vocabulary: Vocabulary, problems: Problems) -> bool:
    before, tree = len(problems), vocabulary.trees.get(dimension)
    if dimension in CODE_LEVELS:
        for code in (old, new):
            if not is_code(dimension, code.text):
                what = f"“{code.text}”不是{dimension}科目编码"
                problems.add("编码", what, code.at, hint=code_form(dimension, code.text))
        if len(problems) == before and len(old.text) != len(new.text):
            problems.add("编码", f"“{old.text}”和“{new.text}”位数不同", new.at, hint="旧的写到哪一级，新的也写到哪一级")
    elif tree is not None and new.text not in (*tree, NOT_APPLICABLE):
        problems.add("取值", f"“{dimension}”没有“{new.text}”", new.at, hint=did_you_mean(new.text, tree))
    return len(problems) == before


def member_called(vocabulary: Vocabulary, dimension: str, member: str) -> str:
    """Return the region's member for its name in another kind of document or region; "" if there is none."""
    tree = vocabulary.trees.get(dimension)
    member = vocabulary.aliases.get(dimension, {}).get(member, member)
    if tree is None or dimension in CODE_LEVELS or member in tree:
        return member
    meant = spoken().whole(dimension, member)
    return next((own for own in tree if meant and spoken().whole(dimension, own) == meant), "")
