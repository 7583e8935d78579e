"""Comments (批注): what people have said of a file and is not its text.

Source: ECMA-376 part 1, 17.13.4 (comments); [MS-DOCX] 2.5.1 (answers).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.ooxml.names import W14, W15, Element, P, W
from reportgen.readers._lines.kinds import Line
from reportgen.readers.docx.lines import pieces
from reportgen.readers.docx.text import Story


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment (批注).

    Attributes:
        words: what it is attached to, empty where it stands between two words.
        answer: it answers the one before it that answers none.
    """

    author: str
    text: str
    words: str = ""
    answer: bool = False


def comments(root: Element, answers: Sequence[Element], story: Story) -> tuple[Comment, ...]:
    """The comments in the order of what they are attached to.

    Args:
        root: of the comments part, or None. answers: root of the part that tells which are answers, if there is one.
        story: the file, read to its end.
    """
    if root is None:
        return ()
    found = {each.get(f"{W}id", ""): each for each in root.iter(f"{W}comment")}
    places = {key: at for at, key in enumerate(story.marked)}
    answering = {key for each in answers for key in _answering(each)}
    in_order = sorted(found, key=lambda key: places.get(key, len(places)))
    texts: Mapping[str, list[str]] = story.marked
    return tuple(_comment(found[key], "".join(texts.get(key, ())), answering, story) for key in in_order)


def _answering(root: Element) -> Iterator[str]:
    """The paragraphs that end comments which are answers."""
    for each in root.iter(f"{W15}commentEx"):
        if each.get(f"{W15}paraIdParent"):
            yield each.get(f"{W15}paraId", "")


def _comment(element: Element, words: str, answering: set[str], story: Story) -> Comment:
    lines = [piece.text for piece in pieces(element, story) if isinstance(piece, Line)]
    last = [each.get(f"{W14}paraId", "") for each in element.iter(P)][-1:]
    return Comment(element.get(f"{W}author", ""), "\n".join(lines).strip(), words, bool(answering & set(last)))
