"""What the text of a disclosure has to tell (要件): the nation's list. Its words are data: data/words/topics.yaml.

Source: 财预〔2016〕143号; 财预〔2021〕29号; 财库〔2020〕46号 (small and micro firms, since 2021).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.checks._case import Case
from reportgen.document import Block, Paragraph, Section, Table, in_one_line, plain
from reportgen.lexicon import spoken
from reportgen.reading import Place
from reportgen.reading.terms import bare

MONEY = r"[0-9][0-9.,]*(?:亿|万|千)?元"
_CHANGES = r"^(?:收入|支出).*(?:增减|@)"
_SMALL, _SMALLEST = "面向中小企业预留的金额", "面向小微企业预留的金额"
SMALL_FIRMS = (_SMALL, _SMALLEST)


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the text has to tell (要件).

    Attributes:
        needs: what has to be said -> the names of the figures that say it, whatever the words around them are.
        since: the first year in which that is asked.
        of: the figure that is nothing where there is nothing to say.
        within: what has to be said -> the figure that it is a part of: of nothing there is no part.
    """

    name: str
    needs: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    of: str = ""
    within: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> re.Pattern[str]:
        """What the heading of its section has."""
        return spoken().form(f"«要件节题:{self.name}»")

    @property
    def said(self) -> re.Pattern[str]:
        """What a sentence on it has, where it has no section of its own."""
        return spoken().form(f"«要件句子:{self.name}»")

    def denies(self, text: str) -> bool:
        """Whether the text says that there is none, which is all there is to say."""
        return denies(self.name, text)

    def names(self, name: str) -> frozenset[str]:
        """What a figure of this name says of it."""
        return frozenset(need for need, pattern in self.needs.items() if pattern and re.search(pattern, name))


def denies(what: str, text: str) -> bool:
    """Whether words of the text say that there is none of it."""
    return what in spoken().places["要件没有"] and bool(spoken().form(f"«要件没有:{what}»").search(text))


def says(need: str, text: str) -> bool:
    """Whether words of the text say what is needed."""
    return bool(spoken().form(f"«要写到:{need}»").search(text))


def tells_change(text: str) -> bool:
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
            _SMALL: "^政府采购.*中小企业",
            _SMALLEST: "^政府采购.*小微企业",
        },
        dict.fromkeys(SMALL_FIRMS, 2021),
        "政府采购",
        {_SMALLEST: "政府采购[面向=中小企业]"},
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
    """A heading with all that stands under it.

    Attributes:
        heading: with its number; level: 1 is the highest.
        lines: paragraphs under it, also those under smaller headings, and the notes of its tables.
        tables: how those are called; is_numbered: whether it has a number.
    """

    heading: str
    level: int
    lines: tuple[str, ...]
    tables: tuple[str, ...]
    is_numbered: bool = True

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands under it."""
        return not (self.tables or any(line.strip() for line in self.lines))

    @property
    def title(self) -> str:
        """The heading without its number."""
        return bare(re.sub(r"^第[一二三四五六七八九十]+部分[\s\u3000]*", "", self.heading))

    @property
    def place(self) -> Place:
        """The heading on the page."""
        return Place(self.heading, line=self.heading, length=max(1, len(self.heading)))


def sections(case: Case) -> tuple[SectionText, ...]:
    """Every section in reading order."""
    return case.remembered(sections, lambda: tuple(_sections(case.document.blocks)))


def _sections(blocks: tuple[Block, ...]) -> Iterator[SectionText]:
    for block in blocks:
        if isinstance(block, Section):
            heading = in_one_line(f"{block.number}{plain(block.title)}")
            tables = tuple(t.number or plain(t.title) or heading for t in _tables(block.blocks))
            yield SectionText(heading, block.level, tuple(_lines(block.blocks)), tables, bool(block.number))
            yield from _sections(block.blocks)


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield in_one_line(plain(block.runs))
            case Table():
                yield from (in_one_line(plain(note.runs)) for note in block.notes)
            case Section():
                yield plain(block.title)
                yield from _lines(block.blocks)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Section):
            yield from _tables(block.blocks)


def headed(found: Iterable[SectionText], pattern: re.Pattern[str]) -> list[SectionText]:
    """The sections whose heading has the pattern, without those inside of one that has it as well."""
    kept: list[SectionText] = []
    inside: set[str] = set()
    for part in found:
        if pattern.search(part.heading) and part.heading not in inside:
            kept.append(part)
            inside |= set(part.lines)
    return kept
