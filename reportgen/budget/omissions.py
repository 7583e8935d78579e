"""Omissions (漏项): members of a list that the form prescribes and nobody stated. They do not count as zero.

A measure may have a dimension whose members the form lists (列全 of the profile: 费目 of 三公经费, kinds of cars). A
file states the whole list, with 0 or 无 where there is nothing, or only what there is. So a member is omitted if the
list states zeros but not this member, or if the other year has it and this year does not state it. A member that
neither year states gets a remark; if the document prints it, it is omitted too: the form asks for it, and nobody said
that there is none. Lists without an end (项目, 功能) are checked by the balance of revenue and expenditure instead: a
new project has no last year.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from reportgen.budget.book import Book
from reportgen.budget.ledger import Line, total
from reportgen.budget.models import BudgetFile
from reportgen.diagnostics import Diagnostic, Location, error, warning
from reportgen.figure import FigureId
from reportgen.quantity import plain_digits
from reportgen.records import dataclass, replace
from reportgen.source import Mapping as MappingNode
from reportgen.source import Problems, Scalar
from reportgen.vocabulary import MONEY, NOT_APPLICABLE, Measure, Vocabulary

_AMOUNTS = ("金额", "数量")
_RULE = "漏项"
UNSTATED = "没有写的项"  # the rule of the remark on members that neither year states


@dataclass(frozen=True)
class _MeasureList:
    """The members of one measure in one book."""

    book: Book
    measure: Measure
    vocabulary: Vocabulary

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The measure's lines that have a member of the list, or leave it open."""
        found = self.book.lines.get(self.measure.name, ())
        return tuple(line for line in found if line.dims.get(self.measure.complete) != NOT_APPLICABLE)

    @property
    def is_enumerated(self) -> bool:
        """Whether the measure is written member by member: not as 无, and no line leaves its member open."""
        how = self.book.written.get(self.measure.name, ())
        listed = any(not isinstance(one.node, Scalar) for one in how)
        return listed and all(self.measure.complete in line.dims for line in self.lines)

    @property
    def is_unread(self) -> bool:
        """Whether the measure's lines could not be read; their mistakes have been reported."""
        return self.measure.name in self.book.lines and not self.book.written.get(self.measure.name)

    @property
    def is_by_unit(self) -> bool:
        """Whether each unit has to state the list; not in last year's own file, which was checked a year ago."""
        return self.measure.by_unit and not self.book.places

    @cached_property
    def stated_as_none(self) -> frozenset[str]:
        """Members that are stated as none: by 无 or 0, or by lines of zero alone."""
        amounts: dict[str, list[Decimal]] = {}
        for line in self.lines:
            amounts.setdefault(line.dims.get(self.measure.complete, ""), []).append(line.amount)
        zero = {member for member, found in amounts.items() if member and not any(found)}
        return frozenset(zero).union(*(one.none for one in self.book.written.get(self.measure.name, ())))

    @cached_property
    def stated(self) -> frozenset[str]:
        """Members that are stated in any way: by lines, by figures stated whole, or as none."""
        members = (line.dims.get(self.measure.complete, "") for line in self.book.every_line(self.measure.name))
        return self.stated_as_none.union(members, (name.member(self.measure.complete) for name in self._named))

    @property
    def _named(self) -> list[FigureId]:
        """Figures of the measure that are stated whole or taken apart."""
        return [
            n
            for n in (*self.book.stated, *(o.name for o in self.book.all_breakdowns))
            if n.measure == self.measure.name
        ]

    @cached_property
    def units(self) -> frozenset[str]:
        """Units that have a line in the book."""
        return frozenset(unit for lines in self.book.lines.values() for o in lines if (unit := o.dims.get("单位")))

    def is_stated(self, member: str) -> bool:
        """Whether the member, or one above or below it, is stated."""
        return any(self._are_nested(member, other) for other in self.stated)

    def is_stated_for(self, member: str, unit: str) -> bool:
        """Whether the member is stated for a unit; what names no unit is stated for all."""
        if unit not in self.units or any(self._are_nested(member, other) for other in self.stated_as_none):
            return True
        own = [line.dims for line in self.book.every_line(self.measure.name)]
        stated = [(dims.get("单位"), dims.get(self.measure.complete, "")) for dims in own]
        stated += [(n.member("单位") or None, n.member(self.measure.complete)) for n in self._named]
        return any(whose in (None, unit) and self._are_nested(member, other) for whose, other in stated)

    def amounts(self, left_aside: Collection[str]) -> dict[tuple[str, str], Decimal]:
        """Return (member, unit) -> amount, without zeros and without the units left aside."""
        found: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            unit = line.dims.get("单位", "")
            if self.measure.complete in line.dims and unit not in left_aside:
                found.setdefault((line.dims[self.measure.complete], unit), []).append(line)
        return {key: amount for key, lines in found.items() if (amount := total(lines))}

    def _are_nested(self, one: str, other: str) -> bool:
        dimension = self.measure.complete
        return self.vocabulary.below(dimension, one, other) or self.vocabulary.below(dimension, other, one)

    @property
    def called(self) -> str:
        """The year, for messages."""
        return f"“{self.book.name}”里" if self.book.name else "本年"

    @property
    def at(self) -> tuple[Location, ...]:
        """The place of the measure's key; of last year's own file, also the place that names the file."""
        first, *_ = self.book.written[self.measure.name]
        return (first.title.at, *self.book.places[1:])


