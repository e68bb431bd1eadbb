"""The two lists of the room: platforms.csv (one line per platform) and aliases.csv (one line per other name)."""

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

    Columns: platform (the key), owner (the company of today, the platform's own name where no source names a parent),
    kind (one of KINDS, missing for job boards, freelance marketplaces and payrolls), owner_basis (the source_id or
    document that states the owner), note.

    >>> platforms().set_index("platform").loc["Outlier", ["owner", "kind"]].to_list()
    ['Scale AI', 'generalist']
    >>> bool(platforms().set_index("platform").loc["Upwork"].isna()["kind"])
    True
    """
    import pandas as pd

    return pd.DataFrame(read_list("platforms.csv"), dtype="str").replace("", pd.NA)


def aliases() -> pd.DataFrame:
    """Return every other name of a platform: columns alias and platform, one row per alias.

    >>> aliases().set_index("alias").loc["MTurk", "platform"]
    'Amazon Mechanical Turk'
    """
    import pandas as pd

    return pd.DataFrame(read_list("aliases.csv"), dtype="str")
