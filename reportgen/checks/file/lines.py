"""预算文件里支出的各行，和它们的期限"""

from collections.abc import Iterable, Iterator, Sequence

from reportgen.budget import Line
from reportgen.checks._budget_file import FileFigures, lines_in, with_years
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result
from reportgen.checks._rules import of_family
from reportgen.checks._says import finding
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.source import KeyPath, Mapping, Node, Scalar, records

_ITEM, _FUND, _OTHERS = "功能", "资金", "一般公共预算"
_UNIT, _PAID_FOR = "单位", "经济"
_SPENT, _PROJECT = "支出", "项目"
_DONE = compiled("(?:(?:20[0-9]{2}|<年度>)年)?([0-9]{1,2})月(?:[0-9]{1,2}日)?[底末]?(?:之?前|以前)(?:完成)?[。]?")
_SPAN = compiled(r"[至到—~～-](?:[0-9]{4}年)?(?P<month>[0-9]{1,2})月(?:[底末]|[0-9]{1,2}日)?[。]?$")
_MONTH = compiled("([0-9]{1,2})月")
_ISO_YEAR = compiled("20[0-9]{2}(?=[-./年])")
_YEAR = compiled(r"(?<![0-9])(20[0-9]{2})年")
_INSTITUTION, _OFFICE = "事业", "行政单位"
_BOUGHT = ("采购品目", "采购物品")
_NOT_GRANTED = ("经营支出", "结余分配")


def _granted(file: FileFigures) -> Iterator[tuple[Line, str]]:
    """Yield each line of 支出 that 财政拨款 pays, and the budget that it is of: 政府性基金; "" where it is unknown."""
    vocabulary = file.budget.vocabulary
    for line in file.budget.books[""].lines.get("支出", ()):
        path = vocabulary.upward(_FUND, line.dims.get(_FUND, ""))
        if line.amount and "财政拨款" in path:
            fund = "".join(path[: path.index("财政拨款")][-1:])
            yield line, file.meanings.members.canonical(_FUND, fund)[1] if fund else ""


@of_family("预算文件里的收和支")
def R951(_: Case, file: FileFigures) -> Iterator[Result]:
    """财政拨款不能这样用

    经营支出用经营收入，结余分配用非财政拨款的结余（提取专用结余、缴纳企业所得税），都不用财政拨款：写了一般公共预算、政府性基金、
    国有资本经营预算的，多半是“资金”忘了写，照“缺省”算成了财政拨款。

    怎样改：在这一行写上它的“资金”：经营支出写“事业单位经营收入”，结余分配写“事业收入”“事业单位经营收入”等。
    依据：政府会计制度：财政拨款结转结余不参与结余分配；事业单位财务规则，经营支出与经营收入配比。
    例：“结余分配”下面的一行没有写资金，缺省是一般公共预算。
    """
    yield Compared()
    for line in (line for line, _ in _granted(file)):
        if (nature := line.dims.get("性质", "")) in _NOT_GRANTED:
            yield finding("R951 财政拨款", line.at, nature=nature, fund=line.dims["资金"])


@of_family("预算文件里的收和支")
def R954(_: Case, file: FileFigures) -> Iterator[Result]:
    """科目和资金

    政府性基金、国有资本经营预算各有自己的支出功能分类科目：用国有土地使用权出让收入安排的支出列21208款，国有资本经营预算支出列223类。
    用了它们的科目，“资金”却不是它们的；资金是它们，科目却是一般公共预算的，都多半有一处写错了。事业收入等自有资金不看。
    “性质”是事业单位的，用的是行政单位的科目（行政单位医疗），也是；采购的品目叫服务、工程，列在别的类型下面的，给一个提示。

    怎样改：对照批复，改正这一行的“资金”或“功能”；收入那一边也要一样。
    依据：财政部《政府收支分类科目》，政府性基金预算、国有资本经营预算支出功能分类科目。
    例：2120816农业农村生态环境支出的一行没有写资金，缺省是一般公共预算。
    """
    yield Compared()
    for line, fund in _granted(file):
        code = line.dims.get(_ITEM, "")
        own = spoken().within("科目的资金", code)
        if code and fund and fund != (own or _OTHERS) and own != "都可以":
            item, of = f"{code} {file.budget.member_name(_ITEM, code)}", own or _OTHERS
            yield finding("R954 别的资金", line.at, item=item, own=of, fund=line.dims[_FUND])
    yield from (*_of_another_kind_of_unit(file), *_bought_as_another_type(file))


