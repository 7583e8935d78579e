"""列出的名称和个数，写了几次的标准"""

import re
from collections.abc import Iterator
from decimal import Decimal

from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._texts import matches, wordings
from reportgen.patterns import compiled
from reportgen.quantity import small_number
from reportgen.reading import Place
from reportgen.reading.texts import PROSE

_LIST = r"(?P<list>[^，。；：:（）()、⏎0-9]{2,16}(?:[、和及与][^，。；：:（）()、⏎0-9]{2,16}){1,12}?)"
_COUNTED = compiled(
    rf"(?<![^，。；：:（）()⏎]){_LIST}(?P<more>等)?(?P<n>[0-9]{{1,2}}|[两三四五六七八九十])(?P<unit>[条座所家处个])"
    r"(?P<kind>(?:重点|专项|子)?项目|(?:事业|预算|下属|所属)?单位|[县镇乡村]|乡镇|街道|社区|部门|[科股处]室|专项|学校)?"
)
_PARTS = compiled(
    r"(?<![0-9.,])(?P<n>[0-9]{1,6})(?P<unit>[个人名户辆项所家座台套场次册条间])(?![0-9百千万])[^，。；、0-9]{0,8}，其中[：:]?"
    r"(?P<parts>[^。；]{1,200})"
)
_OF_OTHERS, _NEAR = compiled("编制|在职|车|设备"), 12  # R314 and R311 compare these with their kinds
_MADE_OF = compiled("[组构]成")
_AND, _FEW = compiled("以?及|[和与]"), 2  # so few names may be what all of them are about
_NUMBER = r"[0-9]{1,7}(?:\.[0-9]{1,4})?"
_STANDARD = compiled(
    rf"(?P<what>[一-龥]{{1,12}}标准)(?:由{_NUMBER}元)?[^0-9，。；、⏎]{{0,8}}(?<!提高)(?<!增加)(?<!降低)(?<!减少)(?<!上调)"
    rf"(?P<n>{_NUMBER})元"
)
_OF_ANOTHER_YEAR, _ENOUGH = compiled("[上去前]年"), 5  # letters of a standard that say which one


def R960(case: Case) -> Iterator[Result]:
    """列出的名称和个数

    数前面列出名称的（马家河、石板河2条河），名称的个数要和数一样；只看末尾一个字相同的名称，
    和后面写明是什么的三个以上名称（3个项目、4个单位），写了“等”的可以少列。

    “30个，其中省级12个、市级20个”，其中的加起来不能多于前面的数。

    怎样改：数一遍名称，改个数或补上漏掉的名称。
    依据：公开文件中常见的错误：名称改了，个数没有改。
    例：新开工马家河、石板河3条中小河流治理。
    """
    yield Compared()
    for found, place in matches(wordings(case, *PROSE, "格"), _COUNTED):
        names = _names_of(found["list"])
        count = small_number(found["n"])
        alike, all_of_them = len({name[-1] for name in names}) == 1, _MADE_OF.match(found.string, found.end())
        named = found["kind"] and (len(names) > _FEW or all_of_them)
        some = found["more"] or found["list"].endswith("等")
        wrong = count < len(names) or (count > len(names) and not some)
        if (alike or named) and wrong and count:
            at = place.marking(found.start("n"), len(found["n"]))
            words = {"names": found["list"], "listed": len(names), "count": count, "unit": found["unit"]}
            yield finding("R960 个数", at, remark=count > len(names) and not all_of_them, **words)
    for found, place in matches(wordings(case, *PROSE, "格"), _PARTS):
        parts = compiled(rf"(?P<what>[^，。；、0-9]{{1,16}}?)为?(?P<n>[0-9]{{1,6}}){found['unit']}")
        own = [*parts.finditer(found["parts"])]
        made, alike = sum(int(one["n"]) for one in own), len({one["what"][-1] for one in own}) == 1
        if _OF_OTHERS.search(found.string, max(0, found.start() - _NEAR), found.start()):
            continue
        if made > int(found["n"]) and (alike or "，" not in found["parts"]):  # 女性18人，党员15人: some are both
            at = place.marking(found.start("n"), len(found["n"]))
            words = {"made": made, "count": found["n"], "unit": found["unit"]}
            yield finding("R960 其中", at, remark=not alike, **words)


def _names_of(listed: str) -> list[str]:
    """Return the names in a list; 和 separates the last two, other ones belong to names (住房和城乡建设局)."""
    *names, last = listed.removesuffix("等").split("、")
    return [*names, *(name for name in _AND.split(last) if name)]


def R961(case: Case) -> Iterator[Result]:
    """同一个标准

    同一个标准（人均补助标准、城市低保标准）在文字里写了几次的，多少元要一样；说由多少提高到多少的，看后面的数。说上年的不看。

    怎样改：对照文件规定的标准，改写错的一处；说的不是一个标准的，不用改。
    依据：公开文件中常见的错误：标准提高了，有一处还是上年的。
    例：职责里写“人均补助标准为94元”，原因里写“人均补助标准由94元提高到99元”。
    """
    yield Compared()
    stated = [one for one in matches(wordings(case, *PROSE, "格"), _STANDARD) if _is_of_this_year(one[0])]
    for own in grouped((found["what"][-_ENOUGH:], (found, place)) for found, place in stated).values():
        (first, at), *others = own
        differing = next((one for one in others if Decimal(one[0]["n"]) != Decimal(first["n"])), None)
        if len(first["what"]) >= _ENOUGH and differing:
            words = {"what": first["what"].removeprefix("年"), "own": first["n"], "other": differing[0]["n"]}
            yield finding("R961 不一样", *(_place_of(*one) for one in ((first, at), differing)), **words)


def _is_of_this_year(found: re.Match[str]) -> bool:
    before = found.string[max(0, found.start() - 12) : found.end("what")]
    return not _OF_ANOTHER_YEAR.search(compiled("[，。；]").split(before)[-1])


def _place_of(found: re.Match[str], place: Place) -> Place:
    return place.marking(found.start("n"), len(found["n"]))
