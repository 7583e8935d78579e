"""LibreOffice driven from outside: started, its services, the files it opens.

For scripts that run in the Python that has `uno` (Debian: the system's); imports nothing of this project.
"""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PIPE = "uno:pipe,name={};urp;StarOffice.ComponentContext"


class Office:
    """An office that runs."""

    def __init__(self, context) -> None:
        self._context = context
        self._desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name):
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)

    def opened(self, file):
        """The document in a file, without a window."""
        return self._desktop.loadComponentFromURL(url(file), "_blank", 0, (setting("Hidden", True),))

    def close(self) -> None:
        self._desktop.terminate()


@contextmanager
def office(soffice, profile):
    """An office with a profile of its own, for as long as it is needed."""
    name = f"edit{Path(profile).stat().st_ino}"
    options = ("--headless", "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={name};urp;")
    process = subprocess.Popen([soffice, f"-env:UserInstallation={url(profile)}", *options])
    try:
        running = Office(connected(process, PIPE.format(name)))
        yield running
        running.close()
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


def setting(name, value):
    return PropertyValue(name, 0, value, 0)


def url(file):
    return Path(file).resolve().as_uri()
