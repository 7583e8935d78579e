"""The figure's name (数名): a measure with dimensions, written the same way everywhere.

    支出                                  the whole
    支出[功能=2080505 性质=基本支出]       a part; conditions in any order, printed sorted
    支出[项目="困难职工 帮扶"]             a member that holds a space, bracket or quote is quoted
    支出@上年预算                          the same figure of a base (口径)
    支出@上年预算.增减率                   derived from this year and a base
    支出[性质=基本支出]@占比               derived from this year alone; 占比[资金=一般公共预算]: of that part
    支出@其余[资金=财政拨款]                what is left of the whole without a part
    支出[性质=项目支出]@个数[项目]          how many projects
    支出@上年预算.其余[资金=财政拨款]        the same of a base

The year is no part of the name: that is what makes this year and last year comparable.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from reportgen import discovery
from reportgen.patterns import compiled
from reportgen.records import NamedTuple

Conditions = tuple[tuple[str, str], ...]

_UNUSUAL = compiled(r"[＝［］【】＠，,、]")  # signs that are replaced before a name is read
_FULL_WIDTH = str.maketrans("＝［］【】＠", "=[][]@")
_MEMBER = r'"(?:[^"\\]|\\.)*"|[^\s\[\]="@]+'
_CONDITION = compiled(rf'(?<!\s)\s*(?<![^\s\[\]="@，,、])([^\s\[\]="@，,、]+)\s*=\s*({_MEMBER})')
_SEPARATOR = compiled(r'[，,、](?=\s*[^\s\[\]="@，,、]+=)')  # only where a condition follows: a member may hold one
_NAME = compiled(
    rf"""\s*(?P<measure>[^\s\[\]@="]*)
    (?:\[(?P<conditions>(?:"(?:[^"\\]|\\.)*"|[^"\[\]])*)\])?
    (?:@(?P<base>[^\s.\[\]@]+)(?:\.(?P<derived>[^\s\[\]@.]+))?(?:\[(?P<argument>(?:{_MEMBER}|[\s=])*)\])?)?\s*""",
    re.X,
)
_PLAIN = compiled(r'[^\s\[\]="@\\，,、【】［］＝＠]+')
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}

_FAMILIES = "reportgen.figures.derived"  # where each kind of derived figure says whether it needs a base

FORM = "写法如：支出[性质=基本支出 功能=208]"  # advice for whoever wrote something else


class NotationError(ValueError):
    """The text is not a figure name; the message is for officers."""


class FigureId(NamedTuple):
    """The name of a figure.

    Attributes:
        measure: empty means the measure of the row that the name is joined with.
        conditions: dimension and member, sorted by dimension.
        base: the base (口径) whose figure it is; empty means this year.
        derived: the kind of derived figure; empty means the amount itself.
        argument: what stands in brackets behind the kind.
    """

    measure: str
    conditions: Conditions = ()
    base: str = ""
    derived: str = ""
    argument: str = ""

    def __str__(self) -> str:
        inner = self.written_conditions
        tail = f"{self.base}.{self.derived}" if self.base and self.derived else self.base or self.derived
        argument = f"[{self.argument}]" if self.argument else ""
        return f"{self.measure}{f'[{inner}]' if inner else ''}{f'@{tail}{argument}' if tail else ''}"

    @property
    def written_conditions(self) -> str:
        """The conditions as they are written in brackets: `性质=基本支出 资金=财政拨款`."""
        return " ".join([written(condition) for condition in self.conditions])

    def where(self, *conditions: tuple[str, str]) -> "FigureId":
        """The same figure with these conditions; they replace its own conditions on the same dimensions."""
        merged = {condition[0]: condition for condition in (*self.conditions, *conditions)}
        return FigureId(self.measure, tuple(sorted(merged.values())), self.base, self.derived, self.argument)

    def without(self, dimension: str) -> "FigureId":
        """The same figure without a condition on the dimension."""
        measure, own, *aspect = self
        return FigureId(measure, tuple([c for c in own if c[0] != dimension]), *aspect)

    def member(self, dimension: str) -> str:
        """The member that the figure asks for in a dimension; "" if it asks for none."""
        for own, member in self.conditions:
            if own == dimension:
                return member
        return ""

    @property
    def aspect(self) -> "FigureId":
        """Base, derived kind and argument alone: what is asked about the amount."""
        return self._replace(measure="", conditions=())

    def seen_as(self, aspect: "FigureId") -> "FigureId":
        """The same amount with another aspect."""
        return FigureId(self.measure, self.conditions, aspect.base, aspect.derived, aspect.argument)

    @property
    def amount(self) -> "FigureId":
        """This year's amount with the same measure and conditions."""
        measure, conditions, *aspect = self
        return FigureId(measure, conditions) if any(aspect) else self

    @property
    def stated(self) -> "FigureId":
        """The amount that the name is about, of this year or of the base: without derived kind and argument."""
        return FigureId(self.measure, self.conditions, self.base)


