"""A file that people worked on against the budget it was made from (走样): numbers that say something else now.

Words may be edited in Word; a number may not: the budget file says another one, and every table and sentence that
prints it would disagree with the one that was edited.
"""

from collections.abc import Iterable

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.diff.changes import Change, Piece, Pieces, Same, Where
from reportgen.diff.documents.tokens import DIRECTION
from reportgen.document import Figure, Run, plain
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
        _contradiction(figure, piece, change.where, figures, edited)
        for change in changes
        for at, piece in enumerate(change.pieces)
        if piece.same is Same.NUMBER and (figure := _figure(change.pieces[at:]))
    )


def _figure(pieces: Pieces) -> Figure | None:
    """The figure that the first piece prints; of a word for its direction, such as 增加, the figure after it."""
    said = pieces[0].old
    if (printed := _first(said)) or not DIRECTION.fullmatch(plain(said)):
        return printed
    after = _first(run for piece in pieces for run in piece.old)
    return after if after and ".增减" in after.name else None


def _first(runs: Iterable[Run]) -> Figure | None:
    return next((run for run in runs if isinstance(run, Figure)), None)


def _contradiction(figure: Figure, piece: Piece, where: Where, figures: Figures, file: str) -> Diagnostic:
    was, now = plain(piece.old), plain(piece.new).strip()
    said = f"改成了{now}" if now else "删掉了"
    message = f"{file}里，{where}，把{was}{said}；按预算文件，“{figure.name}”印成{was}"
    return error(RULE, message, *_lines(figure, figures), hint=_ADVICE)


def _lines(figure: Figure, figures: Figures) -> tuple[Location, ...]:
    try:
        return lines_of(figure.name, figures)
    except ReportgenError:
        return ()
