"""What holds for every test."""

import ipaddress
import shutil
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

# A law that holds slowly on a busy machine still holds: only its truth is tested here, speed has its own tests.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")


MakeOnce = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def make_once(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> MakeOnce:
    """Makes a folder once for all workers: the first that asks makes it, the others wait; it is to be left as it is."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(pytestconfig, "workerinput"):
        shared = shared.parent  # each worker has a folder of its own in that of the run

    def make_once(name: str, make: Callable[[Path], object]) -> Path:
        folder, begun = shared / "made_once" / name, shared / "made_once" / f"{name}.begun"
        begun.parent.mkdir(exist_ok=True)
        with FileLock(f"{folder}.lock"):
            if not folder.exists():
                shutil.rmtree(begun, ignore_errors=True)
                begun.mkdir()
                make(begun)
                begun.rename(folder)
        return folder

    return make_once


@pytest.fixture(scope="session")
def build_less() -> Callable[..., None]:
    """Leaves out of a build all charts but the named ones, and the estimates: the same steps, sooner taken."""
    import labormarket.build as room
    from labormarket.charts import CHARTS

    def build_less(patch: pytest.MonkeyPatch, charts: Iterable[str] = ()) -> None:
        patch.setattr(room, "CHARTS", {name: CHARTS[name] for name in charts})
        patch.setattr(room, "estimate_everything", lambda *evidence: {})

    return build_less


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
