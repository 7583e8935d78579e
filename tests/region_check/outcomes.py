"""What comes of a wrong figure (绑错的数): whether a document prints it, and what the region's author is told of it.

A document is made for every budget that the author checks with: the example, and the region's empty file, filled in. A
right one of each is kept; of one with a mutant only that is made anew in which it may differ.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from reportgen.budget import Budget
from reportgen.diagnostics import Diagnostic, ReportgenError
from reportgen.document import Block, Document, Figure, Section, Table, TableSet
from reportgen.figure import FigureId
from reportgen.figures import Asked, Figures, Recorder
from reportgen.figures.derived import share_operands
from reportgen.lexicon import using
from reportgen.narrative import narrate
from reportgen.profile import Profile, kinds, load
from reportgen.region_check import findings_of
from reportgen.region_check.budgets import invented_for
from reportgen.region_check.claims import prints
from reportgen.region_check.comparing import Comparing
from reportgen.report import document_of
from reportgen.resources import gc_paused
from reportgen.tables import Charts, tables, tables_of_definition
from tests.wrong_figures import TEMPLATES, Mutant, original

Slot = tuple[str, int, int]  # file, line, which of its slots or columns


class _Over(Recorder):
    """A recorder that knows what an earlier one kept, too."""

    def __init__(self, earlier: Recorder) -> None:
        super().__init__()
        self._earlier = earlier

    def of(self, figure: Figure) -> Asked | None:
        return super().of(figure) or self._earlier.of(figure)


@dataclass(frozen=True, eq=False)
class World:
    """A budget and the region as it is, with the right document."""

    budget: Budget
    profile: Profile

    @cached_property
    def recorder(self) -> Recorder:
        return Recorder()

    @cached_property
    def document(self) -> Document:
        return document_of(self.budget, self.profile, self.recorder)

    @cached_property
    def tables(self) -> dict[str, TableSet]:
        return tables(Figures(self.budget, self.profile, self.recorder))

    @cached_property
    def comparing(self) -> Comparing:
        return Comparing(Figures(self.budget, self.profile))

    @cached_property
    def before(self) -> dict[Slot, list[FigureId]]:
        """The figures that each place of the region printed."""
        found: dict[Slot, list[FigureId]] = {}
        for slot, figure in self.by_slot(self.document, self.recorder):
            found.setdefault(slot, []).append(figure)
        return found

    @cached_property
    def _differences(self) -> dict[tuple[FigureId, FigureId], bool]:
        return {}

    def by_slot(self, document: Document, recorder: Recorder) -> set[tuple[Slot, FigureId]]:
        """What each slot of a template, or column of a table, printed; counted along its line: a mutant moves it."""
        found = [*prints(document, recorder, frozenset(self.budget.vocabulary.measures))]
        columns: dict[tuple[str, int], set[int]] = {}
        for one in found:
            at = one.asked.places[0]
            columns.setdefault((at.path, at.line), set()).add(at.column)
        order = {line: sorted(own) for line, own in columns.items()}
        places = [(one.asked.places[0], one) for one in found]
        return {
            ((at.path, at.line, order[at.path, at.line].index(at.column) + one.asked.nth), one.name)
            for at, one in places
        }

    def differs(self, one: FigureId, other: FigureId) -> bool:
        """Whether two figures are of other lines, another base or another kind."""
        if (one, other) not in self._differences:
            parts = zip(_operands(one), _operands(other), strict=False)
            other_lines = any(self.comparing.meaning.alike(*pair) is False for pair in parts)
            self._differences[one, other] = _kind(one) != _kind(other) or other_lines
        return self._differences[one, other]


def _operands(name: FigureId) -> tuple[FigureId, ...]:
    return share_operands(name) if name.derived == "占比" else (name,)


def _kind(name: FigureId) -> tuple[str, str, str]:
    return name.base, name.derived, name.argument if name.derived in ("个数", "合计") else ""


@cache
def worlds(name: str) -> tuple[World, ...]:
    """The example's budget, then the region's empty files, filled in; one of those made from the same files."""
    report = original(name)
    return (World(report.budget, report.profile), *_invented(report.budget.file.template))


@cache
def _invented(region: str) -> tuple[World, ...]:
    every = {kind: load(region, TEMPLATES.parent, kind) for kind in kinds(load(region, TEMPLATES.parent).folders)}
    different = {profile.folders: (kind, profile) for kind, profile in reversed(every.items())}
    told = ((budget, profile) for kind, profile in different.values() for budget in invented_for(profile, kind))
    return tuple(World(budget, profile) for budget, profile in told)


@gc_paused()
def outcome(mutant: Mutant) -> tuple[Diagnostic, ...] | None:
    """What is told of it, by the first budget that tells it; None where all print the same as before, or refuse it."""
    told = None
    for world in worlds(mutant.name):
        found = _outcome(replace(mutant, name=""), world)
        if found:
            return found
        told = found if told is None else told
    return told


@cache
def _outcome(mutant: Mutant, world: World) -> tuple[Diagnostic, ...] | None:
    recorder = _Over(world.recorder)
    with using(world.profile.lexicon):
        try:
            document = _document(mutant, world, recorder)
        except ReportgenError:
            return None
        return findings_of(document, recorder, world.comparing) if _another(mutant, world, document, recorder) else None


def _another(mutant: Mutant, world: World, document: Document, recorder: Recorder) -> bool:
    """Whether some place prints a figure that it did not print before.

    A place that printed nothing before is in another branch: its own figure is the right one.
    """
    line = mutant.text.count("\n", 0, mutant.start) + 1
    return any(
        all(world.differs(figure, other) for other in world.before.get(slot, []))
        for slot, figure in world.by_slot(document, recorder)
        if slot in world.before or slot[:2] == (mutant.path, line)
    )


# The document with a mutant in it
@cache
def _scratch(region: str) -> Path:
    """A copy of a region for its mutants, always the same folder: what did not change is compiled once."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(TEMPLATES / region, folder / "templates" / region)
    return folder


