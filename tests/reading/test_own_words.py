"""Funds that no lexicon knows: the document's tables of revenue say what they are called."""

from reportgen.checks import case_of_read
from reportgen.lexicon import using
from reportgen.readers import txt
from reportgen.reading import Reading
from reportgen.reading.own_words import lexicon_of

TEXT = """观澜县图书馆2026年部门预算

一、收支

本馆支出30万元，其中：{of_funds}。

二、惠民专款支出情况

惠民专款安排支出20万元，主要用于购书。

1．文化旅游体育与传媒支出15万元，占75%。

三、支出明细

（一）文化旅游体育与传媒支出

安排25万元，其中：图书馆20万元、群众文化5万元。

公开01表
部门收入总表
单位：万元
单位名称 | 合计 | 惠民专款 | 自筹款项
--
甲馆 | 20.00 | 15.00 | 5.00
乙馆 | 10.00 | 5.00 | 5.00
合计 | 30.00 | 20.00 | 10.00

公开02表
惠民专款支出情况
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
--
207 | 文化旅游体育与传媒支出 | 15.00 | 10.00 | 5.00
合计 || 20.00 | 15.00 | 5.00
"""


def reading() -> dict[str, list[str]]:
    """Names of the amounts in sentences and in the second table, as printed -> names."""
    document = txt.read(TEXT.format(of_funds="惠民专款安排20万元，自筹款项安排10万元"))
    with using(lexicon_of(Reading(document), None)):
        read = Reading(document)
        found: dict[str, list[str]] = {}
        for mention in read.mentions:
            if mention.amount:
                found.setdefault(f"{mention.amount.number}", []).append(str(mention.amount.name))
        found["02"] = [str(entry.name) for sheet in read.sheets[1:] for entry in sheet.entries]
    return found


def test_sentences_headings_and_titles_are_of_the_funds_that_revenue_lists() -> None:
    found = reading()
    assert found["20万元"][:2] == ["支出[资金=惠民专款]", "支出[资金=惠民专款]"]
    assert found["10万元"] == ["支出[资金=自筹款项]"]
    assert found["15万元"] == ["支出[功能=207 资金=惠民专款]"]
    assert all("资金=惠民专款" in name for name in found["02"])


def test_a_file_that_teaches_no_words_is_read_once() -> None:
    table = "单位名称 | 合计 | 惠民专款 | 自筹款项\n--\n"
    plain = TEXT.format(of_funds="").replace(table, "单位名称 | 合计 | 财政拨款 | 事业收入\n--\n")
    for text, taught in ((TEXT.format(of_funds=""), True), (plain, False)):
        case = case_of_read(txt.read(text))
        assert case.lexicon
        assert (case._taught[1] is None) == taught
        assert case.reading == Reading(case.document)


def test_an_item_that_is_a_heading_is_what_is_said_below_it() -> None:
    assert reading()["25万元"] == ["支出[功能=207]"]


def names_in(text: str) -> list[list[str]]:
    """Names of the amounts, table by table."""
    read = Reading(txt.read(f"观澜县图书馆2026年部门预算\n\n{text}"))
    return [[str(entry.name) for entry in sheet.entries] for sheet in read.sheets]


def test_unknown_words_in_a_title_limit_its_amounts() -> None:
    table = "{}\n单位：万元\n科目编码 | 科目名称 | 合计\n--\n207 | 文化旅游体育与传媒支出 | 5.00\n"
    limited, whole = (names_in(table.format(title))[0] for title in ("专项业务支出明细", "部门支出明细"))
    assert (limited, whole) == (["支出[功能=207 表=专项业务]"], ["支出[功能=207]"])


def test_rows_that_are_this_year_and_last_year_are_two_amounts() -> None:
    found = names_in(
        "“三公”经费支出表\n单位：万元\n年份 | 合计 | 公务接待费\n--\n本年 | 5.00 | 2.00\n上年 | 6.00 | 3.00\n"
    )
    assert found[0][0] == "三公经费"
    assert found[0][2:] == ["三公经费@上年预算", "三公经费[费目=公务接待费]@上年预算"]


def test_sources_beside_uses_are_revenue_beside_expenditure() -> None:
    table = "综合平衡表\n单位：万元\n来源 | 2026年 | 运用 | 2026年\n--\n其他收入 | 5.00 | 基本支出 | 4.00\n"
    assert names_in(table) == [["收入[年份=本年 资金=其他收入]"], ["支出[性质=基本支出]"]]
