"""The table contract: no column changes without a new version, and no version is smaller than its changes."""

from itertools import pairwise
from pathlib import Path

import pytest

from labormarket.tables.contract import (
    STEPS,
    changes_between,
    contract_text,
    contract_version,
    contracts,
    current_contract,
    next_version,
    version_parts,
)

ROOT = Path(__file__).parents[2]
MEND = "the tables changed and their contract didn't: run `python tools/write_contract.py` and add a CHANGELOG line"


def test_the_newest_contract_is_what_the_tables_are() -> None:
    changes = changes_between(contracts()[contract_version()], current_contract())
    assert not changes, f"{MEND}\n" + "\n".join(f"{step}: {what}" for step, what in changes)


def test_each_version_is_as_large_a_step_as_its_changes_need() -> None:
    for (old_version, old), (new_version, new) in pairwise(contracts().items()):
        changes = changes_between(old, new)
        assert changes, f"{new_version} changes nothing"
        assert version_parts(new_version) >= version_parts(next_version(old_version, changes[0][0])), changes


def test_contracts_are_written_as_the_tool_writes_them() -> None:
    folder = ROOT / "src" / "labormarket" / "tables" / "contracts"
    for version, contract in contracts().items():
        assert (folder / f"{version}.json").read_text("utf-8") == contract_text(contract)


def changed(path: str, value: object) -> dict:
    contract = current_contract()
    *way, last = path.split("/")
    place = contract
    for name in way:
        place = place[name]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return contract


@pytest.mark.parametrize(
    ("path", "value", "step"),
    [
        ("pay", None, "major"),
        ("pay/columns/low", None, "major"),
        ("pay/columns/low/type", "string", "major"),
        ("pay/columns/low/unit", "euros", "major"),
        ("pay/key", ["source_id"], "major"),
        ("pay/columns/statement_id/may_be_empty", True, "major"),
        ("pay/columns/tier/allowed", ["one tier"], "major"),
        ("pay/columns/kind/allowed", [*current_contract()["pay"]["columns"]["kind"]["allowed"], "rumour"], "minor"),
        ("pay/columns/rung", {"type": "string"}, "minor"),
        ("wages", {"columns": {}, "key": [], "one_row_is": ""}, "minor"),
        ("pay/columns/tier/may_be_empty", False, "minor"),
        ("pay/columns/low/description", "Something else.", "patch"),
    ],
)
def test_the_step_follows_from_the_change(path: str, value: object, step: str) -> None:
    changes = changes_between(current_contract(), changed(path, value))
    assert changes[0][0] == step
    assert STEPS.index(step) < 3


def test_another_order_of_columns_is_said() -> None:
    contract = current_contract()
    columns = contract["pay"]["columns"]
    columns["statement_id"] = columns.pop("statement_id")
    assert changes_between(current_contract(), contract) == [("minor", "pay: another order of columns")]
