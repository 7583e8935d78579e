"""Every number comes from one place: templates hold none, budgets hold no totals, and a change arrives everywhere.

What a document must print is worked out by `Expected`, from the stated amounts alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from reportgen.document import Cell, Document, Figure, Role, Runs, Table, Text, all_runs, figures, plain
from reportgen.figure import parse
from reportgen.vocabulary import ELIMINATION
from tests.budgets import (
    BAOSHAN,
    BUDGETS,
    INVENTED,
    LUOYANG,
    Expected,
    Stated,
    assembled,
    content,
    documents,
    edited,
    grid_of,
    published,
    said,
    source,
    stated,
    tables,
    totalled,
    with_higher,
    wrong_values,
)

TEMPLATES = Path(__file__).parents[1] / "templates"
# A kind of document is a folder below.
SEARCHED = ("**/report.md.j2", "**/sections/*.md.j2", "**/tables/*.yaml", "**/charts/*.yaml")
AMOUNT = re.compile(
    r"[0-9０-９][0-9０-９,，.]*\s*(?:元|千元|万元|亿元|%|％)"
    r"|[0-9０-９][.．][0-9０-９]"
    r"|[一二三四五六七八九十百千][万亿]?元|百分之"
)
DIMENSIONS = {"单位", "功能", "经济", "政府经济", "资金"}

budgets = pytest.mark.parametrize("name", BUDGETS)
two = pytest.mark.parametrize("name", [LUOYANG, BAOSHAN])  # for which the lines below are written


# Templates and budget files
@pytest.mark.parametrize(
    "text", ["{{ 支出 }}100万元", "占25%", "２３．６元", "0.53", "5 %", "1,064.2", "五十万元", "百分之五"]
)
def test_an_amount_in_a_template_would_be_found(text: str) -> None:
    assert AMOUNT.search(text)


@pytest.mark.parametrize("pattern", SEARCHED)
def test_no_template_holds_an_amount_or_a_percentage(pattern: str) -> None:
    paths = sorted(TEMPLATES.glob(pattern))
    assert {path.relative_to(TEMPLATES).parts[0] for path in paths} >= (
        {"default"} if "charts" in pattern else {"luoyang", "shanghai"}
    )
    found = {str(path.relative_to(TEMPLATES)): AMOUNT.findall(path.read_text(encoding="utf-8")) for path in paths}
    assert {path: amounts for path, amounts in found.items() if amounts} == {}


def test_every_file_of_a_region_is_searched_or_of_a_known_kind() -> None:
    searched = {path for pattern in SEARCHED for path in TEMPLATES.glob(pattern)}
    others = {path.name for path in TEMPLATES.rglob("*") if path.is_file() and path not in searched}
    assert others <= {"profile.yaml", "style.yaml", "glossary.yaml", "new.yaml"}


@pytest.mark.parametrize(("name", "most"), [(LUOYANG, 60), (BAOSHAN, 110)], ids=["洛阳", "宝山"])
def test_a_budget_file_holds_few_amounts(name: str, most: int) -> None:
    """Numbers under measures and bases; 核对 is neither."""
    vocabulary = published(name).budget.vocabulary
    known = {*vocabulary.measures, *vocabulary.bases}
    held = list(amounts_in([value for key, value in content(name).items() if key.partition("[")[0] in known]))
    held = [amount for amount in held if amount != "0"]  # 0 says that there is none
    assert len(held) == len([amount for amount in stated(published(name)) if amount.amount])
    assert 20 <= len(held) <= most


def amounts_in(node: object, key: str = "") -> Iterator[str]:
    """Numbers that are no codes."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from amounts_in(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from amounts_in(value, key)
    elif key not in DIMENSIONS and re.fullmatch(r"[0-9.]+(?:万元|元)?", str(node)):
        yield str(node)


@documents
def test_no_stated_amount_is_a_total_of_others(name: str) -> None:
    amounts = [amount for amount in stated(published(name)) if Path(amount.written.at.path).stem == name]
    assert len(amounts) > 5
    assert totals_among(amounts, Expected(published(name), [])) == []
    assert [amount.place for amount in amounts if amount.name is not None and not amount.book] == []


