"""The page of methods says what the code does: its constants are the code's, its names exist."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import labormarket.comparisons
import labormarket.estimates
from labormarket.tables import TABLES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
MODULES = [
    importlib.import_module(f"{room.__name__}.{module.name}")
    for room in (labormarket.estimates, labormarket.comparisons)
    for module in pkgutil.iter_modules(room.__path__)
]
CONSTANTS = re.findall(r"`([A-Z_]+)` = (\d+)", PAGE)
FUNCTIONS = sorted(
    set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", PAGE))
    - set(TABLES)
    - {"evidence", "moved_most_by", "countries_of_language"}
)


def test_there_is_something_to_check() -> None:
    assert len(CONSTANTS) > 5
    assert len(FUNCTIONS) > 10


@pytest.mark.parametrize(("name", "value"), CONSTANTS)
def test_a_constant_is_the_one_of_the_code(name: str, value: str) -> None:
    found = {getattr(module, name) for module in MODULES if hasattr(module, name)}
    assert found == {int(value)}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_there(name: str) -> None:
    assert any(callable(getattr(module, name, None)) for module in MODULES), f"{name} is no function"


@pytest.mark.parametrize("table", re.findall(r"table `([a-z_]+)`", PAGE))
def test_a_table_is_there(table: str) -> None:
    assert table in TABLES
