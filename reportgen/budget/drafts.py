"""Empty places (待填) of a budget file: `待填`, `待填：说明`, `【待填：…】` stand for what is not known yet.

A file that says 状态: 草稿 is built with them: texts print 【待填：…】, amounts count as zero, and a warning lists all
places. Any other file is refused with all its empty places, so that none is ever published.
"""

import re
from collections.abc import Collection, Iterator
from enum import Enum

from reportgen.diagnostics import Diagnostic, Location, error, warning
from reportgen.figure import measure_of
from reportgen.patterns import compiled
from reportgen.records import dataclass, field, replace
from reportgen.source import Mapping, Node, Scalar, Sequence, Worksheet, scalar_at
from reportgen.vocabulary import NOT_APPLICABLE

DRAFT = "草稿"
STATE = "状态"
_EMPTY = compiled(r"\s*(?:待填|待填[:：](.*)|【待填】|【待填[:：](.*)】)\s*", re.DOTALL)
EMPTY, _MARK = "待填", "【待填"
_MEMBER = compiled(r"(?<![^\[\]\s=])([^\[\]\s=]+)=(待填(?:[:：][^\]\s]{0,500})?)(?=[\]\s])")
_NEEDED = ("模板", "文种", "年度", "金额单位")  # without these even a draft cannot be built
_SAID = ("原因", "用途")  # their keys are figures, so an empty place below is named by 原因 or 用途
_AMOUNTS = ("金额", "数量")
_APPROVED, _TRANSFERS = "核对", "内部往来"
_HEAD_HINT = "填上；草稿也要先填这一项"
_HINT = f"填上；还没有定的可以先出草稿：在文件里加一行“{STATE}: {DRAFT}”"


