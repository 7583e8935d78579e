"""Word file by docxtpl, page by Jinja2: `docxtpl_peer.py FOLDER OUT RUNS`; prints CPU milliseconds of each run."""

import json
import sys
import time
from pathlib import Path

import jinja2
from docxtpl import DocxTemplate

folder, out, runs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
spent: dict[str, list[float]] = {"docx": [], "html": []}
for _ in range(runs):
    start = time.process_time()
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    template = DocxTemplate(folder / "docxtpl.docx")
    template.render(data, autoescape=True)
    template.save(out / "docxtpl.docx")
    middle = time.process_time()
    page = jinja2.Environment(autoescape=True).from_string((folder / "docxtpl.html").read_text(encoding="utf-8"))
    (out / "docxtpl.html").write_text(page.render(data), encoding="utf-8")
    spent["docx"].append((middle - start) * 1000)
    spent["html"].append((time.process_time() - middle) * 1000)
print(json.dumps(spent))
