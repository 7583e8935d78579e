"""`reportgen build`: budget files → the disclosure in every format.

Documents are saved one after another, by this process, in the order of the files; other processes may make them. Files
that an earlier run built from the same inputs are left alone (`batch.stamps`). A converter takes the files of all
documents in one call: with one, all documents are made before the first is saved, and anew each time, because its
files depend on programs whose versions we do not know.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import JOBS, Parser, Unusable, processes_asked, refuse_unknown
from reportgen.cli._console import Progress
from reportgen.cli._files import Messages, refuse_same_names, write_files
from reportgen.cli._inputs import budget_files, expanded
from reportgen.records import dataclass, replace
from reportgen.saving import Judge, judge_built

if TYPE_CHECKING:
    from reportgen.batch import BuildOutcome, BuildTask, BuiltDocument

Making = Callable[..., "Iterable[BuildOutcome]"]  # tasks -> their outcomes

SUMMARY = "由预算文件生成公开文档（docx、html、txt）"
_WORD = "docx"
_CONTENTS = ("fields", "pages", "links")  # what --toc may be


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files(
        "files", "文件", "预算文件（.yaml，或填好的工作簿 .xlsx），可以写多个；写文件夹，就是它下面的所有预算文件"
    )
    parser.option("-o", "--output", shown="文件夹", help="放到哪个文件夹；不写就放到 out", default="out")
    parser.option("--to", shown="格式", help=lambda: f"生成哪些格式，用逗号隔开，如 docx,html；{_formats_known()}")
    parser.option(
        "--toc",
        shown="目录",
        help="Word 的目录：fields 页码由 Word 打开时填，PDF 里直接有，不写就是它；"
        "pages 生成时就印好（要装有 LibreOffice）；links 只有链接",
    )
    parser.option("--reference-doc", shown="文件", help="照这个 Word 文件（.docx）的样式、页面、页眉页脚来排")
    parser.option("--unit", shown="单位", help="只生成部门里这一个单位的文件，写单位的名称或编码")
    parser.switch("--all-units", help="部门和它的每个单位各生成一份")
    parser.switch("--draft", help="生成草稿：有错误也生成，每页标“草稿”，第一页列出要改的地方")
    parser.switch("--force", help="没有变化的也重新生成；生成之后改过的文件也覆盖，原来的留一份备份")
    parser.option("-j", "--jobs", shown="个数", help=JOBS)
    parser.option("--cluster", shown="地址", help="交给 Dask 集群的电脑去做，写调度器的地址，如 tcp://192.168.1.8:8786")


def run(options: Any) -> int:
    """Build each file; one that cannot be built does not stop the others."""
    from reportgen.batch import outcomes

    _refuse(options)
    formats, messages = _formats_asked(options.to), Messages()
    tasks = _tasks(options, formats)
    refuse_same_names(tasks)
    making = partial(outcomes, processes=processes_asked(options.jobs, len(tasks)), cluster=options.cluster or "")
    if options.toc == "pages" and _WORD in formats.written:
        made = _paged(tasks, messages)
    elif formats.converted:
        made = (one for found in making(tasks) for one in found.documents if messages.may_be_written(one))
    else:
        _build(tasks, making, formats, messages, options.force)
        return messages.code
    for name in formats.converted:
        made = _converted(list(made), name, formats, messages)
    for one in made:
        _save(one, formats, messages, options.force)
    return messages.code


def _refuse(options: Any) -> None:
    """Refuse options that cannot be, or cannot be together."""
    if options.unit is not None and options.all_units:
        raise Unusable("--unit 和 --all-units 只写一个")
    if options.cluster and options.toc == "pages":
        raise Unusable("--toc pages 在这台电脑上排页码，不能和 --cluster 一起写")
    refuse_unknown("--toc 没有“{}”", options.toc or _CONTENTS[0], _CONTENTS)


def _tasks(options: Any, formats: "Formats") -> "list[BuildTask]":
    """Return the tasks of the given files and folders; files below a folder go to folders of the same names."""
    from reportgen.batch import BuildTask

    out = Path(options.output)
    reference = _reference(options.reference_doc, formats) if options.reference_doc is not None else b""
    asked = formats.written, options.unit, options.all_units, options.draft, reference
    first = BuildTask(Path(), *asked, numbered=options.toc != "links", folder=out)
    tasks = []
    for path in (path for name in options.files for path in expanded(name)):
        below = budget_files(path, out) if path.is_dir() else []
        tasks += [replace(first, path=one, folder=out / one.parent.relative_to(path)) for one in below]
        tasks += [] if below else [replace(first, path=path)]
    return tasks


def _build(tasks: "Sequence[BuildTask]", making: Making, formats: "Formats", messages: Messages, force: bool) -> None:
    """Make and save the documents, task by task, except those of tasks for which nothing has changed."""
    from reportgen.batch.stamps import Stamps, outputs_before
    from reportgen.saving import judge_knowing

    stamps, progress = Stamps(), Progress(len(tasks))
    known = None if force else stamps.unchanged_outcome
    for task, outcome in zip(tasks, making(tasks, known=known, tick=progress.tick), strict=True):
        progress.wipe()
        ready = [made for made in outcome.documents if messages.may_be_written(made)]
        if outcome.unchanged:
            _tell_unchanged(ready, formats)
        else:
            judge = judge_knowing(outputs_before(task))
            saved = [_save(made, formats, messages, force, judge) for made in ready]
            if all(saved) and len(saved) == sum(made.may_be_built for made in outcome.documents):
                stamps.remember(task, outcome, _contents(ready, formats))
        progress.done(bad=any(not made.may_be_built for made in outcome.documents))
    progress.wipe()


def _paged(tasks: "Sequence[BuildTask]", messages: Messages) -> "Iterator[BuiltDocument]":
    """Yield the documents with the page numbers of their contents, which are found for all in one call."""
    from reportgen.batch import Drawn, drawn, written
    from reportgen.cli._page_numbers import with_pages

    found = (one for task in tasks for one in drawn(task))
    ready = [one for one in found if messages.may_be_written(one.made if isinstance(one, Drawn) else one)]
    for one in with_pages([one for one in ready if isinstance(one, Drawn)], messages):
        made = written(one, tasks[0].formats)
        if made.refused:
            messages.report_refused(made)
        else:
            yield made


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
        from reportgen.converters import converter

        made = [name for name in self.asked if name not in self.converted]
        return tuple(dict.fromkeys([*made, *(converter(name).SOURCE for name in self.converted)]))


def _formats_asked(text: str | None) -> Formats:
    """Return the formats of `docx,pdf`; without a text, all that need nothing installed."""
    from reportgen import converters, writers

    written = writers.formats()
    ours = [*written, *writers.on_request()]
    known = list(dict.fromkeys([*written, *converters.formats(), *ours]))
    chosen = [part.strip().lower() for part in text.replace("，", ",").split(",")] if text else written
    for name in chosen:
        refuse_unknown("没有“{}”这个格式", name, known)
    asked = tuple(dict.fromkeys(chosen))
    return Formats(asked, tuple(name for name in asked if name not in ours))


def _formats_known() -> str:
    """Return the part of the help text that lists the formats."""
    from reportgen import converters, writers

    written = writers.formats()
    others = [name for name in converters.formats() if name not in written]
    needing = (f"{name}（要装有 {converters.converter(name).NEEDS}）" for name in others)
    more = "、".join((*needing, *writers.on_request()))
    return f"不写就是 {'、'.join(written)}{f'；还可以写 {more}' if more else ''}"


def _reference(name: str, formats: Formats) -> bytes:
    """Return the content of the reference document (参考文档), whose styles and pages Word files take.

    Raises:
        Unusable: no Word file is asked for.
        ReportgenError: the file is missing, or is no suitable Word document.
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


