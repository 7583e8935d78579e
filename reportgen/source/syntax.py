"""What the parser cannot read, in an officer's words.

The parser says where it gave up; the lines before that place tell why: full-width signs, a quote that is not closed, a
total above the rows. A mistake that stands on several lines is one finding with all of them.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import yaml

from reportgen.diagnostics import Diagnostic, Location, error
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source.causes import CAUSES, NO_COLON
from reportgen.source.nodes import Node, NodePlace, Source

QUOTED = ("值不能以 & * ! 开头", "给整个值加引号")
ONE_DOCUMENT = ("文件里有“---”“...”，或多了一个括号", "一个文件只写一份内容")
UNCLOSED = ("引号从这里开始，后面没有成对", "在这个值的末尾补上后引号；不需要引号的，前引号也删掉")
_AFTER = "。后面的还没有读，改好后再运行一次"
_INDENTED = ("这一行的缩进不对，或上一行少了冒号", "同一级的键左端对齐；冒号用半角，后面留一个空格")
_ESCAPED = ("双引号里的 \\ 有特别的意思", "换成单引号，或写两个 \\")
_SIGN = ("值不能以这个符号开头", "以 @ % ` 等符号开头的值要加引号")
_VALUE = ("这里多了一个冒号", "值里有冒号时，用全角“：”，或给整个值加引号")
_ROWS = ("列表的各项没有对齐", "同一列表的“- ”左端对齐")
_ENTRIES = ("“- ”不能写在这里", "列表的每一项单独写一行")
_UNEVEN = ("缩进不齐", "同一级的键左端对齐，同一列表的“- ”左端对齐")
_KEYS = ("冒号前面的键太长，超过了1024个字", "键要短；这些字是内容的，写在冒号后面")
# What the parser says -> message, advice. Mistakes in _AT_START are reported where the thing began.
_PROBLEMS = {
    "mapping values are not allowed": _VALUE,
    "could not find expected ':'": NO_COLON,
    "found character that cannot start any token": _SIGN,
    "while scanning an anchor": QUOTED,
    "while scanning an alias": QUOTED,
    "while scanning a tag": QUOTED,
    "while parsing a tag": QUOTED,
    "undefined tag handle": QUOTED,
    "while scanning a block scalar": ("值不能以 > | 开头", "给整个值加引号；不等号可以写 ≥ ≤"),
    "while scanning a directive": _SIGN,
    "found unknown escape": _ESCAPED,
    "hexdecimal number": _ESCAPED,  # the parser spells it so
    "invalid Unicode character escape": _ESCAPED,
    "while parsing a flow": (
        "括号没有成对，或括号里的写法不对",
        "写成 {键: 值, 键: 值}，逗号、冒号、括号都用半角；值里含 [ ] { } 或逗号时加引号",
    ),
    "did not find expected key": _UNEVEN,
    "did not find expected '-' indicator": _ROWS,
    "did not find expected node content": ("这里多了一个括号或逗号", "删掉它；是内容时给整个值加引号"),
    "entries are not allowed": _ENTRIES,
    "while scanning a quoted scalar": UNCLOSED,
    "document": ONE_DOCUMENT,
}
_AT_START, _OF_LINES = (NO_COLON, UNCLOSED, QUOTED), (_UNEVEN, _ROWS, _VALUE, _ENTRIES)

_STRING = compiled(r"""(?<![^\s:,\[{-])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
_COMMENT = compiled(r"(?:^|\s)#.*")
_OPENED = compiled(r"""(?:^|:\s|-\s|[\[{,])\s*(?P<here>["'])""")
_TOTAL = compiled(r".{0,8}[合小总共]\s*计.{0,4}|其中")
_LINE = compiled(r"\s*(?P<dash>- +)?(?:(?P<brace>\{).*|(?P<key>[^:{}]*?)(?::(?:\s+(?P<value>\S.*))?)?)$")
_CLOSERS = {"{": "}", "[": "]"}
_LONG_KEY = compiled(
    r"""(?:^\s*+(?:- )?|[{,]\s*+)(?P<here>(?:"[^"]{1023,}+"|'[^']{1023,}+')\s*+|[^\s:{},"'][^:{},]{1023,}+):(?:\s|$)"""
)
_WIDER = 20_000  # characters of a line that are searched for a long key
_WIDEST, _MOST_LINES = 400, 5_000  # characters of a line, and lines of a file, that are searched for causes


class _Seen:
    """The place where the parser gave up, and the lines before it."""

    def __init__(self, source: Source, line: int, column: int) -> None:
        self.source, self.line, self.column = source, line, column
        self.raw = source.lines[line] if line < len(source.lines) else ""

    def plain(self, line: int) -> str:
        """The beginning of a line, with quoted words replaced by as many letters."""
        text = self.source.lines[line][:_WIDEST] if 0 <= line < len(self.source.lines) else ""
        return _COMMENT.sub("", _STRING.sub(lambda found: "字" * len(found[0]), text))

    @cached_property
    def before(self) -> int:
        """The number of the last line before the place that is not empty."""
        return next((i for i in range(self.line - 1, -1, -1) if self.plain(i).strip()), self.line)

    def finding(self, said: tuple[str, str], *places: tuple[int, int]) -> Diagnostic:
        """Return the finding `said` (message, advice) at these lines and columns, else where the parser gave up."""
        at = [self.source.location(NodePlace(self.source, *place)) for place in places or [(self.line, self.column)]]
        return error("格式", said[0], *at, hint=f"{said[1]}{_AFTER}")


def no_mapping(node: Node | None, source: Source) -> Diagnostic:
    """Return the error of a file that the parser can read, but that is no mapping of keys."""
    seen = _Seen(source, 0, 0)
    if node and (found := _by_form(seen, range(min(len(source.lines), _MOST_LINES)))):
        return found
    hint = "内容要写成“键: 值”，冒号用半角，后面留一个空格"
    return error("格式", "文件里没有“键: 值”的内容", node.at if node else Location(source.name, 1), hint=hint)


def explained(mistake: yaml.MarkedYAMLError, source: Source) -> Diagnostic:
    """Return the parser's mistake as an error at its cause; where none is found, at the place where it gave up."""
    said = f"{mistake.problem} {mistake.context}"
    found = next((m for part, m in _PROBLEMS.items() if part in said), ("这里的写法不对", "检查缩进、冒号、引号和括号"))
    mark, began = mistake.problem_mark or mistake.context_mark, mistake.context_mark
    if mark is None:
        return error("格式", found[0], Location(source.name), hint=found[1])
    seen = _Seen(source, mark.line, mark.column)
    for line in dict.fromkeys(((began or mark).line, mark.line)):
        if long := _LONG_KEY.search(source.lines[line][:_WIDER] if line < len(source.lines) else ""):
            return seen.finding(_KEYS, (line, long.start("here")))
    in_flow = began if "while parsing a flow" in said else None
    if found in _AT_START and found is not NO_COLON and began:
        begun = _Seen(source, began.line, began.column)
        return (found is UNCLOSED and _unclosed(begun)) or begun.finding(found)
    first = in_flow.line if in_flow else seen.before
    known = _unclosed(seen) or _by_form(seen, (seen.line, *range(first, min(seen.line, first + _MOST_LINES))))
    known = known or _after_its_end(seen) or (_of_brackets(seen, in_flow) if in_flow else _of_lines(seen, found))
    at = (began.line, began.column) if found is NO_COLON and began else (mark.line, mark.column)
    return known or seen.finding(found, at)


def _by_form(seen: _Seen, lines: Iterable[int]) -> Diagnostic | None:
    """The first mistake that one of the lines shows, with the later lines that show the same; None if none does."""
    for i in lines:
        for cause in CAUSES:
            if found := cause.form.search(seen.plain(i)):
                others = range(i + 1, min(len(seen.source.lines), i + _MOST_LINES)) if cause.also else ()
                same = [(j, other.start("here")) for j in others if (other := cause.form.search(seen.plain(j)))]
                return seen.finding((cause.message, cause.hint), (i, found.start("here")), *same)
    return None


def _unclosed(seen: _Seen) -> Diagnostic | None:
    """A quote that is not closed on its line, so that the parser closed it at the next quote, many lines later."""
    for i in range(seen.line, max(-1, seen.line - _MOST_LINES), -1):
        opened = _OPENED.search(seen.plain(i))
        if opened and compiled("[”’]").search(seen.plain(i)[opened.end() :]):
            said = "前引号是半角的，后引号是全角的", "前后都用半角引号，或都不写"
            return seen.finding(said, (i, opened.start("here")))
        if opened:
            return seen.finding(UNCLOSED, (i, opened.start("here")))
        if i < seen.line and compiled("[\"']").search(seen.plain(i)):
            break
    return None


def _after_its_end(seen: _Seen) -> Diagnostic | None:
    """A mistake behind a quote or a bracket that closes a value: something follows it."""
    end, here = seen.raw[: seen.column].rstrip()[-1:], seen.raw[seen.column : seen.column + 1]
    if end in ('"', "'") and here and here not in ",]}:":
        return seen.finding(("引号后面还有字", "值里面的引号写成全角“”；整个值要加引号的，只在最前和最后各写一个"))
    if end in ("]", "}") and here and here in ",，;；":
        return seen.finding((f"“{end}”后面多了一个“{here}”", "删掉它：一行写到括号为止"))
    if end in ("]", "}") and here and here not in "]}:-":
        return seen.finding(
            (f"“{end}”后面还有字", "说明写在“#”后面，“#”前后各留一个空格；括号是内容的，给整个值加引号")
        )
    return None


def _of_brackets(seen: _Seen, began: Any) -> Diagnostic | None:
    """A bracket that is closed by one of another kind, or not at all on its line."""
    opener = _Seen(seen.source, began.line, began.column).raw[began.column : began.column + 1]
    here = seen.raw[seen.column : seen.column + 1]
    if opener in _CLOSERS and here in _CLOSERS.values() and here != _CLOSERS[opener]:
        return seen.finding((f"“{here}”和前面的“{opener}”不成对", f"换成 {_CLOSERS[opener]}"))
    for i in dict.fromkeys((min(began.line, seen.before), seen.before)):
        for opener, closer in _CLOSERS.items():
            line = seen.plain(i)
            if line.count(opener) > line.count(closer):
                cut = closer in seen.source.lines[i][len(line) :]
                hint = "“#”是内容时给整个值加引号" if cut else f"在这一项的末尾补上 {closer}"
                what = f"“{opener}”没有成对" + ("：“#”后面的字被当作注释" if cut else "")
                return seen.finding((what, hint), (i, line.index(opener)))
    return None


def _of_lines(seen: _Seen, found: tuple[str, str]) -> Diagnostic | None:
    """A mistake that shows when the line and the one before it are compared: their dashes, indents and values."""
    line, before = _LINE.match(seen.plain(seen.line)), _LINE.match(seen.plain(seen.before))
    if line is None or before is None or found not in _OF_LINES:
        return None
    here, above = (
        (i, max(one.span("key")[0], one.span("brace")[0])) for i, one in ((seen.line, line), (seen.before, before))
    )
    both = _TwoLines(seen, line, before, here, above)
    if known := both.total() or both.dashes() or both.values():
        return known
    return seen.finding(_INDENTED) if found == _VALUE and not compiled(r":\s").search(seen.raw[: seen.column]) else None


@dataclass(frozen=True, slots=True)
class _TwoLines:
    """A line and the one before it (上下两行) as parts (dash, key, brace, value), and where their keys stand."""

    seen: _Seen
    line: re.Match[str]
    before: re.Match[str]
    here: tuple[int, int]
    above: tuple[int, int]

    def total(self) -> Diagnostic | None:
        """A total that is typed, 合计, though the program adds up."""
        for one, at in ((self.line, self.here), (self.before, self.above)):
            if one["key"] and not one["dash"] and _TOTAL.fullmatch(one["key"]):
                said = f"“{one['key']}”不用写，由程序算", "删掉这一行；要和批复的数核对，写在“核对”下面"
                return self.seen.finding(said, at)
        return None

    def dashes(self) -> Diagnostic | None:
        """Rows of one list that do not begin alike."""
        line, before = self.line, self.before
        if line["brace"] and before["brace"] and bool(line["dash"]) != bool(before["dash"]):
            said = "这一行开头少了“- ”", "同一列表的每一行都以“- ”开头，左端对齐"
            return self.seen.finding(said, self.above if line["dash"] else self.here)
        if line["dash"] and before["dash"] and line.start("dash") != before.start("dash"):
            begins = (self.seen.line, line.start("dash")), (self.seen.before, before.start("dash"))
            return self.seen.finding(_ROWS, *begins)
        return None

    def values(self) -> Diagnostic | None:
        """A key that has a value and lines below it, or stands beside the rows of a list."""
        line, before, is_written = self.line, self.before, self.before["value"] and self.before["key"]
        if line["dash"] and is_written and not before["dash"]:
            said = f"“{before['key']}”后面已经写了值，下面又列了各行", "只留一种：删掉冒号后面的值，或删掉下面的各行"
            return self.seen.finding(said, self.above, self.here)
        if before["dash"] and line["key"] and not line["dash"] and line.start("key") == before.start("dash"):
            hint = "是上一项的内容，就再往里缩两格；不是列表的，去掉上面的“- ”"
            return self.seen.finding((f"“{line['key']}”和上面的“- ”在同一级", hint), self.here, self.above)
        if line["key"] and is_written and line.start("key") > before.start("key"):
            what = f"“{before['key']}”后面已经写了值，这一行却往里缩了"
            hint = f"同一级的键左端对齐；是“{before['key']}”下面的内容，上一行冒号后面就不写"
            return self.seen.finding((what, hint), self.here, self.above)
        return None
