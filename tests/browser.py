"""Pages in Chromium, driven from Python, and what axe-core has to say of them.

Every rule of axe-core is on: also what it holds for best practice, for WCAG's level AAA and for still experimental.
A table with a caption of its own may begin with a title over all its columns, which axe-core takes for another.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.tools import need

AXE = """async within => {
  const rules = Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, {enabled: true}]));
  const found = await axe.run(within || document, {rules, resultTypes: ["violations"]});
  const own = (rule, node) => rule.id === "table-fake-caption" && document.querySelector(node.target)?.caption;
  const of = rule => rule.nodes.filter(node => !own(rule, node));
  const told = rule => of(rule).map(node => `${rule.id}: ${node.target}: ${node.failureSummary}`);
  return {passed: found.passes.length, violations: found.violations.flatMap(told)};
}"""
PHONE, TABLET, DESK = 360, 768, 1440
Look = tuple[str, int]  # scheme, width
expect.set_options(timeout=60_000)  # milliseconds: what is waited for comes late on a busy computer


def in_turn(names: Sequence[str], looks: Sequence[Look], first: int = 0) -> list[Any]:
    """Names and looks for a test: each name in one look, the next name in the next; `make soak` in all of them."""
    return [
        pytest.param(
            name,
            look,
            id=f"{name}-{look[0]}-{look[1]}",
            marks=pytest.mark.soak if (at + turn + first) % len(looks) else (),
        )
        for at, name in enumerate(names)
        for turn, look in enumerate(looks)
    ]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser for any number of pages; without one the test is skipped, or fails in a full run."""
    program = need("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, html: Path, width: int = DESK, scheme: Any = "light") -> Iterator[Page]:
    """A file, in the one page that is for all of them: another takes longer than most tests."""
    page = browser.contexts[0].pages[0] if browser.contexts else browser.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media="null", color_scheme=scheme)
    page.goto(html.resolve().as_uri())
    yield page


def violations(page: Page, within: str = "") -> list[str]:
    """What axe-core finds wrong on a page, or in a part of it, a line for each element; empty: it is accessible."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(f"{Path(need('axe-core')).read_text(encoding='utf-8')};0")  # even where a page allows no script
    found = page.evaluate(AXE, within)
    assert found["passed"] > 10, "axe-core did not look"
    return list(found["violations"])
