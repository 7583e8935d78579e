"""The region's vocabulary: measures, and the closed dimensions as trees.

A tree is a list whose items are members or `member: [members under it]`.
"""

from reportgen.profile.models import MeasureForm, ProfileFile
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence
from reportgen.vocabulary import Derivation, Implication, Measure, Vocabulary

_UNIT = "单位"


def vocabulary_of(file: ProfileFile, problems: Problems) -> Vocabulary:
    """What the profile's 指标, 维度, 隐含, 推导, 口径 and 缺省成员 say together."""
    measures = {name: _measure(name, form) for name, form in file.measures.items()}
    trees = {dimension: _tree(node, problems) for dimension, node in file.dimensions.items()}
    implications = (
        Implication(d, m, given) for d, members in file.implications.items() for m, given in members.items()
    )
    derivations = (Derivation(d, s, given) for d, sources in file.derivations.items() for s, given in sources.items())
    same_year = tuple(name for name, base in file.bases.items() if base.year == "本年")
    balanced = tuple(name for name, base in file.bases.items() if base.balanced)
    rules = tuple(implications), tuple(derivations)
    return Vocabulary(measures, trees, *rules, tuple(file.bases), same_year, balanced, file.defaults)


def _measure(name: str, form: MeasureForm) -> Measure:
    listed = next((dimension for dimension in form.complete if dimension != _UNIT), "")
    by_unit = _UNIT in form.complete
    return Measure(name, form.unit, form.dimensions, form.sectioned, form.negative, listed, by_unit)


def _tree(node: Node, problems: Problems) -> dict[str, str]:
    members: dict[str, str] = {}

    def grow(node: Node, parent: str) -> None:
        match node:
            case Scalar() if node.text:
                add(node, parent)
            case Sequence():
                for item in node.items:
                    grow(item, parent)
            case Mapping():
                for name, below in node.entries:
                    add(name, parent)
                    grow(below, name.text)

    def add(name: Scalar, parent: str) -> None:
        if name.text in members:
            problems.add("维度", f"“{name.text}”写了两次", name.at, hint="一个成员只放在一处")
        members[name.text] = parent

    grow(node, "")
    return members
