"""原因和数"""

from collections.abc import Iterable, Iterator, Sequence, Set

from reportgen.budget.models import Explanation
from reportgen.budget.unit_files import unit_entries
from reportgen.checks._budget_file import MARK, FileFigures, lines_in, masked
from reportgen.checks._case import Case, FigureInSentence
from reportgen.checks._results import Compared, Finding, Result, Unknown
from reportgen.checks._rules import results, rules
from reportgen.checks._says import finding
from reportgen.diagnostics import Location, ReportgenError, Severity
from reportgen.figure import FigureId, parse, parsed
from reportgen.figures.texts import with_figures
from reportgen.lexicon import spoken
from reportgen.narrative.phrases import covers
from reportgen.patterns import compiled
from reportgen.reading import Place
from reportgen.source import scalars

_ON_AMOUNTS = ("R900", "R903", "R915", "R918")
_MOVED = "R953"
_LEAST = 100  # a smaller part of the amount is 基本持平: reasons may name either direction
_UNITS, _NAMES = ("部门", "单位"), ("数名", "代词")
UP, DOWN = "增加", "减少"
_ITEM, _PROJECT, _UNIT, _CARS = "费目", "项目", "单位", "公务用车"
_COMPARED = compiled("(?:[比较]|相比)[上去]年(?:预算|决算)?|同比")
_FUND, _SPENT_OR_EARNED = "资金", ("收入", "支出")
_NEW = "新增"
_MOVED_BY = compiled("(?<!新)(?P<word>增加|增长|减少|下降|压减|多|少)了?约?<(?P<name>[^<>]{1,80})>")
_CLAUSES = compiled("[，；。]")
_CODE, _LONG_NAME = "功能", 6  # so many letters of an item's name say which one
_NAME = 4  # shorter names of projects may be common words: 会议费


def R922(case: Case, file: FileFigures) -> Iterator[Result]:
    """原因与增减相反

    增加的原因里只说了“压减”“减少”“严格控制”，或者减少的原因里只说了“增加”“扩大”，多半是沿用了上年的话，或者抄了别处的原因。
    两个方向都说了的（虽压减……但……）、说到上年、结转、口径的，另有道理，不判断；说到调整、变动的只给提示；
    大半的话没有说增减、增减不到百分之一的也不看；金额本身还有错的，先改金额。原因里说一种资金、一个项目增加或减少、
    一个项目是新增的或者已经没有了的，也和它的数对照。

    怎样改：把预算文件“原因”里的这一条改成今年的原因；数写错了的改数。
    依据：财预〔2016〕143号，说明增减变化的原因；公开文件中常见的错误：数变了，上年的原因没有变。
    例：公务接待费比上年减少0.28万元，原因写“接待次数增加”。
    """
    bases = [base for base, book in file.budget.books.items() if base and (book.lines or book.stated)]
    if not (file.budget.reasons and bases):
        yield Unknown("没有写原因，或者没有上年数")
        return
    if not case.reading.passages:
        yield Unknown("只有表，没有印原因的文字")
        return
    if amounts_are_wrong(case):
        yield Unknown("金额还有错，改好以后再看原因")
        return
    yield Compared()
    yield from (*_said_to_move(file, bases[0]), *_said_to_begin_or_end(file, bases[0]))
    yield from _whole_for_change(case, file, bases[0])
    told = {parse(name) for name in case.stated_names if name.endswith("增减额")}
    moved, printed = _moved(case), [one for one in case.stated_figures if one.figure.name.endswith("增减额")]
    for name, reason in file.budget.reasons.items():
        text = MARK.sub("", reason.text)
        for stated, meant in ((DOWN, UP), (UP, DOWN)):
            if says_only(stated, meant, text) and not (moved and moved & {*_places_of(file, name)}):
                changes = _stated_with(printed, file, name, reason) or [
                    name._replace(base=base) for base in _bases_of(file, name, bases, told)
                ]
                yield from _contrary(case, file, (name, reason), changes, meant)


def _said_to_move(file: FileFigures, base: str) -> Iterator[Finding]:
    """Yield findings on reasons that let a fund or a project rise that fell, or the reverse: 政府性基金比上年减少."""
    for name, reason in file.budget.reasons.items():
        of_base = name.measure in _SPENT_OR_EARNED and name.base in ("", base)
        for clause in _CLAUSES.split(_COMPARED.sub("", masked(reason.text, "＿"))) if of_base else ():
            if says("有别的", clause) or not (found := _moves(file, clause)):
                continue
            dimension, member, word = found
            measure = name.measure if dimension == _FUND else "支出"
            within = (_UNIT, _FUND) if dimension == _CODE else (_UNIT,)
            own = FigureId(measure, ((dimension, member),)).where(*(c for c in name.conditions if c[0] in within))
            change = file.figure(own._replace(base=base, derived="增减额"))
            if change and (change > 0) != says(UP, word):
                words = {"name": own, "base": base, "stated": word, "change": abs(change)}
                yield finding("R922 说反了", reason.at, meant=UP if change > 0 else DOWN, **words)


