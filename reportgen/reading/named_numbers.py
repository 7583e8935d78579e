"""Numbers of a paragraph that carry a name (带名的数). The name says what the number is.

The words around it still give the verb of a change (增加, 下降), 各 (收、支总计各), the base and the phrase before it.
"""

from itertools import chain

from reportgen.figure import FigureId
from reportgen.reading import clauses
from reportgen.reading.entries import Entry
from reportgen.reading.meanings import Meaning, Sort
from reportgen.reading.notes import Kind, Names, Notes
from reportgen.reading.subjects import both_sides, stripped
from reportgen.reading.texts import Token

_AFTER = 8  # characters examined after a number
_NEAR = 24  # and before a number that something may be compared with
_CHANGES: dict[Sort, Kind] = {Sort.CHANGE: "change", Sort.RATE: "rate"}


def note_number(notes: Notes, token: Token, words: str, meaning: Meaning) -> None:
    """Add the number to the notes of the paragraph, by the meaning of its name."""
    if meaning.sort in (Sort.FACT, Sort.COUNT):
        notes.other(token)
    elif meaning.name is None:
        notes.begin((), stripped(words), token.start)
        notes.number("amount", token)
    else:
        _note_figure(notes, token, words, meaning, meaning.name)


def _note_figure(notes: Notes, token: Token, words: str, meaning: Meaning, name: FigureId) -> None:
    match meaning.sort:
        case Sort.AMOUNT:
            _amount(notes, token, words, name)
        case Sort.BASE:
            _base(notes, token, words, name)
        case Sort.SHARE:
            _turn_to(notes, token, words, name)
            notes.number("share", token, derived=name.derived)
            notes.set_fields(whole=_whole(notes, meaning.whole))
        case Sort.COMPLETION:
            _turn_to(notes, token, words, name, "completion")
            notes.number("completion", token, name.base, name.derived)
        case _:
            _change(notes, token, words, name, _CHANGES[meaning.sort])


def _amount(notes: Notes, token: Token, words: str, name: FigureId) -> None:
    about = notes.about
    arrived = clauses.is_arrived(words)
    if arrived and notes.is_about(name) and any(mention.amount for mention in about):
        notes.other(token)
        return
    waiting = any(mention.base and not mention.amount for mention in about)
    if not (waiting and notes.is_about(name)):
        notes.begin(_names(words, name), stripped(words), token.start)
    notes.number("amount", token)
    if arrived:
        notes.stand_on_base(clauses.base_of(notes.compared, notes.settled))


def _names(words: str, name: FigureId) -> Names:
    """Return the name; both 收入 and 支出 if the words are 收、支总计各."""
    if name.measure in ("收入", "支出") and both_sides(words):
        return tuple(name._replace(measure=measure) for measure in ("收入", "支出"))
    return (name,)


def _base(notes: Notes, token: Token, words: str, name: FigureId) -> None:
    text = notes.passage.text
    before, after = text[max(0, token.start - _NEAR) : token.start], text[token.end : token.end + _AFTER]
    if clauses.is_base(before, after):
        notes.keep_base(token)
        return
    if not notes.is_about(name) or any(mention.base for mention in notes.about):
        notes.turn_to((name.amount,), stripped(words), token.start, "base")
    notes.number("base", token, name.base)


def _change(notes: Notes, token: Token, words: str, name: FigureId, kind: Kind) -> None:
    step = clauses.step(words)
    verb, before = (step.verb, step.before) if step else ("", words)
    if not notes.is_about(name):
        notes.turn_to((name.amount,), stripped(before), token.start, kind)
    notes.number(kind, token, name.base, name.derived, verb)
    notes.stand_on_base(name.base)
    notes.set_fields(**{"word" if kind == "change" else "rate_word": verb}, compared=notes.compared)


def _turn_to(notes: Notes, token: Token, words: str, name: FigureId, kind: Kind | None = None) -> None:
    if not notes.is_about(name):
        notes.turn_to((name.amount,), stripped(words), token.start, kind)


def _whole(notes: Notes, whole: FigureId | None) -> Entry | None:
    """Return the last amount of that figure stated before; None if there is none."""
    own = (mention.amount for mention in reversed(notes.mentions) if mention.amount)
    return next((entry for entry in chain(own, reversed(notes.known)) if entry.name == whole), None)
