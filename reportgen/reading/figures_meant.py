"""Which figures the words before a number mean in their paragraph (所指的数)."""

from reportgen.figure import FigureId
from reportgen.patterns import compiled
from reportgen.reading import clauses
from reportgen.reading.explaining import Explained
from reportgen.reading.meanings import Meanings
from reportgen.reading.notes import Names, Notes
from reportgen.reading.phrases import stripped
from reportgen.reading.scopes import Scope
from reportgen.reading.subjects import Subjects
from reportgen.reading.terms import OF_THIS_YEAR, of_people
from reportgen.reading.texts import Token
from reportgen.records import dataclass

FAR = 300  # no subject is longer: bounds the time that a hostile text takes
_PROJECTS = ("性质", "项目支出")
_CARRIED, _OF_PARTS = ("年份", "上年结转"), ("功能", "项目", "性质")
_ENDS = compiled("[。：:]")
_AID = compiled("(?<!其他)对个人和家庭")


@dataclass
class FiguresMeant:
    """What the words of a paragraph mean, beside what was read of it so far.

    Attributes:
        scope: what the headings imply; words of the paragraph may change it for what follows.
        title: an item in a line of its own before the paragraph. explained: what the words explain.
    """

    notes: Notes
    scope: Scope
    subjects: Subjects
    meanings: Meanings | None = None
    title: str = ""
    explained: Explained = Explained()

    def _names_of_amount(self, token: Token, words: str) -> Names:
        before = self.notes.passage.text[max(0, token.start - FAR) : token.start]
        if clauses.of_some_projects(before):
            return ()
        names = self._names(words) or (self._figures_meant("支出") if clauses.of_all_spending(before) else ())
        if clauses.is_of_this_year(words, before, self.notes.passage.text[token.end : token.end + FAR]):
            names = tuple(name.where(OF_THIS_YEAR) for name in names)
        if clauses.lists_carried(self.notes.passage.text[token.end : token.end + FAR]):
            names = tuple(name.without("年份") for name in names)
        if not clauses.of_projects(before):
            return names
        spent = [name for name in names if name.measure == "支出"] or [FigureId("支出")]
        return tuple(name if name.member("性质") else name.where(_PROJECTS) for name in spent)

    def _names(self, words: str) -> tuple[FigureId, ...]:
        """Return the figures that the words name; else the last figure, or that of the paragraph's title."""
        if self.subjects.is_empty(words) and self.notes.mentions and self.notes.running:
            return (self.notes.running,)
        empty = self.subjects.is_empty(words) or (self.notes.settled and clauses.is_settled(stripped(words)))
        empty = empty or self._is_of_title(words)
        bare = empty and not self.notes.mentions
        titles = [*filter(None, [*_ENDS.split(words)[:-1], self.title.rstrip("。：:")])] if bare else []
        if named := next(filter(None, map(self._figures_meant, titles)), ()):
            return named
        of_item = any(map(self.subjects.ends_in_item, titles))
        return () if of_item else self._figures_meant(words)  # which of several items, nothing says

    def _is_of_title(self, words: str) -> bool:
        """Whether a measure alone follows the name of an item: 行政运行（项）：支出预算数为."""
        title, colon, rest = words.rpartition("：")
        return bool(colon) and self.subjects.is_measure(rest) and self.subjects.ends_in_item(title)

    def _figures_meant(self, words: str) -> tuple[FigureId, ...]:
        self.notes.settle_whole(words)
        self.notes.settle_whole(words)
        names = tuple(map(self._narrowed, self.subjects.names(words, self.scope, self.notes.running)))
        return tuple(map(self.meanings.plain, names)) if self.meanings else names

    def _narrowed(self, name: FigureId) -> FigureId:
        """Return a part with the fund of its whole: 财政拨款支出50万元，其中：基本支出30万元."""
        parts = {d for d, _ in name.conditions}
        name = self._carried_over(self.explained.limit(name))
        own = name.member("资金") not in ("", self.scope.conditions.get("资金"))  # said, not only by the headings
        if self.notes.within and name.measure == "支出" and parts & {"性质", "经费", "功能"} and not own:
            name = name.where(*self.notes.within.items())
        text = self.notes.passage.text
        if name.member("经济") == "301" and "人员支出" in text and "公用" in text and not _AID.search(text):
            return name._replace(conditions=of_people(name.conditions))
        return name

    def _carried_over(self, name: FigureId) -> FigureId:
        """Return what was carried over for the figure whose parts are listed: 其中当年安排28万元，上年结转4万元."""
        whole = next((one.figure for one in (*self.notes.whole, *self.explained.about) if one.figure), None)
        carried = name.member("年份") == _CARRIED[1]
        return whole.where(_CARRIED) if carried and whole and any(map(whole.member, _OF_PARTS)) else name

    def _wholes_of_share(self, words: str) -> Names:
        """Return the figures that a share may be of: in the whole document; in final accounts first by the headings."""
        anywhere = Scope(settled=self.notes.settled)
        words = words.rstrip("的")
        found = (self.subjects.names(words, anywhere, None), self._figures_meant(words))
        return tuple(name for names in (reversed(found) if self.notes.settled else found) for name in names)
