"""The preview in Chromium: it follows every save without losing the reader's place, and every number answers.

One server and one browser for all tests. The budget file is put back after each, and nothing is waited for by the
clock: a test waits for what the page is to show. What any document shows as well is tried on a small one.
"""

from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from shutil import copy
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect

from reportgen.preview.serving import Serving
from reportgen.preview.session import Session
from tests.browser import DESK, chromium, violations
from tests.budgets import edited
from tests.preview.served import broken, served, small, watched

DATA = Path(__file__).parents[2] / "data"
PHONE = 390
STAFF = "在职: [{单位: 361001, 数量: 15}"
LARGE, HOSTILE, SMALL, SHORT, WRONG = (f"/{at}/" for at in range(5))  # paths of the documents
SHEET = (794, 1123)  # A4 in pixels of a screen
MARKUP = '<img src=x onerror="alert(1)"><script>alert(2)</script>\'"&'


class Followed:
    """A budget file that the preview follows: its document's path, the file, and what both say at first."""

    def __init__(self, port: int, path: str, file: Path) -> None:
        self.path, self.file = path, file
        self.good = file.read_text(encoding="utf-8")
        with watched(port, path) as tab:
            self.printed = tab.until(lambda state: not state["pending"])["article"]

    def save(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        self.save(edited(self.good, old, new))


class Site:
    """Where the preview is, and the budget files that tests save."""

    def __init__(self, server: Serving, large: Path, small: Path) -> None:
        self.address, self.port = server.address, server.gate.port
        self.large, self.small = Followed(self.port, LARGE, large), Followed(self.port, SMALL, small)

    def staff(self, number: int) -> None:
        """So many people in the first unit of the large document; there were 15, and 38 in all."""
        self.large.change(STAFF, STAFF.replace("15", str(number)))

    def spent(self, number: int) -> None:
        """So many 元 in the small document; there were 12."""
        self.small.change("支出: 12", f"支出: {number}")

    def restore(self) -> None:
        """The files say what they said at first, and the server knows."""
        for each in (self.large, self.small):
            if each.file.read_text(encoding="utf-8") != each.good:
                each.save(each.good)
                with watched(self.port, each.path) as tab:
                    tab.until(lambda state, each=each: state["article"] == each.printed and not broken(state))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("preview")
    for year in (2025, 2026):
        copy(DATA / f"example-{year}.yaml", folder)
    said = "# {{ 部门.名称 }}\n\n支出{{ 支出 }}元，{{ 部门.名称 }}。\n"
    plain, hostile = (small(tmp_path_factory.mktemp(name), template=said) for name in ("plain", "hostile"))
    quoted = MARKUP.replace("'", "''")
    hostile.write_text(edited(hostile.read_text(encoding="utf-8"), "甲局", f"'{quoted}'"), encoding="utf-8")
    wrong = folder / "wrong.yaml"
    wrong.write_text(
        edited((folder / "example-2026.yaml").read_text(encoding="utf-8"), "保有车辆: 3", "保有车辆: 6"),
        encoding="utf-8",
    )
    files = (folder / "example-2026.yaml", hostile, plain, DATA / "shanhaiguan-2020.yaml", wrong)
    with served(*map(Session, files)) as server:
        yield Site(server, files[0], plain)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Page:
    """One for all tests, which open what they look at: to open another takes longer than most of them."""
    return browser.new_context().new_page()


@pytest.fixture
def blank(tab: Page, site: Site) -> Iterator[Page]:
    """The tab, on a desk. What its scripts throw, and any dialog, fails the test; files are put back afterwards."""
    thrown: list[str] = []
    listening = {
        "pageerror": lambda mistake: thrown.append(str(mistake)),
        "dialog": lambda dialog: thrown.append(dialog.message),
    }
    for event, listener in listening.items():
        tab.on(event, listener)  # type: ignore[call-overload]
    seen_as(tab)
    yield tab
    for event, listener in listening.items():
        tab.remove_listener(event, listener)
    tab.goto(site.address)  # which follows no file
    site.restore()
    assert thrown == []


@pytest.fixture
def page(blank: Page, site: Site) -> Page:
    """The large document, newly loaded."""
    return shown(blank, site, LARGE)


@pytest.fixture
def short(blank: Page, site: Site) -> Page:
    """The small document, newly loaded."""
    return shown(blank, site, SMALL)


def shown(tab: Page, site: Site, path: str) -> Page:
    tab.goto(urljoin(site.address, path))
    return tab


def seen_as(tab: Page, width: int = DESK, scheme: Any = "light") -> None:
    """On a screen of that width."""
    tab.set_viewport_size({"width": width, "height": 800})
    tab.emulate_media(media="screen", color_scheme=scheme)


def prints(tab: Page, spent: int) -> None:
    """Waits until the small document prints that amount."""
    expect(tab.locator(f"#article data[value='{spent}']")).to_have_count(1)


def panel(page: Page, name: str) -> None:
    """Shows a panel that has something in it."""
    page.locator(f".pv-bar [data-panel={name}]").click()
    expect(page.locator(f"#{name}")).to_be_visible()
    expect(page.locator(f"#{name} :is(li, .pv-fold)").first).to_be_attached()


def number(page: Page, table: str, row: str, text: str) -> Any:
    """A number in a row of a table."""
    return page.locator(f"#{table} tr", has_text=row).locator("data", has_text=text).first


def in_sight(page: Page) -> Callable[[str], bool]:
    script = """selector => { const box = document.querySelector(selector).getBoundingClientRect();
                return box.top >= 0 && box.bottom <= innerHeight }"""
    return lambda selector: bool(page.evaluate(script, selector))


# It follows


def test_a_saved_number_is_in_the_page_which_neither_jumps_nor_is_loaded_again(page: Page, site: Site) -> None:
    good = site.large.good
    page.evaluate("window.same = true; document.getElementById('t12').scrollIntoView()")
    page.locator("#query").focus()
    at = page.evaluate("document.getElementById('t12').getBoundingClientRect().top")
    offices = ", ".join(f"第{n}股" for n in range(60))
    site.large.save(edited(edited(good, STAFF, STAFF.replace("15", "17")), "市场管理股", offices))
    expect(page.locator(".body", has_text="在职人员40人")).to_have_count(1)
    expect(page.locator(".body", has_text="第59股")).to_have_count(1)
    assert page.evaluate("document.getElementById('t12').getBoundingClientRect().top") == pytest.approx(at, abs=1)
    assert page.evaluate("window.same && document.activeElement.id") == "query"


def test_what_changed_is_outlined_and_nothing_else(page: Page, site: Site) -> None:
    page.evaluate(
        """() => { const told = new Set();
        const look = ({target}) => target.matches('data.pv-changed')
            && told.add([target.textContent, getComputedStyle(target).outlineStyle].join());
        const all = list => { list.forEach(look); document.documentElement.dataset.told = [...told].join(' ') };
        new MutationObserver(all).observe(article, {subtree: true, attributeFilter: ['class']}) }"""
    )
    site.staff(18)
    expect(page.locator(".body", has_text="在职人员41人")).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("data-told", "41,solid")
    expect(page.locator(".pv-changed")).to_have_count(0)


def test_what_is_selected_and_what_is_open_stays_so(page: Page, site: Site) -> None:
    panel(page, "findings")
    page.locator("figure.chart details").first.evaluate("folded => folded.open = true")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    site.staff(19)
    expect(page.locator(".body", has_text="在职人员42人")).to_have_count(1)
    assert page.evaluate("document.querySelector('figure.chart details').open")
    assert page.evaluate("String(getSelection())") == "云溪县文化和旅游局2026年部门预算公开"
    expect(page.locator("#findings")).to_be_visible()


def test_a_number_that_was_asked_keeps_the_focus_when_it_changes(short: Page, site: Site) -> None:
    asked = short.locator("#article data[data-figure='支出']")
    asked.click()
    expect(short.locator("#answer-title")).to_be_focused()
    asked.focus()
    site.spent(345)
    prints(short, 345)
    expect(asked).to_be_focused()


def test_the_status_says_how_long_it_took_from_the_save_to_the_paint(short: Page, site: Site) -> None:
    site.spent(20)
    expect(short.locator("#status")).to_contain_text("已是最新 · ")
    assert 0 < float(short.locator("#status").inner_text().split(" · ")[1].removesuffix("秒")) < 60


def test_eight_tabs_of_one_window_follow_also_when_the_one_that_listens_is_closed(blank: Page, site: Site) -> None:
    """A browser opens six connections to a server and no more."""
    with blank.context.browser.new_context() as window:
        tabs = [window.new_page() for _ in range(8)]
        for tab in tabs:
            shown(tab, site, SMALL)
        for spent in (20, 25, 30):
            site.spent(spent)
            for tab in tabs:
                prints(tab, spent)
            tabs.pop(0).close()


def test_a_tab_that_nobody_looked_at_catches_up_when_it_is_looked_at(short: Page, site: Site) -> None:
    turn = """hidden => {
      Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true});
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    short.evaluate(turn, True)
    with short.context.new_page() as other:
        shown(other, site, SMALL)
        site.spent(30)
        prints(other, 30)
    short.evaluate(turn, False)
    prints(short, 30)


def test_a_row_that_is_new_leaves_the_rows_after_it_alone(page: Page) -> None:
    script = """async () => {
      const {morph, parsed} = await import("/assets/morph.js");
      const row = (name, n) => `<tr><th id="x${name}" class="label">${name}</th><td><data>${n}</data></td></tr>`;
      const table = (...rows) => parsed(`<table><tbody>${rows.join("")}</tbody></table>`);
      const old = table(row("甲", 1), row("乙", 2), row("丙", 3));
      const kept = [...old.querySelectorAll("tr")];
      const changed = morph(old, table(row("甲", 1), row("新", 9), row("乙", 2), row("丙", 4)));
      const now = [...old.querySelectorAll("tr")];
      return [now.map(node => kept.indexOf(node)), [...changed].map(node => node.textContent)];
    }"""
    assert page.evaluate(script) == [[0, -1, 1, 2], ["9", "4"]]


# It is never lost


def test_a_file_that_cannot_be_read_keeps_the_page_with_the_reason_until_it_is_mended(short: Page, site: Site) -> None:
    site.small.change("年度: 2021", "年度: 二〇二一")
    banner = short.locator("#banner .pv-broken")
    expect(banner).to_contain_text("input.yaml:3:")
    expect(banner).to_contain_text("建议：")
    expect(short.locator("#status")).to_have_text("现在的文件用不了")
    expect(short.locator("h1")).to_have_text("甲局2021年部门预算公开")
    assert violations(short, ".pv-top") == []
    site.small.save(site.small.good)
    expect(banner).to_have_count(0)


def test_mistakes_in_the_numbers_are_told_above_the_new_numbers(page: Page, site: Site) -> None:
    site.large.change("收入@上年预算: 11336430.92", "收入@上年预算: 11336430.93")
    expect(page.locator("#banner")).not_to_be_empty()


# Every number answers


def test_a_click_on_a_number_shows_the_line_that_it_comes_from(page: Page) -> None:
    number(page, "t1", "五、事业收入", "14.26").click()
    answer = page.locator("#answer")
    expect(answer).to_be_visible()
    expect(answer).to_contain_text("142,600元")
    expect(answer).to_contain_text("example-2026.yaml:62:")
    expect(answer.locator(".pv-row")).to_contain_text("云溪县文化馆　事业收入")
    expect(answer.locator(".pv-row input").first).to_have_value("142600")


def test_the_keyboard_alone_changes_the_line_of_a_number_and_takes_it_back(page: Page, site: Site) -> None:
    number(page, "t1", "五、事业收入", "14.26").focus()
    page.keyboard.press("Enter")
    amount = page.locator("#answer .pv-row input").first
    amount.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("142601")
    expect(page.locator("#desk .pv-effect")).to_contain_text("错误0→")
    assert site.large.file.read_text(encoding="utf-8") == site.large.good
    assert violations(page, "#panel") == []
    page.keyboard.press("Enter")
    expect(page.locator("#desk")).to_be_hidden()
    changed = edited(site.large.good, "资金: 事业收入, 金额: 142600}", "资金: 事业收入, 金额: 142601}")
    assert site.large.file.read_text(encoding="utf-8") == changed
    expect(page.locator("#banner")).to_contain_text("错误")
    page.locator("#undo").press("Enter")
    expect(page.locator("#banner")).to_be_empty()
    expect(amount).to_have_value("142600")
    assert site.large.file.read_text(encoding="utf-8") == site.large.good


def test_operands_are_numbers_that_answer_and_there_is_a_way_back(page: Page) -> None:
    number(page, "t1", "五、事业收入", "14.26").click()
    page.locator("#answer a", has_text="上年预算的增减额").click()
    expect(page.locator("#answer")).to_contain_text("14,600元")
    page.locator("#back").click()
    expect(page.locator("#answer")).to_contain_text("142,600元")
    expect(page.locator("#back")).to_be_hidden()


def test_a_place_in_the_answer_is_brought_into_sight_and_has_the_focus(page: Page) -> None:
    number(page, "t1", "五、事业收入", "14.26").click()
    page.locator("#answer a[data-nth]").nth(1).click()
    assert page.evaluate("document.activeElement.closest('.table').id") == "t2"
    assert page.evaluate("document.activeElement.textContent") == "14.26"
    assert in_sight(page)(":focus")


def test_the_keyboard_alone_reaches_a_number_asks_it_and_gets_back(page: Page) -> None:
    page.locator("#t1 .scroll").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "1,145.10"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "16.85"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "125.27"
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent") == "这个数"
    page.keyboard.press("Escape")
    expect(page.locator("#answer")).to_be_hidden()
    assert page.evaluate("document.activeElement.textContent") == "125.27"
    page.keyboard.press("Tab")
    expect(page.locator("#t1 .pv-files a:focus")).to_have_text("Word")


def test_the_search_finds_as_one_types_and_enter_goes_to_the_first(page: Page) -> None:
    page.locator("#query").press_sequentially("14.26")
    expect(page.locator("#search li").first).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Enter")
    expect(page.locator("#article data:focus")).to_have_text("14.26")
    assert in_sight(page)(":focus")


# Panels


def test_a_finding_leads_to_its_number(blank: Page, site: Site) -> None:
    page = shown(blank, site, WRONG)
    panel(page, "findings")
    page.locator("#findings a", has_text="国有资产").click()
    assert page.evaluate("document.activeElement.textContent") == "3"


def test_the_contents_lead_to_their_headings(page: Page) -> None:
    panel(page, "contents")
    page.locator("#contents a", has_text="第三部分").click()
    expect(page.locator(":focus > h2")).to_contain_text("第三部分")
    assert in_sight(page)(":focus > h2")


def test_beside_the_parts_of_the_page_stands_what_helps(page: Page) -> None:
    """The section in the contents, the files of a table, a chart's numbers, the place in the budget file."""
    page.locator("#t12").evaluate("table => table.scrollIntoView()")
    expect(page.locator("#article nav [aria-current=location]")).to_have_attribute("href", "#t12")
    with page.expect_download() as load:
        page.locator("#t12 .pv-files a", has_text="Excel").click()
    assert load.value.suggested_filename == "example-2026 2026年部门机关运行经费表.xlsx"
    page.locator("figure.chart text", has_text="941.36").first.click()
    expect(page.locator("#answer .pv-value")).to_have_text("9,413,571.48元")
    expect(page.locator("#answer .pv-reach button").first).to_have_text("复制")
    link = page.locator("#answer .pv-reach a").first
    assert (link.get_attribute("href") or "").startswith("vscode://file/")
    assert (link.get_attribute("href") or "").endswith(".yaml:74:7")


def test_a_number_and_its_percent_sign_are_one(page: Page) -> None:
    rate = page.locator("#article data", has_text="95.01").first
    expect(rate).to_have_text("95.01%")


def test_a_field_for_a_code_offers_those_of_the_catalogue_with_their_names(page: Page) -> None:
    panel(page, "form")
    field = page.locator("#form input[data-keys*='\"支出\"'][data-keys*='\"功能\"']").first
    field.evaluate("node => { for (let d = node; (d = d.parentElement.closest('details')); ) d.open = true }")
    field.focus()
    expect(field).to_have_attribute("list", "names-功能")
    assert page.locator("[id='names-功能'] option").count() > 1000
    field.fill("2010101")
    expect(field.locator("xpath=..").locator(".pv-called")).to_have_text("行政运行")
    page.keyboard.press("Escape")


def test_changes_are_listed_and_on_request_marked_in_the_page(page: Page, site: Site) -> None:
    panel(page, "changes")
    expect(page.locator("#changes li", has_text="五、事业收入").first).to_contain_text("12.8014.26")
    page.locator("#marks").click()
    expect(page.locator("#article ins", has_text="1,145.10").first).to_be_attached()
    site.staff(21)
    expect(page.locator("#article")).to_contain_text("在职人员44人")
    expect(page.locator("#article ins", has_text="1,145.10").first).to_be_attached()
    page.locator("#marks").click()
    expect(page.locator("#article ins")).to_have_count(0)
    site.staff(22)
    expect(page.locator("#article .body", has_text="在职人员45人")).to_have_count(1)


# On sheets


def test_the_a4_view_has_sheets_of_that_size_turned_for_wide_tables_with_nothing_cut_off(page: Page) -> None:
    page.locator("[data-view=paper]").click()
    sizes = page.locator(".sheet").evaluate_all("all => all.map(s => [s.offsetWidth, s.offsetHeight])")
    assert {tuple(size) for size in sizes} == {SHEET, SHEET[::-1]}
    turned = page.locator(".sheet.turned .table").evaluate_all("all => all.every(t => t.matches('.landscape'))")
    assert turned
    assert page.locator(".sheet:not(.turned) .landscape").count() == 0
    over = """all => all.filter(flow => { const room = flow.getBoundingClientRect();
        return [...flow.querySelectorAll('p, td, th, h1, h2, h3, h4')].some(part => {
            const box = part.getBoundingClientRect();
            return box.bottom > room.bottom + 2 || box.right > room.right + 2 }) }).length"""
    assert page.locator(".flow").evaluate_all(over) == 0
    numbers = "root => [...document.querySelectorAll(root + ' data:not(details *)')].map(d => d.textContent).join()"
    assert page.evaluate(numbers, "#sheets") == page.evaluate(numbers, "#article main")


def test_the_a4_view_has_cover_and_contents_as_the_word_file(page: Page) -> None:
    page.locator("[data-view=paper]").click()
    first, second = (page.locator(".sheet").nth(number) for number in (0, 1))
    expect(first).to_contain_text("2026年部门预算公开云溪县文化和旅游局2026年2月10日")
    expect(second).to_contain_text("目\u3000录第一部分\u3000云溪县文化和旅游局概况1")
    assert page.locator(".sheet:not(:has(.folio))").count() == 2
    entry = page.locator(".entry", has_text="部门政府采购预算表")
    number = entry.locator("span").last.text_content()
    entry.click()
    expect(page.locator(f".sheet[data-number='{number}'] .title")).to_contain_text("政府采购预算表")
    assert in_sight(page)(f".sheet[data-number='{number}'] .title")


def test_a_chart_on_paper_answers(page: Page) -> None:
    page.locator("[data-view=paper]").click()
    page.locator("#sheets figure.chart text", has_text="941.36").first.click()
    expect(page.locator("#answer .pv-value")).to_have_text("9,413,571.48元")


def test_a_table_that_goes_on_has_its_head_again_and_its_caption_once(page: Page) -> None:
    page.locator("[data-view=paper]").click()
    expect(page.locator(".pv-rest.table thead.pv-again").first).to_be_visible()
    assert page.locator(".pv-rest caption").count() == 0


def test_the_a4_view_follows_too_and_its_numbers_answer(page: Page, site: Site) -> None:
    page.locator("[data-view=paper]").click()
    site.staff(21)
    expect(page.locator("#sheets .body", has_text="在职人员44人")).to_have_count(1)
    page.locator("#sheets data", has_text="44").first.click()
    expect(page.locator("#answer")).to_contain_text("example-2026.yaml:53:")


def test_switching_views_keeps_the_place(page: Page) -> None:
    page.evaluate("document.querySelector('#t12').scrollIntoView()")
    page.locator("[data-view=paper]").click()
    assert page.evaluate("document.querySelector('[data-was=t12]').getBoundingClientRect().top") < 200
    page.locator("[data-view=reading]").click()
    assert -100 < page.evaluate("document.querySelector('#t12').getBoundingClientRect().top") < 200


def test_what_is_printed_is_the_document_alone(page: Page) -> None:
    panel(page, "findings")
    page.locator("[data-view=paper]").click()
    page.emulate_media(media="print")
    boxes = "[...document.body.children].filter(part => part.getClientRects().length).length"
    assert page.evaluate(boxes) == 0  # the article is there without a box of its own
    assert page.locator("#article h1").is_visible()
    assert not page.locator(".sheet").first.is_visible()


# For everyone


def test_names_that_look_like_markup_are_words(blank: Page, site: Site) -> None:
    page = shown(blank, site, HOSTILE)
    expect(page.locator("#article")).to_contain_text("<script>alert(2)</script>")
    page.locator("#article data").first.click()
    expect(page.locator("#answer")).to_be_visible()
    page.locator("#query").fill("<img")
    expect(page.locator("#search")).to_be_visible()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("path", [SHORT, pytest.param(LARGE, marks=pytest.mark.soak)])
def test_axe_core_finds_nothing_wrong_in_either_view(blank: Page, site: Site, path: str) -> None:
    page = shown(blank, site, path)
    assert violations(page) == []
    page.locator("[data-view=paper]").click()
    assert violations(page) == []


LOOKS = ((DESK, "light"), (PHONE, "dark"))
FEW = "document.querySelectorAll('#panel li:nth-child(n+5), #t1 ~ .table').forEach(more => more.remove())"


@pytest.mark.parametrize("first", [0, pytest.param(1, marks=pytest.mark.soak)])
def test_axe_core_finds_nothing_wrong_in_any_panel(page: Page, first: int) -> None:
    """One panel on a desk, the next on a phone; `make soak` the other way round too. Of lists, the first lines."""
    looks = islice(cycle(LOOKS), first, None)
    found: list[str] = []

    def look(within: str) -> None:
        width, scheme = next(looks)
        page.evaluate(FEW)
        seen_as(page, width, scheme)
        found.extend(f"{scheme} {width} {line}" for line in violations(page, within))

    look(".pv-top")
    for name in ("contents", "form", "findings", "changes", "steps"):
        panel(page, name)
        look("#panel")
    number(page, "t1", "五、事业收入", "14.26").click()
    expect(page.locator("#answer li").first).to_be_visible()
    look("#panel")
    page.locator("#query").fill("三公")
    expect(page.locator("#search li").first).to_be_visible()
    look("#panel")
    assert found == []


def test_axe_core_finds_nothing_wrong_on_the_start_page_which_leads_to_each_file(blank: Page, site: Site) -> None:
    page = shown(blank, site, "/")
    assert violations(page) == []
    page.locator("a", has_text="input.yaml").last.click()
    expect(page.locator("h1")).to_have_text("甲局2021年部门预算公开")


def test_on_a_phone_the_page_does_not_scroll_sideways(blank: Page, site: Site) -> None:
    seen_as(blank, PHONE)
    page, width = shown(blank, site, LARGE), "document.scrollingElement.scrollWidth"
    assert page.evaluate(width) == PHONE
    panel(page, "findings")
    assert page.evaluate(width) == PHONE
    page.locator("[data-view=paper]").click()
    assert page.evaluate(width) == PHONE


def test_without_script_the_document_its_findings_and_changes_are_there(browser: Browser, site: Site) -> None:
    with browser.new_context(java_script_enabled=False) as window:
        page = shown(window.new_page(), site, LARGE)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("#findings")).to_be_visible()
        expect(page.locator("#query")).to_be_hidden()
