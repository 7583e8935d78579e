"""期限和金额"""

import re
from collections.abc import Iterator, Sequence

from reportgen.checks._budget_file import FileFigures, records, with_years
from reportgen.checks._case import Case, Compared, Result
from reportgen.checks._says import finding
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.source import Mapping, Node, Scalar, scalars

_SPENT, _PROJECT = "支出", "项目"
_DONE = re.compile("(?:(?:20[0-9]{2}|<年度>)年)?([0-9]{1,2})月(?:[0-9]{1,2}日)?[底末]?(?:之?前|以前)(?:完成)?[。]?")
_MONTH = re.compile("([0-9]{1,2})月")
_ISO_YEAR = re.compile("20[0-9]{2}(?=[-./年])")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})年")


def R935(_: Case, file: FileFigures) -> Iterator[Result]:
    """期限和金额

    原因里写的到期、结束的年份要和金额对得上：写本年底才到期的，本年不会已经没有安排；写上年已经结束的项目，本年不会还有金额。
    绩效里项目的实施周期要包括预算年度，完成的时间不能在预算年度以前，开始、完成的日期要和它在同样的年份；写几月以前完成的，到那时资金也该用完了，没有用完的给一个提示。

    怎样改：改写错的年份；本年还执行的，补上金额；已经结束的，去掉金额。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：拿上年的文件改，年份没有改。
    例：上年的园区奖补项目本年没有安排，原因写“政策2026年底到期”；2026年的项目，实施周期写“2025年1月至12月”。
    """
    yield Compared()
    yield from _ended(file)
    yield from _out_of_year(file)


def _ended(file: FileFigures) -> Iterator[Result]:
    """Reasons that say in which year something ends, beside the money of this year and before."""
    budget, year = file.budget, file.budget.file.year
    ends = spoken().form("(?P<year>«期限:年份»)«期限:之间»«期限:结束»")
    for name, reason in budget.reasons.items():
        text = with_years(budget, reason.text)
        for found in ends.finditer(text):
            project = _project_in(file, text) or (name if name.member(_PROJECT) else None)
            of, ended = project or name, _year_of(found["year"], year)
            now = file.amount(of)
            before = next(filter(None, (file.amount(of._replace(base=base)) for base in budget.books if base)), None)
            if ended >= year and now == 0 and before:
                yield finding("R935 没有金额", reason.at, name=of, said=found[0], before=before, last=year - 1)
            elif ended < year and project and now and not spoken().form("«期限:还有»").search(text):
                yield finding("R935 还有金额", reason.at, name=of, said=found[0], now=now)


def _year_of(words: str, year: int) -> int:
    """2025年, 上年, 本年 as a number."""
    return int(words[:4]) if words[:4].isdecimal() else year - words.startswith(("上", "去"))


def _project_in(file: FileFigures, text: str) -> FigureId | None:
    """The project that the text names."""
    named = [name for name in file.projects if name in text]
    return FigureId(_SPENT, ((_PROJECT, max(named, key=len)),)) if named else None


def _out_of_year(file: FileFigures) -> Iterator[Result]:
    """What the targets of projects with money, and of the whole, say of their time, if this year is not in it."""
    budget, year = file.budget, file.budget.file.year
    targets: list[Node] = [*records(budget.file.performance.get(_PROJECT))]
    targets += [whole] if (whole := budget.file.performance.get("整体")) else []
    for target in targets:
        named = target.get(_PROJECT) if isinstance(target, Mapping) else None
        name = FigureId(_SPENT, ((_PROJECT, named.text),)) if isinstance(named, Scalar) else FigureId(_SPENT)
        dated = [("".join(path[-1:]), one) for path, one in scalars(target) if "年" in one.text]
        yield from (*_other_years(file, dated), *_spent_later(target))
        for key, one in dated if file.amount(name) else ():
            text = with_years(budget, one.text)
            years = [int(found[1]) for found in _YEAR.finditer(text)]
            is_span, is_day = spoken().within("周期", key) == "键", spoken().whole("周期", text) == "完成"
            if years and (max(years) < year if is_day else is_span and not min(years) <= year <= max(years)):
                what = key if is_span else "完成的时间"
                yield finding("R935 周期", one.at, what=what, text=text, name=name, year=year)


def _other_years(file: FileFigures, dated: Sequence[tuple[str, Scalar]]) -> Iterator[Result]:
    """Days on which a target begins and ends, in other years than its span."""
    texts = [(key, one, with_years(file.budget, one.text)) for key, one in dated]
    spans = [(one, text) for key, one, text in texts if spoken().within("周期", key) == "键"]
    for key, one, text in texts:
        end, day = spoken().within("起止", key), _ISO_YEAR.match(text)
        for other, span in spans if end and day else ():
            years = [int(found[1]) for found in _YEAR.finditer(span)]
            if years and day and int(day[0]) != (min if end == "起" else max)(years):
                yield finding("R935 起止", one.at, other.at, key=key, text=text, span=span)


def _spent_later(target: Node) -> Iterator[Result]:
    """A month by which all is done, beside the plan (进度) of what is spent by then."""
    plan = target.get("进度") if isinstance(target, Mapping) else None
    shares = (
        [(key.text, one) for key, one in plan.entries if isinstance(one, Scalar)] if isinstance(plan, Mapping) else []
    )
    for path, one in scalars(target) if shares else ():
        done = _DONE.fullmatch(one.text) if path[-1:] == ("值",) else None
        later = [(until, s) for until, s in shares if (m := _MONTH.match(until)) and done and int(m[1]) >= int(done[1])]
        until, share = later[0] if later else ("", one)
        if later and not share.text.startswith("100"):
            yield finding("R935 进度", one.at, share.at, text=one.text, until=until, share=share.text)