class BlankKind(Enum):
    """What is missing at an empty place; the value says what the draft does without it."""

    HEAD = ""  # nothing can be built
    AMOUNT = "金额按0算"
    MEMBER = "没有归类的行只算进合计"
    APPROVED = "批复的数先不核对"
    WORDS = "文字印成【待填：…】"


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty place (待填处).

    Attributes:
        key: the key that it stands under.
        top: the key of the file that it stands under.
    """

    key: str
    node: Scalar
    kind: BlankKind
    top: str = ""


def is_empty(text: str) -> bool:
    """Whether a value says that it is not known yet."""
    return _EMPTY.fullmatch(text) is not None


def is_marked(text: str) -> bool:
    """Whether a text contains an empty place, printed or typed within other words."""
    return _MARK in text


def printed_blank(text: str, key: str) -> str:
    """Return what an empty place prints; figures that it quotes (<…>) are not computed, as they may be out of date."""
    found = _EMPTY.fullmatch(text)
    words = next((part.strip() for part in found.groups() if part and part.strip()), key) if found else text
    return f"{_MARK}：{words.translate({ord('<'): '＜', ord('>'): '＞'})}】"


def is_draft(node: Mapping) -> bool:
    """Whether the file says that it is a draft."""
    stated = node.get(STATE)
    return isinstance(stated, Scalar) and stated.text == DRAFT


def with_stand_ins(node: Mapping, fields: Collection[str]) -> tuple[Mapping, list[Blank]]:
    """Return the file with stand-ins for its empty places, to build a draft from, and these places in order.

    Args:
        fields: the keys that are neither measures nor bases.
    """
    if not _says_empty(node):
        return node, []
    reader = _Settling()
    entries = []
    for name, value in node.entries:
        first = len(reader.places)
        entries.append((name, reader.top(name.text, value, name.text in fields)))
        reader.places[first:] = [replace(place, top=name.text) for place in reader.places[first:]]
    return Mapping(node.place, tuple((name, value) for name, value in entries if value is not None)), reader.places


def _says_empty(node: Node) -> bool:
    """Whether the word of empty places stands anywhere below: else nothing there is one."""
    match node:
        case Scalar():
            return EMPTY in node.text
        case Sequence():
            return any(map(_says_empty, node.items))
        case Mapping():
            return any(EMPTY in name.text or _says_empty(value) for name, value in node.entries)


@dataclass
class _Settling:
    places: list[Blank] = field(default_factory=list)

    def top(self, key: str, node: Node, is_field: bool) -> Node | None:
        """Settle a key of the file; a field that is wholly empty is left out."""
        if key in (*_NEEDED, STATE):
            self.places += (
                [Blank(key, node, BlankKind.HEAD)] if isinstance(node, Scalar) and is_empty(node.text) else []
            )
            return node
        if not is_field or key == _TRANSFERS:
            return self.amounts(key, node)
        if key == _APPROVED:
            return self.approved(key, node)
        if key in ("部门", "绩效") and isinstance(node, Mapping):
            left_out = ("单位",) if key == "部门" else tuple(name.text for name, _ in node.entries)
            found = [(name, self.section(name.text, v, name.text in left_out)) for name, v in node.entries]
            return Mapping(node.place, tuple((name, value) for name, value in found if value is not None))
        if key in _SAID and isinstance(node, Mapping):
            return Mapping(
                node.place, tuple((self.name(k), self.words(key, v, BlankKind.WORDS)) for k, v in node.entries)
            )
        return self.section(key, node, left_out=True)

    def section(self, key: str, node: Node, left_out: bool) -> Node | None:
        """Settle texts; None if `left_out` and the whole is empty, because one text cannot stand for it."""
        if left_out and isinstance(node, Scalar) and is_empty(node.text):
            self.places.append(Blank(key, node, BlankKind.WORDS))
            return None
        return self.words(key, node, BlankKind.WORDS)

    def words(self, key: str, node: Node, wanted: BlankKind) -> Node:
        """Settle the texts below a key."""
        match node:
            case Scalar():
                if is_empty(node.text) or is_marked(node.text):
                    self.places.append(Blank(key, node, wanted))
                return scalar_at(node.place, printed_blank(node.text, key)) if is_empty(node.text) else node
            case Sequence():
                return Sequence(node.place, tuple(self.words(key, item, wanted) for item in node.items))
            case Mapping():
                entries = tuple((name, self.words(name.text, value, wanted)) for name, value in node.entries)
                return Mapping(node.place, entries)

    def amounts(self, key: str, node: Node) -> Node:
        """Settle what stands below a measure or a base: amounts, and lines with their members."""
        match node:
            case Scalar():
                if not is_empty(node.text):
                    return node
                self.places.append(Blank(key, node, BlankKind.AMOUNT))
                return scalar_at(node.place, "0" if key in _AMOUNTS or "[" in key else NOT_APPLICABLE)
            case Sequence():
                items = [(item, self.amounts(key, item)) for item in node.items]
                kept = tuple(new for old, new in items if new is old or not isinstance(old, Scalar))  # no `- 待填`
                return Sequence(node.place, kept)
            case Mapping():
                line = key == "缺省" or any(name.text in _AMOUNTS for name, _ in node.entries)
                return Mapping(node.place, tuple((self.name(k), self._entry(k.text, v, line)) for k, v in node.entries))

    def approved(self, key: str, node: Node) -> Node | None:
        """Settle approved figures; those that are not known yet are left out and not compared."""
        if isinstance(node, Scalar) and is_empty(node.text):
            self.places.append(Blank(key, node, BlankKind.APPROVED))
            return None
        if not isinstance(node, Mapping):
            return node
        entries = [(self.name(name), self.approved(name.text, value)) for name, value in node.entries]
        return Mapping(node.place, tuple((name, value) for name, value in entries if value is not None))

    def name(self, key: Scalar) -> Scalar:
        """Settle the name of a figure, `支出[项目=待填：项目名称]`, so that it has the member of the lines it means."""
        text = _MEMBER.sub(lambda m: f'{m[1]}="{printed_blank(m[2], m[1])}"', key.text)
        if text == key.text:
            return key
        self.places.append(Blank(key.text, key, BlankKind.MEMBER))
        return scalar_at(key.place, text)

    def _entry(self, key: str, value: Node, line: bool) -> Node:
        if not line or key in _AMOUNTS:
            return self.amounts(key, value)
        return self.words(key, value, BlankKind.WORDS if key == "备注" else BlankKind.MEMBER)


def unfilled_measures(places: list[Blank]) -> frozenset[str]:
    """Return the measures and bases in which an amount or a member is empty (待填)."""
    wanted = (place.top for place in places if place.kind in (BlankKind.AMOUNT, BlankKind.MEMBER))
    return frozenset(map(measure_of, wanted))


def findings(places: list[Blank], draft: bool) -> list[Diagnostic]:
    """Return one warning with all empty places of a draft, or an error at every place of any other file."""
    needed = [place for place in places if place.kind is BlankKind.HEAD]
    if needed or not draft:
        shown = needed if draft else places
        return [
            error("待填", f"“{p.key}”还没有填", p.node.at, hint=_HEAD_HINT if p in needed else _HINT) for p in shown
        ]
    return [_list(places)] if places else []


def _list(places: list[Blank]) -> Diagnostic:
    """Return the warning that lists all empty places and says what the draft does without them."""
    first = min((place.node.at for place in places), key=lambda at: at.line)
    sheets: dict[str, set[int]] = {}  # "" for a text
    for place in places:
        source = place.node.place.source
        sheets.setdefault(source.title if isinstance(source, Worksheet) else "", set()).add(place.node.at.line)
    lines = "；".join(f"{f'“{title}”' * bool(title)}第{'、'.join(_runs_of(own))}行" for title, own in sheets.items())
    without = "，".join(wanted.value for wanted in BlankKind if any(place.kind is wanted for place in places))
    message = f"草稿里还有{len(places)}处没有填：{lines}"
    at = Location(places[0].node.place.source.name, first.line if "" in sheets else 0)
    return warning("待填", message, at, hint=f"填好以前，{without}")


def _runs_of(lines: set[int]) -> Iterator[str]:
    """Line numbers, with consecutive ones joined: 26至31."""
    rest = sorted(lines)
    while rest:
        count = next((i for i, line in enumerate(rest) if line != rest[0] + i), len(rest))
        yield f"{rest[0]}至{rest[count - 1]}" if count > 2 else "、".join(map(str, rest[:count]))
        rest = rest[count:]
