"""The lists of the room: platforms.csv (one line per platform), owners.csv (who owned it when), aliases.csv."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

KINDS = ("microtask", "generalist", "expert marketplace", "managed workforce", "in-house")


@cache
def read_list(name: str) -> tuple[dict[str, str], ...]:
    """Read one of the room's CSV files: a tuple of rows, each a dict of text."""
    text = files("labormarket.platforms").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def platforms() -> pd.DataFrame:
    """Return every known platform: one row each, all text, missing where the list is empty.

    Columns: platform (the key), owner and owner_basis (the last owner of owners.csv, and the page or document that
    names it), kind (one of KINDS, missing for job boards, freelance marketplaces and payrolls), status (active, closed,
    merged, sold; missing where no source says), status_since, ended_in (countries that it left, with the month),
    status_source, prose ("no" for a name that running text uses for other things than a payer), note.

    >>> platforms().set_index("platform").loc["Outlier", ["owner", "kind"]].to_list()
    ['Scale AI', 'generalist']
    >>> platforms().set_index("platform").loc["Amazon Mechanical Turk", ["status", "status_since"]].to_list()
    ['closed', '2026-09-30']
    """
    import pandas as pd

    table = pd.DataFrame(read_list("platforms.csv"), dtype="str").replace("", pd.NA)
    last = owners().drop_duplicates("platform", keep="last").set_index("platform")
    table.insert(1, "owner", table["platform"].map(last["owner"]))
    table.insert(3, "owner_basis", table["platform"].map(last["source"]))
    return table


def owners() -> pd.DataFrame:
    """Return who owned each platform when: one row per platform and time, in the order of time, all text.

    Columns: platform, owner (the platform's own name where it is independent), from and to (year, month or day, both
    included; missing where open or not known), share, source (a page, a document, or that no page was seen).

    >>> owners().query("platform == 'Toloka'")["owner"].to_list()
    ['Yandex', 'Nebius', 'Toloka']
    """
    import pandas as pd

    return pd.DataFrame(read_list("owners.csv"), dtype="str").replace("", pd.NA)


def names_in_prose() -> frozenset[str]:
    """Return the names and aliases by which running text names a payer, without those of household names."""
    left_out = {row["platform"] for row in read_list("platforms.csv") if row["prose"] == "no"}
    named = [(row["platform"], row["platform"]) for row in read_list("platforms.csv")]
    named += [(row["alias"], row["platform"]) for row in read_list("aliases.csv")]
    return frozenset(name for name, platform in named if platform not in left_out)
