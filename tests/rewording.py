"""A region that says everything that `default` says in other words (改写): made mechanically from its files.

Titles of tables, heads of columns, labels of rows, headings, sentences, phrases of changes and notes are put into
synonyms; numbering, order of sections, tables, rows and columns change where their definitions leave them open. Names
of figures, paths of facts, kinds of tables and members of dimensions stay: they say what is printed, not how.
"""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.budgets import TEXTS
from tests.mutations import TEMPLATES

# What a word may be called instead; longer words go first.
SYNONYMS = {
    "一般公共预算": ("一般性公共预算", "公共财政预算"),
    "一般公共预算拨款": ("公共财政补助", "一般公共财力"),
    "三级指标": ("末级指标", "具体指标"),
    "一级指标": ("指标大类", "首级指标"),
    "二级指标": ("指标小类", "次级指标"),
    "专项": ("专门",),
    "上年结转": ("以前年度转入", "年初结转数"),
    "上缴上级支出": ("上交主管部门的支出", "缴往上级数"),
    "主要原因是": ("主要由于", "究其原因，"),
    "主要包括": ("大致有", "含"),
    "主要用于": ("重点用在", "投向"),
    "主要职责": ("职能", "工作职能"),
    "主要内容": ("事务说明", "做什么"),
    "事业单位经营收入": ("经营所得", "单位经营进款"),
    "事业收入": ("业务进款", "事业所得"),
    "人员情况": ("编制与在岗人数", "人数"),
    "人员经费": ("用于人的经费", "人员类开支"),
    "任务名称": ("工作事项", "事务"),
    "使用非财政拨款结余": ("动用历年结余", "非财政结余弥补"),
    "其中": ("内含", "里面"),
    "其他收入": ("别的收入", "其余进款"),
    "其他资金": ("别的来源", "财政以外"),
    "其他重要事项": ("另需说明的事情", "别的要事"),
    "具体使用情况": ("逐项用途", "用在哪里"),
    "减少": ("下调", "少"),
    "下降": ("走低", "回落"),
    "公务接待费": ("接待开支", "招待来客的费用"),
    "公务用车购置及运行维护费": ("车辆费用", "用车购建与养护"),
    "公用经费": ("日常办公经费", "公用类开支"),
    "共有车辆": ("在册车辆", "车辆合起来"),
    "其他": ("别的", "其余"),
    "单位名称": ("机构全称", "哪个单位"),
    "单位编码": ("机构代号", "单位号码"),
    "占": ("比重", "份额"),
    "合计": ("总额", "共计"),
    "因公出国（境）费": ("出境开支", "出访经费"),
    "基本支出": ("日常运转开支", "维持运转的支出"),
    "增减额": ("变动数", "差额"),
    "增减%": ("变动%", "幅度%"),
    "增加": ("上调", "多"),
    "增长": ("上升", "走高"),
    "安排": ("编列", "列入"),
    "对附属单位补助支出": ("补给下属机构", "拨付附属机构数"),
    "小计": ("计", "合起来"),
    "总体情况": ("概貌", "总括"),
    "情况说明": ("解释", "文字说明"),
    "指标值": ("目标数值", "要达到多少"),
    "指标值确定依据": ("数值怎么定的", "取值来由"),
    "持平": ("相同", "没有变动"),
    "支出总计": ("支出总盘子", "全部支出"),
    "支出预算": ("支出安排", "支出计划"),
    "收入总计": ("收入总盘子", "全部收入"),
    "收入预算": ("收入安排", "收入计划"),
    "政府性基金": ("基金类", "政府基金"),
    "政府采购": ("集中采买", "采购"),
    "整体支出": ("全单位", "整个部门"),
    "机构设置": ("下设机构", "组织架构"),
    "机关运行经费": ("机关日常运行所需", "保障运行的费用"),
    "名词解释": ("有关用词", "术语"),
    "本年收入": ("当年收入", "年内进款"),
    "本年支出": ("当年支出", "年内开支"),
    "目标": ("要求", "期望"),
    "科目名称": ("科目全称", "叫什么"),
    "科目编码": ("科目代号", "号码"),
    "立项依据": ("为什么立项", "来由"),
    "经营支出": ("经营开支", "经营用款"),
    "结转下年": ("转到明年", "留待次年"),
    "绩效": ("效果", "成效"),
    "绩效指标描述": ("怎么衡量", "指标解释"),
    "编制范围": ("覆盖范围", "汇总范围"),
    "规模变化情况": ("总量怎样变", "规模增减"),
    "结构情况": ("构成", "各类比重"),
    "财政专户管理资金": ("专户资金", "专户核拨款"),
    "财政拨款": ("财政补助", "财政资金拨付"),
    "资金支出计划": ("用款进度", "何时用多少"),
    "资金来源": ("钱从哪里来", "来源"),
    "重点": ("主要", "大"),
    "附属单位上缴收入": ("下属交来的收入", "附属机构上交数"),
    "上级补助收入": ("上级补贴", "主管部门补入数"),
    "面向": ("留给", "适宜"),
    "项目": ("事项", "专项任务"),
    "项目支出": ("专项开支", "事项用款"),
    "预算": ("计划", "安排计划"),
    "预算数": ("安排数", "计划金额"),
    "预算金额": ("要用多少", "安排金额"),
    "国有资产占用": ("家底", "资产"),
    "国有资本经营预算": ("国资收益", "国有资本预算"),
    "收支总表": ("收与支一览", "总的收支"),
    "总表": ("一览", "汇总"),
    "收入": ("收入",),
    "部门": ("部门",),
    "总额": ("全部", "数额"),
    "购置": ("购买", "添置"),
    "概况": ("简介", "基本情形"),
    "没有": ("未", "无"),
    "包括": ("分为", "有"),
    "截至": ("到", "算到"),
    "在职人员": ("在岗", "现有人员"),
    "离退休人员": ("离退人员", "退下来的人员"),
    "核定编制": ("编制数", "核编"),
}
NUMBERS = (
    ["{1}. ", "({1}) ", "第{一}、", "{1}) "],
    ["第{一}章　", "{1}. ", "({1}) ", "{1}) "],
    ["{一}、", "{1}、", "（{1}）", "({1})"],
)
ORDERED = ("行", "列")
_LABELLED = ("名称", "编码", "空", "每条", "每份")
_WORD = re.compile("|".join(map(re.escape, sorted(SYNONYMS, key=len, reverse=True))))
_KEPT = re.compile(r"(<[^<>]*>|部门预算|单位预算)")  # filled in, and kinds of document
_NUMBERED = re.compile(r"^(?:([一二三四五六七八九十])、|([0-9])．)")
_SPEAKS = re.compile(r"(同比|占比|换成|带|序号)\((?P<said>[^()]*(?:\([^()]*\))?[^()]*)\)")
_QUOTED = re.compile(r'(?P<key>\w+=)?"(?P<text>[^"]*)"(?P<colon>\s*:)?')
_KEYS = {
    "标题",
    "口径",
    "数",
    "列",
    "每个",
    "逐级",
    "下",
    "自身",
    "全部",
    "年份",
    "序号",
    "缩进",
    "单位",
    "资金",
    "性质",
    "宽",
}
_FORM = {"旁题", "列", "下", "每条", "行", "末行", "宽", "合并"}


