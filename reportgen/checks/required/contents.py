"""名词解释、时限和目录"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from reportgen.checks._case import Case
from reportgen.checks._results import Compared, Finding, Result, Unknown, everything, grouped
from reportgen.checks._rules import ACCOUNTS, BUDGET, speaks_of
from reportgen.checks._says import MOST, finding
from reportgen.checks._texts import matches, wordings
from reportgen.checks.required import GLOSSARY, sections, sections_headed
from reportgen.diagnostics import Location
from reportgen.document import Block, Paragraph, Table, plain, walk
from reportgen.lexicon import spoken
from reportgen.narrative import occurring_terms, prints_occurring_terms
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.reading.terms import bare
from reportgen.records import replace
from reportgen.source import Scalar

_EVERYBODY = ("基本支出", "项目支出", "“三公”经费", "机关运行经费")  # terms that everybody has to explain
_ENOUGH = 30  # letters of a section that are not equal by coincidence
_DATE = compiled(r"\s*([0-9]{4})[年./-]([0-9]{1,2})[月./-]([0-9]{1,2})日?\s*")
_Part = tuple[Table | str, Place]


def R607(case: Case) -> Iterator[Result]:
    """名词解释

    名词解释要和正文对得上：解释了的名词正文（含表）里用到，正文里的专业名词（“三公”经费、机关运行经费、基本支出、项目支出）有解释；
    模板规定了名词的，一个也不少。

    怎样改：删去用不到的名词，补上没有解释的。
    依据：财预〔2016〕143号，对专业性较强的名词作解释。
    例：解释了“用事业基金弥补收支差额”，正文和表里都没有这个词。
    """
    glossary = sections_headed(case, GLOSSARY)
    terms = {name: line for part in glossary for line in part.lines if (name := _term(line))}
    if not terms:
        return
    yield Compared()
    headings = {line: part.heading for part in reversed(glossary) for line in part.lines}
    places = {name: Place(headings[line], line=line).marking(0, line.index("：")) for name, line in terms.items()}
    rest = "\n".join(line for line in wordings(case).page.split("\n") if line not in headings)
    unused = [name for name in terms if not any(word in rest for word in _words(name))]
    if unused:
        yield finding("R607 未出现", *(places[name] for name in unused[:MOST]), names="”、“".join(unused))
    if missing := _missing(case, rest, headings, terms):
        yield finding("R607 未解释", *(part.place for part in glossary), names="”、“".join(missing))
    yield from _of_others(terms, places)
    blank = (name for name, line in terms.items() if len(line.partition("：")[2]) < 8)
    yield from (finding("R607 没有内容", places[name], name=name) for name in blank)


def _of_others(terms: Mapping[str, str], places: Mapping[str, Place]) -> Iterator[Finding]:
    """Yield findings on terms with one explanation for two, or with that of another term."""
    said = {name: line.partition("：")[2] for name, line in terms.items()}
    known = [(member.split("、"), form) for member, form in spoken().patterns("名词的话")]
    own = {name: form for names, form in known for name in names if name in said}
    for name, text in said.items():
        twin = next((other for other in said if said[other] == text and text), name)
        if twin != name:
            yield finding("R607 一样", places[name], places[twin], name=name, other=twin)
        elif name in own and not own[name].search(text):
            others = [other for other in own if own[other].search(text) and not own[other].search(said[other])]
            yield from (
                finding("R607 别的", places[name], places[other], name=name, other=other) for other in others[:1]
            )


def _term(line: str) -> str:
    """Return the term that a line explains; "" if it explains none."""
    name, colon, _ = bare(line).partition("：")
    return name if colon and len(name) <= 24 and "。" not in name else ""


def _words(term: str) -> tuple[str, ...]:
    """Return the words for a term in texts: with or without 预算, 收入, quotes."""
    unquoted = term.replace("“", "").replace("”", "")
    return term, unquoted, unquoted.removesuffix("预算"), unquoted.removesuffix("收入"), unquoted.replace("经费", "")


def _missing(case: Case, rest: str, explained: Container[str], terms: Collection[str]) -> list[str]:
    """Return terms without explanation: of the text, those everybody has to explain; and those the region requires."""
    wanted = [name for name in _EVERYBODY if name.strip("“”") in rest]
    by_words = case.profile is not None and prints_occurring_terms(case.profile)
    listed = [term.text for term in case.profile.file.terms] if case.profile else []
    asked = case.profile.glossary if case.profile and by_words else listed
    missing = [name for name in (*asked, *wanted) if not any(name in term or term in name for term in terms)]
    if case.profile and by_words:
        asked = [name for name in missing if name in rest]
        there = occurring_terms(case.profile, _blocks_naming(case, asked, explained), asked) if asked else ()
        missing = [name for name in missing if name in there or name in wanted]
    return list(dict.fromkeys(missing))


def _blocks_naming(case: Case, terms: Sequence[str], explained: Container[str]) -> Iterator[Block]:
    """Yield the paragraphs without the lines of the glossary, the charts, and the tables that have one of the terms."""
    tables = {id(wording.table) for wording in wordings(case).saying(terms)}
    for block in walk(case.document.blocks):
        match block:
            case Table() if block.picture or id(block) in tables:
                yield block
            case Paragraph() if plain(block.runs) not in explained:
                yield block


@speaks_of(BUDGET, ACCOUNTS)
def R608(case: Case) -> Iterator[Result]:
    """时限

    部门预算经财政部门批复后二十日内要向社会公开。批复日期、公开日期写在预算文件的“资料”里（2026-01-20或2026年1月20日），
    没有写的，无法核对。

    怎样改：核对日期；确已超过二十日的，说明原因。
    依据：预算法第14条。
    例：批复日2026年1月20日，公开日2026年2月15日，超过20日。
    """
    approved, published = _day(case, "批复日期"), _day(case, "公开日期")
    if not (approved and published):
        return
    yield Compared()
    (first, here), (last, there) = approved, published
    if last < first or (last - first).days > 20:
        yield finding("R608 在前" if last < first else "R608 超过", there, here, first=first, last=last)


def _day(case: Case, name: str) -> tuple[date, Location | Place] | None:
    """Return the day of that name and its place, from 资料 of the budget file, else from the text; None without one."""
    node = case.budget.file.facts.get(name) if case.budget else None
    if isinstance(node, Scalar) and (day := _date(node.text)):
        return day, node.at
    pattern = compiled(rf"{name}[:：为是]?\s*(?P<day>[0-9]{{4}}[年.-][0-9]{{1,2}}[月.-][0-9]{{1,2}})")
    for found, place in matches(wordings(case), pattern):
        if day := _date(found["day"]):
            return day, place.marking(found.start("day"), len(found["day"]))
    return None


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def R609(case: Case) -> Iterator[Result]:
    """目录对应

    有目录的，目录里的条目要和正文的标题、表名一一对应，次序相同。改了标题不改目录，是常见的疏漏。
    本程序生成的文件没有目录，目录由公开时的网页或Word另加。

    怎样改：按正文更新目录。
    依据：公开文件中常见的错误。
    例：目录写“四、财政拨款收支情况”，正文是“四、财政拨款收支预算总体情况”。
    """
    texts = [w for w in case.reading.texts.but_cells if w.kind in ("节题", "段落", "表题")]
    start = next((i for i, w in enumerate(texts) if compiled(r"目\s*录").fullmatch(w.text.strip())), None)
    if start is None:
        return
    lines = [(_entry(w.text), w) for w in texts[start + 1 :]]
    ends = (i for i, (name, wording) in enumerate(lines) if wording.kind == "表题" or (i and name == lines[0][0]))
    entries = lines[: next(ends, len(lines))]  # to the first title again, which is the body's, or to a table
    body = [name for name, wording in lines[len(entries) :] if wording.kind != "段落"]
    if not (entries and body):
        yield Unknown("目录下面没有条目，或者正文没有标题")
        return
    yield Compared(tuple(wording.place for _, wording in entries))
    at = 0
    for name, wording in entries:
        if name in body[at:]:
            at = body.index(name, at) + 1
        else:
            yield finding("R609 不对应", wording.place, name=name, where="次序不同" if name in body else "没有这个标题")


def _entry(text: str) -> str:
    """Return a line of the contents without dots and page number."""
    return compiled(r"\s").sub(
        "", compiled(r"(?:(?<![.．…·\s—-])[.．…·\s—-]++|(?<![0-9.．…·\s—-]))[0-9]*+\s*+$").sub("", text)
    )


def R611(case: Case) -> Iterator[Result]:
    """印了两次

    同一张表、标题和文字都相同的一节，印了两次：多半是模板里写了两遍，或者在 Word 里复制了一遍。

    怎样改：删掉一处；模板里写了两遍的，请写模板的人改。
    依据：公开文件中常见的错误。
    例：“三公”经费预算情况印了两节，一字不差。
    """
    yield Compared()
    laid = ((one.table, Place(one.name)) for one in case.reading.tables)
    found: list[tuple[str, _Part]] = [
        (plain(table.title), (table, at)) for table, at in laid if table.title and table.body
    ]
    found += [(part.title, (part.text, part.place)) for part in sections(case) if len(part.text) >= _ENOUGH]
    seen = ""
    for title, own in grouped(found).items():
        for content, places in _alike(own):
            if len(places) > 1 and title not in seen:
                seen += content if isinstance(content, str) else ""
                cause = everything(case.budget) if case.budget and isinstance(content, Table) else None
                yield finding("R611 两次", *places, cause=cause, title=title, times=len(places))


def _alike(own: Sequence[_Part]) -> Iterable[tuple[Table | str, Sequence[Place]]]:
    """Return equal contents -> their places, whatever a table is called."""
    if len(own) < 2:
        return ()  # a table is large to compare
    called = ((replace(one, name=one.number) if isinstance(one, Table) else one, place) for one, place in own)
    return grouped(called).items()
