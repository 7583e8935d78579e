"""How sentences state changes, comparisons, shares and reasons (句式).

比2025年预算增加, 较2019年预算增加, 收、支总计各减少, 与2021年预算数持平, 减少了2.58%, 完成年初预算的88.32%. The words
are data (data/words/clauses.yaml); this module says how they combine.
"""

import re
from functools import lru_cache

from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.records import NamedTuple, dataclass

_SPAN = r"[^，；。：,;:]"
_LAST = compiled(r"\A.*[，；。：:;\n⏎]", re.S)
_COMPARED = "(?:«比较:与 和»(?P<base>«比较的年»«比较的数»)«比较以后»?|«同比»)[，,]?"
_COMPARED_ALIKE = _COMPARED.replace("<base>", "<alike>")
_BASE = rf"(?:«比较:与 从»{_SPAN}{{1,20}}|«比较:从»)$"
_BASE_OF_CHANGE = rf"«比较:与»«比较的年»{_SPAN}{{0,24}}$"  # 比2023年预算90万元增加
_ARRIVED = "(?:«增减»|«变到:变»)«变到:到»"
_COMPARES = f"[，,]?(?:«比较以后»|{_ARRIVED})"
_SHARE = f"«占比:占»(?P<whole>{_SPAN}{{0,24}})$|«占比:比率»«是»?$"
_COMPLETION = f"«完成:完成»(?P<base>{_SPAN}{{0,12}}?«完成:多少»)$|«完成:完成率»«是»?$"
_REMARKS = (
    f"(?:{_COMPARED})?(?P<word>«持平»)|{_COMPARED_ALIKE}(?P<same>«一样»)|«决算比较:决算数»(?P<verdict>«决算比较:大小»)(?P<than>«决算比较:预算»)"
    "|(?P<reason>«原因:原因»)|(?P<mainly>«原因:也许»)"
)
_AMONG = "«范围:之中»[，,]"
_ASIDE = f"(?P<of>[^，；。：]{{0,60}}«范围:什么»){_AMONG}"
_EXPLAINS = "(?:«说明的话»|«原因:原因»|«原因:也许»)[^；。]*$"
_SIDE = "(?P<side>收入|支出)[^，；。：、]{0,6}(?:«范围:列举»[：:]|«范围:包括»)"
# The verb right before the number; what stands between is what was increased: 增加支出0.38万元.
_CHANGE = "(?P<before>.*)(?<!新)(?P<verb>«增减»)了?(?!«变到:到»)(?P<object>[^，；。：、,;:]{0,12})$"


@dataclass(frozen=True, slots=True)
class Step:
    """The words of a change (变动): its verb, the words before that without the comparison, and what was increased."""

    verb: str
    before: str
    object: str


def step(words: str) -> Step | None:
    """Return the change that the words before a number state, `，比2025年预算增加`; None if they state none."""
    found = spoken().form(_CHANGE).match(words)
    if not found:
        return None
    return Step(found["verb"], without_comparison(found["before"]), found["object"])


def without_comparison(words: str) -> str:
    """Return the words without comparisons such as 比2025年预算."""
    return spoken().form(_COMPARED).sub("", words)


def before_comparison(reason: str) -> str:
    """Return a reason up to the next comparison: 压减办公费，比上年减少2万元."""
    found = spoken().form(f"[，,；;]{_COMPARED}").search(reason)
    return reason[: found.start()] if found else reason


def compared(words: str) -> str:
    """Return the last thing that the words compare with: 2025年预算, 上年; "" without a comparison."""
    found = [*spoken().form(_COMPARED).finditer(words)]
    return (found[-1]["base"] or "上年") if found else ""


def base_of(comparison: str, settled: bool = False, otherwise: str = "") -> str:
    """Return the base that a comparison names, 上年执行数 for 2019年执行数; else 上年预算, in final accounts 上年决算.

    In a budget 年初预算 means that of the year before.
    """
    if settled and comparison in ("预算", "预算数"):
        return otherwise or "年初预算"
    found = spoken().within("口径", comparison) or otherwise or ("上年决算" if settled else "上年预算")
    return "上年预算" if found == "年初预算" and not settled else found


