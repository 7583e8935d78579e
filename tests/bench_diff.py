"""`python -m tests.bench_diff`: what a comparison costs; seconds for n, 2n, 4n, and how many times the last size costs.

A ratio near 1 says that twice as long costs twice as much. Nothing here passes or fails: figures are to be read.
"""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

from reportgen.diff.comparison import compare
from reportgen.document import Cell, Document, Paragraph, Role, Row, Table, Text

RUNS = 3
LETTERS = "机构预算收入支出项目安排管理文化旅游教育公共服务保障运行经费人员职责落实推进建设完成工作年度部门单位资金"


def sentence(chance: Random, words: int = 40) -> str:
    """A sentence that says nothing, with a number in it."""
    said = "".join(chance.choice(LETTERS) for _ in range(words))
    return f"{said[: words // 2]}{chance.randint(1, 9999)}万元，{said[words // 2 :]}。"


def edited(chance: Random, lines: list[str]) -> list[str]:
    """The same with one line in a hundred said otherwise."""
    return [line.replace("。", "，另行安排。", 1) if chance.random() < 0.01 else line for line in lines]


def document(*blocks: Paragraph | Table) -> Document:
    return Document((Text("题"),), "甲局", 2025, blocks)


def text(lines: list[str]) -> Document:
    return document(*(Paragraph((Text(line),)) for line in lines))


def edited_text(size: int) -> tuple[Document, Document]:
    lines = [sentence(Random(i)) for i in range(size)]
    return text(lines), text(edited(Random(0), lines))


def other_text(size: int) -> tuple[Document, Document]:
    return text([sentence(Random(i)) for i in range(size)]), text([sentence(Random(-1 - i)) for i in range(size)])


def one_paragraph(size: int) -> tuple[Document, Document]:
    lines = [sentence(Random(i)) for i in range(size)]
    return text(["".join(lines)]), text(["".join(edited(Random(0), lines))])


def one_other_paragraph(size: int) -> tuple[Document, Document]:
    return text(["".join(sentence(Random(i)) for i in range(size))]), text(
        ["".join(sentence(Random(-1 - i)) for i in range(size))]
    )


def rows(size: int) -> tuple[Document, Document]:
    """A table with one number in a hundred changed and fifty rows inserted."""
    chance = Random(0)
    old = [(f"第{i}单位{sentence(Random(i), 6)}", chance.randint(1, 9999)) for i in range(size)]
    new = [(label, number + (chance.random() < 0.01)) for label, number in old]
    for i in range(50):
        new.insert(chance.randrange(len(new)), (f"新增{i}处{sentence(Random(-1 - i), 6)}", i))
    return document(table(old)), document(table(new))


def table(lines: list[tuple[str, int]]) -> Table:
    head = Row(tuple(Cell((Text(name),), Role.HEAD) for name in ("单位", "金额", "人数")))
    body = (
        Row((Cell((Text(label),), Role.LABEL), *[Cell((Text(f"{number}"),), Role.NUMBER)] * 2))
        for label, number in lines
    )
    return Table("表", "表1", (Text("表"),), (), (), 3, (head,), tuple(body))


CASES: tuple[tuple[Callable[[int], tuple[Document, Document]], int], ...] = (
    (edited_text, 800),
    (other_text, 800),
    (one_paragraph, 800),
    (one_other_paragraph, 800),
    (rows, 2_500),
)


def seconds(pair: tuple[Document, Document]) -> Iterator[float]:
    for _ in range(RUNS):
        start = time.perf_counter()
        compare(*pair)
        yield time.perf_counter() - start


def main() -> None:
    """Runs all cases and prints the table."""
    for case, size in CASES:
        best = [min(seconds(case(size * times))) for times in (1, 2, 4)]
        ratios = ", ".join(f"{large / small / 2:.2f}" for small, large in pairwise(best))
        print(
            f"{case.__name__:20} {size:>6,} × 1, 2, 4: "
            + "  ".join(f"{s:.3f}" for s in best)
            + f"  per line × {ratios}"
        )


if __name__ == "__main__":
    main()
