"""Ways of saying a figure that offices use: what each number is taken for, and the reason of its change."""

import pytest

from reportgen.checks import case_of_read
from reportgen.lexicon import using
from reportgen.readers.txt import read

BUDGET, ACCOUNTS = "2025年部门预算", "2024年部门决算"
WAYS = [
    (BUDGET, "政府性基金预算当年拨款85万元。", ["85 支出[资金=政府性基金]"]),
    (BUDGET, "所有支出实行绩效目标管理，涉及资金58万元。", ["58 支出"]),
    (BUDGET, "整体支出和项目支出全部实行绩效目标管理，涉及资金58万元。", ["58 支出"]),
    (BUDGET, "公务接待费2万元（比上年减少1万元）。", ["2 三公经费[费目=公务接待费]"]),
    (BUDGET, "支出包括用于公共安全支出32万元；用于住房保障支出6万元。", ["32 支出[功能=204]", "6 支出[功能=221]"]),
    (ACCOUNTS, "行政单位离退休（2080501）2024年支出决算为161.13万元。", ["161.13 支出[功能=2080501]"]),
    (ACCOUNTS, "云溪县审计局2024年支出决算为500万元。", ["500 支出"]),
]
REASONS = [
    (BUDGET, "支出预算37万元，较上年增加11万元（增长42.3%），主要是新增项目。", ["新增项目"]),
    (BUDGET, "支出预算37万元，较上年增加11万元，变动原因：新增项目。", ["新增项目"]),
    (
        ACCOUNTS,
        "机关运行经费支出21万元，比年初预算增加10万元，主要原因是追加项目，与2023年相比，降低10%，主要原因是厉行节约。",
        ["追加项目", "厉行节约"],
    ),
]


@pytest.mark.parametrize(("title", "sentence", "named"), WAYS)
def test_what_a_sentence_names(title: str, sentence: str, named: list[str]) -> None:
    case = case_of_read(read(f"云溪县审计局{title}\n\n第一部分 说明\n\n一、支出情况\n\n{sentence}\n"))
    with using(case.lexicon):
        amounts = [mention.amount for mention in case.reading.mentions if mention.amount]
    assert [f"{one.number.value} {one.name}" for one in amounts] == named


@pytest.mark.parametrize(("title", "sentence", "reasons"), REASONS)
def test_why_a_number_changed(title: str, sentence: str, reasons: list[str]) -> None:
    case = case_of_read(read(f"云溪县审计局{title}\n\n第一部分 说明\n\n一、支出情况\n\n{sentence}\n"))
    with using(case.lexicon):
        assert [mention.reason for mention in case.reading.mentions] == reasons
