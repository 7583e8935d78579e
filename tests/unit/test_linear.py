"""Every pattern of the package costs in proportion to the text that it runs over, whatever the text.

Each runs over texts made to hurt it: what it almost matches, again and again. First over short ones, since some cost
doubles with each letter; then, where a text costs much, over three lengths, whose costs are compared. This is by the
clock, but by ratios of the processor's own time, the least of several, and four times the text may cost nine times.
It takes three seconds: there are 270 patterns that repeat something without an end.
"""

import itertools
import random
import re
import re._parser as parser  # type: ignore[import-not-found]
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.patterns import patterns

LADDER, LENGTHS = (10, 14, 18, 20, 60, 200, 600), (2_000, 4_000, 8_000)
SUSPECT = 0.0003  # seconds for the first of LENGTHS: a linear pattern takes a tenth of it, a square the fourfold
TOO_MUCH = 0.01  # seconds for a text of LADDER
GROWTH = 9  # times, for four times the text: between 4 and 16
ORDINARY = ("1", "甲", "a", " ", "，", "（", "“", "2025年", "<", "-", ".", "\t", "\n ")
OTHERS = "甲1a，。（ \n"


def test_no_pattern_costs_more_than_in_proportion() -> None:
    slow = [
        f"{where}: {pattern.pattern!r} {how}: {hurt!r}"
        for (pattern, how), where in patterns().items()
        if (hurt := hurting(pattern, how))
    ]
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("pattern", ["(?:a|a)*b", "(?:[0-9]+,?)+元", "a*a*b", ".*合计", "没有[^。]*绩效", "[0-9]+个"])
def test_a_cost_that_grows_faster_is_found(pattern: str) -> None:
    assert hurting(re.compile(pattern), "finditer")


@pytest.mark.parametrize("pattern", ["[0-9]个", ".*合计", "[^。]*。"])
def test_a_cost_in_proportion_is_none(pattern: str) -> None:
    assert not hurting(re.compile(pattern), "fullmatch")


def hurting(pattern: re.Pattern[Any], how: str) -> tuple[str, str] | None:
    """What stands first and what is repeated in a text whose cost grows far more than its length."""
    tree = parsed(pattern)
    units = dict.fromkeys(pieces(tree)) if is_endless(tree) else ()
    return next((unit for unit in units if grows(pattern, how, unit)), None)


def grows(pattern: re.Pattern[Any], how: str, unit: tuple[str, str]) -> bool:
    texts = (text_of(pattern, unit, length) for length in LADDER)
    if any(least(pattern, how, text, TOO_MUCH) > TOO_MUCH for text in texts):
        return True
    short = text_of(pattern, unit, LENGTHS[0])
    if least(pattern, how, short, SUSPECT) < SUSPECT:
        return False
    middle, long = (text_of(pattern, unit, length) for length in LENGTHS[1:])
    if least(pattern, how, middle) < 3 * least(pattern, how, short):
        return False
    return least(pattern, how, long) > GROWTH * least(pattern, how, short)


def least(pattern: re.Pattern[Any], how: str, text: Any, enough: float = 0) -> float:
    """The least time of three runs, or the first that is below `enough`."""
    found = seconds(pattern, how, text)
    for _ in range(2):
        if found > enough:
            found = min(found, seconds(pattern, how, text))
    return found


def seconds(pattern: re.Pattern[Any], how: str, text: Any) -> float:
    began = time.process_time()
    found = getattr(pattern, how)(text)
    if how == "finditer":
        for _ in found:
            pass
    return time.process_time() - began


def text_of(pattern: re.Pattern[Any], unit: tuple[str, str], length: int) -> Any:
    before, piece = unit
    text = (before + piece * (length // len(piece) + 1))[:length] + "\x00"
    return text.encode() if isinstance(pattern.pattern, bytes) else text


def parsed(pattern: re.Pattern[Any]) -> Any:
    binary = isinstance(pattern.pattern, bytes)
    source = pattern.pattern.decode("latin-1") if binary else pattern.pattern
    return parser.parse(source, pattern.flags & ~re.UNICODE if binary else pattern.flags)


def is_endless(tree: Any) -> bool:
    """Whether something in the pattern repeats without an end: others look at so many letters and no more."""
    match tree:
        case (kind, (_, most, _)) if str(kind).endswith("REPEAT") and most is parser.MAXREPEAT:
            return True
        case tuple() | list() | parser.SubPattern():
            return any(map(is_endless, tree))
    return False


def pieces(tree: Any) -> Iterator[tuple[str, str]]:
    """What is to be repeated, each with what stands before it."""
    yield from (("", piece) for piece in ORDINARY)
    chance = random.Random(1)
    samples = {made: None for _ in range(6) if (made := sample(tree, chance)[:24])}
    for made in samples:
        yield from (("", a + b) for a, b in itertools.pairwise(made))
        for at in range(1, len(made) + 1):
            yield "", made[:at]
            yield made[: at - 1], made[at - 1]


def sample(tree: Any, chance: random.Random) -> str:
    """A text that the pattern more or less matches."""
    made = ""
    for kind, value in tree:
        match str(kind), value:
            case "LITERAL", _:
                made += chr(value)
            case "NOT_LITERAL", _:
                made += chance.choice([c for c in OTHERS if ord(c) != value])
            case "ANY", _:
                made += chance.choice("甲1")
            case "IN", _:
                made += one_of(value, chance)
            case "BRANCH", (_, branches):
                made += sample(chance.choice(branches), chance)
            case "SUBPATTERN", (*_, inner):
                made += sample(inner, chance)
            case "ATOMIC_GROUP", _:
                made += sample(value, chance)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT", (fewest, most, inner):
                made += "".join(
                    sample(inner, chance) for _ in range(chance.randint(fewest, min(int(most), fewest + 2)))
                )
    return made


def one_of(members: list[Any], chance: random.Random) -> str:
    if str(members[0][0]) == "NEGATE":
        taken = {chr(value) for kind, value in members if str(kind) == "LITERAL"}
        return chance.choice([c for c in OTHERS if c not in taken] or ["乙"])
    kind, value = chance.choice(members)
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "RANGE":
            return chr(value[0])
    return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "甲")
