"""The name of every number in a table (认数): the one it carries, else by what table, row and column say."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from reportgen.document import TableKind
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.column_parts import columns_by_names
from reportgen.reading.columns import Column, base_of
from reportgen.reading.entries import Entry
from reportgen.reading.item_names import ItemNames
from reportgen.reading.line_sheets import named_lines
from reportgen.reading.meanings import Meanings
from reportgen.reading.row_parts import number_of
from reportgen.reading.sheets import Sheet, SheetRow
from reportgen.reading.table_kinds import MEASURES
from reportgen.reading.terms import bare, conditions_of, is_known_fund, is_total, meaning_of_terms, narrowed, unit_in
from reportgen.records import NamedTuple, dataclass, replace

_NOT_BY_FUND = ("三公经费", "机关运行经费", "政府采购")
_GRANTS = ("一般公共预算", "政府性基金", "国有资本经营预算")
_Outer = tuple[SheetRow, Mapping[str, str] | None]
_INNER = compiled(r"[\s\u3000]*(?:[（(][一二三四五六七八九十]|[0-9０-９]{1,2}[.．、])")


@dataclass(frozen=True, slots=True)
class RowNames:
    """What a document's rows may be called.

    Attributes:
        items: names of codes. publisher: who publishes, the whole. units: its units, as its tables print them.
    """

    items: ItemNames
    publisher: str = ""
    units: Collection[str] = ()


def named(sheet: Sheet, known: RowNames, year: int, meanings: Meanings | None = None) -> Sheet:
    """Return the sheet with every number named that carries a name or whose row and column say one."""
    if meanings and all(entry.carried for entry in sheet.entries):
        lines = [line.entries for line in sheet.lines]
        return replace(sheet, columns=columns_by_names(sheet.columns, lines, sheet.kind, meanings))
    by_words = _by_words(sheet, known, year)
    if not meanings:
        return by_words
    both = zip(sheet.lines, by_words.lines, strict=True)
    return replace(sheet, lines=tuple(_named_entries(own, other, meanings) for own, other in both))


def _named_entries(own: SheetRow, by_words: SheetRow, meanings: Meanings) -> SheetRow:
    entries = {i: e if e.carried else _plainly_named(by_words.entries[i], meanings) for i, e in own.entries.items()}
    return replace(own, entries=entries)


def _plainly_named(entry: Entry, meanings: Meanings) -> Entry:
    return entry._replace(name=meanings.plain(entry.name)) if entry.name else entry


def _by_words(sheet: Sheet, known: RowNames, year: int) -> Sheet:
    if sheet.has_lines:
        return named_lines(sheet, known.items.code)
    lines, heads = [], _heads(sheet)
    for line, conditions in _meanings(sheet, known):
        of_row, entries = _row_base(line, year), {}
        for head in heads:
            if own := line.entries.get(head.column.index):
                entries[head.column.index] = own._replace(name=_name(sheet, head, conditions, of_row))
        lines.append(replace(line, entries=entries))
    if sheet.kind == TableKind.PROCUREMENT:
        lines = _each_once(lines)
    return replace(sheet, lines=tuple(_by_unit(lines) if sheet.kind == TableKind.PROJECTS else lines))


def _by_unit(lines: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """Yield the rows of projects; of a project that several rows have, each is that of the unit beside it."""
    often = Counter(line.fields.get("项目名称") for line in lines if not line.total)
    for line in lines:
        unit = unit_in(line.fields, "名称", "预算单位") if often[line.fields.get("项目名称")] > 1 else ""
        yield replace(line, entries={i: _of_unit(e, unit) for i, e in line.entries.items()}) if unit else line


def _of_unit(entry: Entry, unit: str) -> Entry:
    return entry._replace(name=entry.name.where(("单位", unit))) if entry.name else entry


def _each_once(lines: Sequence[SheetRow]) -> list[SheetRow]:
    """Return the rows of purchases; goods bought in several rows have no figure for one row, so no names."""
    often = Counter((i, e.name) for line in lines for i, e in line.entries.items() if not line.total)

    def named_once(line: SheetRow) -> dict[int, Entry]:
        own = line.entries.items()
        return {i: e if line.total or often[i, e.name] == 1 else e._replace(name=None) for i, e in own}

    return [replace(line, entries=named_once(line)) for line in lines]


def _meanings(sheet: Sheet, known: RowNames) -> Iterator[tuple[SheetRow, Mapping[str, str] | None]]:
    """Yield each row with the conditions that it states; None if its words are not understood."""
    stack: list[tuple[int, str]] = []  # (level, code) of what rows stand under
    group: dict[str, str] = {}
    carried: SheetRow | None = None  # the row 上年结转 that later rows may belong to
    funds: list[Mapping[str, str]] = []  # funds so far: one that comes again is part of 上年结转
    outer: _Outer | None = None  # the last row of a unit, or that was not understood
    nature: tuple[int, dict[str, str]] = (0, {})  # 一、项目支出 above 工资福利支出, and its rank
    own_unit = frozenset(_of_own_unit(sheet.lines, known.publisher, known.units))
    for at, line in enumerate(sheet.lines):
        while stack and stack[-1][0] >= line.level:
            stack.pop()
        meaning = _meaning(sheet, line, known, stack[-1][1] if stack else "", at in own_unit)
        code = (meaning or {}).get("功能") or (meaning or {}).get("经济") or ""
        if code:
            stack.append((line.level, code))
        nature = _nature(line, meaning, nature)
        if meaning and meaning.keys() & {"经济", "经费"} and not line.code:
            meaning = {**nature[1], **meaning}
        if meaning and "类型" in meaning:
            group = {"类型": meaning["类型"]}
        again = meaning is not None and meaning.keys() == {"资金"} and meaning in funds
        if carried and again:
            line = replace(line, level=carried.level + 1)
        carried = _carryover_row(line, meaning, carried)
        funds += [meaning] if meaning else []
        if meaning and carried and line is not carried:
            meaning = {**meaning, "年份": "上年结转"}
        if outer and not line.total and (bool(line.code) or line.level > outer[0].level):
            meaning = None if meaning is None or outer[1] is None else {**outer[1], **meaning}
        elif not sheet.side:
            outer = (line, meaning) if meaning is None or "单位" in meaning else None
        yield line, (group | meaning if meaning and "采购品目" in meaning else meaning)


def _nature(
    line: SheetRow, meaning: Mapping[str, str] | None, above: tuple[int, dict[str, str]]
) -> tuple[int, dict[str, str]]:
    """Return the numbered row 基本支出 or 项目支出 that this row is or may stand under: its rank and conditions."""
    number = number_of(line)
    if number and meaning and meaning.keys() == {"性质"}:
        return number[0], dict(meaning)
    return (0, {}) if line.total or (number and number[0] <= above[0]) else above


def _carryover_row(line: SheetRow, meaning: Mapping[str, str] | None, above: SheetRow | None) -> SheetRow | None:
    """Return the row 上年结转 that this row is or belongs to, by a deeper indent or as （一） below 二、; else None."""
    if above and (line.level > above.level or (_is_inner(line) and not _is_inner(above))):
        return above
    return line if (meaning or {}).get("年份") == "上年结转" else None


def _is_inner(line: SheetRow) -> bool:
    return any(_INNER.match(text) for text in line.fields.values() if bare(text) == line.label)


def _meaning(sheet: Sheet, line: SheetRow, known: RowNames, under: str, own_unit: bool) -> dict[str, str] | None:
    if sheet.kind == TableKind.PROJECTS and line.fields.get("项目名称") and not line.total:
        return {"项目": line.fields["项目名称"]}
    if line.code:
        beside = {"政府经济": line.fields["政府经济"]} if line.fields["政府经济"] else {}
        return {line.dimension: line.code, **beside}
    unit = unit_in(line.fields, "编码", "名称")
    if own_unit:
        return {"单位": unit or line.label}
    if line.label == known.publisher or (line.total and not line.groups):
        return {}
    if sheet.kind == TableKind.THREE_PUBLIC and spoken().whole("主语", line.label.strip("“”")) == "三公经费":
        return {}
    if unit or line.label in known.units:
        return {"单位": unit or line.label}
    above = [label for label in line.groups if label in known.units]
    of_unit = {"单位": above[-1]} if above else {}
    said = _said(sheet, line, known, under)
    if said is None and sheet.kind == TableKind.THREE_PUBLIC and (of_unit or len(sheet.lines) <= 3):
        said = {}  # one row, or one for each year
    return None if said is None else of_unit | said


def _said(sheet: Sheet, line: SheetRow, known: RowNames, under: str) -> dict[str, str] | None:
    """Return what the label says, None if not understood; of labels side by side, the second narrows the first."""
    if sheet.kind == TableKind.PROCUREMENT:
        item = next((bare(text) for head, text in line.fields.items() if "品目" in head and text), line.label)
        return conditions_of(item) or {"采购品目": item}
    labels = [label for label in (*line.groups, line.label) if not is_total(label) and label not in known.units]
    coded = sheet.kind in (TableKind.BASIC, TableKind.RUNNING_COSTS) or sheet.side != "收入"
    found: dict[str, str] = {}
    for label in labels:
        dimension = "经济" if sheet.kind in (TableKind.BASIC, TableKind.RUNNING_COSTS) else "功能"
        code = known.items.code(dimension, label, under) if coded else ""
        said = {dimension: code} if code else conditions_of(label) or meaning_of_terms(label)
        if not said:
            if sheet.side != "收入":
                return None
            said = {"资金": label}
        found = narrowed(found, said)
    return found


def _row_base(line: SheetRow, year: int) -> tuple[str, str]:
    """Return base and kind of change of a row that is a year (2021年) or a change (增减变化金额)."""
    for i, text in enumerate(line.texts):
        if i in line.entries or not text:
            continue
        if spoken().form("«年份行:年»$").search(text) and text[:4].isdigit() and int(text[:4]) != year:
            return base_of(text), ""
        if spoken().form("«年份行:增减»").match(text):
            return "上年预算", "增减额"
        if spoken().is_word_of("年份行", "上年", bare(text)):
            return "上年预算", ""
    return "", ""


class _ColumnWords(NamedTuple):
    """What a column says of its numbers: measure, conditions, and whether they are revenue or expenditure."""

    column: Column
    measure: str
    own: Mapping[str, str]
    flow: str


def _heads(sheet: Sheet) -> list[_ColumnWords]:
    flows, found = _flows(sheet), []
    for column in sheet.columns:
        flow = flows.get(column.index, "")
        of_sheet = (sheet.kind and MEASURES.get(sheet.kind)) or sheet.side or flow or "支出"
        measure = spoken().within("列的指标", column.title) or of_sheet
        found.append(_ColumnWords(column, measure, _own_conditions(sheet, column, measure), flow))
    return found


def _name(sheet: Sheet, head: _ColumnWords, row: Mapping[str, str] | None, of_row: tuple[str, str]) -> FigureId | None:
    """Return the name of a number by its row and column; `of_row`: base and kind of change that the row is of."""
    if row is None:
        return None
    column, measure, own, flow = head
    conditions = {**sheet.limits, **row, **own}
    if (guessed := column.conditions.get("资金", "")) and not is_known_fund(guessed) and "资金" in sheet.limits:
        conditions["资金"] = f"{sheet.limits['资金']}·{guessed}"  # whatever it is, it is some of this table's fund
    if flow == "支出" and conditions.get("年份") == "本年":
        del conditions["年份"]  # beside 年末结转和结余, which is no expenditure of the year
    if measure == "收入" and "资金" in {**row, **column.conditions}:
        conditions.setdefault("年份", "本年")  # a source; the sum of all of them has none
    if conditions.get("资金") == "本年收入" and "资金" in sheet.limits:
        conditions |= {**sheet.limits, "年份": "本年"}
    named, (base, derived) = _tidied(measure, conditions, bool(sheet.side)), of_row
    return FigureId(measure, named, column.base or base, column.derived or derived)


def _flows(sheet: Sheet) -> dict[int, str]:
    """Return column → 收入, 支出 or "", if a table without sides has columns of both; else nothing."""
    flows = {own.index: spoken().whole("收支列", own.path[0]) if own.path else "" for own in sheet.columns}
    return flows if len({*flows.values()} - {""}) > 1 else {}


def _own_conditions(sheet: Sheet, column: Column, measure: str) -> dict[str, str]:
    """Return what the head says, without a fund that says nothing: one of the whole table, or one wider than it."""
    fund, own = column.conditions.get("资金"), column.conditions
    over_all = measure in _NOT_BY_FUND and all(other.conditions.get("资金") == fund for other in sheet.columns)
    wider = fund == "财政拨款" and sheet.limits.get("资金") in _GRANTS
    return {d: m for d, m in own.items() if d != "资金"} if fund and (over_all or wider) else own


def _tidied(measure: str, conditions: dict[str, str], sided: bool) -> tuple[tuple[str, str], ...]:
    """Return the conditions sorted, without those that others imply."""
    if measure != "支出" and conditions.get("性质") == "本年支出":
        del conditions["性质"]
    if measure == "支出" and "经济" in conditions and sided:
        conditions.setdefault("性质", "基本支出")
    if "功能" in conditions and conditions.get("性质") == "本年支出":
        del conditions["性质"]
    if "项目" in conditions or "项目类别" in conditions:
        conditions.pop("性质", None)
    if "功能" in conditions and "项目" in conditions:
        del conditions["功能"]
    return tuple(sorted(conditions.items()))


def _of_own_unit(lines: Sequence[SheetRow], publisher: str, units: Collection[str]) -> Iterator[int]:
    """Yield the places of the rows that bear the publisher's name and are one of its units.

    Such a row stands beside those of the other units, neither above them by indent nor by code, and a total above or
    below it prints more.
    """
    named = [at for at, line in enumerate(lines) if line.label == publisher and not line.total]
    total = next((_largest(line) for line in lines if line.total and not line.groups), None)
    if named and total is not None:
        single = (line for line in lines if not (line.total or line.code or line.label == publisher))
        others = [line for line in single if line.label in units or line.unit_code]
        yield from (at for at in named if _is_beside(lines[at], others) and _largest(lines[at]) != total)


def _is_beside(line: SheetRow, others: Sequence[SheetRow]) -> bool:
    code = line.unit_code.rstrip("0")
    return any(other.level <= line.level and not (code and other.unit_code.startswith(code)) for other in others)


def _largest(line: SheetRow) -> object:
    return max((abs(entry.number.value) for entry in line.entries.values()), default=None)
