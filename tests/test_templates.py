"""What a section template may not do, and how exact hundreds print in every region."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.document import Block, Paragraph, Section, plain, walk
from reportgen.report import assemble
from tests.budgets import assembled, documents, source

HERE = Path(__file__).parent / "regions"
DATA = Path(__file__).parents[1] / "data"


def paragraphs(folder: Path, section: str, profile: str = "") -> list[str]:
    """The document of the invented region with one section of its own."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    region = folder / "templates" / "guanlan"
    (region / "sections").mkdir(exist_ok=True)
    (region / "sections" / "支出.md.j2").write_text(section, encoding="utf-8")
    stated = (region / "profile.yaml").read_text(encoding="utf-8")
    (region / "profile.yaml").write_text(stated.replace("文中金额: {", f"文中金额: {{{profile}"), encoding="utf-8")
    document = assemble(folder / "guanlan-2025.yaml").document
    return [plain(b.runs) for b in walk(document.blocks) if isinstance(b, Paragraph)]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("{% if 支出 %}有{% endif %}", "数不能直接作条件；写 is 有 或 is 无"),
        ("{{ 支出.figures }}", "没有“figures”"),
        ('{{ "甲".split("乙") }}', "没有“split”"),
        ("{{ 支出 + 1 }}", "模板里不做运算（+）；用“同比”“占比”等"),
    ],
)
def test_a_template_neither_computes_nor_looks_inside(tmp_path: Path, section: str, said: str) -> None:
    with pytest.raises(ReportgenError) as told:
        paragraphs(tmp_path, f"## 支出\n\n{section}\n")
    (found,) = told.value.diagnostics
    assert found.message == said
    assert str(found.places[0]) == "templates/guanlan/sections/支出.md.j2:3"


def test_exactly_one_hundred_percent_has_no_decimals_even_where_amounts_keep_theirs(tmp_path: Path) -> None:
    section = '## 支出\n\n全部{{ 支出|占比 }}，项目{{ 支出["性质=项目支出"]|占比 }}，{{ 支出 }}。\n'
    assert "全部占100%，项目占23.53%，4,250,001元。" in paragraphs(tmp_path, section, "去零: 否, ")


OTHER = {
    "luoyang-2020": "资金: 其他收入, 单位: 505",
    "baoshan-2020": "资金: 其他收入, 单位: 1",
    "yantian-2022": "资金: 其他收入, 单位: 1",
    "shanhaiguan-2020": "资金: 其他来源, 单位: 711002",
    "tangshan-2025": "资金: 其他来源, 单位: 408001",
    "putuo-2024": "资金: 其他收入",
    "example-2025": "资金: 其他收入, 单位: 361002",
    "example-2026": "资金: 其他收入, 单位: 361002",
    "example-accounts-2025": "资金: 其他收入, 单位: 361002",
}  # a source of funds that the document has no section on


@documents
@pytest.mark.parametrize("kept", ["基本支出", "项目支出", ""])
def test_where_there_is_nothing_to_list_no_punctuation_is_left_behind(name: str, kept: str) -> None:
    line, kind = f"{OTHER[name]}, 功能: 2012901, 金额: 3", "履职类项目" if name == "yantian-2022" else "一般性项目"
    kinds = {
        "基本支出": f"  基本支出: [{{{line}, 经济: 30201, 政府经济: 50201}}]\n",
        "项目支出": f"  项目支出: [{{{line}, 项目类别: {kind}, 项目: 甲, 子项目: 无}}]\n",
    }
    spent = "支出:\n" + kinds.get(kept, "  基本支出: 无\n")
    text = re.sub(r"^支出:\n(?:(?:[ #].*)?\n)*", spent, source(name), flags=re.M)
    text = re.sub(r"^(?:项目|绩效|项目总预算|内部往来|核对):\n(?:(?:[ #].*)?\n)*", "", text, flags=re.M)
    text = re.sub(r"^ *(?:支出\[项目=.*|支出: 与.*)\n", "", text, flags=re.M)
    text = re.sub(r"<支出\[项目=[^<>]*>", "", text)
    if "上年预算:" in text:
        text = text.replace("上年预算:\n", "上年预算:\n  支出[项目=甲]: 1\n")
    text += "\n项目总预算: 无\n" * ("模板: shanghai" in text)
    document = assembled(text).document
    blocks = list(walk(document.blocks))
    said = [plain(b.runs) for b in blocks if isinstance(b, Paragraph)]
    assert [s for s in said if re.search("[：，；、][。；，]|。。", s)] == []
    opening = plain(blocks[0].runs) if isinstance(blocks[0], Paragraph) else ""
    assert [plain(b.runs) for b, after in pairwise(blocks) if leads_in(b) and isinstance(after, Section)] in (
        [],
        [opening],
    )


def leads_in(block: Block) -> bool:
    """Whether a paragraph announces what stands below it."""
    return isinstance(block, Paragraph) and plain(block.runs).endswith("：")
