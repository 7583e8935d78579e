"""The draft of a year's 决算 from its budget file (由预算写出决算的草稿).

The budget's texts about the department are copied, and 年初预算 names the budget's file. The budget's lines become
lines of the 决算 with amounts to be filled in: an office settles what it budgeted and adds what came later. A dimension
that lines of the region's empty file state and the budget's lines do not (功能, where a budget has none) is 待填.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dict
from decimal import Decimal

from reportgen.budget import Budget, Line, member_called
from reportgen.budget.drafts import is_empty
from reportgen.drafts.yaml_text import as_value, line_end, spans, value_text, with_value
from reportgen.figure import parsed as figure_called
from reportgen.quantity import EXACT, UNITS, plain_digits
from reportgen.records import NamedTuple
from reportgen.source import Mapping, Node, Scalar, Sequence, below, parsed, records, scalar_at, text_below
from reportgen.vocabulary import CODE_LEVELS, ELIMINATION, NOT_APPLICABLE, Measure, Vocabulary

_COPIED = {"金额单位": "年度", "科目名称": "金额单位", "项目": "部门"}  # key -> the key that it follows
_OF_UNIT = ("编码", "名称", "全称", "性质", "主管部门", "级次", "地区", "职责", "内设机构", "所属单位")
_OPEN, _SHARED, _NATURE, _FUND = "待填", "缺省", "性质", "资金"
_REVENUE, _EXPENDITURE = "收入", "支出"
_OF_PLAN, _NEEDED = ("资金", "性质", "功能"), ("功能", "经济", "资金", "项目")
_PLANNED, _ADJUSTED = "年初预算", "全年预算"
_AMOUNTS = ("金额", "数量")
_LEFT = "\n  年末结转和结余: 无     # 有的写成一行一行：- {功能: …, 金额: …}；结余分配也这样加一段"
_REASONS = "\n  # 哪个科目的决算和年初预算不一样，去掉那一行前面的“# ”，写上原因；一样的不用写："
Members = Dict[str, str]


class AccountsDraft(NamedTuple):
    """The draft's text; `unplanned`: dimensions that lines of the budget leave open, so that it cannot be 年初预算."""

    text: str
    unplanned: tuple[str, ...]


def accounts_of(blank: str, budget: Budget, vocabulary: Vocabulary, budget_file: str) -> AccountsDraft:
    """Return the draft of the 决算 of a budget's year.

    Args:
        blank: the region's empty file of 决算; vocabulary: of that kind of document, with the department's units.
        budget_file: the name of the budget's file, as the draft has to write it.
    """
    form, own = parsed(blank, ""), budget.file.node
    assert own is not None
    lines, text = _Lines(budget, vocabulary, form), _with_words(blank, own, vocabulary)
    if isinstance(budget.file.transfers, Sequence):
        text = with_value(text, ("内部往来",), value_text(_without_amounts(budget.file.transfers)), after=_EXPENDITURE)
    for path, said in lines.measures():
        text = with_value(text, path, said)
    if (reasons := spans(text).get("原因")) is not None:
        end = line_end(text, reasons.end)
        text = f"{text[:end]}{lines.reasons()}{text[end:]}"
    if lines.unplanned:
        return AccountsDraft(with_value(text, (_PLANNED, _EXPENDITURE), lines.planned()), lines.unplanned)
    return AccountsDraft(with_value(text, (_PLANNED,), f" {as_value(budget_file)}"), ())


def _with_words(text: str, own: Mapping, vocabulary: Vocabulary) -> str:
    """Return the empty file with what the budget file says apart from figures: 职责, 用途, 部门 …"""
    for key, after in _COPIED.items():
        if (copied := own.get(key)) is not None:
            text = with_value(text, (key,), value_text(copied), after=after)
    if purposes := [entry for entry in _items(own.get("用途")) if _is_known(entry[0].text, vocabulary)]:
        text = with_value(text, ("用途",), value_text(Mapping(own.place, tuple(purposes))), after="原因")
    for name, value in _entries(own.get("部门")):
        said = _units(value) if name == "单位" else value_text(value, "  ")
        text = with_value(text, ("部门", name), said)
    return text


