"""The examples and a hostile document in Chromium: accessible to everyone, on a phone and on a desk, light and dark."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reportgen.cli import main
from reportgen.document import Section
from reportgen.writers.html import write
from tests.browser import DESK, PHONE, chromium, opened, violations
from tests.writers.sample import DOCUMENT, EMPTY, STYLE, words

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = sorted(path.stem for path in DATA.glob("*.yaml"))
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


def wrong(browser: Browser, html: Path, *looks: tuple[str, int]) -> list[str]:
    """What axe-core finds in each of those schemes and widths."""
    found = []
    with opened(browser, html) as page:
        for scheme, width in looks:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            found += [f"{scheme} {width} {line}" for line in violations(page)]
    return found


# For everyone


@pytest.mark.parametrize("name", [*EXAMPLES, HOSTILE])
def test_axe_core_finds_nothing_wrong_in_what_is_published(browser: Browser, finals: Path, name: str) -> None:
    looks = [(scheme, width) for scheme in ("light", "dark") for width in (PHONE, DESK)]
    assert wrong(browser, finals / f"{name}.html", *looks) == []


@pytest.mark.parametrize("name", [*EXAMPLES, HOSTILE])
def test_axe_core_finds_nothing_wrong_in_a_draft(browser: Browser, drafts: Path, name: str) -> None:
    assert wrong(browser, drafts / f"{name}.html", ("light", PHONE), ("dark", DESK)) == []


def test_axe_core_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    html = tmp_path / "faint.html"
    html.write_bytes(write(DOCUMENT, STYLE).replace(b"--ink: #1d2127", b"--ink: #dddddd"))
    with opened(browser, html) as page:
        assert {line.partition(":")[0] for line in violations(page)} == {"color-contrast"}
