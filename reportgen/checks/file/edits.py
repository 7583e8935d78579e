"""印出来的字和预算文件

What somebody edited in the finished document: its texts beside those that budget and region make.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from reportgen.checks._case import Case
from reportgen.checks._results import COLUMN, EVERY_ROW, Compared, Finding, Result, Unknown, grouped
from reportgen.checks._says import finding
from reportgen.checks._sentences import typed
from reportgen.diagnostics import ReportgenError
from reportgen.document import in_one_line, plain
from reportgen.patterns import compiled
from reportgen.reading import Place, Reading, Wording
from reportgen.reading.entries import NUMBER
from reportgen.reading.table_kinds import kind_of_table
from reportgen.reading.texts import PROSE
from reportgen.records import NamedTuple, replace
from reportgen.report import document_of

Edit = tuple[Wording | None, Wording | None]  # a text, and the one made in its place; None where there is none
_DIGITS = compiled(r"[0-9](?:[0-9,.]*[0-9])?")
_CODE = compiled(r"[0-9]{3,}")  # code of an item, or an amount without decimals
_MOVING = compiled("(缺少|多出)“(.*)”，生成的(?:有|没有)")
_AROUND = 10  # letters shown before and after the first difference
_FEW = 3  # the most texts of a row that are shown


def R909(case: Case) -> Iterator[Result]:
    """文字改动

    文件里的标题、表名、表头、行名、句子，要和按预算文件、模板生成的一个字不差，空格、换行不算。在 Word 里改过的文件，
    就靠这一条发现哪里的字、哪里的数改了、删了、多了。改了的数，别的规则说了它和哪里不一样的，这里不再说。
    大部分文字都不同的，不是按这个模板生成的，不看。

    怎样改：有意改的，改模板或预算文件，再生成一次，以后每年都是改好的；无意改的，改回来。
    依据：公开文件中常见的错误：在 Word 里改一处，误删误改了别处。
    例：表头“政府性基金预算”改成了“政府性基金预祘”，生成的是“政府性基金预算”。
    """
    if case.budget is None or case.profile is None:
        return
    try:
        changes = edits(case)
    except ReportgenError as refused:
        yield Unknown(f"按预算文件和模板生成不了文件：{refused.diagnostics[0].message}")
        return
    if changes is None:
        yield Unknown("文件里的文字大多和模板的不同，不是按它生成的")
        return
    yield Compared()
    blocks = grouped((_unit(pair, changes), pair) for pair in changes).values()
    yield from _moved([_block(own) if len(own) > 1 else _changed(case, *own[0]) for own in blocks])


def _moved(found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings; what is missing in one place of a table and too much in another of it was moved."""
    said = grouped((_moving(one), one) for one in found)
    for one in found:
        own = _moving(one)
        others = said.get(own._replace(is_more=not own.is_more)) if own.text else None
        if others and own.is_more:
            yield replace(finding("R909 换了地方", *one.places, text=own.text), spoils=one.spoils | others[0].spoils)
        elif not others:
            yield one


class _Moving(NamedTuple):
    """Words that are missing or too much in a table (增减); no words for other findings."""

    table: str
    text: str
    is_more: bool


def _moving(one: Finding) -> _Moving:
    """Return what is missing or too much by a finding."""
    found, place = _MOVING.fullmatch(one.message), one.places[0]
    part = place.part if isinstance(place, Place) else ""
    return _Moving(part, found[2], found[1] == "多出") if found else _Moving(part, "", False)


def edits(case: Case) -> Sequence[Edit] | None:
    """Return the texts that are not as budget and region make them; None for most: another document.

    Raises:
        ReportgenError: budget and region make no document.
    """
    return case.remembered(edits, lambda: _edits(case))


def _edits(case: Case) -> Sequence[Edit] | None:
    assert case.budget is not None
    assert case.profile is not None
    if case.made is case.document:
        return ()
    other = case.as_made.reading if case.as_made else Reading(document_of(case.budget, case.profile))
    drawn = any(case.reading.pictures)  # in a file that was read, a picture has no words to compare
    made = tuple(one for one in other.texts if drawn or not (one.table and one.table.picture))
    if case.is_tables_alone:
        there = {one.place.part for one in case.reading.texts}
        made = tuple(one for one in made if one.table or one.place.part in there)
    changes = [pair for here, there in _parts(case.reading.texts, made) for pair in _changes(here, there)]
    reworded = sum(not (here and there and _words(here) == _words(there)) for here, there in changes)
    return None if reworded * 4 > len(made) else changes


def _unit(pair: Edit, changes: Sequence[Edit]) -> object:
    """Return a key that the texts of one table, column or row share that is missing, or too much, as a whole."""
    one = pair[0] or pair[1]
    if all(pair) or not one or not one.table or one.kind not in ("格", "表头"):
        return id(pair)
    alike = [w for own, made in changes if not (own and made) and (w := own or made) and w.table is one.table]
    if len({w.place.column for w in alike if w.kind == "格"}) > 1 and all(w.kind != "表头" for w in alike):
        return id(one.table), one.place.row
    return id(one.table)


def _block(own: Sequence[Edit]) -> Finding:
    """Return one finding on a table, column or row that somebody deleted or put in."""
    found = [w for here, made in own if (w := here or made)]
    heads, columns = [w for w in found if w.kind == "表头"], {w.place.column for w in found if w.kind == "格"}
    what = "一行" if not heads else "一列" if len(columns) == 1 else "一张表"
    text = found[0].place.part if what == "一张表" else "，".join(w.text.strip() for w in (heads or found)[:_FEW])
    place, spoilt = found[0].place, frozenset({(found[0].place.part, EVERY_ROW)})
    if own[0][0]:
        return replace(finding("R909 多出", place, text=f"{what}：{text}"), spoils=spoilt)
    gone = place._replace(line="", start=0, length=1)
    return replace(finding("R909 缺少", gone, text=f"{what}：{text}"), spoils=spoilt)


