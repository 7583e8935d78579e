"""`reportgen explain`: what a rule is about, and why."""

from typing import Any

from reportgen.cli import Parser, Unusable

SUMMARY = "说明一条核查规则：查什么、为什么、怎样改；写 全部 就列出所有的"


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.word("rule", "规则", "规则的编号或名称，如 R105、收支平衡；写 全部 列出所有规则，写 手册 印出整本")


def run(options: Any) -> int:
    """Print the page of a rule, the list of all, or the whole manual."""
    from reportgen.checks import book, page, rule_named, rules
    from reportgen.diagnostics import did_you_mean

    if options.rule == "全部":
        print("\n".join(rule.title for rule in rules()))
    elif options.rule == "手册":
        print(book(), end="")
    else:
        found = rule_named(options.rule)
        if found is None:
            names = [rule.id for rule in rules()] + [rule.name for rule in rules()]
            raise Unusable(f"没有“{options.rule}”这条规则。{did_you_mean(options.rule, names)}")
        print(page(found), end="")
    return 0
