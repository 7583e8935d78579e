"""Files that the program writes: whole or not at all, and nobody's work lost.

files.py         one file in one step; the files of one document, all of them or none
destinations.py  where a new file goes: its place, or beside it where what is there was edited or is open
"""

from reportgen.saving.destinations import (
    Destination,
    ExistingFile,
    Judge,
    file_name,
    judge_built,
    judge_handwritten,
    judge_knowing,
    suits_windows,
)
from reportgen.saving.files import NotSaved, put, save, sweep

__all__ = [
    "Destination",
    "ExistingFile",
    "Judge",
    "NotSaved",
    "file_name",
    "judge_built",
    "judge_handwritten",
    "judge_knowing",
    "put",
    "save",
    "suits_windows",
    "sweep",
]
