"""Options in Chinese: argparse reads, what it says is said here."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

_SAID = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"没有这个选项：\1"),
    (r"argument (.*): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*): expected at least one argument", r"\1 后面要写值"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2；可用的有 \3"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明确：\2"),
)


class Unusable(Exception):
    """The command line cannot be understood."""


class Parser:
    """Arguments of one command: declared once, read and explained in Chinese."""

    def __init__(self, program: str, summary: str) -> None:
        self.program, self.summary = program, summary
        self._parser = _Quiet(prog=program, add_help=False, allow_abbrev=False)
        self._lines: list[tuple[str, str]] = []
        self._usage: list[str] = []

    def files(self, name: str, shown: str, help: str) -> None:
        """One or more files."""
        self._parser.add_argument(name, nargs="+", metavar=shown)
        self._usage.append(f"{shown}…")
        self._lines.append((f"{shown}…", help))

    def word(self, name: str, shown: str, help: str) -> None:
        """One word that must be there."""
        self._parser.add_argument(name, metavar=shown)
        self._usage.append(shown)
        self._lines.append((shown, help))

    def words(self, name: str, shown: str, help: str) -> None:
        """Words that may be left out."""
        self._parser.add_argument(name, nargs="*", metavar=shown)
        self._usage.append(f"[{shown}]")
        self._lines.append((shown, help))

    def repeated(self, flag: str, shown: str, help: str) -> None:
        """An option with a value that may be given several times."""
        self._parser.add_argument(flag, action="append", metavar=shown, default=[])
        self._usage.append(f"[{flag} {shown}]…")
        self._lines.append((f"{flag} {shown}", help))

    def option(self, *flags: str, shown: str, help: str, default: str | None = None) -> None:
        """An option with a value."""
        self._parser.add_argument(*flags, metavar=shown, default=default)
        self._usage.append(f"[{flags[0]} {shown}]")
        self._lines.append((f"{'，'.join(flags)} {shown}", help))

    def switch(self, flag: str, help: str) -> None:
        """An option that is there or not."""
        self._parser.add_argument(flag, action="store_true")
        self._usage.append(f"[{flag}]")
        self._lines.append((flag, help))

    def read(self, arguments: Sequence[str]) -> Any:
        """The options; None when help was asked for and printed.

        Raises:
            Unusable: they cannot be understood.
        """
        if any(a in ("-h", "--help") for a in arguments):
            print(self.help())
            return None
        return self._parser.parse_args(arguments)

    def help(self) -> str:
        """The command's page."""
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
