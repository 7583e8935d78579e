"""The rules (规则), found in the modules of this package's rooms; there is no list of them.

A rule is a function named R and three digits, with its manual page as docstring: `R105(case)`, or `R903(case, file)`
for one that needs the budget file. Or a rule is a row of a YAML file beside the module that interprets its rows:

    收支总表：合计、总计和平衡:          # the family
      R101 收支总表·收入总计:            # number and name
        说明: |                          # the manual page
          …
        适用: [部门预算]                  # kinds of document; all if it is left out
        …                                # whatever else a row of this file says

Such a module has `declared() -> tuple[Rule, ...]`. A function of the same number adds what the row cannot say.

A region may declare rules of its own in `checks.yaml` of its folder: rows with numbers from D001 to D999.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib import import_module
from itertools import chain, groupby
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Generic, TypeVar

from reportgen import discovery, source
from reportgen.checks._case import Case
from reportgen.checks._results import Result, Unknown, firsts
from reportgen.checks._says import DECODED, reason_not_applicable, rooms
from reportgen.diagnostics import Location
from reportgen.kept import digest
from reportgen.lexicon import DocumentKind, using
from reportgen.patterns import compiled
from reportgen.records import dataclass, replace
from reportgen.source import Problems, decode, key
from reportgen.source.text_file import read_bytes

_ID = compiled(r"R[0-9]{3}")
_OWN_ID = compiled(r"D[0-9]{3}")
_OWN_FORM = "写成 D001 到 D999 的编号，空一格，再写规则的名称"
_PAGES_HEAD = """# 核查规则

`reportgen check 预算文件` 用这些规则核查将要公开的文件；`reportgen explain R105` 印出其中一条。
这一页由各条规则自己的说明生成：`reportgen explain 手册`。
"""

BUDGET, ACCOUNTS = DocumentKind.BUDGET, DocumentKind.ACCOUNTS
TARGETS, THREE_PUBLIC = DocumentKind.TARGETS, DocumentKind.THREE_PUBLIC
ALL = tuple(DocumentKind)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        name: the first line of its manual page. text: the rest, as it is written.
        family: the heading above it in the manual.
        kinds: the kinds of document that it is for.
    """

    id: str
    name: str
    text: str
    family: str
    run: Callable[[Case], Iterator[Result]]
    kinds: tuple[DocumentKind, ...]
    nothing: str = ""

    @property
    def title(self) -> str:
        """The rule as findings name it: `R105 收支平衡`."""
        return f"{self.id} {self.name}"

    @property
    def page(self) -> str:
        """The text of its manual page, without the name."""
        from inspect import cleandoc  # for a docstring; it takes long to import

        return cleandoc(f"\n{self.text}").strip()


_Function = TypeVar("_Function", bound=Callable[..., object])


def speaks_of(*kinds: DocumentKind) -> Callable[[_Function], _Function]:
    """Decorate a rule that is only for these kinds of document; without this a rule is for all kinds."""
    return partial(_marked, "kinds", kinds)


def of_family(name: str) -> Callable[[_Function], _Function]:
    """Decorate a rule whose family is another than the first line of its module."""
    return partial(_marked, "family", name)


def _marked(attribute: str, value: object, rule: _Function) -> _Function:
    setattr(rule, attribute, value)
    return rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, by number."""
    package = __name__.rpartition(".")[0]
    folders = [f"{package}.{room}" for room in rooms()]
    modules = [one for room in folders for one in (import_module(room), *discovery.modules_below(room))]
    functions = {rule.id: rule for module in modules for rule in _functions(module)}
    rows = {rule.id: rule for module in modules for rule in getattr(module, "declared", tuple)()}
    found = {**functions, **{number: _joined(row, functions.get(number)) for number, row in rows.items()}}
    return tuple(replace(rule, run=partial(_results_or_reason, rule)) for _, rule in sorted(found.items()))


def _functions(module: ModuleType) -> Iterator[Rule]:
    family = (module.__doc__ or module.__name__).partition("\n")[0].strip()
    for id_, function in vars(module).items():
        if isinstance(function, FunctionType) and _ID.fullmatch(id_) and function.__module__ == module.__name__:
            name, _, text = (function.__doc__ or id_).partition("\n")
            own = {"family": family, "kinds": ALL} | vars(function)
            yield Rule(id_, name.strip(), text, own["family"], _run(function), own["kinds"])


def _run(function: FunctionType) -> Callable[[Case], Iterator[Result]]:
    """Return the rule as a function of the case alone; without a budget file, one that needs it is Unknown."""
    if function.__code__.co_argcount == 1:
        return function
    return lambda case: function(case, case.file_figures) if case.file_figures else iter((Unknown("没有预算文件"),))


def _results_or_reason(rule: Rule, case: Case) -> Iterator[Result]:
    """Yield what the rule yields, or Unknown with the rule's own reason if it yields nothing."""
    looked = False
    for result in rule.run(case):
        looked = True
        yield result
    if not looked and (reason := rule.nothing or reason_not_applicable(rule.id)):
        yield Unknown(reason)


