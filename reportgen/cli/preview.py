"""`reportgen preview`: budget files → a page in the browser that follows every save."""

import errno
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.cli import Parser, Unusable
from reportgen.cli._console import is_read
from reportgen.cli._inputs import expanded
from reportgen.saving import file_name

if TYPE_CHECKING:
    from reportgen.preview.building import Other
    from reportgen.preview.serving import Serving
    from reportgen.preview.session import Session

SUMMARY = "在浏览器里预览，保存一次更新一次：点一个数就知道它从哪里来"
_IN_USE = (10048, 10013)  # as Windows calls it; the second where another program wants the port for itself


def arguments(parser: Parser) -> None:
    """Declare the options."""
    parser.files("files", "文件", "预算文件（.yaml，或填好的工作簿 .xlsx），可以写多个")
    parser.option("--port", shown="端口", help="用哪个端口；不写就自己选一个没人用的")
    parser.option("--against", shown="文件", help="和这个文件比（.yaml、.docx、.html）；不写就和上年的预算文件比")
    how = "在哪个地址上等浏览器，不写就只有这台电脑能打开；写 0.0.0.0，别的电脑凭带令牌的地址也能打开"
    parser.option("--host", shown="地址", help=how, default="127.0.0.1")
    parser.option("--unit", shown="单位", help="预览部门里这一个单位的文件，写单位的名称或编码", default="")
    parser.switch("--read-only", help="只看：不能在页面上改预算文件")
    parser.switch("--no-browser", help="不自动打开浏览器")


def run(options: Any) -> int:
    """Serve until Ctrl-C."""
    from reportgen.preview.serving import Serving, bound

    port = _port(options.port)
    sessions = _sessions(options)
    try:
        listening = bound(options.host, port)
    except OSError as mistake:
        raise Unusable(_no_socket(options.host, port, mistake)) from None
    server = Serving(sessions, listening, options.host, editable=not options.read_only)
    if not _tell(server, options.read_only):  # nobody will ever know the address
        listening.close()
        return 0
    if not options.no_browser:
        _open(server)
    server.serve_here()
    print("已停止。", flush=True)
    return 0


def _tell(server: "Serving", read_only: bool) -> bool:
    """Print the address and what to do there; return whether somebody reads it."""
    local = server.gate.is_local
    how = "保存预算文件，页面就跟着变" + ("；也可以点页面上的数，直接在页面上改" if local and not read_only else "")
    print(f"预览：{server.address}\n{how}；按 Ctrl+C 停止。", flush=True)
    read = is_read()
    if read and not local:
        warning = "提醒：同一网络里拿到这个地址的人都能看到这份文件，不能在页面上改；传输没有加密。"
        print(warning, file=sys.stderr, flush=True)
    return read


def _port(asked: str | None) -> int | None:
    if asked is None:
        return None
    if not (asked.isascii() and asked.isdigit() and int(asked) < 65536):
        raise Unusable(f"--port 要写 1 到 65535 的整数，不是“{asked}”")
    return int(asked)


def _sessions(options: Any) -> "list[Session]":
    """Return a session for each file; a file that cannot be read is reported before the server starts.

    Raises:
        ReportgenError: a file is missing, or cannot be read.
        Unusable: the file of --against is none that can be compared.
    """
    from reportgen.preview.building import last_year
    from reportgen.preview.session import Session
    from reportgen.source.text_file import read_bytes

    paths = [path for name in options.files for path in expanded(name)]
    for path in paths:
        read_bytes(path)
    against = Path(options.against) if options.against else None
    other = _other(against, options.unit) if against else last_year
    stem = f"-{file_name(options.unit, '_')}" if options.unit else ""
    return [Session(path, options.unit, other, against, f"{path.stem}{stem}") for path in paths]


def _other(against: Path, unit: str) -> "Other":
    """Return a function that gives the document to compare with; it is read again when it was saved.

    A budget file is read at each call, so that the caller can collect the files that it names.
    """
    from reportgen.cli._inputs import is_budget_file, opened
    from reportgen.diagnostics import Location, ReportgenError, error
    from reportgen.diff import ComparedFile

    is_budget = is_budget_file(against)
    known: dict[tuple[int, int], ComparedFile] = {}  # by time and size

    def other(_: object) -> ComparedFile:
        found = against.stat() if against.exists() else None
        key = (found.st_mtime_ns, found.st_size) if found else (0, 0)
        if is_budget or key not in known:
            file = opened(against, unit=unit if is_budget else "")
            known.clear()
            known[key] = ComparedFile(str(against), file.document, file.report, (), file.outside, file.cover)
        return known[key]

    def later(_: object) -> ComparedFile:
        try:
            return other(None)
        except Unusable as refused:  # a folder has taken its place
            raise ReportgenError(error("文件", str(refused), Location(str(against)))) from None

    other(None)
    return later


def _no_socket(host: str, port: int | None, mistake: OSError) -> str:
    """Return why there is no server, and what to do."""
    if mistake.errno == errno.EADDRINUSE or getattr(mistake, "winerror", 0) in _IN_USE:
        advice = "换一个端口，或不写 --port，自己选一个没人用的；也许是上一次的预览还开着"
        return f"端口 {port} 已经被别的程序占用。\n  建议：{advice}"
    if mistake.errno == errno.EACCES:
        return f"这台电脑不许用端口 {port}。\n  建议：换一个 1024 以上的端口，或不写 --port"
    return f"不能在“{host}”上等浏览器。\n  建议：--host 写这台电脑的地址，或 0.0.0.0；不写就只有这台电脑能打开"


def _open(server: "Serving") -> None:
    """Open the browser in the background, if the system has windows."""
    import os
    import threading
    import webbrowser

    if sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
