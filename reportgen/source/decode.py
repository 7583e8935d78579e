"""Nodes → dataclasses: the fields of a model say what a file may hold. All mistakes are collected, not only the first.

A field declares its Chinese key: `name: str = key("名称")`. Types: str, int, bool, Decimal, enums, other models,
tuple[X, ...], dict[str, X], X | None, Literal, and Node for what is read later. Without a default, the key is required.
"""

import types
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache, partial
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from reportgen.diagnostics import (
    Diagnostic,
    Location,
    ReportgenError,
    Severity,
    combined,
    did_you_mean,
    error,
    listed,
    warning,
)
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.records import MISSING, Field, field, fields, is_dataclass, replace
from reportgen.source.nodes import Mapping, Node, Scalar, Sequence

Model = TypeVar("Model")
Reader = Callable[[Node, "Problems"], Any]  # makes a value of a node
_YES = {"是": True, "否": False}
_WIDE_LIST = compiled(r"\s*[【［](?!待填).*[】］]\s*")
_NODES = (Scalar, Sequence, Mapping)
_KINDS = {
    Scalar: ("一个值", "冒号后面只写文字或数字；含 [ ] { } 时加引号"),
    Sequence: ("一个列表", "写成 [甲, 乙]，或每项一行，以“- ”开头"),
    Mapping: ("“键: 值”", "写成“键: 值”，冒号用半角，后面留一个空格；多项时每项一行，左端对齐"),
}


MOST = 1000  # mistakes that are collected: in a file with more, one mistake is repeated


class Problems(list[Diagnostic]):
    """Collected mistakes; `remarks` do not keep the document from being built.

    Raises:
        ReportgenError: from whatever adds one more than MOST.
    """

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[Diagnostic] = []

    def add(self, rule: str, message: str, *places: Location, hint: str = "") -> None:
        """Add an error (错误)."""
        self.append(error(rule, message, *places, hint=hint))

    def append(self, mistake: Diagnostic) -> None:
        """Add a mistake."""
        if len(self) >= MOST:
            hint = "先改上面的，再试一次；一样的很多时，看看是不是一整列、一整段写错了"
            more = error("错误太多", f"错误有{MOST}处以上，后面的没有列出", hint=hint)
            raise ReportgenError(*combined(self), more)
        super().append(mistake)

    def extend_from(self, mistake: ReportgenError, named: Location) -> None:
        """Add the mistakes of another file, with the place that names it."""
        self.extend(replace(each, places=(*each.places, named)) for each in mistake.diagnostics)

    def remark(self, rule: str, message: str, *places: Location, hint: str = "") -> None:
        """Add a warning (警告)."""
        if len(self.remarks) < MOST:
            self.remarks.append(warning(rule, message, *places, hint=hint))

    def suggest(self, rule: str, message: str, *places: Location, hint: str = "") -> None:
        """Add a hint (提示)."""
        if len(self.remarks) < MOST:
            self.remarks.append(replace(warning(rule, message, *places, hint=hint), severity=Severity.HINT))

    def raise_any(self) -> None:
        """Raise ReportgenError with all mistakes, if there are any."""
        if self:
            raise ReportgenError(*combined(self))


def key(name: str, default: Any = MISSING, factory: Any = MISSING, about: str = "") -> Any:
    """Declare a field that is written under this Chinese key; `about` explains it to whoever fills it in."""
    return field(default=default, default_factory=factory, metadata={"key": name, "about": about})


def decoded(node: Node, model: type[Model]) -> Model:
    """Return the node as a model.

    Raises:
        ReportgenError: all mistakes of the node.
    """
    problems = Problems()
    found = decode(node, model, problems)
    problems.raise_any()
    assert found is not None
    return found


def decode(node: Node, model: type[Model], problems: Problems, others: bool = False) -> Model | None:
    """Return the model that a node describes, or None and add the reasons to `problems`.

    Args:
        others: allow unknown keys.
    """
    if not isinstance(node, Mapping):
        _refuse(node, Mapping, problems)
        return None
    before, known = len(problems), _fields(cast(Any, model))
    values = {}
    for name, value in node.entries:
        if name.text in known:
            attribute, read = known[name.text]
            values[attribute] = read(value, problems)
        elif not others:
            _refuse_key(name, known, problems)
    _refuse_missing(node, model, problems)
    return model(**values) if len(problems) == before else None


