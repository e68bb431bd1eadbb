"""Simulated markets: the intervals hold the truth at their stated rate, the midpoint method doesn't."""

from pathlib import Path

import numpy as np
import pytest

from labormarket.estimates.simulation import (
    TRUE_MEDIAN_USD,
    by_bounds,
    by_midpoints,
    by_point_reading,
    draw_market,
    draw_spread_market,
    find_spread_quantile,
    list_spread_methods,
    measure_coverage,
    premium_by_midpoints,
    premium_by_regression,
    take_midpoints,
    write_page,
)

PAGE = Path(__file__).parents[2] / "docs" / "generated" / "simulation.md"


def test_markets_publish_pay_as_this_market_does() -> None:
    market = draw_market(np.random.default_rng(1))
    low, high = market.low, market.high
    exact, up_to, from_ = low == high, np.isnan(low), np.isnan(high)
    for form in (exact, up_to, from_, ~(exact | up_to | from_)):
        assert form.mean() > 0.05
    assert (low[~up_to & ~from_] <= high[~up_to & ~from_]).all()
    middle = take_midpoints(market)
    assert (middle[up_to] == high[up_to]).all()
    assert (middle[exact] == low[exact]).all()


def test_a_few_markets_tell_the_methods_apart() -> None:
    generator = np.random.default_rng(5)
    markets = [draw_market(generator, premium=1.0) for _ in range(4)]
    holds = {
        method.__name__: sum(low <= TRUE_MEDIAN_USD <= high for low, high in map(method, markets))
        for method in (by_point_reading, by_bounds, by_midpoints)
    }
    assert holds["by_point_reading"] >= 3
    assert holds["by_bounds"] == 4
    assert holds["by_midpoints"] <= 1


def test_midpoints_hide_the_worst_paid() -> None:
    generator = np.random.default_rng(3)
    markets = [draw_spread_market(generator) for _ in range(6)]
    truth = find_spread_quantile(0.1)
    holds = {
        name: sum(low <= truth <= high for low, high in map(method, markets))
        for name, method in list_spread_methods(0.1).items()
    }
    assert holds["spread reading"] >= 5
    assert holds["midpoints"] == 0


def test_regression_on_midpoints_loses_part_of_a_premium() -> None:
    generator = np.random.default_rng(6)
    markets = [draw_market(generator, premium=3.0) for _ in range(20)]
    ours = np.median([premium_by_regression(market) for market in markets], axis=0)
    theirs = np.median([premium_by_midpoints(market) for market in markets], axis=0)
    assert ours[0] < 3 < ours[1]
    assert theirs[1] < ours[1]


@pytest.mark.slow
def test_the_page_is_a_fresh_simulation_and_the_stated_rates_hold() -> None:
    coverage = measure_coverage()
    assert PAGE.read_text(encoding="utf-8") == write_page(coverage), "run tools/write_simulation.py"
    rate = coverage.set_index(["question", "method"])["coverage"]
    ours = rate[~rate.index.get_level_values("method").str.contains("midpoint")]
    theirs = rate[rate.index.get_level_values("method").str.contains("midpoint")]
    assert (ours >= 0.92).all()  # 95 %, less what 400 markets leave to chance and 50 sources leave out
    assert (theirs < 0.9).all()
