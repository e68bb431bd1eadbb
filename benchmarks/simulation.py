"""Monte Carlo study of coverage: do the 95 % intervals hold a known truth in markets built like ours?

For each published group, each market keeps the design of the real rows: their platforms and sizes, their templates,
which statements are exact, which are ranges and how wide, which have one end. It draws the pay anew, log-normal around
the group's own middle, with its own spread between and within platforms. A template is one pay, posted as often as it
is. The share of markets whose interval holds the truth is the coverage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.stats import norm

from labormarket.estimates.assemble import ALL, GROUPINGS
from labormarket.estimates.bounds import QUANTILES
from labormarket.estimates.claims import ADVERTISED, with_groups
from labormarket.estimates.clusters import MIN_CLUSTERS, estimate_clustered
from labormarket.estimates.coverage import CERTIFIED, COVERAGE_COLUMNS
from labormarket.estimates.intervals import PAY_FLOOR, Floats, Integers, Interval, Ranges
from labormarket.estimates.premium import FACTORS, design_within_platforms
from labormarket.estimates.regression import fit_interval_regression
from labormarket.estimates.shares import BANDS, IN_A_BAND, RATIOS, UNDER_MINIMUM, with_ratios
from labormarket.estimates.votes import (
    ENDS,
    has_assumed_hours,
    name_platform,
    number_prices,
    select_training,
    weigh_by_platform,
)
from labormarket.tiers import representative_usd_per_hour

SEED = 2026
MARKETS = 500
TRUE_PREMIUM = 1.5
# One-sided claims name an amount near the platform's usual pay, more often above the pay than below it.
BOAST, SIGMA_OF_BOAST = 0.1, 0.8
# By the keys of a published line: which quantile (the share below it), or the share from where to under where.
Questions = dict[tuple[str, ...], float | tuple[float, float]]


@dataclass(frozen=True)
class Design:
    """What a market keeps of the real one: of each row its platform, price, log width (NaN: one end) and weight."""

    platform: Integers
    price: Integers
    width: Floats
    weight: Floats
    middle: float
    between: float
    within: float

    @classmethod
    def read(cls, rows: pd.DataFrame, ends: tuple[str, str] = ENDS) -> Design:
        """The design of some rows with positive pay, its middle and its standard deviations in logs."""
        low, high = (rows[end].where(rows[end] > 0) for end in ends)
        platform, price = number_prices(rows)
        log_pay = pd.Series(np.log(representative_usd_per_hour(low, high).to_numpy(dtype="float64")))
        first = ~pd.Series(price).duplicated()
        middle, between, within = measure_spread(log_pay[first], pd.Series(platform)[first])
        width = np.log((high / low).to_numpy(dtype="float64"))
        return cls(platform, price, width, weigh_by_platform(rows).to_numpy(), middle, between, within)

    def draw(self, generator: np.random.Generator, log_shift: Floats | float = 0.0) -> Ranges:
        """Draw the pay of every price anew and publish it in the form that its statements have."""
        prices = self.price.max() + 1
        level = self.middle + generator.normal(0, self.between, self.platform.max() + 1)[self.platform]
        pay = level + log_shift + generator.normal(0, self.within, prices)[self.price]
        start = pay - self.width * generator.random(prices)[self.price]
        amount = level + generator.normal(BOAST, SIGMA_OF_BOAST, prices)[self.price]
        one_sided, up_to = np.isnan(self.width), pay <= amount
        low = np.where(one_sided, np.where(up_to, -np.inf, amount), start)
        high = np.where(one_sided, np.where(up_to, amount, np.inf), np.where(self.width > 0, start + self.width, start))
        return Ranges(np.exp(low), np.exp(high), self.weight)._replace(low=np.where(np.isneginf(low), low, np.exp(low)))

    def true_quantile(self, share: float) -> float:
        """The quantile of the population that platforms are drawn from."""
        return float(np.exp(self.middle + np.hypot(self.between, self.within) * norm.ppf(share)))

    def true_share(self, start: float, stop: float) -> float:
        """The share of that population from `start` to under `stop`."""
        with np.errstate(divide="ignore"):
            places = (np.log([start, stop]) - self.middle) / np.hypot(self.between, self.within)
        return float(np.diff(norm.cdf(places))[0])


def measure_spread(log_pay: pd.Series, platform: pd.Series) -> tuple[float, float, float]:
    """The middle of log pay, and its standard deviations between and within platforms, each platform counting alike.

    That between platforms is of their means, less what their own few prices make of it.

    >>> [round(number, 2) for number in measure_spread(pd.Series([1.0, 1, 3, 3]), pd.Series(list("aabb")))]
    [2.0, 1.41, 0.0]
    """
    grouped = log_pay.groupby(platform)
    means, sizes = grouped.mean(), grouped.size()
    within = float(((log_pay - grouped.transform("mean")) ** 2).sum() / max(len(log_pay) - len(sizes), 1))
    between = float(means.var() - within * (1 / sizes).mean())
    return float(means.mean()), float(np.sqrt(max(between, 0.0))), float(np.sqrt(within))


def published_groups(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[Design, Questions]]:
    """Every group of `estimates` and `pay_shares` with platforms enough: its design, and what is asked of it."""
    every = with_groups(select_training(tables["pay"]), tables["professions"], tables["platforms"])
    stated = every[~has_assumed_hours(every) & every[list(ENDS)].max(axis=1).gt(0)]
    for evidence, pay in stated.groupby("kind"):
        parts = [(ALL, ALL, pay)] + [(by, name, rows) for by in GROUPINGS for name, rows in pay.groupby(by)]
        for by, name, rows in parts:
            questions: Questions = {
                ("estimates", evidence, by, name, statistic): share for statistic, share in QUANTILES.items()
            }
            if by == ALL:
                questions |= {("pay_shares", evidence, IN_A_BAND, band, "share"): cut for band, cut in BANDS.items()}
            if name_platform(rows).nunique() >= MIN_CLUSTERS:
                yield Design.read(rows), questions
        placed = with_ratios(pay, tables["minimum_wage_gaps"])
        for country, rows in placed[placed[list(RATIOS)].max(axis=1).gt(0)].groupby("country"):
            if name_platform(rows).nunique() >= MIN_CLUSTERS:
                question = ("pay_shares", evidence, UNDER_MINIMUM, country, "share")
                yield Design.read(rows, RATIOS), {question: (PAY_FLOOR, 1.0)}


def study_group(design: Design, questions: Questions, markets: int = MARKETS) -> list[dict[str, object]]:
    """The coverage of each quantile or share that is asked of a group."""
    generator = np.random.default_rng([SEED, crc32("/".join(next(iter(questions))).encode())])
    found = [estimate_clustered(design.draw(generator), design.platform) for _ in range(markets)]
    rows = []
    for question, asked in questions.items():
        if isinstance(asked, tuple):
            truth, ends = design.true_share(*asked), [market.share_between(*asked)[1] for market in found]
        else:
            truth, ends = design.true_quantile(asked), [market.confidence_of_quantile(asked) for market in found]
        rows.append(describe(question, design, truth, ends))
    return rows


def study_premiums(tables: Mapping[str, pd.DataFrame], markets: int = MARKETS) -> list[dict[str, object]]:
    """The coverage of the premiums of credential and field within platforms, where every level pays TRUE_PREMIUM."""
    pay, rows = tables["pay"], []
    pay = pay[pay["kind"].eq(ADVERTISED) & ~has_assumed_hours(pay) & pay[list(ENDS)].max(axis=1).gt(0)]
    for factor in FACTORS:
        generator = np.random.default_rng(SEED)
        within = design_within_platforms(pay, tables["professions"], factor)
        design, platform = Design.read(within.pay), name_platform(within.pay)
        shift = within.columns[within.levels].sum(axis=1).to_numpy() * np.log(TRUE_PREMIUM)
        found: dict[str, list[Interval]] = {level: [] for level in within.levels}
        for _ in range(markets):
            drawn = design.draw(generator, shift)
            fit = fit_interval_regression(
                within.columns, drawn.low, drawn.high, clusters=platform, weights=drawn.weight
            )
            ratios = fit.ratios().loc[within.levels, ["ratio_low", "ratio_high"]]
            for level, ends in zip(within.levels, ratios.to_numpy(), strict=True):
                found[level].append(Interval(*ends))
        for level, intervals in found.items():
            question = ("premiums", ADVERTISED, factor, level.split(": ", 1)[1], "ratio")
            rows.append(describe(question, design, TRUE_PREMIUM, intervals))
    return rows


def describe(question: tuple[str, ...], design: Design, truth: float, found: list[Interval]) -> dict[str, object]:
    """One line of the study: of the markets that have an interval, how many hold the truth, and a typical interval."""
    low, high = np.array([interval for interval in found if not np.isnan(interval.low)]).reshape(-1, 2).T
    line = dict(zip(COVERAGE_COLUMNS, question, strict=False)) | {"markets": len(low)}
    line |= {"platforms": int(design.platform.max()) + 1, "between": design.between, "within": design.within}
    if len(low) == 0:
        return line | {"coverage": np.nan}
    return line | {
        "coverage": float(((low <= truth) & (truth <= high)).mean()),
        "truth": truth,
        "too_high": float((truth < low).mean()),
        "too_low": float((truth > high).mean()),
        "low": float(np.median(low)),
        "high": float(np.median(high)),
    }


def study_everything(tables: Mapping[str, pd.DataFrame], markets: int = MARKETS) -> pd.DataFrame:
    """Every line of the study: COVERAGE_COLUMNS, the truth, the misses on either side and a typical interval."""
    rows = [line for group in published_groups(tables) for line in study_group(*group, markets)]
    return pd.DataFrame(rows + study_premiums(tables, markets))


def write_page(study: pd.DataFrame) -> str:
    """Write the study as a page of Markdown."""
    known = study[study["coverage"].notna()]
    certified = known["coverage"].between(*CERTIFIED)
    counts = known.assign(certified=certified).groupby(["table", "statistic"])["certified"].agg(["sum", "size"])
    lines = [
        "# Do the intervals hold?",
        "",
        "<!-- Written by tools/write_simulation.py from the processed tables. -->",
        "",
        f"Each line: up to {study['markets'].max()} simulated markets with the design of the published group: its "
        "platforms at their own sizes, its templates and origins, its exact amounts, ranges and open ends. Log pay is "
        "drawn anew, with the group's own standard deviations between and within platforms. A 95 % interval should "
        f"hold the truth in {CERTIFIED[0]:.0%} to {CERTIFIED[1]:.0%} of the markets; one that doesn't is not "
        "published, and its line says so. The method is in [methods.md](../methods.md).",
        "",
        "| table | statistic | studied | published |",
        "|---|---|---:|---:|",
        *(f"| {table} | {statistic} | {row['size']} | {row['sum']} |" for (table, statistic), row in counts.iterrows()),
        "",
        f"Of {len(known)} intervals the median coverage is {known['coverage'].median():.1%}, the lowest "
        f"{known['coverage'].min():.1%}, the highest {known['coverage'].max():.1%}. So many markets measure a coverage "
        "of 95 % to within one percent (one standard error).",
        "",
        "| table | evidence | group | statistic | platforms | spread between, within | truth | holds the truth "
        "| too high | too low | published |",
        "|---|---|---|---|---:|---|---:|---:|---:|---:|---|",
        *(
            f"| {row['table']} | {row['evidence']} | {row['group_by']}: {row['group']} | {row['statistic']} "
            f"| {row['platforms']} | {row['between']:.2f}, {row['within']:.2f} | {row['truth']:.3g} "
            f"| {row['coverage']:.1%} | {row['too_high']:.1%} | {row['too_low']:.1%} | {'yes' if published else 'no'} |"
            for row, published in zip(known.to_dict("records"), certified, strict=True)
        ),
    ]
    without = study.loc[study["coverage"].isna(), "group"]
    if len(without):
        lines += ["", f"Ratios without an interval, since they vary within too few platforms: {', '.join(without)}."]
    return "\n".join(lines) + "\n"
