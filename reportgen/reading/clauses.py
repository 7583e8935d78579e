"""How sentences say changes, comparisons, shares and reasons (句式): words around a number, nothing of what it is of.

The words of five regions: 比2025年预算增加, 较2019年预算增加, 收、支总计各减少, 与2021年预算数持平, 减少了2.58%,
完成年初预算的88.32%.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.lexicon import Lexicon, spoken

_SPAN = r"[^，；。：,;:]"
_AGAINST = (
    r"(?:比|较|与|同|和|相比于?)(?P<base>(?:[0-9０-９]{4}年度?|上一?年度?|去年|年初|全年|调整)同?期?"
    r"(?:部门)?(?:收入|支出|收支)?(?:年初)?(?:预算安排|预算|执行|完成|决算)?(?:收入|支出|收支)?数?)(?:相比较?)?[，,]?"
)
_COMPARED = re.compile(_AGAINST)
_BASE = re.compile(rf"(?:与|比|较|同|由|从){_SPAN}{{1,20}}$")
_COMPARES = re.compile(r"[，,]?(?:相比|相较|比较|(?:增加|减少|提高|降低|调整|增长|下降|增|减)(?:到|至|为))")
_ARRIVED = re.compile(r"(?:增加|减少|提高|降低|调整|增长|下降|增|减)(?:到|至|为)$")
_BUDGETED = re.compile(r"(?:年初|调整)?预算数?为?$")
_SHARE = re.compile(rf"占(?:比为?)?(?P<whole>{_SPAN}{{0,24}})$|(?:占比|比重|比例)(?:为|是|达到?)?$")
_COMPLETION = re.compile(rf"完成(?P<base>{_SPAN}{{0,12}}?预算)数?的?$|(?:完成率|执行率)(?:为|是|达到?)?$")
_REMARKS = re.compile(
    rf"(?:{_AGAINST})?(?P<word>基本持平|持平)|决算数(?P<verdict>大于|小于|等于)(?P<than>(?:年初|调整|全年)?预算)数?"
    r"|(?P<reason>(?:主要)?原因(?:是|为|[：:]))|(?P<mainly>主要(?:是(?:因为|由于)?|为))"
)
_THRESHOLD = re.compile(r"(?:及以上|及以下|以上|以下|以内|及[0-9]|[～~\-—－至][0-9])")
_OF_PROJECTS = re.compile(r"项目[^，。；]{0,4}[0-9]+个，[^，。；0-9]*$|项目[^。；0-9]*，涉及[^，。；0-9]*$")
_OF_SOME_PROJECTS = re.compile(r"以上[^，。；]{0,4}项目[^，。；]{0,4}[0-9]+个，[^，。；0-9]*$")


@lru_cache(maxsize=8)
def _change(lexicon: Lexicon) -> re.Pattern[str]:
    """The verb right before the number; what stands between is what was increased: 增加支出0.38万元."""
    verbs = lexicon.pattern("增减")
    pattern = rf"(?P<before>.*)(?<!新)(?P<verb>{verbs})了?(?!到|至|为)(?P<object>[^，；。：、,;:]{{0,12}})$"
    return re.compile(pattern, re.S)


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a change (变动): its verb, the words before it without the comparison, what was increased."""

    verb: str
    before: str
    object: str


def step(words: str) -> Step | None:
    """The change that these words before a number tell, or None: `，比2025年预算增加`."""
    found = _change(spoken()).search(words)
    if not found:
        return None
    return Step(found["verb"], without_comparison(found["before"]), found["object"])


def without_comparison(words: str) -> str:
    """The words with 比2025年预算 taken out."""
    return _COMPARED.sub("", words)


def compared(words: str) -> str:
    """What the words compare with, the last of it: 2025年预算, 上年; nothing where they do not compare."""
    found = [match["base"] for match in _COMPARED.finditer(words)]
    return found[-1] if found else ""


def base_of(comparison: str, settled: bool = False) -> str:
    """The base of that name: 上年执行数 for 2019年执行数, else 上年预算, in final accounts 上年决算."""
    return spoken().within("口径", comparison) or ("上年决算" if settled else "上年预算")


def remarks(words: str) -> Iterator[re.Match[str]]:
    """What is said without a number, in order: 与2025年预算基本持平, 决算数小于预算数, 主要原因是.

    Groups: `word` against `base`; `verdict` against `than`; `reason`, or `mainly` where it may be none (主要为).
    """
    yield from _REMARKS.finditer(words)


def is_base(words: str, after: str) -> bool:
    """Whether the number between is what something is compared with: 与2019年收入预算的…相比."""
    return bool(_COMPARES.match(after) and _BASE.search(words))


def is_arrived(words: str) -> bool:
    """Whether the number is where a change ends: 由90万元增加到."""
    return bool(_ARRIVED.search(words))


def is_budgeted(words: str) -> bool:
    """Whether the number, in final accounts, is what was budgeted: 年初预算为."""
    return bool(_BUDGETED.search(words))


def is_threshold(before: str, after: str) -> bool:
    """Whether the number between bounds something and is no amount: 50万元以上."""
    return bool(_THRESHOLD.match(after)) or before.endswith(("～", "~", "超过", "不超过", "低于", "不低于"))


def share(words: str) -> re.Match[str] | None:
    """占一般公共预算支出的: group `whole`, what is named of it."""
    return _SHARE.search(words)


def completion(words: str) -> re.Match[str] | None:
    """完成年初预算的: group `base`."""
    return _COMPLETION.search(words)


def rest_of_sentence(words: str) -> str:
    """The words to the end of the sentence or of its part."""
    return re.split("[；。;]", words, maxsplit=1)[0].strip()


def of_projects(words: str) -> bool:
    """Whether the words speak of projects and what they cost: 安排项目14个，预算."""
    return bool(_OF_PROJECTS.search(words))


def of_some_projects(words: str) -> bool:
    """Whether they speak of some projects only, which no name stands for: 100万元以上项目1个，支出总额."""
    return bool(_OF_SOME_PROJECTS.search(words))
