"""What a file of another kind of document says, in the members of this one: a budget as the 年初预算 of 决算."""

from reportgen.lexicon import spoken
from reportgen.vocabulary import CODE_LEVELS, Vocabulary


def member_called(vocabulary: Vocabulary, dimension: str, member: str) -> str:
    """Return the member that another kind of document, or another region, calls so; "" where there is none."""
    tree = vocabulary.trees.get(dimension)
    member = vocabulary.aliases.get(dimension, {}).get(member, member)
    if tree is None or dimension in CODE_LEVELS or member in tree:
        return member
    meant = spoken().whole(dimension, member)
    return next((own for own in tree if meant and spoken().whole(dimension, own) == meant), "")
