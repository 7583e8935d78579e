"""Readers (读入): one module or package for each format, the inverse of the writer of that name.

Each has `read(…)`, which makes a tree of a finished file, whoever typed it. Every run is `Text`, since the names of
figures are not in the file.

`txt` stands alone. The other formats take the same steps after their own first one:

    docx, html, pdf, xlsx   the file → lines, and tables on pages
    _lines       lines, and which of them are the caption and the notes of a table
    _cells       cells on their grid → rows; what each cell is for
    _headings    headings by their numbers, and what stands under them
    _document    lines and tables → document; what the file does not say is guessed
"""
