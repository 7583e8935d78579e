"""A region's folder → Profile: its files laid over its parents'.

profile.yaml, style.yaml and glossary.yaml are laid over the parent's, key by key. tables/ is a region's own set: the
nearest folder that has one gives the tables; a file there may say 沿用 to start from the parent's of that name.
A kind of document (文种) that is printed its own way is a folder of that name in the region's: 部门决算, or 决算 for
the department's and the units'. These folders, the region's and its parents', come before all others.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from reportgen import resources
from reportgen.diagnostics import Diagnostic, Location, ReportgenError, did_you_mean, error
from reportgen.kept import Shelf, digest
from reportgen.known import known_in
from reportgen.lexicon import DocumentKind, kind_called
from reportgen.patterns import compiled
from reportgen.profile.checks import check, check_words
from reportgen.profile.models import MeasureForm, Profile, ProfileFile, RequiredForm
from reportgen.profile.regions import check_kind, files_of, is_of_kind, read_once, with_kind, with_parents
from reportgen.profile.sheet import bases, departures, style_sheet
from reportgen.records import fields, replace
from reportgen.source import Mapping, Node, Problems, Scalar, below, decoded, merged
from reportgen.source import Sequence as SequenceNode
from reportgen.style import StyleSheet
from reportgen.vocabulary import Derivation, Implication, Measure, Vocabulary

# How many levels below a top key are merged key by key; below that, a value replaces the parent's whole.
_PROFILE_DEPTH = {"同比": 1, "指标": 1, "口径": 1, "标准": 1, "用语": 1}
_STYLE_DEPTH = {"文字": 1}
_KEPT, _MOST = Shelf("regions"), 30
_NUMBERS = compiled("([0-9]+)")
_READ: dict[tuple[Any, ...], Profile] = {}  # in this process
_REQUIRED = {f.metadata["key"] for f in fields(RequiredForm)}


def load(
    name: str, beside: Path, kind: str = "", at: Location | None = None, kind_at: Location | None = None
) -> Profile:
    """Read the region called `name`, from templates/ beside the budget file or else from those that the program ships.

    `kind` is the 文种 of the document; `at` and `kind_at` are where the budget file states region and kind.

    Raises:
        ReportgenError: the region is unknown, does not print such a document, or has mistakes in its files.
    """
    roots = (beside / "templates", resources.templates())
    asked = (name, kind, *map(str, roots))
    if (known := _KEPT.find(asked)) and (contents := _contents(roots, known)):
        key = (asked, contents)
        if key not in _READ and _KEPT.find(key):
            _READ[key] = _KEPT.unpickled(key, lambda: _loaded(name, with_parents(name, roots, at), kind, kind_at))
        if key in _READ:
            return _READ[key]
    regions = with_parents(name, roots, at)
    folders = tuple(str(folder) for folder, _ in regions)
    contents = _contents(roots, folders)
    profile = _loaded(name, regions, kind, kind_at)
    if contents and contents == _contents(roots, folders):
        _KEPT.put(asked, folders)
        _keep((asked, contents), profile)
    return profile


def _keep(key: tuple[Any, ...], profile: Profile) -> None:
    if len(_READ) == _MOST:
        _READ.clear()
    _READ[key] = profile
    _KEPT.unpickled(key, lambda: profile)


def _contents(roots: Iterable[Path], folders: Iterable[str]) -> bytes:
    """Return the digest of all files that a profile is read from; b"" if one of their folders is a link.

    Args:
        folders: of the region and of its parents.
    """
    said = [repr(sorted(path.name for path in root.iterdir())).encode() for root in roots if root.is_dir()]
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner.sort()
            if any(Path(place, name).is_symlink() for name in inner):
                return b""
            said.append(repr((place, inner, sorted(files))).encode())
            said += (Path(place, name).read_bytes() for name in sorted(files) if name.endswith(".yaml"))
    return digest(*said)


def _loaded(name: str, regions: Sequence[tuple[Path, Mapping | None]], kind: str, kind_at: Location | None) -> Profile:
    links = (link for region in regions for link in with_kind(region, kind))
    chain = sorted(links, key=lambda link: not is_of_kind(link, kind))
    folders = tuple(folder for folder, _ in chain)
    problems = Problems()
    stated = [profile for profile in _with_own_requirements(chain, kind) if profile is not None]
    node = _with_changes(_layered(stated, "profile.yaml", _PROFILE_DEPTH))
    file = _with_first_base(decoded(node, ProfileFile))
    if kind:
        check_kind(kind, [folder for folder, _ in regions], file.kinds, kind_at)
    check(file, node, problems)
    vocabulary = _vocabulary(file, problems)
    check_words(node, vocabulary, problems)
    differences = known_in(file.differences, problems)
    style, departed = _style(folders, problems)
    profile = Profile(name, folders, file, vocabulary, style, departures=departed, differences=differences)
    return replace(profile, tables=_tables(folders), glossary=_glossary(folders), charts=_charts(folders))


def _style(folders: Sequence[Path], problems: Problems) -> tuple[StyleSheet, tuple[Diagnostic, ...]]:
    """Return the style sheet, and where it departs from the standard.

    Raises:
        ReportgenError: all problems, those of the style sheet and those found before.
    """
    sheets = files_of(folders, "style.yaml")
    sheet = _layered(sheets, "style.yaml", _STYLE_DEPTH)
    style, known = style_sheet(sheet, problems), bases(sheet, sheets[-1], problems)
    problems.raise_any()
    assert style is not None
    return style, tuple(departures(sheet, sheets[-1], known))


def _with_first_base(file: ProfileFile) -> ProfileFile:
    """Return the profile with the base first that is meant where a template names none (比较口径)."""
    first = file.first_base
    return replace(file, bases={first: file.bases[first], **file.bases}) if first in file.bases else file


def _layered(nodes: Sequence[Mapping], name: str, depth: dict[str, int]) -> Mapping:
    """Return the first file, the nearest folder's, laid over the others."""
    if not nodes:
        raise ReportgenError(error("模板", f"模板里没有 {name}", hint="检查程序的 templates 文件夹是不是完整"))
    return reduce(lambda inherited, own: _laid_over(own, inherited, depth), reversed(nodes))


