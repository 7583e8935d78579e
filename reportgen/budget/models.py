"""The models of the budget file (预算文件): its keys with their explanations, and the budget that is read from it."""

from collections.abc import Mapping as Dict
from functools import cached_property
from typing import Literal

from reportgen.budget.book import Book, StatedFigure
from reportgen.budget.catalogue import Catalogue
from reportgen.diagnostics import Diagnostic, Location
from reportgen.figure import FigureId
from reportgen.known import Difference, KnownDifference
from reportgen.quantity import parse_number
from reportgen.records import NamedTuple, dataclass, field, fields
from reportgen.source import Mapping, Node, Scalar, key
from reportgen.vocabulary import CODE_LEVELS, Vocabulary


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit (预算单位). Texts stand here if its figures are in the department's file, not in one of its own."""

    code: str = key("编码", about="单位编码；收入、支出各行里的“单位”就写它")
    name: str = key("名称", about="单位名称，印在分单位的表里")
    file: Scalar | None = key("文件", None, about="这个单位自己的预算文件；写了，它的数都在那里")
    full_name: str = key("全称", "", about="和名称不同时写")
    nature: str = key("性质", "", about="单位性质，如 全额拨款事业单位")
    superior: str = key("主管部门", "", about="主管部门；不写就是这个部门")
    level: str = key("级次", "", about="县级、市级……；不写和部门一样")
    area: str = key("地区", "", about="如 某某区；不写和部门一样")
    duties: tuple[str, ...] = key("职责", (), about="这个单位的职责，一条一项；出单位自己的文件时印")
    offices: tuple[str, ...] = key("内设机构", (), about="这个单位的内设机构")
    subordinates: tuple[str, ...] = key("所属单位", (), about="这个单位的所属单位")
    reasons: dict[str, str] = key("原因", factory=dict, about="这个单位自己的变动原因")
    purposes: dict[str, str] = key("用途", factory=dict, about="这个单位自己的用途")
    performance: dict[str, Node] = key("绩效", factory=dict, about="这个单位自己的绩效目标")
    facts: dict[str, Node] = key("资料", factory=dict, about="这个单位自己的材料")
    differences: tuple[Difference, ...] = key("已知差异", (), about="单位预算里已知的差异")


@dataclass(frozen=True, slots=True)
class Transfer:
    """An internal transfer (内部往来): expenditure of one unit that is revenue of another."""

    payer: Scalar = key("付", about="付款单位的编码或名称")
    receiver: Scalar = key("收", about="收款单位的编码或名称")
    expenditure: Scalar = key("支出", about="付款单位的支出记在哪里，如 对附属单位补助支出")
    revenue: Scalar = key("收入", about="收款单位的收入记在哪里，如 上级补助收入")
    amount: Scalar = key("金额", about="金额，按本文件的金额单位")
    remark: str = key("备注", "", about="备注，不印")


