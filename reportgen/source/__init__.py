"""Located data (带位置的数据): files read so that every value knows its file, line and column.

text_file     files → text, within limits        yaml_file  YAML → nodes
nodes         texts, lists and mappings          decode     nodes → dataclasses
sheet         spreadsheets as rows of lines      xlsx_file  Excel workbooks as rows of text
xlsx_printed  sheets as they are printed         xlsx_styles  formats of numbers, places of words
archive       the parts of Word and Excel files
syntax        what the parser cannot read; causes: what one line of it shows
"""

from reportgen.source.decode import Problems, decode, decoded, key
from reportgen.source.nodes import (
    KeyPath,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unreadable,
    below,
    is_leaf,
    merged,
    records,
    scalar_at,
    scalars,
    text_below,
)
from reportgen.source.sheet import SheetFile, Worksheet, open_sheets
from reportgen.source.text_file import UNPRINTABLE, read_text
from reportgen.source.yaml_file import LONGEST, parsed, read

__all__ = [
    "LONGEST",
    "UNPRINTABLE",
    "KeyPath",
    "Mapping",
    "Node",
    "Problems",
    "Scalar",
    "Sequence",
    "SheetFile",
    "Unreadable",
    "Worksheet",
    "below",
    "decode",
    "decoded",
    "is_leaf",
    "key",
    "merged",
    "open_sheets",
    "parsed",
    "read",
    "read_text",
    "records",
    "scalar_at",
    "scalars",
    "text_below",
]