def _of_another_kind_of_unit(file: FileFigures) -> Iterator[Finding]:
    """Yield findings on items of 行政单位 that a unit pays which is a 事业单位, and not run as an office."""
    department = file.budget.file.department
    natures = {unit.code: unit.nature or department.nature for unit in department.units} or {"": department.nature}
    institutions = {
        code for code, own in natures.items() if _INSTITUTION in own and not spoken().within("机关的性质", own)
    }
    for line in file.budget.books[""].lines.get(_SPENT, ()) if institutions else ():
        code, unit = line.dims.get(_ITEM, ""), line.dims.get(_UNIT, "")
        called = file.budget.member_name(_ITEM, code) if code.isdigit() else ""
        if (
            line.amount
            and (unit in institutions or "" in institutions)
            and spoken().within("单位的话", called) == _OFFICE
        ):
            yield finding(
                "R954 行政单位", line.at, item=f"{code} {called}", nature=natures.get(unit, department.nature)
            )


def _bought_as_another_type(file: FileFigures) -> Iterator[Finding]:
    """Yield remarks on purchases whose name ends as those of another type do: 文艺演出服务 as 货物."""
    for line in file.bought:
        own = line.dims.get("类型", "")
        named = [said for d in _BOUGHT if (said := spoken().within("采购类型的话", line.dims.get(d, "")))]
        if line.amount and own and named and own not in named:
            name = next(line.dims[d] for d in _BOUGHT if line.dims.get(d))
            yield finding("R954 采购类型", line.at, name=name, type=own, should=named[0])


@of_family("预算文件里的收和支")
def R955(_: Case, file: FileFigures) -> Iterator[Result]:
    """漏列的社会保险

    在职人员的养老保险、医疗保险、住房公积金是一起缴的：一个单位有两样、没有第三样，上年或者别的单位却有的，多半是漏了一行。

    缴的比例是定下来的，基数又差不多：养老保险是职业年金的两倍左右，差到十几倍、或者反而少的，是点错了小数点。

    怎样改：补上这一行，改正写错的金额；确实不由本单位列支的，不用改。
    依据：社会保险法第十条、第二十三条；住房公积金管理条例第十五条；国办发〔2015〕18号；国办发〔2019〕13号。
    例：农业技术推广站有养老保险25.4万元、住房公积金19.05万元，没有医疗保险，上年有11.5万元。
    """
    items = [*spoken().places["一起缴的"].values()]
    codes = [code for code, *_ in items]
    units = file.budget.file.department.unit_names
    paid = {unit: [file.amount(_paid(unit, code)) for code in codes] for unit in units or ("",)}
    yield Compared()
    for unit, amounts in paid.items():
        for i in range(len(codes)):
            if amounts[i] == 0 and sum(map(bool, amounts)) > 1:
                yield from _left_out(file, unit, items[i], codes, any(others[i] for others in paid.values()))
        for item in spoken().places["接着缴的"].values() if amounts[0] else ():
            if file.amount(_paid(unit, item[0])) == 0 and _was_paid(file, unit, item):
                yield from _left_out(file, unit, item, codes[:1], False)
        yield from _out_of_proportion(file, unit)


def _out_of_proportion(file: FileFigures, unit: str) -> Iterator[Finding]:
    """Yield a finding, one a year, on a contribution that is too many or too few times another with the same base."""
    for base in file.budget.books:
        for pair, (least, most) in spoken().limits("缴费的倍数").items():
            both = [_paid(unit, code)._replace(base=base) for code in pair.split()]
            one = file.amount(both[0])
            other = file.amount(both[1]) if one else None
            if one and other and not least <= one / other <= most:
                names = [file.budget.member_name(_PAID_FOR, code) for code in pair.split()]
                lines = lines_in(file.budget.books[base], both[0]) or []
                lines += lines_in(file.budget.books[base], both[1]) or []
                words = {"base": base, "one": names[0], "own": one, "other": names[1], "beside": other}
                called = file.budget.member_name(_UNIT, unit) if unit else file.budget.file.department.name
                yield finding("R955 比例", *(line.at for line in lines[:2]), unit=called, **words)
                break


