"""`reportgen county`: all budget files below a folder → a board of who is where, and a site to publish."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import JOBS, Parser, Unusable, processes_asked
from reportgen.cli._console import Progress
from reportgen.cli._files import tell_failed

if TYPE_CHECKING:
    from reportgen.batch import BuildOutcome, BuildTask
    from reportgen.county import County

SUMMARY = "一个文件夹里所有部门：生成、核查、看板，和公开用的网站"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("folder", "文件夹", "各部门的预算文件在它里面，一层层的文件夹都找")
    parser.option(
        "-o", "--output", shown="文件夹", help="看板、文档、网站放到哪个文件夹；不写就放到 out", default="out"
    )
    parser.option("--title", shown="标题", help="网站的标题", default="部门预算和决算公开")
    parser.switch("--strict", help="有警告的也不放进网站")
    parser.option("-j", "--jobs", shown="个数", help=JOBS)
    parser.switch("--force", help="生成之后改过的 Word 也覆盖，原来的留一份备份")


def run(options: Any) -> int:
    """Make documents, site and board. Exit code 1: somebody has to look; 2: nothing could be read or written."""
    from reportgen.county import CountyRun, Rules, board_lines
    from reportgen.county import run as make
    from reportgen.saving import NotSaved

    folder, out = Path(options.folder), Path(options.output)
    if not folder.is_dir():
        raise Unusable(f"没有“{folder}”这个文件夹。\n  建议：写出放各部门预算文件的文件夹")
    asked = CountyRun(
        folder, out, options.title, Rules(options.strict, options.force), partial(_outcomes_with_progress, options.jobs)
    )
    try:
        county = make(asked)
    except NotSaved as failed:
        tell_failed(failed, several=False)
        return 2
    print("\n".join(board_lines(county)))
    return _exit_code(county)


def _outcomes_with_progress(jobs: str | None, tasks: "Sequence[BuildTask]") -> "Iterator[BuildOutcome]":
    """Yield the outcome of each task, and show the progress on a terminal."""
    from reportgen.batch import outcomes

    progress = Progress(len(tasks))
    for outcome in outcomes(tasks, processes_asked(jobs, len(tasks)), tick=progress.tick):
        yield outcome
        progress.done(bad=not all(made.may_be_built for made in outcome.documents))
    progress.wipe()


def _exit_code(county: "County") -> int:
    from reportgen.county.store import RowStanding

    return int(
        bool(county.failed)
        or any(row.state not in (RowStanding.READY, RowStanding.DRAFT) or row.twins or row.held for row in county.rows)
    )
