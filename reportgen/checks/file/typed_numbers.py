"""手写的数和预算文件"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from decimal import Decimal

from reportgen.checks._budget_file import FileFigures, KnownNames, masked
from reportgen.checks._case import Case
from reportgen.checks._comparing import as_in
from reportgen.checks._results import Compared, Finding, Result, firsts
from reportgen.checks._says import finding
from reportgen.checks._sentences import Sentence
from reportgen.checks.file import same_digits, times_as_much
from reportgen.checks.file.meant import Typed
from reportgen.diagnostics import Location, ReportgenError
from reportgen.document import Document, Paragraph, Text
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS, Amount, Ratio, rounded
from reportgen.reading import Entry, Reading
from reportgen.reading.entries import FACT
from reportgen.reading.terms import OF_THIS_YEAR
from reportgen.source import Scalar

_TYPED_UNITS, _TYPED_UNIT = {*UNITS, "%"}, compiled("元|%")
_MIXED_UP = {"元": "万元", "万元": "元"}
_TELLING = 3  # digits of 万元 that no chance makes alike
_NEAR = 10  # letters before a number that may say that it is a price
_GOAL = compiled("[≥≤＞＜><=＝]?[0-9.]{1,6}[%％](?:以上|以下|及以上)?")
_ALONE = compiled(r"[0-9][0-9,.]*\s?(?:元|万元|亿元|%)")
_POWERS, _NAME = (10, 100), 4  # shorter names of purchases may be common words: 维修
_CHANGE_BEFORE = r"«增减»[^，。；：0-9]{0,12}(?P<digits>[0-9.,]{1,16})(?P<unit>万?元)[，（、][^，。；0-9]{0,8}＿"
_SENTENCE, _IN_BRACKETS = compiled("[^。；]+[。；]?"), compiled("[（(][^（()）]{1,40}[)）]$")


def R905(case: Case, file: FileFigures) -> Iterator[Result]:
    """手写的数

    预算文件里原因、用途、职责、绩效目标等文字中，手写的金额和百分比不会跟着预算变。这里拿每一个和它前面说的那个数对照：
    对不上的是警告；对得上的，建议改成“<数名>”，以后数变了它也跟着变；在别处找不到同样的数的，给一个提示，请人核对。
    原因里的数，说的是这个数比上年增减多少的，和算出来的对照；百分比看不出说什么的，提示里给出算出来的增减率，请人核对。
    写在哪个数的原因、用途里，就和那个数里的这一部分对照（支出[功能=2070109] 里的人员经费）；说上年、结转、约数、列举
    增减的，对上哪个就是哪个，都对不上也只给提示，除非像是写颠倒了数字、多写了零。

    怎样改：把手写的数换成“<数名>”，如 <支出[项目=送戏下乡]>；确实不是预算数的（标准、目标），核对以后不用改。
    依据：公开文件中常见的错误：表里的数改了，文字里的没有改。
    例：“旅游宣传推介项目增加15.94万元”写在原因里，预算改成21.94万元以后，这句话还是原来的数。
    """
    yield Compared()
    reasons, purposes = (
        {said.at: name for name, said in own.items()} for own in (file.budget.reasons, file.budget.purposes)
    )
    facts = _printed_facts(case, file)
    for sentence in case.sentences:
        at, before = sentence.scalar.at, list[FigureId]()
        for entry in sorted(_typed(case, file, sentence.scalar.text), key=lambda one: one.place.start):
            entry = entry._replace(name=facts.get(at, entry.name))
            key = reasons.get(at) or purposes.get(at)
            text, project = masked(sentence.scalar.text, "＿"), None if key else _project_of(file, sentence)
            typed = Typed(file, entry, text, key or project, tuple(before), key is not None)
            found = _of_a_project(case, sentence, typed) or _typed_change(case, sentence, typed, at in reasons)
            found = found or _beside_figures(case, sentence, typed)
            yield from [found] if found else []
            before += [entry.name] if entry.name and entry.name not in before else []


def _project_of(file: FileFigures, sentence: Sentence) -> FigureId | None:
    """Return the figure of the project that the text's mapping names: 绩效 has one for each."""
    name = next((text for text in sentence.beside if text in file.project_names), "")
    return FigureId("支出", (("项目", name),)) if name else None


