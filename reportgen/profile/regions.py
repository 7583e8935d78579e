"""The regions (地区模板) that a budget file can name, beside it or shipped with the program, and their folders."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from reportgen import resources
from reportgen.diagnostics import Location, ReportgenError, did_you_mean, error
from reportgen.lexicon import DocumentKind, folders_called, kind_called
from reportgen.patterns import compiled
from reportgen.records import dataclass
from reportgen.source import Mapping, Node, Scalar, parsed, read, read_text
from reportgen.source import Sequence as Items

KINDS = ("部门预算", "单位预算")  # 文种 of a region that states none
_EXISTING = (*KINDS, "部门决算", "单位决算")  # that a budget file may ask of such a region
_OF_BOTH = (DocumentKind.BUDGET.value, DocumentKind.ACCOUNTS.value)
_PARTS = ("profile.yaml", "report.md.j2", "style.yaml", "glossary.yaml", "tables", "sections", "new.yaml")


@dataclass(frozen=True, slots=True)
class Region:
    """A region in the list: its folder, what it is for, the kinds of document (文种) that it prints."""

    name: str
    folder: Path
    about: str
    kinds: tuple[str, ...]


def kinds(folders: Sequence[Path], stated: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the kinds of document that a region prints: those stated, and those that have a folder of their own."""
    return tuple(dict.fromkeys((*(stated or KINDS), *_kinds_with_folder(folders))))


def check_kind(kind: str, folders: Sequence[Path], stated: Sequence[str], at: Location | None) -> None:
    """Refuse an unknown kind of document; a unit's (单位…) is known if the department's (部门…) is."""
    named = (*(stated or _EXISTING), *_kinds_with_folder(folders))
    known = dict.fromkeys((*named, *(f"单位{one.removeprefix('部门')}" for one in named if one.startswith("部门"))))
    if kind not in known:
        raise ReportgenError(
            error("文种", f"没有“{kind}”这个文种", *([at] if at else []), hint=did_you_mean(kind, known))
        )


def _kinds_with_folder(folders: Sequence[Path]) -> list[str]:
    """Return the kinds that have a folder of their own: 决算 is that of 部门决算 and 单位决算."""
    inside = (path for folder in folders for path in sorted(folder.iterdir()) if path.is_dir())
    own = [path.name for path in inside if path.name not in _PARTS and any((path / part).exists() for part in _PARTS)]
    return [kind for name in own for kind in ((f"部门{name}", f"单位{name}") if name in _OF_BOTH else (name,))]


def regions(beside: Path) -> list[Region]:
    """Return the regions that a budget file in this folder can name; one beside it hides a shipped one of its name."""
    there: dict[str, Path] = {}
    for root in (beside / "templates", resources.templates()):
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            if folder.is_dir() and not folder.name.startswith((".", "_")):
                there.setdefault(folder.name, folder)
    return [_region(folder, there) for folder in there.values()]


def _region(folder: Path, there: dict[str, Path]) -> Region:
    """Return the region of a folder; it prints the kinds that its parents print, unless it states its own."""
    folders, stated, about, name = list[Path](), list[str](), "", folder.name
    while name in there and there[name] not in folders:
        folders.append(there[name])
        path, profile = folders[-1] / "profile.yaml", None
        if path.is_file():
            try:
                profile = read(path, resources.template_name(path))
            except ReportgenError:
                return Region(folder.name, folder, "（profile.yaml 有错，生成时会说明）", kinds(folders, stated))
            stated = stated or _stated(profile.get("文种"))
            about = about if folders[1:] else _description(profile, path)
        name, _ = parent_of(folders[-1], profile)
    return Region(folder.name, folder, about, kinds(folders[:1] if stated else folders, stated))


def parent_of(folder: Path, profile: Mapping | None) -> tuple[str, Location | None]:
    """Return the name of the parent, and where 上级 states it; else the baseline, which itself has "" as parent."""
    stated = profile.get("上级") if profile else None
    if isinstance(stated, Scalar) and stated.text:
        return stated.text, stated.at
    return ("" if folder.name == "default" else "default"), None


def _stated(node: Node | None) -> list[str]:
    items = node.items if isinstance(node, Items) else [node]
    return [item.text for item in items if isinstance(item, Scalar)]


def _description(profile: Mapping, path: Path) -> str:
    """Return what profile.yaml says under 说明, or in its first comment."""
    stated = profile.get("说明")
    if isinstance(stated, Scalar):
        return stated.text
    first = read_text(path).split("\n", 1)[0]
    return compiled(r"^#+\s*").sub("", first).strip() if first.startswith("#") else ""


def with_parents(name: str, roots: Sequence[Path], at: Location | None) -> list[tuple[Path, Mapping | None]]:
    """Return the folders of the region and its parents, nearest first, each with its profile.yaml if it has one."""
    there = [path for root in roots if root.is_dir() for path in sorted(root.iterdir()) if path.is_dir()]
    chain: list[tuple[Path, Mapping | None]] = []
    while name:
        used = [path for path, _ in chain]
        folder = next((path for path in there if path.name == name and path not in used), None)
        if folder is None:
            raise _no_such(name, there, used, at)
        profile = next(iter(files_of([folder], "profile.yaml")), None)
        chain.append((folder, profile))
        name, at = parent_of(folder, profile)
    return chain


def _no_such(name: str, there: Sequence[Path], used: Sequence[Path], at: Location | None) -> ReportgenError:
    places = (at,) if at else ()
    if name in (path.name for path in used):
        what = f"“{name}”绕了一圈又以自己为上级"
        return ReportgenError(error("模板", what, *places, hint="“上级”写另一个模板，没有就写 default"))
    known = sorted({path.name for path in there} - {path.name for path in used})
    return ReportgenError(error("模板", f"没有“{name}”这个模板", *places, hint=did_you_mean(name, known)))


def with_kind(region: tuple[Path, Mapping | None], kind: str) -> list[tuple[Path, Mapping | None]]:
    """Return the region's folder, and before it that of the kind of document if there is one."""
    names = folders_called(kind)
    own = [path for path in region[0].iterdir() if path.is_dir() and path.name in names]
    own.sort(key=lambda path: names.index(path.name))
    return [*((path, next(iter(files_of([path], "profile.yaml")), None)) for path in own), region]


def is_of_kind(link: tuple[Path, Mapping | None], kind: str) -> bool:
    """Whether a folder is of that kind of document: by its name, or by 文种, where that lists no budgets."""
    folder, profile = link
    stated = profile.get("文种") if profile else None
    items = stated.items if isinstance(stated, Items) else ()
    listed = [item.text for item in items if isinstance(item, Scalar)]
    called = {kind_called(one) for one in listed}
    own = kind_called(kind) in called and DocumentKind.BUDGET not in called
    return bool(kind) and (folder.name in folders_called(kind) or own)


def files_of(folders: Sequence[Path], name: str) -> list[Mapping]:
    """Read the files of that name, in the folders that have one."""
    return [read_once(path) for folder in folders if (path := folder / name).is_file()]


def read_once(path: Path) -> Mapping:
    """Read a file; one whose text a process has read before is not parsed again."""
    name = resources.template_name(path)
    return _parsed(read_text(path, name), name, path.parent)


_parsed = lru_cache(maxsize=256)(parsed)
