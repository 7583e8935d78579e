"""`make bench`: pages with one table of 25, 250 and 2,500 rows of 13 columns, written, and opened in Chromium.

Bytes, milliseconds to write, to open (parsed, laid out, painted) and of a frame while the table scrolls a screen or
more at a time: the median and the longest of sixty. Nothing here passes or fails: figures are to be read.
"""

import itertools
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from reportgen.document import Cell, Document, Role, Row
from reportgen.writers.html import write
from tests.browser import DESK, PHONE, chromium, opened
from tests.writers.sample import STYLE, amounts, expenditure, label, words

SIZES = (25, 250, 2_500)
AMOUNTS = "14.2 14.2 5.8 8.4 0.0 0.0 0.0 0.0"
PAINTED = "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
FRAMES = """async box => {
  const frames = [];
  for (let last = performance.now(); frames.length < 60;) {
    box.scrollTop += Math.max(200, box.scrollHeight / 60);
    await new Promise(requestAnimationFrame);
    frames.push(performance.now() - last);
    last = performance.now();
  }
  return frames.sort((a, b) => a - b);
}"""


def page(rows: int) -> bytes:
    """A document of one such table."""
    codes = [Cell(words(code), Role.CODE) for code in ("201", "29", "01", "")]
    body = [Row((*codes, label(f"科目{row}", indent=1), *amounts(f"行={row}", AMOUNTS))) for row in range(rows)]
    table = replace(expenditure("表1", "大表"), body=tuple(body))
    return write(Document(words("大表"), "部门", 2025, (table,)), STYLE)


def measure(browser: Browser, html: Path, width: int) -> dict[str, float]:
    """Milliseconds to open the page, and of its frames."""
    with opened(browser, html, width):  # the first page of a browser is slower
        pass
    start = time.perf_counter()
    with opened(browser, html, width) as there:
        there.evaluate(PAINTED)
        seconds = time.perf_counter() - start
        frames = there.locator(".scroll").first.evaluate(FRAMES)
    return {f"open {width}": seconds * 1000, f"frame {width}": frames[30], f"longest {width}": frames[-1]}


def main() -> None:
    """Measures all sizes and prints the table."""
    results = []
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        for size in SIZES:
            start = time.perf_counter()
            content = page(size)
            result = {"rows": size, "bytes": len(content), "write": (time.perf_counter() - start) * 1000}
            html = Path(folder) / f"{size}.html"
            html.write_bytes(content)
            for width in (PHONE, DESK):
                result |= measure(browser, html, width)
            results.append(result)
            print("  ".join(f"{name} {value:,.0f}" for name, value in result.items()))
    for small, large in itertools.pairwise(results):
        ratios = {name: large[name] / small[name] / 10 for name in ("bytes", "write", f"open {PHONE}", f"open {DESK}")}
        costs = ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
        print(f"{small['rows']:,} → {large['rows']:,}: cost per row × {costs}")


if __name__ == "__main__":
    main()
