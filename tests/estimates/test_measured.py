"""Whose adverts stand beside a study, and what is said of them."""

import math

import pandas as pd
import pytest

from labormarket.estimates.claims import Case
from labormarket.estimates.measured import describe_adverts, find_adverts

ADVERTS = Case(
    pd.DataFrame(
        {
            "platform": ["Outlier", "Outlier", "Appen", "Mercor", "Mercor"],
            "platform_kind": ["generalist", "generalist", "microtask", "expert marketplace", "expert marketplace"],
            "origin": None,
            "country": ["US", "KE", None, "Worldwide", "KE"],
            "published_on": ["2024-05", "2026", None, "2025", "2023-01-02"],
            "usd_per_hour_low": [10.0, 20.0, 30.0, 40.0, 50.0],
            "usd_per_hour_high": [10.0, 20.0, 30.0, 40.0, 50.0],
        }
    )
)


@pytest.mark.parametrize(
    ("measured_on", "place", "whose", "lows"),
    [
        ("Outlier (Scale AI)", "Kenya", "Outlier, Scale AI", [10, 20]),
        ("Outlier", "United States", "Outlier", [10]),
        ("3 microtask platforms", "worldwide", "microtask platforms", [30]),
        ("900 contracts on Deel", "worldwide", "expert marketplace platforms", [40, 50]),
        ("900 contracts on Deel", "United States", "expert marketplace platforms", [40]),
        ("farms", "worldwide", "", []),
    ],
)
def test_adverts_are_of_the_platforms_named_or_of_their_kind(
    measured_on: str, place: str, whose: str, lows: list[float]
) -> None:
    beside, own = find_adverts(ADVERTS, measured_on, place)
    assert (beside, own.pay["usd_per_hour_low"].tolist()) == (whose, lows)


def test_adverts_are_described_by_their_years_counts_and_median() -> None:
    line = describe_adverts("all", ADVERTS)
    assert (line["beside"], line["advertised_from"], line["advertised_to"]) == ("all", "2023", "2026")
    assert (line["statements"], line["prices"], line["platforms"]) == (5, 5, 3)
    assert (line["advertised_usd_per_hour_low"], line["advertised_usd_per_hour_high"]) == (30, 30)
    few = describe_adverts("Appen", ADVERTS.where(ADVERTS.pay["platform"].eq("Appen")))
    assert (few["beside"], few["advertised_from"], few["advertised_to"]) == ("Appen", "", "")
    assert math.isnan(few["advertised_usd_per_hour_low"])  # type: ignore[arg-type]
    assert describe_adverts("none", ADVERTS.where(ADVERTS.pay["platform"].eq("none")))["beside"] == ""
