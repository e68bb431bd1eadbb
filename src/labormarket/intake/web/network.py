"""HTTP client: public addresses only, one deadline and one size limit for each answer, an RFC 9111 cache.

The only module of the project that opens a connection.
"""

from __future__ import annotations

import gzip
import io
import ipaddress
import socket
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hishel
import httpcore
import httpx
from hishel.httpx import CacheTransport

NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address inside an IPv6 one, private ones too
CACHE_BYTES = 1024**3  # the least recently used answers go first
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PACKINGS = ("", "identity", "gzip", "x-gzip")


class FetchError(Exception):
    """A page that could not be had; the message says why. Asking again is of no use."""


class PassingError(FetchError):
    """A page that could not be had this time: a lost connection, a pause, a cut answer."""


@dataclass(frozen=True)
class AnswerLimits:
    """What one answer may cost; seconds and bytes."""

    connect_s: float = 10.0
    read_s: float = 20.0  # without a byte
    total_s: float = 90.0  # name look-up to last byte: a server that drips headers or body is left
    page_bytes: int = 50 * 1024**2  # as sent, and unpacked; the largest public board is under 20 MB


@dataclass(frozen=True)
class Page:
    """One answer as it came, unpacked: the address asked for, its status, its body and what its headers say."""

    url: str
    status: int
    content: bytes
    content_type: str = ""
    unchanged: bool = False  # the server said that it is as it was last time
    moved_to: str = ""
    retry_after: str = ""


class Client:
    """One HTTP client for a whole run, its answers kept in the file `cache` (none: nothing is kept).

    Each answer is asked for anew; a server that says 304 is answered from the cache. `allow_private` is for servers on
    this machine, in tests.
    """

    def __init__(
        self, user_agent: str, limits: AnswerLimits, *, cache: Path | None = None, allow_private: bool = False
    ) -> None:
        self.limits = limits
        transport: httpx.BaseTransport = GuardedTransport(limits.total_s, allow_private=allow_private)
        if cache is not None:
            cache.parent.mkdir(parents=True, exist_ok=True)
            storage = hishel.SqliteStorage(database_path=cache, max_size=CACHE_BYTES, max_stream_size=limits.page_bytes)
            transport = CacheTransport(transport, storage, rfc=hishel.CacheOptions(shared=False))
        # environment variables may name a proxy, whose targets nobody could check: trust_env is off
        self.client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s),
            follow_redirects=False,
            trust_env=False,
            headers={
                "User-Agent": user_agent,
                "Accept": "*/*",
                "Accept-Encoding": "gzip",
                "Cache-Control": "no-cache",
            },
        )

    def get(self, url: str) -> Page:
        """Ask for one address, once; redirects come back as they are.

        Raises PassingError for what may go better another time, FetchError for what won't.
        """
        try:
            with self.client.stream("GET", url) as answer:
                content = read_body(answer, self.limits.page_bytes)
                header = answer.headers.get
                return Page(
                    url,
                    answer.status_code,
                    content,
                    header("content-type", ""),
                    unchanged=bool(answer.extensions.get("caching", {}).get("from_cache")),
                    moved_to=header("location", "") if answer.status_code in REDIRECTS else "",
                    retry_after=header("retry-after", ""),
                )
        except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise PassingError(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__) from None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FetchError(f"{type(error).__name__}: {error}") from None

    def close(self) -> None:
        """Close the connections and the cache."""
        self.client.close()


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport on sockets that keep the deadline of each answer and refuse private addresses."""

    def __init__(self, total_s: float, *, allow_private: bool) -> None:
        super().__init__(trust_env=False)
        self.backend = GuardedBackend(total_s, allow_private=allow_private)
        # httpx offers no public way to name the backend; test_this_machine_is_never_asked fails where this one goes
        self._pool = httpcore.ConnectionPool(network_backend=self.backend, max_connections=4)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, whose time begins now."""
        self.backend.start_clock()
        return super().handle_request(request)


