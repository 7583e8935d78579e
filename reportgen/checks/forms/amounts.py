"""金额的单位和写法"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from reportgen.checks._case import Case
from reportgen.checks._comparing import excerpt_of
from reportgen.checks._results import EVERY_ROW, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import MOST, finding
from reportgen.checks._texts import matches, title_of, wordings
from reportgen.document import Table, plain
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, UNITS
from reportgen.reading import Entry, Place, Sheet
from reportgen.reading.entries import number
from reportgen.reading.form_words import called
from reportgen.reading.texts import PROSE
from reportgen.records import NamedTuple, replace

# The first digits of a number, with its sign. It begins with a plain character, for speed: `re` skips to it.
_FIRST = "[-－0-9０-９](?<![0-9０-９].)(?:(?<=[0-9０-９])[0-9０-９]*|[0-9０-９]+)"
_REST = "(?:[,，][0-9０-９]{3}){0,10}(?:[.．][0-9０-９]+)?"
_MONEY = compiled(rf"(?P<digits>{_FIRST}{_REST})\s*(?P<unit>亿元|万元|千元|元)")
_RATE = compiled(r"(?:每|人均|户均|平均|标准|单价|单位价值|价值|近|约|超过|不少于|不低于|以上)[^，。；、]{0,8}$")
_EACH = compiled("[每均][^，。；、]{0,24}$")
_COUNTS = compiled(r"数量|个数|比例|%|面积|编制|人数")
_GROUPED = compiled(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_COMMAS = r"(?:,[0-9]+)+(?:\.[0-9]+)?"
_SPLIT = compiled(rf"(?P<digits>[-－0-9](?<![0-9,].)(?:(?<=[0-9])[0-9]*|[0-9]+){_COMMAS})\s*(?:亿元|万元|千元|元)")
_CELL_SPLIT = compiled(rf"^\s*(?P<digits>[-－]?[0-9]+{_COMMAS})\s*$")  # most cells of a table
_CELL_SPLIT_WRONGLY = compiled(rf"^\s*(?P<digits>[-－]?(?!{_GROUPED.pattern}(?![0-9,.]))[0-9]+{_COMMAS})\s*$")
_NUMBER = compiled(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_NAMED_UNIT = compiled("[（(/](?:[^（(）)]{0,9}单位[:：为]\\s*|人民币)?[万千亿]?元")
_FUNDS = ("预算数", "财政资金", "其他资金")  # amounts of a form
_LIKE = 4  # digits that two amounts need before they are taken for the same


class PrintedAmount(NamedTuple):
    """An amount of money in a sentence: digits as printed, unit, place, and the text before it."""

    digits: str
    unit: str
    place: Place
    before: str

    @property
    def value(self) -> Decimal:
        """The number that the digits say, in their own unit (万元, not 元); 0 if they say none."""
        read = number(self.digits)
        return read.value if read else Decimal(0)

    @property
    def is_rough(self) -> bool:
        """Whether the amount is a rate, a threshold, approximate or quoted, and may be printed unlike others."""
        return bool(_RATE.search(self.before)) or self.before.count("“") > self.before.count("”")

    def __str__(self) -> str:
        return f"{self.digits}{self.unit}"


def _amounts(case: Case) -> list[PrintedAmount]:
    """Return every amount of money in sentences and notes."""
    found = matches(wordings(case, *PROSE), _MONEY, ("元",))
    amounts = (PrintedAmount(m["digits"], m["unit"], place, m.string[: m.start()]) for m, place in found)
    return case.remembered(_amounts, lambda: list(amounts))


def _with_numbers(case: Case) -> list[Sheet]:
    return [sheet for sheet in case.reading.sheets if any(entry.number.value for entry in sheet.entries)]


def R505(case: Case) -> Iterator[Result]:
    """金额单位

    每张有金额的表都要在表眉或表头写明单位。各表单位不同（多数用万元、“三公”表用元）是允许的，但要写明；
    同一句话里不要一会儿元、一会儿万元。数一模一样而单位不同的，一定有一处写错了单位，差一万倍。

    怎样改：补上“单位：万元”，或把单位改一致。
    依据：财预〔2016〕143号；公开文件中常见的错误。
    例：公开05表写“单位：元”，合计1,149.34；其他表写“单位：万元”，合计也是1,149.34。
    """
    sheets, amounts = _with_numbers(case), _amounts(case)
    if not (sheets or amounts):
        return
    yield Compared()
    missing = (*_without_unit(sheets), *_empty_without_unit(case), *_forms_without_unit(case))
    yield from (finding("R505 没有单位", place, name=name) for name, place in missing)
    money = [entry for sheet in sheets for entry in sheet.entries if entry.number.unit in UNITS]
    if len({entry.number.unit for entry in money} | {amount.unit for amount in amounts}) > 1:
        long = [e for e in money if len(f"{e.number.value:f}".replace(".", "").strip("-0")) >= _LIKE]
        yield from _same_digits(long)
        yield from _same_digits_in_sentences(long, amounts)
        yield from _sentences_in_several_units(case, amounts)


def _without_unit(sheets: Iterable[Sheet]) -> list[tuple[str, Place]]:
    """Return (name, first number) of the tables whose unit is stated nowhere."""
    found: dict[str, Place] = {}
    for sheet in sheets:
        bare = next((e for e in sheet.entries if not e.number.unit and e.number.value), None)
        if bare and sheet.kind and sheet.name not in found and not _names_unit(sheet.table):
            found[sheet.name] = bare.place
    return list(found.items())


def _empty_without_unit(case: Case) -> list[tuple[str, Place]]:
    """Return (name, title) of empty tables without unit, if most tables name one."""
    sheets = [s for s in case.reading.sheets if s.kind and s.columns]
    bare = [s for s in sheets if s.is_empty and not s.unit and not _names_unit(s.table)]
    return [(sheet.name, title_of(sheet)) for sheet in bare] if 2 * len(bare) < len(sheets) else []


def _forms_without_unit(case: Case) -> Iterator[tuple[str, Place]]:
    """Yield (name, first amount) of the forms with amounts whose unit is stated nowhere."""
    for form in case.reading.forms:
        items = [*form.fields.values(), *(i for band in form.bands for r in band.records for i in r.items.values())]
        amounts = [i for i in items if _NUMBER.fullmatch(i.text) and called(i.label) in _FUNDS]
        if amounts and not any(i.entry for i in amounts) and not _names_unit(form.table):
            yield form.name, amounts[0].place


def _names_unit(table: Table) -> bool:
    """Whether cells name the unit, as in forms: 预算数（元）."""
    return any(_NAMED_UNIT.search(plain(cell.runs)) for row in table.head + table.body for cell in row.cells)


def _same_digits(long: Sequence[Entry]) -> Iterator[Result]:
    """Yield findings on tables that print the same numbers in different units."""
    tables = grouped((entry.place.part, entry) for entry in long).values()
    by_table = [{abs(entry.number.value): entry for entry in own} for own in tables]
    units = Counter(entry.number.unit for own in by_table for entry in own.values())
    found = list[tuple[str, tuple[Entry, Entry]]]()
    for one, other in combinations(by_table, 2):
        shared = [value for value in one if value in other]
        first, second = next(iter(one.values())), next(iter(other.values()))
        if first.number.unit == second.number.unit or 2 * len(shared) < min(len(one), len(other)):
            continue
        a, b = sorted((one[shared[0]], other[shared[0]]), key=lambda e: units[e.number.unit])
        found.append((a.place.part, (a, b)))
    for table, pairs in grouped(found).items():
        rare, usual = pairs[0]
        sure = units[rare.number.unit] < units[usual.number.unit]
        spoilt = frozenset({(table, EVERY_ROW)} if sure else ())
        yield replace(finding("R505 数却相同", rare, *(b for _, b in pairs[:MOST])), spoils=spoilt)


def _same_digits_in_sentences(long: Sequence[Entry], amounts: Sequence[PrintedAmount]) -> Iterator[Result]:
    exact = {abs(entry.exact) for entry in long}
    by_value = {abs(entry.number.value): entry for entry in long}
    for amount in amounts:
        entry = by_value.get(amount.value)
        own = EXACT.multiply(amount.value, Decimal(UNITS[amount.unit]))
        if entry and entry.number.unit != amount.unit and own not in exact:
            yield finding("R505 文中和表", amount.place, entry, amount=amount)


def _sentences_in_several_units(case: Case, amounts: Iterable[PrintedAmount]) -> Iterator[Result]:
    """Yield findings on sentences with amounts in several units, 元 and 万元."""
    exact = (a for a in amounts if a.value and not (a.is_rough or _EACH.search(a.before)))
    for first, *others in grouped(((a.place.part, a.place.line, a.before.count("。")), a) for a in exact).values():
        other = next((amount for amount in others if amount.unit != first.unit), None)
        if other:
            yield finding("R505 一句话里", other.place, first.place, remark=case.is_as_made, first=first, other=other)


def R510(case: Case) -> Iterator[Result]:
    """小数位

    同一张表里金额的小数位应当一致，如都保留两位；零可以只印“0”。文中金额或者都去掉末尾的0（1196.7万元），
    或者都保留（1196.70万元），不要混用。

    怎样改：统一小数位。
    依据：公开文件中常见的错误。
    例：同一列里有“3”“0.6”“2.80”。
    """
    sheets = _with_numbers(case)
    amounts = [amount for amount in _amounts(case) if amount.value and not amount.is_rough]
    yield Compared() if sheets or amounts else Unknown("文件里没有金额")
    uneven = grouped((sheet.name, finding) for sheet in sheets if not sheet.has_lines for finding in _uneven(sheet))
    yield from (first for first, *_ in uneven.values())
    for own in grouped((amount.unit, amount) for amount in amounts).values():
        yield from _trimmed_and_not(own)


def _uneven(sheet: Sheet) -> Iterator[Finding]:
    counted = {c.title for c in sheet.columns if _COUNTS.search(c.title)}
    own = [e for e in sheet.entries if e.number.unit in UNITS and e.number.value and e.place.column not in counted]
    usual = Counter(e.number.places for e in own)
    most = max(usual.values(), default=0)
    odd = [e for e in own if usual[e.number.places] < most]
    if not odd and len(usual) > 1:
        odd = own[1:]
    if odd:
        like = next(e for e in own if usual[e.number.places] == most)
        shown = "、".join(dict.fromkeys(_printed(e) for e in (*odd[:3], like)))
        yield finding("R510 表里", *odd[:MOST], name=sheet.name, shown=shown)


def _trimmed_and_not(amounts: Sequence[PrintedAmount]) -> Iterator[Finding]:
    decimals = [(amount, amount.digits.partition(".")[2]) for amount in amounts]
    kept = [amount for amount, behind in decimals if behind.endswith("0")]
    places = max((len(behind) for _, behind in decimals if behind.endswith("0")), default=0)
    trimmed = [amount for amount, behind in decimals if len(behind) < places]
    if trimmed:
        few, many = sorted((kept, trimmed), key=len)
        yield finding("R510 文中", *(a.place for a in few[:MOST]), few=few[0].digits, many=many[0].digits)


def R511(case: Case) -> Iterator[Result]:
    """千分位

    表里的数或者都用千分位（1,064.2），或者都不用；文中也一样。表用而文不用，是常见的排法，不算不统一。
    分节号位置不对的（1,06.42）一并提出。

    怎样改：统一千分位的用法。
    依据：公开文件中常见的错误。
    例：收入总表写1,064.2，支出总表写1064.2。
    """
    cells = [(_printed(e), e.place) for e in case.reading.in_tables if not -1000 < e.number.value < 1000]
    in_sentences = [(amount.digits, amount.place) for amount in _amounts(case)]
    table, text = ([one for one in found if _is_long(one[0])] for found in (cells, in_sentences))
    in_cells = wordings(case, "格")
    split = (*matches(in_cells, _CELL_SPLIT_WRONGLY), *matches(wordings(case, *PROSE), _SPLIT))
    broken = [(m["digits"], place.marking(m.start("digits"), len(m["digits"]))) for m, place in split]
    is_there = table or text or broken or any(in_cells.having(_CELL_SPLIT))
    yield Compared() if is_there else Unknown("文件里没有一千以上的数")
    yield from _grouped_and_not("表内", table)
    yield from _grouped_and_not("文中", text)
    for printed, place in broken:
        if not _GROUPED.fullmatch(printed.lstrip("-－")):
            yield finding("R511 位置不对", place, printed=printed)


def _is_long(printed: str) -> bool:
    return len(printed.lstrip("-－").partition(".")[0].replace(",", "")) > 3


def _grouped_and_not(where: str, found: Sequence[tuple[str, Place]]) -> Iterator[Finding]:
    few, many = sorted(([one for one in found if ("," in one[0]) is comma] for comma in (True, False)), key=len)
    if few:
        places = [place for _, place in few[:MOST]]
        yield finding("R511 不统一", *places, where=where, one=few[0][0], other=many[0][0])


def _printed(entry: Entry) -> str:
    return excerpt_of(entry.place).strip()