def _items(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.entries if isinstance(node, Mapping) else ()


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return [(key.text, value) for key, value in _items(node)]


def _is_known(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is that of a figure in this kind of document."""
    figure = figure_called(name)
    measure = vocabulary.measures.get(figure.measure) if figure else None
    if figure is None or measure is None:
        return False
    closed = [(d, m) for d, m in figure.conditions if d not in CODE_LEVELS and d in vocabulary.trees]
    known = all(d in measure.dimensions for d, _ in figure.conditions)
    return known and all(m in vocabulary.trees[d] for d, m in closed)


def _units(listed: Node) -> str:
    """Return the units' text without what concerns the budget: their reasons, files of their own."""
    own = [(unit.place, tuple(e for e in unit.entries if e[0].text in _OF_UNIT)) for unit in records(listed)]
    kept = [Mapping(place, entries) for place, entries in own]
    return value_text(Sequence(listed.place, tuple(kept)), "  ")


def _without_amounts(transfers: Sequence) -> Sequence:
    """Return the transfers with their amounts to be filled in."""
    rows = records(transfers)
    own = [tuple((k, scalar_at(v.place, _OPEN) if k.text in _AMOUNTS else v) for k, v in row.entries) for row in rows]
    return Sequence(transfers.place, tuple(Mapping(row.place, e) for row, e in zip(rows, own, strict=True)))


class _Lines:
    """The lines of a budget as a 决算 writes them."""

    def __init__(self, budget: Budget, vocabulary: Vocabulary, form: Mapping) -> None:
        self.budget, self.vocabulary, self.form = budget, vocabulary, form
        self._derived = {rule.dimension for rule in vocabulary.derivations}
        self._spent = [line for line in self._lines_of(_EXPENDITURE) if self._is_spent(line)]
        self._plan = [self._members(line, _OF_PLAN) for line in self._spent]

    @property
    def unplanned(self) -> tuple[str, ...]:
        """The dimensions that 年初预算 has to state in full, and the budget's lines do not, or only coarsely."""
        said = [(d, line.dims.get(d, "")) for line in self._spent for d in _OF_PLAN]
        return tuple(dict.fromkeys(d for d, m in said if not self._is_fine(d, member_called(self.vocabulary, d, m))))

    def measures(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the keys above each measure's lines, and their text; below 全年预算 too, if the form has them there."""
        for name in filter(self.form.get, self.budget.books[""].lines):
            if measure := self.vocabulary.measures.get(name):
                lines = self._spent if name in (_REVENUE, _EXPENDITURE) else self._lines_of(name)
                if measure.complete and not all(self._heading(measure, line) for line in lines):
                    continue  # the form lists other members, such as other kinds of 车辆
                said = self._below(measure, lines) or " 无"
                yield (name,), said
                adjusted = self.form.get(_ADJUSTED)
                if isinstance(adjusted, Mapping) and adjusted.get(name) and lines:
                    yield (_ADJUSTED, name), said.replace("\n", "\n  ")

    def planned(self) -> str:
        """Return the lines of 年初预算: one for each 资金, 性质 and 功能, with the sum of the budget's lines.

        The amount is 待填 where the budget leaves one of the three open.
        """
        unit, sums = Decimal(UNITS[self.budget.file.unit]), dict[tuple[tuple[str, str], ...], Decimal]()
        for own, line in zip(self._plan, self._spent, strict=True):
            key = tuple((d, own[d]) for d in _OF_PLAN)
            sums[key] = EXACT.add(sums.get(key, Decimal(0)), line.amount)
        rows = ((dict(key), plain_digits(EXACT.divide(total, unit))) for key, total in sums.items())
        return "".join(
            f"\n    - {_flow_mapping(row, '金额', _OPEN if any(map(is_empty, row.values())) else total)}"
            for row, total in rows
        )

    def reasons(self) -> str:
        """Return comments with a reason to fill in for each 功能: needed where it was not spent as budgeted."""
        items = dict.fromkeys(own["功能"] for own in self._plan if not is_empty(own["功能"]))
        rows = "".join(
            f"\n  # 支出[功能={code}]@{_PLANNED}: {_OPEN}{self._comment_on_codes({'功能': code})}" for code in items
        )
        return f"{_REASONS}{rows}" if rows else ""

    def _lines_of(self, measure: str) -> list[Line]:
        lines = self.budget.books[""].lines.get(measure, ())
        return [line for line in lines if line.dims.get("单位") != ELIMINATION]

    def _is_spent(self, line: Line) -> bool:
        nature = member_called(self.vocabulary, _NATURE, line.dims.get(_NATURE, ""))
        return self.vocabulary.below(_NATURE, nature, "本年支出")

    def _below(self, measure: Measure, lines: list[Line]) -> str:
        """Return the lines' text, below headings if each has one; a heading without lines is as in the empty file."""
        form, dimension = self.form.get(measure.name), measure.sectioned
        headings = [self._heading(measure, line) for line in lines]
        if not lines or not all(heading and self._is_fine(dimension, heading) for heading in headings):
            return "".join(self._rows(measure, "", lines, 2))
        fund = text_below(form, _SHARED, _FUND)
        said = f"\n  {_SHARED}: {{{_FUND}: {fund}}}" if fund else ""
        for heading in self.vocabulary.leaves(dimension):
            own = [line for line, of in zip(lines, headings, strict=True) if of == heading]
            rows = self._rows(measure, heading, own, 4, fund)
            if rows == [f"\n    - {_flow_mapping({}, measure.amount_key, _OPEN)}"]:
                said += f"\n  {heading}: {_OPEN}"
            elif rows or (measure.name not in (_REVENUE, _EXPENDITURE) and heading in _keys(form)):
                said += f"\n  {heading}:{''.join(rows) or _as_in_form(form, heading)}"
        return said + (_LEFT if measure.name == _EXPENDITURE else "")

    def _heading(self, measure: Measure, line: Line) -> str:
        """Return the member of the 决算 below which the line stands; "" if it has none."""
        return self._member_of_accounts(measure.sectioned, line.dims.get(measure.sectioned, ""))

    def _rows(self, measure: Measure, heading: str, lines: list[Line], indent: int, fund: str = "") -> list[str]:
        wanted, apart = self._dimensions_of_lines(measure, heading), measure.sectioned if heading else ""
        found = [self._members(line, wanted) for line in lines]
        order = [d for d in measure.dimensions if d != apart]
        rows = [{d: own[d] for d in order if d in own and (d, own[d]) != (_FUND, fund)} for own in found]
        begun, amount = f"\n{' ' * indent}-", measure.amount_key
        different = [dict(one) for one in dict.fromkeys(tuple(row.items()) for row in rows)]
        return [f"{begun} {_flow_mapping(row, amount, _OPEN)}{self._comment_on_codes(row)}" for row in different]

    def _dimensions_of_lines(self, measure: Measure, heading: str) -> tuple[str, ...]:
        """Return the dimensions that lines of a measure have to state.

        For 收入 and 支出 these are 单位, 资金, the dimension of headings, and those in lines of the region's empty
        file; for other measures, all that they have.
        """
        form = self.form.get(measure.name)
        rows = form.get(heading) if isinstance(form, Mapping) else form
        row = rows.items[0] if isinstance(rows, Sequence) and rows.items else None
        if measure.name in (_REVENUE, _EXPENDITURE):
            return tuple(dict.fromkeys((*(_keys(row) or ["功能"]), "单位", _FUND, measure.sectioned)))
        return measure.dimensions

    def _members(self, line: Line, wanted: Iterable[str]) -> Members:
        """Return the members of these dimensions that a line of the 决算 states.

        Those that follow from others, and 无, are left out. A member that the budget's line does not state, or not
        finely enough, is 待填 where it is needed.
        """
        found: dict[str, str] = {}
        for d in wanted:
            member = line.dims.get(d, "")
            own = self._member_of_accounts(d, member)
            if member == NOT_APPLICABLE or d in self._derived or (own and self.vocabulary.defaults.get(d) == own):
                continue
            if own and self._is_fine(d, own):
                found |= {d: own} if d != "单位" or len(self.vocabulary.trees.get(d, {})) > 1 else {}
            elif own or (d in _NEEDED and line in self._spent):
                found[d] = f"{_OPEN}：{own}下面的" if own else _OPEN
        return found

    def _member_of_accounts(self, dimension: str, member: str) -> str:
        """Return the member of 决算 that a member of the budget means; "" if there is none.

        The names of the member and of all above it count; of several members that they mean, the finest is taken.
        """
        below, coded = self.vocabulary.below, dimension in CODE_LEVELS
        above = (member,) if coded or not member else self.budget.vocabulary.upward(dimension, member)
        found = [own for m in above if m and (own := member_called(self.vocabulary, dimension, m))]
        return next((own for own in found if not any(o != own and below(dimension, o, own) for o in found)), "")

    def _is_fine(self, dimension: str, member: str) -> bool:
        """Whether nothing stands below the member."""
        levels = CODE_LEVELS.get(dimension)
        fine = len(member) == max(levels.values()) if levels else not self.vocabulary.children(dimension, member)
        return bool(member) and fine

    def _comment_on_codes(self, row: Members) -> str:
        """Return a comment with the names of the codes in a row, "" if it has none."""
        names = [n for d, m in row.items() if d in CODE_LEVELS for n in self.budget.file.names_of(d, m)[:1]]
        return f"   # {' '.join(names)}" if names else ""


def _keys(node: Node | None) -> list[str]:
    return [key for key, _ in _entries(node) if key not in _AMOUNTS]


def _as_in_form(form: Node | None, heading: str) -> str:
    """Return what the empty file says at a heading, 无 if it has lines there."""
    node = below(form, heading)
    return f" {node.text}" if isinstance(node, Scalar) else f" {NOT_APPLICABLE}"


def _flow_mapping(row: Members, key: str, amount: str) -> str:
    shown = "".join(f"{d}: {as_value(m, in_brackets=True)}, " for d, m in row.items())
    return f"{{{shown}{key}: {amount}}}"