@dataclass(frozen=True)
class Department:
    """The department or unit that publishes (部门); without 单位 it is its only unit."""

    name: str = key("名称", about="部门（单位）的名称，印在标题和每张表上")
    full_name: str = key("全称", "", about="和名称不同时写；不写就用名称")
    short_name: str = key("简称", "", about="文中的简称；模板的“自称”用 <简称> 时印；不写就用名称")
    code: str = key("编码", "", about="部门（单位）编码")
    nature: str = key("性质", "", about="如 全额拨款事业单位；模板要印时才写")
    superior: str = key("主管部门", "", about="模板要印时才写")
    level: str = key("级次", "", about="省级、市级、区级、县级；名词解释里用")
    area: str = key("地区", "", about="如 观澜县；模板要印时才写")
    duties: tuple[str, ...] = key("职责", (), about="主要职责，一条一项；编号由程序加")
    offices: tuple[str, ...] = key("内设机构", (), about="内设机构的名称")
    subordinates: tuple[str, ...] = key("所属单位", (), about="所属单位的名称")
    units: tuple[Unit, ...] = key("单位", (), about="预算单位，每个写编码和名称；不写就只有部门自己")

    @cached_property
    def unit_names(self) -> dict[str, str]:
        """Code -> name of every budget unit, in the file's order."""
        return {u.code: u.name for u in self.units} or {self.code or "1": self.name}


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """What the file states apart from its measures.

    Attributes:
        node: the whole file, with empty places (待填) settled.
        unfilled: the findings on empty places of a draft, and empty: how many there are.
        waiting: the keys of measures and bases with empty amounts or members.
        date: the 日期 as `2026-02-28`, or "".
    """

    template: str = key("模板", about="哪个地区的样子：default 是通用的；reportgen templates 列出所有的")
    kind: str = key("文种", about="部门预算、单位预算，或模板自有的文种")
    year: int = key("年度", about="四位年份，如 2026")
    unit: str = key("金额单位", about="本文件里金额的单位：元、千元、万元、亿元；印成什么单位由模板定")
    department: Department = key("部门", about="公开预算的部门（单位）")
    dated: Scalar | None = key("日期", None, about="公开的日期，如 2026-02-28；印在封面上，也记在文件属性里")
    code_names: dict[str, str] = key("科目名称", factory=dict, about="本地的科目叫法：编码: 名称；全文优先用它")
    reasons: dict[str, str] = key("原因", factory=dict, about="变动原因，键如 支出[功能=208]；不写“主要原因是”和句号")
    purposes: dict[str, str] = key("用途", factory=dict, about="某个数“主要用于”什么，键是数名")
    projects: dict[str, Mapping] = key("项目", factory=dict, about="项目的说明材料，如 {购书经费: {个数: 3}}")
    performance: dict[str, Node] = key("绩效", factory=dict, about="绩效目标：整体的、各项目的，印成绩效目标表")
    facts: dict[str, Node] = key("资料", factory=dict, about="数以外的材料，要哪些由模板定")
    approved: dict[str, Node] = key("核对", factory=dict, about="批复的数，和各行加起来的数逐分比较，如 {收入: 100}")
    differences: tuple[Difference, ...] = key("已知差异", (), about="已经核实、不用改的差异，降为提示")
    adjustments: Mapping | None = key("口径调整", None, about="两年之间改了的编码、名称：{功能: {旧: 新}}")
    transfers: Node | None = key("内部往来", None, about="单位之间的往来，汇总时从收入和支出两边减掉，一笔一行")
    state: Literal["草稿", "定稿"] = key("状态", "定稿", about="草稿：有“待填”也先生成；全部填好以后删掉")
    node: Mapping | None = None
    unfilled: tuple[Diagnostic, ...] = ()
    empty: int = 0
    waiting: frozenset[str] = frozenset()
    date: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether the document may be built with empty places."""
        return self.state == "草稿"

    def place_of(self, base: str) -> Location:
        """Return where measures of this year ("") or of a base would have to be written."""
        assert self.node is not None
        section = self.node.get(base) if base else None
        return section.at if section else Location(self.node.at.path)

    def names_of(self, dimension: str, member: str) -> tuple[str, ...]:
        """Return the names of a code or unit: the budget's own name first, then the catalogue's."""
        if dimension in CODE_LEVELS:
            names = (self.code_names.get(member), Catalogue(self.year).name(dimension, member))
        else:
            names = (self.department.unit_names.get(member) if dimension == "单位" else None, None)
        return tuple(name for name in names if name)


# The keys of the file that are neither measures nor bases.
FIELDS = tuple(f.metadata["key"] for f in fields(BudgetFile) if "key" in f.metadata)


class Restatement(NamedTuple):
    """A member that was exchanged in a base (口径调整); `alone`: nothing else of that base is in the new member."""

    dimension: str
    old: str
    new: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the file says of a figure (说明): the reason for its change, or its purpose."""

    text: str
    at: Location


@dataclass(frozen=True)
class Budget:
    """The budget, read and checked.

    Attributes:
        books: this year under "", every base under its name (上年预算 …).
        reasons, purposes: by figure.
        restated: what 口径调整 changed in the bases.
        findings: remarks made while it was read.
        unit: the unit whose part of a department's file this is, or "".
        approved: approved figures (核对) in 元 or pieces.
        differences: known differences (已知差异).
    """

    file: BudgetFile
    vocabulary: Vocabulary
    books: Dict[str, Book]
    reasons: Dict[FigureId, Explanation] = field(default_factory=dict)
    purposes: Dict[FigureId, Explanation] = field(default_factory=dict)
    restated: tuple[Restatement, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    unit: str = ""
    approved: Dict[FigureId, StatedFigure] = field(default_factory=dict)
    differences: tuple[KnownDifference, ...] = ()

    def stated(self, name: FigureId) -> FigureId:
        """Return the figure's name in the budget file: with the unit, if this is its part of a department's file."""
        return name.where(("单位", self.unit)) if self.unit else name

    def member_name(self, dimension: str, member: str) -> str:
        """Return the printed name of a member: the budget's own, else the catalogue's, else the member itself.

        A code without a name prints as `259号科目`: bare, before an amount, it would be read as digits of the amount.
        """
        unnamed = f"{member}号科目" if dimension in CODE_LEVELS and member.isdigit() else member
        return next(iter(self.file.names_of(dimension, member)), unnamed)

    def project_count(self, project: str) -> int:
        """Return how many projects a project line stands for: 1, unless 项目 says otherwise (个数)."""
        node = self.file.projects.get(project)
        stated = node.get("个数") if node else None
        number = parse_number(getattr(stated, "text", "")) if stated else None
        return int(number) if number is not None else 1