class Between(NamedTuple):
    """What the words between two numbers say, besides what the second one is; each part may be empty.

    Attributes:
        asides: words about a part of a fund: 财政拨款支出预算中，. sides: 收入 or 支出, whose parts follow: 收入包括：.
        remarks: what is stated without a number, in order: 与2025年预算基本持平, 决算数小于预算数, 主要原因是.
            Groups: `word` with its `base`; `same` with its `alike`; `verdict` with its `than`; `reason`; or `mainly`
            (主要为), which may be no reason.
        compared: the last thing that is compared with: 2025年预算, 上年.
        explains: whether what follows explains the figure before: 主要用于, 主要原因是.
    """

    asides: tuple[str, ...]
    sides: tuple[str, ...]
    remarks: tuple[re.Match[str], ...]
    compared: str
    explains: bool


def between(words: str) -> Between:
    """Return what the words between two numbers say."""
    return _between(words, spoken())


@lru_cache(maxsize=1 << 12)  # templates say the same words between the numbers of many documents
def _between(words: str, lexicon: Lexicon) -> Between:
    asides = lexicon.form(_ASIDE).finditer(words) if lexicon.form(_AMONG).search(words) else ()
    return Between(
        tuple(found["of"] for found in asides),
        tuple(found["side"] for found in lexicon.form(_SIDE).finditer(words)),
        tuple(lexicon.form(_REMARKS).finditer(words)),
        compared(words),
        bool(lexicon.form(_EXPLAINS).search(words)),
    )


def is_base(words: str, after: str) -> bool:
    """Whether something is compared with the number: 与2019年收入预算的…相比."""
    known = spoken()
    if known.form("«增减»(?!«变到:到»)").match(after):
        return bool(known.form(_BASE_OF_CHANGE).search(words))
    return bool(known.form(_COMPARES).match(after) and known.form(_BASE).search(words))


def before_from(words: str) -> str:
    """Return the words before 由 or 从, which say what changes; "" without them."""
    found = spoken().form(f"^(?P<named>.*[^，。；：]?)«比较:从»{_SPAN}{{0,20}}$").match(words)
    return found["named"] if found else ""


def is_last_year(words: str, year: int) -> bool:
    """Whether the number is that of the year before: 2025年当年预算执行数为."""
    found = spoken().form("(?:(?P<year>[0-9]{4})年度?|[上去]年度?)«上年的数»$").search(words)
    return found is not None and int(found["year"] or year - 1) == year - 1


def is_of_last_year(words: str) -> bool:
    """Whether the words before the number say that it is of last year: 上年项目支出; not 上年结转."""
    return bool(spoken().form("(?:^|其中[：:]?)«说上年»").match(last_part(words).strip()))


def without_last_year(words: str) -> str:
    """Return the words behind 上年."""
    return spoken().form("^.*«说上年»").sub("", last_part(words))


def is_of_this_year_alone(words: str) -> bool:
    """Whether the words end in 当年安排, which leaves out what was carried over."""
    return bool(spoken().form("«说本年:当年»$").search(last_part(words)))


def is_of_this_year(words: str, before: str, after: str) -> bool:
    """Whether the number leaves out what was carried over, which the words around it tell apart: 其中当年安排."""
    if not spoken().form("«说本年»$").search(last_part(words)):
        return False
    if spoken().form("«结转:结转»[^，。；]{0,16}[，、][^，。；、]{0,12}$").search(before):
        return True
    return bool(spoken().form("[^。；]{0,24}«结转:结转»").match(after) or spoken().form("«结转:结转»").search(words))


def is_of_others(words: str) -> bool:
    """Whether the words speak of all others, or of one or another way: 除……外，其他各项比上年减少或者."""
    return bool(spoken().form("«说其余»").search(words))


def is_bare(words: str) -> bool:
    """Whether no word stands between two numbers that could say what the second one is: 4个（10万元）."""
    return not compiled("[一-龥]").search(last_part(words).replace("其中", ""))


def carries_on(words: str) -> bool:
    """Whether the words go on with a list that 、 separates: 压减办公费0.5万元(、差旅费)."""
    return bool(compiled("^[、和及][^，；。：、]{2,20}$").match(words))


def states_again(words: str) -> bool:
    """Whether the words state a figure once more: 年初预算数为."""
    return bool(spoken().form("«说预算数»$").search(words))


def is_partly_used(after: str) -> bool:
    """Whether the number is a budget of which less was used: 公务接待费1.5万元(只用了1.2万元)."""
    return bool(spoken().form("[，,]?«只用»").match(after))


