"""Amounts as they are written (金额): `1064.2`, `1,064.2`, `0.53万元`, in which unit, and what is wrong with one."""

import re
from decimal import Decimal

from reportgen.quantity import EXACT, LARGEST_DIGITS, UNITS, parse_number
from reportgen.vocabulary import MONEY, NOT_APPLICABLE, Measure

_WITH_UNIT = re.compile(rf"(.*?)\s*({'|'.join(UNITS)})")
_LONG = re.compile(rf"[-+]?[0-9０-９]{{{LARGEST_DIGITS + 1},}}(?:[.．][0-9０-９]*)?")
_ADVICE = {  # how a mistake looks -> what to do
    _LONG: "检查是不是多写了数字，几个数是不是连在了一起",
    re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+"): "写出全部数字，如 100000；Excel 里把单元格的格式设成“数值”",
    re.compile(r"[(（][0-9.,，]+[)）]|[–—﹣－][ 0-9.,]+"): "负数写成 -3，负号用半角",
    re.compile(r"[-+]?[0-9.]*[,，][0-9.,，]*"): "千分位逗号每三位一个；最好不写逗号",
}
_CUT_UNIT = re.compile(r"([-+]?[0-9.,]+)\s*([千万亿])")
_FEN = Decimal("0.01")
_MINUS = str.maketrans("−", "-")  # U+2212, as Excel and Word write it


def exact_amount(text: str, measure: Measure, unit: str) -> Decimal | None:
    """Exact 元 (or pieces), or None: a unit of its own goes before `unit`; pieces have none."""
    found = _WITH_UNIT.fullmatch(text) if measure.unit == MONEY else None
    number = parse_number((found[1] if found else text).translate(_MINUS))
    if number is None:
        return None
    scale = UNITS[found[2] if found else unit] if measure.unit == MONEY else 1
    return EXACT.multiply(number, Decimal(scale))


def is_nothing(text: str) -> bool:
    """Whether it says that there is none: 无, or zero in any unit."""
    found = _WITH_UNIT.fullmatch(text)
    return text == NOT_APPLICABLE or parse_number(found[1] if found else text) == 0


def amount_mistake(text: str, measure: Measure, unit: str) -> tuple[str, str] | None:
    """Why it is no amount that the measure can have: message and advice; None where it is one."""
    exact, what = exact_amount(text, measure, unit), amount_name(measure)
    if exact is None:
        return f"“{text}”{_shape(text, what)}", _advice(text, measure)
    if EXACT.remainder(exact, _FEN):
        return _too_fine(text, measure, unit)
    if exact < 0 and not measure.negative:
        return f"{measure.name}不能是负数：“{text}”", f"去掉负号；冲减的，直接写减了以后的{what}"
    return None


def amount_name(measure: Measure) -> str:
    """What an amount of the measure is called."""
    return "金额" if measure.unit == MONEY else "数量"


def _shape(text: str, what: str) -> str:
    return f"有{LARGEST_DIGITS + 1}位以上的整数" if _LONG.fullmatch(text) else f"不是{what}"


def _advice(text: str, measure: Measure) -> str:
    if advice := next((said for form, said in _ADVICE.items() if form.fullmatch(text)), ""):
        return advice
    if measure.unit != MONEY:
        return "只写数字，如 12，不带单位"
    if cut := _CUT_UNIT.fullmatch(text):
        return f"单位写全：“{cut[1]}{cut[2]}元”"
    return f"只写数字，如 1064.2，单位只能是{'、'.join(UNITS)}"


def _too_fine(text: str, measure: Measure, unit: str) -> tuple[str, str]:
    if measure.unit != MONEY:
        return f"“{text}”的小数太多", "最多写两位小数"
    own = _WITH_UNIT.fullmatch(text)
    places = len(str(UNITS[own[2] if own else unit])) + 1  # decimals that an amount to the 分 has in this unit
    excel = f"Excel 里用 ROUND(…, {places})，公式算出来的数看着是两位，后面还有"
    return f"“{text}”比一分钱还细", f"四舍五入到分；{excel}"
