"""`reportgen templates`: the regions that there are, what they are for, and how to begin from one."""

from pathlib import Path
from typing import Any

from reportgen.cli._parser import Parser

SUMMARY = "列出有哪些地区模板、在哪个文件夹、怎么开始"


def arguments(parser: Parser) -> None:
    """What the command takes: nothing."""


def run(options: Any) -> int:
    """Prints the list."""
    from reportgen.diagnostics import columns
    from reportgen.profile import regions

    found = regions(Path())
    width = max(columns(region.name) for region in found) + 2
    for region in found:
        print(f"{region.name}{' ' * (width - columns(region.name))}{region.about or '（没有写说明）'}")
        print(f"{' ' * width}文种：{'、'.join(region.kinds)}")
        print(f"{' ' * width}文件夹：{region.folder}")
    print()
    print(f"开始写预算文件：reportgen new 单位名称 --template {found[0].name}")
    print("改成自己的样子：在预算文件旁边建文件夹 templates，里面建一个自己的文件夹，如 templates/我县；")
    print("  放一个 profile.yaml，写上“上级: default”，再把要改的文件从上面的文件夹复制过来改。没有复制的照上级的印。")
    return 0
