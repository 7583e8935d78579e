"""YAML files → nodes, from the events of the parser's C core. What YAML would guess or lose silently is an error.

Every scalar is text (`0201` stays as it is). A key twice, an anchor, an alias, a tag, a control character, a comment
that cuts a value short and a value of more than LONGEST characters are errors. Nodes are made here and not by the
parser, which crashes on a file that is nested too deep.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Any

from reportgen.patterns import compiled, libraries_kept
from reportgen.records import field

with libraries_kept():
    import yaml

from reportgen.diagnostics import Diagnostic, ReportgenError, combined, error
from reportgen.records import dataclass
from reportgen.resources import gc_paused
from reportgen.source.decode import MOST, Problems
from reportgen.source.nodes import Mapping, Node, NodePlace, Scalar, Sequence, Source, scalar_at
from reportgen.source.syntax import ONE_DOCUMENT, QUOTED, UNCLOSED, explained, no_mapping
from reportgen.source.text_file import LINE_END, UNPRINTABLE, read_text, unprintable

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 50  # levels of brackets and lists: the deepest budget, form or profile has 11
_MOST_EVENTS = 500_000  # 25,000 lines of six keys are 375,000, in 1.4 s and 130 MB
LONGEST = 5000  # characters of a value: the duties of a whole department in one paragraph
_COMMENT = compiled(r"\s*#+(\s|$)?")
_LONE_DASH = compiled(r"(:[ ]+)-(?=[ \t]*(?:#.*)?$)", re.MULTILINE)  # `公务接待费: -`, where `-` means none
_KEY = compiled(r"\s*(?:- *)?[^\s:\"']+:(?:\s|$)")


def read(path: Path, name: str = "") -> Mapping:
    """Return the mapping of a file; `name` is the file's name in messages.

    Raises:
        ReportgenError: all mistakes that can be found at once.
    """
    return parsed(read_text(path, name), name or str(path), path.parent)


@gc_paused()
def parsed(text: str, name: str, folder: Path = Path()) -> Mapping:
    """Return the mapping of a text; `folder` holds the files that the text names.

    Raises:
        ReportgenError: all mistakes that can be found at once.
    """
    source = Source(name, tuple(LINE_END.split(text)), folder)
    problems = Problems()
    problems.extend(islice(unprintable(text, source), MOST))
    node = None if problems else _Reader(source, problems).read(text)
    if not problems and not isinstance(node, Mapping):
        problems.append(no_mapping(node, source))
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

    def __init__(self, source: Source, problems: Problems) -> None:
        self.source, self.problems = source, problems
        self._line = 0  # of the last place: nodes of one line share the number

    def read(self, text: str) -> Node | None:
        """Return the node of the whole file; None if it is empty, or the parser cannot go on."""
        try:
            return self._whole(yaml.parse(text, Loader=_Loader))
        except yaml.MarkedYAMLError as mistake:
            quoted = _LONE_DASH.sub(r'\1"-"', text)
            if "entries are not allowed" in str(mistake.problem) and quoted != text:
                return self.read(quoted)  # whoever reads the key says what to write instead
            self._keep_only(explained(mistake, self.source))
            return None

    def _keep_only(self, mistake: Diagnostic) -> None:
        """Keep the mistake that ends the reading and those on earlier lines; the others follow from it."""
        first = min(place.line for place in mistake.places)
        self.problems[:] = [*(p for p in self.problems if p.places[0].line < first), mistake]

    def _whole(self, events: Iterator[Any]) -> Node | None:
        begun: list[_Open] = []
        root: Node | None = None
        for count, event in enumerate(events):
            if count == _MOST_EVENTS:
                hint = "看看是不是写错了文件；明细很多的，分成几个单位的文件，再汇总"
                self._refuse("文件里的内容太多，从这里起没有读", self._place(event), hint)
                return None
            if isinstance(event, yaml.CollectionStartEvent):
                self._refuse_reference(event)
                begun.append(_Open(self._place(event), isinstance(event, yaml.MappingStartEvent)))
                if len(begun) > _DEEPEST:
                    self._refuse("套得太深", begun[-1].place, "检查括号是不是成对，缩进是不是一行比一行多")
                    return None
            elif node := self._scalar(event) if type(event) is yaml.ScalarEvent else self._ended(event, begun):
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
            case yaml.AliasEvent():
                self._refuse(QUOTED[0], self._place(event), QUOTED[1])
                return scalar_at(self._place(event), f"*{event.anchor}")
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
        """Return the text of the event as a node; equal texts, such as the keys of lines, are one object."""
        self._refuse_reference(event)
        start, end = event.start_mark, event.end_mark
        length = max(1, end.column - start.column) if end.line == start.line else 1
        if start.line != self._line:
            self._line = start.line
        scalar = Scalar(self.source, self._line, start.column, length, intern(event.value))
        if len(event.value) > LONGEST:
            what = f"这个值有{len(event.value)}个字，一个值最多{LONGEST}个"
            self._refuse(what, scalar.place, "分成几段，一段一项；没有这么长的，看看后引号是不是漏了")
            return scalar_at(scalar.place, "")
        if not event.style and event.value:
            self._refuse_cut(scalar, end)
        elif event.style in ('"', "'") and any(map(_KEY.match, self.source.lines[start.line + 1 : end.line + 1])):
            self._refuse(UNCLOSED[0], scalar.place, UNCLOSED[1])
        elif event.style == '"' and UNPRINTABLE.search(event.value):
            self.problems.append(error("字符", "值里有看不见的字符", scalar.at, hint="删掉引号里以 \\ 开头的写法"))
        return scalar

    def _refuse_cut(self, scalar: Scalar, end: Any) -> None:
        """Refuse `项目=甲 #2`, where the parser takes `#2` for a comment and drops it."""
        line = self.source.lines[end.line] if end.line < len(self.source.lines) else ""
        comment = _COMMENT.match(line, end.column) if "#" in line else None
        if comment and (comment[1] is None or scalar.text.count("[") > scalar.text.count("]")):
            hint = "“#”是内容时给整个值加引号；是注释时在“#”后面留一个空格"
            self._refuse("“#”后面的字会被当作注释丢掉", scalar.place, hint)

    def _mapping(self, ended: _Open) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(ended.nodes[::2], ended.nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._refuse("键只能是文字", key.place, "以 { 或 [ 开头的键要加引号")
            elif key.text[:1] in ("\u3000", "\xa0"):
                self._refuse("键的前面有全角空格", key.place, "缩进和间隔只用半角空格：每缩进一级两个")
            elif key.text in entries:
                first = entries[key.text][0]
                self.problems.append(error("重复的键", f"“{key.text}”写了两次", key.at, first.at, hint="只留一处"))
            else:
                entries[key.text] = (key, value)
        return Mapping(ended.place, tuple(entries.values()))
