"""The models of the budget file (预算文件): which keys it may have, in the officer's words."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, fields
from typing import Literal

from reportgen.budget.catalogue import Catalogue
from reportgen.budget.ledger import Book
from reportgen.diagnostics import Diagnostic, Location
from reportgen.figure import FigureId
from reportgen.quantity import parse_number
from reportgen.source import Mapping, Node, Sequence, key
from reportgen.vocabulary import CODE_LEVELS, Vocabulary


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit (预算单位)."""

    code: str = key("编码", about="单位编码；收入、支出各行里的“单位”就写它")
    name: str = key("名称", about="单位名称，印在分单位的表里")


@dataclass(frozen=True, slots=True)
class Department:
    """The department or unit that publishes (部门); without 单位 it is its own only unit."""

    name: str = key("名称", about="部门（单位）的名称，印在标题和每张表上")
    full_name: str = key("全称", "", about="和名称不同时写；不写就用名称")
    code: str = key("编码", "", about="部门（单位）编码")
    nature: str = key("性质", "", about="如 全额拨款事业单位；模板要印时才写")
    superior: str = key("主管部门", "", about="模板要印时才写")
    level: str = key("级次", "", about="省级、市级、区级、县级；名词解释里用")
    area: str = key("地区", "", about="如 观澜县；模板要印时才写")
    duties: tuple[str, ...] = key("职责", (), about="主要职责，一条一项；编号由程序加")
    offices: tuple[str, ...] = key("内设机构", (), about="内设机构的名称")
    subordinates: tuple[str, ...] = key("所属单位", (), about="所属单位的名称")
    units: tuple[Unit, ...] = key("单位", (), about="预算单位，每个写编码和名称；不写就只有部门自己")

    @property
    def unit_names(self) -> dict[str, str]:
        """Code -> name of every budget unit, in the file's order."""
        return {u.code: u.name for u in self.units} or {self.code or "1": self.name}


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """What the file holds beside its measures.

    Attributes:
        node: the whole of it, empty places (待填) settled.
        unfilled: what is to be told of them in a draft.
    """

    template: str = key("模板", about="哪个地区的样子：default 是通用的；reportgen templates 列出所有的")
    kind: str = key("文种", about="部门预算、单位预算，或模板自有的文种")
    year: int = key("年度", about="四位年份，如 2026")
    unit: str = key("金额单位", about="本文件里金额的单位：元、千元、万元、亿元；印成什么单位由模板定")
    department: Department = key("部门", about="公开预算的部门（单位）")
    code_names: dict[str, str] = key("科目名称", factory=dict, about="本地的科目叫法：编码: 名称；全文优先用它")
    reasons: dict[str, str] = key("原因", factory=dict, about="变动原因，键如 支出[功能=208]；不写“主要原因是”和句号")
    purposes: dict[str, str] = key("用途", factory=dict, about="某个数“主要用于”什么，键是数名")
    projects: dict[str, Mapping] = key("项目", factory=dict, about="项目的说明材料，如 {购书经费: {个数: 3}}")
    performance: dict[str, Node] = key("绩效", factory=dict, about="绩效目标：整体的、各项目的，印成绩效目标表")
    facts: dict[str, Node] = key("资料", factory=dict, about="数以外的材料，要哪些由模板定")
    approved: dict[str, Node] = key("核对", factory=dict, about="批复的数；现在的版本还不使用")
    differences: Sequence | None = key("已知差异", None, about="现在的版本还不使用")
    state: Literal["草稿", "定稿"] = key("状态", "定稿", about="草稿：有“待填”也先生成；全部填好以后删掉")
    node: Mapping | None = None
    unfilled: tuple[Diagnostic, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether it may be built with empty places, and has to say so."""
        return self.state == "草稿"


FIELDS = tuple(f.metadata["key"] for f in fields(BudgetFile) if "key" in f.metadata)  # keys that are no measures


@dataclass(frozen=True, slots=True)
class Said:
    """What the file says of a figure (说明): a reason for its change, a purpose."""

    text: str
    at: Location


@dataclass(frozen=True)
class Budget:
    """The budget, read and checked.

    Attributes:
        books: this year under "", every base under its name (上年预算 …).
        reasons, purposes: by figure.
    """

    file: BudgetFile
    vocabulary: Vocabulary
    books: Dict[str, Book]
    reasons: Dict[FigureId, Said] = field(default_factory=dict)
    purposes: Dict[FigureId, Said] = field(default_factory=dict)

    def member_name(self, dimension: str, member: str) -> str:
        """How a member is called in print: the budget's own name first, then the catalogue's, else itself."""
        if dimension in CODE_LEVELS:
            own = self.file.code_names.get(member)
            return own or Catalogue(self.file.year).name(dimension, member) or member
        if dimension == "单位":
            return self.file.department.unit_names.get(member, member)
        return member

    def project_count(self, project: str) -> int:
        """How many projects a project line stands for: 1, unless 项目 says otherwise."""
        node = self.file.projects.get(project)
        stated = node.get("个数") if node else None
        number = parse_number(getattr(stated, "text", "")) if stated else None
        return int(number) if number is not None else 1
