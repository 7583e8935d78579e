"""PDFs of our own making: words and rules at places on pages, in points from the top left."""

from collections.abc import Sequence
from dataclasses import dataclass

FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    "/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880"
    "/Descent -120/CapHeight 880/ItalicAngle 0/StemV 80/FontBBox[0 -120 1000 880]>>>>]>>"
)
WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True)
class Page:
    """A page: (left, base, size, words) and rules (left, top, right, bottom); `areas` are filled with blue.

    shapes: outlines that are filled with grey, by their corners; marks: words over the page, `grey` or `aslant`.
    rotate: as the page says; drawn: its letters go up, as on a landscape page bound at the side; picture: it has one.
    """

    words: Sequence[tuple[float, float, float, str]] = ()
    rules: Sequence[tuple[float, float, float, float]] = ()
    areas: Sequence[tuple[float, float, float, float]] = ()
    shapes: Sequence[Sequence[tuple[float, float]]] = ()
    marks: Sequence[tuple[float, float, float, str]] = ()
    grey: bool = False
    aslant: bool = False
    rotate: int = 0
    drawn: bool = False
    picture: bool = False

    @property
    def content(self) -> str:
        turned = [f"0 1 -1 0 {WIDTH} 0 cm"] if self.drawn else []
        height = WIDTH if self.drawn else HEIGHT
        shapes = [f"{x} {height - y} m {u} {height - v} l S" for x, y, u, v in self.rules]
        fills = [f"0 0 1 rg {x} {height - v} {u - x} {v - y} re f 0 g" for x, y, u, v in self.areas]
        said = [
            f"BT /F {size} Tf {x} {height - y} Td <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, size, text in self.words
        ]
        shade, turn = 0.8 if self.grey else 0, "0.7 0.7 -0.7 0.7" if self.aslant else "1 0 0 1"
        outlines = [
            " ".join(f"{x} {height - y} {'l' if i else 'm'}" for i, (x, y) in enumerate(each)) for each in self.shapes
        ]
        over = [f"0.8 g {each} h f 0 g" for each in outlines]
        over += [
            f"{shade} g BT /F {size} Tf {turn} {x} {height - y} Tm <{text.encode('utf-16-be').hex()}> Tj ET 0 g"
            for x, y, size, text in self.marks
        ]
        picture = ["q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID 0\nEI Q"] if self.picture else []
        return "\n".join((*turned, *shapes, *fills, *said, *over, *picture))


def pdf(*pages: Page) -> bytes:
    """The file."""
    first = 4
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>", FONT]
    for i, page in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {page.rotate}"
            f"/Resources<</Font<</F 3 0 R>>>>/Contents {first + 2 * i + 1} 0 R>>"
        )
        objects.append(f"<</Length {len(page.content)}>>stream\n{page.content}\nendstream")
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>"
    return body + f"{end}\nstartxref\n{len(body)}\n%%EOF\n".encode("ascii")


def ruled(
    rows: Sequence[Sequence[str]], columns: Sequence[float], top: float = 100, high: float = 20, size: float = 10
) -> tuple[list[tuple[float, float, float, str]], list[tuple[float, float, float, float]]]:
    """Words and rules of a table: `^` goes on with the cell above, `<` with the one at the left."""
    words, rules = [], []
    for i, row in enumerate(rows):
        y = top + i * high
        for k, text in enumerate(row):
            left, right = columns[k], columns[k + 1]
            if text not in ("^", "<"):
                words.append((left + 3, y + high - 6, size, text))
            if text != "^":
                rules.append((left, y, right, y))
            if text != "<":
                rules.append((left, y, left, y + high))
    bottom = top + len(rows) * high
    rules += [(columns[0], bottom, columns[-1], bottom), (columns[-1], top, columns[-1], bottom)]
    return [word for word in words if word[3]], rules
