"""A quantity as runs: digits that keep the figure's name, and the unit as words."""

from reportgen.document import Figure, Runs, Text
from reportgen.quantity import Amount, Count, NumberFormat, Quantity, Ratio, exact_text, print_quantity


def printed(name: str, value: Quantity | None, form: NumberFormat, absolute: bool = False) -> Runs:
    """A quantity with its unit; `absolute`: the words around it carry the sign, the value keeps it."""
    if value is None:
        return ()
    shown = _absolute(value) if absolute else value
    return (Figure(name, print_quantity(shown, form), exact_text(value)), Text(_unit(value, form)))


def _absolute(value: Quantity) -> Quantity:
    match value:
        case Amount(yuan):
            return Amount(abs(yuan))
        case Count(number, unit):
            return Count(abs(number), unit)
        case Ratio(ratio):
            return Ratio(abs(ratio))


def _unit(value: Quantity, form: NumberFormat) -> str:
    match value:
        case Amount():
            return form.unit
        case Count(_, unit):
            return unit
        case Ratio():
            return "%"
