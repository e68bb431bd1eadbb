"""The release of the checkout, made once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from labormarket.project.release import write_release

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def archive(make_once: Callable[..., Path]) -> Path:
    (path,) = make_once("release", lambda folder: write_release(ROOT, folder)).iterdir()
    return path
