"""A budget document as a Word file, made by python-docx."""

import random
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tests.elsewhere import sentences as say
from tests.elsewhere.department import department
from tests.elsewhere.sentences import NUMERALS, Part, Writer
from tests.elsewhere.tables import Printer, Table, tables

SECTIONS: tuple[tuple[tuple[str, ...], Part], ...] = (
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

    def texts(self, part: Part) -> None:
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


def printed(seed: int) -> bytes:
    """Return the document of that seed as the bytes of a Word file."""
    chance = random.Random(seed)
    w = Writer(department(seed), chance, chance.choice((1, 2, 2)))
    printer = Printer(w)
    out, found = Printout(w, printer.unit), [*tables(w, printer)]
    out.centred(f"{w.about.name}{w.y}年{w.kind}预算" + w.one("titled", "", "公开"))
    out.word.add_page_break()
    order = w.one("order", "tables first", "words first", "tables last")
    chapters = [
        "overview",
        *{
            "tables first": ("tables", "words", "terms"),
            "words first": ("words", "tables", "terms"),
            "tables last": ("words", "terms", "tables"),
        }[order],
    ]
    for number, chapter in zip(NUMERALS, chapters, strict=False):
        _CHAPTERS[chapter](out, f"第{number}部分  ", found)
    file = BytesIO()
    out.word.save(file)
    return file.getvalue()


def _overview(out: Printout, lead: str, found: list[Table]) -> None:
    out.heading(f"{lead}{out.w.one('chapter 1', out.w.kind + '概况', '概况', '基本情况')}", 1)
    out.heading(out.w.one("duties titled", "一、主要职责", f"一、{out.w.kind}主要职能", "一、职能职责"), 2)
    out.texts(say.duties)
    out.heading(out.w.one("setup titled", "二、机构设置", f"二、{out.w.kind}预算单位构成", "二、机构设置情况"), 2)
    out.texts(say.setup)


def _tables(out: Printout, lead: str, found: list[Table]) -> None:
    out.heading(f"{lead}{out.w.y}年{out.w.kind}预算表", 1)
    for table in found:
        out.table(table)


def _words(out: Printout, lead: str, found: list[Table]) -> None:
    out.heading(f"{lead}{out.w.y}年{out.w.kind}预算{out.w.one('told', '情况说明', '说明')}", 1)
    for number, (titles, part) in zip(NUMERALS, SECTIONS, strict=True):
        out.heading(f"{number}、{out.w.chance.choice(titles).replace('部门', out.w.kind)}", 2)
        out.texts(part)


def _terms(out: Printout, lead: str, found: list[Table]) -> None:
    out.heading(f"{lead}名词解释", 1)
    out.texts(say.terms)


_CHAPTERS = {"overview": _overview, "tables": _tables, "words": _words, "terms": _terms}
