"""The examples and a hostile document in Chromium: for everyone, by keyboard, on a phone and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from reportgen.cli import main
from reportgen.document import Paragraph, Section
from reportgen.writers.html import write
from tests.browser import DESK, PHONE, TABLET, Look, chromium, in_turn, opened, violations
from tests.budgets import NAMES, most_in_soak
from tests.writers.sample import DOCUMENT, EMPTY, STYLE, TWO_SIDED, expenditure, words

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(NAMES)
HOSTILE = "hostile"
FRONT = (Section(1, "", words("要改的地方"), (replace(EMPTY, name="要改的表"),)),)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def finals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = built(tmp_path_factory.mktemp("finals"))
    (folder / f"{HOSTILE}.html").write_bytes(write(DOCUMENT, STYLE))
    return folder


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = built(tmp_path_factory.mktemp("drafts"), "--draft")
    (folder / f"{HOSTILE}.html").write_bytes(write(replace(DOCUMENT, mark="草稿", front=FRONT), STYLE))
    return folder


def built(folder: Path, *options: str) -> Path:
    budgets = (str(DATA / f"{name}.yaml") for name in EXAMPLES)
    assert main(["build", *budgets, "--to", "html", "-o", str(folder), *options]) == 0
    for file in folder.glob("*.html"):
        file.rename(folder / f"{file.stem.removesuffix('（草稿）')}.html")
    return folder


def wrong(browser: Browser, html: Path, look: Look) -> list[str]:
    """What axe-core finds in that scheme and width."""
    scheme, width = look
    with opened(browser, html, width, scheme) as page:
        return violations(page)


# For everyone


LOOKS = (("light", PHONE), ("dark", DESK), ("dark", PHONE), ("light", DESK))


@pytest.mark.parametrize(("name", "look"), in_turn([*EXAMPLES, HOSTILE], LOOKS))
def test_axe_core_finds_nothing_wrong_in_what_is_published(
    browser: Browser, finals: Path, name: str, look: Look
) -> None:
    assert wrong(browser, finals / f"{name}.html", look) == []


@pytest.mark.parametrize(("name", "look"), in_turn([HOSTILE, EXAMPLES[0]], LOOKS, first=1))
def test_axe_core_finds_nothing_wrong_in_a_draft(browser: Browser, drafts: Path, name: str, look: Look) -> None:
    assert wrong(browser, drafts / f"{name}.html", look) == []


def test_axe_core_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    html = tmp_path / "faint.html"
    html.write_bytes(write(DOCUMENT, STYLE).replace(b"--ink: #1d2127", b"--ink: #dddddd"))
    with opened(browser, html) as page:
        assert {line.partition(":")[0] for line in violations(page)} == {"color-contrast"}


# By keyboard


def focused(page: Page) -> dict[str, Any]:
    """What has the focus: its name, and whether an outline shows it within the window."""
    script = """() => {
      const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
      return {name: at.getAttribute("aria-label") || at.textContent, outlined: look.outlineStyle == "solid",
              seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
    }"""
    return dict(page.evaluate(script))


def test_the_tab_key_comes_by_skip_link_contents_and_tables_in_reading_order_each_of_them_seen(
    browser: Browser, tmp_path: Path
) -> None:
    html = tmp_path / "short.html"
    html.write_bytes(write(replace(DOCUMENT, blocks=(EMPTY, TWO_SIDED)), STYLE))
    with opened(browser, html, PHONE) as page:
        stops = []
        for _ in range(5):
            page.keyboard.press("Tab")
            stops.append(focused(page))
    first, second = "预算08表 2020年政府性基金支出情况表", "预算01表 2020年部门收支总体情况表"
    assert [stop["name"] for stop in stops] == ["跳到正文", first, second, "预算08表", "预算01表"]
    assert all(stop["outlined"] and stop["seen"] for stop in stops)


def test_the_skip_link_goes_past_the_contents(browser: Browser, finals: Path) -> None:
    with opened(browser, finals / f"{HOSTILE}.html") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_wide_table_scrolls_by_the_arrow_keys_and_keeps_the_names_of_its_rows_in_sight(
    browser: Browser, finals: Path
) -> None:
    with opened(browser, finals / f"{HOSTILE}.html", PHONE) as page:
        box = page.locator(".scroll[aria-label='预算03表']")
        box.focus()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 300")
        left, label = box.bounding_box(), box.get_by_text("行政运行").bounding_box()
    assert left is not None
    assert label is not None
    assert abs(label["x"] - left["x"]) < 2


# On a phone


@pytest.mark.parametrize("name", most_in_soak([HOSTILE, *EXAMPLES], every=2))
def test_on_a_phone_tables_scroll_and_the_page_does_not(browser: Browser, finals: Path, name: str) -> None:
    with opened(browser, finals / f"{name}.html", PHONE) as page:
        assert page.evaluate("document.scrollingElement.scrollWidth") == PHONE
        assert page.locator(".scroll").evaluate_all("all => all.some(box => box.scrollWidth > box.clientWidth)")


@pytest.mark.parametrize("name", most_in_soak([HOSTILE, *EXAMPLES], every=2))
def test_on_a_phone_no_cell_is_a_column_of_single_characters(browser: Browser, finals: Path, name: str) -> None:
    script = """cells => cells.filter(cell => cell.textContent.length > 4 && cell.clientWidth < 2.5 * 14.45)
                               .map(cell => cell.textContent)"""
    with opened(browser, finals / f"{name}.html", PHONE) as page:
        assert page.locator("th, td").evaluate_all(script) == []


LINES_BROKEN_EARLY = """paragraphs => paragraphs.flatMap(paragraph => {
  const room = paragraph.getBoundingClientRect().right - 3 * 17;
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const early = [], range = document.createRange();
  let right = Infinity, bottom = Infinity;
  for (let text; text = texts.nextNode();)
    for (let at = 0; at < text.length; at++) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const box = range.getBoundingClientRect();
      const begins = box.top > bottom - 4;
      if (begins && right < room && "万元个人".includes(text.data[at])) early.push(paragraph.textContent);
      [right, bottom] = [box.right, box.bottom];
    }
  return early;
})"""


@pytest.mark.parametrize("width", most_in_soak([*range(340, 460, 20), TABLET], every=2))
def test_no_line_ends_before_a_unit_that_had_room(browser: Browser, finals: Path, width: int) -> None:
    with opened(browser, finals / "example-2026.html", width) as page:
        page.add_style_tag(content=".body { text-align: start !important; }")
        assert page.locator(".body").evaluate_all(LINES_BROKEN_EARLY) == []


# On paper


def test_printed_tables_have_turned_pages_with_numbers_and_their_head_on_each(browser: Browser, tmp_path: Path) -> None:
    wide = replace(expenditure("表1", "题"), body=expenditure("表1", "题").body * 9)
    html, pdf = tmp_path / "wide.html", tmp_path / "wide.pdf"
    blocks = (Paragraph(words("前")), wide, Paragraph(words("后")))
    html.write_bytes(write(replace(DOCUMENT, blocks=blocks), STYLE))
    with opened(browser, html) as page:
        page.pdf(path=pdf, prefer_css_page_size=True)
    pages = PdfReader(pdf).pages
    turned = [at.mediabox.width > at.mediabox.height for at in pages]
    assert turned == [False, *[True] * (len(pages) - 2), False]
    assert len(pages) > 4
    texts = [normalize("NFKC", at.extract_text()) for at in pages]  # the font names some characters as radicals
    assert ["工资福利" in text for text in texts] == turned
    assert [f"— {number} —" in text for number, text in enumerate(texts, 1)] == [True] * len(pages)


@pytest.mark.parametrize("name", most_in_soak(EXAMPLES, every=2))
def test_nothing_of_a_table_is_cut_off_on_paper(browser: Browser, finals: Path, name: str) -> None:
    with opened(browser, finals / f"{name}.html") as page:
        page.emulate_media(media="print")
        cut = "all => all.filter(box => getComputedStyle(box).overflow != 'visible').length"
        assert page.locator(".scroll").evaluate_all(cut) == 0
