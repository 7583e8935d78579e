"""`make soak`: an empty budget file, filled in on the page alone, by keyboard, until it is sound."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reportgen.cli import main
from reportgen.preview.session import Session
from reportgen.report import assemble
from tests.browser import chromium, violations
from tests.preview.served import served, watched

FUNCTIONS = ("2010301", "2010301", "", "", "", "2010301")
AMOUNTS = ("120", "40", "20", "10.5", "15", "50")
CARS = ("因公出国（境）费", "公务用车购置", "公务用车运行维护费", "公务接待费")
FILLED: tuple[tuple[tuple[str | int, ...], str], ...] = (
    (("部门", "编码"), "301"),
    (("部门", "职责", 0), "贯彻执行有关法律法规"),
    (("部门", "职责", 1), "负责全市有关工作"),
    *(
        (("人员", key), value)
        for key, value in zip(("行政编制", "事业编制", "在职", "离退休"), ("20", "0", "18", "6"), strict=True)
    ),
    (("收入", "财政拨款"), "305.5"),
    *((("支出", "基本支出", i, "功能"), code) for i, code in enumerate(FUNCTIONS) if code),
    *((("支出", "基本支出", i, "金额"), amount) for i, amount in enumerate(AMOUNTS)),
    (("支出", "项目支出", 0, "功能"), "2010302"),
    (("支出", "项目支出", 0, "项目"), "政务服务专项"),
    (("支出", "项目支出", 0, "金额"), "50"),
    *((("三公经费", key), amount) for key, amount in zip(CARS, ("0", "0", "3", "1"), strict=True)),
    (("机关运行经费", 0, "金额"), "50"),
    (("上年预算", "收入", 0, "金额"), "280"),
    (("上年预算", "支出", 0, "金额"), "280"),
    *((("上年预算", "三公经费", key), amount) for key, amount in zip(CARS, ("0", "0", "3.5", "1.2"), strict=True)),
    (("上年预算", "机关运行经费"), "48"),
    (("核对", "收入"), "305.5"),
    (("核对", "支出"), "305.5"),
    *((("原因", key), "人员经费增加") for key in ("收入", "支出", "机关运行经费")),
    (("原因", "三公经费"), "严格控制一般性支出"),
    (("资料", "内设部室"), "5"),
    (("资料", "编制说明", 0), "按有关规定编制"),
    (("资料", "绩效自评覆盖率"), "100%"),
    (("资料", "绩效自评结果", 0), "已按要求完成自评"),
    *(
        (("绩效", "整体", key), words)
        for key, words in (("预算编码", "301"), ("职能", "有关工作"), ("设置说明", "按工作"))
    ),
    (("绩效", "整体", "任务", 0, "内容"), "政务服务专项"),
    (("绩效", "整体", "任务", 0, "项目"), "政务服务专项"),
    (("绩效", "整体", "总体目标", 0), "完成年度工作"),
    (("绩效", "整体", "指标", 0, "三级"), "办件数"),
    (("绩效", "整体", "指标", 0, "值"), "100件"),
    (("绩效", "整体", "指标", 2, "三级"), "群众满意度"),
    (("绩效", "整体", "指标", 2, "值"), "95%"),
)
OPENED = "node => { for (let d = node.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"


def at(page: Page, keys: tuple[str | int, ...], name: str = "data-keys") -> Any:
    """The field, or the line with its buttons, of a place."""
    return page.locator(f"#form [{name}='{json.dumps(keys, ensure_ascii=False)}']").first


def saved(page: Page) -> None:
    """Saves what waits, once the page has told what it does and shows it."""
    version = page.locator("html").get_attribute("data-version")
    expect(page.locator("#desk")).to_be_visible()
    expect(page.locator("#desk .pv-effect > p").first).to_contain_text("错误")
    expect(page.locator("#desk")).not_to_have_attribute("aria-busy", "true")
    page.locator("#desk [data-do=save]").press("Enter")
    expect(page.locator("#desk")).to_be_hidden()
    expect(page.locator("html")).not_to_have_attribute("data-version", version or "")
    expect(page.locator("html:not([data-pending])")).to_be_attached()


@pytest.mark.soak
def test_an_empty_file_is_filled_in_on_the_page_alone_by_keyboard(tmp_path: Path) -> None:
    path = tmp_path / "某市某局.yaml"
    assert main(["new", "某市某局", "--template", "luoyang", "-o", str(path)]) == 0
    with served(Session(path)) as server, chromium() as browser:
        with watched(server.gate.port) as tab:
            tab.until(lambda state: not state["pending"])
        page = browser.new_context().new_page()
        page.goto(f"http://127.0.0.1:{server.gate.port}/")
        page.locator(".pv-bar [data-panel=form]").press("Enter")
        page.locator("#form [data-do=next]").press("Enter")
        expect(at(page, FILLED[0][0])).to_be_focused()
        for keys, value in FILLED:
            field = at(page, keys)
            expect(field).to_have_value(re.compile("待填"))
            field.evaluate(OPENED)
            field.focus()
            page.keyboard.type(value)  # what is empty is selected and typed over
            saved(page)
            if keys == FILLED[0][0]:
                expect(page.locator("#form [data-empty]:focus")).to_be_attached()
        for keys, do in (
            (("部门", "所属单位"), "remove"),
            (("政府采购",), "none"),
            (("车辆",), "none"),
            (("状态",), "remove"),
        ):
            tools = at(page, keys, "data-row").locator(f"[data-do={do}]").last
            tools.evaluate(OPENED)
            tools.press("Enter")
            saved(page)
        page.locator(".pv-bar [data-panel=findings]").press("Enter")
        expect(page.locator("#findings .pv-body > p").first).to_have_text("没有错误，可以公开。")
        assert violations(page, "#panel") == []
    report = assemble(path)
    assert not report.budget.file.is_draft
    assert "待填" not in path.read_text(encoding="utf-8").partition("模板")[2]
