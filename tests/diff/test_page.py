"""The page of a comparison: valid, accessible, without script or network, and a filter that works by CSS alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from reportgen.diff import Differences
from reportgen.diff.outputs.html import write
from reportgen.document import Document, Row
from tests.browser import DESK, PHONE, TABLET, Look, chromium, in_turn, opened, violations
from tests.diff.compared import contradicted, documents, examples, passage
from tests.tools import vnu
from tests.writers.sample import DOCUMENT, HOSTILE, number, plain_table, words

MOVED = "负责全县的文化工作，组织节庆活动，指导乡镇文化站的工作，保护和传承非物质文化遗产，一处不动地移到后面。"
SVG = 'xmlns="http://www.w3.org/2000/svg"'
SHOWN = ("years", "same", "hostile", "gone", "reworded")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of what tests look at."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "years": contradicted(examples()),
        "same": examples("example-2026", "example-2026"),
        "hostile": documents(passage("甲"), DOCUMENT),
        "gone": documents(DOCUMENT, passage("甲")),
        "reworded": documents(passage(HOSTILE, MOVED, f"甲{HOSTILE}"), passage(f"{HOSTILE}改", f"乙{HOSTILE}", MOVED)),
    }
    for name, differences in made.items():
        (folder / f"{name}.html").write_bytes(write(differences))
    return folder


def page_of(folder: Path, differences: Differences) -> Path:
    """A page of its own."""
    page = folder / "page.html"
    page.write_bytes(write(differences))
    return page


def test_the_pages_are_valid(pages: Path) -> None:
    assert vnu(*(pages / f"{name}.html" for name in SHOWN)) == []


LOOKS = (("light", PHONE), ("dark", TABLET), ("light", DESK))
# Of many changes below one another, which are made alike, the first.
FEW = "document.querySelectorAll('.change ~ .change ~ .change ~ .change, tr:nth-child(n+9)').forEach(x => x.remove())"


@pytest.mark.parametrize(("name", "look"), in_turn(SHOWN, LOOKS))
def test_axe_core_finds_nothing_wrong(browser: Browser, pages: Path, name: str, look: Look) -> None:
    scheme, width = look
    with opened(browser, pages / f"{name}.html", width, scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        page.evaluate(FEW)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_stands_alone(pages: Path, name: str) -> None:
    text = (pages / f"{name}.html").read_text(encoding="utf-8")
    assert re.findall(r"<script[^>]|<link|<img|<iframe|url\(|@import|src=|https?:", text.replace(SVG, "")) == []


def test_hostile_words_come_out_verbatim(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "hostile.html") as page:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert HOSTILE in page.inner_text("main")


def shown(page: Page, selector: str) -> int:
    """How many of them can be seen."""
    return sum(1 for each in page.locator(selector).all() if each.is_visible())


def test_a_kind_that_is_not_checked_is_hidden_and_so_is_a_section_of_it_alone(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "years.html") as page:
        assert page.locator("h2", has_text="三、人员情况").is_visible()
        page.get_by_label("数字变了").press("Space")
        assert shown(page, ".change.number") == 0
        assert not page.locator("h2", has_text="三、人员情况").is_visible()
        assert page.locator("h2", has_text="二、收入预算情况").is_visible()


def test_without_any_kind_no_section_is_left(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "years.html") as page:
        for kind in ("数字变了", "文字改了", "新增", "删去"):
            page.get_by_label(kind).uncheck()
        assert shown(page, ".group") == 0
        assert page.locator("h2", has_text="改名").is_visible()


def test_the_address_keeps_what_is_hidden_and_leads_to_a_change(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "years.html") as page:
        page.get_by_label("数字变了").uncheck()
        page.get_by_label("新旧并排").uncheck()
        assert page.url.endswith("#&hide=number,sides")
        page.goto(page.url.replace("#", "#d400"))
        page.reload()
        assert not page.get_by_label("数字变了").is_checked()
        assert not page.locator("#d400 .sides").is_visible() or page.locator("#d400.number").count()
        lost = "links => links.filter(a => !document.getElementById(a.hash.slice(1))).length"
        assert page.locator("a.here").evaluate_all(lost) == 0


def test_every_entry_of_the_contents_leads_somewhere(browser: Browser, pages: Path) -> None:
    with opened(browser, pages / "years.html") as page:
        lost = "links => links.filter(a => !document.getElementById(a.hash.slice(1))).map(a => a.hash)"
        assert page.locator("nav a").evaluate_all(lost) == []


def test_a_number_that_moved_is_marked_otherwise_than_words() -> None:
    text = write(documents(passage("在职36人，负责文化。"), passage("在职38人，负责旅游。"))).decode()
    assert '在职<del class="moved-number">36</del>人，负责<del>文化</del>。' in text
    assert '在职<ins class="moved-number">38</ins>人，负责<ins>旅游</ins>。' in text


def test_what_moved_says_from_where() -> None:
    other = "完全是另外一句话，说的是今年预算安排的项目和资金来源，和前后两句都没有相同的地方，放在中间作比较用。"
    old, new = passage(MOVED, other, f"{other}又一次", year=2026), passage(other, f"{other}又一次", MOVED, year=2026)
    text = write(documents(old, new)).decode()
    assert '<p class="what"><strong>从“一、情况”移来</strong> 段落 <a' in text


def test_many_cells_are_folded(tmp_path: Path, browser: Browser) -> None:
    old, new = (long_table(700, amount) for amount in ("12.5", "13.5"))
    with opened(browser, page_of(tmp_path, documents(old, new))) as page:
        assert (
            page.locator("main summary").first.inner_text()
            == "700格变了；最大的：“0000000 科目0”行“本年”列 12.5 → 13.5（+1.0）"
        )
        assert shown(page, "tbody") == 0
        page.locator("main summary").first.click()
        assert [each.inner_text() for each in page.locator("details details > summary").all()][-1] == "第501至700个"


def long_table(rows: int, amount: str) -> Document:
    """A table of so many rows, each with that amount."""
    table = plain_table("表", rows)
    cells = [(*row.cells[:2], number(str(at), amount), row.cells[3]) for at, row in enumerate(table.body)]
    return Document(words("题"), "甲局", 2026, (replace(table, body=tuple(Row(each) for each in cells)),))


def test_on_a_phone_the_reasons_come_before_filter_and_contents(tmp_path: Path, browser: Browser) -> None:
    with opened(browser, page_of(tmp_path, examples())) as page:
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.locator("fieldset").is_hidden()
        box = page.locator(".aloud").first.bounding_box()
        assert box
        assert box["y"] < 844 / 2
        page.locator(".side > summary").click()
        assert page.locator("fieldset").is_visible()
