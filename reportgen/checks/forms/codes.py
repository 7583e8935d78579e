"""科目的编码和名称"""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from reportgen.budget import Catalogue
from reportgen.budget.catalogue import CatalogueItem
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import MOST, finding
from reportgen.checks._texts import row_text, wordings
from reportgen.document import TableKind
from reportgen.reading import Place, Sheet, SheetRow
from reportgen.reading.item_names import meant_code, stem
from reportgen.reading.layout import ItemRow
from reportgen.reading.terms import bare, conditions_of

_LENGTHS = {"功能": (3, 5, 7), "经济": (3, 5), "政府经济": (3, 5)}
_NEAR = 3  # the most letters by which a local name may be longer or shorter
_SEVERAL = 5  # so many wrong names in one table have one cause
_NO_CODES = "文件里没有带编码的科目"
_NO_YEAR = "文件没有写年度"
_FUNCTIONAL = (TableKind.TOTALS, TableKind.GRANTS)
_ECONOMIC = (TableKind.BASIC, TableKind.RUNNING_COSTS)


def R501(case: Case) -> Iterator[Result]:
    """编码-名称-年度

    表里科目编码旁边的名称，应当是当年《政府收支分类科目》里的名称。改过名的科目（如207、20805、210）最容易照抄旧年度的叫法。
    没有写编码的类级名称，也看是不是以前年度的旧名。

    把握大、在公开件里见过的名称才报错误，没有编码的旧名是警告；目录里把握不大的只作提示。预算文件在“科目名称”里写明的本地叫法只作提示，
    省略“支出”等字的简称也只作提示。一张表里对不上的有五个以上，多半是自己编的号，合起来报一处。

    怎样改：改成当年的规范名称；确实使用本地叫法的，写进预算文件的“科目名称”。
    依据：财政部当年《政府收支分类科目》。
    例：2020年的“20805 行政事业单位离退休”应为“行政事业单位养老支出”。
    """
    labels = [(sheet, line) for sheet, line in _labels(case) if sheet.kind in _FUNCTIONAL]
    yield Compared() if (case.items or labels) and case.year else Unknown(_NO_CODES if case.year else _NO_YEAR)
    if not case.year:
        return
    catalogue = Catalogue(case.year)
    several = {} if case.is_as_made else _numbered_otherwise(case, catalogue)
    for table, own in several.items():
        first = "、".join(f"{item.code} {item.name}" for item in own[:MOST])
        places = [item.place for item in own]
        yield finding("R501 一表多处", *places, table=table, count=len(own), first=first, year=case.year)
    for (dimension, code, name), places in _by_name(case.items).items():
        known = catalogue.item(dimension, code)
        if known and known.name != name and known.certainty != "低":
            remark = _may_be_meant(case, code, name, known) or (known.seen and case.is_as_made)
            words = {"code": code, "name": name, "year": case.year, "right": known.name}
            places = [place for place in places if remark or place.part not in several]
            yield from [finding("R501 不一致", *places, remark=remark, grave=known.seen, **words)] if places else ()
    yield from _former_labels(case, catalogue, labels)


def _numbered_otherwise(case: Case, catalogue: Catalogue) -> dict[str, list[ItemRow]]:
    """Return table -> its items with wrong names for their codes, if they are many: it has codes of its own."""
    wrong = (
        item
        for item in case.items
        if (known := catalogue.item(item.dimension, item.code))
        and known.name != item.name
        and known.seen
        and not _may_be_meant(case, item.code, item.name, known)
    )
    return {table: own for table, own in grouped((i.table, i) for i in wrong).items() if len(own) >= _SEVERAL}


def _may_be_meant(case: Case, code: str, name: str, known: CatalogueItem) -> bool:
    """Whether the name may be right: the file declares it, it is only short, or the catalogue is not certain."""
    local = case.budget is not None and case.budget.file.code_names.get(code) == name
    return local or known.certainty == "中" or _is_short(name, known.name)


def _is_short(name: str, full: str) -> bool:
    """Whether one name only leaves out letters of the other: 商品服务支出, 城镇职工基本医疗保险缴费."""
    short, long = sorted((name, full), key=len)
    return set(short) <= set(long) and len(long) - len(short) <= _NEAR


