"""名称和地名

Names that differ by a letter, and places elsewhere.
"""

from collections.abc import Iterator

from reportgen.budget import Budget, Catalogue, is_marked
from reportgen.checks._budget_file import FileFigures
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import differing, in_order
from reportgen.checks.forms.names import rank
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.source import Scalar

_NAMED = "科目名称"
_DIMENSIONS = ("功能", "经济", "政府经济")
_LEVEL, _UNIT = ("部门", "级次"), ("部门", "单位", "", "名称")
_NEAR_HOME = (_UNIT, ("部门", "主管部门"), ("部门", "单位", "", "主管部门"), ("部门", "所属单位", ""))
_MARKS = compiled(r"\W")
_KINDS = {"省": "省|自治区", "市": "市|自治州|地区", "县": "县|区|旗"}  # by how the name of a place ends
_PLACE = r"[一-龥]{1,8}?(?:自治[州县区旗]|[省市区县旗])(?<!«不是地名:不是地名»)(?![场域])"
_SPENT, _PROJECT, _CODE, _NATURE = "支出", "项目", "功能", "性质"
_SHORT, _FEW, _STEM = 4, 3, 4  # so short a name may be a common word; the most codes that a message lists; 某镇政府


def R919(_: Case, file: FileFigures) -> Iterator[Result]:
    """名称错字

    预算文件里自己写的名称——“科目名称”里科目的叫法、“部门”里各单位的名称、实施主体——只和政府收支分类科目、部门、单位名称差一个字的，
    多半是打错了字，印出来到处都是错的。本级单位的名称里没有部门的名称的，有一个写错了。“级次”要写成某级。

    怎样改：改正错字；确实这样叫的，写进“已知差异”。
    依据：公开文件中常见的错误。
    例：“科目名称”里写“2070701: 资助国产彩片放映”，目录是“资助国产影片放映”；唐山市总工会的单位写成“唐山市总公会本级”。
    """
    yield Compared()
    own_file, written = file.budget.file, file.values
    catalogue, publisher = Catalogue(own_file.year), own_file.department.name
    named = {path[-1]: own for path, own in written if path[:-1] == (_NAMED,)}
    for code, own in named.items():
        yield from (misnamed := list(_misnamed(code, own, catalogue)))
        above = next((other for other in (code[:-2], code[:-4]) if other in named), "")
        if above and named[above].text == own.text and not misnamed:
            yield finding("R919 两个科目", own.at, named[above].at, code=code, own=own.text, above=above)
    yield from _spelled_twice(file.budget)
    units = [own for path, own in written if path == _UNIT]
    before = {name for book in file.budget.books.values() for name in book.units.values() if book.name}
    for by, name in ((own, own.text.rstrip("。")) for path, own in written if path[-1:] == ("实施主体",)):
        for near in (unit for unit in units if _one_letter_off(name, unit.text)):
            odd, right = (near, name) if name in before else (by, near.text)  # last year's file has the right name
            yield finding("R919 错字", odd.at, own=odd.text.rstrip("。"), right=right)
    offices = tuple(filter(None, (publisher, own_file.department.full_name)))
    for unit in units:
        begins, of_itself = unit.text[: len(publisher)], unit.text.endswith(("本级", "本级）"))
        goes_on = begins[-1:] != publisher[-1:] and not of_itself  # 社会工作发展中心 of a 社会工作部
        if _one_letter_off(begins, publisher) and not goes_on:
            yield finding("R919 错字", unit.at, own=unit.text, right=publisher + unit.text[len(publisher) :])
        elif of_itself and not any(_is_of_office(unit.text, name) for name in offices):
            yield finding("R919 别的部门", unit.at, own=unit.text, right=publisher)
    levels = (own for path, own in written if path == _LEVEL and not own.text.endswith(("级", "中央")))
    yield from (finding("R919 级次", level.at, level=level.text) for level in levels if not is_marked(level.text))


def _is_of_office(unit: str, office: str) -> bool:
    """Whether a unit 本级 bears the office's name, in full or without the place before it: 荷塘镇人民政府（本级）."""
    stem = unit.removesuffix("）").removesuffix("本级").removesuffix("（")
    return office in unit or (len(stem) >= _STEM and office.endswith(stem))


