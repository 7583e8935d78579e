"""What the heads of a column say of the numbers below them (表头). The words are data (data/words/heads.yaml).

A table may hold lists side by side (并列), each with its own columns:
科目编码 | 科目名称 | 金额 ‖ 科目编码 | 科目名称 | 金额.
Where the heads alone do not tell what a column is, its cells do (`column_parts`).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from reportgen.document import TableKind
from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.reading.terms import bare, conditions_of, meaning_of_terms, narrowed, of_people
from reportgen.records import dataclass, field, replace

_AMONG = compiled(r"\s*其中[:：]?")
_YEAR = compiled(r"(20\d\d)年?")
_THIS_YEAR = compiled("^[本当]年度?")
# A unit in brackets: 预算数（万元）, 价值（金额单位：万元）, 金额（人民币万元）
UNIT = compiled(r"[（(](?:[^（(）)]{0,9}单位[:：为]\s*|人民币)?(元|千元|万元|亿元|[%％])[）)]")


@dataclass(frozen=True, slots=True)
class Column:
    """One grid column (列).

    Attributes:
        path: its heads from the top, without numbers and blanks; a head over several rows once.
        kind: 编码, 名称, 行次 or 数值.
        conditions: what the heads say. base, derived: 上年预算, 增减额 … unit: if a head names one.
        among: its own head begins with 其中.
        inside: index of each column it is part of -> the dimension that divides that; None if numbers carry no names.
    """

    index: int
    path: tuple[str, ...]
    kind: str
    conditions: dict[str, str] = field(hash=False)
    base: str = ""
    derived: str = ""
    unit: str = ""
    among: bool = False
    inside: Mapping[int, str] | None = field(default=None, hash=False)

    @property
    def leaf(self) -> str:
        """Its lowest head; "" if all are blank."""
        return self.path[-1] if self.path else ""

    @property
    def title(self) -> str:
        """All its heads, the outermost first, joined by `·`."""
        return "·".join(self.path)


def columns_of(heads: Iterable[tuple[str, ...]], year: int) -> tuple[Column, ...]:
    """Return the columns from the left; `heads`: rows of heads, each a text for every grid column."""
    return _columns_of(tuple(heads), year, spoken())


@lru_cache(maxsize=1 << 9)  # the documents of a region have the same heads
def _columns_of(heads: tuple[tuple[str, ...], ...], year: int, _: Lexicon) -> tuple[Column, ...]:
    found = _on_one_base([_column(index, own, year) for index, own in enumerate(zip(*heads, strict=True))])
    found = _people_beside_office(found)
    if any("决算" in column.title for column in found) and not any(_YEAR.search(column.title) for column in found):
        return tuple(map(_as_budgeted, found))
    return found


def _on_one_base(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns; changes that name no base (比上年增减) are from the only base beside them."""
    bases = {column.base for column in columns if column.base and not column.derived}
    if len(bases) != 1:
        return tuple(columns)
    (base,) = bases
    unsaid = [c.index for c in columns if c.derived and not spoken().within("口径", c.title) and "预算" not in c.title]
    return tuple(replace(column, base=base) if column.index in unsaid else column for column in columns)


