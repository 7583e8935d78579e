"""What the document has to hold (要件): tables, sections, sentences, terms, days.

Here: the sections and sentences that state each topic. The list is the nation's: 财预〔2016〕143号; 财预〔2021〕29号;
财库〔2020〕46号 (small and micro firms, since 2021). The topics, what each needs and the words for it are data:
data/words/topics.yaml.
"""

import re
from collections.abc import Sequence

from reportgen.checks._budget_file import MARK
from reportgen.checks._case import Case
from reportgen.checks._texts import page_of, wordings
from reportgen.document import Block, Paragraph, Section, Table, in_one_line, plain
from reportgen.figure import parse
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.reading import Place
from reportgen.reading.scopes import LIMITED
from reportgen.reading.terms import WHOLE, bare
from reportgen.records import dataclass

MONEY = r"[0-9][0-9.,]{0,30}(?:亿|万|千)?元"
THREE_PUBLIC_TOPIC, GLOSSARY = "三公经费", "名词解释"
_WHOLE = compiled("部门预算|单位预算")
_PART = compiled(r"^第[一二三四五六七八九十]+部分[\s\u3000]*")
_SENTENCE_ENDS = ("。", "；")
_ENOUGH = 8  # letters of an explanation that do not occur by coincidence


def topics() -> dict[str, tuple[str, ...]]:
    """Return topic -> what it has to state (needs); the topic 三公经费 has a rule of its own (R605)."""
    return spoken().places["要件"]


def heading(topic: str) -> re.Pattern[str]:
    """Return the pattern of words in the heading of the topic's section."""
    return spoken().form(f"«要件节题:{topic}»")


def met(topic: str, stated: str, printed: str) -> frozenset[str]:
    """Return the needs of a topic that numbers meet, by their names: those in sentences (`stated`), all (`printed`)."""
    places, needs = spoken().places, topics().get(topic, ())
    return frozenset(
        need
        for place, names in (("要件数名", stated), ("要件表里数名", printed))
        for need in needs
        if need in places[place] and spoken().form(f"(?m)«{place}:{need}»").search(names)
    )


def wholes_by_words(case: Case) -> set[str]:
    """Return the names that sentences without names state: of 收入 and 支出 only those of the whole."""
    names = {entry.name for entry in case.reading.in_sentences if entry.name}
    return {str(name) for name in names if name.measure not in LIMITED or set(name.conditions) <= WHOLE}


def is_nothing(case: Case, topic: str) -> bool:
    """Whether the budget file has no money on the topic, and the region words that itself."""
    figure = spoken().places["要件的数"].get(topic)
    if not (figure and case.file_figures and case.is_as_made):
        return False
    return not case.file_figures.amount(parse(figure[0]))


def denies(what: str, text: str) -> bool:
    """Whether the text says that there is nothing on a topic."""
    return what in spoken().places["要件没有"] and bool(spoken().form(f"«要件没有:{what}»").search(text))


def states_need(need: str, text: str) -> bool:
    """Whether the text states a need."""
    return bool(spoken().form(f"«要写到:{need}»").search(text))


@dataclass(frozen=True, slots=True)
class SectionText:
    """A heading, with its number, and everything below it.

    Attributes:
        lines: paragraphs, headings and notes of tables, also those below smaller headings.
        has_tables: whether there is a table below it.
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
        """Whether there is nothing below the heading."""
        return not (self.has_tables or self.text.strip())

    @property
    def is_sentence(self) -> bool:
        """Whether the heading says it all: 3.行政运行（项）：2026年预算数为5万元。"""
        return self.heading.endswith(_SENTENCE_ENDS)

    @property
    def title(self) -> str:
        """The heading without its number."""
        return bare(_PART.sub("", self.heading))

    @property
    def place(self) -> Place:
        """The place of the heading."""
        return Place(self.heading, line=self.heading, length=max(1, len(self.heading)))


def sections(case: Case) -> tuple[SectionText, ...]:
    """Return every section in reading order."""
    return case.remembered(sections, lambda: tuple(_below(case.document.blocks)[0]))


def _below(blocks: tuple[Block, ...]) -> tuple[list[SectionText], list[str], bool]:
    """Return the sections among the blocks, the lines of all blocks, and whether there is a table among them."""
    found, lines, has_tables = list[SectionText](), list[str](), False
    for block in blocks:
        match block:
            case Paragraph():
                lines.append(in_one_line(plain(block.runs)))
            case Table():
                lines += [in_one_line(plain(note.runs)) for note in block.notes]
                has_tables = True
            case Section():
                inner, own, tables = _below(block.blocks)
                heading = in_one_line(f"{block.number}{plain(block.title)}")
                found += [SectionText(heading, tuple(own), tables, bool(block.number)), *inner]
                lines += [plain(block.title), *own]
                has_tables = has_tables or tables
    return found, lines, has_tables


def sections_headed(case: Case, topic: str) -> list[SectionText]:
    """Return the sections whose headings have words of the topic, without sections inside of such ones."""
    kept: list[SectionText] = []
    inside: set[str] = set()
    own = heading(topic)
    for part in sections(case):
        if own.search(part.heading) and part.heading not in inside:
            kept.append(part)
            inside |= set(part.lines)
    return kept


def facts_on(case: Case, topic: str) -> list[str]:
    """Return what the budget file or the region has to say on a topic: duties, bodies, terms."""
    own = case.budget.file.department if case.budget else None
    if topic == "职责" and own:
        return [line.strip() for duty in own.duties for line in duty.splitlines() if line.strip()]
    if topic == "机构设置" and own:
        return [*own.offices, *own.subordinates, *(unit.name for unit in own.units)]
    if topic == GLOSSARY and case.profile:
        pieces = (piece for term in case.profile.glossary.values() for piece in MARK.split(term.text))
        return [piece for piece in pieces if len(piece) >= _ENOUGH]
    return []


def lacks_facts(case: Case, topic: str) -> bool:
    """Whether the budget file leaves out what the region would print on the topic."""
    return case.budget is not None and topic in ("职责", "机构设置") and not facts_on(case, topic)


def demanded(case: Case) -> tuple[str, ...]:
    """Return the topics that the text has to state: the region's, else the nation's for a whole budget; or none."""
    if case.is_tables_alone:
        return ()
    if case.profile:
        return tuple(case.profile.file.required.topics)
    return (*topics(), THREE_PUBLIC_TOPIC) if _WHOLE.search(plain(case.document.title)) else ()


def stated_on(case: Case, topic: str) -> tuple[list[SectionText], str]:
    """Return the sections on a topic and their text; without such a section, the text of sentences elsewhere."""
    own = sections_headed(case, topic)
    if own:
        return own, "\n".join(part.text for part in own)
    glossary = {line for part in sections_headed(case, GLOSSARY) for line in part.lines}
    named = {one.place.line for one in case.stated_figures if met(topic, one.figure.name, one.figure.name)}
    words = spoken().form(f"«要件句子:{topic}»")
    texts = (wording.text for wording in wordings(case, "段落") if wording.text not in glossary)
    return [], "\n".join(text for text in texts if text in named or words.search(text))


def places_of(case: Case, own: Sequence[SectionText]) -> tuple[Place, ...]:
    """Return the places of these sections' headings; that of the document's title if there are none."""
    return tuple(part.place for part in own) or (page_of(case),)


def is_zero(text: str) -> bool:
    """Whether the first amount in the text is zero."""
    found = compiled(MONEY).search(text)
    return bool(found and parse_number(compiled("[^0-9.]").sub("", found[0])) == 0)
