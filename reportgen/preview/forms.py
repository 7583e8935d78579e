"""Budget files as forms (填写): every value is a field with the keys of its place, which the browser sends back.

A form shows one line that a number is made of, a value that a paragraph prints, or the whole file, its empty places
(待填) counted. Names stand beside codes, comments of the file beside what they explain. Nothing is stored in the page:
a field has the keys of its place and the text that stood there.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from yaml import YAMLError

from reportgen.budget import drafts
from reportgen.diagnostics import Location, ReportgenError
from reportgen.drafts.changes import value_at
from reportgen.drafts.yaml_text import Keys, Span, keys_by_place, line_end, places, spans
from reportgen.figure import FigureId
from reportgen.figures import Figures
from reportgen.patterns import compiled
from reportgen.records import dataclass, replace
from reportgen.source import read_text
from reportgen.trace.digits import figure_of
from reportgen.vocabulary import NOT_APPLICABLE
from reportgen.writers.html.markup import escaped

MOST_FIELDS = 1500  # of a form; a longer file is filled in elsewhere, or line by line from its numbers
_LONG = 22  # characters from which on a text gets several rows
_COMMENT = compiled(r"[ \t]#[ \t]?(.*)")
_REASONS = "原因"
_AMOUNTS = ("金额", "数量")

Named = Callable[[str, str], str]  # key and text → what the text is called; "" for nothing


@dataclass(frozen=True)
class FormFile:
    """A budget file as it was read for the page.

    Attributes:
        name: its name in findings. path: where it is.
    """

    name: str
    path: Path

    @cached_property
    def text(self) -> str:
        """The text of the file.

        Raises:
            ReportgenError: the file cannot be read.
        """
        return read_text(self.path)

    @cached_property
    def root(self) -> Span:
        """Where its values stand.

        Raises:
            ReportgenError, YAMLError: the file cannot be read.
        """
        return spans(self.text)

    @cached_property
    def _keys(self) -> dict[tuple[int, int], Keys]:
        return keys_by_place(self.root, self.text)

    def keys_at(self, place: Location) -> Keys | None:
        """Return the keys of the value at a place; None if its line has changed since the page was built."""
        if not self.is_sound or self.text.splitlines()[place.line - 1 : place.line] != [place.excerpt]:
            return None
        return self._keys.get((place.line, place.column))

    @cached_property
    def is_sound(self) -> bool:
        """Whether the file can be read now."""
        try:
            return bool(self.root)
        except (ReportgenError, YAMLError):
            return False

    @cached_property
    def empty(self) -> tuple[Keys, ...]:
        """The places that still have to be filled in (待填)."""
        return tuple(keys for keys, span in places(self.root) if span.text is not None and drafts.is_empty(span.text))


class LineForms:
    """The lines that numbers are made of, as forms; nothing for files that cannot be changed here."""

    def __init__(self, figures: Figures, files: Mapping[str, Path]) -> None:
        self._figures, self._called = figures, _called_in(figures)
        self._files = {name: FormFile(name, path) for name, path in files.items()}

    def form(self, place: Location) -> str:
        """Return the form of the line at a place; empty if the line has changed, or cannot be changed here."""
        file = self._files.get(place.path)
        keys = file.keys_at(place) if file else None
        return _of_file(file, _Form(file, self._called).line(keys)) if file and keys else ""

    def reason(self, name: FigureId) -> str:
        """Return the reason that this year's file states for a figure, as a field, or a button to add one."""
        file = self._files.get(self._figures.budget.file.node.at.path) if self._figures.budget.file.node else None
        if file is None or not file.is_sound or name.base or name.derived:
            return ""
        reasons, form = file.root.get(_REASONS), _Form(file, self._called)
        for key, value in reasons.entries if reasons else ():
            if value.text is not None and self._is(key.text or "", name):
                return _of_file(file, form.field((_REASONS, key.text or ""), value, "和上年比"))
        add = _button("enter", "写原因", f' data-key="{escaped(str(name))}"')
        return _of_file(file, f'<p class="pv-rowtools" data-row="{_as_data((_REASONS,))}">{add}</p>')

    def _is(self, key: str, name: FigureId) -> bool:
        try:
            figure = figure_of(key, self._figures)
            return figure is not None and self._figures.names.canonical(figure) == name
        except ReportgenError:
            return False


