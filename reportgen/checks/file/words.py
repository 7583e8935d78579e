"""印出来的字和预算文件"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from reportgen.checks._case import Case, Compared, Finding, Result, Unknown
from reportgen.diagnostics import ReportgenError, Severity
from reportgen.document import plain
from reportgen.reading import Place, Reading, Wording
from reportgen.reading.entries import NUMBER
from reportgen.reading.texts import PROSE
from reportgen.report import document_of

_DIGITS = re.compile(r"[0-9](?:[0-9,.]*[0-9])?")
_CODE = re.compile(r"[0-9]{3,}")  # of an item, or an amount without decimals
_AROUND = 10  # letters shown before and after what differs
_HINT = "是有意改的，就改模板或预算文件再生成一次；不是就改回来"
_Pair = tuple[Wording | None, Wording | None]


def R909(case: Case) -> Iterator[Result]:
    """文字改动

    文件里的标题、表名、表头、行名、句子，要和按预算文件、模板生成的一个字不差。在 Word 里改过的文件，就靠这一条发现
    哪里的字改了、删了、多了。金额等数不归这一条看，别的规则逐个核对。大部分文字都不同的，不是按这个模板生成的，不看。

    怎样改：有意改的，改模板或预算文件，再生成一次，以后每年都是改好的；无意改的，改回来。
    依据：公开文件中常见的错误：在 Word 里改一处，误删误改了别处。
    例：表头“政府性基金预算”改成了“政府性基金预祘”，生成的是“政府性基金预算”。
    """
    if case.budget is None or case.profile is None:
        yield Unknown("没有预算文件")
        return
    try:
        document = case.made or document_of(case.budget, case.profile)
    except ReportgenError as refused:
        yield Unknown(f"按预算文件和模板生成不了文件：{refused.diagnostics[0].message}")
        return
    if document is case.document:
        yield Compared()
        return
    drawn = any(case.reading.pictures)  # in a file that was read, a picture has no words to compare
    made = tuple(one for one in Reading(document).texts if drawn or not (one.table and one.table.picture))
    changes = [pair for own, other in _parts(case.reading.texts, made) for pair in _changes(own, other)]
    if len(changes) * 4 > len(made):
        yield Unknown("文件里的文字大多和模板的不同，不是按它生成的")
        return
    yield Compared()
    for pair in changes:
        yield _finding(*pair)


def _parts(own: Iterable[Wording], made: Iterable[Wording]) -> Iterator[tuple[Sequence[Wording], Sequence[Wording]]]:
    """The texts of each table and section beside those that were made; renamed ones in the order they stand."""
    here, there = _by_part(own), _by_part(made)
    for part in here:
        if part in there:
            yield here[part], there[part]
    renamed = ([p for p in here if p not in there], [p for p in there if p not in here])
    for part, other in zip_longest(*renamed, fillvalue=""):
        yield here.get(part, ()), there.get(other, ())


def _by_part(found: Iterable[Wording]) -> dict[str, list[Wording]]:
    """A table without title, which stands in its section's part, is a part by itself."""
    parts: dict[str, list[Wording]] = {}
    untitled: dict[int, str] = {}
    for wording in found:
        part, table = wording.place.part, wording.table
        if table and not plain(table.title).strip():
            part = untitled.setdefault(id(table), f"{part} 表{len(untitled) + 1}")
        parts.setdefault(part, []).append(wording)
    return parts


def _changes(own: Sequence[Wording], made: Sequence[Wording]) -> Iterator[_Pair]:
    """What differs, the text beside what was made."""
    here, there = [_words(w) for w in own], [_words(w) for w in made]
    if here == there:
        return
    for kind, i, i_end, j, j_end in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from zip_longest(own[i:i_end], made[j:j_end])


def _words(wording: Wording) -> tuple[str, str]:
    """Its kind and its words. Numbers of sentences and cells that are numbers are left to the rules on numbers."""
    numeric = wording.kind in PROSE or (NUMBER.fullmatch(wording.text) and not _CODE.fullmatch(wording.text))
    return wording.kind, _DIGITS.sub("0", wording.text) if numeric else wording.text


def _finding(own: Wording | None, made: Wording | None) -> Finding:
    if own is None:
        assert made is not None
        missing = made.place._replace(line="", start=0, length=1)
        return Finding(f"缺少“{_cut(made.text, 0)}”，生成的有", (missing,), Severity.WARNING, _HINT)
    if made is None:
        return Finding(f"多出“{_cut(own.text, 0)}”，生成的没有", (own.place,), Severity.WARNING, _HINT)
    at = next((i for i, (a, b) in enumerate(zip(own.text, made.text, strict=False)) if a != b), len(made.text))
    message = f"“{_cut(own.text, at)}”和生成的不一样，生成的是“{_cut(made.text, at)}”"
    return Finding(message, (_marked(own.place, at),), Severity.WARNING, _HINT)


def _cut(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND + 1
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _marked(place: Place, at: int) -> Place:
    return place.marking(min(at, max(0, len(place.line) - 1)), 1)
