"""What users get wrong, as data: `template.yaml` has each mistake in a template, with the message that it gets.

    template-comma:                      the name of the case
      templates/probe/report.md.j2: |    a file, by its path beside the budget file; `null`: there is no such file
        {{ 支出, 支出 }}
      says: |                            what `reportgen build input.yaml` says; it comes last
        ...

The budget file is `head`, `department`, `budget` and `more`, one after another, or else `input.yaml`. What a case does
not write is as `shared` of its family has it, else as in `_shared.yaml`. What no text file should hold is tagged: texts
with `!gbk` or `!utf-16` are stored in that encoding; `\\x0b` or `\\u202e` in one with `!escaped` is that character;
with `!times-900` the text stands there 900 times.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
FOLDER = Path(__file__).parent
BUDGET_FILE, PARTS = "input.yaml", ("head", "department", "budget", "more")


@dataclass(frozen=True)
class Case:
    """One mistake. `family`: the file that has it; `files`: content by path; `says`: the message."""

    family: Path
    name: str
    files: dict[str, bytes]
    says: str

    def lay_out(self, folder: Path) -> None:
        """Write the files as a user has them."""
        for path, content in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)


def cases() -> tuple[Case, ...]:
    """The cases of every family."""
    shared = _read(FOLDER / "_shared.yaml")
    families = sorted(FOLDER.glob("[!_]*.yaml"))
    return tuple(case for family in families for case in _cases_of(family, shared))


def _cases_of(family: Path, shared: dict[str, Any]) -> Iterator[Case]:
    own = _read(family)
    shared = {**shared, **own.pop("shared", {})}
    for name, written in own.items():
        content = {**shared, **written}
        says, budget = content.pop("says", ""), "".join(content.pop(part) for part in PARTS)
        yield Case(family, name, _encoded({BUDGET_FILE: budget, **content}), says)


def _encoded(files: dict[str, str | bytes | None]) -> dict[str, bytes]:
    texts = {path: content for path, content in files.items() if content is not None}
    return {path: text.encode() if isinstance(text, str) else text for path, text in texts.items()}


class _Loader(_Safe):
    """YAML with the tags of texts that are stored otherwise."""


def _unescaped(text: str) -> str:
    return re.sub(r"\\(?:x(..)|u(....))", lambda found: chr(int(found[1] or found[2], 16)), text)


_Loader.add_constructor("!gbk", lambda _, node: node.value.encode("gbk"))
_Loader.add_constructor("!utf-16", lambda _, node: node.value.encode("utf-16"))
_Loader.add_multi_constructor("!times-", lambda _, times, node: node.value * int(times))
_Loader.add_constructor("!escaped", lambda _, node: _unescaped(node.value))


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    return found
