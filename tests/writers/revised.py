"""Documents with tracked changes, in a notation of two columns: what happened to a line, and the line.

      第一段[-旧-]{+新+}文字      words that were deleted and inserted
    + # 标题                      a heading; the whole line is inserted
    - 表: 号|表题|左|右           a table, `横表:` a landscape one; its caption is deleted, rows say so themselves
      | 项目 | 金额               a head row
    + : 甲 | 12.5                 a body row
      注: 说明                    a note of the table, or one of the text

The older and the newer document of such lines are lines again, without any code of the project.
"""

import re
from dataclasses import replace

from reportgen.document import (
    Block,
    Cell,
    Document,
    Figure,
    Paragraph,
    ParagraphRole,
    Revised,
    Revision,
    Role,
    Row,
    Runs,
    Section,
    Table,
    Text,
)

_SIGNS = {" ": None, "+": Revision.INSERTED, "-": Revision.DELETED}
_PART = re.compile(r"\{\+(.*?)\+\}|\[-(.*?)-\]|([^{\[]+)")
_AMOUNT = re.compile(r"[\d.,]+")
WHO = Revised("预算科", "2026-11-21T00:00:00Z")


def older(lines: str) -> str:
    """The lines before the changes."""
    return _without("+", re.sub(r"\[-(.*?)-\]", r"\1", re.sub(r"\{\+.*?\+\}", "", lines)))


