"""What the program brings along: regions (templates/), the classification catalogue and the words (data/).

An installed wheel carries both inside the package; a checkout keeps them at the top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_shipped"


def templates() -> Path:
    """The folder of regions."""
    inside = _SHIPPED / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def template_name(path: str | Path) -> str:
    """How messages call a file of a region: from templates/ on, whatever the machine."""
    parts = Path(path).parts
    start = len(parts) - 1 - parts[::-1].index("templates") if "templates" in parts else 0
    return "/".join(parts[start:])


def classification() -> Path:
    """The folder of the 政府收支分类科目 catalogue."""
    inside = _SHIPPED / "classification"
    return inside if inside.is_dir() else _PACKAGE.parent / "data" / "classification"


def words() -> Path:
    """The folder of the words of the field (用语)."""
    inside = _SHIPPED / "words"
    return inside if inside.is_dir() else _PACKAGE.parent / "data" / "words"
