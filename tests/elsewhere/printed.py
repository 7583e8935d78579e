"""A budget, or final accounts, as a Word file, made by python-docx."""

import random
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.elsewhere import account_sentences as of
from tests.elsewhere import account_tables, more_tables
from tests.elsewhere import sentences as say
from tests.elsewhere.account_sentences import Accountant
from tests.elsewhere.accounts import accounts
from tests.elsewhere.department import department
from tests.elsewhere.sentences import NUMERALS, Writer
from tests.elsewhere.tables import Printer, Table, tables

Sections = tuple[tuple[tuple[str, ...], Callable[[Any], Iterator[str]]], ...]
SECTIONS: Sections = (
    (("收支预算总体情况说明", "部门收支总体情况", "收支总体情况", "预算收支增减变化情况"), say.overall),
    (("收入预算情况说明", "部门收入总体情况", "收入预算情况"), say.income),
    (("支出预算情况说明", "部门支出总体情况", "支出预算情况"), say.spending),
    (("财政拨款收支预算总体情况说明", "财政拨款收支总体情况", "财政拨款收支预算情况"), say.granted),
    (("一般公共预算当年拨款情况说明", "一般公共预算支出情况", "一般公共预算支出预算情况说明"), say.public_budget),
    (("一般公共预算基本支出情况说明", "一般公共预算基本支出情况"), say.basic),
    (("“三公”经费安排情况说明", "“三公”经费预算情况说明", "一般公共预算“三公”经费支出情况"), say.three_public),
    (("政府性基金预算支出情况说明", "政府性基金预算支出情况"), say.fund_budget),
    (("国有资本经营预算支出情况说明", "国有资本经营预算支出情况"), say.capital_budget),
    (("其他重要事项的情况说明", "其他重要事项说明"), say.other_matters),
)
ACCOUNT_SECTIONS: Sections = (
    (("收入支出决算总体情况说明", "收入支出决算总体情况"), of.overall),
    (("收入决算情况说明", "收入决算情况"), of.income),
    (("支出决算情况说明", "支出决算情况"), of.spending),
    (("财政拨款收入支出决算总体情况说明", "财政拨款收入支出决算总体情况"), of.granted),
    (("一般公共预算财政拨款支出决算情况说明", "一般公共预算财政拨款支出决算情况"), of.public),
    (("一般公共预算财政拨款基本支出决算情况说明", "财政拨款基本支出决算情况"), of.basic),
    (("财政拨款“三公”经费支出决算情况说明", "“三公”经费支出决算情况"), of.three_public),
    (("政府性基金预算财政拨款收入支出决算情况说明", "政府性基金预算支出决算情况"), of.fund),
    (("国有资本经营预算财政拨款支出决算情况说明", "国有资本经营预算支出决算情况"), of.capital),
    (("其他重要事项的情况说明", "其他重要事项情况"), of.other_matters),
)


class Printout:
    """Paragraphs and tables of one office's Word file: with styles for headings or with the looks alone."""

    def __init__(self, writer: Writer, unit: str) -> None:
        self.w, self.word, self.styled, self.unit = writer, Document(), writer.chance.random() < 0.5, unit
        self.number = 0

    def heading(self, text: str, level: int) -> None:
        if self.styled:
            self.word.add_heading(text, level)
        else:
            line = self.word.add_paragraph()
            line.add_run(text).bold = True
            if level == 1:
                line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def centred(self, text: str) -> None:
        self.word.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def texts(self, part: Callable[[Any], Iterator[str]]) -> None:
        for text in part(self.w):
            self.word.add_paragraph(text)

    def table(self, table: Table) -> None:
        self.number += 1
        label = self.w.one("numbered", "表{n}", "公开{n:02d}表", "附表{n}", "").format(n=self.number)
        owner = self.w.one(
            "owner",
            self.w.kind + "：{d}\t单位：{u}",
            "单位：{u}",
            "编制单位：{d}    金额单位：{u}",
            self.w.kind + "名称：{d}\n单位：{u}",
        )
        if label:
            self.word.add_paragraph(label)
        self.centred(self.w.one("of year", "", f"{self.w.y}年") + table.title.replace("部门", self.w.kind))
        for line in owner.format(d=self.w.about.name, u=self.unit).split("\n"):
            self.word.add_paragraph(line)
        _add(self.word, table)
        for note in table.notes:
            self.word.add_paragraph(note)
        self.word.add_paragraph("")


def _add(word: Word, table: Table) -> None:
    grid = word.add_table(len(table.rows), len(table.rows[0]))
    grid.style = "Table Grid"
    cells = [list(row.cells) for row in grid.rows]
    for row, texts in zip(cells, table.rows, strict=True):
        for cell, text in zip(row, texts, strict=True):
            cell.text = text
    for top, left, bottom, right in table.merged:
        text = cells[top][left].text
        cells[top][left].merge(cells[bottom][right]).text = text


def budget(seed: int) -> bytes:
    """Return the budget document of that seed as the bytes of a Word file."""
    chance = random.Random(seed)
    w = Writer(department(seed), chance, chance.choice((1, 2, 2)))
    printer = Printer(w)
    return _document(w, printer.unit, [*tables(w, printer), *more_tables.tables(w, printer)], SECTIONS)


def final_accounts(seed: int) -> bytes:
    """Return the document of the final accounts of that seed as the bytes of a Word file."""
    chance = random.Random(seed)
    w = Accountant(accounts(seed), chance)
    printer = Printer(w)
    return _document(w, printer.unit, [*account_tables.tables(w, printer)], ACCOUNT_SECTIONS)


def _document(w: Writer, unit: str, found: list[Table], sections: Sections) -> bytes:
    out = Printout(w, unit)
    out.centred(f"{w.about.name}{w.y}年{w.one('degree', '', '度')}{w.kind}{w.noun}" + w.one("titled", "", "公开"))
    out.word.add_page_break()
    order = {
        "tables first": ("tables", "words", "terms"),
        "words first": ("words", "tables", "terms"),
        "tables last": ("words", "terms", "tables"),
    }[w.one("order", "tables first", "words first", "tables last")]
    for number, chapter in zip(NUMERALS, ("overview", *order), strict=False):
        _chapter(out, chapter, f"第{number}部分  ", found, sections)
    file = BytesIO()
    out.word.save(file)
    return file.getvalue()


def _chapter(out: Printout, chapter: str, lead: str, found: list[Table], sections: Sections) -> None:
    w = out.w
    of_year = f"{w.y}年{w.one('degree', '')}{w.kind}{w.noun}"
    match chapter:
        case "overview":
            out.heading(f"{lead}{w.one('chapter 1', w.kind + '概况', '概况', '基本情况')}", 1)
            out.heading(w.one("duties titled", "一、主要职责", f"一、{w.kind}主要职能", "一、职能职责"), 2)
            out.texts(say.duties)
            setup = ("二、机构设置", f"二、{w.kind}{w.noun}单位构成", "二、机构设置情况")
            out.heading(w.one("setup titled", *setup), 2)
            out.texts(say.setup)
        case "tables":
            out.heading(f"{lead}{of_year}表", 1)
            for table in found:
                out.table(table)
        case "words":
            out.heading(f"{lead}{of_year}{w.one('told', '情况说明', '说明')}", 1)
            for number, (titles, part) in zip(NUMERALS, sections, strict=False):
                out.heading(f"{number}、{w.chance.choice(titles).replace('部门', w.kind)}", 2)
                out.texts(part)
        case _:
            out.heading(f"{lead}名词解释", 1)
            out.texts(say.terms)
