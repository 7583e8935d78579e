"""Sheets of paper on a screen: both pages as boxes, for whoever lays out there what the browser would print.

.sheet, .sheet.turned      the paper with its margins
.folio, .odd, .even        the page number where `folio` prints it
"""

from reportgen.style import Page, StyleSheet
from reportgen.writers.html.look import family
from reportgen.writers.html.paper import margins, points


def sheet_style(style: StyleSheet) -> str:
    """The CSS of the sheets."""
    number = style.texts["页码"]
    face = f".folio {{ {family(number)} font-size: {points(number.size, 2)}; margin: 0; position: absolute; }}\n"
    return face + _sheet(".sheet", style.portrait) + _sheet(".sheet.turned", style.landscape)


def _sheet(selector: str, page: Page) -> str:
    size = f"width: {points(page.width, 20)}; height: {points(page.height, 20)};"
    bottom = f"bottom: 0; line-height: {points(page.bottom, 20)};"
    sides = (("odd", "right", page.right), ("even", "left", page.left))
    return f"{selector} {{ {size} padding: {margins(page)}; }}\n{selector} .folio {{ {bottom} }}\n" + "".join(
        f"{selector} .{kind} {{ {side}: calc({points(margin, 20)} + 1em); }}\n" for kind, side, margin in sides
    )
