"""说明和资产：国有资产占用"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, compared, grouped, places
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks.text._counts import SaidCount, counts
from reportgen.diagnostics import Severity

_ASSETS = re.compile(r"国有资产|资产占[用有]|资产信息|资产情况")
_NONE = re.compile(r"(?:没有|无)(?:占用)?(?:国有)?(?:固定)?资产|资产总额[0０]")
_VEHICLES = re.compile(r"(?:共有|现有|实有|拥有|有)(?:公务)?(?:用车|车辆)(?:总数|共计?)?$|(?:车辆|用车)(?:总数|共计?)$")
_KEPT = re.compile(r"用车(?:保有量|数量)?(?:为|共)?$")
_WORTH = re.compile(r"单(?:位价值|价)(?P<worth>[0-9]+)万元(?:（?含）?)?以上(?P<kind>[^0-9，。；、]*?设备)(?:共|为)?$")
_FROM = re.compile(r"单(?:位价值|价)(?P<least>[0-9]{1,6})(?:[～~—-]+(?P<most>[0-9]{1,6}))?万元")
_USUAL = (20, 50, 100, 200)
_LEDGER = "对照资产账改"


@speaks_of(BUDGET, ACCOUNTS)
def R311(case: Case) -> Iterator[Result]:
    """说明·国有资产

    国有资产占用情况里，车辆总数要等于后面分类的车辆数之和；各处写的车辆数不能多于总数；单位价值100万元以上的设备包括在
    50万元以上的里面，不会更多；起点一般是50万元、100万元。
    截止日期由 R506 核对。

    怎样改：对照资产账改。
    依据：财预〔2016〕143号，国有资产占用情况要在说明中公开；公开文件中常见的错误。
    例：共有车辆4辆，分类的加起来3辆。
    """
    vehicles = list(counts(case, "辆", "台", "台（套）", "台(套)", "套"))
    headed = [passage for passage in case.reading.passages if _ASSETS.search(" ".join(passage.headings))]
    if not vehicles and not headed:
        yield Unknown("说明里没有国有资产占用情况")
        return
    yield from _fleet(vehicles)
    yield from _equipment(vehicles)
    yield from _bounds(case)
    text = "".join(passage.text for passage in headed)
    tables = [sheet for sheet in case.reading.sheets if "资产" in sheet.name]
    if headed:
        yield Compared()
    stated = _NONE.search(text) or ("车" in text and "设备" in text) or case.is_as_made  # R606 asks a region
    if headed and not tables and not stated:
        message = "国有资产占用情况没有写车辆、设备的数量"
        place = headed[0].place(0, len(headed[0].text))
        yield Finding(message, (place,), Severity.WARNING, "写明车辆、设备的数量，没有也要写明")


def _fleet(vehicles: Sequence[SaidCount]) -> Iterator[Result]:
    """The kinds make the whole; the vehicles that other sentences speak of are not more."""
    by_sentence = grouped((count.sentence, count) for count in vehicles if count.unit == "辆")
    wholes = [count for count in vehicles if count.unit == "辆" and _VEHICLES.search(count.words)]
    for whole in wholes:
        yield compared(whole.entry)
        if "其中" not in whole.after:
            continue
        kinds = [count.entry for count in by_sentence[whole.sentence] if count is not whole]
        if kinds:
            yield compared(*kinds)
            made = sum((kind.exact for kind in kinds), Decimal(0))
            if made != whole.entry.exact:
                message = f"国有资产：车辆{whole}与分类合计{made:f}辆不符"
                yield Finding(message, (whole.entry.place, *places(kinds)), Severity.WARNING, _LEDGER)
    most = max((count.entry.exact for count in wholes), default=None)
    for kept in vehicles:
        if most is not None and _KEPT.search(kept.words) and kept not in wholes:
            yield compared(kept.entry)
            if kept.entry.exact > most:
                message = f"公务用车{kept}，多于国有资产里的车辆{most:f}辆"
                yield Finding(message, (kept.entry.place, wholes[0].entry.place), Severity.WARNING, _LEDGER)


def _equipment(items: Sequence[SaidCount]) -> Iterator[Result]:
    """What is worth more is no more of it; the bounds are the usual ones."""
    worth = [(said, count) for count in items if (said := _WORTH.search(count.words))]
    yield from (compared(count.entry) for _, count in worth)
    by_kind = grouped(((c.text, said["kind"], "新增" in c.words), (int(said["worth"]), c)) for said, c in worth)
    for own in by_kind.values():
        for (low, less), (high, more) in pairwise(own):
            if low < high and more.entry.exact > less.entry.exact:
                message = f"单位价值{high}万元以上设备{more}，多于{low}万元以上的{less}"
                yield Finding(message, (more.entry.place, less.entry.place), Severity.WARNING, _LEDGER)


def _bounds(case: Case) -> Iterator[Result]:
    """What equipment has to be worth to be stated is what regulations ask for."""
    for passage in case.reading.passages:
        for found in _FROM.finditer(passage.text):
            for bound in ("least", "most"):
                if found[bound]:
                    place = passage.place(found.start(bound), len(found[bound]))
                    yield Compared((place,))
                    if int(found[bound]) not in _USUAL:
                        message = f"设备的起点写{found[bound]}万元，一般是50万元、100万元"
                        yield Finding(message, (place,), Severity.WARNING, "对照本地的规定核对")
