"""`reportgen import`: finished documents of anybody → a budget file in 草稿 with all that they print."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable, refuse_unknown, stated_year
from reportgen.cli._files import quoted, refuse_existing, write_file
from reportgen.cli._inputs import expanded, is_budget_file, opened
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.saving import file_name

if TYPE_CHECKING:
    from reportgen.importing import Imported, SourceDocument

SUMMARY = "把已有的 Word 文件、网页、表格读成预算文件的草稿"
_KIND = compiled("(?:部门|单位)(?:预算|决算)")
_SHOWN = 20  # contradictions that are printed


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files("files", "文件", "公开过的文件、平台导出的表格，可以写多个：今年的成为各行，去年的成为“上年预算”")
    parser.option(
        "-o", "--output", shown="文件", help="写成哪个文件，.xlsx 是用 Excel 填的；不写就是 单位名称-年度.yaml"
    )
    parser.option("--template", shown="模板", help="哪个地区的样子；不写就用 default", default="default")
    parser.option("--as", shown="口径", help="都当作哪个口径的数，如 上年预算、上年决算；今年的留着填")
    parser.option("--name", shown="名称", help="部门（单位）的名称；不写就用文件里的")
    parser.option("--year", shown="年度", help="四位年份；文件的标题里没有年份时写")
    parser.option("--money", shown="金额单位", help="元、千元、万元或亿元；表上没有写金额单位时写")
    parser.switch("--force", help="已有这个文件时覆盖它，原来的留一份备份")


def run(options: Any) -> int:
    """Write the draft. Exit code 1: the documents print a figure with different amounts."""
    from reportgen.drafts import blank_file, content_of
    from reportgen.importing import Draft, with_asked
    from reportgen.profile import load

    base, sources = getattr(options, "as") or "", _sources(options)
    year = _year(options.year, sources, base)
    newest = next((s for s in sources if s.year in (year, 0)), sources[0])
    name = options.name or newest.document.publisher or "待填"
    path = Path(options.output or f"{file_name(name)}-{year}.yaml")
    refuse_existing(path, options.force)
    kind = _kind(newest, bool(base) or newest.year not in (year, 0))
    profile = load(options.template, path.parent, kind)
    years = _by_base(sources, year, base, profile.vocabulary.bases)
    imported = Draft(profile.vocabulary, year, years).filled_in(blank_file(profile, kind, year, name))
    _tell_findings(imported, sources)
    content = content_of(with_asked(imported.text, profile), path.suffix, profile.vocabulary)
    return write_file(path, content, options.force) or _tell(imported, path)


def _sources(options: Any) -> "list[SourceDocument]":
    """Return the documents that are asked for, those of whole departments first."""
    money = options.money or ""
    refuse_unknown("--money 没有“{}”这个金额单位", money or "元", tuple(UNITS))
    found = [_read(path, money) for name in options.files for path in expanded(name)]
    publishers = {source.document.publisher for source in found}
    return sorted(found, key=lambda source: not source.is_of_whole(publishers, found))


def _read(path: Path, money: str) -> "SourceDocument":
    from reportgen.importing import SourceDocument

    if is_budget_file(path):
        raise Unusable(f"{path} 已经是预算文件，不用读入。\n  建议：做下一年的，用 reportgen rollover {path}")
    given = opened(path)
    for remark in given.remarks:
        print(remark, file=sys.stderr)
    source = SourceDocument(str(path), given.document, money)
    if not (source.reading.in_tables or source.reading.in_sentences):
        raise Unusable(f"{path} 里没有认得出的数。\n  建议：用 reportgen check {path} 看认出了多少")
    if source.lacks_unit:
        raise Unusable(f"{path} 没有写金额单位。\n  建议：加上 --money 元 或 --money 万元，或在表的右上方写“单位：元”")
    return source


def _year(stated: str | None, sources: "Sequence[SourceDocument]", base: str) -> int:
    """Return the year of the draft: as stated, else that of the newest document, or the next if all are of a base."""
    if stated is not None:
        return stated_year(stated)
    newest = max(source.year for source in sources)
    if not newest:
        raise Unusable("文件的标题里没有年份。\n  建议：加 --year，写草稿是哪一年的，如 --year 2026")
    return newest + bool(base)


def _kind(source: "SourceDocument", is_of_base: bool) -> str:
    """Return the kind of the draft: the newest document's; a budget, if all documents are of the year before."""
    from reportgen.document import plain

    found = _KIND.search(plain(source.document.title))
    kind = found[0] if found else "部门预算"
    return kind.replace("决算", "预算") if is_of_base else kind


