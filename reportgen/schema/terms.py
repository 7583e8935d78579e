"""What the vocabularies of several regions know together (口径词表的并集)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportgen.vocabulary import Vocabulary


@dataclass
class MeasureTerms:
    """A measure: units that it has, dimensions of its lines, members that may stand as headings."""

    units: dict[str, None] = field(default_factory=dict)
    dimensions: dict[str, None] = field(default_factory=dict)
    headings: dict[str, None] = field(default_factory=dict)


@dataclass
class Terms:
    """Measures, members of closed dimensions, bases; every mapping is an ordered set."""

    measures: dict[str, MeasureTerms] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    bases: dict[str, None] = field(default_factory=dict)


def terms_of(vocabularies: Iterable[Vocabulary]) -> Terms:
    """The union; a dimension that one region leaves open is open."""
    terms = Terms()
    for known in vocabularies:
        for name, measure in known.measures.items():
            mine = terms.measures.setdefault(name, MeasureTerms())
            mine.units[measure.unit] = None
            mine.dimensions |= dict.fromkeys(measure.dimensions)
            mine.headings |= dict.fromkeys(known.trees.get(measure.sectioned, ()))
            terms.open |= {d for d in measure.dimensions if d not in known.trees}
        for dimension, tree in known.trees.items():
            terms.members.setdefault(dimension, {}).update(dict.fromkeys(tree))
        terms.bases |= dict.fromkeys(known.bases)
    return terms