def _typed(case: Case, file: FileFigures, text: str) -> Iterator[Entry]:
    """Yield the amounts and percentages typed in a text, as a reader understands them."""
    if _TYPED_UNIT.search(text) and _TYPED_UNIT.search(text := masked(text, "＿")):
        page = Document((), case.document.publisher, case.year, (Paragraph((Text(text),)),))
        known = case.remembered(_typed, lambda: KnownNames((*case.reading.projects, *file.projects)))
        numbers = Reading(page).numbers_beside(case.reading, known.within(text))
        yield from (entry for entry in numbers if entry.number.unit in _TYPED_UNITS)


def _printed_facts(case: Case, file: FileFigures) -> Mapping[Location, FigureId]:
    """Return where a fact (资料) is written that is a number alone -> the figure that its sentence names."""
    facts = {f"{FACT}{key}": one for key, one in file.budget.file.facts.items() if isinstance(one, Scalar)}
    entries = (one for one in case.reading.in_sentences if one.name and one.carried in facts)
    alone = ((facts[one.carried].at, one.name) for one in entries if _ALONE.fullmatch(facts[one.carried].text))
    return firsts((at, name) for at, name in alone if name)


def _printed(case: Case) -> Mapping[tuple[str, Decimal], FigureId]:
    """Return (unit, exact value) -> the first name with that value in the document; all units of money are one."""
    return case.remembered(_printed, lambda: _names_by_value(case))


def _names_by_value(case: Case) -> Mapping[tuple[str, Decimal], FigureId]:
    entries, unnamed = (*case.reading.in_tables, *case.reading.in_sentences), not case.carries_names
    stated = (one for one in entries if (one.carried or unnamed) and not one.is_fact)
    known = [entry for entry in stated if entry.name and entry.number.value]
    numbers = firsts((id(entry.number), entry) for entry in known)  # the same text and unit is one object
    return firsts((_value(entry), entry.name) for entry in numbers.values() if entry.name)


def _value(entry: Entry) -> tuple[str, Decimal]:
    return "金额" if (unit := entry.number.unit) in UNITS else unit, abs(entry.exact)


def _beside_figures(case: Case, sentence: Sentence, typed: Typed) -> Finding | None:
    """Return a finding on a number beside the figure that it names, or one with its value; None on a goal: ≥90%."""
    entry, figures = typed.entry, typed.file
    at, number = sentence.at(entry.place.start, entry.place.length), entry.number
    amount = figures.figure(entry.name) if entry.name and number.is_money else None
    mixed = _with_the_other_unit(entry) if number.is_money else None
    if entry.name and amount is not None and mixed == abs(amount):
        return finding("R905 换了单位", at, number=number, own=figures.own_name(entry.name), should=mixed)
    if entry.name and amount is not None and (told := _of_its_figure(typed, amount, at)):
        return told
    price = _is_price(entry) or bool(spoken().within("单价的话", "，".join(sentence.beside)))
    same = _printed(case).get(_value(entry)) if not price else None
    if same and (number.is_money or number.places):  # 90% and 100% say nothing by themselves
        return finding("R905 一样", at, number=number, own=figures.own_name(same))
    if number.unit == "%" and _GOAL.fullmatch(sentence.scalar.text):
        return None
    digits = f"{number.value}".replace(".", "").lstrip("0")
    telling = len(digits) > 1 if number.unit == "元" else len(digits.rstrip("0")) >= _TELLING
    if mixed is not None and telling and (meant := _printed(case).get(("金额", mixed))):
        return finding("R905 换了单位", at, number=number, own=figures.own_name(meant), should=mixed)
    return finding("R905 别处没有", at, what="比例" if number.unit == "%" else "金额")


