"""The style sheet as CSS. `colours.css` and `style.css` hold colours and layout; fonts, sizes and pages come from here.

On a screen, sizes follow the reader's own settings. In print, lengths are those of the style sheet: twips (1/20 point),
half-points and eighths of a point, all whole numbers.

A font that the reader's system lacks is followed by similar ones of other systems. Latin letters and digits have a
font of their own, limited to ASCII: Chinese quotation marks are the same characters as Latin ones and would be taken
from the Latin font otherwise.

Page numbers in print, — 1 —, stand at the foot, one character from the outer edge (GB/T 9704-2012, 7.5); on landscape
pages too, because vertical text in margin boxes is not in the CSS that the validator knows.
"""

from reportgen.document import Role, Table, plain
from reportgen.resources import text_beside
from reportgen.style import CONTENTS, Align, Page, StyleSheet, TextStyle

_SELECTORS = {
    "标题": "h1",
    "一级标题": "h2",
    "二级标题": "h3",
    "三级标题": "h4",
    "四级标题": "h5,h6",
    "正文": ".body",
    "表号": ".serial",
    "表题": ".title",
    "表眉": ".sides",
    "表头": "thead",
    "表格": "tbody",
    "表注": ".note",
}
_OPENING = (
    ("封面标题", ".sheet.opening h1"),
    ("封面署名", ".sheet.opening .cover:first-of-type"),
    ("封面日期", ".sheet.opening .cover ~ .cover"),
    ("目录标题", ".sheet .contents-head"),
    *((kind, f".sheet .entry{level}") for level, kind in enumerate(CONTENTS, 1)),
)
_ALIGNMENTS = {Align.LEFT: "start", Align.CENTRE: "center", Align.RIGHT: "end", Align.JUSTIFY: "justify"}
# Part of a font name -> similar fonts of other systems.
_LIKE = {
    "小标宋": ("方正小标宋_GBK", "华文中宋", "STZhongsong", "宋体", "SimSun", "Songti SC", "Noto Serif CJK SC"),
    "仿宋": ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    "楷体": ("楷体", "KaiTi", "STKaiti", "Kaiti SC", "Noto Serif CJK SC"),
    "黑体": ("黑体", "SimHei", "PingFang SC", "Heiti SC", "Microsoft YaHei", "Noto Sans CJK SC"),
    "宋体": ("宋体", "SimSun", "Songti SC", "Noto Serif CJK SC"),
}
# Widths of columns in half-width characters, padding included.
_CODE_WIDTH, _LABEL_WIDTH, _PADDING = 6, 22, 2
_PAGE_NUMBER = 'content: "— " counter(page) " —"'


def style_text(style: StyleSheet) -> str:
    """Return the whole CSS of the page."""
    texts = [(selector, style.texts[kind]) for kind, selector in _SELECTORS.items()]
    faces = [_ascii_face(name) for name in sorted({text.latin for _, text in texts})]
    screen = [f"{selector} {{ {_face(text)} }}\n" for selector, text in texts]
    printed = [f"{selector} {{ {_print_measures(text)} }}\n" for selector, text in texts]
    headings = {kind: selector for kind, selector in _SELECTORS.items() if kind.endswith("级标题")}
    printed.append(_page_starts(style, headings))
    paper = _page_rules(style) + _page_numbers(style, _family(style.texts["页码"]))
    if not style.gaps:  # a matter of the grid, which screens do not have
        printed.append(":root { text-autospace: no-autospace; --gap: 0; }\n")
    return "".join((layout_css(), *faces, *screen, "@media print {\n", *printed, "}\n", paper))


def layout_css() -> str:
    """Return colours and layout of a page, without the faces and sizes of a style sheet."""
    return css_file("colours.css") + css_file("style.css")


def css_file(name: str) -> str:
    """Return `colours.css`, `style.css`, `mark.css` for the mark of a draft, or `revisions.css` for tracked changes."""
    return text_beside(__file__, name)


def _face(text: TextStyle) -> str:
    weight = "bold" if text.bold else "normal"
    align, indent = _ALIGNMENTS[text.align], f"{text.indent}rem" if text.indent else "0"  # headings as far as the text
    return f"{_family(text)} font-weight: {weight}; text-align: {align}; text-indent: {indent};"


def _family(text: TextStyle) -> str:
    """Return the fonts of one kind of text, followed by similar ones of other systems."""
    like = next((faces for part, faces in _LIKE.items() if part in text.east_asian), ())
    generic = "sans-serif" if "黑" in text.east_asian else "serif"
    names = dict.fromkeys((_ascii_name(text.latin), text.east_asian, *like))
    return f"font-family: {', '.join([*map(_quoted, names), generic])};"


def _ascii_name(latin: str) -> str:
    return f"{latin} ASCII"


def _ascii_face(latin: str) -> str:
    family = f"@font-face {{ font-family: {_quoted(_ascii_name(latin))}; unicode-range: U+0-7F;"
    bold = f"local({_quoted(latin + ' Bold')}), local({_quoted(latin)})"
    return f"{family} src: local({_quoted(latin)}); }}\n{family} font-weight: bold; src: {bold}; }}\n"


def _quoted(name: str) -> str:
    """Return a name as a CSS string."""
    return '"' + "".join(char if char.isalnum() or char in " _-." else f"\\{ord(char):x} " for char in name) + '"'


