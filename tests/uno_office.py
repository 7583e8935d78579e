"""LibreOffice driven from outside: one that runs does one job after another. `office.py` starts it.

    /usr/bin/python3 uno_office.py SOFFICE PROFILE

Runs in the Python that has `uno` (Debian: the system's), so it imports nothing of this project. A job is a line of
JSON, answered by an empty line when it is done. What goes wrong ends the program; it says so on standard error. A job:

    {"file": …, "edits": {…},      a Word file, and what is to be changed in it as a person does
     "settle": "Accept",           or "Reject": all tracked changes
     "target": …, "filter": …}     the file that it is saved as, its own if need be, and the name of the format

Edits:

    {"words": [[old, new], …],            each stands once in the file; only letters that differ are typed
     "rows": [[table, row, [text, …]]],   a row before that one, counted from 0
     "paragraphs": [[before, text], …],   a paragraph after the one that says `before`
     "bold": [[words], …]}
"""

import json
import subprocess
import sys
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import uno
from com.sun.star.awt.FontWeight import BOLD
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

PIPE = "uno:pipe,name={};urp;StarOffice.ComponentContext"


def main() -> None:
    soffice, profile = sys.argv[1:]
    with office(soffice, profile) as service:
        for line in sys.stdin:
            do(service, json.loads(line))
            print(flush=True)


def do(service, job) -> None:
    with opened(service, job["file"]) as document:
        edit(document, **job["edits"])
        if job["settle"]:
            dispatcher, frame = service("com.sun.star.frame.DispatchHelper"), document.CurrentController.Frame
            dispatcher.executeDispatch(frame, f".uno:{job['settle']}AllTrackedChanges", "", 0, ())
        document.storeToURL(url(job["target"]), (setting("FilterName", job["filter"]), UTF_8))


# The office


@contextmanager
def office(soffice, profile):
    """An office with a profile of its own, for as long as it is needed: gives its services by name."""
    name = f"tests{Path(profile).stat().st_ino}"
    options = ("--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={name};urp;")
    nothing = subprocess.DEVNULL
    process = subprocess.Popen([soffice, f"-env:UserInstallation={url(profile)}", *options], stdout=nothing)
    try:
        context = connected(process, PIPE.format(name))
        service = lambda name: context.ServiceManager.createInstanceWithContext(name, context)  # noqa: E731
        desktop = service("com.sun.star.frame.Desktop")
        yield service
        desktop.terminate()
    finally:
        process.terminate()
        process.wait()


def connected(process, address):
    """The context of an office that has just been started, when it is up."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while process.poll() is None:
        try:
            return resolver.resolve(address)
        except NoConnectException:
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
    sys.exit(f"soffice ended with {process.returncode}")


@contextmanager
def opened(service, file):
    """The document in a file, without a window."""
    desktop = service("com.sun.star.frame.Desktop")
    document = desktop.loadComponentFromURL(url(file), "_blank", 0, (setting("Hidden", True),))
    try:
        yield document
    finally:
        document.close(True)


def setting(name, value):
    return PropertyValue(name, 0, value, 0)


def url(file):
    return Path(file).resolve().as_uri()


UTF_8 = setting("FilterOptions", "UTF8")  # of text; other formats have no such option


# Edits


def edit(document, words=(), rows=(), paragraphs=(), bold=()) -> None:
    for old, new in words:
        replace(document, old, new)
    for table, row, texts in rows:
        insert_row(document.TextTables.getByIndex(table), row, texts)
    for before, text in paragraphs:
        insert_paragraph(document.Text, before, text)
    for (found,) in bold:
        first(document, found).CharWeight = BOLD


def replace(document, old, new) -> None:
    """Types over the letters that differ, so that what surrounds or marks the others stays."""
    everywhere = document.findAll(search(document, old))
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


def first(document, words):
    return document.findFirst(search(document, words))


def search(document, words):
    descriptor = document.createSearchDescriptor()
    descriptor.SearchString, descriptor.SearchCaseSensitive = words, True
    return descriptor


def insert_row(table, row, texts) -> None:
    table.Rows.insertByIndex(row, 1)
    for column, text in enumerate(texts):
        table.getCellByPosition(column, row).String = text


def insert_paragraph(body, before, text) -> None:
    (found,) = (block for block in paragraphs_of(body) if block.String == before)
    end = body.createTextCursorByRange(found.End)
    body.insertControlCharacter(end, PARAGRAPH_BREAK, False)
    body.insertString(end, text, False)


def paragraphs_of(body):
    blocks = body.createEnumeration()
    while blocks.hasMoreElements():
        block = blocks.nextElement()
        if block.supportsService("com.sun.star.text.Paragraph"):
            yield block


main()
