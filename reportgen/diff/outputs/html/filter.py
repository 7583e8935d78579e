"""What the page shows (筛选): a check box for each kind of change, and CSS that follows them; no script.

A part of which nothing is left is hidden with it: a rule for every choice of kinds that it may consist of.
"""

from collections.abc import Sequence
from itertools import combinations

from reportgen.diff.outputs.html.parts import CLASSES
from reportgen.diff.result import Differences
from reportgen.writers.html.markup import escaped

Kinds = Sequence[tuple[str, str, int]]  # class, words, count


def _kinds(differences: Differences) -> Kinds:
    """The kinds of changes that there are."""
    changes = differences.comparison.changes
    words = {"number": "数字变了", "wording": "文字改了", "added": "新增", "removed": "删去", "moved": "移动"}
    counted = [(name, words[name], sum(1 for one in changes if one.kind is kind)) for kind, name in CLASSES.items()]
    return [each for each in counted if each[2]]


def _lists(differences: Differences) -> Kinds:
    """The lists that stand before the changes and that may be long."""
    lists = (
        ("figures", "按数名列的数", len(differences.figures)),
        ("reasons", "预算文件里的说明", len(differences.reasons)),
    )
    return [each for each in lists if each[2]]


def filter_markup(differences: Differences) -> str:
    """The check boxes, all checked; nothing where there is nothing to choose from."""
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{name}" checked> {escaped(words)} '
        f'<span class="count">{count}</span></label>\n'
        for name, words, count in (*_lists(differences), *_kinds(differences))
    )
    chosen = f"<fieldset>\n<legend>显示</legend>\n{boxes}</fieldset>\n"
    return f'<aside aria-label="筛选">\n{chosen}</aside>\n' if boxes else ""


def filter_rules(differences: Differences) -> str:
    """The CSS that hides what is not checked."""
    kinds = [name for name, _, _ in _kinds(differences)]
    lists = [name for name, _, _ in _lists(differences)]
    alone = [f"body{_off(name)} .{name}" for name in (*lists, *kinds)]
    emptied = [
        f"body{''.join(map(_off, gone))} .group{_without([name for name in kinds if name not in gone])}"
        for size in range(1, len(kinds) + 1)
        for gone in combinations(kinds, size)
    ]
    return "".join(f"{selector} {{ display: none; }}\n" for selector in (*alone, *emptied))


def _off(name: str) -> str:
    return f":has(#show-{name}:not(:checked))"


def _without(names: Sequence[str]) -> str:
    return f":not(:has({', '.join(f'.{name}' for name in names)}))" if names else ""
