"""How grave a finding may be: a number that carries its name is certain wherever it stands."""

from reportgen.checks._case import Case
from reportgen.checks._results import Finding
from reportgen.checks._verdict import Certainty
from reportgen.diagnostics import Severity
from reportgen.document import Document, Figure, Paragraph, Text

NAMED = Paragraph(
    (Text("甲局支出\n安排"), Figure(name="支出", text="12.00", value="120000"), Text("万元，其中3.00万元是借的。"))
)
DOCUMENT = Document((Text("甲局部门预算"),), "甲局", 2026, (NAMED,))


def severity(start: int, length: int) -> Severity:
    case = Case(DOCUMENT)
    (passage,) = case.reading.passages
    judged = Certainty(case).judged(Finding("不对", (passage.place(start, length),), Severity.ERROR))
    assert judged
    return judged.severity


def test_a_named_number_behind_a_line_break_stays_certain() -> None:
    assert severity(7, 5) is Severity.ERROR
    assert severity(17, 4) is Severity.WARNING


def test_a_paragraph_with_a_line_break_is_one_line_wherever_it_is_read() -> None:
    case = Case(DOCUMENT)
    lines = {p.text for p in case.reading.passages} | {m.sentence.line for m in case.reading.mentions}
    assert lines == {w.text for w in case.reading.texts if w.kind == "段落"}