def _said_to_begin_or_end(file: FileFigures, base: str) -> Iterator[Finding]:
    """Yield findings on reasons that call a project new that last year had, or gone that still has as much."""
    for name, reason in file.budget.reasons.items():
        clauses = _CLAUSES.split(masked(reason.text)) if name.base in ("", base) else ()
        for project, clause in ((project, one) for one in clauses for project in file.projects.within(one)):
            said = spoken().within("项目的有无", clause.replace(project, "＿", 1))
            own = FigureId("支出", ((_PROJECT, project),)).where(*(c for c in name.conditions if c[0] == _UNIT))
            now, before = (file.amount(own._replace(base=one)) or 0 for one in ("", base)) if said else (0, 0)
            words = {"project": project, "base": base, "now": now, "before": before}
            if said == _NEW and now and before:
                yield finding("R922 已有的", reason.at, **words)
            elif said and said != _NEW and before and now >= before:
                yield finding("R922 还有的", reason.at, **words)


def _whole_for_change(case: Case, file: FileFigures, base: str) -> Iterator[Finding]:
    """Yield findings on figures that stand behind 增加 and are the whole amount: 增加<支出[项目=送戏下乡]>."""
    for sentence in case.sentences:
        for found in _MOVED_BY.finditer(sentence.scalar.text):
            name = parsed(found["name"])
            before = file.amount(name._replace(base=base)) if name and not name.derived and not name.base else None
            if name and before:
                at = sentence.at(found.start("name"), len(found["name"]))
                yield finding("R922 全年的数", at, word=found["word"], name=name, base=base)


def _moves(file: FileFigures, clause: str) -> tuple[str, str, str] | None:
    """Return dimension and member of the last fund or project that the clause says went up or down, and the word.

    None if there is none, or an amount follows: others compare that.
    """
    funds = [fund for fund in file.budget.vocabulary.trees.get(_FUND, ()) if len(fund) >= _NAME and fund in clause]
    known = {**dict.fromkeys(funds, _FUND), **dict.fromkeys(file.projects.within(clause), _PROJECT)}
    if not known:
        return _item_moves(file, clause)
    last = max(known, key=lambda one: (clause.rfind(one) + len(one), len(one)))
    form = spoken().form("(?:«项目名后»|收入|拨款){0,3}(?:相应|有所|同比){0,2}(?P<word>«说反的:增减»)(?![0-9＿])")
    said = form.match(clause, clause.rfind(last) + len(last))
    return (known[last], last, said["word"]) if said else None


def _item_moves(file: FileFigures, clause: str) -> tuple[str, str, str] | None:
    """Return 功能, the only 款 or 项 of the file whose name ends or begins as the clause says, and the word."""
    said = spoken().form("(?P<of>[一-龥]{5,20}?)(?:相应|有所|同比){0,2}(?P<word>«说反的:增减»)$").search(clause)
    ends = (said["of"][-length:] for length in range(len(said["of"]), _LONG_NAME - 1, -1)) if said else ()
    words = next((end for end in ends if end in file.all_names_of_codes), "")
    found = sorted((code for code, name in file.names_of_codes.items() if words in name), key=len) if words else []
    is_one = bool(found) and all(code.startswith(found[0]) for code in found)
    return (_CODE, found[0], said["word"]) if said and is_one else None


def _stated_with(
    printed: Iterable[FigureInSentence], file: FileFigures, name: FigureId, reason: Explanation
) -> list[FigureId]:
    """Return the figures, each with its base, whose change is printed before that reason in a sentence."""
    said = max(MARK.split(reason.text), key=len)
    before: dict[str, tuple[int, FigureId]] = {}  # letters from the change to the reason; the change
    for one in printed if len(said) >= _NAME else ():
        away = one.after.find(said)
        if away >= 0 and away < before.get(one.place.line, (away + 1,))[0]:
            before[one.place.line] = away, parse(one.figure.name)
    own = (change._replace(derived="") for _, change in before.values())
    return sorted({one for one in own if name.base in ("", one.base) and covers(file.budget.vocabulary, name, one)})


def _bases_of(file: FileFigures, name: FigureId, bases: Sequence[str], told: Set[FigureId]) -> list[str]:
    """Return the bases that a reason is about: its own, else the first, and those sentences compare the figure with."""
    if name.base:
        return [name.base]
    first, *others = bases
    compared = [base for base in others if name._replace(base=base, derived="增减额") in told]
    explained = {own.base for own in file.budget.reasons if own.amount == name} if compared else set()
    return [first, *(base for base in compared if base not in explained)]


def amounts_are_wrong(case: Case, *also: str) -> bool:
    """Whether lines contradict approved numbers, each other or last year's unit, so that changes mean nothing.

    `also`: further rules, by number, whose findings say so.
    """
    asked = (*_ON_AMOUNTS, *also)
    found = (result for rule in rules() if rule.id in asked for result in results(case, rule))
    return any(isinstance(one, Finding) and one.severity is not Severity.HINT for one in found)


