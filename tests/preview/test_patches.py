"""What a tab is sent: after any save the patched page is the whole page, and no more than what changed travels."""

import gzip
import json
from pathlib import Path

import pytest
from lxml import html

from reportgen.document import Table, walk
from reportgen.preview.building import KeptTables, PreviewPage, built
from reportgen.preview.page import patch
from reportgen.preview.session import Session
from reportgen.writers.html import HtmlPart
from tests.budgets import edited, source
from tests.preview.served import ask, says, served, small, watched

SALARY = "- {功能: 2012901, 经济: 30112, 政府经济: 50102, 金额: 5.8}"
SAVES = {
    "a word": ("全市工会工作的任务与重点", "全市工会的任务与重点", 2_000),
    "an amount": (SALARY, SALARY.replace("5.8", "6.8"), 30_000),
    "a draft": ("年度: 2020", "年度: 2020\n状态: 草稿", 130_000),
    "a year": ("年度: 2020", "年度: 2021", 120_000),
}


def patched(article: str, sent: list[tuple[list[int], str]]) -> html.HtmlElement:
    """The article after a patch, as browsers do it."""
    root = html.fragment_fromstring(article, create_parent="div")
    for place, markup in sent:
        if not place:
            return html.fragment_fromstring(markup, create_parent="div")
        node = root
        for number in place:
            node = node[number]
        node.getparent().replace(node, html.fragment_fromstring(markup))
    return root


def words(root: html.HtmlElement) -> str:
    return " ".join(html.tostring(root, encoding="unicode").split()).replace("> <", "><")


def article(page: PreviewPage) -> str:
    return "".join(part.markup for part in page.parts)


@pytest.mark.parametrize("save", SAVES)
def test_a_patched_page_is_the_page(save: str, tmp_path: Path) -> None:
    old, new, most = SAVES[save]
    path, text, made = tmp_path / "luoyang-2020.yaml", source("luoyang-2020"), KeptTables()
    path.write_text(text, encoding="utf-8")
    before = built(path, made=made)
    path.write_text(edited(text, old, new), encoding="utf-8")
    after = built(path, made=made)
    assert article(after) == article(built(path))
    sent = json.loads(json.dumps([*patch(HtmlPart("", before.parts), HtmlPart("", after.parts))]))
    assert sent
    assert sum(len(markup) for _, markup in sent) < most
    fresh = html.fragment_fromstring(article(after), create_parent="div")
    assert words(patched(article(before), sent)) == words(fresh)


def test_of_a_table_that_is_the_same_the_last_pages_own_is_not_kept(tmp_path: Path) -> None:
    path, made = tmp_path / "luoyang-2020.yaml", KeptTables()
    path.write_text(source("luoyang-2020"), encoding="utf-8")
    built(path, made=made)
    after = built(path, made=made)
    tables = [block for block in walk(after.report.document.blocks) if isinstance(block, Table)]
    assert tables
    assert {*map(id, tables)} == {id(last[0]) for last in made._last.values()}


def test_a_tab_is_sent_what_is_different_from_what_it_shows(tmp_path: Path) -> None:
    path = small(tmp_path, template="# 甲\n\n{{ 支出 }}\n\n# 乙\n\n不变\n")
    with served(Session(path)) as server, watched(server.gate.port) as tab:
        first = tab.until(lambda state: not state["pending"])
        path.write_text(path.read_text(encoding="utf-8").replace("支出: 12", "支出: 345"), encoding="utf-8")
        last = tab.until(lambda state: says(345)(state) and not state["pending"])
        data = ask(server.gate.port, f"/state?since={first['version']}").data
        assert ask(server.gate.port, f"/state?since={last['version']}").data["patch"] == []
        assert "article" in ask(server.gate.port, "/state?since=987").data
    assert [place for place, _ in data["patch"]] == [[2, 0, 1]]
    assert {*data} - {"patch", "findings", "changes", "banner"} == {"version", "at", "built", "pending"}


def test_a_long_answer_is_compressed_for_those_who_read_it(tmp_path: Path) -> None:
    path = small(tmp_path, template="{{ 支出 }}\n\n" + "不变的话。" * 2000 + "\n")
    with served(Session(path)) as server:
        port = server.gate.port
        plain, packed = (ask(port, "/", headers={"Accept-Encoding": way}) for way in ("identity", "gzip"))
        short = ask(port, "/state?since=1", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 5 < len(plain.content)
    assert "content-encoding" not in plain.headers
    assert short.data["version"] >= 1
