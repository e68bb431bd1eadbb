"""Fetching from a server that misbehaves: every trouble costs that page a message, and nothing runs on."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labormarket.intake.web import network
from labormarket.intake.web.fetch import BusyError, Fetcher, Manners, retry_after_s
from labormarket.intake.web.network import AnswerLimits, FetchError, PassingError, is_public
from tests.intake.loopback import Handler, Site

SWIFT = Manners(delay_s=0, tries=3, backoff_s=0.01, longest_wait_s=30)
SMALL = AnswerLimits(connect_s=2, read_s=0.5, total_s=2.0, page_bytes=2_000_000)
PAGE = b"<html><title>Pay</title><p>Mercor pays lawyers $110 to $130 an hour.</p></html>"
NOISE = hashlib.shake_256(b"noise").digest(60_000)
BOMB = gzip.compress(b"0" * 60_000_000, compresslevel=1, mtime=0)


class Naps(list[float]):
    """The pauses that a fetcher made between requests to one host, none of them waited out."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def fetcher(naps: Naps, tmp_path: Path) -> Iterator[Fetcher]:
    cache = tmp_path / "cache" / "http.sqlite"
    contact = "https://project.example"
    with Fetcher(contact, SWIFT, SMALL, cache=cache, allow_private=True, sleep=naps) as made:
        yield made


def asked_but_robots(site: Site) -> list[str]:
    return [path for path, _ in site.asked if path != "/robots.txt"]


