"""A budget file as a workbook to type into (预算工作簿): its tables laid out, with lists to choose from.

Codes are text, amounts numbers. The lists allow other words: a catalogue of codes is never complete.
Source: ECMA-376 part 1, 18.3.1.33 (dataValidations).
"""

from collections.abc import Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal

from reportgen.budget import Catalogue
from reportgen.budget.workbook_sheets import AMOUNTS, FRONT, SHARED, split, ungrouped
from reportgen.diagnostics import columns
from reportgen.drafts.as_sheets import LINK, NOTE, SheetTable, about_key, tables_of
from reportgen.ooxml import escaped
from reportgen.ooxml.workbook import (
    TEXT,
    Look,
    SheetCell,
    SheetLine,
    WrittenSheet,
    columns_xml,
    frozen_xml,
    unmarked_xml,
    workbook,
)
from reportgen.patterns import compiled
from reportgen.source import Mapping, Scalar, below, records
from reportgen.source.sheet import column_letters
from reportgen.vocabulary import CODE_LEVELS, Vocabulary

_CHOICES = "可选"
_SPARE = 40  # empty rows below those that are filled
_AMOUNT = compiled(r"-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")
_WIDEST, _NARROWEST = 50, 8
_UNTITLED = compiled(r"[\\/?*\[\]:'【】]")
_LONGEST = 31  # characters of a sheet's name
_MIDDLE = 'vertical="center"'
_TITLE, _HEAD = Look(size=24, bold=True), Look(form=TEXT, align=_MIDDLE, bordered=True, bold=True)
_WORDS = Look(form=TEXT, align=f'{_MIDDLE} wrapText="1"', bordered=True)
_COUNT, _MONEY = Look(align=_MIDDLE, bordered=True), "只写数字，按“基本信息”里的金额单位；没有写 0，还不知道写“待填”"
_NUMBER, _NOTED = Look(form="#,##0.00####", align=_MIDDLE, bordered=True), Look(form=TEXT, align=_MIDDLE)


def budget_workbook(budget: Mapping, vocabulary: Vocabulary) -> bytes:
    """Return the workbook that says what a budget file says; the same file gives the same bytes."""
    tables = tables_of(budget, vocabulary)
    choices = _choices(budget, vocabulary)
    used = [d for d in choices if any(head.lstrip(LINK) == d for table in tables for head in table.heads)]
    sheets = {name: _sheet(table, choices, used) for name, table in zip(_names(tables), tables, strict=True)}
    return workbook({**sheets, _CHOICES: _listed([(d, choices[d]) for d in used])})


def _names(tables: list[SheetTable]) -> Iterator[str]:
    taken: set[str] = {_CHOICES}
    for number, table in enumerate(tables):
        plain = _UNTITLED.sub("-", ungrouped(table.title)[0])[:_LONGEST].strip("-") if number else FRONT
        name = plain if plain.lower() not in taken else f"{plain[: _LONGEST - 4]} {number}"
        taken.add(name.lower())
        yield name


def _choices(budget: Mapping, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return dimension -> what to choose from: members, codes with their names, units."""
    year = budget.get("年度")
    catalogue = Catalogue(int(year.text) if isinstance(year, Scalar) and year.text.isdecimal() else 0)
    found = {d: [f"{code} {name}" for code, name in sorted(catalogue.names(d).items())] for d in CODE_LEVELS}
    found |= {d: [*dict.fromkeys(tree)] for d, tree in vocabulary.trees.items()}
    said = [[unit.get(key) for key in ("编码", "名称")] for unit in records(below(budget, "部门", "单位"))]
    coded = [" ".join(one.text for one in pair if isinstance(one, Scalar)) for pair in said]
    return {**found, **({"单位": coded} if coded else {})}


def _sheet(table: SheetTable, choices: Dict[str, list[str]], used: list[str]) -> WrittenSheet:
    heads = table.heads
    about = {1: SheetCell(f"（{table.about}）", _NOTED)} if table.about else {}
    lines = [
        SheetLine({0: SheetCell(table.title, _TITLE), **about}),
        SheetLine({i: SheetCell(head.lstrip(LINK), _HEAD) for i, head in enumerate(heads)}),
        *(SheetLine({i: _cell(r.get(head, ""), head, table) for i, head in enumerate(heads)}) for r in table.rows),
        *[SheetLine({i: _cell("", head, table) for i, head in enumerate(heads) if head != NOTE})] * _SPARE,
    ]
    widths = [_width(table, head, first=not i) for i, head in enumerate(heads)]
    rules = list(_rules(table, choices, used, len(lines)))
    after = f'<dataValidations count="{len(rules)}">{"".join(rules)}</dataValidations>' if rules else ""
    return WrittenSheet(lines, frozen_xml(2) + columns_xml(widths), after + unmarked_xml(len(heads) + 1, len(lines)))


def _cell(text: str, head: str, table: SheetTable) -> SheetCell:
    if head == NOTE:
        return SheetCell(text, _NOTED)
    if head in table.amounts:
        number = Decimal(text) if _AMOUNT.fullmatch(text) else text
        return SheetCell(number, _COUNT if head == AMOUNTS[1] else _NUMBER)
    return SheetCell(text, _WORDS)


def _width(table: SheetTable, head: str, first: bool) -> int:
    """Return the width of a column in characters; the first column has the title as well."""
    cells = [head, *(row.get(head, "") for row in table.rows)]
    longest = max(_NARROWEST, *map(columns, cells), columns(table.title) + 2 if first else 0)
    return min(longest, _WIDEST) + 3


def _rules(table: SheetTable, choices: Dict[str, list[str]], used: list[str], last: int) -> Iterator[str]:
    """Yield what Excel offers in each column (XML): for a dimension, a list to choose from; else an explanation.

    `used`: the dimensions in the order of their columns on the sheet of choices. `last`: the last row to type into.
    """
    for i, head in enumerate(table.heads):
        letter, dimension = column_letters(i), head.lstrip(LINK)
        area = f'sqref="{letter}3:{letter}{last}"'
        if dimension in used:
            of = column_letters(used.index(dimension) + 1)
            source = f"{_CHOICES}!${of}$2:${of}${len(choices[dimension]) + 1}"
            prompt = _prompt(dimension, dimension == ungrouped(table.title)[1])
            yield (
                f'<dataValidation type="list" allowBlank="1" showInputMessage="1" prompt="{escaped(prompt)}" {area}>'
                f"<formula1>{source}</formula1></dataValidation>"
            )
        elif said := _MONEY if head == AMOUNTS[0] else about_key([*split(table.title), *split(dimension)]):
            yield f'<dataValidation allowBlank="1" showInputMessage="1" prompt="{escaped(said)}" {area}/>'


def _prompt(dimension: str, groups: bool) -> str:
    if dimension in CODE_LEVELS:
        return "从单子里选，或只写编码；单子里没有的编码也可以写"
    return f"从单子里选；写“{SHARED}”的一行，说的是各行共有的" if groups else "从单子里选"


def _listed(choices: list[tuple[str, list[str]]]) -> WrittenSheet:
    """Return the hidden sheet with the lists to choose from; it is not read back."""
    longest = max((len(found) for _, found in choices), default=0)
    plain = Look(form=TEXT)
    lines = [SheetLine({i: SheetCell(f"（{name}）", plain) for i, name in enumerate(["", *(d for d, _ in choices)])})]
    lines += [
        SheetLine({i: SheetCell(found[row], plain) for i, (_, found) in enumerate(choices, 1) if row < len(found)})
        for row in range(longest)
    ]
    return WrittenSheet(lines, state="hidden")
