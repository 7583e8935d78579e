"""What the rules found → what is reported (发现): one finding for each cause, at the place to mend.

Known differences (已知差异) become 提示.

A file that somebody edited has lost the names of its numbers, so words say what they are (凭字认数). In a region whose
words the program does not know some numbers are then taken for others. Beside its budget that shows: the document as
it was made, read in the same way, is told the same, while by its names it is not. Such a finding is about no edit, and
`of_the_edits` leaves it out.
"""

from collections.abc import Iterable, Iterator

from reportgen.checks._case import Case
from reportgen.checks._cause_findings import by_cause
from reportgen.checks._places import Places, each_sentence_once
from reportgen.checks._results import Finding, grouped
from reportgen.checks._row_findings import EDITED, from_edits, joined, numbers_edited, without_echoes
from reportgen.checks._rules import Rule, results
from reportgen.diagnostics import MOST_ALIKE, Diagnostic
from reportgen.document import Block, Cell, Document, Figure, Paragraph, Row, Run, Runs, Section, Table, Text, plain
from reportgen.known import KnownDifference, KnownFindings
from reportgen.reading import Place
from reportgen.records import replace


def reported(
    found: Iterable[Finding], places: Places, ended: Iterable[Finding] = ()
) -> tuple[list[Diagnostic], tuple[KnownDifference, ...]]:
    """Return the findings as they are reported, and the known differences (已知差异) of the file that no rule found.

    `ended`: those that go if every number is printed as in the budget file.
    """
    own, regional = places.case.budget, places.case.profile
    known = KnownFindings(own.differences if own else (), regional.differences if regional else ())
    found = list(found)
    told = list(_merged(without_echoes(found)))
    traced = {id(one) for same in _of_one_kind(told) for one in same[:MOST_ALIKE]}  # no more are listed
    mended = [places.mended(one) if id(one) in traced else one for one in told]
    both = [(one, known.as_declared(_diagnostic(one, places))) for one in mended]
    kept = by_cause([one for one, hint in both if hint is None], places, {(one.rule, one.message) for one in ended})
    behind = from_edits(kept.values(), numbers_edited(found), places)
    gone = {id(one) for own in behind.values() for one in own}
    kept = {key: joined(one, behind.get(id(one), ())) for key, one in kept.items() if id(one) not in gone}
    listed = [hint or _diagnostic(kept[id(one)], places) for one, hint in both if hint or id(one) in kept]
    remarks = () if places.case.is_tables_alone else known.remarks()
    return [*listed, *remarks], known.idle


def _of_one_kind(found: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings of each rule by their severity; none on what was edited, which have their places."""
    kinds = (((one.rule, one.severity), one) for one in found if not one.rule.startswith(EDITED))
    yield from grouped(kinds).values()


def _diagnostic(one: Finding, places: Places) -> Diagnostic:
    found = tuple(
        places.location(place) if isinstance(place, Place) else place for place in each_sentence_once(one.places)
    )
    return Diagnostic(one.severity, one.rule, one.message, found, one.hint)


def _merged(found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; those of one rule with the same words become one with all their places."""
    for same in grouped(((one.rule, one.severity, one.message, one.hint), one) for one in found).values():
        spoilt = frozenset(row for one in same for row in one.spoils)
        yield replace(same[0], places=tuple(dict.fromkeys(p for one in same for p in one.places)), spoils=spoilt)


def of_the_edits(found: Iterable[Finding], rule: Rule, case: Case) -> Iterator[Finding]:
    """Yield the findings without those that come of reading by words alone."""
    misread: frozenset[str] | None = None
    for one in found:
        if misread is None:
            misread = _misread(rule, case)
        if one.message not in misread:
            yield one


def _misread(rule: Rule, case: Case) -> frozenset[str]:
    """Return the messages of the rule on the made document that come only if its numbers have lost their names."""
    named = case.as_made
    if named is None or case.carries_names:
        return frozenset()
    bare = case.remembered("without names", lambda: replace(named, document=without_names(named.document)))
    return _messages(bare, rule) - _messages(named, rule)


def _messages(case: Case, rule: Rule) -> frozenset[str]:
    return frozenset(one.message for one in results(case, rule) if isinstance(one, Finding))


def without_names(document: Document) -> Document:
    """Return the document with every number as text and no kinds of tables stated, as it is read from a file."""
    return replace(document, blocks=tuple(map(_bare_block, document.blocks)))


def _bare_block(block: Block) -> Block:
    match block:
        case Section():
            return replace(block, title=_bare(block.title), blocks=tuple(map(_bare_block, block.blocks)))
        case Paragraph():
            return replace(block, runs=_bare(block.runs))
        case Table():
            notes = tuple(replace(note, runs=_bare(note.runs)) for note in block.notes)
            return replace(block, head=_rows(block.head), body=_rows(block.body), notes=notes, kind=None)


def _rows(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(replace(row, cells=tuple(map(_bare_cell, row.cells))) for row in rows)


def _bare_cell(cell: Cell) -> Cell:
    return replace(cell, runs=_bare(cell.runs), fact="")


def _bare(runs: Runs) -> Runs:
    return (Text(plain(runs)),) if any(map(_is_figure, runs)) else runs


def _is_figure(run: Run) -> bool:
    return isinstance(run, Figure)
