"""Regions come from strangers: whatever their templates try, the answer is a message, and it comes at once.

Each mistake that fits a file of a repository is a sample in tests/errors; here are those that are too large for one,
and what keeps each from being tried at all.
"""

from pathlib import Path

import pytest
from jinja2 import nodes

from reportgen.diagnostics import ReportgenError
from reportgen.narrative import mistakes, parsing
from tests.unit.small import paragraphs, rendered, report

BODY = "支出: [{功能: 201, 金额: 1}, {功能: 202, 金额: 2}, {功能: 203, 金额: 3}]\n"
AT = "templates/probe/report.md.j2"


def told(folder: Path, template: str, body: str = BODY) -> str:
    """The first line of what is said."""
    with pytest.raises(ReportgenError) as refused:
        report(folder, body, template)
    return rendered(refused.value).split("\n")[0]


@pytest.mark.parametrize(
    "template",
    [
        "{{ " + "(" * 10_000 + "支出" + ")" * 10_000 + " }}",
        "{% if not " + "not " * 10_000 + "支出 %}{% endif %}",
        "{% if 支出 is 无 %}" * 1_000 + "{% endif %}" * 1_000,
        "{% if 支出 is 无" + " and 支出 is 无" * 5_000 + " %}{% endif %}",
        "{{ 支出" + '["性质=基本支出"]' * 5_000 + " }}",
        "{{ 部门" + ".甲" * 5_000 + " }}",
        "{{ [" + "[" * 5_000 + "支出" + "]" * 5_000 + "]|连 }}",
        "{% for 甲 in 部门 %}" * 30 + "{% endfor %}" * 30,
    ],
    ids=["brackets", "not", "if", "and", "parts", "points", "lists", "for"],
)
def test_what_is_nested_without_end_is_told_before_the_stack_runs_out(tmp_path: Path, template: str) -> None:
    assert told(tmp_path, f"正文\n{template}\n") == f"{AT}:2: 错误[模板] 这里套得太深"


def test_a_file_of_fifty_megabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report(tmp_path, BODY, "正文\n")
    with (tmp_path / "templates" / "probe" / "甲.md.j2").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr("reportgen.narrative.templates.read_text", read_all_but("甲.md.j2"))
    assert told(tmp_path, '{% include "甲.md.j2" %}\n') == "templates/probe/甲.md.j2:1: 错误[模板] 模板超过200KB"


def read_all_but(name: str) -> object:
    def read(path: Path, called: str) -> str:
        assert path.name != name
        return path.read_text(encoding="utf-8")

    return read


def test_a_number_of_ten_thousand_digits_is_not_made(tmp_path: Path) -> None:
    assert told(tmp_path, "正文\n\n{{ " + "9" * 10_000 + " }}\n") == f"{AT}:3: 错误[模板] 这里的数字太长"


@pytest.mark.parametrize("written", ["", "{{ 甲 }}", "字"])
def test_loops_in_loops_end_whether_they_print_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(mistakes, "MOST_STEPS", 100_000)
    loops = '{% for 甲 in 支出|按("功能.类") %}' * 8 + written + "{% endfor %}" * 8
    assert told(tmp_path, f"{loops}\n") == f"{AT}:1: 错误[模板] 这里要写的东西太多，写不完"


def test_macros_that_call_macros_twice_end(tmp_path: Path) -> None:
    macros = "{% macro 宏0() %}甲{% endmacro %}\n" + "".join(
        f"{{% macro 宏{i}() %}}" + f"{{{{ 宏{i - 1}() }}}}" * 10 + "{% endmacro %}\n" for i in range(1, 9)
    )
    assert told(tmp_path, macros + "{{ 宏8() }}\n").endswith("错误[模板] 模板重复得太多，读不完")


def test_tables_that_are_printed_again_and_again_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "MOST_STEPS", 100_000)
    loops = '{% for 甲 in 支出|按("功能.类") %}' * 8 + "\n\n{{ 表格 }}\n\n" + "{% endfor %}" * 8
    assert told(tmp_path, f"{loops}\n").endswith("这里要写的东西太多，写不完")


