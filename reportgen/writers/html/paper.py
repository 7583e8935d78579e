"""The page in print: paper, margins and sizes of the style sheet, and how small a table has to be set to fit.

Lengths are whole numbers throughout: twips (1/20 point), half-points, eighths of a point.
"""

from reportgen.document import Role, Table, plain
from reportgen.style import Page, StyleSheet, TextStyle

# Widths of columns in half-width characters, padding included.
CODE_WIDTH = 6
LABEL_WIDTH = 22
PADDING = 2


def points(amount: int, parts: int) -> str:
    """An amount of parts of a point as a CSS length: `points(579, 20)` is `28.950pt`."""
    whole, rest = divmod(amount, parts)
    return f"{whole}.{rest * 1000 // parts:03}pt"


def page_rules(style: StyleSheet) -> str:
    """The two pages, upright and turned, and the width of the lines of tables."""
    line = f"@media print {{ :root {{ --line: {points(style.border, 8)}; }} }}\n"
    return line + _page("@page", style.portrait) + _page("@page landscape", style.landscape)


def print_measures(text: TextStyle) -> str:
    """Size, line pitch and spacing of one kind of paragraph."""
    line = points(text.line, 20) if text.line else "normal"
    margins = f"{points(text.before, 20)} 0 {points(text.after, 20)}"
    return f"font-size: {points(text.size, 2)}; line-height: {line}; margin: {margins};"


def page_starts(style: StyleSheet, headings: dict[str, str]) -> str:
    """What starts a page: headings of some kinds, tables; not what stands first, under a heading or has no title."""
    kinds = [selector for kind, selector in headings.items() if style.texts[kind].new_page]
    rules = [f"section:has(> {selector}):not(main > :first-child) {{ break-before: page; }}\n" for selector in kinds]
    tables = ":is(p, .table) + .table:has(.title) { break-before: page; }\n" if style.texts["表题"].new_page else ""
    return "".join(rules) + tables


def table_size(table: Table, style: StyleSheet) -> str:
    """Font size at which the table's longest number still fits in every column of numbers."""
    numbers = [len(plain(cell.runs)) for row in table.body for cell in row.cells if cell.role is Role.NUMBER]
    names = table.frozen and (table.frozen - 1) * CODE_WIDTH + LABEL_WIDTH
    needed = names + (table.width - table.frozen) * (max(numbers, default=0) + PADDING)
    page = style.landscape if table.landscape else style.portrait
    fitting = page.text_width // (5 * needed)  # half a character is 5 twips wide per half-point of size
    return points(max(style.smallest, min(fitting, style.texts["表格"].size)), 2)


def _page(selector: str, page: Page) -> str:
    return f"{selector} {{ size: {points(page.width, 20)} {points(page.height, 20)}; margin: {margins(page)}; }}\n"


def margins(page: Page) -> str:
    """The four margins as CSS writes them."""
    return " ".join(points(side, 20) for side in (page.top, page.right, page.bottom, page.left))