def _points(amount: int, parts: int) -> str:
    """Return an amount of parts of a point as a CSS length: `_points(579, 20)` is `28.950pt`."""
    whole, rest = divmod(amount, parts)
    return f"{whole}.{rest * 1000 // parts:03}pt"


def _page_rules(style: StyleSheet) -> str:
    """Return the rules of portrait and landscape pages, and the width of table lines."""
    line = f"@media print {{ :root {{ --line: {_points(style.border, 8)}; }} }}\n"
    return line + _page("@page", style.portrait) + _page("@page landscape", style.landscape)


def _print_measures(text: TextStyle) -> str:
    """Return size, line pitch and spacing of one kind of paragraph."""
    line = _points(text.line, 20) if text.line else "normal"
    margins = f"{_points(text.before, 20)} 0 {_points(text.after, 20)}"
    indent = f" text-indent: {text.indent}em;" if text.indent else ""
    return f"font-size: {_points(text.size, 2)}; line-height: {line}; margin: {margins};{indent}"


def _page_starts(style: StyleSheet, headings: dict[str, str]) -> str:
    """Return the rules for what starts a new page: some headings and tables.

    The first block starts none, nor does a table that follows a heading or has no title.
    """
    kinds = [selector for kind, selector in headings.items() if style.texts[kind].new_page]
    rules = [f"section:has(> {selector}):not(main > :first-child) {{ break-before: page; }}\n" for selector in kinds]
    tables = ":is(p, .table) + .table:has(.title) { break-before: page; }\n" if style.texts["表题"].new_page else ""
    return "".join(rules) + tables


def table_size(table: Table, style: StyleSheet) -> str:
    """Return the font size in which the table's longest number fits in every column of numbers."""
    numbers = [len(plain(cell.runs)) for row in table.body for cell in row.cells if cell.role is Role.NUMBER]
    names = table.frozen and (table.frozen - 1) * _CODE_WIDTH + _LABEL_WIDTH
    needed = names + (table.width - table.frozen) * (max(numbers, default=0) + _PADDING)
    page = style.landscape if table.landscape else style.portrait
    fitting = page.text_width // (5 * needed)  # half a character is 5 twips wide per half-point of size
    return _points(max(style.smallest, min(fitting, style.texts["表格"].size)), 2)


def _page(selector: str, page: Page) -> str:
    return f"{selector} {{ size: {_points(page.width, 20)} {_points(page.height, 20)}; margin: {_margins(page)}; }}\n"


def _margins(page: Page) -> str:
    """Return the four margins as CSS writes them."""
    return " ".join(_points(side, 20) for side in (page.top, page.right, page.bottom, page.left))


def _page_numbers(style: StyleSheet, face: str) -> str:
    """Return the rules of page numbers on odd and even pages; `face` is the CSS of the font."""
    size = _points(style.texts["页码"].size, 2)
    return "".join(
        f"@page :{side} {{ @bottom-{side} {{ {_PAGE_NUMBER}; {face} font-size: {size}; margin-{side}: 1em; }} }}\n"
        for side in ("right", "left")
    )


def sheet_style(style: StyleSheet) -> str:
    """Return both pages as boxes on a screen, for the preview, which lays out there what the browser would print.

    `.sheet`, `.sheet.turned` are the paper with its margins; `.folio`, `.odd`, `.even` the page number. Cover and
    contents, which the page has not, are those of the Word file: `--cover` is 1 where the title has a page of its own,
    `--contents` the levels that contents list, `--numbered` 1 if with pages.
    """
    number = style.texts["页码"]
    says = f"--cover: {style.cover:d}; --contents: {style.contents}; --numbered: {style.numbered:d};"
    texts = [(selector, style.texts[kind]) for kind, selector in _OPENING]
    opening = "".join(f"{selector} {{ {_face(text)} {_print_measures(text)} }}\n" for selector, text in texts)
    for level, text in enumerate([style.texts[kind] for kind in CONTENTS], 1):
        size = f"font-size: calc({_points(text.size, 2)} * min(1, var(--closer, 1) + .25));"
        pitch = f"line-height: calc({_points(text.line or text.size * 12, 20)} * var(--closer, 1));"
        opening += f".sheet .entry{level} {{ padding-inline-start: {2 * (level - 1)}em; {size} {pitch} }}\n"
    face = f".folio {{ {_family(number)} font-size: {_points(number.size, 2)}; margin: 0; position: absolute; }}\n"
    paper = _sheet(".sheet", style.portrait) + _sheet(".sheet.turned", style.landscape)
    return f".pv-sheets {{ {says} }}\n{opening}{face}{paper}"


def _sheet(selector: str, page: Page) -> str:
    size = f"width: {_points(page.width, 20)}; height: {_points(page.height, 20)};"
    bottom = f"bottom: 0; line-height: {_points(page.bottom, 20)};"
    sides = (("odd", "right", page.right), ("even", "left", page.left))
    return f"{selector} {{ {size} padding: {_margins(page)}; }}\n{selector} .folio {{ {bottom} }}\n" + "".join(
        f"{selector} .{kind} {{ {side}: calc({_points(margin, 20)} + 1em); }}\n" for kind, side, margin in sides
    )