def _joined(row: Rule, function: Rule | None) -> Rule:
    """Return the rule of a row, extended by what the function of the same number yields."""
    both = (row, function) if function else (row,)
    return replace(row, run=lambda case: chain.from_iterable(one.run(case) for one in both))


def results(case: Case, rule: Rule) -> tuple[Result, ...]:
    """Return what a rule yields on the document; it runs once."""
    with using(case.lexicon):
        return case.remembered(rule.id, lambda: tuple(rule.run(case)))


def rule_named(text: str) -> Rule | None:
    """Return the rule of that number (`R105`, `r105`, `105`) or name; None if there is none."""
    wanted = text.strip().upper()
    return next((r for r in rules() if wanted in (r.id, r.id[1:], r.name.upper(), r.title.upper())), None)


@dataclass(frozen=True, kw_only=True)
class DeclaredRow:
    """The keys that rows of every file have; each file adds its own."""

    page: str = key("说明")
    kinds: tuple[DocumentKind, ...] = key("适用", ALL)
    missing: str = key("没有", "")


R = TypeVar("R", bound=DeclaredRow)


@dataclass(frozen=True)
class Declared(Generic[R]):
    """A row with its family, number and name; `at`: its place in the file."""

    family: str
    number: str
    name: str
    row: R
    at: Location


def rows(path: Path, model: type[R]) -> tuple[Declared[R], ...]:
    """Return the rows of a file.

    Raises:
        ReportgenError: a row does not fit the model.
    """
    key = (model.__qualname__, str(path), digest(read_bytes(path)))
    return DECODED.unpickled(key, lambda: _decoded(path, model))


def _decoded(path: Path, model: type[R]) -> tuple[Declared[R], ...]:
    problems = Problems()
    found: list[Declared[R]] = []
    for family, node in source.read(path).entries:
        for title, own in node.entries if isinstance(node, source.Mapping) else ():
            number, _, name = title.text.partition(" ")
            row = decode(own, model, problems)
            found += [Declared(family.text, number, name, row, title.at)] if row else []
    problems.raise_any()
    return tuple(found)


def check_own_numbers(declared: Iterable[Declared[R]], problems: Problems) -> None:
    """Add a mistake for each rule of a region whose number is not D001 to D999, or is used twice."""
    seen: set[str] = set()
    for one in declared:
        if not _OWN_ID.fullmatch(one.number):
            problems.add("规则编号", f"“{one.number} {one.name}”的编号不对", one.at, hint=_OWN_FORM)
        elif one.number in seen:
            problems.add("规则编号", f"编号{one.number}用了两次", one.at, hint="换一个编号")
        seen.add(one.number)


def rules_of(declared: Iterable[Declared[R]], run: Callable[[str, R, Case], Iterator[Result]]) -> tuple[Rule, ...]:
    """Return the rules of these rows; `run` takes number, row and case."""
    rows = ((one, one.row, partial(run, one.number, one.row)) for one in declared)
    return tuple(
        Rule(one.number, one.name, row.page, one.family, own, row.kinds, row.missing) for one, row, own in rows
    )


def page(rule: Rule) -> str:
    """Return the manual page of one rule."""
    return f"{rule.title}\n\n{_text(rule)}\n"


def book() -> str:
    """Return all manual pages as Markdown, family by family."""
    first = firsts((rule.family, rule.id) for rule in rules())
    parts = [_PAGES_HEAD]
    for family, own in groupby(sorted(rules(), key=lambda r: (first[r.family], r.id)), key=lambda r: r.family):
        parts.append(f"## {family}\n")
        parts += [f"### {rule.title}\n\n{_text(rule)}\n" for rule in own]
    return "\n".join(parts)


def _text(rule: Rule) -> str:
    """Return the text of a page; the kinds of document stand at its end if the rule is not for all."""
    if set(rule.kinds) == set(ALL):
        return rule.page
    return f"{rule.page}\n适用：{'、'.join(kind.value for kind in rule.kinds)}。"
