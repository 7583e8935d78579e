"""The data files of the program: regions (templates/), the classification catalogue and the words of the field (data/).

An installed wheel has them inside the package; a checkout has them at the top level.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def templates() -> Path:
    """Return the folder of regions."""
    return _folder("templates")


def template_name(path: str | Path) -> str:
    """Return how messages call a file of a region: its path from templates/ on, the same on every machine."""
    parts = Path(path).parts
    start = len(parts) - 1 - parts[::-1].index("templates") if "templates" in parts else 0
    return "/".join(parts[start:])


def classification() -> Path:
    """Return the folder of the catalogue 政府收支分类科目."""
    return _folder("classification", "data")


def words() -> Path:
    """Return the folder of the words of the field (用语)."""
    return _folder("words", "data")


def program() -> tuple[Path, ...]:
    """Return the folders of all that the program brings along."""
    return _PACKAGE, templates(), classification(), words()


def _folder(name: str, *above: str) -> Path:
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent.joinpath(*above, name)
