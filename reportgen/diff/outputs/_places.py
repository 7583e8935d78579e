"""The lines of a budget file that a printed number contradicts (行), of each line its first place."""

from reportgen.diagnostics import Diagnostic, Location


def lines_of(found: Diagnostic) -> list[Location]:
    """The places of a finding, each line of a file once, in their order."""
    first = {(place.path, place.line): place for place in reversed(found.places)}
    return list(first.values())[::-1]
