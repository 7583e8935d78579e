"""`reportgen schema`: the JSON Schema by which editors complete and explain the keys of budget files."""

import json
from pathlib import Path
from typing import Any

from reportgen.cli import Parser
from reportgen.cli._files import write_files

SUMMARY = "写出预算文件的键表，供编辑器补全和提示"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.option("--template", shown="模板", help="只要这个地区的；不写就是所有地区合在一起")
    parser.option("-o", "--output", shown="文件", help="写成哪个文件，如 budget.schema.json；不写就显示出来")


def run(options: Any) -> int:
    """Write or print the schema."""
    from reportgen.profile import load, regions
    from reportgen.schema import budget_schema

    here = Path()
    asked = [region for region in regions(here) if options.template in (None, region.name)]
    profiles = [load(region.name, here, kind) for region in asked for kind in region.kinds]
    if not profiles:
        profiles = [load(options.template, here)]  # raises: there is no such region
    text = json.dumps(budget_schema(p.vocabulary for p in profiles), ensure_ascii=False, indent=1) + "\n"
    if options.output:
        return write_files({Path(options.output): text.encode("utf-8")}, "已写好")
    print(text, end="")
    return 0
