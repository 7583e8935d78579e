"""YAML files → nodes, from the events of the parser's C core. What YAML would guess or lose silently is an error.

Every scalar is text (`0201` stays as it is). A key twice, an anchor, an alias, a tag, a control character and a comment
that cuts a value short are errors. Nodes are made here and not by the parser, which crashes on a file that is nested
too deep.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, combined, error
from reportgen.gc_pause import gc_paused
from reportgen.source.nodes import Mapping, Node, NodePlace, Scalar, Sequence, Source
from reportgen.source.text_file import LINE_END, UNPRINTABLE, read_text, unprintable

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 50  # levels of brackets and lists: the deepest budget, form or profile has 11
_COMMENT = re.compile(r"\s*#+(\s|$)?")


@gc_paused()
def read(path: Path, name: str = "") -> Mapping:
    """Return the mapping of a file; `name` is the file's name in messages.

    Raises:
        ReportgenError: all mistakes that can be found at once.
    """
    text = read_text(path, name)
    source = Source(name or str(path), tuple(LINE_END.split(text)), path.parent)
    problems = [*unprintable(text, source)]
    node = None if problems else _Reader(source, problems).read(text)
    if not problems and not isinstance(node, Mapping):
        hint = "内容要写成“键: 值”，冒号用半角，后面留一个空格"
        at = node.at if node else Location(source.name, 1)
        problems.append(error("格式", "文件里没有“键: 值”的内容", at, hint=hint))
    if problems or not isinstance(node, Mapping):
        raise ReportgenError(*combined(sorted(problems, key=lambda problem: problem.places)))
    return node


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun, with the nodes read so far; of a mapping, keys and values in turn."""

    place: NodePlace
    is_mapping: bool
    nodes: list[Node] = field(default_factory=list)