def test_a_long_text_that_is_printed_again_and_again_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mistakes, "MOST_STEPS", 100_000)
    long = '{% set 甲 = "' + "字" * 2_000 + '" %}\n'
    assert told(tmp_path, long + "{{ 甲 }}\n\n" * 60).endswith("这里要写的东西太多，写不完")


def test_nothing_is_worked_out_while_a_template_is_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(node: nodes.Expr, context: object = None) -> object:
        raise AssertionError(node)

    for kind in (nodes.Filter, nodes.Getitem, nodes.Compare, nodes.CondExpr):
        monkeypatch.setattr(kind, "as_const", refuse)
    template = '{% if "甲" == "乙" %}丙{% else %}{{ "甲" if "甲" != "丙" else "丁" }}{% endif %}\n'
    assert paragraphs(report(tmp_path, BODY, template)) == ["甲"]


def test_what_jinja_invents_tomorrow_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "_ALLOWED", parsing._ALLOWED - {nodes.CondExpr})
    assert told(tmp_path, '{{ "甲" if 支出 is 无 else "乙" }}\n') == f"{AT}:1: 错误[模板] 这里的写法不能用"


@pytest.mark.parametrize("name", ["../input.yaml", "/etc/passwd", "sections/../../../input.yaml", "..", ""])
def test_a_path_that_climbs_finds_nothing(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f'{{% include "{name}" %}}\n') == f"{AT}:1: 错误[模板] 没有模板 {name}"


def test_a_link_that_leads_out_of_the_region_finds_nothing(tmp_path: Path) -> None:
    report(tmp_path, BODY, "正文\n")
    (tmp_path / "密.txt").write_text("密", encoding="utf-8")
    try:
        (tmp_path / "templates" / "probe" / "甲.md.j2").symlink_to(tmp_path / "密.txt")
    except OSError:
        pytest.skip("no links here")
    assert told(tmp_path, '{% include "甲.md.j2" %}\n') == f"{AT}:1: 错误[模板] 没有模板 甲.md.j2"


def test_a_template_may_begin_with_the_mark_that_notepad_writes(tmp_path: Path) -> None:
    assert paragraphs(report(tmp_path, BODY, "\ufeff正文{{ 支出 }}\r\n\r\n乙\r\n")) == ["正文6万元", "乙"]


# What must go on working


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% set 甲 = 支出 %}{{ 甲 }}", "6万元"),
        ("{% if 支出 is 有 %}{% set 甲 = 支出 %}{% else %}{% set 甲 = 文种 %}{% endif %}{{ 甲 }}", "6万元"),
        (
            '{% macro 说(甲, 乙="额") %}{{ 乙 }}{{ 甲 }}{% endmacro %}{{ 说(支出) }}、{{ 说(甲=支出, 乙="共") }}',
            "额6万元、共6万元",
        ),
        ('{% for 类 in 支出|按("功能.类") if 类 is 有 %}{{ loop.index }}{{ loop|间("、") }}{% endfor %}', "1、2、3"),
        ('{% for 甲 in [支出, 支出["功能=201"]] %}{{ 甲 }}{% endfor %}', "6万元1万元"),
        ("{% for 甲 in 部门.名称 %}甲{% else %}没有{% endfor %}", "甲"),
        ('{% if 文种 == "部门预算" and not (支出 is 无 or 支出["功能=209"] is 有) %}甲{% endif %}', "甲"),
        ('{{ 支出["项目=没有的"] if 支出 is 无 else "甲" }}', "甲"),
        (
            "{% if 资料.没有 is 写了 %}{{ 资料.没有.更没有 }}{% else %}甲{% endif %}",
            "甲",
        ),
        ("{% if 口径调整 is 写了 %}甲{% else %}乙{% endif %}", "乙"),
        ("{% raw %}{{ 支出 }}{% endraw %}{# 注 #}", "{{ 支出 }}"),
    ],
)
def test_what_the_page_on_regions_promises_goes_on_working(tmp_path: Path, template: str, said: str) -> None:
    assert paragraphs(report(tmp_path, BODY, f"{template}\n")) == [said]
