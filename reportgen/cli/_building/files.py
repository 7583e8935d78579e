"""Documents → files (文件): written, converted where that is asked for, and saved, all formats of a document together.

Without a converter every document is saved before the next one is assembled; with one all are written first, for it
gets them in one call.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.cli._building.documents import Ready
from reportgen.cli._building.formats import Formats
from reportgen.cli._building.telling import Telling
from reportgen.cli._writing import write_files


@dataclass(frozen=True, slots=True)
class Made:
    """A document's files by format (一份文档的各种格式)."""

    stem: str
    called: str
    contents: dict[str, bytes]


def save_files(ready: Iterable[Ready], formats: Formats, folder: Path, telling: Telling, force: bool) -> None:
    """Writes the documents into the folder in every format asked for."""
    made: Iterable[Made] = _written(ready, formats, telling)
    for name in formats.converted:
        made = _converted(list(made), name, formats, telling)
    for one in made:
        _save(one, formats, folder, telling, force)


def _written(ready: Iterable[Ready], formats: Formats, telling: Telling) -> Iterator[Made]:
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    names = formats.written
    for one in ready:
        try:
            contents = {name: writer(name)(one.document, one.style) for name in names}
        except ReportgenError as mistake:
            telling.refused(mistake, one.called)
        else:
            yield Made(one.stem, one.called, contents)


def _converted(made: list[Made], name: str, formats: Formats, telling: Telling) -> Iterator[Made]:
    """The documents with their files of one more format; one whose file is missing keeps the others."""
    from reportgen.converters import converter

    if not made:
        return
    by = converter(name)
    result = by.convert({one.stem: one.contents[by.SOURCE] for one in made})
    missing = [one for one in made if one.stem not in result.files]
    others = "；其他格式照常生成" if len(formats.asked) > len(formats.converted) else ""
    for one in missing[:1] if result.everywhere else missing:
        subject = "" if result.everywhere else f"{one.called}："
        telling.say(f"{subject}{result.why}，{name} 没有生成{others}。", 2)
    if missing:
        telling.say(f"  建议：{result.hint}")
    for one in made:
        file = result.files.get(one.stem)
        yield replace(one, contents={**one.contents, name: file}) if file else one


def _save(made: Made, formats: Formats, folder: Path, telling: Telling, force: bool) -> None:
    """Saves what was asked for and could be made; what only a converter needed is left out."""
    from reportgen.writers import extension

    files = {
        folder / f"{made.stem}.{extension(name)}": made.contents[name]
        for name in formats.asked
        if name in made.contents
    }
    if files:
        telling.code = max(telling.code, write_files(files, force=force))
