"""Budget lines: what an officer writes under a measure → ledger lines with exact amounts.

A measure is 无, one amount, a list of lines, or headings (members of its section dimension) over amounts and lists.
缺省 gives members that every line below shares. Where a line may stand, a spreadsheet may: `{文件: 明细.csv}`.
"""

from decimal import Decimal
from types import MappingProxyType

from reportgen.budget.adjusting import Adjustment, member_called
from reportgen.budget.advice import LINE_FORM, NO_TOTALS, about_key, about_member, is_dash, is_total, parse_amount
from reportgen.budget.catalogue import Catalogue
from reportgen.budget.drafts import is_marked
from reportgen.budget.ledger import Dims, Line
from reportgen.budget.models import BudgetFile
from reportgen.budget.sheets import KEYS, MOST_LINES, Sheets, report_lines, stated_unit
from reportgen.diagnostics import did_you_mean
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Measure, Vocabulary, is_code

_GLUED = compiled(r"[^\s:：=＝]+\s*([:：=＝])\s*[^\s:：=＝].*")  # a key and its value in one word
_BESIDE = ("金额", "数量", "金额单位", "备注")
_NOTHING: Dims = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class OtherYear:
    """How the file of another year is read: what this year's vocabulary does not know is no error of that file.

    Attributes:
        advice: hint on an unknown member; a format string, filled with dimension and member.
        foreign: the file is of another kind of document: dimensions and members that are unknown here are left open.
    """

    advice: str
    foreign: bool


