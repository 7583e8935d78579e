"""What two documents show to be the same under two names (印出的改名): projects, and codes of rows.

The evidence of projects is that of two budget files, as far as documents carry it: 项目编码 of forms, the same amounts
in two drafts of a year, similar names in the same place. A document without a table of projects has those of its forms.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product

from reportgen.diff.changes import DocumentChange, Element
from reportgen.diff.likeness import ALIKE_LEAST, alike_names, couples, name_likeness, only_pairs, years_as_distances
from reportgen.diff.renaming import Renaming, RenamingBasis
from reportgen.diff.tokens import SIGNS
from reportgen.document import Document, TableKind
from reportgen.patterns import compiled
from reportgen.reading.forms import form_of
from reportgen.reading.layout import layouts
from reportgen.reading.sheets import sheets_of
from reportgen.records import dataclass
from reportgen.vocabulary import CODE_LEVELS

_NAME, _CODE = "项目名称", "项目编码"
_MOST_PLACES = 20  # units and codes of a project that are looked at for one that was renamed


@dataclass(frozen=True, slots=True)
class PrintedProject:
    """A project as a document prints it (印出的项目).

    Attributes:
        code: its 项目编码; empty where none is printed.
        places: what its rows say beside its name, such as its unit.
        amounts: the numbers of its rows, sorted; they are those of one unit of money within a document.
    """

    code: str = ""
    places: frozenset[str] = frozenset()
    amounts: tuple[Decimal, ...] = ()


Projects = Mapping[str, PrintedProject]


def projects_of(document: Document) -> Projects:
    """Return the projects of tables and forms by name, in reading order."""
    found: dict[str, PrintedProject] = {}
    for layout in layouts(document):
        if layout.table.picture is None and not layout.table.head:
            form = form_of(layout)
            if form and form.project:
                known = found.get(form.project, PrintedProject())
                found[form.project] = PrintedProject(form.text(_CODE) or known.code, known.places, known.amounts)
        elif layout.kind is TableKind.PROJECTS:
            for line in (line for sheet in sheets_of(layout) for line in sheet.lines if not line.total):
                if name := line.fields.get(_NAME, ""):
                    known = found.get(name, PrintedProject())
                    places = {text for head, text in line.fields.items() if head != _NAME and text}
                    amounts = [*known.amounts, *(entry.number.exact for entry in line.entries.values())]
                    found[name] = PrintedProject(known.code, known.places | places, tuple(sorted(amounts)))
    return found


def _renamed(old: Projects, new: Projects, years: tuple[int, int]) -> Iterator[Renaming]:
    """The projects that are in one document alone under each of two names, from the old side to the new."""
    gone = {name: one for name, one in old.items() if name not in new}
    come = {name: one for name, one in new.items() if name not in old}
    for basis, evidence in ((RenamingBasis.CODE, _codes), (RenamingBasis.LINES, _lines), (RenamingBasis.ALIKE, _names)):
        for one, other in list(evidence(gone, come, years)):
            del gone[one], come[other]
            yield Renaming("项目", one, other, one, other, basis)


_Pairs = Iterator[tuple[str, str]]


def _codes(gone: Projects, come: Projects, _: tuple[int, int]) -> _Pairs:
    mine, yours = ({name: one.code for name, one in side.items() if one.code} for side in (gone, come))
    return only_pairs(mine, yours)


def _lines(gone: Projects, come: Projects, years: tuple[int, int]) -> _Pairs:
    """The same amounts, not all zero, in two drafts of a year."""
    drafts = years[0] == years[1]
    mine = {name: (one.places, one.amounts) for name, one in gone.items() if drafts and any(one.amounts)}
    return only_pairs(mine, {name: (one.places, one.amounts) for name, one in come.items()})


def _names(gone: Projects, come: Projects, years: tuple[int, int]) -> _Pairs:
    mine, yours = ({n: years_as_distances(n, own) for n in side} for side, own in zip((gone, come), years, strict=True))
    scores = alike_names(mine, yours, ALIKE_LEAST)
    return couples({(o, n): score for (o, n), score in scores.items() if _may_be_one(gone[o], come[n])})


def _may_be_one(one: PrintedProject, other: PrintedProject) -> bool:
    """Whether they stand in the same place, a unit that was renamed counts; and have no codes that differ."""
    if one.code and other.code and one.code != other.code:
        return False
    if not (one.places and other.places) or one.places & other.places:
        return True
    both = product(sorted(one.places)[:_MOST_PLACES], sorted(other.places)[:_MOST_PLACES])
    return any(a in b or b in a or name_likeness(a, b) >= ALIKE_LEAST for a, b in both)


def stand_ins(
    old: Document, new: Document, years: tuple[int, int]
) -> tuple[tuple[Renaming, ...], Mapping[str, str], Mapping[str, str]]:
    """Return the renamed projects, and for each side name → what it is compared as: the same for one project.

    Two drafts of a year are compared as renamed projects alone say, since names may have been corrected in them.
    """
    mine, yours = projects_of(old), projects_of(new)
    known = tuple(sorted(_renamed(mine, yours, years), key=lambda r: sorted((r.old, r.new))))
    became = {r.old: r.new for r in known}
    renamed = {*became.values()}
    pairs = [(one, became.get(one, one)) for one in mine] + [(n, n) for n in yours if n not in renamed]
    if years[0] == years[1]:
        pairs = [pair for pair in pairs if pair[0] != pair[1]]
    ordered = sorted(dict.fromkeys(pairs), key=sorted)
    signs = dict(zip(ordered, SIGNS, strict=False))
    return (
        known,
        {one: sign for (one, _), sign in signs.items() if one in mine},
        {other: sign for (_, other), sign in signs.items() if other in yours},
    )


_CODED = compiled("([0-9]{3,}) (.+)")


def renamed_codes(changes: Iterable[DocumentChange]) -> Iterator[Renaming]:
    """Yield the units and 科目 that rows have under another name, and the 科目 that they have under another code.

    A code whose deeper ones were renamed with it is left out.
    """
    found: dict[tuple[str, str, str], Renaming] = {}
    for one in changes:
        rows = [_CODED.fullmatch(place.row) for place in (one.old, one.new) if place]
        if one.what is Element.CELL and len(rows) == 2 and rows[0] and rows[1]:
            (old, old_name), (new, new_name) = rows[0].groups(), rows[1].groups()
            if old != new or (old_name, new_name) == (one.old_text.strip(), one.new_text.strip()):
                dimension = "单位" if "单位" in one.where.column else "功能" if old[0] == "2" else "经济"
                basis = RenamingBasis.NEW_NAME if old == new else RenamingBasis.RECODED
                found.setdefault((dimension, old, new), Renaming(dimension, old, new, old_name, new_name, basis))
    return (r for r in found.values() if not any(_renames_parent_of(r, other) for other in found.values()))


def _renames_parent_of(one: Renaming, other: Renaming) -> bool:
    above = len(one.old) < len(other.old) and other.old.startswith(one.old) and other.new.startswith(one.new)
    return above and one.dimension == other.dimension and one.dimension in CODE_LEVELS
