"""Amounts as officers write them, and what an officer meant (建议).

An amount is a number in the file's 金额单位, or with a unit of its own: `1064.2`, `1,064.2`, `0.53万元`. A code, a key
or an amount that cannot be used → what to write instead.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from reportgen.diagnostics import did_you_mean, listed
from reportgen.patterns import compiled
from reportgen.quantity import EXACT, LARGEST_DIGITS, UNITS, parse_number
from reportgen.records import dataclass
from reportgen.source import Node, Scalar
from reportgen.vocabulary import CODE_LEVELS, MONEY, Measure, code_form, is_code

NO_TOTALS = "删掉这一行：合计由程序算，留着会重复相加；批复的合计写在“核对”下面"
LINE_FORM = "每一行写成 {功能: 2070101, 金额: 100} 这样；从 Excel 来的，存成表格，写“文件: 明细.xlsx”"
_DASHES = compiled(r"[-－—–―−/／\\~]+")
_NOTHING = compiled(rf"{_DASHES.pattern}|[、.．×✕〇○?？]+|没有|空|不涉及|N/?A|null|None|nil", re.IGNORECASE)
_TOTAL = compiled(r"(?:[^\s，。]{0,8})?[合小总共]\s*计[:：]?|其中[:：]?")
_LONG = compiled(rf"[-+]?[0-9０-９]{{{LARGEST_DIGITS + 1},}}(?:[.．][0-9０-９]*)?")
_AMOUNTS = {  # the form of a wrong amount -> what to do
    _LONG: "检查是不是多写了数字，几个数是不是连在了一起",
    compiled(r"[-+]?[0-9.]+[eE][-+]?[0-9]+"): "写出全部数字，如 100000；Excel 里把单元格的格式设成“数值”",
    compiled(r"[(（][0-9.,，]+[)）]|[–—﹣－][ 0-9.,]+"): "负数写成 -3，负号用半角",
    compiled(r"[-+]?[0-9.]*[,，][0-9.,，]*"): "千分位逗号每三位一个；最好不写逗号",
    compiled(r"=.*|[0-9. ]+[+*×][0-9. +*×-]+"): "写算出来的数，不写算式",
    compiled(r"[^(（0-9]*[0-9][^(（]*[(（].*"): "这里只写数字；说明写在“备注”里，如 {金额: 100, 备注: 其中…}",
    compiled(r"[^\s0-9]*[0-9]\S*+(?:\s++\S++){3,}"): LINE_FORM,
}
_WITH_UNIT = compiled(rf"(|.*?\S)\s*({'|'.join(UNITS)})")
_FEN = Decimal("0.01")
_MINUS = str.maketrans("−", "-")  # U+2212, as Excel and Word write it
_ALIKE = str.maketrans("OoQDlIi|", "00001111")  # letters that are typed for digits
_DRESSED = compiled(
    r"(?:约|共|计|人民币|RMB|[¥￥])?\s*([-+]?[0-9][0-9, ]*+(?:\.[0-9]+)?)"
    r"\s*+([千万亿]?元|[千万亿])?\s*+(?:整|圆|RMB|[.。;；,，、])?"
)


def is_dash(text: str) -> bool:
    """Whether the text is only dashes or slashes, which name nothing."""
    return _DASHES.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether the text is a sign for none, other than 无: `-`, `/`, `—`, 没有."""
    return _NOTHING.fullmatch(text) is not None


def is_total(text: str) -> bool:
    """Whether the text names a row of totals: 合计, 本年支出合计, 小计, 其中."""
    return _TOTAL.fullmatch(text) is not None


def _about_amount(text: str, measure: Measure) -> str:
    """Return what to write instead of a text that is no amount."""
    if says_nothing(text) or text == "无":
        return "没有就写 0，或删掉这一行"
    if advice := next((said for form, said in _AMOUNTS.items() if form.fullmatch(text)), ""):
        return advice
    plain = unicodedata.normalize("NFKC", text)
    found = _DRESSED.fullmatch(plain)
    number = found and compiled("[, ]").sub("", found[1])
    if measure.unit != MONEY:
        return _about_count(plain)
    if found and number and parse_number(number) is not None:
        unit = found[2] or ""
        return f"写成 {number}{unit}{'' if not unit or unit.endswith('元') else '元'}"
    if parse_number(digits := plain.translate(_ALIKE)) is not None:
        return f"像是把数字打成了字母：写成 {digits}"
    if plain.count(".") > 1:
        once = compiled(r"\.{2,}").sub(".", plain)
        return f"小数点写了几个：{f'写成 {once}' if parse_number(once) is not None else '只留一个'}"
    return f"只写数字，如 1064.2；要写单位的，只能是{'、'.join(UNITS)}"


