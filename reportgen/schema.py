"""The JSON Schema of the budget file (预算文件的键), draft 2020-12: editors complete and explain keys with it.

Keys and their explanations come from the fields of `reportgen.budget.models`; measures, dimensions and bases come from
the vocabularies of the regions.
"""

import types
from collections.abc import Iterable
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportgen.budget.models import BudgetFile
from reportgen.quantity import UNITS
from reportgen.records import dataclass, field, fields, is_dataclass
from reportgen.source import Mapping, Scalar, Sequence
from reportgen.source.decode import is_required
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE, Vocabulary, code_form

_FIGURES = ("原因", "用途")  # fields with names of figures as keys


@dataclass
class MeasureTerms:
    """A measure in any region: its units, the dimensions of its lines, the members that may be headings over lines."""

    units: dict[str, None] = field(default_factory=dict)
    dimensions: dict[str, None] = field(default_factory=dict)
    headings: dict[str, None] = field(default_factory=dict)


@dataclass
class SchemaTerms:
    """The union of several vocabularies; mappings to None are ordered sets."""

    measures: dict[str, MeasureTerms] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    bases: dict[str, None] = field(default_factory=dict)


def budget_schema(vocabularies: Iterable[Vocabulary]) -> dict[str, Any]:
    """Return the schema of budget files of these regions; it allows what any of the regions knows."""
    terms = terms_of(vocabularies)
    made = _object_of(BudgetFile)
    properties = made["properties"] | {name: _ref(name) for name in terms.measures}
    properties |= {name: _base(terms, name) for name in terms.bases}
    names = {"propertyNames": {"pattern": rf"^({'|'.join(terms.measures)})([\[【［@＠].*)?$"}}
    properties |= {name: _empty_or({**properties[name], **names}) for name in _FIGURES}
    approved = _heading(properties["核对"])
    properties["核对"] = _empty_or({**approved, "type": "object", **names, "additionalProperties": _ref(_APPROVED)})
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "预算文件"}
    body = {**made, "properties": properties, "patternProperties": _figure_keys(terms)}
    return {**head, **body, "$defs": {**_DEFINITIONS, **_definitions(terms)}}


def terms_of(vocabularies: Iterable[Vocabulary]) -> SchemaTerms:
    """Return the union of the vocabularies; a dimension that is open in one region is open."""
    terms = SchemaTerms()
    for known in vocabularies:
        for name, measure in known.measures.items():
            mine = terms.measures.setdefault(name, MeasureTerms())
            mine.units[measure.unit] = None
            mine.dimensions |= dict.fromkeys(measure.dimensions)
            mine.headings |= dict.fromkeys(known.trees.get(measure.sectioned, ()))
            terms.open |= {d for d in measure.dimensions if d not in known.trees}
        for dimension, tree in known.trees.items():
            terms.members.setdefault(dimension, {}).update(dict.fromkeys(tree))
        terms.bases |= dict.fromkeys(known.bases)
    return terms


_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_EMPTY = {"$ref": "#/$defs/待填"}
_AMOUNT = {"$ref": "#/$defs/金额"}
_DEFINITIONS: dict[str, Any] = {
    "待填": {"type": "string", "pattern": "^(待填|【待填)", "description": "还不知道的先写“待填”，并写上“状态: 草稿”"},
    "金额": {
        "type": ["number", "string"],
        "pattern": r"^(待填.*|【待填.*|无|[-+－＋]?[0-9０-９][0-9０-９,，.．]*\s*(元|千元|万元|亿元)?)$",
        "description": "只写数字；可以自带单位，如 0.53万元；没有写 无",
    },
}


