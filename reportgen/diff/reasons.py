"""The texts of two budget files, compared (说明的变动): reasons, purposes, duties, units, materials."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from reportgen.budget.models import Explanation
from reportgen.diagnostics import ReportgenError
from reportgen.diff.changes import ChangeKind
from reportgen.diff.figures import in_words
from reportgen.diff.likeness import YEARS, alike_texts, couples
from reportgen.diff.renaming import NewNames, Renaming
from reportgen.document import plain
from reportgen.figure import parsed
from reportgen.figures.texts import with_figures
from reportgen.patterns import compiled
from reportgen.quantity import parse_number
from reportgen.records import NamedTuple, dataclass, field, replace
from reportgen.report import Report
from reportgen.source import Mapping, Node, Scalar, Sequence, records

_FIGURED = ("原因", "用途")  # keys of texts about figures
_LISTED = ("职责", "内设机构", "所属单位")  # keys of lists of a department or unit
_STILL_ITSELF = Fraction(1, 2)  # from this likeness on, two texts of a list are one text, edited
_MOST_YEARS = 64  # texts with the same words and other years that are looked at
_DIGITS = compiled("[0-9][0-9,.]*")


class TextTopic(NamedTuple):
    """The topic of a text (事项).

    Attributes:
        what: the key in the budget file, such as `原因`, `职责`, `资料`.
        owner: the code of the unit whose text it is; empty for the department.
        name: the figure or the path that the text is about; empty for lists of a department.
    """

    what: str
    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs between the two files (一处说明的变动).

    Attributes:
        what, owner, name: the topic (see `TextTopic`), with names of the later file.
        old, new: the text with its figures put in, and its place; None on a side without it.
        words: the figure or path in words, without notation.
    """

    what: str
    owner: str
    name: str
    old: Explanation | None
    new: Explanation | None
    words: str = field(default="", compare=False)

    @property
    def kind(self) -> ChangeKind:
        """ADDED, REMOVED, WORDING, or NUMBER if only numbers differ."""
        if self.old is None or self.new is None:
            return ChangeKind.ADDED if self.old is None else ChangeKind.REMOVED
        same_words = _DIGITS.sub("0", self.old.text) == _DIGITS.sub("0", self.new.text)
        return ChangeKind.NUMBER if same_words else ChangeKind.WORDING

    @property
    def mirrored(self) -> "TextChange":
        """The change with old and new exchanged; the name of its topic stays."""
        return replace(self, old=self.new, new=self.old)


Texts = dict[TextTopic, list[Explanation]]


def reason_changes(old: Report, new: Report, renamings: tuple[Renaming, ...]) -> tuple[TextChange, ...]:
    """Return the texts that differ by more than the years of the documents.

    Args:
        renamings: the renamed members, from old to new.
    """
    if old.budget.file.year > new.budget.file.year:
        mirrored = tuple(renaming.mirrored for renaming in renamings)
        return tuple(change.mirrored for change in reason_changes(new, old, mirrored))
    mine, yours = _ReasonReader(old, renamings).texts(), _ReasonReader(new, ()).texts()
    apart = new.budget.file.year - old.budget.file.year
    return tuple(
        TextChange(*topic, _filled(before, old), _filled(now, new), in_words(topic.name, new.budget, old.budget))
        for topic in sorted({*mine, *yours})
        for before, now in _paired(topic, *_unequal(mine.get(topic, []), yours.get(topic, []), apart))
    )


def _filled(said: Explanation | None, report: Report) -> Explanation | None:
    """Return the text with its figures put in, as it prints; as written if one of its figures is not known."""
    try:
        return replace(said, text=plain(with_figures(report.figures, said.text, said.at))) if said else None
    except ReportgenError:
        return said


def _unequal(
    before: list[Explanation], now: list[Explanation], apart: int
) -> tuple[list[Explanation], list[Explanation]]:
    """Return the old and the new texts that have no equal on the other side.

    Texts are equal that differ only by years, if each of these moved on by `apart` years.
    """
    left, rest = [], dict(enumerate(now))
    by_words = defaultdict[str, list[int]](list)
    for i, other in reversed(rest.items()):
        by_words[YEARS.sub("<>", other.text)].append(i)
    for one in before:
        like = by_words[YEARS.sub("<>", one.text)]
        last = range(-1, -min(len(like), _MOST_YEARS) - 1, -1)
        same = next((at for at in last if _years_apart(one.text, now[like[at]].text, apart)), None)
        if same is None:
            left.append(one)
        else:
            del rest[like.pop(same)]
    return left, [*rest.values()]