def _laid_over(own: Mapping, inherited: Mapping, depth: dict[str, int]) -> Mapping:
    mine = {name.text: (name, value) for name, value in own.entries}
    entries: list[tuple[Scalar, Node]] = []
    for name, value in inherited.entries:
        title, over = mine.pop(name.text, (name, value))
        if over is not value and isinstance(over, Mapping) and isinstance(value, Mapping):
            over = merged(over, value, depth.get(name.text, 0))
        entries.append((title, over))
    return Mapping(own.place, (*entries, *mine.values()))


def _with_own_requirements(chain: Sequence[tuple[Path, Mapping | None]], kind: str) -> Iterator[Mapping | None]:
    """Yield the profiles, each without those of its requirements (必备) that do not apply to this document.

    Requirements of tables and text apply from the folder whose tables and text are printed, and nearer ones. Parents
    state requirements of budgets: a document of another kind has only those of its own region, or of a folder of that
    文种.
    """
    dropped: set[str] = set()
    is_budget = kind_called(kind) in (DocumentKind.BUDGET, None)
    for i, (folder, profile) in enumerate(chain):
        if i and not is_budget and not is_of_kind((folder, profile), kind):
            dropped |= _REQUIRED
        required = profile.get("必备") if profile else None
        if profile and dropped and isinstance(required, Mapping):
            kept = required.without(*dropped)
            yield Mapping(profile.place, tuple((k, kept if k.text == "必备" else v) for k, v in profile.entries))
        else:
            yield profile
        if (folder / "tables").is_dir():
            dropped.add("表")
        if profile and _changes_sections(profile):
            dropped.add("语句")
        if (folder / "sections").is_dir() or (folder / "report.md.j2").is_file():
            dropped |= {"要件", "语句"}


def _changes_sections(profile: Mapping) -> bool:
    """Whether the profile says which sections there are, or what they are called."""
    return profile.get("各节") is not None or below(profile, "标准", "节题") is not None


