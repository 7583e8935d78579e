"""Small budgets to compare: a department with two units and five projects, in any year, with what a test changes."""

import tempfile
from pathlib import Path

from reportgen.report import Report, assemble
from tests.budgets import edited
from tests.unit.small import region

# What the region prints: totals, units, items, projects, a number that is no measure.
PRINTED = """\
收入{{ 收入 }}，支出{{ 支出 }}。

{% for 项 in 支出|按("单位") %}{{ 项.名称 }}{{ 项 }}；{% endfor %}

{% for 项 in 支出|按("功能.项") %}{{ 项.名称 }}{{ 项 }}；{% endfor %}

{% for 项 in 支出["性质=项目支出"]|按("项目") %}{{ 项.名称 }}{{ 项 }}，{{ 项|占比 }}；{% endfor %}

车{{ 资料.保有车辆 }}辆。
"""

LIBRARY = """\
模板: probe
文种: 部门预算
年度: {year}
金额单位: 元
部门:
  名称: 甲局
  职责: [管理图书。, 组织<年度>年的演出。]
  内设机构: [办公室]
  单位: [{{编码: "101", 名称: 甲局本级}}, {{编码: "102", 名称: 甲局图书馆}}]
收入:
  - {{单位: "101", 资金: 一般公共预算, 金额: 900000}}
  - {{单位: "102", 资金: 一般公共预算, 金额: 500000}}
支出:
  缺省: {{资金: 一般公共预算}}
  基本支出:
    - {{单位: "101", 功能: 2070101, 经济: 30101, 金额: 600000}}
    - {{单位: "102", 功能: 2070104, 经济: 30101, 金额: 200000}}
  项目支出:
    - {{单位: "101", 功能: 2070108, 项目: 送戏下乡, 金额: 100000}}
    - {{单位: "101", 功能: 2070108, 项目: 剧场维修一期, 金额: 50000}}
    - {{单位: "101", 功能: 2070199, 项目: 公共服务平台, 金额: 150000}}
    - {{单位: "102", 功能: 2070104, 项目: 购书, 金额: 240000}}
    - {{单位: "102", 功能: 2070104, 项目: 全民阅读推广, 金额: 60000}}
三公经费: 无
机关运行经费: 无
政府采购: 无
车辆: 无
设备: 无
资料: {{保有车辆: 3, 购置计划: <年度>年不购置。}}
原因: {{收入: 人员增加, 支出: 人员增加}}
"""


def library(year: int, *changes: tuple[str, str], more: str = "", printed: str = PRINTED) -> Report:
    """The report of that year's file, each change made where its words stand, and more written below."""
    text = LIBRARY.format(year=year)
    for old, new in changes:
        text = edited(text, old, new)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "budget.yaml"
        region(Path(folder), printed)
        path.write_text(text + more, encoding="utf-8")
        return assemble(path)
