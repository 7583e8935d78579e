"""What the text of a disclosure has to state (要件), and the sections and sentences that state it.

The list is the nation's: 财预〔2016〕143号; 财预〔2021〕29号; 财库〔2020〕46号 (small and micro firms, since 2021). The
words of each topic are data: data/words/topics.yaml.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.checks._budget_file import MARK
from reportgen.checks._case import Case
from reportgen.checks._texts import page_of, wordings
from reportgen.document import Block, Paragraph, Section, Table, in_one_line, plain, walk
from reportgen.figure import parse
from reportgen.lexicon import spoken
from reportgen.quantity import parse_number
from reportgen.reading import Place
from reportgen.reading.terms import bare

MONEY = r"[0-9][0-9.,]*(?:亿|万|千)?元"
_CHANGES = r"^(?:收入|支出).*(?:增减|@)"
SMALL_FIRMS, SMALLEST_FIRMS = "面向中小企业预留的金额", "面向小微企业预留的金额"
# What some regions print in a table of assets alone.
_IN_TABLES = ("车辆数", "单价50万元、100万元以上设备数")
_WHOLE = re.compile("部门预算|单位预算")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分[\s\u3000]*")
_ENOUGH = 8  # letters of an explanation that nobody writes by chance


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that the text has to state (要件).

    Attributes:
        needs: what has to be stated -> a pattern of the names of figures that state it, whatever the words are.
        of: the figure that is zero if there is nothing to state.
    """

    name: str
    needs: Mapping[str, str] = field(default_factory=dict)
    of: str = ""

    @property
    def heading(self) -> re.Pattern[str]:
        """Words in the heading of its section."""
        return spoken().form(f"«要件节题:{self.name}»")

    @property
    def words(self) -> re.Pattern[str]:
        """Words of a sentence on it, if it has no section of its own."""
        return spoken().form(f"«要件句子:{self.name}»")

    def needs_met(self, stated: str, printed: str) -> frozenset[str]:
        """What the numbers of a document state of it, by the names of those in sentences and of all, one a line."""
        return frozenset(
            need
            for need, pattern in self.needs.items()
            if pattern and re.search(pattern, printed if need in _IN_TABLES else stated, re.MULTILINE)
        )

    def is_nothing(self, case: Case) -> bool:
        """Whether the budget file has none of it, and the region says so in words of its own."""
        if not (self.of and case.file_figures and case.is_as_made):
            return False
        return not case.file_figures.amount(parse(self.of))


def denies(what: str, text: str) -> bool:
    """Whether words of the text say that there is none of it."""
    return what in spoken().places["要件没有"] and bool(spoken().form(f"«要件没有:{what}»").search(text))


def says(need: str, text: str) -> bool:
    """Whether words of the text state what is needed."""
    return bool(spoken().form(f"«要写到:{need}»").search(text))


def states_change(text: str) -> bool:
    """Whether words of the text say that something changed, or did not."""
    return says("比上年的增减变化", text)


_ALL = (
    Topic("职责", {"职责的内容": ""}),
    Topic("机构设置", {"内设机构或编制范围": ""}),
    Topic(
        "收支增减",
        {
            "收入总额": "^收入",
            "支出总额": "^支出",
            "比上年的增减变化": _CHANGES,
            "增减变化的原因": _CHANGES,  # whether it has its reason is R410's
        },
    ),
    Topic("机关运行经费", {"金额，没有的写明没有": "^机关运行经费"}, of="机关运行经费"),
    Topic(
        "政府采购",
        {
            "采购总额": "^政府采购",
            "货物": "^政府采购.*货物",
            "工程": "^政府采购.*工程",
            "服务": "^政府采购.*服务",
            SMALL_FIRMS: "^政府采购.*中小企业",
            SMALLEST_FIRMS: "^政府采购.*小微企业",
        },
        of="政府采购",
    ),
    Topic("国有资产", {"截止日期": "", "车辆数": "车辆", "单价50万元、100万元以上设备数": "设备"}),
    Topic("绩效", {"实行绩效管理的项目个数": "@个数", "金额": "^支出.*项目"}, of="支出[性质=项目支出]"),
    Topic("名词解释", {"对名词的解释": ""}),
)
TOPICS = {topic.name: topic for topic in _ALL}
THREE_PUBLIC_TOPIC = Topic("三公经费", of="三公经费")
GLOSSARY = TOPICS["名词解释"]


