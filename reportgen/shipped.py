"""What the program brings along: the regions (templates/) and the classification catalogue (data/classification/).

An installed wheel carries both inside the package; a checkout keeps them at the top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_shipped"


def templates() -> Path:
    """The folder of regions."""
    inside = _SHIPPED / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def classification() -> Path:
    """The folder of the 政府收支分类科目 catalogue."""
    inside = _SHIPPED / "classification"
    return inside if inside.is_dir() else _PACKAGE.parent / "data" / "classification"
