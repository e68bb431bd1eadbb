"""The page of methods says what the code does: its constants are the code's, its names exist."""

import importlib
import pkgutil
import re
from pathlib import Path

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


def test_each_constant_is_the_one_of_the_code() -> None:
    for name, value in CONSTANTS:
        found = {getattr(module, name) for module in MODULES if hasattr(module, name)}
        assert found == {int(value)}, name


def test_each_function_is_there() -> None:
    assert not [name for name in FUNCTIONS if not any(callable(getattr(module, name, None)) for module in MODULES)]


def test_each_table_is_there() -> None:
    assert set(re.findall(r"table `([a-z_]+)`", PAGE)) <= set(TABLES)
