"""文内重复的数

What a text states twice differently (前后矛盾).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations

from reportgen.checks._case import Case
from reportgen.checks._comparing import contradict, difference_of, is_slip, total
from reportgen.checks._results import Finding, Result, compared, grouped
from reportgen.checks._says import finding, finding_if
from reportgen.checks.file import same_digits
from reportgen.checks.performance import plain_name
from reportgen.checks.text import called, in_full, may_be_part
from reportgen.checks.text.stated_counts import StatedCount, counts
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, plain_digits
from reportgen.reading import Entry, Form, Place
from reportgen.reading.bands import FormItem
from reportgen.reading.terms import bare
from reportgen.reading.texts import tokens
from reportgen.records import NamedTuple, replace

_MARK = compiled(r"[，。；：、:;\n⏎（(]")
_QUOTED = compiled("[“”]")
_ORDINAL = compiled(r"^\s{0,4}指标[0-9]{1,2}[、：:.．]?")
_NOUN, _MANY, _MOST = 8, 20, 6  # letters of a noun; the least number compared; numbers with the same digits
_NO_PIECES = ("年", "月", "日", "号", "%", "％", "分", "个百分点")
_LEAST, _AFTER = 4, 3  # letters that say what is counted; letters behind its name: 筛查任务


class RepeatedNumber(NamedTuple):
    """A number, the words for what it counts, and its key: the goal it belongs to, the words, the unit."""

    key: tuple[str, str, str]
    words: str
    entry: Entry


def R316(case: Case) -> Iterator[Result]:
    """文内重复披露

    同一个数在文字各处说了几次的，要说得一样：同一个收入、支出、增减额，同一个人数、车辆数，绩效目标里的数量和后面的指标值。
    表改了、一处文字改了，另一处没有改，是最常见的错误。

    怎样改：两处对照预算，改写错的一处。
    依据：公开文件中常见的错误。
    例：一处写“核定编制39人”，另一处写“核定编制38人”。
    """
    stated, forms = list(_in_sentences(case)), case.reading.forms
    written, targets = (list(chain.from_iterable(map(read, forms))) for read in (_in_form, _values_of_indicators))
    told = [one for one in (*stated, *written) if _is_told(one.words)]
    found = chain(_amounts(case), _compare_counts(told), *map(_indicators, forms))
    return chain(found, _zeros([*stated, *written, *targets]), _beside_indicators(told, targets))


def _amounts(case: Case) -> Iterator[Result]:
    """Compare amounts and changes of the same name; amounts of projects without a name by the words before them."""
    first: dict[object, Entry] = {}
    ways: dict[Place, str] = {}  # of a change -> 增加 or 减少
    for mention in case.reading.mentions:
        words = called(case, mention)
        numbers = {"amount": mention.amount, "base": mention.base, "change": mention.change, "rate": mention.rate}
        for kind, entry in numbers.items():
            if not entry or (not entry.name and not words.endswith("项目")):
                continue
            ways[entry.place] = spoken().within("增减", mention.word) if kind == "change" else ""
            known = first.setdefault(entry.name or (kind, plain_name(words), _unit_in(case, entry.place.part)), entry)
            if known.place == entry.place:
                continue
            yield compared(known, entry)
            alike = known.number.is_money == entry.number.is_money and not (known.carried and entry.carried)
            alike = alike and not may_be_part(*sorted((known, entry), key=lambda one: one.exact))
            other_way = {ways[known.place], ways[entry.place]} == {"增加", "减少"}
            if alike and other_way and known.number.value and not contradict(known, entry):
                yield finding("R316 方向", entry, known, words=words, way=mention.word)
            elif alike and contradict(in_full(case, known), in_full(case, entry)):
                yield _differs(words, known, entry, entry.name is not None and is_slip(known, entry))


def _compare_counts(numbers: Iterable[RepeatedNumber]) -> Iterator[Result]:
    """Compare numbers of people and things across paragraphs and forms, by the words before them."""
    in_line = grouped(((one.entry.place.line, one.key), one) for one in numbers)
    # words such as 其中覆盖企业 may come once for each of several things
    by_thing = grouped(((key, i), one) for (_, key), own in in_line.items() for i, one in enumerate(own))
    for first, *others in by_thing.values():
        elsewhere = [one for one in others if one.entry.place.line != first.entry.place.line]
        if first.entry.carried:
            elsewhere = [one for one in elsewhere if not one.entry.carried]
        if elsewhere:
            yield compared(first.entry, *(one.entry for one in elsewhere))
            yield from (_differs(first.words, first.entry, other.entry) for other in _wrong(first, elsewhere))


def _zeros(numbers: Iterable[RepeatedNumber]) -> Iterator[Result]:
    """Yield findings on numbers of similar things that differ in final zeros (6000册, 60000册) or in digit order."""
    alike = grouped(
        ((one.entry.number.unit, "".join(sorted(plain_digits(one.entry.exact).replace("0", "")))), one)
        for one in numbers
        if one.entry.number.unit not in _NO_PIECES and one.entry.exact >= _MANY and not one.entry.carried
    )
    for own in alike.values():
        for one, other in combinations(own[:_MOST], 2):
            most, least = sorted((one, other), key=lambda each: -each.entry.exact)
            large, small = most.entry.exact, least.entry.exact
            swapped = same_digits(large, small)
            zeros = large != small and plain_digits(large).rstrip("0") == plain_digits(small).rstrip("0")
            shared = len(_nouns(one.words) & _nouns(other.words))
            shared += one.words[-2:] == other.words[-2:]  # 水库47座, 养护水库74座
            if (zeros or swapped) and shared > swapped and one.entry.place.line != other.entry.place.line:
                yield finding("R316 次序" if swapped else "R316 零", most.entry, least.entry, words=most.words)


def _beside_indicators(stated: Iterable[RepeatedNumber], targets: Iterable[RepeatedNumber]) -> Iterator[Finding]:
    """Yield findings on numbers in sentences after the name of an indicator with another value."""
    values = grouped((_QUOTED.sub("", one.key[0]), one.entry) for one in targets)
    named = {name: own[0] for name, own in values.items() if len(name) >= _LEAST and len(own) == 1}
    amount = spoken().form("«重复的数:指标的量»$")
    stems = [(name, stem if len(stem) >= _LEAST else name) for name in named if (stem := amount.sub("", name))]
    for one in stated if named else ():
        words = _QUOTED.sub("", one.words)
        name = next((name for name, stem in stems if words.endswith(name) or stem in words[-len(stem) - _AFTER :]), "")
        value = named.get(name, one.entry)
        if value.number.unit == one.entry.number.unit and value.exact != one.entry.exact:
            yield finding("R316 目标和指标", one.entry, value, remark=True, words=one.words, name=name)


def _nouns(words: str) -> set[str]:
    """Return all pairs of adjacent letters near the end of the words that say what is counted."""
    near = spoken().form("«泛指»").sub("，", words[-_NOUN:])
    return {near[i : i + 2] for i in range(len(near) - 1) if "，" not in near[i : i + 2]}


def _values_of_indicators(form: Form) -> Iterator[RepeatedNumber]:
    """Yield the values of indicators, by the indicators' names."""
    for record in form.records("三级指标", "指标值"):
        name = bare(record.text("三级指标"))
        for words, entry in _numbers_in(record.items["指标值"]):
            yield RepeatedNumber((name, words, entry.number.unit), words or name, entry)