def measure_of(text: str) -> str:
    """Return what stands before the conditions of a name, whether or not the name can be read."""
    return compiled(r"[\[【［]").split(text)[0].strip()


_KNOWN: dict[str, FigureId] = {}  # names by their texts: each is parsed again and again while a document is made
_MOST_KNOWN = 1 << 18  # all names of a budget of 25,000 lines


def parse(text: str) -> FigureId:
    """Return the name that a text spells. Full-width brackets and signs count as the plain ones.

    Raises:
        NotationError: the text is not a figure name.
    """
    return _KNOWN.get(text) or _remembered(text, _read(text))


def remembered_text(name: FigureId, text: str = "") -> str:
    """Return the text of a name, for a printed figure, and remember it: `parse` then need not read the text.

    `text`: the same, if it is known.
    """
    text = text or str(name)
    _remembered(text, name)
    return text


def _remembered(text: str, name: FigureId) -> FigureId:
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    return _KNOWN.setdefault(text, name)


def _read(text: str) -> FigureId:
    plain = _unquoted_parts(text, lambda part: part.translate(_FULL_WIDTH)) if _UNUSUAL.search(text) else text
    found = _NAME.fullmatch(plain)
    if not found or not (found["measure"] or found["conditions"] or found["base"]):
        raise NotationError(f"“{text}”不是数名")
    base, derived = found["base"] or "", found["derived"] or ""
    if base and not derived and _is_standalone(base):
        base, derived = "", base
    if found["argument"] and not _is_standalone(derived):
        raise NotationError(f"条件要写在“@”前面，如 支出[性质=基本支出]@上年预算：{text}")
    return FigureId(found["measure"], conditions(found["conditions"] or ""), base, derived, found["argument"] or "")


def _is_standalone(kind: str) -> bool:
    """Whether this is a kind of derived figure that needs no base (支出@占比); any other word behind @ is a base."""
    found = discovery.declared(_FAMILIES, "KINDS").get(kind)
    return found is not None and found.standalone


def parsed(text: str) -> FigureId | None:
    """Return the name that a text spells; None if the text is no figure name, such as the path of a fact (资料.…)."""
    try:
        return parse(text)
    except NotationError:
        return None


def conditions(text: str) -> Conditions:
    """Return `性质=基本支出 功能=208` as pairs of dimension and member, sorted.

    Raises:
        NotationError: a part of the text is no condition, or a dimension stands twice.
    """
    if _UNUSUAL.search(text):
        text = _unquoted_parts(text, lambda part: _SEPARATOR.sub(" ", part.translate(_FULL_WIDTH)))
    pairs = [(d, _unquoted(m)) for d, m in _CONDITION.findall(text)]
    if _CONDITION.sub("", text).strip():
        raise NotationError(f"方括号里要写“功能=201”这样的条件，几个之间空一格：{text}")
    if len(dict(pairs)) < len(pairs):
        raise NotationError(f"同一个维度写了两次：{text}")
    return tuple(sorted(pairs))


def _unquoted_parts(text: str, change: Callable[[str], str]) -> str:
    """Change the parts of a text that stand outside quotes; inside them, signs belong to the member."""
    parts = compiled(r'((?<!\\)"(?:[^"\\]|\\.)*")').split(text)
    return "".join(part if i % 2 else change(part) for i, part in enumerate(parts))


@lru_cache(maxsize=1 << 14)
def written(condition: tuple[str, str]) -> str:
    """Return a condition as it is written in brackets."""
    return f"{condition[0]}={_quoted(condition[1])}"


def _quoted(member: str) -> str:
    if _PLAIN.fullmatch(member):
        return member
    return '"' + "".join(_ESCAPES.get(c, c) for c in member) + '"'


def _unquoted(member: str) -> str:
    if not member.startswith('"'):
        return member
    plain = {"n": "\n", "r": "\r", "t": "\t"}
    return compiled(r"\\(.)", re.S).sub(lambda m: plain.get(m[1], m[1]), member[1:-1])
