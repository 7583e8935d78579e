"""What the words before a number are about (主语): a phrase -> the figures that it names.

`文化和旅游（款）行政运行（项）2026年预算数为` is 支出[功能=2070101 资金=一般公共预算]: headings and tables help.
`收、支总计各` is two figures.
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from reportgen.figure import FigureId
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.item_names import codes_of_names
from reportgen.reading.phrases import BOTH, IN_BRACKETS, LEVEL, is_item, outer_parts, stripped, without_tail
from reportgen.reading.scopes import LIMITED, Conditions, Scope, fund_in, nature_in
from reportgen.reading.terms import ending_term, subject_words
from reportgen.records import dataclass, field

Codes = Mapping[str, tuple[str, ...]]  # name as printed in the document's tables -> its codes

_MARKS = compiled("[（(][类款项][）)]")
_QUOTES = compiled('[“”"]')
_RUNNING_COSTS, _RESERVED = "机关运行经费", "采购预留"
_BOUGHT = "政府采购"
_OF_DIMENSION = {"费目": "三公经费", "类型": _BOUGHT, "面向": _BOUGHT}
_SPENT = ("性质", "经费", "经济", "功能", "项目")
_OF_CODES = ("", "收入", "支出")  # parts of 三公经费 or 机关运行经费 are not parts of 支出 of that name
_OF_YEAR = {"收入": {"资金": "本年收入", "年份": "本年"}, "支出": {"性质": "本年支出"}}
_DIGITS = {"类": 3, "款": 5, "项": 7}
_BASIC = {"性质": "基本支出"}
_CARRIED_OVER = "结转"


@dataclass(frozen=True)
class Subjects:
    """The figures that a document's words can name.

    Attributes:
        codes: item name -> codes. projects: names of projects. publishers: names of the publisher, which limit nothing.
    """

    codes: Codes = field(default_factory=dict)
    projects: Collection[str] = ()
    publishers: Collection[str] = ()

    @cached_property
    def _projects(self) -> tuple[str, ...]:
        return tuple(sorted(self.projects, key=len, reverse=True))

    def names(self, words: str, scope: Scope, running: FigureId | None) -> tuple[FigureId, ...]:
        """Return the figures that the words end in; none if they are not understood.

        Args:
            words: all words before the number, in its part of the sentence.
            scope: what the headings imply.
            running: the figure mentioned before, whose side (收入 or 支出) continues.
        """
        found = self._names(words, scope, running)
        return tuple(name.where(("单位", scope.unit)) for name in found) if scope.unit else found

    def _names(self, words: str, scope: Scope, running: FigureId | None) -> tuple[FigureId, ...]:
        phrase = stripped(words)
        if project := self._project(phrase):
            return (FigureId("支出", (("项目", project),)),)
        plain = without_tail(phrase)
        nothing = not plain or self._says_nothing(plain, scope)
        if nothing and not (scope.measure or scope.project):
            plain, nothing = phrase, not phrase  # 本部门总支出, if no heading says of what
        if nothing:
            return self._whole_of(scope)
        if both := spoken().form(BOTH).search(plain):
            own = fund_in(plain[: both.start()])
            of_year = {"年份": "本年"} if own and not spoken().within("含结转", phrase) else {}
            return (_named("收入", scope.conditions | own | of_year), _named("支出", scope.conditions | own))
        return self._figure_named(plain, phrase, scope, running)

    def is_empty(self, words: str) -> bool:
        """Whether the words name no figure: `，2026年预算数为`; a new sentence on 总支出 names it."""
        phrase = stripped(words)
        return not without_tail(phrase) and not ("。" in words and subject_words().measure.search(phrase))

    def is_measure(self, words: str) -> bool:
        """Whether the words are a measure alone: 支出预算数为."""
        return bool(subject_words().measure.fullmatch(without_tail(stripped(words))))

    def ends_in_item(self, words: str) -> bool:
        """Whether the words end in the name of an item."""
        phrase = without_tail(stripped(words))
        return is_item(phrase) or bool(self._title(phrase, 0)[1])

    def _figure_named(self, plain: str, phrase: str, scope: Scope, running: FigureId | None) -> tuple[FigureId, ...]:
        code_at, own_code = self._code(plain, scope, running)
        term_at, own_term = ending_term(plain)
        itemized = running is not None and bool(running.member("功能"))
        if own_code and (code_at < term_at or (code_at == term_at and itemized) or "款" in plain):
            if scope.measure == _RUNNING_COSTS:
                return (FigureId(_RUNNING_COSTS, (("经济", own_code["经济"]),)),) if "经济" in own_code else ()
            return (_named("支出", scope.conditions | own_code),)
        whole_at, whole = self._whole(plain, phrase, scope)
        if own_term and term_at <= whole_at:
            if "类型" in own_term and scope.measure != _BOUGHT and self._limits(plain[:term_at], scope):
                return ()  # 滨海大道二期工程项目 is no purchase
            vague = "费目" in own_term and not spoken().within("三公的话", plain)
            some = "经费" in own_term and spoken().form("«一部分人»$").search(plain[:term_at])
            if some or (vague and subject_words().filler.sub("", plain[:term_at])):
                return ()  # 平台运行维护费 is not that of cars, 编外人员经费 not that of all people
            whole = _of_term(own_term, plain, phrase, scope, running)
        return (whole,) if whole else ()

    def _whole(self, plain: str, phrase: str, scope: Scope) -> tuple[int, FigureId | None]:
        """Return where a measure at the end of the words begins, and its figure; None if other words limit it."""
        found = subject_words().measure.search(plain)
        if not found:
            return len(plain), None
        measure, before = subject_words().measures[int(str(found.lastgroup)[1:])], plain[: found.start()]
        if plain in LIMITED and scope.measure not in ("", *LIMITED):
            return len(plain), None  # a verb: 购置车辆1辆，支出17万元
        if measure not in LIMITED:
            return found.start(), FigureId(measure)
        of_year = _OF_YEAR[measure] if scope.settled and phrase.endswith("合计") else {}  # 总计 has more: carried over
        limits = of_year | scope.conditions | fund_in(before) | nature_in(before)
        return found.start(), None if self._limits(before, scope) else _named(measure, limits)

    def _limits(self, before: str, scope: Scope) -> bool:
        """Whether words before a name say more than who, when and which fund: 退休人员 before 福利费."""
        rest = subject_words().filler.sub("", self._without_publishers(before, scope))
        return bool(rest) and not subject_words().body.search(rest)

    def _without_publishers(self, words: str, scope: Scope) -> str:
        for name in (*self.publishers, *scope.titles):
            words = words.replace(name, "") if name else words
        return words

    def _project(self, phrase: str) -> str:
        for name in self._projects:
            _, found, after = phrase.rpartition(name)
            if found and spoken().form("(?:[”’]|«项目名后»){0,4}").fullmatch(after):
                return name
        return ""

    def _says_nothing(self, plain: str, scope: Scope) -> bool:
        rest = spoken().form("«发布单位后»$").sub("", plain)
        running = scope.measure == _RUNNING_COSTS and rest.endswith("运行经费")
        heading = rest in scope.titles and not self._is_limited(rest) and not self._title(rest, 0)[1]
        known = rest in self.publishers or heading
        return not rest or running or known or spoken().is_word_of("不说什么", "不说什么", rest)

    def _is_limited(self, title: str) -> bool:
        """Whether a heading limits its measure by words of its own: 专项业务支出."""
        found = subject_words().measure.search(title)
        return bool(found) and self._limits(title[: found.start() if found else 0], Scope())

    def _whole_of(self, scope: Scope) -> tuple[FigureId, ...]:
        if scope.project:
            return (FigureId("支出", (("项目", scope.project),)),)
        own = scope.conditions | scope.item | (self._headed(scope.titles[-1:]) if scope.measure == "支出" else {})
        return (_named(scope.measure, own),) if scope.measure else ()

    def _headed(self, titles: tuple[str, ...]) -> Conditions:
        """Return the condition of the item that the innermost heading is: （一）社会保障和就业支出."""
        spent = [code for title in titles for code in self._codes(title) if code.startswith("2")]
        return {"功能": min(spent, key=len)} if spent and _nested(spent) else {}

    def _code(self, plain: str, scope: Scope, running: FigureId | None) -> tuple[int, Conditions]:
        """Return where the longest item name at the end begins, and the condition that it means."""
        plain = _QUOTES.sub("", plain)
        if written := IN_BRACKETS.search(plain):
            return 0, _of_code(written["code"], running)
        level = LEVEL.search(plain)
        body = plain[: level.start()] if level else plain
        parts = _MARKS.split(body) if _MARKS.search(body) else outer_parts(body)
        above = [*filter(None, parts[:-1])]
        digits = _DIGITS[level["level"]] if level else 0
        start, name = self._title(body, digits)
        before = compiled(r"(?m)^.*[）)]").sub("", body[:start])
        if not name or scope.measure not in (*_OF_CODES, _RUNNING_COSTS) or self._limits(before, scope):
            return len(plain), {}
        codes = self._fitting(name, digits, [*scope.titles, *above])
        spent = [code for code in codes if code.startswith("2")]
        basic = scope.conditions.get("性质") == "基本支出" or (running is not None and bool(running.member("经费")))
        if spent and not (basic and len(codes) > len(spent)):
            return start, {"功能": min(spent, key=len)} if _nested(spent) else {}
        economic = [code for code in codes if code.startswith("3")]
        return start, {"经济": min(economic, key=len)} | _BASIC if economic and _nested(economic) else {}

    def _codes(self, name: str, digits: int = 0) -> tuple[str, ...]:
        """Return the codes that tables print beside the name; else those in the catalogue with `digits`, or of 类."""
        printed = self.codes.get(name, ()) or self._unquoted.get(name, ())
        return printed or tuple(c for c in codes_of_names("功能").get(name, ()) if len(c) == (digits or _DIGITS["类"]))

    @cached_property
    def _unquoted(self) -> Codes:
        """Names without the quotation marks that they hold -> codes: 两庭建设."""
        return {_QUOTES.sub("", name): codes for name, codes in self.codes.items() if "“" in name}

    @cached_property
    def _longest_title(self) -> int:
        """How many letters the longest item name has, with 支出."""
        return max(map(len, (*self.codes, *codes_of_names("功能"))), default=0) + len("支出")

    def _title(self, body: str, digits: int) -> tuple[int, str]:
        """Return where the longest item name at the end begins, and that name, with or without 支出."""
        for start in range(max(0, len(body) - self._longest_title), len(body)):
            for name in (body[start:], body[start:].removesuffix("支出"), f"{body[start:]}支出"):
                if self._codes(name, digits):
                    return start, name
        return len(body), ""

    def _fitting(self, name: str, digits: int, above: list[str]) -> list[str]:
        """Return the codes of the name below the names mentioned before; a name that no code fits is ignored.

        If tables print the name only beside other codes, the catalogue's code of that level may fit.
        """
        codes, listed = self._codes(name, digits), codes_of_names("功能").get(name, ()) if digits else ()
        found = [code for code in codes if len(code) == (digits or len(code))] or list(codes)
        for outer in above:
            parents = [*self.codes.get(outer, ()), *codes_of_names("功能").get(outer, ())]
            below = [
                [c for c in known if any(c.startswith(p) and c != p for p in parents)] for known in (found, listed)
            ]
            found = below[0] or [code for code in below[1] if len(code) == digits] or found
        return found


def _of_code(code: str, running: FigureId | None) -> Conditions:
    """Return the condition of a code printed in a sentence; an economic code has 基本支出 only if `running` has."""
    if code.startswith("2"):
        return {"功能": code}
    nature = running.member("性质") if running else ""
    return {**({"性质": nature} if nature else {}), "经济": code}


def _nested(codes: list[str]) -> bool:
    shortest = min(codes, key=len)
    return all(code.startswith(shortest) for code in codes)


def _of_term(own: Conditions, plain: str, phrase: str, scope: Scope, running: FigureId | None) -> FigureId | None:
    dimension = next(iter(own))
    if dimension == "费目" and scope.measure == _RUNNING_COSTS and not (running and running.measure == "三公经费"):
        # 公务接待费 among what runs the office is of one fund and of some units, not that of 三公经费
        return FigureId(_RUNNING_COSTS, tuple(own.items()))
    if measure := _OF_DIMENSION.get(dimension):
        if dimension == "面向" and scope.settled and "预留" in phrase:
            return FigureId(_RESERVED, tuple(own.items()))  # what was planned for them; 政府采购 is what was spent
        goods = spoken().within("类型", plain) if dimension == "面向" else ""  # 货物采购授予中小企业合同金额
        return _named(measure, own | ({"类型": goods} if goods else {}))
    if dimension in _SPENT and scope.measure in _OF_CODES:
        basic = _BASIC if dimension in ("经费", "经济") else {}
        return _named("支出", scope.conditions | basic | fund_in(plain) | own)
    if dimension in _SPENT:
        return None
    if own == {"年份": "上年结转"}:
        if plain == _CARRIED_OVER or spoken().within("用掉", plain):
            return None  # 质保金次年支付，结转19.2万元: into this year or out of it; 使用上年结转4.2万元: some of it
        if scope.project:
            return FigureId("支出", tuple(sorted({"项目": scope.project, **own}.items())))
        return _named("收入", _funds(scope) | fund_in(plain) | own)
    return _of_fund(own, plain, phrase, scope, running)


def _of_fund(own: Conditions, plain: str, phrase: str, scope: Scope, running: FigureId | None) -> FigureId:
    if scope.measure == "三公经费" and running is not None and running.measure == scope.measure:
        return FigureId(scope.measure, tuple(own.items()))  # “三公”经费5万元（其中：一般公共预算支出5万元）
    side = "收入" if "收入" in plain else "支出" if "支出" in plain else ""
    went_on = running.measure if running and not scope.states_measure else ""
    if scope.measure == _BOUGHT and {**own}.keys() == {"资金"}:
        return FigureId(_BOUGHT, tuple(sorted({**scope.item, **own}.items())))  # 政府采购财政拨款预算: a part of it
    if not side and scope.measure not in ("", *LIMITED):
        return _named(scope.measure, scope.item)  # 机关运行经费当年一般公共预算拨款
    measure = side or (went_on if went_on in LIMITED else "") or scope.measure or "支出"
    measure = measure if measure in LIMITED else "支出"
    if measure == "支出":
        wider = scope.settled and own.get("资金") == "财政拨款" and "资金" in scope.conditions
        return _named(measure, scope.conditions | ({} if wider else own))
    of_year = {} if spoken().form("«含结转:来源»").search(phrase) else {"年份": "本年"}
    if spoken().form("«结转:上年».{0,6}«结转:结转»").search(plain):
        own = own | {"年份": "上年结转"}
    limits = _funds(scope)
    own = {} if own == {"资金": "本年收入"} and limits else own
    return _named(measure, limits | of_year | own)


def _funds(scope: Scope) -> Conditions:
    return {d: m for d, m in scope.conditions.items() if d == "资金"}


def _named(measure: str, conditions: Conditions) -> FigureId:
    kept = conditions if measure in LIMITED else {d: m for d, m in conditions.items() if d not in ("资金", "性质")}
    if measure == "收入":
        kept = {d: m for d, m in kept.items() if d != "性质"}
    return FigureId(measure, tuple(sorted(kept.items())))
