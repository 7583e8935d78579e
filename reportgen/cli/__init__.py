"""The command line (命令行): one module per command, imported when it runs.

A command module declares SUMMARY, `arguments(parser)` and `run(options) -> int`. Exit codes: 0 done, 1 a person
has to look (findings of severity 错误; a file beside its place; of `trace`: nothing found), 2 unusable input.
"""

import argparse
import pkgutil
import re
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NoReturn

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


_SAID = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"没有这个选项：\1"),
    (r"argument (.*): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*): expected at least one argument", r"\1 后面要写值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2；可用的有 \3"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明确：\2"),
)


def formats_beside(folder: str, described: Collection[str]) -> str:
    """Return what help says of the outputs in a folder of the package that its text does not describe.

    Nothing is imported: the folder is `checks/outputs`.
    """
    names = (found.name for found in pkgutil.iter_modules([str(Path(__file__).parents[1] / folder)]))
    others = sorted(name for name in names if not name.startswith("_") and name not in described)
    return f"；还可以写 {'、'.join(others)}" if others else ""


class Unusable(Exception):
    """The command line cannot be understood."""


def refuse_unknown(message: str, asked: str, known: Sequence[str]) -> None:
    """Refuse a word that is not known; `message` is `没有“{}”这个格式`.

    Raises:
        Unusable: it is not known; the closest word is proposed.
    """
    if asked not in known:
        from reportgen.diagnostics import did_you_mean

        raise Unusable(f"{message.format(asked)}。{did_you_mean(asked, known)}")


class Parser:
    """The arguments of one command, declared once, read by argparse, and explained in Chinese."""

    def __init__(self, program: str, summary: str) -> None:
        self.program, self.summary = program, summary
        self._parser = _Quiet(prog=program, add_help=False, allow_abbrev=False)
        self._lines: list[tuple[str, str]] = []
        self._usage: list[str] = []

    def files(self, name: str, shown: str, help: str) -> None:
        """Declare one or more files."""
        self._declare(f"{shown}…", f"{shown}…", help, name, nargs="+", metavar=shown)

    def word(self, name: str, shown: str, help: str) -> None:
        """Declare one word that must be given."""
        self._declare(shown, shown, help, name, metavar=shown)

    def optional_words(self, name: str, shown: str, help: str) -> None:
        """Declare words that may be left out."""
        self._declare(f"[{shown}]", shown, help, name, nargs="*", metavar=shown)

    def repeated(self, flag: str, shown: str, help: str) -> None:
        """Declare an option with a value that may be given several times."""
        self._declare(f"[{flag} {shown}]…", f"{flag} {shown}", help, flag, action="append", metavar=shown, default=[])

    def option(self, *flags: str, shown: str, help: str, default: str | None = None) -> None:
        """Declare an option with a value."""
        usage, line = f"[{flags[0]} {shown}]", f"{'，'.join(flags)} {shown}"
        self._declare(usage, line, help, *flags, metavar=shown, default=default)

    def switch(self, flag: str, help: str) -> None:
        """Declare an option without a value."""
        self._declare(f"[{flag}]", flag, help, flag, action="store_true")

    def _declare(self, usage: str, line: str, help: str, *names: str, **options: Any) -> None:
        self._parser.add_argument(*names, **options)
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
        return self._parser.parse_args(arguments)

    def help(self) -> str:
        """Return the help page of the command."""
        from reportgen.diagnostics import columns

        width = max((columns(name) for name, _ in self._lines), default=0) + 2
        lines = [" ".join([f"用法：{self.program}", *self._usage]), "", self.summary, ""]
        return "\n".join([*lines, *(f"  {name}{' ' * (width - columns(name))}{help}" for name, help in self._lines)])


class _Quiet(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for pattern, said in _SAID:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, said, message)
        raise Unusable(f"{message}\n用法见：{self.prog} --help")
