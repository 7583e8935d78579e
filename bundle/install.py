"""Installs the program from the wheels beside this file, without network (离线安装).

    python install.py [FOLDER]

Into a folder of its own: nothing else on the computer is touched but the command `reportgen`, where the system looks
for a user's own commands. An old Python runs this file far enough to say that it is too old.
"""

import os
import subprocess
import sys
from pathlib import Path

WHEELS = Path(__file__).resolve().parent / "wheels"
WINDOWS = os.name == "nt"
_WINDOWS_COMMANDS = Path("AppData", "Local", "Microsoft", "WindowsApps")
# Names of users may be Chinese, and Windows reads a script in the code page of its console: the script names none.
_WINDOWS_COMMAND = '@"%LOCALAPPDATA%\\reportgen\\Scripts\\reportgen.exe" %*\r\n'


def main(arguments):
    """Install, and say how to begin. Return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    folder = Path(arguments[0]).absolute() if arguments else usual_folder()
    reason = unsuitable() or occupied(folder)
    if reason:
        print(reason)
        return 2
    print(f"装到 {folder} …", flush=True)
    if not install(folder):
        print("没有装成，原因见上面。\n  建议：看安装说明里的“装不上怎么办”")
        return 1
    command = program(folder) if arguments else own_command(folder)
    print("装好了。关掉这个窗口，在放预算文件的文件夹里打开命令窗口，输入：\n")
    print(f"    {command} build example-2026.yaml\n")
    print("试一试可以用“示例”文件夹里的文件。再装一次就是更新；删掉上面那个文件夹就是卸载。")
    return 0


def unsuitable():
    """Return why this Python will not do; empty if it does."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever has it is told
        return "这个 Python 太旧，需要 3.11 到 3.13。\n  建议：装一个新的，再装一次"
    if sys.maxsize < 2**32:
        return "这个 Python 是 32 位的，需要 64 位的。\n  建议：卸载它，装 64 位（64-bit）的，再装一次"
    if not WHEELS.is_dir():
        return "旁边没有 wheels 文件夹。\n  建议：先把压缩包全部解压出来，再从解压出来的文件夹里安装"
    return ""


def occupied(folder):
    """Return why nothing is installed into the folder: it is emptied before, so it may hold nothing of anybody's."""
    if not folder.exists() or (folder / "pyvenv.cfg").is_file() or (folder.is_dir() and not any(folder.iterdir())):
        return ""
    return f"{folder} 里有别的东西。\n  建议：写一个新的文件夹，如 {folder / 'reportgen'}"


def usual_folder():
    """Return the folder of a user's own programs."""
    base = os.environ.get("LOCALAPPDATA" if WINDOWS else "XDG_DATA_HOME")
    usual = Path("AppData", "Local") if WINDOWS else Path(".local", "share")
    return (Path(base) if base else Path.home() / usual) / "reportgen"


def install(folder):
    """Install into an environment of its own; pip itself is among the wheels, as some systems have none."""
    import venv

    venv.EnvBuilder(clear=True, with_pip=False).create(folder)
    (pip,), (own,) = WHEELS.glob("pip-*.whl"), WHEELS.glob("reportgen-*.whl")
    command = [scripts(folder) / "python", pip / "pip", "install", "-q", "--no-index", "-f", WHEELS, f"{own}[pdf]"]
    done = subprocess.call([*map(str, command), "--disable-pip-version-check"]) == 0
    return done and subprocess.call([str(program(folder)), "--version"]) == 0


def scripts(folder):
    """Return the folder of the environment's programs."""
    return folder / ("Scripts" if WINDOWS else "bin")


def program(folder):
    """Return the program's path."""
    return scripts(folder) / ("reportgen.exe" if WINDOWS else "reportgen")


def own_command(folder):
    """Put the command where the system looks for it, and return its name; its path, if that place is not looked at."""
    place = Path.home() / (_WINDOWS_COMMANDS if WINDOWS else Path(".local", "bin"))
    file = place / ("reportgen.cmd" if WINDOWS else "reportgen")
    said = _WINDOWS_COMMAND if WINDOWS else f'#!/bin/sh\nexec "{program(folder)}" "$@"\n'
    try:
        place.mkdir(parents=True, exist_ok=True)
        file.write_bytes(said.encode())
        file.chmod(0o755)
    except OSError:
        return program(folder)
    return "reportgen" if str(place) in os.environ.get("PATH", "").split(os.pathsep) else file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
