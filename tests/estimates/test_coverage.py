"""Which intervals are withheld, and what is said instead."""

import pandas as pd
import pytest

from labormarket.estimates import coverage
from labormarket.estimates.coverage import NOT_SIMULATED, withhold_uncertified


@pytest.mark.parametrize(
    ("held", "note"),
    [
        (0.95, ""),
        (0.93, ""),
        (0.929, "no interval: it held the truth in 92.9% of simulated markets"),
        (0.984, "no interval: it held the truth in 98.4% of simulated markets"),
        (None, NOT_SIMULATED),
    ],
)
def test_an_interval_wants_a_certificate(held: float | None, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {} if held is None else {("estimates", "advertised", "all", "all", "median"): held}
    monkeypatch.setattr(coverage, "read_coverage", lambda: known)
    table = pd.DataFrame({"low": [1.0, None], "high": [2.0, None], "note": ["", "too few"]})
    found = withhold_uncertified(table, "estimates", ["advertised", "all", "all", "median"], ["low", "high"])
    assert found["note"].tolist() == [note, "too few"]
    assert found[["low", "high"]].notna().all(axis=1).tolist() == [not note, False]


def test_a_range_without_a_top_is_withheld_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "read_coverage", dict)
    table = pd.DataFrame({"low": [5.0], "high": [float("inf")], "note": [""]})
    found = withhold_uncertified(table, "estimates", ["advertised", "all", "all", "p90"], ["low", "high"])
    assert found[["low", "high"]].isna().all(axis=None)
