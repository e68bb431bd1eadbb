"""The tables against the columns of the last edition: what readers outside rely on doesn't go in silence."""

import json
from pathlib import Path

from labormarket.tables import data_package

ROOT = Path(__file__).parents[2]
LAST_EDITION = Path(__file__).parent / "last_edition.json"
Tables = dict[str, dict[str, str]]


def columns_now() -> Tables:
    return {
        table["name"]: {
            field["name"]: ", ".join(filter(None, [field["type"], field.get("unit")]))
            for field in table["schema"]["fields"]
        }
        for table in json.loads(data_package(""))["resources"]
    }


def gone_or_changed(old: Tables, new: Tables) -> set[str]:
    """Return the tables and columns that are gone, and the columns of another type or unit, by their names."""
    found = {table for table in old if table not in new}
    for table in old.keys() & new.keys():
        found |= {column for column, kind in old[table].items() if new[table].get(column) != kind}
    return found


def test_what_went_since_the_last_edition_is_in_the_changelog() -> None:
    last = json.loads(LAST_EDITION.read_text("utf-8"))
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    silent = {name for name in gone_or_changed(last["tables"], columns_now()) if f"`{name}`" not in changelog}
    assert not silent, f"gone or changed since {last['edition']}: name each in CHANGELOG.md, as `name`"


def test_a_column_that_goes_or_changes_is_seen() -> None:
    old = {"pay": {"low": "number, USD", "tier": "string"}, "wages": {}}
    assert gone_or_changed(old, {"pay": {"low": "number, EUR", "kind": "string"}}) == {"wages", "low", "tier"}
