"""Nothing calls home: a build needs no network, the tests reach none, and one module alone can fetch."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "labormarket"
# The one door to the network, behind `labormarket collect`; it serves nothing and sends only what it asks for.
FETCHES = {"intake/web/network.py"}
NETWORK = {
    *("httpx", "httpcore", "requests", "aiohttp", "urllib3", "socket", "ssl", "http", "ftplib"),
    *("smtplib", "telnetlib", "xmlrpc"),
}
NETWORK |= {
    *("urllib.request", "asyncio.open_connection", "webbrowser", "sentry_sdk", "posthog"),
    *("analytics", "opentelemetry"),
}
# File systems and clusters of the analyst's own choosing, by address on the command line.
BY_ADDRESS = {"files/storage.py", "scale/cluster.py", "scale/inputs.py"}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def reaches_out(path: Path) -> bool:
    return any(name == door or name.startswith(f"{door}.") for name in imports(path) for door in NETWORK)


def test_one_module_alone_can_fetch() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if reaches_out(path)}
    assert found == FETCHES


def test_only_named_modules_open_addresses_of_others() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(
            name.split(".")[0] in ("fsspec", "distributed", "dask") or name == "pyarrow.fs" for name in imports(path)
        )
    }
    assert found <= BY_ADDRESS


REFUSED = pytest.raises(RuntimeError, match="reached for the network")


@pytest.mark.parametrize(("host", "family"), [("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6)])
def test_a_test_that_reaches_for_an_address_fails(host: str, family: int) -> None:
    with socket.socket(family) as connection:
        with REFUSED:
            connection.connect((host, 80))
        with REFUSED:
            connection.connect_ex((host, 80))
    with socket.socket(family, socket.SOCK_DGRAM) as connection, REFUSED:
        connection.sendto(b"x", (host, 80))


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_a_test_that_reaches_for_a_page_fails(host: str) -> None:
    with REFUSED:
        socket.create_connection((host, 80), timeout=1)
    with REFUSED:
        httpx.get(f"https://{host}/")


def test_a_test_may_serve_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=10):
        pass


WATCH = """
import os, sys
def watch(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}:
        os.write(2, f"reached for the network: {event} {arguments}".encode())
        os._exit(13)
sys.addaudithook(watch)
"""
COMMANDS = [
    ["parse", "$20/hr"],
    ["report"],
    ["add", "tests/intake/articles/boom.html"],
]


def test_a_command_asks_nobody() -> None:
    """All in one process, which ends where one of them reaches out."""
    code = f"""{WATCH}
from labormarket.cli import app
for command in {COMMANDS!r}:
    os.write(2, f"{{command}} ".encode())
    sys.argv[1:] = command
    try:
        app()
    except SystemExit as end:
        os.write(2, f"ended with {{end.code}}; ".encode())
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, input=b"n\n", capture_output=True)
    said = run.stderr.decode()
    assert run.returncode == 0 and "reached for the network" not in said, said
    assert said.count("ended with") == len(COMMANDS), said


def test_the_watch_can_fail() -> None:
    code = f"{WATCH}import socket\nsocket.getaddrinfo('localhost', 80)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert run.returncode == 13 and b"reached for the network" in run.stderr


@pytest.mark.slow
def test_a_build_needs_no_network(tmp_path: Path) -> None:
    """The process has no network interface that is up, not even its own."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        pytest.skip("no process may be cut off here")
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw")
    command = ["unshare", "-rn", sys.executable, "-m", "labormarket", "build"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True)
    assert run.returncode == 0, run.stderr.decode()
    assert (tmp_path / "data" / "processed" / "pay.csv").read_bytes() == (
        ROOT / "data" / "processed" / "pay.csv"
    ).read_bytes()
