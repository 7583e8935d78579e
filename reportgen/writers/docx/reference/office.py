"""What the office's file is (参考文档): opened, and told where it cannot be used.

Templates (.dotx) are taken as documents are; what carries macros is refused, for nobody publishes those.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from reportgen.diagnostics import Location, ReportgenError, error
from reportgen.ooxml.names import Element, W, switched_on
from reportgen.ooxml.package import Package, opened
from reportgen.writers.docx.reference.pages import Spread, spreads

_MACROS = "macroEnabled"
_ASKED = ("styles", "settings", "numbering", "fontTable", "theme")  # parts that are read, not only copied


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """The office's file (参考文档).

    Attributes:
        styles, settings: roots of these parts; settings may be None.
        upright, turned: its last pages of each kind, None where it has none.
        even: whether even pages have headers and footers of their own.
    """

    package: Package
    styles: Element
    settings: Element
    upright: Spread | None
    turned: Spread | None
    even: bool


@lru_cache(maxsize=4)
def taken(content: bytes, path: str = "参考文档") -> Office:
    """The office's file in these bytes.

    Raises:
        ReportgenError: they are no Word document, or one that cannot be published from.
    """
    package = opened(content, path)
    if _MACROS in package.content_type(package.main):
        _refuse(path, "带宏的文档", "这个Word文档可以带宏", "用Word打开，另存为“Word文档（*.docx）”")
    asked = {kind: package.part(kind) for kind in _ASKED}
    if asked["styles"] is None or asked["styles"].tag != f"{W}styles":
        _refuse(path, "没有样式", "这个Word文档里没有样式", "用Word打开，另存一次，或换一个文件")
    upright, turned = spreads(package)
    even = bool(switched_on(asked["settings"], "evenAndOddHeaders"))
    around = [name for spread in filter(None, (upright, turned)) for name in spread.parts()]
    for name in [*around, *(name for kind in _ASKED for name in package.relations.get(kind, []))]:
        package.links(name)  # a file that breaks where it is copied is told now, before anything is built
    return Office(package, asked["styles"], asked["settings"], upright, turned, even)


def _refuse(path: str, rule: str, message: str, hint: str) -> NoReturn:
    raise ReportgenError(error(rule, message, Location(path), hint=hint))
