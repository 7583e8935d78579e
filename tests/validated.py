"""Every Word file that a test builds is valid: the Open XML SDK reads what covers them all, at the end of the run.

What it finds wrong, for any of the versions of Office, fails the last test and names the one that built the file;
nothing is filtered. A file with something new is kept: an element after another, in another or with an attribute or
value that no file before had. At the end of a run the latest version is asked of few files that have between them all
that was new, the older one of those with all new elements and attributes. `make soak` asks the latest version of every
file, also of those that are made of what others are. The workers of a run tell each other what their files had. A file
is looked at once, by its bytes: those found valid are remembered in pytest's cache, for each version. The hundreds of
tiny files of Hypothesis are left out, as each takes the validator a third of a second; `test_docx_facts.py` has them in
one file. So are those that are written `aside`.
"""

import json
import os
import re
import tempfile
from collections.abc import Generator, Hashable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest
from hypothesis import currently_in_test_context
from lxml import etree

from reportgen.document import Document
from reportgen.style import StyleSheet
from reportgen.writers import docx
from tests.tools import FULL_RUN, NODE_MODULES, OFFICE_VERSIONS, found, ooxml_errors

_NAMES = re.compile(rb"<[A-Za-z][\w:.-]*|\s[A-Za-z][\w:.-]*(?==)")
_DIGITS = re.compile(r"[0-9]+")
_FREE = {"name", "anchor", "descr", "title", "Target", "author"}
Pattern = tuple[str, str, str]
_TOLD = 10  # of the errors of one file; none of them is excused


_aside = ContextVar("aside", default=False)


@contextmanager
def aside() -> Iterator[None]:
    """Files that are written here are not validated: all that they are made of stands in another one that is."""
    before = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(before)


class Kept(NamedTuple):
    """A file that may be read at the end: the test that built it, and what it is made of."""

    file: Path
    test: str
    words: set[bytes]
    patterns: set[Pattern]


class Validation:
    """The plugin: stands between the writer and those who call it, and asks for the verdicts after the last test."""

    def __init__(self, valid: Path | None = None, every: bool = False, told: "Told | None" = None) -> None:
        """Markers of the files found valid by this version of the validator stand in the folder, if there is one.

        `every`: also files that are made of what others are made of. `told`: what other workers of the run tell.
        """
        self._every, self._told = every, told
        self._patterns: set[Pattern] = set()
        self._parts: set[bytes] = set()
        self._words: set[bytes] = set()
        self._kept: dict[str, Kept] = {}
        self._open_words: set[bytes] = set()  # no file that has them was found valid yet
        self._open_patterns: set[Pattern] = set()
        self._folder = tempfile.TemporaryDirectory(prefix="validated-")
        self._valid = valid or Path(self._folder.name)
        self._packed = docx.packed
        docx.packed = self.packed

    def packed(self, document: Document, style: StyleSheet) -> bytes:
        """What the writer makes, which the validator may read at the end."""
        content = self._packed(document, style)
        if not currently_in_test_context() and not _aside.get():
            self._keep(content)
        return content

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, nextitem: pytest.Item | None) -> Generator[None, None, None]:
        """After the last test, also one that was skipped: the files of all are valid."""
        yield
        if nextitem is None and (errors := self._errors()):
            pytest.fail("\n".join(errors), pytrace=False)

    def _errors(self) -> list[str]:
        """What is wrong in the files that are kept, which are kept no longer."""
        older, latest = OFFICE_VERSIONS
        of_all = covering(self._open_patterns, {name: kept.patterns for name, kept in self._kept.items()})
        asked = [
            *((name, older) for name in covering(self._open_words, {name: k.words for name, k in self._kept.items()})),
            *((name, latest) for name in (self._kept if self._every else of_all)),
        ]
        with ThreadPoolExecutor(max_workers=len(OFFICE_VERSIONS)) as pool:
            verdicts = [*pool.map(lambda one: ooxml_errors(self._kept[one[0]].file, one[1]), asked)]
        self._valid.mkdir(parents=True, exist_ok=True)  # another worker may have begun by clearing the cache
        for (name, version), errors in zip(asked, verdicts, strict=True):
            if not errors:
                self._marker(name, version).touch()
        told = [
            f"{self._kept[name].test}: {error}"
            for (name, _), errors in zip(asked, verdicts, strict=True)
            for error in errors[:_TOLD]
        ]
        self._kept, self._open_words, self._open_patterns = {}, set(), set()
        return told

    def _marker(self, name: str, version: str) -> Path:
        return self._valid / f"{name}-{version}"

    def pytest_unconfigure(self) -> None:
        """The writer as it was."""
        docx.packed = self._packed
        if self._told:
            self._told.end()
        self._folder.cleanup()

    def _keep(self, content: bytes) -> None:
        name = sha256(content).hexdigest()
        if name in self._kept or (not FULL_RUN and not found("ooxml-validator")):
            return
        with ZipFile(BytesIO(content)) as archive:
            parts = {archive.read(entry) for entry in archive.namelist() if entry.endswith((".xml", ".rels"))}
        new_words, new_patterns = self._news(parts)
        if not (new_words or new_patterns or self._every):
            return
        self._open_words |= new_words
        self._open_patterns |= new_patterns
        file = Path(self._folder.name, f"{name}.docx")
        kept = Kept(file, os.environ.get("PYTEST_CURRENT_TEST", ""), _words_of(parts), _all_patterns_of(parts))
        older, latest = (self._marker(name, version).exists() for version in OFFICE_VERSIONS)
        if older:
            self._open_words -= kept.words
        if latest:
            self._open_patterns -= kept.patterns
        if not latest or (new_words and not older):
            file.write_bytes(content)
            self._kept[name] = kept

    def _news(self, parts: set[bytes]) -> tuple[set[bytes], set[Pattern]]:
        """The names (older versions may not know them), and all that no file before had."""
        unseen = parts - self._parts
        for words, patterns in self._told.new() if self._told else ():
            self._words |= words
            self._patterns |= patterns
        words, patterns = _words_of(unseen), _all_patterns_of(unseen)
        news = words - self._words, patterns - self._patterns
        if self._told and any(news):
            self._told.tell(*news)
        self._parts |= unseen
        self._words |= words
        self._patterns |= patterns
        return news