def _years_apart(old: str, new: str, apart: int) -> bool:
    """Whether the texts are equal but for years, each of which stayed or moved by `apart`."""
    years = zip(YEARS.findall(old), YEARS.findall(new), strict=False)
    return YEARS.sub("<>", old) == YEARS.sub("<>", new) and all(int(b) - int(a) in (0, apart) for a, b in years)


def _paired(
    topic: TextTopic, before: list[Explanation], now: list[Explanation]
) -> Iterator[tuple[Explanation | None, Explanation | None]]:
    """Yield (old, new) of edited texts, then of texts without a counterpart, with None for the other side.

    If each side has one text of a topic, the two are paired; in lists texts have to be similar.
    """
    if len(before) == len(now) == 1 and topic.what not in _LISTED:
        yield before[0], now[0]
        return
    mine, yours = ({i: ("", one.text) for i, one in enumerate(side)} for side in (before, now))
    pairs = dict(couples(alike_texts(mine, yours, _STILL_ITSELF)))
    come = {*pairs.values()}
    yield from ((before[i], now[j]) for i, j in pairs.items())
    yield from ((one, None) for i, one in enumerate(before) if i not in pairs)
    yield from ((None, other) for j, other in enumerate(now) if j not in come)


class _ReasonReader:
    """Reads the texts of one budget file; `renamings` turn its units and figures into those of the other side."""

    def __init__(self, report: Report, renamings: tuple[Renaming, ...]) -> None:
        self.budget, self._became = report.budget, NewNames(renamings)

    def texts(self) -> Texts:
        """Return all texts by topic, in the order of the file."""
        found: Texts = {}
        for topic, said in (*self._of_figures(), *self._of_file()):
            found.setdefault(topic, []).append(said)
        return found

    def _of_figures(self) -> Iterator[tuple[TextTopic, Explanation]]:
        for what, texts in zip(_FIGURED, (self.budget.reasons, self.budget.purposes), strict=True):
            for name, said in texts.items():
                yield TextTopic(what, "", str(self._became.figure(name))), said

    def _of_file(self) -> Iterator[tuple[TextTopic, Explanation]]:
        file = self.budget.file.node
        department = file.get("部门") if file else None
        if file is None or not isinstance(department, Mapping):
            return
        yield from _lists(department, "")
        yield from _materials(file.get("资料"), "", "资料")
        for entry in records(department.get("单位")):
            code = entry.get("编码")
            if isinstance(code, Scalar):
                yield from self._of_unit(entry, self._became.member("单位", code.text))

    def _of_unit(self, entry: Mapping, code: str) -> Iterator[tuple[TextTopic, Explanation]]:
        """Yield the name of a unit, and all texts below it."""
        yield from _materials(entry.get("名称"), code, "单位")
        yield from _lists(entry, code)
        yield from _materials(entry.get("资料"), code, "资料")
        for what in _FIGURED:
            said = entry.get(what)
            for key, value in said.entries if isinstance(said, Mapping) else ():
                if isinstance(value, Scalar):
                    figure = parsed(key.text)
                    name = str(self._became.figure(figure)) if figure else key.text
                    yield TextTopic(what, code, name), Explanation(value.text.strip(), value.at)


def _lists(body: Mapping, owner: str) -> Iterator[tuple[TextTopic, Explanation]]:
    for what in _LISTED:
        yield from (
            (topic._replace(what=what, name=""), said) for topic, said in _materials(body.get(what), owner, what)
        )


def _materials(node: Node | None, owner: str, path: str) -> Iterator[tuple[TextTopic, Explanation]]:
    """Yield the texts at and below a node, without numbers; all texts of a list have one path."""
    match node:
        case Scalar() if parse_number(node.text) is None and node.text.strip():
            yield TextTopic(path.partition(".")[0], owner, path), Explanation(node.text.strip(), node.at)
        case Sequence():
            for item in node.items:
                yield from _materials(item, owner, path)
        case Mapping():
            for key, value in node.entries:
                yield from _materials(value, owner, f"{path}.{key.text}")