def totals_among(amounts: list[Stated], expected: Expected) -> list[tuple[str, str]]:
    """Pairs of lines of which the first covers the second: what it says would be said twice."""
    return [
        (whole.place, part.place)
        for whole, part in permutations([amount for amount in amounts if amount.name is None], 2)
        if (whole.book, whole.measure) == (part.book, part.measure)
        and all(d in part.dims and expected.under(d, part.dims[d], member) for d, member in whole.dims.items())
    ]


def test_a_total_among_the_amounts_would_be_found() -> None:
    amounts = stated(published(LUOYANG))
    line = next(amount for amount in amounts if amount.dims.get("功能") == "2080505")
    total = replace(line, dims={**line.dims, "功能": "208", "经济": "301"}, amount=Decimal(1))
    assert totals_among([*amounts, total], Expected(published(LUOYANG), [])) == [(total.place, line.place)]


# One amount changes
OF_BOTH = "预算收支"  # a sentence that is said once of 收入 and 支出, and of each where they do not move alike


@documents
def test_every_printed_number_is_what_the_stated_amounts_make(name: str) -> None:
    report = published(name)
    assert len(list(figures(report.document))) > 40
    assert wrong_values(report.document, Expected(report, stated(report))) == []


def check_changes(name: str, first: int, every: int) -> None:
    """Of so many amounts one is 1 of its unit higher, where that is 元 a thousand: that and what follows changes."""
    before, wrong = published(name), {}
    amounts = stated(before)
    # Transfers take some off whole: of a higher amount a rest would be left, and print rows that were not there.
    taken = [dict(a.dims) | {"单位": ""} for a in amounts if a.dims.get("单位") == ELIMINATION]
    own = [amount for amount in amounts if dict(amount.dims) | {"单位": ""} not in taken]
    assert own
    for amount in own[first::every]:
        money = before.budget.vocabulary.measures[amount.measure].unit == "金额"
        in_yuan = money and content(name)["金额单位"] == "元" and "万元" not in amount.written.text
        after = with_higher(name, amount, Decimal(1000 if in_yuan else 1)).document
        more = replace(amount, amount=amount.amount + (1000 if in_yuan else 10_000 if money else 1))
        higher = Expected(before, [more if one is amount else one for one in amounts])
        found = [*wrong_values(after, higher), *other_words(before.document, after), *missed_totals(after)]
        idle = Path(amount.written.at.path).stem == name  # last year's file has more than the document compares with
        if found or (idle and figures_of(after) == figures_of(before.document)):
            wrong[amount.place] = found
    assert wrong == {}


@budgets  # 决算 say 大于 or 小于 without a number that tells which: words change with it
def test_changing_one_amount_changes_every_place_that_depends_on_it_and_nothing_else(name: str) -> None:
    """Every eighth amount, of the long examples every 36th; `make soak` takes what it has not time for here."""
    check_changes(name, 0, 36 if name in INVENTED else 8)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(8))
@budgets
def test_so_it_is_with_every_amount(name: str, part: int) -> None:
    """Of the long examples every eighth."""
    if name in INVENTED:
        check_changes(name, 8 * part, 64)
    else:
        check_changes(name, part, 8)


def figures_of(document: Document) -> list[Figure]:
    return list(figures(document))


def other_words(before: Document, after: Document) -> list[str]:
    """What differs though no figure in it does: words and places; and numbers that do not print what they are.

    A change that had no clause of its own (持平, 各减少) may get one, or one that fell may rise, and then its sentence
    differs; of 决算 it says 大于, 小于 or 持平 without a number.
    """
    sentences, now = list(all_runs(before)), list(all_runs(after))
    new_clauses = {f.name for f in figures_of(after)} ^ {f.name for f in figures_of(before)}
    turned = {name for name, _ in signs(before).items() ^ signs(after).items()}
    found = [name for name in sorted(new_clauses) if parse(name).derived not in ("增减额", "增减率")]
    for was, runs in zip(sentences, now, strict=True):
        if masked(was) != masked(runs):
            named = {figure.name for figure in (*figures_in(was), *figures_in(runs))}
            excused = (new_clauses | turned) & named or reordered(was, runs) or plain(was).startswith(OF_BOTH)
            excused = excused or only_changes_came_or_went(was, runs) or against_budget(was) != against_budget(runs)
            found += [] if excused else [plain(runs)]
        else:
            pairs = zip(figures_in(was), figures_in(runs), strict=True)
            found += [new.name for old, new in pairs if is_stale(old, new)]
    return found


