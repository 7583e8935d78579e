"""What reading a table definition needs: words for titles, the region's pieces, the vocabulary."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.diagnostics import ReportgenError, did_you_mean, error
from reportgen.figure import FigureId
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, Scalar
from reportgen.vocabulary import Vocabulary


@dataclass(frozen=True)
class Context:
    """Words (`<年度>`), pieces (片段) and vocabulary of one budget under one profile."""

    words: Mapping[str, str]
    pieces: Mapping[str, Node]
    vocabulary: Vocabulary

    def has_piece(self, name: str) -> bool:
        """Whether there is a piece of that name."""
        return name in self.pieces

    def piece(self, name: Scalar) -> Node:
        """The piece that stands for the name."""
        if name.text not in self.pieces:
            hint = did_you_mean(name.text, self.pieces)
            raise ReportgenError(error("表", f"没有“{name.text}”这个片段", name.at, hint=hint))
        return self.pieces[name.text]

    def conditions(self, node: MappingNode, *other: str) -> FigureId:
        """What a mapping asks for beside its other keys: dimensions and 口径."""
        base, pairs = "", []
        for name, value in node.entries:
            if name.text in other:
                continue
            if not isinstance(value, Scalar):
                raise ReportgenError(error("表", f"“{name.text}”后面要写一个值", name.at))
            if name.text == "口径":
                base = value.text
            elif name.text in self.vocabulary.dimensions:
                pairs.append((name.text, value.text))
            else:
                known = [*other, "口径", *self.vocabulary.dimensions]
                hint = did_you_mean(name.text, known)
                raise ReportgenError(error("表", f"没有“{name.text}”这个键", name.at, hint=hint))
        name_, _, derived = base.partition(".")
        return FigureId("", tuple(sorted(pairs)), name_, derived)