def _moved(case: Case) -> set[Place | Location]:
    """Return the lines of projects that stand under another item than last year (R953): what changes is not known."""
    found = (result for rule in rules() if rule.id == _MOVED for result in results(case, rule))
    return {place for one in found if isinstance(one, Finding) and len(one.places) > 1 for place in one.places}


def _places_of(file: FileFigures, name: FigureId) -> Iterator[Location]:
    """Yield the places of the figure's lines, of this year and of the bases, if it is of an item."""
    own = file.own_name(name._replace(base="", derived=""))
    for book in file.budget.books.values() if name.member("功能") else ():
        yield from (line.at for line in lines_in(book, own) or ())


def says_only(stated: str, meant: str, text: str) -> bool:
    """Whether most of the text states the one direction, and nothing in it supports the other."""
    text = _in_one_word(text)
    clauses = [says(stated, clause) for clause in _CLAUSES.split(text)] if says(stated, text) else [False]
    return 2 * sum(clauses) >= len(clauses) and not says(f"也是{meant}", text) and not says("有别的", text)


def _in_one_word(text: str) -> str:
    """Return the text with 增加 or 减少 for words that say so of two years together: 上年购置车辆，本年不再安排."""
    text = _COMPARED.sub("", text)
    for way, form in spoken().patterns("原因整句"):
        text = form.sub(way, text)
    return UP if spoken().within("只添了东西", text) else text


def _contrary(
    case: Case, file: FileFigures, stated_reason: tuple[FigureId, Explanation], changes: Iterable[FigureId], meant: str
) -> Iterator[Finding]:
    """Yield findings on figures that changed in the direction `meant` while their reason states the other direction.

    `changes` are the figures, each with the base that it is compared with.
    """
    key, reason = stated_reason
    for own in changes:
        before, change = file.amount(own), file.figure(own._replace(derived="增减额"))
        if before is not None and change and (change > 0) == (meant == UP) and abs(change) * _LEAST >= abs(before):
            stated_here = ((one.place, parse(one.figure.name)) for one in case.stated_figures)
            printed = (place for place, n in stated_here if n.amount == own.amount and n.base in ("", own.base))
            stated = DOWN if meant == UP else UP
            words: dict[str, object] = {"base": own.base, "meant": meant, "stated": stated, "text": reason.text}
            stated_of = key if key.amount == own.amount else own.amount
            words |= {"also": _restated(file, key, reason), "name": stated_of, "change": abs(change)}
            yield finding("R922 相反", reason.at, *printed, remark=_is_vague(reason.text), **words)


def _is_vague(text: str) -> bool:
    """Whether the words might be right in a way that they do not say: 人员调整, 购置设备."""
    return says("调整了", text) or bool(spoken().within("只添了东西", text))


def _restated(file: FileFigures, name: FigureId, reason: Explanation) -> str:
    """Return more advice: a unit writes its own reason; last year's lines of other codes were moved to this figure."""
    if unit := file.budget.unit:
        entries = (entry for own, entry in unit_entries(file.budget.file) if own.code == unit)
        stated = {one.at for entry in entries for _, one in scalars(entry.get("原因") or entry)}
        if reason.at not in stated:
            return f"；这是整个部门的原因，“{file.budget.member_name('单位', unit)}”自己的写在“部门”里它的“原因”下面"
    moved = [own.text for path, own in file.values if path[:1] == ("口径调整",)]
    also = any(member in moved for _, member in name.conditions)
    return "；上年数里有“口径调整”并进来的，也看那里写得对不对" if also else ""


def says(what: str, text: str) -> bool:
    """Whether a reason has words of that kind: 增加, 减少, 有别的."""
    return spoken().form(f"«原因方向:{what}»").search(text) is not None


def R932(case: Case, file: FileFigures) -> Iterator[Result]:
    """各单位的话里的数名

    “部门”里各单位自己的原因、用途、绩效里写的“<数名>”，要在预算文件里有。部门的文件不印这些话，要到生成这个单位的文件时才看得出来。

    怎样改：改正数名里的项目、科目、单位。
    依据：公开文件中常见的错误：项目改了名，各单位的原因里没有跟着改。
    例：单位的“原因”里写“<支出[项目=旅游宣传推荐]>”，项目叫“旅游宣传推介”。
    """
    texts = [one for path, one in file.values if path[:2] == _UNITS and MARK.search(one.text)]
    if not texts or not case.figures or file.budget.unit:
        return
    yield Compared()
    for one in texts:
        try:
            with_figures(case.figures, one.text, one.at)
        except ReportgenError as mistake:
            for wrong in (found for found in mistake.diagnostics if found.rule in _NAMES):
                yield Finding(wrong.message, (one.at,), Severity.ERROR, wrong.hint)
