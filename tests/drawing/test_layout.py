"""Where everything of a chart stands: within the canvas, nothing on anything else, lengths that say the amounts."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.document import Picture, Table
from reportgen.drawing import drawn
from reportgen.drawing.layout import Anchor, Box, Drawing, Fill, Label, Shape, Stroke, breadth, lines, stripes
from tests.drawing.charts import COMPARISON, SHARES, Part, chart, shares
from tests.trees import texts

Area = tuple[int, int, int, int]  # left, top, right, bottom


def area(shape: Shape) -> Area:
    match shape:
        case Box(x, y, width, height):
            return x, y, x + width, y + height
        case Stroke(x, y, to_x, to_y):
            return min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)
        case Label(x, y, text, size, anchor):
            width = breadth(text, size)
            left = {Anchor.START: x, Anchor.MIDDLE: x - width // 2, Anchor.END: x - width}[anchor]
            return left, y - size * 86 // 100, left + width, y + size * 14 // 100


def apart(one: Area, other: Area) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def boxes(drawing: Drawing, look: Fill) -> list[Box]:
    return [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.look is look]


def told(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if isinstance(shape, Label)]


amounts = st.one_of(
    st.just(("", "")),
    st.sampled_from([("0.00", "0"), ("-0.01", "-0.01"), ("999,999,999,999,999,999.99", "999999999999999999.99")]),
    st.integers(-(10**18), 10**18).map(lambda number: (f"{number:,}.00", str(number))),
    st.integers(0, 10**6).map(lambda number: (f"{number}", str(number))),
)
names = st.one_of(texts, st.text("一般公共预算财政拨款（含结转）, abc", max_size=90))


@st.composite
def charts(draw: st.DrawFn) -> Table:
    kind = draw(st.sampled_from(list(Picture)))
    series = draw(st.lists(names, min_size=1, max_size=1 if kind is Picture.SHARES else 3))
    many = len(series)
    row = st.tuples(names, st.lists(amounts, min_size=many, max_size=many))
    rows: list[tuple[str, list[Part]]] = draw(st.lists(row, max_size=12))
    return chart(kind, draw(names), draw(names), series, rows)


@given(charts())
def test_nothing_leaves_the_canvas_and_nothing_stands_on_anything_else(any_chart: Table) -> None:
    drawing = drawn(any_chart)
    for shape in drawing.shapes:
        left, top, right, bottom = area(shape)
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
    areas = [area(shape) for shape in drawing.shapes if not isinstance(shape, Stroke)]
    assert all(apart(one, other) for one, other in combinations(areas, 2))


@given(charts())
def test_every_number_stands_there_as_it_prints(any_chart: Table) -> None:
    drawing = drawn(any_chart)
    printed = [run.text for row in any_chart.body for cell in row.cells[1:] for run in cell.runs]
    said = told(drawing)
    assert [text for text in printed if text not in said] == []


def test_parts_are_as_long_as_their_shares_and_the_rest_is_outlined() -> None:
    drawing = drawn(shares(1, 3))
    solid, rest = boxes(drawing, Fill.SOLID), boxes(drawing, Fill.OUTLINED)
    whole = solid[0].width + rest[0].width
    assert [abs(box.width - whole * part // 4) <= 1 for box, part in zip(solid, (1, 3), strict=True)] == [True, True]
    assert solid[1].width + rest[1].width == whole


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2), ["33.33%", "66.67%"]),
        ((1, 7), ["12.50%", "87.50%"]),
        ((5,), ["100.00%"]),
        ((0, 3), ["0.00%", "100.00%"]),
        ((1, 799), ["0.13%", "99.88%"]),
        ((0, 0), []),
        ((-1, 3), []),
    ],
)
def test_shares_are_rounded_half_up_and_there_are_none_of_nothing(values: tuple[int, ...], expected: list[str]) -> None:
    assert [text for text in told(drawn(shares(*values))) if "%" in text] == expected


def test_shares_are_those_of_the_amounts_as_they_print() -> None:
    # 63.80 of 184.36 is 34.606 %; of the exact amounts it would be 34.605 %, rounded down.
    rows = [("甲", [("63.80", "637982")]), ("乙", [("120.56", "1205633")])]
    said = told(drawn(chart(Picture.SHARES, "", "", ["数"], rows)))
    assert said == ["甲", "63.80", "34.61%", "乙", "120.56", "65.39%"]


def test_a_total_is_no_part_of_the_whole() -> None:
    rows = [("甲", [("1", "1")]), ("乙", [("3", "3")]), ("合计", [("4", "4")])]
    said = told(drawn(chart(Picture.SHARES, "", "", ["数"], rows)))
    assert said == ["甲", "1", "25.00%", "乙", "3", "75.00%", "合计", "4", "100.00%"]


def test_small_parts_stay_in_sight_and_zeros_have_no_bar() -> None:
    solid = boxes(drawn(shares(1, 0, 999_999)), Fill.SOLID)
    assert [box.width >= 60 for box in solid] == [True, True]


def test_this_year_is_solid_and_last_year_hatched() -> None:
    drawing = drawn(COMPARISON)
    legend, *bars = boxes(drawing, Fill.SOLID)
    hatched_legend, *hatched = boxes(drawing, Fill.HATCHED)
    assert hatched_legend.x < legend.x
    assert [box.y < bars[0].y for box in hatched] == [True, False]
    assert len(bars) == 2


def test_what_is_below_zero_goes_to_the_left_of_the_line_from_which_all_else_goes_right() -> None:
    drawing = drawn(COMPARISON)
    line = next(shape for shape in drawing.shapes if isinstance(shape, Stroke))
    last_year, below_zero = boxes(drawing, Fill.HATCHED)[1:]
    assert (last_year.x, below_zero.x + below_zero.width) == (line.x, line.x)


def test_long_names_take_more_lines_and_lose_nothing() -> None:
    name = "一般公共预算财政拨款安排的用于保障机构正常运转、完成日常工作任务的各项支出（含经费）"
    found = lines(name, 423, 11000)
    assert "".join(found) == name
    assert len(found) == 2
    assert not found[1].startswith(("、", "）"))


def test_stripes_stay_within_their_box() -> None:
    box = Box(100, 200, 1000, 460, Fill.HATCHED)
    places = [area(line) for line in stripes(box)]
    assert len(places) == 12
    assert min(place[0] for place in places) >= 100
    assert max(place[2] for place in places) <= 1100
    assert min(place[1] for place in places) >= 200
    assert max(place[3] for place in places) <= 660


def test_the_words_of_a_chart_in_their_order() -> None:
    assert told(drawn(SHARES)) == [
        *("2026年支出结构", "单位：万元"),
        *("基本支出", "978.83", "44.38%"),
        *("项目支出", "1,226.49", "55.62%"),
        *("上缴上级支出", "0.00", "0.00%"),
    ]
