"""手写的数"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.checks._file_figures import FileFigures
from reportgen.checks._typed import MARK, Sentence, sentences_of
from reportgen.diagnostics import Severity
from reportgen.document import Document, Paragraph, Text
from reportgen.figure import FigureId
from reportgen.quantity import EXACT, UNITS, rounded
from reportgen.reading import Entry, Reading
from reportgen.source import Scalar

_WANTED = {*UNITS, "%"}


def R905(case: Case) -> Iterator[Result]:
    """手写的数

    预算文件里原因、用途、职责、绩效目标等文字中，手写的金额和百分比不会跟着预算变。这里拿每一个和它前面说的那个数对照：
    对不上的是警告；对得上的，建议改成“<数名>”，以后数变了它也跟着变；在别处找不到同样的数的，给一个提示，请人核对。

    怎样改：把手写的数换成“<数名>”，如 <支出[项目=送戏下乡]>；确实不是预算数的（标准、目标），核对以后不用改。
    依据：公开文件中常见的错误：表里的数改了，文字里的没有改。
    例：“旅游宣传推介项目增加15.94万元”写在原因里，预算改成21.94万元以后，这句话还是原来的数。
    """
    figures = case.file_figures
    if figures is None or case.budget is None or case.budget.file.node is None:
        yield Unknown("没有预算文件")
        return
    yield Compared()
    known = _printed(case)
    for sentence in sentences_of(case.budget):
        for entry in _numbers(case, sentence.scalar):
            yield _finding(figures, sentence, entry, known)


def _numbers(case: Case, scalar: Scalar) -> Iterator[Entry]:
    """The amounts and percentages that are typed in the text, as a reader takes them."""
    text = MARK.sub(lambda mark: "＿" * len(mark[0]), scalar.text)
    if not any(unit in text for unit in _WANTED):
        return
    page = Document((), case.document.publisher, case.year, (Paragraph((Text(text),)),))
    for entry in Reading(page).told_beside(case.reading):
        if entry.number.unit in _WANTED:
            yield entry


def _printed(case: Case) -> Mapping[tuple[str, Decimal], FigureId]:
    """What the document prints, by kind and exact value: the first name that each value has."""
    found: dict[tuple[str, Decimal], FigureId] = {}
    for entry in (*case.in_tables, *case.in_sentences):
        if entry.name and entry.number.value:
            found.setdefault((_kind(entry), abs(entry.exact)), entry.name)
    return found


def _kind(entry: Entry) -> str:
    return "金额" if entry.number.is_money else entry.number.unit


def _finding(
    figures: FileFigures, sentence: Sentence, entry: Entry, known: Mapping[tuple[str, Decimal], FigureId]
) -> Finding:
    at, number = sentence.at(entry.place.start, entry.place.length), entry.number
    amount = figures.figure(entry.name) if entry.name and number.is_money else None
    if entry.name and amount is not None:
        own = figures.own_name(entry.name)
        should = rounded(EXACT.divide(abs(amount), Decimal(UNITS[number.unit])), number.places)
        if should != number.value:
            message = f"这里手写的是{number}，“{own}”是{should:f}{number.unit}"
            return Finding(message, (at,), Severity.WARNING, f"改成“<{own}>”，就总是一样")
        return Finding(f"手写的{number}就是“{own}”", (at,), Severity.HINT, f"写成“<{own}>”，以后不用再改")
    same = known.get((_kind(entry), abs(entry.exact)))
    if same and (number.is_money or number.places):  # 90% and 100% say nothing by themselves
        own = figures.own_name(same)
        return Finding(f"手写的{number}和“{own}”一样", (at,), Severity.HINT, f"说的就是它，写成“<{own}>”")
    what = "比例" if number.unit == "%" else "金额"
    return Finding(f"手写的{what}在文件别处没有同样的数", (at,), Severity.HINT, "核对一下；是标准、目标的不用改")
