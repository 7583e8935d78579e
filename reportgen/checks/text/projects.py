"""说明和表：项目和绩效"""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from reportgen.checks._case import Case
from reportgen.checks._comparing import agree, contradict, total
from reportgen.checks._results import Compared, Result, compared, grouped
from reportgen.checks._rules import BUDGET, TARGETS, speaks_of
from reportgen.checks._says import finding, finding_if
from reportgen.checks._texts import likeness
from reportgen.checks.performance import Project, of_budget, plain_name, tasks, with_targets
from reportgen.checks.tables import BOOKS
from reportgen.checks.text import called
from reportgen.checks.text.stated_counts import StatedCount, counts
from reportgen.document import TableKind
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading import Entry, Form, Mention, Place, SheetRow
from reportgen.reading.bands import FormItem
from reportgen.reading.entries import NUMBER, number
from reportgen.reading.terms import bare, unit_in

_ABOVE = compiled(r"(?P<least>[0-9.]{1,9})万元(?:（含）)?以上(?:的)?(?:预算)?项目(?:共|共计)?$")
_PIECES = compiled(r"\w+")
_FAR = 100  # times that a budget is at least what one piece costs


def R313(case: Case) -> Iterator[Result]:
    """Compare names and amounts of projects with the tables, for amounts without a name."""
    known = {project.name: project for project in (*with_targets(case), *of_budget(case))}
    headings = dict(_headings(case, known)) if known else {}
    yield from headings.values()
    candidates = [project for project in (*known.values(), *tasks(case)) if project.entry]
    for mention in case.reading.mentions:
        if mention.amount and _is_unknown(mention.amount, known) and bare(called(case, mention)) not in headings:
            yield from _unnamed(case, mention, mention.amount, candidates, known)


def _is_unknown(amount: Entry, known: dict[str, Project]) -> bool:
    """Whether an amount has no name, or that of a project with another name in the tables."""
    if not amount.name:
        return not amount.carried
    project = amount.name.member("项目") if amount.carried else ""
    return bool(project and known) and project not in known


def _headings(case: Case, known: dict[str, Project]) -> Iterator[tuple[str, Result]]:
    """Yield each heading below 重点项目 with a result: it has to be the name of a known project."""
    pairs = ((passage, pairwise(passage.headings)) for passage in case.reading.passages)
    below = ((passage, next((own for above, own in pair if "重点项目" in above), "")) for passage, pair in pairs)
    for name, (passage, *_) in grouped((bare(own), passage) for passage, own in below if own).items():
        nearest = max(known, key=lambda one: likeness(name, one))
        if name in known or 3 * likeness(name, nearest) <= 1 or spoken().form("«项目的话:不是名称»").search(name):
            yield name, Compared()
        else:
            places = (passage.place(0, min(len(passage.text), len("项目名称"))), known[nearest].place)
            yield name, finding("R313 标题", *places, name=name, nearest=nearest)


def _unnamed(
    case: Case, mention: Mention, amount: Entry, candidates: Sequence[Project], known: dict[str, Project]
) -> Iterator[Result]:
    """Compare an amount without a name with the project of its words, or of the same amount and similar words."""
    words = plain_name(called(case, mention))
    own = next((p for p in candidates if plain_name(p.name) == words), None)
    if own and own.entry:
        if contradict(amount, own.entry) and _is_of_several(amount, own, candidates):
            yield compared(amount)
        else:
            yield from agree(amount, own.entry, amount, "R313 金额", project=words, table=own.place.part)
        return
    same = [p for p in known.values() if p.entry and not contradict(amount, p.entry) and amount.number.value]
    if any(_holds(words, p.name) or _is_short_for(words, p.name) for p in same):
        return  # 城乡供水一体化工程发行专项债券 is 城乡供水一体化工程（专项债券）, in a sentence
    near = [p for p in same if 3 * likeness(words, p.name) > 1 or "项目" in mention.subject]
    if len(near) == 1:
        yield compared(amount, near[0].entry)
        yield finding("R313 名称", amount, near[0].place, called=called(case, mention), name=near[0].name)


def _holds(words: str, name: str) -> bool:
    """Whether the words have all pieces of the name, without its brackets."""
    pieces = _PIECES.findall(name)
    return len(pieces) > 1 and all(piece in words for piece in pieces)


def _is_short_for(words: str, name: str) -> bool:
    """Whether the words are a piece of the name, much shorter than it, with words such as 补助 behind: 布展项目."""
    object_of = spoken().form("«项目名的末尾»$").sub("", name)  # 新购胸痛中心设备 for 胸痛中心设备购置
    if object_of != name and len(object_of) >= _OBJECT and object_of in words:
        return True
    core = spoken().form("«项目的话:后»{1,3}$").sub("", words)
    core, whole = (compiled("[的“”‘’]").sub("", one) for one in (core, name))
    return len(core) > 1 and core in whole and (core == whole or len(whole) - len(core) >= _SHORTER)


