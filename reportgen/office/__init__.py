"""LibreOffice, where it is installed (办公软件): many Word files → PDFs in one call; it knows bytes and files only.

program  where it is          running  one call, with a time limit, in a folder of its own
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from reportgen.office.program import located
from reportgen.office.running import Fault, converted

__all__ = ["Fault", "Rendering", "located", "pdfs"]

_MOST = 1000  # documents of one call: a command line of Windows has 32,767 characters


@dataclass(frozen=True, slots=True)
class Rendering:
    """What LibreOffice made of documents (排版结果).

    Attributes:
        pdfs: whole PDFs by the names of their documents; one that it could not make is missing.
        fault: why one is missing; NONE where all are there.
    """

    pdfs: dict[str, bytes]
    fault: Fault


def pdfs(documents: Mapping[str, bytes]) -> Rendering:
    """The PDFs of Word files, by the names they are given; one call for all of them, none for none."""
    found = located()
    if found is None:
        return Rendering({}, Fault.NOT_INSTALLED)
    made: dict[str, bytes] = {}
    fault, names = Fault.NONE, iter(documents)
    while part := list(islice(names, _MOST)):
        results, now = converted(found, [documents[name] for name in part])
        made |= {name: pdf for name, pdf in zip(part, results, strict=True) if pdf}
        fault = fault if now is Fault.NONE else now
    return Rendering(made, fault)
