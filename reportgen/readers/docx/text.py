"""The words of a paragraph (文字), as printed.

A field is read as its result, hidden text as nothing, a picture or object as U+FFFC, an alternative as its first
choice. Text boxes and notes are kept until their paragraph ends. Tracked changes are read as accepted or rejected.
Source: ECMA-376 part 1, 17.3, 17.13.5 (revisions), 17.16 (fields).
"""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum

from reportgen import ooxml
from reportgen.fingerprint import DRAWN
from reportgen.ooxml import Element, M, R, T, W
from reportgen.readers._work import spend
from reportgen.readers.docx.charts import ReadChart
from reportgen.readers.docx.numbering import Counting
from reportgen.readers.docx.styles import Style, Styles
from reportgen.records import NamedTuple, dataclass, field


class Revisions(Enum):
    """How tracked changes are read (修订)."""

    ACCEPTED = "接受修订"
    ORIGINAL = "修订之前"


class Hanging(NamedTuple):
    """A note or text box attached to a paragraph (附着); `holder` is the element with its paragraphs."""

    holder: Element
    note: bool


@dataclass(slots=True)
class WordField:
    """An open field (域): its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class WordLine(NamedTuple):
    """A paragraph that was read (行).

    Attributes:
        number: the automatic number before it. printed: the elements that print its words, each with what it prints.
    """

    paragraph: Element
    number: str
    printed: tuple[tuple[Element, str], ...]


@dataclass(slots=True)
class Story:
    """The state of reading a file from its first word to its last (读到哪里).

    Attributes:
        notes: footnotes and endnotes by kind and id.
        fields: open fields, the outermost first.
        hanging: notes and text boxes of the current paragraph.
        marked: the words that each comment is attached to, by its id, in the order of the first word.
        open: ids of the comments whose words have begun and not ended.
        contents: lines in tables of contents, and lines in the styles of contents.
        charts: charts by their relationship ids. drawn: the pictures read so far.
        lines: the lines read so far, without those of contents; None unless the caller asks for them.
        beside: what somebody typed where nothing is printed: hidden text, readings above characters, odd fields.
    """

    styles: Styles
    counting: Counting
    revisions: Revisions
    notes: Mapping[tuple[str, str], Element]
    charts: Mapping[str, ReadChart] = field(default_factory=dict)
    fields: list[WordField] = field(default_factory=list)
    hanging: list[Hanging] = field(default_factory=list)
    marked: dict[str, list[str]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)
    contents: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    drawn: list[ReadChart] = field(default_factory=list)
    lines: list[WordLine] | None = None

    def removed(self, kind: str) -> bool:
        """Whether the words inside a tracked change of that kind (tag) are left out."""
        return kind in _REMOVED[self.revisions]

    @property
    def in_contents(self) -> bool:
        """Whether the reader is inside a table of contents made by Word."""
        spend(len(self.fields))
        return any(each.result and each.instruction.split()[:1] == ["TOC"] for each in self.fields)


_Words = list[tuple[Element, str]]  # each text with the element that prints it
PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_REMOVED = {Revisions.ACCEPTED: {ooxml.DEL, ooxml.MOVE_FROM}, Revisions.ORIGINAL: {ooxml.INS, ooxml.MOVE_TO}}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
CHART = f"{ooxml.C}chart"
_PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", f"{ooxml.VML}imagedata")
_WITHOUT_WORDS = {
    *(ooxml.PPR, ooxml.RPR, f"{W}sdtPr", f"{W}sdtEndPr", f"{W}smartTagPr", f"{W}customXmlPr", f"{W}softHyphen"),
    *(f"{W}rubyPr", f"{M}rPr", f"{W}delInstrText", f"{W}fldData"),
}


def words_of(paragraph: Element, story: Story, style: Style) -> str:
    """Return the words of a paragraph in that style; add its notes and text boxes to `story.hanging`."""
    printed: _Words = []
    _read(paragraph, story, style.hidden, printed)
    while story.fields and not story.fields[-1].result:  # an instruction ends with its paragraph
        _end_field(story.fields.pop().instruction, story)
    if story.lines is not None:
        story.lines.append(WordLine(paragraph, "", tuple(printed)))
    return "".join([text for _, text in printed])


def _read(parent: Element, story: Story, hidden: bool, printed: _Words) -> None:
    """Add to `printed` what the children of an element print."""
    for child in parent:
        kind = child.tag
        if kind == R:
            _read(child, story, _hidden(child, story, hidden), printed)
        elif kind in _PRINTS:
            text = _PRINTS[kind](child, story)
            spend(len(story.fields) + len(story.open))
            if text and hidden:
                story.beside.append(text)
            elif text and all(each.result for each in story.fields):
                printed.append((child, text))
                for key in story.open:
                    story.marked[key].append(text)
        elif kind == ooxml.ALTERNATE:
            _read(ooxml.chosen(child), story, hidden, printed)
        elif kind == _READING:
            story.beside += child.itertext(T)
        elif kind not in _WITHOUT_WORDS and not story.removed(kind):
            if kind == _SIMPLE:
                _end_field(child.get(f"{W}instr", ""), story)
            _read(child, story, hidden, printed)


def _hidden(run: Element, story: Story, hidden: bool) -> bool:
    """Whether a run is hidden: by itself, by its style, or with its paragraph."""
    properties = run.find(ooxml.RPR)
    if properties is None:
        return hidden
    own = ooxml.switched_on(properties, "vanish")
    if own is not None:
        return own
    key = ooxml.value(properties, "rStyle")
    return hidden or (key in story.styles.by_key and story.styles[key].hidden)


def _break(element: Element, _: Story) -> str:
    """Return a line break; page and column breaks print nothing."""
    return "" if element.get(f"{W}type") in ("page", "column") else "\n"


def _symbol(element: Element, _: Story) -> str:
    """Return the character that stands for one of a symbol font; empty if its code is none."""
    try:
        return chr(int(element.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _field(element: Element, story: Story) -> str:
    match element.get(f"{W}fldCharType"):
        case "begin":
            story.fields.append(WordField())
        case "separate" if story.fields:
            story.fields[-1].result = True
        case "end" if story.fields:
            _end_field(story.fields.pop().instruction, story)
    return ""


def _end_field(instruction: str, story: Story) -> None:
    """Keep the instruction of an unusual field in `story.beside`: no program makes it, so somebody typed it."""
    words = instruction.split()
    if words and (words[0] not in _USUAL_FIELDS or (words[0] == "HYPERLINK" and "\\l" not in words)):
        story.beside.append(" ".join(words))


def _instruction(element: Element, story: Story) -> str:
    if story.fields:
        story.fields[-1].instruction += element.text or ""
    return ""


def _comment(element: Element, story: Story) -> str:
    """Begin or end collecting the words of a comment; one between two words collects none."""
    key = element.get(f"{W}id", "")
    words = story.marked.setdefault(key, [])
    if element.tag == _COMMENT_STARTS and not words:
        story.open.add(key)
    elif element.tag == _COMMENT_ENDS:
        story.open.discard(key)
    return ""


def _note(element: Element, story: Story) -> str:
    holder = story.notes.get((_NOTES[element.tag], element.get(f"{W}id", "")))
    if holder is not None:
        story.hanging.append(Hanging(holder, note=True))
    return ""


def _shape(shape: Element, story: Story) -> str:
    """Return U+FFFC for a picture, and nothing for a text box, which is kept until the paragraph ends."""
    boxes = list(_boxes(shape))
    story.hanging += [Hanging(box, note=False) for box in boxes]
    if boxes and next(shape.iter(*_PICTURES), None) is None:
        return ""
    ids = (each.get(f"{ooxml.RELATED}id", "") for each in shape.iter(CHART))
    story.drawn.append(next((story.charts[key] for key in ids if key in story.charts), ReadChart()))
    return DRAWN


def _boxes(parent: Element) -> Iterator[Element]:
    """Yield the text boxes in a shape or group, without those inside a text box."""
    for child in parent:
        if child.tag == ooxml.TEXT_BOX:
            yield child
        else:
            yield from _boxes(ooxml.chosen(child) if child.tag == ooxml.ALTERNATE else child)


_READING, _SIMPLE = f"{W}rt", f"{W}fldSimple"
_USUAL_FIELDS = ("TOC", "PAGEREF", "HYPERLINK", "REF", "NOTEREF", "SEQ", "STYLEREF", *PAGE_FIELDS)
_COMMENT_STARTS, _COMMENT_ENDS = f"{W}commentRangeStart", f"{W}commentRangeEnd"
_PRINTS: dict[str, Callable[[Element, Story], str]] = {
    **dict.fromkeys((T, f"{W}delText", f"{M}t"), lambda element, _: element.text or ""),
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), lambda *_: "\t"),
    f"{W}cr": lambda *_: "\n",
    f"{W}br": _break,
    f"{W}noBreakHyphen": lambda *_: "\u2011",
    f"{W}sym": _symbol,
    f"{W}fldChar": _field,
    f"{W}instrText": _instruction,
    **dict.fromkeys((_COMMENT_STARTS, _COMMENT_ENDS, f"{W}commentReference"), _comment),
    **dict.fromkeys(_NOTES, _note),
    **dict.fromkeys((f"{W}drawing", f"{W}pict", f"{W}object"), _shape),
}
