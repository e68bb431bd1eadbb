"""The project's own site, and one whose every text is hostile."""

import pickle
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Browser, sync_playwright

from labormarket.charts import CHARTS
from labormarket.site import make_site
from labormarket.site.folder import replace_folder
from labormarket.site.phone import PhonePicture, draw_phone_pictures
from labormarket.site.published import PublishedChart, read_published
from labormarket.site.statements import join_sources
from labormarket.sources import find_project_root, read_statements
from labormarket.tables import load_table

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def root() -> Path:
    return find_project_root()


@pytest.fixture(scope="session")
def statements(root: Path) -> pd.DataFrame:
    return join_sources(load_table("pay", root), read_statements(root))


@pytest.fixture(scope="session")
def sources(root: Path) -> pd.DataFrame:
    return load_table("sources", root)


@pytest.fixture(scope="session")
def charts(root: Path) -> list[PublishedChart]:
    return read_published(root)


@pytest.fixture(scope="session")
def phone(root: Path, make_once: Callable[..., Path]) -> dict[str, PhonePicture]:
    """Every chart for a phone: drawn once for all workers."""

    def draw(folder: Path) -> None:
        (folder / "pictures").write_bytes(pickle.dumps(draw_phone_pictures(CHARTS, root)))

    pictures: dict[str, PhonePicture] = pickle.loads((make_once("phone", draw) / "pictures").read_bytes())
    return pictures


@pytest.fixture(scope="session")
def make(
    statements: pd.DataFrame, sources: pd.DataFrame, charts: list[PublishedChart], phone: dict[str, PhonePicture]
) -> Callable[..., dict[str, bytes]]:
    """Makes the project's own site, or one with other statements, sources or charts."""

    def make(**others: Any) -> dict[str, bytes]:
        given = {"statements": statements, "sources": sources, "charts": charts, "phone": phone} | others
        return make_site(**given)

    return make


@pytest.fixture(scope="session")
def files(make: Callable[..., dict[str, bytes]]) -> dict[str, bytes]:
    return make()


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
def address(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
