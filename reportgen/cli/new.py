"""`reportgen new`: an empty budget file with explanations, which builds at once; or a file in the other form."""

from datetime import date
from pathlib import Path
from typing import Any

from reportgen.cli import Parser, Unusable, refuse_unknown, stated_year
from reportgen.cli._files import quoted, refuse_existing, write_file
from reportgen.cli._inputs import is_budget_file
from reportgen.saving import file_name

SUMMARY = "写一个空白的预算文件，逐项带说明，马上就能生成草稿；也可以要 Excel 的"
_FORMS = {"yaml": "记事本", "xlsx": " Excel 或 WPS "}  # form -> the program that opens it


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.optional_words("name", "单位名称", "部门（单位）的名称；有空格时加引号")
    parser.option("--to", shown="样式", help="yaml 文字，用记事本填，不写就是它；xlsx 工作簿，用 Excel 或 WPS 填")
    parser.option(
        "--from", shown="文件", help="把这个预算文件换成另一种样式（.yaml 换成 .xlsx，.xlsx 换成 .yaml），内容不变"
    )
    parser.option("--template", shown="模板", help="哪个地区的样子；不写就用 default", default="default")
    parser.option("--year", shown="年度", help="四位年份；不写就是今年")
    parser.option("--kind", shown="文种", help="部门预算、单位预算，或模板自有的文种", default="部门预算")
    parser.option("-o", "--output", shown="文件", help="写成哪个文件；不写就是 单位名称-年度.yaml（或 .xlsx）")
    parser.switch("--force", help="已有这个文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Write the file."""
    old = Path(getattr(options, "from")) if getattr(options, "from") else None
    form = _form(options, old)
    if old:
        path = Path(options.output or old.with_suffix(f".{form}"))
        refuse_existing(path, options.force)
        content = _converted(old, form)
    else:
        name, stated = _name(options.name), options.year
        year = date.today().year if stated is None else stated_year(stated)
        path = Path(options.output or f"{file_name(name)}-{year}.{form}")
        refuse_existing(path, options.force)
        content = _blank(options, path, year, name, form)
    if code := write_file(path, content, options.force):
        return code
    what = "" if old else "，把“待填”换成内容"
    print(f"下一步：用{_FORMS[form]}打开它{what}；随时可以生成：reportgen build {quoted(path)}")
    return 0


def _form(options: Any, old: Path | None) -> str:
    """Return the form to write: as asked, else by the extension of -o, else yaml; with --from, the other form."""
    named = Path(options.output or "").suffix.lower().removeprefix(".").replace("yml", "yaml")
    others = {".yaml": "xlsx", ".yml": "xlsx"}
    form = options.to or (named if named in _FORMS else others.get(old.suffix.lower(), "yaml") if old else "yaml")
    refuse_unknown("--to 没有“{}”", form, tuple(_FORMS))
    if named in _FORMS and named != form:
        raise Unusable(f"--to 写的是 {form}，-o 的文件是 .{named}：改成一样，或去掉 --to")
    if old and options.name:
        raise Unusable("写了 --from，就不写单位名称：名称在那个文件里")
    if old and old.exists() and not is_budget_file(old):
        raise Unusable(f"{old} 不是预算文件。\n  建议：公开过的文件、平台导出的表，用 reportgen import 读成草稿")
    return form


def _converted(old: Path, form: str) -> bytes:
    from reportgen.budget import open_file
    from reportgen.drafts import content_of, text_of
    from reportgen.profile import load

    text = text_of(old)
    if form == "yaml":
        return text.encode("utf-8")
    file = open_file(old)
    return content_of(text, f".{form}", load(file.template, old.parent, file.kind).vocabulary)


def _blank(options: Any, path: Path, year: int, name: str, form: str) -> bytes:
    from reportgen.drafts import blank_file, content_of
    from reportgen.profile import load

    profile = load(options.template, path.parent, options.kind)
    return content_of(blank_file(profile, options.kind, year, name), f".{form}", profile.vocabulary)


def _name(words: list[str]) -> str:
    from reportgen.source import UNPRINTABLE

    if len(words) != 1:
        raise Unusable("单位名称里有空格时加引号" if words else "缺少：单位名称\n用法见：reportgen new --help")
    if UNPRINTABLE.search(words[0]):
        raise Unusable("单位名称里有看不见的字符：重新输入这几个字")
    return words[0]
