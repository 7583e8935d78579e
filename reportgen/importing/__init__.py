"""Finished documents of anybody → a budget file in 草稿 (读入). The file never states what no document says.

`Draft` fills in the region's empty file with all that the documents print. This year's documents give the lines of the
budget, last year's the lines of the base. What no document states stays 待填. A comment at every block says which
tables it comes from.

printed    what the documents print of figures
facts      where the prints contradict each other; what is printed of one measure, for which cells
cells      totals → the cells that they force
eliminated what units pay each other (内部往来), and the totals before it is taken off
blocks     cells → lines; the lines that a document lists; totals that cannot be joined to them
as_yaml    lines → text, with 待填 for members that the region asks for and no document says
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import count

from reportgen.budget.catalogue import Catalogue
from reportgen.drafts.yaml_text import as_value, with_value
from reportgen.figure import Conditions, FigureId
from reportgen.importing.as_yaml import Writer, with_asked
from reportgen.importing.blocks import Block, blocks_of, sums_apart, with_listed
from reportgen.importing.eliminated import Elimination, Paid, elimination
from reportgen.importing.facts import Contradiction, Facts, by_name, contradictions
from reportgen.importing.printed import PrintedFigure, SourceDocument
from reportgen.patterns import compiled
from reportgen.quantity import UNITS
from reportgen.reading.clauses import listed_names
from reportgen.records import dataclass, replace
from reportgen.vocabulary import CODE_LEVELS, Vocabulary

__all__ = ["Contradiction", "Draft", "Imported", "PrintedFigure", "SourceDocument", "with_asked"]

_NUMBERED = compiled(r"^\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.．])\s*")
_DUTIES = compiled("职责|职能")
_DEPARTMENTS = compiled(  # 内设机构5个，包括：办公室、财务股。 内设办公室、财务股2个科室。
    "内设(?:机构|科室|处室|股室)?(?:"
    "[0-9一二三四五六七八九十]{0,3}个?(?:机构|科室|处室|股室)?[，,]?(?:包括|分别[是为]|即|有|[:：])[:：]?(?P<names>[^。；：]{2,400})"
    "|(?P<before>[^。；：0-9]{2,400})[0-9]{1,2}个)"
)
_LONGEST = 24  # letters of a department's name
_OTHER_SIDE = {"支出": "收入", "收入": "支出"}


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft that was read from documents.

    Attributes:
        text: the budget file.
        contradictions: figures that the documents print with different amounts.
        lines: how many lines have an amount.
        paid: the payments between units that were written under 内部往来.
    """

    text: str
    contradictions: tuple[Contradiction, ...]
    lines: int
    paid: tuple[Paid, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What the documents say of one department and year.

    Attributes:
        years: base -> its documents; this year's stand under "".
    """

    vocabulary: Vocabulary
    year: int
    years: Mapping[str, Sequence[SourceDocument]]

    def filled_in(self, blank: str) -> Imported:
        """Return the region's empty budget file with what the documents say filled in."""
        printed = {base: self._coded(self._printed(base, sources)) for base, sources in self.years.items()}
        listed = self._coded(one for base, sources in self.years.items() for one in self._listed(base, sources))
        own = {(base, one.name.measure) for base, found in printed.items() if base for one in found}
        said = [one for one in printed.get("", ()) if (one.name.base, one.name.measure) not in own]
        facts = by_name([*said, *(one for base, found in printed.items() if base for one in found)])
        bases = dict.fromkeys((*(one.name.base for one in listed), *(name.base for name in facts)))
        eliminated = {base: self._eliminated(base, facts, listed) for base in bases}
        blocks = [block for base in bases for block in self._blocks(base, facts, listed, eliminated[base])]
        text = self._with_blocks(self._with_head(blank, blocks, facts), blocks)
        for base, off in eliminated.items():
            after = [b.name._replace(base="") for b in blocks if (b.name.base, b.name.measure) == (base, "支出")]
            text = self._with_transfers(text, base, off, str(after[-1]) if after else "")
        text = self._with_reasons(text)
        conflicts = [*contradictions(one for found in printed.values() for one in found), *self._apart(facts, listed)]
        paid = tuple(one for own in eliminated.values() for one in own.paid)
        return Imported(text, tuple(conflicts), sum(len(block.parts) for block in blocks), paid)

    def _coded(self, figures: Iterable[PrintedFigure]) -> list[PrintedFigure]:
        """Return the figures with a code for each unit that documents only name."""
        codes = self._codes_of_units
        found = ((one, one.name.member("单位")) for one in figures)
        return [replace(one, name=one.name.where(("单位", codes[u]))) if u in codes else one for one, u in found]

    @cached_property
    def _codes_of_units(self) -> dict[str, str]:
        """Name -> code of the units that some document only names: the code in another document, else a free number."""
        said = [pair for source in self._sources for pair in source.units().items()]
        known = {name: code for code, name in said if code.isdecimal()}
        taken = {*known.values(), *self._publishers.values()}
        free = (str(n) for n in count(1) if str(n) not in taken)
        return {code: known.get(code) or next(free) for code in dict(said) if not code.isdecimal()}

    @cached_property
    def _publishers(self) -> dict[str, str]:
        """Publisher -> code of its unit, if there are documents of several publishers; "" for the whole department."""
        found = list(dict.fromkeys(source.document.publisher for source in self._sources))
        known = {name: code for source in self._sources for code, name in source.units().items() if code.isdecimal()}
        whole = {s.document.publisher for s in self._sources if s.is_of_whole(found, self._sources)}
        free = (str(n) for n in count(1) if str(n) not in known.values())
        units = found if len(found) > 1 else []
        return {name: "" if name in whole else known.get(name) or next(free) for name in units}

    def _of_unit(self, one: PrintedFigure, source: SourceDocument) -> PrintedFigure | None:
        """Return the figure with the unit that published the document; None for a figure of a unit below that."""
        unit = self._publishers.get(source.document.publisher, "")
        if not unit:
            return one
        below = one.name.member("单位") and len(source.units()) > 1
        return None if below else replace(one, name=one.name.where(("单位", unit)))

    def _listed(self, base: str, sources: Sequence[SourceDocument]) -> Iterator[PrintedFigure]:
        """Yield the lines that a year's documents list, with their unit if units have documents of their own."""
        for source in sources:
            unit = self._publishers.get(source.document.publisher, "")
            for one in source.listed(self.vocabulary):
                if not (base and one.name.base):
                    name = one.name.where(("单位", unit)) if unit and not one.name.member("单位") else one.name
                    yield replace(one, name=name._replace(base=base or name.base))

    def _apart(
        self, facts: Mapping[FigureId, PrintedFigure], listed: Sequence[PrintedFigure]
    ) -> Iterator[Contradiction]:
        """Yield the printed figures that differ from the sum of the listed lines."""
        for measure, base in dict.fromkeys((one.name.measure, one.name.base) for one in listed):
            lines = _of(measure, base, listed)
            yield from sums_apart(lines, _by_conditions(measure, base, facts), self.vocabulary)

    def _printed(self, base: str, sources: Sequence[SourceDocument]) -> list[PrintedFigure]:
        """Return every amount that a year's documents print; with its unit if units have documents of their own."""
        found = []
        for source in sources:
            for one in source.printed(self.vocabulary):
                own = None if base and one.name.base else self._of_unit(one, source)
                if own:
                    found.append(replace(own, name=own.name._replace(base=base or own.name.base)))
        return found

    def _eliminated(
        self, base: str, facts: Mapping[FigureId, PrintedFigure], listed: Sequence[PrintedFigure]
    ) -> Elimination:
        """Return the payments between units; none of measures whose lines the documents list themselves."""
        known = {name: self._facts(name, base, facts) for name in _OTHER_SIDE if not _of(name, base, listed)}
        return elimination({name: own for name, own in known.items() if own.printed})

    def _facts(self, measure: str, base: str, facts: Mapping[FigureId, PrintedFigure]) -> Facts:
        other = FigureId(_OTHER_SIDE.get(measure, ""), (), base)
        own = _by_conditions(measure, base, facts)
        return Facts(self.vocabulary.measures[measure], self.vocabulary, own, _by_fund(other, facts))

    def _blocks(
        self,
        base: str,
        facts: Mapping[FigureId, PrintedFigure],
        listed: Sequence[PrintedFigure],
        eliminated: Elimination,
    ) -> Iterator[Block]:
        for measure in self.vocabulary.measures:
            own, lines = self._facts(measure, base, facts), _of(measure, base, listed)
            blocks = blocks_of(eliminated.before(own)) if own.printed else []
            if lines:
                blocks = with_listed(blocks, lines, own.printed, self.vocabulary)
            yield from (replace(eliminated.with_paid(b), name=b.name._replace(base=base)) for b in blocks)

    @property
    def _sources(self) -> list[SourceDocument]:
        return [source for sources in self.years.values() for source in sources]

    @property
    def _writer(self) -> Writer:
        units = [source.unit for source in self._sources]
        return Writer(self.vocabulary, min(units, key=lambda unit: UNITS[unit], default="万元"))

    def _with_head(self, text: str, blocks: Sequence[Block], facts: Mapping[FigureId, PrintedFigure]) -> str:
        """Return the text of the file with the keys that are not measures filled in."""
        text = with_value(text, ("金额单位",), f" {self._writer.unit}")
        if duties := self._duties():
            text = with_value(text, ("部门", "职责"), "".join(f"\n    - {as_value(duty)}" for duty in duties))
        if names := self._departments():
            listed = ", ".join(as_value(name, True) for name in names)
            text = with_value(text, ("部门", "内设机构"), f" [{listed}]")
        if units := self._units(blocks):
            each = (f"\n    - {{编码: {code}, 名称: {as_value(name, True)}}}" for code, name in units.items())
            text = with_value(text, ("部门", "单位"), "".join(each), after="名称")
        if items := self._code_names(blocks):
            text = with_value(text, ("科目名称",), "".join(f"\n  {c}: {as_value(n)}" for c, n in items.items()))
        approved = self._writer.approved(blocks, facts)
        return with_value(text, ("核对",), approved) if approved else text

    def _with_blocks(self, text: str, blocks: Sequence[Block]) -> str:
        for block in blocks:
            base, key = block.name.base, str(block.name._replace(base=""))
            path, after = ((base, key) if base else (key,)), block.name.measure
            text = with_value(text, path, self._writer.value(block, "  " if base else ""), after)
        return text

    def _with_transfers(self, text: str, base: str, eliminated: Elimination, after: str) -> str:
        if not (paid := eliminated.paid):
            return text
        path, indent = ((base, "内部往来"), "  ") if base else (("内部往来",), "")
        return with_value(text, path, self._writer.transfers(paid, indent), after)

    def _with_reasons(self, text: str) -> str:
        """Return the text with the reasons that this year's documents give; of each figure the first."""
        whole = (one for one in self.years.get("", ()) if not self._publishers.get(one.document.publisher))
        found: dict[str, str] = {}
        for key, reason in (pair for source in whole for pair in source.reasons(self.vocabulary)):
            found.setdefault(key, reason)
        for key, reason in found.items():
            text = with_value(text, ("原因", key), f" {as_value(reason)}")
        return text

    def _duties(self) -> list[str]:
        """Return the duties that the newest document lists under 职责, without numbers."""
        for source in self._sources:
            own = [p.text for p in source.reading.passages if p.headings and _DUTIES.search(p.headings[-1])]
            if listed := [_NUMBERED.sub("", text).strip() for text in own if not text.endswith(("：", ":"))]:
                return listed
        return []

    def _departments(self) -> list[str]:
        """Return the names of departments within the office that the newest document lists in a sentence."""
        texts = (passage.text for source in self._sources for passage in source.reading.passages)
        found = next(filter(None, map(_DEPARTMENTS.search, texts)), None)
        names = listed_names(found["names"] or found["before"]) if found else []
        return names if len(names) > 1 and all(0 < len(name) <= _LONGEST for name in names) else []

    def _units(self, blocks: Sequence[Block]) -> dict[str, str]:
        """Return code -> name of the units that lines belong to; empty if no line names a unit."""
        used = dict.fromkeys(u for block in blocks for part in block.parts if (u := part.members.get("单位", "")))
        named = {code: name for source in self._sources for code, name in source.units().items()}
        named |= {code: name for name, code in self._codes_of_units.items()}
        own = {code: name for name, code in self._publishers.items()}
        return {code: named.get(code) or own.get(code, code) for code in used} if used else {}

    def _code_names(self, blocks: Sequence[Block]) -> dict[str, str]:
        """Return code -> printed name of the codes that the catalogue lacks."""
        known, parts = Catalogue(self.year), [part for block in blocks for part in block.parts]
        names = {(d, c): name for source in self._sources for d, c, name in source.item_names()}
        used = dict.fromkeys((d, part.members[d]) for part in parts for d in CODE_LEVELS if part.members.get(d))
        return {c: names[d, c] for d, c in used if (d, c) in names and not known.name(d, c)}


def _of(measure: str, base: str, listed: Iterable[PrintedFigure]) -> list[PrintedFigure]:
    return [one for one in listed if (one.name.measure, one.name.base) == (measure, base)]


def _by_conditions(measure: str, base: str, facts: Mapping[FigureId, PrintedFigure]) -> dict[Conditions, PrintedFigure]:
    return {n.conditions: one for n, one in facts.items() if (n.measure, n.base) == (measure, base)}


def _by_fund(other: FigureId, facts: Mapping[FigureId, PrintedFigure]) -> dict[Conditions, Decimal]:
    """Return what the other side states by fund, by conditions: what a fund brings in is spent or carried over."""
    own = [(n, one) for n, one in facts.items() if (n.measure, n.base) == (other.measure, other.base)]
    return {n.conditions: one.amount for n, one in own if [d for d, _ in n.conditions] == ["资金"]}