def _by_base(
    sources: "Sequence[SourceDocument]", year: int, base: str, bases: Sequence[str]
) -> "dict[str, list[SourceDocument]]":
    """Return base -> its documents; "": those of the year itself."""
    from reportgen.document import plain
    from reportgen.lexicon import DocumentKind, kind_called

    if base:
        refuse_unknown("--as 没有“{}”这个口径", base, tuple(bases))
        return {base: list(sources)}
    found: dict[str, list[SourceDocument]] = {}
    for source in sources:
        if source.year not in (0, year, year - 1):
            raise Unusable(
                f"{source.called} 是{source.year}年的，{year}年的草稿用不上。\n  建议：只写{year}年和{year - 1}年的文件"
            )
        settled = kind_called(plain(source.document.title)) is DocumentKind.ACCOUNTS
        last = "上年决算" if settled else "上年预算"
        found.setdefault(last if source.year == year - 1 else "", []).append(source)
    return found


def _tell_findings(imported: "Imported", sources: "Sequence[SourceDocument]") -> None:
    """Print what was not read, or not as it stands, on standard error."""
    _tell_odd_codes(sources)
    _tell_eliminated(imported, sources)
    _tell_contradictions(imported)


def _tell_odd_codes(sources: "Sequence[SourceDocument]") -> None:
    odd = [f"{source.called}：{place}" for source in sources for place in source.odd_codes()]
    for each in odd[:_SHOWN]:
        print(f"编码不是科目编码，这一行没有读入：{each}", file=sys.stderr)
    if odd:
        print("  建议：查清编码，把这几行写进草稿", file=sys.stderr)


def _tell_eliminated(imported: "Imported", sources: "Sequence[SourceDocument]") -> None:
    rows = [f"{source.called}：{row}" for source in sources for row in source.eliminated()]
    if any(not (one.payer and one.receiver and one.nature) for one in imported.paid):
        print("单位之间的往来写进了“内部往来”；哪个单位付的，文件里没有说，草稿里写着“待填”", file=sys.stderr)
    for each in rows[:_SHOWN] if not imported.paid else ():
        print(f"内部往来抵销的数没有读入：{each}", file=sys.stderr)
    if rows and not imported.paid:
        advice = "在草稿里写“内部往来”：谁付、谁收、多少；被抵销的收入、支出也要看一看各单位的数读全了没有"
        print(f"  建议：{advice}", file=sys.stderr)


def _tell_contradictions(imported: "Imported") -> None:
    for each in imported.contradictions[:_SHOWN]:
        amounts = f"{each.one.where}是{each.one.shown}，{each.other.where}是{each.other.shown}"
        print(f"同一个数印得不一样：{each.one.name}，{amounts}", file=sys.stderr)
    if len(imported.contradictions) > _SHOWN:
        print(f"另有{len(imported.contradictions) - _SHOWN}个数印得不一样。", file=sys.stderr)
    if imported.contradictions:
        print("  建议：先弄清哪个对；草稿里用了先印出来的那个", file=sys.stderr)


def _tell(imported: "Imported", path: Path) -> int:
    print(f"读出{imported.lines}行。文件里没有说的，草稿里写着“待填”。")
    print(f"下一步：打开它，把“待填”换成内容；随时可以生成看看：reportgen build {quoted(path)}")
    return int(bool(imported.contradictions))
