"""The models of the budget file (预算文件): which keys it may have, in the officer's words."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field

from reportgen.budget.catalogue import Catalogue
from reportgen.budget.ledger import Book
from reportgen.diagnostics import Diagnostic, Location
from reportgen.figure import FigureId
from reportgen.quantity import parse_number
from reportgen.source import Mapping, Node, Scalar, Sequence, key
from reportgen.vocabulary import CODE_LEVELS, Vocabulary


@dataclass(frozen=True, slots=True)
class Unit:
    """A budget unit (预算单位): in `file`, or in lines of the department's file; then its own words may stand here."""

    code: str = key("编码")
    name: str = key("名称")
    file: Scalar | None = key("文件", None)
    full_name: str = key("全称", "")
    nature: str = key("性质", "")
    superior: str = key("主管部门", "")
    level: str = key("级次", "")
    area: str = key("地区", "")
    duties: tuple[str, ...] = key("职责", ())
    offices: tuple[str, ...] = key("内设机构", ())
    subordinates: tuple[str, ...] = key("所属单位", ())
    reasons: dict[str, str] = key("原因", factory=dict)
    purposes: dict[str, str] = key("用途", factory=dict)
    performance: dict[str, Node] = key("绩效", factory=dict)
    facts: dict[str, Node] = key("资料", factory=dict)


@dataclass(frozen=True, slots=True)
class Transfer:
    """A declared internal transfer (内部往来): one unit's expenditure that is another's revenue."""

    payer: Scalar = key("付")
    receiver: Scalar = key("收")
    expenditure: Scalar = key("支出")
    revenue: Scalar = key("收入")
    amount: Scalar = key("金额")
    remark: str = key("备注", "")


@dataclass(frozen=True, slots=True)
class Department:
    """The department or unit that publishes (部门); without 单位 it is its own only unit."""

    name: str = key("名称")
    full_name: str = key("全称", "")
    code: str = key("编码", "")
    nature: str = key("性质", "")
    superior: str = key("主管部门", "")
    level: str = key("级次", "")
    area: str = key("地区", "")
    duties: tuple[str, ...] = key("职责", ())
    offices: tuple[str, ...] = key("内设机构", ())
    subordinates: tuple[str, ...] = key("所属单位", ())
    units: tuple[Unit, ...] = key("单位", ())

    @property
    def unit_names(self) -> dict[str, str]:
        """Code -> name of every budget unit, in the file's order."""
        return {u.code: u.name for u in self.units} or {self.code or "1": self.name}


@dataclass(frozen=True, slots=True)
class BudgetFile:
    """What the file holds beside its measures; `node` is the whole of it."""

    template: str = key("模板")
    kind: str = key("文种")
    year: int = key("年度")
    unit: str = key("金额单位")
    department: Department = key("部门")
    code_names: dict[str, str] = key("科目名称", factory=dict)
    reasons: dict[str, str] = key("原因", factory=dict)
    purposes: dict[str, str] = key("用途", factory=dict)
    projects: dict[str, Mapping] = key("项目", factory=dict)
    performance: dict[str, Node] = key("绩效", factory=dict)
    facts: dict[str, Node] = key("资料", factory=dict)
    adjustments: Mapping | None = key("口径调整", None)
    approved: dict[str, Node] = key("核对", factory=dict)
    differences: Sequence | None = key("已知差异", None)
    transfers: Node | None = key("内部往来", None)
    node: Mapping | None = None

    def names_of(self, dimension: str, member: str) -> tuple[str, ...]:
        """The names that a code goes by: the budget's own first, then the catalogue's; none that is known, none."""
        if dimension in CODE_LEVELS:
            names = (self.code_names.get(member), Catalogue(self.year).name(dimension, member))
        else:
            names = (self.department.unit_names.get(member) if dimension == "单位" else None, None)
        return tuple(name for name in names if name)


FIELDS = tuple(f.metadata["key"] for f in BudgetFile.__dataclass_fields__.values() if "key" in f.metadata)


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
        restated: whether 口径调整 changed figures of a base.
        findings: what was remarked upon while it was read.
        unit: the unit whose part of a department's file this is, or nothing.
    """

    file: BudgetFile
    vocabulary: Vocabulary
    books: Dict[str, Book]
    reasons: Dict[FigureId, Said] = field(default_factory=dict)
    purposes: Dict[FigureId, Said] = field(default_factory=dict)
    restated: bool = False
    findings: tuple[Diagnostic, ...] = ()
    unit: str = ""

    def stated(self, name: FigureId) -> FigureId:
        """How the file would have to call a figure: with the unit where the file is the whole department's."""
        return name.where(("单位", self.unit)) if self.unit else name

    def member_name(self, dimension: str, member: str) -> str:
        """How a member is called in print: the budget's own name first, then the catalogue's, else itself."""
        return next(iter(self.file.names_of(dimension, member)), member)

    def project_count(self, project: str) -> int:
        """How many projects a project line stands for: 1, unless 项目 says otherwise."""
        node = self.file.projects.get(project)
        stated = node.get("个数") if node else None
        number = parse_number(getattr(stated, "text", "")) if stated else None
        return int(number) if number is not None else 1
