"""Next year's budget file from this year's (滚动到下一年), by editing its text: comments, order and quoting stay.

年度 and 上年预算 are changed. Texts that hold for one year only are marked 待填, with last year's words in them.
Amounts are carried over. Every edit, and every place that only the officer can judge, is listed with its line.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from functools import cached_property

from reportgen.budget.drafts import DRAFT, STATE, is_empty, is_marked
from reportgen.budget.models import FIELDS
from reportgen.drafts.yaml_text import Span, as_value, line_break, spans, walk
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass
from reportgen.vocabulary import NOT_APPLICABLE, Vocabulary


class EditKind(Enum):
    """What was done to a line, in the words that the officer reads."""

    CHANGED = "改了"
    DROPPED = "去掉了"  # not listed, as another edit of the same place is
    OPEN = "要填"
    CARRIED = "照抄了去年的数，要逐行改成今年的"
    LOOK = "带着年份，看一看要不要改"
    COPIED = "照抄了去年写的，看一看还对不对"
    KEPT = "照抄的已知差异，今年的数填好以后，核对会说哪一条用不着了"
    DROPPED_DIFFERENCE = "去掉了的已知差异，今年的文件里核对不出这样的发现了"
    ENDED = "去掉了的原因和用途，这个科目去年就没有数了"


class EditedLine(NamedTuple):
    """One edited line (一处): its number in the new file, what was done, and the key."""

    line: int
    kind: EditKind
    what: str


class RolledOver(NamedTuple):
    """The text of next year's file, and its edited lines in order."""

    text: str
    changes: tuple[EditedLine, ...]


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` by `new`; None leaves them and only lists the line."""

    start: int
    end: int
    new: str | None
    kind: EditKind
    what: str


def applied(edits: Iterable[Edit], text: str, head: str) -> RolledOver:
    """Return the text with a head and the edits; of overlapping edits the first one counts."""
    out, lines, done, line = [head], [], 0, head.count("\n") + 1
    for edit in sorted(edits, key=lambda edit: edit.start):
        if edit.start < done:
            continue
        kept = text[done : edit.start]
        line += kept.count("\n")
        new = text[edit.start : edit.end] if edit.new is None else edit.new
        if edit.kind is not EditKind.DROPPED:
            lines.append(EditedLine(line + (new.count("\n") if edit.start == edit.end else 0), edit.kind, edit.what))
        out += [kept, new]
        line, done = line + new.count("\n"), edit.end
    return RolledOver("".join([*out, text[done:]]), tuple(lines))


_TARGETS = ("目标", "总目标", "总体目标")  # of 绩效: set anew every year
_NAMES = ("名称", "全称", "编码", "文件")  # keys that other places refer to
_SAID, _AMOUNTS = ("原因", "用途"), ("金额", "数量")
_TO_DO = (
    "# 1. 搜索“待填”，逐处填上；【待填：…】里是去年写的，供参考，不能照抄就重写。",
    "# 2. 金额、人员、资产还是去年的数，逐行改成今年的；不再有的行删掉，新的加行。",
    f"# 3. 随时可以生成看看；全部填好以后，删掉“{STATE}: {DRAFT}”这一行，再生成。",
)
Spot = tuple[int, int]  # line and column, from 1
_WORD = compiled(r"<[\u4e00-\u9fff][^<>\n]*>")


def rolled_over(
    text: str, vocabulary: Vocabulary, old_file: str, year: int, idle: Collection[Spot], ended: Collection[Spot] = ()
) -> RolledOver:
    """Return next year's draft, and what was edited in it.

    Args:
        text: this year's budget file, known to be correct.
        vocabulary: that of its region.
        old_file: the name of this year's file in the new one.
        year: the new 年度, one more than the old.
        idle: line and column of the first 规则 of each 已知差异 that had no finding this year.
        ended: line and column of each reason and purpose of a code that had no amount this year.
    """
    head = "".join(f"{line}{line_break(text)}" for line in (f"# {year}年的草稿，由 {old_file} 改成。要做的：", *_TO_DO))
    return applied(_Rollover(text, vocabulary, old_file, year, idle, ended).edits(), text, head)


@dataclass(frozen=True)
class _Rollover:
    text: str
    vocabulary: Vocabulary
    old_file: str
    year: int
    idle: Collection[Spot]
    ended: Collection[Spot]

    @cached_property
    def _naming(self) -> frozenset[str]:
        """The keys whose values are members, or names that other places refer to."""
        return frozenset((*_NAMES, *self.vocabulary.dimensions))

    def edits(self) -> Iterator[Edit]:
        """Yield all edits, and all places that are only listed."""
        root = spans(self.text)
        yield from self._state(root)
        for key, value in root.entries:
            yield from self._ended(key.text, value) if key.text in _SAID else ()
            yield from self._edits_of_key(key.text or "", key, value)
        yield from self._comments(root)

    def _state(self, root: Span) -> Iterator[Edit]:
        stated, what = root.get(STATE), f"{STATE}: {DRAFT}"
        if stated is not None:
            if stated.text != DRAFT:
                yield Edit(stated.start, stated.end, DRAFT, EditKind.CHANGED, what)
        elif root.flow:
            first = root.entries[0][0].start
            yield Edit(first, first, f"{what}, ", EditKind.CHANGED, f"加了 {what}")
        else:
            end = self._line_end((root.get("年度") or root).end)
            yield Edit(end, end, line_break(self.text) + what, EditKind.CHANGED, f"加了 {what}")

    def _edits_of_key(self, name: str, key: Span, value: Span) -> Iterator[Edit]:
        if name == "年度":
            yield self._year(value)
        elif name == "日期":
            yield from self._replaced(key, value, "待填", EditKind.OPEN, name)
        elif name in self.vocabulary.bases:
            yield from self._base(name, key, value)
        elif name == "核对":
            yield from self._approved(key, value) if value.entries else ()
        elif name == "已知差异":
            yield from self._known(key, value)
        elif name == "口径调整" and value.entries:  # this year's file has the new codes and names already
            yield from self._replaced(key, value, "{}", EditKind.CHANGED, f"{name}：去掉了，上年的数已经是现在的口径")
        elif name == "原因":
            for path, scalar in walk(value, ()):
                yield from self._to_fill_in(scalar, f"{name} {path[-1]}" if path else name)
        elif name not in FIELDS:
            yield Edit(key.start, key.start, None, EditKind.CARRIED, name)
            yield from self._members(name, value)
        elif name not in (STATE, "模板", "文种", "金额单位", "科目名称"):
            yield from self._words(name, value)

    def _year(self, value: Span) -> Edit:
        quotes = compiled(r"[^'\"]").sub("", self.text[value.start : value.end])[:1]
        said = f"年度: {value.text} → {self.year}"
        return Edit(value.start, value.end, f"{quotes}{self.year}{quotes}", EditKind.CHANGED, said)

    def _base(self, name: str, key: Span, value: Span) -> Iterator[Edit]:
        """Replace the first base by the name of this year's file; of the others, keep what is stated."""
        if name == self.vocabulary.bases[0]:
            new = as_value(self.old_file, value.in_brackets)
            yield from self._replaced(key, value, new, EditKind.CHANGED, f"{name}: {self.old_file}")
        elif name in self.vocabulary.same_year and value.text:
            what = f"{name}：写{self.year}年的预算文件名"
            yield from self._replaced(key, value, f"待填：{self.year}年的预算文件名", EditKind.OPEN, what)
        else:
            yield from self._amounts(name, name, value)

    def _approved(self, key: Span, value: Span) -> Iterator[Edit]:
        """Leave totals to be filled in, and drop parts: next year's are unknown."""
        names = [name.text or "" for name, _ in value.entries]
        new = ", ".join(f"{name}: 待填" for name in names if not compiled(r"[\[【［@＠]").search(name))
        yield from self._replaced(key, value, f"{{{new}}}", EditKind.OPEN, "核对：填批复的总数，分项去掉了")

    def _known(self, key: Span, value: Span) -> Iterator[Edit]:
        """Keep a 已知差异 that had a finding this year, and drop the others."""
        items = value.items or ((value,) if value.entries else ())
        kept = [item for item in items if self._spot(item) not in self.idle]
        for item in items:
            named = (item.get("规则") or item, item.get("位置") or item)
            what = f"已知差异 {' '.join(self.text[one.start : one.end] for one in named)}"
            at = key.start if value.flow or item not in kept else item.start
            yield Edit(at, at, None, EditKind.KEPT if item in kept else EditKind.DROPPED_DIFFERENCE, what)
        if len(kept) == len(items):
            return
        if not kept:
            yield from self._replaced(key, value, "[]", EditKind.DROPPED, "已知差异")
        elif value.in_brackets or value.flow:
            listed = ", ".join(self.text[item.start : item.end] for item in kept)
            yield Edit(value.start, value.end, f"[{listed}]", EditKind.DROPPED, "已知差异")
        else:
            yield from (self._without_lines(item) for item in items if item not in kept)

    def _ended(self, section: str, said: Span) -> Iterator[Edit]:
        """Drop the reasons and purposes of codes that are no more, each in a line of its own."""
        gone = [(key, one) for key, one in said.entries if self._spot(one) in self.ended]
        for key, one in gone if not said.flow and len(gone) < len(said.entries) else ():
            yield self._without_lines(Span(key.start, one.end), EditKind.ENDED, f"{section} {key.text}")

    def _without_lines(self, item: Span, kind: EditKind = EditKind.DROPPED, what: str = "已知差异") -> Edit:
        """Drop the lines of an entry."""
        start, end = self.text.rfind("\n", 0, item.start) + 1, self.text.find("\n", item.end) + 1
        return Edit(start, end or len(self.text), "", kind, what)

    def _spot(self, item: Span) -> Spot:
        """Line and column of the entry's first 规则, from 1."""
        rule = item.get("规则") or item
        rule = rule.items[0] if rule.items else rule
        return self.text.count("\n", 0, rule.start) + 1, rule.start - self.text.rfind("\n", 0, rule.start)

    def _replaced(self, key: Span, value: Span, new: str, kind: EditKind, what: str) -> Iterator[Edit]:
        """Replace a value. The lines of a block go, comments beside its key stay."""
        between = self.text[key.end : value.start]
        if "\n" not in between:
            yield Edit(value.start, value.end, new, kind, what)
            return
        colon = key.end + between.index(":") + 1
        yield Edit(colon, colon, f" {new}", kind, what)
        first, last = self._line_end(key.end), self._line_end(value.end)
        yield Edit(first, last, "", EditKind.DROPPED, what)

    def _line_end(self, at: int) -> int:
        found = compiled(r"[^\r\n]*").match(self.text, at)
        return found.end() if found else at

    def _amounts(self, top: str, key: str, value: Span, line: bool = False) -> Iterator[Edit]:
        """Leave the amounts of a base to be filled in."""
        if value.text is not None:
            if (not line or key in _AMOUNTS) and value.text != NOT_APPLICABLE and not is_empty(value.text):
                yield Edit(value.start, value.end, "待填", EditKind.OPEN, top)
            return
        for item in value.items:
            yield from self._amounts(top, key, item)
        shared = key == "缺省" or any(name.text in _AMOUNTS for name, _ in value.entries)
        for name, below in value.entries:
            yield from self._amounts(top, name.text or "", below, shared)

    def _members(self, top: str, value: Span) -> Iterator[Edit]:
        """List the members and names that hold an old year."""
        for path, scalar in walk(value):
            key = path[-1] if path else top
            if key in self._naming and self._old_years(scalar.text or ""):
                yield Edit(scalar.start, scalar.start, None, EditKind.LOOK, f"{top}里的{key}“{scalar.text}”")

    def _words(self, top: str, value: Span) -> Iterator[Edit]:
        yield from self._members(top, value)
        copied: set[str] = set()  # listed once, where the first of them stands
        for path, scalar in walk(value):
            text = scalar.text or ""
            if (path[-1] if path else top) in self._naming:
                continue
            if "原因" in path:
                yield from self._to_fill_in(scalar, f"{top}里的原因")
            elif "绩效" in (top, *path) and _is_target(path, text):
                yield from self._to_fill_in(scalar, "绩效目标、指标值、进度")
            elif self._old_years(text):
                yield from self._to_fill_in(scalar, f"{top}里带年份的文字（{self._advice(text)}）")
            elif _WORD.sub("", text).strip() and not is_empty(text) and not is_marked(text):
                what = f"{top}里的{path[0]}" if path else top
                if what not in copied:
                    copied.add(what)
                    yield Edit(scalar.start, scalar.start, None, EditKind.COPIED, what)

    def _to_fill_in(self, scalar: Span, what: str) -> Iterator[Edit]:
        text = scalar.text or ""
        if text.strip() and not (is_empty(text) or is_marked(text)):
            new = as_value(f"【待填：去年写的是“{text.strip()}”】", scalar.in_brackets)
            yield Edit(scalar.start, scalar.end, new, EditKind.OPEN, what)

    def _old_years(self, text: str) -> list[int]:
        """Return the last two years that a text names outside angle brackets: words there follow the year."""
        plain, years = _WORD.sub("", text), (self.year - 1, self.year - 2)
        return [year for year in years if re.search(rf"(?<![0-9]){year}(?![0-9])", plain)]

    def _advice(self, text: str) -> str:
        """Return how to write a text so that it follows the year by itself."""
        words = {self.year - 1: "<年度>", self.year - 2: "<上年度>"}
        return "、".join(f"{year}可以写成{words[year]}" for year in self._old_years(text))

    def _comments(self, root: Span) -> Iterator[Edit]:
        """List the comments that name the old year."""
        taken = [(span.start, span.end) for _, span in walk(root)]
        for found in compiled(r"(?m)(?:^|(?<=\s))#.*$").finditer(self.text):
            if self._old_years(found[0]) and not any(start <= found.start() < end for start, end in taken):
                yield Edit(found.start(), found.start(), None, EditKind.LOOK, "注释")


def _is_target(path: tuple[str, ...], text: str) -> bool:
    """Whether a text of 绩效 is set anew every year: a goal, a value with a number, the schedule."""
    set_anew = path[-1] in _TARGETS or "进度" in path or (path[-1] == "值" and compiled("[0-9]").search(text))
    return bool(set_anew) and not _WORD.search(text)
