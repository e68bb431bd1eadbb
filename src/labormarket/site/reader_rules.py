"""What the page's scripts need to know, taken from the modules where each rule has its home."""

from __future__ import annotations

import math
from typing import Any

from labormarket.files.safe_csv import GUARD, NEEDS_GUARD, NEEDS_INNER_GUARD
from labormarket.hourly import ASSUMED_HOURS
from labormarket.publishing.publish import LICENCE, PUBLISHER
from labormarket.site.statements import STATEMENT_COLUMNS
from labormarket.tiers import TIERS


def reader_rules() -> dict[str, Any]:
    """Return tiers, the guard of CSV cells and the columns of the CSV, ready to become JSON.

    The guard's pattern is written so that Python and JavaScript read it alike.
    """
    return {
        "tiers": [
            {
                "name": tier.name,
                "from": tier.usd_per_hour_from,
                "to": tier.usd_per_hour_to if math.isfinite(tier.usd_per_hour_to) else None,
            }
            for tier in TIERS
        ],
        "assumed_hours": ASSUMED_HOURS,
        "guard": {"sign": GUARD, "needed": f"^(?:{NEEDS_GUARD.pattern})", "inner": NEEDS_INNER_GUARD.pattern},
        "columns": list(STATEMENT_COLUMNS),
        "publisher": PUBLISHER,
        "licence": LICENCE["name"],
    }