def _refuse_key(name: Scalar, known: Iterable[str], problems: Problems) -> None:
    glued = compiled(r"([^\s:：]+)\s*([:：])\s*\S.*").fullmatch(name.text)
    if glued and glued[1] in known:
        hint = "写成“键: 值”：半角冒号，后面留一个空格"
        problems.add("未知的键", "冒号是全角的" if glued[2] == "：" else "冒号后面少了空格", name.at, hint=hint)
    else:
        problems.add("未知的键", f"没有“{name.text}”这个键", name.at, hint=did_you_mean(name.text, known))


@cache
def _fields(model: Any) -> dict[str, tuple[str, Reader]]:
    hints = get_type_hints(model)
    return {f.metadata["key"]: (f.name, _reader(hints[f.name])) for f in fields(model) if "key" in f.metadata}


def _refuse_missing(node: Mapping, model: type, problems: Problems) -> None:
    there = {name.text for name, _ in node.entries}
    if absent := [name for name in _needed(model) if name not in there]:
        problems.add("缺少的键", f"缺少“{listed(absent)}”", node.at, hint="补上这个键")


@cache
def _needed(model: Any) -> tuple[str, ...]:
    return tuple(f.metadata["key"] for f in fields(model) if "key" in f.metadata and is_required(f))


def is_required(f: "Field[Any]") -> bool:
    """Whether a field has no default, so that its key must be there."""
    return f.default is MISSING and f.default_factory is MISSING


@cache
def _reader(wanted: Any) -> Reader:
    """Return what makes a value of this type; a type is long to take apart, and files have thousands of values."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        kinds = [t for t in inner if t is not type(None)]
        return (lambda node, _: node) if set(kinds) == set(_NODES) else _reader(kinds[0])
    if wanted in _NODES:
        return lambda node, problems: node if isinstance(node, wanted) else _refuse(node, wanted, problems)
    if origin is Literal:
        return partial(_choice, {str(choice): choice for choice in inner})
    if origin is tuple:
        return partial(_sequence, _reader(inner[0]))
    if origin is dict:
        return partial(_mapping, _reader(inner[1]))
    if is_dataclass(wanted):
        return lambda node, problems: decode(node, cast(Any, wanted), problems)
    if wanted is not bool and not issubclass(wanted, Enum):
        return partial(_scalar, wanted)
    return partial(_choice, _YES if wanted is bool else {e.value: e for e in wanted})


def _refuse(node: Node, wanted: Any, problems: Problems) -> None:
    kind, hint = _KINDS[wanted]
    if wanted is Mapping and isinstance(node, Sequence) and node.items:
        hint = "去掉各行开头的“- ”，每行写成“键: 值”，左端对齐"
    if wanted is Scalar and isinstance(node, Sequence):
        hint = "几项合成一句话，用顿号或分号隔开；方括号是内容时，给整个值加引号"
    problems.add("格式", f"这里要写{kind}", node.at, hint=hint)


def _sequence(item: Reader, node: Node, problems: Problems) -> Any:
    """Return the items of a list; a single value stands for a list of one."""
    if isinstance(node, Scalar) and _WIDE_LIST.fullmatch(node.text):
        hint = "写成 [甲, 乙]，括号和逗号都用半角；或每项一行，以“- ”开头"
        return problems.add("格式", "列表的括号是全角的", node.at, hint=hint)
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple([item(child, problems) for child in items])


def _mapping(value: Reader, node: Node, problems: Problems) -> Any:
    if isinstance(node, Scalar) and not node.text:
        return {}
    if not isinstance(node, Mapping):
        return _refuse(node, Mapping, problems)
    return {name.text: value(child, problems) for name, child in node.entries}


def _scalar(wanted: type, node: Node, problems: Problems) -> Any:
    if not isinstance(node, Scalar):
        return _refuse(node, Scalar, problems)
    if wanted is str:
        return node.text
    if not node.text:
        return problems.add("格式", "这里没有写值", node.at, hint="在冒号后面写上")
    number = parse_number(node.text)
    if number is None or (wanted is int and number != int(number)):
        what, digits = f"“{node.text}”不是{'整数' if wanted is int else '数'}", compiled(r"[0-9]+").search(node.text)
        return problems.add("数字", what, node.at, hint=f"只写数字{f'：{digits[0]}' if digits else '，不带单位'}")
    return int(number) if wanted is int else number


def _choice(choices: dict[str, Any], node: Node, problems: Problems) -> Any:
    if not isinstance(node, Scalar):
        return _refuse(node, Scalar, problems)
    if node.text in choices:
        return choices[node.text]
    return problems.add("取值", f"没有“{node.text}”这个取值", node.at, hint=did_you_mean(node.text, choices))