@dataclass(frozen=True, slots=True)
class SectionText:
    """A heading, with its number, and all that stands under it.

    Attributes:
        lines: paragraphs, headings and notes of tables, also those under smaller headings.
        has_tables: whether a table stands under it.
    """

    heading: str
    lines: tuple[str, ...]
    has_tables: bool
    is_numbered: bool = True

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under it."""
        return not (self.has_tables or self.text.strip())

    @property
    def title(self) -> str:
        """The heading without its number."""
        return bare(_PART.sub("", self.heading))

    @property
    def place(self) -> Place:
        """The heading on the page."""
        return Place(self.heading, line=self.heading, length=max(1, len(self.heading)))


def sections(case: Case) -> tuple[SectionText, ...]:
    """Every section in reading order."""
    return case.remembered(sections, lambda: tuple(_sections(case.document.blocks)))


def _sections(blocks: tuple[Block, ...]) -> Iterator[SectionText]:
    for block in (block for block in walk(blocks) if isinstance(block, Section)):
        tables = any(isinstance(inner, Table) for inner in walk(block.blocks))
        heading = in_one_line(f"{block.number}{plain(block.title)}")
        yield SectionText(heading, tuple(_lines(block.blocks)), tables, bool(block.number))


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in walk(blocks):
        match block:
            case Paragraph():
                yield in_one_line(plain(block.runs))
            case Table():
                yield from (in_one_line(plain(note.runs)) for note in block.notes)
            case Section():
                yield plain(block.title)


def headed(case: Case, topic: Topic) -> list[SectionText]:
    """The sections whose heading has the topic's words, without those inside of such a section."""
    kept: list[SectionText] = []
    inside: set[str] = set()
    for part in sections(case):
        if topic.heading.search(part.heading) and part.heading not in inside:
            kept.append(part)
            inside |= set(part.lines)
    return kept


def facts_on(case: Case, topic: str) -> list[str]:
    """What the budget file or the region has to say on it: duties, bodies, terms."""
    own = case.budget.file.department if case.budget else None
    if topic == "职责" and own:
        return [line.strip() for duty in own.duties for line in duty.splitlines() if line.strip()]
    if topic == "机构设置" and own:
        return [*own.offices, *own.subordinates, *(unit.name for unit in own.units)]
    if topic == "名词解释" and case.profile:
        pieces = (piece for term in case.profile.glossary.values() for piece in MARK.split(term.text))
        return [piece for piece in pieces if len(piece) >= _ENOUGH]
    return []


def are_printed(case: Case, facts: list[str]) -> bool:
    """Whether a paragraph of the document has one of these facts."""
    texts = [plain(block.runs) for block in walk(case.document.blocks) if isinstance(block, Paragraph)] if facts else []
    page = "\n".join(texts)
    return any(fact in page for fact in facts)


def lacks_facts(case: Case, topic: str) -> bool:
    """Whether the officer left out of the budget file what the region would print."""
    return case.budget is not None and topic in ("职责", "机构设置") and not facts_on(case, topic)


def demanded(case: Case) -> tuple[str, ...]:
    """What the text has to state: by the region, else by the nation for a whole budget."""
    if case.profile:
        return tuple(case.profile.file.required.topics)
    return (*TOPICS, "三公经费") if _WHOLE.search(plain(case.document.title)) else ()


def stated_on(case: Case, topic: Topic) -> tuple[list[SectionText], str]:
    """The sections on the topic and their text; the text of sentences elsewhere, if it has no section."""
    own = headed(case, topic)
    if own:
        return own, "\n".join(part.text for part in own)
    glossary = {line for part in headed(case, GLOSSARY) for line in part.lines}
    named = {one.place.line for one in case.stated_figures if topic.needs_met(one.figure.name, one.figure.name)}
    texts = (wording.text for wording in wordings(case, "段落") if wording.text not in glossary)
    return [], "\n".join(text for text in texts if text in named or topic.words.search(text))


def places_of(case: Case, own: Sequence[SectionText]) -> tuple[Place, ...]:
    """The headings of these sections; the document's title if there are none."""
    return tuple(part.place for part in own) or (page_of(case),)


def is_zero(text: str) -> bool:
    """Whether the first amount is zero."""
    found = re.search(MONEY, text)
    return bool(found and parse_number(re.sub("[^0-9.]", "", found[0])) == 0)
