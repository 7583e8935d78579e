"""`reportgen new`: an empty budget file with explanations, which builds at once as a draft."""

from datetime import date
from pathlib import Path
from typing import Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._files import file_name, refuse_existing, write_file

SUMMARY = "写一个空白的预算文件，逐项带说明，马上就能生成草稿"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("name", "单位名称", "部门（单位）的名称；有空格时加引号")
    parser.option("--template", shown="模板", help="哪个地区的样子；不写就用 default", default="default")
    parser.option("--year", shown="年度", help="四位年份；不写就是今年")
    parser.option("--kind", shown="文种", help="部门预算、单位预算，或模板自有的文种", default="部门预算")
    parser.option("-o", "--output", shown="文件", help="写成哪个文件；不写就是 单位名称-年度.yaml")
    parser.switch("--force", help="已有这个文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Write the file."""
    from reportgen.drafts import blank_file
    from reportgen.profile import load
    from reportgen.source import UNPRINTABLE

    if UNPRINTABLE.search(options.name):
        raise Unusable("单位名称里有看不见的字符：重新输入这几个字")
    year = _year(options.year)
    path = Path(options.output or f"{file_name(options.name)}-{year}.yaml")
    refuse_existing(path, options.force)
    profile = load(options.template, path.parent, options.kind)
    text = blank_file(profile, options.kind, year, options.name)
    if code := write_file(path, text.encode("utf-8"), "已写好", options.force):
        return code
    print(f"下一步：用记事本打开它，把“待填”换成内容；随时可以生成：reportgen build {_quoted(path)}")
    return 0


def _year(stated: str | None) -> int:
    if stated is None:
        return date.today().year
    if not (stated.isascii() and stated.isdigit() and 1990 <= int(stated) <= 2100):
        raise Unusable(f"年度“{stated}”不对，写四位年份，如 2026")
    return int(stated)


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