def against_budget(runs: Runs) -> list[str]:
    """How 决算 stands to 预算, each time that it is said."""
    return re.findall("决算数(?:大于|小于|与)", plain(runs))


def only_changes_came_or_went(was: Runs, now: Runs) -> bool:
    """Whether the sentence has other figures than before, all of them changes: a rate, once it is no longer 0.00%."""
    before, after = ({figure.name for figure in figures_in(runs)} for runs in (was, now))
    return before != after and all(parse(name).derived in ("增减额", "增减率") for name in before ^ after)


def reordered(was: Runs, now: Runs) -> bool:
    """Whether the same figures stand in another order: from the largest change to the smallest."""
    before, after = [[figure.name for figure in figures_in(runs)] for runs in (was, now)]
    return before != after and sorted(before) == sorted(after)


def signs(document: Document) -> dict[str, Decimal]:
    """Of every change whether it is a rise, a fall or neither."""
    return {f.name: Decimal(f.value).compare(0) for f in figures(document) if parse(f.name).derived == "增减额"}


def is_stale(old: Figure, new: Figure) -> bool:
    """A number that moved prints the same, or one that stayed another; a rate may round to the same."""
    if old.value == new.value:
        return old.text != new.text
    return old.text == new.text and parse(new.name).derived not in ("增减率", "占比")


def masked(runs: Runs) -> str:
    """The words with names for numbers; that printed parts miss their total (尾数误差) depends on the numbers."""
    words = "".join(run.text if isinstance(run, Text) else f"[{run.name}]" for run in runs)
    return re.sub("（[^（）]*尾数误差。）$", "", words)


def figures_in(runs: Runs) -> list[Figure]:
    return [run for run in runs if isinstance(run, Figure)]


# Totals of tables
def missed_totals(document: Document) -> list[str]:
    """Columns of tables whose total row is not the sum of the rows that it totals."""
    return [
        f"{plain(table.title)}, column {column}: {said(total[column])}"
        for table in tables(document)
        if not goes_on_beside(table)
        for total, row in zip(grid_of(table), table.body, strict=True)
        if row.total
        for column in range(table.width)
        if total[column].role is Role.NUMBER and not is_change(total[column])
        if sum(amount(part[column]) for part in totalled(table, column, is_whole(total))) != amount(total[column])
    ]


def amount(cell: Cell) -> Decimal:
    return sum((Decimal(run.value) for run in cell.runs if isinstance(run, Figure)), Decimal(0))


def is_change(cell: Cell) -> bool:
    """Whether a cell holds a change, which is worked out from what is printed beside it and never summed."""
    return any(isinstance(run, Figure) and parse(run.name).derived in ("增减额", "增减率") for run in cell.runs)


def goes_on_beside(table: Table) -> bool:
    """Whether a list stands in two columns of one total: 公用经费 in 公开06表, which test_accounts_printed adds up."""
    titles = [said(cell) for cell in table.head[0].cells] if table.head else []
    return len({*titles} - {""}) < len([title for title in titles if title])


def is_whole(total: list[Cell]) -> bool:
    return any(said(cell).endswith("总计") for cell in total)


@documents
def test_every_total_of_a_table_is_the_sum_of_its_rows(name: str) -> None:
    totals = [row for table in tables(published(name).document) for row in table.body if row.total]
    assert len(totals) >= (7 if name in (LUOYANG, BAOSHAN) else 0)
    assert missed_totals(published(name).document) == []


