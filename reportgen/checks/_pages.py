"""Manual pages of rules (规则手册), made from their docstrings."""

from itertools import groupby

from reportgen.checks._rules import Rule, rules
from reportgen.document_kind import DocumentKind

_HEAD = """# 核查规则

`reportgen check 预算文件` 用这些规则核查将要公开的文件；`reportgen explain R105` 印出其中一条。
这一页由各条规则自己的说明生成：`reportgen explain 手册`。
"""


def page(rule: Rule) -> str:
    """The page of one rule."""
    return f"{rule.title}\n\n{_said(rule)}\n"


def book() -> str:
    """All pages as Markdown, family by family."""
    parts = [_HEAD]
    for family, own in groupby(sorted(rules(), key=lambda r: (_first(r.family), r.id)), key=lambda r: r.family):
        parts.append(f"## {family}\n")
        parts += [f"### {rule.title}\n\n{_said(rule)}\n" for rule in own]
    return "\n".join(parts)


def _said(rule: Rule) -> str:
    """Its page, and of which kinds of document it speaks where it does not speak of all."""
    if set(rule.kinds) == set(DocumentKind):
        return rule.page
    return f"{rule.page}\n适用：{'、'.join(kind.value for kind in rule.kinds)}。"


def _first(family: str) -> str:
    return min(rule.id for rule in rules() if rule.family == family)
