"""手写的金额和名称"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from reportgen.budget import Area, are_nested_or_same, areas, areas_in
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding, finding_of_each
from reportgen.checks._texts import matches, of_templates, text_of_file, wordings
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.reading.texts import PROSE, Kind
from reportgen.source import Scalar

_DIGITS, _SCALES = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "十百千万亿拾佰仟"
_NUMERAL = f"[零〇{_DIGITS}{_SCALES}]"
_CHINESE = compiled(rf"{_NUMERAL}(?<!{_NUMERAL}.){_NUMERAL}{{1,19}}元(?![素旦宵化件])")
_RATE = compiled(r"(?:每|均|标准|单价|价值|超过|不足|低于|高于|少于|以上|近|约|“|《)[^，。；、]{0,8}$")
_NUMBER = r"[0-9]{1,12}(?:\.[0-9]{1,6})?"
FROM_TO = (
    rf"[由从](?:[0-9]{{4}}年度?的?)?(?P<before>{_NUMBER})(?P<unit>[^0-9，。；、⏎]{{1,6}}?)[^0-9，。；、⏎]{{0,6}}?"
    rf"(?:(?P<up>«由到:增»)|«由到:减»)(?P<after>{_NUMBER})(?P=unit)"
)
_NEAR = 20  # letters before a number that may say what it is
_MARKS = compiled("[，。；：⏎]")
_LIMIT = compiled("[及（(]?以[上下内]")
_HAN = r"[\u4e00-\u9fff]"
_WHERE: tuple[Kind, ...] = (*PROSE, "标题", "节题", "表题", "表眉")
_WORD = rf"(?:(?![的由与和及在对向是为因各全本该县]){_HAN})"
_BY, _UNIT_NAME = "实施主体", r"(?:(?![由和与])[\u4e00-\u9fff]){2,20}?«单位后缀»"
_DEPTH = 3  # province, city, county
_PLACE_ENDS = compiled("[县市区旗省州盟]")
_AREA = compiled(r"[\u4e00-\u9fff]{1,8}?(?:自治县|自治旗|新区|省|市|县|区|旗)")


def R926(case: Case) -> Iterator[Result]:
    """中文数字的金额

    金额用阿拉伯数字写。用中文数字写的（陆万贰仟元、九十九万元），程序和读者都不好核对，数改了也容易漏改。标准、界限不看。

    怎样改：写成阿拉伯数字；说的是预算里的数的，写成“<数名>”。
    依据：GB/T 15835—2011 出版物上数字用法，计量的数用阿拉伯数字。
    例：增加一个出访团组，增加陆万贰仟元。
    """
    yield Compared()
    found = [(m, place) for m, place in matches(wordings(case, *PROSE), _CHINESE) if _is_amount(m)]
    yield from finding_of_each(((m[0], place) for m, place in found), "R926 中文数字", of_templates(case))


def _is_amount(found: re.Match[str]) -> bool:
    counted = bool(set(found[0]) & set(_DIGITS)) and bool(set(found[0]) & set(_SCALES))
    return counted and not (_LIMIT.match(found.string, found.end()) or is_rate(found))


def is_rate(found: re.Match[str]) -> bool:
    """Whether the words right before a number make it a price, a limit or an approximation: 每人, 不足, 约."""
    return bool(_RATE.search(found.string[max(0, found.start() - _NEAR) : found.start()]))


def R956(case: Case) -> Iterator[Result]:
    """由多少到多少

    说由多少增加到多少的，后面的数要大；说由多少减少到多少的，后面的数要小。只看写了一样的单位的两个数。

    怎样改：两个数、“增加到”还是“减少到”，改错的一处。
    依据：公开文件中常见的错误：数里多写、少写了一位，增、减写反了。
    例：示范面积由1.4万亩增加到1.04万亩。
    """
    yield Compared()
    found = matches(wordings(case, *PROSE, "格"), spoken().form(FROM_TO))
    wrong = [(m, place) for m, place in found if (Decimal(m["after"]) < Decimal(m["before"])) == bool(m["up"])]
    wrong = [(m, place) for m, place in wrong if Decimal(m["after"]) != Decimal(m["before"])]
    yield from finding_of_each(((m[0], place) for m, place in wrong), "R956 反了", of_templates(case))
    told = {m[0] for m, _ in wrong}
    for sentence in case.sentences:  # of which some are not printed
        for one in spoken().form(FROM_TO).finditer(sentence.scalar.text):
            before, after = Decimal(one["before"]), Decimal(one["after"])
            if before != after and (after < before) == bool(one["up"]) and one[0] not in told:
                yield finding("R956 反了", sentence.at(one.start(), len(one[0])), thing=one[0])


def R928(case: Case) -> Iterator[Result]:
    """别的单位的名称

    一句话的开头写了本地另一个单位的名称（或外地同名的单位），接着说它的职责、概况、预算，像是从那个单位的文件里抄来的；
    模板的标题、句子里写死了一个单位的名称，也是。说两个单位分工的不看；预算文件“部门”里写了的单位不看。
    话说到一半提到别的部门的、项目的实施主体或咨询的单位是别的单位的，给一个提示。

    怎样改：改成本部门（单位）的名称，或写成“<部门>”；确实说的是那个单位的，不用改。
    依据：公开文件中常见的错误：拿别的单位的文件改，名称没有改全。
    例：云溪县文化和旅游局的职责里写“云溪县教育局负责全县的学校工作”。
    """
    publisher = case.document.publisher
    area = _AREA.match(publisher)
    if not area or area.end() >= len(publisher):
        return
    yield Compared()
    yield from (implementers := list(_implementers(case, area[0])))
    named = "".join(one.message for one in implementers)
    stated = [one for one in _of_others(case, area[0], publisher[area.end() :]) if one[1] not in named]
    sure = {name for is_sure, name, _ in stated if is_sure}
    strange = ((name, place) for _, name, place in stated)
    yield from finding_of_each(strange, "R928 别的单位", lambda name: name not in sure, publisher=publisher)


def _of_others(case: Case, area: str, name: str) -> Iterator[tuple[object, str, Place]]:
    """Yield (likely copied, name, place) of other units of the area, and of the same office of another area."""
    same, others = rf"{_WORD}{{2}}[市县区旗]{name}", rf"{area}{_WORD}{{0,12}}?«别的部门:后缀»"
    alone = rf"(?<!{_HAN}){area[-1]}{_WORD}{{1,10}}?«别的部门:后缀»"
    subject = rf"(?<!{_HAN})(?P<subject>{area}{_HAN}{{0,16}}?«单位后缀»|{same}|{alone})(?=«单位之后»)"
    form = spoken().form(rf"{subject}|(?P<before>«别的部门:之前»?)(?P<object>{others}|{same})(?!«别的部门:之后»)")
    cells = wordings(case, "格").having(compiled(re.escape(area) + r"[^\n]{8}"))  # long ones: goals, tasks
    in_cells = ((m, one.place.marking(m.start(), len(m[0]))) for one in cells for m in form.finditer(one.text))
    for m, place in chain(matches(wordings(case, *_WHERE), form, (area[-1], name)), in_cells):
        group = "subject" if m["subject"] else "object"
        in_region = case.budget is not None and m[group] not in text_of_file(case)
        excused = not in_region and (m["before"] or case.document.publisher in m.string or _shares_work(m))
        itself = spoken().form("«单位自己»").match(m.string, m.end())  # what only the publisher writes of itself
        if not excused and not _is_known(case, m[group], public=not itself):
            yield in_region or m["subject"], m[group], place.marking(m.start(group), len(m[group]))


def _shares_work(found: re.Match[str]) -> bool:
    """Whether the sentence divides work between two units, or the clause names what another unit contributes."""
    start, stop = found.span("object")
    clause = _MARKS.split(found.string[:start])[-1] + _MARKS.split(found.string[stop:])[0] if found["object"] else ""
    shared = spoken().form("«分工:分工»").search(found.string) or spoken().form("«分工:同句»").search(clause)
    return shared is not None


def _is_known(case: Case, name: str, public: bool = True) -> bool:
    """Whether the name is of this department, or of an office that any document may mention."""
    ours = any(known in name or name in known for known in _own_names(case))
    return ours or _is_short_name(case, name) or bool(public and spoken().within("公共部门", name))


def _implementers(case: Case, area: str) -> Iterator[Finding]:
    """Yield findings on units outside the department that are to carry out a project or to answer questions."""
    file = case.budget.file if case.budget else None
    written = [one for node in file.performance.values() for one in case.values(node)] if file else []
    written += [((key,), node) for key, node in file.facts.items() if isinstance(node, Scalar)] if file else []
    keys = {_BY, *spoken().places["自己的单位"]["自己的单位"]}
    for about, scalar in ((path[-1], one) for path, one in written if path and path[-1] in keys):
        form = _UNIT_NAME if about == _BY else rf"{area}{_HAN}{{1,16}}?«单位后缀»"
        found = spoken().form(form).findall(scalar.text)
        unknown = (name for name in found if not _is_known(case, name, public=about == _BY))
        yield from (finding("R928 实施主体", scalar.at, about=about, name=name) for name in unknown)


@of_family("名称和地名")
def R937(case: Case) -> Iterator[Result]:
    """别处的地名

    文字里写了外地的县（市、区），或者同一个市里别的县（区），多半是拿别处的文件改，地名没有改全。地名按国家标准的行政区划认；
    上级的、下级的不看，说到对口帮扶、协作、考察、来自哪里的不看。职责、机构里写的是警告，别处的给一个提示。

    怎样改：改成本地的；确实说的是那里的，不用改。
    依据：公开文件中常见的错误：拿别的县（区）的文件改，地名没有改全。
    例：秦皇岛市山海关区总工会的职责里写“发挥海港区职工服务中心作用”。
    """
    if not case.document.publisher:
        return
    yield Compared()
    own, known = _home(case), " ".join(_own_names(case))
    found = [
        (name, wording.place.marking(at, len(name)))
        for wording in wordings(case, *PROSE, "格").having(_PLACE_ENDS)
        for at, name in areas_in(wording.text)
        if name not in known and _is_elsewhere(name, own) and not _is_no_place(wording.text, at, name)
    ]
    duties = {name for name, place in found if spoken().within("职责的节", place.part)}
    yield from finding_of_each(found, "R937 别处", lambda name: name not in duties, publisher=case.document.publisher)


def _is_short_name(case: Case, name: str) -> bool:
    """Whether the name is the short one behind other words, which are no place: 纳入市民政局."""
    short = case.budget.file.department.short_name if case.budget else ""
    return bool(short) and name.endswith(short) and not areas(f"{name.removesuffix(short)}{short[0]}")


def _own_names(case: Case) -> list[str]:
    """Return the names of the department, of what is above it, and of its units."""
    own = case.budget.file.department if case.budget else None
    units = [name for unit in own.units for name in (unit.name, unit.full_name, unit.superior)] if own else []
    others = (own.name, own.full_name, own.area, own.superior, *own.subordinates) if own else ()
    return [name for name in (case.document.publisher, *others, *units) if name]


def _home(case: Case) -> list[Area]:
    """Return the places where the department may be: the last place that its name begins with."""
    own = case.budget.file.department if case.budget else None
    names = (case.document.publisher, *((own.name, own.area) if own else ()))
    named = [list(areas_in(name)) for name in names]
    return [area for places in named if places for area in areas(places[-1][1])]


def _is_elsewhere(name: str, own: list[Area]) -> bool:
    """Whether no place of that name is within ours or above it; without a known home, only counties count."""
    return not any(
        are_nested_or_same(area, home) for area in areas(name) for home in own or ([] if _is_county(name) else [()])
    )


def _is_county(name: str) -> bool:
    return all(len(area) == _DEPTH for area in areas(name))


def _is_no_place(text: str, at: int, name: str) -> bool:
    """Whether the letters are part of other words, or the clause gives a reason to name another place."""
    stop = at + len(name)
    clause = _MARKS.split(text[:at])[-1] + "＿" + _MARKS.split(text[stop:])[0]
    own = spoken().whole("通用地名", text[max(0, at - 1) : stop])
    return bool(own or spoken().within("说到别处", clause))
