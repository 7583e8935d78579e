"""What a region's files type although the budget says it (写死): a year, the name of a department, a number.

Also words of a table that are another's: last year or another fund in its title, a note that says that something else
is missing; and words of a profile that say what they are not printed for: 减少 for a rise, 执行数 for a budget.

The words of the region alone: what stands in templates outside of `{{ }}` and `{% %}`, and in definitions of tables.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.diagnostics import Diagnostic, Location, warning
from reportgen.lexicon import spoken
from reportgen.patterns import compiled
from reportgen.reading.table_kinds import kind_of
from reportgen.resources import template_name
from reportgen.source import Scalar, below, read, read_text, scalars

RULE, _PROFILE = "写死的字", "profile.yaml"
_NAMED = r"《[^《》\n]{0,80}》|〔[^〔〕\n]{0,8}〕"
_MADE = compiled(rf"(?s)\{{(?P<mark>[{{%#])(?:(?!\{{[{{%#]|[}}%#]\}}).)*+[}}%#]\}}|{_NAMED}")
_COMMENT = compiled(rf"(?m)(?:^|\s)#.*$|{_NAMED}")
_YEAR = compiled(r"(?<![0-9自从])(?:19|20)[0-9]{2}年(?!起|以来|以后|修订|版)")
_COUNT = compiled(
    r"[0-9](?<![0-9,.A-Za-z].)[0-9,]{0,15}+(?:\.[0-9]{1,6})?(?:亿元|万元|元|辆|人次|人|名|批次|个|台|套)"
    r"(?!以[上下内外]|[（(]含|[及或]以|起)"
)
_ELSEWHERE = r"[一-龥](?![本我全各该])[一-龥][县区市旗](?![级委政人财直辖])[一-龥]{0,8}?«单位后缀»"
_COUNTED = compiled(  # a number of groups that is called people
    r"\{\{ {0,3}资料\.[^}{|\n]{0,20}?(批次|人次) {0,3}\}\}(?!\1)[一-龥]{1,2}"
)
_NONE = compiled(r"(?:没有|无|未)(?:安排|使用|列支)?[^，。]*")
_COMMON = compiled(r"<[^<>]*>|年度?|部门|单位|[预决]算|收入|支出|收支|总?表|情况|明细|财政|拨款")
_LIMIT = compiled(r"(?:单价|价值|超过|不足|不少于|不低于|每|各|达到|≥|≤)[^，。；、\n]{0,6}$")
_NAME = 4  # letters of a name that are no common words
_OF_YEAR = "明年还会印成这一年：写成“{{ 年度 }}年”“{{ 上年度 }}年”，表里写“<年度>年”；确实是那一年的，不用改"
_OF_ALL = "别的部门也会印成这个名称：写成“{{ 部门 }}”“{{ 自称 }}”，表里写“<部门>”"
_OF_NUMBERS = "哪个部门都会印成这个数：写成“{{ 数名 }}”；是规定的标准的，不用改"
_TYPED = (_OF_YEAR, _OF_ALL, _OF_NUMBERS)
_OF_COUNTS = "这一项数的是批次还是人次，和后面的字不一样：换成文字说的那一项，或者改字"
_OF_TITLE = "这张表里印的是本年的数：写成“<年度>年”；确实是上年的表，不用改"
_OF_NOTE = "这张表空着时说的是别的事：改成这张表的名称"
_OF_KIND = "标题说的是一种表，“种类”是另一种：改成同一种"
_NOT_YET = compiled(r"截[至止][^。；，\n]{0,60}?(?P<day>\{\{ {0,3}年度 {0,3}\}\}年12月31日)")
_OF_END = "预算公开时这一天还没有到：写成“{{ 上年度 }}年12月31日”"
_OF_LIMIT = "标题说的是一种资金，“限定”选的是另一种：改成同一种"
_OF_WORDS = "先写增加的词，再写减少的词"
_OF_BASE = "这里怎样叫，全文就怎样印：改成和口径的名称一样的意思"
_OF_BOUND = "印的是后面的数，名称说的是前面的：写一样的"
_ACCOUNTS = "决算"  # in the name of a folder of accounts
_WORDS, _CALLED, _VERBS, _GRANTS = "同比", "口径", ("词", "率词"), "财政拨款"
_KINDS, _AMOUNT = ("预算", "执行", "决算"), compiled("[0-9.]+(?:亿|万|千)?元")
_FILES = ("*.md.j2", "sections/*.md.j2", "tables/*.yaml")


def typed_words(folders: Iterable[Path], files: Iterable[Path]) -> Iterator[Diagnostic]:
    """Yield what a region types. `files`: the budget files that name it; their departments are looked for."""
    folders = tuple(folders)
    yield from (wrong for folder in folders for wrong in _wrong_profile(folder))
    names = {name.text for path in files if (name := _department(path))}
    for path in (path for folder in folders for pattern in _FILES for path in sorted(folder.glob(pattern))):
        text = read_text(path)
        own = (_COMMENT if path.suffix == ".yaml" else _MADE).sub(_blank, text)
        found = [*_found(own, names), *(_of_table(text) if path.suffix == ".yaml" else ())]
        found += ((m.start(), m[0], _OF_COUNTS) for m in _COUNTED.finditer(text))
        if _ACCOUNTS not in (path.parent.name, path.parent.parent.name):
            found += ((m.start("day"), m["day"], _OF_END) for m in _NOT_YET.finditer(text))
        for start, word, hint in sorted(found):
            line = own.count("\n", 0, start)
            column = start - (own.rfind("\n", 0, start) + 1)
            at = Location(template_name(path), line + 1, column + 1, len(word), text.splitlines()[line])
            said = f"模板里写死了“{word}”" if hint in _TYPED else f"模板里写的是“{word}”"
            yield warning(RULE, said, at, hint=hint)


def _department(path: Path) -> Scalar | None:
    """Return the department's name in the budget file; None if there is none, or if it is too short to search."""
    name = below(read(path, path.name), "部门", "名称")
    return name if isinstance(name, Scalar) and len(name.text) >= _NAME else None


