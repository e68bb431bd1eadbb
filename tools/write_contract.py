"""Commit the table contract as it stands: write src/labormarket/tables/contracts/<next version>.json.

python tools/write_contract.py               # the step follows from what changed
python tools/write_contract.py --as major    # where the words of a column now mean another thing
"""

from __future__ import annotations

import argparse
from pathlib import Path

from labormarket.tables.contract import (
    STEPS,
    changes_between,
    contract_text,
    contracts,
    current_contract,
    next_version,
)

FOLDER = Path(__file__).resolve().parents[1] / "src" / "labormarket" / "tables" / "contracts"
FIRST = "1.0.0"


def main() -> None:
    """Write the next contract, if the table definitions moved away from the newest one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--as", dest="step", choices=STEPS, help="a larger step than the changes themselves need")
    wanted = parser.parse_args().step
    known = contracts() if FOLDER.is_dir() else {}
    version = FIRST
    if known:
        newest = list(known)[-1]
        changes = changes_between(known[newest], current_contract())
        if not changes:
            print(f"the table contract is {newest}: nothing changed")
            return
        for step, what in changes:
            print(f"{step:6} {what}")
        version = next_version(newest, min([changes[0][0], wanted or changes[0][0]], key=STEPS.index))
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{version}.json").write_text(contract_text(current_contract()), encoding="utf-8")
    print(f"the table contract is {version}: say so in CHANGELOG.md")


if __name__ == "__main__":
    main()
