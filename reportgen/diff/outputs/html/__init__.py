"""The comparison as one page without other files (网页): no network; its script keeps the filter in the address.

header   names of both files, number of differences
aside    the filter: check boxes, which CSS follows by `:has()`
nav      the contents, with counts
main     first lists (contradictions, renamings, figures, what the files say), then every change by section
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from reportgen.budget.models import Explanation
from reportgen.diagnostics import MOST_PLACES, Diagnostic, Location
from reportgen.diff import Differences
from reportgen.diff.changes import DocumentChange
from reportgen.diff.comparison import by_section, groups
from reportgen.diff.figures import FigureChange
from reportgen.diff.outputs._phrases import (
    about,
    direction,
    lines_of,
    meaning,
    member,
    rate,
    restated,
    summary,
    values,
)
from reportgen.diff.outputs._why import markup as why
from reportgen.diff.outputs.html.sections import (
    KINDS,
    MOST,
    NOTHING,
    PageSection,
    folded,
    folded_table,
    page_marks,
    section,
    section_of,
    table,
)
from reportgen.diff.reasons import TextChange
from reportgen.diff.renaming import Renaming
from reportgen.resources import text_beside
from reportgen.writers.html.css import css_file
from reportgen.writers.html.markup import escaped, page_head

_SAME = "<p>两份的文字、数和表都一样，年度、空白和编号不算。</p>\n"
_SIDES = '<label><input type="checkbox" id="show-sides" checked> 新旧并排（不勾：写在一起）</label>\n'
_FIGURE_HEADS = ("数名", "旧数", "新数", "单位", "增减", "增减率")


def write(differences: Differences) -> bytes:
    """Return the page, in UTF-8."""
    sections, about = by_section(groups(differences.comparison)), page_marks(differences.comparison)
    parts = [*_list_sections(differences), *(section_of(at, *each, about) for at, each in enumerate(sections, 1))]
    title = f"{differences.old} → {differences.new}"
    return "".join(
        (
            page_head(f"比对 {title}", page_css() + _filter_rules(differences)),
            '<body>\n<a class="skip" href="#main">跳到变动</a>\n',
            _header(differences),
            _side(differences, parts),
            f'<main id="main">\n{"".join(part.markup for part in parts) or _SAME}</main>\n',
            f"<script>\n{text_beside(__file__, 'page.js')}</script>\n</body>\n</html>\n",
        )
    ).encode()


@cache
def page_css() -> str:
    """Return the style sheet of the pages of comparisons."""
    return css_file("colours.css") + text_beside(__file__, "style.css")


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
    """Return filter and contents; "" if the page has no section."""
    if not parts:
        return ""
    items = "".join(part.entry for part in parts)
    contents = f'<nav aria-label="目录">\n<p>目录</p>\n<ol>\n{items}</ol>\n</nav>\n'
    inside = f"{_filter_markup(differences)}{contents}"
    return f'<details class="side" open>\n<summary>筛选和目录</summary>\n{inside}</details>\n'


_Choices = Sequence[tuple[str, str, int]]  # (CSS class, words, count) of each check box


def _kinds(differences: Differences) -> _Choices:
    """Return the kinds of changes that occur."""
    kinds = [one.kind for one in differences.comparison.changes]
    return [(name, words, kinds.count(kind)) for kind, (name, words) in KINDS.items() if kind in kinds]


def _lists(differences: Differences) -> _Choices:
    """Return the long lists before the changes that are not empty."""
    lists = (
        ("figures", "按数名列的数", len(differences.figures)),
        ("reasons", "预算文件里的说明", len(differences.reasons)),
    )
    return [each for each in lists if each[2]]


def _filter_markup(differences: Differences) -> str:
    """Return the check boxes, all checked; "" if there is nothing to choose from."""
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{name}" checked> {escaped(words)} '
        f'<span class="count">{count}</span></label>\n'
        for name, words, count in (*_lists(differences), *_kinds(differences))
    )
    boxes += _SIDES if boxes else ""
    chosen = f"<fieldset>\n<legend>显示</legend>\n{boxes}</fieldset>\n"
    return f'<aside aria-label="筛选">\n{chosen}</aside>\n' if boxes else ""


def _filter_rules(differences: Differences) -> str:
    """Return the CSS that hides the kinds of changes that a reader switched off.

    A section with nothing else is hidden too: there is a rule for every set of kinds that may be switched off.
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


