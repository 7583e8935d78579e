"""该有的表"""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, THREE_PUBLIC, speaks_of
from reportgen.checks._says import MOST, finding
from reportgen.checks._texts import page_of, row_text, title_of
from reportgen.document import Table, TableKind, in_one_line, plain
from reportgen.figure import parse
from reportgen.patterns import compiled
from reportgen.reading import Place, Sheet, SheetRow
from reportgen.reading.columns import Column
from reportgen.reading.terms import is_total
from reportgen.source import Scalar, records

_NATIONAL = (
    *(TableKind.TOTALS, TableKind.REVENUE, TableKind.EXPENDITURE, TableKind.GRANTS, TableKind.GENERAL_BUDGET),
    *(TableKind.BASIC, TableKind.THREE_PUBLIC, TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL),
)
_SINCE = {TableKind.STATE_CAPITAL.value: 2021}  # 财预〔2021〕29号
_KINDS = {kind.value: kind for kind in TableKind}
_ONLY_NUMBER = compiled(r"\D{0,6}[0-9]+(?:-[0-9]+)?\D{0,2}表?")
_NIL = compiled(r"没有|无[^：。]{0,20}|未安排|未发生|不涉及|空表|为0")
# By regulation, these tables are listed down to 项.
_LISTED = (TableKind.GENERAL_BUDGET, TableKind.GOVERNMENT_FUND, TableKind.STATE_CAPITAL)
# In these tables a blank is not a zero.
_ZEROED = (
    *(TableKind.TOTALS, TableKind.REVENUE, TableKind.GRANTS),
    *(TableKind.THREE_PUBLIC, TableKind.PROCUREMENT),
)


def R601(case: Case) -> Iterator[Result]:
    """表格齐全

    哪些表要有，由地区模板的“必备”规定，按表的“种类”或者表名找。没有模板的，部门预算至少要公开九张表：收支总表、收入总表、支出总表、财政拨款收支总表、一般公共预算支出表、一般公共预算基本支出表、
    “三公”经费支出表、政府性基金预算支出表，2021年起还有国有资本经营预算支出表。没有数的也要公开空表。

    怎样改：补上缺少的表。
    依据：预算法第14条；财预〔2016〕143号；财预〔2021〕29号。
    例：没有政府性基金，就把政府性基金预算支出表删掉了。
    """
    wanted = _required(case)
    if not wanted:
        reason = "模板没有写应有哪些表（必备）"
        yield Unknown(reason if case.profile else "看不出是部门预算还是单位预算，不知道应有哪些表")
        return
    yield Compared()
    for name in wanted:
        if not _is_there(case, name) and not (name == TableKind.PROJECT_TARGETS.value and _has_no_targets(case)):
            yield _lacking(case, name)
    yield from _missing_targets(case)
    yield from _captions(case)


def _required(case: Case) -> tuple[str, ...]:
    """Return the names of tables that the document has to have: the region's, else the nation's for a whole budget."""
    if case.profile:
        wanted = case.profile.file.required.tables
    else:
        whole = compiled("部门预算|单位预算").search(plain(case.document.title))
        wanted = tuple(kind.value for kind in _NATIONAL) if whole else ()
    return tuple(name for name in wanted if case.year >= _SINCE.get(name, 0))


def _is_there(case: Case, name: str) -> bool:
    """Whether there is a table of that kind, by definition or title; or of that name, if the name is no kind."""
    if name in _KINDS:
        declared = {layout.table.kind for layout in case.reading.tables}
        return _KINDS[name] in declared | {sheet.kind for sheet in case.reading.sheets}
    return any(name in layout.table.name or name in layout.title for layout in case.reading.tables)


def _lacking(case: Case, name: str) -> Finding:
    """Return an error if the region has such a table, so that it is missing here; else a finding for its author."""
    known = case.profile.tables if case.profile else {}
    kinds = {stated.text for one in known.values() if isinstance(stated := one.get("种类"), Scalar)}
    unknown = name in _KINDS and any(not sheet.kind and sheet.is_empty for sheet in case.reading.sheets)
    if key := _targets_key(case, name) if name in kinds else "":
        return finding("R601 没有写", page_of(case), name=name, key=key)
    own = case.profile is None or name in kinds or (not unknown and any(name in table for table in known))
    remark = not own and (case.is_as_made or case.budget is None)  # the officer, or who reads the file, can add none
    return finding("R601 缺少" if own else "R601 模板没有", page_of(case), remark=remark, name=name)


def _targets_key(case: Case, name: str) -> str:
    """Return the part of 绩效 that makes the table and that the budget file does not have; "" for other tables."""
    key = {TableKind.OVERALL_TARGETS.value: "整体", TableKind.PROJECT_TARGETS.value: "项目"}.get(name, "")
    return key if case.is_as_made and case.budget and not case.budget.file.performance.get(key) else ""