def _is_of_several(amount: Entry, own: Project, candidates: Sequence[Project]) -> bool:
    """Whether the amount is that of the project together with one or two others."""
    others = [p.entry for p in candidates if p.entry and p is not own][:20]
    return any(
        own.entry and total([own.entry, *some]) == amount.exact for n in (1, 2) for some in combinations(others, n)
    )


_OBJECT = 4  # letters that name one project among others
_SHORTER = 2  # letters; a name that lacks one may be mistyped
_MONEY_FROM = "«项目的话:资金来源»[^。；]{0,200}"
_DONE_BY = "«项目的话:实施»(?P<unit>[^，。；、（(]{2,60})"


@speaks_of(BUDGET, TARGETS)
def R319(case: Case) -> Iterator[Result]:
    """项目的单位和资金

    说明、绩效目标表里写的项目的实施单位、资金来源，要和《项目支出表》这一行的单位、有数的资金一样。实施单位写的不是本部门的单位的，不看。

    怎样改：对照批复的项目，改写错的一处；确实由别的单位实施的，不用改。
    依据：公开文件中常见的错误：改了表里的单位、资金，没有改文字。
    例：《项目支出表》里全民阅读推广是云溪县图书馆的，说明写“实施主体：云溪县文化馆”。
    """
    lines = [line for sheet in case.reading.of(TableKind.PROJECTS) for line in sheet.lines if not line.total]
    rows = grouped((line.label, line) for line in lines)
    units = {
        project: {unit_in(line.fields, "名称", "实施单位", "预算单位") for line in own} - {""}
        for project, own in rows.items()
    }
    every = frozenset[str]().union(*units.values())
    for passage in case.reading.passages:
        project = next((name for head in passage.headings[::-1] if (name := bare(head)) in rows), "")
        if project and (found := spoken().form(_DONE_BY).search(passage.text)):
            place, unit = passage.place(found.start("unit"), len(found["unit"])), found["unit"].strip()
            yield from _done_by(project, unit, place, rows[project], units[project], every)
        if project and (found := spoken().form(_MONEY_FROM).search(passage.text)):
            for fund in (fund for fund in BOOKS if fund in found[0]):
                place = passage.place(found.start() + found[0].index(fund), len(fund))
                yield from _paid_from(project, fund, place, rows[project])
    for form in (form for form in case.reading.forms if form.project in rows):
        for item in (
            item for item in form.fields.values() if spoken().is_word_of("项目的话", "单位栏", bare(item.label))
        ):
            own = form.project
            yield from _done_by(own, item.text.strip(), item.place, rows[own], units[own], every)


def _done_by(
    project: str, unit: str, place: Place, rows: Sequence[SheetRow], own: set[str], every: frozenset[str]
) -> Iterator[Result]:
    if own and unit in every:
        entry = next(iter(rows[0].entries.values()), None)
        wrong = unit not in own
        yield from finding_if(wrong, "R319 单位", place, entry, project=project, unit=unit, own="、".join(sorted(own)))


def _paid_from(project: str, fund: str, place: Place, rows: Sequence[SheetRow]) -> Iterator[Result]:
    """Compare a fund that words name with the amounts of the project in the columns of the fund."""
    given = [e for line in rows for e in line.entries.values() if e.name and e.name.member("资金") == fund]
    if given:
        wrong = not any(entry.number.value for entry in given)
        yield from finding_if(wrong, "R319 资金", place, given[0], project=project, fund=fund)


@speaks_of(BUDGET, TARGETS)
def R312(case: Case) -> Iterator[Result]:
    """说明·绩效

    说明里写的项目个数要和《项目支出表》的项目数（写了“个数”的照写的算）、绩效目标表的张数一样；写“100万元以上项目几个、多少万元”的，也照表核对。
    绩效目标表里成本指标写的金额要等于这个项目的预算数，整体绩效目标表里的要在文件里有同样的数。

    怎样改：照表重新数一遍；成本指标照预算数改。
    依据：财预〔2016〕143号，公开绩效目标的项目和表要对应；公开文件中常见的错误。
    例：说明写“5个项目的绩效目标随本预算公开”，后面只有4张项目绩效目标表。
    """
    budgeted, targeted, whole = of_budget(case), with_targets(case), tasks(case)
    for count in counts(case, "个", "项"):
        if "绩效" in f"{' '.join(count.headings)}{count.text}" and not count.is_goal:
            yield from _counted(case, count, budgeted, targeted, whole)
    for form in case.reading.forms:
        yield from _costs(case, form)


