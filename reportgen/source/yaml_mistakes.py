"""What the YAML parser says, in the words of someone who does not know YAML (语法错误)."""

import re

import yaml

from reportgen.diagnostics import Diagnostic, Location, error
from reportgen.source.nodes import NodePlace, Source

QUOTED = ("值不能以 & * ! 开头", "给整个值加引号")
ONE_DOCUMENT = ("文件里有“---”“...”，或多了一个括号", "一个文件只写一份内容")
_COLON = ("这一行少了冒号", "键和值之间写半角冒号加空格，如“名称: 甲局”；全角“：”不算")
_INDENTED = ("这一行的缩进不对，或上一行少了冒号", "同一级的键左端对齐；冒号用半角，后面留一个空格")
_TABBED = ("缩进里有制表符", "缩进只用空格")
_BRACED = ("以 { 开头的字被当作花括号", "给整个键或值加引号")
_ESCAPED = ("双引号里的 \\ 有特别的意思", "换成单引号，或写两个 \\")
_SIGN = ("值不能以这个符号开头", "以 @ % ` 等符号开头的值要加引号")
# What the parser says -> message, advice; in _AT_START the mistake is where the thing began, not where it was noticed.
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
    """The mistake with its place, and where the bracket that is not closed was opened."""
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
    """The same, or what the line itself shows to be the cause."""
    if line[column : column + 1] == "\t":
        return _TABBED
    if found == _PROBLEMS["mapping values are not allowed"] and not re.search(r":\s", line[:column]):
        return _INDENTED
    if found == _PROBLEMS["did not find expected key"] and re.match(r"[\s-]*\{\{", line):
        return _BRACED
    return found
