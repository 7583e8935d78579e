"""Nobody else gets in: by Host, Origin, token, path and method; what every answer says to the browser."""

import re
from collections.abc import Iterator

import pytest

from reportgen.preview.guard import Gate
from reportgen.preview.serving import Serving
from reportgen.preview.session import Session
from tests.preview.served import ask, served, small

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with served(Session(small(tmp_path_factory.mktemp("preview")))) as server:
        yield server


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that other computers reach too."""
    with served(Session(small(tmp_path_factory.mktemp("public"))), host="0.0.0.0") as server:
        yield server


def test_the_page_is_the_document_as_it_will_be_published(server: Serving) -> None:
    reply = ask(server.gate.port, "/")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert '<data value="12" data-figure="支出"' in reply.text
    assert f'<meta name="token" content="{server.gate.token}">' in reply.text


@pytest.mark.parametrize("path", ["/", "/state", "/assets/preview.css", "/nothing", "/figure?name=支出"])
def test_every_answer_has_the_headers_that_keep_others_out(server: Serving, path: str) -> None:
    headers = ask(server.gate.port, path.replace("支出", "%E6%94%AF%E5%87%BA")).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] in ("no-store", "no-cache")


def test_nothing_in_the_page_runs_but_scripts_of_its_own(server: Serving) -> None:
    page = ask(server.gate.port, "/").text
    assert all(
        re.match(r'<script [^>]*src="/assets/[^"]+"[^>]*></script>', tag) for tag in re.findall("<script.*", page)
    )
    assert not re.search(r"<[^>]*\son\w+=|javascript:|https?://", page.replace("http://www.w3.org/2000/svg", ""))


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "", None,
     "10.0.0.1:{port}", "127.0.0.1:{port}@evil.example", "[::1", "localhost:", "0x7f000001:{port}"],
)  # fmt: skip
def test_a_foreign_host_is_refused(server: Serving, host: str | None) -> None:
    for path in ("/", "/state", "/assets/preview.css", "/download/docx"):
        headers = {"Host": host.format(port=server.gate.port) if host is not None else None}
        assert ask(server.gate.port, path, headers=headers).status in (400, 403)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_names_of_this_computer_for_itself_are_not(server: Serving, host: str) -> None:
    assert ask(server.gate.port, "/state", headers={"Host": host.format(port=server.gate.port)}).status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1"])
def test_a_foreign_origin_is_refused(server: Serving, origin: str) -> None:
    port = server.gate.port
    headers = {"Origin": origin.format(port=port), "X-Token": server.gate.token}
    assert ask(port, "/state", headers=headers).status == 403
    assert ask(port, "/rebuild", "POST", headers).status == 403


LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
EVERYTHING = ("/", "/0/", "/state", "/events", "/figure?name=x", "/search?q=1", "/download/docx", "/assets/preview.css")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_from_elsewhere_may_link_to_the_page_and_to_nothing_else(server: Serving, site: str) -> None:
    port, foreign = server.gate.port, {"Sec-Fetch-Site": site, **LINK}
    assert {path: ask(port, path, headers=foreign).status for path in EVERYTHING} == {
        **dict.fromkeys(EVERYTHING, 403),
        **dict.fromkeys(("/", "/0/"), 200),
    }
    assert ask(port, "/", "HEAD", foreign).status == 403
    assert ask(port, "/rebuild", "POST", {**foreign, "X-Token": server.gate.token}).status == 403


@pytest.mark.parametrize(
    "how",
    [
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "object"},
        {**LINK, "Origin": "null"},
    ],
    ids=["image", "fetch", "frame", "object", "form"],
)
def test_a_page_from_elsewhere_may_neither_fetch_nor_embed(server: Serving, how: dict[str, str]) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", **how}
    assert {ask(server.gate.port, path, headers=headers).status for path in EVERYTHING} == {403}


def test_where_a_browser_says_no_more_a_foreign_page_is_known_by_its_address(server: Serving) -> None:
    port = server.gate.port
    for page in ("http://evil.example/", f"http://127.0.0.1:{port}.evil.example/", f"http://127.0.0.1:{port + 1}/"):
        assert ask(port, "/download/txt", headers={"Referer": page}).status == 403
    assert ask(port, "/download/txt", headers={"Referer": f"http://127.0.0.1:{port}/"}).status == 200


@pytest.mark.parametrize("token", [None, "", "x", "令牌".encode().decode("latin-1")])
def test_a_post_without_its_token_is_refused(server: Serving, token: str | None) -> None:
    reply = ask(server.gate.port, "/rebuild", "POST", {"X-Token": token})  # type: ignore[dict-item]
    assert (reply.status, reply.text) == (403, "缺少令牌。\n")


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/assets/../app.py", "/assets/..%2fapp.py", "/assets/%2e%2e/app.py", "/assets/..\\app.py",
     "/assets/", "/assets/app.py", "/assets/__init__.py", "/assets/nothing.js", "/assets/C:\\x", "/assets/preview.css/",
     "//evil.example/", "/input.yaml", "/1/", "/-1/", "/0", "/download/yaml", "/download/../state", "/docs", "/x%00y"],
)  # fmt: skip
def test_what_is_not_an_address_of_ours_is_not_found(server: Serving, path: str) -> None:
    reply = ask(server.gate.port, path)
    assert (reply.status, reply.text) == (404, "没有这个地址。\n")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(server: Serving, method: str) -> None:
    assert ask(server.gate.port, "/", method, {"X-Token": server.gate.token}).status == 405


@pytest.mark.parametrize("header", [{"Content-Length": "1000000"}, {"Transfer-Encoding": "chunked"}])
@pytest.mark.parametrize(
    ("method", "path", "token"),
    [
        ("GET", "/", ""),
        ("POST", "/rebuild", ""),
        ("POST", "/write", "x"),
        ("GET", "/write", ""),
        ("POST", "/x/try", "x"),
    ],
)
def test_a_request_with_a_body_is_refused_and_closes_the_connection(
    server: Serving, method: str, path: str, token: str, header: dict[str, str]
) -> None:
    reply = ask(server.gate.port, path, method, {"X-Token": token or server.gate.token, **header})
    assert (reply.status, reply.text, reply.headers["connection"]) == (413, "请求里不能带内容。\n", "close")


def test_an_empty_body_is_none(server: Serving) -> None:
    headers = {"X-Token": server.gate.token, "Content-Length": "0"}
    assert ask(server.gate.port, "/rebuild", "POST", headers).status == 204


def test_nothing_but_rebuild_takes_a_post(server: Serving) -> None:
    headers = {"X-Token": server.gate.token}
    assert [ask(server.gate.port, path, "POST", headers).status for path in ("/", "/state", "/figure")] == [405] * 3
    assert ask(server.gate.port, "/rebuild").status == 405


def test_one_file_has_the_same_page_under_its_number(server: Serving) -> None:
    assert ask(server.gate.port, "/0/state").data["title"] == ask(server.gate.port, "/state").data["title"]


def test_an_asset_that_has_not_changed_is_not_sent_again(server: Serving) -> None:
    first = ask(server.gate.port, "/assets/preview.css")
    again = ask(server.gate.port, "/assets/preview.css", headers={"If-None-Match": first.headers["etag"]})
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    assert (first.status, again.status, again.content) == (200, 304, b"")


def test_beyond_this_computer_nobody_gets_in_without_the_token(public: Serving) -> None:
    for path in ("/", "/state", "/events", "/assets/preview.css", "/?token=", "/?token=x"):
        assert ask(public.gate.port, path).status == 403


def test_the_token_in_the_address_becomes_a_cookie_that_scripts_cannot_read(public: Serving) -> None:
    port, token = public.gate.port, public.gate.token
    assert f":{port}/?token={token}" in public.address
    first = ask(port, f"/?token={token}")
    assert (first.status, first.headers["location"]) == (303, "/")
    assert first.headers["set-cookie"] == f"reportgen-preview={token}; HttpOnly; Path=/; SameSite=strict"
    cookie = {"Cookie": f"other=1; reportgen-preview={token}"}
    assert ask(port, "/state", headers=cookie).status == 200
    assert ask(port, "/state", headers={"Cookie": "reportgen-preview=x"}).status == 403
    assert ask(port, "/rebuild", "POST", cookie).status == 403


def test_the_token_never_leads_elsewhere(public: Serving) -> None:
    reply = ask(public.gate.port, f"//evil.example/?token={public.gate.token}")
    assert reply.headers["location"] == "/evil.example"


def test_beyond_this_computer_its_addresses_are_known_and_foreign_names_are_not() -> None:
    gate = Gate("0.0.0.0", 8750, "x", ("office",))
    assert gate.knows("192.168.1.7:8750")
    assert gate.knows("office:8750")
    assert not gate.knows("evil.example:8750")
    assert not gate.knows("192.168.1.7:80")