@dataclass(frozen=True)
class _Gap:
    """A member, of one unit or of all, that a list does not state, and the reason why it has to."""

    member: str
    unit: str = ""
    why: str = ""


def report_omissions(file: BudgetFile, books: Mapping[str, Book], vocabulary: Vocabulary, problems: Problems) -> None:
    """Report the omissions of this year and of the bases; in a draft they count as none and are only remarked upon."""
    filed = {unit.code for unit in file.department.units if unit.file}
    silent: list[tuple[_MeasureList, list[str]]] = []
    for measure in vocabulary.measures.values():
        lists = {base: _MeasureList(book, measure, vocabulary) for base, book in books.items() if measure.complete}
        for own in lists.values():
            if own.is_enumerated and not any(one.is_unread for one in lists.values()):
                others = [one for one in lists.values() if bool(one.book.name) != bool(own.book.name)]
                gaps = list(_gaps(own, others, filed))
                _report(own, gaps, file, problems)
                asked = not gaps and not own.book.places and measure.name in books[""].written
                silent.append((own, _unstated(own) if asked else []))
    _remark([(own, members) for own, members in silent if members], problems)


def omissions_in_print(
    book: Book, vocabulary: Vocabulary, printed: Collection[FigureId], is_draft: bool
) -> Iterator[Diagnostic]:
    """Yield an error (in a draft a warning) for each list with members that are printed and not stated this year.

    Printing them would say that there are none. Only lists that each unit states whole are checked: a list such as that
    of purchases has just the members that are stated.
    """
    of_this_year = [name for name in printed if not name.base and not name.derived]
    for measure in vocabulary.measures.values():
        own = _MeasureList(book, measure, vocabulary)
        if not measure.by_unit or not own.is_enumerated:
            continue
        members = {name.member(measure.complete) for name in of_this_year if name.measure == measure.name}
        asked = {member for member in members if member and not own.is_stated(member)}
        below = [m for m in _unstated(own) if any(vocabulary.below(measure.complete, m, other) for other in asked)]
        if below:
            gaps = [_Gap(member) for member in below]
            message = f"{measure.name}没有写{'、'.join(f'“{member}”' for member in below)}，文件里却要印"
            found = warning("待填", f"{message}，按没有算", own.at[0]) if is_draft else error(_RULE, message, own.at[0])
            yield replace(found, hint=_advice(own, gaps))


def _unstated(own: _MeasureList) -> list[str]:
    return [member for member in own.vocabulary.leaves(own.measure.complete) if not own.is_stated(member)]


def _gaps(own: _MeasureList, others: Iterable[_MeasureList], filed: Collection[str]) -> Iterator[_Gap]:
    """Yield what the list has to state and does not: members of another year, and all others if it states zeros."""
    asked: dict[str, str] = {}
    unasked = own.stated_as_none
    for other in others:
        amounts = other.amounts(filed)
        unasked -= {member for member, _ in amounts}
        for (member, unit), amount in amounts.items():
            if not own.is_stated(member):
                whole = sum((a for (m, _), a in amounts.items() if m == member), Decimal(0))
                asked.setdefault(member, f"{other.called}有{_shown(whole, own.measure)}")
            elif own.is_by_unit and not own.is_stated_for(member, unit):
                elsewhere = _hint_at_move(own, amounts, member)
                yield _Gap(member, unit, f"{other.called}有{_shown(amount, own.measure)}{elsewhere}")
    rest = _unstated(own) if unasked else []  # a zero that no other year asks for means that the list is whole
    for member in dict.fromkeys((*asked, *rest)):
        yield _Gap(member, why=asked.get(member, ""))


