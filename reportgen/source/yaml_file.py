"""YAML files → nodes. The parser's C core does the reading; what it would guess or lose silently is an error here.

No type guessing (`0201` stays text), no key twice, no anchors, aliases or tags, no control characters, no comment that
cuts a value short. All messages are Chinese and name the place.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.garbage import paused
from reportgen.source.nodes import Mapping, Node, Place, Scalar, Sequence, Source

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# Characters that no XML file can hold, the byte order mark inside a file, and plane 15, which templates use for slots.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff\U000f0000-\U0010ffff]")
_REFERENCE = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s=]")
_LINES = re.compile("\r\n|[\r\n\u2028\u2029]")
_NESTING = re.compile(r"[\[{]|[\]}]|(?:[-?] ){50}")
_DEEPEST = 100  # levels of brackets: more is no budget, and the parser's own stack ends at some thousands
_QUOTED = ("值不能以 & * ! 开头", "给整个值加引号")
_COLON = ("这一行少了冒号", "键和值之间写半角冒号加空格，如“名称: 甲局”；全角“：”不算")
_INDENTED = ("这一行的缩进不对，或上一行少了冒号", "同一级的键左端对齐；冒号用半角，后面留一个空格")
_TABBED = ("缩进里有制表符", "缩进只用空格")
_BRACED = ("以 { 开头的字被当作花括号", "给整个键或值加引号")
# What the parser says -> message, advice; in _AT_START the mistake is where the thing began, not where it was noticed.
_PROBLEMS = {
    "mapping values are not allowed": ("这里多了一个冒号", "值里有冒号时，用全角“：”，或给整个值加引号"),
    "could not find expected ':'": _COLON,
    "found character that cannot start any token": ("值不能以这个符号开头", "以 @ % ` 等符号开头的值要加引号"),
    "while scanning an anchor": _QUOTED,
    "while scanning an alias": _QUOTED,
    "while scanning a tag": _QUOTED,
    "while parsing a tag": _QUOTED,
    "found undefined alias": _QUOTED,
    "while scanning a block scalar": ("值不能以 > | 开头", "给整个值加引号；不等号可以写 ≥ ≤"),
    "while scanning a directive": ("值不能以这个符号开头", "以 @ % ` 等符号开头的值要加引号"),
    "found unknown escape": ("双引号里的 \\ 有特别的意思", "换成单引号，或写两个 \\"),
    "while parsing a flow": (
        "方括号或花括号没有成对，或里面的写法不对",
        "括号成对；值里含 [ ] { } 或逗号时加引号，或每项单独写一行",
    ),
    "did not find expected key": ("缩进不齐，或引号没有成对", "同一级的键左端对齐；引号成对，引号后不再写字"),
    "did not find expected '-' indicator": ("列表的各项没有对齐", "同一列表的“- ”左端对齐"),
    "did not find expected node content": ("这里多了一个括号或逗号", "删掉它；是内容时给整个值加引号"),
    "entries are not allowed": ("“- ”不能写在这里", "列表的每一项单独写一行"),
    "while scanning a quoted scalar": ("引号没有成对", "补上后引号"),
    "document": ("文件里有“---”“...”，或多了一个括号", "一个文件只写一份内容"),
}
_AT_START = (_COLON, _PROBLEMS["while scanning a quoted scalar"], _QUOTED)


def read_text(path: Path, name: str = "") -> str:
    """The file's text; `name` is how messages call it.

    Raises:
        ReportgenError: there is no such file, or it is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as e:
        line = e.object[: e.start].count(b"\n") + 1
        hint = "多半是 GBK（ANSI）编码：用记事本打开，另存为时编码选 UTF-8"
        raise ReportgenError(
            error("编码", "文件不是 UTF-8 编码", Location(name or str(path), line), hint=hint)
        ) from None


