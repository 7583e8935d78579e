"""Documents in the words of provinces that the program has no region for, made from one set of figures (外省文件).

`provinces.txt` holds the documents, `provinces.yaml` the figures. A document becomes a plain page, without styles and
without marked heads, as offices publish it. A number was read rightly if the figure of its name is the number printed.

Notation of the documents:

    ==== 甲省 预算              a document: 预算, or 决算 whose base is 年初预算 and whose last year is 上年决算
    段 项: （$序）$名{支$}万元    a paragraph for every code
    表 题 [万元]                a table; its lines follow, `头` of heads, `行` of its body, `<` goes on from the left,
    头 科目编码 | 合计          `^` from above; `行 类款项:` is repeated for every code: `$码` `$名` are code and name,
    行 合计 | {支}              `$序` (一、二…) and `$0` (1, 2…) the number of the row, `$1` `$2` `$3` the code's parts
    {支207基@预.额}             the number of a figure, see `_WORDS`; in sentences without its sign
    {支@预?增加|减少}            the first word if the change is one upward, else the second
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from html import escape
from pathlib import Path

import yaml

from reportgen.figure import FigureId
from reportgen.quantity import UNITS

HERE = Path(__file__).parent
_MEASURES = {"收": "收入", "支": "支出", "公": "三公经费", "运": "机关运行经费", "采": "政府采购"}
_WORDS = {
    "般": ("资金", "一般公共预算"),
    "金": ("资金", "政府性基金"),
    "财": ("资金", "财政拨款"),
    "事": ("资金", "事业收入"),
    "它": ("资金", "其他收入"),
    "转": ("年份", "上年结转"),
    "本": ("年份", "本年"),
    "基": ("性质", "基本支出"),
    "项": ("性质", "项目支出"),
    "人": ("经费", "人员经费"),
    "用": ("经费", "公用经费"),
    "国": ("费目", "因公出国（境）费"),
    "车": ("费目", "公务用车购置及运行费"),
    "购": ("费目", "公务用车购置费"),
    "行": ("费目", "公务用车运行费"),
    "接": ("费目", "公务接待费"),
    "内": ("费目", "国内接待费"),
    "货": ("类型", "货物"),
    "工": ("类型", "工程"),
    "服": ("类型", "服务"),
    "中": ("面向", "中小企业"),
    "微": ("面向", "小微企业"),
}
_BASES = {"预": "上年预算", "执": "上年执行数", "决": "上年决算", "初": "年初预算"}
_DERIVED = {"额": "增减额", "率": "增减率", "占": "占比", "完": "完成率"}
_BELOW = {
    "一般公共预算": "财政拨款",
    "政府性基金": "财政拨款",
    "公务用车购置费": "公务用车购置及运行费",
    "公务用车运行费": "公务用车购置及运行费",
    "小微企业": "中小企业",
    "国内接待费": "公务接待费",
}
_ALWAYS = {("性质", "本年支出"), ("年份", "全部")}
_COLUMNS = {"": 0, "上年预算": 1, "上年决算": 1, "上年执行数": 2, "年初预算": 2, "全年预算": 2}
_NUMERALS = "一二三四五六七八九十"


@cache
def _figures() -> tuple[dict[str, list[tuple[dict[str, str], list[Decimal]]]], dict[str, str]]:
    """Measure -> lines with their conditions and amounts of each year; code -> name."""
    stated = yaml.safe_load((HERE / "provinces.yaml").read_text("utf-8"))
    lines: dict[str, list[tuple[dict[str, str], list[Decimal]]]] = {}
    for measure, rows in stated["数"].items():
        for *words, this, last, done in (str(row).split() for row in rows):
            lines.setdefault(measure, []).append((_line(words), [Decimal(x) for x in (this, last, done)]))
    lines["收入"] = lines["支出"]
    return lines, {str(code): name for code, name in stated["名称"].items()}


def _line(words: list[str]) -> dict[str, str]:
    said = dict(_WORDS[word] for word in words if word in _WORDS)
    for word in words:
        if word.isdigit():
            said["功能" if word[0] == "2" else "经济"] = word
        elif word not in _WORDS:
            said["项目"] = word
    return {"年份": "本年", **said}


def amount_of(name: FigureId) -> Decimal | None:
    """Return the exact amount of a figure; None where the figures do not tell it."""
    lines = _figures()[0].get(name.measure)
    if lines is None or name.base not in _COLUMNS:
        return None
    fitting = [own[_COLUMNS[name.base]] for line, own in lines if all(_fits(line, c) for c in name.conditions)]
    known = {d for line, _ in lines for d in line} | {"资金", "年份", "政府经济"}
    return sum(fitting, Decimal(0)) if {d for d, _ in name.conditions} <= known else None


def _fits(line: dict[str, str], condition: tuple[str, str]) -> bool:
    dimension, member = condition
    if dimension == "政府经济":
        return True  # stands beside the economic code of the row
    if condition in _ALWAYS or (condition == ("资金", "财政拨款") and "资金" not in line):
        return True
    if condition == ("资金", "本年收入"):
        return line["年份"] == "本年"
    own = line.get(dimension, "")
    if dimension in ("功能", "经济"):
        return bool(own) and own.startswith(member)
    return own == member or _BELOW.get(own) == member


def value_of(name: FigureId, unit: str, places: int, whole: Decimal | None = None) -> Decimal | None:
    """Return the figure as it prints; a share needs its whole."""
    plain = name._replace(base="", derived="")
    own, base = _printed(amount_of(plain), unit, places), _printed(amount_of(name._replace(derived="")), unit, places)
    if own is None or base is None:
        return None
    match name.derived:
        case "":
            return base
        case "增减额":
            return own - base
        case "增减率":
            return _rounded((own - base) / base * 100, 2) if base else None
        case "完成率":
            return _rounded(own / base * 100, 2) if base else None
        case _:
            return _rounded(own / whole * 100, 2) if whole else None


def _printed(amount: Decimal | None, unit: str, places: int) -> Decimal | None:
    return None if amount is None else _rounded(amount / Decimal(UNITS[unit]), places)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


_SLOT = re.compile(
    r"\{(?P<measure>[收支公运采])(?P<code>[0-9]*)(?:\+(?P<economic>3[0-9]*))?(?P<words>[^@.?}/]*)(?:@(?P<base>.))?(?:\.(?P<derived>.))?"
    r"(?:/(?P<whole>[^}?]+))?(?:\?(?P<up>[^|}]*)\|(?P<down>[^}]*))?\}"
)


def _name(slot: re.Match[str]) -> FigureId:
    conditions = [_WORDS[word] for word in slot["words"]]
    if slot["code"]:
        conditions.append(("功能" if slot["code"][0] == "2" else "经济", slot["code"]))
    if slot["economic"]:
        conditions.append(("经济", slot["economic"]))
    base = _BASES[slot["base"]] if slot["base"] else ""
    derived = _DERIVED[slot["derived"]] if slot["derived"] else ""
    return FigureId(_MEASURES[slot["measure"]], tuple(sorted(conditions)), base, derived)


@dataclass(frozen=True)
class Province:
    """A document: its name, whether it is of final accounts, its lines."""

    name: str
    lines: tuple[str, ...]

    @property
    def page(self) -> str:
        """As a plain page."""
        return f"<html><head><meta charset='utf-8'></head><body>{''.join(self._blocks())}</body></html>"

    def _blocks(self) -> Iterator[str]:
        table: list[str] = []
        for line in (*self.lines, ""):
            if line[:2] in ("头 ", "行 ") and table:
                table.append(line)
                continue
            if table:
                yield _table(table)
                table = []
            if line.startswith("表 "):
                table = [line]
            for text in _rows(line) if line[:2] == "段 " else [line] if line and not table else ():
                yield f"<p>{escape(filled(text, '万元', signed=False))}</p>"


def filled(line: str, unit: str, signed: bool) -> str:
    """Return the line with the numbers of its figures."""
    return _SLOT.sub(lambda slot: _said(slot, unit, signed), line)


def _said(slot: re.Match[str], unit: str, signed: bool) -> str:
    name, places = _name(slot), 2 if unit == "万元" else 0
    if slot["up"] is not None:
        change = value_of(name._replace(derived="增减额"), unit, places)
        return slot["up"] if change and change > 0 else slot["down"]
    whole = _SLOT.match(f"{{{slot['whole'] or slot['measure']}}}")
    of = value_of(_name(whole), unit, places) if whole else None
    value = value_of(name, unit, places, of)
    assert value is not None, slot[0]
    if signed and not value and name.measure != "三公经费":
        return ""
    return f"{value if signed else abs(value):,f}" if signed else f"{abs(value):f}"


def _table(lines: list[str]) -> str:
    title, _, unit = lines[0][2:].rpartition(" [")
    unit = unit.rstrip("]")
    rows = [list(map(str.strip, row.split("|"))) for line in lines[1:] for row in _rows(line)]
    body = "".join(f"<tr>{_cells(rows, r, unit)}</tr>" for r in range(len(rows)))
    above = "".join(f"<p align='center'>{escape(part)}</p>" for part in title.split("　"))
    return f"{above}<p align='right'>单位：{unit}</p><table border='1'>{body}</table>"


def _rows(line: str) -> Iterator[str]:
    _, _, text = line.partition(" ")
    repeated = re.match(r"([类款项经]+)[:：] ?", text)
    if not repeated or line.startswith("头"):
        yield text
        return
    own = [code for code in _figures()[1] if _level(code) in repeated[1] and (code[0] == "3") == ("经" in repeated[1])]
    for at, code in enumerate(own):
        parts = {"$1": code[:3], "$2": code[3:5], "$3": code[5:], "$码": code, "$名": _figures()[1][code]}
        row = text[repeated.end() :].replace("$序", _NUMERALS[at % 10]).replace("$0", str(at + 1))
        for sign, part in parts.items():
            row = row.replace(sign, part)
        filled_in = re.sub(r"\{(.)\$", rf"{{\g<1>{code}", row)
        if any(amount_of(_name(slot).amount) for slot in _SLOT.finditer(filled_in)):
            yield filled_in


def _level(code: str) -> str:
    return {3: "类", 5: "款", 7: "项"}[len(code)]


def _cells(rows: list[list[str]], at: int, unit: str) -> Iterator[str]:
    found = []
    row = rows[at]
    for column, text in enumerate(row):
        if text in ("<", "^"):
            continue
        across = next((n for n in range(1, len(row) - column + 1) if row[column + n : column + n + 1] != ["<"]), 1)
        down = next(n for n in range(1, len(rows) - at + 1) if at + n >= len(rows) or rows[at + n][column] != "^")
        spans = (f" colspan='{across}'" if across > 1 else "") + (f" rowspan='{down}'" if down > 1 else "")
        found.append(f"<td{spans}>{escape(filled(text, unit, signed=True))}</td>")
    return "".join(found)


@cache
def provinces() -> tuple[Province, ...]:
    """Every document."""
    text = (HERE / "provinces.txt").read_text("utf-8")
    parts = re.split(r"(?m)^==== (.+)\n", text)[1:]
    return tuple(
        Province(name, tuple(body.strip().split("\n"))) for name, body in zip(parts[::2], parts[1::2], strict=True)
    )
