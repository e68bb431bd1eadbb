"""Collecting from a server that misbehaves: every trouble costs that page a message, and nothing runs on."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd
import pytest

from labormarket.files.errors import SourceError
from labormarket.intake.collect import Outcome, PageSource, SourceList, collect, read_source_list
from labormarket.intake.fetch import Fetcher, FetchError, Limits
from labormarket.intake.page_store import FOLDER, PageStore
from labormarket.intake.robots import polite
from labormarket.sources import read_statements

Handler = Callable[[BaseHTTPRequestHandler], None]

QUICK = Limits(delay_s=0, connect_s=2, read_s=0.5, total_s=1.0, tries=3, backoff_s=0.01, longest_wait_s=30,
               page_bytes=2_000_000)  # fmt: skip
ARTICLE = b"<html><title>Pay</title><p>Mercor pays lawyers $110 to $130 an hour.</p></html>"


BOMB = gzip.compress(b"0" * 60_000_000, compresslevel=1)


class Site:
    """The server of a test: its pages by path, and the requests it got."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.pages: dict[str, Handler] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, path: str, body: bytes, *, status: int = 200, **headers: str) -> None:
        """Serve a body at a path; underscores in header names are hyphens."""

        def handle(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.pages[path] = handle


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on the loopback address; a path without a page answers 404."""

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = served.pages.get(self.path)
            try:
                if page is None:
                    self.send_response(404)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                else:
                    page(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hung up is what these tests are about."""

    server = Quiet(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    served = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join(5)


class Naps(list[float]):
    """The waits that a fetcher asked for, none of them waited out."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def fetcher(naps: Naps) -> Iterator[Fetcher]:
    made = Fetcher(contact="https://project.example", limits=QUICK, sleep=naps)
    yield made
    made.close()


def gather(site: Site, project: Path, *paths: str, today: str = "2026-11-23") -> list[Outcome]:
    pages = tuple(PageSource(f"page{number}", site.url + path) for number, path in enumerate(paths))
    fetcher = Fetcher(contact="https://project.example", limits=QUICK, sleep=Naps())
    return list(collect(project, SourceList("c", 0, pages), today=today, fetcher=fetcher))


def test_a_page_becomes_a_raw_file_and_is_kept_as_it_came(site: Site, project: Path) -> None:
    site.answer("/a", ARTICLE, Content_Type="text/html")
    (outcome,) = gather(site, project, "/a")
    assert outcome.path == Path("data/raw/page0/2026-11-23_statements.csv")
    added = read_statements(project).set_index("source_id").loc["page0_2026-11-23"]
    assert (added["platform"], added["profession_raw"]) == ("Mercor", "lawyer")
    kept = PageStore(project / FOLDER).last(f"{site.url}/a")
    assert kept is not None and kept.content == ARTICLE


def test_who_asks_is_said(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", ARTICLE)
    fetcher.fetch(f"{site.url}/a")
    agent = site.asked[0][1]["user-agent"]
    assert agent.startswith("labormarket/") and "contact: https://project.example" in agent


def test_robots_are_obeyed_and_asked_once(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    site.answer("/robots.txt", b"User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    site.answer("/a", ARTICLE)
    polite(fetcher)
    fetcher.fetch(f"{site.url}/a")
    fetcher.fetch(f"{site.url}/a")
    with pytest.raises(FetchError, match=r"robots\.txt forbids"):
        fetcher.fetch(f"{site.url}/private/b")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/a"]
    assert len(naps) == 2 and all(6 < nap <= 7 for nap in naps)


def test_a_redirect_is_asked_of_robots_too(site: Site, fetcher: Fetcher) -> None:
    site.answer("/robots.txt", b"User-agent: labormarket\nDisallow: /private\n")
    site.answer("/a", b"", status=302, Location="/private/b")
    with pytest.raises(FetchError, match="forbids"):
        polite(fetcher).fetch(f"{site.url}/a")
    assert "/private/b" not in [path for path, _ in site.asked]


def test_a_host_whose_robots_fail_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.answer("/robots.txt", b"", status=503)
    site.answer("/a", ARTICLE)
    with pytest.raises(FetchError, match=r"robots\.txt can't be had"):
        polite(fetcher).fetch(f"{site.url}/a")
    assert "/a" not in [path for path, _ in site.asked]


def test_an_unchanged_page_is_not_sent_twice(site: Site, project: Path) -> None:
    def page(request: BaseHTTPRequestHandler) -> None:
        same = request.headers.get("If-None-Match") == '"v1"'
        request.send_response(304 if same else 200)
        request.send_header("ETag", '"v1"')
        request.send_header("Content-Length", "0" if same else str(len(ARTICLE)))
        request.end_headers()
        if not same:
            request.wfile.write(ARTICLE)

    site.pages["/a"] = page
    first, second = gather(site, project, "/a"), gather(site, project, "/a")
    assert first[0].path is not None and second[0].path is None
    assert second[0].message == "page: 1 already there"
    assert site.asked[-1][1]["if-none-match"] == '"v1"'


def test_retry_after_is_waited_out(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    answers = iter([(429, "7"), (503, "")])

    def page(request: BaseHTTPRequestHandler) -> None:
        status, wait = next(answers, (200, ""))
        request.send_response(status)
        if wait:
            request.send_header("Retry-After", wait)
        body = ARTICLE if status == 200 else b"busy"
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    site.pages["/a"] = page
    assert fetcher.fetch(f"{site.url}/a").content == ARTICLE
    assert naps == [7.0, 0.02]


def test_a_long_retry_after_means_another_day(site: Site, fetcher: Fetcher, naps: Naps) -> None:
    site.answer("/a", b"", status=429, Retry_After="86400")
    with pytest.raises(FetchError, match="try another day"):
        fetcher.fetch(f"{site.url}/a")
    assert naps == []


def test_tries_are_bounded(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", b"", status=500)
    with pytest.raises(FetchError, match="answered 500, 3 times"):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.asked) == 3


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_refusal_is_final(site: Site, fetcher: Fetcher, status: int) -> None:
    site.answer("/a", b"no", status=status)
    with pytest.raises(FetchError, match=f"answered {status}"):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.asked) == 1


def test_redirects_are_followed_and_bounded(site: Site, fetcher: Fetcher) -> None:
    site.answer("/start", b"", status=301, Location="/end")
    site.answer("/end", ARTICLE)
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


def slow(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "100000")
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b"x")
        request.wfile.flush()
        time.sleep(0.05)


def silent(request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def truncated(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "5000")
    request.end_headers()
    request.wfile.write(ARTICLE)
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


def bomb(request: BaseHTTPRequestHandler) -> None:
    body = BOMB
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def broken_gzip(request: BaseHTTPRequestHandler) -> None:
    body = gzip.compress(ARTICLE)[:-12]
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (slow, "not done after 1 s"),
        (silent, "ReadTimeout"),
        (truncated, "incomplete|without sending"),
        (endless, "larger than 2,000,000 bytes"),
        (announced, "larger than 2,000,000 bytes"),
        (bomb, "larger than 2,000,000 bytes"),
        (broken_gzip, "cut short"),
    ],
)
def test_a_server_that_misbehaves_is_left(site: Site, fetcher: Fetcher, page: Handler, said: str) -> None:
    site.pages["/a"] = page
    begun = time.monotonic()
    with pytest.raises(FetchError, match=said):
        fetcher.fetch(f"{site.url}/a")
    assert time.monotonic() - begun < 8


def test_gzip_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", gzip.compress(ARTICLE), Content_Encoding="gzip")
    assert fetcher.fetch(f"{site.url}/a").content == ARTICLE


def test_each_trouble_costs_one_page(site: Site, project: Path) -> None:
    site.answer("/wall", b"<title>Just a moment...</title><p>Checking your browser before you go on.")
    site.answer("/wrong", "<meta charset=utf-8><p>Mercor pays chemists £60 an hour.".encode("cp1252"),
                Content_Type="text/html; charset=utf-8")  # fmt: skip
    site.answer("/deep", b"<div>" * 50_000 + b"<p>Mercor pays poets $40 an hour.")
    site.answer("/good", ARTICLE)
    register = project / "data" / "raw" / "SOURCES.csv"
    before = register.read_text(encoding="utf-8")
    wall, gone, wrong, deep, good = gather(site, project, "/wall", "/gone", "/wrong", "/deep", "/good")
    assert wall.failed and "bot wall" in wall.message
    assert gone.failed and "404" in gone.message
    assert not wrong.failed and wrong.path is not None
    assert good.path is not None
    assert register.read_text(encoding="utf-8").startswith(before)
    table = read_statements(project)
    assert table.loc[table["profession_raw"].eq("chemist"), "pay_text"].str.contains("£60 an hour").all()
    assert deep.failed and deep.message == "nested too deeply"
    assert pd.Series(table["statement_id"]).is_unique


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no contact"),
        ('contact = "c"\n[[page]]\nname = "a"\n', "name and a web address"),
        ('contact = "c"\n[[page]]\nname = "a"\nurl = "file:///x"\n', "name and a web address"),
        ('contact = "c"\n[[page]]\nname="a"\nurl="https://a.example"\n[[page]]\nname="A"\nurl="https://b.example"\n',
         "two pages"),
        ("contact = ", "broken TOML"),
    ],
)  # fmt: skip
def test_a_broken_list_says_what_to_mend(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "sources.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=said):
        read_source_list(tmp_path)


def test_the_list_of_the_project_is_whole() -> None:
    listed = read_source_list(Path(__file__).parents[2])
    assert listed.contact and listed.delay_s >= 2 and len(listed.pages) >= 3
