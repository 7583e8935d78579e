"""style.yaml → StyleSheet: lengths in mm or 磅, sizes by their Chinese names.

The number of lines on a page and of characters in a line (网格) gives the line pitch and character spacing of body
text, and of headings in its size. GB/T 9704-2012, 5.2.3 wants 22 lines of 28 characters, which in 三号 are slightly
wider than the text block.

The standard (依据) is GB/T 9704-2012. The baseline's style.yaml states for its values the clause that each is taken
from and how strict it is. A key names a value, `页面.上`, or all values below it, `页面`; the longest key that fits
counts. `实务` is what offices do where the standard says nothing; it has no clause.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Literal

from reportgen.diagnostics import Diagnostic, Severity, did_you_mean, listed
from reportgen.patterns import compiled
from reportgen.quantity import rounded
from reportgen.records import dataclass, replace
from reportgen.source import Mapping, Problems, Scalar, decode, key
from reportgen.style import HEADINGS, TEXTS, Align, Page, StyleSheet, TextStyle, TurnedNumber

_TWIPS = {"mm": Decimal(1440) / Decimal("25.4"), "磅": Decimal(20), "": Decimal(1)}
# 字号 in half-points (GB/T 148 names as Word maps them).
SIZES = {
    "初号": 84, "小初": 72, "一号": 52, "小一": 48, "二号": 44, "小二": 36, "三号": 32, "小三": 30, "四号": 28,
    "小四": 24, "五号": 21, "小五": 18, "六号": 15, "小六": 13, "七号": 11,
}  # fmt: skip

_LONGEST = 31680  # twips (22 inches): the longest page of Word
_NARROWEST = 567  # 10 mm
_NAME = 31  # characters that Word takes of the name of a font: [MS-OI29500] 2.1.88
_LOW, _HIGH = 284, 397  # twips of a row: 5 and 7 mm
_BORDER = 4  # eighths of a point
Indent = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8]
STANDARD = "GB/T 9704—2012"
KEY = "依据"
_HOW = "如 5.2.1 规定；强度有规定、一般、推荐，没有条款的是实务"
_BASIS = compiled(r"(?:([0-9]+(?:\.[0-9]+)*) )?(规定|一般|推荐|实务)")


@dataclass(frozen=True, slots=True)
class PageForm:
    """The keys of 页面 and of 横向页面."""

    width: Scalar = key("宽")
    height: Scalar = key("高")
    top: Scalar = key("上")
    bottom: Scalar = key("下")
    left: Scalar = key("左")
    right: Scalar = key("右")


@dataclass(frozen=True, slots=True)
class TextForm:
    """The keys of one entry of 文字."""

    east_asian: Scalar = key("字体")
    latin: Scalar = key("西文")
    size: Scalar = key("字号")
    bold: bool = key("加粗", False)
    align: Align = key("对齐", Align.LEFT)
    line: Scalar | None = key("行距", None)
    before: Scalar | None = key("段前", None)
    after: Scalar | None = key("段后", None)
    indent: Indent = key("首行缩进", 0)
    new_page: bool = key("另起一页", False)


@dataclass(frozen=True, slots=True)
class RowsForm:
    """The keys of 表格行高."""

    least: Scalar | None = key("最小", None)
    most: Scalar | None = key("最大", None)


@dataclass(frozen=True, slots=True)
class GridForm:
    """The keys of 网格."""

    lines: int = key("每页行数", 0)
    characters: int = key("每行字数", 0)


@dataclass(frozen=True, slots=True)
class SheetForm:
    """The keys of style.yaml."""

    portrait: PageForm = key("页面")
    landscape: PageForm = key("横向页面")
    texts: dict[str, TextForm] = key("文字")
    smallest: Scalar | None = key("表格最小字号", None)
    rows: RowsForm = key("表格行高", RowsForm())
    tables_share: bool = key("小表同页", False)
    grid: GridForm = key("网格", GridForm())
    gaps: bool = key("中西文间距", True)
    turned_number: TurnedNumber = key("横向页码", TurnedNumber.FOOT)
    cover: bool = key("封面", False)
    contents: Literal[0, 1, 2, 3] = key("目录级别", 0)
    bases: dict[str, str] = key("依据", factory=dict)


def style_sheet(node: Mapping, problems: Problems) -> StyleSheet | None:
    """Return the style sheet; None if its keys are wrong. All reasons are added to `problems`."""
    before = len(problems)
    form = decode(node, SheetForm, problems)
    if form is None:
        return None
    if absent := [name for name in TEXTS if name not in form.texts]:
        hint = "补上；上级模板里有的，把这个键删掉就行"
        problems.add("缺少的键", f"“文字”下面缺少“{listed(absent)}”", (node.get("文字") or node).at, hint=hint)
    reader = _SheetReader(problems)
    portrait, landscape = reader.page(form.portrait), reader.page(form.landscape)
    texts = {name: reader.text(text) for name, text in form.texts.items()}
    smallest = reader.half_points(form.smallest) if form.smallest else 14
    if len(problems) == before:
        texts = _on_grid(texts, form.grid, portrait)
        _refuse_crowded(node, texts["正文"], problems)
    rows = reader.rows(form.rows)
    sheet = StyleSheet(portrait, landscape, texts, smallest, *rows, border=_BORDER, gaps=form.gaps)
    opening = replace(sheet, cover=form.cover, contents=form.contents)
    return replace(opening, turned_number=form.turned_number, tables_share=form.tables_share)


def _on_grid(texts: dict[str, TextStyle], grid: GridForm, page: Page) -> dict[str, TextStyle]:
    """Give body text, and headings of its size, the line pitch and character spacing that fit the grid to the page.

    A pitch that the region states for them (行距) stays.
    """
    size = texts["正文"].size
    wide = page.text_width // grid.characters - size * 10 if grid.characters > 0 else 0
    line = page.text_height // grid.lines if grid.lines > 0 else 0
    kinds = [kind for kind in ("正文", *HEADINGS) if texts[kind].size == size]
    return texts | {kind: replace(texts[kind], line=texts[kind].line or line, spacing=wide) for kind in kinds}


def _refuse_crowded(node: Mapping, text: TextStyle, problems: Problems) -> None:
    """Refuse a grid in which lines or characters of body text overlap, or are very far apart."""
    if not (-text.size * 2 <= text.spacing <= text.size * 20 and 0 <= text.line - text.size * 10 <= _LONGEST):
        at = (node.get("网格") or node).at
        problems.add("版式", "这么多行、这么多字，正文的字排不下或者太稀", at, hint="国标是每页22行、每行28字")


@dataclass(frozen=True, slots=True)
class _SheetReader:
    """Reads the values of a style sheet; a wrong value is added to `problems` and replaced by some valid one."""

    problems: Problems

    def page(self, form: PageForm) -> Page:
        before = len(self.problems)
        sides = (form.width, form.height, form.top, form.bottom, form.left, form.right)
        page = Page(*map(self.twips, sides))
        if len(self.problems) == before and min(page.text_width, page.text_height) < _NARROWEST:
            at = (form.width if page.text_width < _NARROWEST else form.height).at
            self.problems.add("版式", "纸上没有写字的地方", at, hint="宽减去左、右，高减去上、下，至少留10mm")
        return page

    def text(self, form: TextForm) -> TextStyle:
        fonts, size = (self.font(form.east_asian), self.font(form.latin)), self.half_points(form.size)
        lengths = (self.twips(form.line), self.twips(form.before), self.twips(form.after))
        return TextStyle(*fonts, size, form.bold, form.align, *lengths, form.indent, form.new_page)

    def font(self, scalar: Scalar) -> str:
        if not 0 < len(scalar.text) <= _NAME:
            message = f"字体的名称要有1至{_NAME}个字，这里有{len(scalar.text)}个"
            hint = "照文字处理软件“字体”框里显示的名称写，一处只写一种"
            self.problems.add("版式", message, scalar.at, hint=hint)
        return scalar.text

    def twips(self, scalar: Scalar | None) -> int:
        """Return a length, `37mm` or `28.95磅`, in twips; 0 if there is none."""
        if scalar is None:
            return 0
        found = compiled(r"([0-9]+(?:\.[0-9]+)?)\s*(mm|磅|)").fullmatch(scalar.text)
        if not found:
            self.problems.add("版式", f"“{scalar.text}”不是长度", scalar.at, hint="写成 37mm 或 28.95磅")
            return 0
        length = int(rounded(Decimal(found[1]) * _TWIPS[found[2]], 0))
        if length > _LONGEST:
            self.problems.add("版式", f"“{scalar.text}”太长", scalar.at, hint="最长558mm")
        return length

    def rows(self, form: RowsForm) -> tuple[int, int]:
        """Return the least and the greatest height of a row in twips."""
        least, most = (self.twips(one) or usual for one, usual in ((form.least, _LOW), (form.most, _HIGH)))
        if form.most and least > most:
            self.problems.add("版式", "表格行高的“最小”比“最大”大", form.most.at, hint="如 {最小: 5mm, 最大: 7mm}")
        return least, max(least, most)

    def half_points(self, scalar: Scalar) -> int:
        """Return a 字号, `三号`, in half-points."""
        if scalar.text not in SIZES:
            hint = did_you_mean(scalar.text, SIZES)
            self.problems.add("版式", f"没有“{scalar.text}”这个字号", scalar.at, hint=hint)
        return SIZES.get(scalar.text, SIZES["五号"])


class Strength(Enum):
    """How strict a clause is (强度), in the standard's own words."""

    RULE = "规定"
    USUAL = "一般"
    ADVICE = "推荐"
    PRACTICE = "实务"


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a value comes from (依据): the clause, empty for 实务, and its strength."""

    clause: str
    strength: Strength


def bases(node: Mapping, baseline: Mapping, problems: Problems) -> dict[str, Basis]:
    """Return the bases stated under 依据, by key; the keys are those of the sheet or of the baseline."""
    stated, there = node.get(KEY), {*_names(node), *_names(baseline)}
    found = {}
    for name, value in stated.entries if isinstance(stated, Mapping) else ():
        said = _BASIS.fullmatch(value.text) if isinstance(value, Scalar) else None
        if said is None or bool(said[1]) == (said[2] == Strength.PRACTICE.value):
            problems.add("版式", "依据写条款和强度", value.at, hint=_HOW)
        elif name.text not in there:
            problems.add("版式", f"没有“{name.text}”这一项", name.at, hint=did_you_mean(name.text, sorted(there)))
        else:
            found[name.text] = Basis(said[1] or "", Strength(said[2]))
    return found


def basis_of(path: str, known: dict[str, Basis]) -> Basis | None:
    """Return the basis of one value, by the longest key that names it or a part above it."""
    fits = [name for name in known if path == name or path.startswith(f"{name}.")]
    return known[max(fits, key=len)] if fits else None


def departures(node: Mapping, baseline: Mapping, known: dict[str, Basis]) -> Iterator[Diagnostic]:
    """Yield a finding for each value that differs from a rule (规定) of the standard."""
    usual = dict(values(baseline))
    for path, value in values(node):
        basis, other = basis_of(path, known), usual.get(path)
        if basis and basis.strength is Strength.RULE and other and other.text != value.text:
            what = f"“{path}”写的是“{value.text}”，{STANDARD} {basis.clause} 规定的是“{other.text}”"
            advice = "上级机关另有要求的照写；不然删掉这一项"
            yield Diagnostic(Severity.HINT, "版式", what, (value.at,), advice)


def values(node: Mapping, before: str = "") -> Iterator[tuple[str, Scalar]]:
    """Yield every single value of a sheet but 依据, with its key, `页面.上`."""
    for name, value in node.entries:
        if not before and name.text == KEY:
            continue
        if isinstance(value, Scalar):
            yield f"{before}{name.text}", value
        elif isinstance(value, Mapping):
            yield from values(value, f"{before}{name.text}.")


def _names(node: Mapping) -> Iterator[str]:
    """Yield every key that names a value, or a part that has values."""
    for path, _ in values(node):
        parts = path.split(".")
        yield from (".".join(parts[:i]) for i in range(1, len(parts) + 1))