def read_bytes(path: Path) -> bytes:
    """What the file holds.

    Raises:
        ReportgenError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReportgenError(error("文件", f"找不到文件 {path}", hint="检查文件名和所在的文件夹")) from None
    except IsADirectoryError:
        raise ReportgenError(error("文件", f"{path} 是文件夹", hint="写出文件夹里的预算文件（.yaml）")) from None
    except PermissionError:
        hint = "检查文件的权限；正被别的程序打开时，关闭后再试"
        raise ReportgenError(error("文件", f"读不了 {path}", hint=hint)) from None
    except (OSError, ValueError):
        raise ReportgenError(error("文件", f"读不了 {path}", hint="检查文件名，以及它是不是一个文件")) from None


@paused()
def read(path: Path, name: str = "") -> Mapping:
    """The mapping that the file holds; `name` is how messages call the file.

    Raises:
        ReportgenError: what is wrong in it, all that can be told at once.
    """
    text = read_text(path, name)
    source = Source(name or str(path), tuple(_LINES.split(text)), path.parent)
    problems = [*_unprintable(text, source), *_too_deep(text, source)] or _references(text, source)
    root = _compose(text, source) if not problems else None
    node = _Reader(source, problems).node(root) if root else None
    if not problems and not isinstance(node, Mapping):
        hint = "内容要写成“键: 值”，冒号用半角，后面留一个空格"
        at = node.at if node else Location(source.name, 1)
        problems.append(error("格式", "文件里没有“键: 值”的内容", at, hint=hint))
    if problems or not isinstance(node, Mapping):
        raise ReportgenError(*problems)
    return node


def _compose(text: str, source: Source) -> Any:
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as e:
        raise ReportgenError(_explained(e, source)) from None


def _explained(mistake: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    """What the parser says, in the words of someone who does not know YAML."""
    said = f"{mistake.problem} {mistake.context}"
    found = next((m for part, m in _PROBLEMS.items() if part in said), ("这里的写法不对", "检查缩进、冒号、引号和括号"))
    mark, began = mistake.problem_mark or mistake.context_mark, mistake.context_mark
    if mark is None:
        return error("格式", found[0], Location(source.name), hint=found[1])
    if found in _AT_START and began:
        mark = began
    message, hint = _seen(found, source.lines[mark.line] if mark.line < len(source.lines) else "", mark.column)
    places = [_location(source, mark.line, mark.column)]
    if "while parsing a flow" in said and began and began.line != mark.line:
        places.append(_location(source, began.line, began.column))
    return error("格式", message, *places, hint=hint)


def _seen(found: tuple[str, str], line: str, column: int) -> tuple[str, str]:
    """The same, or what the line itself shows to be the cause."""
    if line[column : column + 1] == "\t":
        return _TABBED
    if found == _PROBLEMS["mapping values are not allowed"] and not re.search(r":\s", line[:column]):
        return _INDENTED
    if found == _PROBLEMS["did not find expected key"] and re.match(r"[\s-]*\{\{", line):
        return _BRACED
    return found


def _location(source: Source, line: int, column: int, length: int = 1) -> Location:
    excerpt = source.lines[line] if line < len(source.lines) else ""
    return Location(source.name, line + 1, column + 1, length, excerpt)


def _unprintable(text: str, source: Source) -> list[Diagnostic]:
    """Characters that cannot be published, wherever they stand."""
    if not UNPRINTABLE.search(text):
        return []
    return [
        error(
            "字符",
            f"有看不见的字符 U+{ord(m[0]):04X}",
            _location(source, n, m.start()),
            hint="删掉它，重新输入这几个字",
        )
        for n, line in enumerate(source.lines)
        for m in UNPRINTABLE.finditer(line)
    ]


def _too_deep(text: str, source: Source) -> list[Diagnostic]:
    """Brackets in brackets without end: before the parser is asked, whose stack is not."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], _DEEPEST)
        if depth > _DEEPEST:
            line = len(_LINES.findall(text, 0, found.start()))
            return [error("格式", "括号套得太深", Location(source.name, line + 1), hint="检查括号是不是成对")]
    return []


def _references(text: str, source: Source) -> list[Diagnostic]:
    """Anchors, aliases and tags: they would swallow a word or copy a value unseen."""
    if not _REFERENCE.search(text):
        return []
    found = []
    try:
        for event in yaml.parse(text, Loader=_Loader):
            tagged = getattr(event, "tag", None)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tagged not in (None, "!"):
                mark = event.start_mark
                at = _location(source, mark.line, mark.column) if mark else Location(source.name)
                found.append(error("格式", "值不能以 & * ! 开头", at, hint="给整个值加引号"))
    except yaml.MarkedYAMLError:
        return []  # composing reports it
    return found


class _Reader:
    """Parser nodes → ours, collecting what is wrong with them."""

    def __init__(self, source: Source, problems: list[Diagnostic]) -> None:
        self.source, self.problems = source, problems

    def node(self, raw: Any) -> Node:
        start = raw.start_mark
        if isinstance(raw, yaml.ScalarNode):
            return self.scalar(raw)
        place = Place(self.source, start.line, start.column)
        if isinstance(raw, yaml.SequenceNode):
            return Sequence(place, tuple(self.node(child) for child in raw.value))
        return self.mapping(raw, place)

    def scalar(self, raw: Any) -> Scalar:
        start, end = raw.start_mark, raw.end_mark
        length = max(1, end.column - start.column) if end.line == start.line else 1
        scalar = Scalar(Place(self.source, start.line, start.column, length), raw.value)
        if not raw.style and raw.value:
            self.refuse_cut(scalar, end)
        elif raw.style == '"' and UNPRINTABLE.search(raw.value):
            self.problems.append(error("字符", "值里有看不见的字符", scalar.at, hint="删掉引号里以 \\ 开头的写法"))
        return scalar

    def refuse_cut(self, scalar: Scalar, end: Any) -> None:
        """`项目=甲 #2`: the parser takes `#2` for a comment and drops it."""
        rest = self.source.lines[end.line][end.column :].lstrip() if end.line < len(self.source.lines) else ""
        glued = rest.startswith("#") and not re.match(r"#+(\s|$)", rest)
        if glued or (rest.startswith("#") and scalar.text.count("[") > scalar.text.count("]")):
            hint = "“#”是内容时给整个值加引号；是注释时在“#”后面留一个空格"
            self.problems.append(error("格式", "“#”后面的字会被当作注释丢掉", scalar.at, hint=hint))

    def mapping(self, raw: Any, place: Place) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for raw_key, raw_value in raw.value:
            key = self.node(raw_key)
            if not isinstance(key, Scalar):
                self.problems.append(error("格式", "键只能是文字", key.at, hint="以 { 或 [ 开头的键要加引号"))
                continue
            if key.text in entries:
                first = entries[key.text][0]
                self.problems.append(error("重复的键", f"“{key.text}”写了两次", key.at, first.at, hint="只留一处"))
                continue
            entries[key.text] = (key, self.node(raw_value))
        return Mapping(place, tuple(entries.values()))
