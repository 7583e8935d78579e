"""绩效指标的类别和比例"""

import re
from collections.abc import Iterator

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._texts import wordings
from reportgen.diagnostics import Severity
from reportgen.lexicon import spoken
from reportgen.reading import Place, Wording
from reportgen.reading.terms import bare

_LEVELS = ("一级指标", "二级指标")
_REMARK = re.compile(r"[（(][^（()）]*[)）]")
_HINT = "照绩效目标的统一格式改：产出、效益、满意度；数量、质量、时效、成本……"
_RATE = re.compile(
    r"(?:覆盖|合格|完成|到位|使用|参与|满意|达标|及时|准确|执行|通过|知晓|支付|合规|公开|入会|建会|兑现|发放)(?:率|度)"
)
_DATE = re.compile(r"(?<![0-9])(?P<n>[0-9]{1,2})(?P<of>月|日)(?!均|活)")
_PERCENT = re.compile(r"(?P<sign>[-－])?(?P<value>[0-9]+(?:\.[0-9]+)?)\s*[%％]")
_EITHER = re.compile("[0-9]\\s*[%％月日]")
_LAST = {"月": 12, "日": 31}


def R912(case: Case) -> Iterator[Result]:
    """指标类别

    绩效目标表的一级指标（产出、效益、满意度）、二级指标（数量、质量、时效、成本、社会效益……）是统一的几类，不能空着，
    不能错字；同一类在一张表里要用一样的写法。

    怎样改：照统一的类别改。
    依据：财预〔2015〕88号，中央部门预算绩效目标管理办法，地方参照执行。
    例：二级指标写成了“数量旨标”。
    """
    records = [(form, record) for form in case.reading.forms for record in form.records("三级指标", "指标值")]
    if not records:
        yield Unknown("文件里没有绩效指标")
        return
    yield Compared()
    spelled: dict[tuple[int, str, str], list[tuple[str, Place]]] = {}
    for form, record in records:
        for level, item in ((level, record.items[level]) for level in _LEVELS if level in record.items):
            text = bare(item.text).replace("\n", "")
            kind = _REMARK.sub("", text)
            if text and not spoken().whole(level, kind) and kind != "无":
                yield Finding(f"{level}“{text}”不是统一的类别", (item.place,), Severity.WARNING, _HINT)
            elif text:
                spelled.setdefault((id(form), level, kind), []).append((text, item.place))
    for (_, level, _), items in spelled.items():
        texts = grouped(items)
        rare = min(texts, key=lambda text: len(texts[text]))
        if len(texts) > 1:
            others = "”“".join(text for text in texts if text != rare)
            message = f"{level}“{rare}”和别处的“{others}”写法不一样"
            yield Finding(message, (texts[rare][0],), Severity.WARNING, "同一类用一样的写法")


def R914(case: Case) -> Iterator[Result]:
    """比例和日期的范围

    覆盖率、合格率、完成率、到位率、满意度这一类比例，最多100%，也不会是负数；一年只有12个月，一个月最多31天。
    写成200%、-95%、13月、32日的，是多打、少打了字。

    怎样改：改正数字。
    依据：公开文件中常见的错误。
    例：“绩效自评覆盖率200%”“13月底前完成”。
    """
    yield Compared()
    for wording in wordings(case).having(_EITHER):
        for found in _PERCENT.finditer(wording.text):
            if _is_outside(found, _before(wording, found.start())):
                yield _wrong(f"比例{found[0]}超出了0到100%", wording.place.marking(found.start(), len(found[0])))
        for found in _DATE.finditer(wording.text):
            if not 1 <= int(found["n"]) <= _LAST[found["of"]]:
                yield _wrong(f"没有{found[0]}这个日期", wording.place.marking(found.start(), len(found[0])))
    for form in case.reading.forms:
        for record in form.records("三级指标", "指标值"):
            percent = _PERCENT.search(record.text("指标值"))
            if percent and _is_outside(percent, record.text("三级指标")):
                yield _wrong(f"指标值{percent[0]}超出了0到100%", record.items["指标值"].place)
        records = (record for band in form.bands if band.is_plan for record in band.records)
        for item in (item for record in records for item in record.items.values()):
            if item.text.strip().startswith(("-", "－")):
                yield _wrong(f"计划进度{item.text}是负数", item.place)


def _wrong(message: str, place: Place) -> Finding:
    return Finding(message, (place,), Severity.WARNING, "改正数字")


def _before(wording: Wording, at: int) -> str:
    """What the percentage is of: the words before it, in a cell the label of its row."""
    before = wording.text[max(0, at - 12) : at]
    return f"{wording.place.row}{before}" if wording.kind == "格" else before


def _is_outside(found: re.Match[str], words: str) -> bool:
    """Whether the percentage is negative or above 100%, and the words say that it is a rate that cannot be so."""
    much = len(found["value"].partition(".")[0]) > 2 and not re.fullmatch(r"100(?:\.0+)?", found["value"])
    return bool((much or found["sign"]) and _RATE.search(words) and not re.search("增长|提高|增加|超额", words))
