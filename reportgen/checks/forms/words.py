"""Words that should not stand there (残留、错字、标点): the rules that are rows of `words.yaml`; misprinted terms.

The function of a row's number adds what the row cannot say.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from reportgen.budget import names_of_all_years
from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, grouped
from reportgen.checks._rules import DeclaredRow, Rule, of_family, rows, rules_of
from reportgen.checks._says import MOST, finding, finding_of_each
from reportgen.checks._texts import Wordings, differing, matches, of_templates, wordings
from reportgen.diagnostics import Severity
from reportgen.document import Role
from reportgen.kept import Shelf
from reportgen.lexicon import Lexicon, spoken
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.reading.terms import bare
from reportgen.reading.texts import Kind
from reportgen.records import NamedTuple, dataclass
from reportgen.source import key

_KEPT = Shelf("misprints")
_ENDS = ("。", "；", "：", "！", "？", "”", "）", "…", "〕", "》", ".", ":", ";")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("〔", "〕"), ("【", "】"), ("(", ")"))
_PAIRED = compiled("[（）“”《》〔〕【】()]")
_IN_LIST = compiled(r"(?m)(?:^|(?<=⏎))[^\S\n]*[0-9一二三四五六七八九十]{1,3}[)）]")
_SENTENCE = 24  # a paragraph of so many letters is a sentence
_LONG = 6  # in a term of so many letters the first or last may be the wrong one
_LETTER = r"[\u4e00-\u9fff]"


@dataclass(frozen=True)
class Unwanted:
    """Words that should not occur, as a form or as the misprints of each word; `words.yaml` explains the keys."""

    message: str = key("说")
    hint: str = key("改法")
    form: str = key("有", "")
    needs: str = key("含", "")
    misprints: str = key("错", "")
    but: str = key("除了", "")
    severity: Severity | None = key("级别", None)
    kinds: tuple[Kind, ...] = key("在", ())


@dataclass(frozen=True, kw_only=True)
class WordRow(DeclaredRow):
    """A row of `words.yaml`. `shown`: words which, beside the phrases, show that the rule applies to the document."""

    phrases: tuple[Unwanted, ...] = key("字句")
    shown: str = key("看到", "")


def declared() -> tuple[Rule, ...]:
    """Return the rules of `words.yaml`."""
    return rules_of(rows(Path(__file__).with_name("words.yaml"), WordRow), _without_phrases)


def _without_phrases(_: str, row: WordRow, case: Case) -> Iterator[Result]:
    found = [finding for phrase in row.phrases for finding in _having(case, phrase)]
    if found or not row.shown or any(wordings(case).having(spoken().form(row.shown))):
        yield Compared()
    yield from found


def _having(case: Case, phrase: Unwanted) -> Iterator[Finding]:
    """Yield the findings on a phrase that should not stand in the document: one for each message, at all its places."""
    patterns = spoken().patterns(phrase.misprints) if phrase.misprints else (("", spoken().form(phrase.form)),)
    needs = compiled(phrase.needs) if phrase.needs else ()
    for right, pattern in patterns:
        found = matches(wordings(case, *phrase.kinds), pattern, needs)
        own = [(m, p) for m, p in found if not (phrase.but and spoken().whole(phrase.but, m[0]))]
        for message, those in grouped((_said(phrase, right, one[0]), one) for one in own).items():
            severity = phrase.severity or (Severity.HINT if of_templates(case)(those[0][0][0]) else Severity.WARNING)
            yield Finding(message, tuple(place for _, place in those[:MOST]), severity, phrase.hint)


def _said(phrase: Unwanted, right: str, match: re.Match[str]) -> str:
    text, line, start = match[0], match.string, match.start()
    return phrase.message.format(
        text.strip() or text,
        right=right,
        masked=f"{text[:3]}****{text[-2:]}",
        beside=line[max(0, start - 1) : start + 2],
        near=line[max(0, start - 4) : start + 4],
        **match.groupdict(),
    )


def R702(case: Case) -> Iterator[Result]:
    """Paragraphs that say word for word what the one before them says."""
    texts = wordings(case, "段落").all
    for before, one in texts.twice(_SENTENCE):
        if before.place.part == one.place.part:
            yield finding("R702 两遍", one.place, before.place)


def R708(case: Case) -> Iterator[Result]:
    """Cells beside 联系人, 联系电话 … that are not empty; telephone numbers are reported by themselves."""
    yield from finding_of_each(_filled_in(case), "R708 联系信息")


def _filled_in(case: Case) -> Iterator[tuple[str, Place]]:
    number, is_contact = spoken().form("«联系:号码»"), cache(lambda label: _is_contact(bare(label)))
    for layout in case.reading.tables:
        for row in layout.body:
            cells = row.cells
            for i, label in enumerate(row.words[:-1]):
                if cells[i].role is Role.NUMBER or not is_contact(label):  # most cells of a long table
                    continue
                name, value, column = bare(label), row.words[i + 1].strip(), row.spots[i + 1].column
                if value and not (_is_contact(value) or number.search(value)):
                    yield name, Place(layout.name, name, "", row.line, row.starts[column], len(value))


def _is_contact(words: str) -> bool:
    return spoken().is_word_of("联系", "标签", words)


def R938(case: Case) -> Iterator[Result]:
    """Values of indicators in ‰ whose name is of no such rate."""
    for record in (one for form in case.reading.forms for one in form.records("三级指标", "指标值")):
        value, name = record.text("指标值"), record.text("三级指标")
        if "‰" in value and not spoken().whole("千分率", name):
            yield finding("R938 指标值", record.items["指标值"].place, name=bare(name), value=value)


def R705(case: Case) -> Iterator[Result]:
    """Paragraphs that begin with a mark, or end without one; brackets and quotes without their other half."""
    for wording in wordings(case, "段落", "表注"):
        text = wording.text.strip()
        if text[0] in "，。；、：,:;.)）":
            yield finding("R705 开头", wording.place.marking(0, 1), mark=text[0])
        sentence = len(text) >= _SENTENCE or any(mark in text for mark in "，；。")
        if sentence and not text.endswith(_ENDS):
            yield finding("R705 没有句号", wording.place.marking(max(0, len(wording.text) - 1), 1), end=text[-8:])
    for wording in wordings(case).having(_PAIRED):
        text = _IN_LIST.sub("", wording.text)
        for left, right in _PAIRS:
            if text.count(left) != text.count(right):
                lone = left if text.count(left) > text.count(right) else right
                yield finding("R705 没有另一半", wording.place.marking(max(0, wording.text.find(lone)), 1), lone=lone)


class _Phrases(NamedTuple):
    """Terms that every disclosure uses (data/words/phrases.yaml), the longest first.

    Attributes:
        terms: each with what finds it where one letter is wrong (see `_misprinted`).
        right: correct phrases that are one letter off a term, and the words of the region.
        known: a pattern of all these terms and phrases.
    """

    terms: dict[str, tuple[tuple[re.Pattern[str], int], ...]]
    right: frozenset[str]
    known: re.Pattern[str]


@lru_cache(maxsize=8)
def _phrases_of(lexicon: Lexicon) -> _Phrases:
    words = lexicon.places["术语"]
    terms, right = words["术语"], {*words["不是错字"], *lexicon.own_words}
    known = "|".join(map(re.escape, sorted({*terms, *right}, key=lambda word: (-len(word), word))))
    longest_first = {term: _finders(term) for term in sorted(terms, key=len, reverse=True)}
    return _Phrases(longest_first, frozenset(right), compiled(known))


def _finders(term: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    kept = _KEPT.get(term, lambda: tuple(_misprinted(term)))
    return tuple((compiled(pattern), at) for pattern, at in kept)


def _misprinted(term: str) -> Iterator[tuple[str, int]]:
    """Yield patterns of a right half beside a half with one wrong letter, and where in the term this right half begins.

    In a short term neither the first nor the last letter may be wrong.
    """
    size, half = len(term), len(term) // 2
    wrong = range(1, size - 1) if size < _LONG else range(size)
    letters = [re.escape(letter) for letter in term]
    ways = {i: [*letters[:i], f"(?!{letters[i]}){_LETTER}", *letters[i + 1 :]] for i in wrong}
    head, tail = "".join(letters[:half]), "".join(letters[half:])
    if after := ["".join(way[half:]) for i, way in ways.items() if i >= half]:
        yield f"{head}(?={'|'.join(after)})", 0
    if before := ["".join(way[:half]) for i, way in ways.items() if i < half]:
        yield f"{tail}(?<=(?:{'|'.join(before)}){tail})", half


@of_family("写错一个字的术语")
def R913(case: Case) -> Iterator[Result]:
    """术语错字

    预算公开常用的术语、表名、标题只错了一个字的，多半是打字、改字时的失误，如“政府性基金予算”“机构设罝”。
    错字读的时候容易滑过去，公开以后却很显眼。

    怎样改：对照术语改正；本地确有这个说法的不用改。
    依据：公开文件中常见的错误。
    例：“一般公共预祘财政拨款”应为“一般公共预算财政拨款”。
    """
    yield Compared()
    texts = wordings(case)
    found: dict[str, list[tuple[int, int, str]]] = {}
    for start, odd, term in _misprints(texts, (case.document.publisher, *case.reading.units)):
        numbers, at = texts.texts_at(odd)
        wrong = texts.page[start : start + len(term)]
        found.setdefault(term, []).extend((number, at, wrong) for number in numbers)
    for right, own in found.items():
        places = ((wrong, texts.all[number].place.marking(at, 1)) for number, at, wrong in sorted(own))
        yield from finding_of_each(places, "R913 错字", of_templates(case), right=right)


def _misprints(texts: Wordings, names: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield, for each misprint, where on the page its phrase and its wrong letter are, and the longest term it may be.

    `names`: of offices, whose letters are no misprints: 交通警察支队 before 预算.
    """
    page, may_have = texts.page, texts.may_have
    offices = (found.span() for name in names if name for found in re.finditer(re.escape(name), page))
    done = {at for first, last in offices for at in range(first, last)}
    known = _phrases_of(spoken())
    for term, patterns in known.terms.items():
        starts = {
            found.start() - before
            for pattern, before in patterns
            if may_have(pattern)
            for found in pattern.finditer(page)
        }
        for start in sorted(starts):
            odd = start + differing(page[start : start + len(term)], term)[0]
            if odd not in done and not _is_right(page, start, odd, term, known):
                done.add(odd)
                yield start, odd, term


def _is_right(page: str, start: int, odd: int, term: str, known: _Phrases) -> bool:
    """Whether the letter belongs to another term around it, or the phrase is correct: it stands in an item's name."""
    longest = len(next(iter(known.terms)))
    around = page[max(0, odd - longest) : odd + longest]
    here = min(odd, longest)
    spans = (match.span() for match in known.known.finditer(around))
    if any(first <= here < last for first, last in spans):
        return True
    phrase = page[start : start + len(term)]
    return phrase in known.right or phrase in _names_of_items()


@cache
def _names_of_items() -> str:
    """Return the names of all items of the catalogue, one below the other: 用于其他社会公益事业的彩票公益金支出."""
    return "\n".join(name for dimension in ("功能", "经济") for _, name in names_of_all_years(dimension))
