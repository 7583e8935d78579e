"""`make look`: every page of every example as a picture in out/look/, to be looked at before a change is done.

`luoyang-2020-01.png` is a page; `luoyang-2020.png` shows all pages of an example, small, side by side. Older pictures
are removed first. `python tests/look.py luoyang-2020` takes that example alone; budget files may be named too.
"""

import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "out" / "look"
READABLE, SMALL = 80, 24  # dots per inch
ACROSS = 6
GAP, GREY = 6, 160

Picture = tuple[int, int, bytes]  # width, height, three bytes a dot


def main(names: list[str]) -> int:
    """Builds the examples, prints them and takes pictures; 2 where a tool is missing or an example does not build."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    printer = shutil.which("pdftoppm")
    if printer is None:
        print("未安装 pdftoppm：apt-get install poppler-utils（Windows：Poppler for Windows）", file=sys.stderr)
        return 2
    examples = [ROOT / "data" / f"{name}.yaml" if not Path(name).suffix else Path(name) for name in names]
    with tempfile.TemporaryDirectory() as folder:
        budgets = map(str, examples or sorted((ROOT / "data").glob("*.yaml")))
        command = [sys.executable, "-m", "reportgen", "build", *budgets, "--to", "pdf", "-o", folder]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        for pdf in sorted(Path(folder).glob("*.pdf")):
            print(f"{pdf.stem}：{take(pdf, printer)}页，{FOLDER / pdf.stem}.png")
    return code


def take(pdf: Path, printer: str) -> int:
    """The pictures of one PDF; how many pages there are."""
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder, "large"), Path(folder, "small")
        subprocess.run([printer, "-r", str(READABLE), "-png", pdf, large], check=True)
        subprocess.run([printer, "-r", str(SMALL), pdf, small], check=True)
        pages = sorted(Path(folder).glob("large-*.png"), key=number)
        for page in pages:
            shutil.move(page, FOLDER / f"{pdf.stem}-{number(page):02}.png")
        sheet = side_by_side([read(page) for page in sorted(Path(folder).glob("small-*.ppm"), key=number)])
        (FOLDER / f"{pdf.stem}.png").write_bytes(png(sheet))
    return len(pages)


def number(page: Path) -> int:
    """The page that a picture shows; the width of the number depends on how many pages there are."""
    return int(page.stem.rpartition("-")[2])


def read(path: Path) -> Picture:
    """A picture in the format PPM, which is a line each for kind, size and depth, and then its dots."""
    _, size, _, dots = path.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    return width, height, dots


def side_by_side(pictures: list[Picture]) -> Picture:
    """All pictures in rows, on grey; upright and turned ones have fields of the same size."""
    field = max(max(width, height) for width, height, _ in pictures) + GAP
    rows = -(-len(pictures) // ACROSS)
    whole = bytearray([GREY]) * (field * ACROSS * field * rows * 3)
    for i, (width, height, dots) in enumerate(pictures):
        left, top = i % ACROSS * field, i // ACROSS * field
        for y in range(height):
            at = ((top + y) * field * ACROSS + left) * 3
            whole[at : at + width * 3] = dots[y * width * 3 : (y + 1) * width * 3]
    return field * ACROSS, field * rows, bytes(whole)


def png(picture: Picture) -> bytes:
    """The picture as PNG: a head, the dots of every line after a zero, an end."""
    width, height, dots = picture
    lines = b"".join(b"\0" + dots[y * width * 3 : (y + 1) * width * 3] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    framed = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
