"""Shapes on a canvas (图形), in whole hundredths of a millimetre, from the upper left corner."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

THIN = 20  # width of every line
_STEP = 120  # between the stripes of a hatched box


class Fill(Enum):
    """How a box is filled (填充); all three differ in black and white."""

    SOLID = "实心"
    HATCHED = "斜线"
    OUTLINED = "空心"


class Anchor(Enum):
    """The point of a label that its position names (对齐点)."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle (方块)."""

    x: int
    y: int
    width: int
    height: int
    look: Fill


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight thin line (线)."""

    x: int
    y: int
    to_x: int
    to_y: int


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words (文字): `x` is that of its anchor, `y` its baseline, `size` the height of a character."""

    x: int
    y: int
    text: str
    size: int
    anchor: Anchor = Anchor.START
    strong: bool = False


Shape = Box | Stroke | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture (图): shapes on a canvas, in drawing order."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def stripes(box: Box) -> Iterator[Stroke]:
    """The diagonals of a hatched box, rising to the right; lines, for programs show patterns differently."""
    for along in range(_STEP, box.width + box.height, _STEP):
        left, top = max(0, along - box.height), max(0, along - box.width)
        yield Stroke(box.x + left, box.y + along - left, box.x + along - top, box.y + top)
