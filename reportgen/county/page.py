"""The page of a document in the site: the writer's page, and above it a bar with the ways to other pages and files.

The bar stands between two comments, so that it can be exchanged when another year appears, without making the page
again.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.writers.html import page

if TYPE_CHECKING:
    from reportgen.report import Report

_BEGIN, _END = "<!-- 本站 -->\n", "<!-- 正文 -->\n"


def document_page(report: "Report") -> bytes:
    """Return the page, with an empty bar."""
    return page(report.document, report.profile.style, css_file("bar.css"), f"{_BEGIN}{_END}")


def with_bar(content: bytes, bar: str) -> bytes:
    """Return the page with this bar in place of its old one."""
    text = content.decode()
    before, _, rest = text.partition(_BEGIN)
    return f"{before}{_BEGIN}{bar}{_END}{rest.partition(_END)[2]}".encode()


@cache
def css_file(name: str) -> str:
    """Return a file that lies beside this module."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
