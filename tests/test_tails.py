"""Where printed parts miss their printed total, the table or sentence says so; where they do not, it says nothing."""

import shutil
from pathlib import Path

from reportgen.document import Document, Paragraph, Table, plain, walk
from reportgen.report import assemble
from tests.budgets import originals

DATA = Path(__file__).parents[1] / "data"
NOTE = "四舍五入"  # 盐田 says under its first table that there may be 尾数误差


def noted(document: Document) -> tuple[list[str], list[str]]:
    """Names of the tables and beginnings of the paragraphs that carry the note."""
    blocks = list(walk(document.blocks))
    tables = [b.name for b in blocks if isinstance(b, Table) and any(NOTE in plain(n.runs) for n in b.notes)]
    return tables, [plain(b.runs)[:14] for b in blocks if isinstance(b, Paragraph) and NOTE in plain(b.runs)]


def built(tmp_path: Path, *changes: tuple[str, str]) -> Document:
    text = (DATA / "luoyang-2020.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    return assemble(tmp_path / "b.yaml").document


@originals
def test_the_published_documents_add_up_and_carry_no_note(name: str, tmp_path: Path) -> None:
    shutil.copy(DATA / f"{name}.yaml", tmp_path)
    assert noted(assemble(tmp_path / f"{name}.yaml").document) == ([], [])


def test_a_column_that_misses_its_total_by_rounding_carries_the_note(tmp_path: Path) -> None:
    # 5.84 + 8.44 = 14.28: printed with one decimal, 5.8 + 8.4 = 14.2 stands beside 14.3
    tables, _ = noted(
        built(tmp_path, ("50102, 金额: 5.8}", "50102, 金额: 5.84}"), ("50901, 金额: 8.4}", "50901, 金额: 8.44}"))
    )
    assert "预算03表" in tables
    assert "预算07表" not in tables


def test_an_amount_that_is_really_missing_is_no_tail(tmp_path: Path) -> None:
    # 收入 is 0.04 more than 支出: a mistake, not a matter of rounding
    tables, _ = noted(built(tmp_path, ("金额: 1064.2}", "金额: 1064.24}")))
    assert tables == []


def test_shares_of_a_whole_list_that_miss_one_hundred_carry_the_note(tmp_path: Path) -> None:
    # 24.15 + 2.22 + 54.79 + 18.85 = 100.01
    document = built(tmp_path, ("金额: 76.8}", "金额: 76.9}"))
    said = [plain(b.runs) for b in walk(document.blocks) if isinstance(b, Paragraph) and NOTE in plain(b.runs)]
    assert [s.split("。")[1][:8] for s in said] == ["主要用于以下方面"]
    assert "占24.15%" in said[0]