def _document(mutant: Mutant, world: World, recorder: Recorder) -> Document:
    folder = _scratch(Path(mutant.path).parts[1])
    changed = mutant.text[: mutant.start] + mutant.became + mutant.text[mutant.end :]
    try:
        (folder / mutant.path).write_text(changed, encoding="utf-8")
        if mutant.path.endswith(".j2"):
            figures = Figures(world.budget, _alone(_as_it_is(world, folder), Path(mutant.path)), recorder)
            return replace(world.document, blocks=narrate(figures, world.tables, Charts(figures)))
        return _with_tables(mutant, world, recorder, folder)
    finally:
        (folder / mutant.path).write_text(mutant.text, encoding="utf-8")


@cache
def _as_it_is(world: World, folder: Path) -> Profile:
    """The region's profile with the templates of that folder."""
    return load(world.budget.file.template, folder, world.budget.file.kind)


def _alone(profile: Profile, path: Path) -> Profile:
    """The profile with that section alone, where it is one of a list: no other one depends on it."""
    own = tuple(section for section in profile.file.sections if path.name == f"{section.text}.md.j2")
    return replace(profile, file=replace(profile.file, sections=own)) if own else profile


def _with_tables(mutant: Mutant, world: World, recorder: Recorder, folder: Path) -> Document:
    figures = Figures(world.budget, load(world.budget.file.template, folder, world.budget.file.kind), recorder)
    now = _tables(figures, Path(mutant.path))
    before = {name: found for name, found in world.tables.items() if name in now}
    if not now or _count(now) != _count(before):
        return document_of(world.budget, figures.profile, recorder)
    return _with(world.document, _changed(before, now))


def _tables(figures: Figures, path: Path) -> dict[str, TableSet]:
    """The tables that a definition makes, or that the pieces of a profile may be in; none of charts."""
    if path.parent.name != "tables":
        return tables(figures) if path.name == "profile.yaml" else {}
    names = list(figures.profile.tables)
    if path.stem not in names:  # of another kind of document
        return {}
    place = names.index(path.stem) + 1
    words = {**figures.title_words, "表序": str(place), "表序两位": f"{place:02}"}
    return dict([tables_of_definition(figures, words, figures.profile.tables[path.stem], path.stem)])


def _count(made: dict[str, TableSet]) -> dict[str, int]:
    return {name: len(found.tables) for name, found in made.items()}


def _changed(before: dict[str, TableSet], now: dict[str, TableSet]) -> dict[str, Table]:
    """The tables that a mutant changed, by their names."""
    return {
        new.name: new
        for name in before
        for old, new in zip(before[name].tables, now[name].tables, strict=True)
        if old.body != new.body
    }


def _with(document: Document, changed: dict[str, Table]) -> Document:
    def block(one: Block) -> Block:
        match one:
            case Section():
                return replace(one, blocks=tuple(map(block, one.blocks)))
            case Table() if one.picture is None:
                return changed.get(one.name, one)
            case _:
                return one

    return replace(document, blocks=tuple(map(block, document.blocks)))
