"""文内重复的数"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from reportgen.checks._case import Case, Finding, Result, compared, or_unknown
from reportgen.checks._comparing import apart
from reportgen.checks.performance._projects import plain_name
from reportgen.checks.text._counts import counts
from reportgen.checks.text._stated import amounts, called, in_full
from reportgen.diagnostics import Severity
from reportgen.reading import Entry, Form, FormItem
from reportgen.reading.terms import bare
from reportgen.reading.texts import Token, tokens

_MARK = re.compile(r"[，。；：、:;\n⏎（(]")
_BOUND = re.compile(r"(?:不少于|不低于|不超过|不多于|达到|大于|超过|约|共|为|在|[≥≤=＞＜><])+$")
_SUFFIX = re.compile(r"(?:场次|次数|人次|人数|数量|户数|面积|数额|数|量|率)?(?:[（(].*[）)])?$")
_WE = re.compile(r"^(?:主要是|其中)?(?:(?:我|本)(?:单位|部门|局|委|会|院|校|中心)|全?系统)")
_GOAL = re.compile(r"\s*(?:绩效目标|绩效指标|目标)[：:]")
_ALONE = re.compile(r"(?:无|没有)[^，。；]{0,12}下属单位")  # the whole system is one body
_PEOPLE = ("离休", "退休", "在职", "在职人员", "编制", "编外")
_LEAST = 4  # letters that say what is counted
_ALIKE = "两处说的是同一个数，对照预算改成一样"


@dataclass(frozen=True, slots=True)
class RepeatedNumber:
    """A number that is said in words (所说的数): of which goal, what is counted, the number with its unit."""

    of: str
    words: str
    entry: Entry

    @property
    def key(self) -> tuple[str, str, str]:
        """Numbers with one key are said of one thing."""
        return self.of, self.words, self.entry.number.unit


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
    """Amounts and changes by name; those of projects that have none by the words before them."""
    first: dict[object, tuple[str, Entry]] = {}
    for mention in case.reading.mentions:
        words = called(case, mention)
        for kind in ("amount", "base", "change", "rate"):
            entry: Entry | None = getattr(mention, kind)
            key = (entry and entry.name) or (kind, plain_name(words))
            if not entry or (not entry.name and not words.endswith("项目")):
                continue
            _, known = first.setdefault(key, (words, entry))
            if known.place != entry.place:
                yield compared(known, entry)
                if known.carried and entry.carried:
                    continue
                if known.number.is_money == entry.number.is_money and apart(in_full(case, known), in_full(case, entry)):
                    yield _differs(words, known, entry)


def _counts(case: Case) -> Iterator[Result]:
    """Numbers of people and things, by the words before them, in other paragraphs and in performance targets."""
    by_thing: dict[object, list[RepeatedNumber]] = {}
    seen: Counter[object] = Counter()
    for said in (*_in_text(case), *(said for form in case.reading.forms for said in _in_form(form))):
        line = said.entry.place.line
        seen[line, said.key] += 1  # 其中覆盖企业 may be said of one thing after another
        by_thing.setdefault((said.key, seen[line, said.key]), []).append(said)
    for first, *others in by_thing.values():
        elsewhere = [one for one in others if one.entry.place.line != first.entry.place.line]
        if first.entry.carried:
            elsewhere = [one for one in elsewhere if not one.entry.carried]
        if elsewhere:
            yield compared(first.entry, *(one.entry for one in elsewhere))
            yield from (_differs(first.words, first.entry, o.entry) for o in _wrong(first, elsewhere))


def _wrong(first: RepeatedNumber, others: Sequence[RepeatedNumber]) -> list[RepeatedNumber]:
    """Those that differ; none where the first is of the whole and the others of its bodies, and make it."""
    together = sum((other.entry.exact for other in others), Decimal(0))
    if len(others) > 1 and together == first.entry.exact:
        return []
    return [other for other in others if other.entry.exact != first.entry.exact]


def _in_text(case: Case) -> Iterator[RepeatedNumber]:
    projects = {form.project for form in case.reading.forms} | set(case.reading.projects)
    alone = any(_ALONE.search(passage.text) for passage in case.reading.passages)
    for count in counts(case):
        words = _BOUND.sub("", _WE.sub("", count.words.strip()))
        heading = bare(count.headings[-1]) if count.headings else ""
        goal = heading if heading in projects or _GOAL.match(count.text) else ""
        goal = goal or ("系统" if "系统" in count.text and not alone else "")
        if len(words) >= _LEAST or words in _PEOPLE:
            yield RepeatedNumber(goal, words, count.entry)


def _in_form(form: Form) -> Iterator[RepeatedNumber]:
    """Numbers within the words of a form."""
    items = (*form.fields.values(), *(i for band in form.bands for r in band.records for i in r.items.values()))
    for item in items:
        for words, entry in _numbers_in(item):
            if len(words) >= _LEAST:
                yield RepeatedNumber(form.project or form.name, words, entry)


def _numbers_in(item: FormItem) -> Iterator[tuple[str, Entry]]:
    for token in () if item.entry else tokens(item.text):
        if token.number.unit and not token.is_calendar and not token.number.is_money:
            words = _MARK.split(item.text[: token.start])[-1]
            yield _BOUND.sub("", words.strip()), _entry(item, token)


def _entry(item: FormItem, token: Token) -> Entry:
    place = item.place.marking(item.place.start + token.start, token.stop - token.start)
    return Entry(None, token.number, place, None)


def _indicators(form: Form) -> Iterator[Result]:
    """What the goals of a form say in numbers is what its indicators of that name ask for."""
    goals = [said for label in ("绩效目标", "年度总体目标", "总体目标", "年度绩效目标") for said in _goals(form, label)]
    for record in form.records("三级指标", "指标值"):
        stem = _SUFFIX.sub("", record.text("三级指标"))
        wanted = [entry for _, entry in _numbers_in(record.items["指标值"])]
        for words, entry in goals if len(stem) > 1 and len(wanted) == 1 else ():
            if stem in words and entry.number.unit == wanted[0].number.unit:
                yield compared(entry, wanted[0])
                if entry.exact != wanted[0].exact:
                    name = record.text("三级指标")
                    message = f"绩效目标写“{words}”{entry.number}，指标“{name}”写{wanted[0].number}，前后不一致"
                    yield Finding(message, (entry.place, wanted[0].place), Severity.WARNING, _ALIKE)


def _goals(form: Form, label: str) -> Iterator[tuple[str, Entry]]:
    if label in form.fields:
        yield from _numbers_in(form.fields[label])


def _differs(words: str, first: Entry, second: Entry) -> Finding:
    message = "“{name}”在“{here}”写{a}，在“{there}”写{b}，前后不一致，差{d}".format(
        name=words, here=first.place.part, there=second.place.part, **amounts(first, second)
    )
    return Finding(message, (second.place, first.place), Severity.WARNING, _ALIKE)
