"""All departments of a county (全县): every budget file below a folder, a board of who is where, and a site to publish.

running.py    a run, from the folder to board and site   survey.py  the budget files below a folder
making.py     documents that are new or changed, by checksums of what they are made of
rows.py       a line of the board, kept between runs     store.py   the folder of results, and what we made in it
published.py  figures of a document for programs         tables.py  its tables as CSV; page.py its page in the site
site.py       bars of pages, what pages there are        site_pages.py  index and departments' pages
board.py      the board for terminal, browser, programs
"""

from reportgen.county.board import board_lines
from reportgen.county.making import Rules
from reportgen.county.running import County, Run, run

__all__ = ["County", "Rules", "Run", "board_lines", "run"]
