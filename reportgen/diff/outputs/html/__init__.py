"""The comparison as one page that stands alone (网页): no script, no network.

header      what was compared and how much is different
aside       the filter: check boxes, which CSS follows by `:has()`
nav         the contents, with counts
main        the lists of what was found, then every change, section by section
"""

from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

from reportgen.diff.differences import Differences
from reportgen.diff.grouping import by_section, groups
from reportgen.diff.outputs._phrases import summary
from reportgen.diff.outputs.html.changes import section_of
from reportgen.diff.outputs.html.lists import list_sections
from reportgen.diff.outputs.html.markup import CLASSES, PageSection
from reportgen.writers.html.markup import escaped

_SAME = "<p>两份的文字、数和表都一样，年度、空白和编号不算。</p>\n"


def write(differences: Differences) -> bytes:
    """The page, in UTF-8."""
    sections = by_section(groups(differences.comparison))
    parts = [*list_sections(differences), *(section_of(at, *each) for at, each in enumerate(sections, 1))]
    title = f"{differences.old} → {differences.new}"
    return "".join(
        (
            '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="format-detection" content="telephone=no">\n<meta name="generator" content="reportgen">\n',
            f"<title>比对 {escaped(title)}</title>\n<style>\n{_css()}{filter_rules(differences)}</style>\n</head>\n",
            '<body>\n<a class="skip" href="#main">跳到变动</a>\n',
            _header(differences),
            _side(differences, parts),
            f'<main id="main">\n{"".join(part.markup for part in parts) or _SAME}</main>\n</body>\n</html>\n',
        )
    ).encode()


@cache
def _css() -> str:
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")


def _header(differences: Differences) -> str:
    rows = "".join(
        f"<div><dt>{side}</dt><dd>{escaped(name)}{f'（{document.year}年）' if document.year else ''}</dd></div>\n"
        for side, name, document in (
            ("旧", differences.old, differences.comparison.old),
            ("新", differences.new, differences.comparison.new),
        )
    )
    said = escaped(summary(differences))
    return f'<header>\n<h1>比对</h1>\n<dl>\n{rows}</dl>\n<p class="summary">{said}</p>\n</header>\n'


def _side(differences: Differences, parts: list[PageSection]) -> str:
    """Filter and contents; empty where the page has no section."""
    if not parts:
        return ""
    items = "".join(part.entry for part in parts)
    contents = f'<nav aria-label="目录">\n<p>目录</p>\n<ol>\n{items}</ol>\n</nav>\n'
    return f'<div class="side">\n{filter_markup(differences)}{contents}</div>\n'


Kinds = Sequence[tuple[str, str, int]]  # class, words, count


def _kinds(differences: Differences) -> Kinds:
    """The kinds of changes that occur, each with its class, words and count."""
    changes = differences.comparison.changes
    words = {"number": "数字变了", "wording": "文字改了", "added": "新增", "removed": "删去", "moved": "移动"}
    counted = [(name, words[name], sum(1 for one in changes if one.kind is kind)) for kind, name in CLASSES.items()]
    return [each for each in counted if each[2]]


def _lists(differences: Differences) -> Kinds:
    """The long lists before the changes that are not empty."""
    lists = (
        ("figures", "按数名列的数", len(differences.figures)),
        ("reasons", "预算文件里的说明", len(differences.reasons)),
    )
    return [each for each in lists if each[2]]


def filter_markup(differences: Differences) -> str:
    """The check boxes, all checked; empty where there is nothing to choose from."""
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{name}" checked> {escaped(words)} '
        f'<span class="count">{count}</span></label>\n'
        for name, words, count in (*_lists(differences), *_kinds(differences))
    )
    chosen = f"<fieldset>\n<legend>显示</legend>\n{boxes}</fieldset>\n"
    return f'<aside aria-label="筛选">\n{chosen}</aside>\n' if boxes else ""


def filter_rules(differences: Differences) -> str:
    """The CSS that hides what is not checked.

    A section of which nothing is left is hidden too: there is a rule for every set of kinds that may be switched off.
    """
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
