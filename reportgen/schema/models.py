"""Models → schema: types as YAML editors see them, required keys, what each key is for."""

import dataclasses
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from reportgen.source import Mapping, Scalar, Sequence

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
EMPTY = {"$ref": "#/$defs/待填"}
AMOUNT = {"$ref": "#/$defs/金额"}
DEFINITIONS: dict[str, Any] = {
    "待填": {"type": "string", "pattern": "^(待填|【待填)", "description": "还不知道的先写“待填”，并写上“状态: 草稿”"},
    "金额": {
        "type": ["number", "string"],
        "pattern": r"^(待填.*|【待填.*|无|[-+－＋]?[0-9０-９][0-9０-９,，.．]*\s*(元|千元|万元|亿元)?)$",
        "description": "只写数字；可以自带单位，如 0.53万元；没有写 无",
    },
}


def empty_or(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, or an empty place in its stead; what explains it stays in front."""
    told: dict[str, Any] = {name: schema[name] for name in ("title", "description") if name in schema}
    return {**told, "anyOf": [{name: value for name, value in schema.items() if name not in told}, EMPTY]}


def object_of(model: Any) -> dict[str, Any]:
    """The mapping that a model describes; no other keys."""
    hints = get_type_hints(model)
    written = [f for f in dataclasses.fields(model) if "key" in f.metadata]
    needed = [f.metadata["key"] for f in written if _needed(f)]
    properties = {f.metadata["key"]: _told(f, of_type(hints[f.name])) for f in written}
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _needed(f: Any) -> bool:
    return f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING


def _told(f: Any, schema: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"title": f.metadata["key"], "description": f.metadata.get("about", "")}
    return {name: text for name, text in told.items() if text} | schema


def of_type(wanted: Any) -> dict[str, Any]:
    """What a value of this type looks like in YAML, where 301 is a number and 是 a text; 待填 may stand for any."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        kinds = [t for t in inner if t is not type(None)]
        return {} if len(kinds) > 1 else of_type(kinds[0])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple:
        item = of_type(inner[0])
        return {"anyOf": [item, {"type": "array", "items": item}, EMPTY]}
    if origin is dict:
        return empty_or({"type": "object", "additionalProperties": of_type(inner[1])})
    if dataclasses.is_dataclass(wanted) and wanted not in (Scalar, Sequence, Mapping):
        return object_of(wanted)
    return _PLAIN.get(wanted, TEXT)


_PLAIN: dict[Any, dict[str, Any]] = {
    int: {"type": ["integer", "string"], "pattern": "^[0-9]+$"},
    Mapping: empty_or({"type": "object"}),
    Sequence: empty_or({"type": "array"}),
}
