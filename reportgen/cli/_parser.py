"""The arguments of a command (命令行的写法), declared once, read, and explained in Chinese.

They are written as everywhere: `--to docx`, `--to=docx`, `-j 4`, `-j4`, options before, between and behind the words,
and after a `--` words alone. No option may be shortened. What cannot be understood is said in Chinese.
"""

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

Help = str | Callable[[], str]


class Unusable(Exception):
    """The command line cannot be understood."""


class Parser:
    """The arguments of one command, declared once, read, and explained in Chinese."""

    def __init__(self, program: str, summary: str) -> None:
        self.program, self.summary = program, summary
        self._lines: list[tuple[str, Help]] = []
        self._usage: list[str] = []
        self._places: list[
            tuple[str, str, int, bool]
        ] = []  # name, as shown, how many at least, whether more may follow
        self._options: dict[str, tuple[str, str, bool]] = {}  # flag -> name, all flags, whether a value follows
        self._defaults: dict[str, Any] = {}

    def files(self, name: str, shown: str, help: str) -> None:
        """Declare one or more files."""
        self._places.append((name, shown, 1, True))
        self._explain(f"{shown}…", f"{shown}…", help)

    def word(self, name: str, shown: str, help: str) -> None:
        """Declare one word that must be given."""
        self._places.append((name, shown, 1, False))
        self._explain(shown, shown, help)

    def optional_words(self, name: str, shown: str, help: str) -> None:
        """Declare words that may be left out."""
        self._places.append((name, shown, 0, True))
        self._explain(f"[{shown}]", shown, help)

    def repeated(self, flag: str, shown: str, help: str) -> None:
        """Declare an option with a value that may be given several times."""
        self._option((flag,), [], takes=True)
        self._explain(f"[{flag} {shown}]…", f"{flag} {shown}", help)

    def option(self, *flags: str, shown: str, help: Help, default: str | None = None) -> None:
        """Declare an option with a value; a function returns the help where that takes long to work out."""
        self._option(flags, default, takes=True)
        self._explain(f"[{flags[0]} {shown}]", f"{'，'.join(flags)} {shown}", help)

    def switch(self, flag: str, help: str) -> None:
        """Declare an option without a value."""
        self._option((flag,), False, takes=False)
        self._explain(f"[{flag}]", flag, help)

    def _option(self, flags: Sequence[str], default: Any, takes: bool) -> None:
        name = flags[-1].lstrip("-").replace("-", "_")
        self._options.update(dict.fromkeys(flags, (name, "/".join(flags), takes)))
        self._defaults[name] = default

    def _explain(self, usage: str, line: str, help: Help) -> None:
        self._usage.append(usage)
        self._lines.append((line, help))

    def read(self, arguments: Sequence[str]) -> Any:
        """Return the options; None when help was asked for and printed.

        Raises:
            Unusable: they cannot be understood.
        """
        if any(a in ("-h", "--help") for a in arguments):
            print(self.help())
            return None
        try:
            return SimpleNamespace(**self._read(list(arguments)))
        except Unusable as e:
            raise Unusable(f"{e}\n用法见：{self.program} --help") from None

    def _read(self, waiting: list[str]) -> dict[str, Any]:
        """Return values by name; what begins with - is an option, up to a --."""
        found, words, unknown = dict(self._defaults), list[str](), list[str]()
        while waiting:
            one = waiting.pop(0)
            if one == "--":
                words += waiting
                break
            if not self._is_option(one):
                words.append(one)
            elif self._parted(one)[0] not in self._options:
                unknown.append(one)
            else:
                self._take(one, waiting, found)
        unknown += self._put(words, found)
        if unknown:
            raise Unusable(f"没有这个选项：{' '.join(unknown)}")
        return found

    def _take(self, one: str, waiting: list[str], found: dict[str, Any]) -> None:
        """Add an option to `found`, with its value, which may be the next argument."""
        flag, value = self._parted(one)
        name, called, takes = self._options[flag]
        if takes and value is None:
            if not waiting or self._is_option(waiting[0]):
                raise Unusable(f"{called} 后面要写一个值")
            value = waiting.pop(0)
        elif not takes and value is not None:
            raise Unusable(f"{called} 后面不写值")
        found[name] = [*found[name], value] if isinstance(found[name], list) else value if takes else True

    def _is_option(self, text: str) -> bool:
        """Whether an argument is an option; numbers, and words behind a - with a space among them, are not."""
        if text in self._options or text.partition("=")[0] in self._options:
            return True
        return len(text) > 1 and text[0] == "-" and " " not in text and not text[1].isdigit()

    def _parted(self, text: str) -> tuple[str, str | None]:
        """Return flag and value of `--to=docx`, `-j4` or `-j=4`; without a value in it, None."""
        flag, equals, value = text.partition("=")
        if text in self._options or flag in self._options or text.startswith("--"):
            return flag, value if equals else None
        return text[:2], text[2:] or None

    def _put(self, words: list[str], found: dict[str, Any]) -> list[str]:
        """Add the words to their places in `found`, and return those that have none."""
        missing = []
        for name, shown, least, more in self._places:
            taken = len(words) if more else 1
            given, words = words[:taken], words[taken:]
            missing += [shown] if len(given) < least else []
            found[name] = given if more else "".join(given)
        if missing:
            raise Unusable(f"缺少：{'、'.join(missing)}")
        return words

    def help(self) -> str:
        """Return the help page of the command."""
        from reportgen.diagnostics import columns

        width = max((columns(name) for name, _ in self._lines), default=0) + 2
        lines = [" ".join([f"用法：{self.program}", *self._usage]), "", self.summary, ""]
        for name, help in self._lines:
            lines.append(f"  {name}{' ' * (width - columns(name))}{help if isinstance(help, str) else help()}")
        return "\n".join(lines)