# A line is added or taken away
LINES = {
    LUOYANG: "    - {功能: 2130101, 经济: 30201, 政府经济: 50201, 金额: 3.5}\n",
    BAOSHAN: "    - {功能: 2130101, 经济: 30207, 金额: 1234.56}\n",
}
FIRST = {
    LUOYANG: "    - {功能: 2012901, 经济: 30112, 政府经济: 50102, 金额: 5.8}\n",
    BAOSHAN: "    - {功能: 2012999, 经济: 30101, 金额: 415824}\n",
}
LAST = {
    LUOYANG: "    - {功能: 2210201, 经济: 30113, 政府经济: 50103, 金额: 70.9}\n",
    BAOSHAN: "    - {功能: 2210201, 经济: 30113, 金额: 123940.08}\n",
}
ITEM = [["213", "", "", "农林水支出"], ["213", "01", "", "农业农村"], ["213", "01", "01", "行政运行"]]
NEW_ROWS = {
    LUOYANG: {
        2: [["213", "01", "01", "", "行政运行"]],
        3: [["213", "01", "01", "", "行政运行"]],
        5: [["213", "01", "01", "2130101", "行政运行"]],
        6: [["302", "30201", "办公费", "502", "50201", "办公经费"]],
    },
    BAOSHAN: {2: ITEM, 3: [["302", "07", "邮电费"]], 7: ITEM, 8: ITEM},
}


def labels(document: Document) -> list[list[list[str]]]:
    """Codes and labels of every row of every table; forms, which have no head, list nothing by code."""
    listing = [grid_of(table) if table.head else [] for table in tables(document)]
    return [[[said(cell) for cell in row if cell.role is not Role.NUMBER] for row in grid] for grid in listing]


@two
def test_a_new_line_adds_its_rows_to_every_table_that_lists_them_and_is_in_every_total(name: str) -> None:
    after = assembled(edited(source(name), FIRST[name], FIRST[name] + LINES[name]))
    added = {}
    for number, (was, rows) in enumerate(zip(labels(published(name).document), labels(after.document), strict=True), 1):
        new = [row for row in rows if row not in was]
        assert [row for row in rows if row in was] == was
        if new:
            added[number] = new
    assert added == NEW_ROWS[name]
    assert wrong_values(after.document, Expected(after, stated(after))) == []
    assert missed_totals(after.document) == []


@two
def test_a_line_says_the_same_wherever_it_stands_and_leaves_nothing_behind(name: str) -> None:
    text, line = source(name), LINES[name]
    first, last = (assembled(edited(text, at, at + line)).document for at in (FIRST[name], LAST[name]))
    assert first == last
    assert first != published(name).document
    assert assembled(text).document == published(name).document


@two
def test_without_its_only_line_an_item_stands_in_no_table(name: str) -> None:
    after = assembled(edited(source(name), LAST[name], ""))
    tables_of_both = zip(labels(published(name).document), labels(after.document), strict=True)
    gone = {number: [row for row in was if row not in rows] for number, (was, rows) in enumerate(tables_of_both, 1)}
    item, economic = ["221", "02", "01"], {LUOYANG: ["301", "30113"], BAOSHAN: ["301", "13"]}[name]
    # 宝山's table 2 goes on listing what had an outturn last year.
    expected = {LUOYANG: {2: item, 3: item, 5: item, 6: economic}, BAOSHAN: {3: economic, 7: item, 8: item}}[name]
    assert {number: rows[-1][: len(expected[number])] for number, rows in gone.items() if rows} == expected
    assert wrong_values(after.document, Expected(after, stated(after))) == []
    assert missed_totals(after.document) == []


def test_an_item_that_vanished_prints_last_year_and_a_fall_of_all_of_it() -> None:
    after = assembled(edited(source(BAOSHAN), LAST[BAOSHAN], "")).document
    row = next(row for row in grid_of(tables(after)[1]) if [said(cell) for cell in row[:3]] == ["221", "02", "01"])
    assert [said(cell) for cell in row[4:]] == ["104059.60", "", "", "", "-104059.60", "-100.00"]


def test_a_new_item_has_its_sentence_with_no_rate() -> None:
    after = assembled(edited(source(BAOSHAN), FIRST[BAOSHAN], FIRST[BAOSHAN] + LINES[BAOSHAN])).document
    said_of_it = [text for runs in all_runs(after) if (text := plain(runs)).startswith("行政运行支出2020年")]
    assert said_of_it == [
        "行政运行支出2020年预算数为1234.56元，比2019年执行数增加1234.56元，上年无此项支出，主要原因是人员增加。"
    ]