def _of_its_figure(typed: Typed, amount: Decimal, at: Location) -> Finding | None:
    """Return a finding on an amount whose words name a figure: one that it is, else the one that it should be."""
    entry, file, name = typed.entry, typed.file, typed.entry.name
    number = entry.number
    if name and as_in(entry, abs(amount)) == number.value:
        return finding("R905 就是它", at, number=number, own=file.own_name(name), should=number.value)
    this_year = _said_of_this_year(file, entry)
    if meant := this_year or (one.name if (one := typed.same()) else None):
        return finding("R905 就是它", at, number=number, own=file.own_name(meant), should=number.value)
    if typed.is_certain and (own := typed.own) and (exact := file.figure(own)) is not None:
        return finding("R905 不一样", at, number=number, own=file.own_name(own), should=as_in(entry, abs(exact)))
    if slip := typed.slipped():
        return finding("R905 不一样", at, number=number, own=file.own_name(slip.name), should=slip.value)
    return None


def _of_a_project(case: Case, sentence: Sentence, typed: Typed) -> Finding | None:
    """Return a finding on an amount that no figure has, but a project or purchase named with it, with digits turned.

    Its amount or its change may also be ten or a hundred times as much. The sentence names it, if need be without its
    brackets, or the key beside.
    """
    file, entry = typed.file, typed.entry
    number, text = entry.number, sentence.scalar.text
    if not number.is_money or entry.name or _value(entry) in _printed(case):
        return None
    around = next(m[0] for m in _SENTENCE.finditer(text) if m.end() > entry.place.start)
    known = case.remembered(_of_a_project, lambda: _named(file))
    names = case.remembered((_of_a_project, "names"), lambda: KnownNames(known))
    beside = () if typed.explains else map(_bare, sentence.beside)
    named = (*names.within(around), *(one for one in beside if one in known))
    for own in (own for name in dict.fromkeys(named) for own in _amount_and_changes(file, known[name])):
        amount = file.figure(own)
        should = abs(as_in(entry, amount)) if amount else Decimal(0)
        ratio = times_as_much(abs(amount) / UNITS[number.unit], number.value) if amount else 0
        if same_digits(should, number.value) or ratio in _POWERS:
            at = sentence.at(entry.place.start, entry.place.length)
            return finding("R905 不一样", at, number=number, own=file.own_name(own), should=should)
    return None


def _named(file: FileFigures) -> dict[str, FigureId]:
    """Return name without brackets -> the figure of a purchase or a project; of both, of the project."""
    goods = dict.fromkeys(line.dims.get("采购品目", "") for line in file.bought)
    bought = {name: FigureId("政府采购", (("采购品目", name),)) for name in goods if len(name) >= _NAME}
    return bought | {_bare(name): FigureId("支出", (("项目", name),)) for name in file.projects}


def _amount_and_changes(file: FileFigures, name: FigureId) -> Iterator[FigureId]:
    yield name
    yield from (name._replace(base=base, derived="增减额") for base in file.budget.books if base)


def _bare(name: str) -> str:
    """Return the name of a project without brackets at its end: 供水工程（专项债券）."""
    return _IN_BRACKETS.sub("", name) or name


def _said_of_this_year(figures: FileFigures, entry: Entry) -> FigureId | None:
    """Return the figure without what was carried over, if the number is that: 奖补增加300万元，并有上年结转210万元."""
    name = entry.name and entry.name.where(OF_THIS_YEAR)
    amount = figures.figure(name) if name else None
    return name if amount is not None and as_in(entry, abs(amount)) == entry.number.value else None


def _with_the_other_unit(entry: Entry) -> Decimal | None:
    """Return the amount in 元, read with 万元 for 元 or 元 for 万元; None if it is a price or a standard."""
    unit = entry.number.unit
    if unit not in _MIXED_UP or _is_price(entry):
        return None
    return abs(EXACT.multiply(entry.number.value, Decimal(UNITS[_MIXED_UP[unit]])))