class Told:
    """What the files of the workers of a run are made of: lines in a file of each, read by the others.

    What two of them meet at the same moment, both ask about.
    """

    def __init__(self, folder: Path, worker: str) -> None:
        folder.mkdir(exist_ok=True)
        self._folder, self._own, self._read = folder, folder / worker, dict[Path, int]()
        self._own.touch()  # the folder stays until every worker has ended

    def tell(self, words: set[bytes], patterns: set[Pattern]) -> None:
        self._folder.mkdir(exist_ok=True)  # another worker may have ended before this one began
        line = json.dumps([[word.decode() for word in words], [*patterns]]).encode()
        with self._own.open("ab") as file:
            file.write(line + b"\n")

    def new(self) -> Iterator[tuple[set[bytes], set[Pattern]]]:
        """Words and patterns that others have told since; a line that is being written is left for the next time."""
        for path in self._folder.glob("*"):
            with path.open("rb") as file:
                file.seek(self._read.get(path, 0))
                lines, end, _ = file.read().rpartition(b"\n")
            self._read[path] = self._read.get(path, 0) + len(lines) + len(end)
            for words, patterns in map(json.loads, lines.splitlines() if path != self._own else ()):
                yield {word.encode() for word in words}, {(one, two, three) for one, two, three in patterns}

    def end(self) -> None:
        """The last one takes the folder away."""
        with suppress(OSError):
            self._own.unlink(missing_ok=True)
            self._folder.rmdir()


def covering(wanted: Set[Hashable], holders: Mapping[str, Set[Hashable]]) -> list[str]:
    """Few of the holders that have between them all that is wanted, as far as any has it."""
    chosen = list[str]()
    left = set(wanted)
    while holders and left & holders[most := max(holders, key=lambda name: len(left & holders[name]))]:
        left -= holders[most]
        chosen.append(most)
    return chosen


def _words_of(parts: set[bytes]) -> set[bytes]:
    return {word for part in parts for word in _NAMES.findall(part)}


def _all_patterns_of(parts: set[bytes]) -> set[Pattern]:
    return {pattern for part in parts for pattern in patterns_of(part)}


def patterns_of(part: bytes) -> set[Pattern]:
    """What a part is made of: elements with what stands in them, one after another, and attributes with their values.

    Digits count as digits, and words that stand for themselves as words.
    """
    found: set[Pattern] = set()
    values: set[Pattern] = set()
    for element in etree.fromstring(part).iter("*"):
        before = ""
        for child in element.iterchildren("*"):
            found.add((element.tag, before, child.tag))
            before = child.tag
        found.add((element.tag, before, ""))
        values.update((element.tag, name, value) for name, value in element.items())
    free = (("" if _is_free(tag, name) else _DIGITS.sub("0", value)) for tag, name, value in values)
    return found | {(tag, name, value) for (tag, name, _), value in zip(values, free, strict=True)}


def _is_free(tag: str, name: str) -> bool:
    """Whether anything may stand in the attribute: a name, a description, a target."""
    return name.rpartition("}")[2] in _FREE or tag.endswith(("}tblCaption", "}tblDescription"))


def validation(config: pytest.Config) -> Validation:
    """The plugin for a test run; workers of one run share the folder of markers."""
    lock = NODE_MODULES.with_name("package-lock.json").read_bytes()
    cache = getattr(config, "cache", None)  # a run may do without: -p no:cacheprovider
    every = config.option.markexpr != "not soak"
    worker = getattr(config, "workerinput", None)
    told = worker and Told(Path(tempfile.gettempdir(), f"validated-{worker['testrunuid']}"), worker["workerid"])
    return Validation(cache and cache.mkdir(f"valid-docx-{sha256(lock).hexdigest()[:12]}"), every, told)
