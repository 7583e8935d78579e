"""手写的分项和占比

Parts of a total and shares of a whole that officers type into texts of the budget file.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportgen.budget.ledger import exact_sum
from reportgen.checks._budget_file import FileFigures, masked
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._says import finding
from reportgen.checks._sentences import Sentence
from reportgen.checks.file import same_digits
from reportgen.checks.text.typed import is_rate
from reportgen.lexicon import spoken
from reportgen.patterns import compiled

_PER, _HUNDRED = "(?P<per>年|月|天|日|次|期|季度|学期)", Decimal(100)
_FAR, _FAR_AWAY = "[^，。；、0-9]{0,12}", 200  # letters before a total in which its parts may stand
_CLAUSE, _SENTENCE = compiled("[，、；（）()：:]"), compiled("[^。]+")
_NUMBER = r"(?<![0-9.,])[0-9]{1,12}(?:\.[0-9]{1,6})?"
_UNIT = r"(?:亿元|万元|千元|元|[人名个家辆户场次项册本台套间所件条亩])"
_WHOLE = rf"(?P<whole>{_NUMBER})(?P<unit>{_UNIT})"
_LED = r"[，,：:（(；;。]\s{0,4}(?P<lead>其中|包括|分别)[：:]?(?P<led>[^。）)]{1,200})"
_COUNTED = compiled(rf"({_NUMBER})({_UNIT})")
_BEHIND = compiled(rf"{_WHOLE}(?:{_LED}|[，,：:（(](?P<parts>[^。；）)]{{1,200}}))")
_TOGETHER = compiled(rf"[，,、；。](?:合计|共计|总计)[为是]?{_WHOLE}")
_PERCENT = compiled(r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{1,4})?)[%％]")


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
        for piece in _SENTENCE.finditer(text) if "其中" in text and "；" in text else ():
            yield from _in_segments(sentence, piece)


def _parts_behind(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding if parts after their total contradict it: 总投资80万元，其中一期70万元；二期15万元."""
    words = spoken().form("«算式:别的»").split(found["led"] or found["parts"])[0]
    whole, parts = Decimal(found["whole"]), _parts(words, found["unit"])
    if exact_sum(_parts(words.split("；")[0], found["unit"])) == whole:
        return  # what follows the semicolon is no part
    made = exact_sum(parts)
    is_money = found["lead"] and "元" in found["unit"]  # people may be counted in two of the parts
    is_all = spoken().form("«算式:其他»").search(words)
    if same_digits(whole, made) or (is_money and (made > whole or (is_all and made < whole))):
        yield from _told(sentence, found, parts)


def _parts_before(sentence: Sentence, found: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding if parts before their total contradict it: 一期70万元、二期15万元，合计80万元."""
    before = compiled("[。⏎\n]").split(found.string[max(0, found.start() - _FAR_AWAY) : found.start()])[-1]
    parts = _parts(before, found["unit"])
    if exact_sum(parts) != Decimal(found["whole"]) and not spoken().form("«算式:别的»|«算式:减去»").search(before):
        yield from _told(sentence, found, parts)


def _in_segments(sentence: Sentence, piece: re.Match[str]) -> Iterator[Finding]:
    """Yield a finding on a wrong sum, if another is right: 合同26个，职工5948人，其中企业19个，职工2200人；区域……"""
    before, lead, led = piece[0].partition("其中")
    head, segments = before.rpartition("；")[2], [_by_unit(one) for one in led.split("；")]
    if not lead or "其中" in led or len(segments) < 2:
        return
    sums = {
        unit: (whole, exact_sum(Decimal(one[unit][0][1]) for one in segments))
        for unit, (whole, *others) in _by_unit(head).items()
        if not others and all(unit in one for one in segments)
    }
    off = {unit: made for unit, (whole, made) in sums.items() if made != Decimal(whole[1])}
    for unit, made in off.items() if len(off) < len(sums) else ():
        whole = sums[unit][0]
        at = sentence.at(piece.start() + len(before) - len(head) + whole.start(), len(whole[1]))
        yield finding("R927 加不起来", at, made=made, whole=whole[1], unit=unit)


def _by_unit(words: str) -> dict[str, list[re.Match[str]]]:
    return grouped((one[2], one) for one in _COUNTED.finditer(words) if not is_rate(one))


def _parts(words: str, unit: str) -> list[Decimal]:
    """Return the numbers with this unit that are not rates; none if parts have parts."""
    numbers = compiled(rf"({_NUMBER}){unit}").finditer(words) if "其中" not in words else ()
    return [Decimal(one[1]) for one in numbers if not is_rate(one)]


def _told(sentence: Sentence, found: re.Match[str], parts: Sequence[Decimal]) -> Iterator[Finding]:
    at, words = sentence.at(found.start("whole"), len(found["whole"])), {"whole": found["whole"], "unit": found["unit"]}
    yield from [finding("R927 加不起来", at, made=exact_sum(parts), **words)] if len(parts) > 1 else ()


def R933(case: Case, _: FileFigures) -> Iterator[Result]:
    """手写的比例

    预算文件的文字里，分次付款、各方分担、各部分各占的百分比，加起来不能超过100%。累计的（付至80%）、质保金、界限（不低于60%）不算；
    各占多少的，写了三部分以上才看：两部分的多半说的不是同一个整体。

    怎样改：重新加一遍，改错的一处；说的不是同一个整体的，不用改。
    依据：公开文件中常见的错误：手写的比例加不起来。
    例：分三次付款（30%、50%、30%）。
    """
    yield Compared()
    for one in (one for one in case.sentences if _PERCENT.search(one.scalar.text)):
        yield from (
            told for piece in _SENTENCE.finditer(one.scalar.text) for told in _shares(one, piece.start(), piece[0])
        )


def _shares(sentence: Sentence, start: int, text: str) -> Iterator[Finding]:
    """Yield a finding on the first kind of shares that exceed their whole."""
    found = [one for one in _PERCENT.finditer(text) if not spoken().form("«份额:不算»").search(_clause(one))]
    for kind, words in spoken().patterns("份额的话") if not spoken().form("«份额:累计»").search(text) else ():
        own = found if kind == "付款" and words.search(text) else [one for one in found if words.search(_clause(one))]
        made = exact_sum(Decimal(one[1]) for one in own)
        if len(own) > 1 + (kind == "占") and _HUNDRED < made < 2 * _HUNDRED:
            at = sentence.at(start + own[0].start(), own[-1].end() - own[0].start())
            yield finding("R933 超过", at, made=made, shares="、".join(one[0] for one in own))
            return


def _clause(found: re.Match[str]) -> str:
    """Return the clause around a percentage, with ＿ in its place."""
    before, behind = found.string[: found.start()], found.string[found.end() :]
    return f"{_CLAUSE.split(before)[-1]}＿{_CLAUSE.split(behind, maxsplit=1)[0]}"