def _converted(
    made: "list[BuiltDocument]", name: str, formats: Formats, messages: Messages
) -> "Iterator[BuiltDocument]":
    """Yield the documents with one more format; one that cannot be converted keeps its other files."""
    from reportgen.converters import converter

    if not made:
        return
    by = converter(name)
    result = by.convert({one.place: one.contents[by.SOURCE] for one in made})
    missing = [one for one in made if one.place not in result.files]
    others = "；其他格式照常生成" if len(formats.asked) > len(formats.converted) else ""
    for one in missing[:1] if result.everywhere else missing:
        subject = "" if result.everywhere else f"{one.called}："
        messages.say(f"{subject}{result.why}，{name} 没有生成{others}。", 2)
    if missing:
        messages.say(f"  建议：{result.hint}")
    for one in made:
        file = result.files.get(one.place)
        yield replace(one, contents={**one.contents, name: file}) if file else one


def _save(made: "BuiltDocument", formats: Formats, messages: Messages, force: bool, judge: Judge = judge_built) -> bool:
    """Save the formats that were asked for, and return whether all files are in their places."""
    files = {made.folder / name: content for name, content in _contents([made], formats).items()}
    code = write_files(files, force=force, judge=judge) if files else 0
    messages.code = max(messages.code, code)
    return code == 0


def _tell_unchanged(documents: "Sequence[BuiltDocument]", formats: Formats) -> None:
    for made in documents:
        for name in formats.asked:
            print(f"没有变化 {made.folder / _name(made, name)}")


def _contents(documents: "Sequence[BuiltDocument]", formats: Formats) -> dict[str, bytes]:
    """Return the files of documents by name; those that only a converter needs are left out."""
    return {
        _name(made, format_): made.contents[format_]
        for made in documents
        for format_ in formats.asked
        if format_ in made.contents
    }


def _name(made: "BuiltDocument", format_: str) -> str:
    from reportgen.writers import extension

    return f"{made.stem}.{extension(format_)}"