def newer(lines: str) -> str:
    """The lines after the changes."""
    return _without("-", re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", lines)))


def _without(sign: str, lines: str) -> str:
    return "\n".join(f" {line[1:]}" for line in lines.splitlines() if line[:1] != sign)


def tree(lines: str, title: str = "甲局2026年部门预算", *, tracked: bool = True) -> Document:
    """The document of the lines."""
    blocks: list[Block] = []
    for line in filter(str.strip, lines.splitlines()):
        _add(blocks, line[2:], _SIGNS[line[0]])
    return Document(marked(title, None), "甲局", 2026, tuple(blocks), revised=WHO if tracked else None)


def marked(words: str, revision: Revision | None) -> Runs:
    """The runs of the words; an amount in brackets of its own is a figure."""
    return tuple(
        Figure("支出", text, "1", own) if _AMOUNT.fullmatch(text) else Text(text, own)
        for inserted, deleted, both in _PART.findall(words)
        for text, own in (
            (inserted, Revision.INSERTED),
            (deleted, Revision.DELETED),
            (both, revision),
        )
        if text
    )


def _add(blocks: list[Block], line: str, revision: Revision | None) -> None:
    """One more line at the end of the blocks: a row or a note goes into the table there."""
    last = blocks[-1] if blocks else None
    kind, _, rest = line.partition(" ")
    match kind:
        case "表:" | "横表:":
            number, title, left, right = (marked(part, revision) for part in (*rest.split("|"), "", "", "")[:4])
            table = Table("表", "", title, left, right, 0, (), (), landscape=kind == "横表:")
            plain = all(run.revision is None for run in number)
            numbered = replace(table, number="".join(run.text for run in number)) if plain else table
            blocks.append(numbered if plain else replace(table, renumbered=number))
        case "|" if isinstance(last, Table):
            row = _row(rest, Role.HEAD, revision)
            blocks[-1] = replace(last, head=(*last.head, row), width=len(row.cells))
        case ":" if isinstance(last, Table):
            row = _row(rest, Role.NUMBER, revision)
            blocks[-1] = replace(last, body=(*last.body, row), width=len(row.cells))
        case "注:":
            note = Paragraph(marked(rest, revision), ParagraphRole.NOTE)
            blocks[-1:] = [replace(last, notes=(*last.notes, note))] if isinstance(last, Table) else [note]
        case _ if kind and set(kind) == {"#"}:
            blocks.append(Section(len(kind), "", marked(rest, revision), ()))
        case _:
            blocks.append(Paragraph(marked(line, revision)))


def _row(cells: str, role: Role, revision: Revision | None) -> Row:
    """The row: a label, then heads or numbers."""
    roles = (Role.HEAD if role is Role.HEAD else Role.LABEL, *[role] * cells.count("|"))
    texts = [text.strip() for text in cells.split("|")]
    return Row(
        tuple(Cell(marked(text, None), role) for text, role in zip(texts, roles, strict=True)), revision=revision
    )


_TABLE = """
  表: 预算01表|收支总表|部门：甲局|单位：万元
  | 项目 | 金额
  : 收入 | 10.00
  : 支出 | 10.00
"""
_GONE = """
- 表: 预算02表|支出总表|部门：甲局|单位：万元
- | 项目 | 金额
- : 基本支出 | 8.00
- : 项目支出 | 2.00
"""
_NEW = """
+ 表: 预算03表|项目支出表|部门：甲局|单位：万元
+ | 项目名称 | 金额
+ : 购书 | 2.00
"""
_FIRST, _LAST = "  第一段。\n", "  末一段。\n"
_SOME = _FIRST + _TABLE + _LAST

SHAPES = {
    "nothing": _SOME,
    "words": "  第一段[-旧-]{+新+}文字，支出[-12.5-]{+13.5+}万元{+，同比增加+}。\n  又一段[-。-]",
    "words-at-edges": "  [-甲-]段{+尾+}\n  {+首+}段[-乙-]\n" + _LAST,
    "all-words": "  [-甲旧-]{+乙新+}\n" + _LAST,
    "paragraph-at-start": "+ 新的首段。\n" + _FIRST + _LAST,
    "paragraph-at-start-gone": "- 旧的首段。\n" + _FIRST + _LAST,
    "paragraph-amid": _FIRST + "+ 新段。\n- 旧段。\n  中段。\n- 又旧。\n- 再旧。\n+ 又新。\n" + _LAST,
    "paragraph-at-end": _FIRST + "+ 新的末段。",
    "paragraph-at-end-gone": _FIRST + "- 旧的末段。",
    "paragraphs-at-end": _FIRST + "- 旧的末段。\n+ 新的末段。",
    "paragraph-before-table": _FIRST + "+ 表前新段。\n" + _TABLE + _LAST,
    "paragraph-before-table-gone": _FIRST + "- 表前旧段。\n" + _TABLE + _LAST,
    "paragraph-before-bare-table": _FIRST + "- 表前旧段。\n+ 表前新段。\n  表:\n  | 项目 | 金额\n  : 甲 | 1\n" + _LAST,
    "paragraph-after-table": _FIRST + _TABLE + "+ 表后新段。\n" + _LAST,
    "paragraph-after-table-gone": _FIRST + _TABLE + "- 表后旧段。\n" + _LAST,
    "paragraph-between-tables": _TABLE + "- 表间旧段。\n" + _TABLE.replace("01", "09") + _LAST,
    "paragraph-between-tables-new": _TABLE + "+ 表间新段。\n" + _TABLE.replace("01", "09"),
    "paragraph-between-bare-tables": (
        "  表:\n  | 项目 | 金额\n  : 甲 | 1\n- 表间旧段。\n+ 表间新段。\n  表:\n  | 项目 | 金额\n  : 乙 | 2\n" + _LAST
    ),
    "paragraph-before-landscape": _FIRST + "- 旧段。\n" + _TABLE.replace("表:", "横表:") + _LAST,
    "paragraph-before-landscape-new": _FIRST + "+ 新段。\n" + _TABLE.replace("表:", "横表:") + _LAST,
    "paragraph-after-landscape": _FIRST + _TABLE.replace("表:", "横表:") + "- 旧段。\n" + _LAST,
    "paragraph-alone-after-landscape": _FIRST + _TABLE.replace("表:", "横表:") + "- 旧段。\n+ 新段。",
    "heading": "  # 第一部分 概况\n  正文。\n+ # 第二部分 新增\n+ 正文二。\n  # 第[-二-]{+三+}部分 说明\n  正文三。",
    "heading-gone": "  # 第一部分 概况\n  正文。\n- # 第二部分 旧有\n  正文三。\n- ## 一、旧节\n- 正文四。",
    "heading-before-table": "  # 第一部分 概况\n- ## 一、旧节\n+ ## 一、新节\n" + _TABLE + _LAST,
    "heading-before-landscape": "  # 第一部分 概况\n- ## 一、旧节\n+ ## 一、新节\n"
    + _TABLE.replace("表:", "横表:")
    + _LAST,
    "heading-at-end": _SOME + "- # 第九部分 旧\n",
    "rows": _FIRST
    + """
  表: 预算01表|收支总表|部门：甲局|单位：万元
  | 项目 | 金额
- | （旧） | （旧）
+ : 首行 | 1.00
  : 甲 | 2.00
- : 乙 | 3.00
+ : 丙 | 4.00
+ : 丁 | 4.50
  : 戊 | 5.00
- : 末行 | 6.00
"""
    + _LAST,
    "rows-at-top-gone": _TABLE.replace("  : 收入", "- : 旧首行 | 1.00\n- : 旧二行 | 2.00\n  : 收入") + _LAST,
    "rows-at-bottom-new": _TABLE + "+ : 新末行 | 1.00\n+ : 更末行 | 2.00\n" + _LAST,
    "all-body-rows": _TABLE.replace("  :", "- :") + "+ : 新行 | 1.00\n" + _LAST,
    "cells": _FIRST
    + """
  表: 预算01表|收支总表|部门：甲局|单位：万元
  | 项目 | [-金额-]{+预算数+}
  : [-旧-]{+新+}项目 | [-12.5-]{+13.5+}
  : {+填上+} | [-7.5-]
"""
    + _LAST,
    "caption": _FIRST
    + """
  表: 预算0[-1-]{+2+}表|[-2025-]{+2026+}年收支总表|部门：[-甲-]{+乙+}局|单位：[-元-]{+万元+}
  | 项目 | 金额
  : 甲 | 2.00
"""
    + _LAST,
    "caption-lines": _FIRST
    + """
  表: {+预算01表+}|[-收支总表-]|部门：甲局|{+单位：万元+}
  | 项目 | 金额
  : 甲 | 2.00
  表: [-预算02表-]|{+支出总表+}|{+部门：甲局+}|[-单位：万元-]
  | 项目 | 金额
  : 乙 | 2.00
"""
    + _LAST,
    "notes": _TABLE + "- 注: 旧注。\n  注: [-旧-]{+新+}的注。\n+ 注: 新注。\n" + _LAST,
    "note-lone": _TABLE + "- 注: 旧注。\n" + _LAST,
    "table-gone": _FIRST + _GONE + _LAST,
    "table-new": _FIRST + _NEW + _LAST,
    "table-at-start-gone": _GONE + _LAST,
    "table-at-end-gone": _FIRST + _GONE,
    "table-at-end-new": _FIRST + _NEW,
    "table-with-note-gone": _FIRST + _GONE + "- 注: 旧注。\n" + _LAST,
    "tables-gone": _FIRST + _GONE + _GONE.replace("02", "08") + _LAST,
    "tables-exchanged": _FIRST + _GONE + _NEW + _LAST,
    "tables-exchanged-back": _FIRST + _NEW + _GONE + _LAST,
    "tables-exchanged-at-end": _FIRST + _GONE + _NEW,
    "table-gone-between": _TABLE + _GONE + _TABLE.replace("01", "09") + _LAST,
    "table-new-between": _TABLE + _NEW + _TABLE.replace("01", "09"),
    "tables-exchanged-between": _TABLE + _GONE + _NEW + _TABLE.replace("01", "09"),
    "bare-tables": "".join(
        f"{sign} 表:\n{sign} | 项目 | 金额\n{sign} : 行{at} | {at}\n" for at, sign in enumerate(" - + -  + ")
    ),
    "landscape-gone": _FIRST + _GONE.replace("表:", "横表:") + _LAST,
    "landscape-new": _FIRST + _NEW.replace("表:", "横表:") + _LAST,
    "landscapes": (_TABLE + _GONE + _NEW + _TABLE.replace("01", "09")).replace("表:", "横表:") + _LAST,
    "landscape-at-end": _FIRST + (_GONE + _NEW).replace("表:", "横表:"),
    "section-gone": _TABLE + "- # 第二部分 旧有\n- 旧正文。\n" + _GONE + "- 旧尾。\n  # 第三部分 其他\n" + _LAST,
    "everything-new": "+ # 第一部分\n+ 正文。\n" + _NEW,
    "everything-gone": "- # 第一部分\n- 正文。\n" + _GONE,
}

# All of them in one document, each under its name
SHAPES["all"] = "\n".join(f"  # {name}\n{lines}" for name, lines in SHAPES.items())
