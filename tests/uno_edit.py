"""Edits a Word file in LibreOffice as a person does: opens it, changes what it is told, saves it in its place.

    /usr/bin/python3 uno_edit.py SOFFICE PROFILE FILE < edits.json

Runs in the Python that has `uno` (Debian: the system's), so it imports nothing of this project but `uno_office`. Edits:

    {"words": [[old, new], …],            each stands once in the file
     "rows": [[table, row, [text, …]]],   a row before that one, counted from 0
     "paragraphs": [[before, text], …],   a paragraph after the one that says `before`
     "bold": [[words], …]}

Nothing to edit: it is only saved.
"""

import json
import sys

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
    search = document.createReplaceDescriptor()
    search.SearchString, search.ReplaceString, search.SearchCaseSensitive = old, new, True
    assert document.replaceAll(search) == 1, old


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
