"""Forms: labels with values, and bands of records."""

from reportgen.document import TableKind
from reportgen.readers import txt
from reportgen.reading import Form, Reading

PROJECT = """云溪县文化局2026年部门预算公开

公开14-1表
送戏下乡绩效目标表
部门名称：云溪县文化局　　单位：万元
项目编码 | 36100101 ||| 项目名称 | 送戏下乡
预算规模及资金用途 | 预算数 | 32.23 || 其中：财政资金 | 30.00
〃 | 其他资金 | 2.23 || |
〃 | 购买演出服务。 |||||
资金支出计划（%） | 3月底 | 6月底 | 10月底 | 12月底 ||
〃 | | 45% | 90 | 100% ||
一级指标 | 二级指标 | 三级指标 | 绩效指标描述 | 指标值 | 指标值确定依据
产出指标 | 数量指标 | 演出场次 | 全年演出场次 | ≥70场 | 实施标准
备注 | 无 |||||
"""

WHOLE = """云溪县文化局2026年部门预算公开

整体支出绩效目标表
部门名称 || 云溪县文化局 ||||
年度主要任务 | 任务名称 | 主要内容 | 预算金额（万元） |||
〃 | 〃 | 〃 | 总金额 | 其中：财政拨款 | 其他资金
〃 | 日常运转 | 人员经费 | 978.83 | 959.82 | 19.01
〃 | 金额合计 || 978.83 | 959.82 | 19.01
年度总体目标 | 免费开放。 |||||
"""


def form(text: str) -> Form:
    return Reading(txt.read(text)).forms[0]


def test_a_label_is_followed_by_its_value() -> None:
    read = form(PROJECT)
    assert (read.kind, read.name, read.project) == (TableKind.PROJECT_TARGETS, "公开14-1表", "送戏下乡")
    assert {label: item.text for label, item in read.fields.items()} == {
        "项目编码": "36100101",
        "项目名称": "送戏下乡",
        "预算数": "32.23",
        "财政资金": "30.00",
        "其他资金": "2.23",
        "预算规模及资金用途": "购买演出服务。",
        "备注": "无",
    }


def test_amounts_of_a_project_are_named_like_those_in_tables_of_projects() -> None:
    names = {str(e.number): str(e.name) for e in form(PROJECT).entries if e.number.is_money}
    assert names == {
        "32.23万元": "支出[项目=送戏下乡]",
        "30.00万元": "支出[资金=财政拨款 项目=送戏下乡]",
        "2.23万元": "支出[资金=其他资金 项目=送戏下乡]",
    }


def test_a_plan_is_a_band_of_percentages_by_period() -> None:
    plan = next(band for band in form(PROJECT).bands if band.is_plan)
    (record,) = plan.records
    assert [str(record.entry(head).number) if record.entry(head) else "" for head in plan.heads] == [
        "",
        "45%",
        "90%",
        "100%",
    ]


def test_indicators_are_records_and_end_where_a_row_does_not_fit_their_heads() -> None:
    (record,) = form(PROJECT).records("三级指标")
    assert (record.name, record.text("指标描述"), record.text("指标值")) == ("演出场次", "全年演出场次", "≥70场")
    assert str(record.items["指标值"].place) == "公开14-1表“演出场次”行“指标值”列"


def test_tasks_have_two_head_rows_and_end_where_the_label_beside_them_does() -> None:
    read = form(WHOLE)
    (band,) = read.bands
    assert (band.label, band.heads) == ("年度主要任务", ("任务名称", "主要内容", "预算数", "财政资金", "其他资金"))
    assert [(r.name, str(r.entry("其他资金").number), r.total) for r in band.records] == [
        ("日常运转", "19.01万元", False),
        ("金额合计", "19.01万元", True),
    ]
    assert read.text("年度总体目标") == "免费开放。"


def test_a_listing_without_head_rows_is_a_band_as_well() -> None:
    listing = "甲局2026年预算\n\n六、重点项目\n\n项目名称 | 预算数（万元） | 绩效目标\n购书 | 24.00 | 6000册\n"
    (record,) = form(listing).records("项目名称")
    assert (str(record.entry("预算数").name), str(record.entry("预算数").number)) == ("支出[项目=购书]", "24.00万元")