def _counted(
    case: Case, count: StatedCount, budgeted: list[Project], targeted: list[Project], whole: list[Project]
) -> Iterator[Result]:
    """Compare a count of projects with the table that it is about."""
    if above := _ABOVE.search(count.before):
        yield from _large(case, count, above["least"], budgeted or whole)
    elif spoken().form("«项目的话:绩效目标»").search(count.after) and (targeted or whole):
        yield from _as_many(count, targeted or whole, "项目绩效目标表" if targeted else "整体绩效目标表的项目任务")
    elif not spoken().form("«项目的话:项目数»").search(count.words):
        return
    elif budgeted or whole:
        what = "《项目支出表》的项目" if budgeted else "整体绩效目标表的项目任务"
        yield from _as_many(count, budgeted or whole, what)
    elif targeted:
        wrong, words = count.entry.exact < len(targeted), {"what": "有绩效目标表的项目", "listed": len(targeted)}
        yield from finding_if(wrong, "R312 个数", count.entry, targeted[0].place, **words)


def _as_many(count: StatedCount, projects: Sequence[Project], what: str) -> Iterator[Result]:
    listed, first = sum(project.count for project in projects), [project.place for project in projects[:1]]
    rows = sum(max(project.count, project.rows) for project in projects)  # one of several units is one, or several
    spent = sum(project.count for project in projects if project.entry and project.entry.number.value)
    some = count.entry.exact < listed and spoken().form("«几个项目:或是部分»").search(count.text)  # have targets
    wrong = count.entry.exact not in (listed, rows, spent) and not some  # a row without money is counted or not
    return finding_if(wrong, "R312 个数", count.entry, *first, what=what, listed=listed)


def _large(case: Case, count: StatedCount, least: str, projects: Sequence[Project]) -> Iterator[Result]:
    """Compare the number of projects of at least `least` 万元, and their sum stated after it, with the tables."""
    bound = number(least, "万元")
    if not projects or not bound or not all(project.entry for project in projects):
        return
    large = [p for p in projects if p.entry and p.entry.exact >= bound.exact]
    yield from _as_many(count, large, f"表里{least}万元以上的项目")
    mentioned = (m.amount for m in case.reading.mentions if m.amount and m.amount.place.line == count.text)
    amount = next((entry for entry in mentioned if entry.place.start > count.entry.place.start), None)
    costs = [p.entry for p in large if p.entry]
    if amount and costs and not amount.name and not amount.carried:
        wrong = total(costs) != amount.exact
        yield from finding_if(wrong, "R312 金额", amount, *costs, least=least, together=total(costs))


def _costs(case: Case, form: Form) -> Iterator[Result]:
    """Compare 成本指标 in money: a project's with its budget, the department's with amounts elsewhere."""
    records = (r for r in form.records("二级指标", "指标值") if "成本" in r.text("二级指标"))
    whole = (r for r in records if not spoken().form("«项目的话:按个算»").search(r.name))
    costs = [cost for record in whole if (cost := _money(record.items["指标值"]))]
    budget = form.entry("预算数")
    if form.kind == TableKind.PROJECT_TARGETS and budget and len(costs) == 1 and not _is_rate(costs[0], budget):
        yield from agree(costs[0], budget, costs[0], "R312 成本指标")
    for cost in costs if form.kind == TableKind.OVERALL_TARGETS else ():
        mentioned = (mention.amount for mention in case.reading.mentions)
        others = (e for e in (*mentioned, *case.reading.in_tables, *form.entries) if e and e.number.is_money)
        yield from finding_if(all(contradict(cost, other) for other in others), "R312 别处没有", cost)


def _is_rate(cost: Entry, budget: Entry) -> bool:
    """Whether a cost far below the budget, in other digits, is what one piece costs: 1500元 of 1560万元."""
    digits = [one.exact.normalize().as_tuple().digits for one in (cost, budget)]
    return abs(cost.exact) * _FAR < abs(budget.exact) and digits[0] != digits[1]


def _money(item: FormItem) -> Entry | None:
    """Return the amount of money in an indicator, `≤218.86万元`, or None."""
    found = NUMBER.search(item.text)
    if not found or not spoken().form("«项目的话:成本»").fullmatch(item.text[: found.start()]):
        return None
    amount = number(found[0], item.text[found.end() :].strip())
    if not amount or not amount.is_money:
        return None
    return Entry(None, amount, item.place.marking(item.place.start + found.start(), len(found[0])), None)
