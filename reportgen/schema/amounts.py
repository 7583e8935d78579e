"""Measures and bases as they may be written: 无, an amount, lines, headings over lines, a spreadsheet."""

from typing import Any

from reportgen.quantity import UNITS
from reportgen.schema.models import AMOUNT, EMPTY, TEXT
from reportgen.schema.terms import Terms
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE, code_form

_LEVELS = {"功能": "写到项（7位）", "经济": "写到款（5位）", "政府经济": "写到款（5位）"}
_SHEET_NAME = "表格文件"
APPROVED = "批复的数"
_SHEET = {"type": "object", "required": ["文件"], "description": "数在另一个表格文件里，如 {文件: 支出明细.csv}"}


def definitions(terms: Terms) -> dict[str, Any]:
    """What measures and bases refer to, by name: `支出`, `支出的一行`, `支出的方面`, `方面：资金`."""
    dimensions = list(dict.fromkeys(d for m in terms.measures.values() for d in m.dimensions))
    found: dict[str, Any] = {_SHEET_NAME: _SHEET, APPROVED: _approved(dimensions)}
    found |= {f"方面：{d}": _members(terms, d) for d in dimensions}
    for name in terms.measures:
        found[name] = _measure(terms, name)
        found[f"{name}的方面"] = _dimensions(terms, name)
        found[f"{name}的一行"] = _line(terms, name)
    return found


def _approved(dimensions: list[str]) -> dict[str, Any]:
    """An amount, or parts by members of a dimension, as deep as one likes."""
    parts = {"type": "object", "additionalProperties": ref(APPROVED)}
    properties = {"合计": {**AMOUNT, "title": "合计"}, **dict.fromkeys(dimensions, parts)}
    about = "批复的数；或按一个方面分开写，如 {合计: 100, 功能: {2070104: 60, 2080505: 40}}"
    return {"description": about, "anyOf": [AMOUNT, {**parts, "properties": properties, "additionalProperties": False}]}


def ref(name: str) -> dict[str, Any]:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def _measure(terms: Terms, name: str) -> dict[str, Any]:
    known = terms.measures[name]
    line = ref(f"{name}的一行")
    lines = {"type": "array", "items": {"anyOf": [line, ref(_SHEET_NAME)]}}
    shapes = [AMOUNT, line, lines, ref(_SHEET_NAME)]
    if known.headings:
        shapes.insert(1, _headings(terms, name))
    counted = "、".join(unit for unit in known.units if unit != MONEY)
    what = f"数量（{counted}），只写数字。" if counted else ""
    about = f"{what}每一行可以写：{'、'.join(known.dimensions)}。没有写“无”，不知道写“待填”。"
    return {"title": name, "description": about, "anyOf": shapes}


def _headings(terms: Terms, name: str) -> dict[str, Any]:
    line = ref(f"{name}的一行")
    below = {"anyOf": [AMOUNT, line, {"type": "array", "items": {"anyOf": [line, ref(_SHEET_NAME)]}}]}
    shared = {
        **ref(f"{name}的方面"),
        "title": "缺省",
        "description": "下面每一行共有的；某一行自己写了，以自己的为准",
    }
    properties = {"缺省": shared, **dict.fromkeys(terms.measures[name].headings, below)}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _line(terms: Terms, name: str) -> dict[str, Any]:
    own = {
        "金额": {**AMOUNT, "title": "金额"},
        "数量": {**AMOUNT, "title": "数量"},
        "金额单位": {"enum": list(UNITS), "description": "这一行金额的单位，和文件不同时写"},
        "备注": {**TEXT, "description": "不印出来"},
    }
    return {
        **_dimensions(terms, name, own),
        "anyOf": [{"required": ["金额"]}, {"required": ["数量"]}],
    }


def _dimensions(terms: Terms, name: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {d: ref(f"方面：{d}") for d in terms.measures[name].dimensions}
    return {"type": "object", "properties": {**properties, **(more or {})}, "additionalProperties": False}


def _members(terms: Terms, dimension: str) -> dict[str, Any]:
    """A code, one of a tree, or any text."""
    if dimension in CODE_LEVELS:
        digits = "|".join(f"[0-9]{{{n}}}" for n in CODE_LEVELS[dimension].values())
        about = f"{dimension}分类科目的{code_form(dimension)}；{_LEVELS[dimension]}；不适用写 无"
        pattern = rf"^({digits}|{NOT_APPLICABLE}|待填.*|【待填.*)$"
        return {"title": dimension, "type": ["integer", "string"], "pattern": pattern, "description": about}
    members = terms.members.get(dimension)
    if members is None or dimension in terms.open:
        return {"title": dimension, **TEXT}
    return {"title": dimension, "anyOf": [{"enum": [*members, NOT_APPLICABLE]}, EMPTY]}


def figure_keys(terms: Terms) -> dict[str, Any]:
    """Figures stated whole, `支出[项目=购书经费]`, as keys."""
    return {rf"^({'|'.join(terms.measures)})[\[【［].*[\]】］]$": AMOUNT}


def base(terms: Terms, name: str) -> dict[str, Any]:
    """What a year is compared with: its measures, or the budget file of that year."""
    written = {
        "type": "object",
        "properties": {each: ref(each) for each in terms.measures},
        "patternProperties": figure_keys(terms),
        "additionalProperties": False,
    }
    about = f"{name}：写法和本年一样；或写去年的预算文件名，如 x-2025.yaml；新设的单位写 无"
    return {"title": name, "description": about, "anyOf": [written, {"type": "string"}]}
