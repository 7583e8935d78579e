"""A chart (图): the picture, and its numbers as a table for whoever cannot see it or wants them exactly."""

from dataclasses import replace

from reportgen.document import Table, plain
from reportgen.drawing import description, drawn, heading, svg
from reportgen.style import StyleSheet
from reportgen.writers.html.markup import escaped
from reportgen.writers.html.table import table_block


def chart_block(chart: Table, anchor: str, style: StyleSheet) -> str:
    """The figure; its numbers are folded away below it."""
    picture = svg(drawn(chart), anchor, heading(chart), description(chart))
    title = escaped(" ".join(plain(chart.title).split()))
    numbers = table_block(replace(chart, picture=None), f"{anchor}-table", style)
    folded = f"<details>\n<summary>{title}：图中的数</summary>\n{numbers}</details>\n"
    return f'<figure class="chart" id="{anchor}">\n{picture}\n{folded}</figure>\n'
