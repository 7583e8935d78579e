"""What a single line shows to be wrong in a budget file that the parser cannot read: full-width signs, lost commas."""

import re

from reportgen.patterns import compiled
from reportgen.records import dataclass

NO_COLON = ("这一行少了冒号", "键和值之间写半角冒号加空格，如“名称: 甲局”")
_TABBED = ("缩进里有制表符（Tab）", "缩进只用空格：每一级两个")
_EXCEL = "一行写成 - {功能: 2070101, 金额: 100}；或存成表格，写“文件: 明细.xlsx”"


@dataclass(frozen=True, slots=True)
class LineCause:
    """A mistake that a line shows, at the group `here`.

    Attributes:
        also: whether other lines that show it are mistakes for certain.
    """

    form: re.Pattern[str]
    message: str
    hint: str
    also: bool = False


def _cause(form: str, message: str, hint: str, also: bool = False) -> LineCause:
    return LineCause(compiled(form), message, hint, also)


CAUSES = (
    _cause(r"^ *-?(?P<here>\t)", *_TABBED, also=True),
    _cause(r"^ *(?P<here>[　\xa0]+)", "缩进里有全角空格", "缩进只用半角空格：每一级两个", also=True),
    _cause(r"^[\s-]*(?P<here>\{\{).*\}\}", "“{{”开头的话没有加引号，被认成了花括号", "给整个键或值加引号"),
    _cause(
        r"\{[^{}]*[^\s,:：{}\[\]](?P<here>\[)",
        "花括号里的方括号不知道是不是内容",
        "含 [ ] 的键或值加引号，或每项单独写一行",
    ),
    _cause(r"(?P<here>[｛｝［］])", "括号是全角的", "换成半角的 { } [ ]", also=True),
    _cause(
        r"^\s*+-? *+(?P<here>[（(【])[^:：]+[:：][^,，]+[,，][^:：]+[:：]",
        "一行的内容要放在花括号里",
        "如 - {功能: 2070101, 金额: 100}",
    ),
    _cause(r"^\s*(?P<here>[－—–−·•●▪*])\s*\S.*[:：]", "列表的每一项以半角的“- ”开头", "把这个符号换成“- ”", also=True),
    _cause(r"^\s*-(?P<here>[^\s\d.-])", "“-”后面少了空格", "写成“- {…}”", also=True),
    _cause(
        r"\{[^{}]*?(?P<here>[，、；;])\s*[^\s,:：{}\[\]，、；;]+\s*[:：]",
        "各项之间的逗号不是半角的",
        "换成半角逗号加空格，如 {功能: 2070101, 金额: 100}",
        also=True,
    ),
    _cause(r"\{[^{}]*?,(?P<here>\s*,)", "多了一个逗号", "两个逗号之间没有内容：删掉一个"),
    _cause(
        r"\{(?:[^{}]*,)?[^,:{}]+:\s+[^\s,:{}\[\]]+(?P<here>\s+)[^\s,:{}\[\]]+:\s",
        "两项之间少了逗号",
        "在这里加上半角逗号",
    ),
    _cause(r"^\s*(?P<here>[^\s:：]+(?:\t+\S*){2,})", "像是从 Excel 里粘贴来的，不能直接用", _EXCEL, also=True),
    _cause(
        r"^\s*(?!- |- *\{)[^\s:：{}\[\]，。；#]{1,16}(?P<here>：)(?!.*:\s)",
        "冒号是全角的",
        "换成半角冒号加空格，如“名称: 甲局”",
        also=True,
    ),
    _cause(
        r"""^\s*(?:- )?[^\s:：{}"'#]+:(?P<here>[　\xa0]+)""",
        "冒号后面不是半角空格",
        "冒号后面留一个半角空格",
        also=True,
    ),
    _cause(
        r"""^\s*(?:- )?[^\s:：{}"'#，。]{1,16}:(?P<here>[^\s:/\\])(?!.*:\s)""",
        "冒号后面少了空格",
        NO_COLON[1],
        also=True,
    ),
    _cause(
        r"^\s*(?:- )?[^\s:：=\[\]{}]+\s*(?P<here>[=＝])(?!.*:\s)",
        "键和值之间要写冒号，不是等号",
        NO_COLON[1],
        also=True,
    ),
)
