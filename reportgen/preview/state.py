"""What a tab shows (状态): the last good page, and what is wrong since."""

from dataclasses import dataclass

from reportgen.diagnostics import Diagnostic
from reportgen.preview.building import Page


@dataclass(frozen=True, slots=True)
class State:
    """What there is to be seen of one budget file (状态).

    Attributes:
        version: counts up with every change of any of this; 0: nothing was built yet.
        name: how the budget file is called, with its unit.
        at: when the save that led here was seen, in milliseconds since 1970.
        page: the last good one; None where the file could never be read.
        wrong: why the file as it is now cannot be read; empty where the page shows it.
        pending: verdict and changes are still being worked out.
    """

    version: int
    name: str
    at: int = 0
    page: Page | None = None
    wrong: tuple[Diagnostic, ...] = ()
    pending: bool = True

    @property
    def title(self) -> str:
        """The document's title; the file's name where there is no document."""
        return self.page.title if self.page else self.name


@dataclass(frozen=True, slots=True)
class View:
    """What the page needs besides (页面的其他内容).

    Attributes:
        token: for POST; base: the address below which the document's addresses are, `/` or `/1/`.
        downloads: formats that can be downloaded; several: there is a start page.
    """

    token: str
    base: str = "/"
    downloads: tuple[str, ...] = ("docx", "html", "txt")
    several: bool = False
