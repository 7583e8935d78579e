"""The command line (命令行): one module per command, imported when it runs.

A command module declares SUMMARY, `arguments(parser)` and `run(options) -> int`. Exit codes: 0 done, 1 a person
has to look (findings of severity 错误; a file beside its place; of `trace`: nothing found), 2 unusable input.
"""

import pkgutil
import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from reportgen import discovery
from reportgen.cli._parser import Parser as Parser
from reportgen.cli._parser import Unusable as Unusable

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
    names = (found.name for found in pkgutil.iter_modules([str(Path(__file__).parents[1] / folder)]))
    others = sorted(name for name in names if not name.startswith("_") and name not in described)
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
