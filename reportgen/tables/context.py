"""What reading a table definition needs: words for titles, the region's pieces, the vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.figure import FigureId, NotationError, parse
from reportgen.figures import Fact, Figures
from reportgen.profile import fill
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar
from reportgen.vocabulary import Vocabulary

_MOST_ROWS = 200_000  # of one definition: every line of the largest department has several


@dataclass
class Made:
    """Rows that a definition has made so far: 每个 in 每个 would not end."""

    rows: int = 0

    def one_more(self, node: Node) -> None:
        """Counts a row.

        Raises:
            ReportgenError: it is too many.
        """
        self.rows += 1
        if self.rows > _MOST_ROWS:
            raise ReportgenError(
                error("表", f"这里写出来的行超过{_MOST_ROWS}", node.at, hint="检查“每个”“下”是不是套得太多")
            )


@dataclass(frozen=True)
class Context:
    """Words (`<年度>`), pieces (片段) and vocabulary of one budget under one profile."""

    figures: Figures
    words: Mapping[str, str]
    made: Made = field(default_factory=Made)

    @property
    def pieces(self) -> Mapping[str, Node]:
        """The region's pieces by name."""
        return self.figures.profile.file.pieces

    @property
    def vocabulary(self) -> Vocabulary:
        """That of the budget."""
        return self.figures.vocabulary

    def fact(self, path: Node, record: Fact | None) -> Fact | None:
        """What a path names: `绩效.任务` in the budget file, `.指标` in the record at hand; None if not there."""
        if not isinstance(path, Scalar):
            raise ReportgenError(error("表", "这里要写一个路径", path.at, hint="如 部门.名称、绩效.任务"))
        if path.text.startswith("."):
            return record.get(path.text[1:]) if record else None
        head, _, rest = path.text.partition(".")
        whole = self.figures.budget.file.node
        node = whole.get(head) if whole else None
        found = self.fact_of(node, head) if node else None
        return found.get(rest) if found and rest else found

    def fact_of(self, node: Node, path: str) -> Fact:
        """What stands at a node."""
        return Fact(self.figures, node, path)

    def has_piece(self, name: str) -> bool:
        """Whether there is a piece of that name."""
        return name in self.pieces

    def refuse_misspelt(self, name: Scalar) -> None:
        """A bare word that is almost a piece would silently become a row of the whole amount."""
        near = get_close_matches(name.text, self.pieces, n=1, cutoff=7 / 10) if len(name.text) > len("合计") else []
        if near:
            hint = f"是不是“{near[0]}”？确实是一行的名称，写成 {{标题: {name.text}}}"
            raise ReportgenError(error("表", f"没有“{name.text}”这个片段", name.at, hint=hint))

    def piece(self, name: Scalar) -> Node:
        """The piece that stands for the name."""
        if name.text not in self.pieces:
            hint = did_you_mean(name.text, self.pieces)
            raise ReportgenError(error("表", f"没有“{name.text}”这个片段", name.at, hint=hint))
        return self.pieces[name.text]

    def title(self, node: MappingNode) -> str:
        """What stands under 标题, its words filled in."""
        title = node.get("标题")
        if not isinstance(title, Scalar):
            at = title.at if title else node.at
            raise ReportgenError(error("表", "“标题”后面要写文字", at, hint='没有标题的写 ""'))
        return fill(title, self.words)

    def conditions(self, node: MappingNode, *other: str) -> FigureId:
        """What a mapping asks for beside its other keys: dimensions and 口径."""
        aspect, pairs = FigureId(""), []
        for name, value in node.entries:
            if name.text in other:
                continue
            if not isinstance(value, Scalar) or not value.text:
                hint = "写成“维度: 成员”，或“口径: 上年预算”"
                raise ReportgenError(error("表", f"“{name.text}”后面要写一个值", name.at, hint=hint))
            if name.text == "口径":
                aspect = _aspect(value)
            elif name.text in self.vocabulary.dimensions:
                pairs.append((name.text, value.text))
            else:
                known = [*other, "口径", *self.vocabulary.dimensions]
                hint = did_you_mean(name.text, known)
                raise ReportgenError(error("表", f"没有“{name.text}”这个键", name.at, hint=hint))
        return FigureId("", tuple(sorted(pairs))).seen_as(aspect)


def _aspect(node: Scalar) -> FigureId:
    """What stands under 口径: `上年预算`, `上年预算.增减额`, `其余[资金=财政拨款]`."""
    try:
        return parse(f"@{node.text}")
    except NotationError as e:
        raise ReportgenError(error("数名", str(e), node.at, hint="如 上年预算、上年预算.增减额")) from None
