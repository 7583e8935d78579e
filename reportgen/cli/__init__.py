"""The command line (命令行): one module per command, imported when it runs.

A command module declares SUMMARY, `arguments(parser)` and `run(options) -> int`. Exit codes: 0 done, 1 a person
has to look (findings of severity 错误; a file beside its place; of `trace`: nothing found), 2 unusable input.
"""

import sys
from collections.abc import Sequence

from reportgen import discovery
from reportgen.cli._parser import Parser, Unusable

_COMMANDS = __name__


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; every expected failure is a message in Chinese, never a traceback."""
    _survive_narrow_consoles()
    from reportgen.diagnostics import ReportgenError, render

    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except Unusable as e:
        print(e, file=sys.stderr)
        return 2
    except ReportgenError as e:
        print("\n".join(render(d) for d in e.diagnostics), file=sys.stderr)
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
    if arguments[0] not in names:
        from reportgen.diagnostics import did_you_mean

        raise Unusable(f"没有“{arguments[0]}”这个命令。{did_you_mean(arguments[0], names)}")
    command = discovery.module(_COMMANDS, arguments[0])
    parser = Parser(f"reportgen {arguments[0]}", command.SUMMARY)
    command.arguments(parser)
    options = parser.read(arguments[1:])
    if options is None:
        return 0
    return int(command.run(options))


def _overview(names: Sequence[str]) -> str:
    lines = ["用法：reportgen 命令 [选项]", "", "由一份预算文件生成部门预算公开的全部文字和表格。", "", "命令："]
    lines += [f"  {name:<10} {discovery.module(_COMMANDS, name).SUMMARY}" for name in names]
    return "\n".join([*lines, "", "每个命令的选项：reportgen 命令 --help"])


def _survive_narrow_consoles() -> None:
    """A GBK console cannot show every character: one it lacks prints as `?` instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