def test_who_asks_is_said(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", PAGE)
    fetcher.fetch(f"{site.url}/a")
    agent = site.asked[0][1]["user-agent"]
    assert agent.startswith("labormarket/") and "contact: https://project.example" in agent


def test_robots_are_obeyed_and_asked_once(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    site.answer("/robots.txt", b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    site.answer("/a", PAGE)
    fetcher.fetch(f"{site.url}/a")
    fetcher.fetch(f"{site.url}/a")
    with pytest.raises(FetchError, match=r"robots\.txt forbids"):
        fetcher.fetch(f"{site.url}/private/b")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/a"]
    assert len(naps) == 2 and all(6 < nap <= 7 for nap in naps)


def test_a_crawl_delay_for_people_is_not_waited_out(site: Site, fetcher: Fetcher) -> None:
    site.answer("/robots.txt", b"User-agent: *\nCrawl-delay: 3600\n")
    with pytest.raises(FetchError, match="3600 s between requests"):
        fetcher.fetch(f"{site.url}/a")


def test_a_redirect_is_asked_of_robots_too(site: Site, fetcher: Fetcher) -> None:
    site.answer("/robots.txt", b"User-agent: labormarket\nDisallow: /private\n")
    site.answer("/a", b"", status=302, Location="/private/b")
    with pytest.raises(FetchError, match="forbids"):
        fetcher.fetch(f"{site.url}/a")
    assert asked_but_robots(site) == ["/a"]


def test_a_host_whose_robots_fail_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.answer("/robots.txt", b"", status=503)
    site.answer("/a", PAGE)
    for _ in range(2):
        with pytest.raises(FetchError, match=r"robots\.txt can't be had"):
            fetcher.fetch(f"{site.url}/a")
    assert asked_but_robots(site) == []
    assert len(site.asked) == SWIFT.tries


def tagged(etag: str) -> Handler:
    def page(request: BaseHTTPRequestHandler) -> None:
        same = request.headers.get("If-None-Match") is not None
        status, body = (b"304 Not Modified", b"") if same else (b"200 OK", PAGE)
        head = b"HTTP/1.1 %s\r\nETag: %s\r\nContent-Length: %d\r\n\r\n" % (status, etag.encode(), len(body))
        request.wfile.write(head + body)

    return page


@pytest.mark.parametrize("etag", ['"v1"', '"größe-✓"', 'W/"x"'])
def test_an_unchanged_page_is_not_sent_twice(site: Site, fetcher: Fetcher, etag: str) -> None:
    site.pages["/a"] = tagged(etag)
    first, second, third = (fetcher.fetch(f"{site.url}/a") for _ in range(3))
    assert [page.content for page in (first, second, third)] == [PAGE] * 3
    assert (first.unchanged, second.unchanged, third.unchanged) == (False, True, True)
    assert site.asked[-1][1].get("if-none-match")


def test_a_fresh_page_is_asked_for_again_all_the_same(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", PAGE, Cache_Control="max-age=86400")
    fetcher.fetch(f"{site.url}/a")
    site.answer("/a", b"<p>changed", Cache_Control="max-age=86400")
    assert fetcher.fetch(f"{site.url}/a").content == b"<p>changed"


def test_a_busy_server_is_asked_again(site: Site, fetcher: Fetcher) -> None:
    statuses = iter([429, 503])

    def page(request: BaseHTTPRequestHandler) -> None:
        status = next(statuses, 200)
        request.send_response(status)
        body = PAGE if status == 200 else b"busy"
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    site.pages["/a"] = page
    assert fetcher.fetch(f"{site.url}/a").content == PAGE
    assert asked_but_robots(site) == ["/a"] * 3


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (BusyError(429, 7.0), 7.0),
        (BusyError(503, None), True),
        (BusyError(503, 86_400.0), False),
        (PassingError("lost"), True),
        (FetchError("gone"), False),
        (ValueError("a bug"), False),
    ],
)
def test_the_wait_before_another_try(fetcher: Fetcher, error: Exception, wait: bool | float) -> None:
    assert fetcher.wait_before_retry(error) == wait


def test_a_long_retry_after_means_another_day(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", b"", status=429, Retry_After="86400")
    with pytest.raises(FetchError, match="try another day"):
        fetcher.fetch(f"{site.url}/a")
    assert asked_but_robots(site) == ["/a"]


ABSURD = "Mon, 23 Nov 99999999999999 12:00:30 GMT"


@pytest.mark.parametrize("header", [ABSURD, "9" * 5000, "-1", "NaN", "Mon, 99 Foo 2026", "1e400", "٣"])
def test_an_absurd_retry_after_costs_nothing(site: Site, fetcher: Fetcher, header: str) -> None:
    if header.isascii():
        site.answer("/a", PAGE, Retry_After=header)
        assert fetcher.fetch(f"{site.url}/a").content == PAGE
    assert retry_after_s(header) in (None, 0.0, 3.0)


@given(st.text(max_size=60))
def test_any_retry_after_is_a_wait_or_none(header: str) -> None:
    wait = retry_after_s(header)
    assert wait is None or wait >= 0


def test_tries_are_bounded(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", b"", status=500)
    with pytest.raises(FetchError, match="answered 500, 3 times"):
        fetcher.fetch(f"{site.url}/a")
    assert asked_but_robots(site) == ["/a"] * 3


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_refusal_is_final(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answer("/a", b"no", status=status)
    with pytest.raises(FetchError, match=f"answered {status}"):
        fetcher.fetch(f"{site.url}/a")
    assert asked_but_robots(site) == ["/a"]


def test_redirects_are_followed_and_bounded(site: Site, fetcher: Fetcher) -> None:
    site.answer("/start", b"", status=301, Location="/end")
    site.answer("/end", PAGE)
    assert fetcher.fetch(f"{site.url}/start").url == f"{site.url}/end"
    site.answer("/loop", b"", status=302, Location="/loop2")
    site.answer("/loop2", b"", status=302, Location="/loop")
    with pytest.raises(FetchError, match="circle"):
        fetcher.fetch(f"{site.url}/loop")
    for number in range(9):
        site.answer(f"/{number}", b"", status=307, Location=f"/{number + 1}")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.fetch(f"{site.url}/0")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://x.example/a", "javascript:alert(1)", "http://[broken"])
def test_a_redirect_out_of_the_web_is_refused(site: Site, fetcher: Fetcher, target: str) -> None:
    site.answer("/a", b"", status=302, Location=target)
    with pytest.raises(FetchError):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_never_asked(site: Site, host: str) -> None:
    port = site.url.rsplit(":", 1)[1]
    with Fetcher("c", SWIFT, SMALL) as strict, pytest.raises(FetchError, match="has a private address"):
        strict.fetch(f"http://{host}:{port}/a")
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "169.254.169.254", "fe80::1%eth0", "::ffff:10.0.0.1", "64:ff9b::a00:1"]
)
def test_a_name_that_leads_inside_is_refused_after_a_redirect(
    site: Site, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """The first name is let through, as if it were public; one of the second's two addresses is private."""
    inside = {"inside.example": ["93.184.215.14", address]}
    monkeypatch.setattr(network, "addresses_of", lambda host, port: inside.get(host, [host]))
    monkeypatch.setattr(network, "is_public", lambda host: host == "127.0.0.1" or is_public(host))
    site.answer("/a", b"", status=302, Location="http://inside.example/secret")
    with (
        Fetcher("c", SWIFT, SMALL) as strict,
        pytest.raises(FetchError, match=r"inside\.example has a private address"),
    ):
        strict.fetch(f"{site.url}/a")


def drip(request: BaseHTTPRequestHandler, line: bytes) -> None:
    request.close_connection = True
    for _ in range(100):
        request.wfile.write(line)
        request.wfile.flush()
        time.sleep(0.05)


def slow_body(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    drip(request, b"x")


def slow_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(request, b"X-Drop: 1\r\n")


def slow_status(request: BaseHTTPRequestHandler) -> None:
    drip(request, b"H")


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


def truncated(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(PAGE)
    request.close_connection = True


def endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    request.close_connection = True
    for _ in range(400):
        request.wfile.write(b"x" * 65_536)


def announced(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(300 * 1024**2))
    request.end_headers()
    request.close_connection = True


def endless_headers(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.wfile.write(b"X-Long: " + b"a" * 3_000_000)
    request.close_connection = True


def packed(body: bytes, *, then: bytes = b"", times: int = 0) -> Handler:
    def page(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Encoding", "gzip")
        request.end_headers()
        request.close_connection = True
        request.wfile.write(body)
        for _ in range(times):
            request.wfile.write(then)

    return page


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (slow_body, "not done after 2 s"),
        (slow_headers, "not done after 2 s"),
        (slow_status, "not done after 2 s|RemoteProtocolError"),
        (silent, "ReadTimeout"),
        (truncated, "incomplete|without sending"),
        (endless, "larger than 2,000,000 bytes"),
        (announced, "larger than 2,000,000 bytes"),
        (endless_headers, "ProtocolError|WriteError|ReadError"),
        (packed(BOMB), "larger than 2,000,000 bytes"),
        (packed(gzip.compress(PAGE, mtime=0)[:-12]), "broken gzip"),
        (packed(gzip.compress(PAGE, mtime=0), then=b"x" * 65_536, times=20), "broken gzip"),
        (packed(gzip.compress(PAGE, mtime=0), then=b"\x1f\x8b" + b"\x00" * 65_536, times=20), "broken gzip"),
        (packed(gzip.compress(PAGE, mtime=0), then=b"x" * 65_536, times=400), "larger than 2,000,000 bytes"),
        (
            packed(gzip.compress(PAGE, mtime=0), then=gzip.compress(NOISE, mtime=0), times=60),
            "larger than 2,000,000 bytes",
        ),
        (packed(b"\x1f\x8b not gzip at all"), "broken gzip"),
    ],
)
def test_a_server_that_misbehaves_costs_its_page(site: Site, fetcher: Fetcher, page: Handler, said: str) -> None:
    site.pages["/a"] = page
    with pytest.raises(FetchError, match=said):
        fetcher.fetch(f"{site.url}/a")
    site.answer("/b", PAGE)
    assert fetcher.fetch(f"{site.url}/b").content == PAGE


def test_gzip_of_two_members_is_unpacked_whole(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", gzip.compress(PAGE[:20], mtime=0) + gzip.compress(PAGE[20:], mtime=0), Content_Encoding="gzip")
    assert [fetcher.fetch(f"{site.url}/a").content for _ in range(2)] == [PAGE, PAGE]
