"""The files of a document in the site beside its Word file and workbook: its page, its figures and tables for programs.

The page is the writer's. Above it is a bar with the ways to other pages and files, between two comments, so that it can
be exchanged when another year appears, without making the page again.

`published` is called where the document is made, in a worker (`BuildTask.also`). A document that may not be published
has the page with its findings instead.

A table is a CSV file (UTF-8 with a byte order mark, which Excel wants). Numbers are those that are printed, without
separators. A label over several rows stands in each of them. Heads of several rows become one name for each column.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from reportgen.county.survey import relative
from reportgen.diagnostics import Location, Severity
from reportgen.document import Document, Figure, Role, Table, plain
from reportgen.figure import FigureId
from reportgen.grid import Spot, counts_columns, grid
from reportgen.quantity import Amount, Count, Quantity, parse_number
from reportgen.records import dataclass
from reportgen.resources import text_beside
from reportgen.saving import file_name
from reportgen.writers.as_xlsx import tables_in

FOLDER = "tables"
_MARK = b"\xef\xbb\xbf"
_LONGEST = 40  # characters of a title in a file's name


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as a CSV file; `columns`: name and type of each, `number` or `string`."""

    path: str
    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    content: bytes

    def described(self) -> dict[str, Any]:
        """Return its description as a tabular data resource."""
        fields = [{"name": name, "type": kind, **_NUMBERS.get(kind, {})} for name, kind in self.columns]
        return {
            "profile": "tabular-data-resource",
            "name": self.name,
            "path": self.path,
            "title": self.title,
            "format": "csv",
            "mediatype": "text/csv",
            "schema": {"fields": fields, "missingValues": [""]},
        }


_NUMBERS: dict[str, dict[str, Any]] = {"number": {"bareNumber": False}}  # a rate keeps its %


def table_files(document: Document) -> Iterator[TableFile]:
    """Yield the file of every table that is no chart."""
    tables = tables_in(document)
    for serial, table in enumerate(tables, 1):
        title = " ".join(" ".join((table.number, plain(table.title) or table.name)).split())
        unit = plain(table.right).strip()
        names = list(_unique(_heads(table)))
        rows = [list(_cell_of_each_column(spots)) for _, spots in grid(table.body, table.width)]
        kinds = map(_kind, zip(*rows, strict=True)) if rows else ["string"] * table.width
        content = _csv([names, *filter(any, ([*map(_text, row)] for row in rows))])
        path = f"{FOLDER}/{serial:02}-{file_name(title.replace(' ', '-')[:_LONGEST])}.csv"
        shown = f"{title}（{unit}）" if unit else title
        yield TableFile(path, f"table-{serial:02}", shown, tuple(zip(names, kinds, strict=True)), content)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return _MARK + stream.getvalue().encode()


def _heads(table: Table) -> list[str]:
    """Return the names of the columns: the heads above each, the widest first, without rows that count columns."""
    found: list[list[str]] = [[] for _ in range(table.width)]
    for row, spots in grid(table.head, table.width):
        if counts_columns(plain(cell.runs) for cell in row.cells):
            continue
        for spot in spots:
            words = "".join(plain(spot.cell.runs).split())
            for column in range(spot.column, spot.column + spot.cell.columns):
                if words and words not in found[column][-1:]:
                    found[column].append(words)
    return [" ".join(each) for each in found]


def _unique(names: Sequence[str]) -> Iterator[str]:
    """Yield the names; one that comes again, or is empty, gets a number."""
    seen: dict[str, int] = {}
    for column, name in enumerate(names, 1):
        own = name or f"列{column}"
        seen[own] = seen.get(own, 0) + 1
        yield own if seen[own] == 1 else f"{own}（{seen[own]}）"


def _cell_of_each_column(spots: Sequence[Spot]) -> Iterator[Spot | None]:
    """Yield the cell in each column of a row; None where a cell that begins further left covers the column."""
    for spot in spots:
        yield spot
        yield from [None] * (spot.cell.columns - 1)


def _text(spot: Spot | None) -> str:
    if spot is None or (spot.below and spot.cell.role is Role.NUMBER):
        return ""
    text = " ".join(plain(spot.cell.runs).split())
    bare = text.replace(",", "")
    return bare if spot.cell.role is Role.NUMBER and _is_number(bare) else text


def _kind(spots: Sequence[Spot | None]) -> str:
    """Return the type of a column: `number` if all that stands in it is numbers, else `string`."""
    filled = [(spot.cell.role, text) for spot in spots if spot and (text := _text(spot))]
    return "number" if filled and all(role is Role.NUMBER and _is_number(text) for role, text in filled) else "string"


def _is_number(text: str) -> bool:
    return parse_number(text.removesuffix("%")) is not None


if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.budget import Budget
    from reportgen.checks import Verdict
    from reportgen.report import Report

FINDINGS, PAGE, FIGURES, PACKAGE, WORDS = "核查.html", "index.html", "figures.json", "datapackage.json", "词.json"
_BAR_BEGINS, _BAR_ENDS = "<!-- 本站 -->\n", "<!-- 正文 -->\n"
_MOST_WORDS = 200  # units and projects that the search knows of a document


def published(report: "Report", verdict: "Verdict", *, county: "Path") -> dict[str, bytes]:
    """Return the files of a document by name.

    They are the page with its findings, if there are errors or warnings, and those of the site, unless there are errors
    or the budget file is a draft.
    """
    found = {}
    if verdict.count(Severity.ERROR) or verdict.count(Severity.WARNING):
        found[FINDINGS] = _with_findings(report, verdict)
    if verdict.count(Severity.ERROR) or report.budget.file.is_draft:
        return found
    tables = list(table_files(report.document))
    figures = as_json({"文件": _about(report), "数": list(_figures(report, county))})
    files = {FIGURES: figures, **{each.path: each.content for each in tables}}
    found |= {PAGE: _page(report), PACKAGE: as_json(_package(report, tables, files)), **files}
    return found | {WORDS: as_json({"词": _words(report)})}