def _hint_at_move(own: _MeasureList, before: Mapping[tuple[str, str], Decimal], member: str) -> str:
    """Return a hint at a unit that has the member now and had none of it before: its 单位 may be wrong; else ""."""
    units = [
        line.dims.get("单位", "") for line in own.lines if line.dims[own.measure.complete] == member and line.amount
    ]
    new = [unit for unit in units if (member, unit) not in before]
    return f"；单位{new[0]}上年没有这一项，像是“单位”写错了" if new and new[0] else ""


def _shown(amount: Decimal, measure: Measure) -> str:
    return f"{plain_digits(amount)}{'元' if measure.unit == MONEY else measure.unit}"


def _report(own: _MeasureList, gaps: list[_Gap], file: BudgetFile, problems: Problems) -> None:
    """Report one finding for the list, with what to write for every gap."""
    if not gaps:
        return
    called = "、".join(_gap_in_words(gap, file) for gap in gaps)
    message = f"{f'“{own.book.name}”里' if own.book.name else ''}{own.measure.name}没有写{called}"
    if file.is_draft:
        problems.remarks.append(warning("待填", f"{message}，按没有算", *own.at, hint=_advice(own, gaps)))
    else:
        problems.add(_RULE, message, *own.at, hint=_advice(own, gaps))


def _gap_in_words(gap: _Gap, file: BudgetFile) -> str:
    unit = f"{file.department.unit_names.get(gap.unit, gap.unit)}的" if gap.unit else ""
    return f"{unit}“{gap.member}”" + (f"（{gap.why}）" if gap.why else "")


def _advice(own: _MeasureList, gaps: list[_Gap]) -> str:
    """Return what to write for the gaps, in the notation of the list."""
    return f"补上{'、'.join(_entry(own, gap, '…') for gap in gaps)}；没有就写{_entry(own, gaps[0], '0')}"


def _entry(own: _MeasureList, gap: _Gap, amount: str) -> str:
    headed = any(member in own.stated for member in _headings(own))
    if not gap.unit and (headed or not own.lines):
        return f"“{gap.member}: {amount}”"
    line = _line(own, gap, amount)
    return f"“{gap.member}”下面的“{line}”" if headed else f"“{line}”"


def _headings(own: _MeasureList) -> list[str]:
    """The keys below the measure."""
    nodes = [one.node for one in own.book.written[own.measure.name]]
    return [name.text for node in nodes if isinstance(node, MappingNode) for name, _ in node.entries]


def _line(own: _MeasureList, gap: _Gap, amount: str) -> str:
    """Return the text of a line with the gap's member and unit and this amount, written as the other lines are."""
    node = own.lines[0].node
    written = (
        {n.text: v.text for n, v in node.entries if isinstance(v, Scalar)} if isinstance(node, MappingNode) else {}
    )
    word = next((word for word in _AMOUNTS if word in written), own.measure.amount_key)
    own_words = {own.measure.complete: gap.member} if own.measure.complete in written else {}
    unit = {"单位": gap.unit} if gap.unit else {}
    kept = {key: text for key, text in written.items() if key not in ("备注", "金额单位")}
    return "{" + ", ".join(f"{key}: {text}" for key, text in {**kept, **own_words, **unit, word: amount}.items()) + "}"


def _remark(silent: list[tuple[_MeasureList, list[str]]], problems: Problems) -> None:
    """Add one remark on all lists that state only what there is, with the members that they leave out."""
    if silent:
        said = [f"{own.called if own.book.name else ''}{own.measure.name}的{'、'.join(left)}" for own, left in silent]
        places = [own.at[0] for own, _ in silent]
        hint = f"没有的也写上，如“{silent[0][1][0]}: 0”：列全了，以后漏了哪一项，程序看得出来"
        problems.suggest(UNSTATED, f"没有写的按没有印：{'；'.join(said)}", *places, hint=hint)
