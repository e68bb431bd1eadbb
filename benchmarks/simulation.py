"""Monte Carlo study of coverage: do the 95 % intervals hold a known truth in markets built like ours?

Each market keeps the design of the real one: its platforms and their sizes, its templates, which statements are exact,
which are ranges and how wide, which have one end; and draws the pay anew, log-normal, with the real spread between
and within platforms. A template is one pay, posted as often as it is. The share of markets whose interval holds the
truth is the coverage. Midpoints (with one-sided claims at their stated end), the usual shortcut, are measured beside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from labormarket.estimates.bounds import QUANTILES
from labormarket.estimates.clusters import cluster_quantiles
from labormarket.estimates.intervals import Floats, Interval, Ranges
from labormarket.estimates.premium import FACTORS, design_within_platforms
from labormarket.estimates.regression import fit_interval_regression
from labormarket.estimates.votes import (
    ENDS,
    has_assumed_hours,
    name_platform,
    name_price,
    select_training,
    weigh_by_platform,
)
from labormarket.tiers import representative_usd_per_hour

SEED = 2026
MARKETS = 500
TRUE_MEDIAN_USD = 30.0
TRUE_PREMIUM = 1.5
GROUP_SIZES = (30, 15, 8)
# An interval that holds the truth in fewer or more of the markets than this is not published.
COVERAGE = (0.93, 0.97)
# A level that has an interval in fewer of the markets than this has too few platforms to be studied.
USUAL = 0.9
# One-sided claims name an amount near the platform's usual pay, more often above the pay than below it.
BOAST, SIGMA_OF_BOAST = 0.1, 0.8


@dataclass(frozen=True)
class Design:
    """What a market keeps of the real one: a row per statement with its platform, price, form and width in logs."""

    rows: pd.DataFrame
    between: float
    within: float

    @classmethod
    def read(cls, pay: pd.DataFrame) -> Design:
        """The design of a pay table, and the standard deviations of log pay between and within its platforms."""
        hourly = select_training(pay)
        hourly = hourly[~has_assumed_hours(hourly) & hourly["platform"].notna()]
        hourly = hourly[~hourly[list(ENDS)].max(axis=1).le(0)].reset_index(drop=True)
        low, high = (hourly[end].where(hourly[end] > 0) for end in ENDS)
        rows = hourly.assign(
            platform=name_platform(hourly),
            price=name_price(hourly),
            width=np.log(high / low),  # missing: one end only
            log_pay=np.log(representative_usd_per_hour(low, high)),
        )
        prices = rows.drop_duplicates(["platform", "price"])
        between, within = measure_spread(prices["log_pay"], prices["platform"])
        return cls(rows, between, within)

    def sample_platforms(self, count: int, generator: np.random.Generator) -> Design:
        """The design of some platforms drawn at random."""
        chosen = generator.choice(self.rows["platform"].unique(), count, replace=False)
        return Design(self.rows[self.rows["platform"].isin(chosen)], self.between, self.within)

    def draw(self, generator: np.random.Generator, log_shift: Floats | float = 0.0) -> Ranges:
        """Draw the pay of every price anew and publish it in the form that its statements have."""
        platform = pd.factorize(self.rows["platform"])[0]
        price = self.rows.groupby(["platform", "price"], sort=False).ngroup().to_numpy()
        level = np.log(TRUE_MEDIAN_USD) + generator.normal(0, self.between, platform.max() + 1)[platform]
        pay = level + log_shift + generator.normal(0, self.within, price.max() + 1)[price]
        width = self.rows["width"].to_numpy(dtype="float64")
        start = pay - width * generator.random(price.max() + 1)[price]
        amount = level + generator.normal(BOAST, SIGMA_OF_BOAST, price.max() + 1)[price]
        one_sided, up_to = np.isnan(width), pay <= amount
        low = np.where(one_sided, np.where(up_to, -np.inf, amount), start)
        high = np.where(one_sided, np.where(up_to, amount, np.inf), np.where(width > 0, start + width, start))
        return Ranges(
            np.where(np.isneginf(low), -np.inf, np.exp(low)),
            np.where(np.isposinf(high), np.inf, np.exp(high)),
            weigh_by_platform(self.rows).to_numpy(),
        )


def measure_spread(log_pay: pd.Series, platform: pd.Series) -> tuple[float, float]:
    """The standard deviations of log pay between and within platforms, each platform counting alike.

    That between platforms is of their means, less what their own few prices make of it.

    >>> [round(sd, 2) for sd in measure_spread(pd.Series([1.0, 1, 3, 3]), pd.Series(list("aabb")))]
    [1.41, 0.0]
    """
    grouped = log_pay.groupby(platform)
    sizes = grouped.size()
    within = float(((log_pay - grouped.transform("mean")) ** 2).sum() / max(len(log_pay) - len(sizes), 1))
    between = float(grouped.mean().var() - within * (1 / sizes).mean())
    return float(np.sqrt(max(between, 0.0))), float(np.sqrt(within))


def take_midpoints(ranges: Ranges) -> Ranges:
    """The usual shortcut: the middle of a range, and a one-sided claim at its stated end."""
    with np.errstate(invalid="ignore"):
        middle = (ranges.low + ranges.high) / 2
    middle = np.where(np.isneginf(ranges.low), ranges.high, np.where(np.isposinf(ranges.high), ranges.low, middle))
    return ranges._replace(low=middle, high=middle)


def true_quantile(design: Design, statistic: str) -> float:
    """The quantile of the population that platforms are drawn from."""
    spread = np.hypot(design.between, design.within)
    return float(TRUE_MEDIAN_USD * np.exp(spread * norm.ppf(QUANTILES[statistic])))


def study_quantiles(design: Design, markets: int = MARKETS) -> pd.DataFrame:
    """The coverage of every statistic, over all platforms and over groups of fewer, and of medians of midpoints."""
    whole = design.rows["platform"].nunique()
    rows = []
    for size in (whole, *(size for size in GROUP_SIZES if size < whole)):
        generator = np.random.default_rng([SEED, size])
        ours: dict[str, list[Interval]] = {statistic: [] for statistic in QUANTILES}
        theirs: list[Interval] = []
        for _ in range(markets):
            some = design if size == whole else design.sample_platforms(size, generator)
            ranges, platforms = some.draw(generator), some.rows["platform"]
            found = cluster_quantiles(ranges, platforms, list(QUANTILES.values()))
            for statistic, quantile in zip(QUANTILES, found, strict=True):
                ours[statistic].append(quantile.confidence)
            if size == whole:
                theirs.append(cluster_quantiles(take_midpoints(ranges), platforms, [QUANTILES["median"]])[0].confidence)
        rows += [
            describe(f"{statistic}, {size} platforms", true_quantile(design, statistic), ends)
            for statistic, ends in ours.items()
        ]
        if theirs:
            rows.append(describe(f"median, {size} platforms", TRUE_MEDIAN_USD, theirs) | {"method": "midpoints"})
    return pd.DataFrame(rows)


def study_premium(design: Design, professions: pd.DataFrame, markets: int = MARKETS) -> pd.DataFrame:
    """The coverage of the premiums of credential and field within platforms, where every level pays TRUE_PREMIUM."""
    rows = []
    for factor in FACTORS:
        generator = np.random.default_rng([SEED, len(factor)])
        within = design_within_platforms(design.rows, professions, factor)
        some = Design(design.rows.loc[within.columns.index], design.between, design.within)
        shift = within.columns[within.levels].sum(axis=1).to_numpy() * np.log(TRUE_PREMIUM)
        found: dict[str, list[Interval]] = {level: [] for level in within.levels}
        for _ in range(markets):
            ranges = some.draw(generator, shift)
            fit = fit_interval_regression(
                within.columns, ranges.low, ranges.high, clusters=some.rows["platform"], weights=ranges.weight
            ).ratios()
            for level in within.levels:
                found[level].append(Interval(*fit.loc[level, ["ratio_low", "ratio_high"]]))
        rows += [describe(f"ratio, {level}", TRUE_PREMIUM, ends) for level, ends in found.items()]
    return pd.DataFrame(rows)


def describe(question: str, truth: float, ends: list[Interval]) -> dict[str, object]:
    """One line of the study: of the markets that have an interval, how many hold the truth, and a typical interval."""
    low, high = np.array([interval for interval in ends if not np.isnan(interval.low)]).reshape(-1, 2).T
    if not len(low):
        return {"question": question, "method": "published", "truth": truth, "markets": 0}
    return {
        "question": question,
        "method": "published",
        "truth": truth,
        "markets": len(low),
        "coverage": float(((low <= truth) & (truth <= high)).mean()),
        "too_high": float((truth < low).mean()),
        "too_low": float((truth > high).mean()),
        "low": float(np.median(low)),
        "high": float(np.median(high)),
    }


def write_page(design: Design, quantiles: pd.DataFrame, premiums: pd.DataFrame) -> str:
    """Write the study as a page of Markdown."""
    rows, markets = design.rows, int(quantiles["markets"].max())
    lines = [
        "# Do the intervals hold?",
        "",
        "<!-- Written by tools/write_simulation.py from the processed tables. -->",
        "",
        f"Each line: {markets} simulated markets with the design of the pay table: {len(rows):,} statements of "
        f"{rows['platform'].nunique()} platforms at their own sizes, their templates and origins, "
        f"{rows['width'].eq(0).mean():.0%} exact, {rows['width'].isna().mean():.0%} with one end, the rest ranges of "
        f"their own width. Log pay is drawn anew, with a standard deviation of {design.between:.2f} between platforms "
        f"and {design.within:.2f} within, as measured. A 95 % interval should hold the truth in {COVERAGE[0]:.0%} to "
        f"{COVERAGE[1]:.0%} of the markets. The method is in [methods.md](../methods.md).",
        "",
        "## Quantiles of pay, one platform one vote",
        "",
        *table_of(quantiles),
        "",
        "## Ratios within platforms",
        "",
        f"Every level pays {TRUE_PREMIUM} times the reference.",
        "",
        *table_of(premiums[premiums["markets"].ge(USUAL * markets)]),
    ]
    without = premiums.loc[premiums["markets"].lt(USUAL * markets), "question"]
    if len(without):
        names = ", ".join(question.removeprefix("ratio, ") for question in without)
        lines += ["", f"Without an interval, since they vary within too few platforms: {names}."]
    return "\n".join(lines) + "\n"


def table_of(study: pd.DataFrame) -> list[str]:
    """The lines of a study as a table of Markdown."""
    return [
        "| statistic | method | truth | holds the truth | too high | too low | typical interval | in the band |",
        "|---|---|---:|---:|---:|---:|---:|---|",
        *(
            f"| {row['question']} | {row['method']} | {row['truth']:.2f} | {row['coverage']:.1%} "
            f"| {row['too_high']:.1%} | {row['too_low']:.1%} | {row['low']:.2f} to {row['high']:.2f} "
            f"| {'yes' if COVERAGE[0] <= row['coverage'] <= COVERAGE[1] else 'no'} |"
            for row in study.to_dict("records")
        ),
    ]
