"""Figure names (数名) read once more, from docs/REGIONS.md section 3."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("增减额", "增减率", "完成率", "占比", "其余", "个数", "合计")


@dataclass(frozen=True)
class Name:
    """`支出[性质=基本支出]@上年预算.增减额`: measure, conditions, base, kind of derived figure, its own conditions."""

    measure: str
    conditions: tuple[tuple[str, str], ...] = ()
    base: str = ""
    kind: str = ""
    argument: str = ""

    @property
    def asked(self) -> dict[str, str]:
        return dict(self.conditions)

    def where(self, conditions: Mapping[str, str]) -> "Name":
        """The part of it, without base and kind."""
        return Name(self.measure, tuple(sorted({**self.asked, **conditions}.items())))

    def of(self, base: str, kind: str = "", argument: str = "") -> "Name":
        return Name(self.measure, self.conditions, base, kind, argument)

    @property
    def inner(self) -> str:
        return " ".join(f"{dimension}={quoted(member)}" for dimension, member in self.conditions)

    def __str__(self) -> str:
        tail = ".".join(filter(None, (self.base, self.kind))) + (f"[{self.argument}]" if self.argument else "")
        return self.measure + (f"[{self.inner}]" if self.conditions else "") + (f"@{tail}" if tail else "")


def quoted(member: str) -> str:
    return f'"{member}"' if re.search(r'[\s\[\]="，,、]', member) else member


def conditions(text: str) -> dict[str, str]:
    """`性质=基本支出 项目="甲 乙"`."""
    return {d: m.strip('"') for d, m in re.findall(r'([^\s=]+)=("[^"]*"|\S+)', text)}


def name(text: str) -> Name:
    """The name that the text writes."""
    found = re.fullmatch(r'([^\[@]+)(?:\[((?:"[^"]*"|[^\]])*)\])?(?:@([^\[]+)(?:\[(.*)\])?)?', text)
    assert found, text
    measure, inner, tail, argument = found.groups(default="")
    base, _, kind = tail.partition(".")
    if base in KINDS:
        base, kind = "", base
    return Name(measure, tuple(sorted(conditions(inner).items())), base, kind, argument)