def _is_price(entry: Entry) -> bool:
    """Whether the words beside an amount make it a price or a standard: 人均1.2万元."""
    place = entry.place
    before, behind = place.line[: place.start], place.line[place.start + place.length :].removeprefix(entry.number.unit)
    return bool(spoken().within("单价的话", f"{before[-_NEAR:]}＿{behind[:2]}"))


def _typed_change(case: Case, sentence: Sentence, typed: Typed, in_reason: bool) -> Finding | None:
    """Return a finding on a number in the reason of a figure, beside the figure's change; wrong if it means that."""
    entry, name = typed.entry, typed.key
    number, text, start = entry.number, sentence.scalar.text, entry.place.start
    if not in_reason or not case.figures or not name or (number.is_money and entry.name):
        return None
    own, should = _nearest_change(case.figures, name, entry)
    if own is None:
        return None
    at, behind = sentence.at(start, entry.place.length), text[start + entry.place.length :].removeprefix(number.unit)
    words = f"{text[:start]}＿{behind[:1]}"
    if not number.is_money and number.value != should and (told := _of_a_part(typed, own, words, at)):
        return told
    said, same = spoken().within("原因的增减", words), number.value == should
    sure = said == "是" or (number.places > 1 and not number.is_money) or same_digits(number.value, should)
    wrong = not same and said != "" and sure
    if number.is_money and not wrong and (same or said != "像"):
        return None
    what = "R905 不一样" if wrong else "R905 就是它" if same else "R905 看不出"
    return finding(what, at, number=number, own=own, should=should)


def _of_a_part(typed: Typed, own: FigureId, words: str, at: Location) -> Finding | None:
    """Return a finding on a rate that is that of a part of the figure: 基本支出增加16.54万元，增长1.72%."""
    number, file, rates = typed.entry.number, typed.file, [*typed.rates([own.base])]
    if same := next((one for one in rates if one.value == number.value), None):
        return finding("R905 就是它", at, number=number, own=file.own_name(same.name), should=same.value)
    named = typed.entry.name and not typed.says("部分")
    slip = next((one for one in rates if named or same_digits(one.value, number.value)), None)
    if slip and number.places > 1:
        return finding("R905 不一样", at, number=number, own=file.own_name(slip.name), should=slip.value)
    if spoken().within("率的主语", words) or _beside_another_change(typed, own, words):
        return finding("R905 别处没有", at, what="比例")
    return None


def _beside_another_change(typed: Typed, own: FigureId, words: str) -> bool:
    """Whether the amount before the rate is another change than that of the figure: 比上年增加1263万元，增长5.49%."""
    found = spoken().form(_CHANGE_BEFORE).search(words)
    amount = typed.file.figure(own._replace(derived="增减额")) if found else None
    if not found or amount is None:
        return False
    places = len(found["digits"].partition(".")[2])
    return rounded(abs(amount) / UNITS[found["unit"]], places) != Decimal(found["digits"].replace(",", ""))


def _nearest_change(figures: Figures, name: FigureId, entry: Entry) -> tuple[FigureId | None, Decimal]:
    """Return the change of the figure that is nearest to the number, and its value as the number would be printed."""
    number, found = entry.number, list[tuple[FigureId, Decimal]]()
    for base in (base for base, book in figures.budget.books.items() if base and book.states(name.measure)):
        own = name._replace(base=base, derived="增减额" if number.is_money else "增减率")
        with suppress(ReportgenError):
            match figures.value(own):
                case Ratio(ratio):
                    found.append((own, rounded(abs(ratio * 100), number.places)))
                case Amount(yuan):
                    found.append((own, as_in(entry, abs(yuan))))
    return min(found, key=lambda one: abs(one[1] - number.value), default=(None, Decimal(0)))