def as_json(data: Mapping[str, Any]) -> bytes:
    """Return the data as a JSON file; each item of a list has a line of its own."""
    lines = ",\n".join(f"{_in_json(key)}: {_json_list(value)}" for key, value in data.items())
    return f"{{\n{lines}\n}}\n".encode()


def _json_list(value: Any) -> str:
    items = ",\n".join(map(_in_json, value)) if isinstance(value, list) else ""
    return f"[\n{items}\n]" if items else _in_json(value)


def _in_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _page(report: "Report") -> bytes:
    """Return the page, with an empty bar."""
    from reportgen.writers.html import page

    css = text_beside(__file__, "bar.css")
    return page(report.document, report.profile.style, css, f"{_BAR_BEGINS}{_BAR_ENDS}")


def with_bar(content: bytes, bar: str) -> bytes:
    """Return the page with this bar in place of its old one."""
    before, _, rest = content.decode().partition(_BAR_BEGINS)
    return f"{before}{_BAR_BEGINS}{bar}{_BAR_ENDS}{rest.partition(_BAR_ENDS)[2]}".encode()


def _with_findings(report: "Report", verdict: "Verdict") -> bytes:
    from reportgen.checks.outputs import Checked, write

    title = " ".join(plain(report.document.title).split())
    return write("html", Checked(title, report.document, verdict, report.profile.style))


def _words(report: "Report") -> list[str]:
    """Return what the search knows of a document beside department, year and kind: units and projects."""
    file = report.budget.file
    projects = {line.dims.get("项目", "") for lines in report.budget.books[""].lines.values() for line in lines}
    return [*file.department.unit_names.values(), *sorted(filter(None, projects))][:_MOST_WORDS]


def _about(report: "Report") -> dict[str, Any]:
    file = report.budget.file
    title = " ".join(plain(report.document.title).split())
    return {"标题": title, "部门": file.department.name, "年度": file.year, "文种": file.kind, "日期": file.date}


def _figures(report: "Report", county: "Path") -> Iterator[dict[str, Any]]:
    """Yield every printed number once: its name, exact value, where it is printed, and the lines that make it."""
    from reportgen.trace import occurrences
    from reportgen.trace.digits import figure_of
    from reportgen.trace.origins import lines_of

    printed: dict[str, list[tuple[Figure, str]]] = {}
    for one in occurrences(report.document):
        printed.setdefault(one.figure.name, []).append((one.figure, one.where))
    for name, places in printed.items():
        figure = figure_of(name, report.figures)
        yield {
            "数名": name,
            "说明": in_words(figure, report.budget) if figure else name.replace(".", "，").replace("@", "的"),
            "值": places[0][0].value,
            "单位": _unit(report.figures.value(figure)) if figure else "",
            "印在": [{"处": where, "印作": shown.text} for shown, where in places],
            "来源": _lines(lines_of(name, report.figures), county),
        }


def in_words(name: FigureId, budget: "Budget") -> str:
    """Return what a figure is in Chinese words: `支出（功能：教育支出）比上年预算的增减率`."""
    parts = "，".join(f"{dimension}：{budget.member_name(dimension, member)}" for dimension, member in name.conditions)
    amount = f"{name.measure}（{parts}）" if parts else name.measure
    kind = f"{name.derived}（{name.argument}）" if name.argument else name.derived
    if name.base and kind:
        return f"{amount}比{name.base}的{kind}"
    return f"{amount}的{kind}" if kind else f"{name.base}的{amount}" if name.base else amount


def _unit(value: Quantity | None) -> str:
    match value:
        case Amount():
            return "元"
        case Count(_, unit):
            return unit
        case _:
            return "比率"


def _lines(places: tuple[Location, ...], county: "Path") -> list[str]:
    """Return places as `局/2026.yaml:120-131`; lines that follow one another become one range."""
    found: list[list[Any]] = []  # file, first line, last line
    for place in places:
        file = relative(place.path, county) if place.line else str(place)
        if found and found[-1][0] == file and found[-1][1] <= place.line <= found[-1][2]:
            continue  # another part of the same line
        if found and found[-1][0] == file and place.line == found[-1][2] + 1:
            found[-1][2] = place.line
        else:
            found.append([file, place.line, place.line])
    return [
        f"{file}:{first}-{last}" if last > first else f"{file}:{first}" if first else file
        for file, first, last in found
    ]


def _package(report: "Report", tables: list[TableFile], files: dict[str, bytes]) -> dict[str, Any]:
    """Return the description of figures and tables, after the Data Package specification of Frictionless."""
    about = _about(report)
    resources = [
        {
            "name": "figures",
            "path": FIGURES,
            "title": "文件里印的每个数",
            "format": "json",
            "mediatype": "application/json",
        },
        *(each.described() for each in tables),
    ]
    for each in resources:
        content = files[each["path"]]
        each |= {"encoding": "utf-8", "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}"}
    said = f"{about['部门']}{about['年度']}年{about['文种']}里的每个数（{FIGURES}）和每张表（CSV），和公开的文件同源。"
    head = {"profile": "data-package", "name": f"disclosure-{about['年度']}", "title": about["标题"]}
    return {**head, "description": said, "resources": resources}
