"""Finds the modules of a package and what they declare (发现): a new writer or command is a new module, no list."""

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any


def module_names(package: str) -> list[str]:
    """Return the sorted names of the package's public modules and sub-packages; only the package is imported."""
    return list(_public_names(tuple(import_module(package).__path__)))


@cache
def _public_names(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(name for folder in folders for name in names_in(folder)))


def names_in(folder: str) -> Iterator[str]:
    """Yield the names of the public modules and packages in a folder, as `pkgutil` does, which imports `inspect`."""
    for name in os.listdir(folder):  # noqa: PTH208 - texts are all that is needed
        if not name.startswith("_") and (name.endswith(".py") or os.path.isfile(f"{folder}/{name}/__init__.py")):  # noqa: PTH113
            yield name.removesuffix(".py")


def inner_names(package: str, prefix: str) -> list[tuple[str, str]]:
    """Return (sub-package, module) for each module whose name begins with the prefix, sorted; none is imported."""
    return list(_inner_names(tuple(import_module(package).__path__), prefix))


@cache
def _inner_names(folders: tuple[str, ...], prefix: str) -> tuple[tuple[str, str], ...]:
    found = (inner for folder in folders for inner in Path(folder).glob(f"*/{prefix}*.py"))
    return tuple(sorted((inner.parent.name, inner.stem) for inner in found))


def module(package: str, name: str) -> ModuleType:
    """Import a module of the package by its name and return it."""
    return import_module(f"{package}.{name}")


@cache
def declared(package: str, table: str) -> dict[str, Any]:
    """Return all mappings called `table` in the package and its public modules as one; imports them once."""
    tables = (
        getattr(one, table) for one in (import_module(package), *(module(package, n) for n in module_names(package)))
    )
    return {key: value for found in tables for key, value in found.items()}


def modules_below(package: str) -> Iterator[ModuleType]:
    """Import and yield every public module of the package and of its sub-packages."""
    for name in module_names(package):
        found = module(package, name)
        yield found
        if hasattr(found, "__path__"):
            yield from modules_below(found.__name__)
