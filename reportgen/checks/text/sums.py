"""手写的算式

What officers add up by hand in the texts of the budget file: parts of a total, shares of a whole.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures, Sentence, masked
from reportgen.checks._case import Case, Compared, Finding, Result
from reportgen.checks._says import finding
from reportgen.checks.file.slips import same_digits
from reportgen.checks.text.typed import is_rate
from reportgen.lexicon import spoken

_NUMBER = r"(?<![0-9.,])[0-9]{1,12}(?:\.[0-9]{1,6})?"
_UNIT = r"(?:亿元|万元|千元|元|[人名个家辆户场次项册本台套间所件条亩])"
_WHOLE = rf"(?P<whole>{_NUMBER})(?P<unit>{_UNIT})"
_LED = r"[，,：:（(；;。]\s{0,4}(?P<lead>其中|包括|分别)[：:]?(?P<led>[^。）)]{1,200})"
_BEHIND = re.compile(rf"{_WHOLE}(?:{_LED}|[，,：:（(](?P<parts>[^。；）)]{{1,200}}))")
_TOGETHER = re.compile(rf"[，,、；。](?:合计|共计|总计)[为是]?{_WHOLE}")
_FAR = 200  # letters before a total, within which its parts stand
_PERCENT = re.compile(r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{1,4})?)[%％]")
_CLAUSE = re.compile("[，、；（）()：:]")
_HUNDRED = Decimal(100)


def R927(case: Case, _: FileFigures) -> Iterator[Result]:
    """手写的合计

    预算文件的文字里自己写的“合计……，其中……、……”，各部分之和不能比合计大，最后写了“其他……”的也不能小；像是颠倒了数字的（8013，应为8103）
    也提出。各部分用分号隔开的，先写各部分、后写“合计……”的，也一样加。

    怎样改：重新加一遍，改错的一处。
    依据：公开文件中常见的错误：手写的数加不起来。
    例：总投资8013万元，其中一期7998万元、二期105万元。
    """
    yield Compared()
    for sentence in case.sentences:
        text = masked(sentence.scalar.text)
        for found in _BEHIND.finditer(text):
            yield from _parts_behind(sentence, found)
        for found in _TOGETHER.finditer(text):
            yield from _parts_before(sentence, found)


def _parts_behind(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """总投资80万元，其中一期70万元；二期15万元."""
    words = spoken().form("«算式:别的»").split(found["led"] or found["parts"])[0]
    whole, parts = Decimal(found["whole"]), _parts(words, found["unit"])
    made = exact_sum(parts)
    is_money = found["lead"] and "元" in found["unit"]  # people may be counted in two of the parts
    is_all = spoken().form("«算式:其他»").search(words)
    if same_digits(whole, made) or (is_money and (made > whole or (is_all and made < whole))):
        yield from _told(sentence, found, parts)


def _parts_before(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """一期70万元、二期15万元，合计80万元."""
    before = re.split("[。⏎\n]", found.string[max(0, found.start() - _FAR) : found.start()])[-1]
    parts = _parts(before, found["unit"])
    if exact_sum(parts) != Decimal(found["whole"]) and not spoken().form("«算式:别的»|«算式:减去»").search(before):
        yield from _told(sentence, found, parts)


def _parts(words: str, unit: str) -> list[Decimal]:
    """The numbers of this unit that are no rates; nothing where parts have parts."""
    numbers = re.finditer(rf"({_NUMBER}){unit}", words) if "其中" not in words else ()
    return [Decimal(one[1]) for one in numbers if not is_rate(one)]


def _told(sentence: Sentence, found: re.Match[str], parts: Sequence[Decimal]) -> Iterator[Finding]:
    if len(parts) > 1:
        at = sentence.at(found.start("whole"), len(found["whole"]))
        yield finding("R927 加不起来", at, made=exact_sum(parts), whole=found["whole"], unit=found["unit"])


def R933(case: Case, _: FileFigures) -> Iterator[Result]:
    """手写的比例

    预算文件的文字里，分次付款、各方分担、各部分各占的百分比，加起来不能超过100%。累计的（付至80%）、质保金、界限（不低于60%）不算；
    各占多少的，写了三部分以上才看：两部分的多半说的不是同一个整体。

    怎样改：重新加一遍，改错的一处；说的不是同一个整体的，不用改。
    依据：公开文件中常见的错误：手写的比例加不起来。
    例：分三次付款（30%、50%、30%）。
    """
    yield Compared()
    for sentence in (one for one in case.sentences if _PERCENT.search(one.scalar.text)):
        for piece in re.finditer("[^。]+", sentence.scalar.text):
            yield from _shares(sentence, piece.start(), piece[0])


def _shares(sentence: Sentence, start: int, text: str) -> Iterator[Finding]:
    """What is told of the first kind of shares that are more than their whole."""
    found = [one for one in _PERCENT.finditer(text) if not spoken().form("«份额:不算»").search(_clause(one))]
    for kind, words in spoken().patterns("份额的话") if not spoken().form("«份额:累计»").search(text) else ():
        own = found if kind == "付款" and words.search(text) else [one for one in found if words.search(_clause(one))]
        made = exact_sum(Decimal(one[1]) for one in own)
        if len(own) > 1 + (kind == "占") and _HUNDRED < made < 2 * _HUNDRED:
            at = sentence.at(start + own[0].start(), own[-1].end() - own[0].start())
            yield finding("R933 超过", at, made=made, shares="、".join(one[0] for one in own))
            return


def _clause(found: re.Match[str]) -> str:
    """The clause that a percentage stands in."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return f"{_CLAUSE.split(before)[-1]}＿{_CLAUSE.split(behind, maxsplit=1)[0]}"