class LineReader:
    """Reads the lines of measures.

    Args:
        file: whose 金额单位, units and names of codes hold.
        adjustment: restates members that have changed since.
        other: present for the file of another year.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        file: BudgetFile,
        problems: Problems,
        adjustment: Adjustment,
        other: OtherYear | None = None,
    ) -> None:
        self.vocabulary, self.file, self.problems = vocabulary, file, problems
        self.adjustment, self.other = adjustment, other
        self.unit = file.unit
        self.sheets = Sheets(file.unit, file.names_of, problems)
        self.left = MOST_LINES

    @property
    def is_foreign(self) -> bool:
        """Whether the file is of another kind of document."""
        return self.other is not None and self.other.foreign

    def read(self, node: Node, measure: Measure, given: Dims = _NOTHING) -> tuple[list[Line], frozenset[str]]:
        """Return the lines that a measure's node states, and the headings that say 无 or 0.

        `given`: the members of lines that do not state others.
        """
        if isinstance(node, Scalar):
            return self._single(node, measure, given), frozenset()
        if isinstance(node, Sequence):
            return self._listed(node, measure, given), frozenset()
        if any(name.text in ("金额", "数量") for name, _ in node.entries):
            return self._line(node, measure, given), frozenset()
        defaults = {**given, **self._shared(node, measure)}
        own = ("缺省", *KEYS) if node.get("文件") else ("缺省",)
        lines = self._from_sheet(node, measure, defaults) if node.get("文件") else []
        none = set()
        for name, value in node.without(*own).entries:
            before, member = len(self.problems), self._heading(name, measure)
            found = self._section(member, value, measure, defaults) if member else []
            lines += found
            if isinstance(value, Scalar) and not found and len(self.problems) == before:
                none.add(member)
        return lines, frozenset(none)

    def _shared(self, node: Mapping, measure: Measure) -> dict[str, str]:
        """Return the members that 缺省 gives to every line below."""
        shared = node.get("缺省")
        if isinstance(shared, Mapping):
            return self._dims(shared, measure)
        if shared and not (isinstance(shared, Scalar) and not shared.text):
            self.problems.add("格式", "“缺省”后面要写“键: 值”", shared.at, hint="如 缺省: {单位: 301001}")
        return {}

    def _from_sheet(self, node: Mapping, measure: Measure, dims: Dims) -> list[Line]:
        rows = self.sheets.rows(node, measure, self.amount, self.left)
        self.left -= len(rows)
        return [
            Line(self.vocabulary.completed({**dims, **self._own_dims(row, measure)}), amount, row)
            for row, amount in rows
        ]

    def _heading(self, name: Scalar, measure: Measure) -> str:
        """The member that a heading names, or "" and report the problem."""
        members = self.vocabulary.trees.get(measure.sectioned, {})
        member = self.adjustment.member(measure.sectioned, name)
        if self.is_foreign:
            member = member_called(self.vocabulary, measure.sectioned, member)
        if member in members:
            return member
        if is_total(name.text):
            self.problems.add("合计行", f"{measure.name}下面不用写“{name.text}”", name.at, hint=NO_TOTALS)
            return ""
        hint = did_you_mean(name.text, ["缺省", *members]) if members else LINE_FORM
        self.problems.add("未知的键", f"{measure.name}下面没有“{name.text}”", name.at, hint=hint)
        return ""

    def _section(self, member: str, node: Node, measure: Measure, defaults: Dims) -> list[Line]:
        dims = {**defaults, measure.sectioned: member}
        if isinstance(node, Scalar):
            return self._single(node, measure, dims)
        return self._listed(node if isinstance(node, Sequence) else Sequence(node.place, (node,)), measure, dims)

    def _single(self, node: Scalar, measure: Measure, dims: Dims) -> list[Line]:
        """Return the line of a single amount; none for 0, which says the same as 无."""
        if node.text == NOT_APPLICABLE:
            return []
        amount = self.amount(node, measure)
        return [Line(self.vocabulary.completed(dims), amount, node)] if amount else []

    def _listed(self, node: Sequence, measure: Measure, dims: Dims) -> list[Line]:
        own = [item for item in node.items if not (isinstance(item, Mapping) and item.get("文件"))]
        if len(own) > self.left:
            report_lines(own[self.left].at, self.problems)
            return []
        self.left -= len(own)
        return [line for item in node.items for line in self._line(item, measure, dims)]

    def _line(self, node: Node, measure: Measure, dims: Dims) -> list[Line]:
        if not isinstance(node, Mapping):
            self._refuse_line(node)
            return []
        before = len(self.problems)
        stated = node.get("金额") or node.get("数量")
        if node.get("文件"):
            return self._sheet_among_lines(node, stated, measure, dims)
        if self._is_total(node) or self._is_cut(node, measure, stated):
            return []
        own = self._own_dims(node, measure)
        if not isinstance(stated, Scalar):
            if stated:
                self.problems.add("格式", "“金额”后面要写一个数", stated.at, hint="几个数各写一行")
            elif len(self.problems) == before:
                self.problems.add("缺少的键", "这一行没有写金额", node.at, hint="补上“金额: 数字”")
            return []
        amount = self.amount(stated, measure, stated_unit(node, self.unit, self.problems))
        return [Line(self.vocabulary.completed({**dims, **own}), amount, node)] if amount is not None else []

    def _is_total(self, line: Mapping) -> bool:
        """Whether a line holds a total; if so, report it: it would be added to the lines that it sums."""
        others = [name for name, _ in line.entries if name.text not in ("单位", "备注", "金额单位")]
        keys = [name for name in others if is_total(name.text)] if len(others) == 1 else []
        values = [
            v for name, v in line.entries if name.text not in _BESIDE and isinstance(v, Scalar) and is_total(v.text)
        ]
        for total in [*keys, *values][:1]:
            self.problems.add("合计行", f"这一行是“{total.text}”", total.at, hint=NO_TOTALS)
        return bool(keys or values)

    def _is_cut(self, line: Mapping, measure: Measure, stated: Node | None) -> bool:
        """Whether a comma has cut the amount in two (`金额: 1,064.2`); if so, report it."""
        rest = [
            n for n, v in line.entries if isinstance(v, Scalar) and not v.text and compiled("[0-9.]+").fullmatch(n.text)
        ]
        if not rest or not isinstance(stated, Scalar):
            return False
        whole = ",".join([stated.text, *(name.text for name in rest)])
        hint = f"逗号在花括号里是分隔：去掉逗号，写 {compiled('[,¥￥]').sub('', whole)}"
        self.problems.add(measure.amount_key, f"{measure.amount_key}“{whole}”被千分位逗号断开了", stated.at, hint=hint)
        return True

    def _refuse_line(self, node: Node) -> None:
        """Report a line that is no mapping."""
        if isinstance(node, Scalar) and node.text and is_total(node.text.split()[0]):
            self.problems.add("合计行", f"这一行是“{node.text.split()[0]}”", node.at, hint=NO_TOTALS)
        elif isinstance(node, Sequence) and any(
            isinstance(item, Mapping) and len(item.entries) == 1 for item in node.items
        ):
            self.problems.add("格式", "一行的内容要放在花括号里", node.at, hint="把 [ ] 换成 { }")
        else:
            self.problems.add("格式", "这里要写一行金额", node.at, hint=LINE_FORM)

    def _sheet_among_lines(self, node: Mapping, stated: Node | None, measure: Measure, dims: Dims) -> list[Line]:
        """Return the lines of a spreadsheet in place of a line; they share what is written beside 文件."""
        if stated:
            hint = "金额写在那个文件里；这里的金额单独写一行"
            self.problems.add("格式", "写了“文件”，就不再写金额", stated.at, hint=hint)
            return []
        common = self._shared(node, measure)
        own = self._dims(node.without("缺省", *KEYS), measure)
        return self._from_sheet(node, measure, {**dims, **common, **own})

    def amount(self, node: Scalar, measure: Measure, unit: str = "") -> Decimal | None:
        """Return the exact 元 (or pieces) of an amount, or None and report the problem."""
        if not node.text:
            self.problems.add("金额", "这里没有写数字", node.at, hint="在冒号后面写上；没有就写 0")
            return None
        found = parse_amount(node.text, measure, unit or self.unit)
        if isinstance(found, Decimal):
            return found
        self.problems.add(measure.amount_key, found.message, node.at, hint=found.hint)
        return None

    def _own_dims(self, line: Mapping, measure: Measure) -> dict[str, str]:
        return self._dims(line.without(*_BESIDE), measure)

    def _dims(self, node: Mapping, measure: Measure) -> dict[str, str]:
        dims: dict[str, str] = {}
        for name, value in node.entries:
            if name.text not in measure.dimensions and self.is_foreign:
                continue
            if name.text not in measure.dimensions:
                self._refuse_key(name, value, measure)
            elif not isinstance(value, Scalar):
                hint = "只写一个；几个的，各写一行金额"
                self.problems.add("格式", f"“{name.text}”后面要写一个值", value.at, hint=hint)
            elif not value.text:
                self.problems.add("格式", f"“{name.text}”后面要写一个值", name.at, hint="补上，或删掉这个键")
            elif not (member := self._called(name.text, value)):
                continue
            elif self.knows(name.text, member, value):
                dims |= self._member(name.text, member)
        return dims

    def _called(self, dimension: str, value: Scalar) -> str:
        """The member that a value names; "" where a file of another kind names one that is unknown here."""
        member = self.adjustment.member(dimension, value)
        return member_called(self.vocabulary, dimension, member) if self.is_foreign else member

    def _member(self, dimension: str, member: str) -> dict[str, str]:
        """The member; 无 where a draft leaves open which code or member of a tree it is."""
        if not is_marked(member) or dimension not in (*CODE_LEVELS, *self.vocabulary.trees):
            return {dimension: member}
        follow = [rule.dimension for rule in self.vocabulary.derivations if rule.source == dimension]
        return dict.fromkeys((dimension, *follow), NOT_APPLICABLE)

    def _refuse_key(self, name: Scalar, value: Node, measure: Measure) -> None:
        holders = [m.name for m in self.vocabulary.measures.values() if name.text in m.dimensions]
        hint = f"{measure.name}不按“{name.text}”分，删掉这个键；它写在“{holders[0]}”的行里" if holders else ""
        hint = hint or about_key(name.text, value, measure, self.vocabulary.trees)
        what = f"{measure.name}的行里没有“{name.text}”"
        if found := _GLUED.fullmatch(name.text):
            what = "冒号后面少了空格" if found[1] == ":" else f"冒号写成了“{found[1]}”"
            hint = "写成“键: 值”，如“金额: 100”：半角冒号，后面留一个空格"
        self.problems.add("未知的键", what, name.at, hint=hint)

    def knows(self, dimension: str, member: str, said: Scalar) -> bool:
        """Whether the member exists, else report the problem; a code only needs the right form."""
        if member == NOT_APPLICABLE or is_marked(member):
            return True
        if dimension in CODE_LEVELS:
            if not is_code(dimension, member):
                hint = about_member(dimension, member, self.names(dimension))
                self.problems.add("编码", f"“{member}”不是{dimension}科目编码", said.at, hint=hint)
            return is_code(dimension, member)
        tree = self.vocabulary.trees.get(dimension)
        if (tree is None and not is_dash(member)) or (tree is not None and member in tree):
            return True
        if dimension == "单位" and not (self.other or self.file.department.units or self.file.department.superior):
            hint = "补上“单位: [{编码: …, 名称: …}]”；只有一个单位的，各行不用写“单位”"
            self.problems.add("单位", "写了“单位”，“部门”下面却没有列出有哪些单位", said.at, hint=hint)
            return False
        advice = about_member(dimension, member, self.names(dimension))
        hint = "。".join(filter(None, (advice, self.other.advice.format(dimension, member) if self.other else "")))
        self.problems.add("取值", f"“{dimension}”没有“{member}”", said.at, hint=hint.replace("？。", "？"))
        return False

    def names(self, dimension: str) -> dict[str, str]:
        """Return member -> its name, or "", for all members of a dimension that are known."""
        if dimension in CODE_LEVELS:
            return {**Catalogue(self.file.year).names(dimension), **self.file.code_names}
        return {m: next(iter(self.file.names_of(dimension, m)), "") for m in self.vocabulary.trees.get(dimension, {})}