def _people_beside_office(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns; 人员支出 beside 公用支出 means 人员经费, unless 对个人和家庭的补助 has its own column."""
    told = [column.conditions for column in columns]
    if {"经费": "公用经费"}.items() <= {pair for own in told for pair in own.items()} and not any(
        own.get("经济") == "303" for own in told
    ):
        return tuple(
            replace(c, conditions=dict(of_people(c.conditions.items())))
            if c.conditions.get("经济") == "301" and "人员" in c.leaf
            else c
            for c in columns
        )
    return columns


def _as_budgeted(column: Column) -> Column:
    """Return a column 预算数 beside columns of final accounts with the base that it names."""
    budgeted = column.kind == "数值" and "预算数" in column.title
    return replace(column, base=spoken().within("口径", column.title) or "年初预算") if budgeted else column


def _column(index: int, heads: Sequence[str], year: int) -> Column:
    path = tuple(text for text, _ in groupby(map(bare, heads)) if text)
    leaf = UNIT.sub("", path[-1]) if path else ""
    base, derived = _compared(path, leaf, year)
    unit = UNIT.search("".join(path))
    if derived and unit and unit[1] in "%％":
        derived = "增减率"  # 比上年增减（%）
    said = "%" if derived == "增减率" else unit[1] if unit else ""
    among = next((bool(_AMONG.match(head)) for head in reversed(heads) if head.strip()), False)
    return Column(index, path, _kind(leaf), conditions_of_heads(path), base, derived, said, among)


def _kind(leaf: str) -> str:
    words = spoken()
    return next((kind for kind in ("编码", "名称", "行次") if words.is_word_of("列", kind, leaf)), "数值")


def conditions_of_heads(path: tuple[str, ...]) -> dict[str, str]:
    """Return what the heads of a column say together; inner heads narrow outer ones."""
    return dict(_conditions_of_heads(path, spoken()))


@lru_cache(maxsize=1 << 11)  # the documents of a region have the same heads
def _conditions_of_heads(path: tuple[str, ...], lexicon: Lexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for head in path:
        words = UNIT.sub("", _YEAR.sub("", head))
        said = conditions_of(words) or conditions_of(_THIS_YEAR.sub("", words)) or meaning_of_terms(words)
        if not said and words and not lexicon.is_word_of("列", "泛称", words):
            said = {"资金": words}  # a fund that only this region knows
        if said.get("性质") != "本年支出":  # a head over all funds, which a row may narrow
            found = narrowed(found, said)
    return found


def _compared(path: Sequence[str], leaf: str, year: int) -> tuple[str, str]:
    """Return base and kind of change: (上年预算, 增减额) below 2026年预算数比2025年预算数."""
    known, words = spoken(), "".join(path)
    places = ("列", "增减的列") if any(known.is_word_of("增减的列", "上面", head) for head in path[:-1]) else ("列",)
    derived = next(
        (change for change in ("增减额", "增减率") if any(known.is_word_of(p, change, leaf) for p in places)), ""
    )
    if derived:
        return base_of(words.partition("比")[2] or "上年预算"), derived
    years = {int(found) for found in _YEAR.findall(words)}
    before = years and year not in years
    return (base_of(words) if before or known.is_word_of("列", "上年", words) else ""), ""


def base_of(words: str) -> str:
    """Return the base that the words name: 上年执行数, 上年决算, else 上年预算."""
    if "执行" in words:
        return "上年执行数"
    return "上年决算" if "决算" in words else "上年预算"


def lists_beside(columns: Sequence[Column]) -> tuple[tuple[tuple[Column, ...], ...], ...]:
    """Return the lists of a table, side by side; each is one or more blocks of columns, as a list may go on beside."""
    blocks = _blocks(columns)
    kinds = {tuple(column.kind for column in block) for block in blocks}
    if len(blocks) < 2 or len(kinds) > 1 or not all(spoken().whole("起头的列", block[0].leaf) for block in blocks):
        return ((tuple(columns),),)
    heads = {tuple(column.path for column in block): None for block in blocks}
    return tuple(tuple(b for b in blocks if tuple(c.path for c in b) == head) for head in heads)


def _blocks(columns: Sequence[Column]) -> list[tuple[Column, ...]]:
    """Split the columns into blocks: names or codes, then their numbers; empty if the table ends in names."""
    runs = [(numbers, list(run)) for numbers, run in groupby(columns, key=lambda column: column.kind == "数值")]
    if len(runs) % 2 or (runs and runs[0][0]):
        return []
    if not all(column.path for column in columns):
        return []
    return [tuple(names + numbers) for (_, names), (_, numbers) in zip(runs[::2], runs[1::2], strict=True)]


def only_side(kind: TableKind | None, title: str) -> str:
    """Return 收入 for a table of unknown kind whose title names revenue alone (2026年收入来源); else ""."""
    return "收入" if not kind and "收入" in title and "支出" not in title else ""


def has_two_sides(kind: TableKind | None, columns: Sequence[Column]) -> bool:
    """Whether a table has 收入 beside 支出: by its kind, or because both are heads over names and numbers."""
    if kind in (TableKind.TOTALS, TableKind.GRANTS):
        return True
    below = {side: {c.kind for c in columns if len(c.path) > 1 and c.path[0] == side} for side in ("收入", "支出")}
    return all({"名称", "数值"} <= kinds for kinds in below.values()) or bool(_sides_by_names(columns))


def _sides_by_names(columns: Sequence[Column]) -> dict[str, tuple[Column, ...]]:
    """Return the two lists of 来源 | 金额 ‖ 用途 | 金额 by side; none if heads of names do not say so."""
    lists = _blocks(columns)
    sides = [spoken().whole("两边", block[0].leaf) if len(block[0].path) == 1 else "" for block in lists]
    return dict(zip(sides, lists, strict=True)) if sides == ["收入", "支出"] else {}


def sides_of(columns: tuple[Column, ...]) -> dict[str, tuple[Column, ...]]:
    """Return the columns by side, 收入 or 支出, as the top head of each says; under "" if there are no two sides."""
    if by_names := _sides_by_names(columns):
        return by_names
    sides: dict[str, list[Column]] = {}
    for column in columns:
        top = column.path[0] if column.path else ""
        side = "收入" if "收入" in top else "支出" if "支出" in top else ""
        sides.setdefault(side, []).append(column)
    if not {"收入", "支出"} <= sides.keys():
        return {"": columns}
    return {side: tuple(map(without_top, own)) for side, own in sides.items()}


def without_top(column: Column) -> Column:
    """Return the column without the head of its side or list: 本年收入 above a total does not limit it."""
    return replace(column, conditions=conditions_of_heads(column.path[1:]))


def within_group(column: Column, columns: Sequence[Column]) -> Column:
    """Return a column without a head that stands over the whole list: 人员经费 above 科目编码, 科目名称, 决算数."""
    own = len(column.path) > 1 and all(other.path[:1] == column.path[:1] for other in columns)
    return without_top(column) if own else column