@dataclass(frozen=True)
class Rewording:
    """One choice of words and of order, the same for the same seed."""

    seed: int

    def says(self, text: str) -> str:
        """The text in other words, `<年度>` and the like as they are."""
        return "".join(self._words(part) if i % 2 == 0 else part for i, part in enumerate(_KEPT.split(text)))

    def _words(self, text: str) -> str:
        return _WORD.sub(lambda found: self._synonym(found[0]), text)

    def _synonym(self, word: str) -> str:
        choices = SYNONYMS[word]
        return choices[(self.seed + len(word)) % len(choices)]

    def label(self, text: str) -> str:
        """A label, its number (一、) another one."""
        number = _NUMBERED.match(text)
        rest = self.says(text[number.end() :] if number else text)
        return f"{_arabic(number[1] or number[2])}){rest}" if number else rest  # renumbered when all are in order

    def order(self, things: list[Any], about: str) -> list[Any]:
        """The things in another order."""
        return random.Random(f"{self.seed}{about}").sample(things, len(things))


def _arabic(numeral: str) -> int:
    return "一二三四五六七八九十".index(numeral) + 1 if numeral in "一二三四五六七八九十" else int(numeral)


def write_region(folder: Path, seed: int) -> None:
    """The region `改写` below `templates/` in the folder."""
    rewording, source, made = Rewording(seed), TEMPLATES / "default", folder / "templates" / "改写"
    for path in sorted(source.rglob("*")):
        goal = made / path.relative_to(source)
        goal.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".j2":
            goal.write_text(_sentences(path.read_text(encoding="utf-8"), rewording), encoding="utf-8")
    profile = _profile(_read(source / "profile.yaml"), rewording)
    pieces = set(profile["片段"])
    _write(made / "profile.yaml", profile)
    _write(made / "style.yaml", _read(source / "style.yaml"))
    glossary = _read(source / "glossary.yaml")
    _write(made / "glossary.yaml", {name: rewording.says(text) for name, text in glossary.items()})
    tables = rewording.order(sorted((source / "tables").glob("*.yaml")), "表")
    for number, path in enumerate(tables, 1):
        name = path.stem.partition("-")[2]
        _write(made / "tables" / f"{number:02}-{name}.yaml", _table(_read(path), rewording, pieces))
    for path in sorted((source / "charts").glob("*.yaml")):
        _write(made / "charts" / path.name, _table(_read(path), rewording, pieces))


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=TEXTS)


