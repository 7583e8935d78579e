"""The bare article: what it holds, that it is valid inside a page of a site, and that it says what the page says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from reportgen.cli import main
from reportgen.document import Document
from reportgen.draft_mark import with_findings
from reportgen.readers.html import read
from reportgen.writers import formats, on_request, writer
from tests import budgets
from tests.budgets import documents
from tests.tools import vnu
from tests.writers.sample import DOCUMENT, STYLE, body, section, words

SITE = (
    '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>政府信息公开</title></head>\n'
    "<body><header><h1>政府信息公开</h1></header><nav><p>首页</p></nav><main>\n{}</main></body></html>\n"
)
DRAFT = with_findings(DOCUMENT, ())


def fragment(document: Document) -> str:
    return writer("html-fragment")(document, STYLE).decode()


def soup(document: Document, form: str) -> BeautifulSoup:
    return BeautifulSoup(writer(form)(document, STYLE), "html.parser", multi_valued_attributes=None)


def test_a_small_one_is_written_out() -> None:
    small = Document(words("甲局\n2026年部门预算"), "甲局", 2026, (section(1, "一、|概况", body("正文。")),))
    assert fragment(small) == (
        '<article class="disclosure" lang="zh-CN">\n'
        "<header>\n<h2>甲局<br>2026年部门预算</h2>\n</header>\n"
        '<nav aria-label="目录">\n<p>目录</p>\n<ol>\n<li><a href="#s1">一、概况</a></li>\n</ol>\n</nav>\n'
        '<section id="s1">\n<h3>一、概况</h3>\n<p class="body">正文。</p>\n</section>\n'
        "</article>\n"
    )


def test_it_brings_no_style_sheet_no_script_and_nothing_that_a_page_has_once() -> None:
    article = BeautifulSoup(fragment(DRAFT), "html.parser")
    assert not article.select("html, head, body, meta, title, link, style, script, main, h1, a.skip")
    assert [there.name for there in article.find_all(recursive=False)] == ["article"]


@documents
def test_ids_and_classes_are_those_of_the_page(name: str) -> None:
    document = budgets.published(name).document
    article, page = soup(document, "html-fragment"), soup(document, "html")
    inside, whole = article.select("section, section [class]"), page.select("main section, main section [class]")
    assert [(there.name, there.attrs) for there in inside] == [(there.name, there.attrs) for there in whole]


@documents
def test_it_is_read_as_the_page_is(name: str) -> None:
    report = budgets.published(name)
    for document in (report.document, with_findings(report.document, report.findings)):
        page = read(writer("html")(document, STYLE))
        assert read(SITE.format(fragment(document)).encode(), publisher=page.publisher) == page


def test_it_is_valid_inside_a_page_of_a_site(tmp_path: Path) -> None:
    pages = tmp_path / "final.html", tmp_path / "draft.html"
    for page, document in zip(pages, (DOCUMENT, DRAFT), strict=True):
        page.write_text(SITE.format(fragment(document)), encoding="utf-8")
    assert vnu(*pages) == []


def test_headings_below_h6_say_how_deep_they_are() -> None:
    deep = replace(DOCUMENT, blocks=(section(1, "甲", section(4, "乙", section(6, "丙"))),))
    assert re.findall("<h[3-6].*>", fragment(deep)) == ["<h3>甲</h3>", "<h6>乙</h6>", '<h6 aria-level="8">丙</h6>']


def test_it_is_built_when_it_is_asked_for_under_a_name_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "html-fragment" in on_request()
    assert "html-fragment" not in formats()
    source = str(budgets.DATA / "luoyang-2020.yaml")
    assert main(["build", source, "--to", "html-fragment,txt", "-o", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["luoyang-2020.fragment.html", "luoyang-2020.txt"]
    capsys.readouterr()
    assert main(["build", "--help"]) == 0
    assert "html-fragment" in capsys.readouterr().out
