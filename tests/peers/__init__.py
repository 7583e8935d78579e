"""What somebody would use instead, on the contents of one of our documents: docxtpl with Jinja2, and carbone.

`lay_out` writes the paragraphs and the rows of tables as data, and the same document as a template of each. Texts are
finished there: a peer has no figures to work out, no numbers to print and nothing to check.
"""

import json
from collections.abc import Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx

from reportgen.document import Document, Paragraph, Section, Table, plain, walk

_CARBONE = ("{{d.{list}[i].{cell}}}", "{{d.{list}[i+1].{cell}}}")
_JINJA = ("{{{{ row.{cell} }}}}",)


def lay_out(document: Document, folder: Path) -> None:
    """Write data.json and the templates of both peers."""
    data, widths = _data(document)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    for name, begin, rows, end in (
        ("carbone", "", _CARBONE, ""),
        ("docxtpl", "{{%{tag} for row in {list} %}}", _JINJA, "{{%{tag} endfor %}}"),
    ):
        (folder / f"{name}.docx").write_bytes(_word(widths, begin, rows, end))
        (folder / f"{name}.html").write_text(_page(widths, begin, rows, end), encoding="utf-8")


def _data(document: Document) -> tuple[dict[str, list[dict[str, str]]], dict[str, int]]:
    """Lists of rows by name, and how many cells a row of each has; paragraphs have one."""
    texts, tables = [], list[Table]()
    for block in walk(document.blocks):
        match block:
            case Section():
                texts.append(block.number + plain(block.title))
            case Paragraph():
                texts.append(plain(block.runs))
            case Table():
                tables.append(block)
    data = {"texts": [_row([text], 1) for text in texts]}
    for i, table in enumerate(tables):
        data[f"t{i}"] = [_row([plain(cell.runs) for cell in row.cells], table.width) for row in table.head + table.body]
    return data, {"texts": 1, **{f"t{i}": table.width for i, table in enumerate(tables)}}


def _row(cells: Sequence[str], width: int) -> dict[str, str]:
    return {f"c{i}": cells[i] if i < len(cells) else "" for i in range(width)}


def _word(widths: dict[str, int], begin: str, rows: Sequence[str], end: str) -> bytes:
    body = []
    for name, width in widths.items():
        lines = [[row.format(list=name, cell=f"c{i}") for i in range(width)] for row in rows]
        tag = "p" if name == "texts" else "tr"
        marks = [[mark.format(list=name, tag=tag)] if mark else [] for mark in (begin, end)]
        each = [line for line in (marks[0], *lines, marks[1]) if line]
        body.append("".join(map(_paragraph, (line[0] for line in each))) if tag == "p" else _table(each, width))
    stream = BytesIO()
    docx.Document().save(stream)
    made = BytesIO()
    with ZipFile(stream) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "word/document.xml":
                start, stop = content.index(b"<w:body>") + len(b"<w:body>"), content.index(b"<w:sectPr")
                content = content[:start] + "".join(body).encode() + content[stop:]
            new.writestr(part, content)
    return made.getvalue()


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _table(lines: Sequence[Sequence[str]], width: int) -> str:
    rows = "".join(f"<w:tr>{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in line)}</w:tr>" for line in lines)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * width}</w:tblGrid>{rows}</w:tbl>{_paragraph('')}"


def _page(widths: dict[str, int], begin: str, rows: Sequence[str], end: str) -> str:
    body = []
    for name, width in widths.items():
        opened, closed = (mark.format(list=name, tag="") for mark in (begin, end))
        cells = [[row.format(list=name, cell=f"c{i}") for i in range(width)] for row in rows]
        if name == "texts":
            body.append(opened + "".join(f"<p>{line[0]}</p>" for line in cells) + closed)
        else:
            lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in cells)
            body.append(f"<table>{opened}{lines}{closed}</table>")
    return f"<!DOCTYPE html><html><body>{''.join(body)}</body></html>"
