"""Tables whose rows are budget lines (明细账): columns of the table say what the money of each row is.

单位 | 功能科目 | 部门经济科目 | 资金来源 | 金额. In other tables a row has one item; here it has members of
several dimensions. Totals stand between the lines, with or without a word such as 合计. Heads: 明细列 of heads.yaml.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reportgen.budget.catalogue import code_and_name
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.columns import Column
from reportgen.reading.terms import bare, conditions_of, is_total
from reportgen.records import NamedTuple, dataclass, field
from reportgen.vocabulary import CODE_LEVELS

_IN_WORDS = ("资金", "性质")
_WITH_FUND = ("功能", "经济", "政府经济", "单位", "项目")
_ECONOMIC = compiled("(?P<经济>30[1-9]|31[0-3]|399)|(?P<政府经济>50[1-9]|51[0-5]|599)")  # 类 of these classifications
_MOST_SHAPES = 40


class StatedMember(NamedTuple):
    """What a row states of one dimension: a code and its name; either may be ""."""

    code: str
    name: str

    @property
    def member(self) -> str:
        """The code, else the name."""
        return self.code or self.name


Stated = Mapping[str, StatedMember]  # dimension -> what a row states of it


@dataclass(frozen=True)
class LineColumns:
    """The columns that say what the money of a row is, by dimension; columns of codes and of names."""

    by: Mapping[str, Sequence[Column]] = field(hash=False)

    def stated(self, texts: Sequence[str]) -> dict[str, StatedMember]:
        """Return what a row states, by dimension, without words for totals."""
        found: dict[str, StatedMember] = {}
        for dimension, columns in self.by.items():
            own = _stated(dimension, columns, texts)
            if own.member:
                found[_dimension_of(dimension, own.code)] = own
        return found

    def total(self, texts: Sequence[str]) -> str:
        """Return the words that make the row a total: 合计, 县图书馆小计; "" if there are none."""
        words = (bare(texts[column.index]) for columns in self.by.values() for column in columns)
        first = bare(next((text for text in texts if text.strip()), ""))
        return next((text for text in (first, *words) if text and _is_total(text)), "")


def line_columns(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> LineColumns | None:
    """Return the columns that say what each row is; None for a table that is no list of lines.

    `rows`: the texts of the body. Rows of a list of lines state 功能 and 经济, or name in words their funds or 性质.
    """
    by: dict[str, list[Column]] = {}
    beside = ""
    for column in columns:
        dimension = spoken().whole("明细列", "".join(column.path))
        if dimension == "功能" and "功能" not in column.title and beside in CODE_LEVELS:
            dimension = beside  # 经济分类科目编码 | 科目名称
        if beside := dimension:
            by.setdefault(dimension, []).append(column)
    if len(by) < 2 or _are_side_by_side(columns, by):  # most tables
        return None
    found = LineColumns(by)
    stated = [found.stated(texts) for texts in rows if not found.total(texts)]
    counted = Counter(d for each in stated for d in each)
    often = {d for d, times in counted.items() if 2 * times >= len(stated)}
    if {"功能", "经济"} <= often:
        return found
    in_words = any(d in often and all(_is_known(d, row[d]) for row in stated if d in row) for d in _IN_WORDS)
    return found if in_words and any(d in often for d in _WITH_FUND) else None


def _are_side_by_side(columns: Sequence[Column], by: Mapping[str, Sequence[Column]]) -> bool:
    """Whether codes stand to the right of numbers: then two lists stand side by side, and each row is two rows."""
    stating = {column.index for own in by.values() for column in own}
    first = min((c.index for c in columns if c.kind == "数值" and c.index not in stating), default=len(columns))
    return any(column.index > first for d in CODE_LEVELS for column in by.get(d, ()))


def _is_known(dimension: str, stated: StatedMember) -> bool:
    return not stated.code and bool(meaning_of(dimension, stated.name))


def _stated(dimension: str, columns: Sequence[Column], texts: Sequence[str]) -> StatedMember:
    """Return what the columns of one dimension state together."""
    code, parts, name = "", "", ""
    for column in columns:
        text = texts[column.index].strip()
        whole = code_and_name(dimension, text)
        if whole and column.leaf in ("类", "款", "项"):
            parts = whole[1] if whole[1].startswith(parts) else parts + whole[1]
        elif whole:
            code, name = code or whole[1], name or whole[2] or ""
        elif not is_total(text):
            name = name or text
    return StatedMember(code or parts, name)


def _dimension_of(dimension: str, code: str) -> str:
    """Return the dimension of a code: 科目编码 may stand above codes of either classification, and of units."""
    if dimension not in CODE_LEVELS or not code or code[0] in "12":
        return dimension
    found = _ECONOMIC.match(code) if len(code) in (3, 5) else None
    return str(found.lastgroup) if found else "单位"


def meaning_of(dimension: str, words: str) -> str:
    """Return the canonical member that a cell means: 特定目标类 is 项目支出; "" if its words are not known."""
    nature = spoken().whole("明细性质", bare(words)) if dimension == "性质" else ""
    return nature or conditions_of(words).get(dimension, "")


def _is_total(text: str) -> bool:
    return is_total(text) or bool(spoken().whole("小计行", text))


def members_below(rows: Sequence[Stated]) -> dict[int, list[int]]:
    """Return row -> the rows that say all that it says and more: a longer code, or another dimension."""
    shapes: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for at, row in enumerate(rows):
        if row:
            shapes.setdefault(_shape(row), []).append(at)
    found: dict[int, list[int]] = {}
    for top, own in shapes.items() if len(shapes) <= _MOST_SHAPES else ():
        under: dict[tuple[str, ...], list[int]] = {}
        for other, others in shapes.items():
            if other != top and all(dict(other).get(d, -1) >= length for d, length in top):
                for at in others:
                    under.setdefault(_cut_to_shape(rows[at], top), []).append(at)
        found |= {at: below for at in own if (below := under.get(_cut_to_shape(rows[at], top)))}
    return found


def _shape(row: Stated) -> tuple[tuple[str, int], ...]:
    """Return the dimensions that a row states, with the lengths of its codes."""
    return tuple(sorted((d, len(own.code) if d in CODE_LEVELS else 0) for d, own in row.items()))


def _cut_to_shape(row: Stated, shape: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(row[d].member[: length or None] for d, length in shape)


def blocks(totals: Sequence[bool], lines: Sequence[bool]) -> Iterator[tuple[int, list[int]]]:
    """Yield each total that states no member, with its lines: those since the total before, else all lines.

    Args:
        totals: for each row, whether it is such a total.
        lines: for each row, whether it is a line.
    """
    every = [at for at, is_line in enumerate(lines) if is_line]
    alone = sum(totals) == 1
    since: list[int] = []
    for at, is_bare in enumerate(totals):
        if is_bare:
            yield at, every if alone or not since else since
            since = []
        elif lines[at]:
            since.append(at)
