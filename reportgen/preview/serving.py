"""The server (服务): on a socket that is bound before anything else, so that a port in use is told at once."""

import secrets
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

import uvicorn

from reportgen.preview.app import Preview
from reportgen.preview.guarding import Gate, Guard
from reportgen.preview.session import Session

USUAL = 8750  # the port that is tried first where nobody asks for one
_EVERYWHERE = ("0.0.0.0", "::")  # what listens on every address of this computer
_PATIENCE = 2  # seconds that answers under way get when the server stops


class Serving(uvicorn.Server):
    """A server that ends its streams when it stops."""

    def __init__(self, sessions: Sequence[Session], listening: socket.socket, host: str) -> None:
        self.listening, token = listening, secrets.token_urlsafe(16)
        self.gate = Gate(host, listening.getsockname()[1], token, (socket.gethostname().lower(),))
        self.preview = Preview(sessions, token)
        super().__init__(_config(Guard(self.preview.application(), self.gate)))

    @property
    def address(self) -> str:
        """The address to open in a browser; where other computers may ask, with the token."""
        host = socket.gethostname() if self.gate.host in _EVERYWHERE else self.gate.host
        host = f"[{host}]" if ":" in host else host
        return f"http://{host}:{self.gate.port}/{'' if self.gate.is_local else f'?token={self.gate.token}'}"

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ctrl-C."""
        self.preview.close()
        super().handle_exit(sig, frame)

    def stop(self) -> None:
        """Ends the server from within its own thread."""
        self.preview.close()
        self.should_exit = True

    def serve_here(self) -> None:
        """Serves until it is stopped."""
        with suppress(KeyboardInterrupt), self.listening:
            self.run([self.listening])


def bound(host: str, port: int | None) -> socket.socket:
    """A listening socket on that port; without one on USUAL, or any free port.

    Raises:
        OSError: the port is in use, or this computer has no such address.
    """
    if port is not None:
        return _listening(host, port)
    try:
        return _listening(host, USUAL)
    except OSError:
        return _listening(host, 0)


def _listening(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two programs have the same port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _config(app: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="on",
        loop="asyncio",
        http="h11",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
