"""What `reportgen build` prints (生成时说的话), and the page numbers of contents lists.

With `--toc pages` the contents state page numbers, which LibreOffice finds by converting all documents in one call.
Contents are on pages of their own before the first numbered page, so adding the numbers moves nothing. If the numbers
are not certain, none are stated.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli import Unusable

if TYPE_CHECKING:
    from reportgen.batch import BuildTask, Drawn, Made


class Messages:
    """Prints messages to the error stream and keeps the exit code that follows from them.

    Attributes:
        code: 0 all is done, 1 a person has to look, 2 something could not be made.
    """

    def __init__(self) -> None:
        self.code = 0
        self._printed: set[str] = set()
        self._named: dict[str, str] = {}

    def may_be_written(self, made: "Made") -> bool:
        """Print the findings of a document, or why it cannot be made; return whether it may be written."""
        other = self._named.setdefault(made.place.lower(), made.called) if made.stem else made.called
        if other != made.called:
            self.say(f"{other}和{made.called}会生成同名的文件，后一个没有生成：用 -o 放到不同的文件夹。", 2)
            return False
        if made.refused:
            self.report_refused(made)
        else:
            self._report_findings(made)
        return made.may_be_built

    def _report_findings(self, made: "Made") -> None:
        """Print all findings but hints, which are only counted."""
        from reportgen.diagnostics import Severity, rendered

        for message in rendered(one for one in made.findings if one.severity is not Severity.HINT):
            self.say(message)
        errors, hints = made.count(Severity.ERROR), made.count(Severity.HINT)
        if not made.may_be_built:
            self.say(
                f"{made.called}：有{errors}处错误，没有生成文件。改正后再生成；要先看样子，加 --draft 生成草稿。", 1
            )
        elif hints:
            self.say(f"{made.called}：另有{hints}处提示，用 reportgen check 查看。")

    def report_refused(self, made: "Made") -> None:
        """Print why a document cannot be built; a mistake that several documents share is printed once."""
        from reportgen.diagnostics import rendered

        for message in rendered(made.findings):
            if message not in self._printed:
                self._printed.add(message)
                self.say(message)
        self.say(f"{made.called}：{len(made.findings)}处不能用，没有生成文件。", 2)

    def say(self, text: str, code: int = 0) -> None:
        """Print the text and raise the exit code to `code` at least."""
        print(text, file=sys.stderr)
        self.code = max(self.code, code)


def refuse_same_names(tasks: "Sequence[BuildTask]") -> None:
    """Refuse budget files whose documents would have the same names.

    Raises:
        Unusable: two of them would.
    """
    places: dict[str, Path] = {}
    for path, folder in ((task.path, task.folder) for task in tasks):
        other = places.setdefault(str(folder / path.stem).lower(), path)
        if other is not path:
            raise Unusable(f"{other} 和 {path} 会生成同名的文件；分两次生成，用 -o 放到不同的文件夹")


CONTENTS = ("fields", "pages", "links")


def with_pages(ready: "Sequence[Drawn]", messages: Messages) -> "list[Drawn]":
    """Return the documents; those with contents get the page of each heading that the contents list."""
    from reportgen.libreoffice import Fault, pdfs

    files = _word_files(ready)
    rendering = pdfs(files)
    if files and rendering.fault is Fault.NOT_INSTALLED:
        messages.say(f"{rendering.fault.value}，排不出页码：目录的页码由 Word 打开时填。")
        messages.say("  建议：安装 LibreOffice（免费）后再生成")
        return list(ready)
    for one in ready:
        if one.made.place in files and one.made.place not in rendering.pdfs:
            messages.say(f"{one.made.called}：{rendering.fault.value}，目录的页码由 Word 打开时填。")
    paged = [_paged(one, rendering.pdfs.get(one.made.place), messages) for one in ready]
    _report_fonts([one for one in paged if one.style.pages], rendering.pdfs, messages)
    return paged


def _word_files(ready: "Sequence[Drawn]") -> dict[str, bytes]:
    """Return the Word files of the documents with contents, by place; one that cannot be written is reported later."""
    from reportgen.diagnostics import ReportgenError
    from reportgen.writers import writer

    files = {}
    for one in ready:
        if one.style.contents:
            with suppress(ReportgenError):
                files[one.made.place] = writer("docx")(one.document, one.style)
    return files


def _paged(one: "Drawn", pdf: bytes | None, messages: Messages) -> "Drawn":
    """Return the document with the pages of its headings, if every heading was found in the PDF."""
    from reportgen.pdf_reading import printed_pages
    from reportgen.writers.docx.front_matter import contents_entries
    from reportgen.writers.docx.styles import LEVELS

    if pdf is None:
        return one
    outline = contents_entries(one.document, LEVELS)
    found = printed_pages([entry.text for entry in outline], pdf)
    if found is None:
        messages.say(f"{one.made.called}：排出来的标题和页码跟文件里的对不上，目录的页码由 Word 打开时填。")
        return one
    pages = (page for entry, page in zip(outline, found, strict=True) if entry.level <= one.style.contents)
    return replace(one, style=replace(one.style, pages=tuple(pages)))


def _report_fonts(paged: "Sequence[Drawn]", pdfs: dict[str, bytes], messages: Messages) -> None:
    """Print which fonts this computer lacks: in Word, which has them, pages may end elsewhere."""
    from reportgen.pdf_reading import substituted

    lacking = {font for one in paged for font in substituted(one.document, one.style, pdfs[one.made.place])}
    if lacking:
        messages.say(
            f"这台电脑没有{'、'.join(sorted(lacking))}，目录页码按代用字体排出，和 Word 里的可能不同；"
            "在 Word 里右击目录，“更新域”，选“只更新页码”。"
        )
