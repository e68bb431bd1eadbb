"""Say in soc_aliases.csv which aliases are doubtful: one list alone gives the code, and names like it don't support it.

    python tools/doubt_aliases.py

An alias that two lists written apart give to the same code is right 98 times in 100, whatever its words say. Of those
that stand in one list alone one in six is wrong, and of those whose words speak for another code, or that one of SOC's
codes for everything else has, three in ten: they stand for their group, not for a guess. (Official titles, unseen.)
"""

from __future__ import annotations

import csv
import zlib
from pathlib import Path

from labormarket.professions.lexicon import catch_all_codes, lexicon
from labormarket.professions.likeness import own_leads, weigh
from labormarket.professions.words import key_of

ALIASES = Path(__file__).resolve().parents[1] / "src" / "labormarket" / "professions" / "soc_aliases.csv"
COLUMNS = ("soc_code", "alias", "lists", "doubtful")
# The lead of an alias's own code over the next, in logarithms (likeness.py), from which on its words support it.
SUPPORTED = -1.0
FOLDS = 10


def lead_of_each(codes: dict[str, str]) -> dict[str, float]:
    """Name -> the lead of its code over every other, by the words of names that it is not among."""
    leads: dict[str, float] = {}
    fold = {name: zlib.crc32(name.encode()) % FOLDS for name in codes}
    for number in range(FOLDS):
        known = weigh({name: code for name, code in codes.items() if fold[name] != number})
        held_out = {name: code for name, code in codes.items() if fold[name] == number}
        leads |= dict(zip(held_out, own_leads(held_out, known), strict=True))
    return leads


def judge(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of soc_aliases.csv with `doubtful` filled in."""
    leads = lead_of_each(lexicon().codes)
    judged = []
    for row in rows:
        lead = leads.get(key_of(row["alias"]), 0.0)
        doubted = row["lists"] == "1" and (row["soc_code"] in catch_all_codes() or lead < SUPPORTED)
        judged.append(row | {"doubtful": "yes" if doubted else ""})
    return judged


def main() -> None:
    """Judge every alias and write the file whole."""
    with ALIASES.open(encoding="utf-8", newline="") as file:
        rows = judge(list(csv.DictReader(file)))
    temporary = ALIASES.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    temporary.replace(ALIASES)


if __name__ == "__main__":
    main()
