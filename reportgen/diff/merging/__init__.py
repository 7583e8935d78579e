"""Both documents in one tree, with tracked changes (合并): `whole` the tree, `tables`, `revised` runs and rows."""

from reportgen.diff.merging.whole import merged

__all__ = ["merged"]
