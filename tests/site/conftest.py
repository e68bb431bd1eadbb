"""A small site of the project's own data, made once, and a browser to open it in."""

import dataclasses
import pickle
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, sync_playwright

from labormarket.site.build_site import make_site, read_contents
from labormarket.site.contents import Contents
from labormarket.site.folder import replace_folder
from labormarket.sources import find_project_root

room = import_module("labormarket.site.build_site")  # the package has a function of this name
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHARTS = ("wage_ladder", "pay_by_platform")
PLATFORMS = ("Mercor", "Sama", "Remotasks", "G2i", "Surge AI")
"""Those charts and the statements of these platforms: every kind of page, in a tenth of the time."""


@pytest.fixture(scope="session")
def root() -> Path:
    return find_project_root()


@pytest.fixture(scope="session")
def whole(root: Path, make_once: Callable[..., Path]) -> Contents:
    """All statements, two charts, one of them in German too: read and drawn once for all workers."""

    def read() -> Contents:
        with pytest.MonkeyPatch.context() as patch:
            published = [chart for chart in room.read_published(root) if chart.name in CHARTS]
            patch.setattr(room, "read_published", lambda _: published)
            patch.setattr(room, "translate_charts", partial(translate_one, room.translate_charts, published[0].name))
            return read_contents(root)

    return made_once(make_once, "site_project", read)


def made_once(make_once: Callable[..., Path], name: str, make: Callable[[], Any]) -> Any:
    """Make an object once for all workers; each has a copy of its own."""
    folder = make_once(name, lambda folder: (folder / "pickled").write_bytes(pickle.dumps(make())))
    return pickle.loads((folder / "pickled").read_bytes())


def translate_one(translate: Callable[..., Any], name: str, names: list[str], root: Path, _: list[str]) -> Any:
    return {key: {} for key in names} | translate([name], root, ["de"])


@pytest.fixture(scope="session")
def project(whole: Contents) -> Contents:
    pay = whole.tables["pay"]
    pay = pay[pay["platform"].isin(PLATFORMS)].reset_index(drop=True)
    return dataclasses.replace(whole, tables={**whole.tables, "pay": pay})


@pytest.fixture(scope="session")
def statements(project: Contents) -> pd.DataFrame:
    return project.statements


@pytest.fixture(scope="session")
def files(project: Contents, make_once: Callable[..., Path]) -> dict[str, bytes]:
    return made_once(make_once, "site_files", lambda: make_site(project))


@pytest.fixture(scope="session")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "site"
    replace_folder(folder, files)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a folder on a port of its own; returns its address."""
    servers = []

    def serve(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
        servers.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(folder: Path, serve: Callable[[Path], str]) -> str:
    return serve(folder)
