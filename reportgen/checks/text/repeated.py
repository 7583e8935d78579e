"""文内重复的数"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import apart, judged, total, worded
from reportgen.checks.performance._projects import plain_name
from reportgen.checks.text._stated import called, counts, in_full
from reportgen.diagnostics import Severity
from reportgen.lexicon import spoken
from reportgen.reading import Entry, Form, FormItem
from reportgen.reading.terms import bare
from reportgen.reading.texts import tokens

_MARK = re.compile(r"[，。；：、:;\n⏎（(]")
_LEAST = 4  # letters that say what is counted
_ALIKE = "两处说的是同一个数，对照预算改成一样"


class RepeatedNumber(NamedTuple):
    """A number, what it counts, and the key of that: the goal that it belongs to, the words, the unit."""

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
    results = (_amounts(case), _counts(case), *(_indicators(form) for form in case.reading.forms))
    yield from or_unknown(chain.from_iterable(results), "文字里没有重复说到的数")


def _amounts(case: Case) -> Iterator[Result]:
    """Compare amounts and changes of one name; amounts of projects without a name by the words before them."""
    first: dict[object, Entry] = {}
    for mention in case.reading.mentions:
        words = called(case, mention)
        numbers = {"amount": mention.amount, "base": mention.base, "change": mention.change, "rate": mention.rate}
        for kind, entry in numbers.items():
            if not entry or (not entry.name and not words.endswith("项目")):
                continue
            known = first.setdefault(entry.name or (kind, plain_name(words)), entry)
            if known.place == entry.place:
                continue
            yield compared(known, entry)
            alike = known.number.is_money == entry.number.is_money and not (known.carried and entry.carried)
            if alike and apart(in_full(case, known), in_full(case, entry)):
                yield _differs(words, known, entry)


def _counts(case: Case) -> Iterator[Result]:
    """Compare numbers of people and things, by the words before them, across paragraphs and forms."""
    by_thing: dict[object, list[RepeatedNumber]] = {}
    seen: Counter[object] = Counter()
    for one in (*_in_sentences(case), *(one for form in case.reading.forms for one in _in_form(form))):
        line = one.entry.place.line
        seen[line, one.key] += 1  # 其中覆盖企业 may be said of one thing after another
        by_thing.setdefault((one.key, seen[line, one.key]), []).append(one)
    for first, *others in by_thing.values():
        elsewhere = [one for one in others if one.entry.place.line != first.entry.place.line]
        if first.entry.carried:
            elsewhere = [one for one in elsewhere if not one.entry.carried]
        if elsewhere:
            yield compared(first.entry, *(one.entry for one in elsewhere))
            yield from (_differs(first.words, first.entry, other.entry) for other in _wrong(first, elsewhere))


def _wrong(first: RepeatedNumber, others: Sequence[RepeatedNumber]) -> list[RepeatedNumber]:
    """The numbers that differ from the first; none if they are parts of it and make it."""
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
        if len(words) >= _LEAST or spoken().is_("重复的数", "人员", words):
            yield RepeatedNumber((goal, words, count.unit), words, count.entry)


def _in_form(form: Form) -> Iterator[RepeatedNumber]:
    """Numbers within the words of a form."""
    items = (*form.fields.values(), *(i for band in form.bands for r in band.records for i in r.items.values()))
    named, found = form.project or form.name, (one for item in items for one in _numbers_in(item))
    for words, entry in found:
        if len(words) >= _LEAST:
            yield RepeatedNumber((named, words, entry.number.unit), words, entry)


def _unbound(words: str) -> str:
    return spoken().form("«重复的数:界限»+$").sub("", words)


def _numbers_in(item: FormItem) -> Iterator[tuple[str, Entry]]:
    """The numbers within the words of a cell, each with the words before it."""
    for token in () if item.entry else tokens(item.text):
        if token.number.unit and not token.is_calendar and not token.number.is_money:
            words = _MARK.split(item.text[: token.start])[-1]
            place = item.place.marking(item.place.start + token.start, token.stop - token.start)
            yield _unbound(words.strip()), Entry(None, token.number, place, None)


def _indicators(form: Form) -> Iterator[Result]:
    """Compare the numbers in the goals of a form with its indicators of that name."""
    own = (item for label, item in form.fields.items() if spoken().is_("重复的数", "目标", label))
    goals = [found for item in own for found in _numbers_in(item)]
    for record in form.records("三级指标", "指标值"):
        name = record.text("三级指标")
        stem = spoken().form("«重复的数:指标的量»$").sub("", name)
        wanted = [entry for _, entry in _numbers_in(record.items["指标值"])]
        for words, entry in goals if len(stem) > 1 and len(wanted) == 1 else ():
            if stem in words and entry.number.unit == wanted[0].number.unit:
                message = f"绩效目标写“{words}”{entry.number}，指标“{name}”写{wanted[0].number}，前后不一致"
                yield from judged(entry.exact != wanted[0].exact, message, _ALIKE, entry, wanted[0])


def _differs(words: str, first: Entry, second: Entry) -> Finding:
    text = f"“{words}”在“{first.place.part}”写{{a}}，在“{second.place.part}”写{{b}}，前后不一致，差{{d}}"
    return Finding(worded(text, first, second), (second.place, first.place), Severity.WARNING, _ALIKE)
