"""What templates can name: measures, words, what the budget file and the profile say, tables, charts and terms."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from reportgen.diagnostics import ReportgenError, error
from reportgen.document import Block, Runs, Section, Table, TableSet, plain, walk
from reportgen.figure import FigureId
from reportgen.figures import Fact, Figures
from reportgen.grid import Spot, grid
from reportgen.narrative.checking import section_path
from reportgen.narrative.values import Value
from reportgen.profile import Profile, fill
from reportgen.quantity import parse_number
from reportgen.source import Mapping as MappingNode
from reportgen.source import Node, scalar_at
from reportgen.vocabulary import CODE_LEVELS

Charts = dict[str, TableSet]

_OCCURRING = "出现的"
TERMS = "名词"  # what templates name the terms by


def context_of(
    figures: Figures, tables: Mapping[str, TableSet] | None, charts: Charts, found: Iterable[str] = ()
) -> dict[str, Any]:
    """Return what templates can name; `found` are the terms that occur in the document, if 名词 lists those."""
    file, profile, words = figures.budget.file, figures.profile, figures.title_words
    assert file.node is not None
    measures = {
        name: Value(figures, FigureId(name), profile.text_format_of(name)) for name in figures.vocabulary.measures
    }
    department = file.node.get("部门")
    assert department is not None
    nothing = MappingNode(file.node.place, ())
    return {
        **measures,
        "年度": words["年度"],
        "上年度": words["上年度"],
        "文种": file.kind,
        "主体": words["主体"],
        "部门": Fact(figures, department, "部门", file.department.name),
        "全称": words["部门全称"],
        "自称": fill(profile.file.own_name, words),
        **{name: Fact(figures, file.node.get(name) or nothing, name) for name in ("资料", "项目", "绩效")},
        "标准": Fact(figures, _facts(profile.file.facts, nothing), "标准"),
        "各节": tuple(map(section_path, profile.file.sections)),
        TERMS: _terms(profile, words, found),
        **({"口径调整": _restated(figures)} if figures.budget.restated else {}),
        "表": _NoTables() if tables is None else dict(tables),
        "图": charts,
        "表格": tuple(t for made in (tables or {}).values() if not made.in_text for t in made.tables),
    }


def _restated(figures: Figures) -> tuple[dict[str, Any], ...]:
    """Return what 口径调整 changed: both names, codes where the dimension has them, and the amount if it is known."""
    name = figures.budget.member_name
    return tuple(
        {
            "原名称": name(dimension, old),
            "原编码": old if dimension in CODE_LEVELS else "",
            "名称": name(dimension, new),
            "编码": new if dimension in CODE_LEVELS else "",
            **_moved(figures, dimension, new, alone),
        }
        for dimension, old, new, alone in figures.budget.restated
    )


def _moved(figures: Figures, dimension: str, member: str, alone: bool) -> dict[str, Value]:
    """Return 数, the amount of the first base that moved to a member; nothing if the member had an amount before."""
    base = next(iter(figures.profile.file.bases), "")
    measure = next((m for m in figures.vocabulary.measures.values() if dimension in m.dimensions and m.negative), None)
    if not alone or not measure:
        return {}
    value = Value(figures, FigureId(measure.name, ((dimension, member),), base), figures.profile.text_format)
    with suppress(ReportgenError):
        return {"数": value} if figures.number(value.id) else {}
    return {}


class _NoTables(dict[str, TableSet]):
    """Tables that could not be made; asking for one of them is no further mistake."""

    def __missing__(self, name: str) -> TableSet:
        return TableSet()


def _facts(facts: Mapping[str, Node], empty: MappingNode) -> MappingNode:
    return MappingNode(empty.place, tuple((scalar_at(empty.place, name), node) for name, node in facts.items()))


def prints_occurring_terms(profile: Profile) -> bool:
    """Whether the terms that print are those that occur (名词: 出现的)."""
    return [term.text for term in profile.file.terms] == [_OCCURRING]


def _terms(profile: Profile, words: Mapping[str, str], occurring: Iterable[str]) -> list[dict[str, str]]:
    """Return 名称 and 释义 of each term: the listed ones, or the occurring ones in the order of the glossary.

    Raises:
        ReportgenError: the profile lists a term that is not in the glossary.
    """
    glossary, listed = profile.glossary, profile.file.terms
    if prints_occurring_terms(profile):
        there = set(occurring)
        chosen = [term for term in glossary if term in there]
    else:
        hint = "补上释义，或从“名词”中去掉"
        unknown = [term for term in listed if term.text not in glossary]
        if unknown:
            raise ReportgenError(*(error("名词", f"glossary.yaml 里没有“{t.text}”", t.at, hint=hint) for t in unknown))
        chosen = [term.text for term in listed]
    return [{"名称": term, "释义": fill(glossary[term], words)} for term in chosen]


def occurring_terms(profile: Profile, made: Iterable[Block], wanted: Iterable[str] = ()) -> frozenset[str]:
    """Return the terms of the glossary that the blocks say something about; none that is only part of a longer term.

    Args:
        wanted: the terms that the result must have if they occur; others may be left out. All, unless given.
    """
    longest_first = sorted(profile.glossary, key=len, reverse=True)
    if not longest_first:
        return frozenset()
    names = _any_of(tuple(longest_first))
    found, open_ = set[str](), set(wanted) or set(longest_first)
    for block in walk(tuple(made)):
        page = _page(block)
        if any(name in page for name in open_) and not open_.isdisjoint(names.findall(page)):
            found |= {name for runs in _informative_words(block) for name in names.findall(plain(runs))}
            open_ -= found
    return frozenset(found)


@lru_cache(maxsize=8)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)))


def _page(block: Block) -> str:
    """All words of a block."""
    if not isinstance(block, Table):
        return plain(block.title if isinstance(block, Section) else block.runs)
    cells = [plain(cell.runs) for row in (*block.head, *block.body) for cell in row.cells]
    return "\n".join((plain(block.title), *cells))


def _informative_words(block: Block) -> Iterator[Runs]:
    """Yield the words of a block that say something: in a table, no labels and heads of nothing but zeros."""
    if not isinstance(block, Table):
        yield block.title if isinstance(block, Section) else block.runs
        return
    yield block.title
    numbers: dict[int, bool] = {}  # columns with numbers -> whether one is not zero
    for _, spots in grid(block.body, block.width):
        for said, beside in _labels(spots):
            if any(beside.values()) or not beside:
                yield said
            for column, there in beside.items():
                numbers[column] = numbers.get(column, False) or there
    for _, spots in grid(block.head, block.width):
        for spot in spots:
            below = [numbers.get(i, True) for i in range(spot.column, spot.column + spot.cell.columns)]
            yield spot.cell.runs if any(below) else ()


def _labels(spots: Iterable[Spot]) -> Iterator[tuple[Runs, dict[int, bool]]]:
    """Yield the text cells of a row, each with the columns of numbers up to the next, and whether one is not zero."""
    label: Runs = ()
    beside: dict[int, bool] = {}
    for column, cell, _ in spots:
        words = plain(cell.runs)
        number = None if words[:1].isalpha() else parse_number(words)  # most are words, which are slow to parse
        if number is not None:
            beside |= dict.fromkeys(range(column, column + cell.columns), bool(number))
        else:
            yield label, beside
            label, beside = cell.runs, {}
    yield label, beside
