"""Pending tracked changes (修订): what people have done to a file that is neither accepted nor rejected.

Source: ECMA-376 part 1, 17.13.5.
"""

from collections.abc import Iterator

from reportgen.ooxml.names import TRACKED, Element, W


def changes(body: Element) -> Iterator[str]:
    """Every tracked change of words, paragraphs, rows and cells that is neither accepted nor rejected."""
    for each in body.iter(*TRACKED, f"{W}cellIns", f"{W}cellDel"):
        kind = each.tag.rpartition("}")[2]
        yield f"{kind} {each.get(f'{W}author', '')} {''.join(each.itertext(f'{W}t', f'{W}delText'))}"