def text_form(file: FormFile, words: str, figures: Figures) -> str:
    """Return fields for the texts of the file that a paragraph prints, the longest first; empty if there are none."""
    printed = _bare(words)
    found = [(keys, span) for keys, span in places(file.root) if span.text and _is_in(span.text, printed)]
    form = _Form(file, _called_in(figures))
    found.sort(key=lambda place: -len(place[1].text or ""))
    return _of_file(file, "".join(form.field(keys, span, form.path_of(keys)) for keys, span in found[:12]))


def whole_form(file: FormFile, figures: Figures | None) -> str:
    """Return the form of the whole file; of a very long one, only of the empty places (待填)."""
    form = _Form(file, _called_in(figures) if figures else lambda _key, _text: "")
    every = sum(span.text is not None for _, span in places(file.root))
    counted = f"还有{len(file.empty)}处待填。" if file.empty else "没有待填的了。"
    on = f'<p class="pv-rowtools">{_button("next", "下一处待填")}</p>' if file.empty else ""
    said = f'<p class="pv-quiet">{escaped(file.path.name)}：{counted}</p>{on}'
    if every > MOST_FIELDS:
        rest = "".join(
            form.field(keys, value_at(file.root, keys), form.path_of(keys)) for keys in file.empty[:MOST_FIELDS]
        )
        return f"{said}<p>文件很长，这里只列待填的；别的行，点正文里的数来改。</p>{_of_file(file, rest)}"
    return said + _of_file(file, "".join(form.part(key.text or "", value) for key, value in file.root.entries))


def _of_file(file: FormFile, inside: str) -> str:
    """Return fields with the name of the file that they belong to; empty if there are none."""
    return f'<div class="pv-file" data-file="{escaped(file.name)}">{inside}</div>' if inside else ""


def _called_in(figures: Figures) -> Named:
    def called(key: str, text: str) -> str:
        if key not in figures.vocabulary.dimensions:
            return ""
        name = figures.budget.member_name(key, text)
        return "" if name == text else name

    return called


def _bare(words: str) -> str:
    return "".join(words.split())


def _is_in(text: str, printed: str) -> bool:
    """Whether a paragraph prints the text, as it stands or as 【待填：…】."""
    bare = _bare(drafts.printed_blank(text, "") if drafts.is_empty(text) else text).rstrip("。；")
    return len(bare) > 3 and bare in printed


