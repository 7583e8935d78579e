"""Located data (带位置的数据): files read so that every value knows its file, line and column."""

from reportgen.source.decode import Problems, decode, decoded, key
from reportgen.source.nodes import Mapping, Node, Scalar, Sequence, Unreadable, is_leaf, merged, scalars
from reportgen.source.sheet import SheetFile, Worksheet, open_sheets
from reportgen.source.text_file import UNPRINTABLE, read_text
from reportgen.source.yaml_file import LONGEST, parsed, read

__all__ = [
    "LONGEST",
    "UNPRINTABLE",
    "Mapping",
    "Node",
    "Problems",
    "Scalar",
    "Sequence",
    "SheetFile",
    "Unreadable",
    "Worksheet",
    "decode",
    "decoded",
    "is_leaf",
    "key",
    "merged",
    "open_sheets",
    "parsed",
    "read",
    "read_text",
    "scalars",
]