def _former_labels(case: Case, catalogue: Catalogue, labels: Sequence[tuple[Sheet, SheetRow]]) -> Iterator[Result]:
    """Yield findings on names that items had in other years; in rows without money they mislead nobody.

    Without a code such a row is mostly one of the region's form, which the officer cannot change.
    """
    paid = {line.label for _, line in labels if any(entry.number.value for entry in line.entries.values())}
    for label, rows in grouped((line.label, (sheet, line)) for sheet, line in labels).items():
        if former := catalogue.former("功能", label):
            code, old = next(iter(former.items()))
            words = {"label": label, "last": old.last, "year": case.year, "name": catalogue.name("功能", code)}
            remark = old.certainty != "高" or case.is_as_made or label not in paid
            yield finding("R501 旧名", *(_place(*row) for row in rows), remark=remark, **words)


def R502(case: Case) -> Iterator[Result]:
    """编码层级

    功能科目编码类三位、款五位、项七位，经济科目类三位、款五位；款的前三位、项的前五位就是它的上级。
    分级列示的表里，每个款、项上面都应当有它的上级行，否则不是少了一行，就是编码打错了。
    名称就是上面那一款、那一类里的，说出应是哪个编码，别的规则按它核对。

    怎样改：补上缺少的上级行，或改正编码。
    依据：财政部《政府收支分类科目》；财预〔2016〕143号，公开到项级、款级。
    例：“2070104 图书馆”上面只有“20801”，没有“20701 文化和旅游”。
    """
    yield Compared() if case.items else Unknown(_NO_CODES)
    for _, rows in groupby(case.items, key=lambda item: (item.table, item.dimension)):
        own = list(rows)
        for item in own:
            if len(item.code) not in _LENGTHS[item.dimension]:
                wanted = "、".join(map(str, _LENGTHS[item.dimension]))
                yield finding("R502 位数", item.code_at, item=item, wanted=wanted)
        yield from _orphans(case, own)


def _orphans(case: Case, rows: Sequence[ItemRow]) -> Iterator[Finding]:
    """Yield findings on items without the item above them whose code is the beginning of theirs: 20701 for 2070104.

    Only tables that print several levels are looked at.
    """
    lengths = sorted({len(item.code) for item in rows})
    above: dict[int, str] = {}
    seen: set[str] = set()
    for item in rows:
        shorter = [length for length in lengths if length < len(item.code)]
        wanted = item.code[: shorter[-1]] if shorter else ""
        if meant := meant_code(item.code, item.name, item.dimension, [*above.values()], case.year):
            yield finding("R502 打错", item.code_at, item=item, meant=meant, under=meant[:-2])
            above |= {len(meant): meant}
            continue
        if wanted and above.get(len(wanted)) != wanted:
            what = "R502 放错" if wanted in seen else "R502 缺少上级"
            yield finding(what, item.code_at, remark=case.is_as_made, code=item.code, wanted=wanted)
        seen.add(item.code)
        above = {length: above[length] for length in shorter if length in above} | {len(item.code): item.code}


def R503(case: Case) -> Iterator[Result]:
    """未收录编码

    本系统的科目目录不全，没有收录的编码不能算错，但打错的编码多半也不在目录里，所以请对照当年的《政府收支分类科目》核对一遍。
    预算文件在“科目名称”里写了名称的编码不再提示；没有写的，已经在它那一行提醒过了，这里只看别处来的编码。
    名称在目录里、编码只差一位（或两位颠倒）的，像是打错了；别的表里这个名称用的就是那个编码的，是错误。

    怎样改：核对编码；没有错的，不用改。
    依据：财政部当年《政府收支分类科目》。
    例：科目编码“2070194”不在目录中，可能是“2070104”打错。
    """
    found = [item for item in case.items if len(item.code) in _LENGTHS[item.dimension]]
    yield Compared() if found else Unknown(_NO_CODES)
    catalogue = Catalogue(case.year)
    local = case.budget.file.code_names if case.budget else {}
    unknown = [i for i in found if i.code not in local and not catalogue.name(i.dimension, i.code)]
    dimensions, printed = {i.code: i.dimension for i in reversed(unknown)}, {(i.code, i.name) for i in case.items}
    for (_, code, name), places in _by_name(unknown if not case.is_as_made else ()).items():
        words = {"code": code, "name": name, "year": f"{case.year}年" if case.year else ""}
        similar = catalogue.similar(dimensions[code], code)
        if meant := next((near for near, own in similar.items() if own == name), ""):
            yield finding("R503 像是打错", *places, grave=(meant, name) in printed, meant=meant, **words)
        else:
            yield finding("R503 未收录", *places, **words)