def _misnamed(code: str, own: Scalar, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield a finding if a code's name is one letter off the catalogue's, or is that of a code above or beside it."""
    for dimension in _DIMENSIONS:
        right, relatives = catalogue.name(dimension, code), {code[:3], code[:5]}
        if right and _one_letter_off(own.text, right):
            yield finding("R919 错字", own.at, own=own.text, right=right)
        elif right and own.text not in right:
            named = catalogue.codes(dimension, own.text)
            if code not in named and (near := [c for c in named if c in relatives or c[:-2] == code[:-2]]):
                yield finding("R919 别的科目", own.at, code=code, own=own.text, other=near[0], right=right)


def _spelled_twice(budget: Budget) -> Iterator[Finding]:
    """Yield findings on projects whose names differ only in blanks and punctuation."""
    lines = [line for line in budget.books[""].every_line("支出") if line.dims.get("项目")]
    by_letters = grouped((_MARKS.sub("", line.dims["项目"]), line) for line in lines)
    for spelled in (grouped((line.dims["项目"], line.at) for line in own) for own in by_letters.values()):
        rare, *others = sorted(spelled, key=lambda name: (len(spelled[name]), -len(name)))
        if others:
            yield finding("R919 空格标点", *spelled[rare], spelled[others[0]][0], own=rare, right=others[0])


def _one_letter_off(own: str, name: str) -> bool:
    return len(own) == len(name) > 3 and len(differing(own, name)) == 1


def R930(_: Case, file: FileFigures) -> Iterator[Result]:
    """地名和级次

    “级次”要和部门名称里的地名一致：县的部门不会是市级的（法院、税务这样由上级管理的不看）。主管部门、预算单位、所属单位的名称里的县（区）、省，
    要和部门自己的一样；市不一样的只给提示（县级市的主管部门在地级市）。“全称”要有“名称”的每一个字，“简称”的字都在名称里。

    怎样改：对照印章改写错的一处；确实在别处的，写进“已知差异”。
    依据：公开文件中常见的错误：拿别的县（区）的文件改，地名没有改全。
    例：云溪县文化和旅游局的“级次”写“市级”；青河县水库管理所的“主管部门”写“云溪县水利局”。
    """
    own, written = file.budget.file.department, file.values
    home = {kind: place for name in (own.area, own.name, own.full_name) for kind, place in _places_in(name).items()}
    if home:
        yield Compared()
    for path, scalar in written if home else ():
        if path == _LEVEL and (kind := _other_level(own.name, scalar.text)):
            kind = _places_in(own.name)[kind][-1]
            yield finding("R930 级次", scalar.at, name=own.name, kind=kind, level=scalar.text)
        if path in _NEAR_HOME:
            for kind, place in _places_in(scalar.text).items():
                if place != home.get(kind, place):
                    words = {"name": scalar.text, "place": place, "home": home[kind]}
                    yield finding("R930 外地", scalar.at, remark=kind == "市", **words)
        if path == ("部门", "全称") and not in_order(own.name, scalar.text):
            yield finding("R930 全称", scalar.at, name=own.name, full=scalar.text)
        if path == ("部门", "简称") and not any(in_order(scalar.text, one) for one in (own.name, own.full_name)):
            yield finding("R930 简称", scalar.at, name=own.name, short=scalar.text)


def _places_in(name: str) -> dict[str, str]:
    """Return kind -> place, for the places that a name begins with: 甲市青河县水库管理所."""
    found: dict[str, str] = {}
    before = spoken().form("«不是地名:地名前面»").match(name)  # 中共云溪县…
    at, form = before.end() if before else 0, spoken().form(_PLACE)
    while (place := form.match(name, at)) and place.end() < len(name):
        kind = next(kind for kind, ends in _KINDS.items() if compiled(f"(?:{ends})$").search(place[0]))
        at = place.end() if kind not in found else len(name)
        found.setdefault(kind, place[0])
    return found


def _other_level(name: str, level: str) -> str:
    """Return 县 if the name ends with that kind of place and the level cannot be a 县's; else "".

    Offices managed from above may have any level.
    """
    kind, *_ = *reversed(_places_in(name)), ""
    own = rank(level)
    below = own == rank("县级") and kind == "市"  # 县级市
    other = own >= 0 and kind and own != rank(f"{kind}级") and not below
    return kind if other and not spoken().within("上级管理", name) else ""
