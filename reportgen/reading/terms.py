"""The words of heads, labels and sentences (用语): which part of which measure they mean.

Regions word the same thing differently (一般公共预算拨款收入, 一般公共预算收入, 财政一般拨款); one canonical member
stands for all of them, so that tables and text can be compared. Source: 财预〔2016〕143号 and the published originals.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

Conditions = Mapping[str, str]

# What stands before a label and says nothing: `一、`, `（二）`, `1.`, `１、`, `其中：`, `减：`.
_NUMBERING = re.compile(
    r"^[\s\u3000]*(?:(?:其中|减|加)[:：][\s\u3000]*)?"
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、]+|[（(]?[0-9０-９]{1,2}[)）.．、]+)?"
)
_LAW = r"(?:预算)?(?:财政)?(?:拨款)?(?:收入|支出|资金|收支)?(?:预算)?(?:小计)?"

# dimension, canonical member, what it is called; the whole phrase has to match.
_TERMS: tuple[tuple[str, str, str], ...] = (
    ("资金", "一般公共预算", rf"(?:一般公共{_LAW}(?:当年拨款)?|财政一般拨款|一般公共预算当年财政拨款)"),
    ("资金", "政府性基金", rf"(?:政府性基金{_LAW}|基金预算(?:收入)?)"),
    ("资金", "国有资本经营预算", rf"国有资本经营{_LAW}"),
    ("资金", "财政拨款", r"(?:财政拨款|政府预算拨款|财政资金)(?:收入|支出|资金|小计|收支)?(?:预算)?"),
    ("资金", "财政专户", r"财政专户(?:管理|核拨)?(?:资金)?(?:收入)?"),
    ("资金", "事业收入", r"事业收入"),
    ("资金", "经营收入", r"(?:事业单位)?经营收入"),
    ("资金", "上级补助收入", r"上级补助收入"),
    ("资金", "附属单位上缴收入", r"附属单位上缴收入"),
    ("资金", "其他收入", r"其他(?:来源)?收入"),
    ("资金", "行政事业性收费", r"(?:缴入国库的)?行政事业性收费"),
    ("资金", "国有资源有偿使用收入", r"国有(?:资产资源|资源[（(]资产[)）])有偿使用收入"),
    ("资金", "单位资金", r"单位资金"),
    ("资金", "其他资金", r"其他资金"),
    ("资金", "非财政拨款", r"非财政拨款(?:收入|资金)?"),
    ("资金", "使用非财政拨款结余", r"(?:使用非财政拨款结余|用事业基金弥补收支差额)"),
    ("资金", "本年收入", r"本年收入(?:合计)?"),
    ("年份", "上年结转", r"(?:上年结转|上年结余、结转|上年结转结余|结余结转收入|上年结转资金|部门结余结转资金)"),
    ("年份", "上年结转", r"(?:上年)?(?:部门财政性资金)?(?:结转(?:和|、)?结余|结余(?:和|、)?结转|结转)(?:资金|收入)?"),
    ("性质", "基本支出", r"(?:一般公共预算)?基本支出(?:拨款|预算|小计)?"),
    ("性质", "项目支出", r"(?:一般公共预算)?项目支出(?:预算|小计)?"),
    ("性质", "经营支出", r"(?:事业单位)?经营支出"),
    ("性质", "上缴上级支出", r"上缴上级支出"),
    ("性质", "对附属单位补助支出", r"对附属单位补助支出"),
    ("性质", "本年支出", r"本年支出(?:合计|小计)?"),
    ("性质", "结转下年", r"(?:结转下年(?:使用)?|年末结转和结余)"),
    ("项目类别", "一般性项目", r"一般性项目"),
    ("项目类别", "专项资金", r"专项资金"),
    ("项目类别", "履职类项目", r"履职类项目(?:拨款)?"),
    ("项目类别", "财政专项资金", r"财政专项资金(?:拨款)?"),
    ("项目类别", "政府投资项目", r"政府投资项目(?:拨款)?"),
    ("经费", "人员经费", r"人员经费(?:合计|小计|支出)?"),
    ("经费", "公用经费", r"(?:日常)?公用(?:经费|支出)(?:合计|小计|支出)?"),
    ("经济", "301", r"(?:人员支出|工资福利支出)"),
    ("经济", "302", r"商品和?服务支出"),
    ("经济", "303", r"对个人[和及]家庭的?补助(?:支出)?"),
    ("费目", "因公出国（境）费", r"因公出国[（(]境[)）]费用?"),
    ("费目", "公务接待费", r"公务接待费"),
    ("费目", "公务用车购置及运行费", r"(?:公务用车购置及运行(?:维护)?费|公务用车费)"),
    ("费目", "公务用车购置费", r"(?:公务用车购置费?|购置费)"),
    ("费目", "公务用车运行费", r"(?:公务用车运行(?:维护)?费|运行(?:维护)?费)"),
    ("类型", "货物", r"(?:政府采购)?货物(?:采购)?(?:预算)?"),
    ("类型", "工程", r"(?:政府采购)?工程(?:采购)?(?:预算)?"),
    ("类型", "服务", r"(?:政府采购)?服务(?:采购)?(?:预算)?"),
    ("面向", "中小企业", r"面向中小企业.{0,12}"),
    ("面向", "小微企业", r"面向小(?:微|型、微型)企业.{0,12}|小微企业"),
)
KNOWN_FUNDS = frozenset(member for dimension, member, _ in _TERMS if dimension == "资金")
_COMPILED = tuple((dimension, member, re.compile(pattern)) for dimension, member, pattern in _TERMS)
_FUND = r"(?:上年)?(?P<fund>一般公共预算|政府性基金|国有资本经营|财政拨款|非财政拨款)"
_CARRIED = re.compile(rf"{_FUND}.{{0,6}}?(?:结余结转|结转结余|结转)(?:资金)?")
_TOTALS = re.compile(r"(?:收入|支出)?(?:合计|总计|共计|小计|总额|金额|预算数|预算金额)")


@lru_cache(maxsize=1 << 14)
def bare(label: str) -> str:
    """The label without its number, `其中：`, blanks and line breaks: `收 入 合 计` is 收入合计."""
    return re.sub(r"\s", "", _NUMBERING.sub("", label.replace("⏎", "")))


def conditions_of(phrase: str) -> dict[str, str]:
    """What the whole phrase means, nothing where it is no known term: `一、基本支出` is {性质: 基本支出}."""
    return dict(_meanings(bare(phrase)))


@lru_cache(maxsize=4096)
def _term(phrase: str) -> tuple[str, str] | None:
    return next(((d, member) for d, member, pattern in _COMPILED if pattern.fullmatch(phrase)), None)


def _meanings(phrase: str) -> Iterator[tuple[str, str]]:
    found = _term(phrase)
    carried = _CARRIED.fullmatch(phrase)
    if found:
        yield found
    elif carried:  # 一般公共预算结余结转
        yield from [pair for pair in _meanings(carried["fund"]) if pair[0] == "资金"]
        yield "年份", "上年结转"


def is_total(label: str) -> bool:
    """Whether the label names a total: 合计, 收入总计, 支 出 合 计."""
    return bool(_TOTALS.fullmatch(bare(label)))


_ENDING = re.compile("|".join(f"(?P<t{i}>{pattern})$" for i, (_, _, pattern) in enumerate(_TERMS)))


def ending(phrase: str) -> tuple[int, dict[str, str]]:
    """Where the longest known term at the phrase's end begins, and what it means; its length and nothing if none."""
    found = _ENDING.search(phrase)
    if not found or not found.lastgroup:
        return len(phrase), {}
    dimension, member, _ = _TERMS[int(found.lastgroup[1:])]
    return found.start(), {dimension: member}
