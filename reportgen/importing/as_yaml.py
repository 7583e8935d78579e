"""Blocks of lines as the text of a budget file (写成预算文件的样子).

Members that a region asks for and no document says are marked 待填 in the lines, so that the draft builds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from reportgen.budget import Units
from reportgen.budget.files import budget_file_of
from reportgen.budget.ledger import exact_sum
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.drafts.yaml_text import as_value
from reportgen.figure import FigureId
from reportgen.importing.blocks import Block, lies_under
from reportgen.importing.cells import Part
from reportgen.importing.eliminated import Paid
from reportgen.importing.printed import PrintedFigure
from reportgen.patterns import compiled
from reportgen.profile import Profile
from reportgen.quantity import EXACT, UNITS
from reportgen.records import dataclass
from reportgen.report import document_of
from reportgen.source import read
from reportgen.vocabulary import CODE_LEVELS, MONEY, NOT_APPLICABLE, Measure, Vocabulary

OPEN = "待填"


@dataclass(frozen=True)
class Writer:
    """Writes blocks with amounts in one unit of money and with the members of a region."""

    vocabulary: Vocabulary
    unit: str

    def value(self, block: Block, indent: str = "") -> str:
        """Return the value of the block's key as YAML: 无, one amount, an amount for each member, or lines."""
        measure = self.vocabulary.measures[block.name.measure]
        note = f"  # 来自：{'、'.join(block.tables)}" if block.tables else ""
        if not block.parts:
            return f" {NOT_APPLICABLE}{note}"
        if len(block.parts) == 1 and not block.parts[0].members:
            return f" {self.amount(block.parts[0].amount, measure)}{note}"
        if measure.complete and all([*part.members] == [measure.complete] for part in block.parts):
            return note + self._listed(block.parts, measure, indent)
        return note + "".join(f"\n{indent}  - {self._line(part, block.name, measure)}" for part in block.parts)

    def _listed(self, parts: Iterable[Part], measure: Measure, indent: str) -> str:
        amounts = {part.members[measure.complete]: part.amount for part in parts}
        leaves = dict.fromkeys((*self.vocabulary.leaves(measure.complete), *filter(None, amounts)))
        known = {leaf: self.amount(amounts.get(leaf, Decimal(0)), measure) for leaf in leaves}
        return "".join(f"\n{indent}  {leaf}: {OPEN if '' in amounts else amount}" for leaf, amount in known.items())

    def _line(self, part: Part, name: FigureId, measure: Measure) -> str:
        full = self.vocabulary.completed({d: m for d, m in (*part.members.items(), *name.conditions) if m})
        shown = {
            d: as_value(m, in_brackets=True) if m else OPEN
            for d, m in part.members.items()
            if m != NOT_APPLICABLE and self.vocabulary.defaults.get(d) != m and full.get(d) != NOT_APPLICABLE
        }
        shown[measure.amount_key] = self.amount(part.amount, measure)
        return f"{{{', '.join(f'{d}: {m}' for d, m in shown.items())}}}"

    def transfers(self, paid: Iterable[Paid], indent: str = "") -> str:
        """Return what stands behind 内部往来; who paid is open where no document says it."""
        spent = self.vocabulary.measures["支出"]
        said = ((one.payer, one.receiver, one.nature, one.fund, self.amount(one.amount, spent)) for one in paid)
        form = "\n{}  - {{付: {}, 收: {}, 支出: {}, 收入: {}, 金额: {}}}"
        return "".join(form.format(indent, *(as_value(word, True) if word else OPEN for word in own)) for own in said)

    def amount(self, amount: Decimal, measure: Measure) -> str:
        """Return an amount as text: 元 in the unit of the file, pieces as they are."""
        scale = UNITS[self.unit] if measure.unit == MONEY else 1
        return f"{EXACT.divide(amount, Decimal(scale)).normalize(EXACT):f}"

    def approved(self, blocks: Sequence[Block], facts: Mapping[FigureId, PrintedFigure]) -> str:
        """Return the YAML of 核对: printed totals of several lines, if the lines say clearly what is part of them.

        Totals that differ from their lines by no more than rounding are left out.
        """
        groups: dict[FigureId, dict[str, dict[str, str]]] = {}
        for name, one in facts.items():
            block = next((b for b in blocks if b.name == FigureId(name.measure, (), name.base)), None)
            if block and one.amount and self._has_members(name) and self._is_comparable(block, name, one):
                code = next((d for d in CODE_LEVELS if name.member(d)), "")
                under = groups.setdefault(name.without(code) if code else name, {}).setdefault(code, {})
                under[name.member(code)] = self.amount(one.amount, self.vocabulary.measures[name.measure])
        return "".join(f"\n  {as_value(str(group))}: {_value_to_agree_with(under)}" for group, under in groups.items())

    def _has_members(self, name: FigureId) -> bool:
        """Whether the region has all members of the name: 其他资金 is no member but what is left over."""
        trees = self.vocabulary.trees
        return all(d not in trees or d == "单位" or m in trees[d] for d, m in name.conditions)

    def _is_comparable(self, block: Block, name: FigureId, one: PrintedFigure) -> bool:
        """Whether several lines make up the total, each says if it does, and rounding explains no difference."""
        parts = block.net or block.parts
        said = [lies_under(part, name.conditions, self.vocabulary) for part in parts]
        own = [part.amount for part, within in zip(parts, said, strict=True) if within]
        if len(own) < 2 or None in said:
            return False
        apart = abs(EXACT.subtract(one.amount, exact_sum(own)))
        return not 0 < apart <= EXACT.multiply(one.step, Decimal(len(own) + 1))


