"""What holds for every test."""

import ipaddress
import socket
import sys
from typing import Any

import pytest
from hypothesis import settings

# A law that holds slowly on a busy machine still holds: only its truth is tested here, speed has its own tests.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "in_browser" in report.nodeid]
    if skipped:
        terminalreporter.section("THE PAGE WAS NOT TESTED IN A BROWSER", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests need one: apt-get install chromium, then run them again.")


def stay_on_this_machine(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop every test that reaches for the network: what it needs is in the checkout or served by itself.

    Python calls this before each connection and look-up, whoever makes it, and nothing can take it off again.
    """
    if event in ("socket.connect", "socket.sendto"):
        connection, address = arguments
        if event == "socket.connect" and connection.type == socket.SOCK_DGRAM:
            return  # sends nothing: how a cluster asks for its own address
        host = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    host = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if not isinstance(host, str) or host in ("", "localhost"):  # a path is a Unix socket
        return
    try:
        is_here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise RuntimeError(f"a test reached for the network: {host}")


sys.addaudithook(stay_on_this_machine)