def is_planned(words: str, after: str) -> bool:
    """Whether a number of final accounts is the budget that was fulfilled: 7万元 in 完成预算7万元的95%.

    `words` stand before the number, `after` behind it.
    """
    return after.startswith("的") and bool(spoken().form("«完成:完成»«决算说明:预算数»$").search(words))


def is_arrived(words: str) -> bool:
    """Whether the number is what a change ends at: 由90万元增加到."""
    return bool(spoken().form(f"{_ARRIVED}$").search(words))


def is_budgeted(words: str) -> bool:
    """Whether the number, in final accounts, is the budget: 年初预算为."""
    return bool(spoken().form("«决算说明:预算数»$").search(words))


def is_threshold(before: str, after: str) -> bool:
    """Whether the number is a limit, not an amount: 50万元以上."""
    return bool(spoken().form("«界限:后»").match(after) or spoken().form("«界限:前»$").search(before))


def share(words: str) -> re.Match[str] | None:
    """Find the words before a share, 占一般公共预算支出的; group `whole`: what it is a share of. None without them."""
    return None if spoken().form("«占比:别的比率»«是»?$").search(words) else spoken().form(_SHARE).search(words)


def completion(words: str) -> re.Match[str] | None:
    """Find the words before a rate of completion, 完成年初预算的; group `base`. None without them."""
    return spoken().form(_COMPLETION).search(words)


def is_completed(words: str) -> bool:
    """Whether the words say no more than that a rate of completion follows amounts: ，完成."""
    return spoken().is_word_of("只说完成", "完成率", words.strip("，, "))


def is_same_change(words: str) -> bool:
    """Whether the number stands in brackets behind a change: 减少0.30万元（20.00%）."""
    return words.strip() in ("（", "(")


def is_code(text: str, start: int, end: int) -> bool:
    """Whether the number there is the code of the name before it: 行政运行（2070101）."""
    return text.endswith(("（", "("), 0, start) and text.startswith(("）", ")"), end)


def of_change(words: str) -> bool:
    """Whether the reason that follows is for a change stated before: 增加的(主要原因是)."""
    return bool(spoken().form("«增减»的$").search(words))


def lists_carried(after: str) -> bool:
    """Whether the parts that follow the amount include what is carried over: 其中：本年收入…，上年结转…."""
    return bool(spoken().form("[^。]{0,4}其中[^。；]{0,120}«结转:上年»«结转:结转»").match(after))


def is_settled(phrase: str) -> bool:
    """Whether the phrase, in final accounts, only introduces an amount: 支出决算为."""
    return bool(spoken().form("«决算说明:决算数»").fullmatch(phrase))


def is_ratio(phrase: str) -> bool:
    """Whether the phrase is itself a share or rate: 占比提高1.2个百分点."""
    return bool(spoken().form("«占比:比率 幅度»").fullmatch(phrase))


def last_part(words: str) -> str:
    """Return the words after the last punctuation mark."""
    return _LAST.sub("", words)


def listed_names(words: str) -> list[str]:
    """Return the names that 、 separates; within brackets it separates none: 学生工作处（武装部、保卫处）."""
    return compiled("、(?![^（）]{0,60}）)").split(words)


def rest_of_sentence(words: str) -> str:
    """Return the words up to the next 。 or ；."""
    return compiled("[；。;]").split(words, maxsplit=1)[0].strip()


def of_projects(words: str) -> bool:
    """Whether the words count projects with their amount: 安排项目14个，预算."""
    return bool(spoken().form("«几个项目:全部»$").search(words))


def of_some_projects(words: str) -> bool:
    """Whether the words count projects for which there is no figure: 100万元以上项目1个，支出总额; 评审项目9个."""
    return bool(spoken().form("«几个项目:部分 别的»$").search(words))


def of_all_spending(words: str) -> bool:
    """Whether the words say that an amount is all there is to spend: 所有支出实行绩效目标管理，涉及资金."""
    return bool(spoken().form("«所有支出»$").search(words))


def may_be_some_projects(words: str) -> bool:
    """Whether the words count projects that may not be all: 实行绩效目标管理的项目3个，涉及."""
    return bool(spoken().form("«几个项目:或是部分»$").search(words))


def leaves_out(words: str) -> bool:
    """Whether a whole is told without some of its parts: 占预算资金（基本支出除外）总额的."""
    return bool(spoken().form("«占比:除去»").search(words))
