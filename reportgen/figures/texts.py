"""Words of the budget file that hold figures (文中的数): `较上年<支出[项目=送温暖]@上年预算.增减额>`.

What stands in angle brackets, or as in templates in `{{ }}`, is a word (`<年度>`, `<上年度>`) or the name of a figure,
which prints with its unit, so that a reason, a target or a description cannot disagree with the ledger. A change
(增减额) prints with its verb. Nothing else of templates is known here, and what is put in is not read again.
"""

import re
from typing import TYPE_CHECKING

from reportgen.diagnostics import Location, ReportgenError, did_you_mean, error
from reportgen.document import Run, Runs, Text
from reportgen.figure import FORM, FigureId, NotationError, parse
from reportgen.figures.mistakes import placed

if TYPE_CHECKING:
    from reportgen.figures.engine import Figures
from reportgen.document import Figure
from reportgen.quantity import Amount, Count, NumberFormat, Quantity, Ratio, exact_text, print_quantity

_MARK = re.compile(r"<([\u4e00-\u9fff][^<>\n]*)>|\{\{ *([\u4e00-\u9fff][^{}\n]*?) *\}\}")
_MEASURE = re.compile(r"[^\[@【＠［]*")


def said(figures: "Figures", text: str, at: Location) -> Runs:
    """The text with its words and figures put in.

    Raises:
        ReportgenError: a word that there is not, or a figure that cannot be worked out.
    """
    runs: list[Run] = []
    end = 0
    for found in _MARK.finditer(text):
        marked = _marked(figures, found[1] or found[2], at)
        own = map(figures.recorder.leave, marked) if figures.recorder else marked
        runs += [Text(text[end : found.start()]), *own]
        end = found.end()
    return (*(run for run in runs if run.text), Text(text[end:]))


def _marked(figures: "Figures", piece: str, at: Location) -> Runs:
    if piece in figures.words:
        return (Text(figures.words[piece]),)
    measure = _MEASURE.match(piece)
    assert measure is not None
    known = (*figures.words, *figures.vocabulary.measures)
    if measure[0] not in known:
        raise ReportgenError(error("代词", f"没有“{piece}”这个词或数", at, hint=did_you_mean(measure[0], known)))
    try:
        return _figure(figures, parse(piece))
    except NotationError as mistake:
        raise ReportgenError(error("数名", str(mistake), at, hint=FORM)) from None
    except ReportgenError as mistake:
        raise placed(mistake, at) from None


def _figure(figures: "Figures", name: FigureId) -> Runs:
    """Digits and unit; a change with its verb, for a number without one would need a sign."""
    form = figures.profile.text_format_of(name.measure)
    name = name if name.derived else figures.names.canonical(name)
    if name.derived != "增减额":
        return printed(str(name), figures.value(name), form)
    change = figures.number(name)
    amount = printed(str(name), figures.value(name), form, absolute=True)
    if not re.search("[1-9]", amount[0].text):
        return (Text("基本持平" if change else "持平"),)
    return (Text(figures.profile.file.changes["缺省"].verbs[change < 0]), *amount)


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
