"""The table contract: what readers outside rely on, kept per version, and how large a step a change of it is.

Each version is one committed file that is never edited: its name is the version, so the version has no second home.
`python tools/write_contract.py` adds the next one.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from labormarket.tables.definitions import TABLES

FOLDER = files("labormarket.tables") / "contracts"
MAJOR, MINOR, PATCH = "major", "minor", "patch"
STEPS = (MAJOR, MINOR, PATCH)
Contract = dict[str, Any]


def current_contract() -> Contract:
    """Return the contract that the table definitions make now: per table its key and columns."""
    return {
        spec.name: {
            "one_row_is": spec.one_row_is,
            "key": list(spec.key),
            "columns": {
                column.name: {
                    "type": column.type,
                    "unit": column.unit,
                    "may_be_empty": not column.required,
                    "allowed": list(column.allowed),
                    "minimum": column.minimum,
                    "description": column.description,
                }
                for column in spec.columns
            },
        }
        for spec in TABLES.values()
    }


def contract_text(contract: Contract) -> str:
    """Return a contract as the text of its file."""
    return json.dumps(contract, indent=1, ensure_ascii=False) + "\n"


def contracts() -> dict[str, Contract]:
    """Return every committed contract by its version, oldest first."""
    names = [path.name.removesuffix(".json") for path in FOLDER.iterdir() if path.name.endswith(".json")]
    return {
        version: json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8"))
        for version in sorted(names, key=version_parts)
    }


def contract_version() -> str:
    """Return the version of the table contract: the newest committed file's name."""
    return max(
        (path.name.removesuffix(".json") for path in FOLDER.iterdir() if path.name.endswith(".json")), key=version_parts
    )


def version_parts(version: str) -> tuple[int, int, int]:
    """Take a version apart.

    >>> version_parts("1.10.0") > version_parts("1.9.3")
    True
    """
    major, minor, patch = version.split(".")
    return int(major), int(minor), int(patch)


def next_version(version: str, step: str) -> str:
    """Return the version one step on.

    >>> next_version("1.4.2", "minor"), next_version("1.4.2", "major"), next_version("1.4.2", "patch")
    ('1.5.0', '2.0.0', '1.4.3')
    """
    major, minor, patch = version_parts(version)
    return {
        MAJOR: f"{major + 1}.0.0",
        MINOR: f"{major}.{minor + 1}.0",
        PATCH: f"{major}.{minor}.{patch + 1}",
    }[step]


def changes_between(old: Contract, new: Contract) -> list[tuple[str, str]]:
    """Return each change with the step that it needs.

    Major: what a reader's program may use is gone or means another thing (a table, a column, a type, a unit, a key, an
    allowed value, a promise never to be empty). Minor: there is more (a table, a column, an allowed value) or a
    tighter promise, or another order of columns. Patch: other words. Words that change the meaning are for a person to
    see: `--as major`.

    >>> old = {"pay": {"key": ["id"], "one_row_is": "", "columns": {"low": {"type": "number"}, "tier": {"type": "x"}}}}
    >>> new = {"pay": {"key": ["id"], "one_row_is": "", "columns": {"low": {"type": "number"}, "rung": {"type": "x"}}}}
    >>> changes_between(old, new)
    [('major', 'pay.tier is gone'), ('minor', 'pay.rung is new')]
    """
    found: list[tuple[str, str]] = []
    for name in old.keys() | new.keys():
        if name not in new:
            found.append((MAJOR, f"{name}.csv is gone"))
        elif name not in old:
            found.append((MINOR, f"{name}.csv is new"))
        else:
            found += changes_of_table(name, old[name], new[name])
    return sorted(found, key=lambda change: (STEPS.index(change[0]), change[1]))


def changes_of_table(name: str, old: Contract, new: Contract) -> list[tuple[str, str]]:
    """Return the changes of one table; see changes_between."""
    found = []
    if old["key"] != new["key"]:
        found.append((MAJOR, f"{name}: the key is another"))
    if old["one_row_is"] != new["one_row_is"]:
        found.append((PATCH, f"{name}: other words for what one row is"))
    before, after = old["columns"], new["columns"]
    found += [(MAJOR, f"{name}.{column} is gone") for column in before if column not in after]
    found += [(MINOR, f"{name}.{column} is new") for column in after if column not in before]
    kept = [column for column in before if column in after]
    if kept != [column for column in after if column in before]:
        found.append((MINOR, f"{name}: another order of columns"))
    for column in kept:
        found += [(step, f"{name}.{column}: {what}") for step, what in changes_of_column(before[column], after[column])]
    return found


def changes_of_column(old: Contract, new: Contract) -> list[tuple[str, str]]:
    """Return the changes of one column; see changes_between."""
    found = [(MAJOR, f"another {field}") for field in ("type", "unit") if old.get(field) != new.get(field)]
    if old.get("may_be_empty") != new.get("may_be_empty"):
        found.append((MAJOR, "may be empty now") if new.get("may_be_empty") else (MINOR, "never empty now"))
    allowed, allows = set(old.get("allowed") or ()), set(new.get("allowed") or ())
    if allowed != allows:
        any_value_now, any_value_before = not allows, not allowed
        gone = not any_value_now and bool(allowed - allows) and not any_value_before
        found.append((MAJOR, "an allowed value is gone") if gone else (MINOR, "other allowed values"))
    if old.get("minimum") != new.get("minimum"):
        found.append((MINOR, "another minimum"))
    if old.get("description") != new.get("description"):
        found.append((PATCH, "other words for its meaning"))
    return found