def _list_sections(differences: Differences) -> Iterator[PageSection]:
    """Yield a section for each list that is not empty."""
    parts = (
        ("wrong", "改错的数", len(differences.contradictions), _contradictions(differences.contradictions)),
        ("why", "为什么变", len(differences.explanations), why(differences.explanations, "why-")),
        ("stale", "年份没有跟着变", len(differences.stale), _listed(differences.stale)),
        ("restatements", "重述", len(differences.restated), _restated(differences.restated)),
        ("renamed", "改名", len(differences.renamings), _renamed(differences.renamings)),
        ("figures", "按数名列的数", len(differences.figures), _figures(differences.figures)),
        ("reasons", "预算文件里的原因和说明", len(differences.reasons), _reasons(differences.reasons)),
        ("remarks", "文件里另有", len(differences.others), _listed(differences.others)),
    )
    for anchor, title, count, content in parts:
        if count:
            yield PageSection(anchor, title, count, section(anchor, title, content, classes=anchor))


def _listed(lines: Sequence[str]) -> str:
    return f"<ul>\n{''.join(f'<li>{escaped(line)}</li>' for line in lines)}\n</ul>\n"


def _contradictions(found: Sequence[Diagnostic]) -> str:
    items = "".join(f"<li><p>{escaped(one.message)}</p>\n{_places(one)}</li>\n" for one in found)
    return f"<p>印出的数和预算文件对不上：</p>\n<ul>\n{items}</ul>\n"


def _places(found: Diagnostic) -> str:
    """Return the lines of the budget file that are contradicted, folded if there are many, and the advice."""
    lines = [f"<p>{_place(place)}</p>\n" for place in lines_of(found)]
    shown = "".join(lines)
    places = shown if len(lines) <= MOST_PLACES else folded(f"预算文件里的{len(lines)}行", shown)
    return places + (f"<p>建议：{escaped(found.hint)}</p>\n" if found.hint else "")


def _place(place: Location) -> str:
    stated = place.excerpt.strip()
    return f"{escaped(str(place))}{f' <code>{escaped(stated)}</code>' if stated else ''}"


def _restated(found: Sequence[DocumentChange]) -> str:
    said = "后一份文件里前一年的数，和前一年的文件自己印的不一样。两年的变动按各自的本年数比。"
    return f"<p>{said}</p>\n{_listed([restated(one) for one in found])}"


def _renamed(found: Sequence[Renaming]) -> str:
    rows = [
        f'<tr><th scope="row">{escaped(one.dimension)}</th><td>{escaped(member(one.old, one.old_name))}</td>'
        f"<td>{escaped(member(one.new, one.new_name))}</td><td>{escaped(one.basis)}</td></tr>\n"
        for one in found
    ]
    return folded_table("改名", f"改了名的：{len(found)}个", ("是什么", "旧", "新", "怎么知道的"), rows)


def _figures(found: Sequence[FigureChange]) -> str:
    """Return the most important changes; then, folded, the other changes, and those that follow from others."""
    plain = [_figure(one) for one in found if not one.derived]
    rest = [_figure(one) for one in found if one.derived]
    shown = table("变了的数", _FIGURE_HEADS, plain[:MOST]) if plain else ""
    for caption, some in (("其他的数", plain[MOST:]), ("随着别的数变的（增减额、占比等）", rest)):
        shown += folded(f"{caption}：{len(some)}个", table(caption, _FIGURE_HEADS, some)) if some else ""
    return shown


def _figure(change: FigureChange) -> str:
    old, new, unit = values(change)
    label = meaning(change)
    named = escaped(change.words) + (f' <span class="quiet">{escaped(label)}</span>' if label else "")
    more = _amounts(direction(change), rate(change))
    return f'<tr><th scope="row">{named}</th>{_amounts(old, new)}<td>{escaped(unit)}</td>{more}</tr>\n'


def _amounts(*texts: str) -> str:
    return "".join(f'<td class="amount">{escaped(text)}</td>' for text in texts)


def _reasons(found: Sequence[TextChange]) -> str:
    rows = [
        f'<tr><th scope="row">{escaped(about(one))}</th><td>{_said(one.old)}</td><td>{_said(one.new)}</td></tr>\n'
        for one in found
    ]
    return folded_table("原因和说明", f"原因和说明：{len(found)}处", ("说的是", "旧", "新"), rows)


def _said(said: Explanation | None) -> str:
    if said is None:
        return NOTHING
    return f'{escaped(said.text)} <span class="quiet place">{escaped(str(said.at))}</span>'
