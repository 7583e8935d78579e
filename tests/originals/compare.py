"""Published figures against built documents, read with parsers that are not ours.

Tokens: a number in ASCII digits with the %, 万元 or 元 that follows it. DOCX is read with ElementTree and HTML with
BeautifulSoup, so that a mistake of a writer cannot be hidden by the same mistake in its reader.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

NUMBER = re.compile(
    r"(?:(?<![0-9A-Za-z.,%％元)）])(?P<sign>[-−－]))?"
    r"(?<![0-9A-Za-z.])(?P<number>(?>[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?))(?![A-Za-z])"
    r"(?:[ \u00a0\u3000]*(?P<unit>[%％]|万元|元))?"
)


def transcription(name: str) -> dict[str, Any]:
    """The transcription `name`.yaml of this folder; every scalar is text, as printed."""
    text = (Path(__file__).parent / f"{name}.yaml").read_text("utf8")
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # every scalar stays text


# Tokens
def tokens(text: str) -> list[str]:
    """Numbers of a text in order: without thousands separators, with sign, with the %, 万元 or 元 that follows."""
    return [
        ("-" if found["sign"] else "") + found["number"].replace(",", "") + (found["unit"] or "").replace("％", "%")
        for found in NUMBER.finditer(text)
    ]


def value(token: str) -> tuple[Decimal | str, str]:
    """What a token is compared by: its Decimal (so 2.50 is 2.5) and unit; a code such as 05 stays text."""
    number = token.rstrip("%万元")
    unit = token[len(number) :]
    is_code = re.fullmatch(r"0[0-9]+", number)
    return (number if is_code else Decimal(number).normalize(), unit)


def missing_in_order(expected: list[str], printed: list[str]) -> list[str]:
    """Expected tokens outside a longest common subsequence with the printed ones, compared by value, in order."""
    wanted, given = [value(token) for token in expected], [value(token) for token in printed]
    rest = iter(given)
    if all(token in rest for token in wanted):
        return []
    # lengths[i][j]: longest common subsequence of wanted[i:] and given[j:]
    lengths = [[0] * (len(given) + 1)]
    for token in reversed(wanted):
        below, row = lengths[-1], [0] * (len(given) + 1)
        for j in range(len(given) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if token == given[j] else max(below[j], row[j + 1])
        lengths.append(row)
    lengths.reverse()
    missing, i, j = [], 0, 0
    while i < len(wanted):
        if j < len(given) and wanted[i] == given[j]:
            i, j = i + 1, j + 1
        elif j < len(given) and lengths[i][j + 1] >= lengths[i + 1][j]:
            j += 1
        else:
            missing.append(expected[i])
            i += 1
    return missing


# DOCX
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WRAPPERS = {W + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo")}
UNREAD = {W + tag for tag in ("pPr", "rPr", "del", "moveFrom", "sdtPr")} | {MC + "Fallback"}
BREAKS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}


def docx_text(data: bytes) -> str:
    """Text of a DOCX body in reading order: a line per paragraph, cells of a row separated by tabs."""
    return _docx_blocks(_docx_body(data))


def docx_tables(data: bytes) -> list[list[list[str]]]:
    """Tables of a DOCX body as grids; a merged cell shows its text in its first place and '' in the others."""
    return [_docx_grid(table) for table in _docx_body(data).iter(W + "tbl")]


def _docx_body(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        body = ET.fromstring(package.read("word/document.xml")).find(W + "body")
    assert body is not None
    for aside in [child for child in body if _is_aside(child)]:
        body.remove(aside)
    return body


def _is_aside(block: ET.Element) -> bool:
    """Contents, and who and when on the cover: they say again what stands elsewhere."""
    style = block.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else style.get(f"{W}val", "")
    return name.startswith("TOC") or name in {"CoverSignature", "CoverDate"}


def _docx_children(parent: ET.Element, *tags: str) -> Iterator[ET.Element]:
    """Children with these tags, looking through wrappers such as content controls."""
    for child in parent:
        if child.tag in WRAPPERS:
            yield from _docx_children(child, *tags)
        elif child.tag.removeprefix(W) in tags:
            yield child


def _docx_blocks(container: ET.Element) -> str:
    blocks = []
    for block in _docx_children(container, "p", "tbl"):
        if block.tag == W + "p":
            blocks.append(_docx_inline(block))
        else:
            for row in _docx_children(block, "tr"):
                blocks.append("\t".join(_docx_blocks(cell) for cell in _docx_children(row, "tc")))
    return "\n".join(blocks)


def _docx_inline(node: ET.Element) -> str:
    if node.tag in UNREAD:
        return ""
    if node.tag == W + "t":
        return node.text or ""
    if node.tag == W + "txbxContent":
        return f"\n{_docx_blocks(node)}\n"
    return BREAKS.get(node.tag, "") + "".join(_docx_inline(child) for child in node)


def _docx_grid(table: ET.Element) -> list[list[str]]:
    grid = []
    for row in _docx_children(table, "tr"):
        cells = [""] * _docx_count(row, "trPr/gridBefore")
        for cell in _docx_children(row, "tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            continues = merged is not None and merged.get(W + "val", "continue") == "continue"
            cells.append("" if continues else _docx_blocks(cell).strip())
            cells += [""] * (_docx_count(cell, "tcPr/gridSpan") - 1)
        grid.append(cells + [""] * _docx_count(row, "trPr/gridAfter"))
    return _even(grid)


def _docx_count(node: ET.Element, path: str) -> int:
    found = node.find("/".join(W + step for step in path.split("/")))
    return 0 if found is None else int(found.get(W + "val", "0"))


# HTML
# fmt: off
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
}
# fmt: on
CELLS = ["td", "th"]
HIDDEN = {"head", "script", "style", "template", "noscript"}


def html_text(data: bytes) -> str:
    """Text of an HTML page in reading order: a line per block, cells of a row separated by tabs."""
    return _html_lines(BeautifulSoup(data, "html.parser"))


def html_tables(data: bytes) -> list[list[list[str]]]:
    """Tables of an HTML page as grids; a merged cell shows its text in its first place and '' in the others."""
    return [_html_grid(table) for table in BeautifulSoup(data, "html.parser").find_all("table")]


def _html_lines(node: Tag) -> str:
    return re.sub(r" *\n[ \n]*", "\n", _html_inline(node)).strip(" \n")


def _html_inline(node: Tag) -> str:
    parts = []
    for child in node.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, PreformattedString):  # comment, doctype, declaration
                parts.append(re.sub(r"[ \t\r\n\f]+", " ", child))
        elif child.name in HIDDEN or child.has_attr("hidden"):
            continue
        elif child.name == "br":
            parts.append("\n")
        elif child.name == "tr":
            parts.append("\n" + "\t".join(map(_html_lines, child.find_all(CELLS, recursive=False))) + "\n")
        elif child.name in BLOCKS:
            parts.append("\n" + _html_inline(child) + "\n")
        else:
            parts.append(_html_inline(child))
    return "".join(parts)


def _html_grid(table: Tag) -> list[list[str]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    placed: dict[tuple[int, int], str] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in row.find_all(CELLS, recursive=False):
            while (y, x) in placed:
                x += 1
            width = int(str(cell.get("colspan", 1)))
            height = min(int(str(cell.get("rowspan", 1))) or len(rows), len(rows) - y)
            placed.update({(y + down, x + right): "" for down in range(height) for right in range(width)})
            placed[y, x] = _html_lines(cell)
    columns = 1 + max((x for _, x in placed), default=-1)
    return [[placed.get((y, x), "") for x in range(columns)] for y in range(len(rows))]


def _even(grid: Iterable[list[str]]) -> list[list[str]]:
    """The grid with every row as wide as the widest."""
    rows = list(grid)
    columns = max(map(len, rows), default=0)
    return [row + [""] * (columns - len(row)) for row in rows]