def _was_paid(file: FileFigures, unit: str, item: Sequence[str]) -> bool:
    """Whether the unit paid for the item in a base, by its 经济 or else by its 功能."""
    by_code = [_paid(unit, item[0]), *(_paid(unit, code, _ITEM) for code in item[1:])]
    return any(file.amount(name._replace(base=base)) for base in file.budget.books if base for name in by_code)


def _left_out(
    file: FileFigures, unit: str, item: Sequence[str], codes: Sequence[str], usual: bool
) -> Iterator[Finding]:
    """Yield a finding if the unit had the item last year, or if it is usual among the units."""
    code = item[0]
    if usual or _was_paid(file, unit, item):
        lines = (line for line in file.budget.books[""].lines.get("支出", ()) if line.dims.get(_UNIT, "") in ("", unit))
        places = [line.at for line in lines if line.dims.get(_PAID_FOR) in codes]
        name = file.budget.member_name(_PAID_FOR, code)
        called = file.budget.member_name(_UNIT, unit) if unit else file.budget.file.department.name
        what = "R955 漏了" if len(codes) > 1 else "R955 上年有"
        yield finding(what, *places[:2], unit=called, item=f"{code} {name}", why="别的单位" if usual else "上年")


def _paid(unit: str, code: str, by: str = _PAID_FOR) -> FigureId:
    of = ((_UNIT, unit),) if unit else ()
    return FigureId("支出").where(*of, *((("性质", "基本支出"),) if by == _PAID_FOR else ()), (by, code))


@of_family("期限和金额")
def R935(case: Case, file: FileFigures) -> Iterator[Result]:
    """期限和金额

    原因里写的到期、结束的年份要和金额对得上：写本年底才到期的，本年不会已经没有安排；写上年已经结束的项目，本年不会还有金额。
    绩效里项目的实施周期要包括预算年度，完成的时间不能在预算年度以前，开始、完成的日期要和它在同样的年份；写几月以前完成的，到那时资金也该用完了，没有用完的给一个提示。

    怎样改：改写错的年份；本年还执行的，补上金额；已经结束的，去掉金额。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：拿上年的文件改，年份没有改。
    例：上年的园区奖补项目本年没有安排，原因写“政策2026年底到期”；2026年的项目，实施周期写“2025年1月至12月”。
    """
    yield Compared()
    yield from _ended(file)
    yield from _out_of_year(case, file)


def _ended(file: FileFigures) -> Iterator[Result]:
    """Yield findings on reasons that say in which year something ends, against the money of this year and before."""
    budget, year = file.budget, file.budget.file.year
    ends = spoken().form("(?P<year>«期限:年份»)«期限:之间»«期限:结束»")
    for name, reason in budget.reasons.items():
        text = with_years(budget, reason.text)
        for found in ends.finditer(text):
            project = _project_in(file, text) or (name if name.member(_PROJECT) else None)
            of, ended = project or name, _year_meant(found["year"], year)
            now = file.amount(of)
            before = next(filter(None, (file.amount(of._replace(base=base)) for base in budget.books if base)), None)
            if ended >= year and now == 0 and before:
                yield finding("R935 没有金额", reason.at, name=of, said=found[0], before=before, last=year - 1)
            elif ended < year and project and now and not spoken().form("«期限:还有»").search(text):
                yield finding("R935 还有金额", reason.at, name=of, said=found[0], now=now)


def _year_meant(words: str, year: int) -> int:
    """Return 2025年, 上年 or 本年 as a number."""
    return int(words[:4]) if words[:4].isdecimal() else year - words.startswith(("上", "去"))