def _value_to_agree_with(under: Mapping[str, Mapping[str, str]]) -> str:
    """Return the value of one 核对 key: `100`, or `{合计: 100, 功能: {207: 60, 208: 40}}`."""
    whole = under.get("", {}).get("")
    codes = {d: ", ".join(f"{code}: {amount}" for code, amount in own.items()) for d, own in under.items() if d}
    if not codes:
        return whole or OPEN
    inner = [*([f"合计: {whole}"] if whole else []), *(f"{d}: {{{own}}}" for d, own in codes.items())]
    return f"{{{', '.join(inner)}}}"


_RULE = "无法计算"
_LACKING = compiled("没有写((?:“[^“”]+”)+)|“([^“”]+)”写的是“[^“”]+”，不知道")
_LINE = compiled(r"^(\s*- \{)")
_SINGLE = compiled(r"^(?P<key>\s*\S[^#]*?): (?P<amount>-?[0-9.]+)(?P<note>\s+#.*)?$")
_MOST_ROUNDS = 6  # a line lacks at most so many dimensions one after another


def with_asked(text: str, profile: Profile) -> str:
    """Return the draft with 待填 in each line that does not say what the region's tables and texts ask of it."""
    for _ in range(_MOST_ROUNDS):
        lines, before = text.split("\n"), text
        for number, dimensions in _lacking(text, profile).items():
            lines[number - 1] = _marked(lines[number - 1], dimensions)
        text = "\n".join(lines)
        if text == before:  # the document builds, or its mistakes are not in lines
            break
    return text


def _lacking(text: str, profile: Profile) -> dict[int, tuple[str, ...]]:
    """Return by line number, from 1, the dimensions that the line leaves open and a table or text asks for."""
    found: dict[int, tuple[str, ...]] = {}
    for problem in _problems(text, profile):
        stated = _LACKING.search(problem.message)
        if problem.rule == _RULE and stated:
            dimensions = (stated[2],) if stated[2] else tuple(stated[1].strip("“”").split("”“"))
            for place in problem.places:
                found[place.line] = tuple(dict.fromkeys((*found.get(place.line, ()), *dimensions)))
    return found


def _problems(text: str, profile: Profile) -> Iterable[Diagnostic]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "草稿.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            document_of(Units(budget_file_of(read(path)), profile.vocabulary).whole, profile)
        except ReportgenError as mistake:
            return mistake.diagnostics
    return ()


def _marked(line: str, dimensions: Iterable[str]) -> str:
    """Return the line with 待填 for these dimensions; an amount after its key becomes a list item on the next line."""
    for dimension in dimensions:  # what is stated is not fine enough
        line = re.sub(rf"([{{ ]{dimension}: )[^,}}]+", rf"\g<1>{OPEN}", line)
    inner = "".join(f"{d}: {OPEN}, " for d in dimensions if f"{d}:" not in line)
    if single := _SINGLE.match(line):
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        return f"{single['key']}:{single['note'] or ''}\n{indent}- {{{inner}金额: {single['amount']}}}"
    return _LINE.sub(lambda found: found[1] + inner, line)