def _parts(own: Iterable[Wording], made: Iterable[Wording]) -> Iterator[tuple[Sequence[Wording], Sequence[Wording]]]:
    """Yield the texts of each table and section with those that were made; renamed ones are paired in their order."""
    here, there = _by_part(own), _by_part(made)
    yield from ((here[part], there[part]) for part in here if part in there)
    renamed = ([p for p in here if p not in there], [p for p in there if p not in here])
    for part, other in zip_longest(*renamed, fillvalue=""):
        yield here.get(part, ()), there.get(other, ())


def _by_part(found: Iterable[Wording]) -> dict[str, list[Wording]]:
    """Return part -> its texts; a table without title counts as a part of its own."""
    parts: dict[str, list[Wording]] = {}
    untitled: dict[int, str] = {}
    for wording in found:
        part, table = wording.place.part, wording.table
        if table and not plain(table.title).strip():
            part = untitled.setdefault(id(table), f"{part} 表{len(untitled) + 1}")
        parts.setdefault(part, []).append(wording)
    return parts


def _print(wording: Wording) -> tuple[str, ...]:
    return wording.kind, wording.place.row, wording.place.column, _letters(wording.text)


def _letters(text: str) -> str:
    """Return the text without blanks and line breaks, which a PDF does not preserve."""
    return "".join(text.replace("⏎", "").split())


def _words(wording: Wording) -> tuple[str, str]:
    """Return kind and words, without the numbers in sentences, and 0 for cells that are numbers."""
    numeric = wording.kind in PROSE or (NUMBER.fullmatch(wording.text) and not _CODE.fullmatch(wording.text))
    return wording.kind, _DIGITS.sub("0", _letters(wording.text)) if numeric else _letters(wording.text)


def _changes(
    own: Sequence[Wording], made: Sequence[Wording], key: Callable[[Wording], object] = _print
) -> Iterator[tuple[Wording | None, Wording | None]]:
    """Yield pairs of a text and the one made in its place; texts that differ only in numbers are paired."""
    here, there = [key(w) for w in own], [key(w) for w in made]
    if here == there and key is _print:
        return
    for kind, i, i_end, j, j_end in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        pairs = zip_longest(own[i:i_end], made[j:j_end])
        if kind != "equal" and _are_divided_otherwise(own[i:i_end], made[j:j_end]):
            continue
        if key is _words:
            yield from ((a, b) for a, b in pairs if not (a and b and _letters(a.text) == _letters(b.text)))
        elif kind != "equal":
            yield from _changes(own[i:i_end], made[j:j_end], _words)


def _are_divided_otherwise(own: Sequence[Wording], made: Sequence[Wording]) -> bool:
    """Whether paragraphs have the same letters: in a PDF, a line that begins with a number begins a paragraph."""
    prose = all(one.kind == "段落" for one in (*own, *made))
    return prose and "".join(_letters(one.text) for one in own) == "".join(_letters(one.text) for one in made) != ""


def _changed(case: Case, own: Wording | None, made: Wording | None) -> Finding:
    if own is None:
        assert made is not None
        if made.kind == "表头":
            gone = finding("R909 缺少", made.place._replace(line="", start=0, length=1), text=f"表头：{made.text}")
            return replace(gone, spoils=frozenset(_spoilt(made, made)))
        written = typed(made.place, case.sentences)
        return finding("R909 缺少", made.place._replace(line="", start=0, length=1), *written, text=_cut(made.text, 0))
    if made is None:
        head = own.kind == "表头"
        more = finding("R909 多出", own.place, text=f"表头：{own.text}" if head else _cut(own.text, 0))
        return replace(more, spoils=frozenset(_spoilt(own, own) if head else ()))
    at = next((i for i, (a, b) in enumerate(zip(own.text, made.text, strict=False)) if a != b), len(made.text))
    start, length = min(at, max(0, len(own.text) - 1)), 1
    for number in NUMBER.finditer(own.text):
        if number.start() <= start < number.end():
            start, length = number.start(), len(number[0])
    place, words = own.place.marking(start, length), {"own": _cut(own.text, at), "made": _cut(made.text, at)}
    written = typed(made.place.marking(*_other_words(made.text, own.text)), case.sentences)
    return replace(finding("R909 不一样", place, *written, **words), spoils=frozenset(_spoilt(own, made)))


def _other_words(text: str, other: str) -> tuple[int, int]:
    """Return where the words of a text begin that another text has otherwise, and how many letters they are."""
    most = min(len(text), len(other))
    first = next((i for i in range(most) if text[i] != other[i]), most)
    last = next((i for i in range(most - first) if text[-1 - i] != other[-1 - i]), most - first)
    return min(first, len(text) - 1), max(1, len(text) - first - last)


def _spoilt(own: Wording, made: Wording) -> Iterator[tuple[str, str]]:
    """Yield what is read otherwise with these words: a column, a row, the whole table."""
    if own.kind == "表头":
        yield own.place.part, COLUMN + in_one_line(own.text)
    elif own.place.row != made.place.row:
        yield own.place.part, own.place.row
    elif own.table and made.table and kind_of_table(own.table) != kind_of_table(made.table):
        yield own.place.part, EVERY_ROW


def _cut(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + _AROUND + 1
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
