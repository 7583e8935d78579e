"""The style sheet as CSS: `style.css` holds the layout, this adds the faces, and `paper` the sizes in print.

On a screen sizes follow the reader's own settings. A face that the reader's system lacks is followed by its like on
other systems. Latin letters and digits have a face of their own, limited to ASCII: Chinese quotation marks are the
same characters as the Latin ones and would come out of the Latin face otherwise.
"""

from functools import cache
from pathlib import Path

from reportgen.style import Align, StyleSheet, TextStyle
from reportgen.writers.html.folio import page_numbers
from reportgen.writers.html.paper import page_rules, page_starts, print_measures

SELECTORS = {
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
ALIGNMENTS = {Align.LEFT: "start", Align.CENTRE: "center", Align.RIGHT: "end", Align.JUSTIFY: "justify"}
# What a font name contains -> faces of the same kind elsewhere.
LIKE = {
    "小标宋": ("方正小标宋_GBK", "华文中宋", "STZhongsong", "宋体", "SimSun", "Songti SC", "Noto Serif CJK SC"),
    "仿宋": ("仿宋", "FangSong", "STFangsong", "Noto Serif CJK SC"),
    "楷体": ("楷体", "KaiTi", "STKaiti", "Kaiti SC", "Noto Serif CJK SC"),
    "黑体": ("黑体", "SimHei", "PingFang SC", "Heiti SC", "Microsoft YaHei", "Noto Sans CJK SC"),
    "宋体": ("宋体", "SimSun", "Songti SC", "Noto Serif CJK SC"),
}


def style_text(style: StyleSheet) -> str:
    """The whole CSS of the page."""
    texts = [(selector, style.texts[kind]) for kind, selector in SELECTORS.items()]
    faces = [_ascii_face(name) for name in sorted({text.latin for _, text in texts})]
    screen = [f"{selector} {{ {_face(text)} }}\n" for selector, text in texts]
    printed = [f"{selector} {{ {print_measures(text)} }}\n" for selector, text in texts]
    headings = {kind: selector for kind, selector in SELECTORS.items() if kind.endswith("级标题")}
    printed.append(page_starts(style, headings))
    paper = page_rules(style) + page_numbers(style, family(style.texts["页码"]))
    if not style.gaps:  # a matter of the grid, which screens do not have
        printed.append(":root { text-autospace: no-autospace; --gap: 0; }\n")
    return "".join((_css("style.css"), *faces, *screen, "@media print {\n", *printed, "}\n", paper))


def mark_text() -> str:
    """The CSS of the mark, for documents that have one."""
    return _css("mark.css")


def revisions_text() -> str:
    """The CSS of tracked changes, for documents that have some."""
    return _css("revisions.css")


@cache
def _css(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _face(text: TextStyle) -> str:
    weight = "bold" if text.bold else "normal"
    align, indent = ALIGNMENTS[text.align], f"{text.indent}em"
    return f"{family(text)} font-weight: {weight}; text-align: {align}; text-indent: {indent};"


def family(text: TextStyle) -> str:
    """The faces of one kind of text, with their like on other systems."""
    like = next((faces for part, faces in LIKE.items() if part in text.east_asian), ())
    generic = "sans-serif" if "黑" in text.east_asian else "serif"
    names = dict.fromkeys((_ascii_name(text.latin), text.east_asian, *like))
    return f"font-family: {', '.join([*map(quoted, names), generic])};"


def _ascii_name(latin: str) -> str:
    return f"{latin} ASCII"


def _ascii_face(latin: str) -> str:
    family = f"@font-face {{ font-family: {quoted(_ascii_name(latin))}; unicode-range: U+0-7F;"
    bold = f"local({quoted(latin + ' Bold')}), local({quoted(latin)})"
    return f"{family} src: local({quoted(latin)}); }}\n{family} font-weight: bold; src: {bold}; }}\n"


def quoted(name: str) -> str:
    """A name as a CSS string, whatever it contains."""
    return '"' + "".join(char if char.isalnum() or char in " _-." else f"\\{ord(char):x} " for char in name) + '"'
