"""Budget lines: what an officer writes under a measure → ledger lines with exact amounts.

A measure is 无, one amount, a list of lines, or headings (members of its section dimension) over amounts and lists.
缺省 gives members that every line below shares. Where a line may stand, a spreadsheet may: `{文件: 明细.csv}`.
An amount is a number in the file's 金额单位, or with a unit of its own: `1064.2`, `1,064.2`, `0.53万元`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from reportgen.budget.adjusting import Adjustment
from reportgen.budget.drafts import is_marked
from reportgen.budget.ledger import Line
from reportgen.budget.sheets import KEYS, Sheets, stated_unit
from reportgen.diagnostics import Location, did_you_mean
from reportgen.quantity import EXACT, LARGEST_DIGITS, UNITS, parse_number
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE, Measure, Vocabulary, code_form, is_code

_LINE_FORM = "每一行写成 {维度: 成员, 金额: 数字}，如 {功能: 201, 金额: 100}"
_WITH_UNIT = re.compile(rf"(.*?)\s*({'|'.join(UNITS)})")
_LONG = re.compile(rf"[-+]?[0-9０-９]{{{LARGEST_DIGITS + 1},}}(?:[.．][0-9０-９]*)?")
_ADVICE = {  # the form of a wrong amount -> what to do
    _LONG: "检查是不是多写了数字，几个数是不是连在了一起",
    re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+"): "写出全部数字，如 100000；Excel 里把单元格的格式设成“数值”",
    re.compile(r"[(（][0-9.,，]+[)）]|[–—﹣－][ 0-9.,]+"): "负数写成 -3，负号用半角",
    re.compile(r"[-+]?[0-9.]*[,，][0-9.,，]*"): "千分位逗号每三位一个；最好不写逗号",
}
_CUT_UNIT = re.compile(r"([-+]?[0-9.,]+)\s*([千万亿])")
_FEN = Decimal("0.01")
_MINUS = str.maketrans("−", "-")  # U+2212, as Excel and Word write it


@dataclass(frozen=True, slots=True)
class AmountMistake:
    """Why a text is no amount of a measure, and what to do."""

    message: str
    hint: str


def parse_amount(text: str, measure: Measure, unit: str) -> Decimal | AmountMistake:
    """Return the exact 元 (or pieces) that a text says; `unit` is the unit of money that names none."""
    found = _WITH_UNIT.fullmatch(text) if measure.unit == MONEY else None
    number = parse_number((found[1] if found else text).translate(_MINUS))
    if number is None:
        what = f"有{LARGEST_DIGITS + 1}位以上的整数" if _LONG.fullmatch(text) else f"不是{measure.amount_key}"
        return AmountMistake(f"“{text}”{what}", _advice(text, measure))
    scale = UNITS[found[2] if found else unit] if measure.unit == MONEY else 1
    exact = EXACT.multiply(number, Decimal(scale))
    if EXACT.remainder(exact, _FEN):
        return _too_fine(text, measure, scale)
    if exact < 0 and not measure.negative:
        hint = f"去掉负号；冲减的，直接写减了以后的{measure.amount_key}"
        return AmountMistake(f"{measure.name}不能是负数：“{text}”", hint)
    return exact


def _advice(text: str, measure: Measure) -> str:
    if advice := next((said for form, said in _ADVICE.items() if form.fullmatch(text)), ""):
        return advice
    if measure.unit != MONEY:
        return "只写数字，如 12，不带单位"
    if cut := _CUT_UNIT.fullmatch(text):
        return f"单位写全：“{cut[1]}{cut[2]}元”"
    return f"只写数字，如 1064.2，单位只能是{'、'.join(UNITS)}"


def _too_fine(text: str, measure: Measure, scale: int) -> AmountMistake:
    if measure.unit != MONEY:
        return AmountMistake(f"“{text}”的小数太多", "最多写两位小数")
    places = len(str(scale)) + 1  # decimals of an amount to the 分 in this unit
    excel = f"Excel 里用 ROUND(…, {places})，公式算出来的数看着是两位，后面还有"
    return AmountMistake(f"“{text}”比一分钱还细", f"四舍五入到分；{excel}")


class LineReader:
    """Reads the lines of measures.

    Args:
        unit: the file's 金额单位.
        adjustment: restates members that have changed since.
        advice: what to do about an unknown member in another year's file; dimension and member are put in.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        unit: str,
        problems: Problems,
        sheets: Sheets,
        adjustment: Adjustment,
        advice: str = "",
    ) -> None:
        self.vocabulary, self.unit, self.problems = vocabulary, unit, problems
        self.sheets, self.adjustment, self.advice = sheets, adjustment, advice

    def read(self, node: Node, measure: Measure) -> tuple[list[Line], frozenset[str]]:
        """Return the lines under a measure, and the members of headings that say there are none (无, 0)."""
        if isinstance(node, Scalar):
            return self._single(node, measure, {}), frozenset()
        if isinstance(node, Sequence):
            return self._listed(node, measure, {}), frozenset()
        if any(name.text in ("金额", "数量") for name, _ in node.entries):
            return self._line(node, measure, {}), frozenset()
        defaults = self._shared(node, measure)
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
        """What 缺省 says of every line below."""
        shared = node.get("缺省")
        if isinstance(shared, Mapping):
            return self._dims(shared, measure)
        if shared and not (isinstance(shared, Scalar) and not shared.text):
            self.problems.add("格式", "“缺省”后面要写“键: 值”", shared.at, hint="如 缺省: {单位: 301001}")
        return {}

    def _from_sheet(self, node: Mapping, measure: Measure, dims: dict[str, str]) -> list[Line]:
        return [
            Line(self.vocabulary.completed({**dims, **self._own_dims(row, measure)}), amount, row)
            for row, amount in self.sheets.rows(node, measure, self.amount)
        ]

    def _heading(self, name: Scalar, measure: Measure) -> str:
        """The member that a heading names, or "" and report the problem."""
        members = self.vocabulary.trees.get(measure.sectioned, {})
        member = self.adjustment.member(measure.sectioned, name)
        if member in members:
            return member
        hint = did_you_mean(name.text, ["缺省", *members]) if members else _LINE_FORM
        self.problems.add("未知的键", f"{measure.name}下面没有“{name.text}”", name.at, hint=hint)
        return ""

    def _section(self, member: str, node: Node, measure: Measure, defaults: dict[str, str]) -> list[Line]:
        dims = {**defaults, measure.sectioned: member}
        if isinstance(node, Scalar):
            return self._single(node, measure, dims)
        return self._listed(node if isinstance(node, Sequence) else Sequence(node.place, (node,)), measure, dims)

    def _single(self, node: Scalar, measure: Measure, dims: dict[str, str]) -> list[Line]:
        """One amount; 0 says the same as 无."""
        if node.text == NOT_APPLICABLE:
            return []
        amount = self.amount(node, measure)
        return [Line(self.vocabulary.completed(dims), amount, node)] if amount else []

    def _listed(self, node: Sequence, measure: Measure, dims: dict[str, str]) -> list[Line]:
        return [line for item in node.items for line in self._line(item, measure, dims)]

    def _line(self, node: Node, measure: Measure, dims: dict[str, str]) -> list[Line]:
        if not isinstance(node, Mapping):
            self.problems.add("格式", "这里要写一行金额", node.at, hint=_LINE_FORM)
            return []
        before = len(self.problems)
        stated = node.get("金额") or node.get("数量")
        if node.get("文件"):
            return self._sheet_among_lines(node, stated, measure, dims)
        own = self._own_dims(node, measure)
        if not isinstance(stated, Scalar):
            if stated:
                self.problems.add("格式", "“金额”后面要写一个数", stated.at, hint="几个数各写一行")
            elif len(self.problems) == before:
                self.problems.add("缺少的键", "这一行没有写金额", node.at, hint="补上“金额: 数字”")
            return []
        amount = self.amount(stated, measure, stated_unit(node, self.unit, self.problems))
        return [Line(self.vocabulary.completed({**dims, **own}), amount, node)] if amount is not None else []

    def _sheet_among_lines(
        self, node: Mapping, stated: Node | None, measure: Measure, dims: dict[str, str]
    ) -> list[Line]:
        """A spreadsheet in place of a line; its rows share what is written beside 文件."""
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
        return self._dims(line.without("金额", "数量", "金额单位", "备注"), measure)

    def _dims(self, node: Mapping, measure: Measure) -> dict[str, str]:
        dims: dict[str, str] = {}
        for name, value in node.entries:
            what = f"“{name.text}”后面要写一个值"
            if name.text not in measure.dimensions:
                self._refuse_key(name, value, measure)
            elif not isinstance(value, Scalar):
                self.problems.add("格式", what, value.at, hint="只写一个；几个的，各写一行金额")
            elif not value.text:
                self.problems.add("格式", what, name.at, hint="补上，或删掉这个键")
            elif self.knows(name.text, member := self.adjustment.member(name.text, value), value.at):
                dims |= self._member(name.text, member)
        return dims

    def _member(self, dimension: str, member: str) -> dict[str, str]:
        """The member; 无 where a draft leaves open which code or member of a tree it is."""
        if not is_marked(member) or dimension not in (*CODE_LEVELS, *self.vocabulary.trees):
            return {dimension: member}
        follow = [rule.dimension for rule in self.vocabulary.derivations if rule.source == dimension]
        return dict.fromkeys((dimension, *follow), NOT_APPLICABLE)

    def _refuse_key(self, name: Scalar, value: Node, measure: Measure) -> None:
        hint = did_you_mean(name.text, [*measure.dimensions, "金额"])
        if re.fullmatch(r"[0-9.]+", name.text) and isinstance(value, Scalar) and not value.text:
            hint = "千分位逗号把金额断开了：去掉逗号，或给金额加引号"
        elif re.search("[:：]", name.text):
            hint = "冒号用半角，后面留一个空格"
        elif isinstance(value, Scalar) and not value.text:
            hint = "逗号把前面的值断开了：给整个值加引号"
        self.problems.add("未知的键", f"{measure.name}的行里没有“{name.text}”", name.at, hint=hint)

    def knows(self, dimension: str, member: str, at: Location) -> bool:
        """Whether the member exists, else report the problem; a code only needs the right form."""
        if member == NOT_APPLICABLE or is_marked(member):
            return True
        if dimension in CODE_LEVELS:
            if not is_code(dimension, member):
                self.problems.add("编码", f"“{member}”不是{dimension}科目编码", at, hint=code_form(dimension, member))
            return is_code(dimension, member)
        tree = self.vocabulary.trees.get(dimension)
        if tree is None or member in tree:
            return True
        hint = "。".join(filter(None, (did_you_mean(member, tree), self.advice.format(dimension, member))))
        self.problems.add("取值", f"“{dimension}”没有“{member}”", at, hint=hint.replace("？。", "？"))
        return False
