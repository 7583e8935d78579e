"""The comparison as one page that stands alone (网页): no script, no network.

header      what was compared and how much is different
aside       the filter: what is shown, by check boxes and `:has()`
nav         a list of what there is, with counts
main        contradictions, renamings, figures, what the files say in words; then every change, section by section
"""

from functools import cache
from pathlib import Path

from reportgen.diff.grouping import by_section, groups
from reportgen.diff.outputs._counts import summary
from reportgen.diff.outputs.html.filter import filter_markup, filter_rules
from reportgen.diff.outputs.html.known import known_parts
from reportgen.diff.outputs.html.parts import Part
from reportgen.diff.outputs.html.sections import section_part
from reportgen.diff.result import Differences
from reportgen.writers.html.markup import escaped

_SAME = "<p>两份的文字、数和表都一样，年度、空白和编号不算。</p>\n"


def write(differences: Differences) -> bytes:
    """The page, UTF-8."""
    sections = by_section(groups(differences.comparison))
    parts = [*known_parts(differences), *(section_part(at, *each) for at, each in enumerate(sections, 1))]
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


def _side(differences: Differences, parts: list[Part]) -> str:
    """Filter and contents, where there is anything to choose from."""
    if not parts:
        return ""
    items = "".join(part.entry for part in parts)
    contents = f'<nav aria-label="目录">\n<p>目录</p>\n<ol>\n{items}</ol>\n</nav>\n'
    return f'<div class="side">\n{filter_markup(differences)}{contents}</div>\n'