def _write(path: Path, what: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(what, ensure_ascii=False, indent=1), encoding="utf-8")


# The profile
def _profile(profile: Any, rewording: Rewording) -> Any:
    says = rewording.says
    own = dict(profile)
    own["标题"], own["空表说明"], own["占比"] = says(own["标题"]), says(own["空表说明"]), says(own["占比"])
    own["标题编号"] = NUMBERS[rewording.seed % len(NUMBERS)]
    own["尾差说明"] = _each(own["尾差说明"], says)
    own["同比"] = {name: _each(phrases, says) for name, phrases in own["同比"].items()}
    for base in own["口径"].values():
        base.update({key: says(base[key]) for key in ("称", "无")})
    own["标准"]["节题"] = _each(own["标准"]["节题"], says)
    own["各节"] = rewording.order(own["各节"], "各节")
    required = own["必备"]["语句"]
    own["必备"]["语句"] = {says(title): [says(words) for words in said] for title, said in required.items()}
    own["片段"] = {name: _list(piece, rewording, set(own["片段"])) for name, piece in own["片段"].items()}
    return own


def _each(phrases: dict[str, Any], says: Callable[[str], str]) -> dict[str, Any]:
    return {key: [says(v) for v in value] if isinstance(value, list) else says(value) for key, value in phrases.items()}


# Tables
def _table(table: Any, rewording: Rewording, pieces: set[str]) -> Any:
    own = dict(table)
    own["标题"] = rewording.says(own["标题"])
    if "空表" in own:
        own["空表"] = own["空表"] | {"说明": rewording.says(own["空表"]["说明"])}
    if "并列" in own:
        own["并列"] = [side | _lists(side, rewording, pieces) for side in own["并列"]]
    if "表单" in own:
        own["表单"] = [_band(band, rewording, pieces) for band in own["表单"]]
    return own | _lists(own, rewording, pieces)