def _about_count(text: str) -> str:
    people = compiled(r"[0-9]+").match(text)
    return f"只写数字，不带单位：{people[0]}" if people else "只写数字，如 12，不带单位"


@dataclass(frozen=True, slots=True)
class AmountMistake:
    """Why a text is no amount of a measure, and what to do."""

    message: str
    hint: str


def parse_amount(text: str, measure: Measure, unit: str) -> Decimal | AmountMistake:
    """Return the exact amount that a text states, in 元 or pieces; an AmountMistake if it states none.

    Args:
        unit: the unit of a text that names none: 元, 万元 or 亿元.
    """
    found = _WITH_UNIT.fullmatch(text) if measure.unit == MONEY else None
    number = parse_number((found[1] if found else text).translate(_MINUS))
    if number is None:
        what = f"有{LARGEST_DIGITS + 1}位以上的整数" if _LONG.fullmatch(text) else f"不是{measure.amount_key}"
        return AmountMistake(f"“{text}”{what}", _about_amount(text, measure))
    scale = UNITS[found[2] if found else unit] if measure.unit == MONEY else 1
    exact = EXACT.multiply(number, Decimal(scale))
    if EXACT.remainder(exact, _FEN):
        return _too_fine(text, measure, scale)
    if exact < 0 and not measure.negative:
        hint = f"去掉负号；冲减的，直接写减了以后的{measure.amount_key}"
        return AmountMistake(f"{measure.name}不能是负数：“{text}”", hint)
    return exact


def _too_fine(text: str, measure: Measure, scale: int) -> AmountMistake:
    if measure.unit != MONEY:
        return AmountMistake(f"“{text}”的小数太多", "最多写两位小数")
    places = len(str(scale)) + 1  # decimals of an amount to the 分 in this unit
    excel = f"Excel 里用 ROUND(…, {places})，公式算出来的数看着是两位，后面还有"
    larger = f"是万元的写成“{text}万元”；" if scale == 1 and parse_number(text) is not None else ""
    return AmountMistake(f"“{text}”比一分钱还细", f"{larger}四舍五入到分；{excel}")


def about_member(dimension: str, text: str, names: Mapping[str, str]) -> str:
    """Return what to write instead of an unknown member; `names`: code -> name of the known ones."""
    plain = unicodedata.normalize("NFKC", text).strip("“”\"' ")
    if says_nothing(text):
        return f"没有就删掉“{dimension}”，确实不分的写“无”"
    if dimension not in CODE_LEVELS:
        return _about_listed(dimension, plain, names)
    digits = compiled(r"[^0-9]").sub("", compiled(r"\.0$").sub("", plain))
    if digits != text and is_code(dimension, digits):
        return f"只写编码，用半角数字：{digits}"
    same = sorted((code for code, name in names.items() if plain in (name, name.removesuffix("支出"))), key=len)
    if same and len(same) <= 3:
        return f"写编码，不写名称：{listed(same)}"
    return f"写编码，不写名称：{code_form(dimension, text)}" if same else code_form(dimension, text)


def _about_listed(dimension: str, text: str, names: Mapping[str, str]) -> str:
    if not any(names.values()):
        return did_you_mean(text, names)
    found = [code for code, name in names.items() if text and (code == text or text in name)]
    if len(found) == 1:
        return f"写成“{dimension}: {found[0]}”" + (f"（{names[found[0]]}）" if names[found[0]] else "")
    return "可用的有：" + listed([f"{code}（{name}）" if name else code for code, name in names.items()])


def about_key(name: str, value: Node, measure: Measure, members: Mapping[str, Mapping[str, str]]) -> str:
    """Return what to write instead of an unknown key of a line; its value tells what was meant."""
    text = value.text if isinstance(value, Scalar) else ""
    if isinstance(value, Scalar) and not text:
        glued = compiled(r"(\S+)\s+(\S+)").fullmatch(name)
        known = glued and glued[1] in (*measure.dimensions, measure.amount_key)
        return "键和值之间写半角冒号加空格" if known else "逗号把前面的值断开了：给整个值加引号"
    unit = re.search(rf"[(（]({'|'.join(UNITS)})[)）]", name)
    if unit and parse_number(text) is not None:
        return f"键只写“金额”，单位写在数的后面：“金额: {text}{unit[1]}”"
    meant = next((d for d in CODE_LEVELS if d in measure.dimensions and is_code(d, text)), "")
    meant = meant or next((d for d in measure.dimensions if text in members.get(d, {})), "")
    if not meant and parse_number(text) is not None:
        meant = measure.amount_key
    return f"是不是“{meant}”？" if meant else did_you_mean(name, [*measure.dimensions, measure.amount_key])
