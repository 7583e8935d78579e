"""`check --to html`: the document with the findings beside it, each leading to the words that it means."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from reportgen.checks import Verdict
from reportgen.checks.outputs import Checked, write
from reportgen.checks.printed import marked, marks_of
from reportgen.diagnostics import Diagnostic, Location, Severity
from reportgen.document import Cell, Document, Figure, Paragraph, Role, Row, Table, Text, all_runs
from reportgen.fingerprint import fingerprint
from reportgen.readers import html
from tests.browser import DESK, PHONE, TABLET, Look, chromium, in_turn, opened, violations
from tests.checks.seeded import checked, seeded
from tests.tools import vnu
from tests.writers.sample import DOCUMENT, HOSTILE, STYLE

SHOWN = ("seeded", "sound", "hostile")
# Of many rows the first; no forms, which have lost what heads a cell when they were read.
FEW = "document.querySelectorAll('main tr:nth-child(n+9):not(:has(mark)), .form').forEach(each => each.remove())"
LOOKS = (("light", PHONE), ("dark", TABLET), ("light", DESK))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    named = Diagnostic(Severity.HINT, HOSTILE, HOSTILE, (Location(HOSTILE, 1, 1, 1, HOSTILE),), HOSTILE)
    made = {
        "seeded": checked(),
        "sound": replace(checked(), verdict=Verdict((), (), 0, ())),
        "hostile": Checked(HOSTILE, DOCUMENT, Verdict((named,), (), 0, ()), STYLE),
    }
    for name, one in made.items():
        (folder / f"{name}.html").write_bytes(write("html", one))
    return folder


def test_the_pages_are_valid(pages: Path) -> None:
    assert vnu(*(pages / f"{name}.html" for name in SHOWN)) == []


@pytest.mark.parametrize(("name", "look"), in_turn(SHOWN, LOOKS))
def test_axe_core_finds_nothing_wrong(browser: Browser, pages: Path, name: str, look: Look) -> None:
    scheme, width = look
    with opened(browser, pages / f"{name}.html", width, scheme) as page:
        page.evaluate(FEW)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", SHOWN)
def test_the_page_stands_alone(pages: Path, name: str) -> None:
    text = (pages / f"{name}.html").read_text(encoding="utf-8")
    assert re.findall(r"<script|<link|<img|<iframe|url\(|@import|src=|https?:", text) == []


def quoted(place: Location) -> str:
    return place.excerpt[place.marked - 1 : place.marked - 1 + place.length]


def test_each_finding_is_listed_and_its_places_lead_to_the_words_that_it_means(browser: Browser, pages: Path) -> None:
    assert len(checked().verdict.findings) > 10
    with opened(browser, pages / "seeded.html") as page:
        listed = page.locator("#findings .findings > li")
        assert [one.split("\n")[0].split(" ", 2)[2] for one in listed.all_inner_texts()] == [
            one.rule for one in checked().verdict.findings
        ]
        for number, finding in enumerate(checked().verdict.findings, 1):
            links = page.locator(f"#finding-{number} a")
            marks = [page.locator(f"main {link.get_attribute('href')}") for link in links.all()]
            printed = [place for place in finding.places[:8] if place.excerpt and not place.line]
            assert [mark.get_attribute("data-finding") for mark in marks] == [str(number)] * len(printed)
            for mark, place in zip(marks, printed, strict=True):
                assert (words := mark.text_content())  # to where the words of another place begin
                assert quoted(place).startswith(words)


def test_the_words_that_a_place_means_are_all_marked() -> None:
    marks = [mark for some in marks_of(seeded(), checked().verdict.findings) for mark in some]
    on: dict[str, str] = {}
    for run in (run for runs in all_runs(marked(seeded(), [marks])) for run in runs):
        on |= {mark: on.get(mark, "") + run.text for mark in run.marks}
    assert on == {mark.id: quoted(mark.place) for mark in marks}


def test_a_number_is_marked_as_a_whole_and_so_is_a_cell_without_words() -> None:
    number = Paragraph((Text("共"), Figure("支出", "12.30", "123000"), Text("万元")))
    blank = Table("表", "", (), (), (), 2, (), (Row((Cell((Text("甲"),), Role.LABEL), Cell((), Role.NUMBER))),))
    document = Document((Text("题"),), "甲局", 2026, (number, blank))
    places = (Location("", 0, 0, 2, "共12.30万元", 3), Location("表“甲”行", 0, 0, 1, "甲 | ", 5))
    (marks,) = marks_of(document, [Diagnostic(Severity.ERROR, "R", "错", places)])
    runs = [run for runs in all_runs(marked(document, [marks])) for run in runs if run.marks]
    assert [(run.text, run.marks) for run in runs] == [("12.30", ("1-1",)), ("", ("1-2",))]


def test_the_counts_are_those_of_the_verdict(pages: Path) -> None:
    text = (pages / "seeded.html").read_text(encoding="utf-8")
    groups = dict(re.findall(r"<summary>(\D+)([0-9]+)处</summary>", text))
    assert groups == {kind.value: str(n) for kind in Severity if (n := checked().verdict.count(kind))}


def test_the_words_of_the_document_are_read_back_as_they_were(pages: Path) -> None:
    found = html.read((pages / "seeded.html").read_bytes())
    assert fingerprint(found) == fingerprint(seeded())
    assert not any(one.rule in str(found) for one in checked().verdict.findings)


def test_words_that_several_findings_mean_are_marked_for_each() -> None:
    text = write("html", checked()).decode()
    assert re.search(r'<mark id="mark-(\d+)-\d+" data-finding="\1"><mark id="mark-(\d+)-\d+" data-finding="\2">', text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(set(ids)) == len(ids)
