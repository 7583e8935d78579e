"""`reportgen templates`: the list of regions; `templates check`: whether the words of a region fit its numbers."""

from pathlib import Path
from typing import Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._inputs import expanded

SUMMARY = "列出有哪些地区模板、怎么开始；templates check 核查自己写的模板"

_CHECK = "check"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.optional_words(
        "asked", "check 模板", "核查一个模板：直接写的文字和旁边印的数对不对得上；不写就列出有哪些模板"
    )
    parser.repeated(
        "--with", "文件", "用哪个预算文件核查，可以写多次；不写就用填上数的空白预算文件，和这里用这个模板的"
    )


def run(options: Any) -> int:
    """Print the list of regions, or the mistakes of one. Exit code 1: a person has to look."""
    if not options.asked:
        if vars(options)["with"]:
            raise Unusable("--with 只用在 templates check 后面")
        return _list()
    if options.asked[0] != _CHECK or len(options.asked) != len((_CHECK, "模板")):
        raise Unusable("写成：reportgen templates check 模板，如 reportgen templates check 我县")
    return _check(options.asked[1], [path for name in vars(options)["with"] for path in expanded(name)])


def _check(region: str, given: list[Path]) -> int:
    """Check the region with the budgets and print each place once."""
    from reportgen.checks import rules_for
    from reportgen.diagnostics import render
    from reportgen.profile import load
    from reportgen.region_check import check_region

    if (name := Path(region).name) != region:
        raise Unusable(f"“{region}”是文件夹，这里写模板的名称：reportgen templates check {name or '我县'}")
    rules_for(load(region, Path()))
    found, used = check_region(region, Path(), given)
    for diagnostic in found:
        print(render(diagnostic))
    result = f"{len(found)}处要看。" if found else "没有发现文字和数对不上的地方。"
    print(f"{region}：用{'、'.join(used)}核查，{result}")
    return int(bool(found))


def _list() -> int:
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
    print("改好以后核查：reportgen templates check 我县")
    return 0