def R504(case: Case) -> Iterator[Result]:
    """同码同名

    同一个科目编码在全文只能有一个名称。表里用旧名、说明里用新名，或者一张表里多了、少了一个字，读者都会当成两个科目。
    没有编码的科目名称，和本文件、目录里的名称只差一两个字的，也提出来。

    怎样改：统一为当年的规范名称。
    依据：公开文件中常见的错误。
    例：“20805”在表里称“行政事业单位离退休”，在说明里称“行政事业单位养老支出”。
    """
    labels = list(_labels(case))
    yield Compared() if case.items or labels else Unknown("文件里没有科目名称")
    catalogue = Catalogue(case.year)
    by_code: dict[tuple[str, str], dict[str, Place]] = {}
    for item in case.items:
        by_code.setdefault((item.dimension, item.code), {}).setdefault(item.name, item.place)
    for (dimension, code), names in by_code.items():
        expected = catalogue.name(dimension, code)
        both = names | _in_sentences(case, names, expected)
        if len(both) > 1:
            yield _renamed(case, code, both, expected)
    yield from _misspelt(case, catalogue, labels)


def _in_sentences(case: Case, names: Iterable[str], expected: str | None) -> dict[str, Place]:
    """Return the current name of a code with its place in a sentence, if tables use another name; else nothing."""
    if expected and all(expected not in name and name not in expected for name in names):
        for wording in wordings(case, "段落").saying([expected]):
            return {expected: wording.place.marking(wording.text.index(expected), len(expected))}
    return {}


def _renamed(case: Case, code: str, names: dict[str, Place], expected: str | None) -> Finding:
    (one, here), (other, there), *_ = sorted(names.items(), key=lambda pair: pair[0] == expected)
    wanted = f"为{case.year}年规范名称“{expected}”" if expected else ""
    words = {"here": _called(here), "one": one, "there": _called(there), "other": other, "wanted": wanted}
    return finding("R504 两个名称", here, there, code=code, **words)


def _called(place: Place) -> str:
    return f"《{place.part}》" if place.row else f"“{place.part}”一节"


def _misspelt(case: Case, catalogue: Catalogue, labels: Iterable[tuple[Sheet, SheetRow]]) -> Iterator[Finding]:
    """Yield findings on labels without a code that are no known name, but similar to one."""
    names = case.reading.names
    for sheet, line in labels:
        dimension, known = ("功能", names.functional) if sheet.kind in _FUNCTIONAL else ("经济", names.economic)
        if stem(line.label) in known or conditions_of(line.label) or catalogue.former(dimension, line.label):
            continue
        own = {item.name for item in case.items if item.dimension == dimension}
        own |= set(catalogue.names(dimension).values())
        if near := difflib.get_close_matches(line.label, sorted(own), 1, 4 / 5):
            yield finding("R504 差一两个字", _place(sheet, line), label=line.label, near=near[0])


def _labels(case: Case) -> Iterator[tuple[Sheet, SheetRow]]:
    """Yield the rows of items that print no code."""
    for sheet in case.reading.sheets:
        if (sheet.kind in _FUNCTIONAL and sheet.side == "支出") or sheet.kind in _ECONOMIC:
            yield from ((sheet, line) for line in sheet.lines if line.label and not line.code and not line.total)


def _place(sheet: Sheet, line: SheetRow) -> Place:
    text = row_text(line)
    printed = next((t.strip() for t in line.texts if bare(t) == line.label), line.label)
    return Place(sheet.name, line.label, line=text, start=max(0, text.find(printed)), length=len(printed))


def _by_name(found: Iterable[ItemRow]) -> dict[tuple[str, str, str], list[Place]]:
    """Return (dimension, code, name) -> its places."""
    return grouped(((item.dimension, item.code, item.name), item.place) for item in found)
