"""Do the intervals hold? Known pay, published the way this market publishes it, and estimated back.

A market is drawn with a known median and a known premium; its pay is published as exact values, bands, "up to" and
"from"; each method then gives its 95 % interval. The share of markets whose truth lies inside is the coverage. Beside
the project's estimators stands the usual shortcut: the midpoint of a band, and a one-sided claim at its stated end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from labormarket.estimates.bootstrap import DRAWS, Estimator, resample
from labormarket.estimates.bounds import bound
from labormarket.estimates.intervals import Floats, Interval, Ranges
from labormarket.estimates.npmle import point_quantiles
from labormarket.estimates.regression import fit_interval_regression
from labormarket.estimates.spread import spread_quantile
from labormarket.estimates.summary import RESAMPLING_TOLERANCE

SEED = 2026
MARKETS = 400
STATEMENTS = 150
STATEMENTS_PER_SOURCE = 3
TRUE_MEDIAN_USD = 30.0
TRUE_PREMIUM = 1.5
SIGMA_WITHIN, SIGMA_OF_SOURCE = 0.7, 0.3
TRUE_LOW_END_USD, SIGMA_OF_LOW_END, TOP_OVER_BOTTOM = 15.0, 0.3, 4.0
# What a tenth, a third … of statements look like; near the shares among the registered ones.
SHARE_EXACT, SHARE_BAND = 0.3, 0.35


class Market(NamedTuple):
    """Published pay (US dollars per hour, NaN where open), who has the credential, and the source of each statement."""

    low: Floats
    high: Floats
    credentialed: Floats
    source: np.ndarray[Any, Any]


Method = Callable[[Market], Interval]


def draw_market(generator: np.random.Generator, *, premium: float = 1.0) -> Market:
    """Draw a market of log-normal pay and publish it.

    Each source has pay bands of its own (geometric, as ladders are) and an amount of its own to boast with, drawn
    without regard to the pay: the statement is exact, or the band that holds the pay, or "up to" or "from" the amount.
    """
    source = np.arange(STATEMENTS) // STATEMENTS_PER_SOURCE
    sources = int(source.max()) + 1
    credentialed = generator.integers(0, 2, STATEMENTS).astype(float)
    shared = generator.normal(0, SIGMA_OF_SOURCE, sources)[source]
    log_pay = np.log(TRUE_MEDIAN_USD) + np.log(premium) * credentialed + shared
    log_pay = log_pay + generator.normal(0, SIGMA_WITHIN, STATEMENTS)
    width = generator.uniform(0.4, 1.6, STATEMENTS)
    start = generator.uniform(0, 1, STATEMENTS)
    band = np.floor(log_pay / width + start)
    amount = np.log(TRUE_MEDIAN_USD) + generator.normal(0.8, 0.6, STATEMENTS)  # people boast with the upper end
    form = generator.random(STATEMENTS)
    exact, banded = form < SHARE_EXACT, form < SHARE_EXACT + SHARE_BAND
    up_to = log_pay <= amount
    log_low = np.where(exact, log_pay, np.where(banded, (band - start) * width, np.where(up_to, np.nan, amount)))
    log_high = np.where(exact, log_pay, np.where(banded, (band + 1 - start) * width, np.where(up_to, amount, np.nan)))
    return Market(np.exp(log_low), np.exp(log_high), credentialed, source)


def take_midpoints(market: Market) -> Floats:
    """The usual shortcut: the middle of a band, and a one-sided claim at its stated end."""
    middle = (market.low + market.high) / 2
    return np.where(np.isnan(market.low), market.high, np.where(np.isnan(market.high), market.low, middle))


def point_median(ranges: Ranges) -> Interval:
    """The median under the reading that each range holds one unknown pay."""
    return point_quantiles(ranges, [0.5], RESAMPLING_TOLERANCE)[0]


def bound_median(ranges: Ranges) -> Interval:
    """Every median that the ranges allow."""
    return bound(*ranges)


def spread_tail(ranges: Ranges, share: float) -> Interval:
    """A quantile of workers spread over each range."""
    return spread_quantile(*ranges, share=share)


def resampled(market: Market, estimator: Estimator) -> Interval:
    """The project's interval: whole sources drawn again."""
    ones = np.ones(STATEMENTS)
    return resample(market.low, market.high, ones, market.source, estimator, draws=DRAWS, seed=SEED)


def by_point_reading(market: Market) -> Interval:
    """Turnbull's estimate with whole sources drawn again."""
    return resampled(market, point_median)


def by_bounds(market: Market) -> Interval:
    """The identification bounds with whole sources drawn again."""
    return resampled(market, bound_median)


def by_midpoints(market: Market) -> Interval:
    """The median of midpoints, drawn again with the same care."""
    middle = take_midpoints(market)
    return resampled(market._replace(low=middle, high=middle), bound_median)


def by_dropping(market: Market) -> Interval:
    """The median of midpoints of what has two ends, one-sided claims dropped."""
    whole = ~np.isnan(market.low) & ~np.isnan(market.high)
    middle = take_midpoints(market)[whole]
    return resample(middle, middle, np.ones(len(middle)), market.source[whole], bound_median, draws=DRAWS, seed=SEED)


