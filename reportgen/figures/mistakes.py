"""Mistakes in asking for figures, as errors that gain their place where the figure was asked for."""

from dataclasses import replace
from typing import NoReturn

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error


def refuse(rule: str, message: str, *places: Location, hint: str = "") -> NoReturn:
    """Raises the error."""
    raise ReportgenError(error(rule, message, *places, hint=hint))


def placed(mistake: ReportgenError, at: Location) -> ReportgenError:
    """The same error with the place that asked for the figure: used there, or wrong there if it names no other."""
    return ReportgenError(*(_placed(d, at) for d in mistake.diagnostics))


def _placed(finding: Diagnostic, at: Location) -> Diagnostic:
    if not finding.places:
        return replace(finding, places=(at,))
    return finding if at in finding.places else replace(finding, used=(*finding.used, at))