class _Form:
    """Makes the fields of one file."""

    def __init__(self, file: FormFile, named: Named) -> None:
        self.file, self.named = file, named

    def part(self, key: str, value: Span) -> str:
        """Return a key of the file with all below it."""
        if value.text is not None:
            final = _button("remove", "定稿：删去这一行") if key == drafts.STATE else ""
            tools = f'<p class="pv-rowtools" data-row="{_as_data((key,))}">{final}{_button("rewrite", "改原文")}</p>'
            return self.field((key,), value, key) + (tools if final or value.text == NOT_APPLICABLE else "")
        empty = sum(keys[0] == key for keys in self.file.empty)
        count = f' <span class="pv-count" data-bad="1">{empty}</span>' if empty else ""
        opened = " open" if empty else ""
        inside = "".join(self._inside((key,), value))
        return (
            f'<details class="pv-fold"{opened} data-fold="{escaped(key)}"><summary>{escaped(key)}{count}</summary>'
            f"{inside}{self._whole_tools((key,), value)}</details>\n"
        )

    def line(self, keys: Keys) -> str:
        """Return the line at these keys, or around them, with all its fields and buttons to copy and remove it."""
        above = next((keys[:end] for end in range(len(keys), 0, -1) if isinstance(keys[end - 1], int)), keys)
        span = value_at(self.file.root, above)
        if span.text is not None or not span.entries:
            return self.field(keys, value_at(self.file.root, keys), self.path_of(keys))
        return self._row(above, span)

    def field(self, keys: Keys, span: Span, label: str) -> str:
        """Return a value as a field."""
        text, key = (span.text or "").strip(), next((one for one in reversed(keys) if isinstance(one, str)), "")
        empty = ' data-empty="1"' if drafts.is_empty(text) else ""
        place = f'data-keys="{_as_data(keys)}" data-old="{escaped(text)}"{empty}'
        place += ' inputmode="decimal"' if key in _AMOUNTS else ""
        if "\n" in text or len(text) > _LONG:
            rows = min(8, 1 + len(text) // _LONG)
            box = f'<textarea rows="{rows}" {place} spellcheck="false">\n{escaped(text)}</textarea>'
        else:
            box = f'<input value="{escaped(text)}" {place} autocomplete="off" spellcheck="false">'
        called = escaped(self.named(key, text))
        beside = f'<small class="pv-called">{called}</small>' if called else ""
        return f'<label class="pv-field"><span>{escaped(label)}</span>{box}{beside}</label>{self._comment(span)}'

    def path_of(self, keys: Keys) -> str:
        """Return the keys in words."""
        return "：".join(f"第{key + 1}行" if isinstance(key, int) else key for key in keys)

    def _inside(self, keys: Keys, value: Span) -> Iterator[str]:
        if value.text is not None:
            yield self.field(keys, value, str(keys[-1]))
            return
        for number, item in enumerate(value.items):
            yield self._row((*keys, number), item)
        for key, below in value.entries:
            own = (*keys, key.text or "")
            if below.text is not None:
                yield self.field(own, below, key.text or "")
            else:
                inside = "".join(self._inside(own, below))
                tools = self._whole_tools(own, below)
                yield f"<fieldset><legend>{escaped(key.text or '')}</legend>{inside}{tools}</fieldset>"

    def _row(self, keys: Keys, item: Span) -> str:
        """Return a line of a list as fields with buttons. Beside an amount, the others are folded below their words."""
        amounts = [key.text for key, _ in item.entries if key.text in _AMOUNTS]
        shown = [(key, value) for key, value in item.entries if key.text in amounts or _is_empty(value)]
        fields = "".join(self._inside(keys, item)) if item.text is None else self.field(keys, item, str(_nth(keys)))
        if amounts:
            own = "".join(self.field((*keys, key.text or ""), value, key.text or "") for key, value in shown)
            rest = replace(item, entries=tuple(pair for pair in item.entries if pair not in shown))
            words = "　".join(self._words(key.text or "", value) for key, value in rest.entries if value.text)
            inside = "".join(self._inside(keys, rest)) + self._row_tools()
            fields = f"<p>{words}</p>{own}<details><summary>改这一行的别处</summary>{inside}</details>"
        tools = "" if amounts else self._row_tools()
        return f'<div class="pv-row" data-row="{_as_data(keys)}">{fields}{self._comment(item)}{tools}</div>'

    def _words(self, key: str, value: Span) -> str:
        text = value.text or ""
        return escaped(self.named(key, text) or text)

    def _row_tools(self) -> str:
        return f'<p class="pv-rowtools">{_button("add", "照这行加一行")}{_button("remove", "删去")}</p>'

    def _whole_tools(self, keys: Keys, value: Span) -> str:
        """Return the buttons of a part: add a key, edit its lines, write 无, remove it."""
        tools = _button("enter", "加一项") if value.entries else ""
        tools += _button("rewrite", "改原文") if len(keys) == 1 else ""
        tools += _button("none", "写“无”") + _button("remove", "删去")
        return f'<p class="pv-rowtools" data-row="{_as_data(keys)}">{tools}</p>'

    def _comment(self, span: Span) -> str:
        """Return the comment behind a value on its line."""
        end = line_end(self.file.text, span.end)
        found = None if span.in_brackets else _COMMENT.search(self.file.text, span.end, end)
        return f'<p class="pv-hint">{escaped(found[1].strip())}</p>' if found else ""


def _button(do: str, words: str, more: str = "") -> str:
    return f'<button type="button" class="pv-button" data-do="{do}"{more}>{words}</button>'


def _is_empty(value: Span) -> bool:
    return value.text is not None and drafts.is_empty(value.text)


def _as_data(keys: Keys) -> str:
    return escaped(json.dumps(keys, ensure_ascii=False))


def _nth(keys: Keys) -> int:
    return keys[-1] + 1 if isinstance(keys[-1], int) else 1
