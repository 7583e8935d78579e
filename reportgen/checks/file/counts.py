"""文中的个数和预算文件"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from reportgen.budget import Budget
from reportgen.checks._budget_file import FileFigures, amount_in, dated_facts
from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._results import Compared, Finding, Result, compared
from reportgen.checks._same_words import same_words
from reportgen.checks._says import finding
from reportgen.checks._texts import text_of_file
from reportgen.checks.file.known_counts import FileCount, amounts, of_facts, of_lists, of_measures
from reportgen.checks.text.stated_counts import StatedCount, counts
from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import plain_digits, small_number
from reportgen.reading import Entry
from reportgen.reading.terms import bare

_BEHIND = 8  # letters after a number that say what it counts
_TYPED = {"车辆": FigureId("车辆"), "在职": FigureId("人员", (("人员类别", "在职"),))}
_LISTED = ("名单的个数", "名单的个数在前")  # 内设4个股室, 4个内设股室
_END = compiled("[。；]")
_MARK = compiled(r"[，：、,:]")
_OTHER_CARS = compiled("(?<!公务)(?<!种)用车$")  # 公务用车 and 各种用车 are all of them
_SOME = compiled(r"万元(?:(?!万元)[^，。；、])*以上(?:(?!以上)[^，。；、])*项目(?:(?!项目)[^，。；、])*$")


def R908(case: Case, file: FileFigures) -> Iterator[Result]:
    """文中的个数

    文字里的人数、车辆数、批次、人次、项目和机构的个数，要和预算文件里的一样：预算文件写成句子的，一个数一个数地对；
    写在“人员”“车辆”“设备”“资料”里的，看这句话说的是哪一个；只有名单的（内设机构、单位、项目），数名单。
    没有名称的金额，要在预算文件里有这个数。

    怎样改：以预算文件为准，改印出来的数；预算文件错了，就改预算文件再生成一次。
    依据：公开文件中常见的错误：在 Word 里改了数，没有改预算文件。
    例：文中写“计划接待27批次”，预算文件的“接待批次”是26。
    """
    corpus, budget = text_of_file(case), file.budget
    units = {u: name for u, name in budget.file.department.unit_names.items() if name != budget.file.department.name}
    others = (*of_facts(budget), *of_lists(budget))
    measured = cache(lambda unit: dict.fromkeys((*of_measures(budget, unit), *others)))  # without duplicates
    for count in counts(case):
        known = measured(_unit_of(count, units))
        yield compared(count.entry)
        if not count.entry.carried:
            own = _in_file(case, corpus, count.entry)
            yield from _beside_sentence(count.entry, own) if own else _beside_counts(case, count, known)
            yield from _of_units(count, budget) if own and case.names else ()
        elif (fact := count.entry.carried.replace(".", "·", 1)).startswith("资料·"):
            yield from _beside_counts(case, count, [one for one in known if one.called.startswith("资料·")], fact)
    for entry in case.reading.numbers:
        if entry.number.unit in ("年", "月", "日", "号") and (own := _in_file(case, corpus, entry)):
            yield compared(entry)
            yield from _beside_sentence(entry, own)
    yield from (*_unnamed_amounts(case, budget, corpus), *_of_lists(case, budget))
    yield from _to_buy(counts(case, "辆"), [one for one in measured("") if one.label.endswith("车辆")])
    yield from _facts(case, budget)


def _unit_of(count: StatedCount, units: dict[str, str]) -> str:
    """Return the unit (code -> name) with whose name a sentence before the number begins, else the heading; else ""."""
    sentences = _END.split(count.text[: count.entry.place.start])[::-1]
    texts = (*(text.strip() for text in sentences), *(bare(head) for head in count.headings[::-1]))
    return next((unit for text in texts for unit, name in units.items() if text.startswith(name)), "")


def _in_file(case: Case, corpus: str, entry: Entry) -> str:
    """Return the number that the file has in the same words; "" if it does not have these words."""
    place = entry.place
    page = case.remembered(_in_file, lambda: "\n".join(passage.text for passage in case.reading.passages))
    return same_words(corpus, place.line, place.start, place.start + place.length, page)


def _beside_sentence(entry: Entry, own: str) -> Iterator[Finding]:
    if own != excerpt_of(entry.place):
        yield _differs(entry, f"预算文件同一句里是{own}{entry.number.unit}")


def _of_units(count: StatedCount, budget: Budget) -> Iterator[Finding]:
    """Yield a finding on a typed number of vehicles or staff that is neither that of the whole nor that of a unit."""
    behind = spoken().within("个数后", count.after) if count.unit in ("人", "名") else ""
    name = _TYPED.get(count.kind or behind)
    if not name or spoken().within("人的增减", count.words):
        return
    units = [name, *(name.where(("单位", unit)) for unit in budget.file.department.unit_names)]
    known = [amount for one in units if (amount := amount_in(budget.books[""], one)) is not None]
    if known and count.entry.exact not in known:
        own = "、".join(dict.fromkeys(map(plain_digits, known)))
        own = f"预算文件的“{count.kind or behind}”是{own}{count.unit}"
        yield _differs(count.entry, own, count.words, remark=name.measure == "人员")


def _of_lists(case: Case, budget: Budget) -> Iterator[Finding]:
    """Yield findings on numbers of offices or units that texts of the file state, and that it does not list."""
    department = budget.file.department
    below = [name for name in department.unit_names.values() if not name.startswith(department.name)]
    listed = {"内设机构": [len(department.offices)], "所属单位": [len(department.subordinates), len(below)]}
    forms = [one for place in _LISTED for one in spoken().patterns(place)]
    for sentence, (kind, form) in ((one, form) for one in case.sentences for form in forms):
        for found in form.finditer(sentence.scalar.text):
            known = [number for number in listed[kind] if number]
            if known and small_number(found["n"]) not in known and "含" not in found.string[found.end() :]:
                at = sentence.at(found.start(), len(found[0]))
                own = f"预算文件的“{kind}”是{known[0]}个"
                yield finding("R908 不一样", at, remark=kind == "所属单位", said=found[0], own=own)


def _beside_counts(case: Case, count: StatedCount, known: Collection[FileCount], own: str = "") -> Iterator[Finding]:
    """Compare a count with the count of the file that the sentence means; if that is unknown, with all of them.

    If numbers of the document carry names, a count of unknown meaning is not reported.
    `own`: the fact that the count is.
    """
    change = "人的增减" if count.unit in ("人", "名") else "要添的"
    if spoken().within(change, count.words):  # 退休人员增加1人, 更新购置用车2辆: more than there were
        known = [one for one in known if change == "要添的" and spoken().within(change, one.called)]
    if _SOME.search(count.before) or not known:
        return
    guests = spoken().within("外宾的话", _END.split(count.before)[-1])
    if guests and guests in own:
        return  # 外事接待费…，共计接待2批次
    value, unit, after = count.entry.exact, count.unit, _MARK.split(count.after)[0][:_BEHIND]
    near = f"{count.words}{unit}{after}"
    fitting = [one for one in known if one.fits(f"{count.before}{unit}{after}", unit)]
    most = max((one.weight(near) for one in fitting), default=0)
    meant = [one for one in fitting if one.weight(near) == most] if most > 1 else []
    meant = [one for one in meant if one.label in near and one.called != one.label] or meant  # 在职 before 人员
    if _OTHER_CARS.search(count.words) and all(one.called == one.label for one in meant):
        return  # of a kind of cars that the file does not count
    if any(one.label in near and one.value == value for one in fitting):
        return  # 评级为“优”的项目11个: a letter says which
    if meant and all(one.value != value and one.called != own for one in meant):
        yield _differs(count.entry, f"预算文件的“{meant[0].called}”是{plain_digits(meant[0].value)}{unit}", count.words)
    elif case.names is None and not meant and all(one.value != value for one in known):
        yield _differs(count.entry, "预算文件里没有这个数", count.words)


def _to_buy(stated: Collection[StatedCount], known: Collection[FileCount]) -> Iterator[Finding]:
    """Yield a finding if typed numbers of vehicles to buy are not, singly or together, the number that is planned."""
    typed = [count for count in stated if not count.entry.carried and spoken().within("要添的用车", count.words)]
    values = {count.entry.exact for count in typed}
    planned = [one for one in known if spoken().within("要添的", one.called)]
    for one in planned if typed and len(planned) == 1 else ():
        if one.value not in {*values, sum(values)}:
            yield _differs(typed[0].entry, f"预算文件的“{one.called}”是{plain_digits(one.value)}辆", typed[0].words)


def _unnamed_amounts(case: Case, budget: Budget, corpus: str) -> Iterator[Result]:
    """Compare amounts and changes whose words name no figure, such as a project's, with the file."""
    mentioned = (entry for mention in case.reading.mentions for entry in (mention.amount, mention.change))
    unnamed = [entry for entry in mentioned if entry and not entry.name and not case.names]
    known = amounts(budget) if unnamed else frozenset()
    for entry in unnamed:
        yield compared(entry)
        if _SOME.search(entry.place.line[: entry.place.start].rpartition("，")[0].rstrip("个0123456789")):
            continue  # 100万元以上项目2个，支出总额516万元: R312 adds them up
        if own := _in_file(case, corpus, entry):
            yield from _beside_sentence(entry, own)
        elif entry.exact not in known:
            yield _differs(entry, "预算文件里没有这个数")


def _differs(entry: Entry, own: str, words: str = "", remark: object = False) -> Finding:
    said = f"“{words.strip()}{entry.number}”" if words.strip() else str(entry.number)
    return finding("R908 不一样", entry.place, remark=remark, said=said, own=own)


def _facts(case: Case, budget: Budget) -> Iterator[Result]:
    """Compare facts of the file with the same words on the page: 2021年10月 with 2021年11月."""
    for key, text in dated_facts(budget):
        like = re.compile(compiled(r"[0-9]+").sub("[0-9]+", re.escape(text)))
        found = [(passage, match) for passage in case.reading.passages for match in like.finditer(passage.text)]
        if len(found) == 1:
            passage, match = found[0]
            place = passage.place(match.start(), len(match[0]))
            yield Compared((place,))
            if match[0] != text:
                yield finding("R908 不一样", place, said=match[0], own=f"预算文件的“资料·{key}”是{text}")
