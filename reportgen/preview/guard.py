"""Who may ask the preview (门卫): every request is checked here, every answer gets its headers.

Pages of other sites must neither read the document nor start anything; all they may is lead a person to the page. A
host name that was made to point here (DNS rebinding) is refused by Host, another site's page by Origin, Sec-Fetch-Site
and Referer, a form by the token that POST requires. No request has a body, of which millions of small pieces would cost
seconds, but a change of the budget file: of a stated size, with the token.
Other computers need the token for everything; the address that is printed carries it, and a cookie keeps it.
"""

import ipaddress
import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.records import dataclass

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
COOKIE = "reportgen-preview"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_METHODS = ("GET", "HEAD", "POST")
_CHANGES = ("try", "write")  # addresses that are told what to change
LARGEST = 1 << 20  # bytes of a change: a part of 10,000 lines, written anew


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may ask (许可).

    Attributes:
        host, port: where the server listens. names: its other names.
        token: for POST, and for all requests from other computers.
    """

    host: str
    port: int
    token: str
    names: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether only this computer can reach the server."""
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)

    def knows(self, host: str) -> bool:
        """Whether the Host header has our port, and one of our names or a numeric address.

        DNS rebinding needs a name, so for other computers any numeric address is accepted.
        """
        name, port = _split(host)
        ours = (*(LOOPBACK if self.is_local else (self.host, *self.names)),)
        return port == self.port and (name in ours or (not self.is_local and _is_address(name)))

    def takes(self, method: str, path: str, headers: Headers) -> bool:
        """Whether the request may have a body: it brings a change, says how large it is, and has the token."""
        size = headers.get("content-length", "")
        fits = size.isascii() and size.isdigit() and len(size) < 9 and int(size) <= LARGEST
        brings = method == "POST" and path.rpartition("/")[2] in _CHANGES and "transfer-encoding" not in headers
        return brings and fits and self.lets_in(headers.get("x-token", ""))

    def lets_in(self, token: str) -> bool:
        """Whether the token is right."""
        return secrets.compare_digest(token.encode(), self.token.encode())


class Guard:
    """The application behind the gate."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer refused requests and pass on the others."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            answer = self._refusal(Request(scope)) or self.app
            await answer(scope, receive, _with_headers(send))

    def _refusal(self, request: Request) -> Response | None:
        headers = request.headers
        if len(headers.getlist("host")) != 1 or not self.gate.knows(headers["host"]):
            return _refused(403, "这个地址不是预览的地址。")
        if has_body(headers.raw) and not self.gate.takes(request.method, request.url.path, headers):
            return _refused(413, "请求里不能带内容。", {"Connection": "close"})
        if request.method not in _METHODS:
            return _refused(405, "没有这种请求。", {"Allow": ", ".join(_METHODS)})
        if not (_is_own(headers) or _leads_here(request)):
            return _refused(403, "不接受别的网页发来的请求。")
        if request.method == "POST" and not self.gate.lets_in(headers.get("x-token", "")):
            return _refused(403, "缺少令牌。")
        return None if self.gate.is_local else self._stranger(request)

    def _stranger(self, request: Request) -> Response | None:
        """Return the answer to a request from another computer; None lets it pass.

        It passes with the cookie. With the token in its address it gets the cookie; else it is refused.
        """
        if self.gate.lets_in(_cookie(request.headers.getlist("cookie"))):
            return None
        if request.method == "GET" and self.gate.lets_in(request.query_params.get("token", "")):
            response = RedirectResponse(f"/{request.url.path.strip('/')}", 303)
            response.set_cookie(COOKIE, self.gate.token, httponly=True, samesite="strict")
            return response
        return _refused(403, "要用启动预览时显示的完整地址打开，里面有令牌。")


def has_body(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request has a body."""
    return any(
        name.lower() == b"transfer-encoding" or (name.lower() == b"content-length" and value.strip(b"0"))
        for name, value in headers
    )


def _is_own(headers: Headers) -> bool:
    """Whether the request comes from our page or from no page."""
    ours = f"http://{headers['host']}"
    foreign = [origin for origin in headers.getlist("origin") if origin != ours]
    foreign += [page for page in headers.getlist("referer") if page != ours and not page.startswith(f"{ours}/")]
    return not foreign and headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _leads_here(request: Request) -> bool:
    """Whether a link of another site opens a page of ours in a window: no file, no frame, nothing that costs."""
    headers, page = request.headers, request.url.path.endswith("/") and request.method == "GET"
    window = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return page and window and "origin" not in headers


def _split(host: str) -> tuple[str, int]:
    """Split `[::1]:8000` into name and port; the port is 80 if there is none, 0 if it is no number."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        name, port = host, "80"
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else 0
    return name.removeprefix("[").removesuffix("]").lower(), number


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _cookie(given: Iterable[str]) -> str:
    try:
        found = SimpleCookie("; ".join(given)).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(f"{why}\n", status, headers)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