class _Reader:
    """Makes nodes of the parser's events and collects mistakes."""

    def __init__(self, source: Source, problems: list[Diagnostic]) -> None:
        self.source, self.problems = source, problems

    def read(self, text: str) -> Node | None:
        """Return the node of the whole file; None if it is empty, or the parser cannot go on."""
        try:
            return self._whole(yaml.parse(text, Loader=_Loader))
        except yaml.MarkedYAMLError as mistake:
            self._keep_only(explained(mistake, self.source))
            return None

    def _keep_only(self, mistake: Diagnostic) -> None:
        """Keep the mistake that ends the reading and those on earlier lines; the others follow from it."""
        first = min(place.line for place in mistake.places)
        self.problems[:] = [*(p for p in self.problems if p.places[0].line < first), mistake]

    def _whole(self, events: Iterator[Any]) -> Node | None:
        begun: list[_Open] = []
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.CollectionStartEvent):
                self._refuse_reference(event)
                begun.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))
                if len(begun) > _DEEPEST:
                    self._refuse("套得太深", begun[-1].place, "检查括号是不是成对，缩进是不是一行比一行多")
                    return None
            elif node := self._ended(event, begun):
                if begun:
                    begun[-1].nodes.append(node)
                else:
                    root = node
            elif isinstance(event, yaml.DocumentStartEvent) and root:
                self._refuse(ONE_DOCUMENT[0], self._place(event), ONE_DOCUMENT[1])
                return None
        return root

    def _ended(self, event: Any, begun: list[_Open]) -> Node | None:
        """The node that this event completes, or None."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_reference(event)
                return self._scalar(event)
            case yaml.AliasEvent():
                self._refuse(QUOTED[0], self._place(event), QUOTED[1])
                return Scalar(self._place(event), f"*{event.anchor}")
            case yaml.CollectionEndEvent():
                ended = begun.pop()
                return self._mapping(ended) if ended.is_mapping else Sequence(ended.place, tuple(ended.nodes))
        return None

    def _place(self, event: Any) -> NodePlace:
        return NodePlace(self.source, event.start_mark.line, event.start_mark.column)

    def _refuse(self, message: str, place: NodePlace, hint: str) -> None:
        self.problems.append(error("格式", message, self.source.location(place), hint=hint))

    def _refuse_reference(self, event: Any) -> None:
        """Refuse an anchor or a tag: it would drop a word or copy a value unseen."""
        if event.anchor or event.tag not in (None, "!"):
            self._refuse(QUOTED[0], self._place(event), QUOTED[1])

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark, event.end_mark
        length = max(1, end.column - start.column) if end.line == start.line else 1
        scalar = Scalar(NodePlace(self.source, start.line, start.column, length), event.value)
        if not event.style and event.value:
            self._refuse_cut(scalar, end)
        elif event.style == '"' and UNPRINTABLE.search(event.value):
            self.problems.append(error("字符", "值里有看不见的字符", scalar.at, hint="删掉引号里以 \\ 开头的写法"))
        return scalar

    def _refuse_cut(self, scalar: Scalar, end: Any) -> None:
        """Refuse `项目=甲 #2`, where the parser takes `#2` for a comment and drops it."""
        line = self.source.lines[end.line] if end.line < len(self.source.lines) else ""
        comment = _COMMENT.match(line, end.column)
        if comment and (comment[1] is None or scalar.text.count("[") > scalar.text.count("]")):
            hint = "“#”是内容时给整个值加引号；是注释时在“#”后面留一个空格"
            self._refuse("“#”后面的字会被当作注释丢掉", scalar.place, hint)

    def _mapping(self, ended: _Open) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(ended.nodes[::2], ended.nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._refuse("键只能是文字", key.place, "以 { 或 [ 开头的键要加引号")
            elif key.text in entries:
                first = entries[key.text][0]
                self.problems.append(error("重复的键", f"“{key.text}”写了两次", key.at, first.at, hint="只留一处"))
            else:
                entries[key.text] = (key, value)
        return Mapping(ended.place, tuple(entries.values()))


QUOTED = ("值不能以 & * ! 开头", "给整个值加引号")
ONE_DOCUMENT = ("文件里有“---”“...”，或多了一个括号", "一个文件只写一份内容")
_COLON = ("这一行少了冒号", "键和值之间写半角冒号加空格，如“名称: 甲局”；全角“：”不算")
_INDENTED = ("这一行的缩进不对，或上一行少了冒号", "同一级的键左端对齐；冒号用半角，后面留一个空格")
_TABBED = ("缩进里有制表符", "缩进只用空格")
_BRACED = ("以 { 开头的字被当作花括号", "给整个键或值加引号")
_ESCAPED = ("双引号里的 \\ 有特别的意思", "换成单引号，或写两个 \\")
_SIGN = ("值不能以这个符号开头", "以 @ % ` 等符号开头的值要加引号")
# What the parser says -> message, advice. Mistakes in _AT_START are reported where the thing began.
_PROBLEMS = {
    "mapping values are not allowed": ("这里多了一个冒号", "值里有冒号时，用全角“：”，或给整个值加引号"),
    "could not find expected ':'": _COLON,
    "found character that cannot start any token": _SIGN,
    "while scanning an anchor": QUOTED,
    "while scanning an alias": QUOTED,
    "while scanning a tag": QUOTED,
    "while parsing a tag": QUOTED,
    "undefined tag handle": QUOTED,
    "while scanning a block scalar": ("值不能以 > | 开头", "给整个值加引号；不等号可以写 ≥ ≤"),
    "while scanning a directive": _SIGN,
    "found unknown escape": _ESCAPED,
    "hexdecimal number": _ESCAPED,  # so it is spelt there
    "invalid Unicode character escape": _ESCAPED,
    "while parsing a flow": (
        "方括号或花括号没有成对，或里面的写法不对",
        "括号成对；值里含 [ ] { } 或逗号时加引号，或每项单独写一行",
    ),
    "did not find expected key": ("缩进不齐，或引号没有成对", "同一级的键左端对齐；引号成对，引号后不再写字"),
    "did not find expected '-' indicator": ("列表的各项没有对齐", "同一列表的“- ”左端对齐"),
    "did not find expected node content": ("这里多了一个括号或逗号", "删掉它；是内容时给整个值加引号"),
    "entries are not allowed": ("“- ”不能写在这里", "列表的每一项单独写一行"),
    "while scanning a quoted scalar": ("引号没有成对", "补上后引号"),
    "document": ONE_DOCUMENT,
}
_AT_START = (_COLON, _PROBLEMS["while scanning a quoted scalar"], QUOTED)


def explained(mistake: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    """Return the parser's mistake with its place, and the place of the bracket that is not closed."""
    said = f"{mistake.problem} {mistake.context}"
    found = next((m for part, m in _PROBLEMS.items() if part in said), ("这里的写法不对", "检查缩进、冒号、引号和括号"))
    mark, began = mistake.problem_mark or mistake.context_mark, mistake.context_mark
    if mark is None:
        return error("格式", found[0], Location(source.name), hint=found[1])
    if found in _AT_START and began:
        mark = began
    message, hint = _seen(found, source.lines[mark.line] if mark.line < len(source.lines) else "", mark.column)
    places = [source.location(NodePlace(source, mark.line, mark.column))]
    if "while parsing a flow" in said and began and began.line != mark.line:
        places.append(source.location(NodePlace(source, began.line, began.column)))
    return error("格式", message, *places, hint=hint)


def _seen(found: tuple[str, str], line: str, column: int) -> tuple[str, str]:
    """The message and advice, or more exact ones if the line shows the cause."""
    if line[column : column + 1] == "\t":
        return _TABBED
    if found == _PROBLEMS["mapping values are not allowed"] and not re.search(r":\s", line[:column]):
        return _INDENTED
    if found == _PROBLEMS["did not find expected key"] and re.match(r"[\s-]*\{\{", line):
        return _BRACED
    return found
