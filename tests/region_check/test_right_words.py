"""Right regions in words of their own: `templates check` says nothing of them, with any of its budgets."""

from pathlib import Path

import pytest

from reportgen.diagnostics import ReportgenError
from reportgen.region_check import check_region

OF_FUNDS = """\
## 钱从哪里来、用到哪里去

{{ 部门 }}{{ 年度 }}年全年进款{{ 收入 }}，里面财政给的{{ 收入["资金=财政拨款"] }}。全年用款{{ 支出 }}，里面日常运转\
{{ 支出["性质=基本支出"] }}、办事的钱{{ 支出["性质=项目支出"] }}。

收入总计包括：{% for 资 in 收入|按("资金.明细") %}{{ 资.名称 }}{{ 资 }}{{ loop|间("、") }}{% endfor %}。
"""
OF_ITEMS = """\
## 公共财政的用款

{% set 公共 = 支出["资金=一般公共预算 性质=本年支出"] %}
{{ 部门 }}{{ 年度 }}年公共财政用款{{ 公共 }}，{{ 公共|同比("公共财政用款") }}。

用在：{% for 类 in 公共|按("功能.类") %}{{ 类.名称 }}{{ 类 }}{{ loop|间("；") }}{% endfor %}。

其中：{% for 项 in 公共|按("功能.项") %}{{ 项.名称 }}{{ 项 }}，{{ 项|同比 }}{{ loop|间("；") }}{% endfor %}。
"""
OF_THINGS = """\
## 家底

现有车{{ 车辆 }}，离不开的车辆费用{{ 三公经费["费目=公务用车购置及运行维护费"] }}。贵重设备\
{{ 设备["设备价值=50万元以上"] }}。在编制里的{{ 人员["人员类别=编制"] }}，其中：{% for 类 in \
人员["人员类别=编制"]|按("人员类别") %}{{ 类.名称 }}{{ 类 }}{{ loop|间("，") }}{% endfor %}。
"""
TABLE = """\
标题: 用款一览
行:
  - {每个: 功能.类, 全部: 是}
  - 总数
列:
  - 门类: 名称
  - 全部: 支出
  - 哪里来的: {公共财政: "支出[资金=一般公共预算]", 基金: "支出[资金=政府性基金]"}
  - 和上年比: {变动数: 支出@上年预算.增减额, 幅度: 支出@上年预算.增减率}
"""
ITEMS = """\
标题: 运转的钱按用处
限定: {资金: 一般公共预算, 性质: 基本支出}
行:
  - {每个: 经济.款, 全部: 是}
列:
  - 用处: 名称
  - 金额: 支出
"""


SECTIONS = {"钱": OF_FUNDS, "科目": OF_ITEMS, "家底": OF_THINGS}
TABLES = {"1-一览": TABLE, "2-用处": ITEMS}


def test_a_right_region_in_its_own_words_is_not_told_of(tmp_path: Path) -> None:
    region = tmp_path / "templates" / "青石"
    (region / "sections").mkdir(parents=True)
    (region / "tables").mkdir()
    (region / "profile.yaml").write_text(f"上级: default\n各节: [{', '.join(SECTIONS)}]\n", encoding="utf-8")
    for name, section in SECTIONS.items():
        (region / "sections" / f"{name}.md.j2").write_text(section, encoding="utf-8")
    for name, table in TABLES.items():
        (region / "tables" / f"{name}.yaml").write_text(table, encoding="utf-8")
    found, _ = check_region("青石", tmp_path)
    assert [str(told) for told in found] == []


def test_an_item_called_as_a_base_is_none(tmp_path: Path) -> None:
    """案件执行（项）年初预算为: the plan, not what was carried out last year."""
    court = Path(__file__).parents[1] / "right" / "fayuan-2025.yaml"
    assert [str(told) for told in check_region("default", tmp_path, [court])[0]] == []


def test_a_region_whose_parent_s_empty_file_does_not_suit_it_is_checked_with_its_budgets(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "我县"
    own.mkdir(parents=True)
    (own / "profile.yaml").write_text("上级: default\n维度:\n  资金: [甲, 乙]\n  性质: [丙, 丁]\n", encoding="utf-8")
    with pytest.raises(ReportgenError, match=r"“我县”没有自己的空白预算文件"):
        check_region("我县", tmp_path)