def premium_by_regression(market: Market) -> Interval:
    """The premium from the interval regression, its errors by source."""
    design = pd.DataFrame({"constant": 1.0, "credentialed": market.credentialed})
    fit = fit_interval_regression(design, market.low, market.high, clusters=market.source)
    found = fit.ratios().to_dict("index")["credentialed"]
    return Interval(found["ratio_low"], found["ratio_high"])


def premium_by_midpoints(market: Market) -> Interval:
    """The premium from the same regression on midpoints."""
    middle = take_midpoints(market)
    return premium_by_regression(market._replace(low=middle, high=middle))


MEDIAN_METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "point reading: Turnbull's estimate": by_point_reading,
        "everything the ranges allow": by_bounds,
        "midpoints, one-sided claims at their stated end": by_midpoints,
        "midpoints, one-sided claims dropped": by_dropping,
    }
)
PREMIUM_METHODS: Mapping[str, Method] = MappingProxyType(
    {"interval regression": premium_by_regression, "regression on midpoints": premium_by_midpoints}
)


def draw_spread_market(generator: np.random.Generator) -> Market:
    """Draw a market whose ranges are what they say: in each, workers spread evenly from the low end to four times it.

    Midpoints hide the spread within a range, and with it the worst and the best paid.
    """
    source = np.arange(STATEMENTS) // STATEMENTS_PER_SOURCE
    shared = generator.normal(0, SIGMA_OF_SOURCE, int(source.max()) + 1)[source]
    low = np.exp(np.log(TRUE_LOW_END_USD) + shared + generator.normal(0, SIGMA_OF_LOW_END, STATEMENTS))
    return Market(low, low * TOP_OVER_BOTTOM, np.zeros(STATEMENTS), source)


def find_spread_quantile(share: float, workers: int = 2_000_000) -> float:
    """A quantile of the workers of `draw_spread_market`, from a very large draw."""
    generator = np.random.default_rng(SEED)
    log_low = np.log(TRUE_LOW_END_USD) + generator.normal(0, np.hypot(SIGMA_OF_SOURCE, SIGMA_OF_LOW_END), workers)
    return float(np.quantile(np.exp(log_low) * generator.uniform(1, TOP_OVER_BOTTOM, workers), share))


def list_spread_methods(share: float) -> Mapping[str, Method]:
    """The methods for a quantile of workers spread over ranges."""
    estimator = partial(spread_tail, share=share)

    def by_spread(market: Market) -> Interval:
        return resampled(market, estimator)

    def by_midpoints(market: Market) -> Interval:
        middle = take_midpoints(market)
        return resampled(market._replace(low=middle, high=middle), estimator)

    return {"spread reading": by_spread, "midpoints": by_midpoints}


def measure_coverage(markets: int = MARKETS) -> pd.DataFrame:
    """Measure how often each method's 95 % interval holds the truth.

    Returns a row per question and method: `question`, `truth`, `method`, `markets`, `coverage` (share), `low` and
    `high` (medians of the interval's ends over the markets). Seeded: the same numbers each time.
    """
    studies: list[tuple[str, float, Callable[[np.random.Generator], Market], Mapping[str, Method]]] = [
        ("median pay, one unknown pay in each range", TRUE_MEDIAN_USD, draw_market, MEDIAN_METHODS),
        *(
            (
                f"{name} percentile, workers spread over each range",
                find_spread_quantile(share),
                draw_spread_market,
                list_spread_methods(share),
            )
            for name, share in (("tenth", 0.1), ("ninetieth", 0.9))
        ),
        (
            "premium of a credential",
            TRUE_PREMIUM,
            lambda generator: draw_market(generator, premium=TRUE_PREMIUM),
            PREMIUM_METHODS,
        ),
    ]
    rows = []
    for question, truth, draw, methods in studies:
        generator = np.random.default_rng(SEED)
        drawn = [draw(generator) for _ in range(markets)]
        for name, method in methods.items():
            ends = np.array([method(market) for market in drawn])
            covered = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
            low, high = np.median(ends, axis=0)
            rows.append((question, truth, name, markets, covered.mean(), low, high))
    return pd.DataFrame(rows, columns=["question", "truth", "method", "markets", "coverage", "low", "high"])


def write_page(coverage: pd.DataFrame) -> str:
    """Write the coverage table as a page of Markdown."""
    lines = [
        "# Do the intervals hold?",
        "",
        "<!-- Written by tools/write_simulation.py; a slow test compares it with a fresh simulation. -->",
        "",
        f"Each line: {int(coverage['markets'].iloc[0])} simulated markets of {STATEMENTS} statements from "
        f"{STATEMENTS // STATEMENTS_PER_SOURCE} sources, published as exact pay ({SHARE_EXACT:.0%}), bands "
        f"({SHARE_BAND:.0%}), “up to” and “from”. A 95 % interval should hold the truth in about 95 of 100 markets.",
        "",
    ]
    for question, rows in coverage.groupby("question", sort=False):
        truth = rows["truth"].iloc[0]
        lines += [
            f"## {str(question).capitalize()} (truth: {truth:.2f})",
            "",
            "| method | holds the truth | typical interval |",
            "|---|---:|---:|",
            *(
                f"| {row['method']} | {row['coverage']:.0%} | {row['low']:.2f} to {row['high']:.2f} |"
                for row in rows.to_dict("records")
            ),
            "",
        ]
    return "\n".join(lines)
