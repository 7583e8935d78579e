"""Documents → files (文件): the formats that are asked for, the look of a reference document, conversion, saving.

All formats of a document are saved together. Without a converter every document is saved before the next one is
assembled. A converter gets the files of all documents in one call, so with one all are written first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen import converters, writers
from reportgen.cli._documents import Messages, ReadyDocument
from reportgen.cli._files import write_files
from reportgen.cli._parser import Unusable


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a run, in the order in which they were asked for (所要的格式).

    Attributes:
        asked: what the user gets. converted: those of them that converters make from files of writers.
    """

    asked: tuple[str, ...]
    converted: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """The formats that writers have to make, for the user or for a converter."""
        made = [name for name in self.asked if name not in self.converted]
        return tuple(dict.fromkeys([*made, *(converters.converter(name).SOURCE for name in self.converted)]))


def formats_asked(text: str | None) -> Formats:
    """The formats of `docx,pdf`; without a text all that need nothing installed.

    Raises:
        Unusable: there is no such format.
    """
    from reportgen.diagnostics import did_you_mean

    written, kinds = writers.formats(), writers.kinds()
    known = list(dict.fromkeys([*written, *converters.formats(), *kinds]))
    chosen = [part.strip().lower() for part in text.replace("，", ",").split(",")] if text else written
    for name in chosen:
        if name not in known:
            raise Unusable(f"没有“{name}”这个格式。{did_you_mean(name, known)}")
    asked = tuple(dict.fromkeys(chosen))
    return Formats(asked, tuple(name for name in asked if name not in (*written, *kinds)))


def formats_known() -> str:
    """All formats, for the help."""
    written = writers.formats()
    others = [name for name in converters.formats() if name not in written]
    needing = (f"{name}（要装有 {converters.converter(name).NEEDS}）" for name in others)
    more = "、".join((*needing, *writers.kinds()))
    return f"不写就是 {'、'.join(written)}{f'；还可以写 {more}' if more else ''}"


_WORD = "docx"


def reference_named(name: str, formats: Formats) -> bytes:
    """The content of the reference document (参考文档), whose styles, page, headers and footers Word files take.

    Raises:
        Unusable: no Word file is asked for.
        ReportgenError: the file is missing, or is no Word document that can be taken.
    """
    from reportgen.diagnostics import ReportgenError, error
    from reportgen.source.text_file import read_bytes
    from reportgen.writers.docx.reference import read_reference

    if _WORD not in formats.written:
        raise Unusable("--reference-doc 只管 Word 和 PDF：--to 里要有 docx 或 pdf")
    path = Path(name)
    if path.is_dir():
        raise ReportgenError(error("文件", f"{path} 是文件夹", hint="写出作为样子的Word文档（.docx）"))
    content = read_bytes(path)
    read_reference(content, name)
    return content


def styled(ready: Iterable[ReadyDocument], content: bytes) -> Iterator[ReadyDocument]:
    """The documents, to be set as the reference document is."""
    return (replace(one, style=replace(one.style, reference=content)) for one in ready)


@dataclass(frozen=True, slots=True)
class BuiltFiles:
    """A document's files by format (一份文档的各种格式)."""

    stem: str
    called: str
    contents: dict[str, bytes]


def save_files(ready: Iterable[ReadyDocument], formats: Formats, folder: Path, messages: Messages, force: bool) -> None:
    """Writes the documents into the folder in every format asked for."""
    made: Iterable[BuiltFiles] = _in_formats(ready, formats, messages)
    for name in formats.converted:
        made = _converted(list(made), name, formats, messages)
    for one in made:
        _save(one, formats, folder, messages, force)


def _in_formats(ready: Iterable[ReadyDocument], formats: Formats, messages: Messages) -> Iterator[BuiltFiles]:
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    names = formats.written
    for one in ready:
        try:
            contents = {name: writer(name)(one.document, one.style) for name in names}
        except ReportgenError as mistake:
            messages.refused(mistake, one.called)
        else:
            yield BuiltFiles(one.stem, one.called, contents)


def _converted(made: list[BuiltFiles], name: str, formats: Formats, messages: Messages) -> Iterator[BuiltFiles]:
    """The documents with one more format; one that cannot be converted keeps its other files."""
    from reportgen.converters import converter

    if not made:
        return
    by = converter(name)
    result = by.convert({one.stem: one.contents[by.SOURCE] for one in made})
    missing = [one for one in made if one.stem not in result.files]
    others = "；其他格式照常生成" if len(formats.asked) > len(formats.converted) else ""
    for one in missing[:1] if result.everywhere else missing:
        subject = "" if result.everywhere else f"{one.called}："
        messages.say(f"{subject}{result.why}，{name} 没有生成{others}。", 2)
    if missing:
        messages.say(f"  建议：{result.hint}")
    for one in made:
        file = result.files.get(one.stem)
        yield replace(one, contents={**one.contents, name: file}) if file else one


def _save(made: BuiltFiles, formats: Formats, folder: Path, messages: Messages, force: bool) -> None:
    """Saves the formats that were asked for; what only a converter needed is left out."""
    from reportgen.writers import extension

    files = {
        folder / f"{made.stem}.{extension(name)}": made.contents[name]
        for name in formats.asked
        if name in made.contents
    }
    if files:
        messages.code = max(messages.code, write_files(files, force=force))
