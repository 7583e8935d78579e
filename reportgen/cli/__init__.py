"""The command line (命令行): one module per command, imported when it runs.

A command module declares SUMMARY, `arguments(parser)` and `run(options) -> int`. Exit codes: 0 done, 1 a person
has to look (findings of severity 错误; a file beside its place; of `trace`: nothing found), 2 unusable input.

Arguments are written as everywhere: `--to docx`, `--to=docx`, `-j 4`, `-j4`, options before, between and behind the
words, and after a `--` words alone. No option may be shortened. What cannot be understood is said in Chinese.
"""

import sys
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reportgen import discovery

_COMMANDS = __name__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; every expected failure is a message in Chinese, never a traceback."""
    from reportgen.cli._console import FULL, is_full, survive_readers

    survive_readers()
    code = _run_reporting(list(sys.argv[1:] if arguments is None else arguments))
    if is_full():
        print(FULL, file=sys.stderr)
        return 2
    return code


def _run_reporting(arguments: list[str]) -> int:
    """Run a command, say why it failed if it did, and return its exit code."""
    from reportgen.diagnostics import ReportgenError, rendered

    try:
        return _run(arguments)
    except Unusable as e:
        print(e, file=sys.stderr)
        return 2
    except ReportgenError as e:
        print("\n".join(rendered(e.diagnostics)), file=sys.stderr)
        print(f"共{len(e.diagnostics)}处，没有生成文件。", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已停止。", file=sys.stderr)
        return 2


def _run(arguments: list[str]) -> int:
    names = discovery.module_names(_COMMANDS)
    if not arguments or arguments[0] in ("-h", "--help", "帮助"):
        print(_overview(names))
        return 0 if arguments else 2
    if arguments[0] in ("-V", "--version"):
        from reportgen import __version__

        print(f"reportgen {__version__}")
        return 0
    refuse_unknown("没有“{}”这个命令", arguments[0], names)
    command = discovery.module(_COMMANDS, arguments[0])
    parser = Parser(f"reportgen {arguments[0]}", command.SUMMARY)
    command.arguments(parser)
    options = parser.read(arguments[1:])
    return 0 if options is None else int(command.run(options))


def _overview(names: Sequence[str]) -> str:
    lines = ["用法：reportgen 命令 [选项]", "", "由一份预算文件生成部门预算公开的全部文字和表格。", "", "命令："]
    lines += [f"  {name:<10} {discovery.module(_COMMANDS, name).SUMMARY}" for name in names]
    return "\n".join([*lines, "", "每个命令的选项：reportgen 命令 --help"])


def formats_beside(folder: str, described: Collection[str]) -> str:
    """Return what help says of the outputs in a folder of the package that its text does not describe.

    Nothing is imported: the folder is `checks/outputs`.
    """
    others = sorted(set(discovery.names_in(str(Path(__file__).parents[1] / folder))) - {*described})
    return f"；还可以写 {'、'.join(others)}" if others else ""


def refuse_unknown(message: str, asked: str, known: Sequence[str]) -> None:
    """Refuse a word that is not known; `message` is `没有“{}”这个格式`.

    Raises:
        Unusable: it is not known; the closest word is proposed.
    """
    if asked not in known:
        from reportgen.diagnostics import did_you_mean

        raise Unusable(f"{message.format(asked)}。{did_you_mean(asked, known)}")


JOBS = "同时用几个进程；不写就在文件多时用上所有的处理器"


def processes_asked(asked: str | None, tasks: int) -> int:
    """Return how many processes to use.

    Raises:
        Unusable: the option is no integer from 1 to MOST_PROCESSES.
    """
    from reportgen.batch import MOST_PROCESSES, usual_processes

    if asked is None:
        return usual_processes(tasks)
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MOST_PROCESSES):
        raise Unusable(f"-j 要写 1 到 {MOST_PROCESSES} 的整数，不是“{asked}”")
    return int(asked)


def stated_year(text: str) -> int:
    """Return the year that an option says.

    Raises:
        Unusable: the text is no year from 1990 to 2100.
    """
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2100):
        raise Unusable(f"年度“{text}”不对，写四位年份，如 2026")
    return int(text)


def listed(asked: str) -> list[str]:
    """Return the formats of an option, `html,docx`, in lower case; Chinese commas are read too."""
    return [name for part in asked.replace("，", ",").split(",") if (name := part.strip().lower())]


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
        """Return the values of options and arguments by name; what begins with `-` is an option, but behind `--`."""
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
        """Return (flag, value) of `--to=docx`, `-j4` or `-j=4`; the value is None if it is not in the same word."""
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
