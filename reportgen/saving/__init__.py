"""Files that the program writes: whole or not at all, and nobody's work lost.

names.py    what lies beside a file is called: 名字（新稿）.docx, 名字（备份）.docx
atomic.py   a file beside its place, on the disk, then in its place
owners.py   the files that Word, WPS and LibreOffice lay beside what they have open
edits.py    whether a Word file was edited since it was built
places.py   where a new file goes: its place, or beside it because of what is there
saving.py   the files of one document: all of them or none
"""

from reportgen.saving.edits import Found, Judge, anybodys, built
from reportgen.saving.places import Place
from reportgen.saving.saving import NotSaved, save

__all__ = ["Found", "Judge", "NotSaved", "Place", "anybodys", "built", "save"]
