"""A budget file → the tables of a budget workbook (预算工作簿), in the notation of `reportgen.budget.workbook`.

Lists of lines become tables, everything else rows of key and value. What is read back is the same tree.
"""

from collections.abc import Iterator
from collections.abc import Sequence as Items
from typing import Any, get_args, get_type_hints

from reportgen.budget.models import BudgetFile
from reportgen.budget.workbook_sheets import (
    AMOUNTS,
    EACH,
    KEY,
    MARK,
    NUMBERED,
    OF_EACH,
    SHARED,
    VALUE,
    grouped,
    joined,
)
from reportgen.figure import measure_of
from reportgen.patterns import compiled
from reportgen.records import dataclass, field, fields, is_dataclass
from reportgen.source import Mapping, Node, Scalar, Sequence, Worksheet, is_leaf
from reportgen.vocabulary import Measure, Vocabulary

Path = tuple[str, ...]
Record = dict[str, str]  # column -> text
NOTE = "（说明）"
LINK = "\0"  # begins the head of a column that says to which item of another list a row belongs
_APPROVED, _DEPARTMENT = "核对", "部门"  # its values are numbers; its values stand on the first sheet
_COMMENT = compiled(r"(?:^|\s)#+\s+(.+)$")
_HOW = (
    "把“待填”换成内容：没有的写“无”或 0，不用的行删掉，不够的加行；括号里的列和字不读。"
    "随时可以生成看看（reportgen build 这个文件）；全部填好以后，删掉“状态”这一行。"
)


@dataclass
class SheetTable:
    """A sheet (工作表): its first cell, the columns, the rows.

    Attributes:
        about: the comment that the file has on it. amounts: the columns that hold numbers.
    """

    title: str
    heads: list[str]
    about: str = ""
    amounts: tuple[str, ...] = ()
    rows: list[Record] = field(default_factory=list)

    def add(self, row: Record) -> None:
        """Add a row; a new column is put behind the column that precedes it in the row."""
        after = 0
        for head in row:
            if head in self.heads:
                after = self.heads.index(head) + 1
            else:
                self.heads.insert(after, head)
                after += 1
        self.rows.append(row)


def tables_of(budget: Mapping, vocabulary: Vocabulary) -> list[SheetTable]:
    """Return the sheets that say what a budget file says."""
    writer = _Writer(vocabulary)
    for name, value in budget.entries:
        own = isinstance(value, Mapping) and name.text != _DEPARTMENT
        rows = writer.sheet((name.text,), _comment(name)) if own else writer.front
        writer.write_below((name.text,), value, rows, int(own), _comment(name))
    return [writer.front, *(table for table in writer.tables.values() if table.rows)]


class _Writer:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.front = SheetTable(MARK, [KEY, VALUE, NOTE], _HOW)
        self.tables: dict[Path, SheetTable] = {}

    def sheet(self, path: Path, about: str) -> SheetTable:
        """Return the sheet of keys and values below a path, made if it is not there; without rows it is left out."""
        numbers = (VALUE,) if path[0] in (_APPROVED, *self.vocabulary.bases) or self._measure(path) else ()
        return self.tables.setdefault(path, SheetTable(joined(path), [KEY, VALUE, NOTE], about, numbers))

    def write_below(self, path: Path, node: Node, rows: SheetTable, base: int, about: str = "") -> None:
        """Write what stands below a path; `base`: how many keys of the path the sheet's title has."""
        if is_leaf(node):
            said = {KEY: joined(path[base:]), VALUE: _text(node), NOTE: about or _comment(node) or about_key(path)}
            rows.add({head: cell for head, cell in said.items() if cell or head != NOTE})
        elif isinstance(node, Mapping):
            if not self._grouped(path, node, about):
                for key, value in node.entries:
                    self.write_below((*path, key.text), value, rows, base, _comment(key))
        elif isinstance(node, Sequence) and _fits(node):
            self._table(path, node, {}, about)
        elif isinstance(node, Sequence):
            texts = all(isinstance(item, Scalar) for item in node.items)
            for number, item in enumerate(node.items, 1):
                self.write_below((*path, EACH if texts else f"第{number}项"), item, rows, base)

    def _measure(self, path: Path) -> Measure | None:
        """Return the measure that a path names, of this year or of a base; None if it names none."""
        inner = len(path) == 1 or (len(path) == 2 and path[0] in self.vocabulary.bases)
        return self.vocabulary.measures.get(measure_of(path[-1])) if inner else None

    def _grouped(self, path: Path, node: Mapping, about: str) -> bool:
        """Write headings over lines as a table with a column of headings; return False if they do not fit into one."""
        measure = self._measure(path)
        headings = [(key.text, value) for key, value in node.entries if key.text != SHARED]
        shared = node.get(SHARED)
        usual = all(isinstance(value, Scalar) or _is_flat_list(value) for _, value in headings)
        if not (measure and measure.sectioned and headings and usual and (shared is None or _is_flat(shared))):
            return False
        dimension = measure.sectioned
        table = self.tables[path] = SheetTable(grouped(joined(path), dimension), [dimension], about)
        for name, value in node.entries:
            for item in value.items if isinstance(value, Sequence) else (value,):
                cells = {measure.amount_key: item.text} if isinstance(item, Scalar) else dict(_cells(item))
                table.add({dimension: name.text, **cells, **_noted(item if isinstance(value, Sequence) else name)})
        _arrange_columns(table, (dimension, *measure.dimensions))
        return True

    def _table(self, path: Path, node: Sequence, links: Record, about: str = "") -> None:
        """Write a list of mappings, or, below another list, of texts; the lists within them get sheets of their own."""
        table = self.tables.setdefault(path, SheetTable(joined(path), [*links], about))
        for item in node.items:
            if isinstance(item, Scalar):
                table.add({**links, EACH: item.text})
                continue
            assert isinstance(item, Mapping)
            cells = dict(_cells(item))
            table.add({**links, **cells, **_noted(item)})
            first, called = next(iter(cells.items()))
            for inner, below in _inner(item):
                self._table((*path, OF_EACH, *inner), below, {**links, LINK * (len(links) + 1) + first: called})
        measure = self._measure(path)
        _arrange_columns(table, measure.dimensions if measure else ())


