"""Stand-in until the reader's branch is merged."""

from hashlib import sha256

from reportgen.document import Document, all_runs, plain

PROPERTY = "reportgen内容"


def fingerprint(document: Document) -> str:
    """The digest."""
    return sha256("\n".join(plain(r) for r in all_runs(document)).encode(errors="replace")).hexdigest()[:32]