def _wrong(first: RepeatedNumber, others: Sequence[RepeatedNumber]) -> list[RepeatedNumber]:
    """Return the numbers that differ from the first; none if they add up to it."""
    if len(others) > 1 and total([other.entry for other in others]) == first.entry.exact:
        return []
    return [other for other in others if other.entry.exact != first.entry.exact]


def _in_sentences(case: Case) -> Iterator[RepeatedNumber]:
    projects = {form.project for form in case.reading.forms} | set(case.reading.projects)
    alone = any(spoken().form("«重复的数:没有下属»").search(passage.text) for passage in case.reading.passages)
    for count in counts(case):
        words = _unbound(spoken().form("^«重复的数:自称»").sub("", count.words.strip()))
        heading = bare(count.headings[-1]) if count.headings else ""
        goal = heading if heading in projects or count.is_goal else ""
        goal = goal or ("系统" if "系统" in count.text and not alone else "")
        goal += spoken().within("要添的", count.before)  # 共有……其他用车2辆；计划购置……其他用车0辆
        goal += _unit_in(case, count.text[: count.entry.place.start])
        rate = count.unit == "%" and spoken().form("«占比:别的比率»").search(words)
        goal += heading if rate and not goal else ""  # each insurance has its own
        if len(words) > 1 and not words.endswith("由"):  # 由5400人增加到6300人: what was before
            yield RepeatedNumber((goal, words + _behind(count, words), count.unit), words, count.entry)


