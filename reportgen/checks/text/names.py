"""说明和表：明细列举

Names of classification items in sentences, compared with those in tables (科目名称).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from reportgen.checks._case import Case
from reportgen.checks._comparing import contradict, total
from reportgen.checks._results import Finding, Result, grouped
from reportgen.checks._says import finding, finding_if
from reportgen.checks._texts import likeness
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import EXACT
from reportgen.reading import Entry, Mention, Place
from reportgen.reading.item_names import stem
from reportgen.reading.phrases import unquoted, without_tail
from reportgen.reading.terms import bare
from reportgen.records import dataclass

_LEVEL = compiled(r"[（(](?P<level>[类款项])[）)]")
_DIGITS = {"类": 3, "款": 5, "项": 7}
_LEAD = compiled(r"^(?:其中|主要用于|包括|和|、|[：:])+")
_NO_ITEM = compiled(r"情况|说明|预算$")  # ends of headings that are not items
_ALIKE = Fraction(3, 4)  # share of equal letters in a misspelt name
_PERHAPS = Fraction(1, 2)  # the same, if the amounts are equal
_SHORTER = 3  # letters; a name that lacks fewer may be mistyped
_LONGEST = 60  # the most letters of a sentence that are compared with a name
_LIST = compiled(r"(?P<whose>人员|公用)(?:经费|支出)[^。；：]{0,200}?主要(?:包括|用于)[：:]?(?P<items>[^。；]+)")
_NAME = compiled("[^、]+")
_REST = compiled(r"等[^、]*$")
_FEE, _PERSONAL = "费", "人员"
_LAST = compiled("以及|和|及|与")
_PEOPLE = ("301", "303")  # 工资福利支出, 对个人和家庭的补助
_MANY = 4  # items of a list that leaves out nothing
_LEAST = Decimal(20)  # 5%: a twentieth


def R305(case: Case) -> Iterator[Result]:
    """Compare the names of items in sentences with those in the tables."""
    printed = _printed_names(case)
    for mention in () if case.names else case.reading.mentions:  # numbers that carry names need no check
        amount = mention.amount
        code = amount.name.member("功能") if amount and amount.name else ""
        if amount and code and (any(one.startswith(code) for one in printed) or not [*_levels(mention.subject)]):
            yield from _misnamed_levels(mention.subject, amount, printed)
        elif amount and (code or not amount.name) and not amount.carried:
            yield from _nearly_an_item(case, mention, amount)
    yield from _misnamed_headings(case, printed)


def _printed_names(case: Case) -> Mapping[str, Sequence[str]]:
    """Return functional code -> its names in the tables."""
    named = ((code, name) for name, codes in case.reading.printed_names.items() for code in codes)
    return grouped((code, name) for code, name in named if code.startswith("2"))


def _levels(subject: str) -> Iterator[tuple[str, int]]:
    """Yield the names in a subject, each with the digits of its level: 文化和旅游（款）行政运行（项）."""
    at = 0
    for mark in _LEVEL.finditer(subject):
        yield unquoted(_LEAD.sub("", subject[at : mark.start()])), _DIGITS[mark["level"]]
        at = mark.end()


def _misnamed_levels(subject: str, amount: Entry, names: Mapping[str, Sequence[str]]) -> Iterator[Result]:
    code = amount.name.member("功能") if amount.name else ""
    for stated, digits in _levels(subject):
        printed = names.get(code[:digits], ())
        if printed and len(code) >= digits and not any(_is_same(stated, name) for name in printed):
            yield from _misnamed(stated, printed[0], amount)


def _is_same(stated: str, printed: str) -> bool:
    return stem(stated) == stem(printed) or stated.endswith(printed)


def _nearly_an_item(case: Case, mention: Mention, amount: Entry) -> Iterator[Result]:
    """Yield a finding on an amount without a name, if its words resemble a row, or name a level that no row has."""
    levels = [name for name, _ in _levels(mention.subject)]
    if not levels and spoken().form("«项目的话:是项目»").search(mention.subject):
        return  # in a list of projects
    stated = levels[-1] if levels else without_tail(mention.subject)
    rows = list(_item_numbers(case))
    likeliest = _likeliest(stated, amount, rows)
    if likeliest and (_is_same(stated, likeliest[0]) or (not levels and _is_short_for(stated, likeliest[0]))):
        return  # the same name with another code: R503, R504
    if likeliest:
        yield from _misnamed(stated, likeliest[0], amount, likeliest[1])
    elif levels and rows and amount.number.value and not _has_in_file(case, stated):  # tables leave out what is nothing
        yield from _misnamed(stated, "", amount)


def _is_short_for(stated: str, name: str) -> bool:
    """Whether the words are a short form of a name: 城市低保金 of 城市最低生活保障金支出."""
    letters = iter(name)
    return len(name) - len(stated) >= _SHORTER and all(letter in letters for letter in stated)


def _has_in_file(case: Case, name: str) -> bool:
    """Whether the budget file has lines of the item: budgeted but not spent, an item is in the text and no table."""
    file = case.file_figures
    return file is not None and any(_is_same(name, item) for item in file.items)


def _item_numbers(case: Case) -> Iterator[tuple[str, Entry]]:
    """Yield the printed name of each item with each number of its row."""
    lines = (line for sheet in case.reading.sheets for line in sheet.lines if line.label and not line.total)
    numbers = ((line.label, entry) for line in lines for entry in line.entries.values())
    return ((label, entry) for label, entry in numbers if entry.name and entry.name.member("功能"))


def _likeliest(stated: str, amount: Entry, rows: Sequence[tuple[str, Entry]]) -> tuple[str, Entry] | None:
    """Return the row with the most similar name, if similar enough; rows with the same amount first."""
    alike = {name: likeness(stated[-_LONGEST:], name) for name, _ in rows}
    found = [(not contradict(amount, entry), alike[name], name, entry) for name, entry in rows]
    fitting = [f for f in found if f[1] >= (_PERHAPS if f[0] and f[3].number.value else _ALIKE)]
    best = max(fitting, key=lambda f: f[:2], default=None)
    return best[2:] if best else None


def _misnamed_headings(case: Case, names: Mapping[str, Sequence[str]]) -> Iterator[Result]:
    """Yield a finding if a heading above items of one 类 is similar to the name of the 类, but not the same."""
    headings = {(passage.part, passage.text): passage.headings for passage in case.reading.passages}
    amounts = (mention.amount for mention in case.reading.mentions if mention.amount)
    above = ((headings.get((entry.place.part, entry.place.line), ()), entry) for entry in amounts)
    items = ((own[-1], e) for own, e in above if own and e.name and len(e.name.member("功能")) > len("207"))
    below = grouped((bare(heading), entry) for heading, entry in items)
    for heading, entries in below.items():
        yield from _under_another_class(heading, entries, names)
        classes = {entry.name.member("功能")[:3] for entry in entries if entry.name}
        printed = names.get(min(classes), ()) if len(classes) == 1 else ()
        if printed and not any(_is_same(heading, name) for name in printed):
            nearest = max(printed, key=lambda name: likeness(heading, name))
            if likeness(heading, nearest) >= _ALIKE and not _NO_ITEM.search(heading):
                yield from _misnamed(heading, nearest, entries[0])


def _under_another_class(
    heading: str, entries: Sequence[Entry], names: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """Yield findings on items below a heading that names another 类, which most items below it are of."""
    classes = [entry.name.member("功能")[:3] if entry.name else "" for entry in entries]
    most = max(dict.fromkeys(classes), key=classes.count)
    if 2 * classes.count(most) > len(classes) and any(_is_same(heading, name) for name in names.get(most, ())):
        for entry, own in zip(entries, classes, strict=True):
            called = next(iter(names.get(own, ())), "")
            if own != most and called:
                yield finding("R305 别的类", entry, heading=heading, called=called)


def _misnamed(stated: str, printed: str, entry: Entry, row: Entry | None = None) -> Iterator[Result]:
    """Yield a finding on a name that no table prints. `printed`: the name in the table, if one is meant."""
    what = "R305 没有写名称" if not stated else "R305 与表不一致" if printed else "R305 表里没有"
    return finding_if(True, what, entry, row, stated=stated, meant=f"（表：{printed}）" if printed else "")


@dataclass(frozen=True, slots=True)
class BasicItem:
    """A row of basic expenditure with money: its code, its names (部门经济 beside 政府经济), its first number.

    `stems`: of the names; `said`: the names, one below the other.
    """

    code: str
    names: tuple[str, ...]
    stems: frozenset[str]
    said: str
    entry: Entry

    def is_named(self, word: str) -> bool:
        """Whether the word names the row: 医疗保险 is in 职工基本医疗保险缴费."""
        return stem(word) in self.stems or (len(word) > len("福利费") and word in self.said)


def R307(case: Case) -> Iterator[Result]:
    """说明·明细列举

    人员经费、公用经费后面“主要包括”列举的，要是《一般公共预算基本支出表》里有金额的科目；表里占基本支出5%以上的科目，
    列举里要有。去年的列举照抄下来，今年的科目变了，就会对不上。列举不用科目名称的（如“综合定额经费”），不核对。

    怎样改：照基本支出表里有金额的科目重列一遍。
    依据：财预〔2016〕143号，基本支出公开到经济分类款级；公开文件中常见的错误。
    例：说明列举“会议费”，基本支出表没有这个科目；表里“绩效工资”144.10万元没有列举。
    """
    rows = list(_basic_items(case))
    lists = [(of, [one for words in names for one in _taken_apart(*words, rows)]) for of, names in _lists(case)]
    by_items = [(of, names) for of, names in lists if _names_items(case, names, rows)]
    listed = [one for _, names in by_items for one in names]
    if not rows or not listed:
        return
    for name, place in listed:
        yield from finding_if(not any(row.is_named(name) for row in rows), "R307 表里没有", place, name=name)
    otherwise = {of == _PERSONAL for of, names in lists if names and (of, names) not in by_items}
    yield from _left_out(listed, rows, otherwise)


def _basic_items(case: Case) -> Iterator[BasicItem]:
    for sheet in case.reading.of(TableKind.BASIC):
        for line in sheet.lines:
            entry = next((e for e in line.entries.values() if e.name and e.name.member("经济")), None)
            if entry and entry.name and entry.number.value and line.label:
                names = (*line.groups, line.label)
                yield BasicItem(entry.name.member("经济"), names, frozenset(map(stem, names)), "\n".join(names), entry)


def _lists(case: Case) -> Iterator[tuple[str, list[tuple[str, Place]]]]:
    """Yield the lists (列举) after 人员经费 and 公用经费: which of them, and names with their places."""
    for passage in case.reading.passages:
        for found in _LIST.finditer(passage.text):
            listed = ((_REST.sub("", one[0]), one) for one in _NAME.finditer(passage.text, *found.span("items")))
            names = [(words.strip(), passage.place(one.start(), len(words))) for words, one in listed if words.strip()]
            yield found["whose"], names


def _taken_apart(word: str, place: Place, rows: Sequence[BasicItem]) -> list[tuple[str, Place]]:
    """Return the word with its place, or the two items that it joins: 水费, 电费 of 水电费; 工会经费和福利费."""
    for last in _LAST.finditer(word):
        pair = (word[: last.start()], word[last.end() :])
        if all(any(row.is_named(name) for row in rows) for name in pair):
            return [(name, place.marking(place.start + word.index(name), len(name))) for name in pair]
    if not word.endswith(_FEE):
        return [(word, place)]
    items = {name.removesuffix(_FEE) for row in rows for name in row.names if name.endswith(_FEE)}
    body = word.removesuffix(_FEE) if word.removesuffix(_FEE) not in items else ""
    halves = ((body[:at], body[at:]) for at in range(1, len(body)))
    both = next((pair for pair in halves if items.issuperset(pair)), ())
    return [(f"{half}{_FEE}", place) for half in both] or [(word, place)]


def _names_items(case: Case, names: Sequence[tuple[str, Place]], rows: Sequence[BasicItem]) -> bool:
    """Whether most of the listed names are names of items."""
    economic = case.reading.names.economic
    known = [name for name, _ in names if stem(name) in economic or any(row.is_named(name) for row in rows)]
    return 2 * len(known) > len(names)


def _is_for_people(row: BasicItem) -> bool:
    return row.code.startswith(_PEOPLE)


def _left_out(
    listed: Sequence[tuple[str, Place]], rows: Sequence[BasicItem], otherwise: Collection[bool]
) -> Iterator[Result]:
    """Yield findings on items of at least a twentieth of the whole that no list names, nor their 类.

    People and 公用 are listed apart: where nothing of the one is listed, the words say nothing of it. Nor do they where
    one of several units lists its own in other words (在职人员工资津补贴).

    Args:
        otherwise: True if that is so of people, False if of 公用.
    """
    classes = {row.code: row for row in rows if len(row.code) == len("301")}
    leaves = [row for row in rows if row.code not in classes] or list(rows)
    whole = total([row.entry for row in leaves])
    named = {_is_for_people(row) for row in rows if any(row.is_named(name) for name, _ in listed)}
    spoken_of = named.difference(otherwise)
    yield from _all_but_one(listed, leaves, classes, spoken_of)
    for row in (row for row in leaves if _is_for_people(row) in spoken_of):
        if EXACT.multiply(row.entry.exact, _LEAST) < whole:
            continue
        upper = classes.get(row.code[:3], row)
        missed = not any(row.is_named(name) or upper.is_named(name) for name, _ in listed)
        yield from finding_if(missed, "R307 没有列举", listed[0][1], row.entry, name=row.names[0])


def _all_but_one(
    listed: Sequence[tuple[str, Place]],
    leaves: Sequence[BasicItem],
    classes: Mapping[str, BasicItem],
    spoken_of: Collection[bool],
) -> Iterator[Result]:
    """Yield a finding on the only item of people, or of 公用, that a list leaves out though it names many others."""
    for people in spoken_of if not any("等" in place.line for _, place in listed) else ():
        rows = [row for row in leaves if _is_for_people(row) == people]
        wholes = {row.code: classes.get(row.code[:3], row) for row in rows}
        missed = [r for r in rows if not any(r.is_named(name) or wholes[r.code].is_named(name) for name, _ in listed)]
        if len(missed) == 1 and len(rows) > _MANY:
            small = EXACT.multiply(missed[0].entry.exact, _LEAST) < total([row.entry for row in leaves])
            yield from finding_if(small, "R307 只漏了", listed[0][1], missed[0].entry, name=missed[0].names[0])