def _with_changes(node: Mapping) -> Mapping:
    """Return the profile with every wording of 同比 laid over 缺省: a wording need only say what differs."""
    changes, plain = below(node, "同比"), below(node, "同比", "缺省")
    if not isinstance(changes, Mapping) or not isinstance(plain, Mapping):
        return node
    full = Mapping(
        changes.place,
        tuple((k, merged(v, plain, 0) if isinstance(v, Mapping) else v) for k, v in changes.entries),
    )
    return Mapping(node.place, tuple((k, full if k.text == "同比" else v) for k, v in node.entries))


def _tables(folders: Sequence[Path]) -> dict[str, Mapping]:
    """Read the nearest set of table files, in the order of their names: 1, 1-1, 2, 10."""
    for i, folder in enumerate(folders):
        paths = sorted((folder / "tables").glob("*.yaml"), key=_in_order)
        if paths:
            return {path.stem: _table(path, folders[i + 1 :]) for path in paths}
    return {}


def _in_order(path: Path) -> list[tuple[int, str]]:
    """Return the key to sort by: numbers in the name by their value, other letters as they are."""
    return [(int(part or 0) if part.isdecimal() else 0, part) for part in _NUMBERS.split(path.stem)]


def _table(path: Path, parents: Sequence[Path]) -> Mapping:
    own = read_once(path)
    inherits = own.get("沿用")
    if not isinstance(inherits, Scalar):
        return own
    known: list[str] = []
    for i, folder in enumerate(parents):
        there = {found.stem: found for found in sorted((folder / "tables").glob("*.yaml"))}
        if inherits.text in there:  # a name, not a path: it leads nowhere else
            return merged(own.without("沿用"), _table(there[inherits.text], parents[i + 1 :]), 0)
        known += there
    raise ReportgenError(
        error("模板", f"上级模板没有“{inherits.text}”这张表", inherits.at, hint=did_you_mean(inherits.text, known))
    )


def _charts(folders: Sequence[Path]) -> dict[str, Mapping]:
    """Read every chart of the region and its parents, the nearest file of each name."""
    paths = {path.stem: path for folder in reversed(folders) for path in sorted((folder / "charts").glob("*.yaml"))}
    return {name: read_once(path) for name, path in paths.items()}


def _glossary(folders: Sequence[Path]) -> dict[str, Scalar]:
    nodes = files_of(folders, "glossary.yaml")
    node = _layered(nodes, "glossary.yaml", {}) if nodes else None
    return {} if node is None else {name.text: value for name, value in node.entries if isinstance(value, Scalar)}


_UNIT = "单位"


def _vocabulary(file: ProfileFile, problems: Problems) -> Vocabulary:
    """Return the vocabulary that the profile's 指标, 维度, 隐含, 推导, 口径, 缺省成员 and 别称 state."""
    measures = {name: _measure(name, form) for name, form in file.measures.items()}
    trees = {dimension: _tree(node, problems) for dimension, node in file.dimensions.items()}
    implications = (
        Implication(d, m, given) for d, members in file.implications.items() for m, given in members.items()
    )
    derivations = (Derivation(d, s, given) for d, sources in file.derivations.items() for s, given in sources.items())
    same_year = tuple(name for name, base in file.bases.items() if base.year == "本年")
    balanced = tuple(name for name, base in file.bases.items() if base.balanced)
    rules = tuple(implications), tuple(derivations)
    return Vocabulary(measures, trees, *rules, tuple(file.bases), same_year, balanced, file.defaults, file.aliases)


def _measure(name: str, form: MeasureForm) -> Measure:
    listed = next((dimension for dimension in form.complete if dimension != _UNIT), "")
    by_unit = _UNIT in form.complete
    return Measure(name, form.unit, form.dimensions, form.sectioned, form.negative, listed, by_unit)


def _tree(node: Node, problems: Problems) -> dict[str, str]:
    members: dict[str, str] = {}

    def grow(node: Node, parent: str) -> None:
        match node:
            case Scalar() if node.text:
                add(node, parent)
            case SequenceNode():
                for item in node.items:
                    grow(item, parent)
            case Mapping():
                for name, below in node.entries:
                    add(name, parent)
                    grow(below, name.text)

    def add(name: Scalar, parent: str) -> None:
        if name.text in members:
            problems.add("维度", f"“{name.text}”写了两次", name.at, hint="一个成员只放在一处")
        members[name.text] = parent

    grow(node, "")
    return members