def _is_told(words: str) -> bool:
    """Whether the words say what is counted: 改造里程, 在职."""
    return len(words) >= _LEAST or spoken().is_word_of("重复的数", "人员", words)


def _behind(count: StatedCount, words: str) -> str:
    """Return what is counted behind the number, if the words before it only say what for: 主要用于310名社区工作者."""
    thing = spoken().form("«数的用处»").sub("", words)
    return "" if len(thing) > 1 else _MARK.split(count.after)[0][:_NOUN]


def _unit_in(case: Case, words: str) -> str:
    """Return the unit of the department that the words name last; "" for the department itself."""
    named = {one: words.rfind(one) for one in (*case.reading.units, case.document.publisher) if one in words}
    last = max(named, key=lambda one: (named[one], len(one)), default="")
    return "" if last == case.document.publisher else last


def _in_form(form: Form) -> Iterator[RepeatedNumber]:
    """Yield the numbers within the texts of a form."""
    items = (*form.fields.values(), *(i for band in form.bands for r in band.records for i in r.items.values()))
    named, found = form.project or form.name, (one for item in items for one in _numbers_in(item))
    for words, entry in found:
        if len(words) > 1 and not words.endswith("由"):  # 由5400人增加到6300人: what was before
            yield RepeatedNumber((named, words, entry.number.unit), words, entry)


def _unbound(words: str) -> str:
    return spoken().form("«重复的数:界限»{1,20}$").sub("", words)


def _numbers_in(item: FormItem) -> Iterator[tuple[str, Entry]]:
    """Yield the numbers within the text of a cell, each with the words before it and the unit behind it: 3.5万亩."""
    read = () if item.entry else tokens(item.text)
    measured = spoken().form("[百千万亿]?«指标单位»") if read else None
    begins = [0, *(mark.end() for mark in _MARK.finditer(item.text))] if read else []
    for token in read:
        behind = measured.match(item.text, token.end) if measured and not token.number.unit else None
        number = token.number.other(unit=behind[0]) if behind else token.number
        if number.unit and not token.is_calendar and not number.is_money:
            words = item.text[begins[bisect_right(begins, token.start) - 1] : token.start]
            place = item.place.marking(item.place.start + token.start, token.stop - token.start)
            yield _unbound(words.strip()), Entry(None, number, place, None)


def _indicators(form: Form) -> Iterator[Result]:
    """Compare the numbers in the goals of a form with its indicators of the same name, or the only ones of a unit."""
    own = (item for label, item in form.fields.items() if spoken().is_word_of("重复的数", "目标", label))
    goals = [found for item in own for found in _numbers_in(item)]
    records = ((record, [*_numbers_in(record.items["指标值"])]) for record in form.records("三级指标", "指标值"))
    values = [(record.text("三级指标"), found[0][1]) for record, found in records if len(found) == 1]
    units = Counter(entry.number.unit for _, entry in (*goals, *values))  # two: one goal and one indicator
    for name, wanted in values if goals else ():
        stem = spoken().form("«重复的数:指标的量»$").sub("", _ORDINAL.sub("", name))
        for words, entry in goals if len(stem) > 1 else ():
            if spoken().form("«比较:从»$").search(words):
                continue  # 普及率由92.1%提高到93%
            alike = len(_nouns(name) & _nouns(words)) if units[entry.number.unit] == 2 else 0
            if entry.number.unit == wanted.number.unit and (stem in words or alike):
                wrong, vague = entry.exact != wanted.exact, stem not in words and alike == 1
                yield from finding_if(wrong, "R316 目标和指标", entry, wanted, remark=vague, words=words, name=name)


def _differs(words: str, first: Entry, second: Entry, grave: bool = False) -> Finding:
    told = finding("R316 不一致", second, first, grave=grave, words=words, **difference_of(first, second))
    return replace(told, off=EXACT.subtract(second.exact, first.exact))
