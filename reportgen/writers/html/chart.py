"""A chart (图): the picture, and its numbers as a table for whoever cannot see it or wants them exactly."""

from dataclasses import replace

from reportgen.document import Table, plain
from reportgen.drawing import description, drawn, heading, svg
from reportgen.revising import drawn_side
from reportgen.style import StyleSheet
from reportgen.writers.html.markup import escaped
from reportgen.writers.html.table import table_block


def chart_block(chart: Table, anchor: str, style: StyleSheet) -> str:
    """The figure; its numbers are folded away below it."""
    shown = drawn_side(chart)
    picture = svg(drawn(shown), anchor, heading(shown), description(shown))
    title = escaped(" ".join(plain(shown.title).split()))
    numbers = table_block(replace(chart, picture=None), f"{anchor}-table", style)
    folded = f"<details>\n<summary>{title}：图中的数</summary>\n{numbers}</details>\n"
    return f'<figure class="chart" id="{anchor}">\n{picture}\n{folded}</figure>\n'
