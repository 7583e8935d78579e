"""Budget lines: what an officer writes under a measure → ledger lines.

A measure is 无, one amount, a list of lines, or headings (members of its section dimension) over amounts and lists;
缺省 gives dimensions that every line below shares. Where lines may stand, a spreadsheet may: `{文件: 明细.csv}`.
"""

import re
from decimal import Decimal

from reportgen.budget.adjusting import Adjustment
from reportgen.budget.amounts import amount_mistake, amount_name, exact_amount, is_nothing
from reportgen.budget.drafts import is_marked
from reportgen.budget.ledger import Line
from reportgen.budget.sheets import KEYS, Sheets
from reportgen.diagnostics import Location, did_you_mean
from reportgen.quantity import UNITS
from reportgen.source import Mapping, Node, Problems, Scalar, Sequence
from reportgen.vocabulary import CODE_LEVELS, NOT_APPLICABLE, Measure, Vocabulary, code_form, is_code

_LINE_FORM = "每一行写成 {维度: 成员, 金额: 数字}，如 {功能: 201, 金额: 100}"


class LineReader:
    """Reads the lines of measures against a vocabulary.

    `unit` is the file's 金额单位; `adjustment` restates members that changed since; `advice` is for members of another
    year's file that are unknown now, with the dimension and the member put in.
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

    def read(self, node: Node, measure: Measure) -> list[Line]:
        """Every line under a measure."""
        if isinstance(node, Scalar):
            return self._single(node, measure, {})
        if isinstance(node, Sequence):
            return self._listed(node, measure, {})
        if any(name.text in ("金额", "数量") for name, _ in node.entries):
            return self._line(node, measure, {})
        defaults = self._shared(node, measure)
        own = ("缺省", *KEYS) if node.get("文件") else ("缺省",)
        rows = self._from_sheet(node, measure, defaults) if node.get("文件") else []
        return rows + [line for k, v in node.without(*own).entries for line in self._section(k, v, measure, defaults)]

    def none(self, node: Node, measure: Measure) -> frozenset[str]:
        """Members that stand as headings with 无 or 0 below them."""
        headings = node.entries if isinstance(node, Mapping) else ()
        return frozenset(
            self.adjustment.member(measure.sectioned, name)
            for name, value in headings
            if isinstance(value, Scalar) and name.text != "缺省" and is_nothing(value.text)
        )

    def _shared(self, node: Mapping, measure: Measure) -> dict[str, str]:
        """What 缺省 says of every line below."""
        shared = node.get("缺省")
        if isinstance(shared, Mapping):
            return self._dims(shared, measure)
        if shared and not (isinstance(shared, Scalar) and not shared.text):
            self.problems.add("格式", "“缺省”后面要写“键: 值”", shared.at, hint="如 缺省: {单位: 301001}")
        return {}

    def _from_sheet(self, node: Mapping, measure: Measure, dims: dict[str, str]) -> list[Line]:
        return [line for row in self.sheets.lines(node, measure).items for line in self._line(row, measure, dims)]

    def _section(self, name: Scalar, node: Node, measure: Measure, defaults: dict[str, str]) -> list[Line]:
        members = self.vocabulary.trees.get(measure.sectioned, {})
        member = self.adjustment.member(measure.sectioned, name)
        if member not in members:
            what = f"{measure.name}下面没有“{name.text}”"
            hint = did_you_mean(name.text, ["缺省", *members]) if members else _LINE_FORM
            self.problems.add("未知的键", what, name.at, hint=hint)
            return []
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
        own = self._dims(node.without("金额", "数量", "金额单位", "备注"), measure)
        if not isinstance(stated, Scalar):
            if stated:
                self.problems.add("格式", "“金额”后面要写一个数", stated.at, hint="几个数各写一行")
            elif len(self.problems) == before:
                self.problems.add("缺少的键", "这一行没有写金额", node.at, hint="补上“金额: 数字”")
            return []
        amount = self.amount(stated, measure, self._own_unit(node))
        return [Line(self.vocabulary.completed({**dims, **own}), amount, node)] if amount is not None else []

    def _sheet_among_lines(
        self, node: Mapping, stated: Node | None, measure: Measure, dims: dict[str, str]
    ) -> list[Line]:
        """A spreadsheet where a line may stand: what is written beside 文件, its rows share."""
        if stated:
            hint = "金额写在那个文件里；这里的金额单独写一行"
            self.problems.add("格式", "写了“文件”，就不再写金额", stated.at, hint=hint)
            return []
        common = self._shared(node, measure)
        own = self._dims(node.without("缺省", *KEYS), measure)
        return self._from_sheet(node, measure, {**dims, **common, **own})

    def _own_unit(self, node: Mapping) -> str:
        stated = node.get("金额单位")
        if isinstance(stated, Scalar) and stated.text not in UNITS:
            self.problems.add(
                "取值", f"没有“{stated.text}”这个金额单位", stated.at, hint=did_you_mean(stated.text, UNITS)
            )
        return stated.text if isinstance(stated, Scalar) and stated.text in UNITS else self.unit

    def amount(self, node: Scalar, measure: Measure, unit: str = "") -> Decimal | None:
        """Exact 元 (or pieces) of `1064.2`, `1,064.2`, `0.53万元`; None when it is none of them, which is a problem."""
        unit = unit or self.unit
        if not node.text:
            self.problems.add("金额", "这里没有写数字", node.at, hint="在冒号后面写上；没有就写 0")
            return None
        if mistake := amount_mistake(node.text, measure, unit):
            self.problems.add(amount_name(measure), mistake[0], node.at, hint=mistake[1])
            return None
        return exact_amount(node.text, measure, unit)

    def _dims(self, node: Mapping, measure: Measure) -> dict[str, str]:
        dims: dict[str, str] = {}
        for name, value in node.entries:
            if name.text not in measure.dimensions:
                self._refuse_key(name, value, measure)
            elif not isinstance(value, Scalar):
                self.problems.add(
                    "格式", f"“{name.text}”后面要写一个值", value.at, hint="只写一个；几个的，各写一行金额"
                )
            elif not value.text:
                self.problems.add("格式", f"“{name.text}”后面要写一个值", name.at, hint="补上，或删掉这个键")
            elif self.knows(name.text, member := self.adjustment.member(name.text, value), value.at):
                dims |= self._member(name.text, member)
        return dims

    def _member(self, dimension: str, member: str) -> dict[str, str]:
        """The member; 无 where a draft does not say yet which code or member of a tree it is."""
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
        """Whether the member exists, or the problem is told; codes only need the right number of digits."""
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
