"""Located data (带位置的数据): files read so that every value knows its file, line and column."""

from reportgen.source.decode import Problems, decode, key
from reportgen.source.nodes import Mapping, Node, Scalar, Sequence, merged
from reportgen.source.yaml_file import UNPRINTABLE, read, read_text

__all__ = [
    "UNPRINTABLE",
    "Mapping",
    "Node",
    "Problems",
    "Scalar",
    "Sequence",
    "decode",
    "key",
    "merged",
    "read",
    "read_text",
]