def _has_no_targets(case: Case) -> bool:
    """Whether there is no project that could have targets, or the text says that there are none."""
    figures = case.file_figures
    if figures and figures.amount(parse("支出[性质=项目支出]")) == 0:
        return True
    return any(
        compiled(r"没有(?:(?!没有)[^。])*绩效目标").search(w.text)
        for w in case.reading.texts.but_cells
        if w.kind == "段落"
    )


def _missing_targets(case: Case) -> Iterator[Finding]:
    """Yield findings on projects with targets (绩效.项目) that no table prints, though tables print others."""
    targets = records(case.budget.file.performance.get("项目")) if case.budget else []
    tables = [s.table for s in case.reading.of(TableKind.PROJECT_TARGETS)]
    titles = [layout.title for layout in case.reading.tables] if tables else []
    printed = "\n".join([*titles, *(_cells(table) for table in tables)])
    for target in targets if tables else ():
        stated = target.get("名称") or target.get("项目")
        if isinstance(stated, Scalar) and stated.text not in printed:
            yield finding("R601 缺少项目", page_of(case), stated.at, remark=case.is_as_made, project=stated.text)


def _captions(case: Case) -> Iterator[Finding]:
    """Yield findings on tables without a title, or without a number or department that most similar tables have."""
    tables = [layout for layout in case.reading.tables if layout.table.width > 1]
    named = [_is_named(layout.table) for layout in tables]
    kinds = [bool(layout.table.head) for layout in tables]
    numbered = {kind: _most(t.table.number for t in tables if bool(t.table.head) == kind) for kind in {*kinds}}
    owned = {kind: _most(has for has, own in zip(named, kinds, strict=True) if own == kind) for kind in {*kinds}}
    for layout, kind, is_named in zip(tables, kinds, named, strict=True):
        table, title = layout.table, in_one_line(layout.title)
        lacks = {
            "表题": _ONLY_NUMBER.fullmatch(title) or (table.number and not title),
            "表号": title and not table.number and numbered[kind],
            "部门（单位）名称": (title or table.number) and not is_named and owned[kind],
        }
        if missing := [what for what, lack in lacks.items() if lack]:
            place = Place(layout.name, line=title or table.number or layout.heading, length=max(1, len(title)))
            yield finding("R601 表上没有", place, remark=case.is_as_made, name=layout.name, missing="、".join(missing))


def _most(have: Iterable[object]) -> bool:
    each = [bool(one) for one in have]
    return 2 * sum(each) > len(each)


def _is_named(table: Table) -> bool:
    """Whether the department's name stands above the table, or in it as in a form."""
    above = compiled("名称|部门|[0-9]{3,}").search(plain(table.left))
    return bool(above or compiled("(?:部门|单位)(?:（单位）)?名称").search(_cells(table)))


def _cells(table: Table) -> str:
    return "\n".join(plain(cell.runs) for row in table.body for cell in row.cells)


@speaks_of(BUDGET, ACCOUNTS, THREE_PUBLIC)
def R602(case: Case) -> Iterator[Result]:
    """空表列示

    表里没有数的，表头照印，下面写一句为什么没有：“本部门2026年没有使用政府性基金预算拨款安排的支出，故本表无数据”。
    空白的表不加说明，读者分不清是没有，还是漏填。

    怎样改：在表下加一句说明。
    依据：财预〔2016〕143号，空表列示并说明。
    例：国有资本经营预算支出表是空的，表下没有一句话。
    """
    sheets = [sheet for sheet in case.reading.sheets if sheet.columns]
    yield Compared() if sheets else Unknown("文件里没有列示数字的表")
    by_table = grouped((id(sheet.table), sheet) for sheet in case.reading.sheets)
    for sheet in sheets:
        of_table = by_table[id(sheet.table)]
        if sheet is of_table[0] and all(s.is_empty for s in of_table) and not _NIL.search(sheet.notes):
            yield finding("R602 空表", title_of(sheet), remark=case.is_as_made, name=sheet.name, year=case.year)


@speaks_of(BUDGET, ACCOUNTS)
def R603(case: Case) -> Iterator[Result]:
    """公开到项

    一般公共预算支出表（有数的政府性基金、国有资本经营支出表也一样）要列到功能分类的项级科目，并印科目编码；涉密的除外。
    只列到款，社会看不出钱具体用在什么地方。

    怎样改：把每个款下面的项列全。
    依据：预算法第14条；财预〔2016〕143号。
    例：只列“20701 文化和旅游”，没有“2070104 图书馆”。
    """
    sheets = [sheet for sheet in case.reading.sheets if sheet.kind in _LISTED and not sheet.is_empty]
    spent = (sheet for sheet in case.reading.of(TableKind.EXPENDITURE) if not sheet.is_empty)
    sheets += [sheet for sheet in spent if any(line.code for line in sheet.lines)]
    yield Compared() if sheets else Unknown("没有按功能分类列示支出的表")
    for sheet in sheets:
        codes = [line.code for line in sheet.lines if line.code]
        if not codes:
            yield finding("R603 没有编码", title_of(sheet), remark=case.is_as_made, name=sheet.name)
        for line in sheet.lines:
            below = (len(code) == 7 and code.startswith(line.code) for code in codes)
            if line.code and len(line.code) < 7 and not any(below):
                left_out = _is_left_out(case, "功能", line.code)
                yield finding("R603 没有项级", _row(sheet, line), remark=left_out, name=sheet.name, code=line.code)