class GuardedBackend(httpcore.SyncBackend):
    """Sockets to public addresses, every wait on which ends with the deadline of the answer under way."""

    def __init__(self, total_s: float, *, allow_private: bool) -> None:
        self.total_s = total_s
        self.allow_private = allow_private
        self.deadline = 0.0

    def start_clock(self) -> None:
        """Begin the time of one answer."""
        self.deadline = time.monotonic() + self.total_s

    def left(self, timeout: float | None) -> float:
        """Return the seconds that a wait may take; raises FetchError where none are left."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise FetchError(f"not done after {self.total_s:g} s")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host at an address that was looked up and checked here, so that no second look-up can differ."""
        addresses = addresses_of(host, port)
        private = next((address for address in addresses if not is_public(address)), "")
        if private and not self.allow_private:
            raise FetchError(f"{host[:100]} has a private address ({private})")
        for number, address in enumerate(addresses, start=1):
            try:
                stream = super().connect_tcp(address, port, self.left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return TimedStream(stream, self)
        raise httpcore.ConnectError(f"no address for {host}")


class TimedStream(httpcore.NetworkStream):
    """A socket whose every wait ends with the deadline of the answer under way."""

    def __init__(self, stream: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self.stream = stream
        self.backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come."""
        try:
            return self.stream.read(max_bytes, self.backend.left(timeout))
        except httpcore.TimeoutException:
            self.backend.left(timeout)  # says so where the deadline, not the single wait, has passed
            raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self.stream.write(buffer, self.backend.left(timeout))

    def close(self) -> None:
        """Close the socket."""
        self.stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted, within the same deadline."""
        return TimedStream(
            self.stream.start_tls(ssl_context, server_hostname, self.backend.left(timeout)), self.backend
        )

    def get_extra_info(self, info: str) -> Any:
        """Say what the socket knows."""
        return self.stream.get_extra_info(info)


def addresses_of(host: str, port: int) -> list[str]:
    """Look up the IP addresses of a host, each once; raises ConnectError where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(f"no address for {host}: {error}") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public Internet, and so do the addresses written inside it.

    >>> [is_public(a) for a in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0")]
    [True, False, False, False, False, False]
    >>> [is_public(a) for a in ("2606:2800:21f::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "0.0.0.0")]
    [True, False, False, False, False]
    """
    found = ipaddress.ip_address(address.split("%")[0])
    if found.is_multicast or not found.is_global:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return True
    inside = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    return found not in NAT64 and all(held is None or is_public(str(held)) for held in inside)


def read_body(answer: httpx.Response, most: int) -> bytes:
    """Read and unpack a body of at most `most` bytes, as sent and as unpacked; raises FetchError past it."""
    declared = answer.headers.get("content-length", "")
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing not in PACKINGS:
        raise FetchError(f"packed as {packing[:40]}, which was not asked for")
    too_large = declared.isdecimal() and (len(declared) > 18 or int(declared) > most)
    body = bytearray()
    for part in answer.iter_raw() if not too_large else ():
        body += part
        if len(body) > most:
            break
    if too_large or len(body) > most:
        raise FetchError(f"larger than {most:,} bytes")
    return unpack(bytes(body), most) if "gzip" in packing and body else bytes(body)


def unpack(body: bytes, most: int) -> bytes:
    """Unpack a gzip body of one or more members.

    >>> unpack(gzip.compress(b"one ") + gzip.compress(b"two"), most=100)
    b'one two'
    >>> unpack(gzip.compress(b"one") + b"more", most=100)
    Traceback (most recent call last):
    ...
    labormarket.intake.web.network.PassingError: broken gzip: Not a gzipped file (b'mo')
    """
    try:
        unpacked = gzip.GzipFile(fileobj=io.BytesIO(body)).read(most + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise PassingError(f"broken gzip: {error}") from None
    if len(unpacked) > most:
        raise FetchError(f"larger than {most:,} bytes")
    return unpacked
