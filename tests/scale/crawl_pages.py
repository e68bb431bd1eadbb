"""A crawl in small: pages served on loopback, fetched, and saved in WARC files as a crawler saves them."""

from __future__ import annotations

import gzip
import http.client
import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DAY = "2026-03-04T05:06:07Z"


def advert(number: int) -> str:
    """A job advert as boards mark it up for search engines."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": f"Chemistry tutor, group {number}",
        "hiringOrganization": {"@type": "Organization", "name": "Outlier"},
        "datePosted": "2026-02-03",
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": "KE"}},
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "USD",
            "value": {"@type": "QuantitativeValue", "minValue": 20 + number % 30, "maxValue": 60, "unitText": "HOUR"},
        },
    }
    return f"<html><title>Tutor</title><script type='application/ld+json'>{json.dumps(posting)}</script></html>"


def silent_advert(number: int) -> str:
    """An advert that states no pay."""
    posting = {"@context": "https://schema.org", "@type": "JobPosting", "title": f"Poet {number}"}
    return f"<html><script type='application/ld+json'>{json.dumps(posting)}</script></html>"


def article(number: int) -> str:
    """A page of running text."""
    return (
        f"<html><title>News</title><p>Nothing about pay happened on day {number}, says the paper of record.</p></html>"
    )


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[int]:
    """Serve pages by their paths on a port of loopback; any other path is not found."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "gone").encode()
            self.send_response(200 if self.path in pages else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def save_crawl(path: Path, port: int, addresses: list[str]) -> Path:
    """Fetch pages from the port and save request and answer of each in a WARC file, packed record by record."""
    packed = gzip.compress if path.suffix == ".gz" else bytes
    with path.open("wb") as file:
        file.write(packed(record("warcinfo", "", "application/warc-fields", b"software: a crawl in small\r\n")))
        for address in addresses:
            url = f"http://jobs.example.org{address}"
            asked = f"GET {address} HTTP/1.1\r\nHost: jobs.example.org\r\n\r\n".encode()
            file.write(packed(record("request", url, "application/http; msgtype=request", asked)))
            file.write(packed(record("response", url, "application/http; msgtype=response", fetch(port, address))))
    return path


def fetch(port: int, address: str) -> bytes:
    """Fetch a page: status line, headers and body as they came."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.getheaders())
        return f"HTTP/1.1 {answer.status} {answer.reason}\r\n{head}\r\n".encode() + answer.read()
    finally:
        connection.close()


def record(kind: str, url: str, content_type: str, content: bytes) -> bytes:
    """Write one record as ISO 28500 has it."""
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + url)}>",
        "WARC-Date": DAY,
        **({"WARC-Target-URI": url} if url else {}),
        "Content-Type": content_type,
        "Content-Length": str(len(content)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + content + b"\r\n\r\n"
