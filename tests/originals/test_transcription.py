"""The transcriptions against their own arithmetic: a figure typed wrong or into the wrong column breaks a sum.

Only what holds in the published documents is asked; where they contradict themselves see docs/examples.md.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from .compare import transcription

Row = Sequence[str]
LUOYANG, BAOSHAN = transcription("luoyang-2020"), transcription("baoshan-2020")
YANTIAN, SHANHAIGUAN = transcription("yantian-2022"), transcription("shanhaiguan-2020")
TANGSHAN, PUTUO = transcription("tangshan-2025"), transcription("putuo-2024")
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.yaml"))
DOCUMENTS = [pytest.param(transcription(name), id=name) for name in NAMES]
NIL = "故本表无数据。"


def rows(document: dict[str, Any], number: int) -> list[list[str]]:
    """Body rows of the document's table with this number."""
    return document["表"][number - 1]["行"]


def prose(document: dict[str, Any], title: str) -> list[str]:
    """Figures of the one section whose heading contains `title` (or is exactly it)."""
    sections = document["叙述"]
    found = [section["数"] for section in sections if section["标题"] == title]
    found = found or [section["数"] for section in sections if title in section["标题"]]
    assert len(found) == 1, title
    return found[0]


def amount(cell: str) -> Decimal:
    """A printed figure without its unit; a blank cell is zero."""
    return Decimal(re.sub(r"[^0-9.-]", "", cell) or "0")


def amounts(row: Row, start: int = 0) -> list[Decimal]:
    """Figures of a row from this cell on."""
    return [amount(cell) for cell in row[start:]]


