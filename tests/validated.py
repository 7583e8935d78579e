"""Every Word file that a test builds is valid: the Open XML SDK reads it while the test goes on.

What it finds wrong, for any of the versions of Office, fails the test that built the file; nothing is filtered. The
latest version is asked of every file that has something new: an element after another, in another or with an attribute
or value that no file before had; the older one, of those with an element or attribute that none before had. `make soak`
asks the latest version of every file, also of those that are made of what others are. The workers of a run tell each
other what their files had. A file is looked at once, by its bytes: those found valid are remembered in pytest's cache.
The hundreds of tiny files of Hypothesis are left out, as each takes the validator a third of a second;
`test_docx_facts.py` has them in one file. So are those that are written `aside`.
"""

import json
import re
import tempfile
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from hashlib import sha256
from io import BytesIO
from pathlib import Path
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


class Validation:
    """The plugin: stands between the writer and those who call it, and asks for the verdicts after each test."""

    def __init__(self, valid: Path | None = None, every: bool = False, told: "Told | None" = None) -> None:
        """Markers of the files found valid by this version of the validator stand in the folder, if there is one.

        `every`: also files that are made of what others are made of. `told`: what other workers of the run tell.
        """
        self._every, self._told = every, told
        self._patterns: set[Pattern] = set()
        self._parts: set[bytes] = set()
        self._asked: dict[str, list[Future[list[str]]]] = {}
        self._words: set[bytes] = set()
        self._pool = ThreadPoolExecutor(max_workers=len(OFFICE_VERSIONS))
        self._folder = tempfile.TemporaryDirectory(prefix="validated-")
        self._valid = valid or Path(self._folder.name)
        self._packed = docx.packed
        docx.packed = self.packed

    def packed(self, document: Document, style: StyleSheet) -> bytes:
        """What the writer makes, which the validator has begun to read."""
        content = self._packed(document, style)
        if not currently_in_test_context() and not _aside.get():
            self._ask(content)
        return content

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, None, None]:
        """After a test: its files are valid, those of its fixtures too."""
        try:
            yield
        finally:
            asked, self._asked = self._asked, {}
        verdicts = [verdict.result() for versions in asked.values() for verdict in versions]
        if any(verdicts):
            pytest.fail("\n".join(error for errors in verdicts for error in errors[:_TOLD]), pytrace=False)
        self._valid.mkdir(parents=True, exist_ok=True)  # another worker may have begun by clearing the cache
        for digest in asked:
            (self._valid / digest).touch()

    def pytest_unconfigure(self) -> None:
        """The writer as it was."""
        docx.packed = self._packed
        if self._told:
            self._told.end()
        self._pool.shutdown(cancel_futures=True)
        self._folder.cleanup()

    def _ask(self, content: bytes) -> None:
        digest = sha256(content).hexdigest()
        if digest in self._asked or (not FULL_RUN and not found("ooxml-validator")):
            return
        new_words, new_patterns = self._news(content)
        if (self._valid / digest).exists() or not (new_words or new_patterns or self._every):
            return
        file = Path(self._folder.name, f"{digest}.docx")
        file.write_bytes(content)
        versions = OFFICE_VERSIONS if new_words else OFFICE_VERSIONS[-1:]
        self._asked[digest] = [self._pool.submit(ooxml_errors, file, version) for version in versions]

    def _news(self, content: bytes) -> tuple[bool, bool]:
        """Whether the file has a name (older versions may not know it), or anything at all, that no file before had."""
        with ZipFile(BytesIO(content)) as archive:
            parts = {archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
        unseen = parts - self._parts
        for words, patterns in self._told.new() if self._told else ():
            self._words |= words
            self._patterns |= patterns
        words = {word for part in unseen for word in _NAMES.findall(part)}
        patterns = {pattern for part in unseen for pattern in patterns_of(part)}
        news = not words <= self._words, not patterns <= self._patterns
        if self._told and any(news):
            self._told.tell(words - self._words, patterns - self._patterns)
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

    def tell(self, words: set[bytes], patterns: set[Pattern]) -> None:
        line = json.dumps([[word.decode() for word in words], [*patterns]]).encode()
        with self._own.open("ab") as file:
            file.write(line + b"\n")

    def new(self) -> Iterator[tuple[set[bytes], set[Pattern]]]:
        """Words and patterns that others have told since; a line that is being written is left for the next time."""
        for path in self._folder.iterdir():
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
