"""Numbers edited by hand (改错的数): where a file contradicts the budget file that it was made from.

Words may be edited in Word, but no number: other tables and sentences that print the same number would disagree.
Findings are changed numbers (in whatever digits), changed units, deleted rows and passages with numbers, and numbers
that the budget file does not print. Each comes with the lines of the budget file that it contradicts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from unicodedata import normalize

from reportgen.diagnostics import Diagnostic, Location, ReportgenError, error
from reportgen.diff.changes import ChangeKind, DocumentChange, DocumentPlace, Element, Segment, SegmentKind, Segments
from reportgen.diff.figures import in_words
from reportgen.diff.tokens import DIRECTION
from reportgen.document import Document, Figure, Run, all_runs, plain
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.records import replace
from reportgen.report import Report
from reportgen.trace.origins import lines_of

RULE = "数被改了"
_CHANGED = "数要变，就改预算文件里的这一行，再重新生成；不要变的，在文件里改回来"
_GONE = "不该印的，改预算文件，再重新生成；该印的，在文件里补回来"
_TYPED = "要写的数，写进预算文件，再重新生成；不要写的，在文件里删掉"
_LONGEST = 40  # characters that a message quotes
_UNIT = compiled("[万亿千百]?元|%|％|个百分点|[人辆个次批台套户项场]|平方米")
_OF_CAPTION = compiled("单位[:：]?([万亿千百]?元)")
_HAN, _TENS = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LIKE = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_NUMBER = compiled(r"[-−]?[0-9][0-9,]*(?:\.[0-9]+)?|[零一二三四五六七八九十百千〇两壹贰叁肆伍陆柒捌玖拾佰仟]+[万亿]?")
_MONEY = compiled(r"([0-9](?<![0-9,.].)[0-9,]*+(?:\.[0-9]++)?)([万亿千百]?元)")
_YEAR, _OF_YEAR = compiled("20[0-9]{2}"), compiled("年度?[^，。；0-9]{0,12}(?:预算|决算|经费|收入|支出)")
_DECIMAL = compiled(r"[0-9](?<![0-9,.].)[0-9,]*+\.[0-9]++")


def contradictions(
    changes: Iterable[DocumentChange], report: Report, edited: Document, name: str
) -> tuple[Diagnostic, ...]:
    """Return the edits that contradict the budget file, each with the lines of the budget file.

    Args:
        changes: the changes from the document that the budget file makes to the edited one.
        edited, name: the edited document, and the name of its file.
    """
    printed = {number for runs in all_runs(report.document) for number in _numbers(plain(runs))}
    found = [*_in_front(edited, name)]
    for one in changes:
        found += (_diagnostic(each, one.where, report.figures, name) for each in _of_change(one, printed))
    return tuple(found)


_Wrong = tuple[Figure | None, str, str, str]  # (figure, the edit in words, correct print, advice)


def _of_change(change: DocumentChange, printed: set[Decimal]) -> Iterator[_Wrong]:
    match change.kind:
        case ChangeKind.REMOVED:
            yield from _removed(change)
        case ChangeKind.ADDED:
            yield from _typed(change.new_text, printed, change.what is Element.ROW)
        case ChangeKind.NUMBER | ChangeKind.WORDING:
            for at, segment in enumerate(change.segments):
                yield from _of_segment(change.segments, at, segment, printed)
            yield from _unit_of_table(change)


def _removed(change: DocumentChange) -> Iterator[_Wrong]:
    """Yield a deleted element that holds a number other than zero."""
    figures = [run for segment in change.segments for run in segment.old if isinstance(run, Figure)]
    figure = next((each for each in figures if parse_number(each.text)), None)
    if figure:
        yield figure, f"删掉了这{_CALLED.get(change.what, '一处')}，里面有{figure.text}", figure.text, _GONE


_CALLED = {Element.ROW: "一行", Element.COLUMN: "一列", Element.TABLE: "张表", Element.PARAGRAPH: "一段"}


def _typed(words: str, printed: set[Decimal], every: bool) -> Iterator[_Wrong]:
    """Yield an amount that the budget file prints nowhere; with `every`, any decimal number other than zero."""
    texts = _DECIMAL.findall(words) if every else [found[0] for found in _MONEY.finditer(words)]
    new = next((text for text in texts if next(_numbers(text), Decimal(0)) not in (*printed, 0)), None)
    if every and texts and new is None and any(_numbers("".join(texts))):
        new = next((text for text in texts if parse_number(text)), None)
    if new:
        yield None, f"写上了{_quoted(words) if every else new}", "", _TYPED


def _of_segment(segments: Segments, at: int, segment: Segment, printed: set[Decimal]) -> Iterator[_Wrong]:
    was, now = plain(segment.old), plain(segment.new).strip()
    if segment.kind is SegmentKind.NUMBER and _is_year(was, now, segments[at + 1 :]):
        yield None, f"把{was}年改成了{now}年", f"{was}年", _CHANGED
        return
    if segment.kind is SegmentKind.NUMBER and (figure := _contradicted_figure(segments[at:])):
        if not _same_number(was, now):
            yield figure, f"把{was}{_became(now)}", was, _CHANGED
            return
    elif segment.kind is SegmentKind.WORDS:
        if figure := _lost(segment):
            yield figure, f"把{_quoted(was)}{_became(now)}", figure.text, _CHANGED
        else:
            yield from _typed(now, printed | set(_numbers(was)), every=False)
    yield from _other_unit(segments, at, segment)


def _is_year(was: str, now: str, after: Segments) -> bool:
    """Whether the year of an amount, such as that of 2026年部门预算, became another."""
    years = all(_YEAR.fullmatch(text) for text in (was, now))
    return years and was != now and bool(_OF_YEAR.match("".join(plain(each.new) for each in after)))


def _same_number(was: str, now: str) -> bool:
    old, new = parse_number(was.strip()), parse_number(normalize("NFKC", now))
    return old is not None and old == new


def _became(now: str) -> str:
    return f"改成了{_quoted(now)}" if now else "删掉了"


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _contradicted_figure(segments: Segments) -> Figure | None:
    """Return the figure that the first segment prints; for a verb such as 增加 the change printed after it."""
    said = segments[0].old
    if (printed := _first_figure(said)) or not DIRECTION.fullmatch(plain(said)):
        return printed
    after = _first_figure(run for segment in segments for run in segment.old)
    return after if after and ".增减" in after.name else None


def _first_figure(runs: Iterable[Run]) -> Figure | None:
    return next((run for run in runs if isinstance(run, Figure)), None)


def _lost(segment: Segment) -> Figure | None:
    """Return the first figure among changed words whose number the new words do not say in any digits; None if none."""
    left = Counter(_numbers(plain(segment.new)))
    for run in segment.old:
        if isinstance(run, Figure) and (number := parse_number(run.text)) is not None:
            if not left[abs(number)]:
                return run
            left[abs(number)] -= 1
    return None


def _numbers(text: str) -> Iterator[Decimal]:
    """Yield the absolute values of the numbers in a text, in narrow, full-width or Chinese digits."""
    for found in _NUMBER.finditer(normalize("NFKC", text)):
        number = parse_number(found[0]) if found[0][-1].isascii() else _han(found[0].translate(_LIKE))
        if number is not None:
            yield abs(number)


def _han(text: str) -> Decimal:
    """Return the value of Chinese digits: 四, 一百零五, 二〇二六."""
    if not set(text) & set(_TENS):
        return Decimal("".join(str(_HAN.index(sign)) for sign in text))
    whole = part = digit = 0
    for sign in text:
        if sign in _HAN:
            digit = _HAN.index(sign)
        elif _TENS[sign] < _TENS["万"]:
            part, digit = part + (digit or 1) * _TENS[sign], 0
        else:
            whole, part, digit = (whole + part + digit) * _TENS[sign], 0, 0
    return Decimal(whole + part + digit)


def _other_unit(segments: Segments, at: int, segment: Segment) -> Iterator[_Wrong]:
    """Yield the last figure of unchanged words, if the unit after it was changed."""
    figure, now = segment.old[-1] if segment.old else None, plain(segment.new)
    if segment.kind is SegmentKind.SAME and isinstance(figure, Figure):
        after = segments[at + 1 :]
        old = _unit("".join(plain(segment.old) for segment in after))
        new = _unit("".join(plain(segment.new) for segment in after))
        if old and old != new:
            said = f"{now[-len(figure.text) :]}{new}"
            yield figure, f"把{figure.text}{old}改成了{said}", figure.text + old, _CHANGED


def _unit(text: str) -> str:
    """Return the unit at the beginning of a text; "" if there is none."""
    found = _UNIT.match(normalize("NFKC", text).lstrip())
    return found[0] if found else ""


def _unit_of_table(change: DocumentChange) -> Iterator[_Wrong]:
    """Yield the change of the unit in the caption of a table."""
    if change.what is Element.CAPTION:
        old, new = (_OF_CAPTION.search("".join(text.split())) for text in (change.old_text, change.new_text))
        if old and new and old[1] != new[1]:
            yield None, f"把这张表的单位{old[1]}改成了{new[1]}", old[1], _CHANGED


def _in_front(edited: Document, name: str) -> Iterator[Diagnostic]:
    """Yield findings on words typed before the title; a draft has its findings there, so it is passed over."""
    lines = () if edited.mark else all_runs(replace(edited, title=(), blocks=()))
    for words in filter(None, (" ".join(plain(runs).split()) for runs in lines)):
        message = f"{name}里，标题前面写上了“{_quoted(words)}”；按预算文件生成的，标题前面没有字"
        yield error(RULE, message, hint=_TYPED)


def _diagnostic(wrong: _Wrong, where: DocumentPlace, figures: Figures, file: str) -> Diagnostic:
    figure, done, printed, advice = wrong
    if figure is None and printed:
        return error(RULE, f"{file}里，{where}，{done}；按预算文件，这里是{printed}", hint=advice)
    if figure is None:
        return error(RULE, f"{file}里，{where}，{done}；预算文件里没有这个数", hint=advice)
    named = in_words(figure.name, figures.budget)
    message = f"{file}里，{where}，{done}；按预算文件，{named}印成{printed}"
    return error(RULE, message, *_lines(figure, figures), hint=advice)


def _lines(figure: Figure, figures: Figures) -> Sequence[Location]:
    try:
        return lines_of(figure.name, figures)
    except ReportgenError:
        return ()
