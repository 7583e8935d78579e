"""A file that people worked on against the budget it was made from (走样): numbers that say something else now.

Words may be edited in Word; a number may not: the budget file says another one, and every table and sentence that
prints it would disagree with the one that was edited.
"""

from collections.abc import Iterable, Iterator

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.diff.changes import Change, Same, Where
from reportgen.document import Figure, Runs, plain
from reportgen.figures import Figures
from reportgen.trace import lines_of

RULE = "数被改了"
_ADVICE = "数要变，就改预算文件里的这一行，再重新生成；不要变的，在文件里改回来"


def contradictions(changes: Iterable[Change], figures: Figures, edited: str) -> tuple[Diagnostic, ...]:
    """Every number that the edited file gives another value than the budget, with the lines that it contradicts.

    Args:
        changes: from what the budget makes to the edited file. edited: what that file is called.
    """
    return tuple(
        _contradiction(figure, piece.new, change.where, figures, edited)
        for change in changes
        for piece in change.pieces
        if piece.same is Same.NUMBER
        for figure in _figures(piece.old)
    )


def _figures(runs: Runs) -> Iterator[Figure]:
    return (run for run in runs if isinstance(run, Figure))


def _contradiction(figure: Figure, edited: Runs, where: Where, figures: Figures, file: str) -> Diagnostic:
    said = f"改成了{plain(edited)}" if plain(edited).strip() else "删掉了"
    message = f"{file}里，{where}，把{figure.text}{said}；按预算文件，“{figure.name}”是{figure.text}"
    return error(RULE, message, *_lines(figure, figures), hint=_ADVICE)


def _lines(figure: Figure, figures: Figures) -> tuple[Location, ...]:
    try:
        return lines_of(figure.name, figures)
    except ReportgenError:
        return ()