def _project_in(file: FileFigures, text: str) -> FigureId | None:
    """Return the project that the text names, the longest name first; None if it names none."""
    named = file.projects.within(text)
    return FigureId(_SPENT, ((_PROJECT, max(named, key=len)),)) if named else None


def _out_of_year(case: Case, file: FileFigures) -> Iterator[Result]:
    """Yield findings on targets, of projects with money and of the whole, whose time does not include this year."""
    budget, year = file.budget, file.budget.file.year
    targets: list[Node] = [*records(budget.file.performance.get(_PROJECT))]
    targets += [whole] if (whole := budget.file.performance.get("整体")) else []
    for target in targets:
        named = target.get(_PROJECT) if isinstance(target, Mapping) else None
        name = FigureId(_SPENT, ((_PROJECT, named.text),)) if isinstance(named, Scalar) else FigureId(_SPENT)
        values = case.values(target)
        dated = [("".join(path[-1:]), one) for path, one in values if "年" in one.text or _ISO_YEAR.match(one.text)]
        yield from (*_other_years(file, dated), *_spent_later(file, target, values))
        for key, one in dated if file.amount(name) else ():
            text = with_years(budget, one.text)
            years = [int(found[1]) for found in _YEAR.finditer(text)]
            is_span, is_day = spoken().within("周期", key) == "键", spoken().whole("周期", text) == "完成"
            if years and (max(years) < year if is_day else is_span and not min(years) <= year <= max(years)):
                what = key if is_span else "完成的时间"
                yield finding("R935 周期", one.at, what=what, text=text, name=name, year=year)


def _other_years(file: FileFigures, dated: Sequence[tuple[str, Scalar]]) -> Iterator[Result]:
    """Yield findings on days on which a target begins or ends in other years than its span.

    A target that begins before and ends after its span runs for several years; the span is this year's.
    """
    texts = [(key, one, with_years(file.budget, one.text)) for key, one in dated]
    spans = [(one, text) for key, one, text in texts if spoken().within("周期", key) == "键"]
    ends = ((spoken().within("起止", key), _ISO_YEAR.match(text), key, one, text) for key, one, text in texts)
    days = [(end, int(day[0]), key, one, text) for end, day, key, one, text in ends if end and day]
    for other, span in spans if days else ():
        years = [int(found[1]) for found in _YEAR.finditer(span)] or [0]
        beyond = {end for end, year, *_ in days if (year < min(years) if end == "起" else year > max(years))}
        for end, year, key, one, text in days if any(years) and len(beyond) < 2 else ():
            last = _SPAN.search(span) if end == "止" else None
            earlier = last and text[5:7].isdecimal() and int(text[5:7]) != int(last["month"])
            if year != (min if end == "起" else max)(years) or earlier:
                yield finding("R935 起止", one.at, other.at, remark=earlier, key=key, text=text, span=span)


def _spent_later(file: FileFigures, target: Node, values: Iterable[tuple[KeyPath, Scalar]]) -> Iterator[Result]:
    """Yield a finding if a target is done by a month when, by the plan (进度), not all of its money is spent."""
    plan = target.get("进度") if isinstance(target, Mapping) else None
    entries = plan.entries if isinstance(plan, Mapping) else ()
    shares = [(key.text, one) for key, one in entries if isinstance(one, Scalar)]
    for path, one in values if shares else ():
        done = _done_by(file, "".join(path[-1:]), one.text)
        later = ((until, s) for until, s in shares if (m := _MONTH.match(until)) and int(m[1]) >= done)
        until, share = next(later, ("", None)) if done else ("", None)
        if share and not share.text.startswith("100"):
            yield finding("R935 进度", one.at, share.at, text=one.text, until=until, share=share.text)


def _done_by(file: FileFigures, key: str, text: str) -> int:
    """Return the month of this year by which an indicator (值) or the span (实施周期) ends; 0 if it says none."""
    own, year = with_years(file.budget, text), file.budget.file.year
    if key == "值":
        done = _DONE.fullmatch(text)
        return int(done[1]) if done else 0
    span = _SPAN.search(own) if spoken().within("周期", key) == "键" else None
    return int(span["month"]) if span and {int(found[1]) for found in _YEAR.finditer(own)} == {year} else 0