def _empty_or(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema that also allows 待填; title and description stay in front."""
    heading = _heading(schema)
    return {**heading, "anyOf": [{name: value for name, value in schema.items() if name not in heading}, _EMPTY]}


def _heading(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: schema[name] for name in ("title", "description") if name in schema}


def _object_of(model: Any) -> dict[str, Any]:
    """The schema of the mapping that a model describes, without other keys."""
    hints = get_type_hints(model)
    written = [f for f in fields(model) if "key" in f.metadata]
    needed = [f.metadata["key"] for f in written if is_required(f)]
    properties = {f.metadata["key"]: _described(f, _of_type(hints[f.name])) for f in written}
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _described(f: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a field with its title and description."""
    about = f.metadata["about"]
    return {"title": f.metadata["key"], **({"description": about} if about else {}), **schema}


def _of_type(wanted: Any) -> dict[str, Any]:
    """The schema of a field's type, for values as YAML editors see them: 301 is a number, 是 is a text."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        kinds = [t for t in inner if t is not type(None)]
        return {} if len(kinds) > 1 else _of_type(kinds[0])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        item = _of_type(inner[0])
        return {"anyOf": [item, {"type": "array", "items": item}, _EMPTY]}
    if origin is dict:
        return _empty_or({"type": "object", "additionalProperties": _of_type(inner[1])})
    if is_dataclass(wanted) and wanted not in (Scalar, Sequence, Mapping):
        return _object_of(wanted)
    return _PLAIN.get(wanted, _TEXT)


_PLAIN: dict[Any, dict[str, Any]] = {
    int: {"type": ["integer", "string"], "pattern": "^[0-9]+$"},
    Mapping: _empty_or({"type": "object"}),
    Sequence: _empty_or({"type": "array"}),
}

_LEVELS = {"功能": "写到项（7位）", "经济": "写到款（5位）", "政府经济": "写到款（5位）"}
_SHEET_NAME = "表格文件"
_APPROVED = "批复的数"
_SHEET = {"type": "object", "required": ["文件"], "description": "数在另一个表格文件里，如 {文件: 支出明细.csv}"}


def _definitions(terms: SchemaTerms) -> dict[str, Any]:
    """The named definitions of measures and dimensions: `支出`, `支出的一行`, `支出的方面`, `方面：资金`."""
    dimensions = list(dict.fromkeys(d for m in terms.measures.values() for d in m.dimensions))
    found: dict[str, Any] = {_SHEET_NAME: _SHEET, _APPROVED: _approved(dimensions)}
    found |= {f"方面：{d}": _members(terms, d) for d in dimensions}
    for name in terms.measures:
        found[name] = _measure(terms, name)
        found[f"{name}的方面"] = _dimensions(terms, name)
        found[f"{name}的一行"] = _line(terms, name)
    return found


def _approved(dimensions: list[str]) -> dict[str, Any]:
    """The schema of approved figures: an amount, or amounts by the members of a dimension, nested to any depth."""
    parts = {"type": "object", "additionalProperties": _ref(_APPROVED)}
    properties = {"合计": {**_AMOUNT, "title": "合计"}, **dict.fromkeys(dimensions, parts)}
    about = "批复的数；或按一个方面分开写，如 {合计: 100, 功能: {2070104: 60, 2080505: 40}}"
    return {
        "description": about,
        "anyOf": [_AMOUNT, {**parts, "properties": properties, "additionalProperties": False}],
    }


def _ref(name: str) -> dict[str, Any]:
    """A reference to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def _measure(terms: SchemaTerms, name: str) -> dict[str, Any]:
    known = terms.measures[name]
    line = _ref(f"{name}的一行")
    lines = {"type": "array", "items": {"anyOf": [line, _ref(_SHEET_NAME)]}}
    shapes = [_AMOUNT, line, lines, _ref(_SHEET_NAME)]
    if known.headings:
        shapes.insert(1, _headings(terms, name))
    counted = "、".join(unit for unit in known.units if unit != MONEY)
    what = f"数量（{counted}），只写数字。" if counted else ""
    about = f"{what}每一行可以写：{'、'.join(known.dimensions)}。没有写“无”，不知道写“待填”。"
    return {"title": name, "description": about, "anyOf": shapes}


def _headings(terms: SchemaTerms, name: str) -> dict[str, Any]:
    line = _ref(f"{name}的一行")
    below = {"anyOf": [_AMOUNT, line, {"type": "array", "items": {"anyOf": [line, _ref(_SHEET_NAME)]}}]}
    shared = {
        **_ref(f"{name}的方面"),
        "title": "缺省",
        "description": "下面每一行共有的；某一行自己写了，以自己的为准",
    }
    properties = {"缺省": shared, **dict.fromkeys(terms.measures[name].headings, below)}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _line(terms: SchemaTerms, name: str) -> dict[str, Any]:
    own = {
        "金额": {**_AMOUNT, "title": "金额"},
        "数量": {**_AMOUNT, "title": "数量"},
        "金额单位": {"enum": list(UNITS), "description": "这一行金额的单位，和文件不同时写"},
        "备注": {**_TEXT, "description": "不印出来"},
    }
    return {
        **_dimensions(terms, name, own),
        "anyOf": [{"required": ["金额"]}, {"required": ["数量"]}],
    }


def _dimensions(terms: SchemaTerms, name: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = {d: _ref(f"方面：{d}") for d in terms.measures[name].dimensions}
    return {"type": "object", "properties": {**properties, **(more or {})}, "additionalProperties": False}


def _members(terms: SchemaTerms, dimension: str) -> dict[str, Any]:
    """The schema of a dimension's members: a code, a member of a tree, or any text."""
    if dimension in CODE_LEVELS:
        digits = "|".join(f"[0-9]{{{n}}}" for n in CODE_LEVELS[dimension].values())
        about = f"{dimension}分类科目的{code_form(dimension)}；{_LEVELS[dimension]}；不适用写 无"
        pattern = rf"^({digits}|{NOT_APPLICABLE}|待填.*|【待填.*)$"
        return {"title": dimension, "type": ["integer", "string"], "pattern": pattern, "description": about}
    members = terms.members.get(dimension)
    if members is None or dimension in terms.open:
        return {"title": dimension, **_TEXT}
    return {"title": dimension, "anyOf": [{"enum": [*members, NOT_APPLICABLE]}, _EMPTY]}


def _figure_keys(terms: SchemaTerms) -> dict[str, Any]:
    """The patterns of keys for figures that are stated whole or taken apart another way: `支出[性质=基本支出]`."""
    return {rf"^{measure}[\[【［].*[\]】］]$": _ref(measure) for measure in terms.measures}


def _base(terms: SchemaTerms, name: str) -> dict[str, Any]:
    """The schema of a base: its measures, or the name of that year's budget file."""
    written = {
        "type": "object",
        "properties": {each: _ref(each) for each in terms.measures},
        "patternProperties": _figure_keys(terms),
        "additionalProperties": False,
    }
    about = f"{name}：写法和本年一样；或写去年的预算文件名，如 x-2025.yaml；新设的单位写 无"
    return {"title": name, "description": about, "anyOf": [written, {"type": "string"}]}
