"""The summary for a terminal: short lines, the most important first, words that a console of Windows can write."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.diagnostics import Location, columns, error
from reportgen.diff import Differences
from reportgen.diff.outputs.text import write
from tests.diff.compared import EXAMPLES, contradicted, documents, examples, passage
from tests.writers.sample import BROKEN, DOCUMENT, HOSTILE

GOLDEN = Path(__file__).parent / "golden"


def lines(differences: Differences) -> list[str]:
    """The summary, line by line."""
    return write(differences).decode().splitlines()


def test_the_summary_of_two_years_is_this(golden_update: bool) -> None:
    golden, said = GOLDEN / "2025到2026.txt", write(examples()).decode()
    if golden_update:
        golden.write_text(said, encoding="utf-8", newline="\n")
    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("names", [EXAMPLES, EXAMPLES[::-1], ("luoyang-2020", "tangshan-2025")])
def test_no_line_is_wider_than_a_terminal(names: tuple[str, str]) -> None:
    assert [line for line in lines(examples(*names)) if columns(line) > 120] == []


def test_the_summary_can_be_written_on_a_chinese_windows_console() -> None:
    write(examples()).decode().encode("gbk")


def test_of_what_is_the_same_it_says_so() -> None:
    assert lines(examples("example-2026", "example-2026"))[1:] == ["没有差异"]


def test_what_contradicts_the_budget_file_stands_first_with_its_line() -> None:
    assert lines(contradicted(examples()))[3:6] == [
        "改错的数（和预算文件对不上，先看这里）（1）：",
        "  “购书经费”改成了25万元，预算文件里是24万元",
        "    data/example-2026.yaml:133:57 金额: 240000",
    ]


def test_of_a_sum_the_first_lines_are_told_and_the_message_is_whole() -> None:
    places = tuple(Location("a.yaml", line, 5, 1, f"金额: {line}") for line in range(1, 8))
    told = error("改错的数", f"{'很长的说明' * 20}完", *places, hint="改")
    said = lines(replace(documents(passage("甲"), passage("甲")), contradictions=(told,)))
    assert "".join(said[4:6]).replace(" ", "") == f"{'很长的说明' * 20}完"
    assert said[6:] == [*(f"    a.yaml:{line}:5 金额: {line}" for line in range(1, 5)), "    ……一共7行，见 --to html"]


def test_contradictions_are_told_though_the_text_is_the_same() -> None:
    same = documents(passage("甲"), passage("甲"))
    assert lines(contradicted(same))[1] == "文字和表没有差异，另有：改错的数1处"


def test_only_changed_words_stand_between_the_marks() -> None:
    old = passage("本局负责全县的文化工作，组织节庆活动，指导乡镇文化站的工作。")
    new = passage("本局负责全县的旅游工作，组织节庆活动，指导乡镇文化站的工作。")
    said = lines(documents(old, new))
    assert said[3:] == ["文字（1）：", "  一、情况：", "    本局负责全县的［-文化-］［+旅游+］工作，组织节庆活动，……"]


def test_without_budget_files_numbers_are_told_where_they_stand() -> None:
    old, new = passage("在职人员36人，离退休人员16人。"), passage("在职人员38人，离退休人员15人。")
    said = lines(documents(old, new))
    assert said[4:] == ["  一、情况：", "    在职人员36 → 38人，离退休人员16 → 15人"]


def test_context_holds_no_half_numbers() -> None:
    start = "收入合计三个方面，这里是一些说明文字，还有很多话要说，说完了是"
    said = lines(documents(passage(f"{start}123456789012.78甲乙丙丁。"), passage(f"{start}123456789012.78戊己庚辛。")))
    assert said[5] == "    收入合计三个方面，这里是一些说明……［-甲乙丙丁-］［+戊己庚辛+］。"


def test_what_stands_under_a_new_heading_is_counted_with_it() -> None:
    old, new = examples().comparison.old, examples().comparison.new
    assert "  新增标题“1．非遗展示馆布展”和其下6段，在“（七）重点项目”下" in lines(documents(old, new))


def test_of_many_the_page_has_the_rest() -> None:
    old, new = passage(*(f"第{at}句话。" for at in range(3))), passage(*("甲乙丙" * at for at in range(1, 40)))
    assert any(line.endswith("个，见 --to html") for line in lines(documents(old, new)))


@pytest.mark.parametrize("sides", [(1, 0), (0, 1)])
def test_hostile_words_keep_to_their_line(sides: tuple[int, int]) -> None:
    both = passage("甲"), DOCUMENT
    said = lines(documents(both[sides[0]], both[sides[1]]))
    assert [line for line in said if BROKEN in line or columns(line) > 120] == []
    assert any(HOSTILE in line for line in said)