def _is_left_out(case: Case, dimension: str, code: str) -> bool:
    """Whether the region leaves out the levels below the code: the budget file has no lines of the code itself."""
    lines = case.budget.books[""].every_line("支出") if case.budget else ()
    stated = any(line.dims.get(dimension) == code for line in lines)
    return case.is_as_made and not stated


@speaks_of(BUDGET, ACCOUNTS)
def R604(case: Case) -> Iterator[Result]:
    """公开到款

    一般公共预算基本支出表要列到部门预算支出经济分类的款级科目，并印经济分类编码。

    怎样改：列到款级（30101 基本工资……），补上编码。
    依据：预算法第14条；财预〔2016〕143号。
    例：基本支出表只列“301 工资福利支出”“302 商品和服务支出”。
    """
    sheets = [sheet for sheet in case.reading.of(TableKind.BASIC) if not sheet.is_empty]
    yield Compared() if sheets else Unknown("没有基本支出表，或者是空表")
    for sheet in sheets:
        entries = ((e, line) for line in sheet.lines for e in line.entries.values())
        rows = {e.name.member("经济"): line for e, line in entries if e.name and e.name.member("经济")}
        items = [code for code in rows if len(code) == 5]
        if not rows:
            yield Unknown(f"《{sheet.name}》的各行不知道是哪个科目")
        elif not items:
            yield finding("R604 没有款级", title_of(sheet), remark=case.is_as_made, name=sheet.name)
        elif not any(line.code for line in sheet.lines):
            yield finding("R604 没有编码", title_of(sheet), remark=case.is_as_made, name=sheet.name)
        for code in (code for code in rows if items and len(code) == 3):
            if not any(other.startswith(code) and other != code for other in rows):
                left_out = _is_left_out(case, "经济", code)
                yield finding("R604 一类", _row(sheet, rows[code]), remark=left_out, name=sheet.name, code=code)


def R610(case: Case) -> Iterator[Result]:
    """空格与0

    “三公”经费表、政府采购表和各总表的合计行，没有的填0.00，不要留空：留空分不清是没有，还是漏填。
    别的行可以都留空；有的印0、有的留空，就要统一。整张空表另有说明的，不在此列。

    怎样改：在空格里填0.00。
    依据：财预〔2016〕143号，“三公”经费没有的也要列示；公开文件中常见的错误。
    例：“三公”经费支出表的“因公出国（境）费”一格是空的。
    """
    sheets = [sheet for sheet in case.reading.sheets if sheet.kind in _ZEROED and not sheet.is_empty]
    yield Compared() if sheets else Unknown("没有总表、“三公”经费表、政府采购表，或者都是空表")
    for own in grouped((_leaves_blanks(sheet) or sheet.name, sheet) for sheet in sheets).values():
        if blanks := [(sheet, *blank) for sheet in own for blank in _blanks(sheet)]:
            sheet, line, column = blanks[0]
            tables = len({one.name for one, *_ in blanks})
            more = f"等{len(blanks)}格{f'（{tables}张表）' * (tables > 1)}" if len(blanks) > 1 else ""
            words = {"name": sheet.name, "row": line.title or "本行", "column": column.title, "more": more}
            yield finding("R610 留空", *(_cell(*blank) for blank in blanks[:MOST]), **words)


def _leaves_blanks(sheet: Sheet) -> bool:
    """Whether the table prints no zeros; all such tables of a document are reported together."""
    return sheet.kind != TableKind.THREE_PUBLIC and all(entry.number.value for entry in sheet.entries)


def _blanks(sheet: Sheet) -> Sequence[tuple[SheetRow, Column]]:
    """Return blank cells that should be zeros: in total rows; anywhere, if the table has zeros or is on 三公经费."""
    three_public = sheet.kind == TableKind.THREE_PUBLIC
    everywhere = three_public or any(not entry.number.value for entry in sheet.entries)
    return [
        (line, column)
        for line in sheet.lines
        if (line.label or three_public) and (everywhere or line.total or is_total(line.label))
        for column in sheet.columns
        if column.index not in line.entries and not line.texts[column.index].strip()
    ]


def _row(sheet: Sheet, line: SheetRow) -> Place:
    return Place(sheet.name, line.title, line=row_text(line), length=max(1, len(line.code or line.label)))


def _cell(sheet: Sheet, line: SheetRow, column: Column) -> Place:
    start = sum(len(in_one_line(text).strip()) + 3 for text in line.texts[: column.index])
    return Place(sheet.name, line.title, column.title, row_text(line), start)
