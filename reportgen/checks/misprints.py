"""写错一个字的术语"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from reportgen.checks._case import Case, Compared, Result
from reportgen.checks._texts import gathered, of_words, wordings
from reportgen.reading import Place

# What every disclosure speaks of. A phrase that is one letter off is a slip of the key, unless it is a phrase itself.
_TERMS = tuple(
    re.findall(
        r"\w+",
        "一般公共预算 政府性基金预算 政府性基金 国有资本经营预算 财政拨款收入 财政拨款支出 财政拨款收支 "
        "财政拨款 本年收入 本年支出 收入预算 支出预算 收支预算 基本支出 项目支出 人员经费 公用经费 "
        "机关运行经费 机关运行 政府采购 国有资产 绩效目标 绩效管理 绩效自评 因公出国 公务接待费 公务用车 "
        "车辆购置 购置及运行 运行维护费 上年结转 结转下年 收入总计 支出总计 收支总计 主要职责 主要职能 "
        "部门职责 机构设置 名词解释 部门预算 单位预算 情况说明 总体情况 总体说明 安排情况 占用情况 使用情况 "
        "变化情况 功能分类 经济分类 科目编码 科目名称 三级指标 二级指标 一级指标 指标值 中小企业 小微企业 "
        "预算执行数 上年预算数 工资福利支出 商品和服务支出 资本性支出 一般公共服务支出 社会保障和就业支出 "
        "卫生健康支出 住房保障支出 专业技术用车 执法执勤用车 机要通信用车 其他重要事项 绩效目标表 项目概述 "
        "立项依据 实施主体 实施方案 实施周期 年度预算安排 服务对象满意度 社会效益 经济效益 生态效益 重点项目 "
        "部门整体绩效目标 预算项目绩效目标 总体绩效目标 分项绩效目标 工作保障措施 主要工作目标 "
        "可持续影响 ",
    )
)
# One letter off from a term, and right.
_RIGHT = frozenset(
    re.findall(
        r"\w+",
        "本级收入 本级支出 本月收入 本月支出 政府投资 政府性债务 公务经费 公共经费 主要职务 部门决算 "
        "单位决算 部门概算 总体目标 收入决算 支出决算 收支决算 上年结余 收入合计 支出合计 收支合计 支出预算 "
        "收入预算 收支预算 绩效指标 绩效评价 基本收入 项目收入 支出小计 收入小计 收支小计 支总预算 收总预算 "
        "基金支出 收入预计 支出预计 收支预计 经济权益 社会权益 绩效考核 绩效监控 购置和运行 重大项目 ",
    )
)
_KNOWN = re.compile("|".join(sorted((*_TERMS, *_RIGHT), key=len, reverse=True)))
_LONGEST = max(map(len, _TERMS))
_LONG = 6  # letters from which on the first and the last may be the wrong one
_LETTER = re.compile(r"[\u4e00-\u9fff]")


def R913(case: Case) -> Iterator[Result]:
    """术语错字

    预算公开常用的术语、表名、标题只错了一个字的，多半是打字、改字时的失误，如“政府性基金予算”“机构设罝”。
    错字读的时候容易滑过去，公开以后却很显眼。

    怎样改：对照术语改正；本地确有这个说法的不用改。
    依据：公开文件中常见的错误。
    例：“一般公共预祘财政拨款”应为“一般公共预算财政拨款”。
    """
    yield Compared()
    texts = list(wordings(case))
    page = "\n".join(wording.text for wording in texts)
    starts = list(accumulate((len(wording.text) + 1 for wording in texts), initial=0))
    found: dict[str, list[tuple[str, Place]]] = {}
    for start, odd, term in _misprints(page):
        at = bisect_right(starts, start) - 1
        place = texts[at].place.marking(odd - starts[at], 1)
        found.setdefault(term, []).append((page[start : start + len(term)], place))
    for right, own in found.items():
        message = f"“{{}}”疑似“{right}”的错字".format
        yield from gathered(own, message, of_words(case), "对照术语改正；确有这个说法的不用改")


def _misprints(page: str) -> Iterator[tuple[int, int, str]]:
    """Where a wrong phrase begins, its wrong letter, the term; the longest term that it may be."""
    done: set[int] = set()
    for term in sorted(_TERMS, key=len, reverse=True):
        for start, odd in sorted(_near(page, term)):
            if odd not in done and not _is_right(page, start, odd, term):
                done.add(odd)
                yield start, odd, term


def _near(page: str, term: str) -> set[tuple[int, int]]:
    """Where a phrase stands that is one letter off, a short one not at its ends."""
    half, found = len(term) // 2, set()
    for part, shift in ((term[:half], 0), (term[half:], half)):
        at = page.find(part)
        while at >= 0:
            start = at - shift
            phrase = page[start : start + len(term)] if start >= 0 else ""
            if len(phrase) == len(term) and (len(term) >= _LONG or (phrase[0], phrase[-1]) == (term[0], term[-1])):
                odd = [i for i, (a, b) in enumerate(zip(phrase, term, strict=True)) if a != b]
                if len(odd) == 1 and _LETTER.fullmatch(phrase[odd[0]]):
                    found.add((start, start + odd[0]))
            at = page.find(part, at + 1)
    return found


def _is_right(page: str, start: int, odd: int, term: str) -> bool:
    """Whether the letter belongs to another term that stands there, or the phrase is one."""
    around = page[max(0, odd - _LONGEST) : odd + _LONGEST]
    here = min(odd, _LONGEST)
    spans = ((m.start(), m.end()) for m in _KNOWN.finditer(around))
    return page[start : start + len(term)] in _RIGHT or any(first <= here < last for first, last in spans)