def _arrange_columns(table: SheetTable, dimensions: Items[str]) -> None:
    """Set which columns hold numbers; sort all: dimensions first, as the measure lists them, amounts and notes last."""
    table.amounts = tuple(head for head in table.heads if head in AMOUNTS)
    order = {head: number - len(dimensions) for number, head in enumerate(dict.fromkeys(dimensions))}
    order |= {**dict.fromkeys(AMOUNTS, 1), "金额单位": 2, "备注": 2, NOTE: 3}
    table.heads.sort(key=lambda head: order.get(head, 0) if dimensions else 3 * (head == NOTE))


def _text(leaf: Node) -> str:
    """Return the cell of a text, or of an empty list (`[]`) or mapping (`{}`)."""
    return leaf.text if isinstance(leaf, Scalar) else "[]" if isinstance(leaf, Sequence) else "{}"


def _is_flat(node: Node) -> bool:
    """Whether a node is a mapping of texts, one of them not empty."""
    return isinstance(node, Mapping) and all(isinstance(v, Scalar) for _, v in node.entries) and _says(node)


def _is_flat_list(node: Node) -> bool:
    return isinstance(node, Sequence) and bool(node.items) and all(map(_is_flat, node.items))


def _says(node: Mapping) -> bool:
    return any(text for _, text in _cells(node))


def _fits(node: Sequence) -> bool:
    """Whether a list can be a table: it has mappings only; if these hold lists, their first values differ."""
    if not all(isinstance(item, Mapping) and _says(item) for item in node.items):
        return False
    items = [item for item in node.items if isinstance(item, Mapping)]
    inner = [below for item in items for _, below in _inner(item)]
    firsts = [item.entries[0] for item in items]
    called = {value.text for _, value in firsts if isinstance(value, Scalar) and value.text}
    one_name = len({key.text for key, _ in firsts}) == 1 and len(called) == len(items)
    return not inner or (one_name and all(_is_texts(below) or _fits(below) for below in inner))


def _is_texts(node: Sequence) -> bool:
    return all(isinstance(item, Scalar) and item.text for item in node.items)


def _cells(node: Node, above: Path = ()) -> Iterator[tuple[str, str]]:
    """Yield column and text of every value of a mapping; lists that are not empty are left out."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        path = (*above, key.text)
        if is_leaf(value):
            yield joined(path), _text(value)
        else:
            yield from _cells(value, path)


def _inner(node: Mapping, above: Path = ()) -> Iterator[tuple[Path, Sequence]]:
    """Yield the lists within a mapping that are not empty, after the keys above them."""
    for key, value in node.entries:
        if isinstance(value, Sequence) and value.items:
            yield (*above, key.text), value
        elif isinstance(value, Mapping):
            yield from _inner(value, (*above, key.text))


def _noted(node: Node) -> Record:
    said = _comment(node)
    return {NOTE: said} if said else {}


def _comment(node: Node) -> str:
    """Return the comment at the end of a node's line, "" if there is none."""
    source = node.place.source
    if isinstance(source, Worksheet) or node.place.line >= len(source.lines):
        return ""
    found = _COMMENT.search(source.lines[node.place.line][node.place.column :])
    return found[1].strip() if found else ""


def about_key(path: Items[str], model: Any = BudgetFile) -> str:
    """Return the models' explanation of the last key of a path, not counting `每项`, `第2项` …; "" if there is none."""
    own = {f.metadata["key"]: f for f in fields(model) if "key" in f.metadata} if is_dataclass(model) else {}
    if not path or path[0] not in own:
        return ""
    kind, about = get_type_hints(model)[own[path[0]].name], own[path[0]].metadata["about"]
    inner = next((one for one in (kind, *get_args(kind)) if is_dataclass(one)), None)
    keys = [key for key in path[1:] if key not in (EACH, OF_EACH) and not NUMBERED.fullmatch(key)]
    return about_key(keys, inner) if keys else str(about)
