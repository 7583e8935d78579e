"""Texts as a budget file writes them (写法): quoted only where YAML would read something else."""

import re

_STARTS = re.compile(r"[-?:](?:\s|$)|[,\[\]{}#&*!|>'\"%@`=]|\s")
_INSIDE = re.compile(r":(?:\s|$)|\s#|#|[\t\n]")
_IN_BRACKETS = re.compile(r"[,\[\]{}]|:$")


def as_value(text: str, in_brackets: bool = False) -> str:
    """The text as a value; `in_brackets`: inside `{ }` or `[ ]`, where commas and brackets part values."""
    plain = text and not (_STARTS.match(text) or _INSIDE.search(text) or text != text.strip())
    if plain and not (in_brackets and _IN_BRACKETS.search(text)):
        return text
    if re.search(r"[\n\t]", text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    return "'" + text.replace("'", "''") + "'"
