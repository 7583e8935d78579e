"""Single changes of a budget file's text: that place and nothing else, in the file's own style."""

import random
from pathlib import Path

import pytest

from reportgen.drafts.changes import (
    Added,
    Change,
    Entered,
    NoSuchChange,
    Outdated,
    Removed,
    Replaced,
    Rewritten,
    with_change,
)
from reportgen.drafts.yaml_text import Keys, keys_by_place, places, spans

EXAMPLES = sorted((Path(__file__).parents[2] / "data").glob("*.yaml"))
TEXT = """\
# 说明
部门: {名称: '甲局', 职责: [一, "二"]}   # 名称印在封面
支出:
  基本支出:          # 一笔一行
    - {功能: 2010301, 金额: 1.20}   # 工资
    - 功能: 2010302  # 别的
      金额: 3
  项目支出: 无
原因:
  支出: >
    人员
    增加
空:
末: 了
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Replaced(("支出", "基本支出", 0, "金额"), "1.20", "7"), "金额: 1.20}", "金额: 7}"),
        (Replaced(("部门", "名称"), "甲局", "乙'局"), "'甲局'", "'乙''局'"),
        (Replaced(("部门", "职责", 1), "二", "二，又"), '"二"', '"二，又"'),
        (Replaced(("部门", "职责", 0), "一", "一, 又"), "[一,", "['一, 又',"),
        (Replaced(("原因", "支出"), "人员 增加\n", "项目减少"), "人员\n    增加", "项目减少"),
        (Replaced(("空",), "", "有"), "空:\n", "空: 有\n"),
        (
            Replaced(("支出", "基本支出"), None, "无"),
            TEXT[TEXT.index("基本") : TEXT.index("  项目")],
            "基本支出: 无          # 一笔一行\n",
        ),
        (
            Added(("支出", "基本支出", 0), ((("金额",), "5"),)),
            "# 工资\n",
            "# 工资\n    - {功能: 2010301, 金额: 5}\n",
        ),
        (
            Added(("支出", "基本支出", 1), ()),
            "      金额: 3\n",
            "      金额: 3\n    - 功能: 2010302  # 别的\n      金额: 3\n",
        ),
        (Added(("部门", "职责", 1), (((), "三"),)), '"二"]', '"二", "三"]'),
        (Entered(("原因",), "支出[功能=201]", "有: 因"), "    增加\n", "    增加\n  支出[功能=201]: '有: 因'\n"),
        (Entered(("部门",), "级次", "市级"), '"二"]}', '"二"], 级次: 市级}'),
        (Entered(("用途",), "支出", "买"), "末: 了\n", "末: 了\n用途:\n  支出: 买\n"),
        (Removed(("支出", "基本支出", 0)), "    - {功能: 2010301, 金额: 1.20}   # 工资\n", ""),
        (Removed(("支出", "基本支出", 1, "功能")), "功能: 2010302  # 别的\n      金额", "金额"),
        (Removed(("部门", "职责")), ', 职责: [一, "二"]', ""),
        (Removed(("末",)), "末: 了\n", ""),
        (Rewritten("末", "末: 了", "末:\n  - 一\n  - 二"), "末: 了\n", "末:\n  - 一\n  - 二\n"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_change_is_made_in_the_style_of_its_place(change: Change, old: str, new: str, ends: str) -> None:
    text, wanted = TEXT.replace("\n", ends), TEXT.replace(old, new, 1).replace("\n", ends)
    assert with_change(text, change) == wanted


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Replaced(("支出", "基本支出", 0, "金额"), "1.3", "7"), "现在是“1.20”"),
        (Replaced(("支出", "基本支出", 9, "金额"), "1", "7"), "已经不在文件里"),
        (Removed(("支出", "基本支出", 5)), "已经不在文件里"),
        (Entered(("部门",), "名称", "乙局"), "已经有了"),
        (Entered(("末",), "甲", "乙"), "不能加项"),
        (Added(("支出", "项目支出"), ()), "不能加行"),
        (Rewritten("末", "末: 不", "末: 又"), "现在是“末: 了”"),
    ],
)
def test_what_cannot_be_changed_is_told(change: Change, why: str) -> None:
    with pytest.raises(NoSuchChange, match=why):
        with_change(TEXT, change)


def test_the_last_line_of_a_list_stays() -> None:
    with pytest.raises(NoSuchChange, match="写“无”"):
        with_change("支出:\n  - {金额: 1}\n", Removed(("支出", 0)))


def test_a_place_that_says_something_else_tells_what() -> None:
    with pytest.raises(Outdated) as outdated:
        with_change(TEXT, Replaced(("末",), "不", "又"))
    assert outdated.value.now == "了"


def said(text: str) -> dict[Keys, str]:
    return {keys: span.text for keys, span in places(spans(text)) if span.text is not None}


@pytest.mark.parametrize("values", [2, pytest.param(20, marks=pytest.mark.soak)])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_of_any_example_a_value_changes_and_nothing_else(path: Path, values: int) -> None:
    chosen, text = random.Random(path.stem), path.read_text(encoding="utf-8")
    every = [(keys, span) for keys, span in places(spans(text)) if span.text is not None]
    before = said(text)
    for keys, span in chosen.sample(every, values):
        for new in ("12.5", "甲: 乙 # c, [x]"):
            edited = with_change(text, Replaced(keys, span.text, new))
            assert edited.startswith(text[: span.start])
            assert edited.endswith(text[span.end :])
            assert said(edited) == {**before, keys: new}


@pytest.mark.parametrize("path", EXAMPLES[:3], ids=lambda path: path.stem)
def test_a_line_that_was_added_and_removed_leaves_the_same_bytes(path: Path) -> None:
    chosen, text = random.Random(path.stem), path.read_text(encoding="utf-8")
    items = [keys for keys, _ in places(spans(text)) if keys and isinstance(keys[-1], int)]
    for keys in chosen.sample(items, 6):
        last = keys[-1]
        assert isinstance(last, int)
        assert with_change(with_change(text, Added(keys, ())), Removed((*keys[:-1], last + 1))) == text


def test_a_place_in_the_text_is_found_by_line_and_column() -> None:
    line = next(number for number, said in enumerate(TEXT.split("\n"), 1) if "2010302" in said)
    found = keys_by_place(spans(TEXT), TEXT)
    assert found[line, 7] == ("支出", "基本支出", 1)
    assert (line, 3) not in found
