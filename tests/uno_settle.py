"""Accepts or rejects all tracked changes of Word files in LibreOffice, one after another, and saves each as another.

    /usr/bin/python3 uno_settle.py SOFFICE PROFILE < jobs.json

Runs in the Python that has `uno` (Debian: the system's), so it imports nothing of this project but `uno_office`. Jobs:

    [[file, "Accept" or "Reject", file to save], …]
"""

import json
import sys

from uno_office import office, setting, url


def main() -> None:
    soffice, profile = sys.argv[1:]
    with office(soffice, profile) as running:
        for file, verdict, result in json.load(sys.stdin):
            settle(running, file, verdict, result)


def settle(running, file, verdict, result) -> None:
    document = running.opened(file)
    frame = document.CurrentController.Frame
    running.service("com.sun.star.frame.DispatchHelper").executeDispatch(
        frame, f".uno:{verdict}AllTrackedChanges", "", 0, ()
    )
    document.storeToURL(url(result), (setting("FilterName", "MS Word 2007 XML"),))
    document.close(True)


main()
