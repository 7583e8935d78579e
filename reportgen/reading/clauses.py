"""How sentences say changes, comparisons, shares and reasons (句式): words around a number, nothing of what it is of.

比2025年预算增加, 较2019年预算增加, 收、支总计各减少, 与2021年预算数持平, 减少了2.58%, 完成年初预算的88.32%. The words
are data (data/words/clauses.yaml), what stands here is how they are joined.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.lexicon import spoken

_SPAN = r"[^，；。：,;:]"
_LAST = re.compile(r".*[，；。：:;\n⏎]", re.S)
_COMPARED = "«比较:与 和»(?P<base>«比较的年»«比较的数»)«比较以后»?[，,]?"
_BASE = rf"«比较:与 从»{_SPAN}{{1,20}}$"
_ARRIVED = "(?:«增减»|«变到:变»)«变到:到»"
_COMPARES = f"[，,]?(?:«比较以后»|{_ARRIVED})"
_SHARE = f"«占比:占»(?P<whole>{_SPAN}{{0,24}})$|«占比:比率»«是»?$"
_COMPLETION = f"«完成:完成»(?P<base>{_SPAN}{{0,12}}?«完成:多少»)$|«完成:完成率»«是»?$"
_REMARKS = (
    f"(?:{_COMPARED})?(?P<word>«持平»)|«决算比较:决算数»(?P<verdict>«决算比较:大小»)(?P<than>«决算比较:预算»)"
    "|(?P<reason>«原因:原因»)|(?P<mainly>«原因:也许»)"
)
# The verb right before the number; what stands between is what was increased: 增加支出0.38万元.
_CHANGE = "(?P<before>.*)(?<!新)(?P<verb>«增减»)了?(?!«变到:到»)(?P<object>[^，；。：、,;:]{0,12})$"


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a change (变动): its verb, the words before it without the comparison, what was increased."""

    verb: str
    before: str
    object: str


def step(words: str) -> Step | None:
    """The change that these words before a number tell, or None: `，比2025年预算增加`."""
    found = spoken().form(_CHANGE).search(words)
    if not found:
        return None
    return Step(found["verb"], without_comparison(found["before"]), found["object"])


def without_comparison(words: str) -> str:
    """The words with 比2025年预算 taken out."""
    return spoken().form(_COMPARED).sub("", words)


def compared(words: str) -> str:
    """What the words compare with, the last of it: 2025年预算, 上年; nothing where they do not compare."""
    found = [match["base"] for match in spoken().form(_COMPARED).finditer(words)]
    return found[-1] if found else ""


def base_of(comparison: str, settled: bool = False) -> str:
    """The base of that name: 上年执行数 for 2019年执行数, else 上年预算, in final accounts 上年决算."""
    return spoken().within("口径", comparison) or ("上年决算" if settled else "上年预算")


def remarks(words: str) -> Iterator[re.Match[str]]:
    """What is said without a number, in order: 与2025年预算基本持平, 决算数小于预算数, 主要原因是.

    Groups: `word` against `base`; `verdict` against `than`; `reason`, or `mainly` where it may be none (主要为).
    """
    yield from spoken().form(_REMARKS).finditer(words)


def is_base(words: str, after: str) -> bool:
    """Whether the number between is what something is compared with: 与2019年收入预算的…相比."""
    return bool(spoken().form(_COMPARES).match(after) and spoken().form(_BASE).search(words))


def is_arrived(words: str) -> bool:
    """Whether the number is where a change ends: 由90万元增加到."""
    return bool(spoken().form(f"{_ARRIVED}$").search(words))


def is_budgeted(words: str) -> bool:
    """Whether the number, in final accounts, is what was budgeted: 年初预算为."""
    return bool(spoken().form("«决算说明:预算数»$").search(words))


def is_threshold(before: str, after: str) -> bool:
    """Whether the number between bounds something and is no amount: 50万元以上."""
    return bool(spoken().form("«界限:后»").match(after) or spoken().form("«界限:前»$").search(before))


def share(words: str) -> re.Match[str] | None:
    """占一般公共预算支出的: group `whole`, what is named of it."""
    return spoken().form(_SHARE).search(words)


def completion(words: str) -> re.Match[str] | None:
    """完成年初预算的: group `base`."""
    return spoken().form(_COMPLETION).search(words)


def is_settled(phrase: str) -> bool:
    """Whether the phrase, in final accounts, only says that they are: 支出决算为."""
    return bool(spoken().form("«决算说明:决算数»").fullmatch(phrase))


def is_ratio(phrase: str) -> bool:
    """Whether the phrase is a share or a rate itself: 占比提高1.2个百分点."""
    return bool(spoken().form("«占比:比率 幅度»").fullmatch(phrase))


def last_part(words: str) -> str:
    """The words from the last mark on."""
    return _LAST.sub("", words)


def rest_of_sentence(words: str) -> str:
    """The words to the end of the sentence or of its part."""
    return re.split("[；。;]", words, maxsplit=1)[0].strip()


def of_projects(words: str) -> bool:
    """Whether the words speak of projects and what they cost: 安排项目14个，预算."""
    return bool(spoken().form("«几个项目:全部»$").search(words))


def of_some_projects(words: str) -> bool:
    """Whether they speak of some projects only, which no name stands for: 100万元以上项目1个，支出总额."""
    return bool(spoken().form("«几个项目:部分»$").search(words))
