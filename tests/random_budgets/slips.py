"""One slip of the pen in a valid budget: an amount, a member, a line; and 核对, which an office holds against it."""

import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.random_budgets.generator import FUNDS, Line, text_of, written
from tests.random_budgets.notation import Name
from tests.random_budgets.oracle import TAKEN_OFF, Oracle

BY = {
    "收入": ("单位", "资金", "年份"),
    "支出": ("单位", "资金", "年份", "性质", "功能", "项目"),
    "三公经费": ("单位", "费目"),
    "机关运行经费": ("单位", "经济"),
    "政府采购": ("单位", "资金", "类型", "面向", "采购品目"),
}
BASIC = Name("支出", (("性质", "基本支出"),))


def approved(oracle: Oracle, unit: str) -> dict[str, Any]:
    """核对: the total of every measure, and its parts along every dimension."""
    found: dict[str, Any] = {}
    for measure, dimensions in BY.items():
        if lines := oracle.books[""].lines[measure]:
            parts = {d: _parts(oracle, Name(measure), d, lines, unit) for d in dimensions}
            total = written(oracle.total(Name(measure)), unit)
            found[measure] = {"合计": total, **{d: of for d, of in parts.items() if of}}
    economic = _parts(oracle, BASIC, "经济", oracle.books[""].lines["支出"], unit)
    return found | ({str(BASIC): {"经济": economic}} if economic else {})


def _parts(oracle: Oracle, whole: Name, dimension: str, lines: Any, unit: str) -> dict[str, str]:
    members = {line.dims.get(dimension, "无"): None for line in lines if line.dims.get("单位") != TAKEN_OFF}
    return {
        m: written(amount, unit) for m in members if m != "无" and (amount := oracle.total(whole.where({dimension: m})))
    }


@dataclass(frozen=True)
class Slip:
    """What was done to which line; the file with it, and the line of the file, 0 where it is gone."""

    measure: str
    way: str
    was: Line
    data: dict[str, Any]
    line: int


def slips(data: dict[str, Any], rng: random.Random, count: int) -> Iterator[Slip]:
    """So many slips in lines of this year that are of some amount."""
    places = [(m, i) for m in BY if data[m] != "无" for i, line in enumerate(data[m]) if Fraction(line["金额"])]
    for measure, at in rng.sample(places, min(count, len(places))):
        way = rng.choice(["金额", "金额", "成员", "删掉", "重复"])
        after = deepcopy(data)
        lines, was = after[measure], dict(data[measure][at])
        if way == "金额":
            lines[at]["金额"] = _other_amount(was["金额"], rng)
        elif way == "成员":
            dimension, member = _other_member(data, measure, was, rng)
            lines[at][dimension] = member
            way = f"{dimension}→{member}"
        elif way == "删掉":
            del lines[at]
        else:
            lines.insert(at, dict(was))
        if lines:
            yield Slip(measure, way, was, after, 0 if way == "删掉" else _line_of(after, measure, at))


def _other_amount(text: str, rng: random.Random) -> str:
    """Two digits exchanged, one that is another, a point that slipped."""
    amount = Fraction(text)
    return rng.choice(
        [f"{text}0" if "." not in text else text.replace(".", "", 1), str_of(amount + 1), str_of(amount * 2)]
    )


def str_of(amount: Fraction) -> str:
    return written(amount, "元")


def _other_member(data: dict[str, Any], measure: str, line: Line, rng: random.Random) -> tuple[str, str]:
    others = {
        "资金": [fund for fund in dict.fromkeys(FUNDS) if fund != line.get("资金")],
        "功能": [code for code in ("2070101", "2070104", "2080505") if code != line.get("功能")],
        "单位": [u["编码"] for u in data["部门"]["单位"] if u["编码"] != line["单位"]],
        "费目": [k for k in ("公务接待费", "公务用车运行维护费", "因公出国（境）费") if k != line.get("费目")],
        "面向": [k for k in ("小微企业", "其他中小企业", "其他企业") if k != line.get("面向")],
    }
    known = {"三公经费": ("费目", "单位"), "机关运行经费": ("单位",), "政府采购": ("面向", "资金", "单位")}
    fitting = [d for d in known.get(measure, ("资金", "功能", "单位")) if d in line and others[d]]
    if not fitting:
        return "金额", _other_amount(line["金额"], rng)
    dimension = rng.choice(fitting)
    return dimension, rng.choice(others[dimension])


def _line_of(data: dict[str, Any], measure: str, at: int) -> int:
    """The line of the file on which the so-manieth line of a measure stands, from 1."""
    return text_of(data).split("\n").index(f"{measure}:") + 2 + at