def _lists(table: Any, rewording: Rewording, pieces: set[str]) -> Any:
    return {key: _list(table[key], rewording, pieces, key) for key in ("行", "末行", "列") if key in table}


def _list(items: Any, rewording: Rewording, pieces: set[str], key: str = "") -> Any:
    """Columns or rows: their titles in other words; in another order, names before numbers and 合计 where it was."""
    if isinstance(items, str):
        return items if items in pieces else rewording.label(items)
    if isinstance(items, dict):
        return _titled(items, rewording, pieces)
    said = [_item(item, rewording, pieces) for item in items]
    free = [i for i, item in enumerate(items) if isinstance(item, dict) and _is_free(item)]
    moved = dict(zip(free, rewording.order(free, json.dumps(items, ensure_ascii=False)), strict=True))
    return _renumbered([said[moved.get(i, i)] for i in range(len(items))]) if key in ORDERED else said


def _renumbered(items: list[Any]) -> list[Any]:
    """Labels that begin with a number count on in their new order."""
    return [_counted(item, at) if isinstance(item, dict) else item for at, item in enumerate(items, 1)]


def _counted(item: dict[str, Any], at: int) -> dict[str, Any]:
    return {re.sub(r"^[0-9]+\)", f"{at})", title): value for title, value in item.items()}


def _is_free(item: dict[str, Any]) -> bool:
    return not set(item) & _KEYS - {"标题"} and all(
        isinstance(v, str) and v not in _LABELLED and "[" in v for v in item.values()
    )


def _item(item: Any, rewording: Rewording, pieces: set[str]) -> Any:
    if isinstance(item, str):
        return item if item in pieces else rewording.label(item)
    return _titled(item, rewording, pieces)


def _titled(item: dict[str, Any], rewording: Rewording, pieces: set[str]) -> dict[str, Any]:
    """One column or row, or several: `{标题: …, 列: …}`, `{每个: …}`, or title and what stands there."""
    if set(item) <= _KEYS:
        below = {key: _list(item[key], rewording, pieces) for key in ("列",) if key in item}
        return item | below | ({"标题": rewording.label(item["标题"])} if "标题" in item else {})
    return {rewording.label(title): _below(value, rewording, pieces) for title, value in item.items()}


def _below(value: Any, rewording: Rewording, pieces: set[str]) -> Any:
    return value if isinstance(value, str) else _list(value, rewording, pieces)


def _band(band: Any, rewording: Rewording, pieces: set[str]) -> Any:
    if not set(band) & (_FORM - {"宽"}):
        return {key if key in ("", "宽") else rewording.label(key): value for key, value in band.items()}
    own = band | _lists(band, rewording, pieces)
    if "旁题" in own:
        own["旁题"] = rewording.label(own["旁题"])
    if "下" in own:
        own["下"] = [_band(below, rewording, pieces) for below in own["下"]]
    if "合并" in own:
        own["合并"] = [rewording.label(title) for title in own["合并"]]
    return own


# Sentences
def _sentences(text: str, rewording: Rewording) -> str:
    """Every word outside of the template language, and those that it is given to print."""
    parts = re.split(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", text)
    return "".join(_printed(part, rewording) if part.startswith("{") else _literal(part, rewording) for part in parts)


def _literal(text: str, rewording: Rewording) -> str:
    return "\n".join(rewording.says(re.sub(r"^([0-9])．", r"(\1) ", line)) for line in text.split("\n"))


def _printed(tag: str, rewording: Rewording) -> str:
    return _SPEAKS.sub(lambda found: found[0].replace(found["said"], _arguments(found["said"], rewording)), tag)


def _arguments(said: str, rewording: Rewording) -> str:
    def one(found: re.Match[str]) -> str:
        if found["key"] in ("因=", "比=") or found["colon"]:
            return found[0]
        return f'{found["key"] or ""}"{rewording.says(found["text"])}"'

    return _QUOTED.sub(one, said)
