"""Edits a Word file in LibreOffice as a person does: opens it, changes what it is told, saves it in its place.

    /usr/bin/python3 uno_edit.py SOFFICE PROFILE FILE < edits.json

Runs in the Python that has `uno` (Debian: the system's), so it imports nothing of this project but `uno_office`. Edits:

    {"words": [[old, new], …],            each stands once in the file; only letters that differ are typed
     "rows": [[table, row, [text, …]]],   a row before that one, counted from 0
     "paragraphs": [[before, text], …],   a paragraph after the one that says `before`
     "bold": [[words], …]}

Nothing to edit: it is only saved.
"""

import json
import sys
from itertools import takewhile

import uno  # noqa: F401  the modules below come from it
from com.sun.star.awt.FontWeight import BOLD
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from uno_office import office


def main() -> None:
    soffice, profile, file = sys.argv[1:]
    edits = json.load(sys.stdin)
    with office(soffice, profile) as running:
        edit(running, file, edits)


def edit(running, file, edits) -> None:
    document = running.opened(file)
    for old, new in edits.get("words", ()):
        replace(document, old, new)
    for table, row, texts in edits.get("rows", ()):
        insert_row(document.TextTables.getByIndex(table), row, texts)
    for before, text in edits.get("paragraphs", ()):
        insert_paragraph(document.Text, before, text)
    for (words,) in edits.get("bold", ()):
        found(document, words).CharWeight = BOLD
    document.store()
    document.close(True)


def replace(document, old, new) -> None:
    """Types over the letters that differ, so that what surrounds or marks the others stays."""
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = old, True
    everywhere = document.findAll(search)
    assert everywhere.Count == 1, old
    place = everywhere.getByIndex(0)
    before = alike(old, new)
    after = alike(old[before:][::-1], new[before:][::-1])
    cursor = place.Text.createTextCursorByRange(place.Start)
    cursor.goRight(before, False)
    cursor.goRight(len(old) - before - after, True)
    cursor.String = new[before : len(new) - after]


def alike(one, other):
    """How many letters two words begin with that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def found(document, words):
    search = document.createSearchDescriptor()
    search.SearchString, search.SearchCaseSensitive = words, True
    return document.findFirst(search)


def insert_row(table, row, texts) -> None:
    table.Rows.insertByIndex(row, 1)
    for column, text in enumerate(texts):
        table.getCellByPosition(column, row).String = text


def insert_paragraph(body, before, text) -> None:
    (found,) = (block for block in paragraphs(body) if block.String == before)
    end = body.createTextCursorByRange(found.End)
    body.insertControlCharacter(end, PARAGRAPH_BREAK, False)
    body.insertString(end, text, False)


def paragraphs(body):
    blocks = body.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.Paragraph"):
            yield block


main()