def _blank(made: re.Match[str]) -> str:
    return "".join(letter if letter == "\n" else " " for letter in made[0])


def _found(text: str, names: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Yield (where the typed words begin, these words, what to write instead)."""
    for year in _YEAR.finditer(text):
        yield year.start(), year[0], _OF_YEAR
    for count in _COUNT.finditer(text):
        if not _LIMIT.search(text[max(0, count.start() - 12) : count.start()]):
            yield count.start(), count[0], _OF_NUMBERS
    for name in names:
        at = text.find(name)
        if at >= 0:
            yield at, name, _OF_ALL
    yield from ((m.start(), m[0], _OF_ALL) for m in spoken().form(_ELSEWHERE).finditer(text) if m[0] not in names)


def _of_table(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (place, word, what is wrong) for words of another table in a table's title or its note for no rows."""
    title, note, kind = (re.search(rf"(?m)^{key}[:：] *(.+)$", text) for key in ("标题", " +说明", "种类"))
    said, own_kind = (kind_of(one[1]) if one else None for one in (title, kind))
    if title and said and own_kind and said is not own_kind:
        yield title.start(1), title[1], _OF_KIND
        return
    if title and title[1].startswith("<上年度>"):
        yield title.start(1), "<上年度>", _OF_TITLE
    limit = compiled(r"(?m)^限定[:：].*?资金[:：] *([一-龥]+)").search(text)
    if title and limit and (other := next(_other_funds(title[1], limit[1]), "")):
        yield limit.start(1), limit[1], f"{_OF_LIMIT}“{other}”"
    none = _NONE.search(note[1]) if note else None
    own = _COMMON.sub("", title[1]) if title else ""
    if title and note and none and len(own) > 1 and not any(own[i : i + 2] in none[0] for i in range(len(own) - 1)):
        yield note.start(1) + none.start(), none[0], _OF_NOTE


def _other_funds(title: str, fund: str) -> Iterator[str]:
    """Yield the funds that a title names if they are not the one that its table selects."""
    known = [member for member, _ in spoken().patterns("资金") if member != _GRANTS]
    named = [member for member in known if member in title]
    yield from named if fund in known and fund not in named else ()


def _wrong_profile(folder: Path) -> Iterator[Diagnostic]:
    """Yield what the profile of a folder says that it cannot mean: verbs, names of bases, bounds."""
    path = folder / _PROFILE
    before = Counter[tuple[str, ...]]()
    for keys, one in scalars(read(path, template_name(path))) if path.is_file() else ():
        if hint := _wrong_word(keys, before[keys], one.text):
            yield warning(RULE, f"模板里写的是“{one.text}”", one.at, hint=hint)
        before[keys] += 1


def _wrong_word(keys: Sequence[str], nth: int, text: str) -> str:
    """Return what to write instead of a text of the profile, below these keys; "" if it can be meant."""
    first, last = keys[0], next(filter(None, reversed(keys)))
    if first == _WORDS and last in _VERBS and nth < 1 and spoken().whole("增减", text) == "减少":
        return _OF_WORDS
    if first == _CALLED and last == "称" and _kind(keys[1]) and _kind(text) and _kind(keys[1]) != _kind(text):
        return _OF_BASE
    if first == "标准" and len(keys) > 2 and _bound(keys[-1]) and _bound(text) and _bound(text) not in keys[-1]:
        return _OF_BOUND
    return ""


def _kind(words: str) -> str:
    return next((kind for kind in _KINDS if kind in words), "")


def _bound(words: str) -> str:
    found = _AMOUNT.match(words)
    return found[0] if found else ""
