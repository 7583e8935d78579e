"""Which formats are asked for (格式): of writers, converted from those, and what has to be written for it."""

from dataclasses import dataclass

from reportgen import converters, writers
from reportgen.cli._parser import Unusable


@dataclass(frozen=True, slots=True)
class Formats:
    """Names of formats, in the order in which they were asked for (所要的格式).

    Attributes:
        asked: what the user gets; converted: those of them that are made from files of writers.
    """

    asked: tuple[str, ...]
    converted: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """What writers have to make, for the user or for a converter."""
        made = [name for name in self.asked if name not in self.converted]
        return tuple(dict.fromkeys([*made, *(converters.converter(name).SOURCE for name in self.converted)]))


def formats_asked(text: str | None) -> Formats:
    """The formats named, `docx,pdf`; without a word all that need nothing installed.

    Raises:
        Unusable: there is no such format.
    """
    from reportgen.diagnostics import did_you_mean

    written, kinds = writers.formats(), writers.kinds()
    known = list(dict.fromkeys([*written, *converters.formats(), *kinds]))
    chosen = [part.strip().lower() for part in text.replace("，", ",").split(",")] if text else written
    for name in chosen:
        if name not in known:
            raise Unusable(f"没有“{name}”这个格式。{did_you_mean(name, known)}")
    asked = tuple(dict.fromkeys(chosen))
    return Formats(asked, tuple(name for name in asked if name not in (*written, *kinds)))


def formats_known() -> str:
    """The formats there are, for the help."""
    written = writers.formats()
    others = [name for name in converters.formats() if name not in written]
    needing = (f"{name}（要装有 {converters.converter(name).NEEDS}）" for name in others)
    more = "、".join((*needing, *writers.kinds()))
    return f"不写就是 {'、'.join(written)}{f'；还可以写 {more}' if more else ''}"