def sums(lines: Iterable[Row], start: int) -> list[Decimal]:
    """Sum of each column of these rows from this cell on."""
    return [sum(column, Decimal()) for column in zip(*(amounts(row, start) for row in lines), strict=True)]


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Share in percent, two digits, half up."""
    return (part * 100 / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def with_code(lines: Iterable[Row], code: str, depth: int) -> list[Row]:
    """Rows whose code begins with `code` and has `depth` parts; the code is in the first three cells."""
    return [
        row for row in lines if "".join(row[:depth]).startswith(code) and all(row[:depth]) and not "".join(row[depth:3])
    ]


# Both documents: shape
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_row_has_a_cell_under_every_head(document: dict[str, Any]) -> None:
    for table in document.get("表", ()):
        assert {len(row) for row in table["行"]} <= {len(table["表头"])}, table["标题"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_scalar_is_text(document: dict[str, Any]) -> None:
    def scalars(node: object) -> Iterable[object]:
        if isinstance(node, dict):
            return chain.from_iterable(map(scalars, node.values()))
        return chain.from_iterable(map(scalars, node)) if isinstance(node, list) else [node]

    assert all(isinstance(scalar, str) for scalar in scalars(document))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_token_of_the_prose_is_a_figure_with_its_unit(document: dict[str, Any]) -> None:
    tokens = [token for section in document["叙述"] for token in section["数"]]
    pieces = "[个家户人次辆台项名场套件份卡分](?:次|（套）|（人）)?"
    figure = rf"(?:[0-9]+[～-])?[0-9,]+(?:\.[0-9]+)?(?:万?余)?(?:万元|元|%|{pieces})"
    assert [token for token in tokens if not re.fullmatch(figure, token)] == []


@pytest.mark.parametrize("document", [LUOYANG, BAOSHAN])
def test_notes_are_the_nil_sentences(document: dict[str, Any]) -> None:
    notes = [note for table in document["表"] for note in table["注"]]
    assert notes
    assert all(note.endswith(NIL) and len(note) <= 60 for note in notes)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_table_that_says_nil_has_no_amount(document: dict[str, Any]) -> None:
    for table in document.get("表", ()):
        if any(note.endswith(NIL) for note in table["注"]):
            assert not any(re.search(r"[0-9]\.[0-9]", cell) for row in table["行"] for cell in row)


# 洛阳: tables
ITEM_TABLES = [2, 3, 5]
FIRST_AMOUNT = 5


def test_luoyang_figures_have_one_decimal_and_thousands_separators() -> None:
    figures = [
        cell for table in LUOYANG["表"] for row in table["行"] for cell in row if re.search(r"[0-9]\.[0-9]", cell)
    ]
    assert len(figures) > 600
    assert all(re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]", figure) for figure in figures)


@pytest.mark.parametrize("number", ITEM_TABLES)
def test_luoyang_total_and_unit_are_the_sum_of_the_items(number: int) -> None:
    total, unit, *items = rows(LUOYANG, number)
    assert amounts(total, FIRST_AMOUNT) == amounts(unit, FIRST_AMOUNT) == sums(items, FIRST_AMOUNT)


def test_luoyang_02_total_is_the_sum_of_the_funds() -> None:
    for row in rows(LUOYANG, 2):
        total, general, fiscal, *others = amounts(row, FIRST_AMOUNT)
        assert total == general + sum(others)
        assert fiscal <= general


@pytest.mark.parametrize("number", [3, 5])
def test_luoyang_expenditure_is_the_sum_of_its_parts(number: int) -> None:
    for row in rows(LUOYANG, number):
        total, basic, wages, households, goods, project, ordinary, special = amounts(row, FIRST_AMOUNT)
        assert total == basic + project
        assert basic == wages + households + goods
        assert project == ordinary + special


def test_luoyang_03_and_05_differ_only_in_the_code_of_the_item() -> None:
    for whole, general in zip(rows(LUOYANG, 3), rows(LUOYANG, 5), strict=True):
        assert whole[:3] + whole[4:] == general[:3] + general[4:]
        assert general[3] == ("".join(general[:3]) or whole[3])


def test_luoyang_02_and_03_list_the_same_items() -> None:
    assert [row[:FIRST_AMOUNT] for row in rows(LUOYANG, 2)] == [row[:FIRST_AMOUNT] for row in rows(LUOYANG, 3)]


@pytest.mark.parametrize("number", [1, 4])
def test_luoyang_revenue_is_the_sum_of_its_funds(number: int) -> None:
    *lines, total = rows(LUOYANG, number)
    revenue = [amount(row[2]) for row in lines]
    assert not any(re.search("[0-9]", row[0] + row[1]) for row in lines)
    assert revenue[0] == sum(revenue[1:6])
    assert amount(total[2]) == revenue[0] + sum(revenue[6:])


@pytest.mark.parametrize("number", [1, 4])
def test_luoyang_expenditure_by_fund_adds_up_in_every_row(number: int) -> None:
    for row in rows(LUOYANG, number):
        total, general, *others = amounts(row, 4)
        sources, funds = others[:5], others[5:]
        assert general == sum(sources)
        assert total == general + sum(funds)


def test_luoyang_01_expenditure_is_the_sum_of_its_parts() -> None:
    half = {row[3]: amounts(row, 4) for row in rows(LUOYANG, 1) if row[3]}
    basic, wages, goods, households, project, ordinary, special, total = half.values()
    assert list(half)[-1] == "支 出 合 计"
    assert basic == [sum(parts) for parts in zip(wages, goods, households, strict=True)]
    assert project == [sum(parts) for parts in zip(ordinary, special, strict=True)]
    assert total == [sum(parts) for parts in zip(basic, project, strict=True)]


def test_luoyang_04_expenditure_is_the_sum_of_the_functions() -> None:
    *lines, total = rows(LUOYANG, 4)
    assert len(lines) == 29
    assert amounts(total, 4) == sums(lines, 4)


def test_luoyang_04_functions_are_the_items_of_03() -> None:
    by_function = {row[3].partition("、")[2]: amount(row[4]) for row in rows(LUOYANG, 4)[:-1]}
    expected = dict.fromkeys(by_function, Decimal())
    names = {"201": "一般公共服务", "208": "社会保障和就业", "210": "卫生健康", "221": "住房保障支出"}
    for row in rows(LUOYANG, 3)[2:]:
        expected[names[row[0]]] += amount(row[FIRST_AMOUNT])
    assert by_function == expected


def test_luoyang_06_is_the_basic_expenditure_of_05_by_category() -> None:
    total, *lines = rows(LUOYANG, 6)
    assert amounts(total, 6) == sums(lines, 6)
    by_category: dict[str, Decimal] = {}
    category = ""
    for row in lines:
        category = row[0] or category
        by_category[category] = by_category.get(category, Decimal()) + amount(row[6])
        assert row[6] == row[7]
    _, basic, wages, households, goods, *_ = amounts(rows(LUOYANG, 5)[0], FIRST_AMOUNT)
    assert by_category == {"301": wages, "302": goods, "303": households}
    assert amount(total[6]) == basic


def test_luoyang_06_codes_begin_with_the_code_of_their_category() -> None:
    above = [""] * 6
    for row in rows(LUOYANG, 6)[1:]:
        above = [cell or before for cell, before in zip(row[:6], above, strict=True)]
        assert above[1].startswith(above[0])
        assert above[4].startswith(above[3])


def test_luoyang_06_has_one_name_for_a_code_and_one_code_for_a_name() -> None:
    named = {(row[4], row[5]) for row in rows(LUOYANG, 6)[1:]}
    assert len({code for code, _ in named}) == len({name for _, name in named}) == len(named)
    codes = [row[1] for row in rows(LUOYANG, 6)[1:] if row[1]]
    assert codes == sorted(set(codes))


# 洛阳: prose
def test_luoyang_change_is_last_year_less_this_year() -> None:
    this_year, _, last_year, change, rate = map(amount, prose(LUOYANG, "收入预算总体情况说明"))
    assert last_year - this_year == change
    assert percent(change, last_year) == rate
    assert list(map(amount, prose(LUOYANG, "收入支出预算总体情况说明")))[2:] == [change, rate]


@pytest.mark.parametrize("title", ["支出预算总体情况说明", "一般公共预算支出预算情况说明"])
def test_luoyang_shares_are_recomputed(title: str) -> None:
    total, *pairs = map(amount, prose(LUOYANG, title))
    assert sum(pairs[::2]) == total
    assert [percent(part, total) for part in pairs[::2]] == pairs[1::2]


def test_luoyang_prose_states_the_amounts_of_the_tables() -> None:
    total, basic, wages, households, goods, project, *_ = amounts(rows(LUOYANG, 5)[0], FIRST_AMOUNT)
    assert list(map(amount, prose(LUOYANG, "一般公共预算基本支出"))) == [basic, wages + households, goods]
    assert list(map(amount, prose(LUOYANG, "一般公共预算支出预算情况")[1::2])) == [wages, goods, households, project]
    assert amount(prose(LUOYANG, "收入支出预算总体情况说明")[0]) == total


def test_luoyang_sections_repeat_the_same_figures() -> None:
    total, _, _, change, rate = prose(LUOYANG, "收入预算总体情况说明")
    assert prose(LUOYANG, "收入支出预算总体情况说明") == [total, total, change, rate]
    assert prose(LUOYANG, "收入预算总体情况说明")[1] == total
    assert prose(LUOYANG, "财政拨款收入支出") == [total, "0万元", change, rate, "0万元"]
    _, personnel, public = prose(LUOYANG, "一般公共预算基本支出")
    project = prose(LUOYANG, "支出预算总体情况说明")[3]
    performance = prose(LUOYANG, "绩效管理工作开展情况")
    assert [performance[1], performance[2], performance[3], performance[5]] == [total, personnel, public, project]


def test_luoyang_posts_are_the_sum_of_their_kinds() -> None:
    posts, administrative, institutional, *_ = map(amount, prose(LUOYANG, "预算单位构成"))
    assert posts == administrative + institutional


# 宝山: tables
def test_baoshan_figures_have_two_decimals_and_no_separators() -> None:
    for number in (1, 2, 3, 6, 7, 8):
        figures = [cell for row in rows(BAOSHAN, number) for cell in row if re.search(r"[0-9]\.[0-9]", cell)]
        assert figures
        assert all(re.fullmatch(r"[0-9]+\.[0-9]{2}", figure) for figure in figures)


@pytest.mark.parametrize("number", [2, 7, 8])
def test_baoshan_classes_are_the_sum_of_their_sections_and_items(number: int) -> None:
    *lines, total = rows(BAOSHAN, number)
    last = len(total) - (number == 2)  # the rate of change is no sum
    classes = [row[:last] for row in with_code(lines, "", 1)]
    assert sums(classes, 4) == amounts(total[:last], 4)
    for depth in (1, 2):
        for parent in with_code(lines, "", depth):
            children = [row[:last] for row in with_code(lines, "".join(parent[:depth]), depth + 1)]
            assert sums(children, 4) == amounts(parent[:last], 4)


def test_baoshan_02_change_is_recomputed() -> None:
    for row in rows(BAOSHAN, 2):
        executed, budget, basic, project, change, rate = amounts(row, 4)
        assert budget == basic + project
        assert budget - executed == change
        assert percent(change, executed) == rate


def test_baoshan_03_categories_are_the_sum_of_their_items() -> None:
    *lines, total = rows(BAOSHAN, 3)
    categories = [row for row in lines if not row[1]]
    assert [row[:2] for row in lines] == sorted(row[:2] for row in lines)
    assert [row[0] for row in categories] == ["301", "302", "303"]
    assert sums(categories, 3) == amounts(total, 3)
    for category in categories:
        assert sums((row for row in lines if row[0] == category[0] and row[1]), 3) == amounts(category, 3)


def test_baoshan_03_total_is_personnel_and_public_funds() -> None:
    for row in rows(BAOSHAN, 3):
        total, personnel, public = amounts(row, 3)
        assert total == personnel + public


@pytest.mark.parametrize("start", [0, 7, 13])
def test_baoshan_04_three_public_is_the_sum_of_its_items(start: int) -> None:
    total, abroad, reception, vehicles, purchase, running = amounts(rows(BAOSHAN, 4)[0], start)[:6]
    assert total == abroad + reception + vehicles
    assert vehicles == purchase + running
    assert abroad == 0


def test_baoshan_01_totals_are_sums() -> None:
    *lines, total = rows(BAOSHAN, 1)
    assert sums([row[3:] for row in lines], 0) == amounts(total, 3)
    assert amount(total[1]) == sum(amount(row[1]) for row in lines)
    for row in (*lines, total):
        whole, general, fund = amounts(row, 3)
        assert whole == general + fund


def test_baoshan_06_totals_are_sums() -> None:
    *lines, total = rows(BAOSHAN, 6)
    revenue = {row[0]: amount(row[1]) for row in lines if row[0]}
    parts = list(revenue.values())
    main = [value for name, value in revenue.items() if "、" in name]
    assert len(main) == 4
    assert amount(total[1]) == sum(main)
    assert revenue["一、财政拨款收入"] == sum(parts[1:3])
    assert revenue["四、结余结转收入"] == sum(parts[-3:])
    assert amount(total[3]) == sum(amount(row[3]) for row in lines)


def test_baoshan_tables_agree_on_the_functions() -> None:
    budget, revenue, expenditure = ({tuple(r[:4]): r for r in rows(BAOSHAN, n)} for n in (2, 7, 8))
    assert list(budget) == list(revenue) == list(expenditure)
    for key, row in budget.items():
        assert row[5:8] == expenditure[key][4:]
        assert row[5] == revenue[key][4] == revenue[key][5]


@pytest.mark.parametrize(("number", "column"), [(1, 3), (6, 3)])
def test_baoshan_lists_of_functions_are_the_classes_of_table_2(number: int, column: int) -> None:
    listed = {row[2].partition("、")[2]: row[column] for row in rows(BAOSHAN, number)[:-1] if row[column]}
    assert listed == {row[3]: row[5] for row in with_code(rows(BAOSHAN, 2), "", 1)}


def test_baoshan_03_total_is_the_basic_expenditure_of_02() -> None:
    assert rows(BAOSHAN, 3)[-1][3] == rows(BAOSHAN, 2)[-1][6]


# 宝山: prose
def test_baoshan_functions_in_prose_are_those_of_table_2() -> None:
    total, *classes = [rows(BAOSHAN, 2)[-1], *with_code(rows(BAOSHAN, 2), "", 1)]
    stated = [row[5] for row in (total, total, *classes)]
    assert [token.removesuffix("元") for token in prose(BAOSHAN, "财政拨款收支预算情况")] == stated
    assert prose(BAOSHAN, "财政拨款结构")[::2] == prose(BAOSHAN, "财政拨款收支预算情况")[2:]
    assert prose(BAOSHAN, "收入预算情况说明") == [*prose(BAOSHAN, "财政拨款收支预算情况")[:2], "100%"]


def test_baoshan_shares_of_functions_are_recomputed() -> None:
    pairs = list(map(amount, prose(BAOSHAN, "财政拨款结构")))
    assert [percent(part, sum(pairs[::2], Decimal())) for part in pairs[::2]] == pairs[1::2]


def test_baoshan_items_in_prose_are_those_of_table_2() -> None:
    items = with_code(rows(BAOSHAN, 2), "", 3)
    expected = chain.from_iterable((row[5], row[8], row[9]) for row in items)
    assert list(map(amount, prose(BAOSHAN, "具体使用情况"))) == list(map(amount, expected))
    total = rows(BAOSHAN, 2)[-1]
    assert list(map(amount, prose(BAOSHAN, "规模变化情况"))) == [amount(total[5]), amount(total[8])]


def test_baoshan_changes_on_last_years_budget_are_recomputed() -> None:
    figures = list(map(amount, prose(BAOSHAN, "2020年收支预算情况")))
    triples = [figures[start : start + 3] for start in range(0, len(figures), 3)]
    for budget, change, rate in triples:
        assert percent(change, budget - change) == rate
    assert triples[0] == triples[1] == triples[2]
    for column in (0, 1):
        assert triples[0][column] == sum(triple[column] for triple in triples[3:])


def test_baoshan_basic_and_project_expenditure_in_prose() -> None:
    assert list(map(amount, prose(BAOSHAN, "基本支出情况"))) == amounts(rows(BAOSHAN, 3)[-1], 3)
    total, basic, basic_share, project, project_share = map(amount, prose(BAOSHAN, "2020年支出预算情况说明"))
    assert [total, basic, project] == amounts(rows(BAOSHAN, 8)[-1], 4)
    assert [percent(basic, total), percent(project, total)] == [basic_share, project_share]
    assert amount(prose(BAOSHAN, "绩效目标设置")[1]) * 10000 == project


def test_baoshan_three_public_in_prose_is_that_of_table_4() -> None:
    total, abroad, reception, vehicles, *_ = rows(BAOSHAN, 4)[0][13:]
    assert prose(BAOSHAN, "“三公”经费") == [f"{cell}万元" for cell in (total, abroad, reception, vehicles)]


def test_baoshan_procurement_is_the_sum_of_its_kinds() -> None:
    total, goods, works, services, reserved, reserved_micro = map(amount, prose(BAOSHAN, "政府采购情况"))
    assert total == goods + works + services
    assert reserved_micro <= reserved <= total


def test_baoshan_vehicles_are_the_sum_of_their_kinds() -> None:
    total, *kinds = map(amount, prose(BAOSHAN, "国有资产")[:5])
    assert total == sum(kinds)


# 普陀: 决算
def of_level(number: int, digits: int) -> dict[str, list[Decimal]]:
    """By code of so many digits, the amounts of its row."""
    return {row[0]: amounts(row, 2) for row in rows(PUTUO, number) if row[0].isdigit() and len(row[0]) == digits}


@pytest.mark.parametrize("number", [2, 3, 5])
def test_putuo_rows_are_the_sum_of_their_items(number: int) -> None:
    items = of_level(number, 7)
    for digits in (3, 5):
        for code, own in of_level(number, digits).items():
            below = [values for item, values in items.items() if item.startswith(code)]
            assert own == [sum(column) for column in zip(*below, strict=True)], code
    (total,) = (amounts(row, 2) for row in rows(PUTUO, number) if row[0] == "合计")
    assert total == [sum(column) for column in zip(*items.values(), strict=True)]


def test_putuo_tables_agree_on_the_functions() -> None:
    spent = of_level(3, 7)
    assert {code: values[:3] for code, values in spent.items()} == of_level(5, 7)
    assert {code: values[0] for code, values in spent.items()} == {code: v[0] for code, v in of_level(2, 7).items()}
    for number in (1, 4):
        named = {row[2].partition("、")[2]: amount(row[3]) for row in rows(PUTUO, number) if "、" in row[2]}
        classes = [values[0] for values in of_level(3, 3).values()]
        assert [one for one in named.values() if one] == classes


def test_putuo_06_sides_are_the_sum_of_their_items_but_for_one_cent() -> None:
    *lines, total = rows(PUTUO, 6)
    missing = []
    for start in (0, 3):
        by_code = {row[start]: amount(row[start + 2]) for row in lines if row[start]}
        for code in (code for code in by_code if len(code) == 3):
            missing.append(by_code[code] - sum(v for c, v in by_code.items() if c != code and c.startswith(code)))
        assert amount(total[start + 2]) == sum(v for c, v in by_code.items() if len(c) == 3)
    assert missing == [0, 0, Decimal("0.01"), 0]


def test_putuo_items_in_prose_are_those_of_table_5() -> None:
    figures = [one for one in prose(PUTUO, "一般公共预算财政拨款支出决算具体情况") if one.endswith("元")]
    planned, spent = list(map(amount, figures[3::2])), list(map(amount, figures[4::2]))
    assert (amount(figures[1]), amount(figures[2])) == (sum(planned), sum(spent))
    assert spent == [values[0] for values in of_level(5, 7).values()]


def test_putuo_shares_are_recomputed_but_for_the_last() -> None:
    total, *pairs = map(amount, prose(PUTUO, "一般公共预算财政拨款支出决算结构情况"))
    assert [percent(part, total) - share for part, share in zip(pairs[::2], pairs[1::2], strict=True)] == [
        *[0, 0, 0],
        Decimal("0.01"),
    ]


# 盐田
def test_yantian_items_are_the_sum_of_their_parts_but_for_one_cent() -> None:
    """住房保障支出 is 72.18 in table 7 and 72.17 in tables 1 and 6 (差异)."""
    department, unit, *lines = rows(YANTIAN, 7)
    assert amounts(department, 3) == amounts(unit, 3)
    for length in (3, 5, 7):
        level = [row for row in lines if len(row[1]) == length]
        assert sums(level, 3) == amounts(department, 3)
    for row in (department, *lines):
        total, basic, project = amounts(row, 3)
        assert total == basic + project


@pytest.mark.parametrize("number", [1, 6])
def test_yantian_expenditure_by_function_is_that_of_table_7(number: int) -> None:
    named = {row[2].strip(): row[3] for row in rows(YANTIAN, 7) if row[1]}
    told = {re.sub("^[一二三四五]、", "", row[2].strip()): row[3] for row in rows(YANTIAN, number) if row[2]}
    differing = {name: (told[name], amount) for name, amount in named.items() if told[name] != amount}
    assert differing == dict.fromkeys(("住房保障支出", "住房改革支出"), ("72.17", "72.18"))


def test_yantian_basic_expenditure_is_the_sum_of_its_items_and_all_granted() -> None:
    department, unit, *lines = rows(YANTIAN, 4)
    groups = {"工资福利支出": "344.94", "商品和服务支出": "20.83", "对个人和家庭的补助": "80.19"}
    starts = [i for i, row in enumerate(lines) if row[0].strip() in groups]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        assert sums(lines[start + 1 : end], 1) == amounts(lines[start], 1)
        assert lines[start][1] == groups[lines[start][0].strip()]
    assert sums([lines[i] for i in starts], 1) == amounts(department, 1) == amounts(unit, 1)
    assert all(amounts(row)[1] == amounts(row)[2] == amounts(row)[3] for row in (department, *lines))


def test_yantian_projects_and_kinds_make_the_whole() -> None:
    whole, people, public, homes, project, *_ = map(amount, prose(YANTIAN, "深圳市盐田区总工会"))
    assert people + public + homes + project == whole
    form = YANTIAN["表单"][-1]["行"]
    tasks = [row for row in form if len(row) >= 4 and row[-1] == "0.00"]
    *listed, total = [amount(row[-3]) for row in tasks]
    assert sum(listed) == total == whole


# 山海关
def test_shanhaiguan_expenditure_is_the_sum_of_its_kinds_and_projects() -> None:
    whole, basic, people, public, project, *projects = map(amount, prose(SHANHAIGUAN, "支出说明"))
    assert basic + project == whole
    assert people + public == basic
    assert sum(projects) == project
    told = [row for form in SHANHAIGUAN["表单"] for row in form["行"] if "预算数" in row]
    assert sum(amount(row[row.index("预算数") + 1]) for row in told) == project * 10000


def test_shanhaiguan_changes_are_the_sum_of_their_parts() -> None:
    _, whole, basic, wages, goods, homes, project, *projects = map(amount, prose(SHANHAIGUAN, "比上年增减情况"))
    assert basic + project == whole
    assert wages - goods + homes == basic
    assert projects[0] + projects[1] - projects[2] == project


def test_shanhaiguan_operating_funds_are_the_sum_of_their_items() -> None:
    total, *items = map(amount, prose(SHANHAIGUAN, "机关运行经费安排情况"))
    assert sum(items) == total == amount(prose(SHANHAIGUAN, "支出说明")[3])


# 唐山
def test_tangshan_every_project_is_granted_and_costs_what_it_is_granted() -> None:
    for form in TANGSHAN["表单"]:
        granted = next(row for row in form["行"] if "预算数" in row)
        budget = amount(granted[granted.index("预算数") + 1])
        assert amount(granted[granted.index("其中：财政资金") + 1]) == budget
        cost = next(row for row in form["行"] if "成本指标" in row)
        assert amount(cost[-2]) == budget
